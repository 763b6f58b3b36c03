"""One cell → one typed value, by an explicit list of accepted forms; everything else is a finding.

No guessing: 约30户 is not 30, 2023-9-31 is not a date.
"""

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from dateutil.relativedelta import relativedelta

from data_loaders.guarding.visible import visible
from data_loaders.schema import Column, Kind
from data_loaders.tidying.numerals import days_in_figures

# What offices type for "nothing"; a lone dash included. Not NA-like place names: only these.
BLANK_WORDS = frozenset(
    {
        "无",
        "—",
        "——",
        "–",
        "―",
        "-",
        "--",
        "---",
        "/",
        "//",
        "\\",
        "暂无",
        "N/A",
        "NA",
        "n/a",
        "null",
        "NULL",
        "None",
        "空",
        "…",
        "……",
        "......",
    }
)
# In the place of a day on which something was done: it is not done yet.
NOT_YET = re.compile(
    r"(?:暂|尚|还)?(?:未|没有?)[\u4e00-\u9fff]{1,5}|待[\u4e00-\u9fff]{1,4}|正在[\u4e00-\u9fff]{2}|(?:在建|(?:施工|办理|推进|进行|整改|实施)中)"
)
FORMULA_ERRORS = frozenset({"#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})
YES = frozenset({"是", "Y", "YES", "TRUE", "1", "√", "✓", "✔"})
NO = frozenset({"否", "N", "NO", "FALSE", "0", "×", "✗", "不是", "非"})
# Words after a number that repeat the column's unit and change nothing.
UNIT_WORDS = frozenset({"户", "个", "座", "村", "次", "人", "处", "吨/日", "t/d", "家"})
# How many of a unit of money make one 万元.
UNITS_PER_WAN = {"元": 10_000, "百元": 100, "千元": 10, "万元": 1, "百万元": 0.01, "亿元": 0.0001}
SHORT_UNITS = {"万": "万元", "亿": "亿元"}  # of money, as people write them behind a number
# No count or amount of a district comes near it; more is a code in the wrong column.
LARGEST = 1e12
NOISE = 1e-9
# A spreadsheet keeps 15 digits of a number; a longer code that became a number has lost its end.
FIRST_UNSAFE_CODE = 1e15
EXAMPLES = {Kind.WHOLE: "30", Kind.NUMBER: "12.5", Kind.MONEY: "120.5", Kind.PERCENT: "65"}

# Spreadsheet day numbers of 2000-01-01 and 2099-12-31; YYYYMMDD numbers are far above.
SERIAL_DAY_ZERO = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 36526, 73050
FIRST_YEAR, LAST_YEAR = 2000, 2099
# Days by which something is due; there 2023年12月31日前 is the same day.
DEADLINES = frozenset({"planned_finish", "due_on", "deadline"})

_FULL_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
# For numbers signs too; not all of NFKC, which would make 102 of 10² and 1 of ①.
_FULL_WIDTH_FORMS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0xFFE5: "¥"}
_LOOSE_SPACE = re.compile(r"(?<!\d)\s+|\s+(?!\d)")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_GROUPED_NUMBER = re.compile(r"[+-]?[0-9]{1,3}(?:(,[0-9]{3})+|(\s[0-9]{3})+)(\.[0-9]+)?")
_SCIENTIFIC = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?[eE][+-]?[0-9]+")
# In a text only the form a spreadsheet shows: 2023E01 is somebody's code.
_SCIENTIFIC_CODE = re.compile(r"[+-]?[0-9](\.[0-9]+)?[eE][+-][0-9]{1,3}")
# How exports keep the leading zeros of a code in a CSV: ="00123", '00123.
_QUOTED = re.compile(r"""="([^"]*)"|'([0-9.]+)""")
_DAY = re.compile(
    r"(\d{4})(?:[-/.、](\d{1,2})[-/.、](\d{1,2})[日号]?|年(\d{1,2})月(\d{1,2})[日号]?)"
    r"(?:\(?(?:星期|周)[一二三四五六日天]\)?)?"
    r"(?:[ T]?(?:上午|下午|AM|PM)?[ T]?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:AM|PM)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
# As a spreadsheet in English shows a day: 30-Sep-23.
_ENGLISH_DAY = re.compile(r"(\d{1,2})[- ]?([A-Za-z]{3})[A-Za-z]*[- ]?(?:20)?(\d{2})")
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WITHOUT_YEAR = re.compile(r"\d{1,2}月(?:\d{1,2}[日号]?|份|底|末)?|(?:1[0-2]|0?[1-9])[-./]\d{1,2}|\d{1,2}-[A-Za-z]{3}")
# Words around the day that a whole row speaks for: 截至2023年9月30日, 2023年9月30日止.
_AROUND = re.compile(r"^截[至止]到?:?(?=\d)|(?<=\d[日号底])止$")
_COMPACT_DAY = re.compile(r"(20\d{2})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})(?:[-/.](\d{1,2})|年(\d{1,2})月)(?:份|底|末)?")
_COMPACT_MONTH = re.compile(r"(20\d{2})(\d{2})")
_BEFORE = re.compile(r"(?<=.)(?:之前|以前|前)$")
_LOST_ZERO = re.compile(r"\d{4}\.1")  # January, or October whose zero a spreadsheet dropped


@dataclass(frozen=True)
class Parsed:
    """What became of a cell: its value, which repairs were made, or the code of the finding that refuses it."""

    value: Any = None
    repairs: tuple[str, ...] = ()
    problem: str | None = None
    slots: dict = field(default_factory=dict)


BLANK = Parsed()
# What offices write in the list of villages for one that is of no grade.
NO_GRADE = re.compile(r"否|不是|非.{0,6}|一般村?|普通村?|×")


def half_width(text: str) -> str:
    """Compatibility forms made plain: １２３％ → 123%, （） → ()."""
    return unicodedata.normalize("NFKC", text)


def squeezed(text: str) -> str:
    """Text without spaces of any kind or invisible characters; how headers, keys and words are compared."""
    if text.isalnum() and unicodedata.is_normalized("NFKC", text):
        return text  # most texts are so, and these are asked for by the million
    return "".join(visible(half_width(text)).split())


def clean_text(cell: object) -> str:
    """Readable text: outer spaces and invisible characters gone, full-width letters and digits plain.

    Spaces inside go too where Chinese is written; punctuation stays as typed, and so does a leading =.
    """
    text = visible(as_text(cell)).translate(_FULL_WIDTH).strip()
    has_chinese = any("\u4e00" <= character <= "\u9fff" for character in text)
    return re.sub(r"[ \t\u3000\xa0]+", "" if has_chinese else " ", text)


def as_text(cell: object) -> str:
    """A cell as a person would read it: 290.0 → 290, dates ISO, None → empty."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == datetime.min.time():
        return cell.date().isoformat()
    return str(cell)


def is_blank(cell: object) -> bool:
    """None, nothing but spaces, or NaN."""
    if cell is None or cell == "":
        return True
    return (isinstance(cell, float) and math.isnan(cell)) or (isinstance(cell, str) and not squeezed(cell))


def parse_text(cell: object, column: Column) -> Parsed:
    """Any text. A code that lost its last digits to scientific notation is refused, not stored."""
    raw = as_text(cell)
    if _SCIENTIFIC_CODE.fullmatch(raw.strip()) or _has_lost_digits(cell):
        return Parsed(problem="cell_scientific", slots={"text": f"「{raw.strip()}」"})
    text = clean_text(cell)
    if text in FORMULA_ERRORS:
        return Parsed(problem="cell_formula_error", slots={"text": text})
    if not column.required and text in BLANK_WORDS:
        return Parsed(repairs=("blank_word",))
    repairs = []
    if raw.translate(_FULL_WIDTH) != raw:
        repairs.append("full_width")
    if column.required and isinstance(cell, str) and raw.translate(_FULL_WIDTH) != text:
        repairs.append("spaces")
    return Parsed(text or None, tuple(repairs))


def _has_lost_digits(cell: object) -> bool:
    return isinstance(cell, float) and abs(cell) >= FIRST_UNSAFE_CODE


def parse_number(cell: object, column: Column, *, unit: str = "万元") -> Parsed:
    """A plain decimal number; thousands commas, the column's own unit and full-width digits are repaired.

    `unit` is the unit of money the file writes in; the value is turned into 万元.
    """
    if isinstance(cell, bool | date):
        return Parsed(problem="cell_not_number", slots=_number_slots(as_text(cell), column))
    if isinstance(cell, int | float):
        return _in_unit(float(cell), (), column, unit)
    raw = str(cell)
    if squeezed(raw) in BLANK_WORDS:
        if column.required:
            return Parsed(problem="cell_blank_word", slots={"text": squeezed(raw)})
        return Parsed(repairs=("blank_word",))
    text = _LOOSE_SPACE.sub("", visible(raw).translate(_FULL_WIDTH_FORMS))
    if text in FORMULA_ERRORS:
        return Parsed(problem="cell_formula_error", slots={"text": text})
    if _SCIENTIFIC.fullmatch(text):
        return Parsed(problem="cell_scientific", slots={"text": f"「{text}」"})
    repairs = ["full_width"] if raw.translate(_FULL_WIDTH_FORMS) != raw.replace("\uffe5", "¥") else []
    text, unit_repair, unit = _without_unit(text, column, unit)
    if unit_repair:
        repairs.append(unit_repair)
    if _GROUPED_NUMBER.fullmatch(text):
        repairs.append("thousands")
        text = re.sub(r"[,\s]", "", text)
    if not _PLAIN_NUMBER.fullmatch(text):
        return Parsed(problem="cell_not_number", slots=_number_slots(raw, column))
    return _in_unit(float(text), tuple(repairs), column, unit)


def _number_slots(text: str, column: Column) -> dict:
    return {"text": text.strip(), "example": column.example or EXAMPLES[column.kind]}


def _without_unit(text: str, column: Column, unit: str) -> tuple[str, str | None, str]:
    """The number without a unit written behind it, the repair's code, and the unit of money it is in."""
    if column.kind in (Kind.PERCENT, Kind.NUMBER) and text.endswith("%"):
        return text[:-1], "percent_sign", unit
    if column.kind is Kind.MONEY:
        text = text.removeprefix("¥").removeprefix("￥")
        for own in sorted((*UNITS_PER_WAN, *SHORT_UNITS), key=len, reverse=True):
            if text.endswith(own):
                return text.removesuffix(own), "unit_stripped", SHORT_UNITS.get(own, own)
    for own in (column.unit, *UNIT_WORDS) if column.kind in (Kind.WHOLE, Kind.NUMBER) else ():
        if own and text.endswith(own):
            return text.removesuffix(own), "unit_stripped", unit
    return text, None, unit


def _in_unit(value: float, repairs: tuple[str, ...], column: Column, unit: str) -> Parsed:
    if math.isnan(value):
        return BLANK
    if abs(value) > LARGEST:
        slots = {"text": as_text(value), "low": f"{-LARGEST:.0f}", "high": f"{LARGEST:.0f}"}
        return Parsed(problem="cell_out_of_range", slots=slots)
    if column.kind is Kind.WHOLE:
        if abs(value - round(value)) < NOISE:  # what formulas leave behind: 10.000000000001 shows as 10
            value = float(round(value))
        if not value.is_integer():
            return Parsed(problem="cell_not_whole", slots={"text": as_text(value)})
        return Parsed(int(value), repairs)
    if column.kind is Kind.MONEY and unit != "万元":
        # Decimal shift, not arithmetic on cents: 元 have at most two decimals, so six are exact.
        value = round(value / UNITS_PER_WAN[unit], 6)
    return Parsed(value, repairs)


def parse_date(cell: object, column: Column) -> Parsed:
    """A real day, from a date cell, a spreadsheet day number, or one of the written forms.

    A month (2023年9月, 2023-09, 202309) means its last day. 2023.1 is refused: it may be October with its
    zero lost. So is a year that no plan of ours can mean.
    """
    if isinstance(cell, date):  # a datetime is one too
        return _in_our_years(Parsed(cell.date() if isinstance(cell, datetime) else cell))
    text = squeezed(_keep_time_gap(cell))
    if text in BLANK_WORDS and not column.required:
        return Parsed(repairs=("blank_word",))
    if not column.required and column.name not in DEADLINES and NOT_YET.fullmatch(text):
        return Parsed(repairs=("blank_word",))
    if text in FORMULA_ERRORS:
        return Parsed(problem="cell_formula_error", slots={"text": text})
    if column.name in DEADLINES and (match := _BEFORE.search(text)):
        parsed = parse_date(text[: match.start()], column)
        return parsed if parsed.problem else Parsed(parsed.value, ("date_form",))
    if _LOST_ZERO.fullmatch(text):
        return Parsed(problem="month_unclear", slots={"text": text})
    plain = days_in_figures(text)
    if column.name == "as_of":
        plain = _AROUND.sub("", plain)
    found = _serial(plain) or _written_day(plain) or _written_month(plain)
    if found:
        return _in_our_years(found if plain == text or found.repairs else Parsed(found.value, ("date_form",)))
    lacks_year = _WITHOUT_YEAR.fullmatch(days_in_figures(f"年{plain}")[1:])
    problem = "date_without_year" if lacks_year else "cell_not_date"
    return Parsed(problem=problem, slots={"text": as_text(cell).strip()})


def _in_our_years(parsed: Parsed) -> Parsed:
    if FIRST_YEAR <= parsed.value.year <= LAST_YEAR:
        return parsed
    return Parsed(problem="date_implausible", slots={"date": parsed.value.isoformat()})


def _keep_time_gap(cell: object) -> str:
    """A space before a clock time is part of the form; every other space is noise."""
    return re.sub(r"\s+(?=\d{1,2}:\d{2})", "T", as_text(cell).strip())


def _serial(text: str) -> Parsed | None:
    if not re.fullmatch(r"\d{5}(\.\d+)?", text) or not FIRST_SERIAL <= float(text) <= LAST_SERIAL:
        return None
    return Parsed(SERIAL_DAY_ZERO + timedelta(days=int(float(text))), ("date_form",))


def _written_day(text: str) -> Parsed | None:
    match = _DAY.fullmatch(text) or _COMPACT_DAY.fullmatch(text)
    if match:
        year, month, day = (int(part) for part in match.groups() if part is not None)
    elif (match := _ENGLISH_DAY.fullmatch(text)) and match[2].lower() in _ENGLISH_MONTHS:
        year, month, day = 2000 + int(match[3]), _ENGLISH_MONTHS.index(match[2].lower()) + 1, int(match[1])
    else:
        return None
    try:
        value = date(year, month, day)
    except ValueError:
        return None
    return Parsed(value, () if text == value.isoformat() else ("date_form",))


def _written_month(text: str) -> Parsed | None:
    match = _MONTH.fullmatch(text) or _COMPACT_MONTH.fullmatch(text)
    if not match:
        return None
    year, month = (int(part) for part in match.groups() if part is not None)
    if not 1 <= month <= 12 or not year:
        return None
    return Parsed(month_end(year, month), ("month_to_day",))


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, 1) + relativedelta(day=31)


def parse_choice(cell: object, column: Column) -> Parsed:
    """One of the column's choices, or a listed synonym of one."""
    text = squeezed(as_text(cell))
    if text in column.choices:
        return Parsed(text)
    if text in BLANK_WORDS and not column.required:
        return Parsed(repairs=("blank_word",))
    if text in FORMULA_ERRORS:
        return Parsed(problem="cell_formula_error", slots={"text": text})
    if column.name == "grade" and NO_GRADE.fullmatch(text):
        return Parsed(repairs=("blank_word",))
    for value, synonyms in column.choices.items():
        if text in synonyms:
            # A value that is English inside is written as its first synonym, which mends nothing.
            own_word = value.isascii() and text == synonyms[0]
            return Parsed(value, () if own_word else (f"synonym:{text}",))
    return Parsed(problem="cell_not_choice", slots={"text": as_text(cell).strip(), "choices": "、".join(column.words)})


def parse_word(cell: object, column: Column) -> Parsed:
    """A text that may be one of the column's words, which stands for its value."""
    parsed = parse_choice(cell, column)
    return parse_text(cell, column) if parsed.problem == "cell_not_choice" else parsed


def parse_flag(cell: object, column: Column) -> Parsed:
    """是 or 否."""
    text = squeezed(as_text(cell)).upper()
    if text in YES:
        return Parsed(True)
    if text in NO:
        return Parsed(False)
    return Parsed(problem="cell_not_choice", slots={"text": as_text(cell).strip(), "choices": "是、否"})


def parser(column: Column, *, unit: str = "万元") -> Callable[[object], Parsed]:
    """The function that reads one cell of a column; blank cells give BLANK before it is asked."""
    if column.kind in (Kind.WHOLE, Kind.NUMBER, Kind.MONEY, Kind.PERCENT):
        return lambda cell: _read(partial(parse_number, unit=unit), cell, column)
    if column.kind is Kind.TEXT:
        return lambda cell: _read(parse_word if column.choices else parse_text, cell, column)
    by_kind = {Kind.DATE: parse_date, Kind.CHOICE: parse_choice, Kind.FLAG: parse_flag}
    return lambda cell: _read(by_kind[column.kind], cell, column)


def _read(parse: Callable[[object, Column], Parsed], cell: object, column: Column) -> Parsed:
    cell = unquoted(cell)
    return BLANK if is_blank(cell) else parse(cell, column)


def unquoted(cell: object) -> object:
    """The text inside ="00123" or behind '00123; every other cell as it is, a formula text included."""
    match = _QUOTED.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return match[1] or match[2] if match else cell
