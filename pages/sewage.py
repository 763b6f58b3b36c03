"""Sewage stations: which of the named stations runs, which is late, and what holds it up?"""

from briefing import cards, ui

with ui.frame("sewage", by_town=True) as view:
    strips = [cards.measure_strip(measure, owners=True) for measure in view.briefing.judged_by("stations_finished")]
    ui.html("".join(strips) + cards.stations(view.here(view.briefing.stations)))
