"""Sewage stations: which of the named stations runs, which is late, and what holds it up?"""

from briefing.html import cards
from briefing.screens.outlook import Outlook
from briefing.screens.pieces import Screen


def screen(look: Outlook) -> Screen:
    """The number of stations, and each of them."""
    briefing = look.briefing
    strips = [
        cards.measure_strip(measure, briefing, is_dated=True) for measure in briefing.judged_by(cards.STATIONS_RULE)
    ]
    silent = cards.silent_stations(briefing, look.town)
    stations = cards.stations(look.here(briefing.stations), silent, limit=look.rows("stations"))
    return Screen(("".join(strips) + stations,))
