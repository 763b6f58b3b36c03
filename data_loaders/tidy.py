"""Raw cells of a recognised sheet → one typed frame, with every repair and every unreadable cell said.

May import: `schema`, `findings`, `grid`, `cells`, `headers`, `rows`, `places`.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

import pandas as pd

from data_loaders.cells import Parsed, as_text, clean_text, is_blank, month_end, parse_date, parser, squeezed
from data_loaders.findings import Finding, Source, listed
from data_loaders.grid import Grid
from data_loaders.headers import Header
from data_loaders.places import DISTRICT_WORDS, Gazetteer
from data_loaders.rows import Body
from data_loaders.schema import AS_OF, DISTRICT, SITE_KINDS, SITES, Column, Kind, Table

DTYPES = {
    Kind.TEXT: "str", Kind.CHOICE: "str", Kind.WHOLE: "Int64", Kind.NUMBER: "Float64", Kind.MONEY: "Float64",
    Kind.PERCENT: "Float64", Kind.DATE: "datetime64[s]", Kind.FLAG: "boolean", Kind.GEOMETRY: "object",
}  # fmt: skip
NUMBERS = (Kind.WHOLE, Kind.NUMBER, Kind.MONEY, Kind.PERCENT)
# Repairs of form only, told once a table with a count.
COUNTED_REPAIRS = ("thousands", "full_width", "spaces", "percent_sign", "date_form", "month_to_day", "blank_word", "unit_stripped")  # fmt: skip
IDENTIFIED_BY_NAME = {"site_id": "name"}

_TITLE_DATE = re.compile(r"(20\d{2})(?:年(\d{1,2})月(?:(\d{1,2})[日号])?|[-_./](\d{1,2})(?:[-_./](\d{1,2}))?(?!\d))")
_NAME_DATE = re.compile(r"(?<!\d)(20\d{2})(?:年|[-_.])?(0?[1-9]|1[0-2])(?:月|[-_.])?(0[1-9]|[12]\d|3[01])?(?:日|(?!\d))")


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
    return Tidied(typed(frame, header.table), tuple(_gathered(findings, source)))


def _column(source: Source, grid: Grid, header: Header, body: Body, column: Column) -> tuple[pd.Series, list[Finding]]:
    """One column typed; each distinct cell is read once, so a million rows cost their distinct values."""
    cell = header.cells[column.name]
    raw = body.frame[column.name]
    findings = [
        source.finding("cell_formula_error" if shown else "cell_formula_empty", row=row, column=cell.text, text=shown)
        for (row, position), shown in grid.broken.items()
        if position == cell.position and row in raw.index and (shown or is_blank(raw[row]))
    ]
    raw = raw.drop([finding.row for finding in findings])
    unit = cell.unit or _unit_above(header)
    if column.kind is Kind.MONEY and unit not in ("万元", "元") and _needs_unit(raw, cell.text, column):
        return _empty(body), [*findings, source.finding("unit_missing", column=cell.text, header=column.header)]
    parse = parser(column, yuan=column.kind is Kind.MONEY and unit == "元")
    parsed = {key: parse(value) for key, value in _distinct(raw).items()}
    keys = raw.map(_cell_key)
    results = keys.map(parsed)
    findings += _problems(source, cell.text, results)
    findings += _repairs(source, cell.text, column, results)
    if column.kind is Kind.MONEY and unit == "元":
        findings.append(source.finding("unit_converted", column=cell.text))
    series = results.map(lambda result: result.value).astype(object).reindex(body.frame.index)
    if column.kind is Kind.PERCENT:
        series, said = _as_percentages(source, grid, header, column, raw, series)
        findings += said
    return series, findings


def _empty(body: Body) -> pd.Series:
    return pd.Series(None, index=body.frame.index, dtype=object)


def _cell_key(cell: object) -> tuple:
    """Cells that print alike but differ in type (1, 1.0, True) are read apart."""
    return type(cell).__name__, cell


def _distinct(raw: pd.Series) -> dict[tuple, object]:
    return {_cell_key(cell): cell for cell in raw.array}


def _unit_above(header: Header) -> str | None:
    """万元 or 元 from a unit line above the header, 单位：万元."""
    for title in header.titles:
        if match := re.search(r"(?:金额)?单位[:：]?(?:人民币)?(万元|元)", squeezed(title)):
            return match.group(1)
    return None


def _needs_unit(raw: pd.Series, text: str, column: Column) -> bool:
    """Amounts need a unit unless the file uses our own field name or every cell carries one."""
    if text == column.name:
        return False
    return not all(is_blank(cell) or squeezed(as_text(cell)).endswith("元") for cell in raw.array)


def _problems(source: Source, text: str, results: pd.Series) -> list[Finding]:
    bad = results[results.map(lambda result: result.problem is not None)]
    return [
        source.finding(result.problem, row=int(row), column=text, **result.slots) for row, result in bad.items()
    ]


def _repairs(source: Source, text: str, column: Column, results: pd.Series) -> list[Finding]:
    counts = Counter(code for result in results.array for code in result.repairs)
    findings = []
    for code, count in counts.items():
        name, _, detail = code.partition(":")
        slots = {"count": count}
        if name == "synonym":
            value = next(result.value for result in results.array if code in result.repairs)
            slots |= {"text": detail, "value": value}
        findings.append(source.finding(name, column=text, **slots))
    return findings


def _as_percentages(
    source: Source, grid: Grid, header: Header, column: Column, raw: pd.Series, series: pd.Series
) -> tuple[pd.Series, list[Finding]]:
    """0.75 shown as 75% is 75; a whole column of fractions is scaled; a fraction among percentages is asked about."""
    cell = header.cells[column.name]
    signed = raw.map(lambda value: isinstance(value, str) and squeezed(value).endswith("%"))
    shown = pd.Series([(row, cell.position) in grid.percents for row in raw.index], index=raw.index)
    scaled = series.copy()
    findings = []
    if shown.any():
        rows = shown.index[shown & series.reindex(shown.index).notna()]
        scaled.loc[rows] = [round(float(series[row]) * 100, 6) for row in rows]
    bare = series.drop(raw.index[signed | shown], errors="ignore").dropna().astype(float)
    inside = bare[(bare > 0) & (bare < 1)]
    if inside.empty:
        if not bare.empty and bare.max() == 1 and not shown.any() and not signed.any():
            findings.append(source.finding("column_percent_unclear", column=cell.text))
        return scaled, findings
    if bare.max() <= 1 and not signed.any() and not shown.any():
        scaled.loc[bare.index] = [round(value * 100, 6) for value in bare]
        return scaled, [source.finding("percent_fraction", column=cell.text, count=len(bare))]
    for row, value in inside.items():
        slots = {"as_is": f"{value:g}", "scaled": f"{value * 100:g}"}
        findings.append(source.finding("cell_percent_unclear", row=int(row), column=cell.text, text=f"{value:g}", **slots))
    return scaled, findings


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
    findings: list[Finding] = []
    towns = frame["town"] if "town" in frame else pd.Series(None, index=frame.index, dtype=object)
    villages = frame["village"] if "village" in frame else pd.Series(None, index=frame.index, dtype=object)
    resolved_town, said = _towns(towns, source, header, context.gazetteer)
    findings += said
    blank_town = towns.isna()
    pairs = pd.Series(list(zip(resolved_town, villages, strict=True)), index=frame.index, dtype=object)
    known = {pair: context.gazetteer.village(pair[1], pair[0]) for pair in set(pairs) if not is_blank(pair[1])}
    results = pairs.map(lambda pair: known.get(pair, Parsed((pair[0], None))))
    refused_town = towns.notna() & resolved_town.isna()
    results = results.mask(refused_town, Parsed((None, None)))
    findings += _problems(source, header.text("village"), results)
    findings += _spellings(source, header.text("village"), results)
    town = results.map(lambda result: result.value[0] if result.value else None)
    village = results.map(lambda result: result.value[1] if result.value else None)
    from_village = int((blank_town & village.notna()).sum())
    if from_village and "town" not in header.cells:
        findings.append(source.finding("village_from_name", count=from_village))
    elif from_village:
        findings.append(source.finding("town_filled", column=header.text("town"), count=from_village))
    left = town.isna() & blank_town & villages.isna()
    if left.any() and "town" in header.cells:
        town = town.where(~left, town.ffill())
        findings.append(source.finding("town_filled", column=header.text("town"), count=int(left.sum())))
    # A row whose place was refused is already said; it must not be said again as blank.
    unknown = results.map(lambda result: result.problem is not None) | refused_town
    return frame.assign(town=town.mask(unknown, "?"), village=village.mask(unknown, "?")), findings


def _towns(towns: pd.Series, source: Source, header: Header, gazetteer: Gazetteer) -> tuple[pd.Series, list[Finding]]:
    """Each town text as the list writes it, None where there is none or it is unknown (with a finding)."""
    district = header.table.name == "funds"
    findings = []
    known: dict[str, str | None] = {}
    for text in towns.dropna().unique():
        if district and squeezed(text) in DISTRICT_WORDS:
            known[text] = DISTRICT
            continue
        prefix, _ = gazetteer.split(text)
        known[text] = gazetteer.town(text) or prefix
    for row, text in towns.dropna().items():
        if known[text] is None:
            choices = "、".join(gazetteer.towns)
            findings.append(
                source.finding("town_unknown", row=int(row), column=header.text("town"), text=text, towns=choices)
            )
    return towns.map(lambda text: known.get(text) if not is_blank(text) else None).astype(object), findings


def _with_listed_villages(frame: pd.DataFrame, source: Source, header: Header, context: Context):
    """The village list itself defines the names; they are only cleaned."""
    if header.table.name != "villages":
        return frame, []
    for name in ("town", "village"):
        if name in frame:
            frame = frame.assign(**{name: frame[name].map(lambda text: None if is_blank(text) else squeezed(text))})
    findings = [
        source.finding("code_invalid", row=int(row), column=header.text("code"), text=code)
        for row, code in frame.get("code", pd.Series(dtype=object)).dropna().items()
        if not re.fullmatch(r"\d{12}", code)
    ]
    return frame, findings


def _spellings(source: Source, text: str, results: pd.Series) -> list[Finding]:
    counts = Counter((code, result.value[1]) for result in results.array for code in result.repairs)
    return [
        source.finding("village_spelling", column=text, text=code.partition(":")[2], village=village)
        for (code, village) in counts
    ]


def _with_units(frame: pd.DataFrame, source: Source, header: Header, context: Context):
    """Reporting units of duties and indicators as the village list writes them."""
    if header.table.name in ("duties", "indicators") and "unit" in frame:
        known = {text: context.gazetteer.unit(text) for text in frame["unit"].dropna().unique()}
        frame = frame.assign(unit=frame["unit"].map(known))
    for name in ("duty_id", "indicator_id", "id"):
        if name in frame:
            frame = frame.assign(**{name: frame[name].map(lambda text: text.upper() if isinstance(text, str) else text)})
    return frame, []


def _with_as_of(frame: pd.DataFrame, source: Source, grid: Grid, header: Header, context: Context):
    """截至日期 from its column, else as given, else from a title, the sheet's or the file's name."""
    if not header.table.is_snapshot:
        return frame, []
    if "as_of" in frame and frame["as_of"].notna().any():
        days = sorted({day for day in frame["as_of"].dropna()})
        if context.as_of and context.as_of not in days:
            slots = {"dates": listed(days), "given": context.as_of}
            return frame, [source.finding("as_of_differs", column=header.text("as_of"), **slots)]
        return frame, []
    for day, code in (
        (context.as_of, "as_of_given"),
        (_day_in(header.titles, _TITLE_DATE), "as_of_from_title"),
        (_day_in([grid.source.sheet or ""], _NAME_DATE), "as_of_from_title"),
        (_day_in([source.file], _NAME_DATE), "as_of_from_name"),
    ):
        if day:
            return frame.assign(as_of=day), [source.finding(code, date=day)]
    return frame, [source.finding("as_of_missing", column=AS_OF.header)]


def _day_in(texts, pattern: re.Pattern) -> date | None:
    """The last date that stands in some texts; a month means its last day."""
    for text in texts:
        for match in reversed(list(pattern.finditer(clean_text(text)))):
            year, month, *rest = (int(part) for part in match.groups() if part is not None)
            if not 1 <= month <= 12:
                continue
            if not rest:
                return month_end(year, month)
            day = parse_date(f"{year}-{month:02d}-{rest[0]:02d}", AS_OF).value
            if day:
                return day
    return None


def _blank_cells(frame: pd.DataFrame, source: Source, header: Header) -> list[Finding]:
    """A finding for every required cell that is blank."""
    findings = []
    for column in header.table.columns:
        if not column.required or column.name not in frame or column.kind is Kind.GEOMETRY:
            continue
        if column.name == "as_of" and not frame["as_of"].notna().any():
            continue  # said once for the whole file
        for row in frame.index[frame[column.name].isna()]:
            findings.append(source.finding("cell_blank", row=int(row), column=header.text(column.name)))
    return findings


def _gathered(findings: list[Finding], source: Source) -> list[Finding]:
    """A cell that could not be read is not also blank; the same finding is said once."""
    unreadable = {(finding.row, finding.column) for finding in findings if finding.level == "error" and finding.code != "cell_blank"}  # fmt: skip
    kept = [
        finding
        for finding in findings
        if finding.code != "cell_blank" or (finding.row, finding.column) not in unreadable
    ]
    return list(dict.fromkeys(kept))
