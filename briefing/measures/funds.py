"""衔接资金: how much has been disbursed, by when it must be, and the rules on where it goes (F…)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from math import fsum

import numpy as np
import pandas as pd

from briefing import formats
from briefing.formats import month_day, spaced
from briefing.measures import schedule
from briefing.measures.made import DECIMALS, LeastOfPlaces, Share, Single, made
from briefing.measures.reported import Ledgers, Report, expected, outdated
from briefing.measures.schedule import against_schedule
from briefing.model import FundPoint, Funds, FundSlice, Made, Measure, MilestoneVerdict, Operation, Part, Point
from briefing.plan import Obligation, Plan
from briefing.rows import Rows
from briefing.status import Status, judge_bound, judge_progress, reaches, worst
from data_loaders.plan_rules import LINKED_ONLY, SOURCES, time_after
from data_loaders.schema import OUTSIDE_SOURCES

INDUSTRY, CENTRAL = "产业", "中央"
NOT_LINKED = "非衔接资金"
NO_LEDGER = "没有台账"
WHOLE_LINE = 1.0
A_MONTH = "1个月"  # what handing over may take where an old plan does not say
DISBURSED = Share("累计拨付之和 ÷ 安排资金之和", "disbursed", "allocated")
LATE = Single("验收后未在期限内移交的项目个数", Operation.COUNT, name="handed_over_on")


@dataclass(frozen=True)
class Money:
    """The projects that an obligation speaks of, as the ledgers have them on any day."""

    plan: Plan
    obligation: Obligation | None
    ledgers: Ledgers
    _on: dict[date, Report] = field(default_factory=dict, init=False, repr=False)
    _points: dict[date, FundPoint] = field(default_factory=dict, init=False, repr=False)

    def on(self, day: date) -> Report:
        """The projects of every town's newest ledger on a day."""
        if day not in self._on:
            report = self.ledgers.on("funds", day)
            self._on[day] = report.about(report.rows.where(_counts(report.rows, self.obligation)))
        return self._on[day]

    def point(self, day: date) -> FundPoint:
        """What had been allocated and disbursed by a day."""
        if day not in self._points:
            self._points[day] = self._point(day)
        return self._points[day]

    def _point(self, day: date) -> FundPoint:
        report = self.on(day)
        disbursed, allocated, *share = (term.value for term in DISBURSED.terms({"funds": report.rows}))
        rate = share[0] if share else None
        return FundPoint(day, allocated, disbursed, rate, frozenset(report.days), bool(report.older(self.asked)))

    @cached_property
    def now(self) -> Report:
        """The projects on the day of the Briefing."""
        return self.on(self.ledgers.as_of)

    @cached_property
    def days(self) -> list[date]:
        """The days for which anybody delivered."""
        return self.ledgers.days("funds")

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """The towns whose money must be in it."""
        if self.obligation is None:
            return tuple(self.now.days)
        return expected("funds", self.obligation, self.plan, self.now)

    @cached_property
    def lacking(self) -> tuple[str, ...]:
        """Who never delivered this year."""
        return tuple(town for town in self.asked if town not in self.now.days)

    @cached_property
    def corners(self) -> tuple[tuple[date, float], ...]:
        """The corners of the 序时 line."""
        return schedule.line(self.plan, self.obligation) if self.obligation else ((self.plan.last_day, WHOLE_LINE),)


