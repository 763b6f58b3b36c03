"""The task list and what a 调度会 assigned."""

import pytest

from briefing import formats
from briefing.status import Status
from data_loaders import frequencies
from tests.briefing.ledgers import UNITS, act, action, briefing, households, indicator, project, sites, task

DAY = "2023-09-30"


def state(number, as_of=DAY, **tables):
    return next(each for each in briefing(as_of, **tables).tasks if each.number == number)


def test_all_tasks_of_the_list_are_there_and_unreported_until_somebody_reports():
    tasks = briefing(DAY, tasks=[task(39, "推进中")]).tasks
    assert [each.number for each in tasks] == list(range(1, 49))
    assert {each.status for each in tasks if each.number != 39} == {"未报"}
    assert (tasks[38].status, tasks[38].progress, str(tasks[38].snapshot)) == ("推进中", "见台账", DAY)


def test_the_newest_report_of_each_task_counts():
    rows = [
        task(1, "未启动", as_of="2023-06-30"),
        task(1, "推进中", as_of="2023-08-31"),
        task(2, "推进中", as_of="2023-06-30"),
    ]
    assert [state(1, tasks=rows).status, state(2, tasks=rows).status] == ["推进中", "推进中"]
    assert state(1, "2023-07-31", tasks=rows).status == "未启动"
    assert state(1, "2023-05-31", tasks=rows).status == "未报"


def test_a_task_knows_the_measures_that_prove_it():
    assert state(38).proofs == ("T01", "T02", "T03", "T06")
    assert state(18).proofs == ("F06", "D11", "D12", "D13")


# The day that a task is told with: of its duties, else by its words, and of what proves it; 全年 is the year's end.
def test_a_task_says_when_something_of_it_is_due_next():
    days = {
        at: [f"{state(at, day).due_on:%m-%d}" for day in ("2023-04-30", "2023-07-31")] for at in (1, 5, 8, 17, 25, 33)
    }
    assert days == {
        1: ["12-31", "12-31"], 5: ["05-31", "09-30"], 8: ["06-30", "09-30"], 17: ["05-31", "08-31"],
        25: ["06-30", "12-31"], 33: ["06-30", "11-30"],
    }  # fmt: skip
    assert f"{state(33, '2023-12-31').due_on:%m-%d}" == "12-31"
    assert state(1, tasks=[task(1, "已完成")]).due_on is None
    words = "10月20日前、每季度，11月底"
    assert [f"{day:%m-%d}" for day in frequencies.days_within(words, frequencies.Year(2023))] == [
        "10-20", "03-31", "06-30", "09-30", "12-31", "11-30",
    ]  # fmt: skip


# A task reported 已完成 while its measure is not met.
@pytest.mark.parametrize(
    ("number", "tables", "contradicted"),
    [
        (39, {"toilets": [households(355, 356)]}, True),
        (39, {"toilets": [households(356, 356)]}, False),
        (39, {}, False),  # nobody reported the measure: nothing disproves it
        (38, {"sites": sites("新农村建设点", 16, 17)}, True),
        (20, {"funds": [project("a", 59), project("b", 41, category="其他")]}, True),
        (20, {"funds": [project("a", 60), project("b", 40, category="其他")]}, False),
        (17, {"funds": [project("a", 100, 99)]}, True),  # on schedule is not done
        (17, {"funds": [project("a", 100, 100)]}, False),
        (9, {"indicators": [indicator("K04", unit, 0) for unit in UNITS]}, False),
        (9, {"indicators": [indicator("K04", unit, 1) for unit in UNITS]}, True),
        (
            7,
            {"duties": [act("D03", day, unit) for day in ("2023-03-01", "2023-06-01", "2023-09-01") for unit in UNITS]},
            False,
        ),
        (7, {"duties": [act("D03", "2023-03-01", unit) for unit in UNITS]}, True),
    ],
)
def test_a_task_reported_done_is_checked_against_its_measures(number, tables, contradicted):
    done = state(number, tasks=[task(number, "已完成")], **tables)
    assert bool(done.contradiction) is contradicted
    assert state(number, tasks=[task(number, "推进中")], **tables).contradiction == ""


def test_a_contradiction_is_told_with_its_reason():
    found = briefing(DAY, tasks=[task(39, "已完成")], toilets=[households(300, 356)])
    (item,) = [item for item in found.attention if item.page == "tasks"]
    assert item.title == "任务 39 报已完成，数据不符：户厕问题整改尚未完成（300/356 户）"
    assert found.headlines["tasks"] == "48 项任务：未报 47 项；1 项上报已完成，但与台账数据不一致。"


@pytest.mark.parametrize(
    ("as_of", "done_on", "status", "days_late"),
    [
        ("2023-09-14", None, "未到期", 0),
        ("2023-09-15", None, "逾期", 0),  # a day speaks for its end
        ("2023-09-16", None, "逾期", 1),
        ("2023-09-30", "2023-09-15", "已完成", 0),
        ("2023-09-30", "2023-09-20", "已完成", 5),  # done, five days late
        ("2023-09-18", "2023-09-20", "逾期", 3),  # done after the day of the Briefing
        ("2023-09-10", "2023-09-20", "未到期", 0),
    ],
)
def test_an_assignment_around_its_due_day(as_of, done_on, status, days_late):
    (found,) = briefing(as_of, actions=[action("Q3-01", "2023-09-15", done_on)]).actions
    assert (found.status, found.days_late) == (status, days_late)
    assert (found.done_on is not None) == (status == "已完成")


