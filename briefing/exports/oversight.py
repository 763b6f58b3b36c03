"""督办: who still owes what by when, unit by unit. Every word and number comes from the Briefing.

May import: `model`, `status`, `words`, `figures.theme`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from briefing.exports import labels
from briefing.figures import theme
from briefing.model import ActionState, Briefing, DutyCell, Measure, Part, Site, TaskState
from briefing.status import SEVERITY, TROUBLED, Status
from briefing.words import named_few, period

DONE, OVERDUE = "已完成", "逾期"
DUTY = "duty"
# Kinds of item, in the order in which a unit reads them; on the same severity the earlier kind comes first.
KINDS = ("交办事项", "工作目标", "建设点", "底线指标", "资金项目", "数据报送", "定期履职", "任务清单")
ACTION, TARGET, SITE, BOUND, PROJECT, REPORT, DUTY_KIND, TASK = KINDS
BOUND_KINDS = ("ratio", "floor", "deadline", "indicator")
ALL_TOWNS = "各镇"  # 各镇(管理处): every unit of the plan


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

    @property
    def urgent(self) -> bool:
        """Whether it is behind, overdue, not met or not reported; the rest is only not finished."""
        return self.kind != TASK and (self.status in TROUBLED or self.status is Status.UNREPORTED)


def open_items(briefing: Briefing) -> dict[str, tuple[OpenItem, ...]]:
    """Unit → its open items, worst first; the units of the plan come first, then departments as they appear."""
    found: dict[str, list[OpenItem]] = {unit: [] for unit in briefing.towns}
    for item in _all(briefing):
        found.setdefault(item.unit, []).append(item)
    return {unit: tuple(sorted(items, key=_worst_first)) for unit, items in found.items() if items}


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


def _worst_first(item: OpenItem) -> tuple:
    return item.kind == TASK, -SEVERITY.get(item.status, 0), KINDS.index(item.kind), -item.days_late


def _units(names: Iterable[str], briefing: Briefing) -> list[str]:
    """The units meant by some names: 各镇(管理处) is every unit of the plan, a village its town."""
    found: list[str] = []
    for name in names:
        if name.startswith(ALL_TOWNS):
            found += briefing.towns
        else:
            found.append(next((town for town in briefing.towns if name.startswith(town)), name))
    return list(dict.fromkeys(name for name in found if name))


def _action(action: ActionState, briefing: Briefing) -> Iterator[OpenItem]:
    if action.status == DONE:
        return
    late = action.status == OVERDUE
    stands = f"逾期 {action.days_late} 天" if late else "未到期"
    detail = f"：{action.detail}" if action.detail else ""
    for unit in _units(action.owner.split("、"), briefing):
        yield OpenItem(
            unit,
            ACTION,
            action.item,
            stands + detail,
            Status.OVERDUE if late else action.status,
            action.due_on,
            action.days_late,
            "立即办结并书面说明逾期原因" if late else "按期办结",
        )


def _measure(measure: Measure, briefing: Briefing) -> Iterator[OpenItem]:
    """A measure in trouble is owed by its departments and by the units whose own parts are in trouble."""
    if measure.kind == DUTY:
        return
    kind = BOUND if measure.kind in BOUND_KINDS else TARGET
    if measure.status in TROUBLED:
        departments = [name for name in measure.responsible if not name.startswith(("各", *briefing.towns))]
        for unit in dict.fromkeys(departments):
            yield OpenItem(
                unit,
                kind,
                measure.title,
                _stands(measure),
                measure.status,
                measure.deadline,
                _days_late(measure, briefing),
                _ask(measure),
            )
    for town in briefing.towns:
        yield from _town_parts(measure, town, kind, briefing)


def _town_parts(measure: Measure, town: str, kind: str, briefing: Briefing) -> Iterator[OpenItem]:
    """What of a measure lies in one unit: its parts in trouble, and what it did not report."""
    own = [part for part in measure.parts if part.town == town]
    late = [part for part in own if part.status in TROUBLED]
    if late and not _listed_as_sites(late, briefing):
        names = named_few([part.name.removeprefix(town) or town for part in late])
        worst = max((part.status for part in late), key=SEVERITY.__getitem__)
        stands = f"{names}{worst.value}" if len(late) == 1 else f"{len(late)} 处未按计划：{names}"
        yield OpenItem(town, kind, measure.title, stands, worst, measure.deadline, 0, _ask(measure))
    silent = [part.name.removeprefix(town) or town for part in own if part.status is Status.UNREPORTED]
    if silent or town in measure.unreported:
        places = [name for name in silent if name != town]
        stands = f"{len(places)} 处未报：{named_few(places)}" if places else "本期未报"
        yield OpenItem(town, REPORT, measure.title, stands, Status.UNREPORTED, None, 0, "补报数据")


def _listed_as_sites(parts: Iterable[Part], briefing: Briefing) -> bool:
    """Whether every one of these parts is named again among the sites, each with its own schedule."""
    late = [site for site in (*briefing.sites, *briefing.stations) if site.status in TROUBLED]
    names = {name for site in late for name in (site.name, f"{site.town}{site.village}")}
    return all(part.name in names for part in parts)


def _stands(measure: Measure) -> str:
    value = (
        f"{labels.amount(measure, measure.value)}；"
        if measure.value is not None and measure.kind not in BOUND_KINDS
        else ""
    )
    return value + (measure.reason or measure.status.value)


def _ask(measure: Measure) -> str:
    if measure.kind in BOUND_KINDS:
        return "整改到位"
    return "立即完成" if measure.status is Status.OVERDUE else "赶上序时进度，按期完成"


def _days_late(measure: Measure, briefing: Briefing) -> int:
    late = measure.status is Status.OVERDUE and measure.deadline is not None
    return max(0, (briefing.as_of - measure.deadline).days) if late else 0


def _site(site: Site, briefing: Briefing) -> Iterator[OpenItem]:
    if site.status not in TROUBLED:
        return
    late = f"，逾期 {site.days_late} 天" if site.days_late else ""
    problem = f"；{site.problem}" if site.problem else ""
    stands = f"{site.stage}，形象进度 {theme.rate(site.progress)}{late}{problem}"
    ask = "倒排工期，立即完工" if site.status is Status.OVERDUE else "加快进度，按计划完工"
    for unit in _units([*site.owner.split("、"), site.town], briefing):
        yield OpenItem(unit, SITE, site.name, stands, site.status, site.planned_finish, site.days_late, ask)


def _projects(briefing: Briefing) -> Iterator[OpenItem]:
    rows = briefing.funds.projects
    due = briefing.funds.next_milestone.due_on if briefing.funds.next_milestone else None
    leads = [measure.responsible[0] for measure in briefing.judged_by("disbursed_share") if measure.responsible]
    for row in rows[rows["status"].isin(list(TROUBLED))].to_dict("records"):
        rate = None if pd.isna(row["rate"]) else row["rate"]
        stands = f"拨付 {theme.money(row['disbursed'])}/{theme.money(row['allocated'])} 万元（{theme.rate(rate)}）"
        unit = row["town"] if row["town"] in briefing.towns else next(iter(leads), labels.DASH)
        yield OpenItem(unit, PROJECT, row["project"], stands, Status(row["status"]), due, 0, "加快实施和拨付")


def _duties(briefing: Briefing) -> Iterator[OpenItem]:
    """One item a duty and unit, naming the periods that are missing."""
    groups: dict[tuple[str, str], list[DutyCell]] = {}
    for cell in briefing.duties:
        if cell.status == OVERDUE:
            for unit in _units([cell.unit], briefing):
                groups.setdefault((unit, cell.title), []).append(cell)
    for (unit, title), cells in groups.items():
        periods = list(dict.fromkeys(period(cell.period) for cell in cells))
        places = list(dict.fromkeys(cell.unit.removeprefix(unit) for cell in cells if cell.unit != unit))
        where = f"（{named_few(places)}）" if places else ""
        oldest = min(cell.due_on for cell in cells)
        yield OpenItem(
            unit,
            DUTY_KIND,
            title,
            f"逾期 {len(cells)} 次：{'、'.join(periods)}{where}",
            Status.OVERDUE,
            oldest,
            (briefing.as_of - oldest).days,
            "补做并登记履职记录",
        )


def _task(task: TaskState, briefing: Briefing) -> Iterator[OpenItem]:
    if task.status == DONE and not task.contradiction:
        return
    status = Status.UNMET if task.contradiction else task.status
    stands = f"报已完成，数据不符：{task.contradiction}" if task.contradiction else task.status
    stands += f"；{task.problem}" if task.problem else ""
    for unit in _units(task.responsible, briefing):
        yield OpenItem(
            unit,
            TASK,
            f"{task.number}. {task.title}",
            stands,
            status,
            None,
            0,
            task.next_step or f"期限：{task.deadline}",
        )
