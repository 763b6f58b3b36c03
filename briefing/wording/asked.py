"""What the headline of a screen asks besides its counts: the worst that is behind, whose it is, and by when."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from briefing import formats
from briefing.measures import bounds, map_layers, naming
from briefing.measures.comparison import part_place
from briefing.measures.villages import HOUSEHOLD_LAYERS
from briefing.model import MONEY_BOUNDS, ActionState, Briefing, Funds, Measure, MeasureKind, Part, Site, TaskState
from briefing.status import SEVERITY, TROUBLED, ActStatus, Status
from briefing.wording.works import furthest_behind

_AMONG_NAMED = 2  # a headline keeps to two lines


def _first(words: Sequence[str], named: int = _AMONG_NAMED) -> str:
    """The first things, and how many more there are."""
    shown = formats.most_named(len(words), named)
    return "、".join(words[:shown]) + (f"，另 {len(words) - shown} 项" if len(words) > shown else "")


def until(measure: Measure, year: int) -> str:
    """By when a bound is to hold: its day, else the end of the year whose plan sets it; what passed a day of its own
    says that itself.
    """
    if measure.kind == MeasureKind.DEADLINE:
        return "、".join(part.note for part in measure.parts if part.status in TROUBLED and part.note)
    return f"{_day(measure.deadline or date(year, 12, 31), year)}前"


def lacking(measure: Measure) -> str:
    """What the worst part of a broken bound lacks or has too much: 坪路村差 12 万元; else why it is broken."""
    known = [part for part in measure.parts if part.status is Status.UNMET and None not in (part.value, part.target)]
    if not known or measure.kind == MeasureKind.DEADLINE:
        return measure.reason
    worst = max(known, key=_off)
    unit = formats.part_unit(measure)
    off = (
        formats.gap(_off(worst) / 100)
        if unit == formats.PERCENT
        else formats.amount(_off(worst), unit.partition("/")[0])
    )
    short = "差" if (worst.value or 0) < (worst.target or 0) else "超"
    return f"{worst.name}{short} {off.lstrip()}"


def _off(part: Part) -> float:
    return abs((part.value or 0) - (part.target or 0))


def _bounds(measures: Sequence[Measure], year: int) -> str:
    facts = [(lacking(one), *one.responsible[:1], until(one, year)) for one in measures]
    return _first([f"{one.title}（{'，'.join(filter(None, own))}）" for one, own in zip(measures, facts, strict=True)])


def _unmet(measures: Sequence[Measure]) -> list[Measure]:
    """The broken ones, that with the least of what is asked for first."""

    def least(measure: Measure) -> float:
        return min((part.rate for part in measure.parts if part.rate is not None), default=1.0)

    return sorted((one for one in measures if one.status is Status.UNMET), key=least)


def overview(briefing: Briefing) -> str:
    """The one work that is furthest behind, of those whose day has passed where there are such."""
    return _worst([*briefing.stations, *briefing.sites], briefing.year)


def _worst(sites: Sequence[Site], year: int) -> str:
    late = min((site for site in sites if site.status in TROUBLED), key=_lateness, default=None)
    return f"建设任务最急的是{_site(late, year)}。" if late else ""


def baselines(briefing: Briefing) -> str:
    """The broken bounds, the farthest from what is asked first, and what cannot be judged."""
    kept = [measure for own in bounds.grouped(briefing.measures).values() for measure in own]
    unmet = _unmet(kept)
    unknown = [f"{one.title}{one.reason}" for one in kept if one.status is Status.UNREPORTED and one.value is not None]
    told = [f"未达标：{_bounds(unmet, briefing.year)}"] if unmet else []
    told += [f"不能判断：{formats.few(unknown)}"] if unknown else []
    return f"{'；'.join(told)}。" if told else ""


def funds(briefing: Briefing) -> str:
    """The bounds of the money that are broken, and the slowest project that is behind."""
    unmet = _unmet([one for one in briefing.measures if one.kind in MONEY_BOUNDS])
    told = [f"资金底线 {len(unmet)} 项未达标，差得最多的是{_bounds(unmet[:1], briefing.year)}"] if unmet else []
    told += _projects(briefing.funds, briefing.funds.projects, briefing.year)
    return f"{'；'.join(told)}。" if told else ""


def _projects(money: Funds, projects: pd.DataFrame, year: int) -> list[str]:
    """How many projects are behind, the slowest, whose it is and what is asked of it by when; nothing where none is."""
    late = projects[projects["status"].isin(TROUBLED)]
    if late.empty:
        return []
    slowest = next(naming.laggards_first(late).head(1).itertuples())
    owner = slowest.owner if isinstance(slowest.owner, str) else slowest.town
    rate = formats.fund_rate(slowest.rate, money)
    ahead = money.next_milestone
    due = f"，{_day(ahead.due_on, year)}前应拨付 {formats.share(ahead.share)}" if ahead else ""
    return [f"落后项目 {len(late)} 个，最慢的{slowest.project} {rate}（{owner}{due}）"]


def households(measures: Sequence[Measure], year: int) -> str:
    """Where each count of places is furthest behind, in which town, who leads it, and by when."""
    told = []
    for measure in measures:
        late = formats.few([part_place(part) for part in furthest_behind(measure)], _AMONG_NAMED)
        leads = "".join(f"{unit}牵头，" for unit in measure.responsible[:1])
        told += [f"{measure.title}落后最多的是{late}（{leads}{until(measure, year)}）"] if late else []
    return f"{'；'.join(told)}。" if told else ""


def on_map(briefing: Briefing, places: Collection[str], layer: str) -> str:
    """Of some places on a layer of the map, by town or village: the works, the villages or the projects behind."""
    sites = [site for site in _works_in(briefing, places) if layer in (map_layers.ALL, site.layer)]
    if told := works(sites, briefing.year):
        return told
    if layer == map_layers.FUNDS:
        rows = briefing.funds.projects
        here = rows["town"].isin(places) | (rows["town"] + rows["village"].fillna("")).isin(places)
        late = _projects(briefing.funds, rows[here], briefing.year)
        return f"{late[0]}。" if late else ""
    subjects = [subject for subject, own in HOUSEHOLD_LAYERS.items() if own == layer]
    counts = [
        replace(measure, parts=tuple(part for part in measure.parts if {part.town, part_place(part)} & {*places}))
        for measure in briefing.judged_by("places_done", subjects=subjects)
    ]
    return households(counts, briefing.year)


def on_six(briefing: Briefing, places: Collection[str]) -> str:
    """The worst of the works that six little maps show, and of those that none of them does: 六图以外，……落后 12 处：……"""
    here = _works_in(briefing, places)
    late = [site for site in here if site.layer not in map_layers.SIX and site.status in TROUBLED]
    kinds = "、".join(dict.fromkeys(site.kind for site in late))
    beyond = f"六图以外，{kinds}落后 {len(late)} 处：{works(late, briefing.year, 1)}" if late else ""
    return _worst([site for site in here if site.layer in map_layers.SIX], briefing.year) + beyond


def _works_in(briefing: Briefing, places: Collection[str]) -> list[Site]:
    every = (*briefing.stations, *briefing.sites)
    return [site for site in every if {site.town, site.town + site.village} & {*places}]


def works(sites: Sequence[Site], year: int, named: int = _AMONG_NAMED) -> str:
    """The sites that are behind: first those whose day has passed, the longest first."""
    late = sorted((site for site in sites if site.status in TROUBLED), key=_lateness)
    return f"{_first([_site(site, year) for site in late], named)}。" if late else ""


def _lateness(site: Site) -> tuple[int, int, float]:
    return -SEVERITY[site.status], -site.days_late, (site.progress or 0) - (site.scheduled or 0)


def _site(site: Site, year: int) -> str:
    """迳背污水处理站（区建投公司，8 月 31 日到期，逾期 30 天）."""
    return f"{site.name}{whose(site, year)}"


def whose(site: Site, year: int) -> str:
    """（区建投公司，8 月 31 日到期，逾期 30 天）; of one that is not due yet, its day."""
    due = f"{_day(site.due_on, year)}前" if site.due_on else ""
    when = _passed(site.due_on, site.days_late, year) if site.status is Status.OVERDUE else due
    return f"（{'，'.join(filter(None, (site.owner or site.town, when)))}）"


def _passed(due: date | None, late: int, year: int) -> str:
    """8 月 31 日到期，逾期 30 天; on the day itself 9 月 30 日到期未完成."""
    day = f"{_day(due, year)}{'到期，' if late else ''}" if due else ""
    return day + formats.lateness(late)


def actions(assigned: Sequence[ActionState], year: int) -> str:
    """The assignments whose day has passed, the longest first, with who was to do them by when."""
    late = [action for action in assigned if action.status == ActStatus.OVERDUE]
    late.sort(key=lambda action: -action.days_late)
    told = [f"{action.item}（{action.owner}，{_passed(action.due_on, action.days_late, year)}）" for action in late]
    return f"{_first(told)}。" if told else ""


def tasks(briefing: Briefing) -> str:
    """The tasks that are told otherwise than the figures, not begun, or going on with a proof that is behind."""
    measures = {measure.id: measure for measure in briefing.measures}
    against = [task for task in briefing.tasks if task.contradiction]
    idle = [task for task in briefing.tasks if task.status == ActStatus.NOT_STARTED and not task.contradiction]
    disproved = [task for task in briefing.tasks if task.status == ActStatus.GOING and proof(task, measures)]
    told = [
        f"{word}：{_first(list(map(_task, own)))}"
        for word, own in ((ActStatus.AGAINST, against), (ActStatus.NOT_STARTED, idle))
        if own
    ]
    leading = Counter(unit for task in disproved for unit in task.responsible[:1]).most_common()
    whose = f"（{formats.few([f'{unit} {count} 项' for unit, count in leading])}）" if leading else ""
    told += [f"推进中有 {len(disproved)} 项佐证指标逾期或落后{whose}"] if disproved else []
    return f"{'；'.join(told)}。" if told else ""


def proof(task: TaskState, measures: Mapping[str, Measure]) -> Status | None:
    """How the worst measure that proves a task stands, where it is in trouble."""
    found = [measures[id].status for id in task.proofs if id in measures and measures[id].status in TROUBLED]
    return max(found, key=SEVERITY.__getitem__, default=None)


def missed(briefing: Briefing) -> dict[str, date]:
    """Of each measure that is 逾期 the first day on which something of it was due and not done."""
    late = [one for one in briefing.measures if one.status is Status.OVERDUE]
    found = {one.id: one.deadline for one in late if one.deadline and one.deadline <= briefing.as_of}
    acts = [cell for cell in briefing.duties if cell.status == ActStatus.OVERDUE]
    return found | {cell.id: cell.due_on for cell in sorted(acts, key=lambda cell: cell.due_on, reverse=True)}


def _task(task: TaskState) -> str:
    due = f"{formats.spaced(formats.month_day(task.due_on))}前" if task.due_on else task.deadline
    return f"{task.title}（{'，'.join((*task.responsible[:1], due))}）"


def duties(briefing: Briefing) -> str:
    """Since when the acts of the unit that leaves most undone are overdue, and when the next ones are due."""
    overdue: dict[str, list[date]] = {}
    for cell in briefing.duties:
        if cell.status == ActStatus.OVERDUE:
            overdue.setdefault(naming.town_of(cell.unit, briefing.towns), []).append(cell.due_on)
    coming = [
        cell.due_on for cell in briefing.duties if cell.status == ActStatus.NOT_DUE and cell.due_on > briefing.as_of
    ]
    told = []
    if overdue:
        worst, days = max(overdue.items(), key=lambda one: len(one[1]))
        told += [f"逾期最多的{worst} {len(days)} 次，最早 {_day(min(days), briefing.year)}到期"]
    told += [f"下一次 {_day(min(coming), briefing.year)}到期"] if coming else []
    return f"{'；'.join(told)}。" if told else ""


def _day(day: date, year: int) -> str:
    return formats.spaced(formats.short_due(day, year))
