"""What slides and bulletins list: worries, duties, bounds, tasks, assignments. Made from a Briefing only.

May import: `model`, `words`, `status`, `figures.theme`; of exports: `labels`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from briefing import words
from briefing.exports import labels
from briefing.figures import theme
from briefing.model import ActionState, Briefing, Measure, TaskState
from briefing.status import SEVERITY
from briefing.words import named_few

BOUND_KINDS = ("ratio", "floor", "deadline", "indicator")
DUTY = "duty"
NO_JUDGEMENT = "台账未报，尚不能判断需要调度的事项。"


@dataclass(frozen=True)
class DutyTally:
    """How many acts of duty a unit owed by now, did and left undone."""

    unit: str
    due: int
    done: int
    overdue: int
    missing: str


def few(names: Sequence[str]) -> str:
    """The first names of some, 等 when there are more; a dash for none."""
    return named_few(list(names)) or labels.DASH


def value_of(value: float | None, unit: str) -> str:
    """A value with its unit, or 未报."""
    if theme.absent(value):
        return theme.MISSING
    return f"{theme.count(value)}%" if unit == "%" else f"{theme.count(value)} {unit}"


def attention_headline(briefing: Briefing) -> str:
    """How many things are to be asked about, and the first of them."""
    items = briefing.attention
    if not items:
        return NO_JUDGEMENT if nothing_reported(briefing) else "目前没有需要调度的事项。"
    counts = {status: sum(item.status is status for item in items) for status in theme.WORST_FIRST}
    stands = "、".join(f"{status.value} {count} 项" for status, count in counts.items() if count)
    return f"需要调度 {len(items)} 项：{stands}。"


def nothing_reported(briefing: Briefing) -> bool:
    """Whether no target of the plan has a figure, so that nothing can be said about it."""
    return all(measure.value is None for measure in briefing.measures if measure.kind != DUTY)


def no_missed_duties(briefing: Briefing) -> str:
    """What stands in place of the list of missed duties."""
    known = any(cell.status == "已完成" for cell in briefing.duties)
    return "到期的定期事项都已完成。" if known else f"○ 没有定期履职记录（{theme.MISSING}）。"


def duty_tallies(briefing: Briefing) -> list[DutyTally]:
    """Units by how many acts they left undone, worst first; villages are counted with their town."""
    groups: dict[str, list] = {unit: [] for unit in briefing.towns}
    for cell in briefing.duties:
        unit = next((town for town in briefing.towns if cell.unit.startswith(town)), cell.unit)
        groups.setdefault(unit, []).append(cell)
    return sorted((_tally(unit, cells) for unit, cells in groups.items()), key=lambda tally: -tally.overdue)


def _tally(unit: str, cells: Sequence) -> DutyTally:
    due = [cell for cell in cells if cell.status != "未到期"]
    missed = [cell for cell in due if cell.status == "逾期"]
    titles = list(dict.fromkeys(cell.title for cell in missed))
    named = f"{len(titles)} 项：{few(titles)}" if len(titles) > words.NAMED_AT_MOST else few(titles)
    return DutyTally(unit, len(due), sum(cell.status == "已完成" for cell in due), len(missed), named)


def baselines(briefing: Briefing) -> list[Measure]:
    """Floors, caps and indicators, the unmet first, then what was not reported."""
    found = [measure for measure in briefing.measures if measure.kind in BOUND_KINDS]
    return sorted(found, key=lambda measure: -SEVERITY[measure.status])


def tasks_to_ask(briefing: Briefing) -> list[TaskState]:
    """Tasks whose report contradicts the numbers, then those not begun or not reported."""
    if all(task.status == theme.MISSING for task in briefing.tasks):
        return []
    against = [task for task in briefing.tasks if task.contradiction]
    return against + [task for task in briefing.tasks if task.status in ("未启动", theme.MISSING)]


def no_tasks_to_ask(briefing: Briefing) -> str:
    """What stands in place of the list of tasks."""
    if all(task.status == theme.MISSING for task in briefing.tasks):
        return f"○ 任务清单进展{theme.MISSING}。"
    return "任务都在推进，没有未启动、未报或数据不符的任务。"


def action_stands(action: ActionState) -> str:
    """逾期 30 天；合同已签，未进场."""
    late = f"逾期 {action.days_late} 天" if action.status == "逾期" else ""
    done = f"{theme.day(action.done_on)} 办结" if action.done_on else ""
    return "；".join(filter(None, (late, done, action.detail))) or action.status
