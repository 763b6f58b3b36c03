"""What becomes of something that the clerk of a meeting typed."""

from collections.abc import Callable

import streamlit as st

from briefing.html import upload
from briefing.ui import editions, session
from briefing.ui.draw import html
from data_loaders.delivering.assigning import Recorded
from data_loaders.store.accounts import Account
from data_loaders.store.editions import open_store

DONE = "meeting-done"  # what was recorded last, said until the next thing is


def finish(attempt: Callable[[Account], Recorded], said: str) -> bool:
    """Make an attempt and say what became of it: `said` with its number, or why nothing was changed."""
    st.session_state.pop(DONE, None)

    def recorded_as(account: Account) -> None:
        recorded = attempt(account)
        if recorded.outcome.edition is None:
            html(upload.finding_groups(recorded.outcome.findings))
            return
        editions.look_at.clear()
        st.session_state[DONE] = (
            f"{said}：{recorded.number}（第 {recorded.outcome.edition.number} 版），投影几秒内更新。"
        )

    if refused := session.refusal(open_store(), recorded_as):
        st.error(refused)
    return DONE in st.session_state
