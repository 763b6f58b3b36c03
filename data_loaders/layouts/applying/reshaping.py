"""Rows that become several, a cell each, and several that become one: houses counted, parts added up."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from data_loaders.findings import listed
from data_loaders.layouts.applying.cell_readers import (
    added_up,
    chosen_of,
    day_with_year,
    less,
    mapped,
    number_of,
    plain_text,
)
from data_loaders.layouts.applying.laid import MONTH, Applied, Laid, header_of, raw_cells
from data_loaders.layouts.applying.row_by_row import columns_of, total_cells
from data_loaders.layouts.contents import (
    CROSSES,
    TICKS,
    days_of,
)
from data_loaders.layouts.layout import How, Rule, named
from data_loaders.reading.distinct import Coded
from data_loaders.reading.grid import Grid
from data_loaders.schema import Column, Kind, Table
from data_loaders.tidying.cells import BLANK_WORDS, as_text, is_blank, month_end, squeezed
from data_loaders.tidying.rows import Body, TotalRow


def unpivoted(grid: Grid, laid: Laid, body: Body, sections: Mapping[int, object]) -> Applied:
    """Each filled cell of a group of columns becomes a row of ours."""
    same, raw = columns_of(grid, laid, body, sections), raw_cells(body, laid)
    variants: dict[_Variant, dict[str, int]] = {}
    for position in laid.positions(How.UNPIVOT):
        rule = laid.by_position[position]
        variants.setdefault(_variant(rule, laid.table), {}).setdefault(rule.to[0], position)
    names = list(dict.fromkeys(name for own in variants.values() for name in own))
    made: list[tuple[int, _Variant, dict[str, int], int]] = []  # with which of several days of a cell
    filled = {
        position: _says(raw[position], laid.table.column(laid.by_position[position].to[0]))
        for position in laid.positions(How.UNPIVOT)
    }
    for at in range(len(body.rows)):
        for variant, own in variants.items():
            said = [name for name, position in own.items() if filled[position][at]]
            if "value" in own and "value" not in said:
                continue  # a base alone is no figure
            days = [
                len(days_of(raw[own[name]].objects()[at])) for name in said if laid.table.column(name).kind is Kind.DATE
            ]
            made += [(at, variant, own, day) for day in range(max(days, default=1)) if said]
    places = np.array([at for at, *_ in made], dtype=np.int64)
    columns = {name: column[places] for name, column in same.items()}
    for name in names:
        held = {own[name]: _unpivot_cells(own[name], raw, laid) for own in variants.values() if name in own}
        columns[name] = Coded.of(
            [_of_its_month(name, variant, _ticked_once(name, _nth_day(held[own[name]][at], day))) if name in own else None for at, variant, own, day in made]
        )  # fmt: skip
        if laid.table.column(name).kind is Kind.DATE:
            columns[name] = mapped(columns[name], lambda cell: day_with_year(cell, laid.year))
        if (column := laid.table.column(name)).kind is Kind.CHOICE:
            columns[name] = mapped(columns[name], partial(chosen_of, column, said={}))
    for target in dict.fromkeys(column for variant in variants for column, _ in variant if column not in names):
        resolved = {
            variant: next((_resolved(laid, *pair) for pair in variant if pair[0] == target), None)
            for variant in variants
        }
        columns[target] = Coded.of([resolved[variant] for _, variant, *_ in made])
    found_at = [[own.get(name) for name in names] for _, _, own, _ in made]
    applied = _renumbered(grid, laid, body, columns, [int(body.rows[at]) for at, *_ in made])
    header, numbers = applied.header, applied.body.rows
    percents, broken = set(), {}
    for number, (at, *_), positions in zip(numbers, made, found_at, strict=True):
        for name, its in zip(names, positions, strict=True):
            place = (int(body.rows[at]), -1 if its is None else its)
            if place in grid.percents:
                percents.add((int(number), header.cells[name].position))
            if place in grid.broken:
                broken[int(number), header.cells[name].position] = grid.broken[place]
    # What stands in every row that a row becomes, the task under each day, makes no total of the file's.
    again = {name: Coded.of([None] * len(body.totals)) for name in same if laid.table.column(name).additive}
    own_body = replace(applied.body, total_cells={**applied.body.total_cells, **again})
    return replace(applied, grid=replace(applied.grid, percents=frozenset(percents), broken=broken), body=own_body)


def _unpivot_cells(position: int, raw: Mapping[int, Coded], laid: Laid) -> np.ndarray:
    """The cells of a column that becomes rows; those of an increase as what there was before it."""
    whole = laid.position_of(laid.by_position[position].of)
    own = raw[position].objects()
    return own if whole is None else Coded.of(map(less, raw[whole].objects(), own)).objects()


_OF_MONTH = re.compile(r"\d{1,2}[日号]?")
_Variant = tuple[tuple[str, str], ...]  # what a column says of its cells: inside name, value


def _variant(rule: Rule, table: Table) -> _Variant:
    return (
        (rule.column or "", rule.value or ""),
        *((named(table, header), value) for header, value in dict(rule.values).items()),
    )


def _nth_day(cell: object, at: int) -> object:
    days = days_of(cell)
    return days[at] if len(days) > 1 else cell


def _of_its_month(name: str, variant: _Variant, cell: object) -> object:
    """16日 under a month as the day of that month; a whole day stays."""
    month, text = dict(variant).get(name), "" if is_blank(cell) else squeezed(as_text(cell))
    return f"{month}{text.rstrip('日号')}日" if month and _OF_MONTH.fullmatch(text) else cell


def _ticked_once(name: str, cell: object) -> object:
    """√ under a month or a unit is once."""
    return 1 if name == "times" and isinstance(cell, str) and squeezed(cell) in TICKS else cell


def _says(column: Coded, ours: Column) -> np.ndarray:
    """For every row whether its cell says something: amounts of nothing do not, nor do times that were none."""
    is_amount = ours.kind is Kind.MONEY or ours.name == "times"

    def says(cell: object) -> bool:
        if is_blank(cell) or squeezed(as_text(cell)) in BLANK_WORDS:
            return False
        return not (is_amount and (number_of(cell) == 0 or squeezed(as_text(cell)) in CROSSES))

    return column.told(says(cell) for cell in column.different.tolist())


def _resolved(laid: Laid, column: str, value: str) -> object:
    """The value of an unpivoted column: a month is its last day in the year of the title."""
    if laid.table.column(column).kind is Kind.DATE and (match := MONTH.fullmatch(value)):
        year = int(match[1]) if match[1] else laid.year
        return month_end(year, int(match[2])) if year else value
    return value


def counted(grid: Grid, laid: Laid, body: Body, sections: Mapping[int, object]) -> Applied:
    """One row a house becomes one row a village: how many there are, and how many of them are done."""
    same, raw = columns_of(grid, laid, body, sections), raw_cells(body, laid)
    codes, first = _by_village(same)
    columns = {name: column[first] for name, column in same.items()}
    columns["planned"] = Coded.of([int(count) for count in np.bincount(codes)])
    found: dict[str, np.ndarray] = {}
    for position in laid.positions(How.COUNT_IF):
        rule = laid.by_position[position]
        counts = raw[position].told(_is_counted(cell, rule.values) for cell in raw[position].different.tolist())
        for name in rule.to:  # a house with √ under 已建成 and under 已验收 is one that is done
            found[name] = found.get(name, False) | counts
    for name, counts in found.items():
        columns[name] = Coded.of([int(count) for count in np.bincount(codes, weights=counts)])
    return _of_several(grid, laid, replace(body, totals=()), columns, codes, first)


def summed(grid: Grid, laid: Laid, body: Body, sections: Mapping[int, object]) -> Applied:
    """One row a part of a village becomes one row a village: what may be added up is."""
    same = columns_of(grid, laid, body, sections)
    codes, first = _by_village(same)
    columns = {name: column[first] for name, column in same.items()}
    for name in (name for name in same if laid.table.column(name).additive):
        cells = same[name].objects()
        columns[name] = Coded.of([added_up(tuple(cells[codes == code])) for code in range(len(first))])
    return _of_several(grid, laid, body, columns, codes, first)


def without_subtotals(grid: Grid, laid: Laid, body: Body, sections: Mapping[int, object]) -> Body:
    """The rows without 小计 of a village below its houses or parts; alone it is the village's own row."""
    if "village" not in (columns := columns_of(grid, laid, body, sections)):
        return body
    sums = np.zeros(len(body.rows), dtype=bool)
    for column in body.columns.values():
        sums |= column.told(not is_blank(cell) and bool(_SUBTOTAL.fullmatch(squeezed(as_text(cell)))) for cell in column.different.tolist())  # fmt: skip
    codes, _ = _by_village(columns)
    out = sums & np.isin(codes, codes[~sums])
    if not out.any():
        return body
    rows = [grid.source.row(int(row)) for row in body.rows[out]]
    said = grid.source.of(table=laid.table.name).finding("rows_total", count=len(rows), rows=listed(rows))
    kept = {name: column[~out] for name, column in body.columns.items()}
    return replace(body, rows=body.rows[~out], columns=kept, findings=(*body.findings, said))


