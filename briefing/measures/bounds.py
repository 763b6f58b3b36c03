"""Floors, caps, zero-targets and not-less-than-last-year: which way a measure is bound, and in which group it stands."""

from collections.abc import Sequence
from enum import StrEnum

from briefing import formats
from briefing.model import BOUNDS, Measure, MeasureKind
from briefing.status import SEVERITY, Status


class Direction(StrEnum):
    """Which way a value is bound."""

    FLOOR = "≥"
    CAP = "≤"
    ZERO = "=0"
    NOT_BELOW = "≥上年"
    ABOVE = "＞上年"
    NOT_ABOVE = "≤上年"
    CHANGED = "较上年"


# Rule of the plan → direction.
BY_RULE = {
    "indicator_at_least": Direction.FLOOR,
    "indicator_at_most": Direction.CAP,
    "not_below_base": Direction.NOT_BELOW,
    "above_base": Direction.ABOVE,
    "not_above_base": Direction.NOT_ABOVE,
    "grown_by": Direction.CHANGED,
}
AGAINST_LAST_YEAR = frozenset({Direction.NOT_BELOW, Direction.ABOVE, Direction.NOT_ABOVE})
FLOORS, CAPS, ZEROES, GROWING, CHANGING, MONEY = "底线", "上限", "清零", "只增不减", "较上年升降", "资金"
GROUPS = (FLOORS, CAPS, ZEROES, GROWING, CHANGING, MONEY)
_GROUP_OF = {
    Direction.FLOOR: FLOORS,
    Direction.CAP: CAPS,
    Direction.ZERO: ZEROES,
    Direction.NOT_BELOW: GROWING,
    Direction.ABOVE: GROWING,
    Direction.NOT_ABOVE: CHANGING,
    Direction.CHANGED: CHANGING,
}
NO_BASE, LACKS_BASE = "缺上年基数", "缺基数"


def direction(measure: Measure) -> Direction:
    """Which way a measure is bound: by its kind, for an indicator by its rule."""
    if measure.kind == MeasureKind.DEADLINE or (measure.kind == MeasureKind.INDICATOR and measure.target == 0):
        return Direction.ZERO
    if measure.kind != MeasureKind.INDICATOR:
        return Direction.FLOOR
    return BY_RULE[measure.rule]


def beside_last_year(rule: str, unit: str) -> str:
    """What a rule asks for beside last year's value: 应多于上年; of a share 应高于上年."""
    less, more = ("低于", "高于") if unit == formats.PERCENT else ("少于", "多于")
    asked = {Direction.ABOVE: more, Direction.NOT_ABOVE: f"不{more}"}.get(BY_RULE[rule], f"不{less}")
    return f"应{asked}上年"


def word(measure: Measure) -> str:
    """How a bound stands in a word: one that was reported and cannot be judged is not 未报."""
    reported = measure.status is Status.UNREPORTED and measure.value is not None
    against_last_year = BY_RULE.get(measure.rule) in {*AGAINST_LAST_YEAR, Direction.CHANGED}
    lacks = measure.target is None or any(part.note == NO_BASE for part in measure.parts)
    return LACKS_BASE if reported and against_last_year and lacks else str(measure.status)


def group(measure: Measure) -> str:
    """Under which of GROUPS a measure is shown."""
    return _GROUP_OF[direction(measure)] if measure.kind == MeasureKind.INDICATOR else MONEY


def grouped(measures: Sequence[Measure]) -> dict[str, list[Measure]]:
    """Group → its measures in plan order, the group with the worst of them first; what is not bound in one of these ways is left out.

    So is an indicator under a rule that nobody wrote yet: it would stand under a bound that is a guess.
    """
    kept = [
        measure
        for measure in measures
        if measure.kind in BOUNDS and (measure.kind != MeasureKind.INDICATOR or measure.rule in BY_RULE)
    ]
    found = {name: own for name in GROUPS if (own := [measure for measure in kept if group(measure) == name])}
    worst = {name: max(SEVERITY[measure.status] for measure in own) for name, own in found.items()}
    return {name: found[name] for name in sorted(found, key=lambda name: -worst[name])}
