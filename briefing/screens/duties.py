"""Duties: which recurring duty was not done in its time, and which unit has not reported?"""

from briefing.html import duty_matrix, markup
from briefing.screens.outlook import Outlook
from briefing.screens.pieces import Panel, Row, Screen
from briefing.wording import asked, duty_grid


def screen(look: Outlook) -> Screen:
    """Duty by period and unit, and who has not reported: both of the same acts, which are looked through once."""
    briefing = look.briefing
    unit = look.choice("单位", "unit", duty_grid.unit_choices(briefing))
    period = look.choice("时段", "period", duty_grid.PERIODS, segmented=True, carried=True)
    window = duty_grid.window_of(period.chosen, briefing)
    name = duty_grid.window_name(window)
    owed = duty_grid.duties(briefing, unit.chosen)
    silent = duty_grid.silences(owed, duty_grid.homes(briefing), window)
    grid = duty_matrix.duty_matrix(owed, duty_matrix.blocks(briefing, owed, window), window, limit=look.rows("duties"))
    due = duty_grid.acts_due(owed, window)
    units = duty_matrix.silent_units(silent, due, window, limit=look.rows("silent"), leads=look.unit_link)
    matrix = Panel(
        "matrix",
        (duty_matrix.legend(window), grid),
        title=f"{name}履职（{unit.chosen}，{len(owed)} 项，逾期多的在前）",
        detail=duty_grid.silent_finding(silent),
        aside=markup.dated(briefing.as_of if briefing.duties else None),
    )
    quiet = Panel("silent", (units,), title=f"{name}未报送的单位")
    said = look.headline(asked.duties(briefing))
    return Screen((Row((0.76, 0.24), ((matrix,), (quiet,))),), choices=(unit, period), bar="choices", headline=said)
