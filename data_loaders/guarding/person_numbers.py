"""Numbers of persons in a text, however they are written: which kind, and where.

A text is looked at as it is seen (`visible`), once with its digits and once more with what people read as digits besides:
Chinese numerals, the letter O. Whatever is no letter and no digit may stand between.
"""

import datetime
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from stdnum import luhn, numdb
from stdnum.cn import ric

from data_loaders.guarding.visible import visible
from data_loaders.searching import holding, matching

ID_NUMBER, MOBILE, BANK_CARD, E_MAIL, DOCUMENT, ACCOUNT = (
    "身份证号",
    "手机号",
    "银行卡号",
    "电子邮箱",
    "护照或通行证号",
    "QQ 或微信号",
)
NUMBER_KINDS = (ID_NUMBER, MOBILE, BANK_CARD, E_MAIL, DOCUMENT, ACCOUNT)

# The shortest number looked for is a mobile of 11 digits, the longest a bank card of 19.
SHORTEST, LONGEST = 11, 19
ID_DIGITS = 18
# A masked mobile may have lost digits and show fewer stars: 138***1234.
_SHORTEST_MASKED = 9

_NUMERALS = "〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖幺"
_NUMERAL_DIGITS = "000123456789" + "123456789" + "1"
_LOOKS_LIKE_ZERO, _LOOKS_LIKE_ONE = "OoＯｏΟοОо", "IlＩｌΙІ｜"
_LOOKS_LIKE_X = "XxＸｘХхΧχⅩⅹ×✕"
_MASKS = re.escape("*＊●○■□★☆※#＃✱∗xX×✕")

# What may be part of a number: every script's digits, and many letters besides. A text with fewer of them holds no number.
MAY_BE_DIGIT = (
    r"[^\x00-\x22\x24-\x29\x2b-\x2f\x3a-\x3e\x40-\x48\x4a-\x4e\x50-\x57\x59-\x6b\x6d-\x6e\x70-\x77\x79-\x7f"
    r"\x{2010}-\x{2027}\x{3000}-\x{3006}\x{3008}-\x{303f}\x{4e00}-\x{9fff}\x{ff01}-\x{ff02}\x{ff04}-\x{ff09}\x{ff0b}-\x{ff0f}\x{ff1a}-\x{ff1e}\x{ff20}-\x{ff28}]"
)
_NUMERAL_CLASS = "".join(rf"\x{{{ord(letter):x}}}" for letter in _NUMERALS if "\u4e00" <= letter <= "\u9fff")
_PART = rf"(?:{MAY_BE_DIGIT}|[{_NUMERAL_CLASS}])"
# Digits as many as a number has.
_ENOUGH_DIGITS = rf"(?s){_PART}(?:.*?{_PART}){{{SHORTEST - 1}}}"
# Of a number whose middle is masked, an address, or an account behind its name.
_SIGNS = rf"(?:1[3-9]\d\s?|\d\s?(?:[{_MASKS}]\s?){{3}})[{_MASKS}?？]|[@＠]|(?i:QQ|Ｑ|扣扣|[微薇]信|护照|通行证|回乡证|台胞证|居留证|wechat|weixin|wxid|[vw]x号?[ ]?[:：])|1[3-9]\d(?:[\-_.·•…~?？某]{{3}}|…{{2}})|\d{{6}}[\-_.·•…~?？]{{8}}\d{{3}}|\d[{_MASKS}]{{16}}"

