"""The guard against persons: finds ID, mobile and bank card numbers, and names, wherever a file holds them.

Nothing that leaves this room repeats what was found. May import: `findings`, `grid`, `coded`.
"""

import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise

import pandas as pd
import pyarrow.compute as pc
from stdnum import luhn, numdb
from stdnum.cn import ric

from data_loaders.coded import Coded
from data_loaders.findings import LISTED_AT_MOST, Finding, Source
from data_loaders.grid import Grid, column_letter

ID_NUMBER, MOBILE, BANK_CARD, NAME = "身份证号", "手机号", "银行卡号", "姓名等个人信息"
NUMBER_KINDS = (ID_NUMBER, MOBILE, BANK_CARD)

# Headers stand this far down at most; below it a cell that reads 电话 is a footer, not a header.
HEADER_ROWS = 20
HEADER_LENGTH = 20  # a longer text is a title or a remark, not the name of a column

# The shortest number looked for is a mobile of 11 digits, the longest a bank card of 19.
SHORTEST, LONGEST = 11, 19
# What people type between digits.
_GAP = "[\\s\\-_\u00ad\u200b-\u200f\u2010-\u2015\u2060\u2212\ufe58\ufe63\ufeff\uff0d]"
_RUN = re.compile(rf"\d(?:{_GAP}{{0,3}}\d){{{SHORTEST - 1},}}(?:{_GAP}{{0,2}}[XxＸｘ])?")
# Every script's digits, and many letters besides: a text with fewer of them holds no number, whatever is between.
MAY_BE_DIGIT = r"[^\x00-\x2f\x3a-\x7f\x{2010}-\x{2027}\x{3000}-\x{303f}\x{4e00}-\x{9fff}\x{ff00}-\x{ff0f}\x{ff1a}-\x{ffef}]"
_DIGITS_ENOUGH = rf"(?s){MAY_BE_DIGIT}(?:.*?{MAY_BE_DIGIT}){{{SHORTEST - 1}}}"
_TOKEN = re.compile(r"\d+[XxＸｘ]?|[XxＸｘ]")
# Mobiles as visiting cards have them: 138.0013.8000, (138)00138000. Elsewhere such marks stand in amounts and dates.
_ON_A_CARD = re.compile(r"(?<![\d.])(?:1[3-9]\d([.．·・/／,，、])\d{4}\1\d{4}|[(（]1[3-9]\d[)）][\s\-]?\d{4}[\s\-]?\d{4})(?!\d)")
_SCIENTIFIC = re.compile(r"(?<![\d.])\d\.\d{9,17}[eE]\+?1[0-8](?!\d)")
# An ID number with dots between its parts: 360702.19850317.425X.
_DOTTED_ID = re.compile(r"(?<![\d.])\d{6}[.．·]\d{8}[.．·]\d{3}[\dXxＸｘ]")

# How people group a mobile or a card. Other groupings of small numbers are amounts and dates.
_MOBILE_GROUPS = {(11,), (3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (4, 4, 3), (5, 6), (4, 7), (1,) * 11}
_OLD_ID_GROUPS = {(15,), (6, 6, 3), (6, 9), (12, 3), (5, 5, 5), (3, 3, 3, 3, 3), (1,) * 15}
_COUNTRY_CODES = ("86", "0086")

_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split()
)
_BORN_FROM, _BORN_TO = 1900, 2049

_PERSONAL_HEADERS = {
    ID_NUMBER: re.compile(r".{0,8}(?:身份证|身份证件?号码?|公民身份证?号码?|证件号码?)"),
    MOBILE: re.compile(r".{0,6}(?:手机|手机号码?|联系电话|电话|电话号码|联系方式)"),
    BANK_CARD: re.compile(r".{0,6}(?:银行卡|银行卡号码?|银行账[号户]|银行帐[号户]|卡号|一卡通|一卡通账?帐?号)"),
    NAME: re.compile(
        r"(?:户主|农户|村民|群众|受益[户人]|[脱贫监测]{2}户|监测对象|申请人|本人|家庭成员)?姓名|(?:农户)?户主"
    ),
}
# A landline with or without its area code, a hotline of five digits, a 400 number.
_LANDLINE = re.compile(r"\(?(?:0\d{2,3})?\)?-?[2-8]\d{6,7}(?:[-转]\d{1,6})?|1\d{4}|400-?\d{3}-?\d{4}")
_NOTHING = re.compile(r"[\s\-—–－/\\、.*]*|无|暂无|没有|空|合\s*计|小\s*计|总\s*计|共\s*计|N/?A", re.IGNORECASE)


@dataclass(frozen=True)
class _Piece:
    """Digits written together, with their place in the text."""

    digits: str
    start: int
    end: int


