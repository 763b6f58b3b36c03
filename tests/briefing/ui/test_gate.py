"""What the gate lets through: metrics for this machine, uploads from the desk, and the address that it believes."""

from pathlib import Path

import pytest

from briefing.ui import cookies
from briefing.ui.gate import PROXY_VARIABLE, UNNAMED_PROXY, Gate
from briefing.ui.uploads import Desk
from data_loaders.store import logins
from data_loaders.store.accounts import Role, add_account
from data_loaders.store.editions import STORE_VARIABLE, open_store
from tests import awaiting

UPLOAD = "/_stcore/upload_file/{}/file"
OWN = {"host": "dashboard.example", "origin": "https://dashboard.example", "content-type": "application/json"}


def asked(
    gate: Gate,
    path: str,
    *,
    method: str = "GET",
    client: str = "127.0.0.1",
    kind: str = "http",
    body: bytes = b"",
    **scope: object,
) -> tuple[int | None, dict[str, str]]:
    """Status and headers of the gate's own answer; None when the request was passed on."""
    sent = []
    headers = [(name.replace("_", "-").encode(), value.encode()) for name, value in scope.pop("headers", {}).items()]

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request", "body": body}

    whole = {
        "type": kind,
        "path": path,
        "method": method,
        "headers": headers,
        "client": (client, 5),
        "scheme": "http",
    } | scope
    awaiting.run(gate(whole, receive, send))
    if not sent:
        return None, {}
    return sent[0]["status"], {name.decode(): value.decode() for name, value in sent[0]["headers"]}


class Passed(list):
    """An application that remembers the scopes it was given."""

    async def __call__(self, scope, receive, send):
        self.append(scope)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PROXY_VARIABLE, raising=False)


@pytest.mark.parametrize(
    ("client", "status"), [("127.0.0.1", None), ("::1", None), ("::ffff:127.0.0.1", None), ("10.0.0.9", 403), ("", 403)]
)
def test_metrics_are_for_this_machine(client: str, status: int | None) -> None:
    for path in ("/_stcore/metrics", "/rural/_stcore/metrics"):
        assert asked(Gate(Passed(), Desk()), path, client=client)[0] == status


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "x-real-ip", "via", "x-forwarded-proto"])
@pytest.mark.parametrize("named", [None, "127.0.0.1"])
def test_metrics_are_not_for_what_a_proxy_on_this_machine_brings(
    monkeypatch: pytest.MonkeyPatch, header: str, named: str | None
) -> None:
    if named:
        monkeypatch.setenv(PROXY_VARIABLE, named)
    assert asked(Gate(Passed(), Desk()), "/_stcore/metrics", headers={header: "127.0.0.1"})[0] == 403


