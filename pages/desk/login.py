"""Who is at the desk: a login that expires, with a name and password or through the office's own sign-in."""

import time
from datetime import timedelta

import streamlit as st

from briefing import ui
from data_loaders import accounts, audit
from data_loaders.accounts import Account, LoginFailed
from data_loaders.audit import Action
from data_loaders.store import Store

# Nobody stays logged in on a PC that was left alone for so long.
IDLE_AT_MOST = timedelta(minutes=30)
SESSION_KEY = "desk"


def account_or_stop(store: Store) -> Account:
    """The account of this session; draws the login form and stops where there is none."""
    account = current(store) or _from_office_sign_in(store)
    if account is None:
        _draw_form(store)
        st.stop()
    st.session_state[SESSION_KEY] = {"account": account, "seen": time.monotonic()}
    return account


def current(store: Store) -> Account | None:
    """The logged-in account while it is fresh and still open; its role is read anew, so a change counts at once."""
    session = st.session_state.get(SESSION_KEY)
    if session is None:
        return None
    if time.monotonic() - session["seen"] > IDLE_AT_MOST.total_seconds():  # whatever becomes of the clock on the wall
        del st.session_state[SESSION_KEY]
        st.info("长时间没有操作，请重新登录。")
        return None
    return accounts.account_named(store, session["account"].name)


def _office_sign_in_configured() -> bool:
    """Whether the server has an [auth] section in its secrets (OIDC)."""
    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        return False


def _from_office_sign_in(store: Store) -> Account | None:
    """Somebody the office's own sign-in vouches for, when there is an account of that e-mail or user name.

    The name somebody is shown under is no proof: people choose it themselves, and so they may an unverified e-mail.
    """
    if not _office_sign_in_configured() or not st.user.is_logged_in:
        return None
    email = None if st.user.get("email_verified") is False else st.user.get("email")
    for name in (email, st.user.get("preferred_username")):
        account = accounts.account_named(store, name) if name else None
        if account:
            return account
    st.warning("您已通过单位登录，但还没有上传权限，请联系管理员开通账号。")
    return None


def _draw_form(store: Store) -> None:
    if not accounts.has_accounts(store):
        ui.notice(
            "还没有账号",
            "请在服务器上建立第一个管理员账号：<code>.venv/bin/python -m data_loaders user add 姓名 --role administrator</code>",
            "在产品文件夹里运行；Windows 上是 <code>.venv\\Scripts\\python</code>。",
        )
        return
    if _office_sign_in_configured():
        st.button("使用单位账号登录", on_click=st.login, type="primary")
    with st.form("login", width=420):
        name = st.text_input("账号", autocomplete="username")
        password = st.text_input("密码", type="password", autocomplete="current-password")
        if st.form_submit_button("登录", type="primary"):
            _try(store, name.strip(), password)


def _try(store: Store, name: str, password: str) -> None:
    try:
        account = accounts.log_in(store, name, password)
    except LoginFailed as failed:
        st.error(str(failed))
        return
    st.session_state[SESSION_KEY] = {"account": account, "seen": time.monotonic()}
    st.rerun()


def draw_account(store: Store, account: Account) -> None:
    """Who is logged in, and the way out."""
    with st.container(key="account", horizontal=True, vertical_alignment="center"):
        bound = f"（{account.town}）" if account.town else ""
        st.text(f"{account.name} {ROLE_WORDS[account.role]}{bound}", width="content")
        if st.button("退出", type="tertiary"):
            audit.remember_if_possible(store, account.name, Action.LOGGED_OUT)
            st.session_state.pop(SESSION_KEY, None)
            if _office_sign_in_configured() and st.user.is_logged_in:
                st.logout()
            st.rerun()


ROLE_WORDS = {
    accounts.Role.UPLOADER: "上传员",
    accounts.Role.ADMINISTRATOR: "管理员",
}