def mask(text: str) -> str:
    """The text with every personal number replaced by the name of its kind: 张三〔手机号〕."""
    masked, position = [], 0
    for start, end, kind in _numbers_in(text):
        masked += [text[position:start], f"〔{kind}〕"]
        position = end
    return "".join([*masked, text[position:]])


def find_personal_data(grids) -> list[Finding]:
    """Every place in the grids that holds personal data, as `personal_data` errors that never say the value.

    Takes a `Reading` or an iterable of `Grid`. Looks at file and sheet names and at every cell, hidden sheets,
    title rows and unused columns included. At most LISTED_AT_MOST findings a column, then one with the rest.
    """
    found: dict[Finding, None] = {}  # keeps order; a file name is reported once, not once a sheet
    for grid in getattr(grids, "grids", grids):
        found.update(dict.fromkeys(_in_names(grid.source)))
        found.update(dict.fromkeys(_in_cells(grid)))
    return list(found)


def number_kinds(texts: Iterable[str]) -> set[str]:
    """The kinds of personal numbers that some texts hold."""
    return set(_suspect_texts(texts).values())


def name_findings(source: Source) -> list[Finding]:
    """What the names of file and sheet give away; for files that are refused before they have cells."""
    return list(_in_names(source))


def _masked(source: Source) -> Source:
    return source.of(file=mask(source.file), sheet=None if source.sheet is None else mask(source.sheet))


def _in_names(source: Source) -> Iterator[Finding]:
    masked = _masked(source)
    for place, name in ((masked.of(sheet=None), masked.file), (masked, masked.sheet or "")):
        for kind in NUMBER_KINDS:
            if f"〔{kind}〕" in name:
                yield place.finding("personal_data", what=kind)


def _in_cells(grid: Grid) -> Iterator[Finding]:
    source = _masked(grid.source)
    top = grid.head(HEADER_ROWS)
    crowded = top.notna().sum(axis=1) > 1  # a row with one cell is a title, not a header
    for position in grid.positions:
        kinds = _kinds_by_row(grid, position, top[position])
        if not kinds:
            continue
        for row, kind in list(kinds.items())[:LISTED_AT_MOST]:
            header = _header_for(top.loc[top.index < row, position], crowded) or column_letter(position)
            yield source.finding("personal_data", row=row, column=header, what=kind)
        if len(kinds) > LISTED_AT_MOST:
            what = f"{'、'.join(sorted(set(kinds.values())))}，另有 {len(kinds) - LISTED_AT_MOST} 处"
            yield source.finding("personal_data", column=header, what=what)


def _kinds_by_row(grid: Grid, position: int, top: pd.Series) -> dict[int, str]:
    """Row → kind of personal data, in row order."""
    kinds = dict(_under_personal_header(grid, position, top)) | _number_kinds(grid.column(position), grid.rows)
    return dict(sorted(kinds.items()))


def _number_kinds(column: Coded, rows: pd.Index) -> dict[int, str]:
    """Row → kind for the cells that hold a personal number, whatever their header says."""
    values = _worth_a_look(column)
    suspects = _suspect_texts(values) | _suspect_numbers(values)
    if not suspects:
        return {}
    kinds = [suspects.get(value) if type(value) in (str, int, float) else None for value in column.different.tolist()]
    found = column.told(kind is not None for kind in kinds)
    return {int(row): kinds[code] for row, code in zip(rows[found], column.codes[found], strict=True)}


def _worth_a_look(column: Coded) -> list:
    """The different cells that may hold a number: of texts only those with enough characters that may be digits."""
    texts = column.held.texts
    if texts is None:
        return column.different.tolist()
    texts = texts.filter(pc.greater_equal(pc.utf8_length(texts), SHORTEST))
    return texts.filter(pc.match_substring_regex(texts, _DIGITS_ENOUGH)).to_pylist()


def _suspect_texts(values: Iterable) -> dict[str, str]:
    texts = [value for value in values if type(value) is str and len(value) >= SHORTEST]
    # One search over all texts at once: a million harmless cells cost one pass, not a million calls.
    together = "\0".join(texts)
    if not any(pattern.search(together) for pattern in (_RUN, _SCIENTIFIC, _ON_A_CARD, _DOTTED_ID)):
        return {}
    return {text: kind for text in texts for kind in [_kind_of_text(text)] if kind}


def _kind_of_text(text: str) -> str | None:
    if text.isascii() and text.isdecimal():  # a column of codes: the common case, made short
        return _kind_of_digits(text, (len(text),)) if len(text) <= LONGEST else _kind_of_long_digits(text)
    for _, _, kind in _numbers_in(text):
        return kind
    return None


