"""A presentation in windows of every size and shape: all of it there, nothing cut, and readable from the back row."""

from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page

from briefing.screens.catalogue import STOPS
from tests.browser import harness
from tests.browser.harness import Screen, Server, open_screen, resize

pytestmark = pytest.mark.browser

# Large, then a browser's window that is not full screen at a zoom of 125%, 16:10 and 4:3.
WINDOWS = ((3840, 2160), (1536, 730), (1280, 800), (1024, 768))
LEAST_SHARE = 0.014  # of the window's height

# Texts smaller than a share of the window's height, as they come out.
TINY_TEXTS = """least => {
    const stage = document.querySelector('[data-testid=stMainBlockContainer]');
    const fit = stage.getBoundingClientRect().height / stage.offsetHeight;
    return [...stage.querySelectorAll('*')].filter(element => {
        const own = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
        return own && element.getBoundingClientRect().height > 1
            && parseFloat(getComputedStyle(element).fontSize) * fit < least * innerHeight - 0.01;
    }).map(element => element.textContent.trim().slice(0, 20));
}"""
# Panels of which a chart or a word comes out at the edge; how much of the window's height lies below the last line.
SPILT = """() => [...document.querySelectorAll('[class*=st-key-panel-]')].filter(panel => {
    const edge = panel.getBoundingClientRect();
    return [...panel.querySelectorAll('[data-testid=stHtml] *')].some(element => {
        const box = element.getBoundingClientRect();
        return box.height > 1 && (box.bottom > edge.bottom + 1 || box.right > edge.right + 1);
    });
}).map(panel => panel.className)"""
FOOT = "() => document.querySelector('#root footer.source').getBoundingClientRect().bottom / innerHeight"


def faults(screen: Screen) -> list[str]:
    """Whatever the audience would miss."""
    found = [
        *screen.ask(harness.CUT_CHARTS),
        *screen.ask(harness.UNDRAWN_CHARTS),
        *screen.ask(harness.SCROLLERS),
        *screen.ask(harness.CUT_OFF),
        *screen.ask(SPILT),
        *screen.ask(TINY_TEXTS, LEAST_SHARE),
    ]
    foot = screen.ask(FOOT)
    return found if 0.9 < foot <= 1 else [*found, f"the last line ends at {foot:.1%} of the window"]


@pytest.mark.parametrize("name", STOPS)
def test_a_screen_is_whole_and_readable_in_every_window(name: str, page: Page, server: Server) -> None:
    screen = open_screen(page, f"{server.url}/{name}{'&' if '?' in name else '?'}present=1")
    wrong = {}
    for width, height in WINDOWS:
        resize(screen, width, height)
        wrong[width, height] = faults(screen)
    assert {window: found for window, found in wrong.items() if found} == {}
    assert screen.errors == []


def test_the_last_line_stays_in_sight_when_the_headline_wraps(browser: Browser, server: Server) -> None:
    with closing(browser.new_context(viewport={"width": 1024, "height": 768}, locale="zh-CN")) as context:
        screen = open_screen(context.new_page(), f"{server.url}/overview?present=1")
        assert screen.ask("() => new URLSearchParams(location.search).get('stage')") == "4x3"
        screen.ask("() => { const line = document.querySelector('p.headline'); line.textContent += line.textContent; }")
        screen.page.wait_for_function(f"() => ({FOOT})() <= 1", timeout=harness.SECONDS * 1000)
        assert [*screen.ask(harness.CUT_OFF), *screen.ask(harness.CUT_CHARTS), *screen.ask(SPILT)] == []


# Desks narrower or lower than a screen fills: a small laptop, one whose browser takes its share, an old projector, a phone.
DESKS = ((1366, 620), (1024, 768), (760, 900), (390, 844))
# Words of charts and strips that lie beyond their panel at either side, and charts that are much higher than they were made.
MISPLACED = """() => [...document.querySelectorAll('.drawing, .strip')].filter(box => box.checkVisibility()).flatMap(box => {
    const edge = (box.closest('[class*=st-key-panel-]') ?? box).getBoundingClientRect();
    const words = [...box.querySelectorAll('text, span, b')].filter(one => {
        const own = one.getBoundingClientRect();
        return own.width && (own.right > edge.right + 1 || own.left < edge.left - 1);
    }).map(one => one.textContent);
    const made = parseFloat(box.style.getPropertyValue('--high')), high = box.getBoundingClientRect().height;
    return high > 2 * made ? [...words, `${Math.round(high)} high in place of ${made}`] : words;
})"""


@pytest.mark.parametrize("name", ["overview", "map", "households", "funds"])
def test_charts_keep_their_words_and_their_height_in_small_windows_at_a_desk(
    name: str, browser: Browser, server: Server
) -> None:
    wrong = {}
    for width, height in DESKS:
        with closing(browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")) as context:
            wrong[width, height] = open_screen(context.new_page(), f"{server.url}/{name}").ask(MISPLACED)
    assert {window: found for window, found in wrong.items() if found} == {}
