"""THE words for numbers, days and lists of names: the same on screens, slides, bulletins, workbook cells, offline page and in JSON.

A number that falls short of what it is held against never reads as if it had reached it, and one beyond it never as
short: decimals are added until both read differently (74.96% of 75%, 49.99 万元 of 50). Rounding is 四舍五入, as
spreadsheets show numbers.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING

import pandas as pd
from dateutil.relativedelta import relativedelta

from briefing.model import ActionState, Funds, Measure, MeasureKind, Older, Part, Point, Site, TargetChange
from briefing.status import reaches
from data_loaders.clock import CHINA
from data_loaders.schema import BEFORE_NEXT_MEETING

if TYPE_CHECKING:
    from typing_extensions import TypeIs

MISSING, DASH = "未报", "—"
STALE = "数据陈旧"
PERCENT, MONEY = "%", "万元"
# Unit → decimals that are shown even when they are 0, and decimals to which a number is rounded first.
_DECIMALS = {PERCENT: (1, 1), MONEY: (0, 1)}
_DECIMALS_OF_OTHERS = (0, 2)
# Two numbers that differ for `reaches` differ within so many decimals, also as per cent.
_MOST_DECIMALS = 9
NAMED_AT_MOST = 3
NAMED_IN_A_LINE = 2  # where a screen has one line, or two with what stands before them
NAMED_EMS = 48  # characters that such names take at most: a name of forty stands alone
LAST_EMS = 60  # up to where a single one that is left is named as well
# A sentence names so many in full: the units of a county, never those of a prefecture.
NAMED_IN_FULL = 12
_PAIR = 2
_NO_TOWN = re.compile("全[省市县区]")
QUARTERS = ("第一季度", "第二季度", "第三季度", "第四季度")
HALVES = ("上半年", "下半年")


class Number(str):
    """A number in words, with its value and the number format that makes a spreadsheet show the same digits."""

    value: float | None = None
    pattern: str = "General"


def absent(value: object) -> "TypeIs[None]":
    """Whether there is no value: None, NaN or NA, whichever table it came from."""
    return value is None or bool(pd.isna(value))


# --- numbers -------------------------------------------------------------------------------------------------------


def digits(value: float | None, unit: str = "", *near: float | None) -> Number:
    """A number without its unit, rounded as the unit is: 2,381 or 739.5 (万元), 98.0 (%), 12, 未报.

    `near` are the numbers of the same unit that it is held against or stands beside; None among them is no number.
    """
    if absent(value):
        return Number(MISSING)
    kept, usual = _decimals(unit)
    shown = _told_apart(value, (*near, 100.0) if unit == PERCENT else near, usual, kept)
    return _number(f"{shown:,f}", value, f"#,##0{_places(shown)}")


def count(value: float | None, *near: float | None) -> Number:
    """A number of things: 12, 1,234, 2.5."""
    return digits(value, "", *near)


def money(value: float | None, *near: float | None) -> Number:
    """万元 without the word, one decimal where there is one: 2,381 or 739.5."""
    return digits(value, MONEY, *near)


def amount(value: float | None, unit: str, *near: float | None) -> str:
    """A number with its unit: 12 个, 98.5%, 739.5 万元; 未报 where there is none."""
    return with_unit(digits(value, unit, *near), unit)


def cell(value: object) -> str:
    """A filled cell of a ledger within a sentence: 5月6日, 12, 省道旁."""
    if isinstance(value, date):
        return month_day(value)
    return str(count(value)) if isinstance(value, int | float) else str(value)


def rate(value: float | None, *near: float | None) -> Number:
    """A fraction as per cent with one decimal; all and nothing are bounds of every rate: 99.97%, 0.03%."""
    if absent(value):
        return Number(MISSING)
    shown = _told_apart(value, (1.0, *near), usual=1, kept=1, scale=100)
    return _number(f"{shown:f}%", value, f"0{_places(shown)}%")


def aim(value: float | None, unit: str = "") -> Number:
    """What is asked for, without its unit, as exactly as it was set: 75, 99.5, 1,200."""
    if absent(value):
        return Number(MISSING)
    shown = _cut(_exact(value))
    return _number(f"{shown:,f}", value, f"#,##0{_places(shown)}")


def aimed(value: float | None, unit: str) -> str:
    """What is asked for with its unit: 75%, 50 万元."""
    return with_unit(aim(value), unit)


def target_changed(change: TargetChange, unit: str) -> str:
    """7 月 1 日起目标由 334 个改为 350 个."""
    before, after = (DASH if value is None else aimed(value, unit) for value in (change.before, change.after))
    return f"{spaced(month_day(change.since))}起目标由 {before}改为 {after}"


def share(value: float) -> str:
    """A dated share of the plan as it was set: 75%."""
    return aimed(value * 100, PERCENT)


def change(value: float | None, unit: str = "") -> Number:
    """A difference with its sign: +96, −3, 0; one that is not 0 never reads 0."""
    if absent(value):
        return Number(DASH)
    _, usual = _decimals(unit)
    shown = _told_apart(abs(value), (), usual, kept=0)
    sign = "" if not shown else "+" if value > 0 else "−"
    places = f"#,##0{_places(shown)}"
    return _number(f"{sign}{shown:,f}", value, f'+{places};"−"{places};0')


def moved(value: float | None, unit: str) -> str:
    """A difference within words: +96; that of two percentages is no percentage: +42.3 个百分点."""
    told = change(value, unit)
    return f"{told} 个百分点" if unit == PERCENT and told.value is not None else str(told)


def gap(value: float) -> str:
    """A difference of two fractions in 百分点, without its sign; never 0.0, for there is a gap: ' 5.9 个百分点'."""
    shown = _rounded(_exact(abs(value)) * 100, 1)
    return f" {shown} 个百分点" if shown else "不足 0.1 个百分点"


def points(value: float) -> str:
    """How far a rate is before or behind another: 领先 3.2 个百分点, 落后不足 0.1 个百分点, 持平."""
    if reaches(value, 0) and reaches(0, value):
        return "持平"
    return f"{'领先' if value > 0 else '落后'}{gap(value)}"


def degrees(value: float) -> Number:
    """A longitude or latitude."""
    return _number(f"{value:.6f}", value, "0.000000")


def size(content: int) -> str:
    """Bytes as people say them: 512 B, 12.3 MB."""
    left, units = float(content), ["B", "KB", "MB", "GB", "TB"]
    while left >= 1000 and len(units) > 1:
        left, units = left / 1000, units[1:]
    return f"{left:.0f} {units[0]}" if units[0] == "B" else f"{left:.1f} {units[0]}"


def _number(text: str, value: float, pattern: str) -> Number:
    number = Number(text)
    number.value, number.pattern = float(value), pattern
    return number


def with_unit(number: str, unit: str) -> str:
    """Digits with their unit; what is missing has none."""
    return str(number) if number == MISSING else f"{number}%" if unit == PERCENT else f"{number} {unit}"


def _decimals(unit: str) -> tuple[int, int]:
    """Of 万元/村 as of 万元."""
    return _DECIMALS.get(unit.partition("/")[0], _DECIMALS_OF_OTHERS)


def _told_apart(value: float, near: Sequence[float | None], usual: int, kept: int, scale: int = 1) -> Decimal:
    """A number rounded to the fewest decimals, at least `usual`, at which it differs from 0 and from all that are near.

    Zeros at its end go, but for the first `kept` decimals.
    """
    others = [one for one in (0.0, *near) if not absent(one) and not (reaches(value, one) and reaches(one, value))]
    own, bounds = _exact(value) * scale, [_exact(one) * scale for one in others]
    for decimals in range(usual, _MOST_DECIMALS + 1):
        shown = _rounded(own, decimals)
        if all(shown != _rounded(bound, decimals) for bound in bounds):
            break
    return _cut(shown, kept)


def _exact(value: float) -> Decimal:
    """The number that was meant: without the noise beyond fifteen digits, which no spreadsheet shows either."""
    return Decimal(f"{value:.15g}")


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _cut(value: Decimal, kept: int = 0) -> Decimal:
    whole = value.normalize()
    return value.quantize(Decimal(1).scaleb(-max(kept, -int(whole.as_tuple().exponent), 0)))


def _places(shown: Decimal) -> str:
    decimals = -int(shown.as_tuple().exponent)
    return "." + "0" * decimals if decimals else ""


# --- numbers of a Briefing with what they are held against ----------------------------------------------------------


def rate_bounds(measure: Measure) -> tuple[float | None, ...]:
    """The fractions that the rate of a measure is judged by: 序时, dated shares, floor or cap; 1 is one of every rate."""
    bound = measure.target / 100 if measure.unit == PERCENT and measure.target is not None else None
    return bound, measure.scheduled, *(milestone.share for milestone in measure.milestones)


def value_bounds(measure: Measure) -> tuple[float | None, ...]:
    """The numbers in its own unit that the value of a measure is judged by."""
    return _in_percent(rate_bounds(measure)) if measure.unit == PERCENT else (measure.target,)


def _in_percent(fractions: Sequence[float | None]) -> tuple[float | None, ...]:
    return tuple(None if one is None else one * 100 for one in fractions)


def rate_of(measure: Measure) -> Number:
    """完成率 of a measure."""
    return rate(measure.rate, *rate_bounds(measure))


def digits_of(measure: Measure) -> Number:
    """The value of a measure without its unit."""
    return digits(measure.value, measure.unit, *value_bounds(measure))


def value_of(measure: Measure) -> str:
    """The value of a measure with its unit."""
    return with_unit(digits_of(measure), measure.unit)


def progress(measure: Measure) -> str:
    """Done of asked for, with the unit: 271/334 个; a percentage stands beside its target: 91.7%（目标 100%）."""
    if measure.unit == PERCENT:
        return f"{value_of(measure)}（目标 {aimed(measure.target, measure.unit)}）"
    target = "" if measure.target is None else f"/{aim(measure.target)}"
    return f"{digits_of(measure)}{target} {measure.unit}"


def scheduled_of(thing: Measure | Part) -> Number:
    """序时进度 of a measure or a part of one, told apart from its rate."""
    return rate(thing.scheduled, thing.rate)


def part_unit(measure: Measure) -> str:
    """The unit of the parts of a measure; those of a rate of money are 万元."""
    return MONEY if measure.kind == MeasureKind.MILESTONES else measure.unit


def part_rate(part: Part, measure: Measure) -> Number:
    """完成率 of a part of a measure."""
    dated = rate_bounds(measure) if measure.kind == MeasureKind.MILESTONES else ()
    return rate(part.rate, *_part_bounds(part, part_unit(measure)), *dated)


def _part_bounds(part: Part, unit: str) -> tuple[float | None, ...]:
    bound = part.target / 100 if unit == PERCENT and part.target is not None else None
    return bound, part.scheduled


def part_digits(part: Part, unit: str) -> Number:
    """The value of a part without its unit."""
    bounds = _in_percent(_part_bounds(part, unit)) if unit == PERCENT else (part.target,)
    return digits(part.value, unit, *bounds)


def part_value(part: Part, unit: str) -> str:
    """The value of a part with its unit."""
    return with_unit(part_digits(part, unit), unit)


def point_digits(point: Point, measure: Measure) -> Number:
    """The value of a measure on one of its days, without its unit; of a rate of money it is 万元."""
    bounds = () if measure.kind == MeasureKind.MILESTONES else value_bounds(measure)
    return digits(point.value, part_unit(measure), *bounds)


def of_target(part: Part) -> str:
    """What of a part is done, of what is asked for: 29/30."""
    return f"{part_digits(part, '')}/{aim(part.target)}"


def progress_of(site: Site) -> Number:
    """形象进度 of a site."""
    return rate(site.progress, site.scheduled)


def due_of(site: Site) -> Number:
    """序时进度 of a site, told apart from its 形象进度."""
    return rate(site.scheduled, site.progress)


def fund_rate(value: float | None, funds: Funds) -> Number:
    """拨付率 of all the money, of a part of it or of a project: held against 序时 and the dated shares."""
    return rate(value, funds.due, *(milestone.share for milestone in funds.milestones))


def spent(disbursed: float | None, allocated: float | None) -> str:
    """What was disbursed of what was allocated, in 万元: 2,381/3,120."""
    return f"{money(disbursed, allocated)}/{money(allocated)}"


# --- days ----------------------------------------------------------------------------------------------------------


def day(value: date | None) -> str:
    """A day as figures in tables write it: 2023-09-30."""
    return MISSING if absent(value) else value.isoformat()


def due(value: date | None) -> str:
    """A day to keep, or a dash where none is set."""
    return DASH if value is None else day(value)


def action_due(action: ActionState, year: int | None = None) -> str:
    """By when an assignment is to be done, and by when it was before it was extended; with a year as sentences say it."""
    said = day if year is None else lambda value: short_due(value, year)
    now = said(action.due_on) if action.due_on else BEFORE_NEXT_MEETING
    return f"{now}（原定 {said(action.first_due_on)}）" if action.first_due_on else now


def short_due(value: date | None, year: int) -> str:
    """A day to keep as sentences say it; only another year is named."""
    if value is None:
        return DASH
    return month_day(value) if value.year == year else full_day(value)


def moment(value: datetime) -> str:
    """A moment of the store, which counts in UTC, as the clocks here show it."""
    return f"{value.astimezone(CHINA):%Y-%m-%d %H:%M}"


def day_here(value: datetime) -> str:
    """The day of a moment of the store, as the calendars here show it."""
    return day(value.astimezone(CHINA).date())


def full_day(value: date) -> str:
    """2023年9月30日, as official papers write it."""
    return f"{value.year}年{month_day(value)}"


def month_day(value: date) -> str:
    """A day within the plan year: 9月30日."""
    return f"{value.month}月{value.day}日"


def month_end(value: date) -> str:
    """A milestone by its month where that ends with it, else by its day: 9月底, 9月25日."""
    return f"{value.month}月底" if value == value + relativedelta(day=31) else month_day(value)


def as_told(snapshot: date | None, as_of: date) -> str:
    """The day of a figure that is older than the day it is judged on: （按 9 月 30 日数据）; empty for a figure of the day."""
    if snapshot is None or snapshot >= as_of:
        return ""
    return f"（按 {spaced(short_due(snapshot, as_of.year))}数据）"


def spaced(day: str) -> str:
    """A day as headlines set it, with air around its figures: 9 月 30 日, 9 月底."""
    return re.sub(r"(?<=\d)(?=[年月日])|(?<=[年月])(?=\d)", " ", day)


def period(label: str) -> str:
    """A due period as it reads in a sentence: 9 月, 第三季度, 上半年, 6 月 30 日前, 2 月底前, 全年."""
    year, _, part = label.partition("-")
    if part.startswith("Q"):
        return QUARTERS[int(part[1:]) - 1]
    if part.startswith("H"):
        return HALVES[int(part[1:]) - 1]
    if match := re.fullmatch(r"(\d\d)-(\d\d)前", part):
        return f"{spaced(month_day(date(int(year), int(match[1]), int(match[2]))))}前"
    if part.endswith("止"):  # of two, three, four or six months
        return f"{int(part[:-1])} 月底前"
    return f"{int(part)} 月" if part else "全年"


def periods(labels: Iterable[str]) -> str:
    """Due periods one after another, each once, a run of months as one: 1 月至 6 月、8 月、9 月."""
    runs: list[list[str]] = []
    for label in dict.fromkeys(labels):
        if runs and _next_month(runs[-1][-1]) == label:
            runs[-1].append(label)
        else:
            runs.append([label])
    told = ([f"{period(run[0])}至 {period(run[-1])}"] if len(run) > _PAIR else map(period, run) for run in runs)
    return "、".join(word for words in told for word in words)


def _next_month(label: str) -> str:
    year, _, month = label.partition("-")
    return f"{year}-{int(month) + 1:02d}" if month.isdecimal() else ""


def lateness(days: int) -> str:
    """How late something is that is not done: 逾期 5 天; on its last day, whose end has come, 到期未完成."""
    return f"逾期 {days} 天" if days else "到期未完成"


def mixed_days(mixed: Sequence[Older], *, short: bool = False) -> str:
    """Who speaks for an earlier day than the rest of a figure, and who never did; empty where all speak for one day.

    其中潭口镇为 9 月 30 日数据，高校园区管理处未报; short where several are: 其中潭口镇等 3 个为 9 月 30 日数据.
    """
    told = partial(listed, at_most=1, in_full=1) if short else listed
    by_day: dict[date | None, list[str]] = {}
    for older in mixed:
        by_day.setdefault(older.snapshot, []).append(older.reporter)
    silent = by_day.pop(None, [])
    days = sorted(day for day in by_day if day is not None)
    words = [f"{told(by_day[day])}为 {spaced(month_day(day))}数据" for day in days]
    words += [f"{told(silent)}{MISSING}"] if silent else []
    return f"其中{'，'.join(words)}" if words else ""


def recomputed(figure: Measure | Funds) -> str:
    """按现行口径重算，当时 78 户、滞后: how a figure of an old edition was told then; empty where it was the same."""
    then = figure.then
    return "" if then is None else f"按现行口径重算，当时 {'、'.join(dict.fromkeys((then.words, then.status.value)))}"


def besides(figure: Measure | Funds, *, short: bool = False) -> str:
    """What must stand beside a figure: who in it speaks for another day, and how it was told then."""
    return "；".join(filter(None, (mixed_days(figure.mixed, short=short), recomputed(figure))))


def recent_months(funds: Funds) -> str:
    """The months over which the recent pace of the money is taken: 近三个月, 近两个月."""
    months = funds.recent_months
    return f"近{'零一两三四五六七八九十'[months] if months <= 10 else f' {months} '}个月"


def projection(funds: Funds) -> str:
    """What the projection of the money is called: 按近三个月速度测算."""
    return f"按{recent_months(funds)}速度测算"


def last_days(funds: Funds, as_of: date) -> str:
    """10 天内, where a milestone of the money is so near that no pace by the month is told; else empty."""
    ahead = funds.next_milestone
    if ahead is None or funds.pace_needed is not None or funds.disbursed is None or ahead.due_on <= as_of:
        return ""
    return f"{(ahead.due_on - as_of).days} 天内"


def units_word(units: Iterable[str]) -> str:
    """What headings call such units together: 镇, 乡镇, 镇（管理处）, 乡镇（街道、管理处）."""
    names = list(units)
    others = [kind for kind in ("街道", "管理处") if any(name.endswith(kind) for name in names)]
    towns = "乡镇" if any(name.endswith("乡") for name in names) else "镇"
    return f"{towns}（{'、'.join(others)}）" if others else towns


def staleness(figure: Measure | Funds) -> str:
    """数据陈旧, with whose data it is where the others' is not; empty where none is."""
    if not figure.stale:
        return ""
    return f"{STALE}（{listed(figure.outdated)}）" if figure.outdated else STALE


