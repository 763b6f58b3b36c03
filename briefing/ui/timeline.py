"""Time goes by on a screen: a slider of the days that tables speak for, and a button that plays them."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from briefing import formats
from briefing.ui import address

PLAY_SECONDS = 2.0
PLAY = "play"  # the query parameter that lets the days go by
_KNOWN, _DRAWN, _DAY = "timeline-days", "timeline-drawn", "timeline-day"


def following(days: Sequence[date], shown: date) -> date | None:
    """The day after one; None at the end."""
    return next((day for day in sorted(days) if day > shown), None)


def step(by: int) -> None:
    """Go some days of the list on or back, as far as it goes."""
    days, shown = st.session_state.get(_KNOWN, ((), None))
    if shown is not None:
        at = days.index(shown) + by
        address.set_query("as_of", days[min(max(at, 0), len(days) - 1)].isoformat())


def toggle() -> None:
    """Play or stop; from the last day on, play from the first."""
    days, shown = st.session_state.get(_KNOWN, ((), None))
    if st.query_params.get(PLAY):
        address.set_query(PLAY, None)
    elif shown is not None:
        address.set_query(PLAY, "1")
        if shown == days[-1]:
            address.set_query("as_of", days[0].isoformat())


def draw(days: Sequence[date], shown: date) -> None:
    """The slider and its button; the arrow keys move the slider, too."""
    playing = st.query_params.get(PLAY) == "1"
    with st.container(key="timeline", horizontal=True, vertical_alignment="center"):
        label, icon = ("停", ":material/pause:") if playing else ("播放", ":material/play_arrow:")
        st.button(label, icon=icon, key="timeline-play", on_click=toggle)
        st.session_state[_DAY] = shown.isoformat()
        options = [day.isoformat() for day in sorted({*days, shown})]
        st.select_slider("看哪一期", options, key=_DAY, on_change=_moved, label_visibility="collapsed")


def _moved() -> None:
    address.set_query(PLAY, None)
    address.set_query("as_of", st.session_state[_DAY])


def play(days: Sequence[date], shown: date) -> None:
    """Remember where time stands, and let the days go by where the address asks for it."""
    st.session_state[_KNOWN] = tuple(sorted({*days, shown})), shown
    if st.query_params.get(PLAY) == "1":
        st.session_state[_DRAWN] = True
        _go_by(days, shown)


@st.fragment(run_every=PLAY_SECONDS)
def _go_by(days: Sequence[date], shown: date) -> None:
    if st.session_state.pop(_DRAWN, False):
        return  # the page itself was just drawn: its day stays for a while
    day = following(days, shown)
    if day is None:
        address.set_query(PLAY, None)
    else:
        address.set_query("as_of", day.isoformat())
    st.rerun()


def told(days: Sequence[date], shown: date) -> str:
    """Which of the days is shown, for a projector: 第 5/9 期; empty for a day between."""
    ordered = sorted(days)
    return f"第 {formats.count(ordered.index(shown) + 1)}/{len(ordered)} 期" if shown in ordered else ""
