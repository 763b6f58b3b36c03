"""What a reader may rely on among the assigned items: overdue first, days late, owners, the ranking and its rule."""

from dataclasses import replace

import pytest

from briefing.wording import standings
from tests.pages.harness import Open, charts, open_script, words
from tests.pages.plan_screens import HOSTILE, SILENT, sample
from tests.seeded import sample_store


def test_the_real_store_draws_every_item(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_STORE", str(sample_store()))
    app = open_script("pages/actions.py")
    assert not app.exception
    assert all(action.item in words(app) for action in sample().actions)
    assert charts(app)


def test_the_longest_overdue_comes_first_and_says_how_late(open_page: Open) -> None:
    shown = words(open_page("actions", briefing=sample(), present="1"))
    assert shown.index("逾期 30 天") < shown.index("逾期 15 天") < shown.index("2023-06-16（晚 16 天）")
    assert "合同已签，未进场" in shown


def test_a_link_opens_on_its_unit(open_page: Open) -> None:
    app = open_page("actions", briefing=sample(), unit="区财政局")
    assert app.selectbox(key="unit").value == "区财政局"
    assert "交办事项（区财政局，2 项" in words(app)
    assert "上元村新农村建设点更换施工单位后复工</th>" not in words(app)


def test_a_stale_link_opens_on_all_units(open_page: Open) -> None:
    app = open_page("actions", briefing=sample(), unit="无此单位")
    assert not app.exception
    assert "交办事项（全部单位，8 项" in words(app)


def test_the_ranking_says_its_rule_and_puts_the_worst_unit_first(open_page: Open) -> None:
    shown = words(open_page("actions", briefing=sample(), present="1"))
    assert standings.RULE in shown
    assert shown.index(f'<th scope="row">{SILENT}') < shown.index('<th scope="row">潭东镇')


def test_a_day_before_the_first_meeting_has_nothing_assigned_and_nothing_unreported(open_page: Open) -> None:
    shown = words(open_page("actions", briefing=replace(sample(), actions=())))
    assert shown.count("没有交办事项") == 3  # the headline, and both panels
    assert "○ 未报：" not in shown


def test_an_undelivered_ledger_is_unreported_and_not_all_done(open_page: Open) -> None:
    app = open_page("actions", briefing=replace(sample(), actions=(), delivered=frozenset()))
    assert not app.exception
    assert "○ 未报：没有交办事项台账" in words(app)


def test_a_unit_without_items_says_so(open_page: Open) -> None:
    assert "没有交办事项" in words(open_page("actions", briefing=sample(), unit="潭东镇"))


def test_names_from_drops_are_never_read_as_html(open_page: Open) -> None:
    evil = tuple(replace(a, item=HOSTILE, owner=HOSTILE, detail=HOSTILE, id=HOSTILE) for a in sample().actions)
    measures = tuple(replace(m, title=HOSTILE, responsible=(HOSTILE,)) for m in sample().measures)
    app = open_page("actions", briefing=replace(sample(), actions=evil, measures=measures))
    assert not app.exception
    assert "&lt;img" in words(app)
    assert "<img" not in words(app)
