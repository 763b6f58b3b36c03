"""The progress of a unit's tasks: every one with its title and what was last told of it, the new text beside."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from briefing.html.task_list import responsible_units
from briefing.model import TaskState
from briefing.screens.outlook import Outlook
from briefing.wording import silence
from briefing.wording.open_items import leading
from data_loaders import clock
from data_loaders.delivering import answering
from data_loaders.delivering.answering import Filled, What
from data_loaders.delivering.shared_tasks import NO_CHANGE
from data_loaders.store.drafts import Draft, State
from pages.answering import kept, one_task


def draw(look: Outlook, unit: str, own: Sequence[Draft]) -> None:
    """One form for all of them: what is left empty is not reported."""
    tasks = kept.state_of(look, unit).tasks
    if not tasks:
        st.caption("任务清单里没有本单位的任务。")
        return
    turn = st.session_state.setdefault("filled-tasks", 0)  # a saved form leaves a fresh one behind
    st.caption(
        "只填有进展的；没有变化的勾“无变化”；都不填的这次不报。几个单位共同承担的任务，各写各的，系统按单位合在一起。"
    )
    with st.form(f"tasks-{unit}-{turn}", border=False):
        day = st.date_input("截至日期", silence.asked_day(look.briefing, clock.today()), format="YYYY-MM-DD", key=f"tasks-day-{unit}-{turn}", width=200)  # fmt: skip
        early = st.form_submit_button("保存任务进展", key=f"tasks-save-early-{unit}-{turn}")
        said = {one.number: one_task.draw(one, _last(one.number, own), f"{unit}-{turn}") for one in tasks}
        wanted = st.form_submit_button("保存任务进展", type="primary", key=f"tasks-save-{unit}-{turn}") or early
    if not wanted:
        return
    things = [thing for one in tasks if (thing := _thing(look, one, day, said[one.number], _last(one.number, own)))]
    if not things:
        st.error("还没有填写任何一项。")
    elif kept.save(look, unit, things):
        st.session_state["filled-tasks"] = turn + 1
        st.rerun()


def _last(number: int, own: Sequence[Draft]) -> Mapping:
    """What the unit itself said of a task last; empty where it never did."""
    said = [
        one for one in own if one.what == What.TASK and one.told["number"] == number and one.state is not State.RETURNED
    ]
    return max(said, key=lambda one: str(one.told["as_of"])).told if said else {}


def _thing(look: Outlook, task: TaskState, day: date, said: dict, last: Mapping) -> Filled | None:
    """What was typed of one task; None where nothing was."""
    if not said["text"] and not said["unchanged"]:
        return None
    units = responsible_units(task, look.briefing.towns)
    leads, _ = leading(task.responsible, look.briefing)
    lead = leads[0] if len(leads) == 1 else None
    before = last.get("progress_text") or (task.progress if len(units) == 1 else "")
    text = said["text"] or before or NO_CHANGE
    same = said["unchanged"] and not said["text"] and bool(before)
    return answering.task(
        day, task.number, text, said["status"], units=units, lead=lead, problem=said["problem"],
        next_step=said["next_step"], unchanged=same,
    )  # fmt: skip
