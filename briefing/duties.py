"""定期事项 (D…): every due period of every unit that must act, done or not. May import: `plan`, `schedule`, `snapshots`, `status`."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from briefing import snapshots
from briefing.model import DutyCell, Measure, Part
from briefing.plan import Obligation, Plan
from briefing.schedule import month_end
from briefing.status import Status, worst

DONE, OVERDUE, NOT_DUE, UNREPORTED = "已完成", "逾期", "未到期", "未报"
MONTHLY, MONTHLY_WITHOUT_VACATION, QUARTERLY, HALF_YEARLY = "每月", "每月（假期除外）", "每季度", "每半年"
TIMES_A_YEAR = re.compile(r"每年(\d+)次")
NAMED_MONTHS = re.compile(r"\d{1,2}月(;\d{1,2}月)*")
TERM_ENDS = "学期结束前"
NAMED_AT_MOST = 3
# 区农办（乡村振兴局） is 区农办: what a unit's name adds in brackets does not make it another unit.
_BRACKETS = re.compile(r"[（(][^（()）]*[）)]$")


@dataclass(frozen=True)
class Period:
    """One due period: its label, its days, and how many acts it asks for."""

    label: str
    first_day: date
    due_on: date
    times: int = 1


def periods(obligation: Obligation, plan: Plan) -> list[Period]:
    """The due periods of a duty in the plan year; none for a frequency the product does not know."""
    year, frequency = plan.year, obligation.frequency
    if frequency == MONTHLY:
        return [_month(year, month) for month in range(1, 13)]
    if frequency == MONTHLY_WITHOUT_VACATION:
        return [_month(year, month) for month in range(1, 13) if month not in plan.vacation_months]
    if frequency == QUARTERLY:
        return [_months(f"{year}-Q{quarter}", year, 3 * quarter - 2, 3) for quarter in range(1, 5)]
    if frequency == HALF_YEARLY:
        return [_months(f"{year}-H{half}", year, 6 * half - 5, 6) for half in (1, 2)]
    if times := TIMES_A_YEAR.fullmatch(frequency):
        return [Period(str(year), plan.first_day, plan.last_day, int(times[1]))]
    if frequency == TERM_ENDS:
        starts = [plan.first_day, *(date.fromordinal(end.toordinal() + 1) for end in plan.term_ends)]
        return [Period(f"{end:%Y-%m-%d}前", start, end) for start, end in zip(starts, plan.term_ends, strict=False)]
    if NAMED_MONTHS.fullmatch(frequency):
        return [_month(year, int(month)) for month in re.findall(r"\d+", frequency)]
    return []


def _month(year: int, month: int) -> Period:
    return _months(f"{year}-{month:02d}", year, month, 1)


def _months(label: str, year: int, first_month: int, count: int) -> Period:
    return Period(label, date(year, first_month, 1), month_end(date(year, first_month + count - 1, 1)))


def acting_units(obligation: Obligation, plan: Plan, villages: pd.DataFrame) -> tuple[str, ...]:
    """Who must act: every unit, village or department of the scope, or those it names; the whole district acts
    through the first responsible unit."""
    by_word = {
        "每单位": plan.units,
        "每部门": plan.departments,
        "每村": tuple(villages["town"] + villages["village"]),
        **dict.fromkeys(plan.whole_words, obligation.responsible[:1]),
    }
    return tuple(unit for word in obligation.scope for unit in by_word.get(word, (word,)))


def duty_cells(plan: Plan, tables: Mapping[str, pd.DataFrame], as_of: date) -> tuple[DutyCell, ...]:
    """All duties × units × periods of the year; a period counts as due from its last day on."""
    acts = _acts(tables["duties"], as_of)
    nothing_delivered = tables["duties"].empty
    return tuple(
        cell
        for obligation in plan.obligations
        if obligation.kind == "duty"
        for cell in _cells(obligation, plan, tables["villages"], acts[obligation.id], as_of, nothing_delivered)
    )


# What a unit did: (day, times), oldest first.
Acts = list[tuple[date, int]]


def _acts(frame: pd.DataFrame, as_of: date) -> defaultdict[str, dict[str, Acts]]:
    """Duty id → unit → its acts up to a day. An act without 次数 is one."""
    by_duty: defaultdict[str, dict[str, Acts]] = defaultdict(dict)
    rows = frame[frame["done_on"] <= pd.Timestamp(as_of)].sort_values("done_on", kind="stable")
    for duty_id, unit, done_on, times in rows[["duty_id", "unit", "done_on", "times"]].itertuples(index=False):
        acts = by_duty[duty_id].setdefault(_BRACKETS.sub("", unit), [])
        acts.append((done_on.date(), 1 if pd.isna(times) else int(times)))
    return by_duty


def _cells(obligation, plan: Plan, villages, acts: dict[str, Acts], as_of: date, nothing_delivered: bool) -> Iterable[DutyCell]:
    due_periods = periods(obligation, plan)
    for unit in acting_units(obligation, plan, villages):
        # A duty of the whole district is done by whoever recorded it.
        own = sorted(act for of_unit in acts.values() for act in of_unit) if plan.is_whole(obligation.scope) else acts.get(unit, [])
        for period in due_periods:
            done_on = fulfilled_on(period, own)
            yield DutyCell(
                id=obligation.id, title=obligation.title, unit=unit, period=period.label, due_on=period.due_on,
                status=_cell_status(done_on is not None, as_of >= period.due_on, nothing_delivered), done_on=done_on,
            )  # fmt: skip


def fulfilled_on(period: Period, acts: Acts) -> date | None:
    """The day within a period on which as many acts were done as it asks for; an act of another period does not count."""
    times = 0
    for day, count in acts:
        if period.first_day <= day <= period.due_on:
            times += count
            if times >= period.times:
                return day
    return None


def _cell_status(done: bool, due: bool, nothing_delivered: bool) -> str:
    if done:
        return DONE
    if not due:
        return NOT_DUE
    return UNREPORTED if nothing_delivered else OVERDUE


def measure_duty(
    obligation: Obligation, cells: Iterable[DutyCell], tables: Mapping[str, pd.DataFrame], as_of: date
) -> Measure:
    """A duty as a measure: acts done of acts due so far; its parts are the units. Without any record it is 未报."""
    by_unit: dict[str, list[DutyCell]] = {}
    for cell in cells:
        if cell.id == obligation.id:
            by_unit.setdefault(cell.unit, []).append(cell)
    acts = tables["duties"]
    silent = acts.empty
    parts = tuple(_unit_part(unit, own, silent) for unit, own in by_unit.items())
    due = [cell for own in by_unit.values() for cell in own if cell.status != NOT_DUE]
    done = sum(cell.status == DONE for cell in due)
    recorded = acts.loc[(acts["duty_id"] == obligation.id) & (acts["done_on"] <= pd.Timestamp(as_of)), "done_on"]
    overdue_units = tuple(part.name for part in parts if part.status is Status.OVERDUE)
    unknown = silent or not parts
    return Measure(
        **obligation.identity(), target=float(len(due)), value=None if unknown else float(done),
        rate=None if unknown or not due else done / len(due), scheduled=None,
        status=worst(part.status for part in parts), snapshot=snapshots.day(recorded.max()) if len(recorded) else None,
        stale=False, reason=_reason(silent, parts, due, overdue_units), parts=parts, unreported=overdue_units,
    )  # fmt: skip


def _unit_part(unit: str, cells: Sequence[DutyCell], silent: bool) -> Part:
    due = [cell for cell in cells if cell.status != NOT_DUE]
    done = [cell for cell in due if cell.status == DONE]
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
        more = "等" if len(overdue_units) > NAMED_AT_MOST else ""
        return f"{len(overdue_units)} 个单位逾期：{'、'.join(overdue_units[:NAMED_AT_MOST])}{more}"
    return "到期的都已完成" if due else "还没有到期"
