"""衔接资金: how much has been disbursed, by when it must be, and the rules on where it goes (F…).

May import: `plan`, `snapshots`, `schedule`, `status`, `words`.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from briefing import schedule, snapshots
from briefing.model import FundPoint, Funds, FundSlice, Measure, MilestoneVerdict, Part, Point
from briefing.plan import Obligation, Plan
from briefing.schedule import against_schedule
from briefing.status import Status, judge_bound, judge_progress, reaches, worst
from briefing.words import named

INDUSTRY, CENTRAL = "产业", "中央"
LINKED_ONLY = "衔接资金"  # the scope word of an obligation that only 衔接资金 count for
NO_LEDGER = "没有台账"
# Sums of 万元 with two decimals each, added up: beyond the sixth decimal there is only noise.
MONEY_DECIMALS = 6
FULL = 1.0


def fund_figures(plan: Plan, tables: Mapping[str, pd.DataFrame], as_of: date) -> Funds:
    """The money on a day, its months, its milestones, its pace."""
    obligation = _disbursement(plan)
    frame = counted(tables["funds"], obligation) if obligation else tables["funds"]
    rows = snapshots.newest(frame, as_of, plan.first_day)
    snapshot = snapshots.day_of(rows)
    corners = plan.line(obligation) if obligation else ((plan.last_day, FULL),)
    by_month = _by_month(frame, as_of, plan)
    now = _point(rows, snapshot) if snapshot else None
    verdicts = milestone_verdicts(corners, frame, as_of, plan)
    upcoming = _next_milestone(verdicts, now, as_of)
    recent = _recent_pace(frame, snapshot, plan) if snapshot else None
    gap = money(upcoming.share * now.allocated - now.disbursed) if now and upcoming else None
    return Funds(
        snapshot=snapshot,
        stale=snapshots.is_stale(snapshot, as_of, plan.stale_after_days),
        allocated=now.allocated if now else None,
        disbursed=now.disbursed if now else None,
        rate=now.rate if now else None,
        industry_share_central=category_share(rows, CENTRAL, INDUSTRY),
        by_month=by_month,
        scheduled=corners,
        milestones=verdicts,
        next_milestone=upcoming,
        gap=gap,
        pace_needed=_pace_needed(gap, upcoming, as_of),
        pace_recent=recent,
        projection=_projection(now, recent, corners[-1][0]),
        by_source=_slices(rows, "source"),
        by_town=_slices(rows, "town"),
        by_category=_slices(rows, "category"),
        projects=_projects(rows, plan, corners, as_of),
    )


def money(value: float) -> float:
    """万元 without the noise of adding floats."""
    return round(float(value), MONEY_DECIMALS)


def counted(frame: pd.DataFrame, obligation: Obligation) -> pd.DataFrame:
    """The projects an obligation speaks of: 衔接资金 only where its scope says so, else all of the ledger."""
    return frame[frame["linked"].fillna(False).astype(bool)] if LINKED_ONLY in obligation.scope else frame


def _disbursement(plan: Plan) -> Obligation | None:
    return next((obligation for obligation in plan.obligations if obligation.rule == "disbursed_share"), None)


def _point(rows: pd.DataFrame, day: date) -> FundPoint:
    allocated, disbursed = money(rows["allocated"].sum()), money(rows["disbursed"].sum())
    return FundPoint(day, allocated, disbursed, disbursement_rate(disbursed, allocated))


def disbursement_rate(disbursed: float, allocated: float) -> float | None:
    """拨付率 as a fraction; None when nothing was allocated."""
    return disbursed / allocated if allocated else None


def _by_month(frame: pd.DataFrame, as_of: date, plan: Plan) -> tuple[FundPoint, ...]:
    """The last snapshot of every month that has one."""
    last = {}
    for day in snapshots.all_days(frame, as_of, plan.first_day):
        last[day.year, day.month] = day
    return tuple(_point(frame[frame["as_of"] == pd.Timestamp(day)], day) for day in last.values())


def milestone_verdicts(
    corners: Sequence[tuple[date, float]], frame: pd.DataFrame, as_of: date, plan: Plan
) -> tuple[MilestoneVerdict, ...]:
    """Each milestone judged on its day (clause 8: 9月底前、12月底前), from the newest snapshot on or before it.

    An older snapshot proves what had been reached by then, for money once paid stays paid; that something had not
    been reached is known from the snapshot of that very day, or from a later one that is still short of it.
    """
    return tuple(
        _verdict(due_on, share, frame, as_of, plan) if due_on <= as_of else MilestoneVerdict(due_on, share, None, None)
        for due_on, share in corners
    )


def _verdict(due_on: date, share: float, frame: pd.DataFrame, as_of: date, plan: Plan) -> MilestoneVerdict:
    days = snapshots.all_days(frame, as_of, plan.first_day)
    rates = {day: _point(frame[frame["as_of"] == pd.Timestamp(day)], day).rate for day in days}
    known = {day: rate for day, rate in rates.items() if rate is not None}
    by_then = [day for day in known if day <= due_on]
    rate = known[by_then[-1]] if by_then else None
    if rate is not None and reaches(rate, share):
        met = True
    elif rate is not None and by_then[-1] == due_on:
        met = False
    else:
        met = False if any(not reaches(late, share) for day, late in known.items() if day > due_on) else None
    return MilestoneVerdict(due_on, share, rate, met, unknown=met is None)


def _next_milestone(verdicts, now: FundPoint | None, as_of: date) -> MilestoneVerdict | None:
    """The first milestone still ahead; on its own day it is still ahead until it is reached."""
    for verdict in verdicts:
        reached = now is not None and now.rate is not None and reaches(now.rate, verdict.share)
        if verdict.due_on > as_of or (verdict.due_on == as_of and not reached):
            return verdict
    return None


def _pace_needed(gap: float | None, upcoming: MilestoneVerdict | None, as_of: date) -> float | None:
    """万元 a month that close the gap by the milestone; None when there is none ahead or no time left."""
    if gap is None or upcoming is None or upcoming.due_on <= as_of:
        return None
    return max(0.0, gap) / schedule.months_between(as_of, upcoming.due_on)


def _recent_pace(frame: pd.DataFrame, snapshot: date, plan: Plan) -> float | None:
    """万元 a month since the snapshot that lies the plan's number of months back; None without an older one."""
    earlier = [day for day in snapshots.all_days(frame, snapshot, plan.first_day) if day < snapshot]
    if not earlier:
        return None
    wanted = _month_earlier(snapshot, plan.projection_months)
    base = max((day for day in earlier if day <= wanted), default=earlier[0])
    then, now = (_point(frame[frame["as_of"] == pd.Timestamp(day)], day) for day in (base, snapshot))
    return (now.disbursed - then.disbursed) / schedule.months_between(base, snapshot)


