"""A draft under review: what is asked, its settings, its rows beside the text, what it left out, and its end."""

from collections.abc import Callable

import streamlit as st

from briefing.html import markup, plan_text
from briefing.ui import downloads
from briefing.ui.draw import html, panel
from data_loaders.planning import review, tables
from data_loaders.store.accounts import Account
from data_loaders.store.editions import Store
from pages.planning import ending, head, rows, years


def draw(account: Account, store: Store, known: dict, close: Callable[[], None]) -> None:
    """The whole review; `close` puts it away once its plan is published."""
    items = known["items"]
    with panel("plan-review"):
        html(markup.panel_title(f"{known['read'].draft.year} 年计划草稿", detail=review.summary(items)))
        asked = st.container()  # above the fields that answer it
        head.draw(known)
        draft = known["read"].draft
        with asked:
            html(plan_text.questions(review.questions(draft)))
        if items:
            rows.draw(known)
    with st.expander(f"没有用上的句子 {len(draft.unread)} 句"):
        html(plan_text.unread((each.place, each.sentence) for each in draft.unread))
    with st.expander("与上年计划相比"):
        last = known["read"].last
        html(plan_text.differences(None if last is None else review.differences(last, items)))
    told = years.rows(known["read"], items)
    made, name = lambda: tables.as_workbook(draft, told), f"{draft.year}年计划草稿.xlsx"
    downloads.offer("下载草稿（可以改好再从「上传台账」交回）", made, name, key="plan-draft-file")
    if rows.is_reviewed(known) and st.toggle("审阅完毕，检查并发布", key="plan-ready"):
        ending.draw(account, store, known["file"], told, close)
