"""Dropped files → one checked batch, or the findings that say why not. Nothing here writes anything.

May import: everything of `data_loaders` but `store` and `reference`; `geo` for boundary files.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd

from data_loaders import boundaries, checks, clock, ground, headers, positions, reading, rows, tidy, totals
from data_loaders.cells import Parsed, parser
from data_loaders.columns import money_unit
from data_loaders.findings import Finding, Refused, Source, listed, publishable, worst_first
from data_loaders.grid import Grid, column_letter
from data_loaders.personal import find_personal_data
from data_loaders.places import Gazetteer
from data_loaders.schema import TABLES, Column, Kind, Table
from data_loaders.tidy import Context

SAMPLE_MARK = "示例数据"
# Settings of the plan that name units and the whole district.
UNITS_SETTING, DISTRICT_SETTINGS = "镇和管理处", ("区域名称", "全域称谓")
# A file that defines names is read before the files that use them.
DEFINING = ("villages", "plan_settings", "plan_obligations", "plan_milestones", "plan_tasks")


@dataclass(frozen=True)
class Drop:
    """A dropped file: its name as given, its bytes, and what a person said about it besides.

    `table` is the inside name of the table it is to be read as; `as_of` the 截至日期 of a file that carries none;
    `confirmed` the answers to the questions that a boundary file raises (`boundaries.answers`).
    """

    name: str
    content: bytes
    table: str | None = None
    as_of: date | None = None
    confirmed: frozenset[str] = frozenset()

    @classmethod
    def of(cls, path: Path | str) -> "Drop":
        """The file at a path; Refused when it cannot be read."""
        path = Path(path)
        try:
            return cls(path.name, path.read_bytes())
        except OSError:
            raise Refused(Source(reading.display_name(path.name)).finding("file_missing")) from None

    @cached_property
    def sha256(self) -> str:
        """The fingerprint kept in the edition."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Delivery:
    """The rows one sheet delivers to one table; `frame` is typed, its index the file's row numbers."""

    table: Table
    source: Source
    frame: pd.DataFrame
    drop: Drop


@dataclass(frozen=True)
class Batch:
    """Everything some files deliver together, and everything there is to say about them."""

    deliveries: tuple[Delivery, ...]
    findings: tuple[Finding, ...]

    @property
    def publishable(self) -> bool:
        """Whether all files of the batch may become an edition."""
        return publishable(self.findings)

    @property
    def is_marked_sample(self) -> bool:
        """Whether any row calls itself 示例数据."""
        return any(delivery.frame["remark"].str.startswith(SAMPLE_MARK).any() for delivery in self.deliveries)

    @property
    def questions(self) -> tuple[Finding, ...]:
        """What a person must answer before the batch is published."""
        return tuple(finding for finding in self.findings if finding.asks)

    def frames(self) -> dict[str, pd.DataFrame]:
        """Table name → the rows of all files, ready for the store."""
        frames: dict[str, list[pd.DataFrame]] = {}
        for delivery in self.deliveries:
            frames.setdefault(delivery.table.name, []).append(delivery.frame)
        return {
            name: pd.concat(parts, ignore_index=True).drop_duplicates(list(TABLES[name].key), keep="last")
            if len(parts) > 1
            else parts[0].reset_index(drop=True)
            for name, parts in frames.items()
        }

    def files(self) -> list[dict]:
        """Name, fingerprint and table of each delivery, and what a person confirmed, as the edition keeps them."""
        return [
            {"name": delivery.source.file, "sha256": delivery.drop.sha256, "table": delivery.table.name}
            | ({"confirmed": sorted(delivery.drop.confirmed)} if delivery.drop.confirmed else {})
            for delivery in self.deliveries
        ]

    def tables(self) -> list[dict]:
        """Per table and 截至日期: row count and the totals of the additive columns, under their Chinese headers."""
        return [
            {"table": name, "as_of": day, "rows": len(part), "totals": _totals(part, TABLES[name])}
            for name, frame in self.frames().items()
            for day, part in _by_day(frame, TABLES[name])
        ]


