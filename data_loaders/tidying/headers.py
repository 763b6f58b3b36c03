"""Which table a sheet is, and where its header stands.

Headers are matched by name and alias, never by position.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from data_loaders.findings import Finding, Refused, Source, listed
from data_loaders.guarding.visible import visible
from data_loaders.reading.grid import Grid, column_letter
from data_loaders.schema import DROP_TABLES, Column, Table
from data_loaders.tidying.cells import UNITS_PER_WAN, as_text, is_blank, squeezed

# Titles, attachment numbers and units stand above the header; further down it is no header any more.
HEADER_WITHIN_ROWS = 30
# A village list is any table with towns and villages, so without its name it must show more than those two.
LEAST_MATCHES_UNNAMED = 3
# Columns that may be derived (from the file name, the village, the title) do not tell tables apart.
DERIVABLE = frozenset({"as_of", "town", "kind"})
# Naming the unit is the point of these brackets; any other bracket belongs to the header's name.
UNITS = (*UNITS_PER_WAN, *"%个户座人次处家项亩米", "公里", "个点", "个村", "吨/日", "吨/天", "t/d", "m3/d", "立方米/日")

# Below a group's name these mean the group itself: 完成数 over 小计 and 其中验收.
PART_OF_GROUP = frozenset({"累计", "本月", "当月", "本年"})
WHOLE_GROUP = frozenset({"小计", "合计", "总数", "数量", "计", "户数", "个数"})

_UNITS = "|".join(map(re.escape, sorted(UNITS, key=len, reverse=True)))
_UNIT_SUFFIX = re.compile(rf"(?:[(\[](?:单位:?)?({_UNITS})[)\]]|[:/,]?({'|'.join(UNITS_PER_WAN)}|%)|/({_UNITS}))$")
_UNIT_ALONE = re.compile(rf"[(\[]?(?:单位:?)?({_UNITS})[)\]]?")
_NUMBERING = re.compile(r"[*※★#:]+|^\d+[.、]|^其中")
_REFERENCE_MARK = re.compile(r"\((?:必填|必填项|选填|可选|截至.*|累计|单选)\)")


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
    positions: frozenset[int]  # of the columns that have a header text
    ignored: tuple[str, ...]  # header texts (or letters) that match nothing
    titles: tuple[str, ...]  # texts above the header
    twice: tuple[tuple[HeaderCell, ...], ...] = ()  # columns that the file has more than once

    @property
    def width(self) -> int:
        """The number of columns up to the last header text."""
        return max(self.positions) + 1

    def text(self, name: str) -> str:
        """The header as the file writes it, or as the template would when the file has no such column."""
        cell = self.cells.get(name)
        return cell.text if cell else self.table.column(name).title

    def without(self, used: Collection[str]) -> "Header":
        """The same where some of the header texts are used by another table of the sheet."""
        return replace(self, ignored=tuple(text for text in self.ignored if text not in used))


def normalised(text: object) -> str:
    """A header stripped to what counts: no spaces, marks or numbering, plain forms, lower case."""
    plain = _REFERENCE_MARK.sub("", squeezed(as_text(text)).lower())
    return _NUMBERING.sub("", plain)


def without_unit(text: str) -> tuple[str, str | None]:
    """A normalised header split into its name and the unit it names, if any."""
    match = _UNIT_SUFFIX.search(text)
    if not match or match.start() == 0:
        return text, None
    return text[: match.start()], next(filter(None, match.groups()))


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


@lru_cache(maxsize=10_000)
def match_text(table: Table, text: str) -> tuple[Column, str | None] | None:
    """The column a header text names in a table, with the unit it states.

    The table's own words may stand in front: 户厕完成数 is the 完成数 of 户厕.
    """
    whole = normalised(text)
    name, unit = without_unit(whole)
    known = aliases(table)
    if column := known.get(whole) or known.get(name):
        return column, unit
    for word in sorted(table.words, key=len, reverse=True):
        if name.startswith(word) and (column := known.get(name.removeprefix(word))):
            return column, unit
    return None


def names_another_table(table: Table, text: str) -> bool:
    """Whether a title speaks of other tables only: 美丽庭院 above rows that would be taken for 户厕."""
    named = _named_tables(text)
    return bool(named) and table not in named


@lru_cache(maxsize=1_000)
def _named_tables(words: str) -> tuple[Table, ...]:
    plain = squeezed(words).lower()
    return tuple(table for table in DROP_TABLES if any(word in plain for word in (table.title, *table.words)))


def find_header(grid: Grid, file_words: str, chosen: Table | None = None) -> Header | list[Finding]:
    """The table and header of a sheet; findings when it is none of the tables.

    `file_words` is the file's name; sheet name and title rows are looked at before it. With `chosen` a person has
    said which table it is, and only its header is looked for.
    """
    candidates = list(_candidates(grid, file_words, chosen))
    if not candidates:
        return [grid.source.finding("table_unknown", columns=listed(_likely_headers(grid)) or "无")]
    score, header = max(candidates, key=lambda pair: pair[0])
    rivals = [other.table for same, other in candidates if same == score and other.table is not header.table]
    if rivals:
        names = " 、".join(f"「{table.title}」" for table in (header.table, *rivals))
        return [grid.source.finding("table_ambiguous", candidates=names)]
    return header


def _candidates(grid: Grid, file_words: str, chosen: Table | None) -> Iterable[tuple[tuple, Header]]:
    """Every (score, header) worth considering; a higher score is a better reading."""
    rows = grid.rows[:HEADER_WITHIN_ROWS]
    lines = [list(line) for line in grid.lines(HEADER_WITHIN_ROWS)]
    titles: list[str] = []
    for position, row in enumerate(rows):
        line, below = lines[position], lines[position + 1] if position + 1 < len(lines) else None
        single: list[tuple[str, ...]] = [() if is_blank(text) else (as_text(text),) for text in line]
        stacked = _stacked(grid, row, line, below) if below else []
        is_continued = below is not None and _continues_header(below)
        named = (grid.source.sheet or "", " ".join(titles), file_words)
        for table, by_name in [(chosen, True)] if chosen else _plausible_tables(*named):
            header = _header(table, (row,), single, titles)
            if header and _is_enough(header, by_name):
                yield (_score(header), 0, _proper_names(header), -1, -row), header
        groups = " ".join(as_text(text) for text in line)  # 户厕 over 任务数 and 完成数 names the table as a title does
        stackable = [(chosen, True)] if chosen else _plausible_tables(*named, groups)
        for table, by_name in stackable if stacked else ():
            header = _header(table, (row, rows[position + 1]), stacked or [], titles)
            if header and _is_enough(header, by_name):
                yield (_score(header), int(is_continued), _proper_names(header), -2, -row), header
        titles.extend(as_text(text) for text in line if not is_blank(text))


def _plausible_tables(*names: str) -> list[tuple[Table, bool]]:
    """(table, whether it is named) for the tables that the first telling name names; for all when none does."""
    for words in names:
        if named := _named_tables(words):
            return [(table, True) for table in named]
    return [(table, False) for table in DROP_TABLES]


def _header(table: Table, rows: tuple[int, ...], texts: list[tuple[str, ...]], titles: list[str]) -> Header | None:
    """The header these texts make for a table, None when nothing matches; for each column the first text that does."""
    found: dict[str, list[HeaderCell]] = {}
    ignored: dict[int, str] = {}
    for position, alternatives in enumerate(texts):
        matches = [(text, match) for text in alternatives if (match := match_text(table, text))]
        if matches:
            text, (column, unit) = matches[0]
            found.setdefault(column.name, []).append(HeaderCell(column, position, _as_written(text), unit))
        elif alternatives:
            ignored[position] = _as_written(alternatives[0])
    if not found:
        return None
    cells, twice = {}, []
    for name, same in found.items():
        cells[name], rivals = _best(same)
        if rivals:
            twice.append((cells[name], *rivals))
        ignored |= {cell.position: cell.text for cell in same if cell is not cells[name] and cell not in rivals}
    for column in table.columns:
        if column.stands_for and column.name in cells and column.stands_for not in cells:
            cells[column.stands_for] = replace(cells.pop(column.name), column=table.column(column.stands_for))
    positions = frozenset(position for position, alternatives in enumerate(texts) if alternatives)
    in_order = tuple(ignored[position] for position in sorted(ignored))
    return Header(table, rows, cells, positions, in_order, tuple(titles), tuple(twice))


def _as_written(text: str) -> str:
    """A header as the person reads it: its line breaks and spaces are layout, not part of its name."""
    return re.sub(r"\s+", "", visible(text))


def _best(cells: list[HeaderCell]) -> tuple[HeaderCell, list[HeaderCell]]:
    """The cell that names a column, and the rivals that claim it as well as that one.

    The proper header wins over an alias; of an optional column the first alias is taken.
    """
    proper = [cell for cell in cells if is_proper(cell)]
    best, *others = proper or cells
    if not proper and best.column.required:
        return best, others
    return best, [cell for cell in others if normalised(cell.text) == normalised(best.text)]


def is_proper(cell: HeaderCell) -> bool:
    """Whether a column is called as we call it, not by an alias."""
    return without_unit(normalised(cell.text))[0] == without_unit(normalised(cell.column.header))[0]


def telling(table: Table) -> list[str]:
    """The inside names of the columns that make a sheet this table."""
    return [column.name for column in table.columns if column.required and column.name not in DERIVABLE]


def _is_enough(header: Header, named: bool) -> bool:
    """Whether the matched columns make it that table at all; a missing one is told later, by name."""
    names = telling(header.table)
    matched = sum(name in header.cells for name in names)
    if named:
        return matched >= 1 and len(header.cells) >= min(2, len(header.table.columns))
    return matched * 2 > len(names) and len(header.cells) >= LEAST_MATCHES_UNNAMED


def _score(header: Header) -> int:
    """Required columns count three times, missing ones against it, optional ones once."""
    names = telling(header.table)
    matched = sum(name in header.cells for name in names)
    return 3 * matched - 3 * (len(names) - matched) + len(header.cells) - matched


def _proper_names(header: Header) -> int:
    return sum(map(is_proper, header.cells.values()))


def _stacked(grid: Grid, row: int, above: list, below: list) -> list[tuple[str, ...]] | None:
    """Two header rows as one: for each column the texts it may mean, the likeliest first; None when the lower is data."""
    if any(not isinstance(cell, str) and not is_blank(cell) for cell in below):
        return None
    spread = _spread_over_groups(grid, row, above, below)
    return [_column_texts(own, group, lower) for own, group, lower in zip(above, spread, below, strict=True)]


def _column_texts(own: object, group: object, lower: object) -> tuple[str, ...]:
    """What a column of a two-row header may be called: 安排资金 over (万元), 累计 under 完成数, 拨付 under 资金(万元)."""
    own, group, lower = as_text(own), as_text(group), as_text(lower)
    if is_blank(lower):
        return () if is_blank(own) else (own,)
    if is_blank(group):
        return (lower,)
    if unit := _unit_alone(lower):
        return (f"{group}({unit})",)
    name, unit = without_unit(normalised(group))
    suffix = f"({unit})" if unit and without_unit(normalised(lower))[1] is None else ""
    texts = (lower, f"{name}{lower}", f"{lower}{name}", *([name] if squeezed(lower) in WHOLE_GROUP else []))
    return tuple(f"{text}{suffix}" for text in texts)


def _spread_over_groups(grid: Grid, row: int, above: list, below: list) -> list:
    """The upper header row with each group's text over all its columns: by its merges, in a CSV by its gaps."""
    spread = list(above)
    for merge in grid.merges:
        if merge.first_row == row:
            for position in range(merge.first_column, min(merge.last_column + 1, len(spread))):
                spread[position] = above[merge.first_column]
    if not grid.merges:
        for position in range(1, len(spread)):
            if is_blank(spread[position]) and not is_blank(below[position]):
                spread[position] = spread[position - 1]
    return spread


