"""Who may do what, and how a login fails."""

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pandas as pd
import pyarrow as pa
import pytest
from argon2 import PasswordHasher

from data_loaders.__main__ import main
from data_loaders.delivering import answering, desk, reference
from data_loaders.delivering.assigning import Assignment
from data_loaders.delivering.intake import Drop
from data_loaders.store import accounts, audit, logins
from data_loaders.store.accounts import (
    ANYBODY,
    Account,
    Capability,
    Denied,
    LoginFailed,
    Role,
    account_named,
    add_account,
    has_accounts,
    log_in,
    remove_account,
)
from data_loaders.store.append_only import append_record
from data_loaders.store.audit import Action
from data_loaders.store.editions import STORE_VARIABLE, open_store
from tests.data_loaders.store.test_editions import household_rows
from tests.roles import MATRIX

PASSWORD = "long enough 2023"


@pytest.fixture
def store(tmp_path):
    return open_store(str(tmp_path / "store"))


def toilets_drop(*rows: str, name: str = "户厕_2023-09.csv") -> Drop:
    return Drop(name, "\n".join(["镇,村,任务数,完成数", *rows]).encode())


def test_a_new_store_has_no_account_and_lets_nobody_in(store):
    assert not has_accounts(store)
    with pytest.raises(LoginFailed):
        log_in(store, "admin", "admin")


def test_an_account_logs_in_with_its_password_only(store):
    add_account(store, "王", Role.UPLOADER, PASSWORD, town="潭东镇")
    assert log_in(store, "王", PASSWORD) == Account("王", Role.UPLOADER, "潭东镇")
    with pytest.raises(LoginFailed):
        log_in(store, "王", PASSWORD + "x")