def fund_figures(plan: Plan, ledgers: Ledgers, as_of: date) -> Funds:
    """The money on a day, its months, its milestones, its pace."""
    own = Money(plan, _disbursement(plan), ledgers)
    rows, snapshot, corners = own.now.rows, own.now.newest, own.corners
    every = ledgers.on("funds").rows
    rest = every.where(~_counts(every, own.obligation))
    now = replace(own.point(as_of), date=snapshot) if snapshot else None
    verdicts = milestone_verdicts(own)
    upcoming = _next_milestone(verdicts, now, as_of)
    recent, months = _recent_pace(own, snapshot) if snapshot else (None, plan.projection_months)
    due = schedule.scheduled_rate(as_of, corners, plan.first_day)
    share = upcoming.share if upcoming else corners[-1][1]  # after the last day: what remains
    gap = money(share * now.allocated - now.disbursed) if now else None
    stale, old = outdated(own.now, plan, as_of)
    figures = Funds(
        snapshot=snapshot,
        stale=stale,
        allocated=now.allocated if now else None,
        disbursed=now.disbursed if now else None,
        rate=now.rate if now else None,
        industry_share_central=_fraction(category_share(rows, CENTRAL, INDUSTRY)),
        by_month=_by_month(own),
        scheduled=corners,
        milestones=verdicts,
        next_milestone=upcoming,
        gap=gap,
        pace_needed=_pace_needed(gap, upcoming, as_of),
        pace_recent=recent,
        recent_months=months,
        projection=_projection(now, recent, corners[-1][0]) if as_of < corners[-1][0] else (),
        by_source=_slices(rows, "source"),
        by_town=_slices(rows, "town"),
        by_category=_slices(rows, "category"),
        projects=_projects(rows, due, plan, corners, as_of),
        due=due,
        title=own.obligation.short if own.obligation else "拨付率",
        mixed=own.now.older(own.asked),
        outdated=old,
        apart=_apart(rest),
        outside=_slices(rest.where([source in OUTSIDE_SOURCES for source in rest["source"]]), "source"),
    )
    if own.obligation is None and snapshot is None:  # nobody said by when anything should be paid
        return replace(figures, scheduled=(), milestones=(), next_milestone=None, due=None)
    return figures


def money(value: float) -> float:
    """万元 without the noise of adding floats."""
    return round(float(value), DECIMALS)


def _counts(rows: Rows, obligation: Obligation | None) -> np.ndarray:
    """Which projects an obligation speaks of: 衔接资金 where its scope says so (clauses 8 to 10), else all (clause 13)."""
    if obligation is None or LINKED_ONLY not in obligation.scope:
        return np.ones(len(rows), dtype=bool)
    return rows["linked"].astype(bool)


def _apart(rest: Rows) -> FundSlice | None:
    """What the ledgers hold besides the money that counts; None when that is all."""
    return _slice(NOT_LINKED, list(rest.cells("allocated", "disbursed"))) if rest else None


def _disbursement(plan: Plan) -> Obligation | None:
    return next((obligation for obligation in plan.obligations if obligation.rule == "disbursed_share"), None)


def disbursement_rate(disbursed: float, allocated: float) -> float | None:
    """拨付率 as a fraction; None when nothing was allocated."""
    return disbursed / allocated if allocated else None


def _by_month(own: Money) -> tuple[FundPoint, ...]:
    """The figure on the last day of every month for which anybody delivered."""
    last = {(day.year, day.month): day for day in own.days}
    return tuple(own.point(day) for day in last.values())


def milestone_verdicts(own: Money) -> tuple[MilestoneVerdict, ...]:
    """Each milestone judged on its day (clause 8: 9月底前、12月底前), from what the towns reported for it."""
    as_of = own.ledgers.as_of
    return tuple(
        _verdict(due_on, share, own) if due_on <= as_of else MilestoneVerdict(due_on, share, None, None)
        for due_on, share in own.corners
    )


def _verdict(due_on: date, share: float, own: Money) -> MilestoneVerdict:
    """Reached with the figure of any day up to its day, for money once paid stays paid.

    Missed when everybody spoke for that very day or a later one and the sum is short; else nobody knows.
    """
    then = own.on(due_on).days
    reached = [
        day
        for day in own.days
        if day <= due_on and then.keys() <= own.on(day).days.keys() and _short(own, day, share) is False
    ]
    if any(set(own.asked) <= own.on(day).days.keys() for day in reached):
        met: bool | None = True
    elif any(_spoke_for(own, day, due_on) and _short(own, day, share) for day in own.days if day >= due_on):
        met = False
    else:
        met = True if reached else None
    rate = own.point(due_on).rate if then else None
    silent = tuple(town for town in own.asked if then.get(town) != due_on) if met is None else ()
    return MilestoneVerdict(due_on, share, rate, met, unknown=met is None, silent=silent)


