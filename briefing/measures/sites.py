"""Sites and stations: each with its own schedule, and which are finished."""

from datetime import date

import numpy as np

from briefing.measures import map_layers, schedule
from briefing.model import Site
from briefing.plan import Plan
from briefing.rows import Rows
from briefing.status import Status, judge_progress
from data_loaders.schema import FINISHED_STAGES

STATION_KIND = "污水处理站"
NOT_STARTED = "未开工"


def site_states(rows: Rows, plan: Plan, as_of: date) -> tuple[Site, ...]:
    """The rows of one sites snapshot as sites, in file order."""
    return tuple(
        _site(row, kind=row["kind"], layer=map_layers.SITE_LAYERS[row["kind"]], plan=plan, as_of=as_of)
        for row in rows.records()
    )


def station_states(rows: Rows, plan: Plan, as_of: date) -> tuple[Site, ...]:
    """The rows of one stations snapshot as sites, in file order."""
    return tuple(_station(row, plan, as_of) for row in rows.records())


def _station(row: dict, plan: Plan, as_of: date) -> Site:
    return _site(row, kind=STATION_KIND, layer=map_layers.SEWAGE, plan=plan, as_of=as_of, capacity=row["capacity"])


def _site(row: dict, *, kind: str, layer: str, plan: Plan, as_of: date, **more) -> Site:
    planned = row["planned_finish"]
    known = min(filter(None, (planned, plan.deadline_of_kind(kind))), default=None)
    due = known or plan.last_day
    finished = row["stage"] in FINISHED_STAGES
    overdue = known is not None and due <= as_of
    progress = site_progress(row)
    scheduled = schedule.scheduled_rate(as_of, ((due, 1.0),), plan.first_day)
    status = judge_progress(
        rate=progress, scheduled=scheduled, met=finished, deadline_reached=overdue, slightly_behind=plan.slightly_behind
    )
    if overdue and not finished:
        status = Status.OVERDUE  # the day is known even where the progress is not
    return Site(
        layer=layer, kind=kind, name=row["name"], town=row["town"], village=row["village"], stage=row["stage"],
        progress=progress, scheduled=scheduled, planned_finish=planned, actual_finish=row["actual_finish"],
        owner=row["owner"] or "", problem=row["problem"] or "", status=status,
        days_late=(as_of - due).days if overdue and not finished else 0,
        longitude=row["longitude"], latitude=row["latitude"], snapshot=row["as_of"],
        beneficiaries=None if row["beneficiaries"] is None else int(row["beneficiaries"]),
        started_on=row.get("started_on"), due_on=known, **more,
    )  # fmt: skip


def site_progress(row: dict) -> float | None:
    """形象进度 as a fraction; a finished site is whole and one not begun is nothing, whatever the file says."""
    if row["stage"] in FINISHED_STAGES:
        return 1.0
    if row["stage"] == NOT_STARTED:
        return 0.0
    return None if row["progress"] is None else row["progress"] / 100


def share_due(days: np.ndarray, line_share: float, day: date, deadline: date) -> float:
    """序时进度 of some sites: the share of them due by a day; a site without 计划完工 counts as `line_share`.

    `days` are those of 计划完工, one a site; none may be later than the plan's own deadline.
    """
    unknown = np.isnat(days)
    if unknown.all():
        return line_share
    due = np.minimum(days[~unknown], np.datetime64(deadline)) <= np.datetime64(day)
    return float(due.sum() + unknown.sum() * line_share) / len(days)
