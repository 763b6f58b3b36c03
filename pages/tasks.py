"""Tasks: which of the plan's tasks are not done, whose are they, and do the figures bear out what was reported?

The second view lists every obligation of the plan, clause by clause.
"""

import streamlit as st

from briefing import markup, obligation_list, task_list, ui

with ui.frame("tasks") as view:
    briefing, tasks, towns = view.briefing, view.briefing.tasks, view.briefing.towns
    measures = {measure.id: measure for measure in briefing.measures}
    with st.container(key="choices", horizontal=True, vertical_alignment="center"):
        lists = [task_list.TASKS, obligation_list.CLAUSES]
        by_clause = ui.choose("清单", "list", lists, present=view.present, segmented=True) == obligation_list.CLAUSES
        unit = ui.choose("单位", "unit", [task_list.ANY_UNIT, *task_list.by_unit(tasks, towns)], present=view.present)
        words = obligation_list.statuses() if by_clause else task_list.ORDER
        status = ui.choose("状态", "status", [task_list.ANY_STATUS, *words], present=view.present)
        kinds = obligation_list.KINDS if by_clause else task_list.parts(tasks)
        part = ui.choose("部分", "part", [task_list.ANY_PART, *kinds], present=view.present, segmented=True)
    choice = "、".join(word for word in (unit, status, part) if not word.startswith("全部")) or "全部"

    if by_clause:
        found = obligation_list.chosen(briefing.measures, towns, unit=unit, status=status, kind=part)
        with ui.panel("obligations"):
            ui.html(
                markup.panel_title(f"计划的要求（{choice}，{len(found)} 项，逾期未达标的在前）")
                + obligation_list.obligation_table(found, limit=view.rows("obligations"))
            )
    else:
        asked = st.query_params.to_dict()
        found = task_list.chosen(tasks, towns, unit=unit, status=status, part=part)
        side_column, table_column = st.columns([0.22, 0.78], gap="small")
        with side_column:
            with ui.panel("counts"):
                ui.html(markup.panel_title("分部分") + task_list.summary(tasks, asked))
            with ui.panel("units"):
                ui.html(
                    markup.panel_title("按责任单位")
                    + task_list.unit_links(tasks, towns, asked, unit=unit, limit=view.rows("task_units"))
                )
            with ui.panel("unlisted"):
                ui.html(
                    markup.panel_title("条款有、清单未列")
                    + task_list.unlisted(briefing.measures, limit=view.rows("unlisted"))
                )
        with table_column, ui.panel("tasks"):
            ui.html(
                markup.panel_title(
                    f"任务（{choice}，{len(found)} 项，数据不符和未报的在前）",
                    aside=markup.dated(task_list.snapshot(tasks)),
                )
                + task_list.task_table(found, measures, lines=view.rows("task_lines"), proofs=view.rows("task_proofs"))
            )
