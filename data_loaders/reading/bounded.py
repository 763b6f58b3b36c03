"""Rows as a reader found them → the cells of a Grid, within the limits."""

import numpy as np
import pandas as pd

from data_loaders.findings import Refused, Source
from data_loaders.reading import limits


def cells_of(rows: list[list], source: Source) -> pd.DataFrame:
    """Object columns 0, 1, … with row numbers from 1; "" becomes None, empty rows and columns at the end are cut.

    Raises Refused when the rows are too many, too wide or hold a text beyond any spreadsheet's cell.
    """
    rows = _even(rows, source)
    cells = np.empty((len(rows), len(rows[0]) if rows else 0), dtype=object)
    if cells.size:
        cells[:] = rows
        cells[cells == ""] = None
    return framed(cells, source)


def _even(rows: list[list], source: Source) -> list[list]:
    """Rows of one width: short ones are filled up, separators behind the last value of overlong ones are cut."""
    if max(map(len, rows), default=0) > limits.COLUMNS:
        rows = [_without_empty_end(row) for row in rows]
    widths = set(map(len, rows))
    widest = max(widths, default=0)
    if widest > limits.COLUMNS:
        raise Refused(source.finding("file_too_wide", columns=widest, limit=limits.COLUMNS))
    return rows if len(widths) == 1 else [row + [None] * (widest - len(row)) for row in rows]


def _without_empty_end(row: list) -> list:
    end = len(row)
    while end and row[end - 1] in ("", None):
        end -= 1
    return row[:end]


def framed(cells: np.ndarray, source: Source) -> pd.DataFrame:
    """The same for a two-dimensional object array whose empty cells are None already."""
    filled = pd.notna(cells)
    rows, columns = _extent(filled.any(axis=1)), _extent(filled.any(axis=0))
    cells = cells[:rows, :columns]
    if columns > limits.COLUMNS:
        raise Refused(source.finding("file_too_wide", columns=columns, limit=limits.COLUMNS))
    if rows > limits.ROWS:
        raise Refused(source.finding("file_too_long", limit=limits.ROWS))
    _refuse_long_texts(cells, source)
    return pd.DataFrame(cells, index=pd.RangeIndex(1, rows + 1), columns=pd.RangeIndex(columns), dtype=object)


def _extent(filled: np.ndarray) -> int:
    """How far the last True lies: [True, False, True, False] → 3."""
    places = np.flatnonzero(filled)
    return int(places[-1]) + 1 if len(places) else 0


def _refuse_long_texts(cells: np.ndarray, source: Source) -> None:
    for position in range(cells.shape[1]):
        column = cells[:, position].tolist()
        if max(map(len, [cell for cell in column if type(cell) is str]), default=0) > limits.CELL_CHARACTERS:
            row = next(
                i for i, cell in enumerate(column, 1) if type(cell) is str and len(cell) > limits.CELL_CHARACTERS
            )
            raise Refused(source.finding("cell_too_long", row=row, limit=limits.CELL_CHARACTERS))
