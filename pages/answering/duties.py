"""A duty that was done: which, when, how often, and what happened."""

from collections.abc import Sequence

import streamlit as st

from briefing import formats
from briefing.model import DutyCell
from briefing.screens.outlook import Outlook
from briefing.status import ActStatus
from briefing.wording.open_items import units_of
from data_loaders.delivering import answering
from data_loaders.store.drafts import Draft
from pages.answering import kept
from pages.meeting import about

# What is owed first.
ORDER = (ActStatus.OVERDUE, ActStatus.UNREPORTED, ActStatus.NOT_DUE, ActStatus.DONE)


def draw(look: Outlook, unit: str, own: Sequence[Draft]) -> None:
    """One form; a saved duty leaves an empty one behind."""
    cells = _cells(look, unit)
    if not cells:
        st.caption("计划里没有本单位的定期履职事项。")
        return
    turn = st.session_state.setdefault("filled-duties", 0)
    with st.form(f"duty-{unit}-{turn}", border=False):
        cell = st.selectbox("履职事项（没登记的在前）", cells, format_func=_label, key=f"duty-which-{unit}-{turn}")
        left, middle, right = st.columns([1, 1, 3])
        day = left.date_input(
            "完成日期", about.meeting_day(look.briefing), format="YYYY-MM-DD", key=f"duty-day-{unit}-{turn}"
        )
        times = middle.number_input("次数", 1, 999, key=f"duty-times-{unit}-{turn}")
        detail = right.text_input(
            "说明", key=f"duty-detail-{unit}-{turn}", placeholder="开展情况，可不填；不要写人名和电话"
        )
        wanted = st.form_submit_button("登记履职", type="primary")
    if wanted and kept.save(look, unit, [answering.duty(cell.id, day, cell.unit, times, detail.strip())]):
        st.session_state["filled-duties"] = turn + 1
        st.rerun()


def _cells(look: Outlook, unit: str) -> list[DutyCell]:
    """Of every duty of the unit and of its villages the period that is owed most."""
    found: dict[tuple[str, str], DutyCell] = {}
    own = [cell for cell in look.briefing.duties if unit in units_of([cell.unit], look.briefing)]
    for cell in sorted(own, key=lambda one: (ORDER.index(one.status), one.due_on)):
        found.setdefault((cell.id, cell.unit), cell)
    return list(found.values())


def _label(cell: DutyCell) -> str:
    return f"{cell.id} {cell.title}（{cell.unit}）{formats.period(cell.period)}{cell.status}"
