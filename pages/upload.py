"""Upload: a clerk's files become an edition, with findings and effect before, and undo after."""

import streamlit as st

from briefing import ui
from data_loaders.accounts import Capability, Denied
from data_loaders.store import open_store
from pages.desk import delivery, health, history, journal, login

with ui.bare_frame("upload"):
    store = open_store()
    account = login.account_or_stop(store)
    login.draw_account(store, account)
    if number := st.session_state.get("published"):  # stays until the next file is dropped
        st.success(f"已发布第 {number} 版，各屏已更新。")
    if problem := st.session_state.pop("desk-problem", None):
        st.error(problem)
    # What is not open is not computed, but for the first two: the drop area would forget its files.
    kept = {"上传台账": delivery, "历史版本": history}
    computed = {Capability.READ_AUDIT: ("操作记录", journal), Capability.READ_HEALTH: ("运行状况", health)}
    shown = kept | dict(tab for capability, tab in computed.items() if account.may(capability))
    tabs = st.tabs(list(shown), key="desk-tab", on_change="rerun")
    try:
        for tab, (title, part) in zip(tabs, shown.items(), strict=True):
            with tab:
                if tab.open or title in kept:
                    part.draw(account, store)
    except Denied as denied:
        st.error(str(denied))
