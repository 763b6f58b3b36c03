"""One edition + one day → the Briefing. The only place that knows which rule computes which obligation.

May import: everything of `briefing` but `ui` and `figures`; `data_loaders.store`.
"""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from briefing import (
    assignments,
    attention,
    duties,
    funds,
    indicators,
    plan,
    progress,
    schedule,
    sites,
    snapshots,
    words,
)
from briefing import villages as village_list
from briefing.model import Briefing, EditionInfo, Measure, Site
from briefing.plan import Obligation, Plan
from briefing.status import Status
from data_loaders.schema import DISTRICT, PROGRESS_TABLES, REFERENCE_TABLES
from data_loaders.store import Edition

RULES = {**funds.RULES, **indicators.RULES, **dict.fromkeys(progress.RULES, progress.measure_target)}
DUTY_RULE = "recorded"
BOUND_KINDS = ("ratio", "floor", "deadline", "indicator")
# Where a row may speak of the whole district.
OF_THE_WHOLE = (("indicators", "unit"), ("funds", "town"))
# Days of the tables that have no 截至日期.
RECORDED = (("duties", "done_on"), ("actions", "assigned_on"), ("actions", "done_on"))
# The six cards of the first screen, as rules and subjects of the plan rather than ids: a plan may renumber.
HEADLINE_RULES = ("sites_finished", "places_done", "stations_finished", "disbursed_share")


def compose(edition: Edition, as_of: date | None = None) -> Briefing:
    """The Briefing of an edition on a day, by default its newest 截至日期.

    Raises `plan.PlanMissing` when the edition holds no plan for the day's year or an earlier one.
    """
    tables = {table.name: edition.table(table.name) for table in (*REFERENCE_TABLES, *PROGRESS_TABLES)}
    as_of = as_of or newest_day(tables)
    year_plan = plan.read_plan(tables, plan_year(tables, as_of))
    return _compose(_info(edition), year_plan, _in_words_of(year_plan, tables), as_of)


