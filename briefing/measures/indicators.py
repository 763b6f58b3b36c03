"""监测指标 (K…, and T10, T11): floors, caps, zero-targets, not-less-than-last-year, by unit or for the district.

No verdict without a base.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from briefing import formats
from briefing.measures import bounds, schedule, snapshots
from briefing.measures.made import REDUCE, Single, made
from briefing.measures.reported import Ledgers
from briefing.model import Made, Measure, Operation, Part, Point
from briefing.plan import Milestone, Obligation, Plan
from briefing.rows import Rows
from briefing.status import SEVERITY, TROUBLED, Status, judge_bound, judge_progress, worst
from data_loaders.plan_rules import EVERY_UNIT, grown

AT_LEAST, AT_MOST, NOT_BELOW_BASE, ABOVE_BASE = (
    "indicator_at_least",
    "indicator_at_most",
    "not_below_base",
    "above_base",
)
NOT_ABOVE_BASE, GROWN = "not_above_base", "grown_by"
NEEDS_BASE = {NOT_BELOW_BASE, ABOVE_BASE, NOT_ABOVE_BASE, GROWN}


@dataclass(frozen=True)
class Reading:
    """What one unit reported: its value, and last year's where it gave one."""

    unit: str
    value: float | None
    base: float | None
    remark: str
    day: date
    place: int  # of its row in the table


def measure_indicator(obligation: Obligation, plan: Plan, ledgers: Ledgers, as_of: date) -> Measure:
    """An indicator on a day: of each unit its newest number; by unit where the plan asks every unit."""
    told = _told(ledgers["indicators"], obligation, plan, as_of)
    days = sorted({day for by_day in told.values() for day in by_day})
    readings = _readings(told, as_of)
    snapshot = days[-1] if days else None
    silent = _silent_units(readings, obligation, plan)
    figure = _made(readings, ledgers["indicators"], obligation, plan)
    value, target = figure.value if figure else None, _target(readings, obligation, plan, as_of)
    verdict = _judge(value, target, obligation, plan, as_of)
    parts = tuple(_part(reading, obligation, plan, as_of, verdict) for reading in readings)
    old = [one.unit for one in readings if snapshots.is_stale(one.day, as_of, plan.stale_after_days)]
    return Measure(
        **obligation.identity() | {"note": _with_levels(obligation)}, target=target, value=value, made=figure, rate=rate(value, target, obligation),
        scheduled=_scheduled(obligation, plan, as_of), status=_status(parts, silent, verdict, obligation, plan), snapshot=snapshot,
        stale=bool(old), outdated=tuple(old) if len(old) < len(readings) else (),
        reason=_reason(parts, silent, value, target, obligation, plan, as_of),
        parts=(*parts, *(Part(unit, unit, None, None, None, None, Status.UNREPORTED) for unit in silent)),
        history=_history(told, days, obligation, plan), unreported=silent, change=_change(told, days, obligation, plan, as_of),
    )  # fmt: skip


# Unit → day → what it reported, days oldest first.
Told = dict[str, dict[date, Reading]]


def _told(rows: Rows, obligation: Obligation, plan: Plan, as_of: date) -> Told:
    own = snapshots.up_to(rows.where(rows["indicator_id"] == obligation.id), as_of, plan.first_day)
    own = own.where(np.argsort(own["as_of"], kind="stable"))
    told: Told = {}
    cells = own.cells("unit", "value", "base", "remark", "as_of")
    for (unit, value, base, remark, day), place in zip(cells, own.places.tolist(), strict=True):
        told.setdefault(unit, {})[day] = Reading(unit, value, base, remark or "", day, place)
    return told


def _readings(told: Told, as_of: date) -> tuple[Reading, ...]:
    """Of each unit what it reported last by a day."""
    by_then = {unit: [day for day in by_day if day <= as_of] for unit, by_day in told.items()}
    return tuple(told[unit][days[-1]] for unit, days in by_then.items() if days)


def total(readings: Sequence[Reading], what: str, obligation: Obligation, plan: Plan) -> float | None:
    """The district's own number, else the sum of the units; a share stands as its worst unit.

    `what` is "value" or "base"; a base that one unit lacks is no base of all.
    """
    speaking = _speaking(readings, what, plan)
    if not speaking:
        return None
    return REDUCE[_how(speaking, obligation, plan).operation](np.array([getattr(one, what) for one in speaking]))


def _speaking(readings: Sequence[Reading], what: str, plan: Plan) -> list[Reading]:
    """The readings that make the number of all: the district's own, else those of the units."""
    known = [reading for reading in readings if getattr(reading, what) is not None]
    newest = max((reading.day for reading in readings), default=None)
    district = [reading for reading in known if reading.unit in plan.whole_words and reading.day == newest]
    if district:
        return district[:1]
    if what == "base" and len(known) < len(readings):
        return []
    return [reading for reading in known if reading.unit not in plan.whole_words] or known


