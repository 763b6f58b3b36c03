"""月调度 and 季通报 as Word documents in official layout; every sentence and number from the Briefing.

Both tell 总体情况, 主要进展, 存在的主要问题, 下一步 and 交办 in a few pages; the whole list of what units owe is the
督办单. The 月调度 has its one table in the text; the 季通报 tells more of the money, the towns and what changed, and
attaches its tables.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from docx.document import Document as Paper

from briefing.exports.bulletin import layout_table, lists, official_layout, sentences, tables, template
from briefing.exports.bulletin.tables import Table
from briefing.measures.comparison import compare
from briefing.measures.village_shapes import Land
from briefing.model import Briefing
from briefing.wishes import NONE, Wishes
from briefing.wording import labels


class Period(StrEnum):
    """Which bulletin: the short monthly one or the full quarterly one."""

    MONTH = "月调度"
    QUARTER = "季通报"


# How many problems are told and how many demands are made, so that a 月调度 keeps to four pages, a 季通报 to eight.
MOST_TOLD = {Period.MONTH: (3, 4), Period.QUARTER: (6, 6)}
BELOW_A_HEAD = {Period.MONTH: (3, 3), Period.QUARTER: (4, 4)}  # a red head and 版记 take the room of some
ROWS, MOST = 3, 12  # of an attached list, at least and at most; the whole of it is in the workbook
ANNEX = 3  # pages that what is attached may take
LAST_DAYS = 28
TABLES, LEDGER = "有关情况表", "工作台账和督办单（另附）"


def bulletin(briefing: Briefing, land: Land, wishes: Wishes = NONE) -> bytes:
    """The 季通报 at a quarter's end, else the 月调度. `land` is there because every format is asked in the same way."""
    quarter_ends = briefing.as_of.month % sentences.QUARTER_MONTHS == 0 and briefing.as_of.day >= LAST_DAYS
    return write_bulletin(briefing, Period.QUARTER if quarter_ends else Period.MONTH, wishes)


def monthly(briefing: Briefing, land: Land, wishes: Wishes = NONE) -> bytes:
    """The 月调度, whatever the day."""
    return write_bulletin(briefing, Period.MONTH, wishes)


def quarterly(briefing: Briefing, land: Land, wishes: Wishes = NONE) -> bytes:
    """The 季通报, whatever the day."""
    return write_bulletin(briefing, Period.QUARTER, wishes)


def write_bulletin(briefing: Briefing, period: Period, wishes: Wishes) -> bytes:
    """The document. What is not told of it stays open: a day of signing is not guessed."""
    told, previous = wishes.told, wishes.previous
    title, office = sentences.bulletin_title(briefing, period), labels.clean(briefing.publisher)
    day = official_layout.signed_on(told.dated)
    sheet = official_layout.begun("".join(title), briefing)
    if (told.number or told.signed_by) and not template.has_head(wishes.template):
        official_layout.red_head(sheet, office, told.number, told.signed_by)
    elif told.number and not template.is_numbered(wishes.template):
        official_layout.centred(sheet, told.number)
    official_layout.title(sheet, title)
    official_layout.centred(sheet, sentences.bulletin_subtitle(briefing, told.meeting))
    official_layout.blank(sheet)
    official_layout.addressees(sheet, sentences.addressees(briefing))
    official_layout.sentence(sheet, sentences.bulletin_opening(briefing))
    asked_on = sentences.asking_day(briefing, told)
    _body(sheet, briefing, period, wishes, asked_on)
    attached = _attached_tables(briefing, previous) if period is Period.QUARTER else []
    official_layout.attachments(sheet, [TABLES, LEDGER] if attached else [LEDGER])
    official_layout.closing(sheet, office, day)
    if attached:
        official_layout.attached(sheet, 1, TABLES)
        _draw(sheet, attached)
    if told.number or told.copied_to:
        official_layout.imprint(sheet, told.copied_to, office, day)
    return template.finished(sheet, wishes.template, told, briefing)


def _body(sheet: Paper, briefing: Briefing, period: Period, wishes: Wishes, asked_on: date) -> None:
    """The four parts of the text; one that has nothing to say is left out and not counted."""
    has_head = bool(wishes.told.number or wishes.told.signed_by)
    most_told, most = (BELOW_A_HEAD if has_head else MOST_TOLD)[period]
    troubles = sentences.problems(briefing, most_told)
    parts = (
        ("总体情况", [briefing.headline]),
        (
            "主要进展",
            sentences.progress(briefing, whole=period is Period.QUARTER, previous=wishes.previous, parts=wishes.parts),
        ),
        ("存在的主要问题", troubles),
    )
    for number, (name, told) in enumerate(parts, 1):
        official_layout.heading(sheet, 1, name, number)
        for one in told:
            official_layout.sentence(sheet, one)
        if number == 1 and period is Period.MONTH:
            _draw(sheet, [tables.goals(briefing)])
    official_layout.heading(sheet, 1, "下一步工作和交办事项", len(parts) + 1)
    asked = lists.asked(briefing, asked_on, troubles, at_most=most)
    official_layout.sentence(sheet, sentences.asked_opening(briefing, asked_on), leads=asked is not None)
    _draw(sheet, [asked])
    official_layout.sentence(sheet, sentences.asked_closing(briefing, asked_on, most))


def _draw(sheet: Paper, found: Sequence[Table | None]) -> None:
    for table in found:
        if table is not None:
            layout_table.table(sheet, *table)


def _attached_tables(briefing: Briefing, previous: Briefing | None) -> list[Table | None]:
    """What is attached each quarter: goals, towns, money, bounds and what changed.

    Late projects, duties and assignments have their rows in the 督办单 and the workbook.
    """
    found = compare(previous, briefing) if previous is not None else None
    shown = [tables.goals(briefing), *tables.towns(briefing), tables.money_slices(briefing)]
    long = (tables.open_bounds(briefing), lists.changes(found, briefing) if found else None)
    for one in (some for some in long if some is not None):
        room = layout_table.room_on(ANNEX) - sum(layout_table.height(*own) for own in shown if own is not None)
        shown.append(tables.cut(one, max(ROWS, min(MOST, layout_table.rows_in(room, *one)))))
    return shown
