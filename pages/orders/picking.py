"""Pick what is made: formats, parts of slides and bulletin, screens of pictures, and whether PDF is wanted too."""

from collections.abc import Sequence

import streamlit as st

from briefing.exports import PRINTED
from briefing.exports.printing import NO_OFFICE, find_office
from briefing.screens.catalogue import PRESENTED
from briefing.wishes import PARTS
from pages.orders.catalogue import KINDS, ORDERS


def choose_formats() -> list[str]:
    """Names of ORDERS."""
    return st.pills(
        "材料", list(ORDERS), selection_mode="multi", default=["pptx"],
        format_func=lambda name: f"{ORDERS[name].title}（{KINDS[ORDERS[name].suffix]}）",
    )  # fmt: skip


def choose_parts(orders: Sequence[str]) -> list[str]:
    """Which parts of slides and bulletin, in the order in which they were picked; all of them where none is."""
    if not any(ORDERS[name].parted for name in orders):
        return []
    return st.multiselect(
        "只要这些部分（按点选的先后排）",
        list(PARTS),
        format_func=PARTS.__getitem__,
        key="parts",
        placeholder="全部，按原来的顺序",
    )


def choose_printed(orders: Sequence[str]) -> bool:
    """Whether slides and papers are wanted as PDF too; where nothing can make one, why."""
    if not any(ORDERS[name].suffix in PRINTED for name in orders):
        return False
    able = find_office() is not None
    wanted = st.checkbox("同时做成 PDF", key="printed", disabled=not able)
    if not able:
        st.caption(NO_OFFICE)
    return wanted and able


def choose_screens(orders: Sequence[str]) -> list[str]:
    """Which screens to photograph, asked only when pictures are ordered."""
    if "png" not in orders:
        return list(PRESENTED)
    return st.multiselect("屏幕图片包括", list(PRESENTED), default=list(PRESENTED), format_func=PRESENTED.__getitem__)
