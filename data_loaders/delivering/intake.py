"""Dropped files → one checked batch, or the findings that say why not. Nothing here writes anything."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import product
from pathlib import Path

import pandas as pd

from data_loaders import clock, origins, plan_words, reading
from data_loaders.allowance import Allowance
from data_loaders.checking import corrected, plan_rows, rest, totals
from data_loaders.checking import tables as checks
from data_loaders.delivering import receipts
from data_loaders.delivering.receipts import Receipt
from data_loaders.delivering.typed_rows import as_file
from data_loaders.endings import Ending
from data_loaders.findings import Finding, Refused, Source, listed, publishable, worst_first
from data_loaders.guarding.person_columns import staff_header
from data_loaders.layouts import subjects
from data_loaders.layouts.apply import apply
from data_loaders.layouts.constants import section_headings
from data_loaders.layouts.explain import LEAST_VILLAGES, Explained, explain, holds_rows_of_villages, samples
from data_loaders.layouts.known import Known
from data_loaders.layouts.layout import How, Layout, NoLayout, to_words
from data_loaders.layouts.parts import Part, parts
from data_loaders.layouts.questions import Question, parse_sayings
from data_loaders.layouts.sheet import has_columns, is_deeper
from data_loaders.layouts.words import has_figure_unread, has_rival, names_tasks
from data_loaders.origins import Correction, Removal, Standing
from data_loaders.planning.reading import read_document
from data_loaders.reading.grid import Grid, column_letter
from data_loaders.reading.personal_data import find_personal_data
from data_loaders.schema import ACTIONS, AS_OF, TABLES, Column, Kind, Table
from data_loaders.store.drafts import STAMPS
from data_loaders.tidying import headers, nothing_now, rows, tidy
from data_loaders.tidying.cells import Parsed, is_blank, parser
from data_loaders.tidying.columns import money_unit
from data_loaders.tidying.gazetteer import Gazetteer
from data_loaders.tidying.tidy import Context
from data_loaders.typed_frames import empty_frame
from geo.archive import holds_polygons, is_boundary_file

SAMPLE_MARK = "示例数据"
PREVIEWED_ROWS = 5
SHAPES_SOUGHT_IN = 50  # rows
# A file that defines names is read before the files that use them.
DEFINING = ("plan_settings", "villages", "plan_obligations", "plan_milestones", "plan_tasks")


@dataclass(frozen=True)
class Drop:
    """A dropped file: its name as given, its bytes, and what a person said about it besides.

    `table` is the inside name of the table it is to be read as; `as_of` the 截至日期 of a file that carries none;
    `confirmed` the answers to the questions that the file raises (`questions.answers`); `said` what a person
    said of its columns (`parse_sayings`), `accepts_layout` that every suggestion is right, `layout` one from a file.
    """

    name: str
    content: bytes
    table: str | None = None
    as_of: date | None = None
    confirmed: frozenset[str] = frozenset()
    said: tuple[str, ...] = ()
    accepts_layout: bool = False
    layout: Layout | None = None

    @classmethod
    def of(cls, path: Path | str) -> "Drop":
        """The file at a path; Refused when it cannot be read, and unread when it is too large.

        An empty one is taken: what is wrong with it is told together with what is wrong with the others.
        """
        path = Path(path)
        source = Source(reading.display_name(path.name))
        try:
            reading.refuse_too_large(path.stat().st_size, source)
            with path.open("rb") as file:
                content = file.read(reading.limits.FILE_BYTES + 1)  # it may have grown since
        except OSError:
            raise Refused(source.finding("file_missing")) from None
        reading.refuse_too_large(len(content), source)
        return cls(path.name, content)

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
    explained: Explained | None = None  # by which layout, where the declared headers did not suffice
    ended: tuple[Ending, ...] = ()  # what it says has come to an end
    corrections: tuple[Correction, ...] = ()  # the cells that a person corrected, where it is a 更正
    removed: tuple[Removal, ...] = ()  # the rows that it takes out
    reason: str = ""  # why, in that person's words
    drafts: tuple[str, ...] = ()  # the stamps of what units filled in, where it was made of that


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
            | ({"sheet": delivery.source.sheet} if delivery.source.sheet is not None else {})
            | ({"confirmed": sorted(delivery.drop.confirmed)} if delivery.drop.confirmed else {})
            | ({"layout": name} if delivery.explained and (name := delivery.explained.layout.name) else {})
            | ({"ended": [ending.as_json() for ending in delivery.ended]} if delivery.ended else {})
            | ({"corrections": [one.as_json() for one in delivery.corrections]} if delivery.corrections else {})
            | ({"removed": [[table, list(key)] for table, key in delivery.removed]} if delivery.removed else {})
            | ({"reason": delivery.reason} if delivery.reason else {})
            | ({STAMPS: list(delivery.drafts)} if delivery.drafts else {})
            for delivery in self.deliveries
        ]

    @property
    def explained(self) -> tuple[Explained, ...]:
        """The sheets that a layout explains."""
        found = (delivery.explained for delivery in self.deliveries if delivery.explained)
        return tuple(one for one in found if one.layout.name or not one.is_settled or one.confirmed)

    def layouts(self) -> list[dict]:
        """The layouts of the sheets whose headers are not ours, as `check --json` gives them."""
        return [_layout_as_json(explained) for explained in self.explained]

    def previews(self) -> list[dict]:
        """For every sheet under a layout that is not settled: the layout, samples of its columns, and the rows that come
        out, the first of them, how many and their totals.
        """
        return [
            _layout_as_json(delivery.explained)
            | {"samples": samples(delivery.explained), "rows": _first_rows(delivery.frame, delivery.table)}
            | {"count": len(delivery.frame), "totals": _totals(delivery.frame, delivery.table)}
            for delivery in self.deliveries
            if delivery.explained and delivery.explained in self.explained and not delivery.explained.remembered
        ]

    def layout_questions(self) -> list[dict]:
        """What is to be confirmed about them."""
        return [
            {"file": one.grid.source.file, "sheet": one.grid.source.sheet} | question.as_json()
            for one in self.explained
            for question in one.questions
        ]

    def tables(self) -> list[dict]:
        """Per table and 截至日期: row count and the totals of the additive columns, under their Chinese headers."""
        return [
            {"table": name, "as_of": day, "rows": len(part), "totals": _totals(part, TABLES[name])}
            for name, frame in self.frames().items()
            for day, part in _by_day(frame, TABLES[name])
        ]


def _layout_as_json(explained: Explained) -> dict:
    plain = explained.layout.as_json()
    source = explained.grid.source
    kept = ("name", "table", "columns", "constants", "from_title", "generated")
    return {"file": source.file, "sheet": source.sheet} | {key: plain[key] for key in kept}


def _first_rows(frame: pd.DataFrame, table: Table) -> list[dict[str, str]]:
    """Some rows under our headers, as text, without what is blank in all of them."""
    shown = frame[list(table.names)].head(PREVIEWED_ROWS).dropna(axis=1, how="all")
    return [
        {table.column(name).title: _shown(value) for name, value in row.items()} for row in shown.to_dict("records")
    ]


def _shown(value: object) -> str:
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return (
        ("是" if value else "否")
        if isinstance(value, bool)
        else f"{value:g}"
        if isinstance(value, float)
        else str(value)
    )


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
    drops: Iterable[Drop],
    known: Mapping[str, pd.DataFrame],
    *,
    shipped: Mapping[str, pd.DataFrame] | None = None,
    as_of: date | None = None,
    today: date | None = None,
    layouts: Sequence[Layout] = (),
    reporter: str | None = None,
    standing: Sequence[Standing] = (),
) -> Batch:
    """Read and check files together.

    `known` holds the tables of the edition the batch would build on (villages and plan among them); `shipped` those that
    ship with the product, where `known` may be older; `as_of` is the 截至日期 a person gave for files
    that carry none; `standing` are the corrections that hold there; `today` bounds what can have happened; `layouts` are those confirmed before, `reporter` whoever
    delivers.
    """
    today = today or clock.today()
    tables, shipped = dict(known), known if shipped is None else shipped
    findings: list[Finding] = []
    waiting = []
    for drop in drops:
        allowance = Allowance(reading.display_name(drop.name), drop.content)
        try:
            with allowance:
                recognised = _recognised(drop, findings)
        except Refused as refused:
            findings += refused.findings
        else:
            waiting += [(sheet, allowance) for sheet in recognised]
    order = {name: place for place, name in enumerate(DEFINING)}
    waiting.sort(key=lambda one: order.get(str(one[0].table_name), len(DEFINING)))
    read: list[tuple[headers.Header | None, Delivery]] = []
    now = _Now(tables, shipped, as_of, today, tuple(layouts), reporter)
    for sheet, allowance in waiting:
        try:
            with allowance:
                found, said = sheet.read(now)
        except _OnlyTowns as only:  # the other sheets tell whether it is their summary
            beside = tuple(dict.fromkeys(str(one.source.sheet) for _, one in read if one.drop is sheet.drop))
            waiting.append((replace(only.ledger, beside=beside, is_last=True), allowance))
            continue
        except Refused as refused:
            findings += refused.findings
            continue
        findings += said
        found = [(header, _with_what_is_known(header, delivery, known, findings)) for header, delivery in found]
        read += found
        for _, delivery in found:
            if is_of_another_district({delivery.table.name: delivery.frame}, shipped):
                ours = [name for name in DEFINING if name in shipped and tables.get(name) is shipped[name]]
                tables |= {name: shipped[name].head(0) for name in ours}
            if delivery.table.name in DEFINING:
                tables[delivery.table.name] = delivery.frame
    read = [
        (header, replace(delivery, frame=origins.of_file(delivery.frame, at)))
        for at, (header, delivery) in enumerate(read)
    ]
    deliveries = [delivery for _, delivery in read]
    findings += _conflicts(deliveries)
    whole, said = _with_the_rest(deliveries, known)
    findings += said
    whole, said = _with_the_corrected(whole, standing)
    findings += said
    for header, delivery in read:
        delivery = _with_whole_rows(delivery)
        if header is not None and not delivery.frame.empty:
            findings += _against_the_rest(header, delivery, deliveries, whole, known, tables, shipped)
    return Batch(tuple(whole), tuple(worst_first(dict.fromkeys(findings))))


def is_of_another_district(frames: Mapping[str, pd.DataFrame], tables: Mapping[str, pd.DataFrame]) -> bool:
    """Whether the newest plan of these frames is of another 区域名称 than that of the tables, or their villages of other towns."""
    if "plan_settings" in frames:
        name, ours = _district(frames["plan_settings"]), _district(tables.get("plan_settings"))
        return bool(name) and name != ours
    if "villages" not in frames or "villages" not in tables:
        return False
    towns, known = (set(rows["villages"]["town"].dropna()) for rows in (frames, tables))
    return bool(towns) and towns.isdisjoint(known)


def _district(settings: pd.DataFrame | None) -> str:
    if settings is None:
        return ""
    newest = settings[settings["year"] == settings["year"].max()]
    return plan_words.DISTRICT_NAME.of(dict(newest[["name", "value"]].itertuples(index=False)))


def _with_what_is_known(
    header: headers.Header | None, delivery: Delivery, known: Mapping[str, pd.DataFrame], findings: list[Finding]
) -> Delivery:
    """A village list with the columns that the file lacks as they are stored, and what is said of it: a list out of a
    map has names and codes, and would take away every alias and grade."""
    table, stored = delivery.table, known.get(delivery.table.name)
    if table.name != "villages" or header is None or stored is None or stored.empty:
        return delivery
    frame = rest.with_stored_columns(delivery.frame, stored, table, [*header.cells, *table.identity])
    if kept := [one.title for one in table.columns if not frame[one.name].equals(delivery.frame[one.name])]:
        findings.append(delivery.source.finding("columns_kept", columns="、".join(kept)))
    return replace(delivery, frame=frame)


def _with_whole_rows(delivery: Delivery) -> Delivery:
    """A delivery whose layout still waits for an answer, without the rows that lack what is asked for."""
    if delivery.explained is None or delivery.explained.is_settled:
        return delivery
    required = [column.name for column in delivery.table.columns if column.required]
    return replace(delivery, frame=delivery.frame.dropna(subset=required))


def _with_the_rest(
    deliveries: list[Delivery], known: Mapping[str, pd.DataFrame]
) -> tuple[list[Delivery], list[Finding]]:
    """The deliveries with what they leave out of the stored snapshots kept or ended, as was answered, or asked about."""
    found, said = list(deliveries), []
    for table in dict.fromkeys(delivery.table for delivery in deliveries if rest.concerns(delivery.table)):
        own = [place for place, delivery in enumerate(deliveries) if delivery.table is table]
        frame = _joined([deliveries[place].frame for place in own], table)
        left = rest.missing(frame, known.get(table.name, empty_frame(table)), table)
        for place in own:
            delivery = found[place]
            mine = rest.of_reporters(left, delivery.frame, table)
            left = left.drop(mine.index)
            if mine.empty:
                continue
            if rest.KEEP in delivery.drop.confirmed:
                whole, finding = rest.kept(delivery.frame, mine, table, delivery.source)
                found[place] = replace(delivery, frame=whole)
            elif rest.DROP in delivery.drop.confirmed:
                ended, finding = rest.ended(mine, table, delivery.source)
                found[place] = replace(delivery, ended=(*delivery.ended, *ended))
            else:
                finding = replace(rest.question(mine, delivery.source), asks=True)
            said.append(finding)
    return found, said


def _with_the_corrected(
    deliveries: list[Delivery], standing: Sequence[Standing]
) -> tuple[list[Delivery], list[Finding]]:
    """The deliveries with what a person has corrected kept or overruled, as was answered, or asked about."""
    whole, said = [], []
    for delivery in deliveries:
        table, source, answers = delivery.table, delivery.source, delivery.drop.confirmed
        found = corrected.undone(delivery.frame, table, standing)
        if found and corrected.KEEP in answers:
            frame, made, reason, finding = corrected.kept(delivery.frame, found, table, source)
            delivery = replace(delivery, frame=frame, corrections=(*delivery.corrections, *made), reason=reason)
        elif found and corrected.UNDO in answers:
            finding = corrected.overruled(found, table, source)
        elif found:
            finding = replace(corrected.question(found, table, source), asks=True)
        whole.append(delivery)
        said += [finding] if found else []
    return whole, said


def _against_the_rest(
    header: headers.Header, delivery: Delivery, deliveries: list[Delivery], whole: list[Delivery],
    known: Mapping[str, pd.DataFrame], tables: Mapping[str, pd.DataFrame], shipped: Mapping[str, pd.DataFrame],
) -> list[Finding]:  # fmt: skip
    """What a delivery says next to the stored edition, the plan and the other files of the batch.

    `whole` are the deliveries with what was kept, which no file holds and so has no row to be named.
    """
    table = delivery.table
    stored = known.get(table.name, empty_frame(table))
    others = [other.frame for other in deliveries if other.table is table and other is not delivery]
    standing = delivery.frame
    if table.name in checks.PLANNED_TOTALS:
        standing = _with_stored(_joined([one.frame for one in whole if one.table is table], table), stored, table)
    return [
        *checks.check_against_earlier(delivery.frame, delivery.source, header, _joined([stored, *others], table)),
        *checks.check_against_plan(delivery.frame, delivery.source, header, tables, standing),
        *plan_rows.check_plan(delivery.frame, delivery.source, header, tables),
        *_of_positions(delivery, header, deliveries, tables, shipped),
    ]


def _of_positions(
    delivery: Delivery, header: headers.Header, deliveries: list[Delivery],
    tables: Mapping[str, pd.DataFrame], shipped: Mapping[str, pd.DataFrame],
) -> list[Finding]:  # fmt: skip
    if "longitude" not in delivery.frame or delivery.frame["longitude"].isna().all():
        return []
    drawn = [other.frame for other in deliveries if other.table is TABLES["boundaries"]]
    return _maps()[1].check_positions(delivery.frame, delivery.source, header, tables, shipped, drawn)


def _maps():
    # The libraries of maps take a third of a second that a ledger without positions need not wait for.
    from data_loaders.checking import boundaries, site_positions

    return boundaries, site_positions


def _with_stored(delivered: pd.DataFrame, stored: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The table as it would stand: the delivered rows, and the stored ones that they do not replace."""
    keys = list(table.replaces)
    covered = pd.MultiIndex.from_frame(delivered[keys])
    kept = stored[~pd.MultiIndex.from_frame(stored[keys]).isin(covered)]
    return _joined([kept, delivered.drop_duplicates(list(table.key), keep="last")], table)


