"""How a village came to where it stands: one curve a layer over the 截至日期 of the year."""

from collections.abc import Mapping
from datetime import date
from math import fsum

from briefing.measures import map_layers, schedule
from briefing.measures.snapshots import up_to
from briefing.model import VillageCurve
from briefing.plan import Plan
from briefing.rows import Rows

# table → (its layer, what was done, out of what)
COUNTED = {
    "courtyards": (map_layers.COURTYARDS, "done", "planned"),
    "toilets": (map_layers.TOILETS, "done", "planned"),
    "funds": (map_layers.FUNDS, "disbursed", "allocated"),
}
# table → the rule of the plan that asks for all of it
RULES = {"courtyards": "places_done", "toilets": "places_done", "funds": "disbursed_share"}
Place = tuple[str, str]


def village_curves(plan: Plan, tables: Mapping[str, Rows], as_of: date) -> dict[Place, tuple[VillageCurve, ...]]:
    """(town, village) → its curves up to a day; a layer without anything to do there has none."""
    found: dict[Place, list[VillageCurve]] = {}
    for table, (layer, done, target) in COUNTED.items():
        bounds = _bounds(table, plan, as_of)
        for place, points in _shares(up_to(tables[table], as_of, plan.first_day), done, target).items():
            found.setdefault(place, []).append(VillageCurve(layer, tuple(points), bounds))
    return {place: tuple(curves) for place, curves in found.items()}


def _bounds(table: str, plan: Plan, as_of: date) -> tuple[float, ...]:
    """The dated shares that the plan asks for of a table, and the share due on a day."""
    lines = [
        schedule.line(plan, one) for one in plan.obligations if one.rule == RULES[table] and one.subject in ("", table)
    ]
    due = [schedule.scheduled_rate(as_of, line, plan.first_day) for line in lines]
    return (*due, *(share for line in lines for _, share in line))


def _shares(rows: Rows, done: str, target: str) -> dict[Place, list[tuple[date, float]]]:
    """Done over target at every day; rows that leave either open are 未报 and make no point."""
    known = rows.where(rows.filled("village") & rows.filled(done) & rows.filled(target))
    told: dict[tuple[date, Place], list[tuple[float, float]]] = {}
    for day, town, village, *numbers in known.cells("as_of", "town", "village", done, target):
        told.setdefault((day, (town, village)), []).append((numbers[0], numbers[1]))
    found: dict[Place, list[tuple[date, float]]] = {}
    for day, place in sorted(told):
        reached, asked = map(fsum, zip(*told[day, place], strict=True))
        if asked > 0:
            found.setdefault(place, []).append((day, reached / asked))
    return found
