"""A village with everything it has, and what it owes and nobody reported: clauses 6, 13 and 14."""

import pytest

from briefing.measures import map_layers
from briefing.status import Status
from tests.briefing.ledgers import briefing, households, in_village, project, settings_with, site

DAY, OLD = "2023-09-30", "2023-12-31"


def village(name, day=DAY, **tables):
    return next(one for one in briefing(day, **tables).villages if one.village == name)


def test_the_map_shows_the_villages_of_its_towns_and_all_are_listed():
    found = briefing(DAY).villages
    assert len(found) == 34 and {one.town for one in found if one.mapped} == {"潭东镇", "潭口镇"}
    assert sum(one.mapped for one in found) == 27


def test_a_village_that_the_plan_names_owes_its_site_until_somebody_told_of_it():
    rows = [site("自来水项目", "水", "完工")]
    assert village("龙井村", sites=rows).statuses[map_layers.WATER] is Status.DONE
    assert village("江坝村", sites=rows).statuses[map_layers.WATER] is Status.UNREPORTED
    assert map_layers.WATER not in village("东坑村", sites=rows).statuses


def test_the_villages_of_a_town_that_never_reported_owe_its_ledger_and_others_do_not():
    rows = [households(150, 150)]
    assert village("江坝村", toilets=rows).statuses[map_layers.TOILETS] is Status.UNREPORTED
    assert map_layers.TOILETS not in village("东坑村", toilets=rows).statuses  # its town listed what there is
    nothing = settings_with("不涉及", "潭口镇:户厕问题整改台账")
    assert map_layers.TOILETS not in village("江坝村", toilets=rows, plan_settings=nothing).statuses


@pytest.mark.parametrize(
    ("tables", "day", "status"),
    [
        ({"toilets": [households(1, 2)], "courtyards": [households(1, 2)]}, DAY, Status.MET),
        ({"toilets": [households(1, 2)], "courtyards": [households(1, 2, as_of="2023-08-31")]}, DAY, Status.SLIGHTLY_BEHIND),
        ({"toilets": [households(1, 2)], "courtyards": [households(1, 2)]}, OLD, Status.SLIGHTLY_BEHIND),  # stale
        ({"toilets": [households(1, 2)]}, DAY, Status.UNREPORTED),
        ({"toilets": [households(1, 2)], "courtyards": [households(1, 2)], "funds": [project("a", 1, 1, **in_village("龙井村"))]}, OLD, Status.SLIGHTLY_BEHIND),
    ],
)  # fmt: skip
def test_whether_its_ledgers_came_for_the_newest_day(tables, day, status):
    assert village("龙井村", day, **tables).statuses[map_layers.REPORTING] is status


def test_a_town_that_does_not_owe_a_ledger_has_delivered_without_it():
    rows = [households(1, 2, village="江坝村")]
    nothing = settings_with("不涉及", "潭口镇:美丽庭院台账")
    owed, free = village("江坝村", toilets=rows), village("江坝村", toilets=rows, plan_settings=nothing)
    assert (owed.statuses[map_layers.REPORTING], free.statuses[map_layers.REPORTING]) == (Status.UNREPORTED, Status.MET)


def test_the_money_of_a_village_is_as_bad_as_its_worst_project_and_that_of_the_district_is_nobodys():
    rows = [
        project("a", 10, 10, **in_village("龙井村")),
        project("b", 10, 1, **in_village("龙井村")),
        project("c", 10, 0),
    ]
    found = village("龙井村", funds=rows)
    (item,) = [one for one in found.items if one.layer == map_layers.FUNDS]
    assert (item.text, item.status) == ("2 个项目，拨付 11/20 万元，09-30 前", Status.BEHIND)
