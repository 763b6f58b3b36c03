"""Materials: slides, bulletin, workbook, offline page and pictures of an edition, for the next 调度会."""

import streamlit as st

from briefing import markup, ui
from data_loaders.store import open_store
from pages.workshop import bench, since

with ui.frame("materials") as view:
    store = open_store()
    left, right = st.columns([2, 3], gap="small")
    with left, ui.panel("order"):
        ui.html(markup.panel_title("做哪些材料"))
        bench.choose_meeting(store, view.briefing)
        previous = bench.choose_previous(store, view.briefing)
        chosen = bench.choose_formats()
        screens = bench.choose_screens(chosen)
        wanted = st.button("制作", type="primary", disabled=not (chosen and screens))
    with right, ui.panel("made"):
        ui.html(markup.panel_title("做好的材料"))
        if wanted:
            bench.make(view, previous, chosen, screens)
        bench.offer(view.briefing)
    if previous is not None:
        since.draw(previous, view.briefing)
