"""The day a file speaks for when it has no 截至日期 column: from a title, the sheet's or the file's name.

May import: `cells`, `schema`.
"""

import re
from collections.abc import Iterable
from datetime import date

from data_loaders.cells import half_width, month_end, parse_date, without_invisible
from data_loaders.schema import AS_OF

# 2023年1-9月 speaks for September: what stands before the dash is where it began.
_FROM = r"(?:\d{1,2}月?(?:\d{1,2}日)?[-—–~至到])?"
_MONTH, _DAY = r"(1[0-2]|0?[1-9])", r"(3[01]|[12]\d|0?[1-9])"
_NOT_A_RANGE = r"(?!\d|月|[-—–~至到]\d{1,2}月)"
_WRITTEN = re.compile(rf"(?<!\d)(20\d\d)年度?{_FROM}{_MONTH}月(?:{_DAY}(?:[日号]|(?=[.)_]|$)))?")
_SEPARATED = re.compile(rf"(?<!\d)(20\d\d)([-_./]){_MONTH}(?:\2{_DAY})?{_NOT_A_RANGE}")
_COMPACT = re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])?(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_MONTH_ALONE = re.compile(rf"(?<![\d年]){_MONTH}月(?:份|底|末)?(?:{_DAY}[日号])?")
_QUARTER = re.compile(r"(?:第|前)?([一二三四1-4])季度|[Qq]([1-4])(?!\d)")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
# A day with one of these before it says when the paper was made, not what it speaks for.
_MADE_ON = re.compile(r"(?:填报|填表|制表|编制|打印|导出|报送|上报|印发|会议)(?:日期|时间)?[:于]?$")
_SPEAKS_FOR = re.compile(r"(?:截至|截止|统计|数据)(?:日期|时间|到|至)?[:于]?$")


def stated_day(texts: Iterable[str], context: Iterable[str] = ()) -> date | None:
    """The day some texts name, None when they name none; a month or quarter means its last day.

    A day after 截至 goes before others, then the last one. `context` may give the year to a month alone.
    """
    texts = [_plain(text) for text in texts]
    days = [found for text in texts for found in _days_in(text)]
    if days:
        return max(enumerate(days), key=lambda place: (place[1][1], place[0]))[1][0]
    years = [match[1] for text in (*texts, *map(_plain, context)) for match in _YEAR.finditer(text)]
    months = [month for text in texts for month in _months_in(text)]
    if not months or len(set(years)) != 1:
        return None
    return _day(years[0], *months[-1])


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", half_width(without_invisible(text)))


def _days_in(text: str) -> list[tuple[date, bool]]:
    """(day, whether the text says that it speaks for it) in the order they stand."""
    found = {}
    for pattern in (_WRITTEN, _SEPARATED, _COMPACT):
        for match in pattern.finditer(text):
            before = text[: match.start()]
            parts = [part for part in match.groups() if part is not None and part.isdigit()]
            day = _day(*parts)
            if day and not _MADE_ON.search(before):
                found.setdefault(match.start(), (day, bool(_SPEAKS_FOR.search(before))))
    return [found[place] for place in sorted(found)]


def _months_in(text: str) -> list[tuple[str, ...]]:
    months = [tuple(part for part in match.groups() if part) for match in _MONTH_ALONE.finditer(text)]
    quarters = [_QUARTERS.get(match[1]) or int(match[1] or match[2]) for match in _QUARTER.finditer(text)]
    return months or [(str(3 * quarter),) for quarter in quarters]


def _day(year: str, month: str, day: str | None = None) -> date | None:
    if day is None:
        return month_end(int(year), int(month))
    return parse_date(f"{year}-{int(month):02d}-{int(day):02d}", AS_OF).value