def _unit_alone(text: str) -> str | None:
    match = _UNIT_ALONE.fullmatch(squeezed(text).lower())
    return match[1] if match else None


def _continues_header(line: list) -> bool:
    """Whether a row below the header only names units or parts of what stands above: blank, blank, 户, 累计."""
    filled = [squeezed(as_text(cell)) for cell in line if not is_blank(cell)]
    return bool(filled) and all(_unit_alone(text) or text in WHOLE_GROUP or text in PART_OF_GROUP for text in filled)


def _likely_headers(grid: Grid) -> list[str]:
    """What the sheet seems to use as header: the texts of its fullest early row."""
    lines = grid.lines(HEADER_WITHIN_ROWS)
    fullest = max(lines, key=lambda line: sum(isinstance(cell, str) for cell in line), default=())
    return [as_text(cell).strip() for cell in fullest if not is_blank(cell)]


def missing_columns(header: Header, derivable: frozenset[str]) -> list[Column]:
    """The required columns that neither stand in the file nor can be derived."""
    return [
        column
        for column in header.table.columns
        if column.required and column.name not in header.cells and column.name not in derivable
    ]


def require_complete(grid: Grid, header: Header, derivable: frozenset[str]) -> None:
    """Refuse a header that lacks a required column or has one twice.

    `derivable` names required columns that can be filled from elsewhere in this file.
    """
    if findings := incomplete(grid, header, derivable):
        raise Refused(findings)


def incomplete(grid: Grid, header: Header, derivable: frozenset[str]) -> list[Finding]:
    """A finding for each required column that a header lacks, and for each that it has twice."""
    source = grid.source.of(table=header.table.name)
    present = [*(cell.text for cell in header.cells.values()), *header.ignored]
    findings = [
        source.finding("column_missing", column=column.title, header=column.title, columns=listed(present))
        for column in missing_columns(header, derivable)
    ]
    return findings + [_said_twice(source, rivals) for rivals in header.twice]


def _said_twice(source: Source, rivals: tuple[HeaderCell, ...]) -> Finding:
    letters = "、".join(column_letter(cell.position) for cell in rivals)
    text = rivals[0].text
    return source.finding("column_twice", column=text, count=len(rivals), header=text, letters=letters)
