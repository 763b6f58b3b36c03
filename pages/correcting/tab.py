"""The tab 更正, top to bottom: what to correct, the grid, what changes, and publishing it."""

import streamlit as st

from briefing.html import corrections
from briefing.ui.draw import html
from data_loaders.store.accounts import Account
from data_loaders.store.editions import EmptyStore, Store
from pages.correcting import choosing, deciding, grid, overtaken, work


def draw(account: Account, store: Store) -> None:
    """The whole way of a correction."""
    try:
        newest = store.edition()
    except EmptyStore:
        st.info("还没有数据可以更正，请先上传台账。")
        return
    part = choosing.draw(account, newest)
    if part is None:
        st.info(f"{account.town or ''}还没有报过可以更正的台账。")
        return
    at_work = work.on(account, newest, part)
    work.say_refused()
    html(corrections.how_to(part, at_work.on))
    at_work.after = grid.draw(at_work)
    if newest.number != at_work.on and not at_work.changes:
        work.begin_anew()
    if newest.number != at_work.on:
        overtaken.draw(account, newest, at_work)
    elif at_work.changes:
        deciding.draw(account, store, at_work)
    else:
        work.say_lost(at_work)
