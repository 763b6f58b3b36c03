"""衔接资金, written from clause 8 (F01), 10 (F02), 13 (F03–F05) and 9 (F06)."""

from datetime import date

import pytest

from briefing.html.cards import fund_tiles
from briefing.model import Older
from briefing.status import Status
from briefing.wording.money import fund_facts, not_counted
from data_loaders.delivering import reference
from tests.briefing.ledgers import (
    briefing,
    graded_villages,
    households,
    in_village,
    measure,
    plan_with,
    project,
    settings_with,
)

ONE_TOWN = settings_with("镇和管理处", "潭东镇")
SEPTEMBER, DECEMBER = date(2023, 9, 30), date(2023, 12, 31)


def paid(as_of, disbursed, allocated=1000.0):
    return project("P1", allocated, disbursed, as_of=as_of)


# 条款 8：项目资金拨付率在9月底前达到75%以上，12月底前达到100%。
@pytest.mark.parametrize(
    ("as_of", "snapshots", "status", "met"),
    [
        ("2023-09-29", {"2023-09-29": 740}, Status.SLIGHTLY_BEHIND, [None, None]),
        ("2023-09-29", {"2023-09-29": 748}, Status.ON_TRACK, [None, None]),
        ("2023-09-30", {"2023-09-30": 750}, Status.ON_TRACK, [True, None]),  # exactly 75 %
        ("2023-09-30", {"2023-09-30": 749}, Status.OVERDUE, [False, None]),  # 74.9 %
        ("2023-09-30", {"2023-09-28": 750}, Status.ON_TRACK, [True, None]),  # the newest before the day
        (
            "2023-09-30",
            {"2023-09-28": 700},
            Status.OVERDUE,
            [None, None],
        ),  # what came in on the last two days nobody knows
        ("2023-10-01", {"2023-09-30": 750}, Status.SLIGHTLY_BEHIND, [True, None]),  # the line goes on to 100 %
        ("2023-10-31", {"2023-09-30": 749, "2023-10-31": 900}, Status.ON_TRACK, [False, None]),  # reached late
        ("2023-10-31", {"2023-09-30": 749, "2023-10-31": 749}, Status.OVERDUE, [False, None]),
        ("2023-10-31", {"2023-10-31": 900}, Status.ON_TRACK, [None, None]),  # nobody reported by September
        (
            "2023-10-31",
            {"2023-08-31": 700, "2023-10-31": 900},
            Status.ON_TRACK,
            [None, None],
        ),  # it may have come in October
        ("2023-10-31", {"2023-10-31": 600}, Status.OVERDUE, [False, None]),  # not even a month later
        ("2023-12-30", {"2023-12-30": 999}, Status.ON_TRACK, [None, None]),
        ("2023-12-31", {"2023-12-31": 999}, Status.OVERDUE, [None, False]),
        ("2023-12-31", {"2023-09-30": 800, "2023-12-31": 1000}, Status.DONE, [True, True]),
        ("2024-01-01", {"2023-09-30": 800, "2023-12-31": 999}, Status.OVERDUE, [True, False]),
        ("2024-01-01", {"2023-09-30": 800, "2023-12-31": 1000}, Status.DONE, [True, True]),
        ("2023-03-31", {"2023-03-31": 1000}, Status.DONE, [None, None]),
        ("2023-09-30", {}, Status.UNREPORTED, [None, None]),
    ],
)
def test_a_milestone_is_judged_on_its_day_from_the_snapshot_of_that_day(as_of, snapshots, status, met):
    rows = [paid(day, amount) for day, amount in snapshots.items()]
    found = measure("F01", as_of, funds=rows, plan_settings=ONE_TOWN)
    # Short of it on its day is known from the snapshot of that day, or from a later one that is short of it still.
    assert (found.status, [verdict.met for verdict in found.milestones]) == (status, met)