def _month_earlier(day: date, months: int) -> date:
    """The same day some months earlier; snapshots of month ends are compared with month ends."""
    earlier = schedule.months_later(day, -months)
    return schedule.month_end(earlier) if day == schedule.month_end(day) else earlier


def _projection(now: FundPoint | None, pace: float | None, end: date) -> tuple[FundPoint, ...]:
    """按近三个月速度测算: month ends from the snapshot to the last milestone, never above what is allocated."""
    if now is None or pace is None or now.date >= end or not now.allocated:
        return ()
    points = [now]
    day = now.date
    while day < end:
        day = min(end, schedule.month_end(date.fromordinal(day.toordinal() + 1)))
        disbursed = now.disbursed + pace * schedule.months_between(now.date, day)
        disbursed = min(now.allocated, max(0.0, disbursed))
        points.append(FundPoint(day, now.allocated, disbursed, disbursed / now.allocated))
    return tuple(points)


def _slices(rows: pd.DataFrame, by: str) -> tuple[FundSlice, ...]:
    """Money grouped by a column, the largest first."""
    sums = rows.groupby(by)[["allocated", "disbursed"]].sum().sort_values("allocated", ascending=False)
    return tuple(
        FundSlice(name, money(row.allocated), money(row.disbursed), disbursement_rate(row.disbursed, row.allocated))
        for name, row in sums.iterrows()
    )


