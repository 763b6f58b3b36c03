"""What an official paper carries besides its figures: asked where one is ordered, remembered by who is logged in."""

from collections.abc import Sequence

import streamlit as st

from briefing.model import Briefing
from briefing.ui import session
from data_loaders.findings import Refused
from data_loaders.store import papers
from data_loaders.store.editions import Store
from data_loaders.store.meetings import meetings
from data_loaders.store.papers import Particulars
from pages.orders.catalogue import ORDERS


def choose(store: Store, briefing: Briefing, orders: Sequence[str]) -> Particulars | None:
    """What the papers among the orders shall carry, filled in as it was remembered; None without such an order."""
    if not any(ORDERS[name].signed for name in orders):
        return None
    known = papers.particulars(store, briefing.edition.number)
    held = [meeting.name for meeting in meetings(store) if meeting.edition == briefing.edition.number]
    key = f"paper-{briefing.edition.number}"
    st.caption("公文要素：没有的留空。填了文号的，带发文机关标志和版记。")
    left, right = st.columns(2, gap="small")
    return Particulars(
        meeting=left.text_input("调度会", known.meeting or next(iter(held), ""), key=f"{key}-meeting").strip(),
        dated=right.date_input("成文日期", known.dated, key=f"{key}-dated", format="YYYY-MM-DD"),
        number=left.text_input("发文字号", known.number, key=f"{key}-number", placeholder="×农字〔××××〕×号").strip(),
        signed_by=right.text_input("签发人", known.signed_by, key=f"{key}-signed").strip(),
        copied_to=st.text_input("抄送机关", known.copied_to, key=f"{key}-copied").strip(),
    )


def remember(store: Store, briefing: Briefing, told: Particulars) -> None:
    """Keep it with the edition's meeting when somebody is logged in; others have it in their own files only."""
    account = session.current(store)
    if account is None:
        return
    try:
        papers.remember(store, briefing.edition.number, told, by=account.name)
    except Refused as refused:
        st.warning("；".join(finding.sentence for finding in refused.findings))
