"""The clerk in a meeting, in a real browser: what is recorded or corrected at the desk stands on the projector by itself."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from data_loaders.delivering import assigning, reference
from data_loaders.delivering.assigning import Assignment
from data_loaders.store.accounts import Role, add_account
from data_loaders.store.editions import Store, open_store
from tests.briefing.ledgers import action, frame, households
from tests.browser.harness import SCREEN_SECONDS, Server, open_screen, running_server

PASSWORD = "a long password"
FOCUSED = "() => (document.activeElement.getAttribute('aria-label') || '') + '|' + (document.activeElement.innerText || '').slice(-12)"
MOST_TABS = 60

pytestmark = pytest.mark.browser


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Two villages' toilets, an assigned thing, and a clerk."""
    store = open_store(str(tmp_path / "store"))
    rows = [households(3, 9), households(2, 8, village="东坑村")]
    tables = {"toilets": frame("toilets", rows), "actions": frame("actions", [action("2023-Q3-01", "2023-10-31")])}
    store.publish(tables, by="区农办", shipped=reference.tables())
    add_account(store, "李", Role.UPLOADER, PASSWORD)
    return store


@pytest.fixture
def open_window(browser: Browser) -> Iterator[Callable[[], Page]]:
    """Gives the window of one more person."""
    with ExitStack() as opened:
        size = {"width": 1920, "height": 1080}
        yield lambda: opened.enter_context(closing(browser.new_context(viewport=size))).new_page()


@pytest.fixture
def meeting(store: Store, tmp_path: Path) -> Iterator[Server]:
    with running_server(store.uri, tmp_path / "server.log") as running:
        yield running


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what has the focus says so."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if words in page.evaluate(FOCUSED):
            return
    raise AssertionError(f"the keyboard does not reach {words}")


def shown(page: Page, words: str) -> None:
    page.get_by_text(words).first.wait_for(timeout=SCREEN_SECONDS * 1000)


def test_recorded_and_corrected_at_the_desk_by_keyboard_and_on_the_projector_by_itself(
    meeting: Server, open_window: Callable[[], Page], store: Store
) -> None:
    projector, desk = open_window(), open_window()
    open_screen(projector, f"{meeting.url}/actions?present=1")
    open_screen(desk, f"{meeting.url}/actions")
    tab_to(desk, "记录交办")
    desk.keyboard.press("Enter")
    desk.get_by_label("账号").wait_for()
    tab_to(desk, "账号")
    desk.keyboard.type("李")
    tab_to(desk, "密码")
    desk.keyboard.type(PASSWORD)
    desk.keyboard.press("Enter")
    desk.get_by_label("事项", exact=True).wait_for()
    tab_to(desk, "事项")
    desk.keyboard.type("渠道清淤")
    tab_to(desk, "责任单位")
    desk.keyboard.type("潭口")
    desk.get_by_role("option", name="潭口镇").first.wait_for()
    desk.locator("[aria-label=责任单位][aria-activedescendant]").wait_for()  # a moment later it is what Enter takes
    desk.keyboard.press("Enter")
    desk.get_by_role("option", name="全选").wait_for()  # the list stays open, and its highlighted line is not taken
    desk.keyboard.press("Control+Enter")
    shown(projector, "渠道清淤")
    assert list(store.edition().table("actions")["owner"]) == ["区农办", "潭口镇"]
    shown(desk, "已记录")
    correct(projector, desk, meeting)
    edition = store.edition()
    assert (edition.number, sorted(edition.table("toilets")["done"])) == (3, [3, 4])


def logged_in(page: Page, name: str) -> None:
    page.get_by_label("账号").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")


def test_a_unit_answers_the_office_publishes_it_and_the_list_of_who_has_not_shrinks(
    meeting: Server, open_window: Callable[[], Page], store: Store
) -> None:
    unit_name = "区水利公司"
    assigning.record(store, Assignment("修泵", (unit_name,), date(2023, 9, 28), date(2023, 10, 20)), by="区农办")
    add_account(store, "水利", Role.REPORTER, PASSWORD, unit=unit_name)
    unit, office = open_window(), open_window()
    open_screen(office, f"{meeting.url}/upload")
    logged_in(office, "李")
    office.get_by_role("tab", name="填报").click()
    silent = office.locator(".unanswered")
    silent.get_by_text(unit_name).wait_for()
    open_screen(unit, f"{meeting.url}/unit")
    unit.get_by_text("填报（需要账号）").click()
    unit.get_by_label("账号").wait_for()
    logged_in(unit, "水利")
    unit.get_by_role("tab", name="交办回复（1）").click()
    unit.get_by_label("办理情况").fill("泵已换好")
    unit.get_by_role("button", name="回复").click()
    shown(unit, "待农办发布")
    assert store.edition().number == 2
    open_screen(office, f"{meeting.url}/upload")
    office.get_by_role("tab", name="填报").click()
    shown(office, "泵已换好")
    office.get_by_role("button", name="发布选中的 1 项").click()
    shown(office, "已发布第 3 版")
    silent.get_by_text("潭口镇").wait_for()
    assert silent.get_by_text(unit_name).count() == 0
    assert store.edition().table("actions")["detail"].tolist()[-1] == "泵已换好"


def selected(cell: Locator) -> None:
    """Wait for a cell of a grid to have the keyboard: a busy browser loses a key that comes before."""
    expect(cell).to_have_attribute("aria-selected", "true", timeout=SCREEN_SECONDS * 1000)


def correct(projector: Page, desk: Page, meeting: Server) -> None:
    """The second village's number is typed over in the grid; the first cell of it has the focus of a click."""
    open_screen(projector, f"{meeting.url}/households?present=1")
    open_screen(desk, f"{meeting.url}/upload")
    desk.get_by_role("tab", name="更正").click()
    grid = desk.get_by_test_id("stDataFrame")
    cell = grid.get_by_test_id("glide-cell-1-0")  # what is drawn on the canvas, for those who cannot see
    cell.wait_for(state="attached")
    box = grid.bounding_box()
    assert box
    desk.mouse.click(box["x"] + 90, box["y"] + 52)
    selected(cell)
    for key, number in (("ArrowDown", "1-1"), ("ArrowRight", "2-1"), ("ArrowRight", "3-1")):
        desk.keyboard.press(key)
        selected(grid.get_by_test_id(f"glide-cell-{number}"))
    desk.keyboard.press("Enter")
    desk.locator("#portal input").fill("4")
    desk.keyboard.press("Enter")
    shown(desk, "改动（1 处）")
    desk.get_by_label("更正原因").fill("抄错一行")
    desk.keyboard.press("Enter")
    shown(desk, "发布后会变化的数字")
    desk.get_by_role("button", name="发布更正").click()
    shown(desk, "已发布第 3 版")
    shown(projector, "已完成 7 户，占任务数 356 户")
