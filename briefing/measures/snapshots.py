"""Rows of snapshots."""

from datetime import date

import numpy as np

from briefing.rows import Rows


def up_to(rows: Rows, as_of: date, since: date) -> Rows:
    """The snapshot rows of the plan year that had been taken by a day."""
    days = rows["as_of"]
    return rows.where((days <= np.datetime64(as_of)) & (days >= np.datetime64(since)))


def is_stale(snapshot: date | None, as_of: date, after_days: int) -> bool:
    """Whether a snapshot is too old to stand for a day; nothing delivered is 未报, not stale."""
    return snapshot is not None and (as_of - snapshot).days > after_days
