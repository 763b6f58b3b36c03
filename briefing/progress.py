"""Counted targets (T…): how many are done of how many, against 序时进度.

One function a rule of the plan; `RULES` says which. May import: `plan`, `sites`, `snapshots`, `schedule`, `status`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from briefing import schedule, sites, snapshots
from briefing.model import Measure, Part, Point
from briefing.plan import Obligation, Plan
from briefing.status import Status, judge_progress
from data_loaders.schema import FINISHED_STAGES

EVERY_VILLAGE, KEY_VILLAGES, EVERY_UNIT = "每村", "重点帮扶村", "每单位"


@dataclass(frozen=True)
class Count:
    """What one snapshot says about a target: value and 序时 share, and the pieces it is made of."""

    value: float
    scheduled: float
    parts: tuple[Part, ...]


# (rows of one snapshot, obligation, plan, villages, day the judgement is for) → Count, or None when the
# snapshot has nothing on this obligation.
Counter = Callable[[pd.DataFrame, Obligation, Plan, pd.DataFrame, date], Count | None]


@dataclass(frozen=True)
class Rule:
    """How a counted target is read: from which table, and by which counter."""

    table: Callable[[Obligation], str]
    count: Counter


def measure_target(obligation: Obligation, plan: Plan, tables: Mapping[str, pd.DataFrame], as_of: date) -> Measure:
    """A counted target on a day, with its history and its change since the previous quarter's end."""
    rule = RULES[obligation.rule]
    frame, villages = tables[rule.table(obligation)], tables["villages"]
    target = target_of(obligation, plan, villages)
    history = []
    count = None
    for day in snapshots.all_days(frame, as_of, plan.first_day):
        rows = frame[frame["as_of"] == pd.Timestamp(day)]
        counted = rule.count(rows, obligation, plan, villages, day)
        if counted is not None:
            history.append(Point(day, counted.value, _rate(counted.value, target), counted.scheduled))
    snapshot = history[-1].date if history else None
    if snapshot:
        rows = frame[frame["as_of"] == pd.Timestamp(snapshot)]
        count = rule.count(rows, obligation, plan, villages, as_of)
    return _measure(obligation, plan, as_of, target, snapshot, count, tuple(history), _gone_silent(frame, snapshot, plan))


def _measure(obligation, plan, as_of, target, snapshot, count, history, unreported) -> Measure:
    value = count.value if count else None
    scheduled = count.scheduled if count else schedule.scheduled_rate(as_of, plan.line(obligation), plan.first_day)
    rate = _rate(value, target)
    status = judge_progress(
        rate=0.0 if value is not None and rate is None else rate, scheduled=scheduled,
        met=value is not None and target is not None and value >= target,
        deadline_reached=as_of >= (obligation.deadline or plan.last_day), slightly_behind=plan.slightly_behind,
    )  # fmt: skip
    return Measure(
        **obligation.identity(), target=target, value=value, rate=rate, scheduled=scheduled, status=status,
        snapshot=snapshot, stale=snapshots.is_stale(snapshot, as_of, plan.stale_after_days),
        reason=_reason(status, rate, scheduled, unreported), parts=count.parts if count else (), history=history, unreported=unreported,
        change=_change(history, as_of),
    )  # fmt: skip


def _rate(value: float | None, target: float | None) -> float | None:
    """Value over target; None where one is missing or the target is nothing."""
    return None if value is None or not target else value / target


def _reason(status: Status, rate: float | None, scheduled: float, unreported: tuple[str, ...]) -> str:
    """One phrase on why the status is what it is."""
    silent = f"；{'、'.join(unreported[:3])}{'等' if len(unreported) > 3 else ''}未报" if unreported else ""
    if status is Status.UNREPORTED:
        return "没有台账"
    if status is Status.DONE or rate is None:
        return f"已完成{silent}"
    late = "期限已到，" if status is Status.OVERDUE else ""
    return f"{late}{schedule.against_schedule(rate, scheduled)}{silent}"


def _change(history: tuple[Point, ...], as_of: date) -> float | None:
    """Value now minus the value at the end of the previous quarter; None without a snapshot by then."""
    before = [point for point in history if point.date <= schedule.previous_quarter_end(as_of)]
    return history[-1].value - before[-1].value if before and history[-1].date > before[-1].date else None


def _gone_silent(frame: pd.DataFrame, snapshot: date | None, plan: Plan) -> tuple[str, ...]:
    """Villages (or towns, when all of a town) that an earlier snapshot had and the newest has not."""
    if snapshot is None or "planned" not in frame:
        return ()
    taken = snapshots.up_to(frame, snapshot, plan.first_day)
    now = taken[taken["as_of"] == pd.Timestamp(snapshot)]
    missing_towns = [town for town in taken["town"].unique() if town not in set(now["town"])]
    pairs = taken[["town", "village"]].drop_duplicates().merge(now[["town", "village"]], how="left", indicator=True)
    gone = pairs[(pairs["_merge"] == "left_only") & ~pairs["town"].isin(missing_towns)]
    return (*missing_towns, *gone["village"])


def target_of(obligation: Obligation, plan: Plan, villages: pd.DataFrame) -> float | None:
    """The plan's number; where the plan says one per place, the number of places in its scope."""
    if obligation.target is not None:
        return obligation.target
    if obligation.rule == "places_covered":
        return float(len(scope_places(obligation, plan, villages))) or None
    return None


