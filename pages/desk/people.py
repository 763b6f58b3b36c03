"""Accounts, for the administrator: who may log in, a new one, a lost password, closing one; by one-time links."""

from collections.abc import Callable

import streamlit as st

from briefing.ui import session
from data_loaders.delivering import desk
from data_loaders.store.accounts import Account
from data_loaders.store.editions import Store
from pages.desk import invited, new_account
from pages.desk.account import ROLE_WORDS

LINK = "invitation"


def draw(account: Account, store: Store) -> None:
    """The link that was just made, every account, and the form for a new one."""
    if made := st.session_state.get(LINK):
        name, token = made
        st.success(f"{name} 的一次性链接，7 天内用一次，只在这里显示；请当面或用内部渠道交给本人：")
        st.code(f"{(st.context.url or '/upload').partition('?')[0]}?{invited.QUERY}={token}", language=None)
    for position, one in enumerate(desk.accounts_as(account, store)):
        with st.container(key=f"person-{position}", border=True, horizontal=True, vertical_alignment="center"):
            at_once = "填报直接发布" if one.at_once else None
            st.text("　".join(filter(None, (one.name, ROLE_WORDS[one.role], one.bound, at_once, one.display))))
            st.button("重置密码", key=f"reset-{position}", on_click=_invite, args=(store, one))
            with st.popover("停用"):
                st.text(f"停用后 {one.name} 立即退出，不能再登录。")
                st.button("确定停用", key=f"close-{position}", on_click=_close, args=(store, one.name))
    if wanted := new_account.draw():
        _invite(store, wanted)
        st.rerun()


def _invite(store: Store, who: Account) -> None:
    """Make a link for somebody; runs before the page does."""

    def attempt(account: Account) -> None:
        if who.town and not new_account.units().get(who.town):
            raise ValueError("上传员只能绑定镇（管理处）；为一个部门填报的，角色请选填报员")
        st.session_state[LINK] = (who.name, desk.invite_as(account, store, who))

    _tried(store, attempt)


def _close(store: Store, name: str) -> None:
    _tried(store, lambda account: desk.close_account_as(account, store, name))


def _tried(store: Store, attempt: Callable[[Account], None]) -> None:
    st.session_state.pop(LINK, None)
    if refused := session.refusal(store, attempt):
        st.session_state["desk-problem"] = refused