def test_a_milestone_whose_day_nobody_reported_is_unreported_and_not_missed():
    found = briefing("2023-10-10", funds=[paid("2023-08-31", 620)])
    silent = "（缺潭东镇、潭口镇、高校园区管理处）"
    assert found.measure("F01").reason == f"75% 节点数据未报{silent}，按 8 月 31 日数据差 13.0 个百分点"
    assert (
        "按 8 月 31 日数据，6 项重点工作中，未报 5 项，衔接资金拨付率逾期（区农办牵头）；拨付率 62.0%，9 月底 75% 节点数据未报"
        in found.headline
    )
    assert "未达到" not in "".join(found.headlines.values())
    assert [verdict.unknown for verdict in found.funds.milestones] == [True, False]


def test_what_was_reached_on_its_day_stays_reached_when_money_is_added():
    rows = [paid("2023-09-30", 760), paid("2023-10-31", 760, allocated=1050)]
    found = briefing("2023-10-31", funds=rows)
    assert found.measure("F01").status is Status.BEHIND  # 72.4 % against 83.4 %
    assert "9 月底 75% 节点已按期达到（当日 76.0%）" in found.headline


@pytest.mark.parametrize(("as_of", "target"), [("2023-09-30", 75), ("2023-10-01", 100), ("2024-01-01", 100)])
def test_the_target_is_the_milestone_in_force(as_of, target):
    assert measure("F01", as_of).target == target


def test_no_allocation_gives_no_rate():
    found = briefing("2023-09-30", funds=[project("P1", 0, 0)])
    assert (found.funds.allocated, found.funds.rate, found.measure("F01").value) == (0, None, None)
    assert (found.measure("F01").status, found.measure("F01").reason) == (Status.UNREPORTED, "没有安排资金")


def test_rate_gap_pace_and_projection():
    rows = [paid("2023-06-30", 400), paid("2023-07-31", 500), paid("2023-08-31", 600), paid("2023-09-30", 760)]
    funds = briefing("2023-09-30", funds=rows).funds
    assert (funds.allocated, funds.disbursed, funds.rate) == (1000, 760, pytest.approx(0.76))
    assert (funds.next_milestone.due_on, funds.gap) == (DECEMBER, pytest.approx(240))
    assert funds.pace_needed == pytest.approx(80)  # 240 万元 in three months
    assert funds.pace_recent == pytest.approx(120)  # 360 万元 in three months
    assert [str(point.date) for point in funds.projection] == ["2023-09-30", "2023-10-31", "2023-11-30", "2023-12-31"]
    assert [point.disbursed for point in funds.projection] == pytest.approx(
        [760, 880, 1000, 1000]
    )  # never above the allocation


def test_before_september_the_gap_is_to_seventy_five_percent():
    funds = briefing("2023-08-31", funds=[paid("2023-08-31", 600)]).funds
    assert (funds.next_milestone.due_on, funds.gap, funds.pace_needed) == (
        SEPTEMBER,
        pytest.approx(150),
        pytest.approx(150),
    )
    assert (funds.pace_recent, funds.projection) == (None, ())  # one snapshot has no speed


@pytest.mark.parametrize(
    ("day", "base"),
    [("2023-11-30", "2023-08-31"), ("2023-11-29", "2023-08-15")],  # a month's end is held against a month's end
)
def test_the_recent_speed_is_that_of_three_months_back(day, base):
    rows = [paid("2023-07-31", 100), paid("2023-08-15", 250), paid("2023-08-31", 300), paid(day, 600)]
    months = {"2023-08-31": 3, "2023-08-15": 3 + 29 / 30 - 1 + 1 - 15 / 31}
    amount = {"2023-08-31": 300, "2023-08-15": 250}[base]
    assert briefing(day, funds=rows).funds.pace_recent == pytest.approx((600 - amount) / months[base])


def test_nothing_is_projected_beyond_the_last_milestone_or_from_nothing():
    rows = [paid("2023-09-30", 500), paid("2023-12-31", 900)]
    assert briefing("2023-12-31", funds=rows).funds.projection == ()
    rows = [paid("2023-08-31", 0, allocated=0), paid("2023-09-30", 0, allocated=0)]
    assert briefing("2023-09-30", funds=rows).funds.projection == ()


