"""监测指标, written from clauses 1, 3, 4, 5, 10, 11, 12 and 15: floors, caps, zero-targets, not less than last year."""

import pytest

from briefing.status import Status
from tests.briefing.ledgers import UNITS, briefing, frame, indicator, measure, plan_with

DAY = "2023-09-30"
FLOORS = {"K01": 99, "K11": 100, "K12": 100}  # 条款 4 参保率稳定在99%以上；条款 1 回头看
ZERO = ("K03", "K04", "K05")  # 条款 3 消除失学辍学；条款 5、11 动态清零
NOT_LESS = ("K06", "K07", "K08", "K09")  # 条款 10、11 较2022年“只增不减”
MORE = ("K13", "K14")  # 条款 15 提高农村自来水普及率、集中供水率


def of_all(id, *values, base=None, as_of=DAY):
    return [indicator(id, unit, value, base, as_of=as_of) for unit, value in zip(UNITS, values, strict=True)]


def judged(id, rows, as_of=DAY):
    return measure(id, as_of, indicators=rows)


@pytest.mark.parametrize(("id", "floor"), FLOORS.items())
def test_a_floor_holds_from_exactly_its_number(id, floor):
    assert judged(id, of_all(id, floor, floor, 100)).status is Status.MET
    below = judged(id, of_all(id, floor, floor - 0.01, 100))
    assert (below.status, below.value, below.target) == (Status.UNMET, pytest.approx(floor - 0.01), floor)


# 条款 4：住院治疗费用中的目录外费用，确保控制在10%以内。
@pytest.mark.parametrize(
    ("value", "status"), [(9.99, Status.MET), (10, Status.MET), (10.01, Status.UNMET), (0, Status.MET)]
)
def test_costs_outside_the_catalogue_are_at_most_ten_percent(value, status):
    assert judged("K02", [indicator("K02", "全区", value)]).status is status


def test_a_capped_share_of_units_stands_as_the_highest():
    rows = [indicator("K02", "潭东镇", 8), indicator("K02", "潭口镇", 11)]
    assert (judged("K02", rows).value, judged("K02", rows).status) == (11, Status.UNMET)


@pytest.mark.parametrize("id", ZERO)
def test_zero_means_zero_in_every_unit(id):
    assert judged(id, of_all(id, 0, 0, 0)).status is Status.MET
    broken = judged(id, of_all(id, 0, 1, 0))
    assert (broken.status, broken.value, broken.target) == (Status.UNMET, 1, 0)
    assert "潭口镇 1 " in broken.reason


@pytest.mark.parametrize("id", NOT_LESS)
@pytest.mark.parametrize(("value", "status"), [(121, Status.MET), (120, Status.MET), (119, Status.UNMET)])
def test_not_less_than_last_year(id, value, status):
    found = judged(id, of_all(id, value, 120, 120, base=120))
    assert (found.status, found.target, found.value) == (status, 360, value + 240)


@pytest.mark.parametrize("id", (*NOT_LESS, *MORE))
def test_without_last_years_number_there_is_no_verdict(id):
    found = judged(id, of_all(id, 90, 90, 90))
    assert (found.status, found.target, found.value is None) == (Status.UNREPORTED, None, False)
    assert "缺上年基数" in found.reason


def test_one_missing_base_leaves_the_whole_without_a_verdict_unless_something_is_broken():
    rows = [indicator("K06", "潭东镇", 9, 8), indicator("K06", "潭口镇", 9), indicator("K06", "高校园区管理处", 9, 9)]
    assert judged("K06", rows).status is Status.UNREPORTED
    rows[0] = indicator("K06", "潭东镇", 7, 8)
    reason = "潭东镇 7 个，应不少于上年 8 个（期限 12 月 31 日）；潭口镇缺上年基数"
    assert (judged("K06", rows).status, judged("K06", rows).reason) == (Status.UNMET, reason)
    assert "期限" not in judged("K06", rows, "2023-12-31").reason


# 条款 12：人数较2022年有新的增加。
@pytest.mark.parametrize(("value", "status"), [(319, Status.MET), (318, Status.UNMET), (317, Status.UNMET)])
def test_as_many_as_last_year_is_not_more(value, status):
    assert judged("K10", [indicator("K10", "全区", value, 318)]).status is status


def test_the_district_total_of_the_units_is_compared_with_the_total_of_last_year():
    rows = [indicator("K10", "潭东镇", 100, 110), indicator("K10", "潭口镇", 130, 110)]
    found = judged("K10", rows)
    assert (found.value, found.target, found.status) == (230, 220, Status.MET)