def _how(speaking: Sequence[Reading], obligation: Obligation, plan: Plan) -> Single:
    """What is done with the readings: one of all stands as it is, shares as the worst, numbers are added up."""
    if len(speaking) == 1 and speaking[0].unit in plan.whole_words:
        return Single(f"责任单位报的{plan.whole}数", Operation.SUM, ("value",))
    if obligation.unit != formats.PERCENT:
        return Single("各单位数值之和", Operation.SUM, ("value",))
    if is_cap(obligation):
        return Single("各单位中最高的", Operation.MAX, ("value",))
    return Single("各单位中最低的", Operation.MIN, ("value",))


def _made(readings: Sequence[Reading], rows: Rows, obligation: Obligation, plan: Plan) -> Made | None:
    speaking = _speaking(readings, "value", plan)
    if not speaking:
        return None
    return made(_how(speaking, obligation, plan), {"indicators": rows.at(one.place for one in speaking)})


def is_cap(obligation: Obligation) -> bool:
    """Whether the value is to stay below its bound: a cap, not above last year, a fall."""
    return obligation.rule in (AT_MOST, NOT_ABOVE_BASE) or (
        obligation.rule == GROWN and obligation.subject.startswith("-")
    )


def rate(value: float | None, target: float | None, obligation: Obligation) -> float | None:
    """A percentage as a fraction; anything else as a share of what is asked for."""
    if value is None:
        return None
    if obligation.unit == formats.PERCENT:
        return value / 100
    return value / target if target else None


def _level(obligation: Obligation, stone: Milestone) -> float:
    """What a milestone asks for: the level of a share, or so much of a number."""
    return stone.share * (100 if obligation.unit == formats.PERCENT else obligation.target or 0)


def _with_levels(obligation: Obligation) -> str:
    """The note of an obligation, with its levels by day where it has some: 3 月 31 日 30%、6 月 30 日 60%."""
    if not _rises(obligation):
        return obligation.note
    levels = [
        f"{formats.spaced(formats.month_day(stone.due_on))} {formats.aimed(_level(obligation, stone), obligation.unit)}"
        for stone in obligation.milestones
    ]
    return "；".join(filter(None, ("、".join(levels), obligation.note)))


def _rises(obligation: Obligation) -> bool:
    """Whether a bound moves by day: 一季度 30%、二季度 60%."""
    return bool(obligation.milestones) and obligation.kind != "target" and obligation.rule in (AT_LEAST, AT_MOST)


def _is_ahead(obligation: Obligation, as_of: date) -> bool:
    """Whether the first level of such an obligation is still to come."""
    return _rises(obligation) and as_of < obligation.milestones[0].due_on


def _target(readings: Sequence[Reading], obligation: Obligation, plan: Plan, as_of: date) -> float | None:
    if _rises(obligation):
        reached = [stone for stone in obligation.milestones if stone.due_on <= as_of]
        return _level(obligation, reached[-1] if reached else obligation.milestones[0])
    if obligation.rule not in NEEDS_BASE:
        return obligation.target
    base = total(readings, "base", obligation, plan)
    return base if base is None or obligation.rule != GROWN else grown(base, obligation.subject)


def _scheduled(obligation: Obligation, plan: Plan, as_of: date) -> float | None:
    """Only a target with a deadline grows along a line; bounds hold on any day."""
    if obligation.kind != "target":
        return None
    return schedule.scheduled_rate(as_of, schedule.line(plan, obligation), plan.first_day)


def _judge(value: float | None, target: float | None, obligation: Obligation, plan: Plan, as_of: date) -> Status:
    scheduled = _scheduled(obligation, plan, as_of)
    if scheduled is None:
        found = judge_indicator(obligation, value, target)
        return Status.ON_TRACK if found is Status.UNMET and _is_ahead(obligation, as_of) else found
    return judge_progress(
        rate=value / target if value is not None and target else None, scheduled=scheduled,
        met=value is not None and target is not None and value >= target,
        deadline_reached=as_of >= plan.due_on(obligation), slightly_behind=plan.slightly_behind,
    )  # fmt: skip


def judge_indicator(obligation: Obligation, value: float | None, bound: float | None) -> Status:
    """达标 or 未达标 by the rule's direction; 未报 without a value or without a bound (a missing base)."""
    if is_cap(obligation):
        return judge_bound(value, at_most=bound)
    if obligation.rule == ABOVE_BASE and judge_bound(value, at_most=bound) is Status.MET:
        return Status.UNMET  # 较上年有新的增加: as many as last year is not more
    return judge_bound(value, at_least=bound)