_GAP = r"[ ,./)|+]"
# Possessive, for else the search remembers every digit of a run: a hundred bytes for each of five million.
_RUN = re.compile(rf"\d(?:{_GAP}{{0,4}}+\d){{{SHORTEST - 1},}}+(?:{_GAP}{{0,4}}X)?")
_TOKEN = re.compile(r"\d+X?|X")
_SCIENTIFIC = re.compile(r"(?<![\d.])\d\.\d{9,17}[eE]\+?1[0-8](?!\d)")
# A pair of coordinates or a moment, of which files have a million; the ellipsoid of a .prj, WGS_1984 and 6378137 metres.
_HARMLESS = re.compile(
    r'(?:SPHEROID|ELLIPSOID)\["[A-Za-z_ ]{1,30}\d{0,4}",\s?63\d{5}(?!\d)|'
    r"(?<![\d.])\d{1,3}\.\d+(?:[ ]?[,，、;；\s][ ]?)-?\d{1,3}\.\d+(?!\d)"
    r"|(?<!\d)(?:19|20)\d\d([-/])[01]?\d\1[0-3]?\d[ T][0-2]?\d:[0-5]\d(?::[0-5]\d)?(?![:\d])"
)
_MASKED_MOBILE = re.compile(
    rf"(?<![A-Za-z0-9])1[3-9]\d\s?(?:[{_MASKS}?？]\s?){{3,6}}\d{{2,4}}(?![A-Za-z0-9])"  # 138****1234
    r"|(?<![A-Za-z0-9])1[3-9]\d(?:([\-_.·•…~])\1{3,5}|…{2}|某{3,4})\d{4}(?![A-Za-z0-9])"  # 138----1234
    rf"|(?<![A-Za-z0-9])1[3-9]\d{{5}}\s?[{_MASKS}]{{4}}(?![A-Za-z0-9*＊])"  # 1381234****
)
# Of an ID number or a card: 3607**********123X.
_MASKED_LONG = re.compile(
    rf"(?<![A-Za-z0-9])[1-689]\d{{1,13}}\s?(?:[{_MASKS}]\s?){{4,15}}\d{{1,4}}[\dXxＸｘ](?![A-Za-z0-9])"
    rf"|(?<![A-Za-z0-9])[1-689](?:[{_MASKS}]{{16}}[\dXxＸｘ]|\d{{5}}(?:19|20)\d{{6}}\s?[{_MASKS}]{{4}})(?![A-Za-z0-9*＊])"
    r"|(?<![A-Za-z0-9])[1-689]\d{5}([\-_.·•…~?？])\1{7}\d{3}[\dXxＸｘ](?![A-Za-z0-9])"  # 360702________123X
)
_E_MAIL = re.compile(
    r"(?<=[A-Za-z0-9_.+\-])\s?[@＠]\s?(?:[A-Za-z0-9\-]{1,63}\s?[.．。]\s?){1,5}[A-Za-z]{2,12}(?![A-Za-z0-9])"
)
_E_MAIL_NAME = re.compile(r"[A-Za-z0-9_.+\-]+$")
_BEHIND_ITS_NAME = (
    (DOCUMENT, re.compile(r"(?:护照|港澳.{0,8}通行证|大陆通行证|回乡证|台胞证)(?:号码?|证号|编号)?[\s:：为是]*[A-Za-zＡ-Ｚ]{0,3}[\s\-]?\d{7,12}(?!\d)")),
    (DOCUMENT, re.compile(r"(?:(?<!车辆)(?<!道路)通行证|居留证)(?:号码?|证号|编号)?[\s:：为是]*[A-Za-zＡ-Ｚ]{1,3}[\s\-]?\d{7,12}(?!\d)")),
    (ACCOUNT, re.compile(r"(?<![A-Za-z])(?:QQ|Ｑ\s?Ｑ|扣扣)(?:号码?)?[\s:：为是]*[1-9]\d{4,10}(?!\d)", re.IGNORECASE)),
    (ACCOUNT, re.compile(r"(?:[微薇]信(?:号码?|ID)?|wechat(?:\s?id)?|weixin)[\s:：为是]*[A-Za-z][A-Za-z0-9_\-]{5,19}", re.IGNORECASE)),
    (ACCOUNT, re.compile(r"(?<![A-Za-z0-9])(?:[vw]x号?\s?[:：]\s?[A-Za-z][A-Za-z0-9_\-]{5,19}|wxid_[A-Za-z0-9]{6,20})", re.IGNORECASE)),
)  # fmt: skip
# The permanent residence card of foreigners before 2023: country, province and town, birth date, serial and check digit.
_RESIDENCE = re.compile(r"(?<![A-Za-z0-9])([A-Z]{3})(\d{2})\d{2}(\d{6})\d{2}(?![A-Za-z0-9])")
_COUNTRIES = frozenset(
    "USA GBR CAN AUS NZL DEU FRA ITA ESP PRT NLD BEL CHE AUT SWE NOR DNK FIN ISL IRL POL CZE SVK HUN ROU BGR GRC TUR RUS UKR BLR KAZ"
    " UZB KGZ TJK TKM MNG JPN KOR PRK VNM LAO KHM THA MYS SGP IDN PHL MMR BGD IND PAK NPL LKA AFG IRN IRQ SYR JOR LBN ISR SAU ARE KWT"
    " QAT BHR OMN YEM EGY LBY TUN DZA MAR SDN ETH KEN TZA UGA RWA NGA GHA CMR CIV SEN MLI COD COG AGO ZMB ZWE MOZ ZAF NAM BWA MDG MUS"
    " MEX CUB JAM COL VEN ECU PER BOL CHL ARG URY PRY BRA FJI PNG LUX MLT CYP EST LVA LTU SVN HRV SRB BIH MKD ALB MDA GEO ARM AZE".split()
)

