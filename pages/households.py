"""Courtyards and toilets: are the counts growing as fast as the year, and which villages are behind?"""

from functools import partial

import streamlit as st

from briefing import cards, markup, ui
from briefing.figures import bars, curves

with ui.frame("households", by_town=True) as view:
    briefing = view.briefing
    measures = briefing.judged_by("places_done")
    for measure, column in zip(measures, st.columns(len(measures) or 1, gap="small"), strict=False):
        parts = view.here(measure.parts)
        with column:
            ui.html(cards.measure_strip(measure))
            aside = markup.dated(measure.snapshot, stale=measure.stale)
            with ui.panel(f"curve-{measure.id}"):
                ui.html(markup.panel_title(f"{measure.title}逐月", aside=aside))
                draw = partial(
                    curves.progress_curve, measure, briefing.year, sizes=view.sizes, room=view.room("household_curve")
                )
                ui.chart(draw, view, key=f"curve-{measure.id}", alt=curves.progress_curve_alt(measure))
            with ui.panel(f"gaps-{measure.id}"):
                ui.html(markup.panel_title(f"落后最多的村（{view.place}）", aside=aside))
                shown = min(view.rows("gaps"), len(parts))
                draw = partial(
                    bars.village_gaps, parts, limit=shown, sizes=view.sizes, room=view.room("household_gaps")
                )
                ui.chart(draw, view, key=f"gaps-{measure.id}", alt=bars.village_gaps_alt(measure, parts))
                ui.html(cards.gaps_line(measure, len(parts) - shown))
