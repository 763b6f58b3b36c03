"""Delimited text whose rows all have the same width, read at once by Arrow; most files are so.

Whatever is irregular (a row too long, an unclosed quote) is left to the reader that goes
row by row and can say where. May import: `findings`, `coded`.
"""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from data_loaders.coded import Coded
from data_loaders.findings import Refused, Source
from data_loaders.reading import limits
from data_loaders.reading.encodings import UTF8

# A row must fit into a block; longer ones are read row by row, and mostly refused there.
_BLOCK_BYTES = 4 * limits.MEGABYTE


def read_regular(content: bytes, encoding: str, delimiter: str, source: Source) -> tuple[pd.DataFrame, dict[int, Coded]] | None:
    """The cells of a Grid and its columns coded; None when the text is not regular.

    Raises Refused for a cell beyond any spreadsheet's and for too many rows.
    """
    text = content if encoding == UTF8 else content.decode(encoding).encode()
    if text.count(b'"') % 2:
        return None  # a quote is not closed, and what is in it may be anything
    table = _table(text, delimiter)
    if table is None or table.num_columns > limits.COLUMNS or table.num_rows * table.num_columns > 2 * limits.CELLS:
        return None
    columns = [_coded(column) for column in table.columns]
    filled = [column.filled for column in columns]
    rows = _extent(np.logical_or.reduce(filled)) if filled else 0
    width = _extent(np.array([one.any() for one in filled], dtype=bool))
    if rows > limits.ROWS:
        raise Refused(source.finding("file_too_long", limit=limits.ROWS))
    coded = {position: column[:rows] for position, column in enumerate(columns[:width])}
    _refuse_long_texts(coded, source)
    index = pd.RangeIndex(1, rows + 1)
    cells = {position: pd.Series(column.objects(), index, dtype=object, copy=False) for position, column in coded.items()}
    return pd.DataFrame(cells, index, columns=pd.RangeIndex(width), copy=False), coded


def _table(text: bytes, delimiter: str) -> pa.Table | None:
    if not text or len(delimiter.encode()) > 1:
        return None
    try:
        width = arrow_csv.open_csv(
            pa.py_buffer(text), _reading(), _parsing(delimiter), arrow_csv.ConvertOptions()
        ).schema
        columns = dict.fromkeys(width.names, pa.string())
        kept = arrow_csv.ConvertOptions(column_types=columns, strings_can_be_null=False, check_utf8=False)
        return arrow_csv.read_csv(pa.py_buffer(text), _reading(), _parsing(delimiter), kept)
    except pa.ArrowInvalid:
        return None


def _reading() -> arrow_csv.ReadOptions:
    return arrow_csv.ReadOptions(autogenerate_column_names=True, block_size=_BLOCK_BYTES)


def _parsing(delimiter: str) -> arrow_csv.ParseOptions:
    return arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False)


def _coded(column: pa.ChunkedArray) -> Coded:
    """A column with None for the empty text."""
    encoded = pc.dictionary_encode(column).combine_chunks()
    if isinstance(encoded, pa.ChunkedArray):  # no rows
        return Coded(np.empty(0, dtype=np.int32), np.empty(0, dtype=object))
    different = np.array([text or None for text in encoded.dictionary.to_pylist()], dtype=object)
    return Coded(encoded.indices.to_numpy(zero_copy_only=False), different)


def _extent(filled: np.ndarray) -> int:
    """How far the last True lies: [True, False, True, False] → 3."""
    places = np.flatnonzero(filled)
    return int(places[-1]) + 1 if len(places) else 0


def _refuse_long_texts(columns: dict[int, Coded], source: Source) -> None:
    for column in columns.values():
        lengths = pc.utf8_length(pa.array(column.different, pa.string()))
        if (pc.max(lengths).as_py() or 0) > limits.CELL_CHARACTERS:
            too_long = pc.fill_null(pc.greater(lengths, limits.CELL_CHARACTERS), False).to_numpy(zero_copy_only=False)
            row = int(np.flatnonzero(too_long[column.codes])[0]) + 1
            raise Refused(source.finding("cell_too_long", row=row, limit=limits.CELL_CHARACTERS))
