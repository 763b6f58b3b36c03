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
    UNSURE = "界限"  # a fixed bound, but nothing says yet from which side


KINDS = ("ratio", "floor", "deadline", "indicator")
# Rule of the plan → direction, for measures that carry their rule.
BY_RULE = {
    "indicator_at_least": Direction.FLOOR,
    "indicator_at_most": Direction.CAP,
    "not_below_base": Direction.NOT_BELOW,
    "above_base": Direction.ABOVE,
}
AGAINST_LAST_YEAR = frozenset({Direction.NOT_BELOW, Direction.ABOVE})
FLOORS, CAPS, EITHER, ZEROES, GROWING, MONEY = "底线", "上限", "界限", "清零", "只增不减", "资金"
GROUPS = (FLOORS, CAPS, EITHER, ZEROES, GROWING, MONEY)
_GROUP_OF = {
    Direction.FLOOR: FLOORS,
    Direction.CAP: CAPS,
    Direction.UNSURE: EITHER,
    Direction.ZERO: ZEROES,
    Direction.NOT_BELOW: GROWING,
    Direction.ABOVE: GROWING,
}
NO_BASE = "缺上年基数"
WHOLE = 100  # per cent: nobody can have more, so it is no cap
# What the plan writes beside an obligation whose bound is last year's number.
_LAST_YEAR, _EVERY_YEAR = "上年", "逐年"


def direction(measure: Measure) -> Direction:
    """Which way a measure is bound: by its kind, its rule where it carries one, else by what its figures say."""
    if measure.kind == "deadline" or (measure.kind == "indicator" and measure.target == 0):
        return Direction.ZERO
    if measure.kind != "indicator":
        return Direction.FLOOR
    return BY_RULE.get(getattr(measure, "rule", ""), None) or _told_by_figures(measure)


def _told_by_figures(measure: Measure) -> Direction:
    """A base is no fixed bound; a value that keeps a bound from below, or breaks it from above, has a cap."""
    if _EVERY_YEAR in measure.note:
        return Direction.ABOVE
    if measure.target is None or _LAST_YEAR in measure.note:
        return Direction.NOT_BELOW
    if measure.unit == "%" and measure.target == WHOLE:
        return Direction.FLOOR
    judged = [part for part in measure.parts if part.status in (Status.MET, Status.UNMET) and part.value != part.target]
    if not judged:
        return Direction.UNSURE
    return Direction.CAP if _below(judged[0]) is (judged[0].status is Status.MET) else Direction.FLOOR


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