def test_a_gap_already_closed_is_negative_and_needs_no_pace():
    funds = briefing("2023-08-31", funds=[paid("2023-08-31", 800)]).funds
    assert (funds.gap, funds.pace_needed) == (pytest.approx(-50), 0)


def test_the_last_month_before_a_milestone_tells_days_and_no_monthly_pace():
    for day, days in (("2023-12-01", 30), ("2023-12-21", 10), ("2023-12-30", 1)):
        found = briefing(day, funds=[paid(day, 966)])
        (need,) = [tile for tile in fund_tiles(found) if "需拨付" in tile.title]
        (fact,) = [fact for fact in fund_facts(found) if "需拨付" in fact.title]
        assert (found.funds.gap, found.funds.pace_needed) == (pytest.approx(34), None)
        assert f"；到 12 月 31 日达到 100%，{days} 天内还需拨付 34 万元；" in found.headlines["funds"]
        assert (need.title, need.number, fact.title, fact.number) == (
            f"{days} 天内需拨付",
            "34",
            f"{days} 天内需拨付",
            "34 万元",
        )
    early = briefing("2023-09-20", funds=[paid("2023-09-20", 700)]).headlines["funds"]
    assert "还差 50 万元，需在 10 天内拨付；" in early
    last_month = briefing("2023-11-30", funds=[paid("2023-11-30", 966)]).headlines["funds"]
    assert "到 12 月 31 日达到 100% 还需拨付 34 万元" in last_month and "每月" not in last_month  # it is the gap again
    assert "每月需拨付 17 万元" in briefing("2023-10-31", funds=[paid("2023-10-31", 966)]).headlines["funds"]
    on_the_day = briefing("2023-12-31", funds=[paid("2023-12-31", 966)])
    assert "需拨付" not in "".join(fact.title for fact in fund_facts(on_the_day)).replace("还需拨付", "")


@pytest.mark.parametrize(("disbursed", "due_on"), [(740, SEPTEMBER), (750, DECEMBER)])
def test_on_its_own_day_a_milestone_is_ahead_until_it_is_reached(disbursed, due_on):
    funds = briefing("2023-09-30", funds=[paid("2023-09-30", disbursed)]).funds
    assert funds.next_milestone.due_on == due_on


def test_after_the_last_milestone_nothing_is_ahead():
    funds = briefing("2024-01-01", funds=[paid("2023-12-31", 900)]).funds
    assert (funds.next_milestone, funds.gap, funds.pace_needed, funds.projection) == (
        None,
        100,
        None,
        (),
    )  # what remains


def test_a_year_with_shrinking_disbursement_projects_no_less_than_nothing():
    funds = briefing("2023-02-28", funds=[paid("2023-01-31", 500), paid("2023-02-28", 100)]).funds
    assert funds.pace_recent == pytest.approx(-400)
    assert min(point.disbursed for point in funds.projection) == 0


def test_the_curve_has_the_last_snapshot_of_every_month():
    rows = [paid("2023-01-10", 10), paid("2023-01-31", 20), paid("2023-03-15", 50)]
    by_month = briefing("2023-03-31", funds=rows).funds.by_month
    assert [(str(point.date), point.disbursed) for point in by_month] == [("2023-01-31", 20), ("2023-03-15", 50)]


def test_money_is_added_up_without_noise():
    funds = briefing("2023-09-30", funds=[project(f"P{n}", 0.1, 0.1) for n in range(3)]).funds
    assert (funds.allocated, funds.disbursed) == (0.3, 0.3)


