"""Which sheets of a file are tables, and of what kind."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from data_loaders import origins, reading
from data_loaders.delivering.intake import receipts
from data_loaders.delivering.intake.batches import Delivery
from data_loaders.delivering.intake.beside import map_checks
from data_loaders.delivering.intake.drops import Drop
from data_loaders.delivering.intake.receipts import Receipt
from data_loaders.delivering.intake.sheet_rows import Now, Read, derivable
from data_loaders.delivering.intake.sheets import Sheet
from data_loaders.delivering.intake.typed_rows import as_file
from data_loaders.delivering.intake.unknown_ledgers import UnknownLedger, part_left_out
from data_loaders.findings import Finding, Refused, Source, listed, publishable
from data_loaders.layouts.parts import Part, parts
from data_loaders.layouts.sheet import has_columns
from data_loaders.planning.reading import read_document
from data_loaders.reading.grid import Grid, column_letter
from data_loaders.reading.personal_data import find_personal_data
from data_loaders.schema import ACTIONS, TABLES
from data_loaders.tidying import headers, rows
from data_loaders.typed_frames import empty_frame
from geo.archive import holds_polygons, is_boundary_file

SHAPES_SOUGHT_IN = 50  # rows


@dataclass(frozen=True)
class _Map:
    """A boundary file, not yet read."""

    drop: Drop
    table_name: str = "boundaries"

    def read(self, now: Now) -> Read:
        source = Source(reading.display_name(self.drop.name), table=self.table_name)
        frame, findings = map_checks()[0].read(
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

    def read(self, now: Now) -> Read:
        """The answered rows of the ledger go the way of a file of ours: the same guard, the same checks."""
        stored = now.tables.get(ACTIONS.name, empty_frame(ACTIONS))
        answers, said = receipts.answering(self.receipt, stored, now.today)
        typed = Drop("回执.csv", as_file(ACTIONS, answers), table=ACTIONS.name)
        (sheet,) = recognise(typed, [])
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


def recognise(drop: Drop, findings: list[Finding]) -> Sequence[Sheet | UnknownLedger | _Map | _Receipt]:
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
    grids = [grid.untorn for grid in content.grids]
    if sheets := receipts.of_grids(grids):
        return [_Receipt(drop, receipt) for receipt in sheets]
    readable = [grid for grid in grids if grid.visible and grid.source.sheet != rows.EXPLANATION_SHEET]
    readable = [grid for grid in readable if has_columns(grid)] or readable  # 填表说明 beside the tables is text
    chosen = TABLES[drop.table] if drop.table else None
    named = [
        (part, headers.find_header(part.grid, drop.name, chosen or TABLES.get(part.table or "")))
        for grid in readable
        for part in parts(grid)
    ]
    recognised = [Sheet(drop, part.grid, found) for part, found in named if isinstance(found, headers.Header)]
    complete = _worth_reading([sheet for sheet in recognised if sheet.is_complete])
    others = _ledgers(drop, named, complete)
    if not complete and not others:
        raise Refused(_why_unknown(drop, named))
    read: list[Sheet | UnknownLedger] = [*complete, *others]
    taken = [sheet.grid.source.sheet for sheet in read]
    beside = [part.grid for part, _ in named if part.grid.source.sheet in taken and len(part.grid.rows)]
    findings += [part_left_out(grid) for grid in beside if all(sheet.grid is not grid for sheet in read)]
    unread = [
        str(grid.source.sheet)
        for grid in grids
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


def _ledgers(drop: Drop, named: Named, complete: list[Sheet]) -> list[UnknownLedger]:
    """The filled sheets that our own headers do not explain."""
    ledgers = []
    beside = tuple(dict.fromkeys(str(sheet.grid.source.sheet) for sheet in complete))
    for part, found in named:
        grid = part.grid
        if any(sheet.grid is grid for sheet in complete) or not len(grid.rows):
            continue
        if not isinstance(found, headers.Header):
            ledgers.append(UnknownLedger(drop, grid, None, tuple(found), beside, part.table))
            continue
        sheet = Sheet(drop, grid, found)
        if not sheet.has_rows or sheet.is_complete or any(sheet.is_aside_of(other) for other in complete):
            continue
        reasons = headers.incomplete(grid, found, derivable(found, grid.source))
        ledgers.append(UnknownLedger(drop, grid, found, tuple(reasons), beside, part.table))
    return ledgers


def _worth_reading(sheets: list[Sheet]) -> list[Sheet]:
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
