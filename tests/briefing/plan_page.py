"""docs/plan-2023.md from the plan data: `python -m tests.briefing.plan_page` writes it.

Sentence by sentence of the document: which task and which obligation it became.
"""

import re
from pathlib import Path

from briefing.plan import Obligation, Plan, PlanTask, read_plan
from data_loaders.delivering import reference
from data_loaders.plan_words import DOCUMENT

YEAR = 2023
PAGE = Path(__file__).parents[2] / "docs" / "plan-2023.md"
KINDS = {
    "target": "数量目标", "milestones": "时间节点", "ratio": "占比", "floor": "资金下限", "deadline": "时限", "indicator": "监测指标",
    "duty": "定期事项",
}  # fmt: skip


def page() -> str:
    """The whole page."""
    tables = reference.tables()
    plan = read_plan(tables, YEAR)
    settings = tables["plan_settings"]
    document = DOCUMENT.of(dict(settings.loc[settings["year"] == YEAR, ["name", "value"]].itertuples(index=False)))
    return "\n".join(
        [
            f"# {YEAR} 年计划 · The plan of {YEAR}",
            "",
            f"{document}的每一句要求，落在哪项任务、哪项指标。由计划数据（`data_loaders/reference/{YEAR}/`）生成："
            "`python -m tests.briefing.plan_page`；`tests/briefing/test_plan_page.py` 拿文件原文核对。",
            "Every sentence of the document that asks for something, and the task or obligation that it became. Made from the "
            "plan data and compared with the document by a test.",
            "",
            "## 逐句 · Sentence by sentence",
            *_clauses(plan),
            "",
            "## 任务清单 · The task list",
            "",
            "| 序号 | 任务 | 任务要求 | 完成时限 | 责任单位 | 指标和事项 | 备注 |",
            "|---|---|---|---|---|---|---|",
            *(_task_row(task, plan) for task in plan.tasks),
            "",
            "## 指标和事项 · Obligations",
            "",
            "| 编号 | 类别 | 名称 | 要求 | 期限或频次 | 范围 | 责任单位 | 条款 | 任务 | 备注 |",
            "|---|---|---|---|---|---|---|---|---|---|",
            *(_obligation_row(each) for each in plan.obligations),
            "",
        ]
    )


def _clauses(plan: Plan) -> list[str]:
    """A heading a clause, below it its sentences in the order of the plan."""
    lines: list[str] = []
    for clause in dict.fromkeys(each.clause for each in (*plan.tasks, *plan.obligations)):
        found: dict[str, list[str]] = {}
        for task in plan.tasks:
            if task.clause == clause:
                _add(found, task.quote, f"任务 {task.number}（{task.title}）")
        for each in plan.obligations:
            if each.clause == clause:
                _add(found, each.quote, f"{each.id}（{each.title}）")
        lines += ["", f"### 条款 {clause}", "", *(f"- {said} → {'、'.join(where)}" for said, where in found.items())]
    return lines


def _add(found: dict[str, list[str]], quote: str, where: str) -> None:
    for sentence in sentences(quote):
        found.setdefault(sentence, []).append(where)


def sentences(text: str) -> list[str]:
    """A text sentence by sentence, each with its full stop."""
    return re.findall(r"[^。]+。", text)


def _task_row(task: PlanTask, plan: Plan) -> str:
    proofs = "、".join(each.id for each in plan.obligations if task.number in each.tasks)
    units = "、".join(task.responsible)
    return f"| {task.number} | {task.title} | {task.requirement} | {task.deadline} | {units} | {proofs} | {task.note} |"


def _obligation_row(each: Obligation) -> str:
    aim = "" if each.target is None else f"{each.target:g} {each.unit}"
    dates = "、".join(f"{one.due_on} {one.share:.0%}" for one in each.milestones)
    when = dates or (str(each.deadline) if each.deadline else each.frequency)
    cells = (
        each.id, KINDS[each.kind], each.title, aim, when, "、".join(each.scope), "、".join(each.responsible), each.clause,
        "、".join(map(str, each.tasks)), each.note,
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
