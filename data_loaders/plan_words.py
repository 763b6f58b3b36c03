"""The words that a plan may use, declared once as the tables are: its settings.

The door checks plan files against them, `briefing.plan` and `checking.district` read with them, docs/rules.md lists
them.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

import pandas as pd

from data_loaders.schema import DISTRICT, PROGRESS_TABLES, SITE_KINDS
from geo.district import MERIDIANS, SYSTEMS, Box, is_box

T = TypeVar("T")
LEVELS = "区县市"
# What a ledger or a plan may call all units together: 全区 everywhere, 全县 in a county, 全市 in a city.
WHOLE_WORDS = frozenset(f"全{level}" for level in LEVELS)
MONTHS = range(1, 13)


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One setting of a plan: its name, what it means, how its value is written, and what holds where it is left out.

    `read` turns the written value into what it means; ValueError where it cannot.
    """

    name: str
    meaning: str  # Chinese; shown in docs/rules.md
    form: str  # Chinese; how the value is written
    example: str
    read: Callable[[str], T]
    default: T

    def of(self, settings: Mapping[str, str]) -> T:
        """The value among the settings of a plan; the default where it is not given or cannot be understood."""
        try:
            return self.read(settings[self.name])
        except (KeyError, ValueError, AttributeError):
            return self.default


def several(text: str) -> tuple[str, ...]:
    """A `;`-separated value as its parts; ValueError when there is none."""
    parts = tuple(part.strip() for part in re.split("[;；]", text) if part.strip())
    if not parts:
        raise ValueError(text)
    return parts


def _numbers(parts: Sequence[str]) -> tuple[float, ...]:
    return tuple(float(part) for part in parts)