def of_place(town: str) -> str:
    """Whose money it is, as lists by town name it: a town, or what belongs to none: 全区 as 区级项目（不分镇）."""
    return f"{of_no_town(town)}（不分镇）" if _NO_TOWN.fullmatch(town) else town


def of_no_town(place: str) -> str:
    """The same without saying so: 全区 as 区级项目; a town keeps its name."""
    return f"{place.removeprefix('全')}级项目" if _NO_TOWN.fullmatch(place) else place


# --- lists of names ------------------------------------------------------------------------------------------------


def most_named(count: int, at_most: int = NAMED_AT_MOST) -> int:
    """How many of so many to name: 等 never stands for a single one."""
    return count if count == at_most + 1 else at_most


def few(names: Sequence[str], at_most: int = NAMED_AT_MOST) -> str:
    """The first names, fewer where they are long, with 等 when there are more; how many there are is said before."""
    lengths = list(accumulate(map(len, names[: most_named(len(names), at_most)])))
    room = LAST_EMS if len(lengths) == len(names) and sum(length > NAMED_EMS for length in lengths) == 1 else NAMED_EMS
    shown = [name for at, (name, length) in enumerate(zip(names, lengths, strict=False)) if at == 0 or length <= room]
    return "、".join(shown) + "等" * (len(names) > len(shown)) if at_most else ""


def is_cut(names: Sequence[str], at_most: int = NAMED_AT_MOST) -> bool:
    """Whether `few` leaves some names out, so that how many there are must be said."""
    return few(names, at_most) != "、".join(names)


def listed(names: Sequence[str], at_most: int = NAMED_AT_MOST, in_full: int = NAMED_IN_FULL) -> str:
    """All names where a sentence can hold them, else the first and how many there are: 甲镇、乙镇、丙镇等 295 个."""
    whole = len(names) <= in_full or not is_cut(names, at_most)
    return "、".join(names) if whole else f"{few(names, at_most)} {len(names)} 个"
