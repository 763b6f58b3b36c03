"""A column as each different cell once: what a million rows repeat is looked at a single time.

May import: nothing of ours.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True, eq=False)
class Coded:
    """A column; `different` may hold cells that no row has any more after rows were left out."""

    codes: np.ndarray  # for every row the place of its cell in `different`
    different: np.ndarray  # object cells; None is one of them where a cell is empty

    @classmethod
    def of(cls, cells: pd.Series | Iterable) -> "Coded":
        """Cells that print alike but differ in type (1, 1.0, True) stay apart."""
        values = cells.to_numpy(dtype=object) if isinstance(cells, pd.Series) else _objects(list(cells))
        kinds = set(map(type, values.tolist())) - {type(None)}
        if len(kinds) < 2:
            codes, different = pd.factorize(values)
            # What is nothing has no place of its own there.
            empty = codes < 0
            codes[empty] = len(different)
            return cls(codes, np.append(different, [None]) if empty.any() else different)
        places: dict[tuple[type, object], int] = {}
        codes = [places.setdefault((type(value), value), len(places)) for value in values]
        return cls(np.array(codes, dtype=np.int64), _objects([value for _, value in places]))

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, rows: slice | np.ndarray) -> "Coded":
        """Some rows, by position or mask."""
        return Coded(self.codes[rows], self.different)

    @property
    def counts(self) -> np.ndarray:
        """How many rows hold each of the different cells."""
        return np.bincount(self.codes, minlength=len(self.different))

    @property
    def used(self) -> list:
        """The different cells that some row holds."""
        return self.different[self.counts > 0].tolist()

    @property
    def filled(self) -> np.ndarray:
        """For every row whether its cell holds anything at all."""
        return pd.notna(self.different)[self.codes]

    def told(self, answers: Iterable[bool]) -> np.ndarray:
        """An answer about each different cell, for every row."""
        return np.fromiter(answers, dtype=bool, count=len(self.different))[self.codes]

    def objects(self) -> np.ndarray:
        """Every row's own cell."""
        return self.different[self.codes]


def combined(parts: list[np.ndarray], sizes: list[int]) -> np.ndarray:
    """One code for rows that agree in all parts, from 0; `sizes` are the numbers of codes of each part."""
    whole = np.zeros(len(parts[0]), dtype=np.int64)
    for codes, size in zip(parts, sizes, strict=True):
        whole = whole * max(size, 1) + codes
        if size and whole.size and whole.max() > np.iinfo(np.int32).max:
            whole = pd.factorize(whole)[0]  # kept small, so that the next product cannot overflow
    return whole


def _objects(values: list) -> np.ndarray:
    cells = np.empty(len(values), dtype=object)
    cells[:] = values
    return cells