def test_slices_add_up_to_the_whole():
    rows = [
        project("a", 100, 50), project("b", 60, 60, source="省", category="基础设施", town="潭口镇"),
        project("c", 40, 0, source="区", category="其他", town="全区"),
    ]  # fmt: skip
    funds = briefing("2023-09-30", funds=rows).funds
    for slices in (funds.by_source, funds.by_town, funds.by_category):
        assert (sum(piece.allocated for piece in slices), sum(piece.disbursed for piece in slices)) == (200, 110)
    assert [piece.name for piece in funds.by_town] == ["潭东镇", "潭口镇", "全区"]  # the largest first


def test_a_town_that_went_silent_is_named():
    rows = [project("a", 1, as_of="2023-08-31"), project("b", 1, town="潭口镇", as_of="2023-08-31"), project("a", 1)]
    found = measure("F01", "2023-09-30", funds=rows)
    assert found.unreported == ("高校园区管理处",)  # which never delivered
    assert found.mixed == (Older("潭口镇", date(2023, 8, 31)), Older("高校园区管理处", None))


# 条款 10：中央财政衔接资金用于产业的比例不低于60%。
@pytest.mark.parametrize(
    ("industry", "other", "value", "status"),
    [
        (60, 40, 60, Status.MET),
        (59.9, 40.1, 59.9, Status.UNMET),
        (100, 0, 100, Status.MET),
        (0, 100, 0, Status.UNMET),
        (0.6, 0.4, 60, Status.MET),
    ],
)
def test_sixty_percent_of_central_money_goes_to_industry(industry, other, value, status):
    rows = [
        project("a", industry), project("b", other, category="基础设施"),
        project("c", 500, source="省"), project("d", 500, source="市", category="其他"),
    ]  # fmt: skip
    found = briefing("2023-09-30", funds=rows)
    assert (found.measure("F02").value, found.measure("F02").status) == (pytest.approx(value), status)
    assert found.funds.industry_share_central == pytest.approx(value / 100)
    assert found.measure("F02").rate == pytest.approx(value / 100)


def test_without_central_money_there_is_no_verdict():
    found = measure("F02", "2023-09-30", funds=[project("a", 100, source="省")])
    assert (found.value, found.status, found.reason) == (None, Status.UNREPORTED, "没有中央资金")


# 条款 8、10 speak of 衔接资金.
def test_without_a_source_the_share_of_a_category_is_of_all_linked_money():
    plan = plan_with("F02", scope="衔接资金")
    rows = [project("a", 75, source="省"), project("b", 125, source="市", category="基础设施")]
    found = measure("F02", "2023-09-30", plan_obligations=plan, funds=rows)
    assert found.value == pytest.approx(37.5) and found.status is Status.UNMET


def test_money_that_is_not_linked_counts_only_where_the_plan_does_not_ask_for_linked_money():
    plan = plan_with("F02", scope="中央;各类资金")
    rows = [
        project("a", 60, 30),
        project("b", 40, 20, category="其他"),
        project("c", 900, 900, category="其他", linked=False),
    ]
    assert measure("F02", "2023-09-30", funds=rows).value == pytest.approx(60)
    assert measure("F02", "2023-09-30", plan_obligations=plan, funds=rows).value == pytest.approx(6)
    funds = briefing("2023-09-30", funds=rows).funds
    assert (funds.allocated, funds.disbursed, len(funds.projects)) == (100, 50, 2)
    assert [piece.allocated for piece in funds.by_source] == [100] and funds.by_month[-1].disbursed == 50
    assert (funds.apart.name, funds.apart.allocated, funds.apart.disbursed) == ("非衔接资金", 900, 900)


def test_money_from_outside_the_four_levels_is_shown_apart_with_its_source():
    rows = [
        project("a", 60, 30), project("a", 9, 4, source="自筹", linked=False), project("b", 5, 5, source="社会帮扶", linked=False),
        project("c", 8, 1, linked=False),
    ]  # fmt: skip
    funds = briefing("2023-09-30", funds=rows).funds
    assert (funds.allocated, funds.disbursed) == (60, 30)
    assert {piece.name: piece.allocated for piece in funds.outside} == {"自筹": 9, "社会帮扶": 5}
    assert (
        not_counted(funds) == "另有非衔接资金项目安排 22 万元、拨付 10 万元（其中自筹 9 万元、社会帮扶 5 万元），不计入"
    )


