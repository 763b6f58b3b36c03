"""Upload: a clerk's files become an edition, with findings and effect before, and undo after."""

import streamlit as st

from briefing.ui import frame
from data_loaders.store.accounts import Capability, Denied
from data_loaders.store.editions import open_store
from pages.answering import door, office
from pages.correcting import tab as correction
from pages.desk import account as account_bar
from pages.desk import delivery, health, journal, login, people, publishing
from pages.editions import history
from pages.layouts import kept as kept_layouts
from pages.orders import stationery
from pages.planning import tab as plan

with frame.bare_frame("upload"):
    store = open_store()
    account = login.account_or_stop(store)
    account_bar.draw(store, account)
    publishing.draw_published()
    if problem := st.session_state.pop("desk-problem", None):
        st.error(problem)
    # What is not open is not computed, but for the first two: the drop area would forget its files.
    kept = {"上传台账": delivery, "历史版本": history} if account.may(Capability.UPLOAD) else {"填报": door}
    late = {"更正": correction, "年度计划": plan} if account.may(Capability.PUBLISH) else {}
    late |= {"填报": office} if account.may(Capability.RELEASE) else {}
    computed = {
        Capability.READ_AUDIT: ("操作记录", journal),
        Capability.READ_HEALTH: ("运行状况", health),
        Capability.KEEP_LAYOUTS: ("版式", kept_layouts),
        Capability.KEEP_ACCOUNTS: ("账号", people),
    }
    shown = kept | late | dict(tab for capability, tab in computed.items() if account.may(capability))
    if account.may(Capability.KEEP_LAYOUTS):
        shown["模板"] = stationery
    tabs = st.tabs(list(shown), key="desk-tab", on_change="rerun")
    try:
        for tab, (title, part) in zip(tabs, shown.items(), strict=True):
            with tab:
                if tab.open or title in kept:
                    part.draw(account, store)
    except Denied as denied:
        st.error(str(denied))
