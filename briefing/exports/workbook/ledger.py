"""The workbook: every measure, village, site, project, duty, task and action as a table; then the 督办单 of units."""

import io
import re
from collections.abc import Sequence

import xlsxwriter

from briefing import formats
from briefing.exports.workbook.columns import CHANGES, MOVES, open_item_columns
from briefing.exports.workbook.tables import found, tables
from briefing.exports.workbook.worksheets import (
    HEAD_ROW,
    SOURCE_ROW,
    TITLE_ROW,
    Book,
    Sheet,
    for_printing,
    write_sheet,
    write_text,
)
from briefing.measures.comparison import compare
from briefing.measures.village_shapes import Land
from briefing.model import Briefing
from briefing.wishes import NONE, Wishes
from briefing.wording import labels, open_items

CONTENTS = "目录"
CONTENTS_WIDTHS = (30, 60, 10)
SHEET_NAME_MOST = 31
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")


OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def one_table(briefing: Briefing, sheet: Sheet) -> bytes:
    """A workbook of one table, with the rows that it was left with."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, OPTIONS) as workbook:
        write_sheet(Book(workbook, source=labels.footer(briefing), sample=briefing.edition.sample), sheet, number=1)
    return content.getvalue()


def ledger(briefing: Briefing, land: Land, wishes: Wishes = NONE) -> bytes:
    """The whole workbook; with the Briefing of the meeting before, its comparison. `land` is asked of every format."""
    return _written(briefing, [*tables(briefing), *_comparison(briefing, wishes.previous), *unit_sheets(briefing)])


def of_town(briefing: Briefing, town: str) -> bytes:
    """The rows of every table that name a town, and what it still owes."""
    sheets = [sheet for one in tables(briefing) if (sheet := found(one, town)).rows]
    return _written(briefing, [*sheets, *unit_sheets(briefing, [town])])


def _written(briefing: Briefing, sheets: Sequence[Sheet]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, OPTIONS) as workbook:
        workbook.set_properties(
            {"title": labels.title(briefing), "author": labels.clean(briefing.publisher), "comments": labels.MADE_BY}
        )
        book = Book(workbook, source=labels.footer(briefing), sample=briefing.edition.sample)
        _contents(book, sheets, briefing)
        for number, sheet in enumerate(sheets, 1):
            write_sheet(book, sheet, number=number)
    return content.getvalue()


def _contents(book: Book, sheets: Sequence[Sheet], briefing: Briefing) -> None:
    """The first sheet: what this is, and a link to every other sheet."""
    page = book.book.add_worksheet(CONTENTS)
    page.hide_gridlines(2)
    for at, width in enumerate(CONTENTS_WIDTHS):
        page.set_column(at, at, width)
    write_text(page, TITLE_ROW, 0, f"{labels.title(briefing)}　台账", book.title)
    write_text(page, SOURCE_ROW, 0, labels.footer(briefing), book.mark if book.sample else book.note)
    write_text(page, HEAD_ROW, 0, briefing.headline, book.plain)
    for at, head in enumerate(("工作表", "内容", "行数")):
        write_text(page, HEAD_ROW + 1, at, head, book.head)
    for row, sheet in enumerate(sheets, HEAD_ROW + 2):
        page.write_url(row, 0, f"internal:'{sheet.name}'!A1", book.link, sheet.name)
        write_text(page, row, 1, sheet.title, book.plain)
        page.write_number(row, 2, len(sheet.rows), book.number(formats.count(len(sheet.rows)).pattern))
    page.freeze_panes(HEAD_ROW + 2, 0)
    for_printing(page, repeat_to=HEAD_ROW + 1, width=sum(CONTENTS_WIDTHS))


def _comparison(briefing: Briefing, previous: Briefing | None) -> list[Sheet]:
    """Δ per measure and the villages that moved; no sheets without an earlier Briefing."""
    if previous is None:
        return []
    found = compare(previous, briefing)
    since = f"与第 {found.edition_before} 版（数据截至 {formats.day(found.as_of_before)}）相比"
    return [
        Sheet("指标变化", f"{since}：变化的指标", CHANGES, found.changes),
        Sheet("村庄变化", f"{since}：综合状态变化的村", MOVES, found.villages),
    ]


def unit_sheets(briefing: Briefing, units: Sequence[str] | None = None) -> list[Sheet]:
    """督办单: one sheet a responsible unit, or one of some units, with what it still owes."""
    taken: set[str] = set()
    return [
        Sheet(
            _sheet_name(f"督办_{unit}", taken),
            f"督办单：{labels.clean(unit)}（{_counted(items)}）",
            open_item_columns(briefing.as_of),
            list(items),
        )
        for unit, items in open_items.open_items(briefing).items()
        if units is None or unit in units
    ]


def _counted(items: Sequence[open_items.OpenItem]) -> str:
    urgent = sum(item.urgent for item in items)
    return f"未办结 {len(items)} 项，其中需督办 {urgent} 项"


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name that Excel accepts and no other sheet has."""
    plain = _NOT_IN_SHEET_NAMES.sub(" ", labels.clean(name))[:SHEET_NAME_MOST]
    free, number = plain, 2
    while free.lower() in taken:
        free, number = f"{plain[: SHEET_NAME_MOST - 4]}（{number}）", number + 1
    taken.add(free.lower())
    return free