# Counters


def _count_sites(rows: pd.DataFrame, obligation: Obligation, plan: Plan, villages: pd.DataFrame, as_of: date) -> Count | None:
    own = rows[rows["kind"] == obligation.subject]
    if own.empty:
        return None
    states = sites.site_states(own, plan, as_of)
    return Count(sites.finished_count(own), _due(own, obligation, plan, as_of), tuple(_site_part(state) for state in states))


def _count_stations(
    rows: pd.DataFrame, obligation: Obligation, plan: Plan, villages: pd.DataFrame, as_of: date
) -> Count | None:
    """Only the named stations count; one that the snapshot lacks is a part without a value."""
    named = {name: _station_named(rows, name) for name in obligation.scope}
    found = [label for label in named.values() if label is not None]
    if not found:
        return None
    own = rows.loc[found]
    states = dict(zip(found, sites.station_states(own, plan, as_of), strict=True))
    parts = tuple(
        _site_part(states[label]) if label is not None else Part(name, None, None, None, None, None, Status.UNREPORTED)
        for name, label in named.items()
    )
    return Count(sites.finished_count(own), _due(own, obligation, plan, as_of), parts)


def _station_named(rows: pd.DataFrame, name: str):
    """The row label of the station that carries a name of the plan; None when there is none."""
    matches = rows.index[rows["name"].str.contains(name, regex=False)]
    return matches[0] if len(matches) else None


def _count_places_done(
    rows: pd.DataFrame, obligation: Obligation, plan: Plan, villages: pd.DataFrame, as_of: date
) -> Count | None:
    if rows.empty:
        return None
    scheduled = schedule.scheduled_rate(as_of, plan.line(obligation), plan.first_day)
    deadline_reached = as_of >= (obligation.deadline or plan.last_day)
    parts = tuple(_village_part(row, scheduled, deadline_reached, plan) for row in rows.to_dict("records"))
    return Count(float(rows["done"].sum()), scheduled, parts)


def _village_part(row: dict, scheduled: float, deadline_reached: bool, plan: Plan) -> Part:
    done, planned = float(row["done"]), float(row["planned"])
    rate = done / planned if planned else None
    status = judge_progress(
        rate=0.0 if rate is None else rate, scheduled=scheduled, met=done >= planned,
        deadline_reached=deadline_reached, slightly_behind=plan.slightly_behind,
    )  # fmt: skip
    return Part(row["village"], row["town"], done, planned, rate, scheduled, status, snapshots.text(row["remark"]))


def _count_covered(
    rows: pd.DataFrame, obligation: Obligation, plan: Plan, villages: pd.DataFrame, as_of: date
) -> Count | None:
    """Places of the scope with at least one finished site of the subject's kind."""
    own = rows[rows["kind"] == obligation.subject]
    if own.empty:
        return None
    places = scope_places(obligation, plan, villages)
    by_unit = obligation.scope == (EVERY_UNIT,)
    covered_by = own.assign(place=own["town"] if by_unit else own["town"] + own["village"])
    if not places:  # the villages of the scope are not known yet: every village with a site counts
        places = tuple(covered_by["place"].unique())
    states = {}
    for (place, _), state in zip(
        covered_by[["place", "name"]].itertuples(index=False), sites.site_states(own, plan, as_of), strict=True
    ):
        if place not in states or state.status is Status.DONE:
            states[place] = state
    parts = tuple(
        _site_part(states[place], name=place) if place in states
        else Part(place, _town_in(place, plan), 0.0, 1.0, 0.0, None, Status.UNREPORTED)
        for place in places
    )  # fmt: skip
    value = sum(states[place].stage in FINISHED_STAGES for place in places if place in states)
    return Count(float(value), _due(own, obligation, plan, as_of), parts)


def scope_places(obligation: Obligation, plan: Plan, villages: pd.DataFrame) -> tuple[str, ...]:
    """The places an obligation must reach: every village, the key villages, every unit, or those it names."""
    labels = villages["town"] + villages["village"]
    if obligation.scope == (EVERY_VILLAGE,):
        return tuple(labels)
    if obligation.scope == (KEY_VILLAGES,):
        return tuple(labels[villages["grade"].notna()])
    if obligation.scope == (EVERY_UNIT,):
        return plan.units
    return obligation.scope


def _town_in(place: str, plan: Plan) -> str | None:
    return next((town for town in plan.units if place.startswith(town)), None)


def _due(rows: pd.DataFrame, obligation: Obligation, plan: Plan, as_of: date) -> float:
    line_share = schedule.scheduled_rate(as_of, plan.line(obligation), plan.first_day)
    return sites.share_due(rows, line_share, as_of)


def _site_part(state, name: str | None = None) -> Part:
    finished = float(state.stage in FINISHED_STAGES)
    return Part(name or state.name, state.town, finished, 1.0, state.progress, state.scheduled, state.status, state.problem)


RULES = {
    "sites_finished": Rule(lambda obligation: "sites", _count_sites),
    "stations_finished": Rule(lambda obligation: "stations", _count_stations),
    "places_done": Rule(lambda obligation: obligation.subject, _count_places_done),
    "places_covered": Rule(lambda obligation: "sites", _count_covered),
}


