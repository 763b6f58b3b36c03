"""What leaders are asked to look at: in which order, with whose name, how late, and where it is shown."""

from datetime import date

import pytest

from briefing.status import SEVERITY, Status
from data_loaders.delivering import reference
from tests.briefing.ledgers import act, action, briefing, households, indicator, project, site, station, task

DAY = "2023-09-30"
TOWNS = ("潭东镇", "潭口镇", "高校园区管理处")


def items(day=DAY, **tables):
    return briefing(day, **tables).attention


def titles(day=DAY, **tables):
    return [item.title for item in items(day, **tables)]


def test_the_worst_comes_first_and_of_the_same_the_longest_late():
    rows = [
        action("甲", "2023-09-20"), action("乙", "2023-08-31"), action("丙", "2023-09-30"),
    ]  # fmt: skip
    found = items(actions=rows, toilets=[households(60, 120)])
    assert [(item.status, item.days_late) for item in found[:3]] == [
        (Status.OVERDUE, 30), (Status.OVERDUE, 10), (Status.OVERDUE, 0)
    ]  # fmt: skip
    assert [item.title for item in found[:3]] == [
        "交办事项逾期 30 天：乙", "交办事项逾期 10 天：甲", "交办事项到期未完成：丙"
    ]  # fmt: skip
    assert found[3].status is Status.BEHIND and found[3].measure == "T04"


def test_overdue_comes_before_behind_and_a_late_record_behind_late_works():
    late = {"actions": [action("甲", "2023-09-29")], "duties": [act("D28", "2023-01-05", "区农办")]}
    found = items(**late, tasks=[task(39, "已完成")], toilets=[households(60, 120)])
    severity = [SEVERITY[item.status] for item in found]
    assert severity == sorted(severity, reverse=True) and len(set(severity)) == 3
    overdue = [item for item in found if item.status is Status.OVERDUE]
    single = [item.page for item in overdue if item.page != "duties" or item.measure]
    assert single[0] == "actions" and set(single[1:]) == {"duties"}
    silent = [item.days_late for item in overdue if item.page == "duties" and not item.measure]
    assert silent and overdue[0].days_late == silent[0] > 200  # whole units stand among the works
    worse = [item.page for item in found if SEVERITY[item.status] == SEVERITY[Status.BEHIND]]
    assert worse[0] == "households" and worse[-1] == "tasks"


def only(*ids):
    """The shipped plan with no other obligations."""
    obligations = reference.tables()["plan_obligations"]
    return obligations[obligations["id"].isin(ids)]


@pytest.mark.parametrize(("missed", "named_once"), [(4, False), (5, True)])
def test_a_unit_that_misses_five_duties_is_named_once(missed, named_once):
    duties = ("D03", "D05", "D12", "D14", "D16", "D17", "D21")
    rows = [
        act(duty, "2023-02-10", town)
        for duty in duties
        for town in TOWNS
        if town != TOWNS[1] or duty not in duties[:missed]
    ]
    own = items("2023-04-10", duties=rows, plan_obligations=only(*duties))
    if named_once:
        (item,) = own
        assert item.title.startswith(f"{TOWNS[1]} 5 项定期事项逾期未履职：")
        assert (item.owner, item.days_late, item.measure, item.page) == (TOWNS[1], 10, "", "duties")
    else:
        assert [item.measure for item in own] == list(duties[:missed])


def test_a_duty_that_several_units_miss_is_one_item_with_its_newest_period():
    rows = [act("D14", "2023-02-10", "潭东镇"), *(act("D14", "2023-05-10", town) for town in TOWNS[:2])]
    (item,) = items("2023-08-15", duties=rows, plan_obligations=only("D14"))
    assert "第二季度" in item.title and "1 个单位逾期未履职：高校园区管理处" in item.title
    assert "此前另有 2 次逾期" in item.title
    assert (item.days_late, item.status) == ((date(2023, 8, 15) - date(2023, 6, 30)).days, Status.OVERDUE)


