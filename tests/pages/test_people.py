"""Accounts in the browser: the first administrator by a link, the others by his; nobody else gets there."""

import re
import time
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data_loaders.delivering import desk, reference
from data_loaders.store import accounts, invitations
from data_loaders.store.accounts import Account, Denied, Role, add_account
from data_loaders.store.editions import STORE_VARIABLE, Store, open_store
from tests.pages.harness import ROOT, SECONDS, words

PASSWORD = "long enough 2023"
CHIEF = Account("李", Role.ADMINISTRATOR)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "store"))
    st.cache_resource.clear()
    return open_store()


def opened(*, account: Account | None = None, **query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages/upload.py"), default_timeout=SECONDS)
    if account:
        app.session_state["desk"] = {"account": account, "seen": time.monotonic()}
        app.session_state["desk-tab"] = "账号"
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def pressed(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def chosen(app: AppTest, *, again: str = PASSWORD, **boxes: str) -> AppTest:
    for label, value in ({"密码": PASSWORD, "再输一次密码": again} | boxes).items():
        next(box for box in app.text_input if box.label == label).set_value(value)
    return pressed(app, "确定")


def test_the_first_administrator_is_made_in_the_browser_and_is_logged_in(store: Store) -> None:
    token = invitations.invite_first(store)
    assert token and "第一个管理员.txt" in words(opened(invite="guessed"))
    app = chosen(opened(invite=token), 账号="李", again="something else")
    assert "两次输入的密码不一样" in app.error[0].value
    app = chosen(app, 账号="李")
    assert not app.exception and "李 管理员" in {text.value for text in app.text}
    assert [one.role for one in accounts.accounts(store)] == [Role.ADMINISTRATOR]
    assert "invite" not in app.query_params


def test_an_administrator_invites_binds_resets_and_closes(store: Store) -> None:
    add_account(store, CHIEF.name, CHIEF.role, PASSWORD)
    app = opened(account=CHIEF)
    next(box for box in app.text_input if box.key == "new-name").set_value("小王")
    next(box for box in app.selectbox if box.key == "new-role").set_value("上传员")
    app = pressed(app, "建立，并生成一次性链接")
    assert not app.exception and not app.error
    (token,) = re.findall(r"invite=(\S+)", app.code[0].value)
    invitations.accept(store, token, "", PASSWORD)
    assert {one.name: one.role for one in accounts.accounts(store)} == {"小王": Role.UPLOADER, "李": Role.ADMINISTRATOR}
    app = opened(account=CHIEF)
    next(button for button in app.button if button.key == "reset-0").click().run()
    assert "小王 的一次性链接" in app.success[0].value
    next(button for button in app.button if button.key == "close-0").click().run()
    assert [one.name for one in accounts.accounts(store)] == ["李"]


def test_a_reporter_is_bound_to_a_unit_and_an_uploader_to_a_town(store: Store) -> None:
    add_account(store, CHIEF.name, CHIEF.role, PASSWORD)
    store.publish({}, by="测试", shipped=reference.tables())
    for role, unit, problem in (
        ("填报员", "区财政局", ""), ("上传员", "区财政局", "只能绑定镇"), ("填报员", "（全部单位，不绑定）", "要绑定一个单位"),
    ):  # fmt: skip
        app = opened(account=CHIEF)
        next(box for box in app.text_input if box.key == "new-name").set_value("小王")
        next(box for box in app.selectbox if box.key == "new-role").set_value(role)
        next(box for box in app.selectbox if box.key == "new-bound").set_value(unit)
        next(box for box in app.checkbox if box.key == "new-at-once").check()
        app = pressed(app, "建立，并生成一次性链接")
        assert [problem in error.value for error in app.error] == [True] * bool(problem)
        if not problem:
            (token,) = re.findall(r"invite=(\S+)", app.code[0].value)
            invitations.accept(store, token, "", PASSWORD)
    (made,) = [one for one in accounts.accounts(store) if one.name == "小王"]
    assert (made.role, made.unit, made.at_once) == (Role.REPORTER, "区财政局", True)


def test_the_last_administrator_stays_and_a_bad_name_is_told(store: Store) -> None:
    add_account(store, CHIEF.name, CHIEF.role, PASSWORD)
    app = opened(account=CHIEF)
    next(button for button in app.button if button.key == "close-0").click().run()
    assert "最后一个管理员" in app.error[0].value and accounts.accounts(store) == [CHIEF]
    app = pressed(opened(account=CHIEF), "建立，并生成一次性链接")
    assert "账号名不能为空" in app.error[0].value


def test_nobody_else_keeps_accounts(store: Store) -> None:
    clerk = add_account(store, "王", Role.UPLOADER, PASSWORD)
    for attempt in (
        lambda: desk.accounts_as(clerk, store),
        lambda: desk.invite_as(clerk, store, CHIEF),
        lambda: desk.close_account_as(clerk, store, "王"),
    ):
        with pytest.raises(Denied):
            attempt()
