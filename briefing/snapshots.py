"""Which rows speak for a day: the newest snapshot on or before it. May import: nothing of ours."""

from datetime import date

import pandas as pd


def up_to(frame: pd.DataFrame, as_of: date, since: date) -> pd.DataFrame:
    """The snapshot rows of the plan year that had been taken by a day."""
    return frame[(frame["as_of"] <= pd.Timestamp(as_of)) & (frame["as_of"] >= pd.Timestamp(since))]


def newest(frame: pd.DataFrame, as_of: date, since: date) -> pd.DataFrame:
    """The rows of the newest snapshot on or before a day; no rows when there is none."""
    taken = up_to(frame, as_of, since)
    return taken[taken["as_of"] == taken["as_of"].max()]


def newest_of_each(frame: pd.DataFrame, by: str, as_of: date, since: date) -> pd.DataFrame:
    """The newest snapshot of every value of a column: kinds of sites may be delivered on different days."""
    taken = up_to(frame, as_of, since)
    return taken[taken["as_of"] == taken.groupby(by)["as_of"].transform("max")]


def day_of(rows: pd.DataFrame) -> date | None:
    """The 截至日期 of snapshot rows; None without rows."""
    return None if rows.empty else rows["as_of"].max().date()


def all_days(frame: pd.DataFrame, as_of: date, since: date) -> list[date]:
    """All 截至日期 of the plan year up to a day, oldest first."""
    return [stamp.date() for stamp in sorted(up_to(frame, as_of, since)["as_of"].unique())]


def is_stale(snapshot: date | None, as_of: date, after_days: int) -> bool:
    """Whether a snapshot is too old to stand for a day; nothing delivered is 未报, not stale."""
    return snapshot is not None and (as_of - snapshot).days > after_days


def number(value: object) -> float | None:
    """A cell as float, None when it is blank."""
    return None if pd.isna(value) else float(value)


def text(value: object) -> str:
    """A cell as text, empty when it is blank."""
    return value if isinstance(value, str) else ""


def day(value: object) -> date | None:
    """A cell as date, None when it is blank."""
    return None if pd.isna(value) else value.date()