# How people group a number where spaces or hyphens part it. Other groupings of small numbers are amounts and dates.
_MOBILE_GROUPS = {(11,), (3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (4, 4, 3), (5, 6), (4, 7), (3, 2, 2, 2, 2), (1,) * 11}
_OLD_ID_GROUPS = {(15,), (6, 6, 3), (6, 9), (12, 3), (5, 5, 5), (3, 3, 3, 3, 3), (1,) * 15}
# Where commas, points and strokes do, which part the members of a list too.
_MOBILE_GROUPS_OF_LISTS = {(3, 4, 4), (3, 3, 5), (4, 4, 3), (1,) * 11}
_ID_GROUPS_OF_LISTS = {
    (1,) * 18, (2,) * 9, (3,) * 6, (6, 4, 4, 4), (6, 4, 2, 2, 4), (2, 2, 2, 8, 4), (2, 2, 2, 4, 2, 2, 4), (4, 4, 4, 4, 2),
    (6, 8, 3, 1), (6, 8, 2, 2), (6, 4, 2, 2, 3, 1),
}  # fmt: skip
# The digits of three and more neighbouring cells that may be one number.
ID_IN_CELLS = ((6, 8, 4), *sorted(_ID_GROUPS_OF_LISTS))
# What two texts are joined by to be searched at once: a letter, over which no number goes on.
_TOGETHER, _BETWEEN = 100, "龘"
_COUNTRY_CODES = ("86", "0086")

_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split()
)
_BORN_FROM, _BORN_TO = 1900, 2049


# Gaps by what else they part: members of a list, the two halves of a decimal, a part and its whole; sums have their own.
_GAPS = {",": ",，、；;", ".": ".．", "/": "/／~～"}


class _Digits(dict):
    """For `str.translate`, letter by letter: 0–9, X, a gap (blank, bracket, those of _GAPS, + and |), or `a`."""

    def __init__(self, more: dict[str, str]):
        super().__init__({ord(letter): digit for letter, digit in more.items()})

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        plain = _plain(letter)
        if code < 0x10000:
            self[code] = plain
        return plain


def _plain(letter: str) -> str:
    digit = unicodedata.digit(letter, None)
    if digit is not None:
        return str(digit)
    if letter in _LOOKS_LIKE_X:
        return "X"
    category = unicodedata.category(letter)
    if category in ("Pd", "Pc") or category[0] in "ZC" or letter == "\u2212":
        return " "
    if category[0] in "LN":
        return "a"
    if category in ("Ps", "Pe"):
        return ")"
    gap = next((gap for gap, letters in _GAPS.items() if letter in letters), None)
    return gap or ("+" if category == "Sm" and letter not in "|｜" else "|")


_STRICT = _Digits({})
_LETTERS = dict.fromkeys(_LOOKS_LIKE_ZERO, "0") | dict.fromkeys(_LOOKS_LIKE_ONE, "1")
_WITH_LETTERS = _Digits(_LETTERS)
_WITH_NUMERALS = _Digits(_LETTERS | dict(zip(_NUMERALS, _NUMERAL_DIGITS, strict=True)))
_LOOSE_LETTER = re.compile(f"[{_NUMERALS}{_LOOKS_LIKE_ZERO}{_LOOKS_LIKE_ONE}]")
_NUMERAL = re.compile(f"[{_NUMERALS}]")
# The end of a name, 李四, before a number that is written in numerals too.
_END_OF_NAME = re.compile(rf"(?<=[\u4e00-\u9fff])(?<![{_NUMERALS}])[{_NUMERALS}]")


