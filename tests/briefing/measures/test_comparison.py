"""One meeting against the one before: what is worse, and what nobody can tell."""

from dataclasses import replace

import pytest

from briefing.measures.changes import Change
from briefing.measures.comparison import (
    compare,
    delta,
    idle_parts,
    idle_projects,
    part_moves,
    project_moves,
    village_moves,
    worse,
)
from briefing.measures.map_layers import FUNDS, TOILETS
from briefing.status import Status
from tests.briefing.ledgers import action, briefing, households, project


@pytest.mark.parametrize(
    ("before", "after", "is_worse"),
    [
        (Status.ON_TRACK, Status.BEHIND, True), (Status.BEHIND, Status.ON_TRACK, False), (Status.BEHIND, Status.BEHIND, False),
        (Status.BEHIND, Status.UNMET, False), (None, Status.BEHIND, False), (Status.ON_TRACK, None, False), (None, None, False),
        (Status.UNREPORTED, Status.OVERDUE, False), (Status.DONE, Status.UNREPORTED, False),
    ],
)  # fmt: skip
def test_worse_is_what_both_meetings_judged_and_the_later_one_judged_more_harshly(before, after, is_worse):
    assert worse(before, after) is is_worse


@pytest.mark.parametrize(
    ("before", "after", "worsened"),
    [(Status.ON_TRACK, Status.BEHIND, True), (Status.BEHIND, Status.BEHIND, False), (None, Status.BEHIND, False), (Status.BEHIND, Status.DONE, False)],
)  # fmt: skip
def test_publishing_worsens_only_what_was_known_and_stands_worse(before, after, worsened):
    change = Change("T04", "户厕", "户", 356, 1, 2, before, after, None, None)
    assert change.worsened is worsened


def told(done, *actions, village="龙井村"):
    homes = {"courtyards": [households(100, 100, village=village)], "toilets": [households(done, 100, village=village)]}
    return briefing("2023-09-30", **homes, actions=actions)


def test_an_assignment_is_closed_once_and_what_is_not_done_is_carried_on():
    before = told(50, action("旧", "2023-08-31", "2023-08-01"), action("开", "2023-08-31"), action("办", "2023-12-31"))
    after = told(
        50, action("旧", "2023-08-31", "2023-08-01"), action("开", "2023-08-31"), action("办", "2023-12-31", "2023-09-20"),
        action("新", "2023-12-31"), action("新办", "2023-12-31", "2023-09-21"),
    )  # fmt: skip
    found = compare(before, after)
    named = [sorted(one.id for one in group) for group in (found.closed, found.still_open, found.assigned)]
    assert named == [["办", "新办"], ["开"], ["新", "新办"]]


def test_a_village_that_is_new_or_stands_as_before_has_not_moved():
    found = compare(told(50), told(70))
    assert [(move.label, move.improved, move.worsened) for move in found.villages] == [("潭东镇龙井村", True, False)]
    assert compare(told(50), told(51)).villages == ()


@pytest.mark.parametrize(
    ("before", "after", "statuses", "grown"),
    [
        (3, 5, (Status.ON_TRACK, Status.DONE), 2), (5, 3, (Status.DONE, Status.BEHIND), -2), (0, 4, (Status.BEHIND, Status.BEHIND), 4),
        (None, 5, (Status.BEHIND, Status.BEHIND), None), (5, None, (Status.BEHIND, Status.BEHIND), None),
        (None, 5, (None, Status.BEHIND), None), (3, 5, (Status.UNREPORTED, Status.DONE), None), (3, 5, (Status.DONE, Status.UNREPORTED), None),
    ],
)  # fmt: skip
def test_a_difference_is_told_only_where_both_numbers_are_of_all(before, after, statuses, grown):
    assert delta(Change("T04", "户厕", "户", 356, before, after, *statuses, None, None)) == grown


@pytest.mark.parametrize(
    ("before", "after", "silent"),
    [
        (Status.BEHIND, Status.UNREPORTED, True), (Status.DONE, Status.UNREPORTED, True), (Status.UNREPORTED, Status.UNREPORTED, False),
        (None, Status.UNREPORTED, False), (Status.BEHIND, Status.DONE, False), (None, Status.DONE, False),
    ],
)  # fmt: skip
def test_only_what_was_judged_then_can_have_fallen_silent(before, after, silent):
    one = Change("T04", "户厕", "户", 356, 3, None, before, after, None, None)
    found = replace(compare(told(50), told(50)), changes=(one,))
    assert bool(found.fell_silent) is silent


def test_a_measure_that_only_speaks_for_another_day_has_not_changed():
    before = briefing("2023-09-30", toilets=[households(50, 100, as_of="2023-09-28")])
    after = briefing("2023-09-30", toilets=[households(50, 100)])
    assert compare(before, after).changes == ()


def named(moves):
    return [(move.label, move.before, move.after, move.place) for move in moves]


def test_on_a_layer_only_villages_that_have_its_task_on_both_days_can_move():
    before, after = told(50), told(95)
    toilets = Status.BEHIND, Status.ON_TRACK
    on_the_layer = village_moves(before.villages, after.villages, TOILETS)
    assert named(on_the_layer) == [("潭东镇龙井村", *toilets, "潭东镇龙井村")]
    paid = briefing("2023-09-30", funds=[project("引水", 100, 90, village="龙井村")])
    assert any(FUNDS in village.statuses for village in paid.villages)
    assert village_moves(before.villages, paid.villages, FUNDS) == ()
    assert village_moves(paid.villages, before.villages, FUNDS) == ()


def test_the_places_of_a_measure_move_and_stand_still_by_town_and_name():
    parts = [briefing("2023-09-30", toilets=[households(one, 10), households(two, 10, village="三观村")]) for one, two in ((2, 10), (9, 10))]  # fmt: skip
    then, now = (one.measure("T04").parts for one in parts)
    assert named(part_moves(then, now)) == [("龙井村", Status.BEHIND, Status.ON_TRACK, "潭东镇龙井村")]
    assert idle_parts(then, now) == []  # the other is done
    assert idle_parts(then, then) == ["潭东镇龙井村"]


def test_a_project_moves_by_number_and_source_and_stands_still_while_nothing_is_paid():
    rows = [("引水", 100, 10, "中央"), ("引水", 50, 5, "省"), ("道路", 100, 100, "省")]
    paid = [("引水", 100, 95, "中央"), ("引水", 50, 5, "省"), ("道路", 100, 100, "省")]
    then, now = (
        briefing(
            "2023-09-30", funds=[project(name, all, done, source=source) for name, all, done, source in some]
        ).funds
        for some in (rows, paid)
    )
    assert named(project_moves(then, now)) == [("引水（中央）", Status.BEHIND, Status.ON_TRACK, "")]
    assert idle_projects(then, now) == ["引水（省）"]
    assert idle_projects(then, then) == ["引水（中央）", "引水（省）"]
