"""What a unit owes on a day, worked out by hand: overdue, due within fifteen days, not reported, assigned, its tasks."""

import pytest

from briefing.status import Status
from briefing.wording.as_json import as_json
from briefing.wording.owed import GROUPS, UnitState, units
from tests.briefing.ledgers import act, action, briefing, households, indicator, project, site, station, task

DAY = "2023-10-20"


def unit(name: str, as_of: str = DAY, **tables) -> UnitState:
    return next(one for one in units(briefing(as_of, **tables)) if one.name == name)


def titles(things) -> list[str]:
    return [thing.item.title for thing in things]


@pytest.mark.parametrize(
    ("due_on", "group", "late"),
    [("2023-10-10", "overdue", 10), ("2023-10-20", "overdue", 0), ("2023-10-21", "due_soon", 0), ("2023-11-04", "due_soon", 0)],
)  # fmt: skip
def test_an_assigned_thing_is_late_on_its_day_and_soon_up_to_the_fifteenth_day_after(due_on, group, late):
    found = unit("区财政局", actions=[action("修渠", due_on, owner="区财政局、潭口镇")])
    (thing,) = found.group(group)
    assert (thing.item.title, thing.item.days_late, str(thing.item.due_on)) == ("修渠", late, due_on)
    assert titles(found.assigned) == ["修渠"]


def test_what_is_due_on_the_sixteenth_day_is_assigned_and_not_yet_soon():
    found = unit("区财政局", actions=[action("修渠", "2023-11-05", owner="区财政局")])
    assert (titles(found.assigned), found.due_soon, found.overdue) == (["修渠"], (), ())


def test_what_was_done_is_owed_by_nobody():
    found = unit("区财政局", actions=[action("修渠", "2023-10-10", "2023-10-09", owner="区财政局")])
    assert (found.assigned, found.overdue) == ((), ())


def test_whoever_shares_an_assignment_owes_it_whatever_stands_between_the_names():
    rows = [action("修渠", "2023-10-10", owner="区财政局，潭口镇")]
    assert [titles(unit(name, actions=rows).assigned) for name in ("区财政局", "潭口镇", "潭东镇")] == [
        ["修渠"],
        ["修渠"],
        [],
    ]


@pytest.mark.parametrize("progress", [20, 100])  # behind, or ahead: what is due soon is said as that
def test_a_site_is_soon_by_its_own_plan_with_its_clause_and_its_ledger(progress):
    rows = [
        site("新农村建设点", "坝里", planned_finish="2023-10-31", progress=progress, owner="潭东镇", as_of="2023-10-15")
    ]
    (thing,) = [one for one in unit("潭东镇", sites=rows).due_soon if one.item.kind == "建设点"]
    assert (thing.item.title, thing.item.clause, thing.how) == ("坝里", "14", "报建设点台账")


def test_a_month_s_duty_is_soon_in_its_month_and_overdue_at_its_end():
    rows = [act("D06", f"2023-{month:02d}-15", "潭口镇") for month in range(1, 10)]
    (soon,) = [one for one in unit("潭口镇", duties=rows).due_soon if one.item.title == "饮水安全排查监测"]
    assert (str(soon.item.due_on), soon.item.clause, soon.how) == (
        "2023-10-31",
        "6",
        "在责任单位页填报，或报定期履职记录",
    )
    late = unit("潭口镇", "2023-10-31", duties=rows)
    assert "饮水安全排查监测" in titles(late.overdue) and "饮水安全排查监测" not in titles(late.due_soon)
    done = unit("潭口镇", "2023-10-31", duties=[*rows, act("D06", "2023-10-30", "潭口镇")])
    assert "饮水安全排查监测" not in titles(done.overdue)


def test_a_town_that_never_reported_a_ledger_is_told_which():
    rows = [households(3, 10, village="龙井村", as_of="2023-10-15")]
    silent = unit("潭口镇", courtyards=rows)
    assert "美丽庭院" in titles(silent.unreported)
    assert next(one.how for one in silent.unreported if one.item.title == "美丽庭院") == "报美丽庭院台账"


