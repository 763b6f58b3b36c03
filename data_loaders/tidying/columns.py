"""One column of raw cells → its values, with every repair counted and every unreadable cell named."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from data_loaders.findings import Finding, Source, once_each, one_by_one
from data_loaders.reading.distinct import Coded
from data_loaders.reading.grid import Grid
from data_loaders.schema import Column, Kind
from data_loaders.tidying import cells
from data_loaders.tidying.cells import Parsed, as_text, is_blank, squeezed
from data_loaders.tidying.cells_fast import read_all
from data_loaders.tidying.headers import Header, HeaderCell, normalised
from data_loaders.tidying.numerals import days_in_figures
from data_loaders.tidying.rows import Body
from data_loaders.typed_frames import blank, typed_values

_MONEY_UNITS = "|".join(sorted(cells.UNITS_PER_WAN, key=len, reverse=True))
_UNIT_LINE = re.compile(rf"(?:单位[:]?|金额:)[^,。;]{{0,12}}?({_MONEY_UNITS})(?!素)")
_UNIT_BEHIND = re.compile(rf"({_MONEY_UNITS})为(?:计量)?单位")  # 表内金额以元为单位
_UNIT_IN_TITLE = re.compile(rf"[(,、;]({_MONEY_UNITS})[),、;]")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_OF_A_YEAR = re.compile(r"20\d\d年(?:1[0-2]|0?[1-9])月(?:份|底|末|\d{1,2}[日号]?)?")
# A column is written in a form throughout when so many of its cells are, and more than half.
THROUGHOUT = 5
_OF_FORM = frozenset({"cell_not_number", "cell_not_whole", "cell_not_date", "date_without_year", "month_unclear"})
_MONTH_HEADER = re.compile(r"月份?$|期数$")


@dataclass(frozen=True)
class Readings:
    """A column read: each different cell that some row holds once, and for every row which of them it is."""

    rows: pd.Index
    codes: np.ndarray
    read: np.ndarray | pa.Array  # the value of each different cell
    odd: dict[int, Parsed]  # those that were repaired or refused

    def rows_of(self, codes: list[int]) -> list[int]:
        """The rows that hold one of these cells, in file order."""
        return [row for row, _ in self.cases_of(codes)]

    def cases_of(self, codes: list[int]) -> list[tuple[int, int]]:
        """(row, which of the cells) of the rows that hold one of these, in file order."""
        held = np.isin(self.codes, codes)
        return list(zip(self.rows[held].tolist(), self.codes[held].tolist(), strict=True))

    def __getitem__(self, row: int) -> Parsed:
        return self.odd[int(self.codes[self.rows.get_loc(row)])]


def read_distinct(column: Coded, rows: pd.Index, read: Callable[[Any], Parsed]) -> Readings:
    """Every different cell of a column read once, so that a million rows cost their distinct values."""
    values, odd = np.empty(len(column.held), dtype=object), {}
    for code in np.flatnonzero(column.counts):
        found = read(column.different[code])
        values[code] = found.value
        if found.problem or found.repairs:
            odd[int(code)] = found
    return Readings(rows, column.codes, values, odd)


def read_column(
    source: Source, grid: Grid, header: Header, body: Body, column: Column
) -> tuple[pd.Series, list[Finding]]:
    """One column typed, with what was repaired and what could not be read."""
    cell, coded, rows = header.cells[column.name], body.columns[column.name], body.rows
    broken = _broken(grid, cell, coded, rows)
    findings = _said_broken(source, cell, broken)
    if broken:
        whole = ~rows.isin(list(broken))
        coded, rows = coded[whole], rows[whole]
    unit = money_unit(header, column)
    if unit is None and _needs_unit(coded, column):
        empty = blank(body.rows, column.kind)
        code = "unit_missing" if column.required else "unit_missing_optional"
        return empty, [*findings, source.finding(code, column=cell.text, header=column.header)]
    read = _reader(column, cell, unit, _only_year([*header.titles, source.sheet or "", source.file]))
    values, odd = read_all(coded.held, coded.counts > 0, column, unit or "万元", read)
    readings = Readings(rows, coded.codes, values, odd)
    findings += problems(source, cell.text, readings) + _repairs(source, cell.text, readings)
    if unit not in (None, "万元"):
        findings.append(source.finding("unit_converted", column=cell.text, unit=unit))
    series = typed_values(values, coded.codes, rows, column.kind)
    if column.kind is Kind.PERCENT:
        series, said = _as_percentages(source, grid, cell, coded, series)
        findings += said
    elif column.kind is Kind.NUMBER:
        series = _as_shown(grid, cell, series)
    return series.reindex(body.rows) if broken else series, findings


def _broken(grid: Grid, cell: HeaderCell, column: Coded, rows: pd.Index) -> dict[int, str]:
    """Row → what it shows, for the cells of a column whose formula failed or was never calculated."""
    if not grid.broken:
        return {}
    raw = pd.Series(column.objects(), rows, dtype=object)
    return {
        row: shown
        for (row, position), shown in grid.broken.items()
        if position == cell.position and row in raw.index and (shown or is_blank(raw[row]))
    }


def _said_broken(source: Source, cell: HeaderCell, broken: dict[int, str]) -> list[Finding]:
    return one_by_one(
        source,
        sorted(broken.items()),
        lambda case: source.finding(
            "cell_formula_error" if case[1] else "cell_formula_empty", row=case[0], column=cell.text, text=case[1]
        ),
    )


def _only_year(texts: list[str]) -> str | None:
    """The one year that titles and names speak of."""
    years = {year for text in texts for year in _YEAR.findall(squeezed(text))}
    return years.pop() if len(years) == 1 else None


def _reader(column: Column, cell: HeaderCell, unit: str | None, year: str | None) -> Callable[[object], Parsed]:
    """How a cell of the column is read. The 9月 and 9月30日 a row speaks for are those of the year in the title; under
    月份 a spreadsheet keeps 2023年9月 as the first day of the month.
    """
    parse = cells.parser(column, unit=unit or "万元")
    if column.name != "as_of":
        return parse
    of_months = bool(_MONTH_HEADER.search(normalised(cell.text)))

    def parse_day(value: object) -> Parsed:
        if (
            year
            and isinstance(value, str)
            and _OF_A_YEAR.fullmatch(dated := days_in_figures(f"{year}年{squeezed(value)}"))
        ):
            return parse(dated)
        parsed = parse(value)
        if not of_months or not isinstance(value, date) or parsed.value is None or parsed.value.day != 1:
            return parsed
        return Parsed(cells.month_end(parsed.value.year, parsed.value.month), ("month_to_day",))

    return parse_day


def money_unit(header: Header, column: Column) -> str | None:
    """The unit the file gives a money column, by its header or a line above; 万元 where it has our own field name."""
    if column.kind is not Kind.MONEY:
        return None
    cell = header.cells[column.name]
    if cell.unit in cells.UNITS_PER_WAN:
        return cell.unit
    return "万元" if normalised(cell.text) == column.name else unit_above(header.titles)


def unit_above(titles: Iterable[str]) -> str | None:
    """万元 or 元 from a unit line above the header, 单位：万元, or from a title, 资金台账（万元）."""
    titles = [squeezed(title) for title in titles]
    found = [
        match[1]
        for pattern in (_UNIT_LINE, _UNIT_IN_TITLE, _UNIT_BEHIND)
        for title in titles
        if (match := pattern.search(title))
    ]
    found += [title for title in titles if title in cells.UNITS_PER_WAN]
    return found[0] if found else None


def _needs_unit(raw: Coded, column: Column) -> bool:
    """Amounts without a unit anywhere, unless every cell carries its own."""
    if column.kind is not Kind.MONEY:
        return False
    units = ("元", *cells.SHORT_UNITS)
    return not all(is_blank(cell) or squeezed(as_text(cell)).endswith(units) for cell in raw.used)


def problems(source: Source, text: str, readings: Readings) -> list[Finding]:
    """A finding for each different cell that could not be read; one for the whole column where digits were lost."""
    lost = [code for code, parsed in readings.odd.items() if parsed.problem == "cell_scientific"]
    bad = [code for code, parsed in readings.odd.items() if parsed.problem not in (None, "cell_scientific")]
    findings = once_each(
        source,
        _causes(readings, readings.cases_of(bad)),
        lambda row: source.finding(str(readings[row].problem), row=row, column=text, **readings[row].slots),
    )
    if lost:
        first, *others = readings.rows_of(lost)
        shown = readings[first].slots["text"] + (f"等 {len(others) + 1} 处" if others else "")
        findings.append(source.finding("cell_scientific", row=first, column=text, text=shown))
    return findings


def _causes(readings: Readings, cases: list[tuple[int, int]]) -> list[tuple[int, str | int]]:
    """(row, what is wrong there): the cell, or only its kind where a column is written so throughout, 3/5 and 4/7."""
    kinds = Counter(str(readings.odd[code].problem) for _, code in cases)
    throughout = {kind for kind, count in kinds.items() if kind in _OF_FORM and count >= THROUGHOUT and 2 * count > len(readings.rows)}  # fmt: skip
    return [(row, kind if (kind := str(readings.odd[code].problem)) in throughout else code) for row, code in cases]


def _repairs(source: Source, text: str, readings: Readings) -> list[Finding]:
    """Each kind of repair once, with the number of rows it was made in."""
    in_rows = np.bincount(readings.codes, minlength=len(readings.read))
    counts: Counter[str] = Counter()
    values = {}
    for code, parsed in readings.odd.items():
        for repair in parsed.repairs:
            counts[repair] += int(in_rows[code])
            values[repair] = parsed.value
    findings = []
    for repair, count in counts.items():
        name, _, detail = repair.partition(":")
        slots: dict[str, Any] = {"text": detail, "value": values[repair]} if name == "synonym" else {}
        findings.append(source.finding(name, column=text, count=count, **slots))
    return findings


def _shown_as_percent(grid: Grid, cell: HeaderCell, series: pd.Series) -> list[int]:
    """The rows whose number the file shows with a percent sign: 0.75 that reads 75%."""
    if not grid.percents:
        return []
    shown = {row for row, position in grid.percents if position == cell.position}
    return [row for row in series.dropna().index if row in shown]


def _as_shown(grid: Grid, cell: HeaderCell, series: pd.Series) -> pd.Series:
    """Numbers as the person sees them: 0.993 that reads 99.3% is 99.3."""
    rows = _shown_as_percent(grid, cell, series)
    series.loc[rows] = [round(value * 100, 6) for value in series.loc[rows]]
    return series


def _as_percentages(
    source: Source, grid: Grid, cell: HeaderCell, raw: Coded, series: pd.Series
) -> tuple[pd.Series, list[Finding]]:
    """0.75 shown as 75% is 75; a whole column of fractions is scaled; a fraction among percentages is asked about."""
    signed = series.index[
        raw.told(isinstance(value, str) and squeezed(value).endswith("%") for value in raw.different.tolist())
    ]
    shown = _shown_as_percent(grid, cell, series)
    scaled = _as_shown(grid, cell, series.copy())
    bare = series.drop(signed.union(shown)).dropna().astype(float)
    is_mixed = len(signed) + len(shown) > 0
    inside = bare[(bare > 0) & (bare < 1)]
    if not is_mixed and not bare.empty and bare.max() == 1 and inside.empty:
        return scaled, [source.finding("column_percent_unclear", column=cell.text)]
    if not is_mixed and not inside.empty and bare.max() <= 1:
        scaled.loc[bare.index] = [round(value * 100, 6) for value in bare]
        return scaled, [source.finding("percent_fraction", column=cell.text, count=len(bare))]
    unclear = bare[(bare > 0) & ((bare < 1) | ((bare == 1) & (len(shown) > 0)))]
    return scaled, one_by_one(source, list(unclear.items()), lambda case: _percent_unclear(source, cell, *case))


def _percent_unclear(source: Source, cell: HeaderCell, row: int, value: float) -> Finding:
    slots = {"text": f"{value:g}", "as_is": f"{value:g}", "scaled": f"{value * 100:g}"}
    return source.finding("cell_percent_unclear", row=int(row), column=cell.text, **slots)
