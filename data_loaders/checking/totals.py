"""Totals that stand in a file: every 合计 and 小计 against the rows it may be the sum of.

A hundred thousand of them are compared at once: every stretch of rows is summed by what has come together up to its ends.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data_loaders.findings import Finding, Source, one_by_one
from data_loaders.reading.distinct import Coded
from data_loaders.schema import DISTRICT, Column, Kind
from data_loaders.tidying.cells import UNITS_PER_WAN, Parsed, is_blank
from data_loaders.tidying.columns import money_unit
from data_loaders.tidying.headers import Header
from data_loaders.tidying.rows import Body, TotalRow

# Totals that differ by less are rounded, not wrong; a file in 元 says it to the 元.
ROUNDING = 0.01
FINEST_ROUNDING = 0.0001


@dataclass(frozen=True)
class _Stretch:
    """For each total some rows that it may sum: those of `rows` from its start to its end, none where both are the same."""

    rows: np.ndarray  # positions in the tidy frame
    start: np.ndarray
    end: np.ndarray

    def sums(self, values: np.ndarray) -> np.ndarray:
        """The sum for each total; NaN where it has no such rows."""
        up_to = np.concatenate([values[:0], [0], np.cumsum(values[self.rows])])
        return np.where(self.end > self.start, (up_to[self.end] - up_to[self.start]).astype(float), np.nan)


@dataclass(frozen=True)
class _Case:
    """What is wrong with a total: the finding's code and slots, and where."""

    row: int
    column: str
    code: str
    slots: Mapping


def compare_totals(
    source: Source, header: Header, body: Body, tidy: pd.DataFrame,
    broken: Mapping[tuple[int, int], str], read: Callable[[Column, object], Parsed],
) -> list[Finding]:  # fmt: skip
    """A finding for every 合计 that equals neither all rows, nor its block, nor its town; and for unreadable ones.

    `broken` holds the failed formulas of the sheet; `read(column, cell)` reads a raw cell of the totals row.
    """
    if not body.totals:
        return []
    stretches = _stretches(body.totals, tidy)
    columns = [column for column in header.table.columns if column.additive and column.name in header.cells]
    cases = [case for column in columns for case in _cases(column, header, body, tidy, stretches, broken, read)]
    return one_by_one(
        source,
        sorted(cases, key=lambda case: case.row),
        lambda case: source.finding(case.code, row=case.row, column=case.column, **case.slots),
    )


def _cases(
    column: Column, header: Header, body: Body, tidy: pd.DataFrame, stretches: list[_Stretch],
    broken: Mapping[tuple[int, int], str], read: Callable[[Column, object], Parsed],
) -> Iterator[_Case]:  # fmt: skip
    """What is wrong with the totals of one column; each different cell of them is read once."""
    text, position = header.text(column.name), header.cells[column.name].position
    cells = Coded.of(body.total_cells[column.name].objects())
    parsed = [read(column, cell) for cell in cells.different]
    unread = cells.told(
        is_blank(cell) or found.problem is not None for cell, found in zip(cells.different, parsed, strict=True)
    )
    for at in np.flatnonzero(unread):
        row, found = body.totals[at].row, parsed[cells.codes[at]]
        if is_blank(cells.different[cells.codes[at]]):
            if (shown := broken.get((row, position))) is not None:
                yield _Case(row, text, "cell_formula_error" if shown else "total_unchecked", {"text": shown})
        elif found.problem != "cell_blank_word":
            yield _Case(row, text, found.problem, found.slots)
    stated = np.array([np.nan if found.value is None else found.value for found in parsed], dtype=float)[cells.codes]
    values = tidy[column.name].to_numpy(np.int64 if column.kind is Kind.WHOLE else np.float64, na_value=0)
    sums = np.array([stretch.sums(values) for stretch in stretches])
    unit = money_unit(header, column) or "万元"
    rounding = max(FINEST_ROUNDING, ROUNDING / UNITS_PER_WAN[unit]) if unit in UNITS_PER_WAN else ROUNDING
    differs = ~np.isnan(stated) & ~(np.abs(sums - stated) < min(rounding, ROUNDING)).any(axis=0)
    likeliest = np.take_along_axis(sums, np.isnan(sums).argmin(axis=0)[None], axis=0)[0]
    for at in np.flatnonzero(differs):
        gap = abs(stated[at] - likeliest[at])
        slots = {"stated": _plain(stated[at]), "summed": _plain(likeliest[at]), "gap": _plain(gap)}
        yield _Case(body.totals[at].row, text, "total_differs", slots)


def _stretches(totals: tuple[TotalRow, ...], tidy: pd.DataFrame) -> list[_Stretch]:
    """The rows that totals may stand for, the likeliest first: its town's, all, those above, its block above or below."""
    at = np.array([total.row for total in totals])
    rows, everything, nothing = tidy.index.to_numpy(), np.arange(len(tidy)), np.zeros(len(at), dtype=int)
    towns = _towns_named(totals, tidy)
    stretches = []
    for town in dict.fromkeys(town for town in towns if town):
        own, is_its = np.flatnonzero(tidy["town"] == town), np.array([named == town for named in towns])
        for end in (len(own), np.searchsorted(rows[own], at)):
            stretches.append(_Stretch(own, nothing, np.where(is_its, end, 0)))
    is_whole = np.array([named is None for named in towns])
    above = np.searchsorted(rows, at)
    if (
        "as_of" in tidy and not (tidy["as_of"] == tidy["as_of"].iloc[0]).all()
    ):  # the total of the last of several months
        starts = _starts_of_days(tidy["as_of"])
        stretches.append(_Stretch(everything, np.where(above > 0, starts[np.maximum(above - 1, 0)], 0), above))
    before, after = np.searchsorted(rows, [0, *at[:-1]]), np.append(above[1:], len(rows))
    return [
        *stretches,
        _Stretch(everything, nothing, np.where(is_whole, len(rows), 0)),
        _Stretch(everything, nothing, np.where(is_whole, above, 0)),
        _Stretch(everything, before, above),
        _Stretch(everything, above, after),
    ]


def _starts_of_days(days: pd.Series) -> np.ndarray:
    """For every row where the run of rows of its 截至日期 begins."""
    is_new = np.append(True, days.to_numpy()[1:] != days.to_numpy()[:-1])
    return np.maximum.accumulate(np.where(is_new, np.arange(len(days)), 0))


def _towns_named(totals: tuple[TotalRow, ...], tidy: pd.DataFrame) -> list[str | None]:
    """For each total the town of 潭东镇小计 or 管理处小计; None when the label names none, or more than one."""
    towns = [town for town in tidy["town"].dropna().unique() if town != DISTRICT] if "town" in tidy else []
    named = {label: _town_named(label, towns) for label in {total.label for total in totals}}
    return [named[total.label] for total in totals]


def _town_named(label: str, towns: list[str]) -> str | None:
    if len(label) < 2:
        return None
    found = [town for town in towns if town.startswith(label[:2]) or label in town]
    return found[0] if len(found) == 1 else None


def _plain(number: float) -> str:
    return f"{number:.4f}".rstrip("0").rstrip(".")
