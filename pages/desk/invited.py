"""A one-time link: whoever opens it chooses the password of their account, the first administrator a name as well."""

import streamlit as st

from briefing.html import markup
from briefing.ui import session
from briefing.ui.address import set_query
from briefing.ui.draw import html
from data_loaders.store import invitations, logins
from data_loaders.store.accounts import Account
from data_loaders.store.editions import Store

QUERY = "invite"


def draw(store: Store) -> bool:
    """The form of the link in the address; False where there is none that holds."""
    token = st.query_params.get(QUERY)
    if not token:
        return False
    found = invitations.invitation(store, token)
    if found is None:
        st.warning("这个链接已经用过或过期，请管理员再发一个。")
        return False
    first = not found.account.name
    html(markup.panel_title("建立第一个管理员账号" if first else f"{found.account.name}：设置密码"))
    with st.form("invited", width=420):
        name = st.text_input("账号", autocomplete="username") if first else found.account.name
        password = st.text_input("密码", type="password", autocomplete="new-password")
        again = st.text_input("再输一次密码", type="password", autocomplete="new-password")
        if st.form_submit_button("确定", type="primary"):
            _accept(store, token, name, password, again)
    return True


def _accept(store: Store, token: str, name: str, password: str, again: str) -> None:
    def attempt(_: Account) -> None:
        if password != again:
            raise ValueError("两次输入的密码不一样")
        account = invitations.accept(store, token, name, password)
        login = logins.begin(store, account.name)
        set_query(QUERY, None)
        session.begin(account, login)

    if refused := session.refusal(store, attempt):
        st.error(refused)
    else:
        st.rerun()
