"""A dashboard server, a browser without the internet, and what a test may ask of a screen.

The questions are small scripts for the page, because only the browser knows what it really drew.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, ViewportSize, expect
from playwright.sync_api import Error as BrowserError

from start import NO_BROWSER, find_browser
from tests.patience import SECONDS

ROOT = Path(__file__).resolve().parents[2]
LOCAL_HOSTS = ("localhost", "127.0.0.1")
PROJECTOR: ViewportSize = {"width": 1920, "height": 1080}
SERVER_SECONDS = SCREEN_SECONDS = SECONDS
# A screen counts as finished when nothing in it changed for this long.
STILL_SECONDS = 0.6

# The product hides tracebacks from readers; a failing test shows them.
TEST_OPTIONS = ("--client.showErrorDetails", "full")

BROWSER_FLAGS = (
    "--no-sandbox",  # tests may run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The certificates of a test are its own: believed from the start, for each one that is only forgiven afterwards makes
    # the browser ask again, and on a busy machine it tires of that.
    "--ignore-certificate-errors",
    # No name but the server's is resolved, so nothing outside can answer; requests are recorded all the same.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
)


@dataclass
class Server:
    """A running dashboard."""

    url: str
    log: Path
    pid: int

    def outside(self) -> list[str]:
        """Outward connections that the server tried."""
        return [line for line in self.log.read_text(errors="replace").splitlines() if line.startswith("OUTSIDE")]


@dataclass
class Screen:
    """One page as a browser shows it, and what went wrong on the way."""

    page: Page
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What a reader reads in the main part, charts included, with runs of white space made one."""
        return " ".join(self.page.locator("[data-testid=stMain]").inner_text().split())

    def ask(self, script: str, argument: object = None) -> object:
        """The answer of a script run in the page."""
        return self.page.evaluate(script, argument)

    def barriers(self) -> list[str]:
        """What axe-core finds wrong for who cannot see, point or tell colours: its rule, the element, and why."""
        self.ask(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
        return self.ask(BARRIERS)


@contextmanager
def running_server(store: Path | str, log: Path) -> Iterator[Server]:
    """The dashboard on a free port, reading the store in a folder or at an address, its words going to `log`."""
    port = free_port()
    run = [sys.executable, str(Path(__file__).with_name("guarded_server.py")), "run", "app.py"]
    command = [*run, "--server.port", str(port), *TEST_OPTIONS]
    environment = os.environ | {"DASHBOARD_STORE": str(store)}
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            server = Server(f"http://localhost:{port}", log, process.pid)
            wait_until_healthy(server, process)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_healthy(server: Server, process: subprocess.Popen) -> None:
    """Return when the server answers ok; fail with its log when it stops or never does."""
    deadline = time.monotonic() + SERVER_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(f"{server.url}/_stcore/health", timeout=5) as answer:
                if answer.read().strip() == b"ok":
                    return
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"the server did not start:\n{server.log.read_text(errors='replace')[-4000:]}")


def launch(playwright: Playwright) -> Browser:
    """The machine's own browser, else the one that the test library may have fetched; as patient as a screen needs."""
    try:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(BROWSER_FLAGS))
    except BrowserError as error:
        raise AssertionError(f"{NO_BROWSER}\n{error}") from error
    new_context = browser.new_context

    def patient(**how: Any) -> BrowserContext:
        context = new_context(**how)
        context.set_default_timeout(SCREEN_SECONDS * 1000)
        return context

    browser.new_context = patient
    expect.set_options(timeout=SCREEN_SECONDS * 1000)
    return browser


def is_outside(url: str) -> bool:
    """Whether a request leaves this machine; data: and blob: do not."""
    parts = urlsplit(url)
    return parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in LOCAL_HOSTS


def watched(page: Page) -> Screen:
    """A screen whose requests and errors are recorded from now on."""
    screen = Screen(page)

    def record(url: str) -> None:
        if is_outside(url):
            screen.outside.append(url)

    def record_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            screen.errors.append(f"{message.text} {message.location.get('url', '')}")

    page.on("request", lambda request: record(request.url))
    page.on("websocket", lambda websocket: record(websocket.url))
    page.on("console", record_console)
    page.on("pageerror", lambda error: screen.errors.append(str(error)))
    return screen