def _by_day(frame: pd.DataFrame, table: Table) -> Iterable[tuple[str | None, pd.DataFrame]]:
    if not table.is_snapshot:
        return [(None, frame)]
    needed = ["as_of", *(column.name for column in table.columns if column.additive)]
    return [(day.date().isoformat(), part) for day, part in frame[needed].groupby("as_of")]


def _totals(frame: pd.DataFrame, table: Table) -> dict[str, float]:
    """Sums of the additive columns that are filled at all; counts as int."""
    return {
        column.title: int(total) if column.kind is Kind.WHOLE else round(float(total), 6)
        for column in table.columns
        if column.additive and frame[column.name].notna().any()
        for total in [frame[column.name].sum()]
    }


def take(
    drops: Iterable[Drop], known: Mapping[str, pd.DataFrame], *, as_of: date | None = None, today: date | None = None
) -> Batch:
    """Read and check files together.

    `known` holds the tables of the edition the batch would build on (villages and plan among them);
    `as_of` is the 截至日期 a person gave for files that carry none; `today` bounds what can have happened.
    """
    today = today or clock.today()
    tables = dict(known)
    findings: list[Finding] = []
    waiting = []
    for drop in drops:
        try:
            waiting += _recognised(drop, findings)
        except Refused as refused:
            findings += refused.findings
    waiting.sort(key=lambda sheet: sheet.table_name not in DEFINING)
    read: list[tuple[_Sheet | _Map, Delivery]] = []
    for sheet in waiting:
        try:
            delivery, said = sheet.read(tables, as_of, today)
        except Refused as refused:
            findings += refused.findings
            continue
        findings += said
        read.append((sheet, delivery))
        if delivery.table.name in DEFINING:
            tables[delivery.table.name] = delivery.frame
    deliveries = [delivery for _, delivery in read]
    findings += _conflicts(deliveries)
    for sheet, delivery in read:
        if isinstance(sheet, _Sheet):
            findings += _against_the_rest(sheet.header, delivery, deliveries, known, tables)
    return Batch(tuple(deliveries), tuple(worst_first(findings)))


def _against_the_rest(
    header: headers.Header, delivery: Delivery, deliveries: list[Delivery],
    known: Mapping[str, pd.DataFrame], tables: Mapping[str, pd.DataFrame],
) -> list[Finding]:  # fmt: skip
    """What a delivery says next to the stored edition, the plan and the other files of the batch."""
    table = delivery.table
    stored = known.get(table.name, tidy.empty_frame(table))
    others = [other.frame for other in deliveries if other.table is table and other is not delivery]
    whole = delivery.frame
    if table.name in checks.PLANNED_TOTALS:
        whole = _with_stored(_joined([*others, delivery.frame], table), stored, table)
    return [
        *checks.check_against_earlier(delivery.frame, delivery.source, header, _joined([stored, *others], table)),
        *checks.check_against_plan(delivery.frame, delivery.source, header, tables, whole),
        *ground.check_settings(delivery.frame, delivery.source, header),
        *positions.check_positions(
            delivery.frame, delivery.source, header, tables,
            [other.frame for other in deliveries if other.table is TABLES["boundaries"]],
        ),
    ]  # fmt: skip


