"""Present mode in a real browser: by keyboard only, by carousel, through a new edition and through an outage."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from briefing.screens.catalogue import SIX_MAPS, STOPS
from briefing.ui.editions import EDITIONS_TTL
from data_loaders.checking import rest
from data_loaders.delivering.intake import Drop
from data_loaders.delivering.publish import publish
from data_loaders.store.editions import open_store
from tests.browser import harness
from tests.browser.harness import Screen, Server, open_screen, resize, running_server

pytestmark = pytest.mark.browser

NAMES = list(STOPS)
WAIT = harness.SCREEN_SECONDS * 1000
VIEW = "as_of=2023-08-31&town=潭口镇"
CAROUSEL_SECONDS = 8
WINDOWS = ((1366, 768), (1024, 768))
DELIVERY = "镇,村,任务数,完成数,验收数\n潭东镇,龙井村,14,13,9\n"

# Notes every frame in which the audience would see anything but a whole screen.
WATCH_FRAMES = """() => {
    window.bare = [];
    const look = () => {
        const cover = document.querySelector('.present-cover'), top = cover?.picture ?? cover ?? document.querySelector('#root [data-testid=stApp]');
        const whole = top?.querySelector('h1') && top.querySelector('footer.source');
        if (!whole) window.bare.push(top?.innerText?.slice(0, 40) ?? '');
        requestAnimationFrame(look);
    };
    look();
}"""
# Compares every picture with the live screen below it when it gives way.
WATCH_PICTURES = """() => {
    window.jumps = [];
    window.gaveWay = [];
    const boxes = root => [...root.querySelectorAll('[data-testid=stHtml] *')].filter(one => one.getBoundingClientRect().width)
        .map(one => [one.tagName, ...['x', 'y', 'width', 'height'].map(side => Math.round(one.getBoundingClientRect()[side]))].join(' '));
    const remove = Element.prototype.remove;
    Element.prototype.remove = function () {
        if (this.picture) {
            const live = boxes(document.querySelector('#root')), still = boxes(this.picture);
            window.gaveWay.push(this.id || this.className);
            window.jumps.push(...live.filter((box, at) => box !== still[at]));
        }
        remove.call(this);
    };
}"""
# Reasons that end in "…" or lie below the panel around the table.
CLIPPED_REASONS = """() => {
    const floor = document.querySelector('.st-key-panel-baselines').getBoundingClientRect().bottom;
    return [...document.querySelectorAll('.baselines .words')].filter(cell =>
        cell.scrollWidth > cell.clientWidth + 1 || cell.getBoundingClientRect().bottom > floor
    ).map(cell => cell.innerText);
}"""
ARRIVED = """name => !document.querySelector('.present-cover')
    && document.querySelector('#root .present')?.dataset.screen === name"""


@pytest.fixture(scope="module")
def hall(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a store of its own, for a test here publishes."""
    place = tmp_path_factory.mktemp("hall")
    shutil.copytree(sample_store, place / "store")
    with running_server(place / "store", place / "server.log") as running:
        yield running


def present(page: Page, server: Server, name: str = "overview", query: str = "") -> Screen:
    """A presentation that stands at one screen, its frames watched from now on."""
    screen = open_screen(page, f"{server.url}/{name}?present=1&{query}")
    screen.ask(WATCH_FRAMES)
    return screen


def arrives(page: Page, name: str) -> None:
    page.wait_for_function(ARRIVED, arg=name, timeout=WAIT)


def press(page: Page, key: str, name: str) -> None:
    """Press a key and wait for the screen it leads to."""
    page.keyboard.press(key)
    arrives(page, name)


def mark(page: Page):
    """The small words at the edge."""
    return page.locator(".present-mark")


def assert_never_bare(screen: Screen) -> None:
    """No frame was white or half drawn, which also says that no page was loaded anew."""
    assert screen.ask("() => window.bare") == []