def test_stations_are_named_one_by_one_with_their_owner_and_town():
    rows = [
        station("坳上污水处理站", progress=35, owner="区建投公司", as_of=DAY),
        station("龙井污水处理站", "未开工", planned_finish="2023-09-20", owner="区建投公司", as_of=DAY),
    ]
    found = items(stations=rows)
    assert [(item.owner, item.page, item.measure, item.status, item.days_late) for item in found[:2]] == [
        ("区建投公司、潭东镇", "sewage", "T05", Status.OVERDUE, 10),
        ("区建投公司、潭东镇", "sewage", "T05", Status.BEHIND, 0),
    ]
    assert found[0].title == "龙井污水处理站未开工，形象进度 0.0%，逾期 10 天" and found[0].due_on == date(2023, 9, 20)
    assert found[1].title == "坳上污水处理站形象进度 35.0%，落后序时 39.8 个百分点"
    assert not [item for item in found if item.title.startswith("污水处理站建成")]


def test_a_site_whose_day_has_passed_is_named_and_several_of_a_kind_share_a_line():
    few = [
        site(
            "新农村建设点",
            "短井村井边",
            planned_finish="2023-08-11",
            progress=72,
            village="短井村",
            owner="区农办",
            as_of=DAY,
        ),
        site("新农村建设点", "高坑村岭下", planned_finish="2023-10-20", progress=9, village="高坑村", as_of=DAY),
    ]
    (late,) = [item for item in items(sites=few) if item.status is Status.OVERDUE and item.page == "sites"]
    assert (late.title, late.owner) == ("短井村井边在建，形象进度 72.0%，逾期 50 天", "区农办、潭东镇")
    assert (late.days_late, late.due_on) == (50, date(2023, 8, 11))
    many = [
        site(
            "新农村建设点",
            f"{village}井边",
            planned_finish=f"2023-09-{day}",
            progress=60,
            village=village,
            owner="区农办",
            as_of=DAY,
        )
        for village, day in (("短井村", "04"), ("高坑村", "02"), ("桥兰村", "20"))
    ]
    (late,) = [item for item in items(sites=many) if item.status is Status.OVERDUE and item.page == "sites"]
    assert late.title == "新农村建设点 3 个到期未完成，最久逾期 28 天：高坑村、短井村、桥兰村"
    later = [item.title for item in items("2023-10-31", sites=many) if item.page == "sites"]
    assert "新农村建设点 3 个到期未完成，最久逾期 59 天：高坑村、短井村、桥兰村（按 9 月 30 日数据）" in later


def test_a_later_day_of_its_own_does_not_move_what_a_work_is_due_on():
    rows = [station("坳上污水处理站", progress=5, planned_finish="2024-03-01", as_of=DAY)]
    assert [item.due_on for item in items(stations=rows) if item.page == "sewage"] == [date(2023, 12, 31)]


def test_a_station_on_its_last_day_is_due_and_not_late_by_no_days():
    (item,) = items(stations=[station("龙井污水处理站", progress=90, planned_finish=DAY)])[:1]
    assert item.title.endswith("90.0%，到期未完成")


def test_sites_are_counted_and_named_unless_each_is_told_as_overdue():
    done = [site("新农村建设点", f"好{at}", "完工", planned_finish="2023-08-31") for at in range(13)]
    behind = [site("新农村建设点", name, planned_finish="2023-12-31", progress=1) for name in ("乙", "丙", "丁")]
    overdue = [site("新农村建设点", name, planned_finish="2023-08-31") for name in ("甲", "戊")]
    (item,) = [item for item in items(sites=[*overdue[:1], *behind, *done]) if item.measure == "T01"]
    assert item.title == "新农村建设点 4 个未按计划：甲、乙、丙、丁"
    assert "T01" not in {item.measure for item in items(sites=[*overdue, *done])}


def test_the_owner_names_the_one_town_in_trouble_and_nobody_where_there_are_several():
    behind = [households(1, 100), households(200, 256, village="江坝村")]
    (one,) = [item for item in items(toilets=behind) if item.measure == "T04"]
    assert one.owner == "区农办、潭东镇"
    (both,) = [
        item
        for item in items(toilets=[households(1, 100), households(2, 256, village="江坝村")])
        if item.measure == "T04"
    ]
    assert both.owner == "区农办"


