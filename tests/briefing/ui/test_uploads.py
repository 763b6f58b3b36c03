"""What the desk holds for whom: so much an account, so much altogether, so fast, and until they leave."""

from types import SimpleNamespace

import pytest

from briefing.ui import uploads
from briefing.ui.uploads import Desk, Refusal
from data_loaders.reading import limits
from data_loaders.store import logins


class Runtime:
    """As much of Streamlit's runtime as the desk asks for."""

    def __init__(self) -> None:
        self.file_storage: dict[str, dict[str, SimpleNamespace]] = {}
        self.uploaded_file_mgr = self
        self.connected: set[str] = set()
        self.closed: list[str] = []

    def remove_session_files(self, session: str) -> None:
        self.file_storage.pop(session, None)

    def is_active_session(self, session: str) -> bool:
        return session in self.connected

    def close_session(self, session: str) -> None:
        self.closed.append(session)


@pytest.fixture
def runtime() -> Runtime:
    return Runtime()


@pytest.fixture
def desk(runtime: Runtime) -> Desk:
    desk = Desk(lambda: runtime)
    for session, name in (("a", "王"), ("b", "王"), ("c", "李")):
        desk.admit(session, name, f"login of {name}")
        runtime.connected.add(session)
    return desk


@pytest.fixture
def passed(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    clock = SimpleNamespace(seconds=1_000.0)
    monkeypatch.setattr(uploads, "time", SimpleNamespace(monotonic=lambda: clock.seconds))
    return clock


def upload(desk: Desk, runtime: Runtime, session: str, size: int) -> int:
    """The status of a whole upload; 204 when it was taken."""
    claim = desk.claim(session, size)
    if isinstance(claim, Refusal):
        return claim.status
    files = runtime.file_storage.setdefault(session, {})
    files[str(len(files))] = SimpleNamespace(data=range(size))
    desk.done(claim)
    return 204


def test_the_limits_fit_those_of_files_and_logins() -> None:
    assert uploads.UNKNOWN_BYTES == limits.FILE_BYTES <= uploads.ACCOUNT_BYTES < uploads.ALL_BYTES
    assert logins.IDLE_AT_MOST.total_seconds() == uploads.IDLE_SECONDS


def test_who_is_not_at_the_desk_uploads_nothing(desk: Desk, runtime: Runtime) -> None:
    assert upload(desk, runtime, "nobody", 1) == 403


def test_an_account_holds_so_many_bytes_over_all_its_tabs_and_others_go_on(desk: Desk, runtime: Runtime) -> None:
    half = uploads.ACCOUNT_BYTES // 2
    assert [upload(desk, runtime, session, half) for session in "abac"] == [204, 204, 413, 204]
    assert "每个账号" in desk.told("a") and desk.told("a") == "" and desk.told("c") == ""
    desk.free("b")
    assert upload(desk, runtime, "a", half) == 204


def test_an_account_holds_so_many_files(desk: Desk, runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "ACCOUNT_FILES", 3)
    assert [upload(desk, runtime, session, 1) for session in "aabbc"] == [204, 204, 204, 413, 204]


def test_all_accounts_together_hold_so_much(desk: Desk, runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "ALL_BYTES", 100)
    assert [upload(desk, runtime, session, 60) for session in "ac"] == [204, 413]


def test_uploads_that_come_at_once_are_counted_before_they_are_there(desk: Desk) -> None:
    claims = [desk.claim("a", None) for _ in range(3)]  # none of them says its size
    assert [isinstance(claim, Refusal) for claim in claims] == [False, False, True]
    desk.done(claims[0])
    assert isinstance(desk.claim("b", None), int)


def test_an_account_sends_so_much_in_ten_minutes(desk: Desk, runtime: Runtime, passed: SimpleNamespace) -> None:
    desk.admit("a", "王")
    statuses = []
    for _ in range(uploads.RATE_FILES + 1):
        statuses.append(upload(desk, runtime, "a", 1))
        desk.free("a")
    assert (statuses[-2], statuses[-1]) == (204, 429)
    passed.seconds += uploads.RATE_SECONDS + 1
    assert upload(desk, runtime, "a", 1) == 204


def test_a_logout_frees_what_was_uploaded_in_every_tab_of_it(desk: Desk, runtime: Runtime) -> None:
    for session in "abc":
        upload(desk, runtime, session, 5)
    desk.dismiss_login("login of 王")
    assert set(runtime.file_storage) == {"c"}
    assert [upload(desk, runtime, session, 1) for session in "abc"] == [403, 403, 204]


def test_what_arrives_after_a_logout_is_let_go(desk: Desk, runtime: Runtime) -> None:
    claim = desk.claim("a", 5)
    desk.dismiss("a")
    runtime.file_storage["a"] = {"0": SimpleNamespace(data=b"12345")}
    desk.done(claim)
    assert "a" not in runtime.file_storage


def test_who_left_is_swept_up_after_and_who_comes_back_in_time_is_not(
    desk: Desk, runtime: Runtime, passed: SimpleNamespace
) -> None:
    for session in "abc":
        desk.admit(session, "王")
        upload(desk, runtime, session, 5)
    runtime.connected -= {"a", "b"}
    desk.sweep()
    passed.seconds += uploads.AWAY_SECONDS - 1
    runtime.connected.add("b")
    desk.sweep()
    passed.seconds += 2
    runtime.connected.remove("b")
    desk.sweep()
    assert runtime.closed == ["a"] and set(runtime.file_storage) == {"b", "c"}


def test_whoever_does_nothing_for_half_an_hour_holds_nothing(
    desk: Desk, runtime: Runtime, passed: SimpleNamespace
) -> None:
    desk.admit("a", "王")
    upload(desk, runtime, "a", 5)
    passed.seconds += uploads.IDLE_SECONDS + 1
    assert upload(desk, runtime, "a", 5) == 403
    desk.sweep()
    assert runtime.file_storage == {} and runtime.closed == []
