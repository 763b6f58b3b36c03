"""办结, 延期, 重开 of an assigned thing, and the day of the next meeting."""

import streamlit as st

from briefing.model import Briefing
from briefing.screens.outlook import Outlook
from briefing.status import ActStatus
from data_loaders import clock
from data_loaders.delivering import desk
from data_loaders.schema import BEFORE_NEXT_MEETING
from data_loaders.store.accounts import Account
from data_loaders.store.editions import Store
from pages.meeting import about, outcome

CLOSE, EXTEND, REOPEN = "办结", "延期", "重开"


def draw(store: Store, look: Outlook) -> None:
    """One form for an assigned thing, and one for the meeting that some of them wait for."""
    turn = st.session_state.setdefault("handled", 0)
    numbers = _numbers(look.briefing)
    with st.form("handle-action", border=False):
        number = st.selectbox("交办事项", numbers, format_func=lambda one: about.title_of(one, look.briefing), key=f"handle-number-{turn}")  # fmt: skip
        left, middle, right = st.columns([1, 1, 2])
        what = left.segmented_control("怎么办", [CLOSE, EXTEND, REOPEN], default=CLOSE, required=True, key=f"handle-what-{turn}")  # fmt: skip
        day = middle.date_input("完成日期／新的时限", clock.today(), format="YYYY-MM-DD", key=f"handle-day-{turn}")
        words = right.text_input("说明／理由", key=f"handle-words-{turn}")
        wanted = st.form_submit_button("保存")
    if wanted and outcome.finish(lambda who: _done(who, store, number, what, day, words), f"已{what}"):
        st.session_state["handled"] = turn + 1
        st.rerun()
    _draw_next_meeting(store, look.briefing)


def _done(account: Account, store: Store, number: str, what: str, day, words: str):
    if what == CLOSE:
        return desk.close_as(account, store, number, day, words)
    if what == EXTEND:
        return desk.extend_as(account, store, number, day, words)
    return desk.reopen_as(account, store, number, words)


def _numbers(briefing: Briefing) -> list[str]:
    """What is open first, the newest meeting first."""
    ordered = sorted(briefing.actions, key=lambda one: one.id, reverse=True)
    return [one.id for one in sorted(ordered, key=lambda one: one.status == ActStatus.DONE)]


def _draw_next_meeting(store: Store, briefing: Briefing) -> None:
    waiting = [one for one in briefing.actions if one.due_on is None and one.done_on is None]
    if not waiting:
        return
    with st.form("next-meeting", border=False):
        day = st.date_input(
            f"下次调度会日期（{len(waiting)} 项写着“{BEFORE_NEXT_MEETING}”）", None, format="YYYY-MM-DD"
        )
        wanted = st.form_submit_button("定下日期")
    if wanted and day and outcome.finish(lambda who: desk.date_next_meeting_as(who, store, day), "已定下"):
        st.rerun()
