"""One cell, or the cells of one row, read as a rule says: numbers, days and choices in texts, sums and differences."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import numpy as np

from data_loaders.layouts.constants import meeting_day
from data_loaders.layouts.contents import (
    FLOW,
    HOUSES,
    WORDED,
    arc,
    change_told,
    coordinates,
    degrees,
)
from data_loaders.layouts.known import Known
from data_loaders.layouts.language.closing import DAY, closed_on
from data_loaders.layouts.language.words import choice_of, is_linked
from data_loaders.layouts.layout import How
from data_loaders.reading.distinct import Coded, Different
from data_loaders.reading.number_formats import MONEY_UNITS
from data_loaders.schema import Column, Kind
from data_loaders.tidying.cells import BLANK_WORDS, as_text, is_blank, month_end, parse_date, squeezed
from data_loaders.tidying.nearness import nearest_name

FULL = 100.0
_AMOUNT = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(亿元|百万元|万元|千元|百元|元|万)?")
_VAGUE = re.compile(r"约|左右|余|大概|近\d|多[户座个吨万元]|以[上下内]|\d[-~至到—]+\d")
_ONE_NUMBER = re.compile(r"\d+(?:\.\d+)?[\u4e00-\u9fff]{0,2}")
_SOURCE_WORD = re.compile(r"(中央|省|市|区|县)级?(?=本级|财政|衔接|专项|资金|补助|级|$)")
_THIRD = re.compile(r"(.+月)([上中下])旬")  # of a month, by its last day


def of_meeting(day: object, number: object) -> str | None:
    """A number that begins anew with every meeting, with the day of its own."""
    return None if is_blank(number) else f"{as_text(day)[:10]}-{squeezed(as_text(number))}"


def identifier(name: object, village: object) -> str | None:
    """The number of a project that has none: its name, behind its village where the name does not say it."""
    if is_blank(name):
        return None
    text, place = squeezed(as_text(name)), "" if is_blank(village) else squeezed(as_text(village))
    return text if place[:2] in text else place + text


def mapped(column: Coded, change: Callable[[object], object]) -> Coded:
    """Every different cell changed once."""
    changed = np.empty(len(column.held), dtype=object)
    changed[:] = [None if is_blank(cell) else change(cell) for cell in column.different.tolist()]
    return Coded(column.codes, Different(changed))


def joined(before: object, own: object) -> object:
    """A name behind the place that it belongs to, unless it begins with it."""
    if is_blank(own):
        return None
    first, text = "" if is_blank(before) else squeezed(as_text(before)), squeezed(as_text(own))
    return text if first and text.startswith(first) else first + text


def number_of(cell: object) -> float | None:
    """The number of a cell, a unit behind it left off; None for anything else."""
    return None if (found := _with_unit(cell)) is None else found[0]


def _with_unit(cell: object) -> tuple[float, str] | None:
    """The number of a cell and the unit of money behind it, "" for none and others; None for anything else."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return float(cell), ""
    match = re.fullmatch(r"([-+]?\d[\d,]*(?:\.\d+)?)([\u4e00-\u9fff]{0,3})", squeezed(as_text(cell)))
    return (float(match[1].replace(",", "")), match[2] if match[2] in MONEY_UNITS else "") if match else None


def _calculated(cells: Sequence[object], total: Callable[[list[float]], float]) -> object:
    """What several amounts make, in their unit where they name one; a text that is no number stays, to be told.

    Amounts in different units make no number: 50万元 and 3000 are told as what they are.
    """
    found = [_with_unit(cell) for cell in cells]
    if None in found:
        return cells[found.index(None)]
    amounts = [amount for amount in found if amount]
    units = {unit for number, unit in amounts if number}
    if len(units) > 1:
        return "+".join(squeezed(as_text(cell)) for cell in cells)
    number, unit = round(total([number for number, _ in amounts]), 6), "".join(units)
    return f"{number:.15g}{unit}" if unit else number


def less(whole: object, part: object) -> object:
    """A whole without a part of it; nothing where either is blank, and a text that is no number stays, to be told."""
    if is_blank(whole) or is_blank(part):
        return None
    if number_of(whole) is None:
        return part
    return _calculated([whole, part], lambda numbers: numbers[0] - numbers[1])


