"""What each unit owes now: overdue, due soon, not reported, assigned, behind, and its tasks. Every number is the Briefing's."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from briefing import formats
from briefing.measures import counted, funds, indicators
from briefing.measures.naming import owners
from briefing.model import BOUNDS, Briefing, DutyCell, Measure, MeasureKind, TaskState
from briefing.status import FINISHED, TROUBLED, ActStatus, Status
from briefing.wording import open_items
from briefing.wording.open_items import (
    ACTION,
    BOUND,
    DUTY_KIND,
    PROJECT,
    REPORT,
    SITE,
    TARGET,
    TASK,
    OpenItem,
    units_of,
)
from data_loaders.schema import FINISHED_STAGES, TABLES

SOON = timedelta(days=15)
GROUPS = {"overdue": "逾期", "due_soon": f"{SOON.days} 天内到期", "unreported": "未报", "assigned": "交办事项", "behind": "滞后和未达标"}  # fmt: skip
FILLED_IN = frozenset({"duties", "tasks"})  # what a unit may tell on its own page, besides a ledger that did not change
_TABLE_OF = {ACTION: "actions", PROJECT: "funds", DUTY_KIND: "duties", TASK: "tasks"}


@dataclass(frozen=True)
class Owed:
    """One thing that a unit owes, and the ledger in which it reports that it is done."""

    item: OpenItem
    ledger: str  # the inside name of the table; empty where no ledger tells

    @property
    def how(self) -> str:
        """How to report it."""
        if self.item.kind == ACTION:
            return "在责任单位页填报办理情况"
        online = "在责任单位页填报，或" if self.ledger in FILLED_IN else ""
        return f"{online}报{TABLES[self.ledger].title}" if self.ledger else "向领导小组办公室书面报告"


@dataclass(frozen=True)
class UnitState:
    """What a unit owes; assigned items that are overdue stand in both lists. Tasks are all of the unit's, done or not."""

    name: str
    overdue: tuple[Owed, ...] = ()
    due_soon: tuple[Owed, ...] = ()
    unreported: tuple[Owed, ...] = ()
    assigned: tuple[Owed, ...] = ()
    behind: tuple[Owed, ...] = ()
    tasks: tuple[TaskState, ...] = ()

    def group(self, name: str) -> tuple[Owed, ...]:
        """One of its lists by the name in GROUPS."""
        return getattr(self, name)


@dataclass
class _Lists:
    found: dict[str, list[Owed]] = field(default_factory=lambda: {name: [] for name in GROUPS})


def units(briefing: Briefing) -> tuple[UnitState, ...]:
    """Every unit that the plan or an assignment names, those of the plan first; one that owes nothing has empty lists."""
    tasks: dict[str, list[TaskState]] = {}
    for task in briefing.tasks:
        for unit in units_of(task.responsible, briefing):
            tasks.setdefault(unit, []).append(task)
    owed: dict[str, _Lists] = {}
    for unit, items in open_items.open_items(briefing, helping=True).items():
        for item in items:
            _book(owed, unit, Owed(item, _ledger(item, briefing)), soon=_is_soon(item.due_on, briefing))
    for item in _quiet(briefing):
        thing = Owed(item, _ledger(item, briefing))
        name = "unreported" if item.status == Status.UNREPORTED else "due_soon"
        owed.setdefault(item.unit, _Lists()).found[name].append(thing)
    return tuple(
        UnitState(
            name,
            **{group: tuple(found) for group, found in owed.get(name, _Lists()).found.items()},
            tasks=tuple(tasks.get(name, ())),
        )
        for name in _names(briefing)
    )


def _names(briefing: Briefing) -> list[str]:
    """Towns in plan order, then whoever answers for a measure, a task, a duty or an assignment."""
    named = [name for measure in briefing.measures for name in measure.responsible]
    named += [name for task in briefing.tasks for name in task.responsible]
    named += [name for action in briefing.actions for name in owners(action.owner)]
    named += [cell.unit for cell in briefing.duties]
    named += [name for site in (*briefing.sites, *briefing.stations) for name in owners(site.owner)]
    return list(dict.fromkeys([*briefing.towns, *units_of([name for name in named if name != "各村"], briefing)]))


def _book(owed: dict[str, _Lists], unit: str, thing: Owed, *, soon: bool) -> None:
    found, item = owed.setdefault(unit, _Lists()).found, thing.item
    if item.kind == ACTION:
        found["assigned"].append(thing)
    if item.kind == TASK:
        return
    if item.status == Status.OVERDUE:
        found["overdue"].append(thing)
    elif item.kind == REPORT:
        found["unreported"].append(thing)
    elif item.status in TROUBLED:
        found["due_soon" if soon else "behind"].append(thing)


