"""Counted targets (T…): how many are done of how many, against 序时进度.

One `Rule` a rule of the plan; `RULES` says which. May import: `plan`, `sites`, `snapshots`, `schedule`, `status`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from briefing import schedule, sites, snapshots
from briefing.model import Measure, Part, Point, Site
from briefing.plan import Obligation, Plan
from briefing.status import Status, judge_progress
from data_loaders.schema import FINISHED_STAGES

EVERY_VILLAGE, KEY_VILLAGES, EVERY_UNIT = "每村", "重点帮扶村", "每单位"
NAMED_AT_MOST = 3
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
        return schedule.scheduled_rate(day, self.plan.line(self.obligation), self.plan.first_day)


@dataclass(frozen=True)
class Rule:
    """How a counted target is read.

    `own` picks the rows it is about out of all snapshots of its table and adds `place`; `count`, `covered`, `due` and
    `parts` read one snapshot of those: how many are done, of how many it speaks, what share should be, and piece by
    piece.
    """

    table: Callable[[Obligation], str]
    own: Callable[[pd.DataFrame, Target], pd.DataFrame]
    count: Callable[[pd.DataFrame], float]
    covered: Callable[[pd.DataFrame], float]
    due: Callable[[pd.DataFrame, Target, date], float]
    parts: Callable[[pd.DataFrame, Target, date], tuple[Part, ...]]


def measure_target(obligation: Obligation, plan: Plan, tables: Mapping[str, pd.DataFrame], as_of: date) -> Measure:
    """A counted target on a day, with its history and its change since the previous quarter's end."""
    rule = RULES[obligation.rule]
    target = _target(obligation, plan, tables["villages"])
    taken = rule.own(snapshots.up_to(tables[rule.table(obligation)], as_of, plan.first_day), target)
    by_day = {stamp.date(): rows for stamp, rows in taken.groupby("as_of")}
    if target.number is None and "planned" in taken and by_day:
        target = replace(target, number=_sum_planned(by_day[max(by_day)]) or None)  # as many as the villages' own 任务数
    history = tuple(_point(day, rows, rule, target) for day, rows in by_day.items())
    if not history:
        parts = rule.parts(taken, target, as_of) if obligation.rule in EACH_NAMED else ()
        return _measure(target, as_of, None, target.line_share(as_of), (), parts, (), None)
    rows = by_day[history[-1].date]
    gone = _gone(taken, rows, target, as_of)
    parts = (*rule.parts(rows, target, as_of), *gone)
    return _measure(
        target, as_of, history[-1].value, rule.due(rows, target, as_of), history, parts,
        _silent(taken, rows, parts, gone), rule.covered(rows),
    )


def _target(obligation: Obligation, plan: Plan, villages: pd.DataFrame) -> Target:
    places = scope_places(obligation, plan, villages)
    number = obligation.target
    if number is None and obligation.rule in ONE_A_PLACE:
        number = float(len(places)) or None
    return Target(obligation, plan, number, places)


def scope_places(obligation: Obligation, plan: Plan, villages: pd.DataFrame) -> tuple[str, ...]:
    """The places an obligation must reach: every village, the key villages, every unit, or those it names."""
    labels = villages["town"] + villages["village"]
    if obligation.scope == (EVERY_VILLAGE,):
        return tuple(labels)
    if obligation.scope == (KEY_VILLAGES,):
        return tuple(labels[villages["grade"].notna()])
    if obligation.scope == (EVERY_UNIT,):
        return plan.units
    return () if plan.is_whole(obligation.scope) else obligation.scope


def _point(day: date, rows: pd.DataFrame, rule: Rule, target: Target) -> Point:
    value = rule.count(rows)
    return Point(day, value, _rate(value, target.number), rule.due(rows, target, day), rule.covered(rows))


def _rate(value: float | None, number: float | None) -> float | None:
    """Value over target; None where one is missing or the target is nothing."""
    return None if value is None or not number else value / number


