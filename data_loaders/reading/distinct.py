"""A column as each different cell once: what a million rows repeat is looked at a single time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data_loaders.searching import bounds, holding, matching, parts_of, shared_out, truth

_COUNT_BITS = 21  # a cell has fewer bytes


class Different:
    """The different cells of a column, as objects or as Arrow texts; the other form is made when it is first asked for."""

    def __init__(self, cells: np.ndarray | pa.Array):
        self._cells = cells
        self._holding: dict[str, np.ndarray] = {}

    def __len__(self) -> int:
        return len(self._cells)

    @cached_property
    def objects(self) -> np.ndarray:
        """As objects; None is one of them where a cell is empty."""
        return self._cells.to_numpy(zero_copy_only=False) if isinstance(self._cells, pa.Array) else self._cells

    @cached_property
    def texts(self) -> pa.Array | None:
        """As Arrow texts, null where a cell is empty; None when some are no text, as in workbooks."""
        if isinstance(self._cells, pa.Array):
            return self._cells
        try:
            return pa.array(self._cells, pa.string())
        except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError):
            return None

    @cached_property
    def filled(self) -> np.ndarray:
        """Which of them hold anything at all."""
        if isinstance(self._cells, pa.Array):
            return self._cells.is_valid().to_numpy(zero_copy_only=False)
        return pd.notna(self._cells)

    @cached_property
    def are_texts(self) -> np.ndarray:
        """Which of them are texts of at least a letter, where all that are filled are texts."""
        if self.texts is None:
            return np.zeros(len(self), dtype=bool)
        return np.diff(bounds(self.texts)) > 0

    def begin_with(self, letters: bytes) -> np.ndarray:
        """Which of them are texts that begin with one of some letters of ASCII."""
        told = self.are_texts.copy()
        if self.texts is not None and told.any():
            content = np.frombuffer(self.texts.buffers()[2], dtype=np.uint8)
            told[told] = np.isin(content[bounds(self.texts)[:-1][told]], list(letters))
        return told

    def match(self, pattern: str) -> np.ndarray:
        """Which of them are texts with a match of a pattern (no lookaround)."""
        return np.zeros(len(self), dtype=bool) if self.texts is None else matching(self.texts, pattern)

    def hold(self, pattern: str) -> np.ndarray:
        """The same for a pattern without ^ and $ (`searching.holding`); asked twice, answered from memory."""
        if pattern not in self._holding:
            nothing = self.texts is None
            self._holding[pattern] = np.zeros(len(self), dtype=bool) if nothing else holding(self.texts, pattern)
        return self._holding[pattern]

    def are(self, words: Iterable[str]) -> np.ndarray:
        """Which of them are one of some words."""
        if self.texts is None:
            return np.zeros(len(self), dtype=bool)
        return truth(pc.is_in(self.texts, pa.array(sorted(words), pa.string())))

    def some(self, places: np.ndarray) -> np.ndarray:
        """Those at some places, or of a mask, as objects."""
        if "objects" in self.__dict__ or not isinstance(self._cells, pa.Array):
            return self.objects[places]
        asked = np.flatnonzero(places) if places.dtype == bool else places
        return self._cells.take(pa.array(asked)).to_numpy(zero_copy_only=False)


def bytes_of_kinds(texts: pa.Array, kinds: Sequence[bytes]) -> list[np.ndarray]:
    """For each kind of byte how many of them each text (in UTF-8) has, up to three kinds; nothing of a text that is null.

    One look at the bytes costs a tenth of what a pattern does.
    """
    weights = np.zeros(256, dtype=np.int64)
    for at, kind in enumerate(kinds):
        weights[list(kind)] = 1 << (_COUNT_BITS * at)
    sums = np.concatenate(shared_out(lambda part: _weighed(part, weights), parts_of(texts), len(texts)))
    return [(sums >> (_COUNT_BITS * at)) & ((1 << _COUNT_BITS) - 1) for at in range(len(kinds))]


def _weighed(texts: pa.Array, weights: np.ndarray) -> np.ndarray:
    """The weights of the bytes of each text together."""
    ends, content = bounds(texts), texts.buffers()[2]
    if content is None or not len(texts):
        return np.zeros(len(texts), dtype=np.int64)
    held = np.frombuffer(content, dtype=np.uint8)[ends[0] : ends[-1]]
    until = np.concatenate([[0], np.cumsum(weights[held])])
    return np.diff(until[ends - ends[0]])


@dataclass(frozen=True, eq=False)
class Coded:
    """A column; `held` may have cells that no row has any more after rows were left out.

    Where nearly every row differs, each has a code of its own, and equal cells may be held twice.
    """

    codes: np.ndarray  # for every row the place of its cell in `held`
    held: Different

    @classmethod
    def of(cls, cells: pd.Series | Iterable) -> "Coded":
        """Cells that print alike but differ in type (1, 1.0, True) stay apart."""
        values = cells.to_numpy(dtype=object) if isinstance(cells, pd.Series) else _objects(list(cells))
        kinds = list(map(type, values.tolist()))
        numbered = np.fromiter(map(id, kinds), dtype=np.int64, count=len(kinds)) if len(set(kinds)) > 1 else None
        codes, different = np.full(len(values), -1, dtype=np.int64), _objects([])
        for kind in dict.fromkeys(kinds):
            of_kind = slice(None) if numbered is None else numbered == id(kind)
            own, more = pd.factorize(values[of_kind])
            codes[of_kind] = np.where(own < 0, own, own + len(different))
            different = np.concatenate([different, more])
        # What is nothing has no place of its own there.
        empty = codes < 0
        codes[empty] = len(different)
        return cls(codes, Different(np.append(different, [None]) if empty.any() else different))

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, rows: slice | np.ndarray) -> "Coded":
        """Some rows, by position or mask."""
        return Coded(self.codes[rows], self.held)

    @property
    def different(self) -> np.ndarray:
        """The different cells as objects."""
        return self.held.objects

    @property
    def counts(self) -> np.ndarray:
        """How many rows hold each of the different cells."""
        return np.bincount(self.codes, minlength=len(self.held))

    @property
    def used(self) -> list:
        """The different cells that some row holds."""
        return self.held.some(self.counts > 0).tolist()

    @property
    def filled(self) -> np.ndarray:
        """For every row whether its cell holds anything at all."""
        return np.ones(len(self), dtype=bool) if self.held.filled.all() else self.held.filled[self.codes]

    def told(self, answers: Iterable[bool]) -> np.ndarray:
        """An answer about each different cell, for every row."""
        return np.fromiter(answers, dtype=bool, count=len(self.held))[self.codes]

    def objects(self) -> np.ndarray:
        """Every row's own cell."""
        return self.held.some(self.codes) if len(self) < len(self.held) else self.different[self.codes]


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
