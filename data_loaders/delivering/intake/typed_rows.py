"""What a person typed on a screen, as a file of ours: it then goes the way of a file, with its guard and its checks."""

import csv
import io
from collections.abc import Mapping, Sequence

import pandas as pd

from data_loaders.schema import Kind, Table


def as_file(table: Table, rows: Sequence[Mapping[str, object]]) -> bytes:
    """Rows (inside name → value, the same names in each) as a CSV under our headers."""
    text = io.StringIO()
    writer = csv.writer(text)
    columns = [column for column in table.columns if rows and column.name in rows[0]]
    writer.writerow([column.title for column in columns])
    writer.writerows([_cell(row[column.name], column.kind) for column in columns] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: object, kind: Kind) -> str:
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value}%" if kind is Kind.PERCENT else str(value)
