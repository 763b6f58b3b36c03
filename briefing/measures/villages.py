"""Every village with everything it has, layer by layer."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from math import fsum
from operator import itemgetter

from briefing import formats
from briefing.measures import map_layers
from briefing.measures.counted import scope_places
from briefing.measures.reported import asked
from briefing.measures.snapshots import up_to
from briefing.measures.village_history import village_curves
from briefing.model import Funds, Measure, Part, Site, VillageCurve, VillageItem, VillageState
from briefing.plan import Obligation, Plan
from briefing.rows import Rows
from briefing.status import Status, worst
from data_loaders.plan_rules import EVERY_UNIT

HOUSEHOLD_LAYERS = {"courtyards": map_layers.COURTYARDS, "toilets": map_layers.TOILETS}
FLOOR_RULE = "village_floor"
# The monthly tables that speak of villages, as the map names them.
MONTHLY = {"sites": "建设点", "stations": "污水站", "courtyards": "庭院", "toilets": "户厕", "funds": "资金"}
MONTHLY_RULES = ("sites_finished", "places_covered", "stations_finished", "places_done", "disbursed_share")


def village_states(
    plan: Plan,
    tables: Mapping[str, Rows],
    measures: Sequence[Measure],
    sites: Iterable[Site],
    funds: Funds,
    as_of: date,
) -> tuple[VillageState, ...]:
    """All villages of the list, in its order, with their items and the worst status on every layer."""
    items: dict[tuple[str, str], list[VillageItem]] = {}
    for place, item in (
        *_site_items(sites), *_household_items(plan, measures), *_fund_items(funds), *_floor_items(plan, measures),
        *_owed_items(plan, measures, tables["villages"]),
    ):  # fmt: skip
        items.setdefault(place, []).append(item)
    delivered = _deliveries(plan, tables, measures, funds)
    curves = village_curves(plan, tables, as_of)
    found = []
    for row in tables["villages"].records():
        place = row["town"], row["village"]
        found.append(_village(row, tuple(items.get(place, ())), delivered.get(place), curves.get(place, ()), plan))
    return tuple(found)


def _village(
    row: dict,
    items: tuple[VillageItem, ...],
    delivered: VillageItem | None,
    curves: tuple[VillageCurve, ...],
    plan: Plan,
) -> VillageState:
    by_layer: dict[str, list[Status]] = {}
    for item in items:
        by_layer.setdefault(item.layer, []).append(item.status)
    statuses = {layer: worst(found) for layer, found in by_layer.items()}
    grade = row["grade"] or ""
    if items:
        statuses[map_layers.ALL] = worst(statuses.values())
    if grade:
        statuses[map_layers.KEY_VILLAGES] = worst(statuses.values())
    # Whether somebody wrote is no progress of the village, so it comes after the worst of all is known.
    if delivered is not None:
        statuses[map_layers.REPORTING] = delivered.status
        items = (*items, delivered) if delivered.status is not Status.MET else items
    return VillageState(
        town=row["town"], village=row["village"], code=row["code"] or "", grade=grade,
        mapped=row["town"] in plan.mapped_towns, statuses=statuses, items=items, curves=curves,
    )  # fmt: skip


def _site_items(sites: Iterable[Site]):
    for site in sites:
        progress = "进度未报" if site.progress is None else formats.progress_of(site)
        planned = f"，计划 {site.planned_finish:%m-%d} 完工" if site.planned_finish else ""
        if site.due_on and site.due_on != site.planned_finish:
            planned += f"，期限 {site.due_on:%m-%d}"
        yield (
            (site.town, site.village),
            VillageItem(site.layer, site.name, f"{site.stage} {progress}{planned}", site.status, site.problem),
        )


def _household_items(plan: Plan, measures: Sequence[Measure]):
    """完成数 of 任务数 by village; a village that delivered before and not now is 未报."""
    by_rule = {obligation.id: obligation.subject for obligation in plan.obligations if obligation.rule == "places_done"}
    for measure in measures:
        layer = HOUSEHOLD_LAYERS.get(by_rule.get(measure.id, ""))
        if layer is None:
            continue
        for part in measure.parts:
            if part.value is None:
                yield (part.town, part.name), _unreported(layer, measure.title)
            else:
                words = "；".join(filter(None, (f"{formats.of_target(part)} {measure.unit}", part.note)))
                yield (part.town, part.name), VillageItem(layer, measure.title, words, part.status)


def _owed_items(plan: Plan, measures: Sequence[Measure], villages: Rows):
    """What a village owes by the plan and nobody has reported: missing data never makes a village 完成."""
    by_id = {measure.id: measure for measure in measures}
    for obligation in plan.obligations:
        measure = by_id[obligation.id]
        if obligation.rule == "places_done":
            layer = HOUSEHOLD_LAYERS.get(obligation.subject)
            towns = _owing_towns(obligation, measure, plan)
            owing = {(town, village) for town, village in villages.cells("town", "village") if town in towns}
        elif obligation.rule == "places_covered" and obligation.scope != (EVERY_UNIT,):
            layer = map_layers.SITE_LAYERS.get(obligation.subject)
            known = {part.name for part in measure.parts if part.value is not None}
            places = set(scope_places(obligation, plan, villages)) - known
            owing = {place for place in villages.cells("town", "village") if "".join(place) in places}
            owing = {place for place in owing if plan.concerns(place[0], "sites", obligation.subject)}
        else:
            continue
        if layer is not None:
            yield from ((place, _unreported(layer, obligation.title)) for place in sorted(owing))


def _owing_towns(obligation: Obligation, measure: Measure, plan: Plan) -> set[str]:
    """The towns that must report a ledger by village and never did; before the first report, all that must."""
    if measure.snapshot is not None:
        return {town for town in plan.units if town in measure.unreported}
    return set(asked(obligation.subject, obligation, plan))


def _unreported(layer: str, title: str) -> VillageItem:
    return VillageItem(layer, title, formats.MISSING, Status.UNREPORTED)


def _fund_items(funds: Funds):
    """One item a village: its projects' money together, as bad as its worst project."""
    by = f"，{funds.next_milestone.due_on:%m-%d} 前" if funds.next_milestone else ""
    columns = ["town", "village", "allocated", "disbursed", "status"]
    projects = funds.projects[columns].dropna(subset="village")
    for place, rows in groupby(sorted(projects.itertuples(index=False, name=None)), key=itemgetter(0, 1)):
        _, _, allocated, disbursed, statuses = zip(*rows, strict=True)
        words = f"{len(statuses)} 个项目，拨付 {formats.spent(fsum(disbursed), fsum(allocated))} 万元{by}"
        yield place, VillageItem(map_layers.FUNDS, "衔接资金", words, worst(map(Status, statuses)))