def _joined(frames: list[pd.DataFrame], table: Table) -> pd.DataFrame:
    filled = [frame for frame in frames if not frame.empty]
    return pd.concat(filled) if filled else empty_frame(table)


@dataclass(frozen=True)
class _Now:
    """What a sheet is read against."""

    tables: Mapping[str, pd.DataFrame]
    shipped: Mapping[str, pd.DataFrame]
    as_of: date | None
    today: date
    layouts: tuple[Layout, ...]
    reporter: str | None


Read = tuple[Sequence[tuple[headers.Header | None, Delivery]], list[Finding]]


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

    def is_aside_of(self, complete: "_Sheet") -> bool:
        """A summary by town or a list of words beside the table itself: no columns that could be the missing ones."""
        if self.table_name != complete.table_name or not self.is_lesser_than(complete):
            return False
        lacks_key = any(column.name in self.header.table.key for column in self.missing)
        return lacks_key or not self.header.ignored

    @property
    def is_complete(self) -> bool:
        """Whether the declared headers say everything that they must."""
        if self.missing or self.header.twice or self._is_list_by_chance or self.drop.said:
            return False
        if self.table_name == "tasks" and (names_tasks(self.header) or self._fills("title")):
            return False  # the names tell whether the numbers are the plan's
        if (told := subjects.named("".join(self.header.titles))) and self.table_name not in told:
            return False  # the title speaks of another ledger
        if any(section_headings(self.grid, self.header.rows).values()):
            return False  # headings stand beside the sums of what is below them
        return not (has_rival(self.header) or has_figure_unread(self.header) or is_deeper(self.grid, self.header))

    def _fills(self, name: str) -> bool:
        """Whether anything stands below the header of a column."""
        cell = self.header.cells.get(name)
        if cell is None:
            return False
        below = self.grid.rows > self.header.rows[-1]
        return not all(is_blank(value) for value in self.grid.column(cell.position)[below].used)

    @property
    def _is_list_by_chance(self) -> bool:
        """Towns and villages alone make no village list: that replaces the whole one."""
        words = (self.drop.name, self.grid.source.sheet or "", *self.header.titles)
        is_named = self.drop.table or any(word in text for word in self.header.table.words for text in words)
        return self.header.table.name == "villages" and "code" not in self.header.cells and not is_named

    def read(self, now: _Now) -> Read:
        grid, header = self.grid, self.header
        headers.require_complete(grid, header, _derivable(header, grid.source))
        if "town" in header.table.reporter and nothing_now.says_nothing(grid, header):
            delivery, said = _nothing_now(grid, header, self.drop, now)
            return [(header, delivery)], said
        delivery, said = _read_rows(grid, header, rows.data_rows(grid, header), self.drop, now)
        return [(header, delivery)], said


