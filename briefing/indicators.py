"""监测指标 (K…, and T10, T11): floors, caps, zero-targets, not-less-than-last-year, by unit or for the district.

No verdict without a base. May import: `plan`, `snapshots`, `schedule`, `status`.
"""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from briefing import schedule, snapshots
from briefing.model import Measure, Part, Point
from briefing.plan import Obligation, Plan
from briefing.status import SEVERITY, Status, judge_bound, judge_progress, worst
from data_loaders.schema import DISTRICT

EVERY_UNIT = "每单位"
PERCENT = "%"
AT_MOST = "indicator_at_most"
NEEDS_BASE = {"not_below_base", "above_base"}


def measure_indicator(obligation: Obligation, plan: Plan, tables: Mapping[str, pd.DataFrame], as_of: date) -> Measure:
    """An indicator on a day: from the newest snapshot that has it, judged unit by unit."""
    own = tables["indicators"]
    own = own[own["indicator_id"] == obligation.id]
    rows = snapshots.newest(own, as_of, plan.first_day)
    snapshot = snapshots.day_of(rows)
    scheduled = _scheduled(obligation, plan, as_of)
    parts = tuple(_part(row, obligation, plan, as_of, scheduled) for row in rows.to_dict("records"))
    silent = _silent_units(parts, obligation, plan)
    value, base = _district(rows, "value", obligation), _district(rows, "base", obligation)
    target = base if obligation.rule in NEEDS_BASE else obligation.target
    status = _status(parts, silent)
    return Measure(
        **obligation.identity(), target=target, value=value, rate=value / target if value is not None and target else None,
        scheduled=scheduled, status=status, snapshot=snapshot,
        stale=snapshots.is_stale(snapshot, as_of, plan.stale_after_days), reason=_reason(parts, silent, obligation),
        parts=(*parts, *(Part(unit, unit, None, None, None, None, Status.UNREPORTED) for unit in silent)),
        history=_history(own, obligation, plan, as_of, target), unreported=silent, change=_change(own, obligation, plan, as_of, value),
    )  # fmt: skip


def _scheduled(obligation: Obligation, plan: Plan, as_of: date) -> float | None:
    """Only a target with a deadline grows along a line; bounds hold on any day."""
    if obligation.kind != "target":
        return None
    return schedule.scheduled_rate(as_of, plan.line(obligation), plan.first_day)


def _part(row: dict, obligation: Obligation, plan: Plan, as_of: date, scheduled: float | None) -> Part:
    value, base = snapshots.number(row["value"]), snapshots.number(row["base"])
    target = base if obligation.rule in NEEDS_BASE else obligation.target
    note = "缺上年基数" if obligation.rule in NEEDS_BASE and base is None else snapshots.text(row["remark"])
    rate = value / target if value is not None and target else None
    if scheduled is not None:
        status = judge_progress(
            rate=rate, scheduled=scheduled, met=value is not None and target is not None and value >= target,
            deadline_reached=as_of >= (obligation.deadline or plan.last_day), slightly_behind=plan.slightly_behind,
        )  # fmt: skip
    else:
        status = judge_indicator(obligation.rule, value, target)
    return Part(row["unit"], row["unit"], value, target, rate, scheduled, status, note)


def judge_indicator(rule: str, value: float | None, bound: float | None) -> Status:
    """达标 or 未达标 by the rule's direction; 未报 without a value or without a bound (a missing base)."""
    if rule == AT_MOST:
        return judge_bound(value, at_most=bound)
    if rule == "above_base" and value is not None and value == bound:
        return Status.UNMET  # 较上年有新的增加: as many as last year is not more
    return judge_bound(value, at_least=bound)


def _silent_units(parts: tuple[Part, ...], obligation: Obligation, plan: Plan) -> tuple[str, ...]:
    """Units that must report and did not; a row for the whole district does not speak for them."""
    if obligation.scope != (EVERY_UNIT,):
        return ()
    return tuple(unit for unit in plan.units if unit not in {part.name for part in parts})


def _status(parts: tuple[Part, ...], silent: tuple[str, ...]) -> Status:
    """The worst verdict; where nothing is broken but somebody has not reported, it is not known: 未报."""
    verdict = worst(part.status for part in parts)
    if silent and SEVERITY[verdict] < SEVERITY[Status.UNREPORTED]:
        return Status.UNREPORTED
    return verdict


def _district(rows: pd.DataFrame, column: str, obligation: Obligation) -> float | None:
    """The district's own number, else the sum of the units; a share stands as its worst unit."""
    known = rows[rows[column].notna()]
    district = known[known["unit"] == DISTRICT]
    if len(district):
        return float(district[column].iloc[0])
    if known.empty or (column == "base" and len(known) < len(rows)):
        return None
    if obligation.unit == PERCENT:
        return float(known[column].max() if obligation.rule == AT_MOST else known[column].min())
    return float(known[column].sum())


def _reason(parts: tuple[Part, ...], silent: tuple[str, ...], obligation: Obligation) -> str:
    if not parts:
        return "没有台账"
    phrases = []
    broken = [part.name for part in parts if part.status not in (Status.MET, Status.DONE, Status.UNREPORTED, Status.ON_TRACK)]
    without_base = [part.name for part in parts if part.status is Status.UNREPORTED and obligation.rule in NEEDS_BASE]
    if obligation.kind == "target" and len(parts) == 1 and parts[0].rate is not None:
        phrases.append(schedule.against_schedule(parts[0].rate, parts[0].scheduled))
    elif broken:
        phrases.append(f"{'、'.join(broken)}未达到")
    if without_base:
        phrases.append(f"{'、'.join(without_base)}缺上年基数")
    if silent:
        phrases.append(f"{'、'.join(silent)}未报")
    return "；".join(phrases) or "已达到"


def _history(own: pd.DataFrame, obligation: Obligation, plan: Plan, as_of: date, target: float | None) -> tuple[Point, ...]:
    points = []
    for day in snapshots.all_days(own, as_of, plan.first_day):
        value = _district(own[own["as_of"] == pd.Timestamp(day)], "value", obligation)
        if value is not None:
            line = _scheduled(obligation, plan, day)
            points.append(Point(day, value, value / target if target else None, line if line is not None else 1.0))
    return tuple(points)


def _change(own: pd.DataFrame, obligation: Obligation, plan: Plan, as_of: date, value: float | None) -> float | None:
    before = snapshots.newest(own, schedule.previous_quarter_end(as_of), plan.first_day)
    then = _district(before, "value", obligation)
    return None if value is None or then is None else value - then


RULES = dict.fromkeys(("indicator_at_least", AT_MOST, *NEEDS_BASE), measure_indicator)
