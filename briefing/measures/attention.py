"""需要调度的事项: what leaders should ask about, from all measures, sites, duties and assignments, worst first."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from briefing import formats
from briefing.measures.naming import owners, town_of
from briefing.measures.schedule import against_schedule
from briefing.model import ActionState, Attention, DutyCell, Measure, MeasureKind, Site, TaskState
from briefing.plan import Plan
from briefing.status import SEVERITY, TROUBLED, ActStatus, Status

Thing = TypeVar("Thing")
PAGES = {
    "sites_finished": "sites", "places_covered": "sites", "stations_finished": "sewage", "places_done": "households",
    "disbursed_share": "funds", "category_share": "funds", "village_floor": "funds", "handed_over_within": "funds",
}  # fmt: skip
SITE_RULES = frozenset({"sites_finished", "places_covered"})
DUTY_RULE, STATIONS_RULE = "recorded", "stations_finished"
# A late record of a routine duty comes behind late works of the same status; a unit that leaves many undone does not.
ROUTINE_WEIGHT = 2
# So many late sites of a kind are named each; more stand in one line.
SITES_SINGLY = 2
# From so many different duties overdue on, a unit is named once instead of under each duty.
SILENT_DUTIES = 5


def attention_list(
    plan: Plan, as_of: date, *, measures: Sequence[Measure], sites: Sequence[Site], stations: Sequence[Site],
    cells: Sequence[DutyCell], tasks: Sequence[TaskState], actions: Sequence[ActionState],
) -> tuple[Attention, ...]:  # fmt: skip
    """All items, worst first and then the longest late."""
    late_stations = list(_stations(plan, stations, as_of))
    weighted = [
        *((0, item) for item in late_stations),
        *((0, item) for item in _overdue_sites(sites, as_of)),
        *((0, item) for item in _measures(plan, measures, as_of, stations_named=bool(late_stations))),
        *((0, item) for item in _actions(actions)),
        *((0, item) for item in _silent_reporters(plan, measures)),
        *((1, item) for item in _contradictions(tasks)),
        *((ROUTINE_WEIGHT if item.measure else 0, item) for item in _duties(cells, plan, as_of)),
    ]
    # 滞后 and 未达标 weigh the same; each stands together in the list.
    order = list(Status)
    weighted.sort(
        key=lambda pair: (
            -SEVERITY[pair[1].status], order.index(pair[1].status), pair[0], -pair[1].days_late,
        )
    )  # fmt: skip
    return tuple(item for _, item in weighted)


def _stations(plan: Plan, stations: Sequence[Site], as_of: date) -> Iterable[Attention]:
    """Each station that is late, by name; there are few and each is named in the plan."""
    measure = next((obligation.id for obligation in plan.obligations if obligation.rule == STATIONS_RULE), "")
    for station in stations:
        if station.status in TROUBLED:
            yield _late_one(station, as_of, "sewage", measure)


def _overdue_sites(sites: Sequence[Site], as_of: date) -> Iterable[Attention]:
    """The sites whose day has passed: one or two of a kind by name, more in one line. Of the others tells their target."""
    overdue = sorted((site for site in sites if site.status is Status.OVERDUE), key=lambda site: -site.days_late)
    for kind, own in _grouped(overdue, lambda site: site.kind).items():
        if len(own) <= SITES_SINGLY:
            yield from (_late_one(site, as_of, "sites", "") for site in own)
            continue
        where = formats.few(list(dict.fromkeys(site.village or site.name for site in own)))
        longest = f"，最久{formats.lateness(own[0].days_late)}" if own[0].days_late else ""
        day = formats.as_told(max(filter(None, (site.snapshot for site in own)), default=None), as_of)
        yield replace(
            _late_one(own[0], as_of, "sites", ""), title=f"{kind} {len(own)} 个到期未完成{longest}：{where}{day}",
            owner=formats.few(_named(name for site in own for name in (site.owner, site.town))),
        )  # fmt: skip


def _late_one(site: Site, as_of: date, page: str, measure: str) -> Attention:
    return Attention(
        title=f"{_late_site(site)}{formats.as_told(site.snapshot, as_of)}", owner=_owner(site.owner, site.town),
        status=site.status, days_late=site.days_late, page=page, measure=measure,
        due_on=site.due_on,
    )  # fmt: skip


def _late_site(site: Site) -> str:
    """茶元安置点污水处理站形象进度 35%，落后序时 40.0 个百分点."""
    shown = "形象进度未报" if site.progress is None else f"形象进度 {formats.progress_of(site)}"
    if site.status is not Status.OVERDUE and site.progress is not None:
        return f"{site.name}{shown}，{against_schedule(site.progress, site.scheduled)}"
    return f"{site.name}{site.stage}，{shown}，{formats.lateness(site.days_late)}"


def _owner(*names: str | None) -> str:
    """The units by their names; 各镇 is nobody's name where some towns are told."""
    return "、".join(_named(names))