def open_screen(page: Page, url: str) -> Screen:
    """Open a page of the dashboard and wait until it is whole: run over, charts drawn, nothing moving."""
    screen = watched(page)
    page.goto(url, wait_until="domcontentloaded", timeout=SCREEN_SECONDS * 1000)
    wait_until_whole(screen)
    return screen


def wait_until_whole(screen: Screen) -> None:
    """Return when a screen is connected, run over and drawn, and nothing in it moves."""
    deadline = time.monotonic() + SCREEN_SECONDS
    still_since, before = time.monotonic(), None
    while time.monotonic() < deadline:
        state = screen.ask(STATE)
        if state != before:
            still_since, before = time.monotonic(), state
        elif state["finished"] and time.monotonic() - still_since >= STILL_SECONDS:
            return
        screen.page.wait_for_timeout(100)
    raise AssertionError(f"{screen.page.url} was not finished after {SCREEN_SECONDS} s: {before}")


def resize(screen: Screen, width: int, height: int) -> None:
    """Give the window of a presentation a size, and wait for the stage of that shape to be whole."""
    screen.page.set_viewport_size({"width": width, "height": height})
    shape = "4x3" if width / height < 1.58 else "16x10" if width / height < 1.7 else ""
    screen.page.wait_for_function(
        "shape => document.querySelector('#root .present')?.dataset.stage === shape",
        arg=shape,
        timeout=SECONDS * 1000,
    )
    wait_until_whole(screen)


BARRIERS = """async () => {
    const {violations} = await axe.run(document, {resultTypes: ['violations']});
    return violations.flatMap(({id, nodes}) => nodes.map(({html, failureSummary}) =>
        `${id}: ${html.slice(0, 120)} ${failureSummary.split('\\n')[1]?.trim()}`));
}"""

# What tells whether a screen is finished. `content` also catches late changes of text or size.
STATE = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    const main = document.querySelector('[data-testid=stMainBlockContainer]');
    const waiting = document.querySelectorAll('[data-testid=stSkeleton], [data-testid=stAppSkeleton], [data-stale=true], [data-svg]').length;
    const script = app?.dataset.testScriptState, connection = app?.dataset.testConnectionState;
    const drawn = !!main && main.innerText.trim().length > 0 && document.fonts.status === 'loaded';
    return {
        script, connection, waiting, drawn,
        content: main ? `${main.innerText.length} ${main.scrollHeight} ${main.querySelectorAll('*').length}` : '',
        finished: script === 'notRunning' && connection === 'CONNECTED' && waiting === 0 && drawn,
    };
}"""

# Shared by the questions below: the pieces of visible text, each with its element, its font and its size.
_TEXTS = """
    const readable = element => {
        const box = element.getBoundingClientRect(), style = getComputedStyle(element);
        const shown = box.width > 1 && box.height > 1 && box.right > 0 && box.bottom > 0;  // else for screen readers
        return shown && style.visibility === 'visible' && +style.opacity > 0
            && !element.closest('[data-testid=stIconMaterial], canvas, [aria-hidden=true], noscript, style, script');
    };
    const texts = [...document.querySelectorAll('[data-testid=stApp] *')].filter(element =>
        [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim()) && readable(element)
    ).map(element => {
        const style = getComputedStyle(element);
        return {element, words: element.textContent.trim(), size: parseFloat(style.fontSize), font: style.fontFamily,
                inChart: !!element.closest('.drawing')};
    });
