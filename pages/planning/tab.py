"""年度计划: the official document becomes a draft, reviewed beside the text and published as a plan."""

from pathlib import PurePosixPath

import streamlit as st

from briefing.ui import upload_worker, uploads, visitor
from data_loaders.delivering import desk
from data_loaders.delivering.intake import Drop
from data_loaders.findings import Refused
from data_loaders.planning import review
from data_loaders.reading import display_name
from data_loaders.store.accounts import Account
from data_loaders.store.editions import Store
from pages.desk import beside, findings
from pages.planning import draft, ending, years

STATE = "plan-review"


def draw(account: Account, store: Store) -> None:
    """The whole way of a plan, top to bottom."""
    if account.town:
        st.info("年度计划由不绑定镇的账号上传。")
        return
    year = years.asked()
    key = f"plan-{st.session_state.setdefault('plans', 0)}"
    file = st.file_uploader("把工作要点或实施方案（Word、PDF、文本）拖到这里", ["docx", "pdf", "txt"], key=key, help=uploads.LIMITS, on_change=years.take, args=(key,))  # fmt: skip
    if refused := st.session_state.get("plan-refused"):
        findings.draw_turned_away(refused)
    if file is None:
        st.session_state.pop(STATE, None)
        ending.draw_next()
        return
    st.session_state.pop(ending.NEXT, None)
    st.session_state.pop("plan-refused", None)
    drop = Drop(PurePosixPath(file.name.replace("\\", "/")).name, file.getvalue())
    known = st.session_state.get(STATE)
    if known is None or known["key"] != (drop.sha256, year):
        known = st.session_state[STATE] = _read(account, store, drop, year)
        years.heed(known["read"], drop)
    draft.draw(account, store, known, _close)


def _read(account: Account, store: Store, drop: Drop, year: int) -> dict:
    try:
        read = beside.done("正在读取", upload_worker.draft, account, store, drop, year)
    except Refused as stopped:  # nothing of the file may stay in the session
        desk.remember_refusal(account, store, [drop], stopped.findings)
        beside.worker().forget()
        uploads.DESK.free(visitor.session())
        st.session_state["plans"] += 1
        st.session_state["plan-refused"] = stopped.findings
        st.rerun()
    items = review.items_of(read.draft)
    return {"key": (drop.sha256, year), "file": display_name(drop.name), "read": read, "items": items}


def _close() -> None:
    """The page is short again, so that what was published stands in sight and not a screen above."""
    st.session_state["plans"] += 1
    st.session_state.pop(STATE, None)
