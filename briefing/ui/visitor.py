"""Who looks: a reader's session with the server, address and cookies."""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from briefing.ui import cookies


def session() -> str:
    """The id of this reader's session with the server; empty where a page runs without a server."""
    context = get_script_run_ctx(suppress_warning=True)
    return context.session_id if context else ""


def address() -> str:
    """Where this reader comes from, as the gate before Streamlit believes it, which has no word for this machine itself."""
    told = st.context.ip_address
    return told if isinstance(told, str) else "127.0.0.1"


def cookie(name: str) -> str:
    """A cookie as it was when this tab was opened; empty without it, and where a page runs without a server."""
    value = st.context.cookies.get(name)
    return value if isinstance(value, str) else ""


def exchange(ticket: str) -> None:
    """Make the browser change a ticket of `cookies` for its cookie."""
    st.html(cookies.script(ticket), unsafe_allow_javascript=True)
