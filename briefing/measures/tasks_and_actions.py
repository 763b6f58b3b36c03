"""The task list of the plan and what a 调度会 assigned."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from briefing import formats
from briefing.measures import snapshots
from briefing.model import ActionState, DutyCell, Measure, MeasureKind, TaskState
from briefing.plan import Plan, PlanTask
from briefing.rows import Rows
from briefing.status import FINISHED, ActStatus, Status
from data_loaders import frequencies
from data_loaders.schema import BEFORE_NEXT_MEETING, NEXT_MEETING_WITHIN

# A measure that stands like this disproves a task reported as done; a duty that is on time does not.
DISPROVING = frozenset(Status) - FINISHED - {Status.UNREPORTED}


def task_states(
    plan: Plan, tables: Mapping[str, Rows], measures: Sequence[Measure], cells: Sequence[DutyCell], as_of: date
) -> tuple[TaskState, ...]:
    """Every task of the plan with its newest report; a task nobody reported is 未报."""
    dues = defaultdict(set)
    for cell in cells:
        dues[cell.id].add(cell.due_on)
    reports = snapshots.up_to(tables["tasks"], as_of, plan.first_day).records()
    rows = {row["number"]: row for row in sorted(reports, key=lambda row: row["as_of"])}
    found = []
    for task in plan.tasks:
        proofs = [measure for measure in measures if task.number in measure.tasks]
        days = {day for measure in proofs for day in dues[measure.id]}
        state = _task(task, rows.get(task.number), proofs)
        is_owed = state.status != ActStatus.DONE or state.contradiction
        found.append(replace(state, due_on=_next_due(task, proofs, days, plan, as_of)) if is_owed else state)
    return tuple(found)


def _next_due(task: PlanTask, proofs: list[Measure], days: set[date], plan: Plan, as_of: date) -> date:
    """The next day on which something of a task is due: of its duties, else by its own words; of what proves it."""
    days = days or {*frequencies.days_within(task.deadline, plan.calendar)}
    judged = {verdict.due_on for measure in proofs for verdict in measure.milestones}
    judged |= {measure.deadline for measure in proofs if measure.deadline}
    return min((day for day in days | judged if day > as_of), default=plan.last_day)


def _task(task: PlanTask, report: dict | None, proofs: list[Measure]) -> TaskState:
    status = report["status"] if report else ActStatus.UNREPORTED
    progress, problem, next_step = (
        (report[name] or "" if report else "") for name in ("progress_text", "problem", "next_step")
    )
    return TaskState(
        number=task.number, title=task.title, part=task.part, clause=task.clause, deadline=task.deadline,
        responsible=task.responsible, status=status, progress=progress, problem=problem, next_step=next_step,
        snapshot=report["as_of"] if report else None, proofs=tuple(measure.id for measure in proofs),
        contradiction=_contradiction(proofs) if status == ActStatus.DONE else "",
        requirement=task.requirement, note=task.note,
    )  # fmt: skip


def _contradiction(proofs: list[Measure]) -> str:
    """Which measures say that a task reported done is not."""
    against = [
        measure for measure in proofs
        if measure.status in DISPROVING and not (measure.kind == MeasureKind.DUTY and measure.status is Status.ON_TRACK)
    ]  # fmt: skip
    return "；".join(map(_not_done, against))


def _not_done(measure: Measure) -> str:
    """新农村建设点滞后（落后序时 5.9 个百分点）; what keeps to its schedule is not at its end: 户厕问题整改尚未完成（290/356 户）."""
    if measure.status is Status.ON_TRACK:
        return f"{measure.title}尚未完成（{formats.progress(measure)}）"
    return f"{measure.title}{measure.status.value}（{measure.reason}）"


def action_states(
    tables: Mapping[str, Rows], as_of: date, since: date, *, newest: bool = False
) -> tuple[ActionState, ...]:
    """All that was assigned: overdue first, the longest late first, then by due date.

    A meeting is later than the newest ledger that it looks at: what it assigned is judged on its own day, if that is
    later than `as_of`. Where that is the `newest` day of the edition, what was done since counts as done.
    What was done before `since`, the plan year's first day, belongs to an earlier year; what is open stays.
    """
    rows = tables["actions"].records()
    known = [row for row in rows if row["done_on"] is None or row["done_on"] >= since]
    meetings = sorted({row["assigned_on"] for row in rows})
    states = [_action(row, as_of, meetings, newest=newest) for row in known]
    order = {ActStatus.OVERDUE: 0, ActStatus.NOT_DUE: 1, ActStatus.DONE: 2}
    return tuple(sorted(states, key=lambda state: (order[state.status], -state.days_late, state.due_on or date.max)))


def _due(row: dict, meetings: Sequence[date]) -> date | None:
    """By when: the day that was set, or the day of the next meeting; None while nobody knows that."""
    stood_in = row["due_on"] == row["assigned_on"] + NEXT_MEETING_WITHIN  # nobody delivered another day since
    if row["due_words"] != BEFORE_NEXT_MEETING or not stood_in:
        return row["due_on"]
    return next((meeting for meeting in meetings if meeting > row["assigned_on"]), None)


def _action(row: dict, as_of: date, meetings: Sequence[date], *, newest: bool) -> ActionState:
    done, due = row["done_on"], _due(row, meetings)
    as_of = max(as_of, row["assigned_on"], *([done] if newest and done else []))
    if due is None:
        done = done if done is not None and done <= as_of else None
        status, late = (ActStatus.NOT_DUE, 0) if done is None else (ActStatus.DONE, 0)
    elif done is not None and done <= as_of:
        status, late = ActStatus.DONE, max(0, (done - due).days)
    else:
        done = None
        # A day speaks for its end: what was due on it and is not done is late.
        status, late = (ActStatus.OVERDUE, (as_of - due).days) if as_of >= due else (ActStatus.NOT_DUE, 0)
    closed_later = done is None and row["done_on"] is not None  # its last words tell what nobody knew on that day
    return ActionState(
        id=row["action_id"], item=row["item"], owner=row["owner"], assigned_on=row["assigned_on"], due_on=due,
        done_on=done, status=status, days_late=late, detail="" if closed_later else row["detail"] or "",
        first_due_on=row["first_due_on"], about=row["about"] or "",
        answered=tuple(filter(None, (row["answered"] or "").split("、"))),
    )  # fmt: skip