def _named(names: Iterable[str | None]) -> list[str]:
    named = list(dict.fromkeys(unit for name in names if name for unit in owners(name)))
    return [name for name in named if not name.startswith("各")] or named


def _measures(plan: Plan, measures: Sequence[Measure], as_of: date, *, stations_named: bool) -> Iterable[Attention]:
    rules = {obligation.id: obligation.rule for obligation in plan.obligations}
    for measure in measures:
        rule = rules[measure.id]
        if measure.status not in TROUBLED or rule == DUTY_RULE or (rule == STATIONS_RULE and stations_named):
            continue
        if rule in SITE_RULES and _told_as_sites(measure):
            continue
        title, day = _measure_title(measure, rule), formats.as_told(measure.snapshot, as_of)
        yield Attention(
            title=title if day.strip("（）") in title else f"{title}{day}", owner=_answering(measure, plan),
            status=measure.status, days_late=_days_late(measure, as_of), page=PAGES.get(rule, "baselines"), measure=measure.id,
            due_on=_due_on(measure, as_of) or plan.last_day,
        )  # fmt: skip


def _told_as_sites(measure: Measure) -> bool:
    """Whether all that is behind is overdue, and so named among the sites already."""
    late = [part for part in measure.parts if part.status in TROUBLED]
    return bool(late) and all(part.status is Status.OVERDUE for part in late)


def _measure_title(measure: Measure, rule: str) -> str:
    late = [part.name for part in measure.parts if part.status in TROUBLED]
    if rule in SITE_RULES and late:
        return f"{measure.title} {len(late)} 个未按计划：{formats.few(late)}"
    if rule == "village_floor":
        return (
            f"{measure.title} {len(late)} 个村不足 {formats.aimed(measure.target, formats.MONEY)}：{formats.few(late)}"
        )
    if measure.kind == MeasureKind.TARGET:
        return f"{measure.title} {formats.progress(measure)}，{measure.reason}"
    return f"{measure.title}：{measure.reason}"


def _answering(measure: Measure, plan: Plan) -> str:
    """Who leads it, with the one unit whose parts are in trouble; where 各镇 lead, those that are, and no other.

    Where units did not report, the figure is behind for their want: none of the others answers for it.
    """
    towns = list(
        dict.fromkeys(part.town for part in measure.parts if part.status in TROUBLED and part.town in plan.units)
    )
    lead = measure.responsible[:1]
    if towns and lead and lead[0].startswith("各"):
        return formats.few(towns)
    return _owner(*lead, *(towns if len(towns) == 1 and not measure.unreported else ()))


def _due_on(measure: Measure, as_of: date) -> date | None:
    """The last milestone that has passed, else the deadline of the whole."""
    passed = [verdict.due_on for verdict in measure.milestones if verdict.due_on <= as_of]
    return max(passed, default=measure.deadline)


def _days_late(measure: Measure, as_of: date) -> int:
    due = _due_on(measure, as_of)
    return max(0, (as_of - due).days) if due and measure.status is Status.OVERDUE else 0


def _silent_reporters(plan: Plan, measures: Sequence[Measure]) -> Iterable[Attention]:
    """One item a unit that never delivered ledgers or indicators that others delivered, one for those of a month before."""
    told = [measure for measure in measures if measure.kind != MeasureKind.DUTY and measure.snapshot]
    for unit in plan.units:
        missing = [measure for measure in told if unit in measure.unreported]
        if missing:
            yield _silent(f"{unit} {len(missing)} 项数据未报", unit, missing)
        behind = {measure: day for measure in told if (day := _month_behind(measure, unit))}
        if behind:
            since = formats.spaced(formats.month_day(min(behind.values())))
            yield _silent(f"{unit} {len(behind)} 项数据未更新（截至 {since}）", unit, list(behind))