def _suspect_numbers(values: Iterable) -> dict[float, str]:
    numbers = [value for value in values if type(value) in (int, float) and abs(value) >= 1e10]
    return {number: kind for number in numbers for kind in [_kind_of_number(number)] if kind}


def _kind_of_number(number: float) -> str | None:
    """The kind of a number cell; a spreadsheet keeps only 15 digits, so check digits mean nothing there."""
    number = abs(number)  # a dash before it makes nobody anonymous
    if number >= 10**LONGEST or number != int(number):
        return None
    digits = str(int(number))
    if len(digits) == SHORTEST and _is_mobile(digits):
        return MOBILE
    if (len(digits) == 15 and _is_old_id(digits)) or (len(digits) == 18 and _born_in_a_county(digits)):
        return ID_NUMBER
    if 16 <= len(digits) and digits.startswith("62"):
        return BANK_CARD
    return None


def _numbers_in(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, kind) of the personal numbers in a text, left to right, not overlapping."""
    spans = [*_scientific_numbers(text), *((*found.span(), MOBILE) for found in _ON_A_CARD.finditer(text))]
    spans += [
        (*found.span(), ID_NUMBER)
        for found in _DOTTED_ID.finditer(text)
        if _is_id(_plain_digits(re.sub(r"[.．·]", "", found.group())))
    ]
    for run in _RUN.finditer(text):
        spans += _numbers_in_run(text, run)
    end = 0
    for span in sorted(spans):
        if span[0] >= end:
            yield span
            end = span[1]


def _scientific_numbers(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _SCIENTIFIC.finditer(text):
        number = Decimal(match.group())
        if number == number.to_integral_value() and (kind := _kind_of_number(int(number))):
            yield match.start(), match.end(), kind


def _numbers_in_run(text: str, run: re.Match) -> Iterator[tuple[int, int, str]]:
    pieces = [
        _Piece(_plain_digits(match.group()), match.start(), match.end())
        for match in _TOKEN.finditer(text, run.start(), run.end())
    ]
    first = 0
    while first < len(pieces):
        span = _number_from(text, pieces, first)
        if span is None:
            first += 1
            continue
        yield span
        first = next((i for i in range(first, len(pieces)) if pieces[i].start >= span[1]), len(pieces))


def _number_from(text: str, pieces: list[_Piece], first: int) -> tuple[int, int, str] | None:
    """The longest personal number that starts with the piece at `first`, as (start, end, kind)."""
    if len(pieces[first].digits) > LONGEST:
        kind = _kind_of_long_digits(pieces[first].digits)
        return (pieces[first].start, pieces[first].end, kind) if kind else None
    longest, length = None, 0
    for last in range(first, len(pieces)):
        length += len(pieces[last].digits)
        if length > LONGEST + len("0086"):
            break
        if length >= SHORTEST and (kind := _kind_of_group(text, pieces[first : last + 1])):
            longest = (pieces[first].start, pieces[last].end, kind)
    return longest


def _kind_of_long_digits(digits: str) -> str | None:
    """An ID number inside a longer row of digits; check digit and birth date make an accident unlikely."""
    return ID_NUMBER if any(_is_id(digits[start : start + 18]) for start in range(len(digits) - 17)) else None


def _kind_of_group(text: str, group: list[_Piece]) -> str | None:
    kind = _kind_of_digits("".join(piece.digits for piece in group), tuple(len(piece.digits) for piece in group))
    # 0.123456789012345 is a measurement; 18 digits with a right check digit are a person behind any point.
    is_person = kind == ID_NUMBER and sum(len(piece.digits) for piece in group) == 18
    return kind if is_person or not _is_fraction(text, group[0].start) else None


def _kind_of_digits(digits: str, lengths: tuple[int, ...]) -> str | None:
    """The kind of digits that were written in groups of these lengths."""
    if len(digits) == 18 and _is_id(digits):
        return ID_NUMBER
    if not digits.isdecimal():
        return None
    if lengths in _MOBILE_GROUPS and _is_mobile(digits):
        return MOBILE
    if any(
        digits.startswith(code) and _is_mobile(digits[len(code) :]) and (lengths[0] - len(code), *lengths[1:]) in _MOBILE_GROUPS
        for code in _COUNTRY_CODES
    ):
        return MOBILE
    if lengths in _OLD_ID_GROUPS and _is_old_id(digits):
        return ID_NUMBER
    if _is_card(digits, lengths):
        return BANK_CARD
    return None


def _is_fraction(text: str, start: int) -> bool:
    """Whether digits that begin at `start` stand behind a decimal point."""
    return start >= 2 and text[start - 1] in ".．" and text[start - 2].isdecimal()


def _plain_digits(text: str) -> str:
    """Any script's digits as 0 to 9: １２ｘ → 12X."""
    return "".join("X" if letter in "XxＸｘ" else str(unicodedata.decimal(letter)) for letter in text)


