"""The tab 填报 of the office: what waits to be published, who has not answered, and the words to remind a unit by."""

import streamlit as st

from briefing.plan import PlanMissing
from briefing.screens.outlook import Outlook
from briefing.ui import editions
from data_loaders.store.accounts import Account
from data_loaders.store.editions import EmptyStore, Store
from pages.answering import releasing, reminding


def draw(account: Account, store: Store) -> None:
    """The whole tab, over the newest edition."""
    try:
        newest = store.edition()
        editions.look_at.clear()  # what was published a moment ago counts
        briefing = editions.briefing_of(editions.address(), newest.number, None)
    except (EmptyStore, PlanMissing):
        st.info("还没有数据和年度计划，发布以后各单位才能填报。")
        return
    look = Outlook("upload", briefing, editions.land_at(editions.address(), newest.number), present=False)
    releasing.draw(account, store, newest, briefing)
    reminding.draw(account, store, look)
