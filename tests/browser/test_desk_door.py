"""The desk's door, with a real server: a stranger's websocket uploads nothing, and a login is the browser's, not the tab's."""

import asyncio
import http.client
import secrets
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from data_loaders.store.accounts import Role, add_account, remove_account
from data_loaders.store.editions import Store, open_store
from tests import awaiting
from tests.browser.harness import PROJECTOR, SCREEN_SECONDS, Server, open_screen, running_server

pytestmark = pytest.mark.browser

PASSWORD = "a long password"
WAIT = SCREEN_SECONDS * 1000
GOOD = "镇,村,任务数,完成数\n潭东镇,龙井村,12,12\n".encode()
BOUNDARY = "----upload"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = open_store(str(tmp_path_factory.mktemp("door") / "store"))
    for name in ("李", "王"):
        add_account(store, name, Role.UPLOADER, PASSWORD)
    return store


@pytest.fixture(scope="module")
def desk(store: Store) -> Iterator[Server]:
    with running_server(Path(store.uri), Path(store.uri).with_name("server.log")) as server:
        yield server


@pytest.fixture
def own(browser: Browser) -> Iterator[BrowserContext]:
    """A browser with cookies of its own."""
    with closing(browser.new_context(viewport=PROJECTOR)) as context:
        yield context


def opened(context: BrowserContext, desk: Server) -> Page:
    page = context.new_page()
    open_screen(page, f"{desk.url}/upload")
    return page


def log_in(page: Page, name: str = "李") -> None:
    page.get_by_label("账号").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    is_in(page)
    for _ in range(WAIT // 200):
        if any(cookie["name"] == "desk" for cookie in page.context.cookies()):
            return
        page.wait_for_timeout(200)
    raise AssertionError("no cookie came")


def is_in(page: Page) -> None:
    expect(page.get_by_role("button", name="退出")).to_be_visible(timeout=WAIT)


def is_out(page: Page) -> None:
    expect(page.get_by_label("密码")).to_be_visible(timeout=WAIT)


async def stranger_s_session(desk: Server) -> tuple[object, str]:
    """A websocket that looks at the upload page without a login, and the id of its session."""
    socket = await connect(
        f"ws://{urlsplit(desk.url).netloc}/_stcore/stream", subprotocols=["streamlit"], origin=desk.url
    )
    ask = BackMsg()
    ask.rerun_script.page_name = "upload"
    await socket.send(ask.SerializeToString())
    while True:
        message = ForwardMsg.FromString(await socket.recv())
        if message.WhichOneof("type") == "new_session":
            return socket, message.new_session.initialize.session_id


def put(desk: Server, session: str, size: int) -> int:
    """The status of an upload with a valid token against forgery, as any visitor can get one."""
    host = urlsplit(desk.url).netloc
    with closing(http.client.HTTPConnection(host, timeout=SCREEN_SECONDS)) as connection:
        connection.request("GET", "/_stcore/health")
        with closing(connection.getresponse()) as answer:
            cookie = answer.headers["set-cookie"].partition(";")[0]
    body = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\n'.encode() + bytes(size)
    headers = {
        "Cookie": cookie, "X-Xsrftoken": cookie.partition("=")[2], "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
    }  # fmt: skip
    with closing(http.client.HTTPConnection(host, timeout=SCREEN_SECONDS)) as connection:
        path = f"/_stcore/upload_file/{session}/{secrets.token_hex(8)}"
        connection.request("PUT", path, body=body + f"\r\n--{BOUNDARY}--\r\n".encode(), headers=headers)
        with closing(connection.getresponse()) as answer:
            return answer.status


def held(desk: Server) -> int:
    """Bytes of uploads that the server holds, by its own metrics."""
    with closing(
        http.client.HTTPConnection("127.0.0.1", urlsplit(desk.url).port, timeout=SCREEN_SECONDS)
    ) as connection:
        connection.request("GET", "/_stcore/metrics")
        with closing(connection.getresponse()) as answer:
            assert answer.status == 200
            lines = answer.read().decode().splitlines()
    return sum(int(line.rpartition(" ")[2]) for line in lines if "UploadedFileManager" in line)


def comes_to_hold(desk: Server, size: int) -> bool:
    """Whether the server soon holds so many bytes; its metrics are some seconds old."""
    deadline = time.monotonic() + SCREEN_SECONDS
    while held(desk) != size and time.monotonic() < deadline:
        time.sleep(1)
    return held(desk) == size


def test_a_stranger_s_websocket_uploads_nothing(desk: Server) -> None:
    async def tried() -> list[int]:
        socket, session = await stranger_s_session(desk)
        statuses = [await asyncio.to_thread(put, desk, session, size) for size in (10, 60_000)]
        await socket.close()
        return statuses

    assert awaiting.run(tried()) == [403, 403]
    assert comes_to_hold(desk, 0)


def test_a_stranger_s_websocket_leaves_no_megabytes_either(desk: Server) -> None:
    async def tried() -> int | None:
        socket, _ = await stranger_s_session(desk)
        await socket.send(bytes(1_500_000))
        with suppress(ConnectionClosed):
            while True:  # what the page still says is read: unread, it would hold up the word that closes
                await socket.recv()
        return socket.close_code

    assert awaiting.run(tried()) == 1009  # message too big


def test_a_login_outlives_a_reload_and_holds_in_a_second_tab_until_one_of_them_logs_out(
    own: BrowserContext, desk: Server
) -> None:
    first = opened(own, desk)
    log_in(first)
    (cookie,) = [cookie for cookie in own.cookies() if cookie["name"] == "desk"]
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    assert "desk=" not in first.evaluate("document.cookie") and cookie["value"] not in first.content()
    first.reload()
    is_in(first)
    second = opened(own, desk)
    is_in(second)
    first.get_by_role("button", name="退出").click()
    is_out(first)
    is_out(second)
    own.add_cookies([cookie])  # whoever kept a copy
    first.reload()
    is_out(first)


def test_a_closed_account_is_out_in_every_tab_that_is_loaded_anew(
    own: BrowserContext, desk: Server, store: Store
) -> None:
    page = opened(own, desk)
    log_in(page, "王")
    remove_account(store, "王")
    page.reload()
    is_out(page)


def test_a_publication_lets_go_of_the_files_and_says_the_office_and_not_the_login(
    own: BrowserContext, desk: Server, store: Store
) -> None:
    page = opened(own, desk)
    log_in(page)
    page.set_input_files("input[type=file]", {"name": "户厕_2023-10.csv", "mimeType": "text/csv", "buffer": GOOD})
    expect(page.get_by_text("没有错误，可以发布")).to_be_visible(timeout=WAIT)
    assert comes_to_hold(desk, len(GOOD))
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_text("已发布第 1 版")).to_be_visible(timeout=WAIT)
    assert comes_to_hold(desk, 0)
    screen = open_screen(page, f"{desk.url}/households")
    source = screen.page.locator("footer.source").inner_text()
    assert "农办" in source and "李" not in source


def test_a_logout_lets_go_of_the_files(own: BrowserContext, desk: Server) -> None:
    page = opened(own, desk)
    log_in(page)
    page.set_input_files("input[type=file]", {"name": "户厕_2023-11.csv", "mimeType": "text/csv", "buffer": GOOD})
    expect(page.get_by_text("没有错误，可以发布")).to_be_visible(timeout=WAIT)
    assert comes_to_hold(desk, len(GOOD))
    page.get_by_role("button", name="退出").click()
    is_out(page)
    assert comes_to_hold(desk, 0)
