"""The cells of one sheet exactly as the file holds them, before anybody decides what they mean.

May import: `findings`, `coded`.
"""

from dataclasses import dataclass, field

import pandas as pd

from data_loaders.coded import Coded
from data_loaders.findings import Source


@dataclass(frozen=True)
class Merge:
    """A merged area; row numbers as the person sees them (from 1), column positions from 0, both ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True)
class Grid:
    """One sheet, CSV file or Parquet file.

    `cells` has object columns 0, 1, 2, …; its index is the row number a person sees in the file.
    A cell is None, str, bool, int, float, datetime.date or datetime.datetime. Nothing is stripped,
    converted or filled yet. CSV cells are str or None; Parquet has its column names as row 1.
    """

    source: Source
    cells: pd.DataFrame
    merges: tuple[Merge, ...] = ()
    # (row, column position) of number cells shown as a percentage: 0.75 that reads 75%.
    percents: frozenset[tuple[int, int]] = frozenset()
    # (row, column position) → what the person sees there: "#REF!", or "" for a formula never calculated.
    broken: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: int = 0  # hidden or filtered out; they count all the same
    visible: bool = True
    coded: dict[int, Coded] = field(default_factory=dict, repr=False, compare=False)

    def column(self, position: int) -> Coded:
        """A column of `cells` with each different cell once; remembered, for every room asks for it."""
        if position not in self.coded:
            self.coded[position] = Coded.of(self.cells[position])
        return self.coded[position]


def column_letter(position: int) -> str:
    """The letter a spreadsheet shows for a column position from 0: 0 → A, 26 → AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
