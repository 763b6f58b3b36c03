"""Where the district lies, as its plan says: settings of the plan → the `District` that boundaries and sites must fit.

May import: `findings`, `headers`, `reference`; `geo.district`.
"""

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from data_loaders import reference
from data_loaders.findings import Finding, Source
from data_loaders.headers import Header
from geo.district import MERIDIANS, District, is_box, nearest_meridian

NAME, MAPPED, UNITS = "区域名称", "地图显示", "镇和管理处"
WINDOW, MERIDIAN, EXTENT, PLACES = "区域范围", "中央经线", "镇域范围", "镇方位"
_BOX_FORM = "西;南;东;北 四个经纬度（度），如 114.75;25.63;114.97;25.92"
FORMS: Mapping[str, str] = {
    WINDOW: _BOX_FORM,
    EXTENT: _BOX_FORM,
    MERIDIAN: "三度带的中央经线（度，75 到 135 间 3 的倍数），如 114",
    PLACES: "镇名:东:北，用分号隔开，如 东镇:1:0.75;西镇:-1:-0.75",
}


def ground_of(tables: Mapping[str, pd.DataFrame]) -> District | None:
    """The district of the newest plan among some tables; None where no plan says where it lies.

    What a plan leaves out is taken from an older plan, or the shipped one, of the district of the same name.
    """
    settings = _own(tables.get("plan_settings"))
    window = _box(settings.get(WINDOW))
    if window is None:
        return None
    return District(
        window,
        _meridian(settings.get(MERIDIAN)) or nearest_meridian(window),
        _box(settings.get(EXTENT)),
        tuple(_several(settings.get(MAPPED) or settings.get(UNITS, ""))),
        _places(settings.get(PLACES)) or (),
    )


def check_settings(frame: pd.DataFrame, source: Source, header: Header) -> list[Finding]:
    """Errors for settings about the place of the district that cannot be understood."""
    if header.table.name != "plan_settings":
        return []
    understood = {WINDOW: _box, EXTENT: _box, MERIDIAN: _meridian, PLACES: _places}
    wrong = [row for row in frame.itertuples() if row.name in understood and not understood[row.name](row.value)]
    return [
        source.finding(
            "setting_unreadable", row=int(row.Index), column=header.text("value"), name=row.name, text=row.value, form=FORMS[row.name]
        )
        for row in wrong
    ]


def _own(settings: pd.DataFrame | None) -> dict[str, str]:
    """The settings of the newest plan's district, newest last said."""
    if settings is None or settings.empty:
        return {}
    name = _named(settings[settings["year"] == settings["year"].max()])
    plans = [reference.tables()["plan_settings"], settings]
    years = [rows for plan in plans for _, rows in plan.groupby("year") if _named(rows) == name]
    return {setting: value for rows in years for setting, value in zip(rows["name"], rows["value"], strict=True)}


def _named(rows: pd.DataFrame) -> str | None:
    names = rows.loc[rows["name"] == NAME, "value"]
    return None if names.empty else names.iloc[0]


def _several(text: str) -> list[str]:
    return [part.strip() for part in re.split("[;；]", text) if part.strip()]


def _numbers(words: Sequence[str]) -> tuple[float, ...] | None:
    try:
        return tuple(float(word) for word in words)
    except ValueError:
        return None


def _box(text: object) -> tuple[float, float, float, float] | None:
    sides = _numbers(_several(text)) if isinstance(text, str) else None
    return sides if sides and is_box(sides) else None


def _meridian(text: object) -> int | None:
    degrees = _numbers([text.strip().rstrip("°")]) if isinstance(text, str) else None
    return int(degrees[0]) if degrees and degrees[0] in MERIDIANS else None


def _places(text: object) -> tuple[tuple[str, float, float], ...] | None:
    """(town, east, north) of every part; None when one of them is not of that form."""
    parts = [re.split("[:：]", part) for part in _several(text)] if isinstance(text, str) else []
    numbers = [_numbers(words[1:]) for words in parts]
    if not parts or not all(pair and len(pair) == 2 for pair in numbers):
        return None
    return tuple((words[0], *pair) for words, pair in zip(parts, numbers, strict=True))
