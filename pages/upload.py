"""Upload: a clerk's files become an edition, with findings and effect before, and undo after."""

import streamlit as st

from briefing import ui
from data_loaders.accounts import Capability, Denied
from data_loaders.store import open_store
from pages.desk import delivery, history, journal, login

with ui.bare_frame("upload"):
    store = open_store()
    account = login.account_or_stop(store)
    login.draw_account(store, account)
    if number := st.session_state.get("published"):  # stays until the next file is dropped
        st.success(f"已发布第 {number} 版，各屏已更新。")
    if problem := st.session_state.pop("desk-problem", None):
        st.error(problem)
    titles = ["上传台账", "历史版本"] + (["操作记录"] if account.may(Capability.READ_AUDIT) else [])
    tabs = st.tabs(titles)
    try:
        with tabs[0]:
            delivery.draw(account, store)
        with tabs[1]:
            history.draw(account, store)
        if len(tabs) > 2:
            with tabs[2]:
                journal.draw(account, store)
    except Denied as denied:
        st.error(str(denied))
