"""Every screen in a real browser without the internet, on a projector of 1920×1080."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Browser, BrowserContext, Page, expect

from briefing.screens.catalogue import PRESENTED
from tests.browser import harness
from tests.browser.harness import Screen, Server, open_screen, running_server

pytestmark = pytest.mark.browser

SCREENS = tuple(PRESENTED)
# Screens that a briefing shows whole, without touching the mouse.
UNSCROLLED = ("overview", "map", "funds")
CHARTED = ("overview", "map", "sites", "households", "funds")
LEAST_BODY, LEAST_CHART, LEAST_KEY_NUMBER = 18, 16, 40
HEADLINE_CARDS = 6


@pytest.fixture(scope="module")
def looked_at(projector: BrowserContext) -> Iterator[Page]:
    """The tab of the screens that several tests look at and none touches."""
    tab = projector.new_page()
    yield tab
    tab.close()


@pytest.fixture(scope="module", params=SCREENS)
def presented(request: pytest.FixtureRequest, server: Server, looked_at: Page) -> Screen:
    """A screen in present mode, opened once for all the tests that look at it."""
    return open_screen(looked_at, f"{server.url}/{request.param}?present=1")


@pytest.fixture(scope="module", params=(*SCREENS, "unit?name=潭口镇", "map?view=six", "materials", "upload"))
def at_a_desk(request: pytest.FixtureRequest, server: Server, looked_at: Page) -> Screen:
    """A screen as who works with it sees it, opened once too."""
    return open_screen(looked_at, f"{server.url}/{request.param}")


def name_of(screen: Screen) -> str:
    """Which screen this is, from its address."""
    return screen.page.url.split("?")[0].rsplit("/", 1)[-1]


def assert_sound(screen: Screen) -> None:
    """No exception on the page, none in the console, nothing asked of other hosts."""
    exceptions = screen.page.locator("[data-testid=stException]")
    assert exceptions.count() == 0, exceptions.first.inner_text()
    alerts = screen.page.locator("[data-testid=stAlert]").all_inner_texts()
    assert not [words for words in alerts if "Traceback" in words or "Error" in words]
    assert screen.errors == []
    assert screen.outside == []


def test_a_presented_screen_is_sound(presented: Screen) -> None:
    assert_sound(presented)


def test_a_presented_screen_says_its_date_and_that_it_is_a_sample(presented: Screen) -> None:
    assert "截至" in presented.text
    assert "示例数据" in presented.text


def test_a_presented_screen_has_no_scrollbar_and_nothing_cut_off(presented: Screen) -> None:
    if name_of(presented) in UNSCROLLED:
        assert presented.ask(harness.SCROLLERS) == []
        assert presented.ask(harness.CUT_OFF) == []


def test_every_chart_is_drawn(presented: Screen) -> None:
    if name_of(presented) in CHARTED:
        assert presented.page.locator(".drawing").count() > 0
    assert presented.ask(harness.UNDRAWN_CHARTS) == []


def test_a_presented_screen_puts_up_no_barrier(presented: Screen) -> None:
    assert presented.barriers() == []


def test_no_chinese_is_a_square(presented: Screen) -> None:
    assert any("\u4e00" <= character <= "\u9fff" for character in presented.text)
    assert presented.ask(harness.SQUARES) == []


def test_presented_text_reads_from_the_back_row(presented: Screen) -> None:
    assert presented.ask(harness.SMALL_TEXTS, {"body": LEAST_BODY, "chart": LEAST_CHART}) == []


def test_the_key_numbers_are_large(presented: Screen) -> None:
    if name_of(presented) == "overview":
        assert len(presented.ask(harness.LARGE_NUMBERS, LEAST_KEY_NUMBER)) >= HEADLINE_CARDS


def test_a_screen_at_a_desk_is_sound_and_puts_up_no_barrier(at_a_desk: Screen) -> None:
    assert_sound(at_a_desk)
    assert at_a_desk.barriers() == []


# Panels whose charts are cut, and how much of the window lies below the last line.
CUT_PANELS = """() => [...document.querySelectorAll('[class*=st-key-panel-]')].filter(panel =>
    [...panel.querySelectorAll('.drawing')].some(svg =>
        svg.getBoundingClientRect().bottom > panel.getBoundingClientRect().bottom + 1)
).map(panel => panel.className)"""
CUT_CARDS = """() => [...document.querySelectorAll('.station')].flatMap(card => [...card.querySelectorAll('*')].filter(one =>
    one.getBoundingClientRect().bottom > card.getBoundingClientRect().bottom + 1).map(one => one.textContent))"""
# With one card more than six, of a long name: the statuses that are cut or do not lie in their own card.
CUT_STATUS = """() => {
    const cards = document.querySelector('.cards'), more = cards.lastElementChild.cloneNode(true)
    more.querySelector('h2').textContent = '各级财政衔接资金支出进度和拨付率'
    cards.append(more)
    const cut = [...cards.children].filter(card => {
        const box = card.getBoundingClientRect(), sign = card.querySelector('.badge').getBoundingClientRect()
        return sign.right > box.right || sign.left < card.querySelector('h2').getBoundingClientRect().right || box.right > innerWidth
    }).map(card => card.textContent)
    more.remove()
    return cut
}"""
# Tables wider than the panel they stand in, that do not scroll within it.
WIDE_TABLES = """() => [...document.querySelectorAll('[class*=st-key-panel-]')].filter(panel =>
    [...panel.querySelectorAll('table')].some(table =>
        table.getBoundingClientRect().right > panel.getBoundingClientRect().right + 1
        && getComputedStyle(table.closest('[data-testid=stHtml]')).overflowX !== 'auto')
).map(panel => panel.className)"""
FOOT = "() => document.querySelector('#root footer.source').getBoundingClientRect().bottom / innerHeight"


@pytest.mark.parametrize("at_a_desk", SCREENS, indirect=True, scope="module")
def test_a_screen_at_a_desk_fills_its_window_and_cuts_no_chart(at_a_desk: Screen) -> None:
    assert at_a_desk.ask(CUT_PANELS) == []
    assert at_a_desk.ask(FOOT) > 0.95
    if name_of(at_a_desk) in ("overview", "map", "sites", "households", "sewage"):
        assert at_a_desk.ask(FOOT) <= 1
    if name_of(at_a_desk) in ("sewage", "map"):  # a low window scrolls rather than cut a card; its menu takes one line
        at_a_desk.page.set_viewport_size({"width": 1366, "height": 768})
        assert at_a_desk.ask(CUT_CARDS) == []
        assert at_a_desk.page.locator(".st-key-bar").bounding_box()["height"] < 60
        at_a_desk.page.set_viewport_size(harness.PROJECTOR)
    at_a_desk.page.set_viewport_size({"width": 1024, "height": 768})
    assert at_a_desk.ask(WIDE_TABLES) == []
    at_a_desk.page.set_viewport_size(harness.PROJECTOR)
    if name_of(at_a_desk) == "overview":
        assert at_a_desk.ask(CUT_STATUS) == []
        at_a_desk.page.set_viewport_size({"width": 1366, "height": 768})
        assert at_a_desk.ask(CUT_STATUS) == []
        at_a_desk.page.set_viewport_size(harness.PROJECTOR)


def test_a_village_is_told_and_opened_by_keyboard(page: Page, server: Server) -> None:
    open_screen(page, f"{server.url}/map")
    page.locator(".st-key-village-map a[aria-label]").first.focus()
    for key in ("ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    told = page.evaluate("document.activeElement.getAttribute('aria-label')")
    expect(page.locator(".drawing-told")).to_have_text(told)
    page.keyboard.press("Enter")
    page.wait_for_url("**/map?village=*")
    expect(page.locator(".st-key-panel-village h2")).to_have_text(told.split()[1].partition("（")[0])


# Where the land lies in its map, and how large it is, in pixels.
LAND = "() => document.querySelector('.st-key-village-map .land').getBoundingClientRect().toJSON()"


def test_a_wheel_zooms_the_map_a_drag_moves_it_and_a_double_click_goes_back(page: Page, server: Server) -> None:
    screen = open_screen(page, f"{server.url}/map")
    whole, map = screen.ask(LAND), page.locator(".st-key-village-map").bounding_box()
    x, y = map["x"] + map["width"] / 2, map["y"] + map["height"] / 2
    page.mouse.move(x, y)
    page.mouse.wheel(0, -400)
    page.wait_for_function(f"width => ({LAND})().width > width * 1.5", arg=whole["width"])
    near = screen.ask(LAND)
    page.mouse.down()
    page.mouse.move(x + 60, y + 40, steps=4)
    page.mouse.up()
    moved = screen.ask(LAND)
    assert (moved["x"] - near["x"], moved["y"] - near["y"]) == pytest.approx((60, 40), abs=1)
    assert "village=" not in page.url  # the end of a drag is no click on what lies below it
    page.mouse.dblclick(map["x"] + 30, map["y"] + map["height"] - 100)
    assert screen.ask(LAND) == pytest.approx(whole)


def test_a_click_beside_the_land_goes_back_to_all_villages_within_the_window(page: Page, server: Server) -> None:
    screen = open_screen(page, f"{server.url}/map?village=潭口镇江坝村")
    assert screen.barriers() == []
    screen.ask("() => { window.same = true; }")
    map = page.locator(".st-key-village-map").bounding_box()
    page.mouse.click(map["x"] + 30, map["y"] + map["height"] - 100)
    page.wait_for_url(re.compile(r"/map\??$"))
    expect(page.locator(".st-key-panel-village h2")).to_contain_text("落后的村在前")
    assert screen.ask("() => window.same")
    page.go_back()
    expect(page.locator(".st-key-panel-village h2")).to_have_text("江坝村")


def test_the_harness_would_notice_a_barrier(page: Page, server: Server) -> None:
    screen = open_screen(page, f"{server.url}/sewage")
    screen.ask("() => document.querySelector('h1').after(document.createElement('button'))")
    assert [barrier.partition(":")[0] for barrier in screen.barriers()] == ["button-name"]


def test_the_root_is_the_overview(page: Page, server: Server) -> None:
    root = open_screen(page, server.url).text
    assert root == open_screen(page, f"{server.url}/overview").text


def test_a_deep_link_as_the_first_request_of_a_server_shows_the_whole_screen(
    page: Page, server: Server, sample_store, tmp_path
) -> None:
    """Before anyone has opened /, Streamlit runs a page without app.py: no page may lean on it."""
    with running_server(sample_store, tmp_path / "fresh.log") as fresh:
        first = open_screen(page, f"{fresh.url}/funds?present=1")
        assert_sound(first)
        text = first.text
        assert fresh.outside() == []
    assert text == open_screen(page, f"{server.url}/funds?present=1").text


def test_the_server_asks_nothing_of_other_hosts(page: Page, server: Server) -> None:
    open_screen(page, server.url)
    assert server.outside() == []


def test_the_browser_itself_refuses_outside_hosts(page: Page, server: Server) -> None:
    """Whatever a page, a chart or an uploaded name asks for, the server's headers forbid the browser to fetch it."""
    screen = open_screen(page, server.url)
    assert screen.ask("() => fetch('https://outside.invalid/x').then(() => 'sent', () => 'refused')") == "refused"
    assert screen.outside == []


