"""Closing rates: overdue first, nothing assigned is said and not drawn as zero."""

from datetime import date

from briefing import formats
from briefing.figures import closing_rates, theme
from briefing.figures.bars import Bar
from briefing.model import ActionState
from briefing.status import Status

DAY = date(2023, 7, 12)
ROOM = (500, 300)


def action(status: str, owner: str = "潭口镇") -> ActionState:
    return ActionState("1", "复工", owner, DAY, DAY, None, status, 0, "")


def rows(*by_unit):
    actions = [one for _, own in by_unit for one in own]
    return closing_rates.closing_rows(by_unit, [(DAY, actions)] if actions else [])


def test_a_unit_with_overdue_things_comes_before_one_that_has_closed_less() -> None:
    found = rows(("甲", [action("未到期")]), ("乙", [action("已完成"), action("逾期")]), ("丙", [action("已完成")]))
    units = [row for row in found if isinstance(row, Bar)][1:]
    assert [(row.name, row.rate, row.status) for row in units] == [
        ("乙", 0.5, Status.OVERDUE), ("甲", 0.0, Status.ON_TRACK), ("丙", 1.0, Status.DONE),
    ]  # fmt: skip
    assert units[0].words == "1/2 办结，逾期 1"


def test_nothing_assigned_is_said() -> None:
    figure = closing_rates.closing_rates(rows(), limit=10, sizes=theme.NORMAL, room=ROOM)
    assert not figure.data
    assert formats.MISSING in figure.layout.annotations[0].text
    assert closing_rates.closing_rates_alt([]) == "办结率：未报"


def test_few_rows_are_not_blown_up_and_many_stay_within_their_room() -> None:
    few = closing_rates.closing_rates(rows(("甲", [action("已完成")])), limit=10, sizes=theme.NORMAL, room=ROOM)
    many = closing_rates.closing_rates(
        rows(*((f"单位{n}", [action("已完成")]) for n in range(30))), limit=12, sizes=theme.NORMAL, room=ROOM
    )
    assert few.layout.height < many.layout.height <= ROOM[1]
