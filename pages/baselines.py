"""Baselines: which floor, cap, zero-target or not-less-than-last-year is broken, where, and which way does it go?"""

from functools import partial

from briefing import baselines, bounds, markup, ui

with ui.frame("baselines") as view:
    briefing = view.briefing
    kept = [measure for own in bounds.grouped(briefing.measures).values() for measure in own]
    snapshot = max((measure.snapshot for measure in kept if measure.snapshot), default=None)
    with ui.panel("baselines"):
        ui.html(
            markup.panel_title(f"底线指标（{len(kept)} 项，未达标的在前）", aside=markup.dated(snapshot))
            + baselines.tally_line(kept)
            + view.once("table", partial(baselines.baseline_table, kept, briefing.towns, whole=briefing.whole))
        )
