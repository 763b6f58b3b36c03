"""Append-only lists beside the tables: who did what, who may, which editions are named. One Delta table each.

May import: deltalake. Nothing is ever changed or removed here; the newest row about a thing counts.
"""

import pyarrow as pa
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import TableNotFoundError

# Old versions are the history that editions point at: Delta's own log cleaning must never touch them.
KEEP_EVERYTHING = {
    "delta.enableExpiredLogCleanup": "false",
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
}


def append_record(location: str, record: dict, schema: pa.Schema) -> None:
    """Add one record; creates the list on first use. Appends of several writers all arrive."""
    write_deltalake(location, pa.Table.from_pylist([record], schema), mode="append", configuration=KEEP_EVERYTHING)


def read_records(location: str) -> list[dict]:
    """All records as they were added, oldest first by their `at`; none before the first."""
    try:
        rows = DeltaTable(location).to_pyarrow_table().to_pylist()
    except TableNotFoundError:
        return []
    return sorted(rows, key=lambda row: row["at"])