class _OnlyTowns(Exception):
    """A sheet names no single thing of its table: it may be a summary of sheets that are still to be read."""

    def __init__(self, ledger: "_Ledger"):
        self.ledger = ledger
        super().__init__()


@dataclass(frozen=True)
class _Ledger:
    """A sheet whose headers are not ours: read by a layout, or refused for the reasons that its headers give.

    `beside`: other sheets of the file were read, and this may be a summary or a list of words; `is_last`: no other
    sheet is still to be read.
    """

    drop: Drop
    grid: Grid
    header: headers.Header | None  # as far as ours are found in it
    reasons: tuple[Finding, ...]
    beside: tuple[str, ...]
    table_name: str | None = None
    is_last: bool = False

    def read(self, now: _Now) -> Read:
        drop = self.drop
        gazetteer = _gazetteer(now.tables)
        as_of = drop.as_of or now.as_of
        known = Known.of(now.tables, gazetteer, has_day=as_of is not None)
        sayings = parse_sayings(drop.said)
        layouts = [drop.layout] if drop.layout else now.layouts
        try:
            found = explain(
                self.grid, drop.name, layouts, known, sayings, reporter=now.reporter,
                chosen=TABLES.get(drop.table or self.table_name or ""), accepted=drop.accepts_layout,
            )  # fmt: skip
        except NoLayout:
            raise Refused(Source(self.grid.source.file).finding("saying_unreadable")) from None
        if any(reason.code == "table_ambiguous" for reason in self.reasons) and len(found) < 2 and not drop.said:
            open_ = [question for explained in found for question in explained.questions]
            lacks = any(question.suggested is None and question.about != AS_OF.header for question in open_)
            if not lacks and not any(explained.remembered for explained in found):
                raise Refused(self.reasons)  # only a person knows; the headers themselves are ours
        if found and not all(map(_names_things, found)):
            if self.beside:
                return self._left_out()
            if not self.is_last:
                raise _OnlyTowns(self)
        if not found:
            least = 1 if self.grid.source.sheet in self.beside else LEAST_VILLAGES
            if self.beside and not holds_rows_of_villages(self.grid, gazetteer, least):
                return self._left_out()
            raise Refused(self._unread() if self.beside else self.reasons or self._unknown())
        own_words = bool(self.reasons) and not any(map(self._is_told_by, found))
        if not self.reasons:  # our own headers suffice; a doubt brought the sheet here, and it may be settled
            found = [one if one.questions or self._is_told_by(one) else replace(one, remembered=True) for one in found]
        read, said = [], []
        used = {rule.header for one in found for rule in one.layout.rules if rule.is_kept}
        for at, explained in enumerate(found):
            own = explained.grid.source.of(table=explained.layout.table.name)
            asked = list(self.reasons) if own_words else [*_proposed(own, found) * (at == 0), *_asked(own, explained)]
            try:
                applied = apply(explained.grid, explained.block, explained.layout, drop.name, known, as_of)
                applied = replace(applied, header=applied.header.without(used))
                delivery, findings = _read_rows(
                    applied.grid, applied.header, applied.body, drop, now, explained, may_lack=bool(asked)
                )
            except Refused as refused:
                findings = [] if own_words else _not_asked(refused.findings, explained)
                raise Refused([*asked, *findings]) from None
            read.append((applied.header, delivery))
            said += asked if own_words else [*asked, *findings, *applied.remarks]
        return read, said

    def _is_told_by(self, explained: Explained) -> bool:
        """Whether a layout says more of the sheet than our own headers do, or a person has."""
        if (
            explained.remembered
            or self.drop.said
            or self.header is None
            or explained.layout.table is not self.header.table
        ):
            return True
        ours = {cell.text: name for name, cell in self.header.cells.items()}
        kept = [rule for rule in explained.layout.rules if rule.is_kept]
        plain = all(rule.how is How.AS_IS and ours.get(rule.header) == rule.to[0] for rule in kept)
        return not plain or bool(explained.layout.generated or explained.layout.constants)

    def _left_out(self) -> Read:
        """A summary or a list of words beside the table itself; which sheet, or from which row on."""
        source, sheet = self.grid.source, self.grid.source.sheet
        if sheet is None or sheet in self.beside:
            return [], [_part_left_out(self.grid)]
        taken = "」「".join(self.beside)
        return [], [Source(source.file).finding("sheet_chosen", sheet=taken, others=str(sheet))]

    def _unknown(self) -> list[Finding]:
        """Headers that are ours, in a sheet that is none of our tables all the same."""
        header = self.header
        texts = [*(cell.text for cell in header.cells.values()), *header.ignored] if header else []
        return [self.grid.source.finding("table_unknown", columns=listed(texts) or "无")]

    def _unread(self) -> list[Finding]:
        """Rows of villages that nobody understood, beside a table that was read."""
        reason = "、".join(finding.message for finding in self.reasons[:1]) or "表头不认识"
        return [self.grid.source.finding("sheet_unread", sheet=str(self.grid.source.sheet), reason=reason)]