def _in_words_of(year_plan: Plan, tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables with the plan's own word for the whole district, which the store keeps under one word for all."""
    renamed = {(name, column): tables[name][column].replace({DISTRICT: year_plan.whole}) for name, column in OF_THE_WHOLE}
    return {**tables, **{name: tables[name].assign(**{column: words}) for (name, column), words in renamed.items()}}


def newest_day(tables: Mapping[str, pd.DataFrame]) -> date:
    """The newest 截至日期 of any table; without any, the newest recorded day, else the first day of the newest plan."""
    choices = _snapshot_days(tables)
    if choices:
        return choices[0]
    recorded = [day for name, column in RECORDED for day in tables[name][column].dropna()]
    if recorded:
        return max(recorded).date()
    years = plan.years(tables)
    if not years:
        raise plan.PlanMissing("任何")
    return date(years[-1], 1, 1)


def as_of_choices(edition: Edition) -> list[date]:
    """All days that any table has a snapshot for, newest first."""
    return _snapshot_days({table.name: edition.table(table.name) for table in PROGRESS_TABLES})


def plan_years(edition: Edition) -> list[int]:
    """The years that the edition has a plan for, newest first."""
    return plan.years({"plan_obligations": edition.table("plan_obligations")})[::-1]


def _snapshot_days(tables: Mapping[str, pd.DataFrame]) -> list[date]:
    stamps = {stamp for frame in tables.values() if "as_of" in frame for stamp in frame["as_of"].unique()}
    return sorted((stamp.date() for stamp in stamps), reverse=True)


def plan_year(tables: Mapping[str, pd.DataFrame], as_of: date) -> int:
    """The year of the day, or the nearest earlier year that has a plan, or the first."""
    years = plan.years(tables)
    if not years:
        raise plan.PlanMissing(as_of.year)
    return max((year for year in years if year <= as_of.year), default=years[0])


def _compose(info: EditionInfo, year_plan: Plan, tables: Mapping[str, pd.DataFrame], as_of: date) -> Briefing:
    cells = duties.duty_cells(year_plan, tables, as_of)
    measures = tuple(_measure(obligation, year_plan, tables, cells, as_of) for obligation in year_plan.obligations)
    money = funds.fund_figures(year_plan, tables, as_of)
    site_rows = snapshots.newest_of_each(tables["sites"], "kind", as_of, year_plan.first_day)
    station_rows = snapshots.newest(tables["stations"], as_of, year_plan.first_day)
    site_list = sites.site_states(site_rows, year_plan, as_of)
    station_list = sites.station_states(station_rows, year_plan, as_of)
    tasks = assignments.task_states(year_plan, tables, measures, as_of)
    actions = assignments.action_states(tables, as_of, year_plan.first_day)
    villages = village_list.village_states(year_plan, tables, measures, (*site_list, *station_list), money, as_of)
    worries = attention.attention_list(
        year_plan, as_of, measures=measures, stations=station_list, cells=cells, tasks=tasks, actions=actions
    )
    year_progress = schedule.year_progress(as_of, year_plan.year)
    main = [measure for measure in measures if _is_headline(measure, year_plan)]
    headline = words.overview(year_progress, main, money, worries)
    return Briefing(
        edition=info, as_of=as_of, year=year_plan.year, title=year_plan.title, district=year_plan.district,
        publisher=year_plan.publisher, year_progress=year_progress, headline=headline,
        headlines={
            "overview": headline,
            "map": words.map_headline([village for village in villages if village.mapped]),
            "sites": words.measures_headline(
                _of_rule(measures, year_plan, "sites_finished") or _of_rule(measures, year_plan, "places_covered")
            ),
            "households": words.measures_headline(_of_rule(measures, year_plan, "places_done")),
            "sewage": words.stations_headline(_first_of_rule(measures, year_plan, "stations_finished"), station_list),
            "funds": words.fund_headline(money),
            "tasks": words.tasks_headline(tasks),
            "duties": words.duties_headline(cells, delivered=not tables["duties"].empty),
            "baselines": words.baselines_headline([measure for measure in measures if measure.kind in BOUND_KINDS]),
            "actions": words.actions_headline(actions, delivered=not tables["actions"].empty),
        },
        measures=measures, funds=money, sites=site_list, stations=_in_plan_order(station_list, year_plan),
        villages=villages, duties=cells, tasks=tasks, actions=actions, attention=worries, towns=year_plan.units,
        mapped_towns=year_plan.mapped_towns, map_approval=year_plan.map_approval, coordinates=year_plan.coordinates,
        headline_measures=tuple(measure.id for measure in main), snapshots=_newest_by_table(tables, as_of, year_plan),
        whole=year_plan.whole, delivered=frozenset(name for name, frame in tables.items() if not frame.empty),
    )  # fmt: skip


def _measure(obligation: Obligation, year_plan: Plan, tables, cells, as_of: date) -> Measure:
    if obligation.rule == DUTY_RULE:
        return duties.measure_duty(obligation, cells, tables, as_of)
    if obligation.rule not in RULES:
        return _not_computable(obligation)
    return RULES[obligation.rule](obligation, year_plan, tables, as_of)


def _not_computable(obligation: Obligation) -> Measure:
    """An obligation whose rule nobody wrote yet: it stays visible as 未报, and the others are still told."""
    return Measure(
        **obligation.identity(), target=obligation.target, value=None, rate=None, scheduled=None, status=Status.UNREPORTED,
        snapshot=None, stale=False, reason=f"计划中的规则「{obligation.rule}」无法计算",
    )  # fmt: skip


def _info(edition: Edition) -> EditionInfo:
    return EditionInfo(edition.number, edition.sample, edition.published_at, edition.by, edition.note)


def _is_headline(measure: Measure, year_plan: Plan) -> bool:
    return any(measure in _of_rule([measure], year_plan, rule) for rule in HEADLINE_RULES)


def _of_rule(measures, year_plan: Plan, rule: str) -> list[Measure]:
    ids = {obligation.id for obligation in year_plan.obligations if obligation.rule == rule}
    return [measure for measure in measures if measure.id in ids]


def _first_of_rule(measures, year_plan: Plan, rule: str) -> Measure | None:
    return next(iter(_of_rule(measures, year_plan, rule)), None)


def _in_plan_order(stations: tuple[Site, ...], year_plan: Plan) -> tuple[Site, ...]:
    """The stations the plan names first, in its order."""
    names = [name for obligation in year_plan.obligations if obligation.rule == "stations_finished" for name in obligation.scope]
    rank = {station: next((i for i, name in enumerate(names) if name in station.name), len(names)) for station in stations}
    return tuple(sorted(stations, key=rank.__getitem__))


def _newest_by_table(tables, as_of: date, year_plan: Plan) -> dict[str, date | None]:
    return {
        name: snapshots.day_of(snapshots.newest(frame, as_of, year_plan.first_day))
        for name, frame in tables.items()
        if "as_of" in frame
    }