def _measure(target: Target, as_of, value, scheduled, history, parts, unreported, covered) -> Measure:
    plan, number, rate = target.plan, target.number, _rate(value, target.number)
    status = judge_progress(
        rate=rate, scheduled=scheduled, met=value is not None and number is not None and value >= number,
        deadline_reached=as_of >= target.deadline, slightly_behind=plan.slightly_behind,
    )  # fmt: skip
    snapshot = history[-1].date if history else None
    return Measure(
        **target.obligation.identity(), target=number, value=value, rate=rate, scheduled=scheduled, status=status,
        snapshot=snapshot, stale=snapshots.is_stale(snapshot, as_of, plan.stale_after_days),
        reason=_reason(status, value, rate, scheduled, unreported) + _lacking(target, covered), parts=parts, history=history,
        unreported=unreported, covered=covered, change=_change(history, as_of),
    )  # fmt: skip


def _reason(status: Status, value, rate, scheduled: float, unreported: tuple[str, ...]) -> str:
    """One phrase on why the status is what it is."""
    more = "等" if len(unreported) > NAMED_AT_MOST else ""
    silent = f"；{'、'.join(unreported[:NAMED_AT_MOST])}{more}未报" if unreported else ""
    if status is Status.UNREPORTED:
        return "没有台账" if value is None else "计划没有给出目标数"
    if status is Status.DONE:
        return f"已完成{silent}"
    late = "期限已到，" if status is Status.OVERDUE else ""
    return f"{late}{schedule.against_schedule(rate, scheduled)}{silent}"


def _lacking(target: Target, covered: float | None) -> str:
    """；台账只列 171/356 户: how much of the target nobody has spoken of; named places are named as 未报 instead."""
    if covered is None or target.number is None or covered >= target.number or target.obligation.rule in ONE_A_PLACE:
        return ""
    return f"；台账只列 {covered:,.0f}/{target.number:,.0f} {target.obligation.unit}"


def _change(history: tuple[Point, ...], as_of: date) -> float | None:
    """Value now minus the value at the end of the previous quarter; None without a snapshot by then.

    None too when somebody who reported then is silent now: that is no fall.
    """
    before = [point for point in history if point.date <= schedule.previous_quarter_end(as_of)]
    if not before or history[-1].date == before[-1].date or history[-1].covered < before[-1].covered:
        return None
    return history[-1].value - before[-1].value


# Who delivered before, or must deliver, and did not


def _gone(taken: pd.DataFrame, rows: pd.DataFrame, target: Target, as_of: date) -> tuple[Part, ...]:
    """Villages of a counted table that an earlier snapshot had and the newest has not, each without a value."""
    if "planned" not in taken:
        return ()
    missing = taken[~taken["place"].isin(rows["place"])].drop_duplicates("place", keep="last")
    share = target.line_share(as_of)
    return tuple(
        Part(row["village"], row["town"], None, float(row["planned"]), None, share, Status.UNREPORTED)
        for row in missing.to_dict("records")
    )


def _silent(taken: pd.DataFrame, rows: pd.DataFrame, parts: tuple[Part, ...], gone: tuple[Part, ...]) -> tuple[str, ...]:
    """Towns that delivered before and not now; then villages of other towns, and named places without a row."""
    delivered = set(rows["town"])
    towns = [town for town in taken["town"].unique() if town not in delivered]
    without = gone or [part for part in parts if part.status is Status.UNREPORTED and part.value is None]
    return tuple(dict.fromkeys([*towns, *(part.name for part in without if part.town not in towns)]))


# Sites and stations


def _of_kind(frame: pd.DataFrame, target: Target) -> pd.DataFrame:
    own = frame[frame["kind"] == target.obligation.subject]
    return own.assign(place=own["name"])


def _named_stations(frame: pd.DataFrame, target: Target) -> pd.DataFrame:
    """The stations that carry a name of the plan (龙井: 龙井污水处理站), one row a name and snapshot; all when none is named."""
    if not target.places:
        return frame.assign(place=frame["name"])
    places = {name: _name_within(name, target.places) for name in frame["name"].unique()}
    own = frame.assign(place=frame["name"].map(places), length=frame["name"].str.len())
    own = own[own["place"].notna()].sort_values("length", kind="stable")
    return own.drop_duplicates(["as_of", "place"]).sort_index()


