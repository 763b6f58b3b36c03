"""What a reader may rely on in the duty matrix: a silent unit is seen, nothing missing is drawn as done."""

import re
from dataclasses import replace

import pytest

from tests.pages.harness import Open, open_script, words
from tests.pages.plan_screens import HOSTILE, SILENT, sample
from tests.seeded import sample_store


def row(shown: str, id: str) -> str:
    """The matrix row of a duty."""
    return next(part for part in shown.split("<tr>") if f'"code">{id}<' in part)


def test_the_real_store_draws_every_duty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_STORE", str(sample_store()))
    app = open_script("pages/duties.py")
    assert not app.exception
    assert len(re.findall(r'class="code">D\d\d<', words(app))) == 33


def test_a_silent_unit_is_seen_in_one_look(open_page: Open) -> None:
    shown = words(open_page("duties", briefing=sample(), present="1"))
    assert f"{SILENT}到期的全部未报" in shown
    first = shown[shown.index('<ul class="silent">') :].split("</li>")[0]
    assert SILENT in first
    assert "全部未报" in first
    assert "23 次未报" in first


def test_the_most_overdue_duty_comes_first(open_page: Open) -> None:
    shown = words(open_page("duties", briefing=sample()))
    assert shown.index('"code">D11<') < shown.index('"code">D15<') < shown.index('"code">D09<')


def test_duties_of_villages_are_counted_by_town(open_page: Open) -> None:
    assert "13/14" in row(words(open_page("duties", briefing=sample())), "D11")


def test_the_year_shows_twelve_months_and_every_unit(open_page: Open) -> None:
    shown = words(open_page("duties", briefing=sample(), period="全年"))
    assert "12月</th>" in shown
    assert "25/34" in row(shown, "D11")
    assert row(shown, "D22").count('aria-label="已完成"') == 3


def test_a_quarter_says_what_was_missed_before_it(open_page: Open) -> None:
    assert "1 次</td>" in row(words(open_page("duties", briefing=sample())), "D21")


def test_a_link_opens_on_its_unit_and_period(open_page: Open) -> None:
    app = open_page("duties", briefing=sample(), unit=SILENT, period="第二季度")
    shown = words(app)
    assert app.selectbox(key="unit").value == SILENT
    assert f"第二季度履职（{SILENT}，25 项" in shown
    assert "第二季度到期的 " in shown  # the unit reported everything then
    assert "潭口镇" not in shown[shown.index("第二季度履职") :]  # the headline tells of all units


def test_a_stale_link_opens_on_this_quarter_and_all_units(open_page: Open) -> None:
    app = open_page("duties", briefing=sample(), unit="无此单位", period="第九季度")
    assert not app.exception
    assert "第三季度履职（全部单位，33 项" in words(app)


def test_without_any_record_every_due_cell_is_unreported(open_page: Open) -> None:
    cells = tuple(
        replace(cell, status="未到期" if cell.status == "未到期" else "未报", done_on=None) for cell in sample().duties
    )
    shown = words(open_page("duties", briefing=replace(sample(), duties=cells)))
    matrix = shown[shown.index('<table class="grid matrix">') : shown.index("</table>")]
    assert 'class="slot hatched' in matrix
    assert "已完成" not in matrix
    assert "slot good" not in matrix


def test_a_plan_without_duties_keeps_its_shape(open_page: Open) -> None:
    app = open_page("duties", briefing=replace(sample(), duties=()))
    assert not app.exception
    assert "没有定期事项" in words(app)
    assert "还没有到期的定期事项" in words(app)


def test_names_from_drops_are_never_read_as_html(open_page: Open) -> None:
    evil = tuple(replace(cell, title=HOSTILE, unit=cell.unit + HOSTILE) for cell in sample().duties)
    app = open_page("duties", briefing=replace(sample(), duties=evil))
    assert not app.exception
    assert "&lt;img" in words(app)
    assert "<img" not in words(app)
