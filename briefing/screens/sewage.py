"""Sewage stations: which of the named stations runs, which is late, and what holds it up?"""

from briefing.html import cards
from briefing.screens.outlook import Outlook
from briefing.screens.pieces import Screen
from briefing.wording import asked, headlines


def screen(look: Outlook) -> Screen:
    """The number of stations, and each of them."""
    briefing = look.briefing
    measures = briefing.judged_by(cards.STATIONS_RULE)
    strips = [cards.measure_strip(measure, briefing, is_dated=True) for measure in measures]
    silent = cards.silent_stations(briefing, look.town)
    stations = cards.stations(look.here(briefing.stations), silent, limit=look.rows("stations"))
    stands = headlines.stations_headline(next(iter(measures), None), briefing.stations, briefing.as_of, named=0)
    return Screen(("".join(strips) + stations,), headline=stands + asked.works(briefing.stations, briefing.year))
