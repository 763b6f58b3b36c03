"""Raw cells of a recognised sheet → one typed frame, with every repair and every unreadable cell said.

May import: `schema`, `findings`, `grid`, `cells`, `days`, `headers`, `rows`, `places`.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data_loaders import cells
from data_loaders.cells import Parsed, as_text, distinct, is_blank, squeezed
from data_loaders.days import stated_day
from data_loaders.findings import Finding, Source, listed, one_by_one
from data_loaders.grid import Grid
from data_loaders.headers import Header, HeaderCell, normalised
from data_loaders.places import DISTRICT_WORDS, Gazetteer
from data_loaders.rows import Body
from data_loaders.schema import AS_OF, DISTRICT, SITE_KINDS, SITES, Column, Kind, Table

DTYPES = {
    Kind.TEXT: "str", Kind.CHOICE: "str", Kind.WHOLE: "Int64", Kind.NUMBER: "Float64", Kind.MONEY: "Float64",
    Kind.PERCENT: "Float64", Kind.DATE: "datetime64[s]", Kind.FLAG: "boolean", Kind.GEOMETRY: "object",
}  # fmt: skip
NUMBERS = (Kind.WHOLE, Kind.NUMBER, Kind.MONEY, Kind.PERCENT)
IDENTIFIED_BY_NAME = {"site_id": "name"}
# A place that was refused: it is said already, and must not be said again as blank.
REFUSED = "?"

_MONEY_UNITS = "|".join(sorted(cells.UNITS_PER_WAN, key=len, reverse=True))
_UNIT_LINE = re.compile(rf"单位[:]?[^,。;]{{0,12}}?({_MONEY_UNITS})(?!素)")
_UNIT_IN_TITLE = re.compile(rf"\(({_MONEY_UNITS})\)")
_MONTH_HEADER = re.compile(r"月份?$|期数$")


@dataclass(frozen=True)
class Tidied:
    """A typed frame in schema columns (index: file row numbers) and what was said on the way."""

    frame: pd.DataFrame
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Context:
    """What reading a file may know beyond the file: the village list, the day given by the person."""

    gazetteer: Gazetteer
    as_of: date | None = None


def empty_frame(table: Table) -> pd.DataFrame:
    """No rows, all columns of a table with their types."""
    return typed(pd.DataFrame(columns=list(table.names)), table)


def typed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The table's columns in schema order and with schema types; columns the frame lacks are blank."""
    columns = {}
    for column in table.columns:
        values = frame[column.name] if column.name in frame else pd.Series(None, index=frame.index, dtype=object)
        if column.kind is Kind.DATE:
            columns[column.name] = pd.to_datetime(values).astype(DTYPES[Kind.DATE])
        else:
            columns[column.name] = values.astype(DTYPES[column.kind])
    return pd.DataFrame(columns, index=frame.index)


def tidy(grid: Grid, header: Header, body: Body, context: Context) -> Tidied:
    """Type every column, resolve places and the 截至日期.

    The frame holds only rows and values that could be read; findings name the cells that could not.
    """
    source = grid.source.of(table=header.table.name)
    findings: list[Finding] = []
    values = {}
    for column in header.table.columns:
        if column.name in header.cells:
            series, said = _column(source, grid, header, body, column)
            values[column.name] = series
            findings += said
    frame = pd.DataFrame(values, index=body.frame.index, dtype=object)
    for step in (_with_kind, _with_identifier, _with_places, _with_units):
        frame, said = step(frame, source, header, context)
        findings += said
    frame, said = _with_as_of(frame, source, grid, header, context)
    findings += said + _blank_cells(frame, source, header)
    frame = frame.assign(**{name: _without_refused(frame[name]) for name in ("town", "village") if name in frame})
    return Tidied(typed(frame, header.table), tuple(_gathered(findings)))


def _without_refused(places: pd.Series) -> pd.Series:
    return _like(places, np.where(places == REFUSED, None, places))


