"""Every village with everything it has, layer by layer.

May import: `model`, `layers`, `plan`, `snapshots`, `status`,
`village_curves`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pandas as pd

from briefing import layers
from briefing.model import Funds, Measure, Part, Site, VillageCurve, VillageItem, VillageState
from briefing.plan import Plan
from briefing.snapshots import text, up_to
from briefing.status import Status, worst
from briefing.village_curves import village_curves

HOUSEHOLD_LAYERS = {"courtyards": layers.COURTYARDS, "toilets": layers.TOILETS}
FLOOR_RULE = "village_floor"
UNREPORTED = "未报"
# The monthly tables that speak of villages, as the map names them.
MONTHLY = {"sites": "建设点", "stations": "污水站", "courtyards": "庭院", "toilets": "户厕", "funds": "资金"}
MONTHLY_RULES = ("sites_finished", "places_covered", "stations_finished", "places_done", "disbursed_share")


def village_states(
    plan: Plan, tables: Mapping[str, pd.DataFrame], measures: Sequence[Measure], sites: Iterable[Site], funds: Funds,
    as_of: date,
) -> tuple[VillageState, ...]:
    """All villages of the list, in its order, with their items and the worst status on every layer."""
    items: dict[tuple[str, str], list[VillageItem]] = {}
    for place, item in (*_site_items(sites), *_household_items(plan, measures), *_fund_items(funds), *_floor_items(plan, measures)):  # fmt: skip
        items.setdefault(place, []).append(item)
    delivered = _deliveries(plan, tables, measures, funds)
    curves = village_curves(plan, tables, as_of)
    found = []
    for row in tables["villages"].to_dict("records"):
        place = row["town"], row["village"]
        found.append(_village(row, tuple(items.get(place, ())), delivered.get(place), curves.get(place, ()), plan))
    return tuple(found)


def _village(
    row: dict, items: tuple[VillageItem, ...], delivered: VillageItem | None, curves: tuple[VillageCurve, ...], plan: Plan
) -> VillageState:
    by_layer: dict[str, list[Status]] = {}
    for item in items:
        by_layer.setdefault(item.layer, []).append(item.status)
    statuses = {layer: worst(found) for layer, found in by_layer.items()}
    grade = text(row["grade"])
    if items:
        statuses[layers.ALL] = worst(statuses.values())
    if grade:
        statuses[layers.KEY_VILLAGES] = worst(statuses.values())
    # Whether somebody wrote is no progress of the village, so it comes after the worst of all is known.
    if delivered is not None:
        statuses[layers.REPORTING] = delivered.status
        items = (*items, delivered) if delivered.status is not Status.MET else items
    return VillageState(
        town=row["town"], village=row["village"], code=text(row["code"]), grade=grade,
        mapped=row["town"] in plan.mapped_towns, statuses=statuses, items=items, curves=curves,
    )  # fmt: skip


def _site_items(sites: Iterable[Site]):
    for site in sites:
        progress = "进度未报" if site.progress is None else f"{site.progress:.0%}"
        planned = f"，计划 {site.planned_finish:%m-%d} 完工" if site.planned_finish else ""
        yield (site.town, site.village), VillageItem(site.layer, site.name, f"{site.stage} {progress}{planned}", site.status, site.problem)


def _household_items(plan: Plan, measures: Sequence[Measure]):
    """完成数 of 任务数 by village; a village that delivered before and not now is 未报."""
    by_rule = {obligation.id: obligation.subject for obligation in plan.obligations if obligation.rule == "places_done"}
    for measure in measures:
        layer = HOUSEHOLD_LAYERS.get(by_rule.get(measure.id, ""))
        if layer is None:
            continue
        for part in measure.parts:
            words = UNREPORTED if part.value is None else f"{part.value:g}/{part.target:g} {measure.unit}"
            yield (part.town, part.name), VillageItem(layer, measure.title, words, part.status)


def _fund_items(funds: Funds):
    """One item a village: its projects' money together, as bad as its worst project."""
    projects = funds.projects[funds.projects["village"].notna()]
    for (town, village), rows in projects.groupby(["town", "village"]):
        allocated, disbursed = float(rows["allocated"].sum()), float(rows["disbursed"].sum())
        words = f"{len(rows)} 个项目，拨付 {disbursed:,.1f}/{allocated:,.1f} 万元"
        yield (town, village), VillageItem(layers.FUNDS, "衔接资金", words, worst(Status(status) for status in rows["status"]))


def _floor_items(plan: Plan, measures: Sequence[Measure]):
    """A key village's money against the floor of its grade."""
    floors = {obligation.id for obligation in plan.obligations if obligation.rule == FLOOR_RULE}
    for measure in measures:
        for part in measure.parts if measure.id in floors else ():
            yield (part.town, part.name), VillageItem(layers.KEY_VILLAGES, measure.title, _floor_words(part), part.status)


def _floor_words(part: Part) -> str:
    return UNREPORTED if part.value is None else f"{part.value:,.1f} 万元，要求 {part.target:g} 万元"


def _deliveries(
    plan: Plan, tables: Mapping[str, pd.DataFrame], measures: Sequence[Measure], funds: Funds
) -> dict[tuple[str, str], VillageItem]:
    """What each village has delivered for the newest day of any monthly table; none before the first delivery.

    A table is expected of every village that was in it this year. A mapped town that never sent one of the household
    tables, which have a row a village, owes it for all its villages.
    """
    judged = [measure for measure in measures if measure.rule in MONTHLY_RULES and measure.snapshot]
    days = [measure.snapshot for measure in judged] + ([funds.snapshot] if funds.snapshot else [])
    if not days:
        return {}
    due = max(days)
    stale = funds.stale if funds.snapshot == due else any(measure.stale for measure in judged if measure.snapshot == due)
    newest = {name: _newest_by_village(tables[name], due, plan) for name in MONTHLY}
    sent = {name: {town for town, _ in newest[name]} for name in HOUSEHOLD_LAYERS}
    owing = {town: [name for name in HOUSEHOLD_LAYERS if town not in sent[name]] for town in plan.mapped_towns}
    places = [(row.town, row.village) for row in tables["villages"].itertuples()]
    return {place: _delivery(_own_days(place, newest, owing), due, stale=stale) for place in places}


def _newest_by_village(frame: pd.DataFrame, due: date, plan: Plan) -> dict[tuple[str, str], date]:
    """(town, village) → the last day of this year that has a row of it."""
    rows = up_to(frame, due, plan.first_day)
    rows = rows[rows["village"].notna()]
    return {place: stamp.date() for place, stamp in rows.groupby(["town", "village"])["as_of"].max().items()}


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
        return VillageItem(layers.REPORTING, layers.REPORTING, "没有收到任何台账", Status.UNREPORTED)
    status = Status.UNREPORTED if missing else Status.SLIGHTLY_BEHIND if old else Status.MET
    return VillageItem(layers.REPORTING, layers.REPORTING, "，".join(words) or "都已报", status)
