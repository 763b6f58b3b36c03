"""Floors, caps, zero-targets and not-less-than-last-year: which way a measure is bound, and in which group it stands.

May import: `model`, `status`.
"""

from collections.abc import Sequence
from enum import StrEnum

from briefing.model import Measure, Part
from briefing.status import Status


class Direction(StrEnum):
    """Which way a value is bound."""

    FLOOR = "≥"
    CAP = "≤"
    ZERO = "=0"
    NOT_BELOW = "≥上年"
    ABOVE = "＞上年"


KINDS = ("ratio", "floor", "deadline", "indicator")
# Rule of the plan → direction, for measures that carry their rule.
BY_RULE = {
    "indicator_at_least": Direction.FLOOR,
    "indicator_at_most": Direction.CAP,
    "not_below_base": Direction.NOT_BELOW,
    "above_base": Direction.ABOVE,
}
AGAINST_LAST_YEAR = frozenset({Direction.NOT_BELOW, Direction.ABOVE})
FLOORS, CAPS, ZEROES, GROWING, MONEY = "底线", "上限", "清零", "只增不减", "资金"
GROUPS = (FLOORS, CAPS, ZEROES, GROWING, MONEY)
_GROUP_OF = {
    Direction.FLOOR: FLOORS,
    Direction.CAP: CAPS,
    Direction.ZERO: ZEROES,
    Direction.NOT_BELOW: GROWING,
    Direction.ABOVE: GROWING,
}
NO_BASE = "缺上年基数"
_LAST_YEAR_WORDS = ("上年", "逐年")


def direction(measure: Measure) -> Direction:
    """Which way a measure is bound: by its kind, its rule where it carries one, else by what its figures say."""
    if measure.kind == "deadline" or (measure.kind == "indicator" and measure.target == 0):
        return Direction.ZERO
    if measure.kind != "indicator":
        return Direction.FLOOR
    return BY_RULE.get(getattr(measure, "rule", ""), None) or _told_by_figures(measure)


def _told_by_figures(measure: Measure) -> Direction:
    """A base is no fixed bound; a value that keeps a bound from below, or breaks it from above, has a cap."""
    if measure.target is None or any(word in measure.note for word in _LAST_YEAR_WORDS):
        return Direction.NOT_BELOW
    judged = [part for part in measure.parts if part.status in (Status.MET, Status.UNMET)]
    capped = any(_below(part) is (part.status is Status.MET) for part in judged if part.value != part.target)
    return Direction.CAP if capped else Direction.FLOOR


def _below(part: Part) -> bool:
    return part.value is not None and part.target is not None and part.value < part.target


def group(measure: Measure) -> str:
    """Under which of GROUPS a measure is shown."""
    return _GROUP_OF[direction(measure)] if measure.kind == "indicator" else MONEY


def grouped(measures: Sequence[Measure]) -> dict[str, list[Measure]]:
    """Group → its measures in plan order; what is not bound in one of these ways is left out."""
    kept = [measure for measure in measures if measure.kind in KINDS]
    found = {name: [measure for measure in kept if group(measure) == name] for name in GROUPS}
    return {name: own for name, own in found.items() if own}


def lacks_base(measure: Measure) -> bool:
    """Whether there is no verdict, or none for a unit, because last year's number is missing."""
    return any(part.note == NO_BASE for part in measure.parts)
