"""Somebody else has published while a correction was typed: who, what, and how to go on without losing anything."""

import streamlit as st

from briefing.html import corrections
from briefing.ui.draw import html, panel
from data_loaders.delivering import retyped
from data_loaders.store.accounts import Account
from data_loaders.store.editions import Edition
from pages.correcting import work
from pages.correcting.work import Work


def draw(account: Account, newest: Edition, at_work: Work) -> None:
    """The changes stay in sight; the button takes them over to the newest edition."""
    with panel("corrections"):
        html(corrections.overtaken(newest, at_work.on))
        html(corrections.changes(at_work.changes))
    if st.button(f"按第 {newest.number} 版接着改（我的改动带过去）", type="primary"):
        anew = work.begun(account, newest, at_work.part)
        anew.begun, anew.lost = retyped.moved(at_work.before, at_work.after, anew.before, at_work.part)
        st.session_state[work.AT] = anew
        st.rerun()