def _with_stored(delivered: pd.DataFrame, stored: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The table as it would stand: the delivered rows, and the stored ones that they do not replace."""
    keys = list(table.replaces)
    covered = pd.MultiIndex.from_frame(delivered[keys])
    kept = stored[~pd.MultiIndex.from_frame(stored[keys]).isin(covered)]
    return _joined([kept, delivered.drop_duplicates(list(table.key), keep="last")], table)


def _joined(frames: list[pd.DataFrame], table: Table) -> pd.DataFrame:
    filled = [frame for frame in frames if not frame.empty]
    return pd.concat(filled) if filled else tidy.empty_frame(table)


@dataclass(frozen=True)
class _Sheet:
    """A sheet recognised as a table, not yet read."""

    drop: Drop
    grid: Grid
    header: headers.Header

    @property
    def table_name(self) -> str:
        return self.header.table.name

    @property
    def has_rows(self) -> bool:
        """Whether anything stands below the header."""
        return bool((self.grid.rows > self.header.rows[-1]).any())

    @property
    def missing(self) -> list[Column]:
        """The required columns that the sheet lacks and that nothing else can tell."""
        return headers.missing_columns(self.header, _derivable(self.header, self.grid.source))

    def is_lesser_than(self, complete: "_Sheet") -> bool:
        """A sheet that names nothing by key, as a summary by town, or has less than half of the columns, as a word list."""
        missing = {column.name for column in self.missing} - {column.name for column in complete.missing}
        return bool(missing & set(self.header.table.key)) or 2 * len(missing) > len(headers.telling(self.header.table))

    def read(self, tables, as_of, today) -> tuple[Delivery, list[Finding]]:
        return _read_sheet(self, tables, as_of, today)


@dataclass(frozen=True)
class _Map:
    """A boundary file, not yet read."""

    drop: Drop
    table_name: str = "boundaries"

    def read(self, tables, as_of, today) -> tuple[Delivery, list[Finding]]:
        source = Source(reading.display_name(self.drop.name), table=self.table_name)
        frame, findings = boundaries.read(source, self.drop.name, self.drop.content, tables, self.drop.confirmed)
        if not publishable(findings):
            raise Refused(findings)
        return Delivery(TABLES["boundaries"], source, frame, self.drop), findings


def _recognised(drop: Drop, findings: list[Finding]) -> list:
    """The sheets of a file that are tables; says what was chosen. Refused when none is, or personal data is in it."""
    if boundaries.is_boundary_file(drop.name):
        return [_Map(drop)]
    content = reading.read_bytes(drop.name, drop.content)
    if personal := find_personal_data(content.grids) or content.beside:
        raise Refused(personal)
    findings += content.findings
    readable = [grid for grid in content.grids if grid.visible and grid.source.sheet != rows.EXPLANATION_SHEET]
    chosen = TABLES[drop.table] if drop.table else None
    named = [(grid, headers.find_header(grid, drop.name, chosen)) for grid in readable]
    recognised = [_Sheet(drop, grid, found) for grid, found in named if isinstance(found, headers.Header)]
    if not recognised:
        raise Refused(_why_unknown(drop, named))
    sheets = _worth_reading(recognised)
    unread = [
        str(grid.source.sheet)
        for grid in content.grids
        if grid.source.sheet != rows.EXPLANATION_SHEET and all(grid is not sheet.grid for sheet in sheets)
    ]
    if unread:
        chosen = "」「".join(str(sheet.grid.source.sheet) for sheet in sheets)
        source = Source(sheets[0].grid.source.file)
        findings.append(source.finding("sheet_chosen", sheet=chosen, others="、".join(unread)))
    return sheets


def _worth_reading(sheets: list[_Sheet]) -> list[_Sheet]:
    """The sheets of a workbook without empty forms, and without summaries and word lists beside the real table."""
    filled = [sheet for sheet in sheets if sheet.has_rows] or sheets
    complete = [sheet for sheet in filled if not sheet.missing]
    return [
        sheet
        for sheet in filled
        if not any(other.table_name == sheet.table_name and sheet.is_lesser_than(other) for other in complete)
    ]


def _why_unknown(drop: Drop, named: list) -> list[Finding]:
    """The findings of the sheet that came nearest; an empty workbook is said to have no rows."""
    found = [finding for grid, findings in named if len(grid.rows) for finding in findings]
    return found[:1] or [Source(reading.display_name(drop.name)).finding("no_rows")]


def _read_sheet(sheet: _Sheet, tables: Mapping[str, pd.DataFrame], as_of, today) -> tuple[Delivery, list[Finding]]:
    grid, header = sheet.grid, sheet.header
    source = grid.source.of(table=header.table.name)
    headers.require_complete(grid, header, _derivable(header, source))
    body = rows.data_rows(grid, header)
    context = Context(_gazetteer(tables), sheet.drop.as_of or as_of)
    tidied = tidy.tidy(grid, header, body, context)
    findings = [*_about_header(source, grid, header), *_without_header(source, grid, header), *body.findings, *tidied.findings]
    is_readable = publishable(findings)
    frame, said = checks.without_duplicates(tidied.frame, source, header.table)
    findings += said
    findings += checks.check_table(frame, source, header, today)
    if is_readable:  # a total cannot be compared while a number above it is missing
        findings += totals.compare_totals(source, header, body, frame, grid.broken, _total_reader(header))
    if not publishable(findings):
        raise Refused(worst_first(findings))
    return Delivery(header.table, source, frame, sheet.drop), findings


def _derivable(header: headers.Header, source: Source) -> frozenset[str]:
    """Required columns that need not be in this file: the day may be given, the town follows from the village."""
    derivable = {"as_of"}
    table = header.table
    if table.has("village") and table.name != "villages" and ("village" in header.cells or table.column("village").required):
        derivable.add("town")
    if tidy.named_site_kind(header, source):
        derivable.add("kind")
    return frozenset(derivable)


def _gazetteer(tables: Mapping[str, pd.DataFrame]) -> Gazetteer:
    """The village list of the batch or the edition; empty when a village list is just being read for the first time."""
    villages = tables.get("villages", tidy.empty_frame(TABLES["villages"]))
    return Gazetteer.of(villages, _settings(tables, UNITS_SETTING), _settings(tables, *DISTRICT_SETTINGS))


def _settings(tables: Mapping[str, pd.DataFrame], *names: str) -> list[str]:
    """The values of some plan settings in all years, each part of a `;`-separated one by itself."""
    settings = tables.get("plan_settings", tidy.empty_frame(TABLES["plan_settings"]))
    values = settings.loc[settings["name"].isin(names), "value"]
    return list(dict.fromkeys(part.strip() for value in values for part in re.split("[;；]", value) if part.strip()))


def _about_header(source: Source, grid: Grid, header: headers.Header) -> list[Finding]:
    """What is worth saying about where the header was and what was left unused."""
    findings = []
    if len(header.rows) > 1:
        findings.append(source.finding("header_two_rows", first=header.rows[0], second=header.rows[1]))
    elif header.rows[0] != grid.rows[0]:
        findings.append(source.finding("header_row", row=header.rows[0]))
    if header.ignored:
        findings.append(source.finding("columns_ignored", columns=listed(header.ignored)))
    return findings


def _without_header(source: Source, grid: Grid, header: headers.Header) -> list[Finding]:
    """Columns of a sheet that hold something but have no header, by their letters."""
    if grid.source.sheet is None:
        return []  # in a delimited file they are rows that are too long
    below = grid.cells.loc[grid.cells.index > header.rows[-1]]
    unnamed = [position for position in below.columns if position not in header.positions and below[position].notna().any()]
    letters = [f"{column_letter(position)} 列" for position in unnamed]
    return [source.finding("columns_ignored", columns=listed(letters))] if letters else []


def _total_reader(header: headers.Header) -> Callable[[Column, object], Parsed]:
    """Reads a totals cell in the unit that the column's own cells are read in."""
    return lambda column, cell: parser(column, unit=money_unit(header, column) or "万元")(cell)


def _conflicts(deliveries: list[Delivery]) -> list[Finding]:
    """Two files that give the same row of a table different contents."""
    findings = []
    for position, delivery in enumerate(deliveries):
        for earlier in deliveries[:position]:
            if earlier.table is delivery.table and _disagree(earlier.frame, delivery.frame, delivery.table):
                findings.append(delivery.source.finding("batch_conflict", other=earlier.source.file))
    return findings


def _disagree(one: pd.DataFrame, other: pd.DataFrame, table: Table) -> bool:
    """Whether two frames share a key with different rows."""
    distinct = pd.concat([one, other]).drop_duplicates()
    return bool(distinct.duplicated(list(table.key)).any())
