"""Measures, key numbers and sewage stations as cards. No Streamlit; see `markup` for escaping and looks."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from briefing import formats, looks
from briefing.html.links import explained
from briefing.html.markup import badge, calm, dated_of, more, note, progress_bar, text, tone
from briefing.measures.naming import DISBURSEMENT, INDUSTRY, of_kind, short_title
from briefing.model import Briefing, Funds, Measure, Site, TaskState
from briefing.status import SEVERITY, TROUBLED, Status

STAGES = ("未开工", "在建", "完工", "验收")
SHORT_NAME = 5  # em widths of a unit's name beside a rate
OWNERS_EMS = 24  # of the units in two lines of a card
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
    explains: str = ""  # the measure whose rows make the number


def _big_number(measure: Measure, value: str, target: str, unit: str) -> str:
    aim = f" / {target} {text(unit)}" if target != formats.MISSING else ""
    kind = " missing" if value == formats.MISSING else " long" if len(value + target) > LONG_NUMBER else ""
    return f'<div class="number{kind}">{explained(measure.id, value)}<small>{aim}</small></div>'


def _milestone_words(measure: Measure, as_of: date) -> str:
    """The dated share that comes next (on its day: that one), or the last when all are past."""
    if not measure.milestones:
        return ""
    ahead = [milestone for milestone in measure.milestones if milestone.due_on >= as_of]
    milestone = ahead[0] if ahead else measure.milestones[-1]
    return f"{formats.month_end(milestone.due_on)}目标 {formats.share(milestone.share)}"


def measure_card(measure: Measure, briefing: Briefing) -> str:
    """One headline measure; it keeps its place and shape when nothing was reported."""
    if measure.kind == DISBURSEMENT:
        disbursed, allocated = briefing.funds.disbursed, briefing.funds.allocated
        number = _big_number(measure, formats.money(disbursed, allocated), formats.money(allocated), formats.MONEY)
        kind, rate_word, right = "card money", "拨付率", _milestone_words(measure, briefing.as_of)
    else:
        number = _big_number(measure, formats.digits_of(measure), formats.aim(measure.target), measure.unit)
        right = (
            ""
            if measure.value is None
            else _missing_words(measure) or f"较上季 {formats.moved(measure.change, measure.unit)}"
        )
        kind, rate_word = "card", "完成率"
    said = f"{rate_word} {formats.rate_of(measure)}"
    own_date = ""
    if measure.snapshot is not None and (
        measure.stale or measure.mixed or measure.then or measure.snapshot != briefing.as_of
    ):
        # The silent are named above.
        own_date = dated_of(replace(measure, mixed=measure.carried), then=True)
    return (
        f'<article class="{kind}" {tone(measure.status)}>'
        f'<header title="{text(short_title(measure))}"><h2>{text(short_title(measure))}</h2>{badge(measure.status)}</header>{number}'
        f"{progress_bar(measure.rate, measure.scheduled, measure.status, said=said, known_share=measure.known_share)}"
        f"<footer><span>{said}</span><span>{text(right)}</span></footer>{_owed(measure, briefing)}{own_date}</article>"
    )


def _owed(measure: Measure, briefing: Briefing) -> str:
    """What is left to do and by when, or how much is late already, and who owes it."""
    gap, until = left_and_until(measure, briefing)
    until = already_late(measure, briefing) or until
    owners = text("、".join(measure.responsible))
    return (
        f"<footer><span><b>{gap}</b></span><span>{until}</span></footer>"
        f'<footer class="owner" title="{owners}"><span>{text(owners_in(measure, OWNERS_EMS))}</span></footer>'
    )


def owners_in(owed: Measure | TaskState, ems: float) -> str:
    """Who owes it by whole names, the first ones and how many there are where so much room does not hold all."""
    names = owed.responsible
    for shown in range(len(names), 0, -1):
        more_words = f"等 {len(names)} 个单位" if shown < len(names) else ""
        words = "、".join(names[:shown]) + more_words
        if looks.ems(words) <= ems or shown == 1:
            return words
    return formats.MISSING


def left_and_until(measure: Measure, briefing: Briefing) -> tuple[str, str]:
    """What is left to do, and by when it is due."""
    money = measure.kind == DISBURSEMENT
    left = briefing.funds.gap if money else _left(measure)
    unit = formats.MONEY if money else measure.unit
    gap = f"还差 {formats.amount(left, unit)}" if left and left > 0 else formats.MISSING
    gap = "已达到" if left is not None and left <= 0 else gap
    coming = briefing.funds.next_milestone if money else None
    by = coming.due_on if coming else measure.deadline
    return gap, f"{formats.short_due(by, briefing.year)}前" if by else ""


def already_late(measure: Measure, briefing: Briefing) -> str:
    """How many of some works have passed a day of their own: 1 座已逾期; empty where none has."""
    works = (*briefing.stations, *briefing.sites)
    late = sum(site.status is Status.OVERDUE for site in works if site.kind == measure.subject)
    return f"{formats.amount(late, measure.unit)}已逾期" if late else ""


def _left(measure: Measure) -> float | None:
    if measure.target is None or measure.value is None:
        return None
    return measure.target - measure.value


def _missing_words(measure: Measure) -> str:
    """Who is not in the number, as short as a card needs it: ○ 潭东镇未报, ○ 3 处未报, ○ 只列 7/17."""
    silent, mark = measure.unreported, looks.look(Status.UNREPORTED).mark
    if measure.value is None or not (silent or measure.known_share < 1):
        return ""
    if not silent:
        return f"{mark} 只列 {formats.count(measure.covered, measure.target)}/{formats.aim(measure.target)}"
    one = len(silent) == 1 and looks.ems(silent[0]) <= SHORT_NAME
    return f"{mark} {silent[0] if one else f'{len(silent)} 处'}{formats.MISSING}"


def measure_cards(briefing: Briefing, measures: Iterable[Measure], *, stacked: bool = False) -> str:
    """Cards of measures side by side, or one above the other."""
    cards = "".join(measure_card(measure, briefing) for measure in measures)
    return f'<div class="cards{" stacked" if stacked else ""}">{cards}</div>'


def measure_strip(
    measure: Measure, briefing: Briefing | None = None, *, is_dated: bool = False, beside: str = ""
) -> str:
    """One measure as a wide, low line above its details, and below who owes what is left and by when.

    `is_dated` where no panel below says the day. In a narrow place `beside` stands for all but the number.
    """
    words, aside, owed = "", str(text(beside)), ""
    if briefing is not None:
        due = "按计划日期应" if measure.rule == STATIONS_RULE else "序时"  # stations have days of their own
        words = f"<span>完成率 {formats.rate_of(measure)}，{due} {formats.scheduled_of(measure)}</span>"
        aside, since = (dated_of(measure), "") if is_dated else ("", f"<span>{_since_quarter(measure)}</span>")
        gap, until = left_and_until(measure, briefing)
        until = "，".join(filter(None, (until, already_late(measure, briefing))))
        owners = "、".join(measure.responsible) or formats.MISSING
        owed = f'<p class="owed-by"><b>{gap}</b><span>{until}</span><span>责任单位：{text(owners)}</span>{since}</p>'
    return (
        f'<article class="strip" {tone(measure.status)}><h2>{text(short_title(measure))}</h2>'
        f"{_big_number(measure, formats.digits_of(measure), formats.aim(measure.target), measure.unit)}{badge(measure.status)}"
        f'{words}<div class="aside"><span>{aside}</span></div>{owed}</article>'
    )


def _since_quarter(measure: Measure) -> str:
    return text(_missing_words(measure)) or f"较上季 {formats.moved(measure.change, measure.unit)}"


def gaps_line(measure: Measure, hidden: int) -> str:
    """Under the ranked villages: how many more there are, and who has not reported."""
    listed = formats.listed(measure.unreported, NAMED_AT_MOST, NAMED_AT_MOST)
    words = [f"另有 {hidden} 个村"] if hidden > 0 else []
    words += [f"○ 未报：{listed}"] if listed else []
    return note("　".join(words))


def tiles(facts: Sequence[Tile]) -> str:
    """Key numbers side by side."""
    return f'<div class="tiles">{"".join(map(_tile, facts))}</div>'


def _tile(fact: Tile) -> str:
    mark, colour = (badge(fact.status), tone(fact.status)) if fact.status else ("", "")
    missing = fact.number == formats.MISSING
    unit = "" if missing else f"<small> {text(fact.unit)}</small>"
    number = explained(fact.explains, text(fact.number)) if fact.explains else text(fact.number)
    return (
        f'<article class="tile" {colour}><header title="{text(fact.title)}"><h2>{text(fact.title)}</h2>{mark}</header>'
        f'<div class="key-number{" missing" if missing else ""}">{number}{unit}</div>'
        f"<footer>{text(fact.below)}</footer></article>"
    )


def fund_tiles(briefing: Briefing) -> list[Tile]:
    """The key numbers of the funds screen."""
    funds, coming = briefing.funds, briefing.funds.next_milestone
    until = f"到{formats.month_end(coming.due_on)} {formats.share(coming.share)} 节点" if coming else ""
    allocated = "" if funds.allocated is None else f"安排 {formats.amount(funds.allocated, formats.MONEY)}"
    paid = of_kind(briefing, DISBURSEMENT)
    return [
        Tile(
            "累计拨付",
            formats.money(funds.disbursed, funds.allocated),
            "万元",
            allocated,
            explains=paid.id if paid else "",
        ),
        *_judged(briefing, DISBURSEMENT, "拨付率"),
        _gap_tile(funds, until),
        _need_tile(funds, until, briefing.as_of),
        _pace_tile(funds),
        *_judged(briefing, INDUSTRY),
    ]


def _gap_tile(funds: Funds, until: str) -> Tile:
    """What is missing for the next milestone, or lies beyond it; after the last one what remains, or that it is done."""
    gap = funds.gap
    if until or gap is None:
        title = "超出下一节点" if gap is not None and gap < 0 else "距下一节点缺口"
        return Tile(title, formats.money(gap and abs(gap)), "万元", until)
    return Tile("还需拨付", formats.money(gap), "万元", "") if gap > 0 else Tile("还需拨付", Status.DONE, "", "")


def _judged(briefing: Briefing, kind: str, title: str | None = None) -> list[Tile]:
    """The tile of a rate that a measure of the plan judges; none when the plan has no such measure."""
    measure = of_kind(briefing, kind)
    if measure is None:
        return []
    floor = "" if measure.target is None else f"不低于 {formats.aimed(measure.target, formats.PERCENT)}"
    return [
        Tile(
            title or short_title(measure),
            formats.rate_of(measure),
            "",
            _milestone_words(measure, briefing.as_of) or floor,
            measure.status,
            measure.id,
        )
    ]


def _need_tile(funds: Funds, until: str, as_of: date) -> Tile:
    """The pace needed up to the next milestone, in its last month the gap and the days left; on its own day neither."""
    if (days := formats.last_days(funds, as_of)) and funds.gap is not None:
        return Tile(f"{days}需拨付", formats.money(max(0.0, funds.gap)), "万元", until)
    nothing_left = funds.pace_needed is None and funds.disbursed is not None
    return Tile(
        "每月需拨付",
        formats.DASH if nothing_left else formats.money(funds.pace_needed, funds.pace_recent),
        "" if nothing_left else "万元",
        until,
    )


def _pace_tile(funds: Funds) -> Tile:
    """The recent pace against the pace needed; early in the year there is none yet, which is not 未报."""
    title, recent, needed = f"{formats.recent_months(funds)}速度", funds.pace_recent, funds.pace_needed
    if recent is None:
        return Tile(title, formats.MISSING if funds.disbursed is None else formats.DASH, "", "不足三个月的数据")
    below = f"按{formats.recent_months(funds)}进度可完成"
    if needed is None:
        below = ""
    elif recent < needed:
        below = f"每月还差 {formats.amount(needed - recent, formats.MONEY)}"
    return Tile(title, formats.money(recent, needed), "万元/月", below)


def stepper(stage: str, status: str) -> str:
    """未开工 → 在建 → 完工 → 验收 with the stages reached filled."""
    reached = STAGES.index(stage) if stage in STAGES else -1
    kinds = ["past" if at < reached else "now" if at == reached else "ahead" for at in range(len(STAGES))]
    steps = "".join(f'<li class="{kind}"><i></i>{name}</li>' for kind, name in zip(kinds, STAGES, strict=True))
    return f'<ol class="stepper" {tone(status)} aria-label="阶段：{text(stage)}">{steps}</ol>'


def finish_words(site: Site) -> str:
    """When a site was finished, or how late it is, or — when neither."""
    if site.actual_finish:
        return f"{formats.day(site.actual_finish)} 完工"
    return formats.lateness(site.days_late) if site.status is Status.OVERDUE else "—"


def station_card(station: Site) -> str:
    """One sewage station with everything a leader asks about it."""
    facts = {
        "计划完工": formats.day(station.planned_finish),
        "实际": finish_words(station),
        "责任单位": station.owner or formats.MISSING,
        "位置": f"{station.town}{station.village}",
        "设计规模": formats.amount(station.capacity, "吨/日"),
        "受益户数": formats.amount(station.beneficiaries, "户"),
    }
    pairs = "".join(f"<div><dt>{name}</dt><dd>{text(value)}</dd></div>" for name, value in facts.items())
    words = f"形象进度，序时 {formats.due_of(station)}"
    if station.progress is not None and station.status in TROUBLED:
        words += f"，{formats.points(station.progress - station.scheduled)}"
    problem = (
        f'<p class="problem" title="{text(station.problem)}"><b>存在问题</b>{text(station.problem)}</p>'
        if station.problem
        else ""
    )
    return (
        f'<article class="station" {tone(station.status)}>'
        f"<header><h2>{explained(station.town + station.village, text(station.name))}</h2>{badge(station.status)}</header>"
        f"{stepper(station.stage, station.status)}"
        f'<div class="progress"><b>{formats.progress_of(station)}</b><span>{words}</span></div>'
        f"{progress_bar(station.progress, station.scheduled, station.status, said=f'形象进度 {formats.progress_of(station)}')}"
        f"<dl>{pairs}</dl>{problem}</article>"
    )


def silent_stations(briefing: Briefing, town: str | None = None) -> list[str]:
    """The stations that the plan names and the newest ledger lacks; of a town only those known to lie there."""
    parts = [part for measure in briefing.judged_by(STATIONS_RULE) for part in measure.parts]
    return [part.name for part in parts if part.value is None and town in (None, part.town)]


def stations(sites: Sequence[Site], silent: Sequence[str], *, limit: int | None) -> str:
    """All stations as equal panels, the worst first, those nobody reported last."""
    room = len(sites) if limit is None else max(0, limit - len(silent))
    shown = sorted(sites, key=lambda site: -SEVERITY[site.status])[:room]
    panels = [*map(station_card, shown), *map(_silent_station, silent[:limit])]
    hidden = len(sites) + len(silent) - len(panels)
    many = " many" if len(panels) > IN_TWO_COLUMNS else ""
    return f'<div class="stations{many}">{"".join(panels)}</div>{more(hidden, "座")}'


def _silent_station(name: str) -> str:
    """The place of a station that the plan names and nobody reported."""
    status = Status.UNREPORTED
    return (
        f'<article class="station" {tone(status)}><header><h2>{text(name)}</h2>{badge(status)}</header>'
        f'{stepper("", status)}<div class="progress"><b class="missing">{formats.MISSING}</b><span>形象进度</span></div>'
        f"{progress_bar(None, None, status, said=f'形象进度 {formats.MISSING}')}{calm('计划点名，台账没有这一座')}</article>"
    )