def _part(reading: Reading, obligation: Obligation, plan: Plan, as_of: date, verdict: Status) -> Part:
    """One unit's reading. Where the plan asks the district as a whole, a unit has no bound of its own."""
    whole = plan.is_whole(obligation.scope) and reading.unit not in plan.whole_words
    target = None if whole else _target((reading,), obligation, plan, as_of)
    note = "缺上年基数" if obligation.rule in NEEDS_BASE and reading.base is None else reading.remark
    status = verdict if whole else _judge(reading.value, target, obligation, plan, as_of)
    own_rate = None if whole else rate(reading.value, target, obligation)
    return Part(
        reading.unit, reading.unit, reading.value, target, own_rate, _scheduled(obligation, plan, as_of), status, note
    )


def _silent_units(readings: Sequence[Reading], obligation: Obligation, plan: Plan) -> tuple[str, ...]:
    """Units that must report and did not."""
    if obligation.scope != (EVERY_UNIT,):
        return ()
    reported = {reading.unit for reading in readings}
    return tuple(unit for unit in plan.units if unit not in reported)


def _status(
    parts: Sequence[Part], silent: Sequence[str], verdict: Status, obligation: Obligation, plan: Plan
) -> Status:
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
        phrases.append(_broken(broken, target, obligation) + _still_ahead(obligation, as_of))
    without_base = [part.name for part in parts if part.note == "缺上年基数"]
    if without_base:
        phrases.append(f"{formats.listed(without_base)}缺上年基数")
    if silent:
        phrases.append(f"{formats.listed(silent)}未报")
    if not phrases and _is_ahead(obligation, as_of) and judge_indicator(obligation, value, target) is Status.UNMET:
        first = obligation.milestones[0]
        day = formats.spaced(formats.month_day(first.due_on))
        return f"{day}应达到 {formats.aimed(_level(obligation, first), obligation.unit)}，尚未到期"
    return "；".join(phrases) or "已达到"


def change(subject: str) -> str:
    """增长 8%, 下降 20%: what a subject of `grown_by` asks for."""
    return f"下降 {subject[1:]}" if subject.startswith("-") else f"增长 {subject}"


def _still_ahead(obligation: Obligation, as_of: date) -> str:
    """（期限 12 月 31 日）: what is short of last year in spring has until then."""
    ahead = obligation.deadline
    return f"（期限 {formats.spaced(formats.month_day(ahead))}）" if ahead and as_of < ahead else ""


def _broken(parts: Sequence[Part], target: float | None, obligation: Obligation) -> str:
    """潭口镇 2 户，应为 0 户."""
    unit = obligation.unit
    values = formats.listed([f"{part.name} {formats.part_value(part, unit)}" for part in parts])
    if obligation.rule in NEEDS_BASE:
        more = bounds.beside_last_year(obligation.rule, unit)
        if obligation.rule == GROWN:
            more = f"按上年{change(obligation.subject)}{'应不多于' if is_cap(obligation) else '应不少于'}"
        return f"{values}，{more} {formats.aimed(parts[0].target, unit)}" if len(parts) == 1 else f"{values}，{more}"
    bound = formats.aimed(target, unit)
    if obligation.rule == AT_MOST:
        return f"{values}，应不超过 {bound}" if target else f"{values}，应为 {bound}"
    return f"{values}，应不低于 {bound}"


def _history(told: Told, days: Sequence[date], obligation: Obligation, plan: Plan) -> tuple[Point, ...]:
    points = []
    for day in days:
        readings = _readings(told, day)
        value = total(readings, "value", obligation, plan)
        if value is not None:
            line = _scheduled(obligation, plan, day)
            then = obligation.on(day)
            own_rate = rate(value, _target(readings, then, plan, day), then)
            mixed = len(readings) < len(told) or any(reading.day < day for reading in readings)
            units = frozenset(reading.unit for reading in readings)
            points.append(Point(day, value, own_rate, 1.0 if line is None else line, reporters=units, mixed=mixed))
    return tuple(points)


def _change(told: Told, days: Sequence[date], obligation: Obligation, plan: Plan, as_of: date) -> float | None:
    """Value now minus the value at the end of the previous quarter.

    None without an older number by then, and when not the same units are in both: a silent unit is no fall.
    """
    before = [day for day in days if day <= schedule.previous_quarter_end(as_of)]
    if not before or days[-1] == before[-1]:
        return None
    here, there = _readings(told, days[-1]), _readings(told, before[-1])
    if {reading.unit for reading in here} != {reading.unit for reading in there}:
        return None
    now, then = (total(readings, "value", obligation, plan) for readings in (here, there))
    return None if now is None or then is None else now - then


RULES = dict.fromkeys((AT_LEAST, AT_MOST, *NEEDS_BASE), measure_indicator)