def _short(own: Money, day: date, share: float) -> bool | None:
    """Whether the figure of a day is short of a share; None where there is no rate."""
    rate = own.point(day).rate
    return None if rate is None else not reaches(rate, share)


def _spoke_for(own: Money, day: date, due_on: date) -> bool:
    """Whether everybody who must had reported by a day for another day or one after it."""
    days = own.on(day).days
    return all(town in days and days[town] >= due_on for town in own.asked)


def _next_milestone(verdicts, now: FundPoint | None, as_of: date) -> MilestoneVerdict | None:
    """The first milestone still ahead; on its own day it is still ahead until it is reached."""
    for verdict in verdicts:
        reached = now is not None and now.rate is not None and reaches(now.rate, verdict.share)
        if verdict.due_on > as_of or (verdict.due_on == as_of and not reached):
            return verdict
    return None


def _pace_needed(gap: float | None, upcoming: MilestoneVerdict | None, as_of: date) -> float | None:
    """万元 a month that close the gap by the milestone; None when there is none ahead or less than a month is left."""
    if gap is None or upcoming is None or (months := schedule.months_between(as_of, upcoming.due_on)) < 1:
        return None
    return max(0.0, gap) / months


def _recent_pace(own: Money, snapshot: date) -> tuple[float | None, int]:
    """万元 a month since the figure that lies the plan's number of months back, and how many months that is.

    None without an older figure of the same towns.
    """
    here = own.now.days.keys()
    earlier = [day for day in own.days if day < snapshot and own.on(day).days.keys() == here]
    if not earlier:
        return None, own.plan.projection_months
    wanted = _month_earlier(snapshot, own.plan.projection_months)
    base = max((day for day in earlier if day <= wanted), default=earlier[0])
    months = schedule.months_between(base, snapshot)
    return (own.point(snapshot).disbursed - own.point(base).disbursed) / months, max(1, round(months))


def _month_earlier(day: date, months: int) -> date:
    """The same day some months earlier; snapshots of month ends are compared with month ends."""
    earlier = schedule.months_later(day, -months)
    return schedule.month_end(earlier) if day == schedule.month_end(day) else earlier


def _projection(now: FundPoint | None, pace: float | None, end: date) -> tuple[FundPoint, ...]:
    """At the recent pace: month ends from the snapshot to the last milestone, never above what is allocated."""
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


def _slices(rows: Rows, by: str) -> tuple[FundSlice, ...]:
    """Money grouped by a column, the largest first."""
    groups: dict[str, list[tuple[float, float]]] = {}
    for name, allocated, disbursed in rows.cells(by, "allocated", "disbursed"):
        if name is not None:
            groups.setdefault(name, []).append((allocated, disbursed))
    slices = [_slice(name, amounts) for name, amounts in sorted(groups.items())]
    return tuple(sorted(slices, key=lambda one: -one.allocated))


def _slice(name: str, amounts: Sequence[tuple[float | None, float | None]]) -> FundSlice:
    allocated, disbursed = (fsum(filter(None, sums)) for sums in zip(*amounts, strict=True))
    return FundSlice(name, money(allocated), money(disbursed), disbursement_rate(disbursed, allocated))


def category_share(rows: Rows, source: str, category: str) -> Made:
    """The share of a source's allocated money, or of all where none is named, that goes to a category (clause 10).

    No value without money of that source.
    """
    share = Share(
        f"{source}资金中{category}类安排资金 ÷ {source}资金安排合计", "allocated", "allocated", ("category", category)
    )
    return made(share, {"funds": rows.where(rows["source"] == source) if source else rows})


def _if_known(figure: Made) -> Made | None:
    return None if figure.value is None else figure