def category_share(rows: pd.DataFrame, source: str, category: str) -> float | None:
    """The share of a source's allocated money that goes to a category (clause 10); None without money of that source."""
    own = rows[rows["source"] == source]
    total = own["allocated"].sum()
    return float(own.loc[own["category"] == category, "allocated"].sum() / total) if total else None


def _projects(rows: pd.DataFrame, plan: Plan, corners, as_of: date) -> pd.DataFrame:
    """The newest snapshot with each project's 拨付率 and status, laggards first."""
    scheduled = schedule.scheduled_rate(as_of, corners, plan.first_day)
    rates = [disbursement_rate(float(row.disbursed), float(row.allocated)) for row in rows.itertuples()]
    statuses = [_project_status(rate, scheduled, plan, corners, as_of) for rate in rates]
    frame = rows.assign(rate=pd.array(rates, dtype="Float64"), status=[status.value for status in statuses])
    return frame.sort_values(["rate", "allocated"], ascending=[True, False], na_position="last").reset_index(drop=True)


def _project_status(rate: float | None, scheduled: float, plan: Plan, corners, as_of: date) -> Status:
    return judge_progress(
        rate=rate, scheduled=scheduled, met=rate is not None and reaches(rate, FULL),
        deadline_reached=as_of >= corners[-1][0], slightly_behind=plan.slightly_behind,
    )  # fmt: skip


# Measures


def measure_disbursement(obligation: Obligation, plan: Plan, tables: Mapping[str, pd.DataFrame], as_of: date) -> Measure:
    """F01, clause 8: ≥75% by the end of September, 100% by the end of December."""
    frame = counted(tables["funds"], obligation)
    rows = snapshots.newest(frame, as_of, plan.first_day)
    snapshot = snapshots.day_of(rows)
    corners = plan.line(obligation)
    verdicts = milestone_verdicts(corners, frame, as_of, plan)
    rate = _point(rows, snapshot).rate if snapshot else None
    scheduled = schedule.scheduled_rate(as_of, corners, plan.first_day)
    in_force = next((share for due_on, share in corners if due_on >= as_of), corners[-1][1])
    missed = _missed(verdicts, rate, as_of)
    status = judge_progress(
        rate=rate, scheduled=scheduled, met=rate is not None and reaches(rate, FULL),
        deadline_reached=bool(missed), slightly_behind=plan.slightly_behind,
    )  # fmt: skip
    history = tuple(
        Point(point.date, point.disbursed, point.rate, schedule.scheduled_rate(point.date, corners, plan.first_day))
        for point in _by_month(frame, as_of, plan)
    )
    before = [point for point in history if point.date <= schedule.previous_quarter_end(as_of) and point.rate is not None]
    return Measure(
        **obligation.identity(), target=round(in_force * 100, MONEY_DECIMALS),
        value=None if rate is None else round(rate * 100, MONEY_DECIMALS), rate=rate, scheduled=scheduled,
        status=status, snapshot=snapshot, stale=snapshots.is_stale(snapshot, as_of, plan.stale_after_days),
        reason=_milestone_reason(snapshot, rate, scheduled, missed, verdicts), history=history, milestones=verdicts,
        parts=_town_parts(rows, scheduled, plan, as_of >= corners[-1][0]), unreported=_silent_towns(frame, rows, plan, as_of),
        change=(rate - before[-1].rate) * 100 if before and rate is not None and before[-1].date < snapshot else None,
    )  # fmt: skip


