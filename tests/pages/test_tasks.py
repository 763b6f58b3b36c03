"""What a reader may rely on in the task list: contradictions first, filters in the link, nothing read as HTML."""

import re
from dataclasses import replace

import pytest

from briefing.measures import bounds
from tests.briefing import example
from tests.pages.harness import Open, open_script, words
from tests.pages.plan_screens import HOSTILE, sample
from tests.seeded import sample_store

NUMBER = re.compile(r"<td>(\d+)</td><th scope=\"row\"><b")


def numbers(shown: str) -> list[int]:
    """Task numbers from top to bottom."""
    return [int(number) for number in NUMBER.findall(shown)]


def test_the_real_store_draws_all_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_STORE", str(sample_store()))
    app = open_script("pages/tasks.py")
    assert not app.exception
    assert sorted(numbers(words(app))) == list(range(1, 49))
    assert sample().headlines["tasks"] in words(app)


def test_a_task_reported_done_against_the_figures_comes_first_and_says_why(open_page: Open) -> None:
    shown = words(open_page("tasks", briefing=sample()))
    assert numbers(shown)[0] == 35
    assert "报已完成，数据不符：县定重点帮扶村资金未达标（2 个村不足：东坑村、坪路村）" in shown
    assert not [task for task in sample().tasks if task.number == 35 and task.due_on is None]  # and it is still owed
    assert numbers(words(open_page("tasks", briefing=sample(), status="已完成"))).count(35) == 0


def test_every_measure_that_proves_a_task_is_named_with_its_status(open_page: Open) -> None:
    shown = words(open_page("tasks", briefing=sample()))
    row = shown[shown.index("污水处理站建成2座") :]
    assert row.index("T05") < row.index("D23")
    assert "污水处理站建成：落后序时" in row


def test_a_projector_shows_what_fits_and_counts_the_rest(open_page: Open) -> None:
    shown = words(open_page("tasks", briefing=sample(), present="1"))
    assert numbers(shown)[:3] == [35, 34, 48]
    due = re.findall(r"· (\S+)</span><span> · 条款", shown)
    assert due[:4] == ["12月31日前"] * 3 + ["9月30日到期"]  # not 全年, 每月; of what was missed not the next day
    assert f"另有 {48 - len(numbers(shown))} 项" in shown


def test_a_link_opens_on_its_unit_status_and_part(open_page: Open) -> None:
    app = open_page("tasks", briefing=sample(), unit="区党群部", status="未启动", part="第三部分")
    assert numbers(words(app)) == [48]
    assert [app.selectbox(key=name).value for name in ("unit", "status")] == ["区党群部", "未启动"]
    assert "任务（区党群部、未启动、第三部分，1 项" in words(app)


def test_every_town_is_part_of_all_towns(open_page: Open) -> None:
    assert len(numbers(words(open_page("tasks", briefing=sample(), unit="潭口镇")))) == 44


def test_a_contradiction_has_a_link_of_its_own(open_page: Open) -> None:
    assert numbers(words(open_page("tasks", briefing=sample(), status="数据不符"))) == [35]


def test_a_stale_link_opens_on_everything(open_page: Open) -> None:
    app = open_page("tasks", briefing=sample(), unit="无此单位", status="x", part="第九部分")
    assert not app.exception
    assert len(numbers(words(app))) == 48


def test_links_keep_the_day_and_the_edition(open_page: Open) -> None:
    shown = words(open_page("tasks", briefing=sample(), as_of="2023-08-31", edition="2"))
    links = re.findall(r'href="([^"]+unit=[^"]+)"', shown)
    assert links
    assert all("as_of=2023-08-31" in link and "edition=2" in link for link in links)


def test_a_task_nobody_reported_says_so_and_is_never_done(open_page: Open) -> None:
    silent = tuple(
        replace(t, status="未报", progress="", problem="", next_step="", snapshot=None, contradiction="")
        for t in sample().tasks
    )
    shown = words(open_page("tasks", briefing=replace(sample(), tasks=silent)))
    assert shown.count('未报</span></td><td class="report">') == 48


def test_what_only_the_clauses_ask_for_has_its_place_too(open_page: Open) -> None:
    shown = words(open_page("tasks", briefing=sample()))
    unlisted = shown[shown.index("要点有要求、清单未列入") :]
    assert "家庭教育巡回宣讲" in unlisted.split("</ul>")[0]


def test_every_obligation_of_the_plan_has_a_row_with_its_number_status_and_note(open_page: Open) -> None:
    shown = words(open_page("tasks", briefing=sample(), list="全部要求"))
    rows = re.findall(r"<tr [^>]*><td>([A-Z]\d\d)</td>(.*?)</tr>", shown)
    assert sorted(id for id, _ in rows) == sorted(measure.id for measure in sample().measures)
    assert len(rows) == 65
    for id, row in rows:
        measure = sample().measure(id)
        assert f"</i>{bounds.word(measure)}</span>" in row
        assert measure.title in row
        assert measure.note in row
        assert f"条款 {measure.clause} ·" in row
    assert "条款写356户，任务清单写356个" in shown


def test_obligations_can_be_chosen_by_unit_status_and_kind(open_page: Open) -> None:
    query = {"list": "全部要求", "unit": "区住建局", "status": "未达标", "part": "监测指标"}
    shown = words(open_page("tasks", briefing=sample(), **query))
    assert re.findall(r"<td>([A-Z]\d\d)</td>", shown) == ["K04"]
    assert "计划的要求（区住建局、未达标、监测指标，1 项" in shown


def test_an_obligation_nobody_reported_on_is_hatched_and_never_a_nought(open_page: Open) -> None:
    shown = words(open_page("tasks", briefing=example.unreported(), list="全部要求"))
    assert shown.count('<td class="hatched">未报</td>') == len(example.unreported().measures)


def test_what_the_document_says_otherwise_stands_beside_the_task(open_page: Open) -> None:
    shown = words(open_page("tasks", briefing=sample()))
    assert "（文件中此行错位，时限和责任单位按条款7）" in shown


def test_a_plan_without_tasks_keeps_its_shape(open_page: Open) -> None:
    app = open_page("tasks", briefing=replace(sample(), tasks=()))
    assert not app.exception
    assert "计划的要求" in words(app)  # an empty list is not what the screen begins with


def test_names_from_drops_are_never_read_as_html(open_page: Open) -> None:
    evil = tuple(
        replace(t, title=HOSTILE, clause=HOSTILE, deadline=HOSTILE, responsible=(HOSTILE,), progress=HOSTILE,
                problem=HOSTILE, next_step=HOSTILE, contradiction=HOSTILE)
        for t in sample().tasks
    )  # fmt: skip
    measures = tuple(replace(m, title=HOSTILE, reason=HOSTILE, id=m.id) for m in sample().measures)
    app = open_page("tasks", briefing=replace(sample(), tasks=evil, measures=measures), unit=HOSTILE)
    assert not app.exception
    assert "&lt;img" in words(app)
    assert "<img" not in words(app)
    clauses = words(open_page("tasks", briefing=replace(sample(), measures=measures), list="全部要求"))
    assert "&lt;img" in clauses
    assert "<img" not in clauses
