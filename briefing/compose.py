"""One edition + one day → the Briefing. The only place that knows which rule computes which obligation."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from briefing import formats, plan
from briefing.measures import (
    attention,
    counted,
    duties,
    funds,
    indicators,
    schedule,
    sites,
    tasks_and_actions,
)
from briefing.measures import villages as village_list
from briefing.measures.reported import Ledgers
from briefing.model import BOUNDS, Briefing, DutyCell, EditionInfo, Measure, Site, TargetChange, Then
from briefing.plan import Obligation, Plan
from briefing.status import Status
from briefing.wording import headlines as words
from data_loaders.plan_rules import BY_HAND, SOURCES
from data_loaders.schema import DISTRICT, PROGRESS_TABLES, REFERENCE_TABLES
from data_loaders.store.editions import Edition


def _by_hand(obligation: Obligation, year_plan: Plan, tables: Mapping, as_of: date) -> Measure:
    """What no ledger can judge: it stands in the plan, and whoever owes it tells the meeting."""
    return replace(_not_computable(obligation), reason="没有台账能判，由责任单位手工报告")


RULES = {BY_HAND: _by_hand, **funds.RULES, **indicators.RULES, **dict.fromkeys(counted.RULES, counted.measure_target)}
DUTY_RULE = "recorded"
# Columns of words that plans of before lack: table → what makes a row the same, the column.
LATER_WORDS = {
    "plan_obligations": (["year", "id", "title"], "short"),
    "plan_tasks": (["year", "number", "title"], "requirement"),
}
# Days of the tables that have no 截至日期.
RECORDED = (("duties", "done_on"), ("actions", "assigned_on"), ("actions", "done_on"))
# The six cards of the first screen, as rules and subjects of the plan rather than ids: a plan may renumber.
HEADLINE_RULES = ("sites_finished", "places_done", "stations_finished", "disbursed_share")


def compose(edition: Edition, as_of: date | None = None) -> Briefing:
    """The Briefing of an edition on a day, by default its newest 截至日期.

    Raises `plan.PlanMissing` when the edition holds no plan for the day's year or an earlier one.
    """
    known = opened(edition, as_of)
    return _compose(known)


class _OnDemand(Mapping[str, pd.DataFrame]):
    """Tables that are read when they are first asked for."""

    def __init__(self, names: Iterable[str], read: Callable[[str], pd.DataFrame]) -> None:
        self._names, self._read = tuple(names), read
        self.known: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._names:
            raise KeyError(name)
        if name not in self.known:
            self.known[name] = self._read(name)
        return self.known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@dataclass(frozen=True)
class Opened:
    """An edition on a day, of which nothing is computed yet: its plan, and its tables as far as they are asked for."""

    edition: Edition
    as_of: date
    plan: Plan
    ledgers: Ledgers
    before: Ledgers | None  # as a program read them that put no figure together from several days
    _tables: _OnDemand

    @property
    def is_newest(self) -> bool:
        """Whether no day of the edition is newer."""
        return self.as_of == newest_day(self._tables)

    @property
    def read(self) -> tuple[str, ...]:
        """The tables that were read so far."""
        return tuple(self._tables.known)

    def measure(self, id: str) -> Measure | None:
        """One measure alone; None where the plan has none of that id."""
        for obligation in self.plan.obligations:
            if obligation.id == id:
                is_duty = obligation.rule == DUTY_RULE
                cells = duties.duty_cells(self.plan, self.ledgers, self.as_of) if is_duty else ()
                return _measure(obligation, self.plan, self.ledgers, cells, self.as_of)
        return None


def opened(edition: Edition, as_of: date | None = None) -> Opened:
    """An edition on a day, by default its newest 截至日期. Raises what `compose` does."""
    names = [table.name for table in (*REFERENCE_TABLES, *PROGRESS_TABLES)]
    stored = _OnDemand(names, edition.table)
    words = _worded_as_shipped(stored)
    tables = _OnDemand(names, lambda name: words[name] if name in words else stored[name])
    as_of = as_of or newest_day(tables)
    year_plan = plan.read_plan(tables, plan_year(tables, as_of), as_of)
    spoken = _OnDemand(names, lambda name: _in_words_of(year_plan, name, tables[name]))
    ledgers = Ledgers(spoken, year_plan, as_of, edition.endings)
    before = Ledgers(spoken, year_plan, as_of, alone=True) if edition.is_of_before else None
    return Opened(edition, as_of, year_plan, ledgers, before, stored)


def _worded_as_shipped(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The plan tables that have none of the later words, with those of the shipped plan where the row is the same.

    Words only, never a figure: 简称 and 任务要求 came later than the first plans that were published. Reading what ships
    takes a second, so it is read for such a plan only.
    """
    blank = {name: how for name, how in LATER_WORDS.items() if tables[name][how[1]].isna().all()}
    if not blank:
        return {}
    from data_loaders.delivering import reference

    shipped = reference.tables()
    return {name: _filled(tables[name], shipped[name], key, word) for name, (key, word) in blank.items()}


def _filled(rows: pd.DataFrame, shipped: pd.DataFrame, key: list[str], word: str) -> pd.DataFrame:
    known = shipped.set_index(key)[word].to_dict()
    same = pd.Series([known.get(row) for row in rows[key].itertuples(index=False, name=None)], rows.index, dtype="str")
    return rows.assign(**{word: rows[word].fillna(same)})


