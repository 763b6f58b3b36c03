"""Where a stored row came from, and which of its cells a person corrected.

A row keeps three numbers (`schema.ORIGIN`): the edition that first brought it, which of that edition's files, and the
row in that file; name, sheet, layout, who and when stand in the edition's own row. Rows of old, and those published by a
program of before, have none. They are columns of the table's own version: its digest seals them, a restored edition,
a kept row and a backup have them without further ado, and a program of before passes over them.

A correction is kept with the file of the edition that made it, as an ending is.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from data_loaders.findings import Source
from data_loaders.schema import ORIGIN, Table

NAMES = tuple(column.name for column in ORIGIN)
# Stands for the edition while it is in the making, and for what came with the product.
IN_THE_MAKING, SHIPPED = 0, -1
Plain = str | int | float | bool | None


@dataclass(frozen=True)
class Correction:
    """One cell that a person corrected: the row by its key, the column, its value before and after."""

    table: str
    key: tuple[str, ...]  # the values of the table's key
    column: str
    old: Plain
    new: Plain

    def as_json(self) -> list:
        """The correction as plain values."""
        return [self.table, list(self.key), self.column, self.old, self.new]


def corrections_of(files: Iterable[dict]) -> tuple[Correction, ...]:
    """What the files of an edition say was corrected."""
    return tuple(
        Correction(table, tuple(key), column, old, new)
        for file in files
        for table, key, column, old, new in file.get("corrections", ())
    )


# A row that a person took out in a correction: its table and the values of its key.
Removal = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class Standing:
    """A correction that holds in an edition: a cell, or a row that was taken out, with who did it and why."""

    table: str
    key: tuple[str, ...]
    correction: Correction | None  # None: the row was taken out
    by: str
    reason: str


def removals_of(files: Iterable[dict]) -> tuple[Removal, ...]:
    """What the files of an edition say was taken out."""
    return tuple((table, tuple(key)) for file in files for table, key in file.get("removed", ()))


def without(frame: pd.DataFrame, table: Table, removals: Iterable[Removal]) -> pd.DataFrame:
    """The rows that are left when some are taken out."""
    gone = {key for name, key in removals if name == table.name}
    return frame[[key not in gone for key in keys(frame, table)]] if gone else frame


def delivered(frame: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Rows read from a file, its row numbers as index, each with the row it came from."""
    rows = frame.index.to_numpy()
    if source.origin is not None:
        rows = np.array([source.row(int(row)) for row in rows], dtype=np.int64)
    made_of = source.several or {}
    several = [as_ranges(made_of[row]) if row in made_of else None for row in frame.index] if made_of else None
    return frame.assign(
        from_edition=_numbers(IN_THE_MAKING, len(frame)),
        from_row=pd.array(rows, dtype="Int64") if source.table != "boundaries" else _numbers(None, len(frame)),
        **({"from_rows": pd.array(several, dtype="str")} if several else {}),
    )


def of_file(frame: pd.DataFrame, place: int) -> pd.DataFrame:
    """The same, from the file that stands at a place among those of a batch."""
    return frame.assign(from_file=_numbers(place, len(frame)))


def of_edition(frame: pd.DataFrame, number: int) -> pd.DataFrame:
    """Rows on their way into an edition: what was read for it gets its number, what is carried on keeps its own."""
    if "from_edition" not in frame:
        return frame
    new = (frame["from_edition"] == IN_THE_MAKING).fillna(False)
    return frame.assign(from_edition=frame["from_edition"].mask(new, number)) if new.any() else frame


def shipped(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows that come with the product."""
    return frame.assign(from_edition=_numbers(SHIPPED, len(frame)), from_file=_numbers(None, len(frame)))


def _numbers(value: int | None, count: int) -> pd.api.extensions.ExtensionArray:
    return pd.array(np.full(count, value, dtype=np.int64) if value is not None else [None] * count, dtype="Int64")


def as_ranges(rows: Sequence[int]) -> str:
    """Row numbers in few characters: 5-7,9."""
    starts = [0, *(at for at, (one, next_one) in enumerate(pairwise(rows), 1) if next_one != one + 1)]
    ends = [*(at - 1 for at in starts[1:]), len(rows) - 1]
    pairs = [(rows[first], rows[last]) for first, last in zip(starts, ends, strict=True)]
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in pairs)


def as_rows(ranges: str) -> list[int]:
    """The row numbers again."""
    found = (re.fullmatch(r"(\d+)(?:-(\d+))?", part) for part in ranges.split(","))
    return [row for part in found if part for row in range(int(part[1]), int(part[2] or part[1]) + 1)]


def compared(frame: pd.DataFrame, stored: pd.DataFrame, table: Table) -> tuple[pd.DataFrame, tuple[Correction, ...]]:
    """Rows as a person left them, and what was corrected next to the stored rows of the same key.

    A row that is the same stays the stored one; one that differs keeps where it came from; a new one has its own origin.
    """
    before = {key: at for at, key in enumerate(keys(stored, table))}
    values = [column.name for column in table.columns if column.name not in table.key]
    whole, corrections = frame.copy(), []
    kept = [column.name for column in table.kept]
    for at, key in enumerate(keys(frame, table)):
        if key not in before:
            continue
        old, new = stored.iloc[before[key]], frame.iloc[at]
        changed = [name for name in values if not _same(old[name], new[name])]
        for name in [*NAMES, *([] if changed else kept)]:
            whole.iloc[at, whole.columns.get_loc(name)] = old[name]
        corrections += [Correction(table.name, key, name, plain(old[name]), plain(new[name])) for name in changed]
    return whole, tuple(corrections)


def keys(frame: pd.DataFrame, table: Table) -> list[tuple[str, ...]]:
    """The values of each row's key, as a correction keeps them."""
    return [tuple(map(key_word, row)) for row in frame[list(table.key)].itertuples(index=False, name=None)]


def key_word(value: object) -> str:
    """A value of a key as a correction keeps it: a day as 2023-09-30."""
    known = plain(value)
    return "" if known is None else str(known)


def plain(value: object) -> Plain:
    """A cell as JSON has it: a day as text, a blank as null."""
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return value.item() if isinstance(value, np.generic) else value  # type: ignore[return-value]


def _same(one: object, other: object) -> bool:
    return plain(one) == plain(other)
