"""A task in the form of a unit: what was last told of it, and the boxes for what is new."""

from collections.abc import Mapping

import streamlit as st

from briefing.html import filled
from briefing.model import TaskState
from briefing.ui.draw import html
from data_loaders.schema import TASKS

STATUSES = list(TASKS.column("status").choices)
GOING = STATUSES[1]


def draw(task: TaskState, last: Mapping, key: str) -> dict:
    """The boxes of one task, and what stands in them; `last` is what the unit itself said of it before."""
    told, status, words = st.columns([5, 1.3, 5])
    with told:
        html(filled.task(task))
        if last:
            st.caption("本单位上次填的：")
            st.text(last["progress_text"])
    before = last.get("status") or task.status
    index = STATUSES.index(before) if before in STATUSES else STATUSES.index(GOING)
    with status:
        state = st.selectbox(
            "状态", STATUSES, index=index, key=f"task-status-{key}-{task.number}", label_visibility="collapsed"
        )
        same = st.checkbox("无变化", key=f"task-same-{key}-{task.number}")
    with words:
        name = f"{task.number}. 进展"
        progress = st.text_area(name, key=f"task-text-{key}-{task.number}", height=68, label_visibility="collapsed", placeholder="本期进展")  # fmt: skip
        left, right = st.columns(2)
        problem = left.text_input("存在问题", key=f"task-problem-{key}-{task.number}", label_visibility="collapsed", placeholder="存在问题（可不填）")  # fmt: skip
        step = right.text_input("下步措施", key=f"task-step-{key}-{task.number}", label_visibility="collapsed", placeholder="下步措施（可不填）")  # fmt: skip
    return {
        "text": progress.strip(),
        "status": state,
        "problem": problem.strip(),
        "next_step": step.strip(),
        "unchanged": same,
    }
