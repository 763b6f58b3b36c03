"""Who may do what, and how a login fails."""

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest

from data_loaders import audit, desk
from data_loaders.accounts import (
    ANYBODY,
    CAPABILITIES,
    Account,
    Capability,
    Denied,
    LoginFailed,
    Role,
    add_account,
    has_accounts,
    log_in,
    remove_account,
)
from data_loaders.audit import Action
from data_loaders.intake import Drop
from data_loaders.store import open_store
from tests.data_loaders.test_store import household_rows

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


def test_wrong_password_and_unknown_name_are_told_alike(store):
    add_account(store, "王", Role.UPLOADER, PASSWORD)
    messages = set()
    for name in ("王", "nobody"):
        with pytest.raises(LoginFailed) as failed:
            log_in(store, name, "wrong password")
        messages.add(str(failed.value))
    assert len(messages) == 1


def test_repeated_failures_slow_a_name_down_and_time_frees_it_again(store):
    add_account(store, "王", Role.UPLOADER, PASSWORD)
    for _ in range(3):
        with pytest.raises(LoginFailed, match="不对"):
            log_in(store, "王", "wrong password")
    with pytest.raises(LoginFailed, match="秒后再试"):
        log_in(store, "王", PASSWORD)
    later = datetime.now(UTC) + timedelta(minutes=1)
    assert log_in(store, "王", PASSWORD, now=later).name == "王"


MATRIX = [(role, capability, capability in CAPABILITIES[role]) for role in Role for capability in Capability]
EXPECTED = {
    Role.VIEWER: {"查看"},
    Role.UPLOADER: {"查看", "上传检查", "发布"},
    Role.ADMINISTRATOR: {"查看", "上传检查", "发布", "恢复旧版", "定为调度会版本", "查看操作记录", "查看运行状况"},
}


@pytest.mark.parametrize(("role", "capability", "allowed"), MATRIX)
def test_the_matrix_of_roles_and_capabilities_is_as_documented(role, capability, allowed):
    assert allowed == (capability.value in EXPECTED[role])


def attempts(store):
    """Every act of the desk that needs a capability, as something to call with an account."""
    return {
        Capability.UPLOAD: lambda account: desk.examine_as(account, store, [toilets_drop("潭东镇,龙井村,12,9")]),
        Capability.PUBLISH: lambda account: desk.publish_as(
            account, store, desk.examine_as(Account("x", Role.ADMINISTRATOR), store, [toilets_drop("潭东镇,龙井村,12,9")])
        ),
        Capability.RESTORE: lambda account: desk.restore_as(account, store, 1),
        Capability.NAME_MEETING: lambda account: desk.name_meeting_as(account, store, 1, "三季度调度会", date(2023, 10, 12)),
        Capability.READ_AUDIT: lambda account: desk.entries_as(account, store),
        Capability.READ_HEALTH: lambda account: desk.health_as(account, store, date(2023, 10, 12)),
    }


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("capability", [capability for capability in Capability if capability is not Capability.VIEW])
def test_the_desk_does_what_the_role_allows_and_nothing_else(store, role, capability):
    store.publish({"toilets": household_rows("2023-08-31", 3)}, by="测试")
    account = ANYBODY if role is Role.VIEWER else Account("王", role)
    act = attempts(store)[capability]
    before = len(store.editions())
    if account.may(capability):
        act(account)
    else:
        with pytest.raises(Denied, match="权限"):
            act(account)
        assert len(store.editions()) == before


def test_a_town_account_publishes_only_its_own_rows_and_the_others_stay(store):
    before = pd.concat([household_rows("2023-09-30", 3), household_rows("2023-09-30", 4, "三观村", "潭口镇")])
    store.publish({"toilets": before}, by="测试")
    town = Account("王", Role.UPLOADER, "潭东镇")
    batch = desk.examine_as(town, store, [toilets_drop("潭东镇,龙井村,20,9", "潭口镇,三观村,20,20")])
    outcome = desk.publish_as(town, store, batch)
    table = outcome.edition.table("toilets")
    assert dict(zip(table["village"], table["done"], strict=True)) == {"三观村": 4, "龙井村": 9}
    assert [finding.code for finding in outcome.findings if finding.code == "rows_of_others"] == ["rows_of_others"]


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
    store.publish({"toilets": household_rows("2023-09-30", 3)}, by="测试")
    administrator = Account("李", Role.ADMINISTRATOR)
    desk.name_meeting_as(administrator, store, 1, "三季度调度会", date(2023, 10, 12))
    with pytest.raises(ValueError, match="不能更改"):
        desk.name_meeting_as(administrator, store, 1, "别的会", date(2023, 10, 13))
