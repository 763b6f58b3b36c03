"""Counted targets (T…): how many are done of how many, against 序时进度.

One `Rule` a rule of the plan; `RULES` says which.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import numpy as np

from briefing import formats
from briefing.measures import schedule, sites
from briefing.measures.made import STANDS_FOR, Single, made, standing_for
from briefing.measures.naming import silent_places
from briefing.measures.reported import Ledgers, Report, expected, outdated
from briefing.model import Made, Measure, Older, Operation, Part, Point, Site
from briefing.plan import Obligation, Plan
from briefing.rows import Rows
from briefing.status import Status, judge_progress
from data_loaders.plan_rules import EVERY_UNIT, EVERY_VILLAGE, KEY_VILLAGES
from data_loaders.schema import FINISHED_STAGES, TABLES, Column

# Rules about a few places that the plan names one by one: each is shown, also before anything is delivered.
EACH_NAMED = {"stations_finished"}
# Rules that ask one of each place: without a number in the plan there are as many as there are places.
ONE_A_PLACE = {"stations_finished", "places_covered"}


@dataclass(frozen=True)
class Target:
    """A counted obligation with what its rule needs of the plan and the village list."""

    obligation: Obligation
    plan: Plan
    number: float | None  # how many; None when the plan leaves it to a list that is empty
    places: tuple[str, ...]  # the named stations, villages or units to be reached; () = whatever is delivered

    @property
    def deadline(self) -> date:
        """The day by which all must be done."""
        return self.plan.due_on(self.obligation)

    def line_share(self, day: date) -> float:
        """The share due on a day by the straight line of the plan."""
        return schedule.scheduled_rate(day, schedule.line(self.plan, self.obligation), self.plan.first_day)

    def number_on(self, day: date) -> float | None:
        """How many the plan asked for on a day: the old number before it was changed."""
        then = self.obligation.on(day)
        return self.number if then is self.obligation or then.target is None else then.target


@dataclass(frozen=True)
class Rule:
    """How a counted target is read.

    `own` picks the rows it is about out of its table and adds `place`; `counts`, `covered`, `due` and `parts` read what
    the table says of those on a day: which of them are done, of how many it speaks, what share should be, and piece by
    piece. `arithmetic` makes the number of those that are done.
    """

    table: Callable[[Obligation | Measure], str]
    own: Callable[[Rows, Target], Rows]
    arithmetic: Single
    counts: Callable[[Rows], np.ndarray]
    covered: Callable[[Rows], float]
    due: Callable[[Rows, Target, date], float]
    parts: Callable[[Rows, Target, date], tuple[Part, ...]]

    def made(self, rows: Rows, obligation: Obligation) -> Made:
        """How many of some rows are done, and which."""
        done = rows.where(self.counts(rows))
        places = tuple(done["place"]) if STANDS_FOR in self.arithmetic.columns else None
        return made(self.arithmetic, {self.table(obligation): done}, places)

    def number(self, rows: Rows) -> float:
        """How many of some rows are done, without which."""
        done = rows.where(self.counts(rows))
        return self.arithmetic.value(self.arithmetic.terms({"": standing_for(done, done["place"])})) or 0.0


def measure_target(obligation: Obligation, plan: Plan, ledgers: Ledgers, as_of: date) -> Measure:
    """A counted target on a day, with its history and its change since the previous quarter's end."""
    rule = RULES[obligation.rule]
    target, table = _target(obligation, plan, ledgers["villages"]), rule.table(obligation)
    kind = obligation.subject if "kind" in ledgers[table] else None

    @cache
    def report_on(day: date) -> Report:
        report = ledgers.on(table, day)
        return report.about(rule.own(report.rows, target), kind)

    report = report_on(as_of)
    rows, covered = report.rows, rule.covered(report.rows)
    if target.number is None and "planned" in rows:  # as many as the villages' own 任务数
        target = replace(target, number=_sum_planned(rows) or None)
    if not report.spoke:
        parts = rule.parts(rows, target, as_of) if obligation.rule in EACH_NAMED else ()
        return _measure(target, report, as_of, None, target.line_share(as_of), (), parts)
    asked = expected(table, obligation, plan, report, kind or "")
    if target.places or (target.number is not None and covered >= target.number):
        # Places that are named are missed one by one; where all that is asked for is listed, nobody else has any of it.
        asked = tuple(report.days)
    history = tuple(
        _point(report_on(day), rule, target, asked) for day in ledgers.days(table) if report_on(day).newest == day
    )
    gone = _gone(rule.own(ledgers.gone(table, report), target), target, as_of)
    parts = (*rule.parts(rows, target, as_of), *gone)
    lacking = [town for town in asked if town not in report.days]
    without = gone or [part for part in parts if part.status is Status.UNREPORTED and part.value is None]
    unreported = tuple(dict.fromkeys([*lacking, *(part.name for part in without if part.town not in lacking)]))
    figure = rule.made(rows, obligation)
    return _measure(
        target, report, as_of, figure.value, rule.due(rows, target, as_of), history, parts,
        unreported=unreported, covered=covered, mixed=report.older(asked), figure=figure,
    )  # fmt: skip


