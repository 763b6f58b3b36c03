"""Baselines: which floor, cap, zero-target or not-less-than-last-year is broken, where, and which way does it go?"""

from briefing.html import baselines, markup
from briefing.measures import bounds
from briefing.screens.outlook import Outlook
from briefing.screens.pieces import Panel, Screen


def screen(look: Outlook) -> Screen:
    """Every bound with every unit, group by group."""
    briefing = look.briefing
    kept = [measure for own in bounds.grouped(briefing.measures).values() for measure in own]
    snapshot = max((measure.snapshot for measure in kept if measure.snapshot), default=None)
    table = Panel(
        "baselines",
        (baselines.tally_line(kept), baselines.baseline_table(kept, briefing.towns, whole=briefing.whole)),
        title=f"底线指标（{len(kept)} 项，未达标的在前）",
        aside=markup.dated(snapshot),
    )
    return Screen((table,))