def _floor_items(plan: Plan, measures: Sequence[Measure]):
    """A key village's money against the floor of its grade."""
    floors = {obligation.id for obligation in plan.obligations if obligation.rule == FLOOR_RULE}
    for measure in measures:
        for part in measure.parts if measure.id in floors else ():
            yield (
                (part.town, part.name),
                VillageItem(map_layers.KEY_VILLAGES, measure.title, _floor_words(part), part.status),
            )


def _floor_words(part: Part) -> str:
    value = formats.part_value(part, formats.MONEY)
    return value if part.value is None else f"{value}，要求 {formats.aimed(part.target, formats.MONEY)}"


def _deliveries(
    plan: Plan, tables: Mapping[str, Rows], measures: Sequence[Measure], funds: Funds
) -> dict[tuple[str, str], VillageItem]:
    """What each village has delivered for the newest day of any monthly table; none before the first delivery.

    A table is expected of every village that was in it this year. A mapped town that never sent one of the household
    tables, which have a row a village, owes it for all its villages.
    """
    judged = [measure for measure in measures if measure.rule in MONTHLY_RULES and measure.snapshot]
    days = [measure.snapshot for measure in judged if measure.snapshot] + ([funds.snapshot] if funds.snapshot else [])
    if not days:
        return {}
    due = max(days)
    stale = (
        funds.stale if funds.snapshot == due else any(measure.stale for measure in judged if measure.snapshot == due)
    )
    newest = {name: _newest_by_village(tables[name], due, plan) for name in MONTHLY}
    sent = {name: {town for town, _ in newest[name]} for name in HOUSEHOLD_LAYERS}
    owing = {
        town: [name for name in HOUSEHOLD_LAYERS if town not in sent[name] and plan.concerns(town, name)]
        for town in plan.mapped_towns
    }
    places = tables["villages"].cells("town", "village")
    return {place: _delivery(_own_days(place, newest, owing), due, stale=stale) for place in places}


def _newest_by_village(rows: Rows, due: date, plan: Plan) -> dict[tuple[str, str], date]:
    """(town, village) → the last day of this year that has a row of it."""
    newest: dict[tuple[str, str], date] = {}
    for town, village, day, carried in up_to(rows, due, plan.first_day).cells(
        "town", "village", "as_of", "carried_from"
    ):
        if village is not None:
            newest[town, village] = max(carried or day, newest.get((town, village), date.min))
    return newest


def _own_days(
    place: tuple[str, str], newest: Mapping[str, dict], owing: Mapping[str, Sequence[str]]
) -> dict[str, date | None]:
    """Table → the last day a village delivered it; None where its town owes it and never sent it."""
    days = {name: newest[name][place] for name in MONTHLY if place in newest[name]}
    return days | dict.fromkeys(owing.get(place[0], ()))


def _delivery(days: Mapping[str, date | None], due: date, *, stale: bool) -> VillageItem:
    missing = [MONTHLY[name] for name, day in days.items() if day is None]
    old = {MONTHLY[name]: day for name, day in days.items() if day is not None and (day < due or stale)}
    words = [f"{'、'.join(missing)} 未报"] if missing else []
    words += [f"{title} 截至 {day:%m-%d}" for title, day in old.items()]
    if not days:
        return VillageItem(map_layers.REPORTING, map_layers.REPORTING, "没有收到任何台账", Status.UNREPORTED)
    status = Status.UNREPORTED if missing else Status.SLIGHTLY_BEHIND if old else Status.MET
    return VillageItem(map_layers.REPORTING, map_layers.REPORTING, "，".join(words) or "都已报", status)
