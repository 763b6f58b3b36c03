"""What a reader may rely on, page by page: each stands alone, says its date, and does what its link says."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from briefing.model import Part
from briefing.status import Status
from briefing.ui import editions, session, visitor
from data_loaders.store.accounts import Account, Role
from data_loaders.store.editions import STORE_VARIABLE, EmptyStore
from tests.briefing import example
from tests.pages.harness import Open, open_script, words

SCREENS = ("overview", "map", "sites", "households", "sewage", "funds")
HOSTILE = '<img src=x onerror="alert(1)">'


@pytest.mark.parametrize("page", SCREENS)
def test_each_page_stands_alone_and_says_its_headline_date_and_source(open_page: Open, page: str) -> None:
    app = open_page(page)
    assert not app.exception
    shown = words(app)
    # The map counts what it can draw; these tell each that is late with its owner.
    own = ("map", "sites", "households", "sewage", "actions")
    assert page in own or example.HEADLINES[page] in shown
    assert "数据截至 <b>2023-09-30</b>" in shown
    assert "来源：区农办" in shown


@pytest.mark.parametrize("page", SCREENS)
@pytest.mark.parametrize("present", ["0", "1"])
def test_the_sample_mark_is_on_every_screen_of_a_sample_edition(open_page: Open, page: str, present: str) -> None:
    assert "示例数据" in words(open_page(page, present=present))
    real = example.briefing(edition=replace(example.briefing().edition, sample=False))
    assert "示例数据" not in words(open_page(page, briefing=real, present=present))


@pytest.mark.parametrize("page", SCREENS)
def test_before_anything_is_delivered_every_page_keeps_its_shape_and_says_so(open_page: Open, page: str) -> None:
    app = open_page(page, briefing=example.unreported(), present="1")
    assert not app.exception
    shown = words(app)
    assert "未报" in shown
    assert "nan" not in shown.lower().replace("nanum", "")
    assert "None" not in shown


def test_the_root_shows_the_overview(open_page: Open) -> None:
    app = open_page("overview", script="app.py")
    assert not app.exception
    assert example.HEADLINES["overview"] in words(app)


def test_a_link_opens_on_its_edition_day_and_town(open_page: Open) -> None:
    app = open_page("households", edition="2", as_of="2023-08-31", town="潭口镇")
    shown = words(app)
    assert "第 2 版" in shown
    assert "数据截至 <b>2023-08-31</b>" in shown
    assert "落后最多的村（潭口镇）" in shown
    assert [app.selectbox(key=name).value for name in ("edition", "as_of", "town")] == ["2", "2023-08-31", "潭口镇"]


def test_a_link_applies_in_present_mode_where_nothing_can_be_picked(open_page: Open) -> None:
    app = open_page("households", as_of="2023-08-31", town="潭口镇", present="1")
    assert not app.selectbox
    assert "数据截至 <b>2023-08-31</b>" in words(app)
    assert "落后最多的村（潭口镇）" in words(app)


def test_a_link_may_name_a_day_that_has_no_snapshot(open_page: Open) -> None:
    assert "数据截至 <b>2023-10-15</b>" in words(open_page("funds", as_of="2023-10-15"))


@pytest.mark.parametrize("page", SCREENS)
def test_a_stale_link_opens_on_the_newest_data_and_says_so(open_page: Open, page: str) -> None:
    app = open_page(page, edition="77", as_of="someday", town="无此镇", layer="x", village="y", kind="z")
    assert not app.exception
    shown = words(app)
    assert "没有第 77 版" in shown
    assert "“someday”不是日期" in shown
    assert "第 3 版" in shown


def test_a_choice_is_written_to_the_address_and_the_default_stays_out_of_it(open_page: Open) -> None:
    app = open_page("funds")
    app.selectbox(key="town").select("潭口镇").run()
    assert app.query_params["town"] == "潭口镇"
    assert "项目拨付（潭口镇" in words(app)
    app.selectbox(key="town").select("全区").run()
    assert "town" not in app.query_params


def test_a_village_of_the_link_shows_its_card_and_all_its_items(open_page: Open) -> None:
    shown = words(open_page("map", village="潭东镇龙井村"))
    assert "省定重点帮扶村" in shown
    assert "龙井村供水一体化项目" in shown


def test_without_a_village_the_map_lists_the_worst_of_the_layer_first(open_page: Open) -> None:
    shown = words(open_page("map", layer="重点帮扶村"))
    assert shown.index("<b>三观村</b>") < shown.index("<b>龙井村</b>")


def test_a_projector_shows_the_worst_sites_and_counts_the_rest(open_page: Open) -> None:
    assert "另有 15 个正常" in words(open_page("sites", kind="自选整治", present="1"))
    assert "另有" not in words(open_page("sites", kind="自选整治"))


def test_names_from_drops_are_never_read_as_html(open_page: Open) -> None:
    made = example.briefing()
    evil = replace(
        made,
        headlines=dict.fromkeys(example.HEADLINES, HOSTILE),
        sites=tuple(replace(site, name=HOSTILE, problem=HOSTILE, owner=HOSTILE) for site in made.sites),
        stations=tuple(replace(site, name=HOSTILE, problem=HOSTILE, owner=HOSTILE) for site in made.stations),
        attention=tuple(replace(item, title=HOSTILE, owner=HOSTILE) for item in made.attention),
        villages=tuple(
            replace(village, items=tuple(replace(item, title=HOSTILE, text=HOSTILE) for item in village.items))
            for village in made.villages
        ),
        funds=replace(made.funds, projects=made.funds.projects.assign(project=HOSTILE, town=HOSTILE)),
        edition=replace(made.edition, by=HOSTILE, note=HOSTILE),
        publisher=HOSTILE,
    )
    for page in SCREENS:
        shown = words(open_page(page, briefing=evil, edition=HOSTILE, as_of=HOSTILE))
        assert "&lt;img" in shown
        assert "<img" not in shown


@pytest.fixture
def open_nothing(open_page: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., AppTest]:
    """The overview of a store in which nobody has published, as seen from an address."""
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "store"))
    open_page("overview")

    def nothing_there(_address: str) -> dict:
        raise EmptyStore

    monkeypatch.setattr(editions, "by_number", nothing_there)

    def open_from(address: str, account: Account | None = None) -> AppTest:
        monkeypatch.setattr(visitor, "address", lambda: address)
        monkeypatch.setattr(session, "current", lambda _store: account)
        return open_script("pages/overview.py")

    return open_from


@pytest.mark.parametrize(
    ("address", "account", "offered"),
    [
        ("127.0.0.1", None, True),
        ("10.1.2.3", None, False),
        ("10.1.2.3", Account("a", Role.UPLOADER), False),
        ("10.1.2.3", Account("a", Role.ADMINISTRATOR), True),
    ],
)
def test_an_empty_store_offers_the_sample_to_the_machine_itself_or_an_administrator(
    open_nothing, address: str, account: Account | None, offered: bool
) -> None:
    app = open_nothing(address, account)
    assert not app.exception
    assert "还没有发布任何数据" in words(app)
    assert [button.key for button in app.button if button.key == "load-sample"] == ["load-sample"] * offered
    assert "登录并上传台账" in [text.value for text in app.text]  # a link needs the router, which a test has not


def test_the_sample_is_loaded_by_the_button_and_a_failure_says_why(open_nothing, monkeypatch) -> None:
    asked = []

    def run(command: tuple[str, ...], **_how: object) -> SimpleNamespace:
        asked.append(command[1:])
        return SimpleNamespace(returncode=1, stderr="…\n台账不见了\n")

    monkeypatch.setattr("briefing.ui.first.subprocess.run", run)
    app = open_nothing("127.0.0.1")
    app.button(key="load-sample").click().run()
    assert asked == [("-m", "sample_data")]
    assert [error.value for error in app.error] == ["示例数据没有载入。原因：台账不见了"]


def test_an_unreadable_store_is_a_message_and_not_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_address: str) -> dict:
        raise OSError("permission denied: /secret/place")

    monkeypatch.setattr(editions, "by_number", broken)
    app = open_script("pages/funds.py")
    assert not app.exception
    assert "暂时读不到数据" in words(app)
    assert "/secret/place" not in words(app)


def test_an_edition_that_cannot_be_computed_is_a_message_and_not_a_traceback(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_page("funds")

    def broken(*_asked: object) -> None:
        raise ValueError("rows of a drop: 13812345678")

    monkeypatch.setattr(editions, "briefing_of", broken)
    app = open_script("pages/funds.py")
    assert not app.exception
    assert "第 3 版无法读取" in words(app)
    assert "13812345678" not in words(app)


def test_each_thing_to_ask_about_links_to_the_screen_that_shows_it(open_page: Open) -> None:
    app = open_page("overview", edition="2", as_of="2023-08-31")
    assert 'href="sewage?edition=2&amp;as_of=2023-08-31"' in words(app)


def test_a_number_that_lacks_a_town_says_so_on_card_and_strip_and_hatches_what_is_not_known(open_page: Open) -> None:
    known = example.briefing()
    part = replace(known.measure("T03"), unreported=("潭东镇",), covered=100.0)
    measures = tuple(part if measure.id == "T03" else measure for measure in known.measures)
    for page in ("overview", "households"):
        assert "○ 潭东镇未报" in words(open_page(page, briefing=replace(known, measures=measures)))
    card = words(open_page("overview", briefing=replace(known, measures=measures)))
    assert '<em style="left:81.14%"></em>' in card  # 271 of 334 done lies beyond the 100 that are known of
    few = replace(part, unreported=(), value=50.0, rate=50 / 334)
    assert "○ 只列 100/334" in words(
        open_page("overview", briefing=replace(known, measures=(few,), headline_measures=("T03",)))
    )


def test_a_station_that_the_plan_names_and_nobody_reported_has_its_place(open_page: Open) -> None:
    known = example.briefing()
    silent = Part("茶元安置点", None, None, 1.0, None, None, Status.UNREPORTED)
    measures = tuple(
        replace(measure, parts=(silent,), value=None) if measure.rule == "stations_finished" else measure
        for measure in known.measures
    )
    shown = words(open_page("sewage", briefing=replace(known, measures=measures, stations=())))
    assert "<h2>茶元安置点</h2>" in shown
    assert "台账没有这一座" in shown
    assert ">0.0%<" not in shown


def test_more_stations_than_fit_are_counted_and_the_worst_are_shown(open_page: Open) -> None:
    known = example.briefing()
    many = tuple(replace(known.stations[at % 4], name=f"第{at}站") for at in range(9))
    shown = words(open_page("sewage", briefing=replace(known, stations=many), present="1"))
    assert "另有 3 座" in shown
    assert shown.count('<article class="station"') == 6
