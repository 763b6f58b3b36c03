"""One meeting against the one before, and what every unit still owes."""

from datetime import date

import pytest

from briefing.measures.comparison import compare, delta
from briefing.model import Briefing
from briefing.status import SEVERITY, Status
from briefing.wording import comparison, open_items
from tests.briefing import ledgers
from tests.briefing.ledgers import action, households, sites


@pytest.fixture(scope="module")
def found():
    """July against September: sites grew, a courtyard village fell silent, one assignment was closed."""
    before = ledgers.briefing(
        "2023-07-31",
        sites=sites("新农村建设点", 5, 17, as_of="2023-07-31"),
        courtyards=[households(9, 10, as_of="2023-07-31")],
        actions=[action("A", "2023-08-15"), action("B", "2023-10-31")],
    )
    after = ledgers.briefing(
        "2023-09-30",
        sites=sites("新农村建设点", 17, 17),
        courtyards=[households(9, 10, as_of="2023-07-31"), households(1, 10)],
        actions=[
            action("A", "2023-08-15", "2023-08-20"),
            action("B", "2023-10-31"),
            action("C", "2023-12-31", assigned_on="2023-09-20"),
        ],
    )
    return compare(before, after)


def test_the_days_are_named(found) -> None:
    assert (found.as_of_before, found.as_of_after) == (date(2023, 7, 31), date(2023, 9, 30))


def test_a_measure_tells_how_much_it_grew(found) -> None:
    change = next(change for change in found.changes if change.id == "T01")
    assert (change.before, change.after, delta(change)) == (5, 17, 12)
    assert change in found.improved and change not in found.worsened


def test_a_measure_that_fell_is_worse(found) -> None:
    change = next(change for change in found.changes if change.id == "T03")
    assert delta(change) == -8


def test_what_was_unknown_has_no_difference() -> None:
    before, after = ledgers.briefing("2023-09-30"), ledgers.briefing("2023-09-30", courtyards=[households(1, 10)])
    change = next(change for change in compare(before, after).changes if change.id == "T03")
    assert (change.before, change.after, delta(change)) == (None, 1, None)


def test_assignments_closed_carried_over_and_new(found) -> None:
    assert [[one.id for one in group] for group in (found.closed, found.still_open, found.assigned)] == [
        ["A"],
        ["B"],
        ["C"],
    ]


def test_villages_that_moved_come_worst_first(cases) -> None:
    moves = compare(cases["2023-06-30"].briefing, cases["2023-09-30"].briefing).villages
    assert moves and all(move.before != move.after for move in moves)
    worse = [move.worsened for move in moves]
    assert worse == sorted(worse, reverse=True)


def test_nothing_changes_against_itself(cases) -> None:
    found = compare(cases["2023-09-30"].briefing, cases["2023-09-30"].briefing)
    assert (found.changes, found.villages, found.closed, found.assigned) == ((), (), (), ())


def test_a_unit_owes_its_late_sites_projects_duties_and_assignments(cases) -> None:
    items = open_items.open_items(cases["2023-09-30"].briefing)["潭口镇"]
    assert {item.kind for item in items} >= {"交办事项", "建设点", "资金项目", "定期履职", "底线指标"}
    urgent = [SEVERITY[item.status] for item in items if item.urgent]
    assert urgent == sorted(urgent, reverse=True)
    assert all(item.unit == "潭口镇" for item in items)


def test_a_late_site_is_owed_once_by_who_leads_it_and_its_town_helps(cases) -> None:
    briefing = cases["2023-09-30"].briefing
    late = next(site for site in briefing.stations if site.status is Status.OVERDUE)
    found = [item for own in open_items.open_items(briefing).values() for item in own if item.title == late.name]
    assert [(item.unit, item.helpers) for item in found] == [(late.owner, (late.town,))]


@pytest.mark.parametrize(
    ("names", "units", "helpers"),
    [
        (("区农办", "领导小组成员单位", "各镇(管理处)"), ["区农办"], ("领导小组成员单位", "各镇(管理处)")),
        (("各镇(管理处)", "区住建局"), ["区住建局"], ("各镇(管理处)",)),
        (("各镇(管理处)",), ["潭东镇", "潭口镇", "高校园区管理处"], ()),
        (("领导小组成员单位", "各村"), [], ()),
        (("潭东镇龙井村", "潭东镇"), ["潭东镇"], ()),
    ],
)
def test_the_first_unit_by_name_leads_and_a_word_for_many_is_no_unit(september, names, units, helpers) -> None:
    assert open_items.leading(names, september.briefing) == (units, helpers)


@pytest.mark.parametrize(
    ("due", "asked", "by"),
    [
        (date(2023, 12, 31), date(2023, 9, 30), date(2023, 12, 31)),
        (date(2023, 9, 30), date(2023, 9, 30), date(2023, 10, 7)),
        (date(2023, 7, 31), date(2023, 12, 28), date(2024, 1, 4)),
        (None, date(2023, 9, 30), date(2023, 10, 7)),
    ],
)
def test_nothing_is_asked_for_by_a_day_that_has_passed(due, asked, by) -> None:
    item = open_items.OpenItem("潭东镇", open_items.SITE, "甲", "在建", Status.OVERDUE, due, 0, "完工")
    assert item.answer_by(asked) == by


def test_every_overdue_duty_and_open_assignment_is_somebodys(cases) -> None:
    briefing = cases["2023-09-30"].briefing
    items = [item for own in open_items.open_items(briefing).values() for item in own]
    overdue = {cell.title for cell in briefing.duties if cell.status == "逾期"}
    assert {item.title for item in items if item.kind == "定期履职"} == overdue
    open_ones = {one.item for one in briefing.actions if one.status != "已完成"}
    assert {item.title for item in items if item.kind == "交办事项"} == open_ones


def test_a_task_that_goes_on_gets_no_verdict(cases) -> None:
    items = open_items.open_items(cases["2023-09-30"].briefing)["区农办"]
    words = {item.status for item in items if item.kind == "任务清单" and not isinstance(item.status, Status)}
    assert words <= {"推进中", "未启动", "未报"} and words


def test_what_changed_most_stands_first_among_changes_of_its_kind() -> None:
    def stood(built: int, yards: int) -> Briefing:
        day = "2023-07-31"
        return ledgers.briefing(
            day, sites=sites("新农村建设点", built, 17, as_of=day), courtyards=[households(yards, 334, as_of=day)]
        )

    before, after = stood(1, 10), stood(2, 90)  # late both times; in the plan the sites come first
    told = [change.id for change in comparison.telling_changes(compare(before, after), after)]
    assert told.index("T03") < told.index("T01")
