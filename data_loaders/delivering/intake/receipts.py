"""The 回执 of a 督办单 that a unit sends back, as Word or as a sheet: its filled rows answer assigned things.

A row counts by the number that the 督办单 gave it. What cannot be told is named or asked for, never guessed; a name or a
telephone in a row refuses the file, as everywhere.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from data_loaders.delivering.intake.answers import Answer, answered
from data_loaders.findings import Finding, Refused, Source, publishable
from data_loaders.guarding.person_columns import NAME, is_name
from data_loaders.planning.document import Document, Paragraph
from data_loaders.reading.grid import Grid
from data_loaders.schema import ACTIONS
from data_loaders.tidying.cells import as_text, is_blank, parse_date

NUMBER, WORDS, DAY, OWNER = "编号", "办理情况", "办结日期", "责任单位"
ITEMS = ("督办事项", "事项")
HEAD_WITHIN = 40  # rows from the top of a sheet
NOTHING = frozenset({"", "-", "—", "–", "/", "无"})
# How the papers of the product name a unit: above the table, on a sheet of the workbook, beside the stamp.
_UNITS = (
    re.compile(r"督办〔\d{4}〕[\d-]+号\s*(\S+)"),
    re.compile(r"督办单[:：]\s*([^\s（(]+)"),
    re.compile(r"(\S+?)（盖章）"),
)
_ASKED = re.compile(r"督办〔(\d{4})〕(\d{2})(\d{2})-")  # the day of the paper that is answered
_YEARLESS = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?")
_SOMEBODY = re.compile(
    r"(?:经办|承办|联系|填报|填表|负责|责任|签字|签名|签收|办理)人?(?:员|姓名)?\s*[:：]\s*([\u4e00-\u9fff]{2,4})(?![\u4e00-\u9fff])"
)


class Line(NamedTuple):
    """A row of a 回执 as it stands in the file."""

    row: int
    number: str
    item: str
    words: str
    day: object


class Receipt(NamedTuple):
    """What one unit sends back; without `unit` the file does not say whose it is."""

    source: Source
    unit: str
    lines: tuple[Line, ...]


def of_document(document: Document) -> list[Receipt]:
    """The 回执 of a Word file; nothing where it holds none."""
    rows = [
        (block.number, (block.text,)) if isinstance(block, Paragraph) else (block.row, block.cells)
        for block in document.blocks
    ]
    return _found(Source(document.name), rows)


def of_grids(grids: Iterable[Grid]) -> list[Receipt]:
    """The 回执 among the sheets of a workbook that somebody wrote into."""
    found = []
    for grid in grids:
        if any(_is_head([*map(_text, cells)]) for cells in grid.lines(HEAD_WITHIN)):
            rows = [(int(row), tuple(cells)) for row, *cells in grid.cells.itertuples(name=None)]
            found += _found(grid.source, rows)
    return [receipt for receipt in found if receipt.lines]


def _found(source: Source, rows: Sequence[tuple[int, tuple]]) -> list[Receipt]:
    texts = [(row, [_text(cell) for cell in cells]) for row, cells in rows]
    head = next((at for at, (_, cells) in enumerate(texts) if _is_head(cells)), None)
    if head is None:
        return []
    heads = texts[head][1]
    number, words, day = (_place(heads, (word,)) for word in (NUMBER, WORDS, DAY))
    item, asked = _place(heads, ITEMS), _asked_on(texts)
    lines = []
    for (row, cells), (_, plain) in zip(rows[head + 1 :], texts[head + 1 :], strict=True):
        if len(plain) <= max(number, words, day) or _is_head(plain):
            continue
        if plain[words] not in NOTHING or plain[day] not in NOTHING:
            told = plain[item] if 0 <= item < len(plain) else ""
            lines.append(
                Line(
                    row,
                    "" if plain[number] in NOTHING else plain[number],
                    told,
                    plain[words],
                    _with_year(cells[day], asked),
                )
            )
    alone = [said[0] for _, cells in texts if len(said := [*dict.fromkeys(filter(None, cells))]) == 1]  # not in a table
    named = [found[1] for pattern in _UNITS for text in alone if (found := pattern.search(text))]
    return [Receipt(source, named[0] if named else "", tuple(lines))]


def _asked_on(texts: Iterable[tuple[int, Sequence[str]]]) -> date | None:
    found = next((match for _, cells in texts for cell in cells if (match := _ASKED.search(cell))), None)
    return _day(*map(int, found.groups())) if found else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _with_year(cell: object, asked: date | None) -> object:
    """10月8日, as people write it: of the days that it may be the one nearest to that of the paper it answers."""
    found = _YEARLESS.fullmatch("".join(_text(cell).split()))
    if found is None or asked is None:
        return cell
    years = (asked.year + shift for shift in (-1, 0, 1))
    days = [day for year in years if (day := _day(year, *map(int, found.groups())))]
    return min(days, key=lambda day: abs(day - asked), default=cell)


def _text(cell: object) -> str:
    return "" if is_blank(cell) else as_text(cell).strip()


def _is_head(cells: Sequence[str]) -> bool:
    """Whether a row is the header of a 回执, and not of the ledger of assigned things, which names the units."""
    return all(_place(cells, (word,)) >= 0 for word in (NUMBER, WORDS, DAY)) and _place(cells, (OWNER,)) < 0


def _place(cells: Sequence[str], words: Sequence[str]) -> int:
    return next(
        (at for at, cell in enumerate(cells) if any("".join(cell.split()).startswith(word) for word in words)), -1
    )


def answering(receipt: Receipt, stored: pd.DataFrame, today: date) -> tuple[list[dict[str, object]], list[Finding]]:
    """The rows of the ledger with a unit's answers, and what there is to say. Refused with all that is wrong at once."""
    source = receipt.source.of(table=ACTIONS.name)
    if not receipt.lines:
        raise Refused(source.finding("receipt_empty"))
    if not receipt.unit:
        raise Refused(source.finding("receipt_unit"))
    known = {row["action_id"]: row for row in stored.to_dict("records")}
    rows: dict[str, dict[str, object]] = {}
    findings: list[Finding] = []
    for line in receipt.lines:
        said, answer = _told(line, receipt.unit, known, source, today)
        if answer is not None and answer.number in rows:
            said = [*said, source.finding("receipt_twice", row=line.row, column=NUMBER, number=line.number)]
        elif answer is not None:
            rows[answer.number] = answered(known[answer.number], answer)
        findings += said
    if not publishable(findings):
        raise Refused(findings)
    if not rows:
        raise Refused([*findings, source.finding("receipt_empty")])
    return list(rows.values()), [source.finding("receipt_read", unit=receipt.unit, count=len(rows)), *findings]


