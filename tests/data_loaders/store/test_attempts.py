"""Guessing passwords is slowed down by name and address, by name, by address and altogether; nobody is locked out by it."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from data_loaders.store import accounts, attempts, audit
from data_loaders.store.accounts import LoginFailed, Role, add_account, log_in, unlock
from data_loaders.store.audit import Action
from data_loaders.store.editions import Store, open_store

PASSWORD = "long enough 2023"
OFFICE, HOME, STRANGER = "10.1.0.7", "10.2.0.9", "203.0.113.5"


@pytest.fixture
def store(tmp_path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store with one account, where every wait is the longest, so that a slow machine does not sit one out."""
    monkeypatch.setattr(attempts, "FIRST_WAIT", attempts.LONGEST_WAIT)
    store = open_store(str(tmp_path / "store"))
    add_account(store, "王", Role.ADMINISTRATOR, PASSWORD)
    return store


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every password that was compared with a hash."""
    compared, real = [], accounts._HASHER

    class Counting:
        def verify(self, kept: str, password: str) -> bool:
            compared.append(password)
            return real.verify(kept, password)

        hash = staticmethod(real.hash)

    monkeypatch.setattr(accounts, "_HASHER", Counting())
    monkeypatch.setattr(attempts, "SECONDS_BETWEEN", 0.0)
    return compared


def fail(
    store: Store,
    name: str = "王",
    address: str = STRANGER,
    *,
    now: datetime | None = None,
    password: str = "wrong password",
) -> str:
    with pytest.raises(LoginFailed) as failed:
        log_in(store, name, password, address=address, now=now)
    return str(failed.value)


def lock(store: Store, name: str = "王", address: str = STRANGER) -> None:
    for _ in range(attempts.FREE_FAILURES):
        assert "不对" in fail(store, name, address)
    assert "秒后再试" in fail(store, name, address)


def test_a_stranger_who_fails_locks_nobody_out_elsewhere(store: Store) -> None:
    lock(store)
    assert log_in(store, "王", PASSWORD, address=HOME).name == "王"


def test_the_wait_of_a_name_at_an_address_doubles_up_to_the_longest() -> None:
    at, waits = datetime.now(UTC) + timedelta(minutes=1), []
    entries = [audit.Entry(at, "王", Action.LOGIN_FAILED, STRANGER, "")] * 14
    for count in range(2, 14):
        waits.append(attempts._back_off(entries[:count], at).total_seconds())
    assert waits == [0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900]


def test_the_right_password_is_taken_where_it_was_right_before_however_many_were_wrong_there(
    store: Store, hashes: list
) -> None:
    log_in(store, "王", PASSWORD, address=OFFICE)
    for _ in range(attempts.FREE_FAILURES + 3):
        assert "不对" in fail(store, address=OFFICE)
    assert log_in(store, "王", PASSWORD, address=OFFICE).name == "王"


def test_where_a_name_is_known_one_password_a_second_is_looked_at(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept = []
    monkeypatch.setattr(attempts, "time", SimpleNamespace(monotonic=lambda: 50.0, sleep=slept.append))
    monkeypatch.setattr(attempts, "_last_look", [0.0] * len(attempts._last_look))
    log_in(store, "王", PASSWORD, address=OFFICE)
    for _ in range(attempts.FREE_FAILURES + 2):
        fail(store, address=OFFICE)
    assert slept == [0.0, attempts.SECONDS_BETWEEN]


def test_an_address_is_known_for_the_name_that_logged_in_there_and_for_no_other(store: Store) -> None:
    add_account(store, "李", Role.UPLOADER, PASSWORD)
    log_in(store, "李", PASSWORD, address=OFFICE)
    lock(store, "王", OFFICE)
    assert "秒后再试" in fail(store, "王", OFFICE, password=PASSWORD)


def test_attempts_during_the_wait_cost_no_hash_and_no_entry_and_are_counted(store: Store, hashes: list) -> None:
    lock(store)
    before, entries = len(hashes), len(audit.entries(store))
    for _ in range(40):
        assert "秒后再试" in fail(store)
    assert (len(hashes), len(audit.entries(store))) == (before, entries)
    fail(store, now=datetime.now(UTC) + timedelta(minutes=16))
    newest = audit.entries(store)[0]
    assert (newest.action, newest.subject, newest.detail) == (Action.LOGIN_FAILED, STRANGER, "等待期间另有 41 次")


def test_at_a_known_address_the_wrong_ones_during_the_wait_make_no_entry_either(store: Store, hashes: list) -> None:
    log_in(store, "王", PASSWORD, address=OFFICE)
    for _ in range(attempts.FREE_FAILURES):
        fail(store, address=OFFICE)
    entries = len(audit.entries(store))
    for _ in range(5):
        fail(store, address=OFFICE)
    assert len(audit.entries(store)) == entries
    log_in(store, "王", PASSWORD, address=OFFICE)
    assert audit.entries(store)[0].detail == "等待期间另有 5 次"


@pytest.mark.parametrize(
    ("limit", "guess"),
    [
        ("NAME_AT_MOST", lambda at: ("王", f"203.0.113.{at}")),
        ("ADDRESS_AT_MOST", lambda at: (f"name {at}", STRANGER)),
        ("ALL_AT_MOST", lambda at: (f"name {at}", f"203.0.113.{at}")),
    ],
)
def test_many_names_or_addresses_meet_a_limit_that_a_known_address_does_not(
    store: Store, monkeypatch: pytest.MonkeyPatch, hashes: list, limit: str, guess
) -> None:
    log_in(store, "王", PASSWORD, address=OFFICE)
    monkeypatch.setattr(attempts, limit, 6)
    assert ["不对" in fail(store, *guess(at)) for at in range(8)] == [True] * 6 + [False] * 2
    compared = len(hashes)
    assert "秒后再试" in fail(store, *guess(9))
    assert len(hashes) == compared
    assert log_in(store, "王", PASSWORD, address=OFFICE).name == "王"
    later = datetime.now(UTC) + attempts.HOUR + timedelta(minutes=1)
    assert "不对" in fail(store, *guess(10), now=later)


@pytest.mark.parametrize("free", [unlock, lambda store, name: add_account(store, name, Role.ADMINISTRATOR, PASSWORD)])
def test_unlocking_or_a_new_password_frees_the_name_whatever_others_do(
    store: Store, monkeypatch: pytest.MonkeyPatch, free
) -> None:
    lock(store)
    free(store, "王")
    assert log_in(store, "王", PASSWORD, address=STRANGER).name == "王"
    monkeypatch.setattr(attempts, "ALL_AT_MOST", 3)
    for at in range(3):
        fail(store, f"nobody {at}", f"203.0.113.{at + 20}")
    assert log_in(store, "王", PASSWORD, address="198.51.100.1").name == "王"


def test_failures_without_an_address_from_the_version_before_count_for_the_name(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "NAME_AT_MOST", 4)
    for _ in range(4):
        audit.remember(store, "王", Action.LOGIN_FAILED)
    assert "秒后再试" in fail(store, address=HOME)


def test_what_one_replica_saw_holds_on_the_other(store: Store) -> None:
    lock(store)
    attempts._newest_read.clear()
    attempts._passed_over.clear()
    assert "秒后再试" in fail(open_store(store.uri))


def test_nobody_stands_in_the_queue_of_strangers_for_ever(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    log_in(store, "王", PASSWORD, address=OFFICE)
    monkeypatch.setattr(attempts, "QUEUE_SECONDS", 0.05)
    with attempts.turn("王", STRANGER, known=False):
        assert "人太多" in fail(store, address=HOME)
        assert log_in(store, "王", PASSWORD, address=OFFICE).name == "王"


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("10.0.0.7", "10.0.0.7"), ("::ffff:10.0.0.7", "10.0.0.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::9", "2001:db8:1:2::"), ("fe80::1%eth0", "fe80::"), ("unnamed-proxy", "unnamed-proxy"), ("", ""),
    ],
)  # fmt: skip
def test_an_address_is_counted_as_the_line_it_belongs_to(address: str, place: str) -> None:
    assert attempts.place_of(address) == place


def test_an_address_that_the_audit_masks_is_never_known(store: Store) -> None:
    like_a_mobile = "138" + "00138000"
    acts = [
        audit.Entry(datetime.now(UTC), "王", Action.LOGGED_IN, kept, "")
        for kept in (audit.kept(like_a_mobile), like_a_mobile, "")
    ]
    assert audit.kept(like_a_mobile) != like_a_mobile
    assert not attempts._is_known(acts, "王", like_a_mobile) and not attempts._is_known(acts, "王", "")


def test_the_failures_of_a_name_are_told_with_their_addresses(store: Store) -> None:
    fail(store)
    fail(store)
    fail(store, address=HOME)
    assert attempts.failures_of(store, "王", datetime.now(UTC)) == (3, 2)
    unlock(store, "王")
    assert attempts.failures_of(store, "王", datetime.now(UTC)) == (0, 0)