def _missed(verdicts: Sequence[MilestoneVerdict], rate: float | None, as_of: date) -> list[float]:
    """The shares due by now that were not there on their day and are not there yet; reached on its day is reached."""
    return [
        verdict.share
        for verdict in verdicts
        if verdict.due_on <= as_of and not verdict.met and rate is not None and not reaches(rate, verdict.share)
    ]


def _silent_towns(frame: pd.DataFrame, rows: pd.DataFrame, plan: Plan, as_of: date) -> tuple[str, ...]:
    """Towns that an earlier snapshot of the year had and the newest has not."""
    before, now = snapshots.up_to(frame, as_of, plan.first_day)["town"].unique(), set(rows["town"])
    return tuple(town for town in before if town not in now)


def _town_parts(rows: pd.DataFrame, scheduled: float, plan: Plan, deadline_reached: bool) -> tuple[Part, ...]:
    parts = []
    for piece in _slices(rows, "town"):
        status = judge_progress(
            rate=piece.rate, scheduled=scheduled, met=piece.rate is not None and reaches(piece.rate, FULL),
            deadline_reached=deadline_reached, slightly_behind=plan.slightly_behind,
        )  # fmt: skip
        parts.append(Part(piece.name, piece.name, piece.disbursed, piece.allocated, piece.rate, scheduled, status))
    return tuple(parts)


def _milestone_reason(snapshot, rate, scheduled, missed, verdicts) -> str:
    if rate is None:
        return "没有安排资金" if snapshot else NO_LEDGER
    if missed:
        share = max(missed)
        unknown = any(verdict.share == share and verdict.met is None for verdict in verdicts)
        since = f"节点数据未报，截至 {snapshot.month} 月 {snapshot.day} 日" if unknown else "节点，"
        return f"{'' if unknown else '未达到 '}{share * 100:g}% {since}差{schedule.points(share - rate)}"
    late = [verdict for verdict in verdicts if verdict.met is False]
    after = f"；{late[-1].due_on.month}月底 {late[-1].share * 100:g}% 节点未按期达到" if late else ""
    return f"{against_schedule(rate, scheduled)}{after}"


def measure_category_share(obligation: Obligation, plan: Plan, tables: Mapping[str, pd.DataFrame], as_of: date) -> Measure:
    """F02, clause 10: of the 中央 money allocated, at least 60% to 产业."""
    rows = snapshots.newest(counted(tables["funds"], obligation), as_of, plan.first_day)
    source = next(word for word in obligation.scope if word != LINKED_ONLY)
    share = category_share(rows, source, obligation.subject)
    value = None if share is None else round(share * 100, MONEY_DECIMALS)
    status = judge_bound(value, at_least=obligation.target)
    if value is None:
        reason = NO_LEDGER if rows.empty else f"没有{source}资金"
    else:
        reason = f"{source}资金用于{obligation.subject} {value:.1f}%"
    return _bounded(obligation, plan, rows, as_of, value=value, rate=share, status=status, reason=reason)


def measure_floor(obligation: Obligation, plan: Plan, tables: Mapping[str, pd.DataFrame], as_of: date) -> Measure:
    """F03–F05, clause 13: every key village of a grade gets at least so many 万元; F03 counts 衔接资金 only.

    The value is the village with least. A village without a project in its town's ledger has 0 万元; one whose town
    is not in the newest ledger at all is 未报.
    """
    rows = snapshots.newest(tables["funds"], as_of, plan.first_day)
    villages = tables["villages"]
    own = villages[villages["grade"] == obligation.subject]
    if rows.empty or own.empty:
        reason = NO_LEDGER if rows.empty else f"村庄名录没有标明{obligation.subject}重点帮扶村"
        return _bounded(obligation, plan, rows, as_of, value=None, status=Status.UNREPORTED, reason=reason)
    towns = frozenset(rows["town"])
    amounts = counted(rows, obligation).groupby(["town", "village"])["allocated"].sum().to_dict()
    parts = tuple(_floor_part(village, amounts, towns, obligation.target) for village in own.to_dict("records"))
    value = min((part.value for part in parts if part.value is not None), default=None)
    return _bounded(
        obligation, plan, rows, as_of, value=value, rate=_of_target(value, obligation.target),
        status=worst(part.status for part in parts), reason=_floor_reason(parts), parts=parts,
        unreported=tuple(part.name for part in parts if part.value is None),
    )  # fmt: skip


