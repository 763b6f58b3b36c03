"""Briefing → fragments of HTML: cards, tiles, badges, lists. Everything from a drop is escaped here, once, by `text`.

No Streamlit. Colours and formats come from `briefing.figures.theme`, layout from ui.css.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from typing import NamedTuple

from briefing import layers
from briefing.figures import theme
from briefing.model import Attention, Briefing, Measure, Site, VillageState
from briefing.status import SEVERITY, TROUBLED, Status

STAGES = ("未开工", "在建", "完工", "验收")
# The six things leadership asks for first, with the short names used on screens.
SUMMARY = {
    "T01": "新农村建设点",
    "T02": "村庄整治点",
    "T03": "美丽庭院",
    "T04": "户厕问题整改",
    "T05": "污水处理站",
    "F01": "衔接资金拨付",
}
FUNDS, INDUSTRY = "F01", "F02"
NAMED_AT_MOST = 6  # a list of names in a sentence
# Layer → the table it is drawn from.
LAYER_TABLES = {
    **dict.fromkeys(layers.SITE_LAYERS.values(), "sites"),
    layers.COURTYARDS: "courtyards",
    layers.TOILETS: "toilets",
    layers.SEWAGE: "stations",
    layers.KEY_VILLAGES: "funds",
    layers.FUNDS: "funds",
}
FUND_BOUNDS = ("F02", "F03", "F04", "F05", "F06")


class Tile(NamedTuple):
    """One key number: its title, the number with unit, a line under it and, where there is one, a status."""

    title: str
    number: str
    unit: str
    below: str
    status: Status | None = None


def text(value: object) -> str:
    """Anything as HTML text; every value of a drop goes through here."""
    return escape(str(value), quote=True)


def _tone(status: str) -> str:
    return f'style="--tone:{theme.look(status).colour}"'


def badge(status: str) -> str:
    """Mark and word of a status in its colour."""
    look = theme.look(status)
    return f'<span class="badge" {_tone(status)}><i aria-hidden="true">{look.mark}</i>{text(status)}</span>'


def dated(snapshot: date | None, *, stale: bool = False) -> str:
    """The 截至日期 of a panel, marked when the data is old."""
    if snapshot is None:
        return f'<span class="dated">{theme.MISSING}</span>'
    old = '<b class="old">数据陈旧</b> ' if stale else ""
    return f'<span class="dated">{old}截至 {theme.day(snapshot)}</span>'


def panel_title(title: str, *, detail: str = "", aside: str = "") -> str:
    """The heading of a panel: what it is, the finding, and at the right its date (`aside` is HTML)."""
    finding = f"<span>：{text(detail)}</span>" if detail else ""
    return f'<div class="panel-title"><h3>{text(title)}{finding}</h3>{aside}</div>'


def progress_bar(rate: float | None, scheduled: float | None, status: str, *, what: str) -> str:
    """A bar with the black tick of 序时; hatched when nothing was reported."""
    tick = "" if scheduled is None else f'<b style="left:{min(scheduled, 1):.2%}"></b>'
    fill = "" if rate is None else f'<i style="width:{min(max(rate, 0), 1):.2%}"></i>'
    spoken = f"{what} {theme.rate(rate)}" + ("" if scheduled is None else f"，序时 {theme.rate(scheduled)}")
    missing = " missing" if rate is None else ""
    return f'<div class="bar{missing}" {_tone(status)} role="img" aria-label="{text(spoken)}">{fill}{tick}</div>'


def _big_number(value: str, target: str, unit: str) -> str:
    aim = f" / {target} {text(unit)}" if target else f" {text(unit)}"
    return f'<div class="number{" missing" if value == theme.MISSING else ""}">{value}<small>{aim}</small></div>'


def _milestone_words(measure: Measure, as_of: date) -> str:
    """The dated share that comes next (on its day: that one), or the last when all are past."""
    ahead = [milestone for milestone in measure.milestones if milestone.due_on >= as_of]
    if not measure.milestones:
        return ""
    milestone = ahead[0] if ahead else measure.milestones[-1]
    return f"{theme.month_end(milestone.due_on)}目标 {milestone.share:.0%}"


def measure_card(measure: Measure, briefing: Briefing, *, title: str | None = None) -> str:
    """One headline measure; it keeps its place and shape when nothing was reported."""
    if measure.id == FUNDS:
        value, target, unit = theme.money(briefing.funds.disbursed), theme.money(briefing.funds.allocated), "万元"
        rate_word, right = "拨付率", _milestone_words(measure, briefing.as_of)
    else:
        value, target, unit = theme.count(measure.value), theme.count(measure.target), measure.unit
        rate_word, right = "完成率", "" if measure.value is None else f"较上季 {theme.change(measure.change)}"
    if value == theme.MISSING and measure.id == FUNDS:
        target = ""
    own_date = dated(measure.snapshot, stale=measure.stale) if _differs(measure, briefing.as_of) else ""
    name = title or measure.title
    return (
        f'<article class="card" {_tone(measure.status)}><header><h3>{text(name)}</h3>{badge(measure.status)}</header>'
        f"{_big_number(value, target, unit)}{progress_bar(measure.rate, measure.scheduled, measure.status, what=rate_word)}"
        f"<footer><span>{rate_word} {theme.rate(measure.rate)}</span><span>{right}</span></footer>{own_date}</article>"
    )


def _differs(measure: Measure, as_of: date) -> bool:
    return measure.snapshot is not None and (measure.stale or measure.snapshot != as_of)


def measure_cards(briefing: Briefing, ids: Iterable[str] = tuple(SUMMARY)) -> str:
    """Cards of the headline measures side by side."""
    cards = "".join(measure_card(briefing.measure(id), briefing, title=SUMMARY.get(id)) for id in ids)
    return f'<div class="cards">{cards}</div>'


def tiles(facts: Sequence[Tile]) -> str:
    """Key numbers side by side."""
    return f'<div class="tiles">{"".join(map(_tile, facts))}</div>'


def _tile(fact: Tile) -> str:
    mark = badge(fact.status) if fact.status else ""
    tone = _tone(fact.status) if fact.status else ""
    missing = " missing" if fact.number in (theme.MISSING, "—") else ""
    return (
        f'<article class="tile" {tone}><header><h3>{text(fact.title)}</h3>{mark}</header><div class="key-number{missing}">'
        f"{text(fact.number)}<small> {text(fact.unit)}</small></div><footer>{text(fact.below)}</footer></article>"
    )


def fund_tiles(briefing: Briefing) -> list[Tile]:
    """The key numbers of the funds screen."""
    funds, coming = briefing.funds, briefing.funds.next_milestone
    disbursement, industry = briefing.measure(FUNDS), briefing.measure(INDUSTRY)
    until = f"到 {theme.month_end(coming.due_on)} {coming.share:.0%} 节点" if coming else "年度节点已全部到期"
    beyond = funds.gap is not None and funds.gap < 0
    gap = theme.money(None if funds.gap is None else abs(funds.gap))
    floor = "" if industry.target is None else f"不低于 {theme.count(industry.target)}%"
    return [
        Tile("累计拨付", theme.money(funds.disbursed), "万元", f"安排 {theme.money(funds.allocated)} 万元"),
        Tile("拨付率", theme.rate(funds.rate), "", _milestone_words(disbursement, briefing.as_of), disbursement.status),
        Tile("已超出下一节点" if beyond else "距下一节点缺口", gap if coming else "—", "万元", until),
        Tile("每月需拨付", theme.money(funds.pace_needed) if coming else "—", "万元", until),
        Tile("近三月速度", theme.money(funds.pace_recent), "万元/月", _pace_words(briefing)),
        Tile("中央资金产业占比", theme.rate(funds.industry_share_central), "", floor, industry.status),
    ]


def _pace_words(briefing: Briefing) -> str:
    recent, needed = briefing.funds.pace_recent, briefing.funds.pace_needed
    if recent is None or needed is None:
        return ""
    return "够用：不低于每月需拨付" if recent >= needed else f"每月还差 {theme.money(needed - recent)} 万元"


def unreported_line(measure: Measure) -> str:
    """Who has not reported, in one line."""
    if not measure.unreported:
        return ""
    listed = "、".join(map(text, measure.unreported[:NAMED_AT_MOST]))
    rest = len(measure.unreported) - NAMED_AT_MOST
    return f'<p class="more">○ 未报：{listed}{f" 等 {len(measure.unreported)} 个" if rest > 0 else ""}</p>'


def measure_strip(measure: Measure, briefing: Briefing) -> str:
    """One measure as a wide, low line above its details."""
    why = f"<span>{text(measure.reason)}</span>" if measure.reason else ""
    owners = "、".join(map(text, measure.responsible))
    return (
        f'<article class="strip" {_tone(measure.status)}><h3>{text(SUMMARY.get(measure.id, measure.title))}</h3>'
        f"{_big_number(theme.count(measure.value), theme.count(measure.target), measure.unit)}{badge(measure.status)}{why}"
        f'<span class="owners">责任单位：{owners}</span>{dated(measure.snapshot, stale=measure.stale)}</article>'
    )


def more(hidden: int, what: str) -> str:
    """The line that says how much a short list leaves out."""
    return f'<p class="more">另有 {hidden} {what}</p>' if hidden > 0 else ""


def attention_list(items: Sequence[Attention], *, limit: int | None) -> str:
    """需要调度的事项, worst first."""
    if not items:
        return '<p class="calm">✔ 目前没有需要调度的事项</p>'
    shown = items[:limit]
    rows = "".join(
        f"<li {_tone(item.status)}><b>{text(item.title)}</b><footer><span>{text(item.owner)}</span>{badge(item.status)}</footer></li>"
        for item in shown
    )
    return f'<ul class="attention">{rows}</ul>{more(len(items) - len(shown), "项")}'


def legend(statuses: Sequence[Status | None]) -> str:
    """The statuses present on a map with how many villages have each; None is a village without such a task."""
    counts = Counter(statuses)
    known = sorted((status for status in counts if status is not None), key=lambda status: SEVERITY[status])
    entries = [f"<li>{badge(status)} <b>{counts[status]}</b></li>" for status in known]
    if counts[None]:
        entries.append(f'<li><span class="badge"><i class="swatch"></i>无此项任务</span> <b>{counts[None]}</b></li>')
    return f'<ul class="legend">{"".join(entries)}</ul>'


def stepper(stage: str, status: str) -> str:
    """未开工 → 在建 → 完工 → 验收 with the stages reached filled."""
    reached = STAGES.index(stage) if stage in STAGES else -1
    steps = "".join(
        f'<li class="{"now" if at == reached else "past" if at < reached else "ahead"}"><i></i>{name}</li>'
        for at, name in enumerate(STAGES)
    )
    return f'<ol class="stepper" {_tone(status)} aria-label="阶段：{text(stage)}">{steps}</ol>'


def lateness(site: Site) -> str:
    """How late a site is in words, or — when it is not."""
    return f"逾期 {site.days_late} 天" if site.days_late > 0 else "—"


def station_card(station: Site) -> str:
    """One sewage station with everything a leader asks about it."""
    gap = None if station.progress is None else station.progress - station.scheduled
    behind = f"，{theme.points(gap)}" if gap is not None and station.status in TROUBLED else ""
    finish = f"{theme.day(station.actual_finish)} 完工" if station.actual_finish else lateness(station)
    facts = (
        ("计划完工", theme.day(station.planned_finish)),
        ("实际", finish),
        ("责任单位", station.owner or theme.MISSING),
        ("位置", f"{station.town}{station.village}"),
        ("设计规模", theme.MISSING if station.capacity is None else f"{theme.count(station.capacity)} 吨/日"),
        ("受益户数", theme.MISSING if station.beneficiaries is None else f"{theme.count(station.beneficiaries)} 户"),
    )
    pairs = "".join(f"<div><dt>{name}</dt><dd>{text(value)}</dd></div>" for name, value in facts)
    problem = f'<p class="problem"><b>存在问题</b>{text(station.problem)}</p>' if station.problem else ""
    return (
        f'<article class="station" {_tone(station.status)}><header><h3>{text(station.name)}</h3>{badge(station.status)}</header>'
        f"{stepper(station.stage, station.status)}"
        f'<div class="progress"><b>{theme.rate(station.progress)}</b><span>形象进度，序时 {theme.rate(station.scheduled)}{behind}</span></div>'
        f"{progress_bar(station.progress, station.scheduled, station.status, what='形象进度')}<dl>{pairs}</dl>{problem}</article>"
    )


def stations(sites: Sequence[Site]) -> str:
    """All stations as equal panels."""
    return f'<div class="stations">{"".join(map(station_card, sites))}</div>'


def village_card(village: VillageState, *, limit: int | None) -> str:
    """A village and everything it has, worst first."""
    items = sorted(village.items, key=lambda item: -SEVERITY[item.status])
    shown = items[:limit]
    rows = "".join(
        f"<li {_tone(item.status)}><div><b>{text(item.title)}</b><span>{text(item.text)}</span></div>{badge(item.status)}</li>"
        for item in shown
    )
    grade = f'<span class="grade">{text(village.grade)}重点帮扶村</span>' if village.grade else ""
    body = f'<ul class="items">{rows}</ul>{more(len(items) - len(shown), "项")}' if items else '<p class="calm">○ 没有填报的项目</p>'
    return f'<div class="village"><p>{text(village.town)}{grade}</p>{body}</div>'


def worst_villages(villages: Sequence[VillageState], layer: str, *, limit: int | None) -> str:
    """The villages that stand worst on a layer, with the item that makes them so."""
    ranked = sorted(
        (village for village in villages if layer in village.statuses), key=lambda village: -SEVERITY[village.statuses[layer]]
    )
    behind = [village for village in ranked if village.statuses[layer] in {*TROUBLED, Status.UNREPORTED}]
    if not behind:
        return '<p class="calm">✔ 这一图层没有落后的村</p>'
    shown = behind[:limit]
    rows = "".join(
        f"<li {_tone(village.statuses[layer])}><div><b>{text(village.village)}</b><span>{text(worst_words(village, layer))}</span></div>"
        f"{badge(village.statuses[layer])}</li>"
        for village in shown
    )
    return f'<ul class="items">{rows}</ul>{more(len(behind) - len(shown), "个村")}'


def worst_words(village: VillageState, layer: str) -> str:
    """Which item gives a village its status on a layer."""
    items = [item for item in village.items if layer in (item.layer, layers.ALL)]
    if not items:
        return "没有填报"
    worst = max(items, key=lambda item: SEVERITY[item.status])
    return f"{worst.title}：{worst.text}" if worst.text else worst.title


def bounds(measures: Sequence[Measure]) -> str:
    """Floors and limits as one line each: name, why, status."""
    rows = "".join(
        f"<li {_tone(measure.status)}><div><b>{text(measure.title)}</b><span>{text(measure.reason or measure.note)}</span></div>"
        f"{badge(measure.status)}</li>"
        for measure in measures
    )
    return f'<ul class="items">{rows}</ul>'


def title_row(title: str, briefing: Briefing) -> str:
    """The top line of every screen: what it is, on which day, how far the year is, and whether this is sample data."""
    sample = '<b class="sample">示例数据</b>' if briefing.edition.sample else ""
    return (
        f'<header class="top"><h1>{text(title)}</h1><p>数据截至 <b>{theme.day(briefing.as_of)}</b><i></i>年度时间进度 '
        f"<b>{theme.rate(briefing.year_progress)}</b>{'<i></i>' if sample else ''}{sample}</p></header>"
    )


def headline(sentence: str) -> str:
    """The finding of the screen, said first."""
    return f'<p class="headline">{text(sentence)}</p>'


def footer(briefing: Briefing) -> str:
    """Where the numbers come from."""
    edition = briefing.edition
    note = f"（{text(edition.note)}）" if edition.note else ""
    return (
        f'<footer class="source">来源：{text(edition.by)} {theme.moment(edition.published_at)} 发布，第 {edition.number} 版{note}　·　'
        f"序时进度为按时间折算（文件只定节点）　·　{text(briefing.publisher)}</footer>"
    )


def map_snapshot(briefing: Briefing, layer: str) -> date | None:
    """The 截至日期 of what a map layer shows; of all layers together, the newest."""
    tables = [LAYER_TABLES[layer]] if layer in LAYER_TABLES else list(briefing.snapshots)
    days = [briefing.snapshots.get(table) for table in tables]
    return max((day for day in days if day), default=None)


def notice(title: str, *lines: str) -> str:
    """A message that takes the place of a screen. Lines may hold HTML made here, never text of a drop."""
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f'<section class="notice"><h2>{text(title)}</h2>{body}</section>'


def hint(sentence: str) -> str:
    """A short remark above a screen, such as a link that no longer fits."""
    return f'<p class="hint" role="status">{text(sentence)}</p>'