def _fraction(figure: Made) -> float | None:
    return next((term.value for term in figure.terms if term.operation is Operation.SHARE), None)


def _projects(rows: Rows, scheduled: float, plan: Plan, corners, as_of: date) -> pd.DataFrame:
    """The newest snapshot with each project's 拨付率 and status, laggards first."""
    rates = [disbursement_rate(disbursed, allocated) for disbursed, allocated in rows.cells("disbursed", "allocated")]
    statuses = [_project_status(rate, scheduled, plan, corners, as_of) for rate in rates]
    frame = rows.frame.assign(rate=pd.array(rates, dtype="Float64"), status=[status.value for status in statuses])
    return frame.sort_values(["rate", "allocated"], ascending=[True, False], na_position="last").reset_index(drop=True)


def _project_status(rate: float | None, scheduled: float, plan: Plan, corners, as_of: date) -> Status:
    return judge_progress(
        rate=rate, scheduled=scheduled, met=rate is not None and reaches(rate, corners[-1][1]),
        deadline_reached=as_of >= corners[-1][0], slightly_behind=plan.slightly_behind,
    )  # fmt: skip


# Measures


def measure_disbursement(obligation: Obligation, plan: Plan, ledgers: Ledgers, as_of: date) -> Measure:
    """F01, clause 8: ≥75% by the end of September, 100% by the end of December."""
    own = Money(plan, obligation, ledgers)
    snapshot, corners, verdicts = own.now.newest, own.corners, milestone_verdicts(own)
    figure, rate = made(DISBURSED, {"funds": own.now.rows}), own.point(as_of).rate
    scheduled = schedule.scheduled_rate(as_of, corners, plan.first_day)
    in_force = next((share for due_on, share in corners if due_on >= as_of), corners[-1][1])
    missed = _missed(verdicts, rate, as_of)
    status = judge_progress(
        rate=rate, scheduled=scheduled, met=rate is not None and reaches(rate, corners[-1][1]),
        deadline_reached=bool(missed), slightly_behind=plan.slightly_behind,
    )  # fmt: skip
    history = tuple(
        Point(
            point.date, point.disbursed, point.rate, schedule.scheduled_rate(point.date, corners, plan.first_day),
            reporters=point.reporters, mixed=point.mixed,
        )
        for point in _by_month(own)
    )  # fmt: skip
    stale, old = outdated(own.now, plan, as_of)
    return Measure(
        **obligation.identity(), target=round(in_force * 100, DECIMALS),
        value=figure.value, made=_if_known(figure), rate=rate, scheduled=scheduled,
        status=status, snapshot=snapshot, stale=stale, outdated=old, mixed=own.now.older(own.asked),
        reason=_milestone_reason(snapshot, rate, scheduled, missed, verdicts), history=history, milestones=verdicts,
        parts=_town_parts(own.now.rows, scheduled, plan, corners[-1], as_of), unreported=own.lacking,
        change=_rate_change(history, as_of),
    )  # fmt: skip


def _rate_change(history: Sequence[Point], as_of: date) -> float | None:
    """Percentage points since the end of the previous quarter; None without a figure by then, or of other towns."""
    before = [point for point in history if point.date <= schedule.previous_quarter_end(as_of)]
    if not before or history[-1].date == before[-1].date or history[-1].reporters != before[-1].reporters:
        return None
    then, now = before[-1].rate, history[-1].rate
    return None if then is None or now is None else (now - then) * 100


def _missed(verdicts: Sequence[MilestoneVerdict], rate: float | None, as_of: date) -> list[float]:
    """The shares due by now that were not there on their day and are not there yet; reached on its day is reached."""
    return [
        verdict.share
        for verdict in verdicts
        if verdict.due_on <= as_of and not verdict.met and rate is not None and not reaches(rate, verdict.share)
    ]