def _quiet(briefing: Briefing) -> Iterator[OpenItem]:
    """What is in no trouble, and so not among the open items: due soon, or never reported by a department."""
    for action in briefing.actions:
        if action.status == ActStatus.NOT_DUE and _is_soon(action.due_on, briefing):
            for unit in units_of(owners(action.owner), briefing):
                yield OpenItem(
                    unit,
                    ACTION,
                    action.item,
                    "未到期",
                    action.status,
                    action.due_on,
                    0,
                    "按期办结",
                    by=formats.action_due(action),
                )
    for measure in briefing.measures:
        if measure.kind != MeasureKind.DUTY:
            yield from _measure(measure, briefing)
    for site in (*briefing.sites, *briefing.stations):
        if site.stage not in FINISHED_STAGES and site.status not in TROUBLED and _is_soon(site.due_on, briefing):
            stands = f"{site.stage}，形象进度 {formats.progress_of(site)}"
            clause = open_items.clause_of_kind(site.kind, briefing)
            for unit in units_of([*owners(site.owner), site.town], briefing):
                yield OpenItem(unit, SITE, site.name, stands, site.status, site.due_on, 0, "按计划完工", clause)
    yield from _duties(briefing)


def _is_soon(day: date | None, briefing: Briefing) -> bool:
    return day is not None and briefing.as_of < day <= briefing.as_of + SOON


def _measure(measure: Measure, briefing: Briefing) -> Iterator[OpenItem]:
    departments = [name for name in measure.responsible if not name.startswith(("各", *briefing.towns))]
    kind = BOUND if measure.kind in BOUNDS else TARGET
    if measure.status is Status.UNREPORTED:
        for unit in departments[:1]:  # whoever leads it reports it
            yield OpenItem(unit, REPORT, measure.title, measure.reason or "未报", Status.UNREPORTED, None, 0, "补报数据", measure.clause)  # fmt: skip
    dated = [verdict.due_on for verdict in measure.milestones if verdict.met is None and not verdict.unknown]
    due_on = min([*dated, *([measure.deadline] if measure.deadline else [])], default=None)
    if measure.status in FINISHED or measure.status in TROUBLED or due_on is None or not _is_soon(due_on, briefing):
        return
    open_towns = {part.town or part.name for part in measure.parts if part.status not in FINISHED}
    for unit in [*departments, *(town for town in briefing.towns if town in open_towns)]:
        yield OpenItem(unit, kind, measure.title, formats.value_of(measure), measure.status, due_on, 0, "按期完成", measure.clause)  # fmt: skip


def _duties(briefing: Briefing) -> Iterator[OpenItem]:
    """One item a duty, unit and last day: villages of a town are counted under it."""
    groups: dict[tuple, list[DutyCell]] = {}
    for cell in briefing.duties:
        soon = cell.status == ActStatus.NOT_DUE and _is_soon(cell.due_on, briefing)
        if soon or cell.status == ActStatus.UNREPORTED:
            for unit in units_of([cell.unit], briefing):
                groups.setdefault((unit, cell.id, cell.due_on if soon else None), []).append(cell)
    clauses = {measure.id: measure.clause for measure in briefing.measures}
    for (unit, id, due_on), cells in groups.items():
        periods = formats.periods(cell.period for cell in sorted(cells, key=lambda cell: cell.due_on))
        status = cells[0].status if due_on else Status.UNREPORTED
        ask = "按期开展并登记" if due_on else "补报履职记录"
        yield OpenItem(
            unit, DUTY_KIND, cells[0].title, f"{periods}{status}", status, due_on, 0, ask, clauses.get(id, "")
        )


def _ledger(item: OpenItem, briefing: Briefing) -> str:
    """The table that tells of an item: of a site its own, of a measure the one that its rule looks at."""
    if item.kind in _TABLE_OF:
        return _TABLE_OF[item.kind]
    if item.kind == SITE:
        return "stations" if any(site.name == item.title for site in briefing.stations) else "sites"
    measure = next((one for one in briefing.measures if one.title == item.title), None)
    return ledger_of(measure) if measure else ""


def ledger_of(measure: Measure) -> str:
    """The table whose rows make a measure; empty where no ledger does."""
    if measure.rule in counted.RULES:
        return counted.RULES[measure.rule].table(measure)
    if measure.rule in funds.RULES:
        return "funds"
    return "indicators" if measure.rule in indicators.RULES else ""