def _part_left_out(grid: Grid) -> Finding:
    return grid.source.finding("part_left_out", row=int(grid.rows[-1]))


def _names_things(explained: Explained) -> bool:
    """Whether a sheet under a layout names what our table counts: a summary by town does not."""
    table = explained.layout.table
    return all(name in explained.layout.targets or not table.column(name).required for name in table.key if name not in ("as_of", "town"))  # fmt: skip


def _proposed(source: Source, found: list[Explained]) -> list[Finding]:
    """That layouts wait for somebody to confirm them, once for all tables of a sheet."""
    new = [one for one in found if not one.remembered and not one.confirmed]
    if not new:
        return []
    titles = "」「".join(one.layout.table.title for one in new)
    kept = {rule.header for one in new for rule in one.layout.rules if rule.is_kept}
    return [source.finding("layout_proposed", titles=titles, columns=len(kept))]


def _asked(source: Source, explained: Explained) -> list[Finding]:
    """What has to be confirmed, as findings that refuse the file; what was settled, as a remark."""
    kept = [rule for rule in explained.layout.rules if rule.is_kept]
    if explained.is_settled and explained.remembered:
        return [source.finding("layout_used", name=explained.layout.name)] if explained.layout.name else []
    findings = []
    if explained.confirmed:
        meanings = listed(f"{rule.header}→{to_words(rule.to, explained.layout.table)}" for rule in kept)
        findings.append(source.finding("layout_accepted", columns=meanings))
    for question in explained.questions:
        findings.append(
            source.finding(
                "layout_question", column=question.about, question=_spoken(question), about=_answer(question, explained)
            )
        )
    return findings


