"""The Briefing as plain values, in the shape that other programs expect of `briefing show --json`."""

import math
from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from briefing import formats
from briefing.model import (
    ActionState,
    Attention,
    Briefing,
    DutyCell,
    FundPoint,
    Funds,
    Measure,
    Older,
    Part,
    Site,
    TaskState,
    VillageState,
)
from briefing.wording import owed
from briefing.wording.owed import Owed, UnitState

# Enough for any rate or sum of 万元; it only cuts the noise of float division.
DECIMALS = 6


def as_json(briefing: Briefing) -> dict:
    """Everything of a Briefing that other programs use; None where nothing is known."""
    return {
        "edition": briefing.edition.number,
        "as_of": briefing.as_of.isoformat(),
        "sample": briefing.edition.sample,
        "headline": briefing.headline,
        "headlines": briefing.headlines,
        "year_progress": _number(briefing.year_progress),
        "measures": [_measure(measure) for measure in briefing.measures],
        "funds": _funds(briefing.funds),
        "duties": [_duty(cell) for cell in briefing.duties],
        "tasks": [_task(task) for task in briefing.tasks],
        "actions": [_action(action) for action in briefing.actions],
        "attention": [_attention(item) for item in briefing.attention],
        "units": [_unit(unit) for unit in owed.units(briefing)],
        "sites": [_site(site) for site in briefing.sites],
        "stations": [_site(station) for station in briefing.stations],
        "villages": [_village(village) for village in briefing.villages],
    }


def _number(value: float | None) -> float | int | None:
    """Whole numbers as int, others without float noise; what is not a number is nothing."""
    if value is None or not math.isfinite(value):
        return None
    rounded = round(float(value), DECIMALS)
    return int(rounded) if rounded.is_integer() else rounded


