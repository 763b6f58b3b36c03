"""A screen with its charts as drawings, which a browser shows at once and which need no script of a chart library."""

from hashlib import blake2b
from urllib.parse import quote

from briefing.html import links
from briefing.screens.outlook import Outlook
from briefing.screens.pieces import Chart, Screen
from briefing.svg.drawing import drawing

VILLAGE = "village"


def drawn(screen: Screen, look: Outlook) -> Screen:
    """The same screen; where somebody can click, its points and places lead to what they explain or choose."""
    return screen.with_charts(lambda chart: _drawn(chart, look))


def _drawn(chart: Chart, look: Outlook) -> str:
    def leads(place: str) -> str:
        if not look.served:  # in a file only a village has somewhere to go: its card
            return f"#{VILLAGE}={quote(place)}" if place and chart.remembers == VILLAGE else ""
        if look.present:
            return ""
        if chart.remembers and (place or chart.remembers in look.query):  # beside the land: nothing chosen
            return links.address(look.query, **{chart.remembers: place or None})
        what = chart.explains.get(place)
        return links.address(look.query, **{links.EXPLAIN: what}) if what else ""

    zooms = chart.zooms and not (look.present and look.served)
    apart = blake2b(repr((look.page, *sorted(look.query.items()))).encode(), digest_size=4).hexdigest()
    made = drawing(chart.figure, name=chart.key, apart=apart, alt=chart.alt, leads=leads, zooms=zooms)
    return made.carried() if look.served else made.whole()
