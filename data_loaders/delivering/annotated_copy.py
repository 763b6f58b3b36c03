"""A copy of a dropped file with its findings on it: cells coloured, a note beside each, a list on a sheet of its own.

Text stays text: nothing in the copy is a formula.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from io import BytesIO
from math import isfinite

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from data_loaders.findings import LEVEL_WORDS, SAID_AT_MOST, Finding, Level, worst_first
from data_loaders.reading.grid import Grid
from data_loaders.tidying.cells import as_text

FILLS = {
    Level.ERROR: PatternFill("solid", start_color="F4B6B6"),
    Level.WARNING: PatternFill("solid", start_color="FFE3A8"),
    Level.REPAIR: PatternFill("solid", start_color="CFE3F5"),
}
LIST_SHEET = "检查结果"
# Spreadsheets allow 31 characters and none of these in a sheet's name.
LONGEST_SHEET_NAME = 31
FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))
WIDE_COLUMN = 60
# A copy is for mending by hand; beyond this many rows only the list of findings is of use.
ROWS_AT_MOST = 20_000
HEADER_ROWS = 50  # headers stand among the first rows


def marked_copy(grids: Sequence[Grid], findings: Iterable[Finding]) -> bytes:
    """An XLSX of the grids with the findings of their file marked; the first sheet lists all findings."""
    findings = worst_first(findings)
    workbook = Workbook()
    _write_list(workbook.active, findings)
    for grid in grids:
        own = [finding for finding in findings if finding.sheet == grid.source.sheet and finding.row is not None]
        name = (grid.source.sheet or "数据").translate(FORBIDDEN_IN_NAMES)[:LONGEST_SHEET_NAME]
        _write_grid(workbook.create_sheet(name), grid, own)
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def _write_list(sheet: Worksheet, findings: list[Finding]) -> None:
    sheet.title = LIST_SHEET
    _write_row(sheet, 1, ("级别", "工作表", "行", "列", "问题", "怎么办"))
    for number, finding in enumerate(findings, start=2):
        place = (LEVEL_WORDS[finding.level], finding.sheet, finding.row, finding.column, finding.message, finding.hint)
        _write_row(sheet, number, place)
        sheet.cell(number, 1).fill = FILLS[finding.level]
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for letter, width in zip("ABCDEF", (12, 16, 8, 20, WIDE_COLUMN, WIDE_COLUMN), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"


def _write_grid(sheet: Worksheet, grid: Grid, findings: list[Finding]) -> None:
    head = grid.head(ROWS_AT_MOST)
    for row, cells in zip(head.index, head.itertuples(index=False), strict=True):
        _write_row(sheet, int(row), cells)
    by_cell: dict[tuple[int, int], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.row is not None:
            position = _position(grid, finding.column)
            for row in (finding.row, *finding.also[:SAID_AT_MOST]):
                by_cell[row, position].append(finding)
    for (row, position), own in by_cell.items():
        cell = sheet.cell(row, position)
        cell.fill = FILLS[own[0].level]
        cell.comment = Comment("\n".join(f"{finding.message}。{finding.hint}" for finding in own), "检查")
    for position in range(1, head.shape[1] + 1):
        sheet.column_dimensions[get_column_letter(position)].width = 16


def _position(grid: Grid, column: str | None) -> int:
    """The spreadsheet column (from 1) under which a header text stands; the first column for a whole row."""
    if column is not None:
        for _, cells in grid.head(HEADER_ROWS).iterrows():
            for position, cell in cells.items():
                if "".join(as_text(cell).split()) == "".join(column.split()):
                    return position + 1
    return 1


def _write_row(sheet: Worksheet, row: int, cells: Iterable[object]) -> None:
    """Cells as they are; text is written as text even when it begins like a formula."""
    for position, value in enumerate(cells, start=1):
        if value is None:
            continue
        cell = sheet.cell(row, position)
        if isinstance(value, float) and not isfinite(value):
            value = str(value)  # a workbook knows no infinity
        if isinstance(value, str):
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
            cell.data_type = "s"
        else:
            cell.value = value
