"""The door of the desk: a name and password, or the office's own sign-in."""

import streamlit as st

from briefing.ui import session, stops, visitor
from data_loaders.store import accounts, logins
from data_loaders.store.accounts import Account
from data_loaders.store.editions import Store
from pages.desk import account as account_bar
from pages.desk import invited


def account_or_stop(store: Store) -> Account:
    """The account of this session; draws the login form and stops where there is none."""
    account = session.current(store) or account_bar.account_from_sign_in(store)
    session.draw_ticket()
    if account is None:
        session.dismiss()
        draw_form(store)
        st.stop()
    session.admit(account)
    return account


def account_or_door(store: Store, title: str) -> Account | None:
    """The account of this session; a closed door to log in by, on a screen that is for everybody, where there is none."""
    account = session.current(store) or account_bar.account_from_sign_in(store)
    if account is None:
        place = st.expander(f"{title}（需要账号）", key=f"door-{title}", on_change="rerun")
        if place.open:
            with place:
                session.draw_ticket()
                draw_form(store)
        return None
    session.admit(account)
    session.draw_ticket()
    return account


def draw_form(store: Store) -> None:
    """Ask for name and password, or say how the first account is made."""
    if invited.draw(store):
        return
    if not accounts.has_accounts(store):
        stops.notice(
            "还没有账号",
            "请打开 start.py 启动时打印的一次性链接（也在产品文件夹的「第一个管理员.txt」里），建立第一个管理员账号。",
            "也可以在服务器上运行：<code>.venv/bin/python -m data_loaders user add 姓名 --role administrator</code>",
            "在产品文件夹里运行；Windows 上是 <code>.venv\\Scripts\\python</code>。",
        )
        return
    if account_bar.has_office_sign_in():
        st.button("使用单位账号登录", on_click=st.login, type="primary")
    with st.form("login", width=420):
        name = st.text_input("账号", autocomplete="username")
        password = st.text_input("密码", type="password", autocomplete="current-password")
        if st.form_submit_button("登录", type="primary"):
            _try(store, name.strip(), password)


def _try(store: Store, name: str, password: str) -> None:
    def attempt(_: Account) -> None:
        account = accounts.log_in(store, name, password, address=visitor.address())
        session.begin(account, logins.begin(store, account.name))

    if refused := session.refusal(store, attempt):
        st.error(refused)
    else:
        st.rerun()
