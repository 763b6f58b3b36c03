"""Rows of snapshots and their cells."""

from datetime import date
from typing import Any

import pandas as pd


def up_to(frame: pd.DataFrame, as_of: date, since: date) -> pd.DataFrame:
    """The snapshot rows of the plan year that had been taken by a day."""
    return frame[(frame["as_of"] <= pd.Timestamp(as_of)) & (frame["as_of"] >= pd.Timestamp(since))]


def is_stale(snapshot: date | None, as_of: date, after_days: int) -> bool:
    """Whether a snapshot is too old to stand for a day; nothing delivered is 未报, not stale."""
    return snapshot is not None and (as_of - snapshot).days > after_days


def number(value: Any) -> float | None:
    """A cell as float, None when it is blank."""
    return None if pd.isna(value) else float(value)


def text(value: object) -> str:
    """A cell as text, empty when it is blank."""
    return value if isinstance(value, str) else ""


def day(value: Any) -> date | None:
    """A cell as date, None when it is blank."""
    return None if pd.isna(value) else value.date()


def carried(row: dict) -> date | None:
    """The day from which a row was carried on, when its own delivery lacked it; None for any other row."""
    return day(row["carried_from"])