def _target(obligation: Obligation, plan: Plan, villages: Rows) -> Target:
    places = scope_places(obligation, plan, villages)
    number = obligation.target
    if number is None and obligation.rule in ONE_A_PLACE:
        number = float(len(places)) or None
    return Target(obligation, plan, number, places)


def scope_places(obligation: Obligation, plan: Plan, villages: Rows) -> tuple[str, ...]:
    """The places an obligation must reach: every village, the key villages, every unit, or those it names."""
    if obligation.scope == (EVERY_VILLAGE,):
        return tuple(_labels(villages))
    if obligation.scope == (KEY_VILLAGES,):
        return tuple(_labels(villages.where(villages.filled("grade"))))
    if obligation.scope == (EVERY_UNIT,):
        return plan.units
    return () if plan.is_whole(obligation.scope) else obligation.scope


def _labels(rows: Rows) -> np.ndarray:
    """Town and village of each row as one word; None where no village is told."""
    return np.array(
        [town + village if village else None for town, village in rows.cells("town", "village")], dtype=object
    )


def _point(report: Report, rule: Rule, target: Target, asked: Sequence[str]) -> Point:
    rows = report.rows
    value = rule.number(rows)
    return Point(
        report.day, value, _rate(value, target.number_on(report.day)), rule.due(rows, target, report.day), rule.covered(rows),
        frozenset(report.days), bool(report.older(asked)),
    )  # fmt: skip


def _rate(value: float | None, number: float | None) -> float | None:
    """Value over target; None where one is missing or the target is nothing."""
    return None if value is None or not number else value / number


def _measure(
    target: Target, report: Report, as_of: date, value: float | None, scheduled: float, history: tuple[Point, ...],
    parts: tuple[Part, ...], *, unreported: tuple[str, ...] = (), covered: float | None = None, mixed: tuple[Older, ...] = (),
    figure: Made | None = None,
) -> Measure:  # fmt: skip
    plan, number, rate = target.plan, target.number, _rate(value, target.number)
    status = judge_progress(
        rate=rate, scheduled=scheduled, met=value is not None and number is not None and value >= number,
        deadline_reached=as_of >= target.deadline and target.obligation.deadline is not None, slightly_behind=plan.slightly_behind,
    )  # fmt: skip
    stale, old = outdated(report, plan, as_of)
    return Measure(
        **target.obligation.identity(), target=number, value=value, rate=rate, scheduled=scheduled, status=status,
        snapshot=report.newest, stale=stale, outdated=old, mixed=mixed,
        reason=_reason(status, value, rate, scheduled, unreported, parts) + _lacking(target, covered), parts=parts, history=history,
        unreported=unreported, covered=covered, change=_change(history, as_of), made=figure,
    )  # fmt: skip


def _reason(
    status: Status, value, rate, scheduled: float, unreported: tuple[str, ...], parts: tuple[Part, ...]
) -> str:  # fmt: skip
    """One phrase on why the status is what it is."""
    silent = f"；{formats.few(silent_places(unreported, parts))}未报" if unreported else ""
    if status is Status.UNREPORTED:
        return "没有台账" if value is None else "计划没有给出目标数"
    if status is Status.DONE:
        return f"{'超额完成' if rate is not None and rate > 1 else '已完成'}{silent}"
    late = "期限已到，" if status is Status.OVERDUE else ""
    return f"{late}{schedule.against_schedule(rate, scheduled)}{silent}"


