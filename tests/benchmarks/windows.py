"""A real browser: new windows, page turns, and from a publication to the screen that shows it."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import NamedTuple

import psutil
from playwright.sync_api import Browser, CDPSession, Page

from data_loaders.checking import rest
from data_loaders.delivering.intake import Drop
from data_loaders.delivering.publish import publish
from data_loaders.store.editions import open_store
from tests.benchmarks.served import Served
from tests.benchmarks.shapes import Stop
from tests.browser.harness import PROJECTOR

OPENINGS = 5
PATIENCE = 120_000  # milliseconds
# Every chart of the screen is there, and a Streamlit page's run is over.
WHOLE = """charts => (document.querySelector('[data-testid=stApp]')?.dataset.testScriptState ?? 'notRunning') === 'notRunning'
    && document.querySelectorAll('.js-plotly-plot .main-svg:first-of-type, .drawing > svg').length >= charts"""
# The same, or the picture of it that the page itself brought along.
PICTURED = f"charts => document.getElementById('still')?.picture?.querySelectorAll('.drawing > svg').length >= charts || ({WHOLE})(charts)"
# When what is seen last changed before it was still for half a second, in milliseconds since `window.pressed`: the words
# and the marks of charts in the layer that lies on top, looked at in every frame.
WATCH = """() => {
    const seen = () => {
        const cover = document.querySelector('.present-cover'), top = cover?.picture ?? cover ?? document.querySelector('#root');
        const words = [...top.querySelectorAll('[data-testid=stHtml]')].filter(one => !one.querySelector('style'));
        return words.map(one => one.textContent).join('') + top.querySelectorAll(':is(.drawing, .js-plotly-plot) svg *').length;
    };
    let before = '';
    const look = () => {
        const now = seen();
        if (now !== before) { before = now; window.changed = performance.now(); }
        requestAnimationFrame(look);
    };
    look(); }"""
STILL = (
    """([asked, charts]) => location.href.includes(asked) && performance.now() - window.changed > 500 && ("""
    + WHOLE
    + ")(charts)"
)
PRESS = "() => { window.pressed = performance.now(); }"
TOOK = "() => window.changed - window.pressed"
DELIVERY = "镇,村,任务数,完成数,验收数\n潭东镇,龙井村,14,13,9\n"

Turn = Callable[[Page, Stop], str]


class Opening(NamedTuple):
    """What a new window took until its last chart, first as a picture, then live."""

    picture_ms: float
    wait_ms: float
    browser_ms: float  # CPU of all of the browser's processes
    server_ms: float  # CPU of the server
    kilobytes: float  # over the network, headers and websocket included


OPENED = ("until the last chart", "until it is live", "browser CPU", "server CPU", "received")
UNITS = ("ms", "ms", "ms", "ms", "kB")


def opened(browser: Browser, served: Served, address: str, charts: int) -> Opening:
    """One new window at an address."""
    with _tab(browser) as tab:
        network = tab.context.new_cdp_session(tab)
        received = _counted(network)
        drawing, serving, started = _browser_cpu(), served.cpu(), time.perf_counter()
        tab.goto(f"{served.url}/{address}", wait_until="commit", timeout=PATIENCE)
        tab.wait_for_function(PICTURED, arg=charts, timeout=PATIENCE)
        picture = time.perf_counter() - started
        tab.wait_for_function(WHOLE, arg=charts, timeout=PATIENCE)
        wait = time.perf_counter() - started
        return Opening(
            picture * 1000,
            wait * 1000,
            (_browser_cpu() - drawing) * 1000,
            (served.cpu() - serving) * 1000,
            sum(received) / 1000,
        )


def openings(browser: Browser, servers: Sequence[Served], screen: str, query: str, charts: int) -> list[Opening]:
    """The medians of several new windows at a screen, one a server, opened in turn."""
    address = f"{screen}?{query}"
    for served in servers:
        opened(browser, served, address, charts)  # what the first of all computes is no new viewer's wait
    rounds = [[opened(browser, served, address, charts) for served in servers] for _ in range(OPENINGS)]
    return [Opening(*map(median, zip(*own, strict=True))) for own in zip(*rounds, strict=True)]


def turns(browser: Browser, walks: Sequence[tuple[str, Turn]], stops: Sequence[Stop]) -> list[list[float]]:
    """Milliseconds from the key, or the click on a link, to the last change of the page: medians, one a stop but the first.

    Each walk is the address of the first stop and the way to turn, walked in turn with the others.
    """
    rounds = [[_walked(browser, *walk, stops) for walk in walks] for _ in range(OPENINGS)]
    return [[median(own) for own in zip(*walk, strict=True)] for walk in zip(*rounds, strict=True)]


def _walked(browser: Browser, start: str, turn: Turn, stops: Sequence[Stop]) -> list[float]:
    with _tab(browser) as tab:
        tab.goto(start, timeout=PATIENCE)
        tab.wait_for_function(WHOLE, arg=stops[0].charts, timeout=PATIENCE)
        tab.evaluate(WATCH)
        return [_turned(tab, stop, turn) for stop in stops[1:]]


def by_remote_control(tab: Page, stop: Stop) -> str:
    """The next page of a presentation; what its address then holds."""
    tab.keyboard.press("PageDown")
    return stop.query or f"/{stop.screen}"


def by_link(tab: Page, stop: Stop) -> str:
    """A page by its link in the sidebar, which the style sheet among what our screens send hides there too."""
    tab.locator(f"a[href$='/{stop.name}']").first.dispatch_event("click")
    return f"/{stop.name}"


def _turned(tab: Page, stop: Stop, turn: Turn) -> float:
    tab.wait_for_function(STILL, arg=["", 0], timeout=PATIENCE)
    tab.evaluate(PRESS)
    asked = turn(tab, stop)
    tab.wait_for_function(STILL, arg=[asked, stop.charts], timeout=PATIENCE)
    return tab.evaluate(TOOK)


@contextmanager
def _tab(browser: Browser) -> Iterator[Page]:
    window = browser.new_context(viewport=PROJECTOR)
    try:
        yield window.new_page()
    finally:
        window.close()


def _browser_cpu() -> float:
    """Seconds of CPU that the browser's living processes have used."""
    used = 0.0
    for process in psutil.Process().children(recursive=True):
        try:
            if "chrom" in process.name():
                times = process.cpu_times()
                used += times.user + times.system
        except psutil.Error:
            continue  # a window that has just gone
    return used


def _counted(network: CDPSession) -> list[float]:
    """The sizes of what arrives from now on, filled as it does."""
    sizes: list[float] = []
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    network.on("Network.webSocketFrameReceived", lambda event: sizes.append(_frame(event["response"])))
    network.send("Network.enable")
    return sizes


def _frame(response: dict) -> float:
    """Bytes of a websocket's message; a binary one is told in base64, four letters for three bytes."""
    letters = len(response["payloadData"])
    return letters if response["opcode"] == 1 else letters * 3 / 4


def publish_until_visible(browser: Browser, served: Served, store: str, folder: Path) -> float:
    """Seconds from the end of a publication until a projector that stands at the overview shows the new edition."""
    window = browser.new_context(viewport=PROJECTOR)
    tab = window.new_page()
    tab.goto(f"{served.url}/overview?present=1", timeout=PATIENCE)
    tab.locator("footer.source").first.wait_for(timeout=PATIENCE)
    file = folder / "户厕_2023-10.csv"
    file.write_text(DELIVERY, encoding="utf-8")
    alone = replace(Drop.of(file), confirmed=frozenset({rest.DROP}))
    edition = publish(open_store(store), [alone], by="基准", sample=True).edition
    assert edition is not None
    started = time.perf_counter()
    tab.get_by_text(f"第 {edition.number} 版").first.wait_for(timeout=PATIENCE)
    seconds = time.perf_counter() - started
    window.close()
    return seconds