def changed_by(before: object, change: object) -> object:
    """What there is now, of what there was and by how much that changed: 36 and 减2; a text that says neither stays."""
    if is_blank(before) or is_blank(change):
        return None
    by = change_told(squeezed(as_text(change)))
    return change if by is None else _calculated([before, by], sum)


def added_up(cells: tuple) -> object:
    """What is said in several cells added up; None where nothing is."""
    said = [cell for cell in cells if not is_blank(cell) and squeezed(as_text(cell)) not in BLANK_WORDS]
    return _calculated(said, sum) if said else None


def last_said(cells: tuple) -> object:
    """The last of several cells that says something."""
    said = [cell for cell in cells if not is_blank(cell) and squeezed(as_text(cell)) not in BLANK_WORDS]
    return said[-1] if said else None


def one_ticked(found: list[str | None], values: list[str | None], goes_on: bool) -> str | None:
    """The one value that is ticked, or the last where each step before it is ticked too; else all of them, to be told."""
    steps = goes_on and found == values[: len(found)]
    return found[-1] if found and (steps or len(found) == 1) else "、".join(map(str, found)) or None


def chosen_of(column: Column, cell: object, said: Mapping[str, str]) -> object:
    """The choice that a text means, as a person said or without a question; another text stays, to be told."""
    text = squeezed(as_text(cell))
    if text in said:
        return said[text]
    meaning = choice_of(column, text)
    return meaning[0] if meaning and meaning[1] else cell


def from_percent(own: Coded, how: How, shown: bool) -> Coded:
    """0, something between, and all of it; a column of fractions is read as one."""
    numbers = [_percent(cell) for cell in own.used if not is_blank(cell)]
    signed = any(isinstance(cell, str) and "%" in cell for cell in own.used)
    known = [number for number in numbers if number is not None]
    scale = 1.0 if shown or (not signed and known and max(known) <= 1) else FULL
    words = ("未开工", "在建", "完工") if how is How.STAGE_PERCENT else ("未启动", "推进中", "已完成")

    def word(cell: object) -> object:
        number = _percent(cell)
        return cell if number is None else words[0] if number <= 0 else words[2] if number >= scale else words[1]

    return mapped(own, word)


def _percent(cell: object) -> float | None:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    match = re.fullmatch(r"(?:完成)?(\d+(?:\.\d+)?)%?", squeezed(as_text(cell)))
    return float(match[1]) if match else None


def text_reader(column: Column) -> Callable[[object], object]:
    """Reads out of texts what a column of ours holds: a flag, a choice, or the one number that they say."""

    def read(cell: object) -> object:
        text = squeezed(as_text(cell))
        if column.kind is Kind.FLAG:
            return "是" if is_linked(text) else "否"
        if column.kind is Kind.CHOICE:
            match = _SOURCE_WORD.search(text)
            meaning = (
                choice_of(column, f"{match[1]}级" if match and match[1] != "中央" else match[1]) if match else None
            )
            meaning = meaning or choice_of(column, text)
            return meaning[0] if meaning else cell
        text = re.sub(r"(?<=m)[23]", "", text)  # m³/d names no second number
        if column.name == "capacity" and len(flows := FLOW.findall(text)) == 1:
            text = flows[0]  # of 日处理60吨，配套管网3.2公里
        if column.name in HOUSES and len(houses := re.findall(r"\d+(?=户)", text)) == 1:
            text = houses[0]  # of 128户493人
        if column.kind in (Kind.WHOLE, Kind.MONEY):
            text = re.sub(r"\d+(?:\.\d+)?%", "", text)  # a share is no count
        if _VAGUE.search(text):
            return cell  # 约30户 is no number
        found = {(match[1], match[2]) for match in _AMOUNT.finditer(text)}
        if column.kind is Kind.MONEY:
            found = {(number, "万元" if unit == "万" else unit) for number, unit in found if unit} or found
        if len(found) != 1:
            return cell  # none, or more than one: told as no number
        number, unit = found.pop()
        return f"{number}{unit}" if unit and column.kind is Kind.MONEY else number

    return read


def behind(word: str | None, cell: object) -> object:
    """The number behind a word of a text; a text that does not say it once stays, to be told."""
    found = [number for own, number in WORDED.findall(squeezed(as_text(cell))) if own == word]
    return found[0] if len(found) == 1 else cell