def _not_asked(findings: list[Finding], explained: Explained) -> list[Finding]:
    """The findings without a day that is missing where it is asked for."""
    asked = {question.about for question in explained.questions}
    return [each for each in findings if each.code != "as_of_missing" or AS_OF.header not in asked]


def _spoken(question: Question) -> str:
    return (question.message or question.about).rstrip("？。")


def _answer(question: Question, explained: Explained) -> str:
    """How the command line answers a question."""
    is_ours = any(column.header == question.about for column in explained.layout.table.columns)
    value = question.suggested or "…"
    return f"{question.about}:={value}" if is_ours or question.about == "版式" else f"{question.about}={value}"


@dataclass(frozen=True)
class _Map:
    """A boundary file, not yet read."""

    drop: Drop
    table_name: str = "boundaries"

    def read(self, now: _Now) -> Read:
        source = Source(reading.display_name(self.drop.name), table=self.table_name)
        frame, findings = _maps()[0].read(
            source, self.drop.name, self.drop.content, now.tables, now.shipped, self.drop.confirmed
        )
        if not publishable(findings):
            raise Refused(findings)
        return [(None, Delivery(TABLES["boundaries"], source, origins.delivered(frame, source), self.drop))], findings


@dataclass(frozen=True)
class _Receipt:
    """A 回执, not yet held against what was assigned."""

    drop: Drop
    receipt: Receipt
    table_name: str = ACTIONS.name

    def read(self, now: _Now) -> Read:
        """The answered rows of the ledger go the way of a file of ours: the same guard, the same checks."""
        stored = now.tables.get(ACTIONS.name, empty_frame(ACTIONS))
        answers, said = receipts.answering(self.receipt, stored, now.today)
        typed = Drop("回执.csv", as_file(ACTIONS, answers), table=ACTIONS.name)
        (sheet,) = _recognised(typed, [])
        ((header, delivery),), found = sheet.read(now)
        frame = delivery.frame.assign(answered=[answer["answered"] for answer in answers])
        return [(header, replace(delivery, frame=frame, drop=self.drop, source=self.receipt.source))], [*said, *found]