"""

SCROLLERS = """() => {
    const name = element => element.dataset?.testid || element.className?.toString().slice(0, 60) || element.tagName;
    const scrolls = element => {
        const style = getComputedStyle(element), root = element === document.scrollingElement;
        const along = (overflow, inner, outer) =>
            (root ? overflow !== 'hidden' : ['auto', 'scroll'].includes(overflow)) && outer > 0 && inner > outer + 1;
        return along(style.overflowY, element.scrollHeight, element.clientHeight)
            || along(style.overflowX, element.scrollWidth, element.clientWidth);
    };
    return [document.scrollingElement, ...document.querySelectorAll('body *')].filter(scrolls)
        .map(element => `${name(element)}: ${element.scrollWidth}x${element.scrollHeight}`
            + ` in ${element.clientWidth}x${element.clientHeight}`);
}"""

CUT_OFF = (
    "() => {"
    + _TEXTS
    + """
    return texts.filter(({element}) => {
        const box = element.getBoundingClientRect();
        return box.bottom > innerHeight + 1 || box.right > innerWidth + 1 || box.top < -1 || box.left < -1;
    }).map(({words}) => words.slice(0, 40));
}"""
)

SMALL_TEXTS = (
    "({body, chart}) => {"
    + _TEXTS
    + """
    return texts.filter(({size, inChart}) => size < (inChart ? chart : body) - 0.01)
        .map(({words, size}) => `${words.slice(0, 40)} (${size} px)`);
}"""
)

LARGE_NUMBERS = (
    "least => {"
    + _TEXTS
    + """
    return texts.filter(({words, size, inChart}) => !inChart && size >= least && /\\d/.test(words))
        .map(({words}) => words);
}"""
)

UNDRAWN_CHARTS = """() => [...document.querySelectorAll('.drawing')].filter(chart => {
    const box = chart.getBoundingClientRect(), svg = chart.querySelector('.drawing > svg');
    const marks = svg?.querySelectorAll('svg path, rect');
    return chart.checkVisibility() && (box.width < 50 || box.height < 50 || !marks?.length);
}).map(chart => chart.innerText.slice(0, 60) || 'a chart without words')"""

# Charts of which a part lies outside the window or is cut by whatever clips around them, or that are not as large as
# the stage makes them in this window.
CUT_CHARTS = """() => {
    const stage = document.querySelector('[data-testid=stMainBlockContainer]').offsetHeight;
    const fit = Math.min(innerWidth / 1920, innerHeight / stage);
    return [...document.querySelectorAll('[data-testid=stApp] .drawing')].flatMap(chart => {
        const box = chart.getBoundingClientRect(), wrong = [];
        const outside = (name, left, top, right, bottom) => {
            if (box.left < left - 1 || box.top < top - 1 || box.right > right + 1 || box.bottom > bottom + 1) {
                wrong.push(`${Math.round(box.right - right)} right of and ${Math.round(box.bottom - bottom)} below ${name}`);
            }
        };
        outside('the window', 0, 0, innerWidth, innerHeight);
        for (let around = chart.parentElement; around !== document.body; around = around.parentElement) {
            if (getComputedStyle(around).overflow === 'visible') continue;
            const {left, top, right, bottom} = around.getBoundingClientRect();
            outside(around.dataset.testid || around.className, left, top, right, bottom);
        }
        const width = parseFloat(chart.style.getPropertyValue('--wide')) * fit;
        if (Math.abs(box.width - width) > 1.5) wrong.push(`${Math.round(box.width)} wide in place of ${Math.round(width)}`);
        return wrong;
    });
}"""

# Chinese characters on screen that come out as the box for a missing glyph, tried in each font the screen uses.
SQUARES = (
    "() => {"
    + _TEXTS
    + """
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 40;
    const pen = canvas.getContext('2d', {willReadFrequently: true});
    const drawn = (character, font) => {
        pen.clearRect(0, 0, 40, 40);
        pen.font = `28px ${font}`;
        pen.fillText(character, 4, 32);
        return pen.getImageData(0, 0, 40, 40).data.join();
    };
    const squares = new Set();
    for (const font of new Set(texts.map(text => text.font))) {
        const missing = ['\\u{10FFFE}', '\\u{E123}', '\\u{2FFFE}'].map(character => drawn(character, font));
        const words = texts.filter(text => text.font === font).map(text => text.words).join('');
        for (const character of new Set(words.match(/\\p{Script=Han}/gu) || [])) {
            const picture = drawn(character, font);
            if (missing.includes(picture) || !/[1-9]/.test(picture)) squares.add(character);
        }
    }
    return [...squares];
}"""
)
