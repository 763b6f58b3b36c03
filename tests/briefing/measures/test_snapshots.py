"""Rows of snapshots up to a day, and cells that may be blank."""

from datetime import date

import pandas as pd
import pytest

from briefing.measures import snapshots

DAY = date(2023, 9, 30)


@pytest.mark.parametrize(
    ("snapshot", "stale"), [(date(2023, 8, 16), False), (date(2023, 8, 15), True), (DAY, False), (None, False)]
)
def test_after_so_many_days_a_snapshot_is_stale_and_what_is_missing_is_not(snapshot, stale):
    assert snapshots.is_stale(snapshot, DAY, 45) is stale


def test_only_the_plan_year_up_to_the_day_counts_both_days_included():
    days = pd.to_datetime(["2022-12-31", "2023-01-01", "2023-09-30", "2023-10-01"])
    found = snapshots.up_to(pd.DataFrame({"as_of": days}), DAY, date(2023, 1, 1))
    assert found["as_of"].dt.strftime("%m-%d").tolist() == ["01-01", "09-30"]


def test_a_blank_cell_is_nothing_and_never_nought():
    assert (snapshots.number(pd.NA), snapshots.number(0), snapshots.text(pd.NA), snapshots.text("句")) == (
        None,
        0.0,
        "",
        "句",
    )
    assert (snapshots.day(pd.NaT), snapshots.day(pd.Timestamp(DAY))) == (None, DAY)
    assert snapshots.carried({"carried_from": pd.Timestamp(DAY)}) == DAY