def test_the_password_is_nowhere_in_the_store(store, tmp_path):
    add_account(store, "王", Role.UPLOADER, PASSWORD)
    assert all(PASSWORD.encode() not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


@pytest.mark.parametrize(("name", "password"), [("王", "short"), ("", PASSWORD), ("same-as-name", "same-as-name")])
def test_weak_accounts_are_not_made(store, name, password):
    with pytest.raises(ValueError):
        add_account(store, name, Role.UPLOADER, password)
    assert not has_accounts(store)


def test_a_closed_account_cannot_log_in(store):
    add_account(store, "王", Role.UPLOADER, PASSWORD)
    remove_account(store, "王")
    with pytest.raises(LoginFailed):
        log_in(store, "王", PASSWORD)


def test_hashes_are_as_strong_as_the_library_makes_them(own_hasher):
    """The other tests use a cheap hasher."""
    names = ("type", "time_cost", "memory_cost", "parallelism", "hash_len", "salt_len")
    assert [getattr(own_hasher, name) for name in names] == [getattr(PasswordHasher(), name) for name in names]


def test_wrong_password_and_unknown_name_are_told_alike(store, monkeypatch):
    """In words and in time: each costs one comparison with a hash made as all are."""
    add_account(store, "王", Role.UPLOADER, PASSWORD)
    verify, asked, messages = PasswordHasher.verify, [], set()
    monkeypatch.setattr(
        PasswordHasher, "verify", lambda self, kept, given: asked.append(kept) or verify(self, kept, given)
    )
    for name in ("王", "nobody"):
        with pytest.raises(LoginFailed) as failed:
            log_in(store, name, "wrong password")
        messages.add(str(failed.value))
    assert len(messages) == 1
    costs = [kept.split("$")[1:4] for kept in asked]  # kind, version, and memory, rounds and lanes
    assert len(costs) == 2 and costs[0] == costs[1]


def test_repeated_failures_slow_a_name_down_and_time_frees_it_again(store):
    add_account(store, "王", Role.UPLOADER, PASSWORD)
    for _ in range(3):
        with pytest.raises(LoginFailed, match="不对"):
            log_in(store, "王", "wrong password")
    with pytest.raises(LoginFailed, match="秒后再试"):
        log_in(store, "王", PASSWORD)
    for seconds in (5, 10, 20, 40):
        failed_at = datetime.now(UTC)
        with pytest.raises(LoginFailed, match="秒后再试"):
            log_in(store, "王", PASSWORD, now=failed_at + timedelta(seconds=seconds / 2))
        with pytest.raises(LoginFailed, match="不对"):
            log_in(store, "王", "wrong password", now=failed_at + timedelta(seconds=seconds))
    later = datetime.now(UTC) + timedelta(minutes=2)
    assert log_in(store, "王", PASSWORD, now=later).name == "王"


DONE = answering.duty("D06", date(2023, 8, 9), "潭口镇")


def attempts(store):
    """Every act of the desk that needs a capability, as something to call with an account."""
    return {
        Capability.UPLOAD: lambda account: desk.examine_as(account, store, [toilets_drop("潭东镇,龙井村,12,9")]),
        Capability.PUBLISH: lambda account: desk.publish_as(
            account,
            store,
            desk.examine_as(Account("x", Role.ADMINISTRATOR), store, [toilets_drop("潭东镇,龙井村,12,9")]),
        ),
        Capability.RESTORE: lambda account: desk.restore_as(account, store, 1),
        Capability.NAME_MEETING: lambda account: desk.name_meeting_as(
            account, store, 1, "三季度调度会", date(2023, 10, 12)
        ),
        Capability.READ_AUDIT: lambda account: desk.entries_as(account, store),
        Capability.KEEP_LAYOUTS: lambda account: desk.layouts_as(account, store),
        Capability.KEEP_ACCOUNTS: lambda account: desk.invite_as(account, store, Account("新人", Role.UPLOADER)),
        Capability.READ_HEALTH: lambda account: desk.health_as(account, store, date(2023, 10, 12)),
        Capability.ANSWER: lambda account: desk.fill_in_as(account, store, "潭口镇", [DONE], on=1),
        Capability.RELEASE: lambda account: desk.release_as(
            account,
            store,
            desk.fill_in_as(Account("x", Role.ADMINISTRATOR), store, "潭口镇", [DONE], on=1).stamps,
            on=1,
        ),
        Capability.ASSIGN: lambda account: desk.assign_as(
            account, store, Assignment("补报污水管网图", ("潭东镇",), date(2023, 10, 12), date(2023, 10, 20))
        ),
    }


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("capability", [capability for capability in Capability if capability is not Capability.VIEW])
def test_the_desk_does_what_the_role_allows_and_nothing_else(store, role, capability):
    store.publish({"toilets": household_rows("2023-08-31", 3)}, by="测试", shipped=reference.tables())
    account = ANYBODY if role is Role.VIEWER else Account("王", role, unit="潭口镇" if role is Role.REPORTER else None)
    act = attempts(store)[capability]
    before = len(store.editions())
    if MATRIX[role, capability]:
        act(account)
    else:
        with pytest.raises(Denied, match="权限"):
            act(account)
        assert len(store.editions()) == before


def test_a_town_account_publishes_only_its_own_rows_and_the_others_stay(store):
    before = pd.concat([household_rows("2023-09-30", 3), household_rows("2023-09-30", 4, "三观村", "潭口镇")])
    store.publish({"toilets": before}, by="测试", shipped=reference.tables())
    town = Account("王", Role.UPLOADER, "潭东镇")
    batch = desk.examine_as(town, store, [toilets_drop("潭东镇,龙井村,20,9", "潭口镇,三观村,20,20")])
    outcome = desk.publish_as(town, store, batch)
    table = outcome.edition.table("toilets")
    assert dict(zip(table["village"], table["done"], strict=True)) == {"三观村": 4, "龙井村": 9}
    assert [finding.code for finding in outcome.findings if finding.code == "rows_of_others"] == ["rows_of_others"]


def test_the_town_counts_when_publishing_whoever_examined_the_files(store):
    before = pd.concat([household_rows("2023-09-30", 3), household_rows("2023-09-30", 4, "三观村", "潭口镇")])
    store.publish({"toilets": before}, by="测试", shipped=reference.tables())
    batch = desk.examine_as(
        Account("李", Role.ADMINISTRATOR), store, [toilets_drop("潭东镇,龙井村,20,9", "潭口镇,三观村,20,20")]
    )
    table = desk.publish_as(Account("王", Role.UPLOADER, "潭东镇"), store, batch).edition.table("toilets")
    assert dict(zip(table["village"], table["done"], strict=True)) == {"三观村": 4, "龙井村": 9}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("履职_2023-09.csv", "事项编号,完成日期,单位\nD01,2023-09-12,潭东镇\nD01,2023-09-13,潭口镇\n"),
        (
            "监测指标台账_2023-09.csv",
            "截至日期,指标编号,单位,数值\n2023-09-30,K01,潭东镇,99.1\n2023-09-30,K01,潭口镇,98.8\n",
        ),
    ],
)
def test_a_town_account_reports_only_its_own_duties_and_indicators(store, name, content):
    batch = desk.examine_as(Account("王", Role.UPLOADER, "潭东镇"), store, [Drop(name, content.encode())])
    assert batch.publishable, batch.findings
    (frame,) = batch.frames().values()
    assert frame["unit"].tolist() == ["潭东镇"]
    assert "rows_of_others" in {finding.code for finding in batch.findings}


