"""The nginx example of docs/deploy, with a real nginx before a real server: what it lets through and what it does not."""

import http.client
import re
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from data_loaders.delivering import reference
from data_loaders.store import audit
from data_loaders.store.accounts import Role, add_account
from data_loaders.store.audit import Action
from data_loaders.store.editions import open_store
from tests.briefing.ledgers import frame, households
from tests.briefing.ui.test_middleware import STRICT_HEADERS
from tests.browser import nginx
from tests.browser.harness import PROJECTOR, SCREEN_SECONDS, Server, open_screen, running_server
from tests.browser.nginx import Nginx

pytestmark = pytest.mark.browser

MEGABYTE = 1_000_000
PASSWORD = "a long password"
NO_UPLOAD = "/_stcore/upload_file/nobody/nothing"
TRUSTING = ssl._create_unverified_context()
UPGRADE = {
    "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol": "streamlit",
}  # fmt: skip


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with what docs/deploy/dashboard.service sets for one name, and with one account."""
    folder, unit = tmp_path_factory.mktemp("behind"), (nginx.DEPLOY / "dashboard.service").read_text(encoding="utf-8")
    store = open_store(str(folder / "store"))
    store.publish({"toilets": frame("toilets", [households(3, 9)])}, by="测试", shipped=reference.tables())
    add_account(store, "李", Role.UPLOADER, PASSWORD)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in re.findall(r"^Environment=((?:STREAMLIT|FORWARDED)_\w+)=(.+)$", unit, re.MULTILINE):
            patch.setenv(name, value.replace("dashboard.example", "localhost"))
        with running_server(Path(store.uri), folder / "server.log") as server:
            yield server


@pytest.fixture(scope="module")
def front(behind: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    """nginx before it."""
    made = nginx.prepare(tmp_path_factory.mktemp("nginx"), urlsplit(behind.url).port)
    with nginx.running(made) as front:
        deadline = time.monotonic() + SCREEN_SECONDS
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", front.tls), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield front


def over_tls(front: Nginx) -> http.client.HTTPSConnection:
    """A connection to nginx that trusts its new certificate."""
    return http.client.HTTPSConnection("localhost", front.tls, context=TRUSTING, timeout=SCREEN_SECONDS)


def asked(
    connection: http.client.HTTPConnection,
    path: str = "/",
    *,
    method: str = "GET",
    body: bytes | None = None,
    **headers: str,
) -> tuple[int, http.client.HTTPMessage]:
    """Status and headers of one answer."""
    with closing(connection):
        connection.request(method, path, body=body, headers=headers)
        with closing(connection.getresponse()) as answer:
            return answer.status, answer.headers


def handshake(server: Server, host: str, origin: str | None = None) -> int:
    """The status that a websocket asking for a host gets from the server itself."""
    headers = UPGRADE | {"Host": host} | ({"Origin": origin} if origin else {})
    return asked(
        http.client.HTTPConnection("127.0.0.1", urlsplit(server.url).port, timeout=SCREEN_SECONDS),
        "/_stcore/stream",
        **headers,
    )[0]


def test_nginx_accepts_the_example(tmp_path: Path) -> None:
    made = nginx.prepare(tmp_path, 8501)
    checked = subprocess.run(nginx.command(made, "-t"), capture_output=True, text=True, check=False)
    assert checked.returncode == 0 and "warn" not in checked.stderr, checked.stderr


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window of its own, without the cookies of others."""
    with closing(browser.new_context(viewport=PROJECTOR)) as context:
        yield context.new_page()


def test_a_screen_works_through_tls_and_the_websocket(page: Page, front: Nginx) -> None:
    screen = open_screen(page, f"https://localhost:{front.tls}/households?present=1")
    assert "户厕" in screen.text
    assert (screen.errors, screen.outside) == ([], [])