def _like(series: pd.Series, values: np.ndarray) -> pd.Series:
    """Other values, None among them, on the rows of a series."""
    return pd.Series(values, index=series.index, dtype=object)


@dataclass(frozen=True)
class _Readings:
    """A column read: each different cell once, and for every row which of them it is."""

    rows: pd.Index
    codes: np.ndarray
    read: np.ndarray  # the value of each different cell
    odd: dict[int, Parsed]  # those that were repaired or refused

    def series(self) -> pd.Series:
        return pd.Series(self.read[self.codes], index=self.rows, dtype=object)

    def rows_of(self, codes: list[int]) -> list[int]:
        """The rows that hold one of these cells, in file order."""
        return [int(row) for row in self.rows[np.isin(self.codes, codes)]]

    def __getitem__(self, row: int) -> Parsed:
        return self.odd[int(self.codes[self.rows.get_loc(row)])]


def _readings(raw: pd.Series, read: Callable[[object], Parsed]) -> _Readings:
    """Every different cell of a column read once, so that a million rows cost their distinct values."""
    codes, different = distinct(raw)
    values, odd = np.empty(len(different), dtype=object), {}
    for code, cell in enumerate(different):
        found = read(cell)
        values[code] = found.value
        if found.problem or found.repairs:
            odd[code] = found
    return _Readings(raw.index, codes, values, odd)


def _column(source: Source, grid: Grid, header: Header, body: Body, column: Column) -> tuple[pd.Series, list[Finding]]:
    """One column typed, with what was repaired and what could not be read."""
    cell = header.cells[column.name]
    raw = body.frame[column.name]
    findings = _broken(source, grid, cell, raw)
    raw = raw.drop([finding.row for finding in findings])
    unit = money_unit(header, column)
    if unit is None and _needs_unit(raw, column):
        empty = pd.Series(None, index=body.frame.index, dtype=object)
        return empty, [*findings, source.finding("unit_missing", column=cell.text, header=column.header)]
    readings = _readings(raw, _reader(column, cell, unit))
    findings += _problems(source, cell.text, readings) + _repairs(source, cell.text, readings)
    if unit not in (None, "万元"):
        findings.append(source.finding("unit_converted", column=cell.text, unit=unit))
    series = readings.series()
    if column.kind is Kind.PERCENT:
        series, said = _as_percentages(source, grid, cell, raw, series)
        findings += said
    elif column.kind is Kind.NUMBER:
        series = _as_shown(grid, cell, series)
    return series.reindex(body.frame.index), findings


def _broken(source: Source, grid: Grid, cell: HeaderCell, raw: pd.Series) -> list[Finding]:
    """Cells of a column whose formula failed or was never calculated."""
    return [
        source.finding("cell_formula_error" if shown else "cell_formula_empty", row=row, column=cell.text, text=shown)
        for (row, position), shown in grid.broken.items()
        if position == cell.position and row in raw.index and (shown or is_blank(raw[row]))
    ]


def _reader(column: Column, cell: HeaderCell, unit: str | None) -> Callable[[object], Parsed]:
    """How a cell of the column is read. Under 月份 a spreadsheet keeps 2023年9月 as the first day of the month."""
    parse = cells.parser(column, unit=unit or "万元")
    if column.name != "as_of" or not _MONTH_HEADER.search(normalised(cell.text)):
        return parse

    def parse_month(value: object) -> Parsed:
        parsed = parse(value)
        if not isinstance(value, date) or parsed.value is None or parsed.value.day != 1:
            return parsed
        return Parsed(cells.month_end(parsed.value.year, parsed.value.month), ("month_to_day",))

    return parse_month


def money_unit(header: Header, column: Column) -> str | None:
    """The unit the file gives a money column, by its header or a line above; 万元 where it has our own field name."""
    if column.kind is not Kind.MONEY:
        return None
    cell = header.cells[column.name]
    if cell.unit in cells.UNITS_PER_WAN:
        return cell.unit
    return "万元" if normalised(cell.text) == column.name else _unit_above(header)


