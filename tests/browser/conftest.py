"""What the browser tests share: one seeded store, one server, one browser, one visit a screen."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.harness import PROJECTOR, Server, launch, running_server
from tests.seeded import copied_to


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of its own that holds the sample edition."""
    return copied_to(tmp_path_factory.mktemp("browser") / "store")


@pytest.fixture(scope="session")
def server(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard that most tests look at. Its first visitor opens /, as in an office."""
    with running_server(sample_store, tmp_path_factory.mktemp("log") / "server.log") as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser that can reach this machine only."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def projector(browser: Browser) -> Iterator[BrowserContext]:
    """A browser window of 1920×1080 on a machine whose reader prefers dark screens, which must not matter."""
    context = browser.new_context(viewport=PROJECTOR, color_scheme="dark", locale="zh-CN")
    yield context
    context.close()


@pytest.fixture(scope="session")
def tab(projector: BrowserContext) -> Page:
    """The one tab of most tests: in a window that stays, and a process that has compiled the page, a screen costs half."""
    return projector.new_page()


@pytest.fixture
def page(tab: Page, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """The tab, empty, as a new one is: nobody listens, nobody is logged in, the mouse rests in the corner."""
    listeners: list[tuple[str, Callable]] = []
    tab.bring_to_front()
    with monkeypatch.context() as listening:
        on = tab.on
        listening.setattr(tab, "on", lambda event, listener: (listeners.append((event, listener)), on(event, listener)))
        yield tab
    for event, listener in listeners:
        tab.remove_listener(event, listener)
    tab.evaluate("() => { try { sessionStorage.clear(); } catch { /* a page without an address has none */ } }")
    tab.context.clear_cookies()
    tab.goto("about:blank")
    tab.set_viewport_size(PROJECTOR)
    tab.mouse.move(0, 0)
