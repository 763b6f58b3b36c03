"""Frames with the types that the schema gives their columns."""

import pickle
import weakref
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa

from data_loaders.schema import Kind, Table

DTYPES = {
    Kind.TEXT: "str", Kind.CHOICE: "str", Kind.WHOLE: "Int64", Kind.NUMBER: "Float64", Kind.MONEY: "Float64",
    Kind.PERCENT: "Float64", Kind.DATE: "datetime64[s]", Kind.FLAG: "boolean", Kind.GEOMETRY: "object",
}  # fmt: skip
TEXT_DTYPE = pd.Series(dtype="str").dtype
# A column whose words all stand so many times in it, on the average, is remembered as what it was made of, for as long as
# it lives: to tell a million words apart takes longer than to write them.
REPEATED = 10
_made_of: dict[int, tuple[np.ndarray, pd.Series]] = {}
NUMBERS = (Kind.WHOLE, Kind.NUMBER, Kind.MONEY, Kind.PERCENT)


def empty_frame(table: Table) -> pd.DataFrame:
    """No rows, all columns of a table with their types; the caller's own."""
    return pickle.loads(_empty_frame(table))


@cache
def _empty_frame(table: Table) -> bytes:
    """As bytes, which threads may share; it is asked for several times a file, and typing it takes a while."""
    return pickle.dumps(typed(pd.DataFrame(columns=list(table.names)), table))


def typed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The table's columns in schema order and with schema types; columns the frame lacks are blank."""
    columns = {}
    for column in table.stored:
        if column.name not in frame:
            columns[column.name] = blank(frame.index, column.kind)
        elif frame[column.name].dtype == DTYPES[column.kind]:
            columns[column.name] = frame[column.name]  # pandas would copy it
        elif column.kind is Kind.DATE:
            columns[column.name] = pd.to_datetime(frame[column.name]).astype(DTYPES[Kind.DATE])
        else:
            columns[column.name] = frame[column.name].astype(DTYPES[column.kind])
    return pd.DataFrame(columns, index=frame.index, copy=False)


def blank(rows: pd.Index, kind: Kind) -> pd.Series:
    """A column of the schema that says nothing."""
    if DTYPES[kind] == "str":
        nothing = pd.arrays.ArrowStringArray(pa.nulls(len(rows), pa.large_string()), dtype=TEXT_DTYPE)
        return pd.Series(nothing, index=rows, copy=False)
    return typed_values(np.array([None], dtype=object), np.zeros(len(rows), dtype=int), rows, kind)


def typed_values(values: np.ndarray | pa.Array, codes: np.ndarray, rows: pd.Index, kind: Kind) -> pd.Series:
    """A typed column of the schema from each different value once."""
    if isinstance(values, pa.Array):
        different = pd.Series(pd.arrays.ArrowStringArray(values.cast(pa.large_string()), dtype=TEXT_DTYPE))
    elif kind is Kind.DATE:
        different = pd.Series(pd.to_datetime(pd.Series(values, dtype=object))).astype(DTYPES[kind])
    else:
        different = pd.Series(values, dtype=DTYPES[kind])
    first, last = (codes[0], codes[-1] + 1) if len(codes) else (0, 0)
    in_order = last - first == len(codes) and (np.diff(codes) == 1).all()  # where nearly every row differs
    cells = different.array[first:last] if in_order else different.array.take(codes)
    column = pd.Series(cells, index=rows, copy=False)
    if DTYPES[kind] == "str" and len(different) * REPEATED <= len(codes):
        data = column.array.__arrow_array__()
        _made_of[id(data)] = codes, different
        weakref.finalize(data, _made_of.pop, id(data))
    return column


def told_apart(column: pd.Series) -> tuple[np.ndarray, np.ndarray | pd.Index]:
    """A number for each row, -1 where it is blank, and what each number stands for, each once.

    Of a column of words that was made of few different ones (`typed_values`) nothing is looked at anew.
    """
    made = column.dtype == TEXT_DTYPE and _made_of.get(id(column.array.__arrow_array__()))
    if not made:
        return pd.factorize(column)
    codes, different = made
    numbers, words = pd.factorize(different)
    return numbers[codes], words
