"""The totals are exactly the plan's, and the story is the one the screens are built to tell."""

from datetime import date, timedelta

import pandas as pd
import pytest

from data_loaders import schema
from sample_data import plan
from tests.sample_data.delivered import tables

DAYS = [as_of.isoformat() for as_of in plan.MONTH_ENDS]
LAST = DAYS[-1]


def finished(name, day, kind=None):
    frame = tables()[name, day]
    frame = frame if kind is None else frame[frame["kind"] == kind]
    return int(frame["stage"].isin(schema.FINISHED_STAGES).sum())


@pytest.fixture
def duties():
    return tables()["duties", None]


@pytest.mark.parametrize("day", DAYS)
def test_sites_are_as_many_as_the_plan_says(day):
    sites = tables()["sites", day]
    assert sites["kind"].value_counts().to_dict() == {
        "新农村建设点": plan.target("T01"),
        "村庄整治点": plan.target("T02"),
        "自来水项目": plan.target("T07"),
        "产业基地": plan.target("T08"),
        "自选整治村庄": len(plan.villages()),
        "示范村": plan.target("T09"),
    }


def test_sites_stand_where_the_plan_names_them():
    sites, villages = tables()["sites", LAST], tables()["villages", None]
    scopes = plan.obligations().set_index("id")["scope"]
    places = sites["town"] + sites["village"]
    assert set(places[sites["kind"] == "自来水项目"]) == set(scopes["T07"].split(";"))
    assert set(sites.loc[sites["kind"] == "产业基地", "village"]) == set(villages.dropna(subset="grade")["village"])
    assert set(sites.loc[sites["kind"] == "自选整治村庄", "village"]) == set(villages["village"])
    assert set(sites.loc[sites["kind"] == "示范村", "town"]) == set(plan.units())


def test_the_four_stations_are_the_named_ones():
    names = plan.obligations().set_index("id").loc["T05", "scope"].split(";")
    for day in DAYS:
        assert sorted(tables()["stations", day]["name"]) == sorted(f"{name}污水处理站" for name in names)


def test_key_villages_have_twelve_grades():
    villages = tables()["villages", None]
    assert len(villages) == 34
    assert villages["grade"].value_counts().to_dict() == {"省定": 2, "市定": 4, "县定": 6}
    assert {"龙井村", "江坝村", "三观村", "上元村", "龙塘村"} <= set(villages.dropna(subset="grade")["village"])


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(("name", "obligation"), [("courtyards", "T03"), ("toilets", "T04")])
def test_household_targets_sum_to_the_plan(name, obligation, day):
    frame = tables()[name, day]
    assert frame["planned"].sum() == plan.target(obligation)
    assert len(frame) == 27
    assert set(frame["town"]) == {"潭东镇", "潭口镇"}


def test_household_totals_at_the_ends_of_the_quarters():
    assert [tables()["courtyards", day]["done"].sum() for day in ("2023-06-30", LAST)] == [175, 271]
    assert [tables()["toilets", day]["done"].sum() for day in ("2023-06-30", LAST)] == [202, 290]


def test_new_countryside_sites_are_slightly_behind_their_own_dates():
    sites = tables()["sites", LAST].query("kind == '新农村建设点'")
    assert [finished("sites", day, "新农村建设点") for day in ("2023-06-30", LAST)] == [7, 12]
    assert (sites["planned_finish"] <= date(2023, 9, 30)).sum() == 13
    assert [finished("sites", day, "村庄整治点") for day in ("2023-06-30", LAST)] == [3, 4]


def test_a_site_is_clearly_late_and_says_why():
    site = tables()["sites", LAST].set_index("name").loc["上元村塘背新农村建设点"]
    assert (site["planned_finish"], site["stage"]) == (date(2023, 7, 31), "在建")
    assert site["progress"] < 60
    assert site["problem"]


def test_one_station_is_overdue_and_one_far_behind():
    stations = tables()["stations", LAST].set_index("name")
    assert [finished("stations", day) for day in ("2023-06-30", LAST)] == [1, 2]
    assert stations.loc["迳背污水处理站", ["progress", "planned_finish"]].tolist() == [85, date(2023, 8, 31)]
    assert stations.loc["茶元安置点污水处理站", "progress"] == 35


@pytest.mark.parametrize(
    ("day", "disbursed"),
    list(zip(DAYS, (62.4, 156.0, 280.8, 499.2, 780.0, 1060.8, 1466.4, 1934.4, 2381.0), strict=True)),
)
def test_the_money_of_every_month_sums_exactly(day, disbursed):
    funds = tables()["funds", day]
    funds = funds[funds["linked"]]
    assert round(funds["allocated"].sum(), 6) == 3120.0
    assert round(funds["disbursed"].sum(), 6) == disbursed


