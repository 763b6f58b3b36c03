"""Accounts, for the administrator: who may log in, a new one, a lost password, closing one; by one-time links."""

from collections.abc import Callable

import streamlit as st

from briefing.ui import session
from data_loaders.delivering import desk
from data_loaders.findings import Refused
from data_loaders.schema import VILLAGES
from data_loaders.store.accounts import ANYBODY, Account, Denied, OnlyRemark, Role
from data_loaders.store.editions import Store
from pages.desk import invited
from pages.desk.account import ROLE_WORDS

LINK = "invitation"
NO_TOWN = "（全区）"


def draw(account: Account, store: Store) -> None:
    """The link that was just made, every account, and the form for a new one."""
    if made := st.session_state.get(LINK):
        name, token = made
        st.success(f"{name} 的一次性链接，7 天内用一次，只在这里显示；请当面或用内部渠道交给本人：")
        st.code(f"{(st.context.url or '/upload').partition('?')[0]}?{invited.QUERY}={token}", language=None)
    for position, one in enumerate(desk.accounts_as(account, store)):
        with st.container(key=f"person-{position}", border=True, horizontal=True, vertical_alignment="center"):
            st.text("　".join(filter(None, (one.name, ROLE_WORDS[one.role], one.town, one.display))))
            st.button("重置密码", key=f"reset-{position}", on_click=_invite, args=(store, one))
            with st.popover("停用"):
                st.text(f"停用后 {one.name} 立即退出，不能再登录。")
                st.button("确定停用", key=f"close-{position}", on_click=_close, args=(store, one.name))
    _draw_new(store)


def _draw_new(store: Store) -> None:
    roles = {words: role for role, words in ROLE_WORDS.items()}
    with st.form("new-account", clear_on_submit=True):
        name = st.text_input("账号（已有的会改角色和绑定）", key="new-name")
        role = st.selectbox("角色", list(roles), key="new-role")
        town = st.selectbox("绑定镇（只能报、只能改本镇）", [NO_TOWN, *_towns(store)], key="new-town")
        display = st.text_input("显示名（写在页脚，可不填）", key="new-display")
        wanted = st.form_submit_button("建立，并生成一次性链接", type="primary")
    if wanted:
        _invite(store, Account(name, roles[role], None if town == NO_TOWN else town, display))
        st.rerun()


def _towns(store: Store) -> list[str]:
    editions = store.editions()[-1:]
    return list(dict.fromkeys(town for one in editions for town in one.table(VILLAGES.name)["town"]))


def _invite(store: Store, who: Account) -> None:
    """Make a link for somebody; runs before the page does, so it asks anew who is there."""
    town = None if who.role is Role.ADMINISTRATOR else who.town

    def attempt(account: Account) -> None:
        token = desk.invite_as(account, store, Account(who.name, who.role, town, who.display))
        st.session_state[LINK] = (who.name, token)

    _tried(store, attempt)


def _close(store: Store, name: str) -> None:
    _tried(store, lambda account: desk.close_account_as(account, store, name))


def _tried(store: Store, attempt: Callable[[Account], None]) -> None:
    st.session_state.pop(LINK, None)
    try:
        attempt(session.current(store) or ANYBODY)
    except (Denied, ValueError, OnlyRemark, KeyError) as problem:
        st.session_state["desk-problem"] = str(problem)
    except Refused as refused:
        st.session_state["desk-problem"] = refused.findings[0].sentence
