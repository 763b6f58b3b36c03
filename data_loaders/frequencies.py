"""How often a duty is due: the words that a plan may use, declared once, and the due periods they give in a year.

The door checks plans and records against them, `briefing.measures.duties` judges with them, docs/rules.md lists them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

ANY_TIME = "随时"  # of what is owed whenever something happens; it has no periods


@dataclass(frozen=True)
class Period:
    """One due period: its label, its days, and how many acts it asks for."""

    label: str
    first_day: date
    due_on: date
    times: int = 1


@dataclass(frozen=True)
class Year:
    """A plan year as far as due periods depend on it."""

    year: int
    vacation_months: frozenset[int] = field(default_factory=frozenset)
    term_ends: tuple[date, ...] = ()


@dataclass(frozen=True)
class Frequency:
    """One way to say how often: as documents write it (N for any number), its pattern, its due periods in a year."""

    word: str
    meaning: str  # Chinese; shown in docs/rules.md
    pattern: re.Pattern
    periods: Callable[[re.Match, Year], list[Period]]


def _months(label: str, year: int, first_month: int, count: int, times: int = 1) -> Period:
    first = date(year, first_month, 1)
    return Period(label, first, first + relativedelta(months=count - 1, day=31), times)


def _month(year: int, month: int, times: int = 1) -> Period:
    return _months(f"{year}-{month:02d}", year, month, 1, times)


def _times(match: re.Match) -> int:
    return int(match["times"] or 1)


def _monthly(match: re.Match, year: Year) -> list[Period]:
    return [_month(year.year, month, _times(match)) for month in range(1, 13)]


def _monthly_without_vacation(match: re.Match, year: Year) -> list[Period]:
    return [period for period in _monthly(match, year) if period.due_on.month not in year.vacation_months]


def _quarterly(match: re.Match, year: Year) -> list[Period]:
    return [_months(f"{year.year}-Q{n}", year.year, 3 * n - 2, 3, _times(match)) for n in range(1, 5)]


def _half_yearly(match: re.Match, year: Year) -> list[Period]:
    return [_months(f"{year.year}-H{n}", year.year, 6 * n - 5, 6, _times(match)) for n in (1, 2)]


def _yearly(match: re.Match, year: Year) -> list[Period]:
    return [_months(str(year.year), year.year, 1, 12, _times(match))]


def _daily(match: re.Match, year: Year) -> list[Period]:
    """By the month: a matrix of 365 days would show nobody anything."""
    return [replace(month, times=_times(match) * month.due_on.day) for month in _monthly(_NONE, year)]


def _weekly(match: re.Match, year: Year) -> list[Period]:
    """By the month: as many as weeks (or every second, third) end in it, counted from 1 January."""
    first, every = date(year.year, 1, 1), int(match["n"] or 1) * 7
    ends = [first + timedelta(days=day) for day in range(every - 1, 366, every)]
    months = _monthly(_NONE, year)
    counts = [sum(month.first_day <= end <= month.due_on for end in ends) for month in months]
    return [replace(month, times=_times(match) * count) for month, count in zip(months, counts, strict=True) if count]


def _by_ten_days(match: re.Match, year: Year) -> list[Period]:
    return [replace(month, times=3 * _times(match)) for month in _monthly(_NONE, year)]


def _every_months(match: re.Match, year: Year) -> list[Period]:
    count = int(match["n"])
    return [
        _months(f"{year.year}-{month + count - 1:02d}止", year.year, month, count, _times(match))
        for month in range(1, 14 - count, count)
    ]


def _before_term_ends(match: re.Match, year: Year) -> list[Period]:
    starts = [date(year.year, 1, 1), *(end + timedelta(days=1) for end in year.term_ends)]
    return [Period(f"{end:%Y-%m-%d}前", start, end) for start, end in zip(starts, year.term_ends, strict=False)]


def _named_months(match: re.Match, year: Year) -> list[Period]:
    return [_month(year.year, int(month)) for month in re.findall(r"\d+", match[0])]


_NONE = next(re.finditer(r"(?P<times>x)?", ""))
_MONTH = r"(?:1[0-2]|[1-9])月"
_TIMES = r"(?:(?P<times>[1-9]\d*)次)?"
FREQUENCIES = (
    Frequency("每月", "每个月一次；每月N次是 N 次", re.compile(rf"每月{_TIMES}"), _monthly),
    Frequency(
        "每月（假期除外）", "设置项“假期月份”以外的每个月", re.compile(rf"每月{_TIMES}（假期除外）"), _monthly_without_vacation
    ),
    Frequency("每季度", "每个季度一次；每季度N次是 N 次", re.compile(rf"每季度{_TIMES}"), _quarterly),
    Frequency("每日", "按月核对：每月的次数不少于天数；每日N次是 N 倍", re.compile(rf"每日{_TIMES}"), _daily),
    Frequency("每周N次", "按月核对：当月结束的周数乘以 N；每2周是隔周", re.compile(rf"每(?P<n>[2-4])?周{_TIMES}"), _weekly),
    Frequency("每旬", "按月核对：每月 3 次；每旬N次是 N 倍", re.compile(rf"每旬{_TIMES}"), _by_ten_days),
    Frequency("每2个月", "从一月起每两个月一次；也可以是 3、4、6 个月", re.compile(rf"每(?P<n>[2346])个月{_TIMES}"), _every_months),
    Frequency("每半年", "上、下半年各一次；每半年N次是 N 次", re.compile(rf"每半年{_TIMES}"), _half_yearly),
    Frequency("每年N次", "全年 N 次", re.compile(rf"每年{_TIMES}"), _yearly),
    Frequency("每学期", "设置项“学期结束”的各个日期以前", re.compile("每学期"), _before_term_ends),
    Frequency("学期结束前", "设置项“学期结束”的各个日期以前", re.compile("学期结束前"), _before_term_ends),
    Frequency("6月;11月", "点名的几个月，用分号隔开", re.compile(rf"{_MONTH}(?:;{_MONTH})*"), _named_months),
)  # fmt: skip


def _written(text: str) -> str:
    """A frequency with the signs that the declaration uses: full brackets, half semicolons, no spaces."""
    return re.sub(r"\s", "", text).translate(str.maketrans("()；", "（）;"))


def is_known(text: str) -> bool:
    """Whether a plan may say how often in these words."""
    return any(frequency.pattern.fullmatch(_written(text)) for frequency in FREQUENCIES)


_WITHIN = re.compile(
    rf"每(?:月|季度|半年|学期|旬|周)|学期结束前|(?P<month>1[0-2]|[1-9])月(?P<day>[12]?\d|3[01])日|{_MONTH}"
)


def days_within(text: str, year: Year) -> list[date]:
    """The days in a plan year of all that words in any form say: 全年、每季度, 6月底、11月底, 10月20日前."""
    found: list[date] = []
    for match in _WITHIN.finditer(text):
        if match["day"]:
            found.append(date(year.year, int(match["month"]), 1) + relativedelta(day=int(match["day"])))
        else:
            found += [period.due_on for period in periods(match[0], year)]
    return found


def periods(text: str, year: Year) -> list[Period]:
    """The due periods of a frequency in a plan year; none for words that are not declared."""
    for frequency in FREQUENCIES:
        if match := frequency.pattern.fullmatch(_written(text)):
            return frequency.periods(match, year)
    return []
