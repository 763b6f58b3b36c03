"""The rows of editions as frames: what a delivery makes of the stored ones, and how the store keeps them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from data_loaders import origins
from data_loaders.endings import Ending, endings_of
from data_loaders.schema import TABLES, Kind, Table
from data_loaders.typed_frames import DTYPES, blank, empty_frame, typed

# Delta keeps sets of rows; this column keeps the order in which they were delivered.
ROW_ORDER = "row_order"

ARROW_TYPES = {
    Kind.TEXT: pa.string(), Kind.CHOICE: pa.string(), Kind.WHOLE: pa.int64(), Kind.NUMBER: pa.float64(),
    Kind.MONEY: pa.float64(), Kind.PERCENT: pa.float64(), Kind.DATE: pa.date32(), Kind.FLAG: pa.bool_(),
    Kind.GEOMETRY: pa.binary(),
}  # fmt: skip
OWN_DTYPES = {kind: pd.api.types.pandas_dtype(name) for kind, name in DTYPES.items()}


def delivered(
    frames: Mapping[str, pd.DataFrame], ended: Iterable[Ending], edition: int | None = None
) -> dict[str, pd.DataFrame]:
    """The delivered tables, with no rows those that only end something; as they come with an edition, where it is told."""
    whole = {one.table: empty_frame(TABLES[one.table]) for one in ended} | dict(frames)
    return whole if edition is None else {name: origins.of_edition(frame, edition) for name, frame in whole.items()}


def replaced(stored: pd.DataFrame | None, delivered: pd.DataFrame, table: Table, files: Sequence[dict]) -> pd.DataFrame:
    """A table with a delivery, of which the files say what has ended and what was taken out."""
    rows = empty_frame(table) if stored is None else stored
    return merged(rows, delivered, table, endings_of(files), origins.removals_of(files))


def of_arrow(rows: pa.Table, table: Table) -> pd.DataFrame:
    """The rows as they were delivered, typed by the schema; columns that they lack are blank."""
    order = rows.column(ROW_ORDER).to_numpy()
    ordered = rows if (order[1:] > order[:-1]).all() else rows.sort_by(ROW_ORDER)
    places, there = pd.RangeIndex(len(rows)), set(rows.column_names)
    columns = {
        column.name: _typed(ordered.column(column.name), column.kind)
        if column.name in there
        else blank(places, column.kind)
        for column in table.stored
    }
    return pd.DataFrame(columns, places, copy=False)


def _typed(column: pa.ChunkedArray, kind: Kind) -> Any:
    """A stored column as its dtype keeps it."""
    if kind is Kind.DATE:
        return column.cast(pa.timestamp("s")).to_numpy()
    if kind is Kind.GEOMETRY:
        return column.to_numpy()
    return OWN_DTYPES[kind].__from_arrow__(column.cast(ARROW_TYPES[kind]))


def merged(
    stored: pd.DataFrame, delivered: pd.DataFrame, table: Table,
    ended: Iterable[Ending] = (), removed: Iterable[origins.Removal] = (),
) -> pd.DataFrame:  # fmt: skip
    """Stored rows that the delivery does not replace and that nobody ended or took out, followed by the delivery."""
    if not table.replaces or stored.empty:
        return delivered.reset_index(drop=True)
    keys = list(table.replaces)
    covered = pd.MultiIndex.from_frame(delivered[keys].drop_duplicates())
    kept = origins.without(stored[~pd.MultiIndex.from_frame(stored[keys]).isin(covered)], table, removed)
    for one in ended:
        if one.table == table.name and not one.thing:
            of_reporter = (kept[list(table.reporter)] == list(one.reporter)).all(axis=1)
            kept = kept[~(of_reporter & (kept["as_of"] == pd.Timestamp(one.as_of)))]
    return typed(pd.concat([kept, _remembered(stored, delivered, table)], ignore_index=True), table)


def _remembered(stored: pd.DataFrame, delivered: pd.DataFrame, table: Table) -> pd.DataFrame:
    """A delivery with what only the store knows of its rows: no file could say it anew. Snapshots are new each day."""
    if not table.kept or table.is_snapshot or table.replaces != table.key:
        return delivered
    keys, names = list(table.key), [column.name for column in table.kept]
    before = {tuple(row[name] for name in keys): row for row in stored.to_dict("records")}
    rows = typed(delivered, table).to_dict("records")
    for row in rows:
        known = before.get(tuple(row[name] for name in keys), {})
        row.update({name: known[name] for name in names if name in known and pd.isna(row[name])})
    return typed(pd.DataFrame(rows, columns=[column.name for column in table.stored], dtype=object), table)


def arrow_table(frame: pd.DataFrame, table: Table) -> pa.Table:
    """Typed rows as Arrow, with the types the store keeps."""
    arrays = {
        column.name: pa.Array.from_pandas(frame[column.name]).cast(ARROW_TYPES[column.kind]) for column in table.stored
    }
    return pa.table(arrays | {ROW_ORDER: pa.array(np.arange(len(frame), dtype=np.int32))})