@dataclass(frozen=True)
class _Piece:
    """Digits written together, with their place in the text."""

    digits: str
    start: int
    end: int


def mask(text: str, *, but: Collection[str] = ()) -> str:
    """The text as it is seen, every personal number `but` of some kinds replaced by the name of its kind: 张三〔手机号〕."""
    text = visible(text)
    masked, position = [], 0
    for start, end, kind in _numbers_in(text):
        if kind in but:
            continue
        masked += [text[position:start], f"〔{kind}〕"]
        position = end
    return "".join([*masked, text[position:]])


def worth_a_look(texts: pa.Array | list[str]) -> list[str]:
    """The texts that may hold a number: those with enough characters that may be digits, or with a word that announces one."""
    if isinstance(texts, list):
        try:
            texts = pa.array(texts, pa.string())
        except UnicodeEncodeError:  # half a character, as no honest file holds it
            return texts
    lengths = pc.fill_null(pc.utf8_length(texts), 0).to_numpy(zero_copy_only=False)
    worth = lengths >= _SHORTEST_MASKED - 2
    worth &= holding(texts, _SIGNS)
    long = np.flatnonzero((lengths >= SHORTEST) & ~worth)
    worth[long[matching(texts.take(pa.array(long)), _ENOUGH_DIGITS)]] = True
    return texts.filter(pa.array(worth)).to_pylist()


def number_kinds(values: Iterable) -> set[str]:
    """The kinds of personal numbers that some texts and numbers hold."""
    values = list(values)
    return set(suspect_texts(values).values()) | set(suspect_numbers(values).values())


def suspect_texts(values: Iterable) -> dict[str, str]:
    """Text → kind for the texts that hold a number."""
    texts = worth_a_look([text for text in values if type(text) is str])
    # A hundred harmless texts cost one search.
    parts = (texts[start : start + _TOGETHER] for start in range(0, len(texts), _TOGETHER))
    some = (text for part in parts if next(_numbers_in(visible(_BETWEEN.join(part))), None) for text in part)
    return {text: kind for text in some for kind in [kind_of_text(text)] if kind}


def kind_of_text(text: str) -> str | None:
    """The kind of the first number in a text."""
    if text.isascii() and text.isdecimal():  # a column of codes: the common case, made short
        if len(text) < SHORTEST:
            return None
        return _kind_of_digits(text, (len(text),), ()) if len(text) <= LONGEST else _kind_of_long_digits(text)
    return next((kind for _, _, kind in _numbers_in(visible(text))), None)


def suspect_numbers(values: Iterable) -> dict[float, str]:
    """Number → kind for the number cells that are one."""
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


def is_split_id(parts: Iterable[str]) -> bool:
    """Whether the digits of neighbouring cells are together an ID number of somebody who was born before 2020.

    The county must be a real one: two amounts meet by accident more often than people split a number.
    """
    digits = "".join(map(_plain_digits, parts))
    return len(digits) == ID_DIGITS and is_id(digits) and digits[6:10] < "2020" and _is_county(digits[:6])


