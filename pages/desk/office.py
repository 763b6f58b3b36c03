"""The office's own sign-in (OIDC), where the server has one."""

import streamlit as st

from data_loaders.store import accounts
from data_loaders.store.accounts import Account
from data_loaders.store.editions import Store


def configured() -> bool:
    """Whether the server has an [auth] section in its secrets (OIDC)."""
    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        return False


def account_from_sign_in(store: Store) -> Account | None:
    """Somebody the office's own sign-in vouches for, when there is an account of that e-mail or user name.

    The name somebody is shown under is no proof: people choose it themselves, and so they may an unverified e-mail.
    """
    if not configured() or not st.user.is_logged_in:
        return None
    email = None if st.user.get("email_verified") is False else st.user.get("email")
    for name in (email, st.user.get("preferred_username")):
        account = accounts.account_named(store, name) if isinstance(name, str) and name else None
        if account:
            return account
    st.warning("您已通过单位登录，但还没有上传权限，请联系管理员开通账号。")
    return None
