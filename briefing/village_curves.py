"""How a village came to where it stands: one curve a layer over the 截至日期 of the year.

May import: `model`, `layers`, `plan`, `snapshots`.
"""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from briefing import layers
from briefing.model import VillageCurve
from briefing.plan import Plan
from briefing.snapshots import up_to

# table → (its layer, what was done, out of what)
COUNTED = {
    "courtyards": (layers.COURTYARDS, "done", "planned"),
    "toilets": (layers.TOILETS, "done", "planned"),
    "funds": (layers.FUNDS, "disbursed", "allocated"),
}
Place = tuple[str, str]


def village_curves(plan: Plan, tables: Mapping[str, pd.DataFrame], as_of: date) -> dict[Place, tuple[VillageCurve, ...]]:
    """(town, village) → its curves up to a day; a layer without anything to do there has none."""
    found: dict[Place, list[VillageCurve]] = {}
    for table, (layer, done, target) in COUNTED.items():
        for place, points in _shares(up_to(tables[table], as_of, plan.first_day), done, target).items():
            found.setdefault(place, []).append(VillageCurve(layer, tuple(points)))
    return {place: tuple(curves) for place, curves in found.items()}


def _shares(rows: pd.DataFrame, done: str, target: str) -> dict[Place, list[tuple[date, float]]]:
    """Done over target at every day; rows that leave either open are 未报 and make no point."""
    known = rows[rows["village"].notna() & rows[done].notna() & rows[target].notna()]
    sums = known.groupby(["town", "village", "as_of"])[[done, target]].sum().astype(float)
    found: dict[Place, list[tuple[date, float]]] = {}
    for row in sums[sums[target] > 0].itertuples():
        town, village, stamp = row.Index
        found.setdefault((town, village), []).append((stamp.date(), row[1] / row[2]))
    return found
