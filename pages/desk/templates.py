"""The empty files that units fill in."""

from functools import partial
from io import BytesIO

import streamlit as st

from briefing.ui import downloads, editions
from data_loaders.delivering.templates import lists, template
from data_loaders.schema import DROP_TABLES, TABLES
from data_loaders.store.editions import Store


@st.cache_data(show_spinner=False, max_entries=2 * len(DROP_TABLES))
def _template(name: str, _store: Store, newest: int) -> bytes:
    """Of one table, with the villages and tasks of the newest edition, by whose number it is kept."""
    content = BytesIO()
    template(TABLES[name], lists(_store)).save(content)
    return content.getvalue()


def draw(store: Store, *, unfolded: bool) -> None:
    """A template of every table, out of the way once files are there."""
    with st.expander("下载模板", expanded=unfolded), st.container(horizontal=True):
        for table in DROP_TABLES:
            name = f"{table.title}_模板.xlsx"
            made = partial(_template, table.name, store, editions.newest())
            downloads.offer(table.title, made, name, key=f"template-{table.name}")