def test_a_town_account_cannot_touch_the_plan_or_the_village_list(store):
    town = Account("王", Role.UPLOADER, "潭东镇")
    drop = Drop("村庄名录.csv", "镇,村,行政区划代码\n潭东镇,龙井村,360702192210\n".encode())
    batch = desk.examine_as(town, store, [drop])
    assert not batch.publishable
    assert batch.findings[0].code == "table_not_yours"


def test_what_is_refused_is_remembered_by_code_and_not_by_content(store):
    desk.examine_as(Account("王", Role.UPLOADER), store, [toilets_drop("潭东镇,龙井村,12,约9户")])
    newest = audit.entries(store)[0]
    assert (newest.who, newest.action, newest.detail) == ("王", Action.REFUSED, "cell_not_number")


def test_a_meeting_edition_can_be_named_once(store):
    store.publish({"toilets": household_rows("2023-09-30", 3)}, by="测试", shipped=reference.tables())
    administrator = Account("李", Role.ADMINISTRATOR)
    desk.name_meeting_as(administrator, store, 1, "三季度调度会", date(2023, 10, 12))
    with pytest.raises(ValueError, match="已定为"):
        desk.name_meeting_as(administrator, store, 1, "别的会", date(2023, 10, 13))


# --- what readers are shown, and stores of the version before ---------------------------------------------------------


@pytest.mark.parametrize(
    ("town", "display", "shown"),
    [(None, None, "农办"), ("潭东镇", None, "潭东镇"), ("潭东镇", "潭东镇农办", "潭东镇农办"), (None, " ", "农办")],
)
def test_readers_are_shown_the_office_the_town_or_the_display_name(store, town, display, shown):
    account = add_account(store, "wang", Role.UPLOADER, PASSWORD, town=town, display=display)
    assert account.shown == account_named(store, "wang").shown == log_in(store, "wang", PASSWORD).shown == shown
    outcome = desk.publish_as(account, store, desk.examine_as(account, store, [toilets_drop("潭东镇,龙井村,12,9")]))
    assert outcome.edition.by == shown
    assert audit.entries(store)[0].who == "wang"


@pytest.mark.parametrize("display", ["王", "138" + "0013" + "8000", "x" * 31, "a\u202eb"])
def test_a_display_name_gives_neither_the_login_nor_a_person_away(store, display):
    with pytest.raises(ValueError, match="显示名"):
        add_account(store, "王", Role.UPLOADER, PASSWORD, display=display)
    assert not has_accounts(store)


