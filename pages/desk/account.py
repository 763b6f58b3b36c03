"""Who is logged in, also by the office's own sign-in (OIDC) where the server has one, and the way out."""

import streamlit as st

from briefing.ui import session
from data_loaders.delivering import desk
from data_loaders.store import accounts, audit
from data_loaders.store.accounts import Account, Role
from data_loaders.store.audit import Action
from data_loaders.store.editions import Store

ROLE_WORDS = {Role(role): words for role, words in desk.ROLE_WORDS.items()}


def draw(store: Store, account: Account) -> None:
    """Who is logged in, and the way out."""
    with st.container(key="account", horizontal=True, vertical_alignment="center"):
        bound = f"（{account.bound}）" if account.bound else ""
        st.text(f"{account.name} {ROLE_WORDS[account.role]}{bound}", width="content")
        if st.button("退出", type="tertiary"):
            audit.remember_if_possible(store, account.name, Action.LOGGED_OUT)
            session.end(store)
            if has_office_sign_in() and st.user.is_logged_in:
                st.logout()
            st.rerun()


def has_office_sign_in() -> bool:
    """Whether the server has an [auth] section in its secrets (OIDC)."""
    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        return False


def account_from_sign_in(store: Store) -> Account | None:
    """Somebody the office's own sign-in vouches for, when there is an account of that e-mail or user name.

    The name somebody is shown under is no proof: people choose it themselves, and so they may an unverified e-mail.
    """
    if not has_office_sign_in() or not st.user.is_logged_in:
        return None
    email = None if st.user.get("email_verified") is False else st.user.get("email")
    for name in (email, st.user.get("preferred_username")):
        account = accounts.account_named(store, name) if isinstance(name, str) and name else None
        if account:
            return account
    st.warning("您已通过单位登录，但还没有上传权限，请联系管理员开通账号。")
    return None
