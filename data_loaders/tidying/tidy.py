"""Raw cells of a recognised sheet → one typed frame, with every repair and every unreadable cell said."""

import re
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date

import numpy as np
import pandas as pd

from data_loaders.findings import Finding, Source, once_each
from data_loaders.reading.distinct import Coded, Different, combined
from data_loaders.reading.grid import Grid
from data_loaders.schema import DISTRICT, FUNDS, OUTSIDE_SOURCES, OWN_LEVELS, SITE_KINDS, SITES, TASKS, Kind, Table
from data_loaders.tidying.as_of import with_as_of
from data_loaders.tidying.cells import Parsed, is_blank, squeezed
from data_loaders.tidying.columns import Readings, problems, read_column, read_distinct
from data_loaders.tidying.gazetteer import VILLAGE_ENDINGS, Gazetteer
from data_loaders.tidying.headers import Header
from data_loaders.tidying.rows import Body
from data_loaders.typed_frames import told_apart, typed, typed_values

IDENTIFIED_BY_NAME = {"site_id": "name"}
# A place that was refused: it is said already, and must not be said again as blank.
REFUSED = "?"
NOT_BEGUN = next(iter(TASKS.column("status").choices))


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


def tidy(grid: Grid, header: Header, body: Body, context: Context) -> Tidied:
    """Type every column, resolve places and the 截至日期.

    The frame holds only rows and values that could be read; findings name the cells that could not.
    """
    source = grid.source.of(table=header.table.name)
    findings: list[Finding] = []
    values = {}
    for column in header.table.columns:
        if column.name in header.cells:
            series, said = read_column(source, grid, header, body, column)
            values[column.name] = series
            findings += said
    frame = pd.DataFrame(values, index=body.rows, copy=False)
    for step in (
        _with_kind,
        _with_identifier,
        _with_places,
        _with_units,
        _with_first_day,
        _with_own_level,
        _with_outside_money,
    ):
        frame, said = step(frame, source, header, context)
        findings += said
    frame, said = with_as_of(frame, source, grid, header, context.as_of)
    findings += said + _blank_cells(frame, source, header)
    frame = frame.assign(
        **{name: frame[name].where(frame[name] != REFUSED) for name in ("town", "village") if name in frame}
    )
    return Tidied(typed(frame, header.table), tuple(_gathered(findings, source)))


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
    kinds = map(site_kind_in, (" ".join(header.titles), source.sheet or "", source.file))
    return next(filter(None, kinds), None)


def site_kind_in(words: str) -> str | None:
    """The single site type that some words speak of."""
    kinds = [kind for kind, synonyms in SITE_KINDS.items() if any(word in words for word in (kind, *synonyms))]
    return kinds[0] if len(kinds) == 1 else None


def _with_identifier(frame: pd.DataFrame, source: Source, header: Header, context: Context):
    """Rows without a number are known by their name."""
    findings = []
    for identifier, name in IDENTIFIED_BY_NAME.items():
        if not header.table.has(identifier) or name not in frame:
            continue
        given = frame[identifier] if identifier in frame else pd.Series(None, index=frame.index, dtype=object)
        if given.isna().any():
            findings.append(source.finding("identifier_from_name", header=header.text(identifier)))
        frame = frame.assign(**{identifier: given.where(given.notna(), _named_apart(frame, name))})
    return frame, findings


def _named_apart(frame: pd.DataFrame, name: str) -> pd.Series:
    """Names as identifiers: the same name in several villages is told apart by the village."""
    names = frame[name]
    if "village" not in frame:
        return names
    places = frame.assign(_name=names).groupby("_name")["village"].transform("nunique")
    return names.where(~(places > 1).fillna(False).astype(bool), frame["village"].astype(object).fillna("") + names)


def _with_places(frame: pd.DataFrame, source: Source, header: Header, context: Context):
    """Town and village as in the village list; a blank town comes from the village, else from the row above."""
    if not header.table.has("town") or header.table.name == "villages":
        return _with_listed_villages(frame, source, header, context)
    texts, villages = _coded(frame, "town"), _coded(frame, "village")
    towns, findings = _towns(texts, frame.index, source, header, context.gazetteer)
    above = towns
    if "town" in header.cells:
        filled = pd.Series(towns.objects(), dtype=object).ffill()
        above = Coded.of(filled.where(filled.notna(), None)) if filled.isna().any() or not towns.filled.all() else towns
    triples = _triples(towns, villages, above)
    readings = read_distinct(
        triples, frame.index, lambda triple: _place(triple[0], triple[1], triple[2], context.gazetteer)
    )
    findings += problems(source, header.text("village"), readings)
    findings += _spellings(source, header.text("village"), readings)
    pairs = [value or (REFUSED, REFUSED) for value in readings.read]
    town, village = (
        pd.Series(pd.array([pair[part] for pair in pairs], dtype="str").take(readings.codes), index=frame.index)
        for part in (0, 1)
    )
    findings += _said_filled(source, header, ~texts.filled & (town.notna() & (town != REFUSED)).to_numpy())
    return frame.assign(town=town, village=village), findings


