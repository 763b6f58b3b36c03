"""Which table a sheet is, and where its header stands.

Headers are matched by name and alias, never by position. May import: `schema`, `findings`, `grid`, `cells`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import pandas as pd

from data_loaders.cells import as_text, is_blank, squeezed
from data_loaders.findings import Finding, Refused, listed
from data_loaders.grid import Grid, column_letter
from data_loaders.schema import DROP_TABLES, Column, Table

# Titles, attachment numbers and units stand above the header; further down it is no header any more.
HEADER_WITHIN_ROWS = 30
# A village list is any table with towns and villages, so without its name it must show more than those two.
LEAST_MATCHES_UNNAMED = 3
# Columns that may be derived (from the file name, from the village) do not tell tables apart.
DERIVABLE = frozenset({"as_of", "town"})
# Naming the unit is the point of these brackets; any other bracket belongs to the header's name.
UNITS = ("万元", "元", "%", "个", "户", "座", "吨/日", "t/d", "个点", "人", "次")

_UNIT_SUFFIX = re.compile(rf"(?:\((?:单位:?)?({'|'.join(map(re.escape, UNITS))})\)|[:/]?(万元|%))$")
_NUMBERING = re.compile(r"[*※:]+|^\d+[.、]")
_REFERENCE_MARK = re.compile(r"\((?:必填|选填|可选|截至.*|累计|单选)\)$")


@dataclass(frozen=True)
class HeaderCell:
    """One matched column of the file: where it stands, as it is written, and the unit it names."""

    column: Column
    position: int
    text: str
    unit: str | None


@dataclass(frozen=True)
class Header:
    """A sheet recognised as a table: the header's row numbers and the matched columns by inside name."""

    table: Table
    rows: tuple[int, ...]
    cells: dict[str, HeaderCell]
    width: int  # number of columns up to the last header text
    ignored: tuple[str, ...]  # header texts (or letters) that match nothing
    titles: tuple[str, ...]  # texts above the header

    def text(self, name: str) -> str:
        """The header as the file writes it, or as the template would when the file has no such column."""
        cell = self.cells.get(name)
        return cell.text if cell else self.table.column(name).title


def normalised(text: object) -> str:
    """A header stripped to what counts: no spaces, marks or numbering, plain forms, lower case."""
    plain = _NUMBERING.sub("", squeezed(as_text(text))).lower()
    return _REFERENCE_MARK.sub("", plain)


def without_unit(text: str) -> tuple[str, str | None]:
    """A normalised header split into its name and the unit it names, if any."""
    match = _UNIT_SUFFIX.search(text)
    if not match or match.start() == 0:
        return text, None
    return text[: match.start()], match.group(1) or match.group(2)


@cache
def aliases(table: Table) -> dict[str, Column]:
    """Every accepted spelling of a table's headers, normalised; the proper header wins over an alias."""
    found: dict[str, Column] = {}
    for column in table.columns:
        for alias in (*column.aliases, column.name):
            found.setdefault(normalised(alias), column)
    for column in table.columns:
        found[normalised(column.header)] = column
        found[normalised(column.title)] = column
    return found


def match_cell(table: Table, text: object) -> tuple[Column, str | None] | None:
    """The column a header text names in a table, with the unit it states."""
    whole = normalised(text)
    name, unit = without_unit(whole)
    column = aliases(table).get(whole) or aliases(table).get(name)
    return (column, unit) if column else None


def find_header(grid: Grid, file_words: str) -> Header | list[Finding]:
    """The table and header of a sheet; findings when it is none of the tables.

    `file_words` is the file's name; sheet name and title rows are looked at before it.
    """
    candidates = list(_candidates(grid, file_words))
    if not candidates:
        return [grid.source.finding("table_unknown", columns=listed(_likely_headers(grid)) or "无")]
    score, header = max(candidates, key=lambda pair: pair[0])
    rivals = [other.table for same, other in candidates if same == score and other.table is not header.table]
    if rivals:
        names = " 、".join(f"「{table.title}」" for table in (header.table, *rivals))
        return [grid.source.finding("table_ambiguous", candidates=names)]
    return header


def _candidates(grid: Grid, file_words: str) -> Iterable[tuple[tuple, Header]]:
    """Every (score, header) worth considering; a higher score is a better reading."""
    head = grid.cells.head(HEADER_WITHIN_ROWS)
    titles: list[str] = []
    for position, row in enumerate(head.index):
        texts = list(head.iloc[position])
        stacked = _stacked(head, position)
        for table, by_name in _plausible_tables(grid, file_words, titles):
            single = _header(grid, table, (row,), texts, titles)
            double = _header(grid, table, (row, head.index[position + 1]), stacked, titles) if stacked else None
            for header in (single, double):
                if header and _is_enough(header, by_name):
                    yield (_score(header), -len(header.rows), -row), header
        titles.extend(as_text(text) for text in texts if not is_blank(text))


