"""CSV, TSV and other delimited text → one Grid whose cells are text."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import islice

import numpy as np

from data_loaders.findings import Finding, Refused, Source, one_by_one
from data_loaders.reading import limits
from data_loaders.reading.bounded import cells_of
from data_loaders.reading.delimited_fast import read_regular
from data_loaders.reading.encodings import UTF8, encoding_of, spoken
from data_loaders.reading.grid import Grid

COMMA = ","
DELIMITERS = {COMMA: "逗号", "\t": "制表符", ";": "分号", "|": "竖线", "，": "全角逗号"}
FULL_WIDTH_COMMA = "，"
# A line within a cell with so many delimiters, and such a share of a row's, is a row.
LEAST_SWALLOWED, NEARLY_A_ROW = 2, 0.6

LEAST_TABLE = 3  # a header and two rows

_SAMPLE_RECORDS = 200
_BATCH_RECORDS = 20_000


def read_delimited(content: bytes, source: Source) -> tuple[Grid, list[Finding]]:
    """The records of a text file; a blank line is a row, a quoted line break is not.

    Raises Refused for bytes that are no text, lines beyond the limits, too many cells.
    """
    encoding = encoding_of(content, source)
    delimiter = delimiter_of(content, encoding, source)
    notes = _notes(encoding, delimiter, source)
    if (regular := read_regular(content, encoding, delimiter, source)) is not None:
        grid = Grid(source, regular)
    else:
        rows = _rows(content, encoding, delimiter, source)
        torn, width = _torn(rows)
        notes += one_by_one(
            source, torn, lambda at: source.finding("row_too_long", row=at + 1, cells=len(rows[at]), columns=width)
        )
        grid = Grid(source, cells_of(rows, source), torn=tuple(at + 1 for at in torn))
    if b'"' in content:
        _refuse_swallowed(grid, delimiter, source)
    return grid, notes


def _refuse_swallowed(grid: Grid, delimiter: str, source: Source) -> None:
    """A quote that nobody meant makes one cell of all lines up to the next: they look like rows, and would be lost."""
    nearly_a_row = max(LEAST_SWALLOWED, NEARLY_A_ROW * (len(grid.positions) - 1))
    for position in grid.positions:
        column = grid.column(position)
        broken = column.held.hold(r"[\r\n]")
        for code, cell in zip(np.flatnonzero(broken), column.held.some(broken), strict=True):
            count = sum(line.count(delimiter) >= nearly_a_row for line in str(cell).splitlines()[1:])
            if count and (at := np.flatnonzero(column.codes == code)).size:
                raise Refused(source.finding("quote_unclosed", row=int(grid.rows[at[0]]), count=count))


def _torn(rows: list[list[str]]) -> tuple[list[int], int]:
    """Which records an unquoted delimiter made longer than their header, and how long that is: what they hold is shifted.

    An empty last column hides it, for nothing then lies beyond the header. Where most records from there on are longer,
    another table begins.
    """
    lengths = [len(row) if any(row) else 0 for row in rows]
    usual = Counter(length for length in lengths if length > 1).most_common(1)  # a title is one
    header = max(lengths[: lengths.index(usual[0][0]) + 1]) if usual else 0
    longer = [at for at, length in enumerate(lengths) if length > header]
    is_table = bool(longer) and LEAST_TABLE <= len(rows) - longer[0] < 2 * len(longer)
    return [] if is_table else longer, header


def delimiter_of(content: bytes, encoding: str, source: Source) -> str:
    """The delimiter that splits most cells at the same width; comma when nothing is split."""
    scores = {delimiter: _cells_explained(content, encoding, delimiter, source) for delimiter in DELIMITERS}
    # Full-width commas stand in remarks too: only a file they split far better is split by them.
    scores[FULL_WIDTH_COMMA] /= 2
    return max(scores, key=scores.__getitem__)  # ty: the first of equals, so comma


def _cells_explained(content: bytes, encoding: str, delimiter: str, source: Source) -> float:
    try:
        records = list(islice(_records(content, encoding, delimiter, source), _SAMPLE_RECORDS))
    except csv.Error:
        return 0
    widths = Counter(len(record) for record in records if record)
    # The width of a single record says nothing: a setting may be a list of seventeen units.
    shared = {width: count for width, count in widths.items() if count > 1 or len(records) < 3}
    return max(((width - 1) * count for width, count in shared.items()), default=0)


def _rows(content: bytes, encoding: str, delimiter: str, source: Source) -> list[list[str]]:
    rows, cells = [], 0
    records = _records(content, encoding, delimiter, source)
    try:
        while batch := list(islice(records, _BATCH_RECORDS)):
            cells += sum(map(len, batch))
            rows += batch
            if len(rows) > limits.ROWS:
                raise Refused(source.finding("file_too_long", limit=limits.ROWS))
            if cells > 2 * limits.CELLS:
                raise Refused(source.finding("file_too_long", limit=2 * limits.CELLS * len(rows) // cells))
    except csv.Error:  # its own text may quote the file
        raise Refused(source.finding("cell_too_long", row=len(rows) + 1, limit=limits.CELL_CHARACTERS)) from None
    return rows


def _records(content: bytes, encoding: str, delimiter: str, source: Source) -> Iterator[list[str]]:
    return csv.reader(_lines(content, encoding, source), delimiter=delimiter)


def _lines(content: bytes, encoding: str, source: Source) -> Iterator[str]:
    # Decoded line by line: the text of a large file is never held as one string.
    buffer = io.BytesIO(content)
    if encoding == UTF8:  # the plain codec is much the faster, but does not skip the BOM
        buffer.seek(len(codecs.BOM_UTF8) if content.startswith(codecs.BOM_UTF8) else 0)
        encoding = "utf-8"
    lines = io.TextIOWrapper(buffer, encoding, newline="")
    read_line = partial(lines.readline, limits.LINE_CHARACTERS + 1)
    for number, line in enumerate(iter(read_line, ""), 1):
        if len(line) > limits.LINE_CHARACTERS:
            raise Refused(source.finding("cell_too_long", row=number, limit=limits.CELL_CHARACTERS))
        yield line


def _notes(encoding: str, delimiter: str, source: Source) -> list[Finding]:
    notes = []
    if encoding != UTF8:
        notes.append(source.finding("encoding", encoding=spoken(encoding)))
    if delimiter != COMMA:
        notes.append(source.finding("delimiter", delimiter=DELIMITERS[delimiter]))
    return notes