def _in_words_of(year_plan: Plan, name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """A table in the plan's own words for the whole district and its level of money: 全县, 县."""
    whole = {DISTRICT: year_plan.whole}
    words = {
        "indicators": {"unit": whole},
        "funds": {"town": whole, "source": {word: year_plan.source(word) for word in SOURCES}},
    }.get(name, {})
    spoken = {
        column: rows[column].replace(own) for column, own in words.items() if any(map(str.__ne__, own, own.values()))
    }
    return rows.assign(**spoken) if spoken else rows


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
    taken = [frame["as_of"].to_numpy("datetime64[D]") for frame in tables.values() if "as_of" in frame]
    return np.unique(np.concatenate(taken))[::-1].tolist()


def plan_year(tables: Mapping[str, pd.DataFrame], as_of: date) -> int:
    """The year of the day, or the nearest earlier year that has a plan, or the first."""
    years = plan.years(tables)
    if not years:
        raise plan.PlanMissing(as_of.year)
    return max((year for year in years if year <= as_of.year), default=years[0])


def _compose(known: Opened) -> Briefing:
    year_plan, tables, as_of = known.plan, known.ledgers, known.as_of
    cells = duties.duty_cells(year_plan, tables, as_of)
    measures = tuple(
        _beside_then(_measure(obligation, year_plan, tables, cells, as_of), obligation, year_plan, known.before, as_of)
        for obligation in year_plan.obligations
    )
    money = funds.fund_figures(year_plan, tables, as_of)
    money = replace(money, then=next((one.then for one in measures if one.rule == "disbursed_share"), None))
    site_list = sites.site_states(tables.on("sites").rows, year_plan, as_of)
    station_list = sites.station_states(tables.on("stations").rows, year_plan, as_of)
    tasks = tasks_and_actions.task_states(year_plan, tables, measures, cells, as_of)
    actions = tasks_and_actions.action_states(tables, as_of, year_plan.first_day, newest=known.is_newest)
    villages = village_list.village_states(year_plan, tables, measures, (*site_list, *station_list), money, as_of)
    worries = attention.attention_list(
        year_plan,
        as_of,
        measures=measures,
        sites=site_list,
        stations=station_list,
        cells=cells,
        tasks=tasks,
        actions=actions,
    )
    year_progress = schedule.year_progress(as_of, year_plan.year)
    main = [measure for measure in measures if _is_headline(measure, year_plan)]
    headline = words.overview(main, money, as_of)
    return Briefing(
        edition=_info(known.edition), as_of=as_of, year=year_plan.year, title=year_plan.title, district=year_plan.district,
        publisher=year_plan.publisher, year_progress=year_progress, headline=headline,
        headlines={
            "overview": headline,
            "map": words.map_headline(villages, undrawn=[village for village in villages if not village.mapped]),
            "sites": words.measures_headline(
                _of_rule(measures, year_plan, "sites_finished") or _of_rule(measures, year_plan, "places_covered"),
                as_of,
            ),
            "households": words.measures_headline(_of_rule(measures, year_plan, "places_done"), as_of),
            "sewage": words.stations_headline(
                _first_of_rule(measures, year_plan, "stations_finished"), station_list, as_of
            ),
            "funds": words.fund_headline(money, as_of),
            "tasks": words.tasks_headline(tasks, as_of),
            "duties": words.duties_headline(
                cells, as_of, delivered=bool(tables["duties"]), towns=year_plan.units
            ),
            "baselines": words.baselines_headline([measure for measure in measures if measure.kind in BOUNDS], as_of),
            "actions": words.actions_headline(actions, delivered=bool(tables["actions"])),
        },
        measures=measures, funds=money, sites=site_list, stations=_in_plan_order(station_list, year_plan),
        villages=villages, duties=cells, tasks=tasks, actions=actions, attention=worries, towns=year_plan.units,
        mapped_towns=year_plan.mapped_towns, map_approval=year_plan.map_approval, coordinates=year_plan.coordinates,
        headline_measures=tuple(measure.id for measure in main), snapshots={name: tables.on(name).newest for name, rows in tables.items() if "as_of" in rows},
        whole=year_plan.whole, delivered=frozenset(name for name, rows in tables.items() if rows),
    )  # fmt: skip


def _measure(
    obligation: Obligation, year_plan: Plan, tables: Ledgers, cells: Sequence[DutyCell], as_of: date
) -> Measure:
    if obligation.rule == DUTY_RULE:
        return duties.measure_duty(obligation, cells, tables, as_of)
    if obligation.rule not in RULES:
        return _not_computable(obligation)
    return _with_changes(RULES[obligation.rule](obligation, year_plan, tables, as_of), obligation)


def _with_changes(measure: Measure, obligation: Obligation) -> Measure:
    """A measure with the days on which the plan was changed, told in its note too."""
    changed = tuple(TargetChange(*change) for change in obligation.changes)
    if not changed:
        return measure
    note = "；".join(filter(None, (*(formats.target_changed(one, measure.unit) for one in changed), measure.note)))
    return replace(measure, changed=changed, note=note)


def _beside_then(
    measure: Measure, obligation: Obligation, year_plan: Plan, before: Ledgers | None, as_of: date
) -> Measure:
    """A figure of an edition from before, with how it was told then where the rules of today say something else."""
    if before is None or obligation.rule == DUTY_RULE:
        return measure
    then = _measure(obligation, year_plan, before, (), as_of)
    same = (then.value, then.status) == (measure.value, measure.status)
    if same:
        return measure
    beside = replace(measure, then=Then(then.value, formats.value_of(then), then.status))
    return replace(beside, reason="；".join(filter(None, (beside.reason, formats.recomputed(beside)))))


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
    names = [
        name
        for obligation in year_plan.obligations
        if obligation.rule == "stations_finished"
        for name in obligation.scope
    ]
    rank = {
        station: next((i for i, name in enumerate(names) if name in station.name), len(names)) for station in stations
    }
    return tuple(sorted(stations, key=rank.__getitem__))
