"""Chinese and Arabic numerals → numbers: 十七, 三百二十, 一万二千, 百分之九十五, 九成, 1.2."""

import re

_DIGITS = {letter: value for value, letter in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
CHINESE = "零〇一二两三四五六七八九十百千"
# A numeral as documents write it; 万 and 亿 belong to it only between Chinese numerals (一万二千, 一亿二千万).
NUMERAL = rf"(?:\d+(?:\.\d+)?|[{CHINESE}]+(?:亿[{CHINESE}]+(?:万[{CHINESE}]*)?|万[{CHINESE}]+)?(?:点[零一二三四五六七八九]+)?)"


def value_of(text: str) -> float | None:
    """The number that a numeral writes; None for letters that are no number together (百千)."""
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    whole, _, fraction = text.partition("点")
    number = 0
    for mark, size in (("亿", 100_000_000), ("万", 10_000), ("", 1)):
        above, _, whole = whole.rpartition(mark) if mark else (whole, "", "")
        below = _below_myriad(above) if above else 0
        if below is None or not text:
            return None
        number += below * size
    tail = "".join(str(_DIGITS[letter]) for letter in fraction)
    return float(f"{number}.{tail or 0}")


def _below_myriad(text: str) -> int | None:
    """三百二十 → 320, 二〇二四 → 2024, 十七 → 17."""
    if all(letter in _DIGITS for letter in text):
        return int("".join(str(_DIGITS[letter]) for letter in text)) if text else None
    total, digit, last = 0, None, 10_000
    for letter in text:
        if letter in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[letter]
            continue
        ten = _TENS.get(letter)
        if ten is None or ten >= last or (digit is None and not (ten == 10 and total == 0)):
            return None
        total, digit, last = total + (1 if digit is None else digit) * ten, None, ten
    return total + (digit or 0)


def chinese(number: int) -> str:
    """1 → 一, 12 → 十二, 35 → 三十五; below 100, as documents number their clauses."""
    tens, ones = divmod(number, 10)
    digits = "零一二三四五六七八九"
    return (("" if tens == 1 else digits[tens]) + "十" if tens else "") + (digits[ones] if ones or not tens else "")


def plain(number: float) -> float | int:
    """17.0 → 17, 1.8 stays."""
    return int(number) if number == int(number) else number
