"""Baselines: which floor, cap, zero-target or not-less-than-last-year is broken, where, and which way does it go?"""

from briefing import formats
from briefing.html import baselines, markup
from briefing.measures import bounds
from briefing.model import BOUNDS
from briefing.screens.outlook import Outlook
from briefing.screens.pieces import Panel, Screen
from briefing.wording import asked, headlines


def screen(look: Outlook) -> Screen:
    """Every bound with every unit, group by group."""
    briefing = look.briefing
    kept = [measure for own in bounds.grouped(briefing.measures).values() for measure in own]
    snapshot = max((measure.snapshot for measure in kept if measure.snapshot), default=None)
    old = dict.fromkeys(filter(None, map(formats.staleness, kept)))
    table = Panel(
        "baselines",
        (
            baselines.tally_line(kept),
            baselines.baseline_table(kept, briefing.towns, whole=briefing.whole, year=briefing.year),
        ),
        title=f"底线指标（{len(kept)} 项，有未达标的类在前）",
        aside=markup.dated(snapshot, stale="；".join(old)),
    )
    every = [measure for measure in briefing.measures if measure.kind in BOUNDS]
    stands = headlines.baselines_headline(every, briefing.as_of, named=0)
    return Screen((table,), headline=stands + asked.baselines(briefing))