@pytest.mark.parametrize("id", MORE)
@pytest.mark.parametrize(("value", "status"), [(92.1, Status.MET), (92, Status.UNMET), (91.9, Status.UNMET)])
def test_shares_that_must_rise(id, value, status):
    found = judged(id, of_all(id, value, 95, 95, base=92))
    assert (found.status, found.value) == (status, value)


def changed_to(rule: str, subject: str = "", unit: str = "件") -> dict:
    return {"plan_obligations": plan_with("K10", rule=rule, subject=subject, unit=unit, target=None)}


@pytest.mark.parametrize(
    ("day", "value", "status", "bound"),
    [
        ("2023-03-30", 10, Status.ON_TRACK, 30), ("2023-03-30", 30, Status.MET, 30), ("2023-03-31", 29, Status.UNMET, 30),
        ("2023-06-29", 30, Status.MET, 30), ("2023-06-30", 59, Status.UNMET, 60), ("2023-12-31", 60, Status.MET, 60),
    ],
)  # fmt: skip
def test_a_level_by_quarters_is_judged_by_the_level_that_is_due(day, value, status, bound):
    stones = frame("plan_milestones", [{"year": 2023, "id": "K10", "due_on": due, "rate": rate} for due, rate in (("2023-03-31", 30), ("2023-06-30", 60))])  # fmt: skip
    plan = changed_to("indicator_at_least", unit="%")
    found = measure("K10", day, indicators=[indicator("K10", "全区", value, as_of=day)], plan_milestones=stones, **plan)
    assert (found.status, found.target, found.value) == (status, bound, value)
    assert "3 月 31 日 30%、6 月 30 日 60%" in found.note
    assert (f"应不低于 {bound}%" in found.reason) == (status is Status.UNMET)
    assert ("尚未到期" in found.reason) == (status is Status.ON_TRACK)


@pytest.mark.parametrize(("value", "status"), [(317, Status.MET), (318, Status.MET), (319, Status.UNMET)])
def test_not_above_last_year(value, status):
    found = measure("K10", DAY, indicators=[indicator("K10", "全区", value, 318)], **changed_to("not_above_base"))
    assert (found.status, found.target) == (status, 318)
    assert ("应不多于上年 318 件" in found.reason) == (status is Status.UNMET)


@pytest.mark.parametrize(
    ("subject", "base", "bound", "holds", "fails"),
    [
        ("8%", 200, 216, 216, 215),
        ("-20%", 200, 160, 160, 161),
        ("40件", 200, 240, 240, 239),
        ("-1.5个百分点", 12, 10.5, 10.5, 10.6),
    ],
)
def test_a_growth_or_fall_against_last_year_by_a_number(subject, base, bound, holds, fails):
    for value, status in ((holds, Status.MET), (fails, Status.UNMET)):
        found = measure(
            "K10", DAY, indicators=[indicator("K10", "全区", value, base)], **changed_to("grown_by", subject)
        )
        assert (found.status, found.target) == (status, pytest.approx(bound))
    without = measure("K10", DAY, indicators=[indicator("K10", "全区", holds)], **changed_to("grown_by", subject))
    assert (without.status, without.target) == (Status.UNREPORTED, None)


def test_a_growth_is_compared_with_the_total_of_last_year_and_said_in_words():
    rows = [indicator("K10", "潭东镇", 100, 110), indicator("K10", "潭口镇", 130, 110)]
    found = measure("K10", DAY, indicators=rows, **changed_to("grown_by", "10%"))
    assert (found.value, found.target, found.status) == (230, pytest.approx(242), Status.UNMET)
    assert "增长 10%" in found.reason


def test_a_percentage_has_itself_as_rate():
    assert judged("K01", of_all("K01", 99.3, 99.6, 99.9)).rate == pytest.approx(0.993)


# Who reports


def test_a_unit_that_did_not_report_keeps_the_whole_from_being_met():
    found = judged("K03", [indicator("K03", "潭东镇", 0), indicator("K03", "潭口镇", 0)])
    assert (found.status, found.unreported) == (Status.UNREPORTED, ("高校园区管理处",))
    assert [(part.name, part.value) for part in found.parts] == [("潭东镇", 0), ("潭口镇", 0), ("高校园区管理处", None)]


def test_a_unit_that_did_not_report_does_not_hide_a_broken_bound():
    found = judged("K03", [indicator("K03", "潭东镇", 2)])
    assert (found.status, found.reason) == (Status.UNMET, "潭东镇 2 人，应为 0 人；潭口镇、高校园区管理处未报")