def _lacking(target: Target, covered: float | None) -> str:
    """；台账只列 171/356 户: how much of the target nobody has spoken of; named places are named as 未报 instead."""
    if covered is None or target.number is None or covered >= target.number or target.obligation.rule in ONE_A_PLACE:
        return ""
    return f"；台账只列 {formats.count(covered, target.number)}/{formats.aimed(target.number, target.obligation.unit)}"


def _change(history: tuple[Point, ...], as_of: date) -> float | None:
    """Value now minus the value at the end of the previous quarter; None without a figure by then.

    None too when others were in it then, or it spoke of more: that is no fall.
    """
    before = [point for point in history if point.date <= schedule.previous_quarter_end(as_of)]
    if not before or history[-1].date == before[-1].date or history[-1].reporters != before[-1].reporters:
        return None
    now, then = history[-1], before[-1]
    speaks_of_less = (now.covered or 0) < (then.covered or 0)
    return None if speaks_of_less else now.value - then.value


def _gone(missing: Rows, target: Target, as_of: date) -> tuple[Part, ...]:
    """Villages of a counted table that their town reported before and left out without a word, each without a value."""
    if "planned" not in missing:
        return ()
    share = target.line_share(as_of)
    return tuple(
        Part(village, town, None, planned, None, share, Status.UNREPORTED)
        for village, town, planned in missing.cells("village", "town", "planned")
    )


# Sites and stations


def _of_kind(rows: Rows, target: Target) -> Rows:
    own = rows.where(rows["kind"] == target.obligation.subject)
    return own.adding(place=own["name"])


def _named_stations(rows: Rows, target: Target) -> Rows:
    """The stations that carry a name of the plan (龙井: 龙井污水处理站), one row a name; all when none is named."""
    if not target.places:
        return rows.adding(place=rows["name"])
    names = rows["name"].tolist()
    places = [_name_within(name, target.places) for name in names]
    best: dict[str | None, int] = {None: -1}
    newest_and_shortest = sorted(range(len(rows)), key=lambda at: (-rows["as_of"][at].astype(int), len(names[at])))
    for at in newest_and_shortest:
        best.setdefault(places[at], at)
    del best[None]
    own = rows.where(sorted(best.values()))
    return own.adding(place=np.array([places[at] for at in sorted(best.values())], dtype=object))


def _name_within(name: str, places: tuple[str, ...]) -> str | None:
    """The longest name of the plan that a station's name holds."""
    return max((place for place in places if place in name), key=len, default=None)


def _of_places(rows: Rows, target: Target) -> Rows:
    """Sites of the kind in the places of the scope; every place counts while none is known."""
    by_unit = target.obligation.scope == (EVERY_UNIT,)
    own = rows.where(rows["kind"] == target.obligation.subject)
    own = own.adding(place=own["town"] if by_unit else _labels(own))
    wanted = set(target.places)
    return own.where([place in wanted for place in own["place"]]) if wanted else own


def _finished(rows: Rows) -> np.ndarray:
    """Whether a row is 完工 or 验收."""
    return np.array([stage in FINISHED_STAGES for stage in rows["stage"]], dtype=bool)


def _rows(rows: Rows) -> float:
    return float(len(rows))


def _places(rows: Rows) -> float:
    return float(len({*rows["place"]} - {None}))


def _share_due(rows: Rows, target: Target, day: date) -> float:
    return sites.share_due(rows["planned_finish"], target.line_share(day), day, target.deadline)


def _site_parts(rows: Rows, target: Target, as_of: date) -> tuple[Part, ...]:
    return tuple(_site_part(state) for state in sites.site_states(rows, target.plan, as_of))


def _station_parts(rows: Rows, target: Target, as_of: date) -> tuple[Part, ...]:
    """The named stations in plan order; one that the snapshot lacks has no value."""
    found = dict(zip(rows["place"], sites.station_states(rows, target.plan, as_of), strict=True))
    places = target.places or tuple(found)
    return tuple(_site_part(found[place]) if place in found else _missing(place, target) for place in places)