# 条款 13：省定…衔接资金投入达到100万元；市定、县定…各类资金投入分别达到50万元、30万元。
def whole_grade(grade, amount, **more):
    """A project of this amount in every village of a grade."""
    villages = graded_villages()
    return [
        project(f"{v}{more}", amount, **in_village(v), **more)
        for v in villages.loc[villages["grade"] == grade, "village"]
    ]


@pytest.mark.parametrize(
    ("id", "grade", "floor"),
    [("F03", "省定", 100), ("F04", "市定", 50), ("F05", "县定", 30)],
)
def test_floors_of_the_three_grades(id, grade, floor):
    met = measure(id, "2023-09-30", funds=whole_grade(grade, floor))
    assert (met.value, met.target, met.status) == (floor, floor, Status.MET)
    short = measure(id, "2023-09-30", funds=whole_grade(grade, floor - 0.01))
    assert (short.value, short.status) == (pytest.approx(floor - 0.01), Status.UNMET)


@pytest.mark.parametrize(
    ("id", "grade", "floor", "status", "value"),
    [("F03", "省定", 100, Status.UNMET, 60), ("F04", "市定", 50, Status.MET, 60), ("F05", "县定", 30, Status.MET, 60)],
)
def test_only_the_provincial_floor_looks_at_linked_money_alone(id, grade, floor, status, value):
    rows = [*whole_grade(grade, 60), *whole_grade(grade, 60, linked=False)]
    found = measure(id, "2023-09-30", funds=rows)
    assert found.status is status
    assert found.value == (60 if id == "F03" else 120)


def test_several_projects_of_a_village_add_up_and_the_poorest_village_is_the_value():
    rows = [
        *whole_grade("省定", 50),
        *whole_grade("省定", 50, source="市"),
        project("more", 20, **in_village("龙井村")),
    ]
    found = measure("F03", "2023-09-30", funds=rows)
    assert (found.value, {part.name: part.value for part in found.parts}) == (100, {"龙井村": 120, "江坝村": 100})


def test_a_key_village_without_a_project_in_its_towns_ledger_has_nothing():
    rows = [project("a", 100, **in_village("龙井村")), project("b", 10, **in_village("石禾村"))]
    found = measure("F03", "2023-09-30", funds=rows)
    assert (found.value, found.status, found.reason) == (0, Status.UNMET, "1 个村不足：江坝村")


def test_a_key_village_whose_town_delivered_nothing_is_unreported():
    found = measure("F03", "2023-09-30", funds=[project("a", 100, **in_village("龙井村"))])
    assert (found.value, found.status, found.unreported) == (100, Status.UNREPORTED, ("江坝村",))


def test_without_grades_or_a_ledger_no_floor_is_judged():
    rows = [project("a", 100, **in_village("龙井村"))]
    ungraded = measure("F03", "2023-09-30", funds=rows, villages=graded_villages().assign(grade=None))
    assert (ungraded.value, ungraded.status) == (None, Status.UNREPORTED)
    assert measure("F03", "2023-09-30").status is Status.UNREPORTED