def _is_mobile(digits: str) -> bool:
    return len(digits) == 11 and digits[0] == "1" and digits[1] in "3456789"


def _is_id(digits: str) -> bool:
    """18 digits with province, birth date and check digit of an ID number.

    Counties are not asked for: the list of the library lacks some, and a miss would let a person through.
    """
    return (
        digits[6:8] in ("19", "20")
        and digits[:2] in _PROVINCES
        and digits[:17].isdecimal()
        and _is_date(digits[6:10], digits[10:12], digits[12:14])
        and ric.calc_check_digit(digits) == digits[17]
    )


def _is_old_id(digits: str) -> bool:
    """The 15 digits of before 1999 carry no check digit, so the county must be a real one."""
    return _is_date("19" + digits[6:8], digits[8:10], digits[10:12]) and _is_county(digits[:6])


def _born_in_a_county(digits: str) -> bool:
    return _is_date(digits[6:10], digits[10:12], digits[12:14]) and _is_county(digits[:6])


def _is_date(year: str, month: str, day: str) -> bool:
    if not _BORN_FROM <= int(year) <= _BORN_TO:
        return False
    try:
        datetime.date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


@cache
def _is_county(code: str) -> bool:
    return any("county" in properties for _, properties in numdb.get("cn/loc").info(code))


def _is_card(digits: str, lengths: tuple[int, ...]) -> bool:
    if not 16 <= len(digits) <= LONGEST or not _has_card_prefix(digits):
        return False
    in_fours = all(length == 4 for length in lengths[:-1])
    return (len(lengths) == 1 or in_fours or lengths[0] == 6 or set(lengths) == {1}) and luhn.is_valid(digits)


def _has_card_prefix(digits: str) -> bool:
    """UnionPay at any length; Visa and Mastercard have 16 digits."""
    is_mastercard = "51" <= digits[:2] <= "55" or "2221" <= digits[:4] <= "2720"
    return digits.startswith("62") or (len(digits) == 16 and (digits[0] == "4" or is_mastercard))


def personal_header(text: object) -> str | None:
    """The kind of personal data a header announces (身份证号码 → 身份证号), or None."""
    if type(text) is not str or len(text) > HEADER_LENGTH * 2:
        return None
    plain = re.sub(r"\(.*?\)|[\s*:_\-、·]", "", unicodedata.normalize("NFKC", text))
    return next((kind for kind, pattern in _PERSONAL_HEADERS.items() if pattern.fullmatch(plain)), None)


def _under_personal_header(grid: Grid, position: int, top: pd.Series) -> Iterator[tuple[int, str]]:
    headers = [(row, kind) for row, text in top.items() if (kind := personal_header(text))]
    if not headers:
        return
    column = grid.cells[position]
    for (first, kind), (until, _) in pairwise([*headers, (column.index[-1] + 1, None)]):
        below = column.loc[first + 1 : until - 1].dropna()
        yield from ((row, kind) for row, value in below.items() if _says_something(value, kind))


def _says_something(value: object, kind: str) -> bool:
    """Whether a cell under a personal header holds a person's detail, in full or masked (138****1234)."""
    text = unicodedata.normalize("NFKC", _as_text(value)).strip()
    if _NOTHING.fullmatch(text) or personal_header(text):
        return False
    return not (kind == MOBILE and _LANDLINE.fullmatch(re.sub(r"\s", "", text)))


def _as_text(value: object) -> str:
    return f"{value:.0f}" if type(value) is float and value == value // 1 else str(value)


def _header_for(above: pd.Series, crowded: pd.Series) -> str | None:
    """What the column is called, if saying so gives nobody away; None when it has no such text."""
    texts = [(row, text) for row, text in above.items() if _may_be_header(text)]
    announced = [text for _, text in texts if personal_header(text)]
    plain = [text for row, text in texts if crowded.get(row, False)]
    return (announced[-1:] or plain[:1] or [None])[0]


def _may_be_header(text: object) -> bool:
    return (
        type(text) is str
        and 0 < len(text.strip()) <= HEADER_LENGTH
        and not any(letter.isdecimal() for letter in text)
        and "*" not in text
    )


def kinds_of(findings: Iterable[Finding]) -> set[str]:
    """The kinds of personal data that findings speak of; for a summary line."""
    return {kind for finding in findings for kind in (*NUMBER_KINDS, NAME) if kind in finding.message}
