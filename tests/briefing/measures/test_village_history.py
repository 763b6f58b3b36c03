"""A village's curves are its own sums of every delivery of the year, and nothing where nothing is known."""

from datetime import date

import pandas as pd
import pytest

from briefing.measures import map_layers
from briefing.measures.reported import Ledgers
from briefing.measures.village_history import village_curves
from briefing.plan import read_plan
from data_loaders.delivering import reference
from data_loaders.schema import PROGRESS_TABLES, TABLES
from data_loaders.typed_frames import typed

DAYS = [pd.Timestamp("2022-12-31"), pd.Timestamp("2023-08-31"), pd.Timestamp("2023-09-30"), pd.Timestamp("2023-10-31")]
TOWN, VILLAGE = "潭东镇", "龙井村"


@pytest.fixture
def tables() -> dict[str, pd.DataFrame]:
    given = dict(reference.tables())
    given |= {table.name: typed(pd.DataFrame(columns=list(table.names)), table) for table in PROGRESS_TABLES}
    toilets = [
        {"as_of": day, "town": TOWN, "village": VILLAGE, "planned": 10, "done": done}
        for day, done in zip(DAYS, (9, 2, 5, 8), strict=True)
    ]
    money = {"as_of": DAYS[2], "town": TOWN, "village": VILLAGE, "project": "x", "category": "产业", "linked": True}
    funds = [
        money | {"project_id": "1", "source": "中央", "allocated": 30.0, "disbursed": 30.0},
        money | {"project_id": "2", "source": "省", "allocated": 10.0, "disbursed": 0.0},
        money | {"project_id": "3", "source": "区", "allocated": 50.0, "disbursed": 50.0, "village": None},
    ]
    given["toilets"] = typed(pd.DataFrame(toilets), TABLES["toilets"])
    given["funds"] = typed(pd.DataFrame(funds), TABLES["funds"])
    return given


def curves(tables: dict[str, pd.DataFrame], as_of: date = date(2023, 9, 30)) -> dict[str, tuple]:
    plan = read_plan(tables, 2023)
    found = village_curves(plan, Ledgers(tables, plan, as_of), as_of)
    return {curve.layer: curve.points for curve in found.get((TOWN, VILLAGE), ())}


def test_a_curve_has_a_point_a_delivery_of_the_year_up_to_the_day(tables):
    assert curves(tables)[map_layers.TOILETS] == ((date(2023, 8, 31), 0.2), (date(2023, 9, 30), 0.5))


def test_the_money_of_a_village_is_the_sum_of_its_projects_and_no_others(tables):
    assert curves(tables)[map_layers.FUNDS] == ((date(2023, 9, 30), 0.75),)


def test_a_layer_nobody_delivered_has_no_curve(tables):
    assert map_layers.COURTYARDS not in curves(tables)
    assert curves(tables, date(2023, 1, 31)) == {}


def test_nothing_to_do_is_no_curve_and_never_a_division_by_zero(tables):
    tables["toilets"] = tables["toilets"].assign(planned=0, done=0)
    assert map_layers.TOILETS not in curves(tables)


def test_a_curve_is_held_against_the_share_due_and_the_dated_shares_of_its_own_obligation(tables):
    plan = read_plan(tables, 2023)
    day = date(2023, 9, 30)
    found = {one.layer: one for one in village_curves(plan, Ledgers(tables, plan, day), day)[TOWN, VILLAGE]}
    assert found[map_layers.TOILETS].bounds == pytest.approx((273 / 365, 1.0))
    assert found[map_layers.FUNDS].bounds == pytest.approx((0.75, 0.75, 1.0))


def test_a_village_with_one_home_to_do_has_a_curve(tables):
    tables["toilets"] = tables["toilets"].assign(planned=1, done=1)
    assert curves(tables)[map_layers.TOILETS][-1] == (date(2023, 9, 30), 1.0)