_SUBTOTAL = re.compile(r"(?:本村)?[小合总共]计")


def _by_village(columns: Mapping[str, Coded]) -> tuple[np.ndarray, np.ndarray]:
    """For every row which village it belongs to, and for each of those its first row."""
    villages = columns["village"].objects()
    towns = columns["town"].objects() if "town" in columns else [None] * len(villages)
    filled = pd.Series(list(towns), dtype=object).ffill()
    keys = pd.DataFrame(
        {"town": filled.map(plain_text), "village": pd.Series(list(villages), dtype=object).map(plain_text)}
    )
    codes, _ = pd.factorize(pd.MultiIndex.from_frame(keys.fillna("")))
    return codes, np.unique(codes, return_index=True)[1]


def _of_several(
    grid: Grid, laid: Laid, body: Body, columns: dict[str, Coded], codes: np.ndarray, first: np.ndarray
) -> Applied:
    """Rows that were made of several rows of the file, each saying of which."""
    applied = _renumbered(grid, laid, body, columns, [int(body.rows[at]) for at in first])
    order = np.argsort(codes, kind="stable")
    parts = np.split(body.rows.to_numpy()[order], np.flatnonzero(np.diff(codes[order])) + 1)
    several = {int(number): [grid.source.row(row) for row in rows.tolist()] for number, rows in zip(applied.body.rows, parts, strict=True)}  # fmt: skip
    source = applied.grid.source.of(several=several)
    return replace(applied, grid=replace(applied.grid, source=source, percents=frozenset(), broken={}))


def _is_counted(cell: object, words: Mapping[str, str]) -> bool:
    text = "" if is_blank(cell) else squeezed(as_text(cell))
    return text in words or ("*" in words and bool(text) and text not in BLANK_WORDS)


def _renumbered(grid: Grid, laid: Laid, body: Body, columns: dict[str, Coded], came_from: list[int]) -> Applied:
    """Rows numbered in order with the totals between them; findings name the rows of the file they came from."""
    totals: list[tuple[int, int, TotalRow | None]] = [(total.row, 1, total) for total in body.totals]
    order = sorted([*((row, 0, None) for row in came_from), *totals], key=lambda each: each[:2])
    numbers, origin, moved = [], {}, []
    for number, (row, _, total) in enumerate(order, laid.block.rows[-1] + 1):
        origin[number] = grid.source.row(row)
        if total:
            moved.append(TotalRow(number, total.label))
        else:
            numbers.append(number)
    source = grid.source.of(origin=origin)
    cells = {name: total_cells(name, laid, body) for name in columns}
    own = Body(pd.Index(numbers), columns, tuple(moved), cells, body.findings)
    return Applied(replace(grid, source=source), header_of(laid, columns), own)
