"""What becomes of something that the clerk of a meeting typed, and who the clerk is when it is written."""

from collections.abc import Callable

import streamlit as st

from briefing.html import upload
from briefing.ui import editions, session
from briefing.ui.draw import html
from data_loaders.delivering.assigning import Recorded
from data_loaders.findings import Refused
from data_loaders.store.accounts import ANYBODY, Account, Denied
from data_loaders.store.editions import EmptyStore, open_store

DONE = "meeting-done"  # what was recorded last, said until the next thing is


def finish(attempt: Callable[[], Recorded], said: str) -> bool:
    """Make an attempt and say what became of it: `said` with its number, or why nothing was changed."""
    st.session_state.pop(DONE, None)
    try:
        recorded = attempt()
    except (Denied, ValueError) as problem:
        st.error(str(problem))
    except EmptyStore:
        st.error("还没有发布任何数据，先在“数据上传”发布一版。")
    except Refused as refused:
        st.error(refused.findings[0].sentence)
    else:
        if recorded.outcome.edition is None:
            html(upload.finding_groups(recorded.outcome.findings))
            return False
        editions.look_at.clear()
        st.session_state[DONE] = (
            f"{said}：{recorded.number}（第 {recorded.outcome.edition.number} 版），投影几秒内更新。"
        )
        return True
    return False


def who() -> Account:
    """Whoever sits here at the moment of writing: the form may be older than the account's end."""
    return session.current(open_store()) or ANYBODY