def test_a_figure_that_nobody_reported_is_asked_of_whoever_leads_it():
    assert "重点对象住院目录外费用占比" in titles(unit("区医保分中心").unreported)
    reported = unit("区医保分中心", indicators=[indicator("K02", "全区", 5, as_of="2023-10-15")])
    assert "重点对象住院目录外费用占比" not in titles(reported.unreported)


def test_the_tasks_of_a_unit_are_all_there_with_what_was_last_said():
    found = unit("区财政局", tasks=[task(4, "推进中", as_of="2023-09-30"), task(4, "已完成", as_of="2023-10-10")])
    assert (len(found.tasks), {one.number: one.status for one in found.tasks}[4]) == (10, "已完成")


def test_every_town_is_listed_and_every_name_once():
    names = [one.name for one in units(briefing(DAY))]
    assert names[:3] == ["潭东镇", "潭口镇", "高校园区管理处"]
    assert len(set(names)) == len(names) and not [name for name in names if name.startswith("各镇")]


def test_the_json_has_the_pinned_lists_for_every_unit():
    made = briefing(DAY, actions=[action("修渠", "2023-10-10", owner="潭口镇")])
    found = {one["name"]: one for one in as_json(made)["units"]}
    assert {"name", "overdue", "due_soon", "unreported", "assigned"} <= set(found["潭口镇"])
    assert all(isinstance(one[group], list) for one in found.values() for group in GROUPS)
    (one,) = found["潭口镇"]["assigned"]
    assert (one["title"], one["status"], one["due_on"], one["days_late"]) == ("修渠", Status.OVERDUE, "2023-10-10", 10)


def test_a_target_that_is_due_soon_is_owed_by_who_leads_it_and_by_the_towns_that_are_not_done():
    rows = [households(150, 150, as_of="2023-12-20"), households(200, 206, village="江坝村", as_of="2023-12-20")]
    owing = {one.name: titles(one.due_soon) for one in units(briefing("2023-12-20", toilets=rows))}
    assert [name for name in ("区农办", "潭东镇", "潭口镇") if "户厕问题整改" in owing[name]] == ["区农办", "潭口镇"]


def test_a_target_that_is_done_or_due_later_is_owed_by_nobody_yet():
    for done, day in ((356, "2023-12-20"), (350, "2023-12-15"), (350, "2023-12-31")):
        rows = [households(done, 356, as_of=day)]
        assert "户厕问题整改" not in titles(unit("区农办", day, toilets=rows).due_soon), day


def test_what_is_due_soon_or_silent_is_not_late_by_a_day():
    found = unit(
        "潭口镇", duties=[act("D06", "2023-09-15", "潭东镇")], courtyards=[households(3, 10, as_of="2023-10-15")]
    )
    quiet = (*found.due_soon, *found.unreported)
    assert quiet and {thing.item.days_late for thing in quiet} == {0}


def test_an_act_of_a_later_month_is_not_soon():
    rows = [act("D06", "2023-09-15", "潭口镇")]
    assert {str(one.item.due_on) for one in unit("潭口镇", duties=rows).due_soon} == {"2023-10-31"}


def test_the_next_date_of_the_money_is_soon_and_a_passed_one_is_not():
    rows = [project("a", 100, 74, town=town, as_of="2023-09-20") for town in ("潭东镇", "潭口镇", "高校园区管理处")]
    (soon,) = [one for one in unit("区财政局", "2023-09-20", funds=rows).due_soon if one.item.title == "项目资金拨付率"]
    assert (str(soon.item.due_on), soon.how) == ("2023-09-30", "报衔接资金台账")
    reached = [row | {"as_of": "2023-10-10", "disbursed": 80} for row in rows]
    assert "项目资金拨付率" not in titles(unit("区财政局", "2023-10-10", funds=[*rows, *reached]).due_soon)


def test_a_station_is_reported_in_its_own_ledger_and_an_indicator_in_its_own():
    rows = [station("龙井污水处理站", planned_finish="2023-10-31", progress=100, owner="潭东镇", as_of="2023-10-15")]
    (thing,) = [one for one in unit("潭东镇", stations=rows).due_soon if one.item.kind == "建设点"]
    assert (thing.how, thing.item.days_late) == ("报污水处理站台账", 0)
    (silent,) = [one for one in unit("区医保分中心").unreported if one.item.title == "重点对象住院目录外费用占比"]
    assert silent.how == "报监测指标台账"
