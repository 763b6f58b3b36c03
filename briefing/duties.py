"""定期事项 (D…): every due period of every unit that must act, done or not. May import: `plan`, `progress`, `status`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from briefing import snapshots
from briefing.model import DutyCell, Measure, Part
from briefing.plan import Obligation, Plan
from briefing.schedule import month_end
from briefing.status import Status, worst
from data_loaders.schema import DISTRICT

DONE, OVERDUE, NOT_DUE, UNREPORTED = "已完成", "逾期", "未到期", "未报"
MONTHLY, MONTHLY_WITHOUT_VACATION, QUARTERLY, HALF_YEARLY = "每月", "每月（假期除外）", "每季度", "每半年"
TIMES_A_YEAR = {"每年1次": 1, "每年2次": 2}
TERM_ENDS = "学期结束前"


@dataclass(frozen=True)
class Period:
    """One due period: its label, its days, and how many acts it asks for."""

    label: str
    first_day: date
    due_on: date
    times: int = 1


def periods(obligation: Obligation, plan: Plan) -> list[Period]:
    """The due periods of a duty in the plan year; ValueError for a frequency the product does not know."""
    year, frequency = plan.year, obligation.frequency
    if frequency == MONTHLY:
        return [_month(year, month) for month in range(1, 13)]
    if frequency == MONTHLY_WITHOUT_VACATION:
        return [_month(year, month) for month in range(1, 13) if month not in plan.vacation_months]
    if frequency == QUARTERLY:
        return [_months(f"{year}-Q{quarter}", year, 3 * quarter - 2, 3) for quarter in range(1, 5)]
    if frequency == HALF_YEARLY:
        return [_months(f"{year}-H{half}", year, 6 * half - 5, 6) for half in (1, 2)]
    if frequency in TIMES_A_YEAR:
        return [Period(str(year), plan.first_day, plan.last_day, TIMES_A_YEAR[frequency])]
    if frequency == TERM_ENDS:
        starts = [plan.first_day, *(date.fromordinal(end.toordinal() + 1) for end in plan.term_ends)]
        return [Period(f"{end:%Y-%m-%d}前", start, end) for start, end in zip(starts, plan.term_ends, strict=False)]
    named = [part.removesuffix("月") for part in frequency.split(";")]
    if all(part.isdigit() for part in named):
        return [_month(year, int(month)) for month in named]
    raise ValueError(f"{obligation.id}: unknown frequency {frequency}")


def _month(year: int, month: int) -> Period:
    return _months(f"{year}-{month:02d}", year, month, 1)


def _months(label: str, year: int, first_month: int, count: int) -> Period:
    return Period(label, date(year, first_month, 1), month_end(date(year, first_month + count - 1, 1)))


def acting_units(obligation: Obligation, plan: Plan, villages: pd.DataFrame) -> tuple[str, ...]:
    """Who must act: every unit, village or department of the scope; 全区 is the first responsible unit."""
    by_word = {
        "每单位": plan.units,
        "每部门": plan.departments,
        "每村": tuple(villages["town"] + villages["village"]),
        DISTRICT: obligation.responsible[:1],
    }
    return tuple(unit for word in obligation.scope for unit in by_word[word])


def duty_cells(plan: Plan, tables: Mapping[str, pd.DataFrame], as_of: date) -> tuple[DutyCell, ...]:
    """All duties × units × periods of the year; a period counts as due from its last day on."""
    acts = tables["duties"]
    acts = acts[acts["done_on"] <= pd.Timestamp(as_of)]
    by_duty = {duty_id: rows for duty_id, rows in acts.groupby("duty_id")}
    nothing_delivered = tables["duties"].empty
    return tuple(
        cell
        for obligation in plan.obligations
        if obligation.kind == "duty"
        for cell in _cells(obligation, plan, tables["villages"], by_duty.get(obligation.id, acts.iloc[:0]), as_of, nothing_delivered)
    )


def _cells(obligation, plan, villages, acts: pd.DataFrame, as_of: date, nothing_delivered: bool) -> Iterable[DutyCell]:
    due_periods = periods(obligation, plan)
    by_unit = {unit: rows for unit, rows in acts.groupby("unit")}
    for unit in acting_units(obligation, plan, villages):
        # A duty of the whole district is done by whichever responsible unit recorded it.
        own = acts if obligation.scope == (DISTRICT,) else by_unit.get(unit, acts.iloc[:0])
        days = [day.date() for day in own["done_on"]]
        times = [1 if pd.isna(count) else int(count) for count in own["times"]]
        for period in due_periods:
            inside = [(day, count) for day, count in zip(days, times, strict=True) if period.first_day <= day <= period.due_on]
            done = sum(count for _, count in inside) >= period.times
            yield DutyCell(
                id=obligation.id, title=obligation.title, unit=unit, period=period.label, due_on=period.due_on,
                status=_cell_status(done, as_of >= period.due_on, nothing_delivered),
                done_on=max(day for day, _ in inside) if done else None,
            )  # fmt: skip


def _cell_status(done: bool, due: bool, nothing_delivered: bool) -> str:
    if done:
        return DONE
    if not due:
        return NOT_DUE
    return UNREPORTED if nothing_delivered else OVERDUE


def measure_duty(
    obligation: Obligation, cells: Iterable[DutyCell], tables: Mapping[str, pd.DataFrame], as_of: date
) -> Measure:
    """A duty as a measure: acts done of acts due so far; its parts are the units."""
    own = [cell for cell in cells if cell.id == obligation.id]
    parts = tuple(_unit_part(unit, [cell for cell in own if cell.unit == unit]) for unit in dict.fromkeys(cell.unit for cell in own))
    due = [cell for cell in own if cell.status != NOT_DUE]
    done = [cell for cell in due if cell.status == DONE]
    acts = tables["duties"]
    recorded = acts.loc[(acts["duty_id"] == obligation.id) & (acts["done_on"] <= pd.Timestamp(as_of)), "done_on"]
    silent = any(cell.status == UNREPORTED for cell in own)
    overdue_units = [part.name for part in parts if part.status is Status.OVERDUE]
    return Measure(
        **obligation.identity(), target=float(len(due)), value=None if silent else float(len(done)),
        rate=None if silent or not due else len(done) / len(due), scheduled=None,
        status=worst(part.status for part in parts), snapshot=snapshots.day(recorded.max()) if len(recorded) else None,
        stale=False, reason=_reason(silent, overdue_units), parts=parts, unreported=tuple(overdue_units),
    )  # fmt: skip


def _unit_part(unit: str, cells: list[DutyCell]) -> Part:
    due = [cell for cell in cells if cell.status != NOT_DUE]
    done = [cell for cell in due if cell.status == DONE]
    if any(cell.status == UNREPORTED for cell in cells):
        return Part(unit, unit, None, float(len(due)), None, None, Status.UNREPORTED)
    if any(cell.status == OVERDUE for cell in cells):
        status = Status.OVERDUE
    else:
        status = Status.DONE if len(done) == len(cells) else Status.ON_TRACK
    rate = len(done) / len(due) if due else None
    return Part(unit, unit, float(len(done)), float(len(due)), rate, None, status)


def _reason(silent: bool, overdue_units: list[str]) -> str:
    if silent:
        return "没有履职记录"
    if overdue_units:
        return f"{len(overdue_units)} 个单位逾期：{'、'.join(overdue_units[:3])}{'等' if len(overdue_units) > 3 else ''}"
    return "到期的都已完成"
