"""Materials: slides, bulletin, workbook, offline page and pictures of an edition, for the next 调度会."""

import streamlit as st

from briefing.html import markup
from briefing.ui.draw import html, panel
from briefing.ui.frame import frame
from data_loaders.store.editions import open_store
from pages.orders import catalogue, choosing, comparison, made, making, particulars, picking

with frame("materials") as view:
    store = open_store()
    left, right = st.columns([2, 3], gap="small")
    with left, panel("order"):
        html(markup.panel_title("选择材料"))
        choosing.choose_meeting(store, view.briefing)
        previous = choosing.choose_previous(store, view.briefing)
        chosen = picking.choose_formats()
        screens = picking.choose_screens(chosen)
        parts = picking.choose_parts(chosen)
        printed = picking.choose_printed(chosen)
        told = particulars.choose(store, view.briefing, chosen)
        wanted = st.button("制作", type="primary", disabled=not (chosen and screens))
    with right, panel("made"):
        html(markup.panel_title("已生成材料"))
        if wanted:
            if told is not None:
                particulars.remember(store, view.briefing, told)
            making.make(view, catalogue.Wanted(chosen, screens, previous, told, parts, printed))
        made.offer(view)
    if previous is not None:
        comparison.draw(previous, view.briefing)
