"""What slides and bulletins list: worries, duties, bounds, tasks, assignments. Made from a Briefing only."""

from collections.abc import Sequence
from dataclasses import dataclass

from briefing import formats, looks
from briefing.measures import bounds
from briefing.measures.naming import town_of
from briefing.model import BOUNDS, ActionState, Briefing, Measure, MeasureKind, TaskState
from briefing.status import SEVERITY, ActStatus, Status

NO_JUDGEMENT = "台账未报，尚不能判断需要调度的事项。"


@dataclass(frozen=True)
class DutyTally:
    """How many acts of duty a unit owed by now, did and left undone."""

    unit: str
    due: int
    done: int
    overdue: int
    missing: str


def attention_headline(briefing: Briefing) -> str:
    """How many things are to be asked about, and the first of them."""
    items = briefing.attention
    if not items:
        return NO_JUDGEMENT if nothing_reported(briefing) else "目前没有需要调度的事项。"
    counts = {status: sum(item.status is status for item in items) for status in looks.WORST_FIRST}
    stands = "、".join(f"{status.value} {count} 项" for status, count in counts.items() if count)
    return f"需要调度 {len(items)} 项：{stands}。"


def nothing_reported(briefing: Briefing) -> bool:
    """Whether no target of the plan has a figure, so that nothing can be said about it."""
    return all(measure.value is None for measure in briefing.measures if measure.kind != MeasureKind.DUTY)


def duty_tallies(briefing: Briefing) -> list[DutyTally]:
    """Units by how many acts they left undone, worst first; villages are counted with their town.

    None where nobody delivered records: nobody knows what was done, and 0 would say that nothing was.
    """
    if any(cell.status == ActStatus.UNREPORTED for cell in briefing.duties):
        return []
    groups: dict[str, list] = {unit: [] for unit in briefing.towns}
    for cell in briefing.duties:
        groups.setdefault(town_of(cell.unit, briefing.towns), []).append(cell)
    return sorted((_tally(unit, cells) for unit, cells in groups.items()), key=lambda tally: -tally.overdue)


def _tally(unit: str, cells: Sequence) -> DutyTally:
    due = [cell for cell in cells if cell.status != ActStatus.NOT_DUE]
    missed = [cell for cell in due if cell.status == ActStatus.OVERDUE]
    titles = list(dict.fromkeys(cell.title for cell in missed))
    named = (f"{len(titles)} 项：" if formats.is_cut(titles) else "") + formats.few(titles)
    return DutyTally(
        unit, len(due), sum(cell.status == ActStatus.DONE for cell in due), len(missed), named or formats.DASH
    )


def baselines(briefing: Briefing) -> list[Measure]:
    """Floors, caps and indicators, the unmet first, then what was not reported."""
    found = [measure for measure in briefing.measures if measure.kind in BOUNDS]
    return sorted(found, key=lambda measure: -SEVERITY[measure.status])


def bound_status(measure: Measure) -> Status | str:
    """How a bound stands; what was reported and cannot be judged has a word of its own."""
    word = bounds.word(measure)
    return measure.status if word == measure.status else f"{looks.look(measure.status).mark} {word}"


def tasks_to_ask(briefing: Briefing) -> list[TaskState]:
    """Tasks whose report contradicts the numbers, then those not begun or not reported."""
    if all(task.status == ActStatus.UNREPORTED for task in briefing.tasks):
        return []
    against = [task for task in briefing.tasks if task.contradiction]
    return against + [task for task in briefing.tasks if task.status in (ActStatus.NOT_STARTED, ActStatus.UNREPORTED)]


def task_stands(task: TaskState) -> ActStatus | str:
    """The word for how a task stands: what its report says, or that the figures say otherwise."""
    stands = ActStatus.AGAINST if task.contradiction else task.status
    return next((known for known in ActStatus if known == stands), stands)


def action_stands(action: ActionState) -> str:
    """逾期 30 天；合同已签，未进场."""
    late = formats.lateness(action.days_late) if action.status == ActStatus.OVERDUE else ""
    done = f"{formats.short_due(action.done_on, (action.due_on or action.done_on).year)}办结" if action.done_on else ""
    return "；".join(filter(None, (late, done, action.detail))) or action.status