def test_the_keyboard_leads_through_all_screens_and_back_and_keeps_the_view(page: Page, hall: Server) -> None:
    page.add_init_script(f"({WATCH_PICTURES})()")
    screen = present(page, hall, query=VIEW)
    forward, backward = ("PageDown", "ArrowRight", "ArrowDown", "Space"), ("PageUp", "ArrowLeft", "ArrowUp")
    for at, name in enumerate(NAMES[1:]):
        press(page, forward[at % len(forward)], name)
        assert parse_qs(urlsplit(page.url).query) == parse_qs(f"present=1&{VIEW}&{name.partition('?')[2]}")
    page.keyboard.press("PageDown")  # the last stays the last
    for at, name in enumerate(reversed(NAMES[:-1])):
        press(page, backward[at % len(backward)], name)
        page.wait_for_url(lambda url, name=name: ("view=six" in url) == (name == SIX_MAPS), timeout=WAIT)
    press(page, "End", NAMES[-1])
    press(page, "Home", NAMES[0])
    assert_never_bare(screen)
    assert "present-cover" in screen.ask("() => window.gaveWay") and screen.ask("() => window.jumps") == []
    page.reload()
    page.wait_for_function("() => window.gaveWay.includes('still')", timeout=WAIT)
    assert screen.ask("() => window.jumps") == []
    assert (screen.errors, screen.outside) == ([], [])


def test_hasty_presses_all_count(page: Page, hall: Server) -> None:
    screen = present(page, hall)
    for _ in range(3):
        page.keyboard.press("PageDown")
    arrives(page, NAMES[3])
    assert_never_bare(screen)
    assert screen.errors == []


def test_b_blanks_the_screen_and_f_asks_for_the_full_screen(page: Page, hall: Server) -> None:
    screen = present(page, hall)
    black = page.locator(".present-blank")
    for key in ("b", "."):
        page.keyboard.press(key)
        expect(black).to_have_css("background-color", "rgb(0, 0, 0)")
        page.keyboard.press(key)
        expect(black).to_have_count(0)
    page.keyboard.press("b")
    press(page, "PageDown", NAMES[1])
    expect(black).to_have_count(0)
    screen.ask("() => { document.documentElement.requestFullscreen = async () => { window.asked = true; }; }")
    page.keyboard.press("f")
    assert screen.ask("() => window.asked") is True
    assert screen.errors == []


def test_in_by_the_button_and_out_by_escape_or_the_corner(page: Page, hall: Server) -> None:
    screen = open_screen(page, f"{hall.url}/funds?{VIEW}")
    for way_out in ("Escape", "corner"):
        page.get_by_role("button", name="投影").click()
        arrives(page, "funds")
        expect(page.locator(".present-tools")).to_have_count(0, timeout=WAIT)  # the mouse rests
        if way_out == "Escape":
            page.keyboard.press("Escape")
        else:
            page.mouse.move(300, 300)
            page.mouse.move(400, 400)
            page.get_by_role("button", name="退出投影").click()
        expect(page.get_by_role("button", name="投影", exact=True)).to_be_visible(timeout=WAIT)
        assert urlsplit(page.url).path == "/funds"
        assert parse_qs(urlsplit(page.url).query) == parse_qs(VIEW)
    assert screen.errors == []


def test_a_carousel_goes_on_pauses_and_resumes(page: Page, hall: Server) -> None:
    screen = present(page, hall, NAMES[-1], f"carousel={CAROUSEL_SECONDS}")
    expect(mark(page)).to_have_text("轮播")
    arrives(page, NAMES[0])  # after the last comes the first
    page.keyboard.press("p")
    expect(mark(page)).to_have_text("轮播已暂停")
    page.wait_for_timeout((CAROUSEL_SECONDS + 1) * 1000)
    arrives(page, NAMES[0])
    page.keyboard.press("p")
    arrives(page, NAMES[1])
    assert f"carousel={CAROUSEL_SECONDS}" in page.url
    assert_never_bare(screen)
    assert screen.errors == []


def test_days_go_by_at_a_key_one_by_one_or_by_themselves_to_the_last(page: Page, hall: Server) -> None:
    screen = present(page, hall, "map", "as_of=2023-07-31&time=days")
    shown = page.locator("#root header.top")
    expect(shown).to_contain_text("第 7/9 期")
    page.keyboard.press("[")
    expect(shown).to_contain_text("第 6/9 期")
    page.keyboard.press("t")
    expect(shown).to_contain_text("第 9/9 期")
    page.wait_for_function("() => !location.search.includes('play=')", timeout=WAIT)
    assert "as_of=2023-09-30" in page.url
    assert_never_bare(screen)
    assert screen.errors == []


