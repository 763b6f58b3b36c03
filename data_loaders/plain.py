"""Many different cells read at once where they are written plainly; the others are read one by one (`cells`).

May import: `schema`, `cells`, `coded`.
"""

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data_loaders.cells import BLANK_WORDS, LARGEST, Parsed
from data_loaders.schema import Column, Kind

DTYPES = {
    Kind.TEXT: "str", Kind.CHOICE: "str", Kind.WHOLE: "Int64", Kind.NUMBER: "Float64", Kind.MONEY: "Float64",
    Kind.PERCENT: "Float64", Kind.DATE: "datetime64[s]", Kind.FLAG: "boolean", Kind.GEOMETRY: "object",
}  # fmt: skip
NUMBERS = (Kind.WHOLE, Kind.NUMBER, Kind.MONEY, Kind.PERCENT)

# Text that tidying leaves as it is: most cells, and worth knowing without a closer look.
_CLEAN_TEXT = r"^[0-9A-Za-z\x{4e00}-\x{9fff}_.:;()（），。、；：《》“”%-]+$"
_LIKE_A_NUMBER = r"^[0-9.]+[eE]"
# Fifteen digits are exact in every program; longer numbers are looked at one by one.
_NUMBER = r"^-?[0-9]{1,13}(\.[0-9]{1,12})?$"
_WHOLE = r"^-?[0-9]{1,13}$"


def read_plainly(different: np.ndarray, column: Column, unit: str) -> tuple[np.ndarray, np.ndarray]:
    """(values, whether each was read): what the cells of a text or number column say that need no repair."""
    values = np.empty(len(different), dtype=object)
    nothing = np.zeros(len(different), dtype=bool)
    texts = _as_arrow(different) if column.kind is Kind.TEXT or column.kind in NUMBERS else None
    if texts is None:
        return values, nothing
    if column.kind is Kind.TEXT:
        read = _matches(texts, _CLEAN_TEXT) & ~_matches(texts, _LIKE_A_NUMBER) & ~_are(texts, BLANK_WORDS)
        values[read] = different[read]
        return values, read
    if unit != "万元":
        return values, nothing
    read = _matches(texts, _WHOLE if column.kind is Kind.WHOLE else _NUMBER)
    numbers = texts.filter(pa.array(read)).cast(pa.float64()).to_numpy(zero_copy_only=False)
    within = np.abs(numbers) <= LARGEST
    read[read] = within
    values[read] = (numbers.astype(np.int64) if column.kind is Kind.WHOLE else numbers)[within]
    return values, read


def _as_arrow(different: np.ndarray) -> pa.Array | None:
    """The cells as Arrow texts; None when some are no text, as in workbooks."""
    try:
        return pa.array(different, pa.string())
    except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError):
        return None


def are_harmless(different: np.ndarray, words: Iterable[str], pattern: str) -> np.ndarray:
    """Which cells are clean texts, none of `words`, and without a match of `pattern` (no lookaround)."""
    texts = _as_arrow(different)
    if texts is None:
        return np.zeros(len(different), dtype=bool)
    return _matches(texts, _CLEAN_TEXT) & ~_matches(texts, pattern) & ~_are(texts, words)


def _matches(texts: pa.Array, pattern: str) -> np.ndarray:
    return _truth(pc.match_substring_regex(texts, pattern))


def _are(texts: pa.Array, words: Iterable[str]) -> np.ndarray:
    return _truth(pc.is_in(texts, pa.array(sorted(words), pa.string())))


def _truth(answers: pa.Array) -> np.ndarray:
    return pc.fill_null(answers, False).to_numpy(zero_copy_only=False)


def read_all(different: np.ndarray, asked: np.ndarray, column: Column, unit: str, read: Callable[[object], Parsed]):
    """(values, code → Parsed of those repaired or refused) of the different cells that are asked for."""
    values, known = read_plainly(different, column, unit)
    odd = {}
    for code in np.flatnonzero(asked & ~known):
        found = read(different[code])
        values[code] = found.value
        if found.problem or found.repairs:
            odd[int(code)] = found
    return values, odd


def typed_values(values: np.ndarray, codes: np.ndarray, rows: pd.Index, kind: Kind) -> pd.Series:
    """A typed column of the schema from each different value once."""
    if kind is Kind.DATE:
        different = pd.Series(pd.to_datetime(pd.Series(values, dtype=object))).astype(DTYPES[kind])
    else:
        different = pd.Series(values, dtype=DTYPES[kind])
    return pd.Series(different.array.take(codes), index=rows)
