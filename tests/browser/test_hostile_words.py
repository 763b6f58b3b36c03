"""Uploaded words stay words on every screen and in the offline page, whatever they look like."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from briefing.compose import compose
from briefing.exports import FORMATS
from briefing.measures.village_shapes import land_of
from briefing.screens.catalogue import SCREENS
from data_loaders.store.editions import Edition
from tests.browser.harness import PROJECTOR, Server, open_screen, running_server, watched
from tests.security.hostile import OUTSIDE, WORDS, publish_hostile

pytestmark = pytest.mark.browser

# What a browser must not have made of any of them.
HARM = """outside => {
    const leads = value => { try { return new URL(value, location.href); } catch { return null; } };
    const isBad = ({name, value}) => /^on/i.test(name) && value.includes('hostile')
        || /^(href|src|xlink:href)$/i.test(name) && (leads(value)?.protocol === 'javascript:' || leads(value)?.host === outside)
        || name === 'style' && value.includes(outside);
    const picture = document.getElementById('still')?.picture?.querySelectorAll('*') ?? [];
    const found = [...document.querySelectorAll('*'), ...picture].filter(element =>
        [...element.attributes].some(isBad) || element.textContent === 'window.hostile=1');
    return {ran: 'hostile' in window, elements: found.map(element => element.outerHTML.slice(0, 200))};
}"""
SHOWN = WORDS[0]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile") / "store"


@pytest.fixture(scope="module")
def edition(store: Path) -> Edition:
    return publish_hostile(store)


@pytest.fixture(scope="module")
def server(edition: Edition, store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(store, tmp_path_factory.mktemp("log") / "server.log") as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab in which every dialog is a failure."""
    with closing(browser.new_context(viewport=PROJECTOR)) as context:
        tab = context.new_page()
        tab.on("dialog", lambda dialog: pytest.fail(f"a dialog: {dialog.message}"))
        yield tab


def test_on_every_screen_they_are_shown_and_nothing_happens(page: Page, server: Server) -> None:
    seen = ""
    for name in SCREENS:
        screen = open_screen(page, f"{server.url}/{name}")
        assert screen.ask(HARM, OUTSIDE) == {"ran": False, "elements": []}, name
        assert (screen.errors, screen.outside) == ([], []), name
        assert page.locator("[data-testid=stException]").count() == 0, name
        seen += screen.text
    assert SHOWN in seen and OUTSIDE in seen  # as words
    page.goto(f"{server.url}/overview", wait_until="commit")  # its picture, made for the visit before, comes at once
    harm = page.wait_for_function(
        f"outside => document.getElementById('still')?.picture && ({HARM})(outside)", arg=OUTSIDE
    )
    assert harm.json_value() == {"ran": False, "elements": []}


def test_in_the_offline_page_they_do_nothing_either(page: Page, edition: Edition, tmp_path: Path) -> None:
    (tmp_path / "x.html").write_bytes(FORMATS["html"].make(compose(edition), land_of(edition)))
    screen = watched(page)
    page.goto((tmp_path / "x.html").as_uri())
    assert screen.ask(HARM, OUTSIDE) == {"ran": False, "elements": []}
    assert (screen.errors, screen.outside) == ([], [])
    assert SHOWN in page.content().replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
