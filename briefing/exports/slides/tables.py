"""Native tables of slides: rows as high as their text needs, dealt over as many slides as they take."""

import re
from collections.abc import Sequence
from copy import deepcopy
from functools import cache, partial
from itertools import product
from statistics import fmean as mean
from typing import NamedTuple

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.table import CT_TableCell
from pptx.slide import Slide
from pptx.table import _Cell
from pptx.util import Pt

from briefing import looks
from briefing.exports.slides.kit import BODY, Box, rgb, write
from briefing.formats import spaced
from briefing.status import ActStatus, Status
from briefing.wording import labels

JUDGED = Status, ActStatus  # what a cell says with its mark
ROW = 27  # height of a table row of one line
LINE = 1.4  # height of a line of text in its size, in the tallest of the faces that may stand in for ours
STRETCH = 1.75  # how much higher than its text a row may be, so that a short table fills its slide
CELL_MARGIN, FIGURE_MARGIN = 6, 14
WIDE = 13  # the share of a column that may give and take room
# How columns share it: what of its own each keeps at least, and how much longer texts weigh.
SHARINGS = tuple(product((0.4, 0.6, 0.8), (0.25, 0.5, 1.0, 1.5)))
# A percent sign is wider than a figure; between figures and Chinese characters most programs leave a space of theirs.
_WIDER, WIDER_SIGN = re.compile(r"%|(?<=[\u2e80-\uffef])(?=[0-9])|(?<=[0-9%])(?=[\u2e80-\uffef])"), 0.25
_DAY = re.compile(r"(?:\d+ ?年 ?)?\d+ ?月 ?\d+ ?日")
EVEN_STEPS = 8  # tries to deal rows evenly, from an equal share to a full slide


class Head(NamedTuple):
    """A column of a table: its title, its share of the width, and whether it holds figures."""

    title: str
    share: float
    figures: bool = False


def table(
    slide: Slide, box: Box, heads: Sequence[Head], rows: Sequence[Sequence[str | Status]], *, size: float = BODY
) -> None:
    """A native table; a cell that is a status, or how an act stands, is written as mark and word in its colour.

    Rows share out what room their place has left, up to STRETCH times what they need.
    """
    shape = slide.shapes.add_table(len(rows) + 1, len(heads), *(Pt(length) for length in box._replace(height=ROW)))
    grid = shape.table
    _plain_style(shape)
    whole = sum(head.share for head in heads)
    blank = cache(partial(_blank_cell, grid.cell(0, 0), size=size))  # a copy of a cell costs a tenth of making it

    def fill(row: int, at: int, value: str | Status) -> None:
        status = value if isinstance(value, JUDGED) else None
        made = deepcopy(blank(figures=heads[at].figures, head=not row, shaded=row % 2 == 0, status=status))
        made.get_or_add_txBody().p_lst[0].r_lst[0].text = labels.printed(looks.marked(status) if status else value)
        place = grid.cell(row, at)._tc
        place.getparent().replace(place, made)

    grid.rows[0].height = Pt(head_height(size))
    for at, head in enumerate(heads):
        grid.columns[at].width = Pt(box.width * head.share / whole)
    heights = [row_height(row, heads, box.width, size) for row in rows]
    stretch = min(STRETCH, max(1.0, (box.height - head_height(size)) / sum(heights)))
    for number, row in enumerate(rows, 1):
        grid.rows[number].height = Pt(heights[number - 1] * stretch)
        for at, value in enumerate(row):
            fill(number, at, value)
    for at, head in enumerate(heads):
        fill(0, at, head.title)


def _plain_style(shape) -> None:
    """No built-in style: fills and lines are ours, the same in PowerPoint, WPS and LibreOffice."""
    properties = shape._element.graphic.graphicData.tbl.tblPr
    for child in list(properties):
        properties.remove(child)
    for flag in ("firstRow", "bandRow"):
        properties.attrib.pop(flag, None)
    properties.set("firstRow", "1")  # read out as the header


def _blank_cell(
    cell: _Cell, *, size: float, figures: bool, head: bool, shaded: bool, status: Status | ActStatus | None
) -> CT_TableCell:
    """How a cell looks, with a run that waits for its text; `cell` is where it is tried on."""
    colour = looks.PANEL if head else looks.ink(status) if status else looks.INK
    cell.margin_left, cell.margin_right = Pt(CELL_MARGIN), Pt(FIGURE_MARGIN if figures else CELL_MARGIN)
    cell.margin_top = cell.margin_bottom = Pt(2)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(looks.ACCENT if head else looks.GROUND if shaded else looks.PANEL)
    cell.text_frame.clear()
    bold, align = head or status is not None, PP_ALIGN.RIGHT if figures else PP_ALIGN.LEFT
    write(cell.text_frame, "", size=size, colour=colour, bold=bold, align=align)
    cell.text_frame.paragraphs[0]._p.get_or_add_pPr().set("hangingPunct", "0")  # it would reach into the next column
    return deepcopy(cell._tc)