def _coded(frame: pd.DataFrame, name: str) -> Coded:
    """A text column of a frame with None where it is blank; all blank where there is no such column."""
    if name not in frame:
        return Coded(np.zeros(len(frame), dtype=int), Different(np.array([None], dtype=object)))
    codes, different = told_apart(frame[name])
    words = [*different, *([None] if (codes < 0).any() else [])]
    return Coded(np.where(codes < 0, len(different), codes), Different(np.array(words, dtype=object)))


def _triples(*columns: Coded) -> Coded:
    """What the columns hold side by side, each different combination once."""
    codes = combined([column.codes for column in columns], [len(column.held) for column in columns])
    codes, different = pd.factorize(codes)
    first = np.empty(len(different), dtype=int)
    first[codes[::-1]] = np.arange(len(codes))[::-1]  # the first row of each stays
    triples = np.empty(len(first), dtype=object)
    triples[:] = list(zip(*(column.different[column.codes[first]] for column in columns), strict=True))
    return Coded(codes, Different(triples))


def _place(town: str | None, village: str | None, above: str | None, gazetteer: Gazetteer) -> Parsed:
    """The place of a row. Without its own town the village tells it, then the row above."""
    if town == REFUSED:
        return Parsed((REFUSED, REFUSED))
    if village is None or is_blank(village):
        return Parsed((town or (None if above == REFUSED else above), None))
    found = gazetteer.village(village, town)
    if found.problem == "village_ambiguous" and not town and above not in (None, REFUSED):
        return gazetteer.village(village, above)
    return found


def _said_filled(source: Source, header: Header, filled: np.ndarray) -> list[Finding]:
    if not (count := int(filled.sum())):
        return []
    if "town" in header.cells:
        return [source.finding("town_filled", column=header.text("town"), count=count)]
    return [source.finding("village_from_name", count=count)]


def _towns(
    texts: Coded, rows: pd.Index, source: Source, header: Header, gazetteer: Gazetteer
) -> tuple[Coded, list[Finding]]:
    """Each town text as the list writes it, None where there is none, REFUSED where it is unknown (with a finding)."""
    known = np.array([_town(text, header.table, gazetteer) for text in texts.different], dtype=object)
    refused = texts.told(town == REFUSED for town in known)
    told = dict(zip(rows[refused].tolist(), texts[refused].objects(), strict=True))
    findings = once_each(
        source,
        # The villages under 镇, one by one, would be told as so many towns.
        [(row, gazetteer.is_village(text) or text) for row, text in told.items()],
        lambda row: source.finding(
            "town_unknown", row=row, column=header.text("town"), text=told[row], towns="、".join(gazetteer.towns)
        ),
    )
    return Coded(texts.codes, Different(known)), findings


def _town(text: str | None, table: Table, gazetteer: Gazetteer) -> str | None:
    if text is None or is_blank(text):
        return None
    if table.name == "funds" and gazetteer.is_district(text):
        return DISTRICT
    prefix, _ = gazetteer.split(text)
    return gazetteer.town(text) or prefix or REFUSED


_COMMITTEE = re.compile(r"(?<=.)村?(?:村委会|村民委员会)$")  # 江坝村委会 is no other village than 江坝村


def _as_known(frame: pd.DataFrame, source: Source, header: Header, context: Context):
    """东坑 of a list is the village 东坑村 that is known, where exactly one is; a committee is its village."""
    names = list(frame["village"].dropna().unique())
    towns = dict(zip(frame["village"], frame["town"], strict=True)) if "town" in frame else {}
    found = {
        name: context.gazetteer.village(name, towns.get(name)).value
        for name in names
        if not name.endswith(VILLAGE_ENDINGS)
    }
    known = {name: place[1] for name, place in found.items() if place and place[1] != name}
    named = known | {
        name: _COMMITTEE.sub("村", name) for name in names if name not in known and _COMMITTEE.search(name)
    }
    said = [
        source.finding("village_spelling", column=header.text("village"), text=text, village=village)
        for text, village in named.items()
    ]
    return frame.assign(village=frame["village"].replace(named)), said


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
        findings += _said_filled(source, header, (frame["town"].isna() & filled.notna()).to_numpy())
        frame = frame.assign(town=filled)
    if "village" in frame:
        frame, said = _as_known(frame, source, header, context)
        findings += said
    findings += [
        source.finding("code_invalid", row=int(row), column=header.text("code"), text=code)
        for row, code in frame.get("code", pd.Series(dtype=object)).dropna().items()
        if not re.fullmatch(r"[0-9]{12}", code)
    ]
    return frame, findings


def _spellings(source: Source, text: str, readings: Readings) -> list[Finding]:
    spellings = dict.fromkeys(
        (repair, parsed.value[1]) for parsed in readings.odd.values() for repair in parsed.repairs
    )
    return [
        source.finding("village_spelling", column=text, text=repair.partition(":")[2], village=village)
        for repair, village in spellings
    ]


