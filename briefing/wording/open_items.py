"""督办: who still owes what by when, unit by unit, each thing once under the unit that leads it.

Every word and number comes from the Briefing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from briefing import formats
from briefing.measures import bounds
from briefing.measures.naming import counted_in, owners, town_of
from briefing.measures.reported import ALL_TOWNS
from briefing.model import BOUNDS, ActionState, Briefing, DutyCell, Measure, MeasureKind, Part, Site, TaskState
from briefing.status import SEVERITY, TROUBLED, ActStatus, Status
from briefing.wording.money import project_names
from data_loaders.plan_rules import departments_of

# Kinds of item, in the order in which a unit reads them; on the same severity the earlier kind comes first.
KINDS = ("交办事项", "工作目标", "建设点", "底线指标", "资金项目", "数据报送", "定期履职", "任务清单")
ACTION, TARGET, SITE, BOUND, PROJECT, REPORT, DUTY_KIND, TASK = KINDS
# What is late has no day of its own any more: the unit answers within so many days of the paper that asks.
ANSWER_DAYS = 7


@dataclass(frozen=True)
class OpenItem:
    """One thing a unit still owes: what, how it stands, what is asked, by when."""

    unit: str
    kind: str
    title: str
    stands: str
    status: Status | str  # a task or an assignment that is neither late nor wrong keeps its own word: 推进中, 未到期
    due_on: date | None
    days_late: int
    ask: str
    clause: str = ""  # of the plan, where the thing follows from one
    helpers: tuple[str, ...] = ()  # 配合: who else the plan or the ledger names, after the unit that leads
    number: str = ""  # of an assigned thing: by it a 回执 answers
    by: str = ""  # by when in words, where a day alone does not say it

    def answer_by(self, asked_on: date) -> date:
        """By when a paper of a day may ask for it: its own day while that is still to come, else a few days later."""
        if self.due_on is not None and self.due_on > asked_on:
            return self.due_on
        return asked_on + timedelta(days=ANSWER_DAYS)

    @property
    def in_short(self) -> str:
        """How it stands, where a site's progress and causes are told elsewhere."""
        if self.kind == SITE and self.status is Status.OVERDUE:
            return formats.lateness(self.days_late)
        return self.stands.partition("；")[0] if self.kind == SITE else self.stands

    @property
    def urgent(self) -> bool:
        """Whether it is behind, overdue, not met or not reported; the rest is only not finished."""
        return self.kind != TASK and (self.status in TROUBLED or self.status is Status.UNREPORTED)


def open_items(briefing: Briefing, *, helping: bool = False) -> dict[str, tuple[OpenItem, ...]]:
    """Unit → its open items, worst first; the units of the plan come first, then departments as they appear.

    Each stands once, under the unit that leads; with `helping` under those that help it too.
    """
    found: dict[str, list[OpenItem]] = {unit: [] for unit in briefing.towns}
    for item in _all(briefing):
        found.setdefault(item.unit, []).append(item)
        named = [name for name in item.helpers if name.startswith(ALL_TOWNS) or departments_of([name])]
        for unit in units_of(named, briefing) if helping else ():
            found.setdefault(unit, []).append(replace(item, unit=unit))
    return {unit: tuple(sorted(items, key=_worst_first)) for unit, items in found.items() if items}


def urgent_items(briefing: Briefing) -> dict[str, list[OpenItem]]:
    """Unit → what is urgent, worst first; units that have nothing urgent are not asked."""
    found = {unit: [item for item in items if item.urgent] for unit, items in open_items(briefing).items()}
    return {unit: items for unit, items in found.items() if items}


def _all(briefing: Briefing) -> Iterator[OpenItem]:
    for action in briefing.actions:
        yield from _action(action, briefing)
    for measure in briefing.measures:
        yield from _measure(measure, briefing)
    for site in (*briefing.sites, *briefing.stations):
        yield from _site(site, briefing)
    yield from _projects(briefing)
    yield from _duties(briefing)
    for task in briefing.tasks:
        yield from _task(task, briefing)


# Acts have words of their own, which weigh nothing beside a status.
_WEIGHTS: dict[str, int] = {str(status): weight for status, weight in SEVERITY.items()}
_ORDER: dict[str, int] = {str(status): at for at, status in enumerate(Status)}  # of those that weigh the same


def _worst_first(item: OpenItem) -> tuple:
    return (
        item.kind == TASK,
        -_WEIGHTS.get(item.status, 0),
        _ORDER.get(item.status, 0),
        KINDS.index(item.kind),
        -item.days_late,
    )


def units_of(names: Iterable[str], briefing: Briefing) -> list[str]:
    """The units meant by some names: 各镇(管理处) is every unit of the plan, a village its town."""
    found: list[str] = []
    for name in names:
        if name.startswith(ALL_TOWNS):
            found += briefing.towns
        else:
            found.append(town_of(name, briefing.towns))
    return list(dict.fromkeys(name for name in found if name))