def _unit_above(header: Header) -> str | None:
    """万元 or 元 from a unit line above the header, 单位：万元, or from a title, 资金台账（万元）."""
    titles = [squeezed(title) for title in header.titles]
    found = [match[1] for pattern in (_UNIT_LINE, _UNIT_IN_TITLE) for title in titles if (match := pattern.search(title))]
    return found[0] if found else None


def _needs_unit(raw: pd.Series, column: Column) -> bool:
    """Amounts without a unit anywhere, unless every cell carries its own."""
    if column.kind is not Kind.MONEY:
        return False
    _, different = distinct(raw)
    return not all(is_blank(cell) or squeezed(as_text(cell)).endswith("元") for cell in different)


def _problems(source: Source, text: str, readings: _Readings) -> list[Finding]:
    """A finding for each cell that could not be read; one for the whole column where digits were lost."""
    lost = [code for code, parsed in readings.odd.items() if parsed.problem == "cell_scientific"]
    bad = [code for code, parsed in readings.odd.items() if parsed.problem and code not in lost]
    findings = one_by_one(
        source,
        readings.rows_of(bad),
        lambda row: source.finding(readings[row].problem, row=row, column=text, **readings[row].slots),
    )
    if lost:
        first, *others = readings.rows_of(lost)
        shown = readings[first].slots["text"] + (f"等 {len(others) + 1} 处" if others else "")
        findings.append(source.finding("cell_scientific", row=first, column=text, text=shown))
    return findings


def _repairs(source: Source, text: str, readings: _Readings) -> list[Finding]:
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
        slots = {"text": detail, "value": values[repair]} if name == "synonym" else {}
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
    source: Source, grid: Grid, cell: HeaderCell, raw: pd.Series, series: pd.Series
) -> tuple[pd.Series, list[Finding]]:
    """0.75 shown as 75% is 75; a whole column of fractions is scaled; a fraction among percentages is asked about."""
    codes, different = distinct(raw)
    has_sign = np.array([isinstance(value, str) and squeezed(value).endswith("%") for value in different], dtype=bool)
    signed = raw.index[has_sign[codes]]
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


def _with_kind(frame: pd.DataFrame, source: Source, header: Header, context: Context):
    """A list of sites without 类型 takes the one type its title, sheet or file names."""
    if header.table is not SITES or "kind" in frame:
        return frame, []
    kind = named_site_kind(header, source)
    if kind is None:
        return frame, []
    return frame.assign(kind=kind), [source.finding("kind_from_title", kind=kind)]


def named_site_kind(header: Header, source: Source) -> str | None:
    """The single site type that the titles, the sheet or the file name speak of."""
    for words in (" ".join(header.titles), source.sheet or "", source.file):
        kinds = [kind for kind, synonyms in SITE_KINDS.items() if any(word in words for word in (kind, *synonyms))]
        if len(kinds) == 1:
            return kinds[0]
    return None


def _with_identifier(frame: pd.DataFrame, source: Source, header: Header, context: Context):
    """Rows without a number are known by their name."""
    findings = []
    for identifier, name in IDENTIFIED_BY_NAME.items():
        if not header.table.has(identifier) or name not in frame:
            continue
        given = frame[identifier] if identifier in frame else pd.Series(None, index=frame.index, dtype=object)
        if given.isna().any():
            findings.append(source.finding("identifier_from_name", header=header.text(identifier)))
        frame = frame.assign(**{identifier: given.where(given.notna(), frame[name])})
    return frame, findings