def test_the_harness_would_notice_an_outside_request(browser: Browser, server: Server) -> None:
    with closing(browser.new_context(viewport=harness.PROJECTOR, bypass_csp=True)) as context:
        screen = open_screen(context.new_page(), server.url)
        screen.ask("() => fetch('https://outside.invalid/x').catch(() => null)")
        screen.ask("() => fetch('http://192.0.2.1/x', {signal: AbortSignal.timeout(2000)}).catch(() => null)")
        assert [harness.urlsplit(url).hostname for url in screen.outside] == ["outside.invalid", "192.0.2.1"]


def test_the_harness_would_notice_squares(page: Page, server: Server) -> None:
    """The box that stands for a missing character must be told from a real one."""
    screen = open_screen(page, server.url)
    screen.ask("() => document.querySelector('[data-testid=stMain]').append('\u9f98\U0002ebe0')")
    assert "\u9f98" not in screen.ask(harness.SQUARES)


def test_what_a_unit_owes_prints_on_one_upright_sheet(page: Page, server: Server) -> None:
    open_screen(page, f"{server.url}/unit?name=潭口镇")
    content = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == 1
    (width, height), *_ = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", content)
    assert float(width) < float(height)


def test_the_way_past_the_menu_and_a_server_that_is_away_are_told_in_our_words(
    page: Page, sample_store, tmp_path
) -> None:
    with running_server(sample_store, tmp_path / "away.log") as running:
        screen = open_screen(page, f"{running.url}/sewage")
        expect(page.locator("[data-testid=stSkipToContent]")).to_have_text("跳到正文")
    away = page.locator(".server-away")
    expect(away).to_contain_text("连不上服务器")
    assert page.locator("[data-testid=stDialog]:visible").count() == 0
    assert "污水处理站" in screen.text


def test_the_map_fills_the_screen_and_is_saved_as_a_picture_with_the_words_it_needs(page: Page, server: Server) -> None:
    screen = open_screen(page, f"{server.url}/map?layer=新农村")

    def saved(ending: str) -> tuple[str, bytes]:
        with page.expect_download() as coming:
            page.get_by_role("button", name=f"存为 {ending}").click()
        return coming.value.suggested_filename, Path(coming.value.path()).read_bytes()

    name, content = saved("svg")
    assert name == "各村新农村状态_2023-09-30.svg"
    words = "".join(etree.fromstring(content).itertext())
    assert [
        one
        for one in ("示例数据", "截至 2023-09-30", "17 个村", "不在图上", "示意图", "来源：", "桥兰")
        if one not in words
    ] == []
    assert "点数字" not in words
    assert saved("png")[1].startswith(b"\x89PNG")
    page.get_by_role("button", name="全屏").click()
    page.wait_for_function("() => document.fullscreenElement?.offsetHeight === innerHeight")
    assert screen.barriers() == []
    assert_sound(screen)
