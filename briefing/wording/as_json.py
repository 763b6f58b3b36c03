"""The Briefing as plain values, in the shape that other programs expect of `briefing show --json`.

Every field of the model is there under its own name, but for what only draws and computes (`_KEPT_BACK`).
"""

import math
from typing import Any

import pandas as pd
from pydantic_core import to_jsonable_python

from briefing import formats
from briefing.model import Briefing
from briefing.wording import owed
from briefing.wording.owed import Owed, UnitState
from data_loaders.schema import FUNDS

# Enough for any rate or sum of 万元; it only cuts the noise of float division.
DECIMALS = 6
# Counts of things are whole numbers where they can be; rates and money of projects never are.
_COUNTED = frozenset({"value", "target", "change", "covered", "capacity", "beneficiaries"})
_POINTS = {"__all__": {"reporters"}}
_KEPT_BACK: Any = {
    "edition": True,  # its number stands for it
    "delivered": True,
    "measures": {"__all__": {"made": True, "history": _POINTS}},  # `explain` tells what a measure is made of
    "funds": {"projects": True, "by_month": _POINTS, "projection": _POINTS},
    "duties": {"__all__": {"acts"}},
}


def as_json(briefing: Briefing) -> dict:
    """Everything of a Briefing that other programs use; None where nothing is known."""
    plain = to_jsonable_python(briefing, exclude=_KEPT_BACK)
    funds = plain["funds"]
    funds["not_counted"] = funds.pop("apart")
    projects = briefing.funds.projects[[*FUNDS.names, "rate", "status"]]
    funds["projects"] = [_project(row) for row in projects.to_dict("records")]
    for figure in (funds, *plain["measures"]):
        figure["milestones"] = [{"date": verdict.pop("due_on")} | verdict for verdict in figure["milestones"]]
    for told, action in zip(plain["actions"], briefing.actions, strict=True):
        told["due"] = formats.action_due(action)
    whole = {"edition": briefing.edition.number, "sample": briefing.edition.sample} | plain
    return _tidied(whole | {"units": [_unit(unit) for unit in owed.units(briefing)]})


def _tidied(value: Any, name: str = "") -> Any:
    """Whole counts as int, other numbers without float noise; what is not a number is nothing."""
    if isinstance(value, dict):
        return {key: _tidied(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [_tidied(item, name) for item in value]
    if not isinstance(value, float):
        return value
    if not math.isfinite(value):
        return None
    return int(value) if name in _COUNTED and value.is_integer() else round(value, DECIMALS)


def _project(row: dict) -> dict:
    """A project of the newest snapshot; a cell that is empty in the table is nothing."""
    known = {name: None if pd.isna(value) else value for name, value in row.items()}
    return {
        name: value.date().isoformat() if isinstance(value, pd.Timestamp) else value for name, value in known.items()
    }


def _unit(unit: UnitState) -> dict:
    return {"name": unit.name} | {group: [_owed(thing) for thing in unit.group(group)] for group in owed.GROUPS}


def _owed(thing: Owed) -> dict:
    item = thing.item
    return {
        "kind": item.kind, "title": item.title, "status": str(item.status), "clause": item.clause,
        "due_on": item.due_on and item.due_on.isoformat(), "days_late": item.days_late, "stands": item.stands, "ask": item.ask,
        "how": thing.how,
    }  # fmt: skip
