"""What a reader may rely on among the baselines: bound, value, unit by unit, and no verdict without a base."""

import re
from dataclasses import replace

import pytest

from briefing.status import Status
from tests.pages.harness import Open, open_script, words
from tests.pages.plan_screens import HOSTILE, SILENT, sample, with_a_silent_unit
from tests.seeded import sample_store


def row(shown: str, id: str) -> str:
    """The row of a measure."""
    return next(part for part in shown.split("<tr ") if f'title="{id} ' in part)


def test_the_real_store_draws_every_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_STORE", str(sample_store()))
    app = open_script("pages/baselines.py")
    assert not app.exception
    kinds = {"ratio", "floor", "deadline", "indicator"}
    assert len(re.findall(r'<th scope="row"', words(app))) == sum(m.kind in kinds for m in sample().measures)


def test_groups_come_in_order_and_the_broken_first_within_them(open_page: Open) -> None:
    shown = words(open_page("baselines", briefing=sample()))
    assert re.findall(r'class="group"><span>(.+?)<', shown) == ["清零", "资金", "只增不减", "底线", "上限"]
    assert shown.index('title="K04 ') < shown.index('title="K03 ')
    assert shown.index('title="F05 ') < shown.index('title="F03 ')


@pytest.mark.parametrize(
    ("id", "asked"), [("K01", "≥ 99%"), ("K02", "≤ 10%"), ("K04", "= 0 户"), ("K06", "≥ 上年 452 个"), ("F02", "≥ 60%")]
)
def test_the_bound_says_its_direction(open_page: Open, id: str, asked: str) -> None:
    assert f'class="bound">{asked}<' in row(words(open_page("baselines", briefing=sample())), id)


def test_a_silent_unit_is_hatched_in_every_row_that_asks_it(open_page: Open) -> None:
    briefing = with_a_silent_unit()
    shown = words(open_page("baselines", briefing=briefing, present="1"))
    asked = [m for m in briefing.measures if m.kind == "indicator" and SILENT in m.unreported]
    assert shown.count('<td class="unit hatched">') == len(asked) > 0
    assert "缺 1 个单位" in row(shown, "K06")


def test_without_a_base_there_is_no_verdict(open_page: Open) -> None:
    shown = row(words(open_page("baselines", briefing=sample())), "K09")
    assert "上年（缺基数）" in shown
    assert "</i>缺基数</span>" in shown and "未报" not in shown
    assert "潭口镇缺上年基数" in shown


def test_the_trend_says_that_its_last_value_lacks_a_unit(open_page: Open) -> None:
    shown = row(words(open_page("baselines", briefing=with_a_silent_unit())), "K06")
    assert f"最后一期不含{SILENT}" in shown
    assert "stroke-dasharray" in shown
    assert "最后一期沿用部分单位以前的数" in row(words(open_page("baselines", briefing=sample())), "K06")


def test_villages_of_a_floor_are_counted_by_town(open_page: Open) -> None:
    shown = row(words(open_page("baselines", briefing=sample())), "F05")
    assert shown.count("1/2 村") == 2
    assert "2 个村不足：东坑村、坪路村" in shown


def test_nothing_delivered_is_unreported_and_never_zero(open_page: Open) -> None:
    blank = {"value": None, "rate": None, "snapshot": None, "status": Status.UNREPORTED, "parts": (), "history": ()}
    measures = tuple(replace(measure, **blank) for measure in sample().measures)
    app = open_page("baselines", briefing=replace(sample(), measures=measures))
    assert not app.exception
    cells = re.findall(r'<td class="value">(.*?)</td>', words(app))
    assert len(cells) == 20
    assert all("未报" in cell and "0" not in cell for cell in cells)
    assert "None" not in words(app)


def test_names_from_drops_are_never_read_as_html(open_page: Open) -> None:
    evil = tuple(
        replace(m, title=HOSTILE, reason=HOSTILE, note=HOSTILE, unit=HOSTILE, clause=HOSTILE, unreported=(HOSTILE,),
                parts=tuple(replace(part, name=HOSTILE, note=HOSTILE) for part in m.parts))
        for m in sample().measures
    )  # fmt: skip
    app = open_page("baselines", briefing=replace(sample(), measures=evil))
    assert not app.exception
    assert "&lt;img" in words(app)
    assert "<img" not in words(app)
