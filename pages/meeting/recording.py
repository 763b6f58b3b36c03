"""The form 记录交办: one thing, its units, its time limit, and what it is about; saved in one step."""

from datetime import date, timedelta

import streamlit as st

from briefing import formats
from briefing.screens.outlook import Outlook
from data_loaders.delivering import desk
from data_loaders.delivering.assigning import Assignment
from data_loaders.schema import BEFORE_NEXT_MEETING
from data_loaders.store.editions import Store
from pages.meeting import about, outcome

DAYS = (3, 7, 15, 30)
LIMITS: list[int | str] = [*DAYS, BEFORE_NEXT_MEETING]


def draw(store: Store, look: Outlook) -> None:
    """The form; what was typed stays until it is recorded."""
    turn = st.session_state.setdefault("recorded", 0)  # a recorded thing leaves an empty form behind
    with st.form("record-action", border=False):
        item = st.text_area("事项", key=f"record-item-{turn}", height=68, placeholder="要办成什么，一句话")
        left, middle, right = st.columns([2, 1, 1])
        owners = left.multiselect(
            "责任单位", about.units(look.briefing), key=f"record-owners-{turn}", placeholder="可选几个"
        )
        limit = middle.selectbox("完成时限", LIMITS, index=1, format_func=_said, key=f"record-limit-{turn}")  # fmt: skip
        chosen = right.date_input("或某一天（填了就以它为准）", None, format="YYYY-MM-DD", key=f"record-day-{turn}")
        left, middle, right = st.columns([2, 1, 1])
        things = about.things(look.briefing)
        concerns = left.selectbox("关联", list(things), index=about.stood(look, things), format_func=things.__getitem__, key=f"record-about-{turn}")  # fmt: skip
        held_on = middle.date_input(
            "会议日期", about.meeting_day(look.briefing), format="YYYY-MM-DD", key="record-held-on"
        )
        wanted = st.form_submit_button("记录", type="primary", shortcut="Ctrl+Enter")
    if not wanted:
        return
    st.session_state.pop(outcome.DONE, None)  # what was recorded before is not what becomes of this
    try:
        thing = Assignment(_filled(item, "事项"), tuple(_filled(owners, "责任单位")), held_on, _due(limit, chosen, held_on), concerns)  # fmt: skip
    except ValueError as lacking:
        st.error(str(lacking))
        return
    if outcome.finish(
        lambda who: desk.assign_as(who, store, thing), f"已记录“{thing.item}”，{formats.listed(thing.owners)}"
    ):
        st.session_state["recorded"] = turn + 1
        st.rerun()


def _filled(value, what: str):
    if not value or (isinstance(value, str) and not value.strip()):
        raise ValueError(f"请填写{what}")
    return " ".join(value.split()) if isinstance(value, str) else value


def _said(limit: int | str) -> str:
    return f"{limit} 天内" if isinstance(limit, int) else limit


def _due(limit: int | str, chosen: date | None, held_on: date) -> date | None:
    """The day of a time limit, which one that was typed goes before; None is before the next meeting."""
    if chosen is not None:
        return chosen
    return held_on + timedelta(days=limit) if isinstance(limit, int) else None
