"""Which rows to correct: the ledger, its day, the town or unit."""

from datetime import date

import streamlit as st

from briefing.ui import editions
from data_loaders.delivering import correcting, retyped
from data_loaders.delivering.correcting import Part
from data_loaders.delivering.retyped import Cells
from data_loaders.schema import VILLAGES, Table
from data_loaders.store.accounts import Account
from data_loaders.store.editions import Edition

ALL = "全部"
KEPT_TABLES = 24


@st.cache_resource(max_entries=KEPT_TABLES, show_spinner=False)
def _tables(address: str, number: int, town: str | None, _edition: Edition) -> list[Table]:
    return correcting.parts_of_town(_edition, town)


@st.cache_resource(max_entries=KEPT_TABLES, show_spinner=False)
def _rows(address: str, number: int, name: str, _edition: Edition):
    return _edition.table(name)  # an edition never changes


def draw(account: Account, edition: Edition) -> Part | None:
    """What the boxes say; None where the account has nothing to correct."""
    town, number = account.town, edition.number
    tables = _tables(editions.address(), number, town, edition)
    if not tables:
        return None
    with st.container(key="correct-what", horizontal=True, vertical_alignment="bottom"):
        table = st.selectbox("台账", tables, format_func=lambda one: one.title, key="correct-table", width=260)
        rows = _rows(editions.address(), number, table.name, edition)
        days = correcting.days(rows, table, town)
        day = st.selectbox("截至日期", days, format_func=date.isoformat, key=f"correct-day-{table.name}", width=180) if days else None  # fmt: skip
        whose = correcting.names(rows, table, day, town)
        if not whose or (town and table.has("town")):
            return Part(table, day, town if whose else None)
        label, options = ("镇", whose) if table.has("town") else ("单位", [ALL, *whose])
        chosen = st.selectbox(label, options, key=f"correct-whose-{table.name}-{day}", width=220)
    return Part(table, day, None if chosen == ALL else chosen)


def cells(edition: Edition, part: Part, town: str | None) -> list[Cells]:
    """The stored rows of a part as a grid."""
    rows = _rows(editions.address(), edition.number, part.table.name, edition)
    return retyped.cells_of(correcting.rows_of(rows, part, town), part)


def villages(edition: Edition, part: Part) -> tuple[str, ...]:
    """The villages that a row may name."""
    known = _rows(editions.address(), edition.number, VILLAGES.name, edition)
    own = known[known["town"] == part.whose] if part.whose else known
    return tuple(dict.fromkeys(own["village"]))
