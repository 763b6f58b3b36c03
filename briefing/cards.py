"""Measures, key numbers and sewage stations as cards. No Streamlit; see `markup` for escaping and looks."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from briefing.figures import theme
from briefing.markup import badge, calm, dated, more, progress_bar, text, tone
from briefing.model import Briefing, Funds, Measure, Site
from briefing.status import SEVERITY, TROUBLED, Status

STAGES = ("未开工", "在建", "完工", "验收")
# Titles of the plan that are too long for a card.
SHORT_TITLES = {"污水处理站建成": "污水处理站", "项目资金拨付率": "衔接资金拨付", "中央衔接资金产业占比": "中央资金产业占比"}
DISBURSEMENT, INDUSTRY = "milestones", "ratio"  # the kinds of measure that speak of money
SHORT_NAME = 5  # em widths of a unit's name beside a rate
LONG_NUMBER = 8  # characters of value and target that a card holds in full size
STATIONS_RULE = "stations_finished"
IN_TWO_COLUMNS = 4  # panels of stations; more stand in three
NAMED_AT_MOST = 6  # names in a sentence


class Tile(NamedTuple):
    """One key number: its title, the number with unit, a line under it and, where there is one, a status."""

    title: str
    number: str
    unit: str
    below: str
    status: Status | None = None


def short_title(measure: Measure) -> str:
    """The title of a measure as cards write it."""
    return SHORT_TITLES.get(measure.title, measure.title)


def of_kind(briefing: Briefing, kind: str) -> Measure | None:
    """The first measure of a kind; None when the plan has none."""
    return next((measure for measure in briefing.measures if measure.kind == kind), None)


def _big_number(value: str, target: str, unit: str) -> str:
    aim = f" / {target} {text(unit)}" if target != theme.MISSING else ""
    kind = " missing" if value == theme.MISSING else " long" if len(value + target) > LONG_NUMBER else ""
    return f'<div class="number{kind}">{value}<small>{aim}</small></div>'


def _milestone_words(measure: Measure, as_of: date) -> str:
    """The dated share that comes next (on its day: that one), or the last when all are past."""
    if not measure.milestones:
        return ""
    ahead = [milestone for milestone in measure.milestones if milestone.due_on >= as_of]
    milestone = ahead[0] if ahead else measure.milestones[-1]
    return f"{theme.month_end(milestone.due_on)}目标 {milestone.share:.0%}"


def measure_card(measure: Measure, briefing: Briefing) -> str:
    """One headline measure; it keeps its place and shape when nothing was reported."""
    if measure.kind == DISBURSEMENT:
        number = _big_number(theme.money(briefing.funds.disbursed), theme.money(briefing.funds.allocated), "万元")
        kind, rate_word, right = "card money", "拨付率", _milestone_words(measure, briefing.as_of)
    else:
        number = _big_number(theme.count(measure.value), theme.count(measure.target), measure.unit)
        right = "" if measure.value is None else _missing_words(measure) or f"较上季 {theme.change(measure.change)}"
        kind, rate_word = "card", "完成率"
    own_date = ""
    if measure.snapshot is not None and (measure.stale or measure.snapshot != briefing.as_of):
        own_date = dated(measure.snapshot, stale=measure.stale)
    return (
        f'<article class="{kind}" {tone(measure.status)}>'
        f"<header><h3>{text(short_title(measure))}</h3>{badge(measure.status)}</header>{number}"
        f"{progress_bar(measure.rate, measure.scheduled, measure.status, what=rate_word, known_share=measure.known_share)}"
        f"<footer><span>{rate_word} {theme.rate(measure.rate)}</span><span>{text(right)}</span></footer>{own_date}</article>"
    )


def _missing_words(measure: Measure) -> str:
    """Who is not in the number, as short as a card needs it: ○ 潭东镇未报, ○ 3 处未报, ○ 只列 7/17."""
    silent, mark = measure.unreported, theme.look(Status.UNREPORTED).mark
    if measure.value is None or not (silent or measure.known_share < 1):
        return ""
    if not silent:
        return f"{mark} 只列 {theme.count(measure.covered)}/{theme.count(measure.target)}"
    one = len(silent) == 1 and theme.ems(silent[0]) <= SHORT_NAME
    return f"{mark} {silent[0] if one else f'{len(silent)} 处'}{theme.MISSING}"


def measure_cards(briefing: Briefing, measures: Iterable[Measure], *, stacked: bool = False) -> str:
    """Cards of measures side by side, or one above the other."""
    cards = "".join(measure_card(measure, briefing) for measure in measures)
    return f'<div class="cards{" stacked" if stacked else ""}">{cards}</div>'


def measure_strip(measure: Measure, *, owners: bool = False) -> str:
    """One measure as a wide, low line above its details."""
    if owners:
        words = f"责任单位：{'、'.join(map(text, measure.responsible))}"
        aside = f"<span>{words}</span>{dated(measure.snapshot, stale=measure.stale)}"
    else:
        aside = f"<span>{text(_missing_words(measure)) or f'较上季 {theme.change(measure.change)}'}</span>"
    return (
        f'<article class="strip" {tone(measure.status)}><h3>{text(short_title(measure))}</h3>'
        f"{_big_number(theme.count(measure.value), theme.count(measure.target), measure.unit)}{badge(measure.status)}"
        f"<span>完成率 {theme.rate(measure.rate)}，序时 {theme.rate(measure.scheduled)}</span>"
        f'<div class="aside">{aside}</div></article>'
    )


def gaps_line(measure: Measure, hidden: int) -> str:
    """Under the ranked villages: how many more there are, and who has not reported."""
    listed = "、".join(map(text, measure.unreported[:NAMED_AT_MOST]))
    rest = f" 等 {len(measure.unreported)} 个" if len(measure.unreported) > NAMED_AT_MOST else ""
    words = [f"另有 {hidden} 个村"] if hidden > 0 else []
    words += [f"○ 未报：{listed}{rest}"] if listed else []
    return f'<p class="more">{"　".join(words)}</p>' if words else ""


def tiles(facts: Sequence[Tile]) -> str:
    """Key numbers side by side."""
    return f'<div class="tiles">{"".join(map(_tile, facts))}</div>'


def _tile(fact: Tile) -> str:
    mark, colour = (badge(fact.status), tone(fact.status)) if fact.status else ("", "")
    missing = fact.number == theme.MISSING
    unit = "" if missing else f"<small> {text(fact.unit)}</small>"
    return (
        f'<article class="tile" {colour}><header><h3>{text(fact.title)}</h3>{mark}</header>'
        f'<div class="key-number{" missing" if missing else ""}">{text(fact.number)}{unit}</div>'
        f"<footer>{text(fact.below)}</footer></article>"
    )


def fund_tiles(briefing: Briefing) -> list[Tile]:
    """The key numbers of the funds screen."""
    funds, coming = briefing.funds, briefing.funds.next_milestone
    until = f"到{theme.month_end(coming.due_on)} {coming.share:.0%} 节点" if coming else ""
    allocated = "" if funds.allocated is None else f"安排 {theme.money(funds.allocated)} 万元"
    beyond = funds.gap is not None and funds.gap < 0
    return [
        Tile("累计拨付", theme.money(funds.disbursed), "万元", allocated),
        *_judged(briefing, DISBURSEMENT, "拨付率"),
        Tile("超出下一节点" if beyond else "距下一节点缺口", theme.money(funds.gap and abs(funds.gap)), "万元", until),
        _need_tile(funds, until),
        _pace_tile(funds),
        *_judged(briefing, INDUSTRY),
    ]


def _judged(briefing: Briefing, kind: str, title: str | None = None) -> list[Tile]:
    """The tile of a rate that a measure of the plan judges; none when the plan has no such measure."""
    measure = of_kind(briefing, kind)
    if measure is None:
        return []
    floor = "" if measure.target is None else f"不低于 {theme.count(measure.target)}%"
    return [Tile(title or short_title(measure), theme.rate(measure.rate), "", _milestone_words(measure, briefing.as_of) or floor, measure.status)]


def _need_tile(funds: Funds, until: str) -> Tile:
    """The pace needed up to the next milestone; on its own day there is no month left, which is not 未报."""
    nothing_left = funds.pace_needed is None and funds.disbursed is not None
    return Tile("每月需拨付", "—" if nothing_left else theme.money(funds.pace_needed), "" if nothing_left else "万元", until)


def _pace_tile(funds: Funds) -> Tile:
    """The recent pace against the pace needed; early in the year there is none yet, which is not 未报."""
    title, recent, needed = "近三月速度", funds.pace_recent, funds.pace_needed
    if recent is None:
        return Tile(title, theme.MISSING if funds.disbursed is None else "—", "", "不足三个月的数据")
    below = "够用：不低于每月需拨付"
    if needed is None:
        below = ""
    elif recent < needed:
        below = f"每月还差 {theme.money(needed - recent)} 万元"
    return Tile(title, theme.money(recent), "万元/月", below)


def stepper(stage: str, status: str) -> str:
    """未开工 → 在建 → 完工 → 验收 with the stages reached filled."""
    reached = STAGES.index(stage) if stage in STAGES else -1
    kinds = ["past" if at < reached else "now" if at == reached else "ahead" for at in range(len(STAGES))]
    steps = "".join(f'<li class="{kind}"><i></i>{name}</li>' for kind, name in zip(kinds, STAGES, strict=True))
    return f'<ol class="stepper" {tone(status)} aria-label="阶段：{text(stage)}">{steps}</ol>'


def finish_words(site: Site) -> str:
    """When a site was finished, or how late it is, or — when neither."""
    if site.actual_finish:
        return f"{theme.day(site.actual_finish)} 完工"
    return f"逾期 {site.days_late} 天" if site.days_late > 0 else "—"


def _measured(value: float | None, unit: str) -> str:
    return theme.MISSING if value is None else f"{theme.count(value)} {unit}"


def station_card(station: Site) -> str:
    """One sewage station with everything a leader asks about it."""
    facts = {
        "计划完工": theme.day(station.planned_finish),
        "实际": finish_words(station),
        "责任单位": station.owner or theme.MISSING,
        "位置": f"{station.town}{station.village}",
        "设计规模": _measured(station.capacity, "吨/日"),
        "受益户数": _measured(station.beneficiaries, "户"),
    }
    pairs = "".join(f"<div><dt>{name}</dt><dd>{text(value)}</dd></div>" for name, value in facts.items())
    words = f"形象进度，序时 {theme.rate(station.scheduled)}"
    if station.progress is not None and station.status in TROUBLED:
        words += f"，{theme.points(station.progress - station.scheduled)}"
    problem = (
        f'<p class="problem" title="{text(station.problem)}"><b>存在问题</b>{text(station.problem)}</p>'
        if station.problem
        else ""
    )
    return (
        f'<article class="station" {tone(station.status)}>'
        f"<header><h3>{text(station.name)}</h3>{badge(station.status)}</header>{stepper(station.stage, station.status)}"
        f'<div class="progress"><b>{theme.rate(station.progress)}</b><span>{words}</span></div>'
        f"{progress_bar(station.progress, station.scheduled, station.status, what='形象进度')}"
        f"<dl>{pairs}</dl>{problem}</article>"
    )


def silent_stations(briefing: Briefing, town: str | None = None) -> list[str]:
    """The stations that the plan names and the newest ledger lacks; of a town only those known to lie there."""
    parts = [part for measure in briefing.judged_by(STATIONS_RULE) for part in measure.parts]
    return [part.name for part in parts if part.value is None and town in (None, part.town)]


def stations(sites: Sequence[Site], silent: Sequence[str], *, limit: int | None) -> str:
    """All stations as equal panels, those nobody reported last; where they are too many, the worst first."""
    room = len(sites) if limit is None else max(0, limit - len(silent))
    shown = sites if len(sites) <= room else sorted(sites, key=lambda site: -SEVERITY[site.status])[:room]
    panels = [*map(station_card, shown), *map(_silent_station, silent[:limit])]
    hidden = len(sites) + len(silent) - len(panels)
    many = " many" if len(panels) > IN_TWO_COLUMNS else ""
    return f'<div class="stations{many}">{"".join(panels)}</div>{more(hidden, "座")}'


def _silent_station(name: str) -> str:
    """The place of a station that the plan names and nobody reported."""
    status = Status.UNREPORTED
    return (
        f'<article class="station" {tone(status)}><header><h3>{text(name)}</h3>{badge(status)}</header>'
        f'{stepper("", status)}<div class="progress"><b class="missing">{theme.MISSING}</b><span>形象进度</span></div>'
        f"{progress_bar(None, None, status, what='形象进度')}{calm('计划点名，台账没有这一座')}</article>"
    )
