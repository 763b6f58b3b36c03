"""The offline page and the pictures in a real browser: nothing is fetched, nothing is cut, nothing is a square."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from briefing import looks
from briefing.compose import compose
from briefing.exports.offline import page as pages
from briefing.exports.pictures import browser, pictures
from briefing.measures.village_shapes import land_of
from briefing.screens.catalogue import PRESENTED
from data_loaders.store.editions import open_store
from tests.browser.harness import UNDRAWN_CHARTS, Screen

pytestmark = pytest.mark.browser
# Charts that reach out of their panel, which would cut them; the margin of a chart is wider than the slack of 4 px.
CUT_CHARTS = """name => [...document.querySelectorAll(`#${name} .drawing`)].filter((chart) => !chart.closest("[hidden]")).filter((chart) => {
    const box = chart.getBoundingClientRect(), room = chart.closest("section[class*=panel]").getBoundingClientRect();
    return box.height > 0 && (box.bottom > room.bottom + 4 || box.right > room.right + 4);
}).map((chart) => chart.className)"""
NO_FONTS = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{folder}</dir></fontconfig>'


@pytest.fixture(scope="module")
def edition(sample_store):
    """The sample as (Briefing, land)."""
    found = open_store(str(sample_store)).edition()
    return compose(found), land_of(found)


@pytest.fixture(scope="module")
def file(edition, tmp_path_factory) -> Path:
    """The offline page on disk, as a person double-clicks it."""
    path = tmp_path_factory.mktemp("page") / "离线看板.html"
    path.write_bytes(pages.page(*edition))
    return path


@pytest.fixture
def opened(page: Page, file: Path) -> Page:
    """The page opened; what it asks for and complains about is kept."""
    page.asked, page.said = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.goto(file.as_uri())
    return page


def test_the_page_puts_up_no_barrier(opened: Page) -> None:
    opened.click('nav [data-screen="sheets"]')
    screen = Screen(opened)
    # What is hidden only takes time; the other tabs hold what the screens hold.
    screen.ask("() => document.querySelectorAll('[role=tabpanel][hidden]').forEach(hidden => hidden.replaceChildren())")
    assert screen.barriers() == []


def test_every_tab_draws_and_nothing_is_asked_of_anybody(opened: Page, file: Path) -> None:
    for name in PRESENTED:
        opened.click(f'nav [data-screen="{name}"]')
        shown = opened.locator(f"#{name}")
        assert shown.is_visible()
        assert opened.evaluate(UNDRAWN_CHARTS) == []
    assert (opened.asked, opened.said) == ([file.as_uri()], [])


# Statuses in another colour than their own.
DISCOLOURED = """() => [...document.querySelectorAll('.badge')].filter(badge => {
    const own = document.createElement('i');
    own.style.color = badge.style.getPropertyValue('--tone-ink');
    document.body.append(own);
    const wrong = own.style.color && getComputedStyle(own).color !== getComputedStyle(badge).color;
    own.remove();
    return wrong;
}).map(badge => badge.textContent)"""


def test_every_status_keeps_its_colour(opened: Page) -> None:
    assert opened.evaluate("() => document.querySelectorAll('.column .badge').length") > 20
    assert opened.evaluate(DISCOLOURED) == []


def test_no_screen_is_cut_at_its_lower_edge(opened: Page) -> None:
    for name in PRESENTED:
        opened.click(f'nav [data-screen="{name}"]')
        over = opened.evaluate(
            "name => { const one = document.querySelector(`#${name} > .screen`); return [one.scrollHeight, one.scrollWidth]; }",
            name,
        )
        assert over == [1080, 1920], name
        assert opened.evaluate(CUT_CHARTS, name) == [], name


def test_on_a_phone_every_tab_is_whole_and_only_panels_scroll_sideways(opened: Page) -> None:
    opened.set_viewport_size({"width": 390, "height": 844})
    for name in (*PRESENTED, "sheets"):
        opened.evaluate("name => document.querySelector(`nav [data-screen=${name}]`).click()", name)
        wide, tall, small, past = opened.evaluate(
            """name => [document.documentElement.scrollWidth, document.documentElement.scrollHeight,
                [...document.querySelectorAll(`#${name} :is(h1, h2, p, td, th, span, b)`)].filter((one) => one.offsetParent
                && one.children.length === 0 && one.textContent.trim() && parseFloat(getComputedStyle(one).fontSize) < 12).length,
                [...document.querySelectorAll(`#${name} .drawing[class*=curve] text`)].filter((one) =>
                    one.getBoundingClientRect().right > 390).length]""",
            name,
        )
        assert (wide, small, past) == (390, 0, 0) and tall > 600, name
    tabs = opened.evaluate("() => [...document.querySelectorAll('nav [role=tab]')].map((one) => one.offsetHeight)")
    assert max(tabs) == min(tabs) < 50  # each on one line
    opened.set_viewport_size({"width": 1920, "height": 1124})
    opened.click('nav [data-screen="overview"]')
    assert opened.locator("#overview > .screen").evaluate("one => one.offsetWidth") == 1920


def test_the_keys_of_a_remote_control_turn_the_pages(opened: Page) -> None:
    opened.keyboard.press("PageDown")
    assert opened.locator("#map").is_visible()
    opened.keyboard.press("End")
    assert opened.locator("#sheets").is_visible()
    opened.keyboard.press("Home")
    assert opened.locator("#overview").is_visible()


def test_a_layer_can_be_chosen_and_a_village_opened(opened: Page) -> None:
    opened.click('nav [data-screen="map"]')
    opened.click('#map .choices >> text="户厕"')
    assert opened.locator("#map").get_by_text("各村户厕状态").is_visible()
    opened.locator("#map .drawing:visible a[aria-label]").first.click()
    card = opened.locator("#map .shown-card:visible")
    card.wait_for()
    opened.locator("#map .back:visible").click()
    assert card.count() == 0


def test_the_tables_can_be_filtered(opened: Page) -> None:
    opened.click('nav [data-screen="sheets"]')
    rows = opened.locator("#sheets tbody tr:visible")
    every = rows.all_inner_texts()
    opened.fill("input[type=search]", "拨付率")
    kept = rows.all_inner_texts()
    assert kept == [row for row in every if "拨付率" in row] and 0 < len(kept) < len(every)


def test_one_browser_photographs_every_screen_at_double_sharpness(edition, monkeypatch) -> None:
    started, start = [], browser._started
    monkeypatch.setattr(browser, "_started", lambda command: started.append(1) or start(command))
    taken = pictures.photographs(*edition, ["overview", "funds"])
    found = [Image.open(io.BytesIO(content)) for content in taken.values()]
    assert [picture.size for picture in found] == [(3840, 2160)] * 2 and len(started) == 1
    small = [picture.convert("RGB").resize((384, 216)) for picture in found]
    assert all(len(picture.getcolors(384 * 216)) > 500 for picture in small) and small[0] != small[1]


def test_the_long_picture_is_as_wide_as_a_phone_has_pixels_and_nothing_of_it_is_cut(edition, page: Page) -> None:
    picture = Image.open(io.BytesIO(pictures.long(*edition)))
    assert picture.width == 1080 and 4000 < picture.height < 16000
    page.set_viewport_size({"width": pictures.PHONE_WIDTH, "height": 1080})
    page.set_content(pages.long_page(*edition).decode())
    assert page.evaluate(
        "() => [...document.querySelectorAll('.screen *:not(svg *)')].filter((one) => one.scrollWidth > one.clientWidth + 1"
        " && getComputedStyle(one).overflowX !== 'visible').map((one) => one.outerHTML.slice(0, 80))"
    ) == []  # fmt: skip
    said = page.inner_text(".screen")
    briefing = edition[0]
    assert all(words in said for words in (briefing.headline, briefing.headlines["funds"], "示例数据", "来源："))
    assert page.evaluate("() => document.documentElement.scrollWidth") == pictures.PHONE_WIDTH


def test_the_album_has_a_page_for_every_screen(edition) -> None:
    content = pictures.document(*edition)
    assert content.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == len(PRESENTED)


def test_without_a_chinese_font_there_is_no_picture_of_squares(tmp_path, monkeypatch) -> None:
    with browser.opened(looks.FONTS) as camera:
        assert camera.run("1 + 1") == 2
    (tmp_path / "fonts.conf").write_text(NO_FONTS.format(folder=tmp_path))
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    with pytest.raises(browser.CannotPhotograph, match="没有中文字体"), browser.opened(looks.FONTS):
        pass