def _receipts(drop: Drop) -> list[_Receipt]:
    """The 回执 of a unit in a file, as Word or as a sheet; Refused for another Word file, and where persons are in it."""
    if reading.kind_of(drop.content) is not reading.Kind.DOCX:
        return []
    found = receipts.of_document(read_document(drop.name, drop.content))
    if not found:
        raise Refused(
            Source(reading.display_name(drop.name)).finding("file_kind_unknown", kind=reading.Kind.DOCX.value)
        )
    return [_Receipt(drop, receipt) for receipt in found]


def _recognised(drop: Drop, findings: list[Finding]) -> Sequence[_Sheet | _Ledger | _Map | _Receipt]:
    """The sheets of a file that are tables; says what was chosen. Refused when none is, or personal data is in it."""
    if is_boundary_file(drop.name, drop.content):
        return [_Map(drop)]
    if word := _receipts(drop):
        return word
    content = reading.read_bytes(drop.name, drop.content)
    if personal := find_personal_data(content.grids) or content.beside:
        raise Refused(personal)
    if shapes := [finding for grid in content.grids for finding in _shapes_in(grid)]:
        raise Refused(shapes)
    findings += content.findings
    if sheets := receipts.of_grids(content.grids):
        return [_Receipt(drop, receipt) for receipt in sheets]
    readable = [grid for grid in content.grids if grid.visible and grid.source.sheet != rows.EXPLANATION_SHEET]
    readable = [grid for grid in readable if has_columns(grid)] or readable  # 填表说明 beside the tables is text
    chosen = TABLES[drop.table] if drop.table else None
    named = [
        (part, headers.find_header(part.grid, drop.name, chosen or TABLES.get(part.table or "")))
        for grid in readable
        for part in parts(grid)
    ]
    recognised = [_Sheet(drop, part.grid, found) for part, found in named if isinstance(found, headers.Header)]
    complete = _worth_reading([sheet for sheet in recognised if sheet.is_complete])
    others = _ledgers(drop, named, complete)
    if not complete and not others:
        raise Refused(_why_unknown(drop, named))
    read: list[_Sheet | _Ledger] = [*complete, *others]
    taken = [sheet.grid.source.sheet for sheet in read]
    beside = [part.grid for part, _ in named if part.grid.source.sheet in taken and len(part.grid.rows)]
    findings += [_part_left_out(grid) for grid in beside if all(sheet.grid is not grid for sheet in read)]
    unread = [
        str(grid.source.sheet)
        for grid in content.grids
        if grid.source.sheet != rows.EXPLANATION_SHEET and grid.source.sheet not in taken
    ]
    if unread:
        words = "」「".join(dict.fromkeys(map(str, taken)))
        source = Source(reading.display_name(drop.name))
        findings.append(source.finding("sheet_chosen", sheet=words, others="、".join(unread)))
    return read


