"""Delimited text whose rows all have the same width, read at once by Arrow; most files are so.

Whatever is irregular (a row too long, an unclosed quote) is left to the reader that goes
row by row and can say where.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from data_loaders.findings import Refused, Source
from data_loaders.reading import limits
from data_loaders.reading.distinct import Coded, Different
from data_loaders.reading.encodings import UTF8
from data_loaders.searching import shared_out, truth

# A row must fit into a block; longer ones are read row by row, and mostly refused there.
_BLOCK_BYTES = 4 * limits.MEGABYTE
# What the first rows are like the rest will be: of a million different texts nobody makes a dictionary.
FIRST_ROWS, NEARLY_ALL = 10_000, 0.9


def read_regular(content: bytes, encoding: str, delimiter: str, source: Source) -> tuple[Coded, ...] | None:
    """The columns of a Grid; None when the text is not regular.

    Raises Refused for a cell beyond any spreadsheet's and for too many rows.
    """
    text = content if encoding == UTF8 else content.decode(encoding).encode()
    quotes = text.count(b'"')
    if quotes % 2:
        return None  # a quote is not closed, and what is in it may be anything
    table = _table(text, delimiter, quoted=quotes > 0)
    if table is None or table.num_columns > limits.COLUMNS or table.num_rows * table.num_columns > 2 * limits.CELLS:
        return None
    columns = shared_out(_coded, table.columns, table.num_rows)
    filled = [column.filled for column in columns]
    rows = _extent(np.logical_or.reduce(filled)) if filled else 0
    width = _extent(np.array([one.any() for one in filled], dtype=bool))
    if rows > limits.ROWS:
        raise Refused(source.finding("file_too_long", limit=limits.ROWS))
    kept = tuple(column[:rows] for column in columns[:width])
    _refuse_long_texts(kept, source)
    return kept


def _table(text: bytes, delimiter: str, *, quoted: bool) -> pa.Table | None:
    if not text or len(delimiter.encode()) > 1:
        return None
    try:
        # Only quotes let a line break into a cell; without any, all cores read at once.
        parsing = _parsing(delimiter, quoted=quoted)
        kept = arrow_csv.ConvertOptions(
            default_column_type=pa.string(),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
            check_utf8=False,
        )
        return arrow_csv.read_csv(pa.py_buffer(text), _reading(), parsing, kept)
    except pa.ArrowInvalid:
        return None


def _reading() -> arrow_csv.ReadOptions:
    return arrow_csv.ReadOptions(autogenerate_column_names=True, block_size=_BLOCK_BYTES)


def _parsing(delimiter: str, *, quoted: bool) -> arrow_csv.ParseOptions:
    return arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=quoted, ignore_empty_lines=False)


def _coded(column: pa.ChunkedArray) -> Coded:
    """A column with null for the empty text; coded row by row where the first rows show that nearly all differ."""
    first = column[:FIRST_ROWS]
    if pc.count_distinct(first, mode="all").as_py() > NEARLY_ALL * len(first):
        texts = pa.concat_arrays(column.chunks)
        return Coded(np.arange(len(texts), dtype=np.int32), Different(texts))
    encoded = pc.dictionary_encode(column, null_encoding="encode").combine_chunks()
    if isinstance(encoded, pa.ChunkedArray):  # no rows
        return Coded(np.empty(0, dtype=np.int32), Different(np.empty(0, dtype=object)))
    return Coded(encoded.indices.to_numpy(zero_copy_only=False), Different(encoded.dictionary))


def _extent(filled: np.ndarray) -> int:
    """How far the last True lies: [True, False, True, False] → 3."""
    places = np.flatnonzero(filled)
    return int(places[-1]) + 1 if len(places) else 0


def _refuse_long_texts(columns: tuple[Coded, ...], source: Source) -> None:
    for column in columns:
        lengths = pc.utf8_length(column.held.texts)
        if (pc.max(lengths).as_py() or 0) > limits.CELL_CHARACTERS:
            row = int(np.flatnonzero(truth(pc.greater(lengths, limits.CELL_CHARACTERS))[column.codes])[0]) + 1
            raise Refused(source.finding("cell_too_long", row=row, limit=limits.CELL_CHARACTERS))