def _town_parts(rows: Rows, scheduled: float, plan: Plan, last: tuple[date, float], as_of: date) -> tuple[Part, ...]:
    due_on, share = last
    parts = []
    for piece in _slices(rows, "town"):
        status = judge_progress(
            rate=piece.rate, scheduled=scheduled, met=piece.rate is not None and reaches(piece.rate, share),
            deadline_reached=as_of >= due_on, slightly_behind=plan.slightly_behind,
        )  # fmt: skip
        parts.append(Part(piece.name, piece.name, piece.disbursed, piece.allocated, piece.rate, scheduled, status))
    return tuple(parts)


def _milestone_reason(snapshot, rate, scheduled, missed, verdicts) -> str:
    if rate is None:
        return "没有安排资金" if snapshot else NO_LEDGER
    if missed:
        share = max(missed)
        unknown = next((verdict for verdict in verdicts if verdict.share == share and verdict.met is None), None)
        silent = (
            f"（缺{formats.listed([*map(formats.of_no_town, unknown.silent)])}）" if unknown and unknown.silent else ""
        )
        since = f"节点数据未报{silent}，按 {spaced(month_day(snapshot))}数据" if unknown else "节点，"
        return f"{'' if unknown else '未达到 '}{formats.share(share)} {since}差{formats.gap(share - rate)}"
    late = [verdict for verdict in verdicts if verdict.met is False]
    after = f"；{formats.month_end(late[-1].due_on)} {formats.share(late[-1].share)} 节点未按期达到" if late else ""
    return f"{against_schedule(rate, scheduled)}{after}"


def measure_category_share(obligation: Obligation, plan: Plan, ledgers: Ledgers, as_of: date) -> Measure:
    """F02, clause 10: of the 中央 money allocated, or of all where no source is named, at least 60% to 产业."""
    own = Money(plan, obligation, ledgers)
    source = plan.source(next((word for word in obligation.scope if word in SOURCES), ""))
    figure = category_share(own.now.rows, source, obligation.subject)
    value = figure.value
    status = judge_bound(value, at_least=obligation.target)
    if value is None:
        reason = NO_LEDGER if own.now.newest is None else f"没有{source}资金"
    else:
        whose = f"{source}级" if len(source) == 1 else source
        reason = f"{whose}资金用于{obligation.subject} {formats.amount(value, formats.PERCENT, obligation.target)}"
    return _bounded(
        own,
        as_of,
        figure=_if_known(figure),
        rate=_fraction(figure),
        status=status,
        reason=reason,
        unreported=own.lacking,
    )


def measure_floor(obligation: Obligation, plan: Plan, ledgers: Ledgers, as_of: date) -> Measure:
    """F03–F05, clause 13: every key village of a grade gets at least so many 万元; F03 counts 衔接资金 only.

    The value is the village with least. A village without a project in its town's ledger has 0 万元; one whose town
    never delivered is 未报.
    """
    own = Money(plan, obligation, ledgers)
    villages = ledgers["villages"]
    graded = villages.where(villages["grade"] == obligation.subject)
    if own.now.newest is None or not graded:
        reason = NO_LEDGER if own.now.newest is None else f"村庄名录没有标明{obligation.subject}重点帮扶村"
        return _bounded(own, as_of, figure=None, status=Status.UNREPORTED, reason=reason)
    told = graded.where([town in own.now.days for town in graded["town"]])
    places = set(told.cells("town", "village"))
    projects = own.now.rows.where([place in places for place in own.now.rows.cells("town", "village")])
    least = LeastOfPlaces(f"{obligation.subject}重点帮扶村各村安排资金之和中最少的", "allocated", "funds", "villages")
    figure = _if_known(made(least, {"funds": projects, "villages": told}))
    amounts = {term.about: term.value for term in figure.terms} if figure else {}
    parts = tuple(_floor_part(village, amounts, obligation.target) for village in graded.records())
    return _bounded(
        own, as_of, figure=figure, rate=_of_target(figure.value if figure else None, obligation.target),
        status=worst(part.status for part in parts), reason=_floor_reason(parts), parts=parts,
        unreported=tuple(part.name for part in parts if part.value is None),
    )  # fmt: skip