def nth_reader(at: int) -> Callable[[object], object]:
    """Reads one of the two numbers of 20/30; a text that is no such pair stays, to be told."""

    def read(cell: object) -> object:
        parts = squeezed(as_text(cell)).split("/")
        numbers = [match[0] for part in parts if (match := _ONE_NUMBER.fullmatch(part))]
        return re.sub(r"[^\d.].*$", "", numbers[at]) if len(parts) == len(numbers) == 2 else cell

    return read


def days_where(words: Mapping[str, str], said: Coded, days: Coded, year: int | None) -> Iterable[object]:
    """The day of each row where another column says one of some words; nothing elsewhere."""
    for word, day in zip(said.objects(), days.objects(), strict=True):
        yield day_with_year(day, year) if plain_text(word) in words and not is_blank(day) else None


def coordinate_reader(at: int) -> Callable[[object], object]:
    """Reads the longitude or the latitude of 114.8821，25.6880; what is no such pair stays, to be told."""

    def read(cell: object) -> object:
        pair = coordinates(squeezed(as_text(cell)))
        return pair[at] if pair else cell

    return read


def degrees_read(cell: object) -> object:
    """114°52′30″ in degrees; what is no such text stays, to be told."""
    found = degrees(squeezed(as_text(cell)))
    return cell if found is None else found


def in_degrees(cells: Sequence[object]) -> object:
    """Degrees, minutes and seconds together; a cell that is no number stays, to be told."""
    if is_blank(cells[0]):
        return None
    odd = next((cell for cell in cells if not is_blank(cell) and number_of(cell) is None), None)
    return odd if odd is not None else arc([0 if is_blank(cell) else number_of(cell) for cell in cells])


def closing_day(cell: object, year: int | None) -> object:
    """The day on which a text says something was closed; None where it says none."""
    day = closed_on(squeezed(as_text(cell)))
    return day_with_year(day, year) if day else None


def day_of_meeting(cell: object, year: int | None) -> object:
    """The day of 7月6日调度会; what names none stays as it is, to be told."""
    found = day_with_year(cell, year)
    return found if isinstance(found, date) else meeting_day([as_text(cell)], [f"{year}年"]) or cell


def day_with_year(cell: object, year: int | None) -> object:
    """9月底前 and 9月15日 in the year of the title; what cannot be placed stays as it is, to be told."""
    if isinstance(cell, date):
        return cell
    text = re.sub(r"^[^\d(]{1,8}\((.+)\)$", r"\1", squeezed(as_text(cell)))  # 立行立改(10月25日前)
    text = re.sub(r"(?:之|以)?前$", "", text)
    text = re.sub(
        r"^(20\d\d)(?:年|[./-])\d{1,2}(?:月|[./-]\d{1,2})?日?[-—–~至到](?=\d{1,2}月)", r"\1年", text
    )  # 2023年3月—10月
    text = re.sub(
        r"^20\d\d(?:年|[./-])\d{1,2}(?:月|[./-]\d{1,2})?日?[-—–~至到](?=20\d\d)", "", text
    )  # from one day to another
    if parse_date(text, _DAY_COLUMN).value:
        return parse_date(text, _DAY_COLUMN).value
    if year and text in ("年底", "年末", "年内", "全年", f"{year}年底", f"{year}年"):
        return date(year, 12, 31)
    if own := re.fullmatch(r"(20\d\d)年?(?:年?底|末)", text):
        return date(int(own[1]), 12, 31)
    if third := _THIRD.fullmatch(text):
        text = third[1] + {"上": "10日", "中": "20日", "下": "底"}[third[2]]
    match = re.fullmatch(rf"{DAY.pattern}(?:底|末|份)?", text)
    own_year = int(match[1]) if match and match[1] else year
    if not match or not own_year:
        return cell
    try:
        return date(own_year, int(match[2]), int(match[3])) if match[3] else month_end(own_year, int(match[2]))
    except ValueError:
        return cell


def by_name(cell: object, column: Column, said: Mapping[str, str], known: Known) -> object:
    """The plan's own number of what a text names; another text stays, to be told."""
    text = squeezed(as_text(cell))
    if text in said:
        return said[text]
    names = {"indicator_id": known.indicators, "duty_id": known.duties, "number": known.tasks}[column.name]
    return nearest_name(text, names) or cell


_DAY_COLUMN = Column("as_of", "截至日期", Kind.DATE, "")


def plain_text(cell: object) -> str:
    """A cell as text without blanks; "" where nothing stands."""
    return "" if is_blank(cell) else squeezed(as_text(cell))