def _place_parts(rows: Rows, target: Target, as_of: date) -> tuple[Part, ...]:
    """The places of the scope, each by its finished site or else its first; one without a row has no value."""
    found: dict[str, Site] = {}
    for place, state in zip(rows["place"], sites.site_states(rows, target.plan, as_of), strict=True):
        if place not in found or (state.status is Status.DONE and found[place].status is not Status.DONE):
            found[place] = state
    return tuple(
        _site_part(found[place], name=place) if place in found else _missing(place, target)
        for place in target.places or tuple(found)
    )


def _site_part(state: Site, name: str | None = None) -> Part:
    finished = float(state.stage in FINISHED_STAGES)
    return Part(
        name or state.name, state.town, finished, 1.0, state.progress, state.scheduled, state.status, state.problem
    )


def _missing(place: str, target: Target) -> Part:
    town = next((town for town in target.plan.units if place.startswith(town)), None)
    return Part(place, town, None, 1.0, None, None, Status.UNREPORTED)


# Villages with a count


def _all_villages(rows: Rows, target: Target) -> Rows:
    return rows.adding(place=_labels(rows))


def _finished_somewhere(rows: Rows) -> np.ndarray:
    """Whether it is, and its place is known."""
    return rows.filled("place") & _finished(rows)


def _every(rows: Rows) -> np.ndarray:
    return np.ones(len(rows), dtype=bool)


def _sum_planned(rows: Rows) -> float:
    return float(np.nansum(rows["planned"]))


def _line_due(rows: Rows, target: Target, day: date) -> float:
    return target.line_share(day)


def _village_parts(rows: Rows, target: Target, as_of: date) -> tuple[Part, ...]:
    share, reached = target.line_share(as_of), as_of >= target.deadline
    columns = [column for column in TABLES[target.obligation.subject].columns if column.told]
    return tuple(_village_part(row, share, reached, target.plan, columns) for row in rows.records())


def _village_part(row: dict, scheduled: float, deadline_reached: bool, plan: Plan, beside: Sequence[Column]) -> Part:
    done, planned = row["done"], row["planned"]
    rate = _rate(done, planned)
    status = judge_progress(
        rate=rate, scheduled=scheduled, met=done >= planned, deadline_reached=deadline_reached,
        slightly_behind=plan.slightly_behind,
    )  # fmt: skip
    return Part(row["village"], row["town"], done, planned, rate, scheduled, status, _note(row, beside))


def _note(row: dict, beside: Sequence[Column]) -> str:
    """What the ledger says besides, behind the day that a row was carried on from: 沿用9月30日；受益 12 户；5月6日开工."""
    since, same = row["carried_from"], row["unchanged_since"]
    words = [f"沿用{formats.month_day(since)}"] if since else []
    words += [f"本期无变化，同{formats.month_day(same)}"] if same else []
    words += [column.told.format(formats.cell(row[column.name])) for column in beside if row[column.name] is not None]
    return "；".join([*words, *([row["remark"]] if row["remark"] else [])])


def _sites_table(_: Obligation | Measure) -> str:
    return "sites"


FINISHED_ONES = Single("完工、验收的个数", Operation.COUNT, name="stage")
FINISHED_PLACES = Single("有完工、验收项目的地方个数", Operation.DISTINCT, (STANDS_FOR,))

RULES = {
    "sites_finished": Rule(_sites_table, _of_kind, FINISHED_ONES, _finished, _rows, _share_due, _site_parts),
    "stations_finished": Rule(
        lambda obligation: "stations", _named_stations, FINISHED_ONES, _finished, _rows, _share_due, _station_parts
    ),
    "places_done": Rule(
        lambda obligation: obligation.subject, _all_villages, Single("完成数之和", Operation.SUM, ("done",)), _every,
        _sum_planned, _line_due, _village_parts,
    ),
    "places_covered": Rule(
        _sites_table, _of_places, FINISHED_PLACES, _finished_somewhere, _places, _share_due, _place_parts
    ),
}  # fmt: skip
