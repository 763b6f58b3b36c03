"""Who is logged in, and the way out."""

import streamlit as st

from briefing.ui import session
from data_loaders.store import audit
from data_loaders.store.accounts import Account, Role
from data_loaders.store.audit import Action
from data_loaders.store.editions import Store
from pages.desk import office

ROLE_WORDS = {
    Role.UPLOADER: "上传员",
    Role.ADMINISTRATOR: "管理员",
}


def draw(store: Store, account: Account) -> None:
    """Who is logged in, and the way out."""
    with st.container(key="account", horizontal=True, vertical_alignment="center"):
        bound = f"（{account.town}）" if account.town else ""
        st.text(f"{account.name} {ROLE_WORDS[account.role]}{bound}", width="content")
        if st.button("退出", type="tertiary"):
            audit.remember_if_possible(store, account.name, Action.LOGGED_OUT)
            session.end(store)
            if office.configured() and st.user.is_logged_in:
                st.logout()
            st.rerun()