def test_accounts_of_the_version_before_log_in_and_live_beside_new_ones(store):
    before = pa.schema([field for field in accounts.SCHEMA if field.name != "display"])
    row = {
        "name": "旧",
        "role": "administrator",
        "town": None,
        "active": True,
        "password_hash": PasswordHasher().hash(PASSWORD),
    }
    append_record(store.location("accounts"), row | {"at": datetime.now(UTC)}, before)
    assert log_in(store, "旧", PASSWORD).shown == "农办"
    add_account(store, "新", Role.UPLOADER, PASSWORD, display="农办")
    append_record(store.location("accounts"), row | {"name": "旧二", "at": datetime.now(UTC)}, before)
    assert {account.name: account.shown for account in accounts.accounts(store)} == {
        "旧": "农办",
        "新": "农办",
        "旧二": "农办",
    }


def test_whatever_happens_to_accounts_is_remembered_in_words_that_the_version_before_reads(store):
    add_account(store, "王", Role.UPLOADER, PASSWORD)
    accounts.unlock(store, "王")
    remove_account(store, "王")
    assert {entry.action for entry in audit.entries(store)} == {Action.ACCOUNT_CHANGED}
    known = {"登录", "登录失败", "退出", "发布", "拒收", "恢复", "定为调度会版本", "账号变更"}
    assert {action.value for action in Action} == known  # another word would stop it from reading the audit at all


def test_who_is_unknown_or_gone_is_said_by_name(store):
    add_account(store, "王", Role.ADMINISTRATOR, PASSWORD)
    add_account(store, "李", Role.UPLOADER, PASSWORD)
    remove_account(store, "李")
    for attempt in (remove_account, accounts.unlock, logins.begin):
        with pytest.raises(accounts.UnknownAccount) as raised:
            attempt(store, "李")
        assert raised.value.told == "没有账号 李"


def test_the_command_line_lists_and_unlocks(store, monkeypatch, capsys):
    monkeypatch.setenv(STORE_VARIABLE, store.uri)
    monkeypatch.setattr("sys.stdin", StringIO(PASSWORD + "\n"))
    assert main(["user", "add", "王", "--role", "uploader", "--town", "潭口镇", "--display", "潭口镇农办"]) == 0
    for _ in range(3):
        with pytest.raises(LoginFailed):
            log_in(store, "王", "wrong password", address="203.0.113.5")
    capsys.readouterr()
    assert main(["user", "list", "--json"]) == 0
    listed = {
        "name": "王",
        "role": "uploader",
        "town": "潭口镇",
        "unit": None,
        "display": "潭口镇农办",
        "failures_last_hour": 3,
        "failed_from": 1,
    }
    assert json.loads(capsys.readouterr().out) == {"accounts": [listed]}
    assert main(["user", "list"]) == 0
    assert "一小时内失败 3 次（1 个地址）" in capsys.readouterr().out
    assert main(["user", "unlock", "王"]) == 0
    assert log_in(store, "王", PASSWORD, address="203.0.113.5").name == "王"
    assert main(["user", "unlock", "nobody"]) == 1
    assert "没有账号 nobody" in capsys.readouterr().err


def test_the_command_line_makes_a_reporter_of_a_unit_and_no_other_is_bound_to_one(store, monkeypatch, capsys):
    monkeypatch.setenv(STORE_VARIABLE, store.uri)
    for words, code in ((["--unit", "区财政局", "--at-once"], 0), ([], 1)):
        monkeypatch.setattr("sys.stdin", StringIO(PASSWORD + "\n"))
        assert main(["user", "add", f"报{code}", "--role", "reporter", *words]) == code
    assert "要绑定一个单位" in capsys.readouterr().err
    (account,) = accounts.accounts(store)
    assert (account.unit, account.at_once, account.shown) == ("区财政局", True, "区财政局")
    assert account.may_answer_for("区财政局") and not account.may_answer_for("潭口镇")
    assert Account("王", Role.UPLOADER).may_answer_for("潭口镇")
    assert not Account("王", Role.UPLOADER, town="潭东镇").may(Capability.RELEASE)