def _with_places(frame: pd.DataFrame, source: Source, header: Header, context: Context):
    """Town and village as in the village list; a blank town comes from the village, else from the row above."""
    if not header.table.has("town") or header.table.name == "villages":
        return _with_listed_villages(frame, source, header, context)
    blank = pd.Series(None, index=frame.index, dtype=object)
    texts, villages = frame.get("town", blank), frame.get("village", blank)
    towns, findings = _towns(texts, source, header, context.gazetteer)
    above = towns.ffill() if "town" in header.cells else towns
    triples = _like(frame, np.fromiter(zip(towns, villages, above, strict=True), object, len(frame)))
    readings = _readings(triples, lambda triple: _place(*triple, context.gazetteer))
    findings += _problems(source, header.text("village"), readings)
    findings += _spellings(source, header.text("village"), readings)
    pairs = [value or (REFUSED, REFUSED) for value in readings.read]
    town, village = (
        _like(frame, np.array([pair[part] for pair in pairs], dtype=object)[readings.codes]) for part in (0, 1)
    )
    findings += _said_filled(source, header, texts.isna() & town.notna() & (town != REFUSED))
    return frame.assign(town=town, village=village), findings


def _place(town: str | None, village: str | None, above: str | None, gazetteer: Gazetteer) -> Parsed:
    """The place of a row. Without its own town the village tells it, then the row above."""
    if town == REFUSED:
        return Parsed((REFUSED, REFUSED))
    if is_blank(village):
        return Parsed((town or (None if above == REFUSED else above), None))
    found = gazetteer.village(village, town)
    if found.problem == "village_ambiguous" and not town and above not in (None, REFUSED):
        return gazetteer.village(village, above)
    return found


def _said_filled(source: Source, header: Header, filled: pd.Series) -> list[Finding]:
    if not (count := int(filled.sum())):
        return []
    if "town" in header.cells:
        return [source.finding("town_filled", column=header.text("town"), count=count)]
    return [source.finding("village_from_name", count=count)]


def _towns(texts: pd.Series, source: Source, header: Header, gazetteer: Gazetteer) -> tuple[pd.Series, list[Finding]]:
    """Each town text as the list writes it, None where there is none, REFUSED where it is unknown (with a finding)."""
    codes, different = distinct(texts)
    known = np.array([_town(text, header.table, gazetteer) for text in different], dtype=object)
    towns = _like(texts, known[codes])
    findings = one_by_one(
        source,
        [(int(row), texts[row]) for row in towns.index[towns == REFUSED]],
        lambda case: source.finding(
            "town_unknown", row=case[0], column=header.text("town"), text=case[1], towns="、".join(gazetteer.towns)
        ),
    )
    return towns, findings


def _town(text: str | None, table: Table, gazetteer: Gazetteer) -> str | None:
    if is_blank(text):
        return None
    if table.name == "funds" and squeezed(text) in DISTRICT_WORDS:
        return DISTRICT
    prefix, _ = gazetteer.split(text)
    return gazetteer.town(text) or prefix or REFUSED


def _with_listed_villages(frame: pd.DataFrame, source: Source, header: Header, context: Context):
    """The village list itself defines the names; they are only cleaned, and a blank town is that of the row above."""
    if header.table.name != "villages":
        return frame, []
    findings = []
    for name in ("town", "village"):
        if name in frame:
            frame = frame.assign(**{name: frame[name].map(lambda text: None if is_blank(text) else squeezed(text))})
    if "town" in frame and frame["town"].isna().any() and frame["town"].notna().any():
        filled = frame["town"].ffill()
        findings += _said_filled(source, header, frame["town"].isna() & filled.notna())
        frame = frame.assign(town=filled)
    findings += [
        source.finding("code_invalid", row=int(row), column=header.text("code"), text=code)
        for row, code in frame.get("code", pd.Series(dtype=object)).dropna().items()
        if not re.fullmatch(r"[0-9]{12}", code)
    ]
    return frame, findings


def _spellings(source: Source, text: str, readings: _Readings) -> list[Finding]:
    spellings = dict.fromkeys((repair, parsed.value[1]) for parsed in readings.odd.values() for repair in parsed.repairs)
    return [
        source.finding("village_spelling", column=text, text=repair.partition(":")[2], village=village)
        for repair, village in spellings
    ]