def lines(text: str, width: float, size: float) -> int:
    """About how many lines a text takes in a width of points; on the safe side."""
    per_line = max(width / size - 0.6, 1)
    long = looks.ems(text) + WIDER_SIGN * len(_WIDER.findall(text))
    return max(1, -(-int(long * 100) // int(per_line * 100)))


def row_height(row: Sequence[str | Status], heads: Sequence[Head], width: float, size: float) -> float:
    """The height that the longest cell of a row needs."""
    whole = sum(head.share for head in heads)
    most = max(
        lines(
            looks.marked(value) if isinstance(value, JUDGED) else value,
            width * head.share / whole - 2 * CELL_MARGIN,
            size,
        )
        for value, head in zip(row, heads, strict=True)
    )
    return max(head_height(size), most * size * LINE + 6)


def natural_height(
    rows: Sequence[Sequence], heads: Sequence[Head], width: float, size: float, stretch: float = 1
) -> float:
    """The height of a whole table whose rows are so much as high as they need."""
    return head_height(size) + stretch * sum(row_height(row, heads, width, size) for row in rows)


def balanced(heads: Sequence[Head], rows: Sequence[Sequence], width: float) -> Sequence[Head]:
    """Columns of text share their room by how much they hold, where that makes the table lower."""
    wide = [at for at, head in enumerate(heads) if not head.figures and head.share >= WIDE]
    room, whole = sum(heads[at].share for at in wide), sum(head.share for head in heads)
    held = {at: [looks.ems(row[at]) for row in rows] for at in wide}
    needs = [{at: max(1.0, told(own)) for at, own in held.items()} for told in (max, mean)]  # one long text, or most
    titles = {at: (looks.ems(heads[at].title) * BODY + 2 * CELL_MARGIN + BODY) / width * whole for at in wide}
    choices = [heads]
    for (keeps, weight), need in product(SHARINGS, needs):
        least = {at: max(keeps * heads[at].share, titles[at]) for at in wide}
        free, weights = room - sum(least.values()), sum(long**weight for long in need.values())
        shares = {at: low + free * need[at] ** weight / weights for at, low in least.items()}
        choices.append([head._replace(share=shares.get(at, head.share)) for at, head in enumerate(heads)])
    return min(choices, key=lambda some: natural_height(rows, some, width, BODY))


def keeps_figures_whole(rows: Sequence[Sequence], heads: Sequence[Head], width: float, size: float) -> bool:
    """Whether no header, figure, day or status would be broken over two lines."""
    whole = sum(head.share for head in heads)
    rooms = [
        width * head.share / whole - CELL_MARGIN - (FIGURE_MARGIN if head.figures else CELL_MARGIN) for head in heads
    ]
    return all(lines(head.title, room, size) == 1 for head, room in zip(heads, rooms, strict=True)) and all(
        lines(looks.marked(value) if isinstance(value, JUDGED) else spaced(value), room, size) == 1
        for row in rows
        for value, head, room in zip(row, heads, rooms, strict=True)
        if head.figures or isinstance(value, JUDGED) or _DAY.fullmatch(value)
    )


def head_height(size: float) -> float:
    """The height of the header row."""
    return ROW * size / BODY


def pages(rows: Sequence[Sequence], heads: Sequence[Head], box: Box, size: float = BODY) -> list[list[Sequence]]:
    """The rows dealt out evenly over as few slides as they need, so that each table stays inside its place."""
    heights = [row_height(row, heads, box.width, size) for row in rows]
    room = box.height - head_height(size)
    fewest = len(_dealt(rows, heights, room))
    share = sum(heights) / fewest
    budgets = [share + step * (room - share) / EVEN_STEPS for step in range(EVEN_STEPS)]
    even = (_dealt(rows, heights, budget) for budget in budgets)
    return next((found for found in even if len(found) == fewest), _dealt(rows, heights, room))


def first_pages(
    rows: Sequence[Sequence], heads: Sequence[Head], box: Box, size: float, most: int
) -> list[list[Sequence]]:
    """As many of the rows as some full slides hold."""
    heights = [row_height(row, heads, box.width, size) for row in rows]
    return _dealt(rows, heights, box.height - head_height(size))[:most]


def _dealt(rows: Sequence[Sequence], heights: Sequence[float], room: float) -> list[list[Sequence]]:
    """The rows in groups that fit a height; one empty group when there are none."""
    found: list[list[Sequence]] = [[]]
    left = room
    for row, height in zip(rows, heights, strict=True):
        if height > left and found[-1]:
            found.append([])
            left = room
        found[-1].append(row)
        left -= height
    return found