def test_funds_just_pass_the_september_milestone_and_the_industry_share():
    funds = tables()["funds", LAST]
    central = funds[funds["source"] == "中央"]
    share = central.loc[central["category"] == "产业", "allocated"].sum() / central["allocated"].sum()
    assert round(share, 4) == 0.62
    assert (funds["disbursed"] / funds["allocated"] < 0.4).sum() == 5
    assert set(funds["source"]) == {"中央", "省", "市", "区"}
    assert set(plan.units()) <= set(funds["town"])


def test_two_county_villages_are_below_their_floor_and_nobody_else():
    funds, grades = tables()["funds", LAST], tables()["villages", None].set_index("village")["grade"].dropna()
    of_village = funds.groupby("village")["allocated"].sum().reindex(grades.index, fill_value=0)
    linked = funds[funds["linked"]].groupby("village")["allocated"].sum().reindex(grades.index, fill_value=0)
    counted = of_village.where(grades != "省定", linked)
    floors = grades.map({"省定": 100, "市定": 50, "县定": 30})
    assert set(counted.index[counted < floors]) == {"东坑村", "坪路村"}


def test_one_handover_was_late_and_one_is_still_open():
    funds = tables()["funds", LAST].dropna(subset="accepted_on")
    taken = pd.to_datetime(funds["handed_over_on"]) - pd.to_datetime(funds["accepted_on"])
    assert list(funds.loc[taken > timedelta(days=31), "village"]) == ["三观村"]
    assert list(funds.loc[taken.isna(), "accepted_on"]) == [date(2023, 9, 5)]
    assert (taken.dropna() > timedelta(0)).all()


def test_all_tasks_are_reported_every_month_and_end_mostly_under_way():
    for day in DAYS:
        assert list(tables()["tasks", day]["number"]) == list(range(1, 49))
    status = tables()["tasks", LAST].set_index("number")["status"]
    assert status.value_counts().to_dict() == {"推进中": 42, "已完成": 4, "未启动": 2}
    assert status[35] == "已完成"  # although two villages are below their floor


def test_duties_are_acts_of_the_plan_by_known_units(duties):
    planned = plan.obligations().query("kind == '定期事项'")["id"]
    assert set(duties["duty_id"]) == set(planned)
    assert duties["done_on"].between(date(2023, 1, 1), date(2023, 9, 30)).all()
    known = {*plan.units(), *plan.villages()["village"], *plan.setting("行业部门")}
    assert set(duties["unit"]) <= known


def test_the_campus_and_its_villages_fell_silent_in_the_third_quarter(duties):
    places = plan.villages()
    campus = {"高校园区管理处", *places.loc[places["town"] == "高校园区管理处", "village"]}
    theirs = duties[duties["unit"].isin(campus)]
    assert theirs["done_on"].max() < date(2023, 7, 1)
    assert set(theirs["unit"]) == campus
    assert "高校园区管理处" not in set(tables()["indicators", LAST]["unit"])


def test_school_duty_rests_in_the_vacation_and_september_lacks_the_credit_duty(duties):
    months = {name: {day.month for day in acts["done_on"]} for name, acts in duties.groupby("duty_id")}
    assert months["D01"] == {1, 3, 4, 5, 6, 9}
    assert months["D15"] == set(range(1, 9))


def test_indicators_have_one_open_hazard_and_one_missing_base():
    now = tables()["indicators", LAST].set_index(["indicator_id", "unit"])
    planned = plan.obligations().query("kind == '监测指标'")["id"]
    assert set(now.index.get_level_values("indicator_id")) == {*planned, "T10", "T11"}
    assert now.loc[("K02", "全区"), "value"] == 9.4
    assert now.loc[("K04", "潭口镇"), "value"] == 2
    assert now.loc[("T10", "全区"), "value"] == 2
    compared = now.loc[["K06", "K07", "K08", "K09", "K10", "K13", "K14"]]
    assert list(compared.index[compared["base"].isna()]) == [("K09", "潭口镇")]


def test_assigned_items_are_done_late_overdue_and_to_come():
    actions = tables()["actions", None]
    done = actions.dropna(subset="done_on")
    still_open = actions[actions["done_on"].isna()]
    assert len(actions) == 8
    assert (done["done_on"] <= done["due_on"]).sum() == 3
    assert (done["done_on"] > done["due_on"]).sum() == 2
    assert (still_open["due_on"] < date(2023, 9, 30)).sum() == 2
    assert (still_open["due_on"] > date(2023, 9, 30)).sum() == 1