def test_assignments_are_listed_overdue_first_and_the_longest_late_before():
    rows = [
        action("done", "2023-09-01", "2023-08-01"), action("open", "2023-12-01"), action("late", "2023-09-20"),
        action("later", "2023-08-01"),
    ]  # fmt: skip
    found = briefing(DAY, actions=rows)
    assert [each.id for each in found.actions] == ["later", "late", "open", "done"]
    assert found.headlines["actions"] == "交办 4 项，办结 1 项，逾期 2 项，未到期 1 项；逾期：区农办。"
    assert [(item.title, item.status) for item in found.attention] == [
        ("交办事项逾期 60 天：later", Status.OVERDUE), ("交办事项逾期 10 天：late", Status.OVERDUE),
    ]  # fmt: skip


def test_what_was_done_in_an_earlier_year_is_over_and_what_is_open_stays():
    rows = [
        action("old", "2022-11-01", "2022-10-01", assigned_on="2022-09-01"),
        action("open", "2022-11-01", assigned_on="2022-09-01"),
    ]
    assert [each.id for each in briefing(DAY, actions=rows).actions] == ["open"]


def test_no_ledger_of_assignments_is_not_an_empty_one():
    assert briefing(DAY).headlines["actions"] == "交办事项台账未报。"
    over = [action("a", "2022-12-01", "2022-11-01", assigned_on="2022-10-01")]
    assert briefing(DAY, actions=over).headlines["actions"] == "没有交办事项。"


@pytest.mark.parametrize(
    ("due_on", "status", "days_late"),
    [("2023-10-09", "逾期", 3), ("2023-10-12", "逾期", 0), ("2023-10-13", "未到期", 0)],
)
def test_what_a_meeting_after_the_newest_ledger_assigned_is_listed_and_judged_on_the_meeting_s_day(
    due_on, status, days_late
):
    (found,) = briefing(DAY, actions=[action("Q4-01", due_on, assigned_on="2023-10-12")]).actions
    assert (found.status, found.days_late) == (status, days_late)


def test_what_was_done_after_the_newest_ledger_is_done_today_and_was_not_in_august():
    ledger = [households(3, 10, as_of=day) for day in ("2023-08-31", DAY)]
    rows = [action("Q3-01", "2023-08-15", "2023-10-20")]
    assert [one.status for one in briefing(DAY, actions=rows, toilets=ledger).actions] == ["已完成"]
    assert [one.status for one in briefing("2023-08-31", actions=rows, toilets=ledger).actions] == ["逾期"]


def waiting(done_on=None):
    return action("Q3-01", "2023-10-12", done_on, due_words="下次调度会前")  # 92 days after the meeting of 12 July


def test_before_the_next_meeting_is_never_late_until_that_meeting_has_a_day():
    (found,) = briefing("2023-12-31", actions=[waiting()]).actions
    assert (found.status, found.due_on) == ("未到期", None)
    rows = [waiting(), action("Q4-01", "2023-11-30", assigned_on="2023-10-18")]
    found = {one.id: one for one in briefing("2023-10-20", actions=rows).actions}["Q3-01"]
    assert (found.status, str(found.due_on), found.days_late) == ("逾期", "2023-10-18", 2)


def test_another_day_that_a_ledger_delivers_takes_the_place_of_the_word():
    (found,) = briefing(DAY, actions=[{**waiting(), "due_on": "2023-09-20"}]).actions
    assert (str(found.due_on), found.days_late) == ("2023-09-20", 10)


def test_the_day_before_an_extension_stays_with_it():
    (found,) = briefing(DAY, actions=[action("Q3-01", "2023-10-31", first_due_on="2023-09-15")]).actions
    assert (formats.action_due(found), found.status) == ("2023-10-31（原定 2023-09-15）", "未到期")
    (found,) = briefing(DAY, actions=[waiting()]).actions
    assert formats.action_due(found) == "下次调度会前"


def test_a_report_of_new_years_day_is_of_the_year_and_one_of_the_day_before_is_not():
    assert state(1, "2023-01-31", tasks=[task(1, "推进中", as_of="2023-01-01")]).status == "推进中"
    assert state(1, "2023-01-31", tasks=[task(1, "推进中", as_of="2022-12-31")]).status == "未报"


def test_what_is_not_due_comes_in_the_order_of_its_days_and_what_has_none_last():
    rows = [waiting(), action("Q3-03", "2023-12-20"), action("Q3-02", "2023-11-20")]
    assert [one.id for one in briefing(DAY, actions=rows).actions] == ["Q3-02", "Q3-03", "Q3-01"]


@pytest.mark.parametrize(("done_on", "status"), [(None, "未到期"), ("2023-09-01", "已完成"), ("2023-10-31", "已完成")])
def test_without_a_day_nothing_is_late_done_or_not(done_on, status):
    ledger = [households(3, 10)]
    (found,) = briefing(DAY, actions=[waiting(done_on=done_on)], toilets=ledger).actions
    assert (found.status, found.days_late, found.due_on) == (status, 0, None)
