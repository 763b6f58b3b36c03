"""Rows of a table as plain columns, which the arithmetic reads.

One Briefing asks tables of some hundred rows a few thousand times, and a frame takes longer to be asked than to answer.
Words and flags stand as they are, numbers as floats, days as days; a blank is None, among numbers NaN, among days NaT.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa


class Columns(Mapping[str, np.ndarray]):
    """The columns of a frame, each made when it is first asked for; nobody may change them."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame
        self._known: dict[str, np.ndarray] = {}

    def __getitem__(self, name: str) -> np.ndarray:
        if name not in self._known:
            self._known[name] = _plain(self.frame[name])
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.frame.columns)

    def __len__(self) -> int:
        return len(self.frame.columns)

    def __contains__(self, name: object) -> bool:
        return name in self.frame.columns


def _plain(column: pd.Series) -> np.ndarray:
    kind = column.dtype.kind
    if kind == "M":
        return column.to_numpy("datetime64[D]")
    if kind in "iuf":
        return column.to_numpy(float, na_value=np.nan)
    if column.dtype == "str":
        return _words(column)
    return column.to_numpy(object, na_value=None)


def _words(column: pd.Series) -> np.ndarray:
    """Each different word is there once, for a long table says few words many times."""
    words = pa.array(column.array)
    encoded = (words.combine_chunks() if isinstance(words, pa.ChunkedArray) else words).dictionary_encode()
    different = np.array([*encoded.dictionary.to_pylist(), None], dtype=object)
    return different[encoded.indices.fill_null(len(different) - 1).to_numpy(zero_copy_only=False)]


@dataclass(frozen=True, eq=False)
class Rows:
    """Some rows of a table, by their place in it from 0."""

    columns: Mapping[str, np.ndarray]  # of the whole table
    places: np.ndarray
    more: Mapping[str, np.ndarray] = field(default_factory=dict)  # columns of just these rows

    @classmethod
    def of(cls, frame: pd.DataFrame) -> "Rows":
        """All rows of a table."""
        return cls(Columns(frame), np.arange(len(frame)))

    def __len__(self) -> int:
        return len(self.places)

    def __contains__(self, name: str) -> bool:
        return name in self.more or name in self.columns

    def __getitem__(self, name: str) -> np.ndarray:
        return self.more[name] if name in self.more else self.columns[name][self.places]

    def at(self, places: Iterable[int]) -> "Rows":
        """Other rows of the same table."""
        return Rows(self.columns, np.array(list(places), dtype=int))

    def where(self, which: np.ndarray | Sequence[int]) -> "Rows":
        """Those of which it holds, or those at some places among these, in that order."""
        which = np.asarray(which, dtype=None if len(which) else int)
        return Rows(self.columns, self.places[which], {name: cells[which] for name, cells in self.more.items()})

    def adding(self, **cells: np.ndarray) -> "Rows":
        """The same with further columns."""
        return Rows(self.columns, self.places, {**self.more, **cells})

    def filled(self, name: str) -> np.ndarray:
        """Of each row whether its cell says anything."""
        return ~pd.isna(self[name])

    def cells(self, *names: str) -> Iterator[tuple]:
        """Some cells of each row, as Python's own."""
        return zip(*(_as_python(self[name]) for name in names), strict=True)

    def records(self) -> list[dict[str, Any]]:
        """Every row by column."""
        names = [*self.columns, *self.more]
        return [dict(zip(names, row, strict=True)) for row in self.cells(*names)]

    @property
    def frame(self) -> pd.DataFrame:
        """These rows as the table has them."""
        assert isinstance(self.columns, Columns)
        return self.columns.frame.iloc[self.places]


def _as_python(cells: np.ndarray) -> list:
    if cells.dtype.kind == "f":
        return [None if cell != cell else cell for cell in cells.tolist()]
    return cells.astype(object).tolist()