# 条款 9：项目完工验收结算后1个月内进行确权、登记、移交。
@pytest.mark.parametrize(
    ("accepted", "handed", "as_of", "late"),
    [
        ("2023-01-31", None, "2023-02-27", 0),
        ("2023-01-31", None, "2023-02-28", 1),  # due on the last day of February, whose end has come
        ("2023-01-31", "2023-02-28", "2023-06-30", 0),
        ("2023-01-31", "2023-03-01", "2023-06-30", 1),
        ("2023-04-30", "2023-05-30", "2023-06-30", 0),
        ("2023-04-30", "2023-05-31", "2023-06-30", 1),  # the month ends on the same day of the month
        ("2023-02-28", "2023-03-28", "2023-06-30", 0),
        ("2023-02-28", "2023-03-29", "2023-06-30", 1),
        ("2023-06-15", None, "2023-06-30", 0),  # open, still in time
        ("2023-06-15", "2023-07-10", "2023-07-05", 0),  # handed over after the day: still open, still in time
        ("2023-06-15", "2023-08-10", "2023-08-01", 1),
        ("2023-12-15", None, "2024-01-14", 0),
        ("2023-12-15", None, "2024-01-15", 1),
        (None, None, "2023-06-30", 0),
        ("2023-07-15", None, "2023-06-30", 0),  # accepted after the day
    ],
)
def test_handover_within_a_month_of_acceptance(accepted, handed, as_of, late):
    rows = [project("a", 10, accepted_on=accepted, handed_over_on=handed, as_of="2023-01-31")]
    found = measure("F06", as_of, funds=rows)
    assert (found.value, found.status) == (late, Status.UNMET if late else Status.MET)


def test_handover_speaks_of_linked_money_only_and_without_a_ledger_of_nothing():
    rows = [project("a", 10, accepted_on="2023-01-05", linked=False)]
    assert measure("F06", "2023-09-30", funds=rows).value == 0
    assert measure("F06", "2023-09-30").value is None


@pytest.mark.parametrize(
    ("day", "disbursed", "status"),
    [("2023-10-31", 700, "滞后"), ("2023-10-31", 800, "略滞后"), ("2023-10-31", 1000, "完成"), ("2023-12-30", 999, "达序时"), ("2023-12-31", 999, "逾期")],
)  # fmt: skip
def test_a_project_is_late_from_the_last_milestone_on(day, disbursed, status):
    """Clause 8 holds the district against 75% in September, not each project."""
    found = briefing(day, funds=[paid(day, disbursed)]).funds.projects
    assert found["status"].tolist() == [status]


def test_a_rate_has_grown_in_points_since_the_quarter_before_and_nothing_is_told_of_other_towns():
    rows = [paid("2023-06-30", 400), paid("2023-09-30", 760)]
    assert measure("F01", "2023-09-30", funds=rows).change == pytest.approx(36)
    assert measure("F01", "2023-06-30", funds=rows[:1]).change is None
    other = project("Q", 100, 100, town="潭口镇")
    assert measure("F01", "2023-09-30", funds=[*rows, other]).change is None
    assert measure("F01", "2023-10-31", funds=[*rows[:1], paid("2023-09-30", 400)]).change is None


@pytest.mark.parametrize(("subject", "late"), [("1个月", 1), ("", 1), ("2个月", 0)])
def test_the_time_to_hand_over_is_what_the_plan_says_and_a_month_where_it_says_none(subject, late):
    rows = [project("a", 100, 100, accepted_on="2023-08-15")]
    plan = plan_with("F06", subject=subject)
    assert measure("F06", "2023-09-30", funds=rows, plan_obligations=plan).value == late


def test_a_bound_without_a_value_speaks_for_no_day():
    found = measure("F02", "2023-09-30", funds=[project("a", 100, source="省")])
    assert (found.snapshot, found.mixed, found.stale) == (None, (), False)
    assert str(measure("F02", "2023-09-30", funds=[project("a", 100)]).snapshot) == "2023-09-30"


def test_money_of_which_neither_plan_nor_ledger_speaks_has_no_line_to_follow_and_no_headline() -> None:
    plan = reference.tables()["plan_obligations"]
    plan = plan[plan["rule"] != "disbursed_share"]
    found = briefing("2023-09-30", plan_obligations=plan, toilets=[households(9, 12)])
    assert (found.funds.scheduled, found.funds.milestones, found.funds.due) == ((), (), None)
    assert "拨付" not in found.headline
    assert "拨付率 40.0%" in briefing("2023-09-30", plan_obligations=plan, funds=[paid("2023-09-30", 400)]).headline
