"""The cells of one sheet exactly as the file holds them, before anybody decides what they mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from data_loaders.findings import Source
from data_loaders.reading.distinct import Coded


@dataclass(frozen=True)
class Merge:
    """A merged area; row numbers as the person sees them (from 1), column positions from 0, both ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True)
class Grid:
    """One sheet, CSV file or Parquet file; what is `given` are its rows as a frame like `cells`, or its columns coded.

    Nothing is stripped, converted or filled yet. CSV cells are str or None; Parquet has its column names as row 1.
    """

    source: Source
    given: pd.DataFrame | tuple[Coded, ...]
    merges: tuple[Merge, ...] = ()
    # (row, column position) of number cells shown as a percentage: 0.75 that reads 75%.
    percents: frozenset[tuple[int, int]] = frozenset()
    # (row, column position) → what the person sees there: "#REF!", or "" for a formula never calculated.
    broken: dict[tuple[int, int], str] = field(default_factory=dict)
    struck: frozenset[tuple[int, int]] = frozenset()  # (row, column position) of filled cells that are crossed out
    # (row, column position) of numbers whose format divides them or writes a unit behind; the cells are as they read.
    reshown: frozenset[tuple[int, int]] = frozenset()
    torn: tuple[int, ...] = ()  # rows that a separator shifted; they are told, and only the guard looks at them
    hidden_rows: int = 0  # hidden or filtered out; they count all the same
    visible: bool = True

    @cached_property
    def cells(self) -> pd.DataFrame:
        """Object columns 0, 1, 2, …; the index is the row number a person sees in the file.

        A cell is None, str, bool, int, float, datetime.date or datetime.datetime. Of a million rows dear to make:
        `head` and `column` do without.
        """
        return self.given if isinstance(self.given, pd.DataFrame) else self.head(len(self.rows))

    @property
    def untorn(self) -> "Grid":
        """The same without what stands in torn rows."""
        if not self.torn:
            return self
        cells = self.cells.copy()
        cells.loc[list(self.torn)] = None
        return replace(self, given=cells, torn=())

    @cached_property
    def rows(self) -> pd.Index:
        """The row numbers."""
        if isinstance(self.given, pd.DataFrame):
            return self.given.index
        return pd.RangeIndex(1, (len(self.given[0]) if self.given else 0) + 1)

    @property
    def positions(self) -> range:
        """The column positions."""
        return range(self.given.shape[1] if isinstance(self.given, pd.DataFrame) else len(self.given))

    def head(self, count: int) -> pd.DataFrame:
        """The first rows of `cells`."""
        if isinstance(self.given, pd.DataFrame):
            return self.given.head(count)
        return frame_of({position: column[:count] for position, column in enumerate(self.given)}, self.rows[:count])

    def lines(self, count: int) -> Sequence[tuple]:
        """The first rows of `cells` as plain cells; remembered, for every room looks for a header in the same ones."""
        if count not in self._lines:
            if isinstance(self.given, pd.DataFrame):
                self._lines[count] = [*self.given.head(count).itertuples(index=False, name=None)]
            else:
                self._lines[count] = [*zip(*(column[:count].objects() for column in self.given), strict=True)]
        return self._lines[count]

    @cached_property
    def _lines(self) -> dict[int, list[tuple]]:
        return {}

    def tail(self, count: int) -> pd.DataFrame:
        """The last rows of `cells`."""
        if isinstance(self.given, pd.DataFrame):
            return self.given.tail(count)
        first = max(0, len(self.rows) - count)
        return frame_of({position: column[first:] for position, column in enumerate(self.given)}, self.rows[first:])

    def column(self, position: int) -> Coded:
        """A column with each different cell once; remembered, for every room asks for it."""
        if position not in self._coded:
            self._coded[position] = Coded.of(self.cells[position])
        return self._coded[position]

    @cached_property
    def _coded(self) -> dict[int, Coded]:
        return {} if isinstance(self.given, pd.DataFrame) else dict(enumerate(self.given))


def frame_of(columns: Mapping, rows: pd.Index) -> pd.DataFrame:
    """Coded columns as a frame of object cells."""
    cells = {name: pd.Series(column.objects(), rows, dtype=object, copy=False) for name, column in columns.items()}
    return pd.DataFrame(cells, rows, columns=list(columns), copy=False)


def column_letter(position: int) -> str:
    """The letter a spreadsheet shows for a column position from 0: 0 → A, 26 → AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
