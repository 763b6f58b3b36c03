"""Tables of an official document: caption above, header on every page, rows that are not torn."""

from collections.abc import Sequence
from typing import NamedTuple

from docx.document import Document as Paper
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt

from briefing import looks
from briefing.exports.bulletin.official_layout import (
    CAPTION_STYLE,
    CELL_STYLE,
    FANGSONG,
    HEI,
    TEXT_HEIGHT,
    TEXT_WIDTH,
    write,
)
from briefing.status import Status

CAPTION, TABLE = 14, 11  # points: 四号, between 小四 and 五号
TABLE_LINE, CAPTION_LINE, GAP = 16, 24, 10
WHOLE = 5  # rows of a table that stays on one page
TORN, TITLED = 50, 140  # points that a page break leaves, that the title of an annex and 版记 take
EDGES = 1.2  # characters that the edges of a cell take


class Head(NamedTuple):
    """A column of a table: its title, its share of the width, and whether it holds figures."""

    title: str
    share: float
    figures: bool = False


def table(
    paper: Paper,
    caption: str,
    heads: Sequence[Head],
    rows: Sequence[Sequence[str | Status] | str],
    *,
    height: float = 0,
) -> None:
    """A table under its caption, where a sentence does not lead to it; the header comes again on the next page and no row is torn.

    A row that is one text is a heading across the table, which stays with the row below it. Rows to write in by hand
    have a height of so many millimetres at least.
    """
    if caption:
        paragraph = paper.add_paragraph(style=CAPTION_STYLE)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.line_spacing = Pt(CAPTION_LINE)
        write(paragraph, caption, face=HEI, size=CAPTION)
    grid = paper.add_table(rows=len(rows) + 1, cols=len(heads))
    grid.style, grid.alignment, grid.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    widths = [Mm(TEXT_WIDTH * head.share / sum(one.share for one in heads)) for head in heads]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for at, (row, values) in enumerate(zip(grid.rows, [[head.title for head in heads], *rows], strict=True)):
        _row_rules(row, head=at == 0)
        if at and height:
            row.height = Mm(height)
        if isinstance(values, str):
            _heading_across(row, values, last=at == len(rows))
            continue
        # A short table is not torn, and of a long one no single row or note stands alone.
        kept = at < len(rows) and (len(rows) <= WHOLE or at >= len(rows) - 2)
        for cell, value, head, width in zip(row.cells, values, heads, widths, strict=True):
            cell.width = width
            _cell(cell, value, head, is_head=at == 0)
            cell.paragraphs[0].paragraph_format.keep_with_next = kept or None
    after = paper.add_paragraph()
    after.paragraph_format.line_spacing = Pt(GAP)


def height(caption: str, heads: Sequence[Head], rows: Sequence[Sequence[str | Status] | str]) -> float:
    """About how many points a table takes, on the safe side."""
    return CAPTION_LINE + TABLE_LINE + GAP + sum(_row_height(row, heads) for row in rows)


def rows_in(room: float, caption: str, heads: Sequence[Head], rows: Sequence[Sequence[str | Status] | str]) -> int:
    """How many of the rows fit so many points."""
    return next((count for count in range(len(rows), 0, -1) if height(caption, heads, rows[:count]) <= room), 0)


def room_on(pages: int) -> float:
    """Points for tables on so many pages that begin with a title and may end with 版记."""
    return pages * (Mm(TEXT_HEIGHT).pt - TORN) - TITLED


def _row_height(row: Sequence[str | Status] | str, heads: Sequence[Head]) -> float:
    whole = sum(head.share for head in heads)
    cells = (
        [(row, whole)]
        if isinstance(row, str)
        else [(str(cell), head.share) for cell, head in zip(row, heads, strict=True)]
    )
    room = Mm(TEXT_WIDTH).pt / TABLE / whole
    return TABLE_LINE * max(-int(-looks.ems(text) // (room * share - EDGES)) for text, share in cells)


def _heading_across(row, text: str, *, last: bool) -> None:
    cell = row.cells[0].merge(row.cells[-1])
    paragraph = cell.paragraphs[0]
    paragraph.style = CELL_STYLE
    paragraph.paragraph_format.line_spacing = Pt(TABLE_LINE)
    paragraph.paragraph_format.keep_with_next = not last
    write(paragraph, text, face=HEI, size=TABLE)


def _cell(cell, value: str | Status, head: Head, *, is_head: bool) -> None:
    text = looks.marked(value) if isinstance(value, Status) else value
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.style = CELL_STYLE
    paragraph.alignment = (
        WD_ALIGN_PARAGRAPH.CENTER if is_head else WD_ALIGN_PARAGRAPH.RIGHT if head.figures else WD_ALIGN_PARAGRAPH.LEFT
    )
    paragraph.paragraph_format.line_spacing = Pt(TABLE_LINE)
    write(paragraph, text, face=HEI if is_head else FANGSONG, size=TABLE)


def _row_rules(row, *, head: bool) -> None:
    rules = row._tr.get_or_add_trPr()
    rules.append(OxmlElement("w:cantSplit"))
    if head:
        rules.append(OxmlElement("w:tblHeader"))
