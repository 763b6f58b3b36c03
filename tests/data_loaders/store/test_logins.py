"""A login outlives a reload and holds on every replica, until it is ended or nobody is there for half an hour."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from data_loaders.store import logins
from data_loaders.store.accounts import Role, account_named, add_account, remove_account
from data_loaders.store.editions import Store, open_store
from data_loaders.store.logins import IDLE_AT_MOST, account_of, begin, digest_of, end

PASSWORD = "long enough 2023"
IDLE = IDLE_AT_MOST.total_seconds()


@pytest.fixture
def store(tmp_path) -> Store:
    store = open_store(str(tmp_path / "store"))
    add_account(store, "王", Role.ADMINISTRATOR, PASSWORD, town=None, display="县乡村振兴局")
    return store


@pytest.fixture
def passed(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Sets how many seconds have passed (`monotonic`) and what the clock on the wall says (`wall`)."""
    clock = SimpleNamespace(monotonic=1_000.0, wall=datetime(2026, 11, 25, 8, tzinfo=UTC))

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return clock.wall

    monkeypatch.setattr(logins, "time", SimpleNamespace(monotonic=lambda: clock.monotonic))
    monkeypatch.setattr(logins, "datetime", Clock)
    return clock


def another_replica() -> None:
    """From now on this process knows what a process knows that has seen nothing yet."""
    logins._seen.clear()
    logins._ended.clear()


def kept(store: Store) -> list[Path]:
    return list(Path(store.uri, logins.FOLDER).glob("*"))


def test_a_login_is_of_its_account_here_and_on_another_replica(store: Store) -> None:
    digest = digest_of(begin(store, "王"))
    assert account_of(store, digest) == account_named(store, "王")
    another_replica()
    assert account_of(open_store(store.uri), digest) == account_named(store, "王")


def test_the_token_is_nowhere_in_the_store(store: Store, tmp_path: Path) -> None:
    token = begin(store, "王")
    assert len(kept(store)) == 1
    assert all(
        token.encode() not in file.read_bytes() and token not in str(file)
        for file in tmp_path.rglob("*")
        if file.is_file()
    )


@pytest.mark.parametrize("token", ["", "nobody's", "../../editions", "\ud800", "x" * 100_000])
def test_what_is_no_token_lets_nobody_in(store: Store, token: str) -> None:
    begin(store, "王")
    assert account_of(store, digest_of(token)) is None


def test_a_login_that_was_ended_is_ended_on_every_replica(store: Store) -> None:
    digest = digest_of(begin(store, "王"))
    end(store, digest)
    assert account_of(store, digest) is None and kept(store) == []
    another_replica()
    assert account_of(store, digest) is None


@pytest.mark.parametrize("again", [False, True])
def test_closing_an_account_ends_its_logins_also_when_it_is_made_again(store: Store, again: bool) -> None:
    digest = digest_of(begin(store, "王"))
    remove_account(store, "王")
    if again:
        add_account(store, "王", Role.ADMINISTRATOR, PASSWORD)
    assert account_of(store, digest) is None


def test_a_new_password_ends_the_logins_of_before(store: Store) -> None:
    digest = digest_of(begin(store, "王"))
    add_account(store, "王", Role.ADMINISTRATOR, PASSWORD + "!")
    assert account_of(store, digest) is None


def test_half_an_hour_without_a_sign_of_life_ends_it_and_every_sign_begins_it_anew(
    store: Store, passed: SimpleNamespace
) -> None:
    digest = digest_of(begin(store, "王"))
    for _ in range(3):
        passed.monotonic += IDLE - 1
        passed.wall += timedelta(seconds=IDLE - 1)
        assert account_of(store, digest) is not None
    passed.monotonic += IDLE + 1
    passed.wall += timedelta(seconds=IDLE + 1)
    assert account_of(store, digest) is None and kept(store) == []


@pytest.mark.parametrize("jump", [timedelta(days=400), timedelta(days=-400)])
def test_a_clock_that_jumps_neither_ends_a_login_nor_prolongs_it(
    store: Store, passed: SimpleNamespace, jump: timedelta
) -> None:
    digest = digest_of(begin(store, "王"))
    passed.wall += jump
    passed.monotonic += IDLE - 1
    assert account_of(store, digest) is not None
    passed.wall -= jump
    passed.monotonic += IDLE + 1
    assert account_of(store, digest) is None


@pytest.mark.parametrize(("minutes", "lasts"), [(29, True), (31, False), (-4, True), (-6, False)])
def test_a_replica_that_meets_it_for_the_first_time_reads_the_clock(
    store: Store, passed: SimpleNamespace, minutes: int, lasts: bool
) -> None:
    digest = digest_of(begin(store, "王"))
    another_replica()
    passed.wall += timedelta(minutes=minutes)
    assert (account_of(store, digest) is not None) == lasts


def test_what_another_replica_saw_last_keeps_it_alive_here(store: Store, passed: SimpleNamespace) -> None:
    digest = digest_of(begin(store, "王"))
    here = dict(logins._seen)
    passed.monotonic += IDLE - 60
    passed.wall += timedelta(seconds=IDLE - 60)
    another_replica()
    assert account_of(store, digest) is not None  # over there
    logins._seen.update(here)
    passed.monotonic += 120
    passed.wall += timedelta(seconds=120)
    assert account_of(store, digest) is not None


def test_signs_of_life_are_written_once_a_minute_and_never_pile_up(store: Store, passed: SimpleNamespace) -> None:
    digest = digest_of(begin(store, "王"))
    (file,) = kept(store)
    written = set()
    for _ in range(60):
        passed.monotonic += 5
        passed.wall += timedelta(seconds=5)
        assert account_of(store, digest)
        written.add(file.read_bytes())
    assert kept(store) == [file] and 3 <= len(written) <= 6


def test_logins_that_nobody_came_back_to_are_cleared_at_the_next_one(store: Store) -> None:
    begin(store, "王")
    (old,) = kept(store)
    two_days_ago = (datetime.now(UTC) - timedelta(days=2)).timestamp()
    os.utime(old, (two_days_ago, two_days_ago))
    begin(store, "王")
    assert len(kept(store)) == 1 and not old.exists()


def test_a_file_that_is_no_login_is_none(store: Store) -> None:
    digest = digest_of(begin(store, "王"))
    for content in (b"", b"[]", b"{}", b"\xff"):
        kept(store)[0].write_bytes(content)
        assert account_of(store, digest) is None
