"""Two editions of the history compared."""

import streamlit as st

from briefing import compose
from briefing.html import upload
from briefing.measures.changes import effect
from briefing.ui.draw import html
from data_loaders.store.editions import Edition, Store


def draw(store: Store, editions: list[Edition]) -> None:
    """What differs between two editions, both on the newer one's day; sample and real figures are never set side by side."""
    numbers = [edition.number for edition in editions if edition.sample == editions[0].sample]
    if len(numbers) < 2:
        return
    with st.expander("比较两个版本"):
        left, right = st.columns(2)
        older = left.selectbox("从", numbers, index=1, format_func=lambda number: f"第 {number} 版")
        newer = right.selectbox("到", numbers, format_func=lambda number: f"第 {number} 版")
        if st.button("比较"):
            after = compose.compose(store.edition(newer))
            difference = effect(compose.compose(store.edition(older), after.as_of), after)
            html(upload.effect_table(difference, f"第 {older} 版", f"第 {newer} 版"))
