"""The day a file speaks for: from its 截至日期 column, as given, from a title, the sheet's or the file's name."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

import pandas as pd

from data_loaders.findings import Finding, Source, listed
from data_loaders.guarding.visible import visible
from data_loaders.reading.grid import Grid
from data_loaders.schema import AS_OF
from data_loaders.tidying.cells import half_width, month_end, parse_date
from data_loaders.tidying.headers import Header
from data_loaders.tidying.numerals import days_in_figures

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
_PART_OF_MONTH = re.compile(r"(?<=\d月)份?(上旬|中旬|下旬|上半月|下半月)")
_LAST_OF_PART = {"上旬": "10日", "中旬": "20日", "上半月": "15日"}  # of the others that of the month
# A day with one of these before it says when the paper was made, not what it speaks for.
_MADE_ON = re.compile(r"(?:填报|填表|制表|编制|打印|导出|报送|上报|印发|会议)(?:日期|时间)?[:于]?$")
_SENT = re.compile(r"[日号]?[_\s]*(?:报送|上报|填报|报|导出|打印|印发|发送|提交)(?!告)")
_SPEAKS_FOR = re.compile(r"(?:截至|截止|统计|数据)(?:日期|时间|到|至)?[:于]?$")


class Told(StrEnum):
    """Where a day stands, as it is said to people."""

    COLUMN = "表内"
    GIVEN = "指定"
    TITLE = "标题"
    SHEET = "工作表名"
    FILE = "文件名"


def with_as_of(
    frame: pd.DataFrame, source: Source, grid: Grid, header: Header, given: date | None
) -> tuple[pd.DataFrame, list[Finding]]:
    """截至日期 from its column, else as given, else from a title, the sheet's or the file's name."""
    if not header.table.is_snapshot:
        return frame, []
    sources = _days_stated(source, grid, header, given)
    if "as_of" in frame and frame["as_of"].notna().any():
        given_days, filled = _filled_down(frame["as_of"])
        days, said = _month_ends(given_days, source, header, sources)
        if filled:
            said.append(source.finding("town_filled", column=header.text("as_of"), count=filled))
        rows = days.value_counts().sort_index()
        rows.index = [day.date() for day in rows.index]
        said += _as_of_several(source, header, rows) + _as_of_differs(
            source, header, Told.COLUMN, list(rows.index), sources
        )
        return frame.assign(as_of=days), said
    if not sources:
        return frame, [source.finding("as_of_missing", column=header.text("as_of"))]
    code, (where, day) = next(iter(sources.items()))
    said = [source.finding(code, date=day), *_as_of_differs(source, header, where, [day], sources)]
    return frame.assign(as_of=pd.Timestamp(day).as_unit("s")), said


def _filled_down(days: pd.Series) -> tuple[pd.Series, int]:
    """The day of the first row in all of them where no other has one, as a merged cell comes in a CSV."""
    if len(days) < 2 or pd.isna(days.iloc[0]) or days.iloc[1:].notna().any():
        return days, 0
    return days.ffill(), len(days) - 1


def _month_ends(days: pd.Series, source: Source, header: Header, sources) -> tuple[pd.Series, list[Finding]]:
    """First days of months, which spreadsheets make of 2023年10月: its last day if a name says so, else a reminder."""
    firsts = [day.date() for day in days.dropna().unique() if day.day == 1]
    stated = {day for _, day in sources.values()}
    ends = {day: end for day in firsts if (end := month_end(day.year, day.month)) in stated}
    column = header.text("as_of")
    findings = [source.finding("as_of_month_start", column=column, date=day) for day in firsts if day not in ends]
    if ends:
        count = int(days.isin([pd.Timestamp(day) for day in ends]).sum())
        findings.append(source.finding("month_to_day", column=column, count=count))
    return days.replace({pd.Timestamp(first): pd.Timestamp(end) for first, end in ends.items()}), findings


def _as_of_several(source: Source, header: Header, rows: pd.Series) -> list[Finding]:
    """Days that look like slips of one another: two in a month, or one with less than half of another's rows."""
    months = {(day.year, day.month) for day in rows.index}
    if len(months) == len(rows) and 2 * rows.min() >= rows.max():
        return []
    dates = listed(f"{day}（{count} 行）" for day, count in rows.items())
    return [source.finding("as_of_several", column=header.text("as_of"), count=len(rows), dates=dates)]


