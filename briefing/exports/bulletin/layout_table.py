"""Tables of an official document: caption above, header on every page, rows that are not torn."""

from collections.abc import Sequence
from copy import deepcopy
from enum import Enum
from functools import cache, partial
from math import ceil
from typing import NamedTuple

from docx.document import Document as Paper
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.table import CT_Row
from docx.shared import Length, Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from briefing import looks
from briefing.exports.bulletin.official_layout import (
    CAPTION_STYLE,
    CELL_STYLE,
    FANGSONG,
    HEI,
    TEXT_HEIGHT,
    TEXT_WIDTH,
    official,
    write,
)
from briefing.status import Status

CAPTION, TABLE = 14, 11  # points: 四号, between 小四 and 五号
TABLE_LINE, CAPTION_LINE, GAP = 16, 24, 10
WHOLE = 5  # rows of a table that stays on one page
FIRST = 2  # that keep to the next where a longer one begins, its header among them
TORN, TITLED = 50, 140  # points that a page break leaves, that the title of an annex and 版记 take
HEADED, LINED = 105, 3  # that the head of a form takes, that the lines of a row do
EDGES = 1.2  # characters that the edges of a cell take


class Row(Enum):
    """What a row of a table is."""

    HEAD, BODY, ACROSS = range(3)


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
    grid = paper.add_table(rows=0, cols=len(heads))
    grid.style, grid.alignment, grid.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    widths = [Mm(TEXT_WIDTH * head.share / sum(one.share for one in heads)) for head in heads]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    style = paper.styles[CELL_STYLE].style_id  # looking it up by its name costs more than all the rest of a cell
    blank = cache(partial(_blank_row, grid, style, heads, widths, height))  # a copy of a row costs a tenth of making it
    for at, values in enumerate(([head.title for head in heads], *rows)):
        # A short table is not torn, and of a long one no single row or note stands alone, neither at its end nor below its header.
        kept = at < len(rows) and (len(rows) <= WHOLE or at < FIRST or at >= len(rows) - 2)
        across = isinstance(values, str)
        row = deepcopy(
            blank(Row.ACROSS if across else Row.BODY if at else Row.HEAD, kept or (across and at < len(rows)))
        )
        for cell, value in zip(row.tc_lst, [values] if across else values, strict=True):
            cell.p_lst[0].r_lst[0].text = official(looks.marked(value) if isinstance(value, Status) else value)
        grid._tbl.append(row)
    after = paper.add_paragraph()
    after.paragraph_format.line_spacing = Pt(GAP)


def height(caption: str, heads: Sequence[Head], rows: Sequence[Sequence[str | Status] | str]) -> float:
    """About how many points a table takes, on the safe side."""
    return CAPTION_LINE + TABLE_LINE + GAP + sum(_row_height(row, heads) for row in rows)


def rows_in(points: float, caption: str, heads: Sequence[Head], rows: Sequence[Sequence[str | Status] | str]) -> int:
    """How many of the rows fit so many points."""
    return next((count for count in range(len(rows), 0, -1) if height(caption, heads, rows[:count]) <= points), 0)


def left_below(heads: Sequence[Head], rows: Sequence[Sequence[str]], row: float) -> float:
    """About how many points are left on the last page of a table that begins below a title, its rows so many
    millimetres high at least.
    """
    page = Mm(TEXT_HEIGHT).pt - TABLE_LINE - LINED
    left = page - HEADED
    for cells in rows:
        high = max(Mm(row).pt, _row_height(cells, heads) + LINED)
        left = (left if high <= left else page) - high
    return left


def room_on(pages: int) -> float:
    """Points for tables on so many pages that begin with a title and may end with 版记."""
    return pages * (Mm(TEXT_HEIGHT).pt - TORN) - TITLED


def room(heads: Sequence[Head], column: int | None = None) -> float:
    """About how many characters a line of a cell holds, or of a row that is one text."""
    share = 1 if column is None else heads[column].share / sum(head.share for head in heads)
    return Mm(TEXT_WIDTH).pt / TABLE * share - EDGES


def _row_height(row: Sequence[str | Status] | str, heads: Sequence[Head]) -> float:
    cells = [(row, None)] if isinstance(row, str) else [(str(cell), at) for at, cell in enumerate(row)]
    return TABLE_LINE * max(_lines(text, room(heads, at)) for text, at in cells)


def _lines(text: str, room: float) -> int:
    return sum(max(ceil(looks.ems(line) / room), 1) for line in text.split("\n"))


def _blank_row(
    grid: Table, style: str, heads: Sequence[Head], widths: Sequence[Length], height: float, kind: Row, kept: bool
) -> CT_Row:
    """A row whose cells are set as they are to look, each with a run that waits for its text."""
    row = grid.add_row()
    rules = row._tr.get_or_add_trPr()
    rules.append(OxmlElement("w:cantSplit"))
    if kind is Row.HEAD:
        rules.append(OxmlElement("w:tblHeader"))
    elif height:
        row.height = Mm(height)
    if kind is Row.ACROSS:
        _set(row.cells[0].merge(row.cells[-1]).paragraphs[0], style, HEI, None, kept)
    else:
        for cell, head, width in zip(row.cells, heads, widths, strict=True):
            cell.width, cell.vertical_alignment = width, WD_CELL_VERTICAL_ALIGNMENT.CENTER
            _set(cell.paragraphs[0], style, HEI if kind is Row.HEAD else FANGSONG, _side(head, kind), kept)
    grid._tbl.remove(row._tr)
    return row._tr


def _side(head: Head, kind: Row) -> WD_ALIGN_PARAGRAPH:
    if kind is Row.HEAD:
        return WD_ALIGN_PARAGRAPH.CENTER
    return WD_ALIGN_PARAGRAPH.RIGHT if head.figures else WD_ALIGN_PARAGRAPH.LEFT


def _set(paragraph: Paragraph, style: str, face: str, align: WD_ALIGN_PARAGRAPH | None, kept: bool) -> None:
    paragraph._p.style = style
    if align is not None:
        paragraph.alignment = align
    paragraph.paragraph_format.line_spacing = Pt(TABLE_LINE)
    paragraph.paragraph_format.keep_with_next = kept or None
    write(paragraph, "", face=face, size=TABLE)
