"""What the cells of a source column are like: places, numbers, days, words. Only looked at, never kept."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from data_loaders.layouts.language.words import choice_of
from data_loaders.layouts.sheet import PROFILED_ROWS, HeaderBlock
from data_loaders.reading.grid import Grid
from data_loaders.schema import AS_OF, DISTRICT, Column, Kind
from data_loaders.tidying.cells import BLANK_WORDS, NO, NOT_YET, YES, as_text, is_blank, parse_date, squeezed
from data_loaders.tidying.gazetteer import Gazetteer
from data_loaders.tidying.headers import UNITS
from data_loaders.tidying.rows import numbers_columns

MOST = 0.8  # of the filled cells that make a column what it is
FEW_WORDS = 12
TICKS = frozenset("√✓✔☑■●▲○1是")
CROSSES = frozenset("×✗✘╳")
_TOTAL = re.compile(r"^(?:.{0,8})?(?:合\s*计|小\s*计|总\s*计|共\s*计)|^(?:汇\s*总|总\s*数|累\s*计)")
_WHOLE = re.compile(r"全[区县市镇乡处]")
NUMBERED = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．]")
OFFICE = re.compile(r"[镇乡村处局办委站所院会司社部]$|中心$|街道$|政府$|各镇")
# Whoever may report: an office, also in the middle of a name, a place, a group.
_PARTY = re.compile(rf"{OFFICE.pattern}|[校区县市]$|中心|街道|政府|[各本全][镇乡村区县市]|工作队|专班|小组|学校|医院")
_NUMERAL = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）]?")
_NOTE = re.compile(r"^(?:注|备注|说明|填[报表]|制表|审核|数据来源|联系)")
_NUMBER = re.compile(
    r"([-+]?\d[\d,]*(?:\.\d+)?)\s*(%|(?![年月日号季期\d])[\u4e00-\u9fffa-z/³]{0,5}(?:(?<=[a-z])\d)?(?:/[a-z天日])?)$",
    re.IGNORECASE,
)
_UNIT_IN_BRACKETS = re.compile(r"(?<=\d)\(([\u4e00-\u9fff]{1,3})\)$")  # 15(户)
_DAY_TEXT = re.compile(
    r"20\d\d[年./-]\d{1,2}月?[-—–~至到](?:20\d\d[年./-])?\d{1,2}月?$|[^\d(]{1,8}\(\d{1,2}月\d{1,2}日(?:之?以?前)?\)$"
    r"|(?:20\d\d\s*[年./-]\s*)?\d{1,2}\s*[月./-]\s*(?:\d{1,2}\s*[日号]?|底|末|份|[上中下]旬)?\s*(?:之?以?前)?$"
    r"|20\d\d年?底?(?:之?以?前)?$|年底前?$"
)
FLOW = re.compile(r"\d+(?:\.\d+)?(?=(?:吨|t|m3?|立方米?|方)(?:/|每|$|[,，;；。、(（]|d))", re.IGNORECASE)
HOUSES = ("beneficiaries", "households")  # of ours that count houses
WORDED = re.compile(r"([\u4e00-\u9fff]{2,8}?)[:：为]?(\d+)[户个座处]?(?=[,，;；。、]|$)")  # 任务12户，完成10户
_COUNTED_TEXT = re.compile(r"[^\d]{1,8}\d+[户个座处]?[^\d%]{0,4}")
_UNIT_BEHIND = re.compile(r"\d[\d,.]*([户人座个处次])")
_TOWN_WORD = r"(?:镇|乡|街道|办事处|管理处|管委会)"
IS_VILLAGE = re.compile(r"(?:村|社区|居委会)$")
_LISTED = re.compile(
    rf"(.{{1,10}}?{_TOWN_WORD})[·/、,-]?(.{{1,12}}?(?:村委会|村|社区|居委会))(?:\S{{1,8}}(?:组|屋场|自然村))?"
)
_LISTED_TOWN = re.compile(rf"(.{{1,10}}{_TOWN_WORD})(?:\([^()]*\))?")
_DEGREES = re.compile(r"(\d+(?:\.\d+)?)[°度]?(?:(\d+(?:\.\d+)?)['′分](?:(\d+(?:\.\d+)?)(?:″|′′|''|\"|秒))?)?")
_VILLAGE_IN = re.compile(r".+?(?:村|社区|居委会)")


@dataclass(frozen=True)
class Profile:
    """A column of the source as its first rows are, blanks left out where not said otherwise."""

    header: str
    position: int
    cells: tuple[object, ...]  # of the looked-at rows, None where blank
    percent_shown: bool
    gazetteer: Gazetteer

    @cached_property
    def filled(self) -> tuple[object, ...]:
        return tuple(cell for cell in self.cells if not is_blank(cell))

    @cached_property
    def texts(self) -> tuple[str, ...]:
        return tuple(squeezed(as_text(cell)) for cell in self.filled)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The different texts, in order."""
        return tuple(dict.fromkeys(self.texts))

    @cached_property
    def numbers(self) -> np.ndarray:
        """A number for every looked-at row, NaN where there is none; units and percent signs left off."""
        return np.array([_number(cell) for cell in self.cells], dtype=float)

    def share(self, is_so) -> float:
        """The share of filled cells that are so; 0 without any."""
        return sum(map(is_so, self.texts)) / len(self.texts) if self.texts else 0.0

    @cached_property
    def number_share(self) -> float:
        said = [text for text in self.texts if text not in BLANK_WORDS]
        return sum(_number(text) == _number(text) for text in said) / len(said) if said else 0.0

    @cached_property
    def whole_share(self) -> float:
        numbers = self.numbers[~np.isnan(self.numbers)]
        return float(np.mean(numbers == np.floor(numbers))) if len(numbers) else 0.0

    @cached_property
    def town_share(self) -> float:
        return self.share(lambda text: self.gazetteer.town(text) is not None or self.gazetteer.is_district(text))

    @cached_property
    def village_share(self) -> float:
        """Villages by name alone, or behind their town."""
        return self.share(self.gazetteer.is_village)

    @cached_property
    def place_share(self) -> float:
        """A village in one cell, behind its town or before more; the whole district and towns alone where most name one."""
        villages = self.share(lambda text: place_of(text, self.gazetteer)[1] is not None)
        towns = self.share(
            lambda text: place_of(text, self.gazetteer)[1] is None and any(place_of(text, self.gazetteer))
        )
        return villages + towns + self.share(self.gazetteer.is_district) if villages >= towns else villages

    @cached_property
    def unit(self) -> str:
        """What nearly all numbers carry behind them: 户 of 140户; "" where they do not."""
        units = [match[1] for text in self.texts if (match := _UNIT_BEHIND.fullmatch(text))]
        return units[0] if units and units.count(units[0]) >= MOST * len(self.texts) else ""

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days among the cells that need no year from elsewhere."""
        return tuple(day for cell in self.filled if isinstance(day := parse_date(cell, AS_OF).value, date))

    @cached_property
    def day_share(self) -> float:
        told = [cell for cell in self.filled if squeezed(as_text(cell)) not in BLANK_WORDS]
        said = [day for cell in told for day in days_of(cell) if not NOT_YET.fullmatch(squeezed(as_text(day)))]
        days = (
            parse_date(cell, AS_OF).problem is None or _DAY_TEXT.fullmatch(squeezed(as_text(cell))) for cell in said
        )
        return sum(map(bool, days)) / max(len(said), 1)

    @cached_property
    def true_day_share(self) -> float:
        return sum(parse_date(cell, AS_OF).problem is None for cell in self.filled) / max(len(self.filled), 1)

    @cached_property
    def flag_share(self) -> float:
        return self.share(lambda text: text.upper() in YES | NO)

    @cached_property
    def is_percent(self) -> bool:
        """Whether its texts carry a percent sign."""
        return self.share(lambda text: text.endswith("%")) >= MOST

    @cached_property
    def may_be_shares(self) -> bool:
        """Whether numbers may be shares of a whole, and no codes 1, 2, 3."""
        said = self.numbers[~np.isnan(self.numbers)]
        return self.percent_shown or self.is_percent or bool((said > FEW_WORDS).any() or (said <= 1).all())

    @cached_property
    def is_ticks(self) -> bool:
        return 0 < len(self.filled) and self.share(lambda text: text in TICKS) == 1.0 and not self.is_running

    @cached_property
    def is_marks(self) -> bool:
        """√, and × where nothing was done."""
        return self.is_ticks or (
            any(text in TICKS for text in self.words) and self.share(lambda text: text in TICKS | CROSSES) == 1
        )

    @cached_property
    def is_running(self) -> bool:
        """1, 2, 3 …: a running number."""
        said = self.numbers[~np.isnan(self.numbers)]
        return len(said) > 1 and bool((np.diff(said) == 1).all()) and said[0] == 1

    @cached_property
    def is_sparse(self) -> bool:
        """Whether most rows leave it blank, and not all: it only remarks on some."""
        return 0 < 2 * len(self.filled) < len(self.cells)

    @cached_property
    def is_long_text(self) -> bool:
        return self.number_share < MOST and bool(self.texts) and float(np.mean([len(text) for text in self.texts])) > 6

    def choice_share(self, column: Column) -> float:
        return self.share(lambda text: choice_of(column, text) is not None)

    def exact_choice_share(self, column: Column) -> float:
        known = {word for value, synonyms in column.choices.items() for word in (value, *synonyms)}
        return self.share(lambda text: text in known)

    def suits(self, column: Column) -> float:
        """How well the cells are what a column of ours holds: 0 they cannot be, 1 they are; 0.9 for a blank column."""
        if not self.filled:
            return 0.3 if column.required else 0.9
        if column.name == "town":
            return (
                max(self.town_share, self.place_share * 0.9) if max(self.town_share, self.place_share) >= 0.5 else 0.0
            )
        if column.name == "village":
            share = max(self.village_share, self.place_share)
            return share if share >= 0.5 else 0.0
        if column.name in ("unit",):
            if self.number_share > 0.5 or self.share(lambda text: text.lower() in UNITS) > 0.5:
                return 0.0  # what is counted, not who reports
            if max(self.town_share, self.village_share, self.share(lambda text: bool(_PARTY.search(text)))) < 0.3:
                return 0.0  # names of nobody: 部位, 内容
            return 1.0 if self.town_share >= MOST or self.village_share >= MOST else 0.7
        return _BY_KIND[column.kind](self, column)

    def suits_listed(self, column: Column) -> float:
        """As `suits`, for the village list itself, whose names define what a village is."""
        if column.name in ("town", "village"):
            return 0.0 if self.number_share > 0.5 else 1.0
        return self.suits(column)


def _numeric(profile: Profile, column: Column) -> float:
    if profile.number_share < 0.7 or (
        (profile.percent_shown or profile.is_percent)
        and column.kind is not Kind.PERCENT
        and column.kind is not Kind.NUMBER
    ):
        return 0.0
    if column.kind is Kind.WHOLE and profile.whole_share < 0.95:
        return 0.0
    return 1.0 if profile.number_share >= 0.9 else 0.8


def _percent(profile: Profile, column: Column) -> float:
    said = profile.numbers[~np.isnan(profile.numbers)]
    return 1.0 if profile.number_share >= 0.9 and len(said) and said.min() >= 0 and said.max() <= 100 else 0.0


def _choice(profile: Profile, column: Column) -> float:
    if profile.number_share > 0.5:
        return 0.6 if column.name in ("stage", "status") and _percent(profile, column) else 0.0
    if len(profile.words) > max(FEW_WORDS, len(profile.texts) // 2) and column.name not in ("stage", "status"):
        return 0.3
    share = profile.choice_share(column)
    return share if share >= 0.5 else 0.3


def _text(profile: Profile, column: Column) -> float:
    if profile.is_ticks and not column.name.endswith("_id"):
        return 0.0  # √ tells that something is so, and nothing more
    if column.name in ("project", "name", "item", "progress_text", "detail", "owner", "problem", "next_step"):
        return 0.0 if profile.number_share > MOST and not profile.is_long_text else 1.0
    if column.name in ("project_id", "site_id", "action_id", "duty_id", "indicator_id", "code"):
        unique = len(profile.words) >= 0.7 * len(profile.texts)
        return 1.0 if unique or column.name in ("duty_id", "indicator_id", "project_id") else 0.6
    return 1.0


_BY_KIND = {
    Kind.WHOLE: _numeric, Kind.NUMBER: _numeric, Kind.MONEY: _numeric, Kind.PERCENT: _percent,
    Kind.DATE: lambda profile, column: profile.day_share if profile.day_share >= 0.6 else 0.0,
    Kind.FLAG: lambda profile, column: profile.flag_share if profile.flag_share >= MOST else 0.0,
    Kind.CHOICE: _choice, Kind.TEXT: _text, Kind.GEOMETRY: lambda profile, column: 0.0,
}  # fmt: skip


def _number(cell: object) -> float:
    if isinstance(cell, bool):
        return np.nan
    if isinstance(cell, int | float):
        return float(cell)
    text = _UNIT_IN_BRACKETS.sub(r"\1", squeezed(as_text(cell)).lower()) if cell is not None else ""
    match = _NUMBER.fullmatch(text)
    return float(match[1].replace(",", "")) if match else np.nan


def change_told(text: str) -> float | None:
    """By how much a text says that a figure has changed: +3, 减2户, 持平; None for another text."""
    match = _CHANGE.fullmatch(text)
    if match is None:
        return 0.0 if text in _NO_CHANGE else None
    return float(match[2]) * (-1 if match[1] in _LESS else 1)


_LESS = frozenset("-－−减降↓▼") | {"减少", "下降", "减了", "降低"}
_CHANGE = re.compile(
    r"(?:净|较?上[年月]末?)?([-+＋－−↑↓▲▼]|增[加长]?|减少?|上升|下降|降低?|)(\d+(?:\.\d+)?)[\u4e00-\u9fff]{0,2}"
)
_NO_CHANGE = frozenset({"持平", "不变", "无变化", "无增减", "没有变化", "未变", "平"})


def is_counted_text(text: str) -> bool:
    """Whether a text says one number among some words: 已完成15户."""
    return bool(_COUNTED_TEXT.fullmatch(text))


def place_of(text: str, gazetteer: Gazetteer) -> tuple[str | None, str | None]:
    """(town, village) that a text begins with: 潭口镇龙塘村上屋组; None for what it does not name."""
    if gazetteer.is_district(text):
        return None, None
    if gazetteer.town(text):
        return gazetteer.town(text), None
    town, rest = gazetteer.split(text)
    for name in (rest, *(match[0] for match in [_VILLAGE_IN.match(rest)] if match)):
        found = gazetteer.village(name, town)
        if found.problem is None and found.value:
            return found.value
    return town, None


def days_of(cell: object) -> list[object]:
    """The days of one cell: three of 4月10日、5月19日、6月4日; of a month, 9日、23日."""
    parts = _BETWEEN_DAYS.split(squeezed(as_text(cell))) if isinstance(cell, str) else [cell]
    are_days = all(_DAY_TEXT.fullmatch(str(part)) or _OF_MONTH.fullmatch(str(part)) for part in parts)
    return list(parts) if len(parts) > 1 and are_days and not all(str(part).isdigit() for part in parts) else [cell]


_OF_MONTH = re.compile(r"(?:3[01]|[12]\d|0?[1-9])[日号]?")  # under a month
_BETWEEN_DAYS = re.compile(r"[、,，;；]")


def unit_named(gazetteer: Gazetteer, text: str) -> str | None:
    """The unit that reports which a text is: a town, or the whole district."""
    return gazetteer.town(text) or (DISTRICT if gazetteer.is_district(text) else None)


def listed_place(text: str) -> tuple[str | None, str | None]:
    """(town, village) of a cell of a village list, which itself says what there is: 潭东镇东坑村."""
    match = _LISTED.fullmatch(text)
    return (match[1], match[2]) if match else (listed_town(text), None if listed_town(text) else text)


def listed_town(text: str) -> str | None:
    """The town that a heading of a village list names: 潭东镇（14个村）."""
    match = _LISTED_TOWN.fullmatch(text)
    return match[1] if match else None


def coordinates(text: str) -> tuple[float, float] | None:
    """Longitude and latitude of one cell, in degrees or degrees, minutes and seconds, in either order; None for another."""
    found = [arc(match.groups()) for match in _DEGREES.finditer(text)]
    if len(found) != 2:
        return None
    longitude, latitude = sorted(found, reverse=True)
    return (longitude, latitude) if 73 < longitude < 136 and 3 < latitude < 54 else None


def degrees(text: str) -> float | None:
    """A longitude or latitude in degrees and minutes, 114°52′30″; None for another text."""
    match = _DEGREES.fullmatch(re.sub(r"^(?:[EN]|东经|北纬)|[EN]$", "", text))
    return arc(match.groups()) if match and re.search("[°度]", text) else None


def arc(parts: Sequence[object]) -> float:
    """Degrees, minutes and seconds as degrees."""
    return round(sum(float(str(part or 0)) / 60**at for at, part in enumerate(parts)), 6)


def profiles(grid: Grid, block: HeaderBlock, gazetteer: Gazetteer) -> tuple[Profile, ...]:
    """The columns below a header as their first rows are; totals, notes and headings left out."""
    cells = grid.head(PROFILED_ROWS + block.rows[-1])
    cells = cells.loc[cells.index > block.rows[-1]]
    again = [block.parts.get(position, ("",))[-1] for position in cells.columns]  # the header printed once more
    cells = cells[[_is_row(line) and [squeezed(as_text(cell)) for cell in line] != again for line in cells.itertuples(index=False, name=None)]]  # fmt: skip
    for merge in grid.merges:
        if merge.last_row > merge.first_row > block.rows[-1] and merge.first_row in cells.index:
            own = cells.loc[merge.first_row : merge.last_row, merge.first_column]
            cells.loc[own.index, merge.first_column] = [cells.at[merge.first_row, merge.first_column]] * len(own)
    shown = {position for row, position in grid.percents if row > block.rows[-1]}
    return tuple(
        Profile(name, position, tuple(_plain(cells[position])), position in shown, gazetteer)
        for position, name in block.names.items()
    )


def heading_of(line: Sequence[object]) -> str:
    """The text of a row that only heads those below, alone or, where it is numbered, beside their sums; "" for another."""
    filled = [cell for cell in line if not is_blank(cell)]
    text = squeezed(as_text(filled[0])) if filled else ""
    sums = filled[1:]
    if _NUMERAL.fullmatch(text) and sums:  # 一 | 潭东镇 | 306
        text, sums = f"{text}、{squeezed(as_text(sums[0]))}", sums[1:]
    return text if not sums or (NUMBERED.match(text) and all(_number(cell) == _number(cell) for cell in sums)) else ""


def _plain(column: pd.Series) -> list[object]:
    return [None if is_blank(cell) else cell for cell in column]


def _is_row(line: Sequence[object]) -> bool:
    texts = [squeezed(as_text(cell)) for cell in line if not is_blank(cell)]
    if len(texts) < 2 or numbers_columns(texts):
        return False
    if _WHOLE.fullmatch(texts[0]) or heading_of(line):  # behind a name it is the place of a project
        return False
    return not any(_TOTAL.match(text) for text in texts[:3]) and not _NOTE.match(texts[0])
