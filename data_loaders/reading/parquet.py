"""Parquet → one Grid whose first row is the column names.

Types are checked before any value is read, and values are counted while they are read.
"""

import datetime
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data_loaders.clock import CHINA
from data_loaders.findings import Refused, Source
from data_loaders.reading import footer, limits
from data_loaders.reading.bounded import framed
from data_loaders.reading.grid import Grid

# Columns that pandas wrote for a frame's index; they are no cells of the table.
INDEX = re.compile(r"__index_level_\d+__")
_BATCH_ROWS = 65_536
_FOOTER_BYTES = 16 * limits.MEGABYTE

_PLAIN_TYPES = (
    pa.types.is_boolean, pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal, pa.types.is_date,
    pa.types.is_timestamp, pa.types.is_time, pa.types.is_null, pa.types.is_string, pa.types.is_large_string,
    pa.types.is_string_view,
)  # fmt: skip


def read_columnar(content: bytes, source: Source) -> Grid:
    """The columns with their values as Python objects; an index that pandas wrote is left out.

    Raises Refused for nested, binary and extension types, and for contents beyond the limits. A damaged file may abort
    Arrow and with it the process, so whoever reads for others does it in a `worker`.
    """
    try:
        return _read(content, source)
    except (pa.ArrowException, OSError, ValueError, OverflowError):  # their texts may quote the file
        raise Refused(source.finding("file_damaged", reason="Parquet 内容不完整")) from None


def _read(content: bytes, source: Source) -> Grid:
    if len(content) < 12 or content[-4:] != b"PAR1":
        raise Refused(source.finding("file_damaged", reason="Parquet 内容不完整"))
    limits_of_footer = {"thrift_string_size_limit": _FOOTER_BYTES, "thrift_container_size_limit": 1_000_000}
    schema = pq.ParquetFile(pa.BufferReader(content), **limits_of_footer).schema_arrow
    for field in schema:
        _refuse_unusual_type(field, source)
    texts = [field.name for field in schema if not _is_number_or_date(_value_type(field.type))]
    # As dictionaries a value repeated a million times stays one value in memory.
    file = pq.ParquetFile(pa.BufferReader(content), read_dictionary=texts, **limits_of_footer)
    _refuse_claims(file.metadata, [chunk.unpacked for chunk in footer.chunks(content)], source)
    kept = [position for position, name in enumerate(schema.names) if not INDEX.fullmatch(name)]
    parts = [_batch_cells(batch, kept) for batch in _counted(file, source)]
    names = np.array([[schema.names[position] or None for position in kept]], dtype=object)
    return Grid(source, framed(np.concatenate([names, *parts]), source))


def _value_type(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _is_number_or_date(kind: pa.DataType) -> bool:
    return any(is_type(kind) for is_type in _PLAIN_TYPES[:8])


def _refuse_unusual_type(field: pa.Field, source: Source) -> None:
    extension = (field.metadata or {}).get(b"ARROW:extension:name")
    kind = _value_type(field.type)
    if extension is None and any(is_type(kind) for is_type in _PLAIN_TYPES):
        return
    # An extension is named by whoever wrote the file; only our own words are repeated.
    word = "extension" if extension is not None else re.split(r"[<\[(]", str(kind))[0]
    raise Refused(source.finding("parquet_extension_type", kind=word))


def _refuse_claims(metadata: pq.FileMetaData, sizes: Sequence[int], source: Source) -> None:
    groups = [metadata.row_group(i) for i in range(metadata.num_row_groups)]
    rows = max(metadata.num_rows, sum(group.num_rows for group in groups))
    if metadata.num_columns > limits.COLUMNS:
        raise Refused(source.finding("file_too_wide", columns=metadata.num_columns, limit=limits.COLUMNS))
    if rows > limits.ROWS:
        raise Refused(source.finding("file_too_long", limit=limits.ROWS))
    claims = [max(size, 0) for size in sizes]
    if max(claims, default=0) > limits.PARQUET_CHUNK_BYTES or sum(claims) > limits.INFLATED_BYTES:
        raise _bomb(source)
    if rows * metadata.num_columns > 2 * limits.CELLS:
        raise _bomb(source)


def _bomb(source: Source) -> Refused:
    return Refused(source.finding("file_bomb", limit=limits.megabytes(limits.INFLATED_BYTES)))


def _counted(file: pq.ParquetFile, source: Source) -> Iterator[pa.RecordBatch]:
    """Batches of the file, refused as soon as what was really read passes the limits."""
    size = rows = 0
    for batch in file.iter_batches(batch_size=_BATCH_ROWS, use_threads=False):
        size += sum(map(_unfolded_bytes, batch.columns))
        rows += batch.num_rows
        if size > limits.INFLATED_BYTES or rows > limits.ROWS:
            raise _bomb(source)
        yield batch


def _unfolded_bytes(column: pa.Array) -> int:
    """The bytes of a column once every row has its own value; a dictionary holds each only once."""
    if not _is_text_dictionary(column):
        return column.nbytes
    lengths = pc.binary_length(column.dictionary).take(column.indices)
    return pc.sum(lengths).as_py() or 0


def _batch_cells(batch: pa.RecordBatch, kept: list[int]) -> np.ndarray:
    cells = np.empty((batch.num_rows, len(kept)), dtype=object)
    for place, position in enumerate(kept):
        cells[:, place] = _values(batch.column(position))
    return cells


def _values(column: pa.Array) -> np.ndarray:
    """Python objects, None where nothing stands."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _dictionary_values(column)
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind):
        return _objects(column.to_pandas(integer_object_nulls=True).astype(object).tolist())
    if pa.types.is_floating(kind):
        numbers = column.cast(pa.float64()).to_numpy(zero_copy_only=False)
        values = numbers.astype(object)
        values[np.isnan(numbers)] = None
        return values
    if pa.types.is_timestamp(kind):
        # Nanoseconds are finer than Python tells; nobody types them.
        column = column.cast(pa.timestamp("us", kind.tz), safe=False)
    return _objects([_plain(value) for value in column.to_pylist()])


def _dictionary_values(column: pa.DictionaryArray) -> np.ndarray:
    """One object for each distinct value of the batch, however many rows share it."""
    places = column.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    used, place_in_used = np.unique(places, return_inverse=True)
    words = _values(column.dictionary.take(pa.array(used, mask=used < 0)))
    return words[place_in_used]


def _is_text_dictionary(column: pa.Array) -> bool:
    return pa.types.is_dictionary(column.type) and not _is_number_or_date(column.type.value_type)


def _objects(values: list) -> np.ndarray:
    cells = np.empty(len(values), dtype=object)
    cells[:] = values
    return cells


def _plain(value: object) -> object:
    """A value of the kinds a Grid holds: decimals become numbers, times of day text, instants our local time."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime.datetime):
        return (value.astimezone(CHINA) if value.tzinfo else value).replace(tzinfo=None)
    if isinstance(value, datetime.time):
        return value.isoformat()
    return None if value is pd.NaT or value == "" else value