def _told(
    line: Line, unit: str, known: Mapping[str, Mapping], source: Source, today: date
) -> tuple[list[Finding], Answer | None]:
    """What a row says of an assigned thing; nothing where it is about another, and why."""
    if any(is_name(found) for found in _SOMEBODY.findall(line.words)):
        return [source.finding("personal_data", row=line.row, column=WORDS, what=NAME)], None
    if not line.number:
        return [source.finding("receipt_elsewhere", row=line.row, item=line.item or "（没有编号）")], None
    row = known.get(line.number)
    if row is None:
        return [source.finding("receipt_unknown", row=line.row, column=NUMBER, number=line.number)], None
    if unit not in _owners(str(row["owner"])):
        slots = {"number": line.number, "unit": unit, "owner": row["owner"]}
        return [source.finding("receipt_not_owner", row=line.row, column=NUMBER, **slots)], None
    if pd.notna(row["done_on"]):
        return [source.finding("receipt_closed", row=line.row, number=line.number)], None
    said = [*_about_day(line, row, source, today)]
    if not publishable(said):
        return said, None
    day = None if _text(line.day) in NOTHING else parse_date(line.day, ACTIONS.column("done_on")).value
    return said, Answer(line.number, unit, "" if line.words in NOTHING else line.words, day)


def _about_day(line: Line, row: Mapping, source: Source, today: date) -> Iterator[Finding]:
    if _text(line.day) in NOTHING:
        yield source.finding("receipt_undated", row=line.row, number=line.number)
        return
    parsed = parse_date(line.day, ACTIONS.column("done_on"))
    if parsed.problem or parsed.value is None:
        yield source.finding("receipt_day", row=line.row, column=DAY)
    elif parsed.value > today:
        yield source.finding("receipt_future", row=line.row, column=DAY, day=parsed.value.isoformat())
    elif pd.Timestamp(parsed.value) < row["assigned_on"]:
        since = row["assigned_on"].date().isoformat()
        yield source.finding("receipt_early", row=line.row, column=DAY, day=parsed.value.isoformat(), since=since)


def _owners(owner: str) -> list[str]:
    return [name for name in re.split(r"[、，,；;/\s]+", owner) if name]
