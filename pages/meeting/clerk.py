"""The clerk's place on the screen of assigned items: a login, then the two forms, and what became of what was typed."""

import streamlit as st

from briefing.screens.outlook import Outlook
from briefing.ui import session
from data_loaders.store.accounts import Capability
from data_loaders.store.editions import open_store
from pages.desk import login
from pages.meeting import handling, outcome, recording

TITLE = "记录交办"


def draw(look: Outlook) -> None:
    """For who may: the forms. For who has not logged in: the way to do so, which nobody sees before asking for it."""
    store = open_store()
    account = session.current(store)
    if account is None:
        place = st.expander(f"{TITLE}（需要账号）", key="record-login", on_change="rerun")
        if place.open:
            with place:
                session.draw_ticket()
                login.draw_form(store)
        return
    session.admit(account)
    session.draw_ticket()
    if not account.may(Capability.ASSIGN):
        return
    if said := st.session_state.get(outcome.DONE):
        st.success(said)
    with st.expander(TITLE, expanded=True):
        recording.draw(store, look)
    if look.briefing.actions:
        with st.expander("办结、延期、重开"):
            handling.draw(store, look)