def test_a_missed_milestone_is_late_from_its_own_day_and_a_bound_from_none():
    rows = [project("a", 100, 10, as_of="2023-10-10")]
    found = {item.measure: item for item in items("2023-10-10", funds=rows)}
    assert (found["F01"].days_late, found["F01"].page) == (10, "funds")
    assert found["F03"].title == "省定重点帮扶村衔接资金 1 个村不足 100 万元：龙井村"
    assert (found["F03"].days_late, found["F03"].page) == (0, "funds")


def test_bounds_that_are_broken_are_shown_on_their_page():
    rows = [indicator("K04", town, 2) for town in TOWNS]
    (item,) = [item for item in items(indicators=rows) if item.measure == "K04"]
    assert (item.page, item.status) == ("baselines", Status.UNMET)


def test_who_is_silent_is_named_once_with_what_it_owes():
    rows = [indicator(id, town, 0) for id in ("K03", "K05") for town in TOWNS[:2]]
    (item,) = [item for item in items(indicators=rows) if item.status is Status.UNREPORTED]
    assert (item.owner, item.page) == (TOWNS[2], "baselines")
    assert item.title.startswith(f"{TOWNS[2]} 2 项数据未报：")


def test_a_town_that_reported_last_month_is_asked_for_this_one_and_one_of_this_month_is_not():
    rows = [
        households(5, 10, as_of="2023-09-28"), households(5, 100, as_of="2023-09-30", village="江坝村"),
    ]  # fmt: skip
    assert not [title for title in titles(toilets=rows) if "未更新" in title]
    assert "潭东镇 1 项数据未更新（截至 9 月 28 日）：户厕问题整改" in titles(
        "2023-10-31", toilets=[*rows, households(6, 100, as_of="2023-10-31", village="江坝村")]
    )


def test_what_is_in_order_is_nobodys_worry():
    done = [households(100, 100), households(256, 256, village="江坝村")]
    assert titles(toilets=done) == []


def test_a_duty_that_was_missed_once_only_has_no_earlier_misses():
    rows = [act("D14", "2023-02-10", town) for town in TOWNS] + [act("D14", "2023-05-10", town) for town in TOWNS[:2]]
    (item,) = items("2023-08-15", duties=rows, plan_obligations=only("D14"))
    assert item.title.endswith("1 个单位逾期未履职：高校园区管理处")


def test_a_task_told_as_done_against_its_numbers_is_asked_of_who_leads_it():
    """Task 38 (clause 14) is led by 区农办 with 区住建局; nobody can say since when it is wrong."""
    (item,) = [one for one in items(tasks=[task(38, "已完成")], sites=SITES_BEHIND) if one.page == "tasks"]
    assert item.title.startswith("任务 38 报已完成，数据不符：新农村建设点")
    assert (item.owner, item.days_late, item.status) == ("区农办", 0, Status.UNMET)


SITES_BEHIND = [site("新农村建设点", "甲", planned_finish="2023-08-31")]


def test_things_that_weigh_the_same_stand_together_and_where_towns_lead_those_behind_answer():
    found = items(
        toilets=[households(60, 120)], courtyards=[households(60, 120)], tasks=[task(39, "已完成")],
        indicators=[indicator("K06", unit, bad, as_of=DAY) for unit, bad in zip(TOWNS, (1, 2, 0), strict=True)],
    )  # fmt: skip
    told = [item.status for item in found if item.status in (Status.BEHIND, Status.UNMET)]
    assert told == sorted(told, key=[Status.BEHIND, Status.UNMET].index) and len({*told}) == 2


def test_a_unit_that_is_silent_is_named_once_with_what_its_villages_miss():
    found = items(duties=[act("D28", "2023-01-05", "区农办")])
    own = [item.title for item in found if item.page == "duties" and item.title.startswith(TOWNS)]
    assert sorted(title.partition(" ")[0] for title in own) == sorted(TOWNS)
    others = [item.title for item in found if item.page == "duties" and not item.title.startswith(TOWNS)]
    assert others and not [title for title in others if any(town in title for town in TOWNS)]
