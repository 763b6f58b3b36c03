"""In brief, for a phone: the overview in one column, with what every other screen finds in a sentence."""

from briefing.html import cards, tables
from briefing.screens import funds, overview
from briefing.screens.catalogue import PRESENTED
from briefing.screens.outlook import Outlook
from briefing.screens.pieces import Panel, Screen

WORRIES = 12  # told one by one


def screen(look: Outlook) -> Screen:
    """Six cards, the map, the money, a sentence a screen, the worries."""
    briefing = look.briefing
    found = {
        title: briefing.headlines[name]
        for name, title in PRESENTED.items()
        if name in briefing.headlines and name != look.page
    }
    return Screen(
        (
            cards.measure_cards(briefing, look.measures(briefing.headline_measures)),
            overview.village_panel(look),
            funds.curve(look, "overview_curve", "资金拨付率"),
            Panel("findings", (tables.findings(found),), title="各项进展"),
            overview.attention(look, WORRIES),
        )
    )
