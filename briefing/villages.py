"""Every village with everything it has, layer by layer. May import: `model`, `layers`, `status`."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from briefing import layers
from briefing.model import Funds, Measure, Part, Site, VillageItem, VillageState
from briefing.plan import Plan
from briefing.snapshots import text
from briefing.status import Status, worst

HOUSEHOLD_LAYERS = {"courtyards": layers.COURTYARDS, "toilets": layers.TOILETS}
FLOOR_RULE = "village_floor"
UNREPORTED = "未报"


def village_states(
    plan: Plan, tables: Mapping[str, pd.DataFrame], measures: Sequence[Measure], sites: Iterable[Site], funds: Funds
) -> tuple[VillageState, ...]:
    """All villages of the list, in its order, with their items and the worst status on every layer."""
    items: dict[tuple[str, str], list[VillageItem]] = {}
    for place, item in (*_site_items(sites), *_household_items(plan, measures), *_fund_items(funds), *_floor_items(plan, measures)):  # fmt: skip
        items.setdefault(place, []).append(item)
    rows = tables["villages"].to_dict("records")
    return tuple(_village(row, tuple(items.get((row["town"], row["village"]), ())), plan) for row in rows)


def _village(row: dict, items: tuple[VillageItem, ...], plan: Plan) -> VillageState:
    by_layer: dict[str, list[Status]] = {}
    for item in items:
        by_layer.setdefault(item.layer, []).append(item.status)
    statuses = {layer: worst(found) for layer, found in by_layer.items()}
    grade = text(row["grade"])
    if items:
        statuses[layers.ALL] = worst(statuses.values())
    if grade:
        statuses[layers.KEY_VILLAGES] = worst(statuses.values())
    return VillageState(
        town=row["town"], village=row["village"], code=text(row["code"]), grade=grade,
        mapped=row["town"] in plan.mapped_towns, statuses=statuses, items=items,
    )  # fmt: skip


def _site_items(sites: Iterable[Site]):
    for site in sites:
        progress = "进度未报" if site.progress is None else f"{site.progress:.0%}"
        planned = f"，计划 {site.planned_finish:%m-%d} 完工" if site.planned_finish else ""
        yield (site.town, site.village), VillageItem(site.layer, site.name, f"{site.stage} {progress}{planned}", site.status)


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
