"""监测指标 (K…, and T10, T11): floors, caps, zero-targets, not-less-than-last-year, by unit or for the district.

No verdict without a base. May import: `plan`, `snapshots`, `schedule`, `status`, `words`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from briefing import schedule, snapshots
from briefing.model import Measure, Part, Point
from briefing.plan import Obligation, Plan
from briefing.status import SEVERITY, TROUBLED, Status, judge_bound, judge_progress, worst
from briefing.words import named

EVERY_UNIT = "每单位"
PERCENT = "%"
AT_LEAST, AT_MOST, NOT_BELOW_BASE, ABOVE_BASE = "indicator_at_least", "indicator_at_most", "not_below_base", "above_base"
NEEDS_BASE = {NOT_BELOW_BASE, ABOVE_BASE}


@dataclass(frozen=True)
class Reading:
    """What one unit reported: its value, and last year's where it gave one."""

    unit: str
    value: float | None
    base: float | None
    remark: str


def measure_indicator(obligation: Obligation, plan: Plan, tables: Mapping[str, pd.DataFrame], as_of: date) -> Measure:
    """An indicator on a day: from the newest snapshot that has it; by unit where the plan asks every unit."""
    by_day = _readings(tables["indicators"], obligation, plan, as_of)
    snapshot = max(by_day, default=None)
    readings = by_day[snapshot] if snapshot else ()
    silent = _silent_units(readings, obligation, plan)
    value, target = total(readings, "value", obligation, plan), _target(readings, obligation, plan)
    verdict = _judge(value, target, obligation, plan, as_of)
    parts = tuple(_part(reading, obligation, plan, as_of, verdict) for reading in readings)
    return Measure(
        **obligation.identity(), target=target, value=value, rate=rate(value, target, obligation),
        scheduled=_scheduled(obligation, plan, as_of), status=_status(parts, silent, verdict, obligation, plan), snapshot=snapshot,
        stale=snapshots.is_stale(snapshot, as_of, plan.stale_after_days), reason=_reason(parts, silent, value, target, obligation, plan, as_of),
        parts=(*parts, *(Part(unit, unit, None, None, None, None, Status.UNREPORTED) for unit in silent)),
        history=_history(by_day, obligation, plan), unreported=silent, change=_change(by_day, obligation, plan, as_of),
    )  # fmt: skip


def _readings(frame: pd.DataFrame, obligation: Obligation, plan: Plan, as_of: date) -> dict[date, tuple[Reading, ...]]:
    """Snapshot day → what was reported for this indicator, oldest first."""
    own = snapshots.up_to(frame[frame["indicator_id"] == obligation.id], as_of, plan.first_day).sort_values("as_of", kind="stable")
    by_day: dict[date, tuple[Reading, ...]] = {}
    for row in own[["as_of", "unit", "value", "base", "remark"]].to_dict("records"):
        reading = Reading(row["unit"], snapshots.number(row["value"]), snapshots.number(row["base"]), snapshots.text(row["remark"]))
        day = row["as_of"].date()
        by_day[day] = (*by_day.get(day, ()), reading)
    return by_day


def total(readings: Sequence[Reading], what: str, obligation: Obligation, plan: Plan) -> float | None:
    """The district's own number, else the sum of the units; a share stands as its worst unit.

    `what` is "value" or "base"; a base that one unit lacks is no base of all.
    """
    known = [(reading.unit, getattr(reading, what)) for reading in readings if getattr(reading, what) is not None]
    district = [number for unit, number in known if unit in plan.whole_words]
    if district:
        return district[0]
    if not known or (what == "base" and len(known) < len(readings)):
        return None
    numbers = [number for _, number in known]
    if obligation.unit == PERCENT:
        return max(numbers) if obligation.rule == AT_MOST else min(numbers)
    return sum(numbers)


def rate(value: float | None, target: float | None, obligation: Obligation) -> float | None:
    """A percentage as a fraction; anything else as a share of what is asked for."""
    if value is None:
        return None
    if obligation.unit == PERCENT:
        return value / 100
    return value / target if target else None


def _target(readings: Sequence[Reading], obligation: Obligation, plan: Plan) -> float | None:
    return total(readings, "base", obligation, plan) if obligation.rule in NEEDS_BASE else obligation.target


def _scheduled(obligation: Obligation, plan: Plan, as_of: date) -> float | None:
    """Only a target with a deadline grows along a line; bounds hold on any day."""
    if obligation.kind != "target":
        return None
    return schedule.scheduled_rate(as_of, plan.line(obligation), plan.first_day)


def _judge(value: float | None, target: float | None, obligation: Obligation, plan: Plan, as_of: date) -> Status:
    scheduled = _scheduled(obligation, plan, as_of)
    if scheduled is None:
        return judge_indicator(obligation.rule, value, target)
    return judge_progress(
        rate=value / target if value is not None and target else None, scheduled=scheduled,
        met=value is not None and target is not None and value >= target,
        deadline_reached=as_of >= plan.due_on(obligation), slightly_behind=plan.slightly_behind,
    )  # fmt: skip


def judge_indicator(rule: str, value: float | None, bound: float | None) -> Status:
    """达标 or 未达标 by the rule's direction; 未报 without a value or without a bound (a missing base)."""
    if rule == AT_MOST:
        return judge_bound(value, at_most=bound)
    if rule == ABOVE_BASE and judge_bound(value, at_most=bound) is Status.MET:
        return Status.UNMET  # 较上年有新的增加: as many as last year is not more
    return judge_bound(value, at_least=bound)


