"""Rows → a real worksheet table: typed cells, number formats, frozen header, filter, widths. Text is never a formula."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from briefing import formats, looks
from briefing.status import Status
from briefing.wording import labels

# A text that begins like this runs as a formula when someone saves the sheet as CSV; a lone dash does not.
_LIKE_FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠\t\r](?!$)")
TITLE_ROW, SOURCE_ROW, HEAD_ROW = 0, 1, 2
TABLE_STYLE = "Table Style Light 1"
BODY_POINTS, TITLE_POINTS = 11, 16
HEAD_HEIGHT, LINE_HEIGHT = 30, 18
A4, A3 = 9, 8  # as Excel numbers them
WIDEST_ON_A4 = 180  # units of column width; more would print too small to read
WIDTH_OF_CHARACTER = 1.95  # of a Chinese character, in the units of column widths


class Kind(StrEnum):
    """What a column holds, and so how its cells look."""

    TEXT = "text"
    WORDS = "words"  # long text, wrapped
    NUMBER = "number"  # a `formats.Number`, shown with the digits that it has everywhere
    DAY = "day"
    STATUS = "status"


DAY_FORMAT = "yyyy-mm-dd"
WIDTHS = {Kind.TEXT: 16, Kind.WORDS: 44, Kind.DAY: 12, Kind.STATUS: 11}
NUMBER_WIDTH = 12
FIRST_WIDTH = 11  # the sample mark stands above the first column


class Column(NamedTuple):
    """A header, what its cells hold, and what stands where nothing is known."""

    title: str
    kind: Kind
    value: Callable[[Any], Any]
    missing: str = formats.DASH
    width: float | None = None

    def known(self, thing: object) -> Any:
        """The value of a row; None where nothing is known."""
        value = self.value(thing)
        nothing = value.value is None if isinstance(value, formats.Number) else formats.absent(value) or value == ""
        return None if nothing else value


@dataclass(frozen=True)
class Sheet:
    """One table of a workbook."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[object]


class Book:
    """A workbook in the making, with the formats that all its sheets share."""

    def __init__(self, book: xlsxwriter.Workbook, *, source: str, sample: bool) -> None:
        self.book, self.source, self.sample = book, source, sample
        base = {"font_name": labels.FONT, "font_size": BODY_POINTS, "valign": "vcenter"}
        self.plain = book.add_format(base | {"indent": 1})
        self.wrapped = book.add_format(base | {"indent": 1, "text_wrap": True})
        self.title = book.add_format(base | {"font_size": TITLE_POINTS, "bold": True, "font_color": looks.ACCENT})
        self.mark = book.add_format(base | {"bold": True, "font_color": looks.BADGE_INK, "bg_color": looks.BADGE})
        self.note = book.add_format(base | {"font_color": looks.SOFT_INK})
        self.head = book.add_format(
            base | {"bold": True, "font_color": looks.PANEL, "bg_color": looks.ACCENT, "text_wrap": True, "border": 1}
        )
        self.link = book.add_format(base | {"font_color": looks.ACCENT, "underline": 1})
        self.missing = book.add_format(base | {"font_color": looks.SOFT_INK, "align": "right"})
        self.number = cache(lambda pattern: book.add_format(base | {"num_format": pattern}))
        self.statuses = {status: book.add_format(base | _status_look(status)) for status in Status}


def _status_look(status: Status) -> dict:
    look = looks.look(status)
    pattern = {"pattern": 14, "fg_color": looks.tint(look.colour, 0.5), "bg_color": looks.PANEL} if look.hatched else {}
    return {"bold": True, "indent": 1, "font_color": looks.ink(status)} | pattern


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if _LIKE_FORMULA.match(text) else text


def write_text(sheet: Worksheet, row: int, column: int, text: object, look: Format | None = None) -> None:
    """Text as text, whatever it looks like."""
    sheet.write_string(row, column, safe(labels.clean(text)), look)


def write_sheet(book: Book, content: Sheet, *, number: int) -> Worksheet:
    """A sheet with title, source line and one table; the header stays in sight."""
    sheet = book.book.add_worksheet(content.name)
    sheet.hide_gridlines(2)
    write_text(sheet, TITLE_ROW, 0, content.title, book.title)
    if book.sample:
        write_text(sheet, SOURCE_ROW, 0, labels.SAMPLE_MARK, book.mark)
    source = book.source.removeprefix(f"{labels.SAMPLE_MARK}　·　")  # the mark stands before it
    write_text(sheet, SOURCE_ROW, 1 if book.sample else 0, source, book.note)
    for at, column in enumerate(content.columns):
        width = _width(column)
        sheet.set_column(at, at, max(width, FIRST_WIDTH) if at == 0 else width)
    sheet.set_row(HEAD_ROW, HEAD_HEIGHT)
    for row, thing in enumerate(content.rows, HEAD_ROW + 1):
        sheet.set_row(row, LINE_HEIGHT * _lines(content.columns, thing))
        for at, column in enumerate(content.columns):
            _write_cell(book, sheet, row, at, column, column.known(thing))
    _make_table(book, sheet, content, number)
    sheet.freeze_panes(HEAD_ROW + 1, 1)
    for_printing(sheet, repeat_to=HEAD_ROW, width=sum(map(_width, content.columns)))
    return sheet


def _width(column: Column) -> float:
    return column.width or WIDTHS.get(column.kind, NUMBER_WIDTH)


def _lines(columns: Sequence[Column], thing: object) -> int:
    """How many lines the longest wrapped text of a row takes: not every program measures that itself."""
    texts = [(labels.clean(column.value(thing)), column) for column in columns if column.kind is Kind.WORDS]
    widths = [looks.ems(text) * WIDTH_OF_CHARACTER / (_width(column) - 2) for text, column in texts]
    return max((math.ceil(width) for width in widths), default=1) or 1


def _make_table(book: Book, sheet: Worksheet, content: Sheet, number: int) -> None:
    """A table object: filters, and a name that formulas can use. An empty one keeps one blank row, as Excel wants."""
    last = HEAD_ROW + max(len(content.rows), 1)
    heads = [{"header": column.title, "header_format": book.head} for column in content.columns]
    options = {"name": f"Table{number}", "style": TABLE_STYLE, "columns": heads}
    sheet.add_table(HEAD_ROW, 0, last, len(content.columns) - 1, options)


def _write_cell(book: Book, sheet: Worksheet, row: int, at: int, column: Column, value: Any) -> None:
    if value is None:
        right = column.kind in (Kind.NUMBER, Kind.DAY)
        write_text(sheet, row, at, column.missing, book.missing if right else book.plain)
    elif column.kind is Kind.STATUS and value in book.statuses:
        write_text(sheet, row, at, looks.marked(value), book.statuses[value])
    elif column.kind is Kind.DAY:
        sheet.write_datetime(row, at, value, book.number(DAY_FORMAT))
    elif column.kind is Kind.NUMBER:
        sheet.write_number(row, at, value.value, book.number(value.pattern))
    else:
        write_text(sheet, row, at, value, book.wrapped if column.kind is Kind.WORDS else book.plain)


def for_printing(sheet: Worksheet, *, repeat_to: int, width: float) -> None:
    """A4 across, a wide table A3; as wide as one page; title, source with the sample mark and header on each."""
    sheet.set_landscape()
    sheet.set_paper(A4 if width <= WIDEST_ON_A4 else A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(TITLE_ROW, repeat_to)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def as_day(value: Any) -> date | None:
    """A date of a table's cell, or None."""
    return None if formats.absent(value) else (value.date() if hasattr(value, "date") else value)
