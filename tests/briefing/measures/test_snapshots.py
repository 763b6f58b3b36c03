"""Rows of snapshots up to a day."""

from datetime import date

import pandas as pd
import pytest

from briefing.measures import snapshots
from briefing.rows import Rows

DAY = date(2023, 9, 30)


@pytest.mark.parametrize(
    ("snapshot", "stale"), [(date(2023, 8, 16), False), (date(2023, 8, 15), True), (DAY, False), (None, False)]
)
def test_after_so_many_days_a_snapshot_is_stale_and_what_is_missing_is_not(snapshot, stale):
    assert snapshots.is_stale(snapshot, DAY, 45) is stale


def test_only_the_plan_year_up_to_the_day_counts_both_days_included():
    days = pd.to_datetime(["2022-12-31", "2023-01-01", "2023-09-30", "2023-10-01"])
    found = snapshots.up_to(Rows.of(pd.DataFrame({"as_of": days})), DAY, date(2023, 1, 1))
    assert found["as_of"].tolist() == [date(2023, 1, 1), DAY]
