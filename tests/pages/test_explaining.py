"""A number on a screen leads to the rows that make it; the panel is a link, for who can click."""

import re
from html import unescape
from urllib.parse import quote_plus

import pytest
from streamlit.testing.v1 import AppTest

from briefing.compose import compose
from briefing.measures.village_shapes import land_of
from briefing.screens import presented
from briefing.screens.outlook import Outlook
from data_loaders.delivering.correcting import Part, examine_edited, rows_of
from data_loaders.delivering.publish import publish_batch
from data_loaders.delivering.retyped import cells_of, edited
from data_loaders.schema import TABLES
from data_loaders.store.editions import STORE_VARIABLE, Store, open_store
from tests.pages.harness import open_script, words
from tests.seeded import copied_to

SCREENS = {
    "overview": ["T01", "T04", "F01"], "map": ["潭东镇茶元村"], "sites": ["T01", "潭东镇龙井村"], "households": ["T03", "T04"],
    "sewage": ["T05"], "funds": ["F01", "F02", "潭口镇三观村"], "tasks": ["T04"], "baselines": ["K01", "K01 潭口镇"],
}  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The sample with one cell corrected."""
    store = open_store(str(copied_to(tmp_path_factory.mktemp("explaining") / "store")))
    edition, table = store.edition(), TABLES["toilets"]
    day = edition.table("toilets")["as_of"].max().date()
    part = Part(table, day, "潭东镇")
    cells = cells_of(rows_of(edition.table("toilets"), part), part)
    correction = edited(part, 1, [cells[0] | {"done": 8}, *cells[1:]], "抄错<b>一行", sample=True)
    batch = examine_edited(store, correction, by="小李")
    assert publish_batch(store, batch, by="小李", note=correction.note, sample=True, on=1).edition
    return store


@pytest.fixture(autouse=True)
def looked_at(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STORE_VARIABLE, store.uri)


def opened(page: str, **query: str) -> AppTest:
    app = open_script(f"pages/{page}.py", **query)
    assert not app.exception
    return app


def links(app: AppTest) -> set[str]:
    """What the links of a screen explain."""
    return {unescape(found) for found in re.findall(r'href="\?[^"]*?explain=([^"&]*)"', words(app))}


@pytest.mark.parametrize("page", SCREENS)
def test_the_numbers_of_a_screen_lead_to_their_rows_but_on_no_projector(page: str) -> None:
    view = {"tasks": {"list": "全部要求"}, "map": {"village": "潭东镇茶元村"}}.get(page, {})
    assert {quote_plus(what) for what in SCREENS[page]} <= links(opened(page, **view))
    assert not links(opened(page, present="1", explain="T04"))


def test_a_measure_is_explained_from_rows_to_value_with_origin_history_and_corrections() -> None:
    shown = words(opened("overview", explain="T04"))
    assert "T04 户厕问题整改：289 户" in shown and "完成数之和" in shown and "完成数合计 289" in shown
    assert "户厕问题整改台账（27 行）" in shown and "〈户厕问题整改台账_2023-09.csv〉第 2 行" in shown
    assert "完成数 9 改为 8，小李，抄错&lt;b&gt;一行（第2版）" in shown and "抄错<b>" not in shown
    assert re.search(r"第 1 版</a> 290 户 → .*第 2 版</a> 289 户", shown)


def test_one_unit_one_day_and_one_village_are_explained() -> None:
    assert "K01" in (shown := words(opened("baselines", explain="K01 潭口镇"))) and "（潭口镇）" in shown
    assert "数据截至 2023-08-31" in words(opened("households", explain="T04 2023-08-31"))
    shown = words(opened("map", explain="潭口镇三观村"))
    assert "各项中最差的一项" in shown and "衔接资金台账（2 行）" in shown


@pytest.mark.parametrize("what", ["T99", "某村", "T04 某镇", '"><script>alert(1)</script>', "K01 "])
def test_what_nobody_knows_is_said_and_never_run(what: str) -> None:
    shown = words(opened("overview", explain=what))
    assert "<script>" not in shown and ("没有编号或村" in shown or "K01" in shown)


def test_it_closes_to_the_same_screen() -> None:
    shown = words(opened("map", explain="T04", layer="户厕"))
    (close,) = re.findall(r'href="([^"]*)" target="_self">关闭', shown)
    assert "layer=" in close and "explain" not in close


def test_what_was_not_reported_says_why(store: Store) -> None:
    assert "没有数：" in words(opened("overview", explain="T04", as_of="2023-01-05"))


def test_a_point_of_a_curve_and_a_bar_of_a_village_say_what_a_click_on_them_explains() -> None:
    briefing, land = compose(open_store().edition()), land_of(open_store().edition())
    found = {
        chart.key: chart
        for panel in presented.screen(Outlook("households", briefing, land, present=False)).panels
        for chart in panel.charts
    }
    assert found["curve-T04"].explains["2023-08-31"] == "T04 2023-08-31"
    assert found["curve-T04"].figure.layout.hovermode == "closest"  # in a unified label no point can be clicked
    village = found["gaps-T04"].explains["0"]
    assert village.endswith(re.sub("<.*?>|[^一-鿿]", "", found["gaps-T04"].figure.layout.yaxis.ticktext[0]))