def _with_units(frame: pd.DataFrame, source: Source, header: Header, context: Context):
    """Reporting units of duties and indicators as the village list writes them."""
    findings = []
    if header.table.name in ("duties", "indicators") and "unit" in frame:
        coded = _coded(frame, "unit")
        units = read_distinct(
            coded, frame.index, lambda text: Parsed() if text is None else context.gazetteer.unit(text)
        )
        findings = problems(source, header.text("unit"), units)
        frame = frame.assign(unit=typed_values(units.read, units.codes, frame.index, Kind.TEXT))
    for name in ("duty_id", "indicator_id", "id"):
        if name in frame:
            upper = {text: text.upper() for text in frame[name].dropna().unique()}
            if any(text != written for written, text in upper.items()):
                frame = frame.assign(**{name: frame[name].map(upper)})
    return frame, findings


def _with_first_day(frame: pd.DataFrame, source: Source, header: Header, context: Context):
    """A row of the plan that names no day holds from 1 January of its year."""
    if not header.table.has("effective_on") or "year" not in frame:
        return frame, []
    years = [int(year) if pd.notna(year) and MINYEAR <= year <= MAXYEAR else None for year in frame["year"]]
    first = pd.Series([year and date(year, 1, 1) for year in years], frame.index, dtype=object)
    given = frame["effective_on"].astype(object) if "effective_on" in frame else first
    return frame.assign(effective_on=given.where(given.notna(), first)), []


def _with_own_level(frame: pd.DataFrame, source: Source, header: Header, context: Context):
    """县级 in a ledger of a district is the district's own money, and 区级 a county's."""
    own = context.gazetteer.level
    if header.table is not FUNDS or "source" not in frame or own is None:
        return frame, []
    other = frame["source"].isin(OWN_LEVELS) & (frame["source"] != own)
    if not other.any():
        return frame, []
    said = source.finding("own_level", text=frame.loc[other, "source"].iloc[0], level=own, count=int(other.sum()))
    return frame.assign(source=frame["source"].where(~other, own)), [said]


def _with_outside_money(frame: pd.DataFrame, source: Source, header: Header, context: Context):
    """自筹 and 社会帮扶 are no 衔接资金, whatever a column that speaks for all rows says."""
    if header.table is not FUNDS or not {"source", "linked"} <= set(frame):
        return frame, []
    outside = frame["source"].isin(OUTSIDE_SOURCES)
    wrong = outside & frame["linked"].fillna(True).astype(bool)
    if not wrong.any():
        return frame, []
    names = "、".join(frame.loc[wrong, "source"].unique())
    said = source.finding("outside_money", column=header.text("linked"), sources=names, count=int(wrong.sum()))
    return frame.assign(linked=frame["linked"].where(~wrong, False)), [said]


def _blank_cells(frame: pd.DataFrame, source: Source, header: Header) -> list[Finding]:
    """A finding for every required cell that is blank, one for a column that is blank throughout."""
    findings = []
    for column in header.table.columns:
        if not column.required or column.name not in frame or column.kind is Kind.GEOMETRY:
            continue
        if column.name == "as_of" and not frame["as_of"].notna().any():
            continue  # said once for the whole file
        text = header.text(column.name)
        missing = frame[column.name].isna()
        if column.name == "progress_text" and "status" in frame:
            missing &= frame["status"].ne(NOT_BEGUN).fillna(True)  # of what has not begun there is nothing to tell
        blank = [int(row) for row in frame.index[missing]]
        whole_column = len(blank) == len(frame)
        findings += once_each(
            source,
            [(row, whole_column or row) for row in blank],
            lambda row, text=text: source.finding("cell_blank", row=row, column=text),  # type: ignore[misc]
        )
    return findings


def _gathered(findings: list[Finding], source: Source) -> list[Finding]:
    """A cell that could not be read is not also blank, nor is a column without its unit, nor is a day missing; the same is said once."""
    unreadable = {
        (None if finding.code == "cell_scientific" else row, finding.column)
        for finding in findings
        if finding.level == "error" and finding.code not in ("cell_blank", "as_of_missing")
        for row in (finding.row, *finding.also)
    }
    columns = {column for _, column in unreadable}
    kept = [
        finding
        for finding in findings
        if (finding.code != "cell_blank" or not unreadable & {(finding.row, finding.column), (None, finding.column)})
        and (finding.code != "as_of_missing" or finding.column not in columns)
    ]
    return list(dict.fromkeys(_blanks_by_row(kept, source)))


def _blanks_by_row(findings: list[Finding], source: Source) -> list[Finding]:
    """Several blank cells of a row told as one: it is a total without its word, or half a row."""
    blank: dict[int | None, list[Finding]] = {}
    for finding in findings:
        if finding.code == "cell_blank":
            blank.setdefault(finding.row, []).append(finding)
    several = {row: own for row, own in blank.items() if len(own) > 1}
    if not several:
        return findings
    plain = replace(source, origin=None)  # the rows are already as the file shows them
    told = [
        plain.finding("cells_blank", row=row, column=own[0].column, columns="」「".join(str(one.column) for one in own))
        for row, own in several.items()
    ]
    return [one for one in findings if one.code != "cell_blank" or one.row not in several] + told