def _part(reading: Reading, obligation: Obligation, plan: Plan, as_of: date, verdict: Status) -> Part:
    """One unit's reading. Where the plan asks the district as a whole, a unit has no bound of its own."""
    whole = plan.is_whole(obligation.scope) and reading.unit not in plan.whole_words
    target = None if whole else _target((reading,), obligation, plan)
    note = "缺上年基数" if obligation.rule in NEEDS_BASE and reading.base is None else reading.remark
    status = verdict if whole else _judge(reading.value, target, obligation, plan, as_of)
    own_rate = None if whole else rate(reading.value, target, obligation)
    return Part(reading.unit, reading.unit, reading.value, target, own_rate, _scheduled(obligation, plan, as_of), status, note)


def _silent_units(readings: Sequence[Reading], obligation: Obligation, plan: Plan) -> tuple[str, ...]:
    """Units that must report and did not."""
    if obligation.scope != (EVERY_UNIT,):
        return ()
    reported = {reading.unit for reading in readings}
    return tuple(unit for unit in plan.units if unit not in reported)


def _status(parts: Sequence[Part], silent: Sequence[str], verdict: Status, obligation: Obligation, plan: Plan) -> Status:
    """The worst verdict; where nothing is broken but somebody has not reported, it is not known: 未报."""
    if plan.is_whole(obligation.scope):
        return verdict
    found = worst(part.status for part in parts)
    if silent and SEVERITY[found] < SEVERITY[Status.UNREPORTED] and not _spoken_for(parts, obligation, plan):
        return Status.UNREPORTED
    return found


def _spoken_for(parts: Sequence[Part], obligation: Obligation, plan: Plan) -> bool:
    """Whether one number for the district answers the clause: a fixed bound does; 各镇（管理处）只增不减 is by unit."""
    return obligation.rule not in NEEDS_BASE and bool(parts) and all(part.name in plan.whole_words for part in parts)


def _reason(parts, silent, value, target, obligation: Obligation, plan: Plan, as_of: date) -> str:
    if not parts:
        return "没有台账"
    phrases = []
    broken = [part for part in parts if part.status in TROUBLED]
    scheduled = _scheduled(obligation, plan, as_of)
    if scheduled is not None and value is not None and target and value < target:
        late = "期限已到，" if as_of >= plan.due_on(obligation) else ""
        phrases.append(f"{late}{schedule.against_schedule(value / target, scheduled)}")
    elif broken:
        phrases.append(_broken(broken, obligation) + _still_ahead(obligation, as_of))
    without_base = [part.name for part in parts if part.note == "缺上年基数"]
    if without_base:
        phrases.append(f"{named(without_base)}缺上年基数")
    if silent:
        phrases.append(f"{named(silent)}未报")
    return "；".join(phrases) or "已达到"


def _still_ahead(obligation: Obligation, as_of: date) -> str:
    """（期限 12 月 31 日）: what is short of last year in spring has until then."""
    ahead = obligation.deadline
    return f"（期限 {ahead.month} 月 {ahead.day} 日）" if ahead and as_of < ahead else ""


def _broken(parts: Sequence[Part], obligation: Obligation) -> str:
    """潭口镇 2 户，应为 0 户."""
    values = named([f"{part.name} {amount(part.value, obligation.unit)}" for part in parts])
    if obligation.rule in NEEDS_BASE:
        more = "应多于上年" if obligation.rule == ABOVE_BASE else "应不少于上年"
        return f"{values}，{more} {amount(parts[0].target, obligation.unit)}" if len(parts) == 1 else f"{values}，{more}"
    bound = amount(obligation.target, obligation.unit)
    if obligation.rule == AT_MOST:
        return f"{values}，应不超过 {bound}" if obligation.target else f"{values}，应为 {bound}"
    return f"{values}，应不低于 {bound}"


def amount(value: float | None, unit: str) -> str:
    """A value with its unit as it reads in a sentence: 98.5%, 2 户."""
    if value is None:
        return "未报"
    number = f"{value:,.2f}".rstrip("0").rstrip(".")
    return f"{number}%" if unit == PERCENT else f"{number} {unit}"


def _history(by_day: Mapping[date, Sequence[Reading]], obligation: Obligation, plan: Plan) -> tuple[Point, ...]:
    points = []
    for day, readings in by_day.items():
        value = total(readings, "value", obligation, plan)
        if value is not None:
            line = _scheduled(obligation, plan, day)
            own_rate = rate(value, _target(readings, obligation, plan), obligation)
            points.append(Point(day, value, own_rate, 1.0 if line is None else line))
    return tuple(points)


def _change(by_day: Mapping[date, Sequence[Reading]], obligation: Obligation, plan: Plan, as_of: date) -> float | None:
    """Value now minus the value at the end of the previous quarter.

    None without an older snapshot by then, and when not the same units reported: a silent unit is no fall.
    """
    before = [day for day in by_day if day <= schedule.previous_quarter_end(as_of)]
    if not before or max(by_day) == max(before):
        return None
    if _units(by_day[max(by_day)]) != _units(by_day[max(before)]):
        return None
    now, then = (total(by_day[max(days)], "value", obligation, plan) for days in (by_day, before))
    return None if now is None or then is None else now - then


def _units(readings: Sequence[Reading]) -> set[str]:
    return {reading.unit for reading in readings}


RULES = dict.fromkeys((AT_LEAST, AT_MOST, *NEEDS_BASE), measure_indicator)
