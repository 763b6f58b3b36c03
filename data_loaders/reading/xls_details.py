"""A look into XLS and ET sheets before the workbook reader: how far they reach, and what it does not tell."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from data_loaders.reading.number_formats import NumberFormat, number_format
from data_loaders.reading.xlsx_details import Details

BOF, EOF, BOUNDSHEET, FILEPASS = 0x0809, 0x000A, 0x0085, 0x002F
ROW, FORMAT, XF = 0x0208, 0x041E, 0x00E0
BLANK, MULBLANK, MULRK, FORMULA, BOOLERR = 0x0201, 0x00BE, 0x00BD, 0x0006, 0x0205
NUMBER, RK, LABEL, LABELSST, RSTRING = 0x0203, 0x027E, 0x0204, 0x00FD, 0x00D6
SST, DIMENSIONS = 0x00FC, 0x0200

_CELLS = frozenset((FORMULA, BOOLERR, NUMBER, RK, LABEL, LABELSST, RSTRING))
_NUMBERS = frozenset((FORMULA, NUMBER, RK))
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_ROW_HIDDEN = 0x20
_BIFF8 = 0x0600
_ROWS, _COLUMNS = 65536, 256  # as many as the format has
_TEXT_BYTES = 3  # of an empty shared text: its length and its flags


class Protected(Exception):
    """The workbook stream is encrypted."""


@dataclass
class _Globals:
    sheets: list[int]  # where the stream of each sheet begins
    formats: dict[int, NumberFormat]  # by style number, those that show something else than the cell holds


def look_at_sheets(stream: bytes) -> list[Details]:
    """The details of each sheet of the Workbook stream; raises Protected, struct.error, IndexError or ValueError."""
    book = _globals(stream)
    details = {begin: _sheet(stream, begin, book.formats) for begin in set(book.sheets)}
    return [details[begin] for begin in book.sheets]


def _records(stream: bytes, begin: int = 0) -> Iterator[tuple[int, int, int, bool]]:
    """(type, where its data begins, length, whether it is no chart's within) of what the workbook reader goes through."""
    depth = 0
    while begin + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, begin)
        if kind == EOF:
            return
        depth += kind == BOF
        yield kind, begin + 4, length, depth == 1
        begin += 4 + length


def _globals(stream: bytes) -> _Globals:
    sheets: list[int] = []
    styles: list[int] = []
    formats = {9: "0%", 10: "0.00%"}
    is_biff8 = True
    for kind, begin, _, _ in _records(stream):
        if kind == BOF:
            is_biff8 = struct.unpack_from("<H", stream, begin)[0] == _BIFF8
        elif kind == FILEPASS:
            raise Protected
        elif kind == SST and struct.unpack_from("<I", stream, begin + 4)[0] > len(stream) // _TEXT_BYTES:
            raise ValueError  # the workbook reader sets memory aside for as many texts as are claimed
        elif kind == BOUNDSHEET:
            sheets += struct.unpack_from("<I", stream, begin)
        elif kind == FORMAT:
            number, size = struct.unpack_from("<HH", stream, begin)
            size, size_bytes = (size, 2) if is_biff8 else (size & 0xFF, 1)
            formats[number] = _text(stream, begin + 2, size, size_bytes, is_biff8)
        elif kind == XF:
            styles.append(struct.unpack_from("<H", stream, begin + 2)[0])
    telling = {
        number: found for number, code in formats.items() if (found := number_format(code)).is_percent or found.changes
    }
    return _Globals(sheets, {i: telling[number] for i, number in enumerate(styles) if number in telling})


def _text(stream: bytes, begin: int, size: int, size_bytes: int, is_biff8: bool) -> str:
    begin += size_bytes
    if not is_biff8:
        return stream[begin : begin + size].decode("gb18030", "replace")
    if stream[begin] & 1:
        return stream[begin + 1 : begin + 1 + 2 * size].decode("utf-16-le", "replace")
    return stream[begin + 1 : begin + 1 + size].decode("latin-1")


def _sheet(stream: bytes, begin: int, formats: dict[int, NumberFormat]) -> Details:
    details, filled_rows, hidden_rows = Details(), set(), set()
    for kind, data, length, is_own in _records(stream, begin):
        if kind == DIMENSIONS:
            _check_dimensions(stream, data, length)
        elif kind == ROW:
            row, options = struct.unpack_from("<H10xH", stream, data)
            if options & _ROW_HIDDEN:
                hidden_rows.add(row)
        elif kind in _CELLS or kind == MULRK:
            row, column, style = struct.unpack_from("<HHH", stream, data)
            last = struct.unpack_from("<H", stream, data + length - 2)[0] if kind == MULRK else column
            details.last_row = max(details.last_row, row + 1)
            details.columns = max(details.columns, last + 1)
            if not is_own:
                continue
            filled_rows.add(row)
            if error := _error(stream, kind, data):
                details.broken[row + 1, column] = error
            elif kind == MULRK:
                for place, own in _styles_of_many(stream, data, length):
                    _note(details, place, formats.get(own))
            elif kind in _NUMBERS:
                _note(details, (row + 1, column), formats.get(style))
    details.hidden_rows = len(filled_rows & hidden_rows)
    return details


def _check_dimensions(stream: bytes, data: int, length: int) -> None:
    """Raises ValueError for a sheet that claims more than the format has: the workbook reader sets memory aside for it."""
    first_row, rows, first_column, columns = struct.unpack_from("<IIHH" if length == 14 else "<HHHH", stream, data)
    if rows > _ROWS or columns > _COLUMNS or (rows and columns and (first_row >= rows or first_column >= columns)):
        raise ValueError


def _error(stream: bytes, kind: int, data: int) -> str | None:
    """What an error cell shows; None for any other cell."""
    if kind == BOOLERR and stream[data + 7]:
        return _ERRORS.get(stream[data + 6], "#N/A")
    if kind == FORMULA and stream[data + 12 : data + 14] == b"\xff\xff" and stream[data + 6] == 2:
        return _ERRORS.get(stream[data + 8], "#N/A")
    return None


def _styles_of_many(stream: bytes, data: int, length: int) -> Iterator[tuple[tuple[int, int], int]]:
    """(row from 1, column), style of each cell of a record that holds several."""
    row, first = struct.unpack_from("<HH", stream, data)
    for i in range((length - 6) // 6):
        yield (row + 1, first + i), struct.unpack_from("<H", stream, data + 4 + 6 * i)[0]


def _note(details: Details, place: tuple[int, int], found: NumberFormat | None) -> None:
    if found is None:
        return
    if found.is_percent:
        details.percents.add(place)
    else:
        details.shown[place] = found