def leading(names: Iterable[str], briefing: Briefing) -> tuple[list[str], tuple[str, ...]]:
    """Who leads, and who helps: the first unit by its name; several where that is 各镇（管理处）."""
    told = [name for name in names if name]
    named = departments_of(told)
    if not named:
        return units_of([name for name in told if name.startswith(ALL_TOWNS)], briefing), ()
    (lead,) = units_of(named[:1], briefing)
    return [lead], tuple(name for name in dict.fromkeys(told) if name not in (lead, named[0]))


def _action(action: ActionState, briefing: Briefing) -> Iterator[OpenItem]:
    if action.status == ActStatus.DONE:
        return
    late = action.status == ActStatus.OVERDUE
    stands = formats.lateness(action.days_late) if late else ActStatus.NOT_DUE
    detail = f"：{action.detail}" if action.detail else ""
    units, helpers = leading(owners(action.owner), briefing)
    for unit in units:
        yield OpenItem(
            unit,
            ACTION,
            action.item,
            stands + detail,
            Status.OVERDUE if late else action.status,
            action.due_on,
            action.days_late,
            "立即办结，说明原因" if late else "按期办结",
            helpers=helpers,
            number=action.id,
            by=formats.action_due(action),
        )


def _measure(measure: Measure, briefing: Briefing) -> Iterator[OpenItem]:
    """A measure in trouble is owed by the department that leads it and by the units whose own parts are in trouble."""
    if measure.kind == MeasureKind.DUTY:
        return
    kind = BOUND if measure.kind in BOUNDS else TARGET
    if measure.status in TROUBLED:
        departments = [name for name in measure.responsible if not name.startswith(("各", *briefing.towns))]
        units, helpers = leading(departments, briefing)
        for unit in (unit for unit in units if unit not in briefing.towns):  # theirs are the parts below
            yield OpenItem(
                unit,
                kind,
                measure.title,
                _stands(measure, briefing.as_of),
                measure.status,
                measure.deadline,
                _days_late(measure, briefing),
                _ask(measure, measure.status),
                measure.clause,
                helpers,
            )
    for town in briefing.towns:
        yield from _town_parts(measure, town, kind, briefing)


def _town_parts(measure: Measure, town: str, kind: str, briefing: Briefing) -> Iterator[OpenItem]:
    """What of a measure lies in one unit: its parts in trouble, and what it did not report."""
    own = [part for part in measure.parts if part.town == town]
    late = [part for part in own if part.status in TROUBLED]
    if late and not _listed_as_sites(late, briefing):
        names = formats.few([part.name.removeprefix(town) or town for part in late])
        worst = max((part.status for part in late), key=SEVERITY.__getitem__)
        stands = f"{names}{worst.value}" if len(late) == 1 else f"{len(late)} {counted_in(measure)}未按计划：{names}"
        if names == town:  # the figure is that of the unit itself, whose paper this is
            stands = f"{_own(late[0], measure)}，{worst.value}"
        stands += formats.as_told(measure.snapshot, briefing.as_of)
        # What is late here before the whole is due is answered at once.
        due = None if worst is Status.OVERDUE and measure.status is not Status.OVERDUE else measure.deadline
        yield OpenItem(town, kind, measure.title, stands, worst, due, 0, _ask(measure, worst), measure.clause)
    silent = [part.name.removeprefix(town) or town for part in own if part.status is Status.UNREPORTED]
    if silent or town in measure.unreported:
        places = [name for name in silent if name != town]
        stands = f"{len(places)} {counted_in(measure)}未报：{formats.few(places)}" if places else "本期未报"
        yield OpenItem(town, REPORT, measure.title, stands, Status.UNREPORTED, None, 0, "补报数据", measure.clause)


def _own(part: Part, measure: Measure) -> str:
    """How a unit's own figure stands: 已完成 1 个（应完成 2 个）, 应完成 1 个，尚无完成, 拨付率 62.0%."""
    if measure.kind == MeasureKind.MILESTONES:
        return f"拨付率 {formats.part_rate(part, measure)}"
    unit = formats.part_unit(measure)
    counted = measure.kind == MeasureKind.TARGET and unit != formats.PERCENT
    unit = unit.removesuffix("单位")  # of which this is one
    told = "" if part.target is None else f"{'应完成' if counted else '要求'} {formats.aimed(part.target, unit)}"
    if counted and told and not part.value:
        return f"{told}，尚无完成"
    if told and measure.kind in BOUNDS and bounds.direction(measure) in bounds.AGAINST_LAST_YEAR:
        told = f"{bounds.beside_last_year(measure.rule, unit)} {formats.aimed(part.target, unit)}"
    aim = f"（{told}）" if told else ""
    return f"{'已完成 ' if counted else ''}{formats.part_value(part, unit)}{aim}"


def _listed_as_sites(parts: Iterable[Part], briefing: Briefing) -> bool:
    """Whether every one of these parts is named again among the sites, each with its own schedule."""
    late = [site for site in (*briefing.sites, *briefing.stations) if site.status in TROUBLED]
    names = {name for site in late for name in (site.name, f"{site.town}{site.village}")}
    return all(part.name in names for part in parts)


