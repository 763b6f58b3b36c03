"""What titles of slides may say: a headline, and after it the same in fewer and fewer words.

A title has two lines in the one size of its deck, and says the first of these that keeps to them. What it then leaves
out stands on the slide below it.
"""

from collections.abc import Callable, Sequence

from briefing import formats
from briefing.measures.comparison import Comparison
from briefing.model import BOUNDS, Briefing, Measure, Site
from briefing.wording import comparison, headlines, works

FEWER = (formats.NAMED_AT_MOST, 2, 1, 0)  # how many are named


def _fewer(worded: Callable[[int], str]) -> list[str]:
    return list(dict.fromkeys(worded(named) for named in FEWER))


def overview(briefing: Briefing) -> list[str]:
    """The money has a card of its own."""
    targets = [briefing.measure(id) for id in briefing.headline_measures]

    def worded(named: int) -> str:
        return headlines.overview(targets, briefing.funds, briefing.as_of, named=named, with_money=False)

    return [briefing.headline, *_fewer(worded)]


def villages(briefing: Briefing, where: str = "") -> list[str]:
    """How the villages of the district, or of a town, stand."""
    beside = [village for village in briefing.villages if not village.mapped]
    return _fewer(lambda named: headlines.map_headline(briefing.villages, where=where, undrawn=beside, named=named))


def late_sites(late: Sequence[Site], goals: str) -> list[str]:
    """What is late or silent, and how far the targets are, or what else is told of all."""
    names = [site.name for site in late]
    told = f"未按计划或未报的建设点 {len(late)} 个"
    named = _fewer(lambda at_most: f"{told}{'：' if at_most else ''}{formats.few(names, at_most)}。")
    return [f"{named[0].removesuffix('。')}；{goals}。", *named] if goals else named


def households(briefing: Briefing) -> list[str]:
    """The shares alone where the whole numbers find no room: they stand over the curves."""
    measures, day = works.household_measures(briefing), briefing.as_of
    return [
        *_fewer(lambda named: headlines.measures_headline(measures, day, named=named)),
        headlines.measures_headline(measures, day, named=0, in_shares=True),
    ]


def stations(briefing: Briefing) -> list[str]:
    """Which stations are late."""
    measure = next(iter(briefing.judged_by("stations_finished")), None)
    return _fewer(lambda named: headlines.stations_headline(measure, briefing.stations, briefing.as_of, named=named))


def money(briefing: Briefing) -> list[str]:
    """The pace that is needed stands beside the curve."""
    return [briefing.headlines["funds"], headlines.fund_headline(briefing.funds, briefing.as_of, with_pace=False)]


def duties(briefing: Briefing) -> list[str]:
    """Who leaves most undone."""
    delivered = "duties" in briefing.delivered
    return _fewer(
        lambda named: headlines.duties_headline(
            briefing.duties, briefing.as_of, delivered=delivered, towns=briefing.towns, named=named
        )
    )


def baselines(briefing: Briefing) -> list[str]:
    """Which bounds do not hold."""
    bounds = [measure for measure in briefing.measures if measure.kind in BOUNDS]
    return _fewer(lambda named: headlines.baselines_headline(bounds, briefing.as_of, named=named))


def actions(briefing: Briefing) -> list[str]:
    """Whose assignments are late."""
    delivered = "actions" in briefing.delivered
    return _fewer(lambda named: headlines.actions_headline(briefing.actions, delivered=delivered, named=named))


def behind(measures: Sequence[Measure]) -> list[str]:
    """Which villages are behind with some targets."""
    return _fewer(lambda named: works.villages_behind(measures, named))


def moves(found: Comparison) -> list[str]:
    """Which villages stand worse than at the meeting before."""
    return _fewer(lambda named: comparison.villages_headline(found, named))
