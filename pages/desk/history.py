"""The editions so far: look at one, compare two, undo, name one after its 调度会."""

import streamlit as st

from briefing.html import upload
from briefing.ui import session
from briefing.ui.draw import html, link
from data_loaders import clock
from data_loaders.delivering import desk
from data_loaders.findings import Refused
from data_loaders.store import meetings
from data_loaders.store.accounts import ANYBODY, Account, Capability, Denied
from data_loaders.store.editions import Edition, Store
from pages.desk import two_editions

SHOWN_AT_ONCE = 20


def draw(account: Account, store: Store) -> None:
    """Newest first, with what this account may do to each."""
    editions = store.editions()[::-1]
    if not editions:
        st.info("还没有发布过数据。")
        return
    named = {meeting.edition: meeting for meeting in meetings.meetings(store)}
    two_editions.draw(store, editions)
    for edition in editions[:SHOWN_AT_ONCE]:
        with st.container(key=f"edition-{edition.number}", border=True, horizontal=True, vertical_alignment="center"):
            html(upload.edition_row(edition, named))
            link("打开", "overview", {"edition": str(edition.number)})
            if account.may(Capability.RESTORE) and _may_come_back(edition, editions[0]):
                st.button("恢复为当前版", key=f"restore-{edition.number}", on_click=_restore, args=(store, edition))
            if account.may(Capability.NAME_MEETING) and edition.number not in named:
                _draw_meeting(account, store, edition)
    if len(editions) > SHOWN_AT_ONCE:
        st.caption(f"更早的 {len(editions) - SHOWN_AT_ONCE} 版可在任一页的「版本」中打开。")


def _may_come_back(edition: Edition, newest: Edition) -> bool:
    """Sample data never comes back over real data."""
    return edition is not newest and edition.sample == newest.sample


def _restore(store: Store, edition: Edition) -> None:
    """Runs before the page does, so it asks anew who is there: the button may be older than the account's end."""
    try:
        restored = desk.restore_as(session.current(store) or ANYBODY, store, edition.number)
    except Denied as denied:
        st.session_state["desk-problem"] = str(denied)
        return
    except Refused as refused:
        st.session_state["desk-problem"] = refused.findings[0].sentence
        return
    st.session_state["published"], st.session_state["ungraded"] = restored.number, None


def _draw_meeting(account: Account, store: Store, edition: Edition) -> None:
    with st.popover("定为调度会版本"), st.form(f"meeting-{edition.number}", border=False):
        name = st.text_input("会议名称", placeholder="例如：2023 年三季度调度会")
        held_on = st.date_input("会议日期", clock.today(), format="YYYY-MM-DD")
        if st.form_submit_button("确定（确定后不能更改）"):
            try:
                desk.name_meeting_as(account, store, edition.number, name, held_on)
            except ValueError as problem:
                st.error(str(problem))
            else:
                st.rerun()
