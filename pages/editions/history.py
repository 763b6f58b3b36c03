"""The editions so far: look at one, compare two, undo, name one after its 调度会."""

import streamlit as st

from briefing.html import upload
from briefing.ui import session
from briefing.ui.draw import html, link
from data_loaders.delivering import desk
from data_loaders.store import meetings
from data_loaders.store.accounts import Account, Capability
from data_loaders.store.editions import Edition, Store
from pages.editions import meeting_form, two_editions

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
                with st.popover("恢复…"):
                    st.text(
                        f"第 {edition.number} 版会成为新的一版，各屏马上换成它的数；现在的第 {editions[0].number} 版还在历史里，"
                        f"恢复错了，再恢复第 {editions[0].number} 版就行。"
                    )
                    st.button("恢复为当前版", key=f"restore-{edition.number}", on_click=_restore, args=(store, edition))
            if account.may(Capability.NAME_MEETING):
                meeting_form.draw(store, edition, named.get(edition.number))
    if len(editions) > SHOWN_AT_ONCE:
        st.caption(f"更早的 {len(editions) - SHOWN_AT_ONCE} 版可在任一页的「版本」中打开。")


def _may_come_back(edition: Edition, newest: Edition) -> bool:
    """Sample data never comes back over real data."""
    return edition is not newest and edition.sample == newest.sample


def _restore(store: Store, edition: Edition) -> None:
    """Make an edition the newest again; runs before the page does."""

    def attempt(account: Account) -> None:
        restored = desk.restore_as(account, store, edition.number)
        st.session_state["published"], st.session_state["ungraded"] = restored.number, None

    if refused := session.refusal(store, attempt):
        st.session_state["desk-problem"] = refused
