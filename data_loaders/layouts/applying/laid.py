"""A layout laid over a sheet, and what it makes of it: which rule reads a column, and its raw cells."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from data_loaders.findings import Finding
from data_loaders.layouts.known import Known
from data_loaders.layouts.language.words import month_told
from data_loaders.layouts.layout import How, Layout, Rule
from data_loaders.layouts.sheet import HeaderBlock
from data_loaders.reading.distinct import Coded
from data_loaders.reading.grid import Grid
from data_loaders.schema import Column, Kind, Table
from data_loaders.tidying.headers import Header, HeaderCell
from data_loaders.tidying.rows import Body

OTHER = Column("", "", Kind.NUMBER, "")  # stands for a source column while rows are told apart
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
MONTH = re.compile(r"(?:(20\d\d)年?)?(1[0-2]|0?[1-9])月")


@dataclass(frozen=True)
class Applied:
    """A sheet as one of our tables: what `tidy` reads. `origin` maps a row made here to the row of the file."""

    grid: Grid
    header: Header
    body: Body
    remarks: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Laid:
    """A layout laid over a sheet: for every column position its rule."""

    layout: Layout
    block: HeaderBlock
    by_position: Mapping[int, Rule]
    known: Known
    year: int | None
    texts: tuple[str, ...]

    @property
    def table(self) -> Table:
        return self.layout.table

    def positions(self, *hows: How) -> list[int]:
        return [position for position, rule in self.by_position.items() if rule.how in hows and rule.is_kept]

    def position_of(self, header: str | None) -> int | None:
        return next((position for position, name in self.block.names.items() if name == header), None) or next(
            (position for position, rule in self.by_position.items() if rule.header == header), None
        )


def own_rule(layout: Layout, name: str) -> Rule | None:
    """The rule of a header; what a month in it says is said by the file's own header."""
    rule = layout.rule(name)
    if rule and rule.value and MONTH.fullmatch(rule.value) and (months := MONTH.findall(name)):
        return replace(rule, value=month_told(name, int(months[-1][1])))
    return rule


def year_told(texts: Iterable[str], as_of: date | None) -> int | None:
    """The year that a sheet speaks of when a cell says only the month."""
    for text in texts:
        if years := _YEAR.findall(text):
            return int(years[-1])
    return as_of.year if as_of else None


def rough_header(laid: Laid) -> Header:
    """The header as far as it tells data from totals and notes; every other column under a number of its own."""
    cells: dict[str, HeaderCell] = {}
    for position, name in laid.block.names.items():
        rule = laid.by_position.get(position)
        text, own = name, rule.to[0] if rule and rule.is_kept else ""
        column = laid.table.column(own) if own else OTHER
        plain = rule is not None and own and own not in cells and rule.how not in (How.UNPIVOT, How.COUNT_ROWS, How.COUNT_IF, How.SUM, How.LAST, How.TICKED, How.DEGREES)  # fmt: skip
        if not plain:
            column = OTHER
        cells[own if plain else f"@{position}"] = HeaderCell(column, position, text, laid.block.unit(position))
    return Header(
        laid.table, laid.block.rows, cells, frozenset(laid.block.parts), (), laid.block.told,
    )  # fmt: skip


def raw_cells(body: Body, laid: Laid) -> dict[int, Coded]:
    """Column position → its raw cells in the rows of data."""
    rough = rough_header(laid).cells
    return {cell.position: body.columns[name] for name, cell in rough.items()}


def raw_totals(body: Body, laid: Laid) -> dict[int, Coded]:
    """Column position → its raw cells in the rows of totals."""
    rough = rough_header(laid).cells
    return {cell.position: body.total_cells[name] for name, cell in rough.items()}


def header_of(laid: Laid, columns: Mapping[str, Coded]) -> Header:
    """Our columns with the headers that the file writes over them."""
    cells: dict[str, HeaderCell] = {}
    for name in columns:
        positions = [position for position, rule in laid.by_position.items() if name in rule.to]
        column = laid.table.column(name)
        position = positions[0] if positions else max(laid.block.parts) + 1 + len(cells)
        text = laid.block.names[position] if positions else column.title
        unit = next(filter(None, (laid.by_position[p].unit or laid.block.unit(p) for p in positions)), None)
        cells[name] = HeaderCell(column, position, text, unit)
    left_out = tuple(
        name for position, name in laid.block.names.items()
        if not (rule := laid.by_position.get(position)) or not rule.is_kept
    )  # fmt: skip
    return Header(laid.table, laid.block.rows, cells, frozenset(laid.block.parts), left_out, laid.block.told)