def _at_least(least: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if (number := int(text)) < least:
            raise ValueError(text)
        return number

    return read


def _points(text: str) -> float:
    """Percentage points as a fraction: 10 → 0.1."""
    if not 0 <= (points := float(text)) <= 100:
        raise ValueError(text)
    return points / 100


def _months(text: str) -> frozenset[int]:
    found = frozenset(int(part) for part in several(text))
    if not found <= set(MONTHS):
        raise ValueError(text)
    return found


def _days(text: str) -> tuple[date, ...]:
    return tuple(sorted(date.fromisoformat(part) for part in several(text)))


def _box(text: str) -> Box:
    sides = _numbers(several(text))
    if not is_box(sides):
        raise ValueError(text)
    west, south, east, north = sides
    return west, south, east, north


def _meridian(text: str) -> int:
    degrees = float(text.strip().rstrip("°"))
    if degrees not in MERIDIANS:
        raise ValueError(text)
    return int(degrees)


def _places(text: str) -> tuple[tuple[str, float, float], ...]:
    """(town, east, north) of every part."""
    found = []
    for part in several(text):
        town, east, north = re.split("[:：]", part)
        found.append((town, float(east), float(north)))
    return tuple(found)


def _system(text: str) -> str:
    if text.strip() not in SYSTEMS:
        raise ValueError(text)
    return text.strip()


def _subject(word: str) -> str:
    """The table or kind of site that a word of 不涉及 means: 户厕问题整改台账, 户厕 → toilets; 新农村建设点 stays."""
    if word in SITE_KINDS:
        return word
    for table in PROGRESS_TABLES:
        if word in (table.title, table.name, *table.words):
            return table.name
    raise ValueError(word)


def _not_concerned(text: str) -> frozenset[tuple[str, str]]:
    pairs = (re.split("[:：]", part) for part in several(text))
    return frozenset((unit.strip(), _subject(subject.strip())) for unit, subject in pairs)


_BOX_FORM = "西;南;东;北 四个经纬度（度），如 114.75;25.63;114.97;25.92"
_NAMES_FORM = "名称，多个用分号隔开"

TITLE = Setting("工作名称", "工作的名称，写在总览和材料的标题里", "文字", "农村人居环境整治提升", str, "")
DISTRICT_NAME = Setting("区域名称", "区（县）的名称", "文字", "云岭县", str, "")
PUBLISHER = Setting("发布单位", "通报的落款", "文字", "云岭县农业农村局", str, "")
DOCUMENT = Setting("文号", "计划所依据的文件", "文字", "云振领字〔2025〕1号", str, "")
WHOLE: Setting[str | None] = Setting(
    "全域称谓", "各单位合在一起叫什么；不填时按区域名称的最后一个字：云岭县是全县", "文字", "全县", str, None
)
UNITS: Setting[tuple[str, ...]] = Setting(
    "镇和管理处", "报数的各镇（乡、街道、管理处）；不填时按村庄名录", _NAMES_FORM, "河东镇;河西乡", several, ()
)
MAPPED: Setting[tuple[str, ...]] = Setting(
    "地图显示", "地图画哪几个镇；不填时画全部", _NAMES_FORM, "河东镇", several, ()
)
DEPARTMENTS: Setting[tuple[str, ...]] = Setting(
    "行业部门", "范围写“每部门”时是哪些部门", _NAMES_FORM, "县水利局;县财政局", several, ()
)
NOT_CONCERNED: Setting[frozenset[tuple[str, str]]] = Setting(
    "不涉及", "哪个单位没有哪张台账（或哪类建设点）要交；写了的不算未报",
    "单位:台账，多个用分号隔开；台账写名称（户厕问题整改台账）或类型（新农村建设点）", "河西乡:户厕问题整改台账;河西乡:示范村",
    _not_concerned, frozenset(),
)  # fmt: skip
STALE = Setting("数据陈旧天数", "数据比所选日期早这么多天以上，标为数据陈旧", "天数", "45", _at_least(0), 45)
SLIGHTLY_BEHIND = Setting(
    "略滞后百分点", "落后序时进度不超过这么多个百分点是略滞后，再多是滞后", "0 到 100 的数", "10", _points, 0.10
)
PROJECTION = Setting("测算月数", "按最近几个月的拨付速度测算", "月数", "3", _at_least(1), 3)
VACATION: Setting[frozenset[int]] = Setting(
    "假期月份", "频次写“每月（假期除外）”时不要求的月份", "1 到 12，多个用分号隔开", "2;7;8", _months, frozenset()
)
TERM_ENDS: Setting[tuple[date, ...]] = Setting(
    "学期结束", "频次写“学期结束前”时的期限", "日期，多个用分号隔开", "2025-07-05;2025-12-31", _days, ()
)
COORDINATES = Setting("坐标系", "台账里经纬度的坐标系", f"{'、'.join(SYSTEMS)} 之一", "WGS84", _system, "WGS84")
APPROVAL = Setting("审图号", "公开用图的审图号，写在地图下面", "文字", "赣S(2025)001号", str, "")
WINDOW: Setting[Box | None] = Setting(
    "区域范围", "各村不会越出的范围；不填不能交界线", _BOX_FORM, "117.05;30.10;117.35;30.35", _box, None
)
MERIDIAN: Setting[int | None] = Setting(
    "中央经线", "界线所用 CGCS2000 三度带；不填取离区域最近的一条",
    "三度带的中央经线（度，75 到 135 间 3 的倍数），如 114", "117", _meridian, None,
)  # fmt: skip
EXTENT: Setting[Box | None] = Setting(
    "镇域范围", "地图所示各镇的大致范围，首次交界线时用来发现偏移", _BOX_FORM, "117.10;30.12;117.30;30.33", _box, None
)
PLACES: Setting[tuple[tuple[str, float, float], ...]] = Setting(
    "镇方位", "没有界线时示意图上各镇的大致方位",
    "镇名:东:北，用分号隔开，如 东镇:1:0.75;西镇:-1:-0.75", "河东镇:1:0;河西乡:-1:0", _places, (),
)  # fmt: skip

SETTINGS: Mapping[str, Setting] = {
    setting.name: setting
    for setting in (
        TITLE, DISTRICT_NAME, PUBLISHER, DOCUMENT, WHOLE, UNITS, MAPPED, DEPARTMENTS, NOT_CONCERNED, STALE, SLIGHTLY_BEHIND,
        PROJECTION, VACATION, TERM_ENDS, COORDINATES, APPROVAL, WINDOW, MERIDIAN, EXTENT, PLACES,
    )
}  # fmt: skip


def whole_word(settings: Mapping[str, str]) -> str:
    """What a plan calls all units together: its 全域称谓, else by the end of its 区域名称, else 全区."""
    if given := WHOLE.of(settings):
        return given
    name = DISTRICT_NAME.of(settings)
    return f"全{name[-1]}" if name and name[-1] in LEVELS else DISTRICT


def in_force(rows: pd.DataFrame, day: date) -> pd.DataFrame:
    """The rows of a plan table that hold on a day: of each obligation those of the newest 生效日期 that has come.

    A row without one holds from 1 January.
    """
    if rows.empty:
        return rows
    things = [*zip(rows["year"], rows["id"], strict=True)]
    begun = [
        date(int(year), 1, 1) if pd.isna(since) else since.date()
        for (year, _), since in zip(things, rows["effective_on"], strict=True)
    ]
    newest: dict[tuple, date] = {}
    for thing, since in zip(things, begun, strict=True):
        if since <= day:
            newest[thing] = max(since, newest.get(thing, since))
    return rows[[newest.get(thing) == since for thing, since in zip(things, begun, strict=True)]]
