"""Who is at the desk: a login that expires, held by a browser's cookie or by the office's own sign-in."""

import time
from collections.abc import Callable

import streamlit as st

from briefing.ui import cookies, visitor
from briefing.ui.uploads import DESK
from data_loaders.findings import Told
from data_loaders.store import accounts, logins
from data_loaders.store.accounts import ANYBODY, Account
from data_loaders.store.editions import Store
from data_loaders.store.logins import IDLE_AT_MOST

# account; seen: when they last did something, by time.monotonic; login: which of their logins it is, where a cookie is
# kept of it. The office's own sign-in keeps its own.
SESSION_KEY = "desk"
TICKET_KEY = "desk-ticket"
STOOD_KEY = "stood"


def stand_at(page: str, village: str) -> None:
    """Remember the screen that this reader looks at, for who is about to record what was said in front of it."""
    st.session_state[STOOD_KEY] = (page, village)


def stood_at() -> tuple[str, str]:
    """The screen, and the village on it, that this reader looked at last; empty where there was none."""
    return st.session_state.get(STOOD_KEY, ("", ""))


def seems_logged_in() -> bool:
    """Whether this browser has a login, as far as it tells by itself: the store is not asked."""
    return SESSION_KEY in st.session_state or bool(visitor.cookie(cookies.COOKIE)) or bool(st.user.get("is_logged_in"))


def begin(account: Account, token: str) -> None:
    """Somebody gave the right password: remember it here, and let the browser take the cookie of this login."""
    _remember(account, logins.digest_of(token))
    st.session_state[TICKET_KEY] = cookies.ticket_for(token)


def admit(account: Account) -> None:
    """Somebody did something: the half hour begins anew, and their browser may upload."""
    session = st.session_state.get(SESSION_KEY, {})
    st.session_state[SESSION_KEY] = session | {"account": account, "seen": time.monotonic()}
    DESK.admit(visitor.session(), account.name, session.get("login"))


def dismiss() -> None:
    """Nobody is logged in: their browser may not upload, and what it uploaded is let go."""
    DESK.dismiss(visitor.session())


def current(store: Store) -> Account | None:
    """The logged-in account while it is fresh and still open; its role is read anew, so a change counts at once."""
    session = st.session_state.get(SESSION_KEY)
    if session is None:
        return _from_cookie(store)
    if "login" in session:
        account = logins.account_of(store, session["login"])
    elif time.monotonic() - session["seen"] > IDLE_AT_MOST.total_seconds():  # whatever becomes of the clock on the wall
        account = None
    else:
        return accounts.account_named(store, session["account"].name)
    if account is None:
        del st.session_state[SESSION_KEY]
        st.info("登录已结束或长时间没有操作，请重新登录。")
    return account


def end(store: Store) -> None:
    """End the login in every tab and on every replica, and let go of what was uploaded."""
    session = st.session_state.pop(SESSION_KEY, {})
    dismiss()
    if digest := session.get("login"):
        logins.end(store, digest)
        DESK.dismiss_login(digest)
        st.session_state[TICKET_KEY] = cookies.ticket_for("")


def _from_cookie(store: Store) -> Account | None:
    """Who logged in with this browser before the page was loaded anew, or in another tab."""
    token = visitor.cookie(cookies.COOKIE)
    if not token:
        return None
    digest = logins.digest_of(token)
    account = logins.account_of(store, digest)
    if account:
        _remember(account, digest)
    return account


def draw_ticket() -> None:
    """Let the browser take or lose its cookie, as long as that has not happened."""
    ticket = st.session_state.get(TICKET_KEY)
    if ticket and cookies.is_open(ticket):
        visitor.exchange(ticket)


def _remember(account: Account, digest: str) -> None:
    st.session_state[SESSION_KEY] = {"account": account, "seen": time.monotonic(), "login": digest}


def refusal(store: Store, attempt: Callable[[Account], object]) -> str | None:
    """Why something was not done, in words; None where it was.

    It is attempted as whoever sits here at this moment: a button may be older than the account's end.
    """
    try:
        attempt(current(store) or ANYBODY)
    except Told as problem:
        return problem.told
    except ValueError as problem:
        return str(problem)
    return None
