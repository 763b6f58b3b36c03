"""Two replicas on one object store behind a real nginx, set up as docs/deploy says: one serves on when the other dies."""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from data_loaders.delivering import reference
from data_loaders.store.accounts import Role, add_account
from data_loaders.store.editions import Store, open_store
from tests.briefing.ledgers import frame, households
from tests.browser import nginx
from tests.browser.harness import (
    PROJECTOR,
    SCREEN_SECONDS,
    Screen,
    Server,
    open_screen,
    running_server,
    wait_until_whole,
)
from tests.object_store import BUCKET, object_store

pytestmark = pytest.mark.browser

WAIT = SCREEN_SECONDS * 1000
STEP = 200  # ms
PASSWORD = "a long password"
SECRET = "the same on every replica"
GOOD = "镇,村,任务数,完成数\n潭东镇,龙井村,12,12\n".encode()


@dataclass
class Office:
    """What an office has: two servers, their common address, and the store."""

    replicas: dict[str, Server]
    address: str
    store: Store


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An S3 server, two replicas and nginx before them."""
    folder = tmp_path_factory.mktemp("replicas")
    with ExitStack() as running, pytest.MonkeyPatch.context() as patch:
        for name, value in running.enter_context(object_store(folder / "s3.log")).items():
            patch.setenv(name, value)
        patch.setenv("STREAMLIT_SERVER_COOKIE_SECRET", SECRET)
        patch.setenv("STREAMLIT_SERVER_ADDRESS", "127.0.0.1")
        patch.setenv("STREAMLIT_SERVER_ALLOWED_HOSTS", "localhost")
        store = open_store(f"s3://{BUCKET}/office")
        store.publish({"toilets": frame("toilets", [households(3, 9)])}, by="测试", shipped=reference.tables())
        add_account(store, "李", Role.UPLOADER, PASSWORD)
        replicas = {name: running.enter_context(running_server(store.uri, folder / f"{name}.log")) for name in "ab"}
        ports = [urlsplit(server.url).port for server in replicas.values()]
        front = running.enter_context(nginx.running(nginx.prepare_replicas(folder, *ports)))
        yield Office(replicas, f"https://localhost:{front.tls}", store)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window of its own, without the cookies of others."""
    with closing(browser.new_context(viewport=PROJECTOR)) as context:
        yield context.new_page()


def served_by(page: Page) -> str:
    """The replica that the browser's cookie names."""
    (name,) = [cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "replica"]
    return name


def log_in(page: Page) -> None:
    page.get_by_label("账号").fill("李")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def upload(page: Page) -> None:
    page.set_input_files("input[type=file]", {"name": "户厕_2023-09.csv", "mimeType": "text/csv", "buffer": GOOD})


def moved_from(page: Page, dead: str) -> str:
    """The replica that took the browser after another died."""
    for _ in range(WAIT // STEP):
        if served_by(page) != dead:
            break
        page.wait_for_timeout(STEP)
    return served_by(page)


def test_what_one_replica_publishes_is_on_the_other_and_a_dead_one_takes_nothing_with_it(
    office: Office, page: Page, browser: Browser
) -> None:
    open_screen(page, f"{office.address}/upload")
    first = served_by(page)
    (other,) = set(office.replicas) - {first}
    with closing(browser.new_context(viewport=PROJECTOR)) as hall:
        projector = hall.new_page()
        open_screen(projector, f"{office.replicas[other].url}/households?present=1")
        log_in(page)
        upload(page)
        page.get_by_role("button", name="发布", exact=True).click(timeout=WAIT)
        expect(page.get_by_text("已发布第 2 版")).to_be_visible(timeout=WAIT)
        expect(projector.get_by_text("第 2 版").first).to_be_visible(timeout=WAIT)

    os.kill(office.replicas[first].pid, signal.SIGKILL)
    assert moved_from(page, first) == other
    wait_until_whole(Screen(page))  # the last screen stays until it is
    expect(page.get_by_role("button", name="退出")).to_be_visible(timeout=WAIT)  # the login holds on the other one
    upload(page)  # the first touch: the other one draws the page anew, with an empty drop area
    expect(page.get_by_text("已发布第 2 版")).to_have_count(0, timeout=WAIT)
    wait_until_whole(Screen(page))
    upload(page)
    expect(page.get_by_role("button", name="发布", exact=True)).to_be_visible(timeout=WAIT)
    assert [edition.number for edition in office.store.editions()] == [1, 2]
    open_screen(page, f"{office.address}/households?edition=1")
    assert "第 1 版" in page.locator("footer.source").inner_text()
