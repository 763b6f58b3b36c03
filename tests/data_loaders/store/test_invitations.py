"""One-time links: the first administrator, a new account, a lost password; each opens once, and not for long."""

import re
import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data_loaders.__main__ import main
from data_loaders.store import accounts, invitations
from data_loaders.store.accounts import Account, LoginFailed, Role, log_in
from data_loaders.store.editions import STORE_VARIABLE, Store, open_store

PASSWORD = "long enough 2023"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "store"))


def test_the_first_administrator_comes_once(store: Store) -> None:
    token, second = invitations.invite_first(store), invitations.invite_first(store)
    assert token and second and invitations.invitation(store, token) is None  # a newer start, a newer link
    assert invitations.accept(store, second, "李", PASSWORD).role is Role.ADMINISTRATOR
    assert invitations.invite_first(store) is None
    with pytest.raises(ValueError, match="用过"):
        invitations.accept(store, second, "王", PASSWORD)
    assert log_in(store, "李", PASSWORD).name == "李"


def test_the_first_link_ends_with_the_first_account_however_it_was_made(store: Store) -> None:
    token = invitations.invite_first(store)
    accounts.add_account(store, "李", Role.ADMINISTRATOR, PASSWORD)
    with pytest.raises(ValueError, match="用过"):
        invitations.accept(store, token or "", "王", PASSWORD)


def test_an_invited_account_has_the_role_and_town_it_was_given_and_no_other_name(store: Store) -> None:
    token = invitations.invite(store, Account("潭口", Role.UPLOADER, town="潭口镇"))
    with pytest.raises(ValueError, match="至少"):
        invitations.accept(store, token, "", "short")
    made = invitations.accept(store, token, "别人", PASSWORD)
    assert (made.name, made.role, made.town) == ("潭口", Role.UPLOADER, "潭口镇")
    with pytest.raises(ValueError, match="用过"):
        invitations.accept(store, token, "", "another password")


def test_a_reset_ends_the_earlier_link_and_the_old_password_at_its_use(store: Store) -> None:
    accounts.add_account(store, "李", Role.UPLOADER, PASSWORD)
    old, new = (invitations.invite(store, Account("李", Role.UPLOADER)) for _ in range(2))
    assert invitations.invitation(store, old) is None
    assert log_in(store, "李", PASSWORD)
    invitations.accept(store, new, "", "another password")
    with pytest.raises(LoginFailed):
        log_in(store, "李", PASSWORD)


def test_a_link_holds_for_a_week_and_the_store_does_not_know_it(store: Store) -> None:
    token = invitations.invite(store, Account("李", Role.UPLOADER))
    assert invitations.invitation(store, token)
    assert invitations.invitation(store, token, datetime.now(UTC) + timedelta(days=8)) is None
    assert invitations.invitation(store, "guessed") is None
    assert not any(token.encode() in path.read_bytes() for path in Path(store.uri).rglob("*") if path.is_file())


def test_the_start_prints_the_first_link_and_keeps_it_for_its_owner_until_there_is_an_account(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(STORE_VARIABLE, store.uri)
    file = tmp_path / "link.txt"
    for _ in range(2):
        assert main(["user", "first", "--port", "8600", "--file", str(file)]) == 0
    told = capsys.readouterr().out.split()[-1]
    assert file.read_text("utf-8").strip() == told
    assert sys.platform == "win32" or stat.S_IMODE(file.stat().st_mode) == 0o600
    token = re.fullmatch(r"http://localhost:8600/upload\?invite=(\S+)", told)
    assert token and invitations.accept(store, token[1], "李", PASSWORD)
    assert main(["user", "first", "--file", str(file)]) == 0
    assert not file.exists() and not capsys.readouterr().out
