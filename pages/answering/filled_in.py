"""Everything that a unit has filled in, what became of it, and the way to take back what waits."""

from collections.abc import Sequence

import streamlit as st

from briefing.html import filled
from briefing.screens.outlook import Outlook
from briefing.ui import editions, session
from briefing.ui.draw import html
from data_loaders.delivering import desk
from data_loaders.store.accounts import ANYBODY
from data_loaders.store.drafts import Draft, State
from data_loaders.store.editions import open_store
from pages.answering.kept import CHANGED, DONE


def say_done() -> None:
    """What was saved last, until the next thing is."""
    if done := st.session_state.get(DONE):
        st.success(done)


def draw(look: Outlook, unit: str, own: Sequence[Draft]) -> None:
    """Everything that was filled in, what became of it, and the way to take back what waits."""
    if not own:
        st.caption("还没有填报过。")
    changed = st.session_state.get(CHANGED) or {}
    for one in own:
        with st.container(key=f"draft-{one.stamp}", horizontal=True, vertical_alignment="center"):
            html(filled.listed([one], look.briefing, changed))
            if one.state is State.WAITING:
                st.button("撤回", key=f"take-back-{one.stamp}", on_click=_take_back, args=(one.stamp,))
                if one.stamp in changed:
                    st.button("仍按我填的发布", key=f"publish-{one.stamp}", on_click=_publish, args=(one.stamp,))


def _take_back(stamp: str) -> None:
    store = open_store()
    st.session_state.pop(DONE, None)
    refused = session.refusal(store, lambda who: desk.take_back_as(who, store, stamp))
    if refused is not None:
        st.error(refused)


def _publish(stamp: str) -> None:
    """What has changed meanwhile was shown, and the unit means it all the same."""
    store = open_store()
    outcome = desk.release_as(session.current(store) or ANYBODY, store, [stamp], on=store.edition().number)
    editions.look_at.clear()
    if outcome.edition:
        st.session_state[DONE] = f"已发布第 {outcome.edition.number} 版。"
