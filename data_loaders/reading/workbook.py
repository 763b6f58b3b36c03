"""XLSX, XLSM, XLS and ET → one Grid a sheet, hidden sheets included.

What a file claims about itself is checked before the reader library may believe it.
"""

import datetime
import io
import struct
from collections.abc import Sequence
from itertools import chain

import python_calamine as calamine

from data_loaders.findings import Finding, Refused, Source
from data_loaders.guarding.person_numbers import mask
from data_loaders.reading import limits, xls_details, xlsx_details
from data_loaders.reading.archive import checked_copy
from data_loaders.reading.bounded import cells_of
from data_loaders.reading.grid import Grid, Merge
from data_loaders.reading.kind import Kind
from data_loaders.reading.ole2 import CompoundFile, DamagedCompound
from data_loaders.reading.outside_cells import findings_beside
from data_loaders.reading.xlsx_details import Details
from data_loaders.searching import shared_out

_TIMES = frozenset((datetime.time, datetime.timedelta))


def read_xlsx(content: bytes, source: Source) -> tuple[list[Grid], list[Finding]]:
    """The sheets of an XLSX or XLSM, and the personal data beside their cells (`findings_beside`).

    Raises Refused for damaged, protected, oversized or forged files.
    """
    workbook = checked_copy(content, source)
    details = xlsx_details.look_at_sheets(workbook, source)
    # What was checked is read by the library and looked at by us at the same time, where it is large.
    grids, beside = shared_out(
        lambda work: work(),
        (lambda: _grids(workbook, details, source), lambda: findings_beside(Kind.XLSX, content, source)),
        sum(found.last_row * found.columns for found in details if found),
    )
    return grids, beside


def read_xls(content: bytes, source: Source) -> list[Grid]:
    """The sheets of an XLS or ET; raises Refused for damaged, protected or oversized files."""
    if len(content) > limits.XLS_BYTES:
        size, limit = limits.megabytes(len(content)), limits.megabytes(limits.XLS_BYTES)
        raise Refused(source.finding("file_too_large", size=size, limit=limit))
    try:
        container = CompoundFile(content)
        details = xls_details.look_at_sheets(container.stream("workbook" if "workbook" in container.names else "book"))
    except xls_details.Protected:
        raise Refused(source.finding("file_protected")) from None
    except (DamagedCompound, struct.error, ValueError, IndexError, KeyError):
        raise _damaged(source) from None
    if sum(found.last_row * found.columns for found in details) > limits.CELLS:
        raise Refused(source.finding("file_bomb", limit=limits.megabytes(limits.INFLATED_BYTES)))
    return _grids(content, details, source)


def _damaged(source: Source) -> Refused:
    return Refused(source.finding("file_damaged", reason="工作簿内容不完整"))


def _grids(workbook: bytes, details: Sequence[Details | None], source: Source) -> list[Grid]:
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(workbook))
        return [
            _grid(book, position, found, source)
            for position, (sheet, found) in enumerate(zip(book.sheets_metadata, details, strict=True))
            if found is not None and sheet.typ == calamine.SheetTypeEnum.WorkSheet
        ]
    except calamine.PasswordError:
        raise Refused(source.finding("file_protected")) from None
    except Refused:
        raise
    except Exception:  # the reader's own text may quote the file
        raise _damaged(source) from None
    except BaseException as error:
        # A reader written in Rust reports its own bugs as a panic, which is not an Exception.
        if type(error).__name__ == "PanicException":
            raise _damaged(source) from None
        raise


def _grid(book: calamine.CalamineWorkbook, position: int, details: Details, source: Source) -> Grid:
    sheet, content = book.sheets_metadata[position], book.get_sheet_by_index(position)
    rows = _plain(content.to_python(skip_empty_area=False))
    reshown = _show(rows, details)
    source = source.of(sheet=mask(sheet.name))
    return Grid(
        source,
        cells_of(rows, source),
        merges=_merges(content.merged_cell_ranges),
        percents=frozenset(details.percents),
        broken=details.broken,
        struck=frozenset(details.struck),
        reshown=reshown,
        hidden_rows=details.hidden_rows,
        visible=sheet.visible == calamine.SheetVisibleEnum.Visible,
    )


def _show(rows: list[list], details: Details) -> frozenset[tuple[int, int]]:
    """Puts what a person reads for the numbers whose format divides them or writes a unit; the places of those changed."""
    changed = set()
    for (row, column), found in details.shown.items():
        cell = rows[row - 1][column] if row <= len(rows) and column < len(rows[row - 1]) else None
        if isinstance(cell, int | float) and not isinstance(cell, bool) and (shown := found.shown(float(cell))) != cell:
            rows[row - 1][column] = shown
            changed.add((row, column))
    return frozenset(changed)


def _merges(ranges) -> tuple[Merge, ...]:
    return tuple(
        Merge(first_row + 1, last_row + 1, first_column, last_column)
        for (first_row, first_column), (last_row, last_column) in ranges or ()
    )


def _plain(rows: list[list]) -> list[list]:
    """The rows with times of day and durations as text; a Grid knows dates only."""
    if _TIMES.isdisjoint(map(type, chain.from_iterable(rows))):
        return rows
    return [[str(cell) if type(cell) in _TIMES else cell for cell in row] for row in rows]