@pytest.mark.parametrize(
    ("named", "client", "forwarded", "believed"),
    [
        (None, "10.0.0.9", None, "10.0.0.9"),
        (None, "127.0.0.1", "198.51.100.7", UNNAMED_PROXY),
        (None, "198.51.100.7", "198.51.100.7", UNNAMED_PROXY),
        ("10.0.0.1", "10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "::ffff:10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "10.0.0.1", "1.2.3.4, 198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "10.0.0.2", "198.51.100.7", "10.0.0.2"),
        ("10.0.0.1", "127.0.0.1", "198.51.100.7", "127.0.0.1"),
    ],
)
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_a_forwarded_address_is_believed_from_the_proxy_that_the_setting_names(
    monkeypatch: pytest.MonkeyPatch, named: str | None, client: str, forwarded: str | None, believed: str, kind: str
) -> None:
    if named:
        monkeypatch.setenv(PROXY_VARIABLE, named)
    passed = Passed()
    asked(
        Gate(passed, Desk()),
        "/_stcore/stream",
        client=client,
        kind=kind,
        headers={"x-forwarded-for": forwarded} if forwarded else {},
    )
    assert passed[0]["client"][0] == believed


def test_an_upload_is_let_in_from_a_session_at_the_desk_and_from_no_other() -> None:
    passed, desk = Passed(), Desk()
    gate = Gate(passed, desk)
    assert asked(gate, UPLOAD.format("a"), method="PUT", headers={"content-length": "5"})[0] == 403
    desk.admit("a", "王")
    assert asked(gate, UPLOAD.format("a"), method="PUT", headers={"content-length": "5"})[0] is None
    assert asked(gate, UPLOAD.format("b"), method="PUT", headers={"content-length": "5"})[0] == 403
    desk.dismiss("a")
    assert asked(gate, UPLOAD.format("a"), method="PUT", headers={"content-length": "5"})[0] == 403
    assert len(passed) == 1


def test_who_was_at_the_desk_of_another_replica_uploads_with_the_cookie_of_the_login(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page stays as that one drew it, so none has let the new session in here."""
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "store"))
    store, passed = open_store(), Passed()
    token = logins.begin(store, add_account(store, "王", Role.UPLOADER, "long enough 2023").name)

    def status(sent: str) -> int | None:
        headers = {"content-length": "5", "cookie": sent}
        return asked(Gate(passed, Desk()), UPLOAD.format("new"), method="PUT", headers=headers)[0]

    assert status(f"other=1; desk={token}") is None and len(passed) == 1
    assert [status(sent) for sent in ("desk=nobody", "other=1", "desk", f"desk={token}x")] == [403] * 4
    logins.end(store, logins.digest_of(token))
    assert status(f"desk={token}") == 403 and len(passed) == 1


def redeemed(ticket: object, **changes: object) -> tuple[int | None, dict[str, str]]:
    body = ticket if isinstance(ticket, bytes) else f'"{ticket}"'.encode()
    headers = OWN | changes.pop("headers", {})
    return asked(Gate(Passed(), Desk()), cookies.PATH, method="POST", body=body, headers=headers, **changes)


def test_a_ticket_gives_a_cookie_that_no_script_reads_and_no_other_site_sends() -> None:
    ticket = cookies.ticket_for("the token")
    status, headers = redeemed(ticket, scheme="https")
    assert (status, headers["cache-control"]) == (204, "no-store")
    assert headers["set-cookie"] == "desk=the token; Path=/; HttpOnly; SameSite=Strict; Secure"
    assert "Secure" not in redeemed(cookies.ticket_for("x"))[1]["set-cookie"]


def test_a_ticket_is_good_once_and_for_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = cookies.ticket_for("the token")
    assert cookies.is_open(ticket)
    assert (redeemed(ticket)[0], redeemed(ticket)[0]) == (204, 400)
    assert not cookies.is_open(ticket)
    late = cookies.ticket_for("the token")
    now = cookies.time.monotonic()
    monkeypatch.setattr(cookies.time, "monotonic", lambda: now + cookies.TICKET_SECONDS + 1)
    assert not cookies.is_open(late) and redeemed(late)[0] == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"}, {"origin": ""}, {"origin": "null"}, {"host": ""},
        {"content-type": "text/plain"}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"},
    ],
)  # fmt: skip
def test_a_page_of_another_site_changes_no_ticket(headers: dict[str, str]) -> None:
    ticket = cookies.ticket_for("the attacker's own login")
    status, answered = redeemed(ticket, headers=headers)
    assert status == 403 and "set-cookie" not in answered and cookies.is_open(ticket)


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"{}", b'"nobody"', b"\xff", b'"' + b"x" * 10_000])
def test_what_is_no_ticket_gives_nothing(body: bytes) -> None:
    status, headers = redeemed(body)
    assert status == 400 and "set-cookie" not in headers


def test_a_logout_takes_the_cookie_away_and_tells_the_other_tabs() -> None:
    assert "Max-Age=0" in redeemed(cookies.ticket_for(""))[1]["set-cookie"]
    assert "postMessage" in cookies.script(cookies.ticket_for("")) and "postMessage" not in cookies.script(
        cookies.ticket_for("x")
    )


def test_the_token_itself_is_never_in_a_page() -> None:
    assert "the token" not in cookies.script(cookies.ticket_for("the token"))
