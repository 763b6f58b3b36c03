"""Returning to a unit what it filled in, with a reason that it reads."""

from collections.abc import Sequence

import streamlit as st

from briefing.html import filled
from briefing.model import Briefing
from briefing.ui import session
from data_loaders.delivering import desk
from data_loaders.store.accounts import Account
from data_loaders.store.drafts import Draft
from data_loaders.store.editions import Store


def draw(store: Store, unit: str, own: Sequence[Draft], briefing: Briefing) -> None:
    """Which of them, and why."""
    names = {one.stamp: filled.in_words(one, briefing) for one in own}
    with st.popover("退回…"), st.form(f"return-{unit}", border=False):
        chosen = st.multiselect("退回哪几项", list(names), format_func=names.__getitem__, key=f"return-which-{unit}")
        reason = st.text_input("原因（单位看得到）", key=f"return-why-{unit}")
        if not st.form_submit_button("退回"):
            return

        def give_back(who: Account) -> None:
            for stamp in chosen:
                desk.give_back_as(who, store, stamp, reason)

        refused = session.refusal(store, give_back)
        if refused is None:
            st.rerun()
        st.error(refused)
