"""Append-only lists beside the tables: who did what, who may, which editions are named. One Delta table each.

Nothing is ever changed or removed here; the newest row about a thing counts, and which is newer does not hang on
the clock: every row carries the version of the list that its writer saw.
"""

from collections.abc import Sequence
from contextlib import suppress

import pyarrow as pa
from deltalake import CommitProperties
from deltalake.exceptions import DeltaError

from data_loaders.findings import Refused, Source
from data_loaders.store import delta

# The version of the list that a row was added to; rows of old have none and count by their time alone.
AFTER = pa.field("after", pa.int64())
# So many files of one row each are made one, else every login would open thousands.
FILES_AT_MOST = 200
MANY_TRIES = CommitProperties(max_commit_retries=100)


def append_record(location: str, record: dict, schema: pa.Schema) -> None:
    """Add one record; else as `append_records`."""
    append_records(location, [record], schema)


def append_records(location: str, records: Sequence[dict], schema: pa.Schema) -> None:
    """Add records in one step; creates the list on first use. Appends of several writers all arrive.

    StoreAway or Damaged, or Refused when the store cannot be written.
    """
    try:
        _append(location, records, schema)
    except (OSError, DeltaError) as error:
        raise Refused(Source(location).finding("store_unwritable", reason=type(error).__name__)) from error


def _append(location: str, records: Sequence[dict], schema: pa.Schema) -> None:
    table = delta.opened(location)
    after = -1 if table is None else table.version()
    rows = pa.Table.from_pylist([one | {AFTER.name: after} for one in records], schema.append(AFTER))
    if table is None and delta.created(location, rows):
        return
    table = table or delta.found(location)
    delta.write(table, rows, mode="append", schema_mode="merge", commit_properties=MANY_TRIES)
    if after > 0 and after % FILES_AT_MOST == 0:
        _tidy(location)


def _tidy(location: str) -> None:
    """Put the rows into fewer files; older versions keep theirs. One try: delta-rs (1.6) tries again on top of
    another's tidying and then has the rows twice.
    """
    with suppress(OSError, DeltaError, Refused):  # a row came in between, or the disk is full; the next time comes
        delta.found(location).optimize.compact(commit_properties=delta.ONE_TRY)


def read_records(location: str) -> list[dict]:
    """All records, oldest first; none before the first. StoreAway or Damaged."""
    table = delta.opened(location)
    rows = [] if table is None else delta.rows_in(table, location)
    rows.sort(key=lambda row: (-1 if row.get(AFTER.name) is None else row[AFTER.name], row["at"]))
    return [{name: value for name, value in row.items() if name != AFTER.name} for row in rows]