def _shapes_in(grid: Grid) -> list[Finding]:
    """That a sheet has a column of polygons, which is a map and no ledger: a workbook cuts what is longer than a cell."""
    head = grid.head(SHAPES_SOUGHT_IN)
    letters = [column_letter(at) for at in head if head[at].map(holds_polygons).any()]
    return [grid.source.finding("shapes_in_workbook", column=listed(letters))] if letters else []


Named = list[tuple[Part, headers.Header | list[Finding]]]


def _ledgers(drop: Drop, named: Named, complete: list[_Sheet]) -> list[_Ledger]:
    """The filled sheets that our own headers do not explain."""
    ledgers = []
    beside = tuple(dict.fromkeys(str(sheet.grid.source.sheet) for sheet in complete))
    for part, found in named:
        grid = part.grid
        if any(sheet.grid is grid for sheet in complete) or not len(grid.rows):
            continue
        if not isinstance(found, headers.Header):
            ledgers.append(_Ledger(drop, grid, None, tuple(found), beside, part.table))
            continue
        sheet = _Sheet(drop, grid, found)
        if not sheet.has_rows or sheet.is_complete or any(sheet.is_aside_of(other) for other in complete):
            continue
        reasons = headers.incomplete(grid, found, _derivable(found, grid.source))
        ledgers.append(_Ledger(drop, grid, found, tuple(reasons), beside, part.table))
    return ledgers


def _worth_reading(sheets: list[_Sheet]) -> list[_Sheet]:
    """The sheets of a workbook without empty forms, and without summaries and word lists beside the real table."""
    filled = [sheet for sheet in sheets if sheet.has_rows] or sheets
    complete = [sheet for sheet in filled if not sheet.missing]
    return [
        sheet
        for sheet in filled
        if not any(other.table_name == sheet.table_name and sheet.is_lesser_than(other) for other in complete)
    ]


def _why_unknown(drop: Drop, named: Named) -> list[Finding]:
    """The findings of the sheet that came nearest; an empty workbook is said to have no rows."""
    unknown = [found for part, found in named if len(part.grid.rows) and not isinstance(found, headers.Header)]
    found = [finding for findings in unknown for finding in findings]
    return found[:1] or [Source(reading.display_name(drop.name)).finding("no_rows")]


def _read_rows(
    grid: Grid, header: headers.Header, body: rows.Body, drop: Drop, now: _Now,
    explained: Explained | None = None, *, may_lack: bool = False,
) -> tuple[Delivery, list[Finding]]:  # fmt: skip
    """The rows of a sheet typed and checked; Refused when they cannot be, with everything there is to say."""
    source = grid.source.of(table=header.table.name)
    tidied = tidy.tidy(grid, header, body, Context(_gazetteer(now.tables), drop.as_of or now.as_of))
    findings = [
        *_about_header(source, grid, header),
        *_without_header(source, grid, header),
        *_struck(source, grid, header),
        *_reshown(source, grid, header),
        *body.findings,
        *tidied.findings,
    ]
    is_readable = publishable(findings)
    frame, said = checks.without_duplicates(_reviewed(tidied.frame), source, header.table)
    findings += said
    findings += checks.check_table(frame, source, header, now.today)
    if is_readable:  # a total cannot be compared while a number above it is missing
        findings += totals.compare_totals(source, header, body, frame, grid.broken, _total_reader(header))
    if not publishable(findings) and not may_lack:
        raise Refused(worst_first(findings))
    return Delivery(header.table, source, origins.delivered(frame, source), drop, explained), findings


