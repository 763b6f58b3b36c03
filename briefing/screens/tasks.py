"""Tasks: which of the plan's tasks are not done, whose are they, and do the figures bear out what was reported?

The second list has every obligation of the plan, clause by clause.
"""

from collections.abc import Sequence

from briefing.html import markup, obligation_list, task_list
from briefing.model import TaskState
from briefing.screens.outlook import Outlook
from briefing.screens.pieces import Panel, Row, Screen
from briefing.wording import asked


def screen(look: Outlook) -> Screen:
    """The tasks by part and unit and what proves them, or the obligations; of a unit, a status, a part."""
    tasks, towns, measures = look.briefing.tasks, look.briefing.towns, look.briefing.measures
    lists = look.choice("清单", "list", _lists(tasks), segmented=True)
    by_clause = lists.chosen == obligation_list.CLAUSES
    words = obligation_list.statuses() if by_clause else task_list.ORDER
    kinds = obligation_list.KINDS if by_clause else task_list.parts(tasks)
    unit = look.choice("单位", "unit", [task_list.ANY_UNIT, *task_list.by_unit(tasks, towns)])
    status = look.choice("状态", "status", [task_list.ANY_STATUS, *words])
    part = look.choice("部分", "part", [task_list.ANY_PART, *kinds], segmented=True)
    wanted = {"unit": unit.chosen, "status": status.chosen}
    said = "、".join(word for word in (*wanted.values(), part.chosen) if not word.startswith("全部")) or "全部"
    if by_clause:
        found = obligation_list.chosen(measures, towns, **wanted, kind=part.chosen)
        obligations = Panel(
            "obligations",
            (obligation_list.obligation_table(found, limit=look.rows("obligations")),),
            title=f"计划的要求（{said}，{len(found)} 项，逾期和未达标的在前）",
        )
        rows: tuple[Row | Panel, ...] = (obligations,)
    else:
        chosen = task_list.chosen(tasks, towns, **wanted, part=part.chosen)
        rows = (Row((0.22, 0.78), (_side(look, unit.chosen), (_table(look, chosen, said),))),)
    headline = look.headline(asked.tasks(look.briefing))
    return Screen(rows, choices=(lists, unit, status, part), bar="choices", headline=headline)


def _lists(tasks: Sequence[TaskState]) -> list[str]:
    """Both lists, first the one that has something to show: many a plan has no list of tasks."""
    both = [task_list.TASKS, obligation_list.CLAUSES]
    return both if tasks else both[::-1]


def _side(look: Outlook, unit: str) -> tuple[Panel, ...]:
    tasks, towns = look.briefing.tasks, look.briefing.towns
    units = task_list.unit_links(tasks, towns, look.query, unit=unit, limit=look.rows("task_units"))
    unlisted = task_list.unlisted(look.briefing.measures, limit=look.rows("unlisted"))
    return (
        Panel("counts", (task_list.summary(tasks, look.query),), title="分部分完成情况"),
        Panel("units", (units,), title="按责任单位"),
        Panel("unlisted", (unlisted,), title="要点有要求、清单未列入"),
    )


def _table(look: Outlook, tasks: Sequence[TaskState], said: str) -> Panel:
    measures = {measure.id: measure for measure in look.briefing.measures}
    missed = asked.missed(look.briefing)
    table = task_list.task_table(
        tasks, measures, missed, lines=look.rows("task_lines"), proofs=look.rows("task_proofs")
    )
    return Panel(
        "tasks",
        (table,),
        title=f"任务（{said}，{len(tasks)} 项，数据不符、未报和未启动的在前）",
        aside=markup.dated(task_list.snapshot(look.briefing.tasks)),
    )