def test_one_number_for_the_district_answers_a_fixed_bound_but_names_the_units():
    found = judged("K03", [indicator("K03", "全区", 0)])
    assert (found.status, found.unreported) == (Status.MET, UNITS)


def test_one_number_for_the_district_does_not_prove_what_is_asked_of_each_unit():
    found = judged("K06", [indicator("K06", "全区", 500, 480)])
    assert (found.value, found.status, found.unreported) == (500, Status.UNREPORTED, UNITS)


def test_the_districts_own_number_stands_before_the_sum():
    rows = [*of_all("K08", 10, 10, 10, base=9), indicator("K08", "全区", 31, 27)]
    assert (judged("K08", rows).value, judged("K08", rows).target) == (31, 27)


def test_nobody_reported_is_unreported():
    found = judged("K01", [])
    assert (found.value, found.rate, found.status, found.snapshot, found.reason) == (
        None,
        None,
        Status.UNREPORTED,
        None,
        "没有台账",
    )


def test_the_newest_snapshot_up_to_the_day_speaks():
    rows = [*of_all("K05", 5, 5, 5, as_of="2023-06-30"), *of_all("K05", 0, 0, 0)]
    assert judged("K05", rows, "2023-09-29").value == 15
    assert judged("K05", rows).value == 0
    assert [point.value for point in judged("K05", rows).history] == [15, 0]
    assert judged("K05", rows).change == -15
    assert judged("K05", rows, "2023-10-31").change is None


@pytest.mark.parametrize(("as_of", "stale"), [("2023-11-14", False), ("2023-11-15", True)])
def test_an_indicator_goes_stale_like_any_snapshot(as_of, stale):
    assert judged("K02", [indicator("K02", "全区", 9)], as_of).stale is stale


def test_a_scope_in_another_districts_words_is_still_the_whole():
    settings = [
        {"year": 2023, "name": "全域称谓", "value": "全县"},
        {"year": 2023, "name": "镇和管理处", "value": "潭东镇;潭口镇"},
    ]
    rows = [indicator("K02", "全县", 9)]
    found = measure(
        "K02", DAY, plan_obligations=plan_with("K02", scope="全县"), plan_settings=settings, indicators=rows
    )
    assert (found.value, found.status) == (9, Status.MET)


def test_a_silent_unit_is_asked_for_once():
    rows = [indicator(id, unit, 0) for id in ZERO for unit in UNITS[:2]]
    (item,) = [item for item in briefing(DAY, indicators=rows).attention if item.status is Status.UNREPORTED]
    assert (
        item.title
        == "高校园区管理处 3 项数据未报：义务教育阶段失学辍学人数、未销号住房安全隐患、有能力有意愿未就业人数"
    )


@pytest.mark.parametrize(
    ("id", "told", "formula"),
    [
        ("K02", {"全区": 9}, "责任单位报的全区数"), ("K04", {"潭东镇": 2}, "各单位数值之和"), ("K04", {"潭东镇": 2, "潭口镇": 1}, "各单位数值之和"),
        ("K01", {"潭东镇": 99, "潭口镇": 98}, "各单位中最低的"), ("K02", {"潭东镇": 9, "潭口镇": 8}, "各单位中最高的"),
    ],
)  # fmt: skip
def test_how_a_number_of_several_units_was_made_is_told(id, told, formula):
    found = measure(id, "2023-09-30", indicators=[indicator(id, unit, value) for unit, value in told.items()])
    assert found.made.arithmetic.formula == formula


@pytest.mark.parametrize(
    ("value", "day", "reason"),
    [
        (3, "2023-09-30", "已达到"),
        (4, "2023-09-30", "已达到"),
        (2, "2023-12-31", "期限已到，落后序时 33.3 个百分点"),
        (3, "2023-12-31", "已达到"),
    ],
)
def test_a_target_that_is_reached_is_not_behind(value, day, reason):
    """Clause 16: 巡回宣讲活动3场."""
    assert measure("T10", day, indicators=[indicator("T10", "全区", value, as_of=day)]).reason == reason


def test_a_number_that_was_blank_then_or_is_now_has_not_grown():
    def change(then, now):
        rows = [indicator("K02", "全区", then, as_of="2023-06-30"), indicator("K02", "全区", now)]
        return measure("K02", "2023-09-30", indicators=rows).change

    assert (change(8, 9.5), change(None, 9), change(8, None)) == (1.5, None, None)


def test_the_whole_district_told_in_two_words_is_one_number():
    rows = [indicator("K10", "全区", 300, 250), indicator("K10", "全县", 200, 150)]
    assert measure("K10", "2023-09-30", indicators=rows).value == 300
