"""The grid of a correction: a ledger's columns with the types and choices that the schema gives them."""

from typing import Any

import pandas as pd
import streamlit as st

from data_loaders.delivering.retyped import ROW, Cells
from data_loaders.origins import plain
from data_loaders.schema import Column, Kind
from pages.correcting.work import Work

DTYPES = {Kind.WHOLE: "Int64", Kind.NUMBER: "Float64", Kind.MONEY: "Float64", Kind.PERCENT: "Float64"}
NUMBERS = tuple(DTYPES)


def draw(at_work: Work) -> list[Cells]:
    """Draw it and give its rows as they stand now; rows with nothing in them are none."""
    columns = at_work.part.columns
    shown = st.data_editor(
        _frame(at_work.begun, columns),
        key=f"correct-grid-{at_work.turn}",
        num_rows="dynamic",
        hide_index=True,
        placeholder="",
        column_config={ROW: None} | {one.name: _config(one, at_work) for one in columns},
    )
    rows = [{name: _typed(value) for name, value in row.items()} for row in shown.to_dict("records")]
    return [row for row in rows if any(value is not None for value in row.values())]


def _frame(cells: list[Cells], columns: list[Column]) -> pd.DataFrame:
    frame = pd.DataFrame(cells, columns=[ROW, *(one.name for one in columns)], dtype=object)
    dates = {one.name: pd.to_datetime(frame[one.name]) for one in columns if one.kind is Kind.DATE}
    return frame.assign(**dates).astype(
        {ROW: "Int64"} | {one.name: DTYPES[one.kind] for one in columns if one.kind in DTYPES}
    )


def _typed(value: object):
    """A cell as the stored ones are: blank texts are nothing, whole numbers are whole."""
    known = plain(value)
    if isinstance(known, str):
        return known.strip() or None
    return int(known) if isinstance(known, float) and known.is_integer() else known


def _config(column: Column, at_work: Work):
    looks: dict[str, Any] = {"label": column.title, "help": column.meaning, "required": column.required}
    if options := _options(column, at_work):
        return st.column_config.SelectboxColumn(options=options, **looks)
    if column.kind is Kind.DATE:
        return st.column_config.DateColumn(format="YYYY-MM-DD", **looks)
    if column.kind in NUMBERS:
        step = 1 if column.kind is Kind.WHOLE else None
        return st.column_config.NumberColumn(min_value=column.at_least, max_value=column.at_most, step=step, **looks)
    return st.column_config.TextColumn(**looks)


def _options(column: Column, at_work: Work) -> list[str]:
    """What a cell of a column may be, with what already stands in it; none where anything may."""
    known = column.choices if column.choices else at_work.villages if column.name == "village" else ()
    if column.kind is Kind.FLAG:
        known = ("是", "否")
    if column.name == "unit" and at_work.town:  # of its own units alone
        known = tuple(str(cells["unit"]) for cells in at_work.before)
    there = (str(cells[column.name]) for cells in at_work.before if cells[column.name] is not None)
    return list(dict.fromkeys([*known, *there])) if known else []
