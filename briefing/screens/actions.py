"""Actions: what did the last 调度会 assign, what of it is overdue, and which unit has the most in trouble?"""

from briefing.figures import closing_rates
from briefing.html import follow_up, markup
from briefing.screens.outlook import Outlook
from briefing.screens.pieces import Chart, Panel, Row, Screen
from briefing.wording import asked, headlines, standings


def screen(look: Outlook) -> Screen:
    """What was assigned, how much of it is closed, and the ranking of units."""
    briefing = look.briefing
    delivered = "actions" in briefing.delivered
    aside = markup.dated(briefing.as_of if delivered else None)
    unit = look.choice("单位", "unit", follow_up.unit_choices(briefing.actions, briefing.towns))
    actions = follow_up.chosen(briefing.actions, unit.chosen)
    assigned = Panel(
        "actions",
        (follow_up.action_table(actions, delivered=delivered, limit=look.rows("actions"), leads=look.unit_link),),
        title=f"交办事项（{unit.chosen}，{len(actions)} 项，逾期的在前）",
        aside=aside,
    )
    nothing = delivered and not briefing.actions
    closing = Panel(
        "closing", (markup.calm("没有交办事项") if nothing else _closing(look),), title="办结率", aside=aside
    )
    stands = headlines.actions_headline(briefing.actions, delivered=delivered, named=0)
    return Screen(
        (Row((0.68, 0.32), ((assigned,), (closing,))), _ranking(look)),
        choices=(unit,),
        bar="choices",
        headline=stands + asked.actions(briefing.actions, briefing.year),
    )


def _closing(look: Outlook) -> Chart:
    actions = look.briefing.actions
    rows = closing_rates.closing_rows(follow_up.by_owner(actions), follow_up.by_meeting(actions))
    figure = closing_rates.closing_rates(rows, limit=look.rows("closing"), sizes=look.sizes, room=look.room("closing"))
    return Chart("closing-rates", figure, closing_rates.closing_rates_alt(actions))


def _ranking(look: Outlook) -> Panel:
    towns, departments = standings.ranked_towns(look.briefing), standings.ranked_departments(look.briefing)
    return Panel(
        "ranking",
        (follow_up.rankings(towns, departments, limit=look.rows("departments"), leads=look.unit_link),),
        title="单位晾晒",
        aside=markup.dated(look.briefing.as_of),
    )
