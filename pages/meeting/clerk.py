"""The clerk's place on the screen of assigned items: a login, then the two forms, and what became of what was typed."""

import streamlit as st

from briefing.screens.outlook import Outlook
from data_loaders.store.accounts import Capability
from data_loaders.store.editions import open_store
from pages.desk import login
from pages.meeting import handling, outcome, recording

TITLE = "记录交办"


def draw(look: Outlook) -> None:
    """For who may: the forms. For who has not logged in: the way to do so, which nobody sees before asking for it."""
    store = open_store()
    account = login.account_or_door(store, TITLE)
    if account is None or not account.may(Capability.ASSIGN):
        return
    place = st.empty()
    with st.expander(TITLE, expanded=True):
        recording.draw(store, look)
    if look.briefing.actions:
        with st.expander("办结、延期、重开"):
            handling.draw(store, look)
    if said := st.session_state.get(outcome.DONE):  # the forms know whether it still holds
        place.success(said)
