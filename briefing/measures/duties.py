"""定期事项 (D…): every due period of every unit that must act, done or not."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import numpy as np

from briefing import formats
from briefing.measures.made import STANDS_FOR, Single, made
from briefing.model import DutyCell, Measure, MeasureKind, Operation, Part
from briefing.plan import Obligation, Plan
from briefing.rows import Rows
from briefing.status import ActStatus, Status, worst
from data_loaders import frequencies, plan_rules
from data_loaders.frequencies import Period
from data_loaders.plan_rules import Owing

FULFILLED = Single("到期且按要求做到的期数", Operation.DISTINCT, (STANDS_FOR,))


def periods(obligation: Obligation, plan: Plan) -> list[Period]:
    """The due periods of a duty in the plan year; none for a frequency the product does not know."""
    return frequencies.periods(obligation.frequency, plan.calendar)


def owing(obligation: Obligation, plan: Plan, villages: Rows) -> Owing:
    """Who owes a duty, and whose act counts for all of them."""
    return plan_rules.owing(
        obligation.scope, obligation.responsible, units=plan.units, departments=plan.departments,
        villages=tuple(map("".join, villages.cells("town", "village"))), whole_words=plan.whole_words,
    )  # fmt: skip


def duty_cells(plan: Plan, tables: Mapping[str, Rows], as_of: date) -> tuple[DutyCell, ...]:
    """All duties × units × periods of the year; a period counts as due from its last day on."""
    acts = _acts(tables["duties"], as_of)
    nothing_delivered = not tables["duties"]
    return tuple(
        cell
        for obligation in plan.obligations
        if obligation.kind == MeasureKind.DUTY
        for cell in _cells(obligation, plan, tables["villages"], acts[obligation.id], as_of, nothing_delivered)
    )


# What a unit did: (day, times, place in the table), oldest first.
Acts = list[tuple[date, int, int]]


def _acts(rows: Rows, as_of: date) -> defaultdict[str, dict[str, Acts]]:
    """Duty id → unit → its acts up to a day. An act without 次数 is one."""
    by_duty: defaultdict[str, dict[str, Acts]] = defaultdict(dict)
    rows = rows.where(np.argsort(rows["done_on"], kind="stable"))
    for place, (duty_id, unit, day, times) in zip(
        rows.places.tolist(), rows.cells("duty_id", "unit", "done_on", "times"), strict=True
    ):
        if day is not None and day <= as_of:
            acts = by_duty[duty_id].setdefault(plan_rules.unit_name(unit), [])
            acts.append((day, 1 if times is None else int(times), place))
    return by_duty


def _cells(
    obligation, plan: Plan, villages, acts: dict[str, Acts], as_of: date, nothing_delivered: bool
) -> Iterable[DutyCell]:
    due_periods = periods(obligation, plan)
    who = owing(obligation, plan, villages)
    for unit in who.units:
        own = sorted(act for acting in {unit, *who.for_all} for act in acts.get(acting, []))
        for period in due_periods:
            fulfilling = acts_of(period, own)
            done_on = fulfilling[-1][0] if fulfilling else None
            yield DutyCell(
                id=obligation.id, title=obligation.title, unit=unit, period=period.label, due_on=period.due_on,
                status=_cell_status(done_on is not None, as_of >= period.due_on, nothing_delivered), done_on=done_on,
                acts=tuple(place for _, _, place in fulfilling),
            )  # fmt: skip


def acts_of(period: Period, acts: Acts) -> Acts:
    """The acts within a period up to the one that made them as many as it asks for; none while they are too few."""
    times, found = 0, []
    for act in acts:
        if period.first_day <= act[0] <= period.due_on:
            times += act[1]
            found.append(act)
            if times >= period.times:
                return found
    return []


def _cell_status(done: bool, due: bool, nothing_delivered: bool) -> ActStatus:
    if done:
        return ActStatus.DONE
    if not due:
        return ActStatus.NOT_DUE
    return ActStatus.UNREPORTED if nothing_delivered else ActStatus.OVERDUE


def measure_duty(obligation: Obligation, cells: Iterable[DutyCell], tables: Mapping[str, Rows], as_of: date) -> Measure:
    """A duty as a measure: acts done of acts due so far; its parts are the units. Without any record it is 未报."""
    by_unit: dict[str, list[DutyCell]] = {}
    for cell in cells:
        if cell.id == obligation.id:
            by_unit.setdefault(cell.unit, []).append(cell)
    acts = tables["duties"]
    silent = not acts
    parts = tuple(_unit_part(unit, own, silent) for unit, own in by_unit.items())
    due = [cell for own in by_unit.values() for cell in own if cell.status != ActStatus.NOT_DUE]
    fulfilled = [(place, f"{cell.unit} {cell.period}") for cell in due for place in cell.acts]
    figure = made(FULFILLED, {"duties": acts.at(place for place, _ in fulfilled)}, [label for _, label in fulfilled])
    done = figure.value or 0.0
    recorded = acts["done_on"][(acts["duty_id"] == obligation.id) & (acts["done_on"] <= np.datetime64(as_of))].tolist()
    overdue_units = tuple(part.name for part in parts if part.status is Status.OVERDUE)
    unknown = silent or not parts
    unreported = tuple(by_unit) if silent else ()  # an act that is missed was not done; that is not 未报
    return Measure(
        **obligation.identity(), target=float(len(due)), value=None if unknown else done, made=None if unknown else figure,
        rate=None if unknown or not due else done / len(due), scheduled=None,
        status=worst(part.status for part in parts), snapshot=max(recorded, default=None),
        stale=False, reason=_reason(silent, parts, due, overdue_units), parts=parts, unreported=unreported,
    )  # fmt: skip


def _unit_part(unit: str, cells: Sequence[DutyCell], silent: bool) -> Part:
    due = [cell for cell in cells if cell.status != ActStatus.NOT_DUE]
    done = [cell for cell in due if cell.status == ActStatus.DONE]
    if silent:
        return Part(unit, unit, None, float(len(due)), None, None, Status.UNREPORTED)
    if len(done) < len(due):
        status = Status.OVERDUE
    else:
        status = Status.DONE if len(done) == len(cells) else Status.ON_TRACK
    rate = len(done) / len(due) if due else None
    return Part(unit, unit, float(len(done)), float(len(due)), rate, None, status)


def _reason(silent: bool, parts: Sequence[Part], due: Sequence[DutyCell], overdue_units: Sequence[str]) -> str:
    if silent:
        return "没有履职记录"
    if not parts:
        return "计划没有给出可用的频次或单位"
    if overdue_units:
        return f"{len(overdue_units)} 个单位逾期：{formats.few(overdue_units)}"
    return "到期的都已完成" if due else "还没有到期"