def tells_day(grid: Grid, header: Header, given: date | None) -> bool:
    """Whether a sheet says the day it speaks for, in a column or above, or somebody has given it."""
    return "as_of" in header.cells or bool(_days_stated(grid.source, grid, header, given))


def _days_stated(source: Source, grid: Grid, header: Header, given: date | None) -> dict[str, tuple[Told, date]]:
    """Finding code → (where in words, day) of all that names a day for the whole sheet, the strongest first."""
    sheet = [grid.source.sheet or ""]
    file = [source.file.rpartition(".")[0] or source.file]
    stated = {
        "as_of_given": (Told.GIVEN, given),
        "as_of_from_title": (Told.TITLE, stated_day(header.titles, [*sheet, *file])),
        "as_of_from_sheet": (Told.SHEET, stated_day(sheet, [*header.titles, *file])),
        "as_of_from_name": (Told.FILE, stated_day(file, header.titles)),
    }
    return {code: (where, day) for code, (where, day) in stated.items() if day}


def _as_of_differs(source: Source, header: Header, used_from: Told, used: list[date], sources) -> list[Finding]:
    """What else in the file names another month than the one that is used: last month's title on this month's file.

    The same month of another year is a slip that nobody can see through, unless somebody has given the day.
    """
    months = {(day.year, day.month) for day in used}
    months_of_any_year = {day.month for day in used}
    return [
        source.finding(
            "as_of_year_differs"
            if day.month in months_of_any_year and Told.GIVEN not in (used_from, where)
            else "as_of_differs",
            column=header.text("as_of"),
            used_from=used_from,
            used=listed(used),
            other_from=where,
            other=day,
        )
        for where, day in sources.values()
        if (day.year, day.month) not in months
    ]


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
    """The text without blanks, its days in figures: 二〇二三年九月三十日, 9月上旬 as its last day."""
    plain = days_in_figures(re.sub(r"\s+", "", half_width(visible(text))))
    return _PART_OF_MONTH.sub(lambda match: _LAST_OF_PART.get(match[1], ""), plain)


def _days_in(text: str) -> list[tuple[date, bool]]:
    """(day, whether the text says that it speaks for it) in the order they stand."""
    found: dict[int, tuple[date, bool]] = {}
    for pattern in (_WRITTEN, _SEPARATED, _COMPACT):
        for match in pattern.finditer(text):
            before = text[: match.start()]
            parts = [part for part in match.groups() if part is not None and part.isdigit()]
            day = _day(*parts)
            speaks = bool(_SPEAKS_FOR.search(before))
            if day and (speaks or not (_MADE_ON.search(before) or _SENT.match(text, match.end()))):
                found.setdefault(match.start(), (day, speaks))
    return [found[place] for place in sorted(found)]


def _months_in(text: str) -> list[tuple[str, ...]]:
    months: list[tuple[str, ...]] = [
        tuple(part for part in match.groups() if part) for match in _MONTH_ALONE.finditer(text)
    ]
    quarters = [_QUARTERS.get(match[1]) or int(match[1] or match[2]) for match in _QUARTER.finditer(text)]
    return months or [(str(3 * quarter),) for quarter in quarters]


def _day(year: str, month: str, day: str | None = None) -> date | None:
    if day is None:
        return month_end(int(year), int(month))
    return parse_date(f"{year}-{int(month):02d}-{int(day):02d}", AS_OF).value