def test_a_file_larger_than_nginx_would_take_by_itself_can_be_uploaded(page: Page, front: Nginx) -> None:
    open_screen(page, f"https://localhost:{front.tls}/upload")
    page.get_by_label("账号").fill("李")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    content = b"a,b\n" + b"1,%s\n" % (b"x" * 1000) * (2 * MEGABYTE // 1000)
    page.set_input_files("input[type=file]", {"name": "x.csv", "mimeType": "text/csv", "buffer": content})
    expect(page.get_by_text("看不出是哪张台账").first).to_be_visible(timeout=SCREEN_SECONDS * 1000)


def test_the_strict_headers_arrive_once_and_https_is_remembered(front: Nginx) -> None:
    _, headers = asked(over_tls(front))
    for name, value in STRICT_HEADERS.items():
        assert headers.get_all(name) == [value]
    assert headers.get_all("strict-transport-security") == ["max-age=31536000"]
    assert headers["server"] == "nginx"


def test_plain_http_is_sent_to_https(front: Nginx) -> None:
    status, headers = asked(
        http.client.HTTPConnection("localhost", front.plain, timeout=SCREEN_SECONDS), "/funds?present=1"
    )
    assert (status, headers["location"]) == (301, "https://localhost/funds?present=1")


def test_another_name_gets_no_answer(front: Nginx) -> None:
    with pytest.raises(http.client.RemoteDisconnected):
        asked(http.client.HTTPConnection("localhost", front.plain, timeout=SCREEN_SECONDS), Host="evil.example")
    with (
        pytest.raises(ssl.SSLError),
        socket.create_connection(("localhost", front.tls), timeout=SCREEN_SECONDS) as plain,
    ):
        TRUSTING.wrap_socket(plain, server_hostname="evil.example")


def test_an_upload_beyond_the_limit_is_refused_before_it_is_sent(front: Nginx) -> None:
    beyond, _ = asked(over_tls(front), NO_UPLOAD, method="PUT", **{"Content-Length": str(300 * MEGABYTE)})
    assert beyond == 413


def test_a_stranger_s_upload_is_refused_without_its_token(front: Nginx) -> None:
    _, headers = asked(over_tls(front), "/_stcore/health")
    cookie = SimpleCookie(headers["set-cookie"])["_streamlit_xsrf"]
    own = {"Cookie": f"{cookie.key}={cookie.value}"}
    assert asked(over_tls(front), NO_UPLOAD, method="PUT", body=b"x")[0] == 403
    assert (
        asked(over_tls(front), NO_UPLOAD, method="PUT", body=b"x", **own)[0] == 403
    )  # what another site's page could send
    assert asked(over_tls(front), NO_UPLOAD, method="PUT", body=b"x", **own, **{"X-Xsrftoken": cookie.value})[0] == 403
    large = str(2 * MEGABYTE)
    assert (
        asked(over_tls(front), "/overview", method="PUT", **{"Content-Length": large})[0] == 413
    )  # only uploads are large


def test_nginx_answers_a_flood_of_uploads_itself(front: Nginx) -> None:
    statuses = []
    with closing(over_tls(front)) as connection:
        while (
            429 not in statuses and len(statuses) < 3000
        ):  # a slow machine takes longer to come to the end of the burst
            connection.request("PUT", NO_UPLOAD)
            with closing(connection.getresponse()) as answer:
                statuses.append(answer.status)
                answer.read()
    assert statuses[0] == 403 and statuses[-1] == 429


def test_metrics_are_told_to_nobody_through_nginx_and_to_this_machine(front: Nginx, behind: Server) -> None:
    assert asked(over_tls(front), "/_stcore/metrics")[0] == 403
    direct = partial(http.client.HTTPConnection, "127.0.0.1", urlsplit(behind.url).port, timeout=SCREEN_SECONDS)
    assert asked(direct(), "/_stcore/metrics")[0] == 200
    assert asked(direct(), "/_stcore/metrics", **{"X-Forwarded-For": "127.0.0.1"})[0] == 403


def test_a_login_is_counted_at_the_visitor_s_address_and_its_cookie_goes_over_tls_only(
    page: Page, front: Nginx, behind: Server
) -> None:
    store = open_store(str(behind.log.parent / "store"))
    open_screen(page, f"https://localhost:{front.tls}/upload")
    page.get_by_label("账号").fill("李")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("button", name="退出")).to_be_visible(timeout=SCREEN_SECONDS * 1000)
    newest = next(entry for entry in audit.entries(store) if entry.action is Action.LOGGED_IN)
    assert newest.subject == "127.0.0.1"  # of the browser, as nginx saw it
    page.wait_for_timeout(2000)
    (cookie,) = [cookie for cookie in page.context.cookies() if cookie["name"] == "desk"]
    assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (True, True, "Strict")


def test_the_server_itself_knows_its_names_and_no_others(behind: Server) -> None:
    """A page of another site that rebinds its name to this machine gets no websocket."""
    assert handshake(behind, "localhost") == 101
    assert handshake(behind, "evil.example") == 403


def test_another_site_gets_no_websocket(behind: Server) -> None:
    assert handshake(behind, "localhost", "http://localhost") == 101
    assert handshake(behind, "localhost", "http://evil.example") == 403
