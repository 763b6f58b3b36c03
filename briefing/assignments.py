"""The task list of the plan and what a 调度会 assigned. May import: `plan`, `snapshots`, `status`."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from briefing.model import ActionState, Measure, TaskState
from briefing.plan import Plan, PlanTask
from briefing.snapshots import day, text
from briefing.status import Status

REPORTED_DONE, UNREPORTED = "已完成", "未报"
DONE, OVERDUE, NOT_DUE = "已完成", "逾期", "未到期"
# A measure that stands like this disproves a task reported as done; a duty that is on time does not.
DISPROVING = frozenset({Status.ON_TRACK, Status.SLIGHTLY_BEHIND, Status.BEHIND, Status.OVERDUE, Status.UNMET})


def task_states(
    plan: Plan, tables: Mapping[str, pd.DataFrame], measures: Sequence[Measure], as_of: date
) -> tuple[TaskState, ...]:
    """Every task of the plan with its newest report; a task nobody reported is 未报."""
    reports = tables["tasks"]
    reports = reports[(reports["as_of"] <= pd.Timestamp(as_of)) & (reports["as_of"] >= pd.Timestamp(plan.first_day))]
    newest = reports.sort_values("as_of").drop_duplicates("number", keep="last").set_index("number")
    rows = newest.to_dict("index")
    return tuple(_task(task, rows.get(task.number), [m for m in measures if task.number in m.tasks]) for task in plan.tasks)


def _task(task: PlanTask, report: dict | None, proofs: list[Measure]) -> TaskState:
    status = report["status"] if report else UNREPORTED
    return TaskState(
        number=task.number, title=task.title, part=task.part, clause=task.clause, deadline=task.deadline,
        responsible=task.responsible, status=status, progress=text(report["progress_text"]) if report else "",
        problem=text(report["problem"]) if report else "", next_step=text(report["next_step"]) if report else "",
        snapshot=report["as_of"].date() if report else None, proofs=tuple(measure.id for measure in proofs),
        contradiction=_contradiction(proofs) if status == REPORTED_DONE else "",
        note=task.note,
    )  # fmt: skip


def _contradiction(proofs: list[Measure]) -> str:
    """Which measures say that a task reported done is not."""
    against = [
        measure for measure in proofs
        if measure.status in DISPROVING and not (measure.kind == "duty" and measure.status is Status.ON_TRACK)
    ]  # fmt: skip
    return "；".join(f"{measure.title}{measure.status.value}（{measure.reason}）" for measure in against)


def action_states(tables: Mapping[str, pd.DataFrame], as_of: date, since: date) -> tuple[ActionState, ...]:
    """What had been assigned by a day: overdue first, the longest late first, then by due date.

    What was done before `since`, the plan year's first day, belongs to an earlier year; what is open stays.
    """
    rows = tables["actions"]
    assigned = rows[(rows["assigned_on"] <= pd.Timestamp(as_of)) & ~(rows["done_on"] < pd.Timestamp(since))]
    states = [_action(row, as_of) for row in assigned.to_dict("records")]
    order = {OVERDUE: 0, NOT_DUE: 1, DONE: 2}
    return tuple(sorted(states, key=lambda state: (order[state.status], -state.days_late, state.due_on)))


def _action(row: dict, as_of: date) -> ActionState:
    done, due = day(row["done_on"]), row["due_on"].date()
    if done is not None and done <= as_of:
        status, late = DONE, max(0, (done - due).days)
    else:
        done = None
        status, late = (OVERDUE, (as_of - due).days) if as_of > due else (NOT_DUE, 0)
    return ActionState(
        id=row["action_id"], item=row["item"], owner=row["owner"], assigned_on=row["assigned_on"].date(), due_on=due,
        done_on=done, status=status, days_late=late, detail=text(row["detail"]),
    )  # fmt: skip
