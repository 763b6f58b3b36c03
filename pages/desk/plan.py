"""年度计划: the official document becomes a draft, reviewed beside the text and published as a plan."""

from pathlib import PurePosixPath

import streamlit as st

from briefing.html import markup, plan_text
from briefing.ui import upload_worker, uploads, visitor
from briefing.ui.draw import html, panel
from data_loaders.delivering import desk
from data_loaders.delivering.intake import Drop
from data_loaders.findings import Refused
from data_loaders.planning import review, tables
from data_loaders.store.accounts import Account
from data_loaders.store.editions import Store
from pages.desk import beside, findings, plan_rows, plan_year, progress, publishing
from pages.desk.templates import XLSX

STATE = "plan-review"


def draw(account: Account, store: Store) -> None:
    """The whole way of a plan, top to bottom."""
    if account.town:
        st.info("年度计划由不绑定镇的账号上传。")
        return
    year = plan_year.asked()
    key = f"plan-{st.session_state.setdefault('plans', 0)}"
    file = st.file_uploader("把工作要点或实施方案（Word、PDF、文本）拖到这里", ["docx", "pdf", "txt"], key=key, help=uploads.LIMITS, on_change=plan_year.take, args=(key,))  # fmt: skip
    if refused := st.session_state.get("plan-refused"):
        findings.draw_turned_away(refused)
    if file is None:
        st.session_state.pop(STATE, None)
        return
    st.session_state.pop("plan-refused", None)
    drop = Drop(PurePosixPath(file.name.replace("\\", "/")).name, file.getvalue())
    known = st.session_state.get(STATE)
    if known is None or known["key"] != (drop.sha256, year):
        known = st.session_state[STATE] = _read(account, store, drop, year)
        plan_year.heed(known["read"], drop)
    _draw_review(account, store, known)


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
    return {"key": (drop.sha256, year), "read": read, "items": review.items_of(read.draft)}


def _draw_review(account: Account, store: Store, known: dict) -> None:
    draft, items = known["read"].draft, known["items"]
    with panel("plan-review"):
        html(markup.panel_title(f"{draft.year} 年计划草稿", detail=review.summary(items)))
        html(plan_text.questions(draft.questions))
        if items:
            plan_rows.draw(known)
    with st.expander(f"没有用上的句子 {len(draft.unread)} 句"):
        html(plan_text.unread((each.place, each.sentence) for each in draft.unread))
    with st.expander("与上年计划相比"):
        last = known["read"].last
        html(plan_text.differences(None if last is None else review.differences(last, items)))
    rows = plan_year.rows(known["read"], items)
    st.download_button("下载草稿（可以改好再从「上传台账」交回）", lambda: tables.as_workbook(draft, rows), f"{draft.year}年计划草稿.xlsx", XLSX)  # fmt: skip
    if plan_rows.is_reviewed(known) and st.toggle("审阅完毕，检查并发布", key="plan-ready"):
        drops = [
            Drop(f"{table.title}.csv", tables.as_csv(table, body), table=table.name) for table, body in rows.items()
        ]
        checked = progress.checked(account, store, drops)
        findings.draw(drops, checked)
        if checked.publishable:
            publishing.draw_button(account, store, drops, form="publish-plan")
