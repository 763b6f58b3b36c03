"""Deliver files: templates, drop, findings, effect on the numbers, publish."""

import streamlit as st

from briefing.html import upload
from briefing.ui.draw import html
from data_loaders.store.accounts import Account
from data_loaders.store.editions import Store
from pages.desk import beside, choices, files, findings, progress, publishing, questions, templates
from pages.layouts import columns


def draw(account: Account, store: Store) -> None:
    """The whole way of a delivery, top to bottom."""
    turned_away = st.session_state.get("turned-away")
    if not files.any_dropped():
        templates.draw(store, unfolded=not turned_away)
    drops = files.dropped()
    if not drops:
        beside.worker().prepare()  # while the clerk looks for the file
        if turned_away:
            findings.draw_turned_away(turned_away)
        else:
            html(upload.way())
        return
    st.session_state.pop("published", None)
    st.session_state.pop("turned-away", None)
    checked = progress.checked(account, store, drops)
    if any(finding.code == "personal_data" for finding in checked.findings):
        files.forget()  # nothing of the file may stay in the session, nor its name on the page
        st.session_state["turned-away"] = checked.findings
        st.rerun()
    choices.draw(drops, checked)
    columns.draw(drops, checked)
    findings.draw(drops, checked)
    questions.draw(drops, checked.questions)
    if checked.publishable and not checked.questions:
        publishing.draw_effect(checked)
        publishing.draw_button(account, store, drops)
