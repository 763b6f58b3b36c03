"""Choose for which 调度会 to make what, and what to compare with."""

import streamlit as st

from briefing import compose
from briefing.model import Briefing
from briefing.ui import address
from data_loaders.store.editions import Store
from data_loaders.store.meetings import Meeting, meetings

NEXT, NOTHING = "下一次（当前版本）", "不比较"
MEETING = "meeting"


def choose_meeting(store: Store, briefing: Briefing) -> None:
    """The edition of a 调度会, by its name: the choice goes to the address as the edition of every screen."""
    held = meetings(store)[::-1]
    if not held:
        return
    shown = next((meeting for meeting in held if meeting.edition == briefing.edition.number), NEXT)
    st.session_state[MEETING] = shown
    st.selectbox("用于哪次调度会", [NEXT, *held], format_func=_meeting_words, key=MEETING, on_change=_open_meeting)


def _open_meeting() -> None:
    chosen = st.session_state[MEETING]
    address.set_query("edition", None if chosen == NEXT else str(chosen.edition))
    address.set_query("as_of", None)  # a meeting's edition speaks for its own newest day


def choose_previous(store: Store, briefing: Briefing) -> Briefing | None:
    """What to compare with: the edition of an earlier 调度会, the newest of them first."""
    earlier = [meeting for meeting in meetings(store) if meeting.edition < briefing.edition.number][::-1]
    if not earlier:
        st.caption("还没有更早的调度会版本可以比较；在「数据上传 · 历史版本」中可以定。")
        return None
    chosen = st.selectbox("与哪次调度会比较", [*earlier, NOTHING], format_func=_meeting_words)
    return compose.compose(store.edition(chosen.edition)) if isinstance(chosen, Meeting) else None


def _meeting_words(meeting: Meeting | str) -> str:
    return meeting if isinstance(meeting, str) else f"{meeting.name}（{meeting.held_on}，第 {meeting.edition} 版）"
