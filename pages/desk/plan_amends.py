"""A whole plan, or a 补充通知 that changes some obligations of the plan of its year from a day on."""

from collections.abc import Sequence

import streamlit as st

from briefing.ui.upload_worker import DraftRead
from data_loaders import clock
from data_loaders.planning import review
from data_loaders.planning.tables import Rows
from data_loaders.schema import PLAN_OBLIGATIONS, Table


def rows(read: DraftRead, items: Sequence[review.Item]) -> dict[Table, Rows]:
    """The plan tables as they would be published."""
    year = read.draft.year
    if read.now[PLAN_OBLIGATIONS] and st.toggle(
        f"这是补充通知：只改 {year} 年计划里的几条，其余不动", key="plan-amends"
    ):
        since = st.date_input("从哪一天起按新的要求（生效日期）", clock.today(), key="plan-since")
        return review.amended_rows(read.draft, items, read.now, since)
    return review.reviewed_rows(read.draft, items, read.settings)