def _name_within(name: str, places: tuple[str, ...]) -> str | None:
    """The longest name of the plan that a station's name holds."""
    return max((place for place in places if place in name), key=len, default=None)


def _of_places(frame: pd.DataFrame, target: Target) -> pd.DataFrame:
    """Sites of the kind in the places of the scope; every place counts while none is known."""
    own = frame[frame["kind"] == target.obligation.subject]
    by_unit = target.obligation.scope == (EVERY_UNIT,)
    own = own.assign(place=own["town"] if by_unit else own["town"] + own["village"])
    return own[own["place"].isin(target.places)] if target.places else own


def _finished(rows: pd.DataFrame) -> float:
    """How many rows are 完工 or 验收."""
    return float(rows["stage"].isin(FINISHED_STAGES).sum())


def _places_finished(rows: pd.DataFrame) -> float:
    """How many places have at least one finished site."""
    return float(rows.loc[rows["stage"].isin(FINISHED_STAGES), "place"].nunique())


def _rows(rows: pd.DataFrame) -> float:
    return float(len(rows))


def _places(rows: pd.DataFrame) -> float:
    return float(rows["place"].nunique())


def _share_due(rows: pd.DataFrame, target: Target, day: date) -> float:
    return sites.share_due(rows["planned_finish"], target.line_share(day), day, target.deadline)


def _site_parts(rows: pd.DataFrame, target: Target, as_of: date) -> tuple[Part, ...]:
    return tuple(_site_part(state) for state in sites.site_states(rows, target.plan, as_of))


def _station_parts(rows: pd.DataFrame, target: Target, as_of: date) -> tuple[Part, ...]:
    """The named stations in plan order; one that the snapshot lacks has no value."""
    found = dict(zip(rows["place"], sites.station_states(rows, target.plan, as_of), strict=True))
    places = target.places or tuple(found)
    return tuple(_site_part(found[place]) if place in found else _missing(place, target) for place in places)


def _place_parts(rows: pd.DataFrame, target: Target, as_of: date) -> tuple[Part, ...]:
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
    return Part(name or state.name, state.town, finished, 1.0, state.progress, state.scheduled, state.status, state.problem)


def _missing(place: str, target: Target) -> Part:
    town = next((town for town in target.plan.units if place.startswith(town)), None)
    return Part(place, town, None, 1.0, None, None, Status.UNREPORTED)


# Villages with a count


def _all_villages(frame: pd.DataFrame, target: Target) -> pd.DataFrame:
    return frame.assign(place=frame["town"] + frame["village"])


def _sum_done(rows: pd.DataFrame) -> float:
    return float(rows["done"].sum())


def _sum_planned(rows: pd.DataFrame) -> float:
    return float(rows["planned"].sum())


def _line_due(rows: pd.DataFrame, target: Target, day: date) -> float:
    return target.line_share(day)


def _village_parts(rows: pd.DataFrame, target: Target, as_of: date) -> tuple[Part, ...]:
    share, reached = target.line_share(as_of), as_of >= target.deadline
    return tuple(_village_part(row, share, reached, target.plan) for row in rows.to_dict("records"))


def _village_part(row: dict, scheduled: float, deadline_reached: bool, plan: Plan) -> Part:
    done, planned = float(row["done"]), float(row["planned"])
    rate = _rate(done, planned)
    status = judge_progress(
        rate=rate, scheduled=scheduled, met=done >= planned, deadline_reached=deadline_reached,
        slightly_behind=plan.slightly_behind,
    )  # fmt: skip
    return Part(row["village"], row["town"], done, planned, rate, scheduled, status, snapshots.text(row["remark"]))


def _sites_table(obligation: Obligation) -> str:
    return "sites"


RULES = {
    "sites_finished": Rule(_sites_table, _of_kind, _finished, _rows, _share_due, _site_parts),
    "stations_finished": Rule(lambda obligation: "stations", _named_stations, _finished, _rows, _share_due, _station_parts),
    "places_done": Rule(lambda obligation: obligation.subject, _all_villages, _sum_done, _sum_planned, _line_due, _village_parts),
    "places_covered": Rule(_sites_table, _of_places, _places_finished, _places, _share_due, _place_parts),
}
