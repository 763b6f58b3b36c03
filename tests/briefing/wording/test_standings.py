"""晾晒: what counts, once, for whom, and in which order."""

from dataclasses import replace
from datetime import date

import pytest

from briefing.model import ActionState, DutyCell, Part
from briefing.status import Status
from briefing.wording import standings
from tests.briefing import example

TOWNS = example.briefing().towns
DAY = date(2023, 9, 30)


def briefing(**changes):
    nothing = {"measures": (), "duties": (), "actions": ()}
    return example.briefing(**(nothing | changes))


def measure(*parts: Part, **changes):
    return replace(example.briefing().measure("T03"), parts=parts, **changes)


def part(town: str, status: Status, name: str = "某村") -> Part:
    return Part(name, town, 1.0, 2.0, 0.5, 0.7, status)


def cell(unit: str, status: str = "逾期", *, id: str = "D01", period: str = "2023-09") -> DutyCell:
    return DutyCell(id, f"事项{id}", unit, period, DAY, status, None)


def action(owner: str, status: str = "逾期", id: str = "1") -> ActionState:
    return ActionState(id, "复工", owner, DAY, DAY, None, status, 3, "")


def standing(found, unit: str) -> standings.Standing:
    return next(one for one in found if one.unit == unit)


def test_every_town_is_listed_also_one_without_trouble() -> None:
    found = standings.ranked_towns(briefing())
    assert {one.unit for one in found} == set(TOWNS)
    assert {one.rank for one in found} == {1}
    assert [one.total for one in found] == [0, 0, 0]


@pytest.mark.parametrize("status", [Status.OVERDUE, Status.UNMET])
def test_overdue_and_unmet_count_alike(status: Status) -> None:
    found = standings.ranked_towns(briefing(measures=(measure(part("潭口镇", status)),)))
    assert (found[0].unit, found[0].total) == ("潭口镇", 1)


def test_behind_is_not_broken_and_unreported_is_neither() -> None:
    parts = part("潭东镇", Status.BEHIND), part("潭口镇", Status.UNREPORTED)
    found = standings.ranked_towns(briefing(measures=(measure(*parts),)))
    assert [one.total for one in found] == [0, 0, 0]
    assert [one.unit for one in found[:2]] == ["潭口镇", "潭东镇"]  # unreported goes before behind
    assert (len(found[0].unreported), len(found[1].late)) == (1, 1)


def test_a_unit_that_must_report_and_did_not_is_counted_once() -> None:
    silent = measure(part("潭口镇", Status.UNREPORTED, "潭口镇"), unreported=("潭口镇",))
    assert len(standing(standings.ranked_towns(briefing(measures=(silent,))), "潭口镇").unreported) == 1


def test_a_duty_counts_once_however_many_periods_and_villages_missed_it() -> None:
    cells = (cell("潭东镇"), cell("潭东镇", period="2023-08"), cell("潭东镇龙井村"), cell("潭东镇上坝村"))
    found = standings.ranked_towns(briefing(duties=cells))
    assert standing(found, "潭东镇").broken[standings.DUTIES] == ("事项D01",)


def test_duties_done_or_not_due_are_no_trouble() -> None:
    cells = cell("潭东镇", "已完成"), cell("潭口镇", "未到期", id="D02")
    assert {one.total for one in standings.ranked_towns(briefing(duties=cells))} == {0}


def test_duties_without_any_record_are_unreported() -> None:
    found = standing(standings.ranked_towns(briefing(duties=(cell("潭东镇", "未报"),))), "潭东镇")
    assert (found.total, found.unreported) == (0, ("事项D01",))


def test_an_item_of_two_owners_counts_for_both() -> None:
    made = briefing(actions=(action("潭口镇、区农办"),))
    assert standing(standings.ranked_towns(made), "潭口镇").total == 1
    assert standing(standings.ranked_departments(made), "区农办").total == 1


def test_an_item_done_or_not_due_is_no_trouble() -> None:
    made = briefing(actions=(action("潭口镇", "已完成"), action("潭口镇", "未到期", "2")))
    assert standing(standings.ranked_towns(made), "潭口镇").total == 0


def test_departments_answer_for_the_measures_they_lead() -> None:
    led = measure(status=Status.OVERDUE, responsible=("区住建局", "区农办"))
    found = standings.ranked_departments(briefing(measures=(led,)))
    assert [(one.unit, one.total) for one in found] == [("区住建局", 1)]


def test_villages_and_towns_are_no_departments() -> None:
    made = briefing(duties=(cell("潭东镇龙井村"), cell("潭东镇"), cell("区妇联")))
    assert [one.unit for one in standings.ranked_departments(made)] == ["区妇联"]


def test_equal_units_share_their_rank() -> None:
    made = briefing(duties=(cell("潭口镇"), cell("潭口镇", id="D02"), cell("潭东镇")))
    made = replace(made, actions=(action("高校园区管理处"),))
    assert [(one.unit, one.rank) for one in standings.ranked_towns(made)] == [
        ("潭口镇", 1), ("潭东镇", 2), ("高校园区管理处", 2),
    ]  # fmt: skip


def test_the_order_is_the_one_the_rule_says() -> None:
    assert standings.RULE.index("逾期和未达标") < standings.RULE.index("未报") < standings.RULE.index("滞后")


def test_a_part_that_is_a_town_itself_counts_for_it_and_one_of_nowhere_for_nobody() -> None:
    parts = Part("潭口镇", None, 1.0, 2.0, 0.5, 0.7, Status.OVERDUE), part("全区", Status.OVERDUE)
    found = standings.ranked_towns(briefing(measures=(measure(*parts),)))
    assert [(one.unit, one.total) for one in found if one.total] == [("潭口镇", 1)]
    assert found[0].broken[standings.MEASURES] == ("美丽庭院",)


def test_duties_are_no_measures_of_a_town_and_who_leads_them_answers_by_its_acts_only() -> None:
    duty = measure(part("潭口镇", Status.OVERDUE, "潭口镇"), kind="duty", unreported=("潭东镇",), status=Status.OVERDUE)
    made = briefing(measures=(duty,))
    assert {one.total + len(one.unreported) for one in standings.ranked_towns(made)} == {0}
    assert standings.ranked_departments(made) == ()


def test_what_a_town_leads_is_no_matter_of_a_department() -> None:
    led = measure(status=Status.OVERDUE, responsible=("潭口镇", "区农办"))
    assert standings.ranked_departments(briefing(measures=(led, replace(led, responsible=())))) == ()


def test_an_overdue_item_of_a_unit_that_is_not_listed_harms_nobody() -> None:
    assert {
        one.total for one in standings.ranked_towns(briefing(actions=(action("区农办"),), duties=(cell("区妇联"),)))
    } == {0}
