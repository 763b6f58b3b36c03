"""Which year a document plans, and whether it is the whole plan or a 补充通知 that changes some obligations from a day on."""

import re
from collections.abc import Sequence

import streamlit as st

from briefing.ui.upload_worker import DraftRead
from data_loaders import clock
from data_loaders.delivering.intake import Drop
from data_loaders.planning import review
from data_loaders.planning.letterhead import begins_on, changes_a_plan, year_of
from data_loaders.planning.tables import Rows
from data_loaders.schema import PLAN_OBLIGATIONS, Table

YEAR, KEY = re.compile(r"(?<!\d)20\d\d(?!\d)"), "plan-year"
SAID, HEEDED = "plan-year-said", "plan-year-heeded"


def asked() -> int:
    """The year that somebody chose, or that the file has in its name or in its head."""
    if said := st.session_state.pop(SAID, None):
        st.session_state[KEY] = said
    return int(st.number_input("计划年度", 2000, 2100, clock.today().year, key=KEY))


def take(uploader: str) -> None:
    """The year that a new file has in its name is the plan's, until somebody says another."""
    if (file := st.session_state[uploader]) and (found := YEAR.search(file.name)):
        st.session_state[KEY] = int(found[0])


def heed(read: DraftRead, drop: Drop) -> None:
    """Where the name of a file says no year, the one in its head is the plan's; somebody may still say another."""
    said = year_of(read.draft.document)
    if YEAR.search(drop.name) or said in (None, read.draft.year) or st.session_state.get(HEEDED) == drop.sha256:
        return
    st.session_state[HEEDED], st.session_state[SAID] = drop.sha256, said
    st.rerun()


def rows(read: DraftRead, items: Sequence[review.Item]) -> dict[Table, Rows]:
    """The plan tables as they would be published."""
    year = read.draft.year
    may_amend = read.now[PLAN_OBLIGATIONS] and review.is_same_district(read.draft, read.settings)
    document = read.draft.document
    label = f"这是补充通知：只改 {year} 年计划里的几条，其余不动"
    if may_amend and st.toggle(label, changes_a_plan(document), key=f"plan-amends-{id(document)}"):
        day = begins_on(document, year) or clock.today()
        since = st.date_input(
            "从哪一天起按新的要求（生效日期）", day, format="YYYY-MM-DD", key=f"plan-since-{id(document)}"
        )
        return review.amended_rows(read.draft, items, read.now, since)
    return review.reviewed_rows(read.draft, items, read.settings)
