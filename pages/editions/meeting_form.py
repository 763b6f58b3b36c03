"""Giving an edition to a 调度会, and correcting that."""

from collections.abc import Callable

import streamlit as st

from briefing.ui import session
from data_loaders import clock
from data_loaders.delivering import desk
from data_loaders.store.accounts import Account
from data_loaders.store.editions import Edition, Store
from data_loaders.store.meetings import Meeting

NAME = "定为这次会的版本"


def draw(store: Store, edition: Edition, known: Meeting | None) -> None:
    """The form that asks before it names; of a meeting that is named, the one that corrects it."""
    number = edition.number
    with st.popover("更正调度会…" if known else "定为调度会版本…"), st.form(f"meeting-{number}", border=False):
        name = st.text_input("会议名称", known.name if known else "", placeholder="例如：2023 年三季度调度会")
        held_on = st.date_input("会议日期", known.held_on if known else clock.today(), format="YYYY-MM-DD")
        st.caption(f"第 {number} 版在各页和材料里按这个名称标注；写错了可以更正，操作记录里留痕。")
        if known:
            if st.form_submit_button("更正"):
                _tried(store, lambda who: desk.correct_meeting_as(who, store, number, name, held_on))
            if st.form_submit_button("不是调度会的版本"):
                _tried(store, lambda who: desk.take_back_meeting_as(who, store, number))
        elif st.form_submit_button(NAME):
            _tried(store, lambda who: desk.name_meeting_as(who, store, number, name, held_on))


def _tried(store: Store, attempt: Callable[[Account], object]) -> None:
    refused = session.refusal(store, attempt)
    if refused is None:
        st.rerun()
    st.error(refused)