def _plausible_tables(grid: Grid, file_words: str, titles: list[str]) -> list[tuple[Table, bool]]:
    """The tables that the sheet, its titles or its file name; without any name all of them."""
    for words in (grid.source.sheet or "", " ".join(titles), file_words):
        named = [table for table in DROP_TABLES if any(word in words.lower() for word in (table.title, *table.words))]
        if named:
            return [(table, True) for table in named]
    return [(table, False) for table in DROP_TABLES]


def _header(grid: Grid, table: Table, rows: tuple[int, ...], texts: list, titles: list[str]) -> Header | None:
    """The header these texts make for a table; None when nothing matches."""
    cells: dict[str, HeaderCell] = {}
    ignored = []
    used = [position for position, text in enumerate(texts) if not is_blank(text)]
    for position in used:
        text = re.sub(r"\s+", "", as_text(texts[position]))
        match = match_cell(table, text)
        if not match:
            ignored.append(text)
            continue
        column, unit = match
        known = cells.get(column.name)
        if known is None or (_is_proper(column, text) and not _is_proper(column, known.text)):
            if known:
                ignored.append(known.text)
            cells[column.name] = HeaderCell(column, position, text, unit)
        else:
            ignored.append(text)
    if not cells:
        return None
    return Header(table, rows, cells, used[-1] + 1, tuple(ignored), tuple(titles))


def _is_proper(column: Column, text: str) -> bool:
    return without_unit(normalised(text))[0] == without_unit(normalised(column.header))[0]


def _is_enough(header: Header, named: bool) -> bool:
    """Whether the matched columns make it that table at all; a missing one is told later, by name."""
    telling = [column for column in header.table.columns if column.required and column.name not in DERIVABLE]
    matched = sum(column.name in header.cells for column in telling)
    if named:
        return matched >= 1 and len(header.cells) >= min(2, len(header.table.columns))
    return matched * 2 > len(telling) and len(header.cells) >= LEAST_MATCHES_UNNAMED


def _score(header: Header) -> int:
    """Required columns count three times, missing ones against it, optional ones once."""
    telling = [column for column in header.table.columns if column.required and column.name not in DERIVABLE]
    matched = sum(column.name in header.cells for column in telling)
    return 3 * matched - 3 * (len(telling) - matched) + len(header.cells) - matched


def _stacked(head: pd.DataFrame, position: int) -> list | None:
    """Two header rows as one: the lower text where there is one, else the upper."""
    if position + 1 >= len(head):
        return None
    upper, lower = head.iloc[position], head.iloc[position + 1]
    if any(not isinstance(cell, str) and not is_blank(cell) for cell in lower):
        return None  # numbers below: that is data, not a second header row
    return [below if not is_blank(below) else above for above, below in zip(upper, lower, strict=True)]


def _likely_headers(grid: Grid) -> list[str]:
    """What the sheet seems to use as header: the texts of its fullest early row."""
    head = grid.cells.head(HEADER_WITHIN_ROWS)
    if head.empty:
        return []
    fullest = max(range(len(head)), key=lambda position: sum(isinstance(cell, str) for cell in head.iloc[position]))
    return [as_text(cell).strip() for cell in head.iloc[fullest] if not is_blank(cell)]


def require_complete(grid: Grid, header: Header, derivable: frozenset[str]) -> None:
    """Refuse a header that lacks a required column or has one twice.

    `derivable` names required columns that can be filled from elsewhere in this file.
    """
    source = grid.source.of(table=header.table.name)
    present = [cell.text for cell in header.cells.values()] + list(header.ignored)
    findings = [
        source.finding("column_missing", column=column.title, header=column.title, columns=listed(present))
        for column in header.table.columns
        if column.required and column.name not in header.cells and column.name not in derivable
    ]
    findings += _twice(grid, header)
    if findings:
        raise Refused(findings)


def _twice(grid: Grid, header: Header) -> list[Finding]:
    """Columns that the file has twice: the same text, or two aliases with neither the proper header."""
    source = grid.source.of(table=header.table.name)
    texts = {position: as_text(grid.cells.at[header.rows[-1], position]) for position in range(header.width)}
    findings = []
    for cell in header.cells.values():
        same = [
            position
            for position, text in texts.items()
            if (match := match_cell(header.table, text)) and match[0] is cell.column
            and (not _is_proper(cell.column, cell.text) or normalised(text) == normalised(cell.text))
        ]  # fmt: skip
        if len(same) > 1:
            letters = "、".join(column_letter(position) for position in same)
            findings.append(
                source.finding("column_twice", column=cell.text, count=len(same), header=cell.text, letters=letters)
            )
    return findings