def _rate(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else round(float(value), DECIMALS)


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _measure(measure: Measure) -> dict:
    return {
        "id": measure.id, "title": measure.title, "kind": measure.kind, "target": _number(measure.target),
        "value": _number(measure.value), "unit": measure.unit, "rate": _rate(measure.rate),
        "scheduled": _rate(measure.scheduled), "status": measure.status.value, "snapshot": _day(measure.snapshot),
        "clause": measure.clause, "deadline": _day(measure.deadline), "stale": measure.stale, "reason": measure.reason,
        "responsible": list(measure.responsible), "note": measure.note, "change": _number(measure.change),
        "unreported": list(measure.unreported), "mixed": _mixed(measure.mixed), "parts": [_part(part) for part in measure.parts],
        "history": [
            {"date": point.date.isoformat(), "value": _number(point.value), "rate": _rate(point.rate), "scheduled": _rate(point.scheduled)}
            for point in measure.history
        ],
    }  # fmt: skip


def _mixed(mixed: Iterable[Older]) -> list[dict]:
    return [{"reporter": older.reporter, "snapshot": _day(older.snapshot)} for older in mixed]


def _part(part: Part) -> dict:
    return {
        "name": part.name, "town": part.town, "value": _number(part.value), "target": _number(part.target),
        "rate": _rate(part.rate), "scheduled": _rate(part.scheduled), "status": part.status.value,
    }  # fmt: skip


def _funds(funds: Funds) -> dict:
    return {
        "allocated": _rate(funds.allocated), "disbursed": _rate(funds.disbursed), "rate": _rate(funds.rate),
        "industry_share_central": _rate(funds.industry_share_central),
        "snapshot": _day(funds.snapshot), "stale": funds.stale, "mixed": _mixed(funds.mixed), "gap": _rate(funds.gap), "pace_needed": _rate(funds.pace_needed),
        "pace_recent": _rate(funds.pace_recent),
        "by_month": [_point(point) for point in funds.by_month],
        "projection": [_point(point) for point in funds.projection],
        "milestones": [
            {"date": verdict.due_on.isoformat(), "share": verdict.share, "rate": _rate(verdict.rate), "met": verdict.met, "silent": list(verdict.silent)}
            for verdict in funds.milestones
        ],
        "not_counted": _slice(funds.apart) if funds.apart else None,
        "outside": [_slice(piece) for piece in funds.outside],
        "by_source": [_slice(piece) for piece in funds.by_source],
        "by_town": [_slice(piece) for piece in funds.by_town],
        "by_category": [_slice(piece) for piece in funds.by_category],
        "projects": [_project(row) for row in funds.projects.to_dict("records")],
    }  # fmt: skip


def _point(point: FundPoint) -> dict:
    return {
        "date": point.date.isoformat(), "rate": _rate(point.rate), "allocated": _rate(point.allocated),
        "disbursed": _rate(point.disbursed),
    }  # fmt: skip


def _slice(piece) -> dict:
    return {
        "name": piece.name,
        "allocated": _rate(piece.allocated),
        "disbursed": _rate(piece.disbursed),
        "rate": _rate(piece.rate),
    }


def _project(row: dict) -> dict:
    """A project of the newest snapshot; a cell that is empty in the table is nothing."""
    known: dict[str, Any] = {name: None if pd.isna(value) else value for name, value in row.items()}
    words = {
        name: known[name]
        for name in (
            "project_id",
            "project",
            "town",
            "village",
            "category",
            "source",
            "status",
            "document",
            "owner",
            "content",
        )
    }
    figures = {name: _rate(known[name]) for name in ("allocated", "disbursed", "rate", "investment", "invested")}
    days = {
        name: known[name] and known[name].date().isoformat() for name in ("started_on", "accepted_on", "handed_over_on")
    }
    return words | figures | days


def _site(site: Site) -> dict:
    return {
        "kind": site.kind, "name": site.name, "town": site.town, "village": site.village, "stage": site.stage,
        "progress": _rate(site.progress), "scheduled": _rate(site.scheduled), "planned_finish": _day(site.planned_finish),
        "actual_finish": _day(site.actual_finish), "owner": site.owner, "problem": site.problem, "status": site.status.value,
        "days_late": site.days_late, "longitude": _rate(site.longitude), "latitude": _rate(site.latitude),
        "capacity": _number(site.capacity), "beneficiaries": _number(site.beneficiaries), "started_on": _day(site.started_on),
    }  # fmt: skip


def _village(village: VillageState) -> dict:
    items = [
        {"layer": item.layer, "title": item.title, "text": item.text, "status": item.status.value}
        for item in village.items
    ]
    statuses = {layer: status.value for layer, status in village.statuses.items()}
    return {
        "town": village.town,
        "village": village.village,
        "grade": village.grade,
        "statuses": statuses,
        "items": items,
    }


def _duty(cell: DutyCell) -> dict:
    return {"id": cell.id, "unit": cell.unit, "period": cell.period, "status": cell.status}


def _task(task: TaskState) -> dict:
    return {"number": task.number, "status": task.status, "title": task.title, "contradiction": task.contradiction}


def _action(action: ActionState) -> dict:
    return {
        "id": action.id, "item": action.item, "owner": action.owner, "due_on": _day(action.due_on),
        "due": formats.action_due(action), "first_due_on": _day(action.first_due_on), "about": action.about, "assigned_on": _day(action.assigned_on),
        "done_on": _day(action.done_on), "status": action.status, "days_late": action.days_late,
    }  # fmt: skip


def _attention(item: Attention) -> dict:
    return {
        "title": item.title, "owner": item.owner, "status": item.status.value, "days_late": item.days_late, "page": item.page,
        "measure": item.measure,
    }  # fmt: skip


def _unit(unit: UnitState) -> dict:
    return {"name": unit.name} | {group: [_owed(thing) for thing in unit.group(group)] for group in owed.GROUPS}


def _owed(thing: Owed) -> dict:
    item = thing.item
    return {
        "kind": item.kind, "title": item.title, "status": str(item.status), "clause": item.clause, "due_on": _day(item.due_on),
        "days_late": item.days_late, "stands": item.stands, "ask": item.ask, "how": thing.how,
    }  # fmt: skip
