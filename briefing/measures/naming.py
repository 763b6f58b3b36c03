"""How measures are called and in which order works and projects are named, the same on screens and in documents."""

import re
from collections.abc import Sequence
from functools import lru_cache

import pandas as pd

from briefing.model import Briefing, Measure, MeasureKind, Part, Site
from briefing.status import SEVERITY, Status
from data_loaders.schema import FUNDS

LEDGER = FUNDS.title  # 衔接资金台账
MONEY = LEDGER.removesuffix("台账")
_BETWEEN_OWNERS = re.compile("[、，,;；/]|(?<=[局办镇乡处部委会司心道村社院站])和(?![平睦谐顺])")
DISBURSEMENT, INDUSTRY = MeasureKind.MILESTONES, MeasureKind.RATIO  # the kinds of measure that speak of money


def short_title(measure: Measure) -> str:
    """The title of a measure as cards write it."""
    return measure.short or measure.title


def of_kind(briefing: Briefing, kind: str) -> Measure | None:
    """The first measure of a kind; None when the plan has none."""
    return next((measure for measure in briefing.measures if measure.kind == kind), None)


def worst_first(sites: Sequence[Site]) -> list[Site]:
    """Sites by severity, then lateness, then how far they are behind."""

    def badness(site: Site) -> tuple:
        return -SEVERITY[site.status], -site.days_late, (site.progress or 0) - site.scheduled, site.town, site.name

    return sorted(sites, key=badness)


def laggards_first(projects: pd.DataFrame) -> pd.DataFrame:
    """Projects by severity, then the slowest first; of equally slow ones that with most money still to go."""
    severity = projects["status"].map(lambda status: -SEVERITY[Status(status)])
    left = projects["disbursed"] - projects["allocated"]
    ranked = pd.DataFrame({"severity": severity, "rate": projects["rate"], "left": left}).sort_values(
        ["severity", "rate", "left"]
    )
    return projects.loc[ranked.index]


def owners(names: str) -> tuple[str, ...]:
    """The units that own a thing; 和 parts them only behind a whole name, for 和平镇 and 共和乡 are names."""
    return tuple(name for part in _BETWEEN_OWNERS.split(names) if (name := part.strip()))


def silent_places(names: Sequence[str], parts: Sequence[Part]) -> list[str]:
    """Who did not report, several villages of one town under its name: 潭东镇, 高校园区管理处 7 个村."""
    towns = {part.name: part.town or part.name for part in parts}
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(towns.get(name, name), []).append(name)
    return [own[0] if len(own) == 1 else f"{town} {len(own)} 个村" for town, own in groups.items()]


def counted_in(measure: Measure) -> str:
    """What the places of a measure are counted in: 个村, 个单位; 处 where they are neither."""
    if measure.unit.startswith("个") and measure.unit != "个":
        return measure.unit
    villages = measure.rule == "places_done" and all(part.town != part.name for part in measure.parts)
    return "个村" if villages else "处"


@lru_cache(maxsize=20_000)  # each of thousands of villages is asked about duty by duty, period by period
def town_of(unit: str, towns: tuple[str, ...]) -> str:
    """The unit that answers: of a village its town."""
    return next((town for town in towns if unit.startswith(town)), unit)