def _stands(measure: Measure, as_of: date) -> str:
    value = f"{formats.progress(measure)}；" if measure.value is not None and measure.kind not in BOUNDS else ""
    return f"{value}{measure.reason or measure.status.value}{formats.as_told(measure.snapshot, as_of)}"


def _ask(measure: Measure, status: Status) -> str:
    if measure.kind in BOUNDS:
        return "整改到位"
    return "说明原因，重报时限" if status is Status.OVERDUE else "加快进度，按期完成"


def _days_late(measure: Measure, briefing: Briefing) -> int:
    if measure.status is not Status.OVERDUE or measure.deadline is None:
        return 0
    return max(0, (briefing.as_of - measure.deadline).days)


def _site(site: Site, briefing: Briefing) -> Iterator[OpenItem]:
    if site.status not in TROUBLED:
        return
    late = f"，{formats.lateness(site.days_late)}" if site.status is Status.OVERDUE else ""
    if site.status is not Status.OVERDUE and site.progress is not None and site.progress < site.scheduled:
        late = f"，落后序时{formats.gap(site.scheduled - site.progress)}"
    problem = f"；{site.problem}" if site.problem else ""
    day = formats.as_told(site.snapshot, briefing.as_of)
    begun = "" if site.progress is not None else f"{site.stage}，"
    stands = f"{begun}形象进度 {formats.progress_of(site)}{day}{late}{problem}"
    ask = "倒排工期，重报时限" if site.status is Status.OVERDUE else "加快进度，按计划完工"
    clause = clause_of_kind(site.kind, briefing)
    units, helpers = leading([*owners(site.owner), site.town], briefing)
    for unit in units:
        yield OpenItem(unit, SITE, site.name, stands, site.status, site.due_on, site.days_late, ask, clause, helpers)


def clause_of_kind(kind: str, briefing: Briefing) -> str:
    """The clause of the measure that counts a kind of site; empty where none does."""
    return next((measure.clause for measure in briefing.measures if measure.subject == kind), "")


def _projects(briefing: Briefing) -> Iterator[OpenItem]:
    rows = briefing.funds.projects
    due = briefing.funds.next_milestone.due_on if briefing.funds.next_milestone else None
    judging = [measure for measure in briefing.judged_by("disbursed_share") if measure.responsible]
    leads, clause = [measure.responsible[0] for measure in judging], next((one.clause for one in judging), "")
    for row, title in zip(rows.to_dict("records"), project_names(rows), strict=True):
        if row["status"] not in TROUBLED:
            continue
        spent = formats.spent(row["disbursed"], row["allocated"])
        day = formats.as_told(row["as_of"].date(), briefing.as_of).strip("（）")
        rate = formats.fund_rate(row["rate"], briefing.funds)
        stands = f"拨付 {spent} 万元（{rate}{f'，{day}' if day else ''}）"
        unit = row["town"] if row["town"] in briefing.towns else next(iter(leads), formats.DASH)
        yield OpenItem(unit, PROJECT, title, stands, Status(row["status"]), due, 0, "加快实施和拨付", clause)


def _duties(briefing: Briefing) -> Iterator[OpenItem]:
    """One item a duty and unit, naming the periods that are missing."""
    groups: dict[tuple[str, str], list[DutyCell]] = {}
    for cell in briefing.duties:
        if cell.status == ActStatus.OVERDUE:
            for unit in units_of([cell.unit], briefing):
                groups.setdefault((unit, cell.title), []).append(cell)
    for (unit, title), found in groups.items():
        cells = sorted(found, key=lambda cell: cell.due_on)
        places = list(dict.fromkeys(cell.unit.removeprefix(unit) for cell in cells if cell.unit != unit))
        where = f"（{formats.few(places)}）" if places else ""
        oldest = min(cell.due_on for cell in cells)
        yield OpenItem(
            unit,
            DUTY_KIND,
            title,
            f"逾期 {len(cells)} 次：{formats.periods(cell.period for cell in cells)}{where}",
            Status.OVERDUE,
            oldest,
            (briefing.as_of - oldest).days,
            "补做并登记履职记录",
            next((measure.clause for measure in briefing.measures if measure.id == cells[0].id), ""),
        )


def _task(task: TaskState, briefing: Briefing) -> Iterator[OpenItem]:
    if task.status == ActStatus.DONE and not task.contradiction:
        return
    status = Status.UNMET if task.contradiction else task.status
    stands = f"报已完成，数据不符：{task.contradiction}" if task.contradiction else task.status
    stands += f"；{task.problem}" if task.problem else ""
    units, helpers = leading(task.responsible, briefing)
    for unit in units:
        yield OpenItem(
            unit,
            TASK,
            f"{task.number}. {task.title}",
            stands + formats.as_told(task.snapshot, briefing.as_of),
            status,
            None,
            0,
            task.next_step or f"期限：{task.deadline}",
            task.clause,
            helpers,
        )
