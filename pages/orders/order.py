"""The 督办单 of the unit on screen, made when somebody asks for it."""

import streamlit as st

from briefing.exports.bulletin import order
from briefing.screens.outlook import Outlook
from briefing.wording.open_items import urgent_items
from data_loaders.store import papers
from data_loaders.store.editions import open_store


def offer(look: Outlook) -> None:
    """A download for a unit that has something urgent; nothing for others."""
    unit, briefing = look.query.get("name", ""), look.briefing
    items = urgent_items(briefing).get(unit)
    if not items:
        return

    def made() -> bytes:
        return order.write_order(briefing, unit, papers.particulars(open_store(), briefing.edition.number))

    label, name = f"下载督办单和回执（{len(items)} 项）", order.file_name(briefing, unit)
    st.download_button(label, made, name, order.MEDIA_TYPE, key="unit-order", on_click="ignore")
