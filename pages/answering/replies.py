"""How an assigned thing stands: words, and the day on which it was done."""

from collections.abc import Sequence

import streamlit as st

from briefing.model import ActionState
from briefing.screens.outlook import Outlook
from briefing.status import ActStatus
from briefing.wording.open_items import units_of
from briefing.wording.standings import owners
from data_loaders.delivering import answering
from data_loaders.store.drafts import Draft
from pages.answering import kept
from pages.meeting import about


def open_items(look: Outlook, unit: str) -> list[ActionState]:
    """What was assigned to the unit, alone or with others, and is not done."""
    actions = look.briefing.actions
    return [
        one for one in actions if one.status != ActStatus.DONE and unit in units_of(owners(one.owner), look.briefing)
    ]


def draw(look: Outlook, unit: str, own: Sequence[Draft]) -> None:
    """One form; an answer leaves an empty one behind."""
    items = {one.id: one for one in open_items(look, unit)}
    if not items:
        st.caption("没有未办结的交办事项。")
        return
    turn = st.session_state.setdefault("filled-replies", 0)
    with st.form(f"reply-{unit}-{turn}", border=False):
        number = st.selectbox("交办事项", list(items), format_func=lambda one: about.title_of(one, look.briefing), key=f"reply-which-{unit}-{turn}")  # fmt: skip
        words = st.text_area(
            "办理情况", key=f"reply-words-{unit}-{turn}", height=68, placeholder="办到哪一步；没办完的写明原因和打算"
        )
        done = st.date_input(
            "办结日期（没办完不填）", None, format="YYYY-MM-DD", key=f"reply-done-{unit}-{turn}", width=220
        )
        wanted = st.form_submit_button("回复", type="primary")
    if not wanted:
        return
    if not words.strip():
        st.error("请填写办理情况。")
    elif kept.save(look, unit, [answering.reply(number, " ".join(words.split()), done)]):
        st.session_state["filled-replies"] = turn + 1
        st.rerun()