def _floor_reason(parts: Sequence[Part]) -> str:
    short = [part.name for part in parts if part.status is Status.UNMET]
    silent = [part.name for part in parts if part.value is None]
    phrases = [f"{len(short)} 个村不足：{formats.listed(short)}"] if short else []
    phrases += [f"{formats.listed(silent)}未报"] if silent else []
    return "；".join(phrases) or f"{len(parts)} 个村全部达到"


def _floor_part(village: dict, amounts: Mapping[str, float], floor: float | None) -> Part:
    amount = amounts.get(village["town"] + village["village"])
    if amount is None:
        return Part(village["village"], village["town"], None, floor, None, None, Status.UNREPORTED)
    status = judge_bound(amount, at_least=floor)
    return Part(village["village"], village["town"], amount, floor, _of_target(amount, floor), None, status)


def _of_target(value: float | None, target: float | None) -> float | None:
    return value / target if value is not None and target else None


def measure_handover(obligation: Obligation, plan: Plan, ledgers: Ledgers, as_of: date) -> Measure:
    """F06, clause 9: handed over within a month after acceptance. The value is how many projects were or are late."""
    own = Money(plan, obligation, ledgers)
    rows = own.now.rows
    if own.now.newest is None:
        return _bounded(own, as_of, figure=None, status=Status.UNREPORTED, reason=NO_LEDGER)
    accepted = rows.where(rows["accepted_on"] <= np.datetime64(as_of))
    parts = tuple(_handover_part(row, obligation.subject or A_MONTH, as_of) for row in accepted.records())
    is_late = [part.status in (Status.OVERDUE, Status.UNMET) for part in parts]
    late = [part.name for part, missed in zip(parts, is_late, strict=True) if missed]
    figure = made(LATE, {"funds": accepted.where(is_late)})
    status = judge_bound(figure.value, at_most=obligation.target)
    done = f"已验收 {len(parts)} 个，均未超期" if parts else "还没有验收的项目"
    reason = f"{len(late)} 个项目超期：{formats.few(late)}" if late else done
    return _bounded(own, as_of, figure=figure, status=status, reason=reason, parts=parts, unreported=own.lacking)


def _handover_part(row: dict, limit: str, as_of: date) -> Part:
    """One accepted project: 达标 when handed over in time or still in time, 逾期 while it is late, 未达标 when it was."""
    due = time_after(row["accepted_on"], limit)
    handed = row["handed_over_on"]
    if handed is not None and handed <= as_of:
        status = Status.MET if handed <= due else Status.UNMET
        note = f"{formats.short_due(handed, as_of.year)}移交，期限{formats.short_due(due, as_of.year)}"
    else:
        status = Status.OVERDUE if as_of >= due else Status.MET
        note = f"未移交，期限{formats.short_due(due, as_of.year)}"
    days = ((handed if handed and handed <= as_of else as_of) - row["accepted_on"]).days
    return Part(row["project"], row["town"], float(days), None, None, None, status, note)


def _bounded(
    own: Money, as_of: date, *, figure: Made | None, status: Status, reason: str, rate: float | None = None,
    parts: tuple[Part, ...] = (), unreported: tuple[str, ...] = (),
) -> Measure:  # fmt: skip
    """A measure that is judged against a bound, without 序时; one without a value speaks for no day."""
    assert own.obligation is not None
    known = figure is not None
    stale, old = outdated(own.now, own.plan, as_of) if known else (False, ())
    return Measure(
        **own.obligation.identity(), target=own.obligation.target, value=figure.value if figure else None, made=figure,
        rate=rate, scheduled=None, status=status,
        snapshot=own.now.newest if known else None, stale=stale, outdated=old,
        mixed=own.now.older(own.asked) if known else (), reason=reason, parts=parts, unreported=unreported,
    )  # fmt: skip


RULES = {
    "disbursed_share": measure_disbursement,
    "category_share": measure_category_share,
    "village_floor": measure_floor,
    "handed_over_within": measure_handover,
}