def _reviewed(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of a plan's draft without those that a reviewer did not want."""
    return frame[frame["review"] != "left_out"] if "review" in frame else frame


def _nothing_now(grid: Grid, header: headers.Header, drop: Drop, now: _Now) -> tuple[Delivery, list[Finding]]:
    """A sheet that says 本期无: what its towns had reported so far ends with its day."""
    table, towns = header.table, nothing_now.who_has_nothing(grid, _gazetteer(now.tables))
    source = grid.source.of(table=table.name)
    day = nothing_now.from_which_day(grid, drop.as_of or now.as_of)
    if day is None:
        raise Refused([source.finding("as_of_missing", column=header.text("as_of"))])
    if not towns:
        raise Refused([source.finding("nothing_of_whom")])
    nothing = empty_frame(table)
    stored = now.tables.get(table.name, nothing)
    had = stored.loc[stored["town"].isin(towns), list(table.reporter)].drop_duplicates()
    ended = tuple(Ending(table.name, day, reporter) for reporter in had.itertuples(index=False, name=None))
    if not ended:  # nothing to end: it has spoken all the same
        kinds = [() if name == "town" else tuple(table.column(name).choices) for name in table.reporter]
        ended = tuple(Ending(table.name, day, (town, *rest)) for town in towns for rest in product(*kinds[1:]))
    said = source.finding("nothing_now", reporters="、".join(towns))
    return Delivery(table, source, nothing, drop, ended=ended), [said]


def _derivable(header: headers.Header, source: Source) -> frozenset[str]:
    """Required columns that need not be in this file: the day may be given, the town follows from the village."""
    derivable = {"as_of"}
    table = header.table
    if (
        table.has("village")
        and table.name != "villages"
        and ("village" in header.cells or table.column("village").required)
    ):
        derivable.add("town")
    if tidy.named_site_kind(header, source):
        derivable.add("kind")
    return frozenset(derivable)


def _gazetteer(tables: Mapping[str, pd.DataFrame]) -> Gazetteer:
    """The village list of the batch or the edition; empty when a village list is just being read for the first time."""
    villages = _table(tables, "villages")
    return Gazetteer.of(
        villages, _settings(tables, plan_words.UNITS), _settings(tables, plan_words.DISTRICT_NAME, plan_words.WHOLE)
    )


def _table(tables: Mapping[str, pd.DataFrame], name: str) -> pd.DataFrame:
    return tables[name] if name in tables else empty_frame(TABLES[name])


def _settings(tables: Mapping[str, pd.DataFrame], *wanted: plan_words.Setting) -> list[str]:
    """The values of some plan settings in all years, each part of a `;`-separated one by itself."""
    settings = _table(tables, "plan_settings")
    names = {setting.name for setting in wanted}
    values = [value for name, value in zip(settings["name"], settings["value"], strict=True) if name in names]
    return list(dict.fromkeys(part.strip() for value in values for part in re.split("[;；]", value) if part.strip()))


def _about_header(source: Source, grid: Grid, header: headers.Header) -> list[Finding]:
    """What is worth saying about where the header was and what was left unused."""
    findings = []
    if len(header.rows) > 1:
        findings.append(source.finding("header_rows", rows=listed(header.rows)))
    elif header.rows[0] != grid.rows[0]:
        findings.append(source.finding("header_row", row=header.rows[0]))
    staff = [text for text in header.ignored if staff_header(text)]
    others = [text for text in header.ignored if text not in staff]
    for code, columns in (("columns_ignored", others), ("columns_of_staff", staff)):
        if columns:
            findings.append(source.finding(code, columns=listed(columns)))
    return findings


def _without_header(source: Source, grid: Grid, header: headers.Header) -> list[Finding]:
    """Columns of a sheet that hold something but have no header, by their letters."""
    if grid.source.sheet is None:
        return []  # in a delimited file they are rows that are too long
    below = grid.cells.loc[grid.cells.index > header.rows[-1]]
    unnamed = [
        position for position in below.columns if position not in header.positions and below[position].notna().any()
    ]
    letters = [f"{column_letter(position)} 列" for position in unnamed]
    return [source.finding("columns_ignored", columns=listed(letters))] if letters else []


def _struck(source: Source, grid: Grid, header: headers.Header) -> list[Finding]:
    """Cells that somebody has crossed out, and that count all the same."""
    positions = {cell.position for cell in header.cells.values()}
    rows_struck = sorted(row for row, position in grid.struck if row > header.rows[-1] and position in positions)
    if not rows_struck:
        return []
    shown = listed(dict.fromkeys(rows_struck))
    return [source.finding("cell_struck", row=rows_struck[0], count=len(rows_struck), rows=shown)]


def _reshown(source: Source, grid: Grid, header: headers.Header) -> list[Finding]:
    """Numbers that read otherwise than the cells hold them: 500000 that shows 50.0万元."""
    found = []
    for cell in header.cells.values():
        count = sum(position == cell.position and row > header.rows[-1] for row, position in grid.reshown)
        if count:
            found.append(source.finding("number_as_shown", column=cell.text, count=count))
    return found


def _total_reader(header: headers.Header) -> Callable[[Column, object], Parsed]:
    """Reads a totals cell in the unit that the column's own cells are read in."""
    return lambda column, cell: parser(column, unit=money_unit(header, column) or "万元")(cell)


def _conflicts(deliveries: list[Delivery]) -> list[Finding]:
    """Two files that give the same row of a table different contents."""
    findings = []
    for position, delivery in enumerate(deliveries):
        for earlier in deliveries[:position]:
            if earlier.table is delivery.table and _disagree(earlier.frame, delivery.frame, delivery.table):
                same_file = earlier.source.file == delivery.source.file and earlier.source.sheet
                other = f"{earlier.source.file}〉工作表〈{earlier.source.sheet}" if same_file else earlier.source.file
                findings.append(delivery.source.finding("batch_conflict", other=other))
    return findings


def _disagree(one: pd.DataFrame, other: pd.DataFrame, table: Table) -> bool:
    """Whether two frames share a key with different rows."""
    if "as_of" in table.key and not one["as_of"].isin(other["as_of"]).any():
        return False
    distinct = pd.concat([one, other])[list(table.names)].drop_duplicates()
    return bool(distinct.duplicated(list(table.key)).any())
