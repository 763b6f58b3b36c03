"""Sewage stations: which of the named stations runs, which is late, and what holds it up?"""

from briefing import cards, ui

with ui.frame("sewage", by_town=True) as view:
    briefing = view.briefing
    strips = [cards.measure_strip(measure, owners=True) for measure in briefing.judged_by(cards.STATIONS_RULE)]
    silent = cards.silent_stations(briefing, view.town)
    ui.html("".join(strips) + cards.stations(view.here(briefing.stations), silent, limit=view.rows("stations")))