def _floor_reason(parts: Sequence[Part]) -> str:
    short = [part.name for part in parts if part.status is Status.UNMET]
    silent = [part.name for part in parts if part.value is None]
    phrases = [f"{len(short)} 个村不足：{named(short)}"] if short else []
    phrases += [f"{named(silent)}未报"] if silent else []
    return "；".join(phrases) or f"{len(parts)} 个村全部达到"


def _floor_part(village: dict, amounts: Mapping[tuple[str, str], float], towns: frozenset[str], floor: float) -> Part:
    if village["town"] not in towns:
        return Part(village["village"], village["town"], None, floor, None, None, Status.UNREPORTED)
    amount = money(amounts.get((village["town"], village["village"]), 0.0))
    status = judge_bound(amount, at_least=floor)
    return Part(village["village"], village["town"], amount, floor, _of_target(amount, floor), None, status)


def _of_target(value: float | None, target: float | None) -> float | None:
    return value / target if value is not None and target else None


def measure_handover(obligation: Obligation, plan: Plan, tables: Mapping[str, pd.DataFrame], as_of: date) -> Measure:
    """F06, clause 9: handed over within a month after acceptance. The value is how many projects were or are late."""
    rows = snapshots.newest(tables["funds"], as_of, plan.first_day)
    own = counted(rows, obligation)
    accepted = own[own["accepted_on"] <= pd.Timestamp(as_of)]
    if rows.empty:
        return _bounded(obligation, plan, rows, as_of, value=None, status=Status.UNREPORTED, reason=NO_LEDGER)
    months = int("".join(character for character in obligation.subject if character.isdigit()) or 1)
    parts = tuple(_handover_part(row, months, as_of) for row in accepted.to_dict("records"))
    late = [part.name for part in parts if part.status in (Status.OVERDUE, Status.UNMET)]
    status = judge_bound(float(len(late)), at_most=obligation.target)
    reason = f"{len(late)} 个项目超期：{'、'.join(late[:3])}" if late else f"已验收 {len(parts)} 个，均未超期"
    return _bounded(obligation, plan, rows, as_of, value=float(len(late)), status=status, reason=reason, parts=parts)


def _handover_part(row: dict, months: int, as_of: date) -> Part:
    """One accepted project: 达标 when handed over in time or still in time, 逾期 while it is late, 未达标 when it was."""
    due = schedule.months_later(row["accepted_on"].date(), months)
    handed = snapshots.day(row["handed_over_on"])
    if handed is not None and handed <= as_of:
        status = Status.MET if handed <= due else Status.UNMET
        note = f"{handed} 移交，期限 {due}"
    else:
        status = Status.OVERDUE if as_of > due else Status.MET
        note = f"未移交，期限 {due}"
    days = ((handed if handed and handed <= as_of else as_of) - row["accepted_on"].date()).days
    return Part(row["project"], row["town"], float(days), None, None, None, status, note)


def _bounded(obligation, plan, rows, as_of, *, value, status, reason, rate=None, parts=(), unreported=()) -> Measure:
    """A measure that is judged against a bound, without 序时."""
    snapshot = snapshots.day_of(rows) if value is not None else None
    return Measure(
        **obligation.identity(), target=obligation.target, value=value, rate=rate, scheduled=None, status=status,
        snapshot=snapshot, stale=snapshots.is_stale(snapshot, as_of, plan.stale_after_days), reason=reason, parts=parts,
        unreported=unreported,
    )  # fmt: skip


RULES = {
    "disbursed_share": measure_disbursement,
    "category_share": measure_category_share,
    "village_floor": measure_floor,
    "handed_over_within": measure_handover,
}