def test_a_new_edition_appears_by_itself_where_the_newest_is_followed(
    page: Page, hall: Server, browser: Browser, tmp_path: Path
) -> None:
    file = tmp_path / "户厕_2023-10.csv"
    file.write_text(DELIVERY, encoding="utf-8")
    with closing(browser.new_context(viewport=harness.PROJECTOR)) as context:
        fixed = present(context.new_page(), hall, query="edition=1")
        screen = present(page, hall)
        store = open_store(str(hall.log.parent / "store"))
        assert (
            publish(
                store, [replace(Drop.of(file), confirmed=frozenset({rest.DROP}))], by="区农办", sample=True
            ).edition.number
            == 2
        )
        expect(page.locator("#root footer.source")).to_contain_text("第 2 版", timeout=WAIT)
        assert "第 1 版" in fixed.text
    assert_never_bare(screen)
    assert screen.errors == []


def test_the_last_good_screen_stays_while_the_server_is_away(
    page: Page, sample_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_server(sample_store, tmp_path / "first.log") as first:
        screen = present(page, first)
        press(page, "PageDown", NAMES[1])
        before = screen.text
        assert screen.errors == []
    expect(mark(page)).to_contain_text("连接中断，显示的是", timeout=WAIT)
    page.keyboard.press("PageDown")
    page.wait_for_timeout(3000)  # by then Streamlit has put up its own message
    assert " ".join(page.locator(".present-cover [data-testid=stMain]").inner_text().split()) == before
    assert not page.get_by_role("dialog").filter(visible=True).count()

    monkeypatch.setattr(harness, "free_port", lambda: urlsplit(first.url).port)
    with running_server(sample_store, tmp_path / "second.log"):
        expect(mark(page)).to_have_count(0, timeout=WAIT)
        screen.errors.clear()  # until now the browser complained of the missing server
        press(page, "PageDown", NAMES[2])
        assert_never_bare(screen)
        assert screen.errors == []


def test_a_presentation_goes_on_while_the_share_is_away(page: Page, hall: Server) -> None:
    screen, store = present(page, hall), hall.log.with_name("store")
    away = store.rename(store.with_name("elsewhere"))
    try:
        page.wait_for_timeout((EDITIONS_TTL + 1) * 1000)
        page.keyboard.press("PageDown")
        expect(page.get_by_text("数据存放位置暂时打不开").first).to_be_visible(timeout=WAIT)
    finally:
        away.rename(store)
    expect(page.get_by_text("数据存放位置暂时打不开")).to_have_count(0, timeout=WAIT)
    assert screen.ask("() => window.bare") == []


@pytest.mark.parametrize("day", ["2023-03-31", "2023-05-31"])  # the longest reasons, and then marked as old too
def test_every_reason_of_the_baselines_is_read_whole(browser: Browser, hall: Server, day: str) -> None:
    with closing(browser.new_context(viewport=harness.PROJECTOR)) as context:
        screen = present(context.new_page(), hall, "baselines", f"as_of={day}")
        for width, height in (tuple(harness.PROJECTOR.values()), *WINDOWS):
            resize(screen, width, height)
            assert screen.ask(harness.SCROLLERS) == [], width
            assert screen.ask(harness.CUT_OFF) == [], width
            assert screen.ask(CLIPPED_REASONS) == [], width


def round_trip(page: Page, session: CDPSession) -> tuple[float, float]:
    """Nodes and listeners that are left after all screens were shown once."""
    for name in (*NAMES[1:], NAMES[0]):
        press(page, "Home" if name == NAMES[0] else "PageDown", name)
    page.wait_for_timeout(500)
    session.send("HeapProfiler.collectGarbage")
    metrics = {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
    return metrics["Nodes"], metrics["JSEventListeners"]


def test_going_round_and_round_leaves_nothing_behind(page: Page, hall: Server) -> None:
    present(page, hall)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    nodes, listeners = round_trip(page, session)
    nodes_later, listeners_later = round_trip(page, session)
    assert nodes_later < nodes * 1.1
    assert listeners_later < listeners * 1.1