def _with_units(frame: pd.DataFrame, source: Source, header: Header, context: Context):
    """Reporting units of duties and indicators as the village list writes them."""
    findings = []
    if header.table.name in ("duties", "indicators") and "unit" in frame:
        units = _readings(frame["unit"], lambda text: Parsed() if text is None else context.gazetteer.unit(text))
        findings = _problems(source, header.text("unit"), units)
        frame = frame.assign(unit=units.series())
    for name in ("duty_id", "indicator_id", "id"):
        if name in frame:
            upper = {text: text.upper() for text in frame[name].dropna().unique()}
            frame = frame.assign(**{name: frame[name].map(upper)})
    return frame, findings


def _with_as_of(frame: pd.DataFrame, source: Source, grid: Grid, header: Header, context: Context):
    """截至日期 from its column, else as given, else from a title, the sheet's or the file's name."""
    if not header.table.is_snapshot:
        return frame, []
    sources = _days_stated(source, grid, header, context)
    if "as_of" in frame and frame["as_of"].notna().any():
        days = sorted(set(frame["as_of"].dropna().unique()))
        return frame, _as_of_differs(source, header, "表内", days, sources)
    if not sources:
        return frame, [source.finding("as_of_missing", column=AS_OF.header)]
    code, (where, day) = next(iter(sources.items()))
    said = [source.finding(code, date=day), *_as_of_differs(source, header, where, [day], sources)]
    return frame.assign(as_of=day), said


def _days_stated(source: Source, grid: Grid, header: Header, context: Context) -> dict[str, tuple[str, date]]:
    """Finding code → (where in words, day) of all that names a day for the whole sheet, the strongest first."""
    sheet = [grid.source.sheet or ""]
    file = [source.file.rpartition(".")[0] or source.file]
    stated = {
        "as_of_given": ("指定", context.as_of),
        "as_of_from_title": ("标题", stated_day(header.titles, [*sheet, *file])),
        "as_of_from_sheet": ("工作表名", stated_day(sheet, [*header.titles, *file])),
        "as_of_from_name": ("文件名", stated_day(file, header.titles)),
    }
    return {code: (where, day) for code, (where, day) in stated.items() if day}


def _as_of_differs(source: Source, header: Header, used_from: str, used: list[date], sources) -> list[Finding]:
    """What else in the file names another month than the one that is used: last month's title on this month's file."""
    months = {(day.year, day.month) for day in used}
    return [
        source.finding(
            "as_of_differs", column=header.text("as_of"), used_from=used_from, used=listed(used), other_from=where, other=day
        )
        for where, day in sources.values()
        if (day.year, day.month) not in months
    ]


def _blank_cells(frame: pd.DataFrame, source: Source, header: Header) -> list[Finding]:
    """A finding for every required cell that is blank."""
    findings = []
    for column in header.table.columns:
        if not column.required or column.name not in frame or column.kind is Kind.GEOMETRY:
            continue
        if column.name == "as_of" and not frame["as_of"].notna().any():
            continue  # said once for the whole file
        text = header.text(column.name)
        blank = [int(row) for row in frame.index[frame[column.name].isna()]]
        findings += one_by_one(source, blank, lambda row, text=text: source.finding("cell_blank", row=row, column=text))
    return findings


def _gathered(findings: list[Finding]) -> list[Finding]:
    """A cell that could not be read is not also blank, nor is a column without its unit; the same is said once."""
    unreadable = {
        (finding.row, finding.column) for finding in findings if finding.level == "error" and finding.code != "cell_blank"
    }
    kept = [
        finding
        for finding in findings
        if finding.code != "cell_blank" or not unreadable & {(finding.row, finding.column), (None, finding.column)}
    ]
    return list(dict.fromkeys(kept))
