"""Append-only lists beside the tables: who did what, who may, which editions are named. One Delta table each.

Nothing is ever changed or removed here; the newest row about a thing counts, and which is newer does not hang on
the clock: every row carries the version of the list that its writer saw. May import: `delta`.
"""

import pyarrow as pa
from deltalake import write_deltalake
from deltalake.exceptions import CommitFailedError

from data_loaders import delta

# The version of the list that a row was added to; rows of old have none and count by their time alone.
AFTER = pa.field("after", pa.int64())
# So many files of one row each are made one, else every login would open thousands.
FILES_AT_MOST = 200


def append_record(location: str, record: dict, schema: pa.Schema) -> None:
    """Add one record; creates the list on first use. Appends of several writers all arrive. StoreAway or Damaged."""
    table = delta.opened(location)
    after = -1 if table is None else table.version()
    rows = pa.Table.from_pylist([record | {AFTER.name: after}], schema.append(AFTER))
    if table is None and delta.created(location, rows):
        return
    write_deltalake(location if table is None else table, rows, mode="append", schema_mode="merge")
    if after % FILES_AT_MOST == FILES_AT_MOST - 1:
        _tidy(location)


def _tidy(location: str) -> None:
    """Put the rows into fewer files; older versions keep theirs."""
    try:
        delta.opened(location).optimize.compact()
    except CommitFailedError:
        pass  # another writer is doing it


def read_records(location: str) -> list[dict]:
    """All records, oldest first; none before the first. StoreAway or Damaged."""
    table = delta.opened(location)
    rows = [] if table is None else delta.rows_in(table, location)
    rows.sort(key=lambda row: (-1 if row.get(AFTER.name) is None else row[AFTER.name], row["at"]))
    return [{name: value for name, value in row.items() if name != AFTER.name} for row in rows]