def _numbers_in(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, kind) of the personal numbers in a visible text, left to right, not overlapping."""
    spans = [*_scientific_numbers(text), *_named_numbers(text)]
    plain = _HARMLESS.sub(lambda found: "a" * len(found.group()), text) if "." in text or ":" in text else text
    strict = plain.translate(_STRICT)
    for run in _RUN.finditer(strict):
        spans += _numbers_in_run(strict, run)
    for loose in _read_loosely(plain) if _LOOSE_LETTER.search(text) else ():
        for run in _RUN.finditer(loose):
            spans += [span for span in _numbers_in_run(loose, run) if _may_be_read_so(text, *span)]
    end = 0
    for span in sorted(spans):
        if span[0] >= end:
            yield span
            end = span[1]


def _read_loosely(text: str) -> Iterator[str]:
    """A text with letters, then with numerals too, read as digits."""
    yield text.translate(_WITH_LETTERS)
    if _NUMERAL.search(text):
        yield text.translate(_WITH_NUMERALS)
        yield _END_OF_NAME.sub("a", text).translate(_WITH_NUMERALS)


def _named_numbers(text: str) -> Iterator[tuple[int, int, str]]:
    """Numbers that are known by their form or by the word before them."""
    yield from ((*found.span(), MOBILE) for found in _MASKED_MOBILE.finditer(text))
    yield from ((*found.span(), ID_NUMBER) for found in _MASKED_LONG.finditer(text))
    for found in _E_MAIL.finditer(text):
        name = _E_MAIL_NAME.search(text, max(found.start() - 64, 0), found.start())
        yield name.start() if name else found.start(), found.end(), E_MAIL
    for kind, pattern in _BEHIND_ITS_NAME:
        yield from ((*found.span(), kind) for found in pattern.finditer(text))
    for found in _RESIDENCE.finditer(text):
        if found[1] in _COUNTRIES and found[2] in _PROVINCES and _is_short_date(found[3]):
            yield *found.span(), ID_NUMBER


def _may_be_read_so(text: str, start: int, end: int, kind: str) -> bool:
    """Whether letters in a number may stand for digits: between digits they do; in a word or behind a count they need not."""
    letters = [place for place in range(start, end) if _LOOSE_LETTER.match(text[place])]
    around = text[max(start - 1, 0) : start] + text[end : end + 1]
    if not letters or any(letter.isascii() and letter.isalnum() for letter in around):
        return False
    is_inside = start not in letters and end - 1 not in letters
    is_typed = all(text[place] in _LETTERS for place in letters) and end - start == SHORTEST  # l3800138000
    return kind == ID_NUMBER or is_inside or is_typed or len(letters) > 2


def _scientific_numbers(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _SCIENTIFIC.finditer(text):
        number = Decimal(match.group())
        if number == number.to_integral_value() and (kind := _kind_of_number(int(number))):
            yield match.start(), match.end(), kind


def _numbers_in_run(plain: str, run: re.Match) -> Iterator[tuple[int, int, str]]:
    pieces = [
        _Piece(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(plain, run.start(), run.end())
    ]
    first = 0
    while first < len(pieces):
        span = _number_from(plain, pieces, first)
        if span is None:
            first += 1
            continue
        yield span
        first = next((i for i in range(first, len(pieces)) if pieces[i].start >= span[1]), len(pieces))


def _number_from(plain: str, pieces: list[_Piece], first: int) -> tuple[int, int, str] | None:
    """The longest personal number that starts with the piece at `first`, as (start, end, kind)."""
    if len(pieces[first].digits) > LONGEST:
        kind = _kind_of_long_digits(pieces[first].digits)
        return (pieces[first].start, pieces[first].end, kind) if kind else None
    longest, length = None, 0
    for last in range(first, len(pieces)):
        length += len(pieces[last].digits)
        if length > LONGEST + len("0086"):
            break
        if length >= SHORTEST and (kind := _kind_of_group(plain, pieces[first : last + 1])):
            longest = (pieces[first].start, pieces[last].end, kind)
    return longest


def _kind_of_long_digits(digits: str) -> str | None:
    """An ID number inside a longer row of digits; check digit and birth date make an accident unlikely."""
    return ID_NUMBER if any(is_id(digits[start : start + 18]) for start in range(len(digits) - 17)) else None


def _kind_of_group(plain: str, group: list[_Piece]) -> str | None:
    gaps = tuple(plain[one.end : other.start] for one, other in pairwise(group))
    kind = _kind_of_digits("".join(piece.digits for piece in group), tuple(len(piece.digits) for piece in group), gaps)
    # 0.123456789012345 is a measurement; 18 digits with a right check digit are a person behind any point.
    is_person = kind == ID_NUMBER and sum(len(piece.digits) for piece in group) == 18
    return kind if is_person or not _is_fraction(plain, group[0].start) else None


def _kind_of_digits(digits: str, lengths: tuple[int, ...], gaps: tuple[str, ...]) -> str | None:
    """The kind of digits that were written in groups of these lengths with these gaps."""
    in_list = any(gap.strip() for gap in gaps)
    if len(digits) == ID_DIGITS and is_id(digits) and (not in_list or _is_id_in_list(lengths, gaps)):
        return ID_NUMBER
    if not digits.isdecimal():
        return None
    if in_list:
        return _kind_in_list(digits, lengths, gaps)
    if _is_mobile_in_groups(digits, lengths):
        return MOBILE
    if lengths in _OLD_ID_GROUPS and _is_old_id(digits):
        return ID_NUMBER
    if _is_card(digits, lengths):
        return BANK_CARD
    return None


def _is_mobile_in_groups(digits: str, lengths: tuple[int, ...]) -> bool:
    if lengths in _MOBILE_GROUPS and _is_mobile(digits):
        return True
    return any(
        digits.startswith(code)
        and _is_mobile(digits[len(code) :])
        and (lengths[0] - len(code), *lengths[1:]) in _MOBILE_GROUPS
        for code in _COUNTRY_CODES
    )


def _is_id_in_list(lengths: tuple[int, ...], gaps: tuple[str, ...]) -> bool:
    """Two or three groups are no list; more must be those that people make."""
    whole = lengths if sum(lengths) == ID_DIGITS else ()
    return (
        len(lengths) <= 2
        or (len(lengths) == 3 and len(set(gaps)) == 1)
        or (6, 8, 4) == whole
        or whole in _ID_GROUPS_OF_LISTS
    )


def _kind_in_list(digits: str, lengths: tuple[int, ...], gaps: tuple[str, ...]) -> str | None:
    """The kind where the gaps are such as part amounts, dates and the members of a list."""
    is_even = len(set(gaps)) == 1 or gaps[0].startswith(")")
    if _is_mobile(digits) and is_even and _is_mobile_in_list(digits, lengths, gaps[0]):
        return MOBILE
    if is_even and lengths in _OLD_ID_GROUPS and _is_old_id(digits):
        return ID_NUMBER
    if is_even and digits.startswith("62") and _is_card(digits, lengths):
        return BANK_CARD
    return None


def _is_mobile_in_list(digits: str, lengths: tuple[int, ...], gap: str) -> bool:
    """138/0013/8000, (138)00138000, 138/00138000: no sum, no decimal number, no number and day, no two numbers of a list."""
    if "+" in gap:
        return lengths == (1,) * 11
    if lengths in _MOBILE_GROUPS_OF_LISTS or (gap[0] in ")|" and lengths in _MOBILE_GROUPS):
        return True
    tail = digits[3:]
    if lengths != (3, 8) or "." in gap:
        return False
    return tail.startswith("0") or ("," not in gap and not _is_date(tail[:4], tail[4:6], tail[6:]))


def _is_fraction(plain: str, start: int) -> bool:
    """Whether digits that begin at `start` stand behind a decimal point."""
    return start >= 2 and plain[start - 1] == "." and plain[start - 2].isdecimal()


def _plain_digits(text: str) -> str:
    """The digits of a text and its X, whatever stands between: １２ ｘ → 12X."""
    return re.sub(r"[^\dX]", "", visible(text).translate(_STRICT))


def _is_mobile(digits: str) -> bool:
    return len(digits) == 11 and digits[0] == "1" and digits[1] in "3456789"


def is_id(digits: str) -> bool:
    """18 digits with province, birth date and check digit of an ID number, or of a foreigner's, which begins with 9.

    Counties are not asked for: the list of the library lacks some, and a miss would let a person through.
    """
    return (
        digits[6:8] in ("19", "20")
        and (digits[:2] in _PROVINCES or (digits[0] == "9" and digits[1:3] in _PROVINCES))
        and digits[:17].isdecimal()
        and _is_date(digits[6:10], digits[10:12], digits[12:14])
        and ric.calc_check_digit(digits) == digits[17]
    )


def _is_old_id(digits: str) -> bool:
    """The 15 digits of before 1999 carry no check digit, so the county must be a real one, and nobody is older than
    a hundred: a group's code, 12 digits of its village and three more, has a town's 1xx where the birth year stands.
    """
    return len(digits) == 15 and digits[6] > "1" and _is_short_date(digits[6:12]) and _is_county(digits[:6])


def _born_in_a_county(digits: str) -> bool:
    return _is_date(digits[6:10], digits[10:12], digits[12:14]) and _is_county(digits[:6])


def _is_short_date(digits: str) -> bool:
    return _is_date("19" + digits[:2], digits[2:4], digits[4:6])


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