def _silent(title: str, unit: str, measures: Sequence[Measure]) -> Attention:
    titles = formats.few([measure.title for measure in measures])
    page = "baselines" if any(measure.kind == MeasureKind.INDICATOR for measure in measures) else "overview"
    return Attention(f"{title}：{titles}", unit, Status.UNREPORTED, 0, page, "")


def _month_behind(measure: Measure, unit: str) -> date | None:
    """The day that a unit speaks for in a figure, when others speak for a later month."""
    own = next((older.snapshot for older in measure.mixed if older.reporter == unit), None)
    return (
        own
        if own and measure.snapshot and (own.year, own.month) < (measure.snapshot.year, measure.snapshot.month)
        else None
    )


def _duties(cells: Sequence[DutyCell], plan: Plan, as_of: date) -> Iterable[Attention]:
    """One item a unit that leaves several duties undone, with those of its villages; then one a duty for what others miss."""
    missed = [cell for cell in cells if cell.status == ActStatus.OVERDUE]
    by_unit = _grouped(missed, lambda cell: town_of(cell.unit, plan.units))
    silent = [unit for unit, own in by_unit.items() if len({cell.id for cell in own}) >= SILENT_DUTIES]
    for unit in silent:
        yield _silent_unit(unit, by_unit[unit], as_of)
    for duty_id, own in _grouped(
        (cell for cell in missed if town_of(cell.unit, plan.units) not in silent), lambda cell: cell.id
    ).items():
        newest = max(own, key=lambda cell: cell.due_on)
        late = [cell for cell in own if cell.due_on == newest.due_on]
        title = _missed_duty(late, len(own))
        days_late = (as_of - newest.due_on).days
        yield Attention(title, _missing_units(late, plan), Status.OVERDUE, days_late, "duties", duty_id, newest.due_on)


def _missing_units(cells: Sequence[DutyCell], plan: Plan) -> str:
    """The units that did not act, by name; a village answers through its town. Who only leads the duty did nothing wrong."""
    return formats.few(list(dict.fromkeys(town_of(cell.unit, plan.units) for cell in cells)))


def _missed_duty(cells: Sequence[DutyCell], in_all: int) -> str:
    """第三季度道德红黑榜发布 1 个单位逾期未履职：潭东镇；此前另有 2 次逾期."""
    units = [cell.unit for cell in cells]
    earlier = f"；此前另有 {in_all - len(cells)} 次逾期" if in_all > len(cells) else ""
    return f"{formats.period(cells[0].period)}{cells[0].title} {len(units)} 个单位逾期未履职：{formats.few(units, formats.NAMED_IN_A_LINE)}{earlier}"


def _grouped(things: Iterable[Thing], key: Callable[[Thing], str]) -> dict[str, list[Thing]]:
    groups: dict[str, list[Thing]] = {}
    for thing in things:
        groups.setdefault(key(thing), []).append(thing)
    return groups


def _silent_unit(unit: str, missed: Sequence[DutyCell], as_of: date) -> Attention:
    oldest_first = sorted(missed, key=lambda cell: cell.due_on)
    titles = list(dict.fromkeys(cell.title for cell in oldest_first))
    title = f"{unit} {len(titles)} 项定期事项逾期未履职：{formats.few(titles, formats.NAMED_IN_A_LINE)}"
    since = oldest_first[0].due_on
    return Attention(title, unit, Status.OVERDUE, (as_of - since).days, "duties", "", since)


def _contradictions(tasks: Sequence[TaskState]) -> Iterable[Attention]:
    for task in tasks:
        if task.contradiction:
            title = f"任务 {task.number} 报已完成，数据不符：{task.contradiction}"
            yield Attention(title, _owner(*task.responsible[:1]), Status.UNMET, 0, "tasks", "")


def _actions(actions: Sequence[ActionState]) -> Iterable[Attention]:
    for action in actions:
        if action.status == ActStatus.OVERDUE:
            title = f"交办事项{formats.lateness(action.days_late)}：{action.item}"
            yield Attention(title, action.owner, Status.OVERDUE, action.days_late, "actions", "", action.due_on)
