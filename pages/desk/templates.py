"""The empty files that units fill in."""

from functools import partial
from io import BytesIO

import streamlit as st

from data_loaders.delivering.templates import template
from data_loaders.schema import DROP_TABLES, TABLES

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@st.cache_data(show_spinner=False)
def _template(name: str) -> bytes:
    content = BytesIO()
    template(TABLES[name]).save(content)
    return content.getvalue()


def draw(*, unfolded: bool) -> None:
    """A template of every table, out of the way once files are there."""
    with st.expander("下载模板", expanded=unfolded), st.container(horizontal=True):
        for table in DROP_TABLES:
            name = f"{table.title}_模板.xlsx"
            st.download_button(table.title, partial(_template, table.name), name, XLSX, key=f"template-{table.name}")
