"""Who owes a duty of which scope, and what a plan's growth makes of last year's number."""

from datetime import date

import pytest

from data_loaders import plan_rules

TOWNS, DEPARTMENTS, VILLAGES = ("甲镇", "乙镇"), ("县水利局", "县财政局"), ("甲镇一村", "乙镇二村")


def owing(scope, *responsible):
    return plan_rules.owing(
        scope, responsible, units=TOWNS, departments=DEPARTMENTS, villages=VILLAGES, whole_words={"全区", "全县"}
    )


@pytest.mark.parametrize(
    ("scope", "responsible", "units", "for_all"),
    [
        (("每单位",), ("县水利局", "各镇(管理处)"), TOWNS, ()),
        (("每单位", "或责任部门"), ("县水利局", "各镇(管理处)"), TOWNS, ("县水利局",)),
        (("每部门",), ("县水利局",), DEPARTMENTS, ()), (("每村",), ("各村",), VILLAGES, ()),
        (("每单位", "每部门"), (), (*TOWNS, *DEPARTMENTS), ()),
        (("全县",), ("县水利局", "县财政局", "领导小组成员单位", "各镇(管理处)"), ("县水利局",), ("县水利局", "县财政局")),
        (("全区",), ("领导小组成员单位",), ("领导小组成员单位",), ("领导小组成员单位",)),  # nobody else is named
        (("甲镇一村", "县妇联"), ("县妇联",), ("甲镇一村", "县妇联"), ()),
    ],
)  # fmt: skip
def test_a_scope_says_who_owes_and_whose_act_counts_for_all(scope, responsible, units, for_all):
    found = owing(scope, *responsible)
    assert (found.units, tuple(name for name in found.for_all if not name.startswith("全"))) == (units, for_all)


def test_a_record_of_the_whole_district_is_its_own_and_who_acts_is_named_once():
    found = owing(("全县",), "县水利局")
    assert {"全区", "全县"} <= set(found.for_all)
    assert len(found.acting) == len(set(found.acting)) and found.acting[0] == "县水利局"


@pytest.mark.parametrize(
    ("subject", "grown"), [("8%", 216), ("-20%", 160), ("0%", 200), ("1.5个百分点", 201.5), ("-3亩", 197)]
)
def test_last_years_number_grows_by_a_share_of_it_or_by_so_many(subject, grown):
    assert plan_rules.grown(200, subject) == pytest.approx(grown)


@pytest.mark.parametrize(
    ("rule", "subject", "takes"),
    [
        ("places_done", "toilets", True), ("places_done", "户厕", False), ("grown_by", "8%", True), ("grown_by", "八成", False),
        ("handed_over_within", "1个月", True), ("handed_over_within", "0个月", False), ("handed_over_within", "30日", True), ("handed_over_within", "15个工作日", False), ("recorded", "什么都行", True),
    ],
)  # fmt: skip
def test_a_rule_takes_the_subjects_that_it_declares(rule, subject, takes):
    assert plan_rules.takes_subject(plan_rules.RULES[rule], subject) is takes


@pytest.mark.parametrize(
    ("subject", "due"),
    [("1个月", date(2024, 2, 29)), ("30日", date(2024, 3, 1)), ("15天", date(2024, 2, 15)), ("2周", date(2024, 2, 14))],
)
def test_a_time_after_an_event_is_counted_in_months_weeks_or_days(subject, due):
    assert plan_rules.time_after(date(2024, 1, 31), subject) == due


@pytest.mark.parametrize(
    ("text", "name"), [("区农办（乡村振兴局）", "区农办"), ("区农办(乡村振兴局)", "区农办"), ("潭东镇", "潭东镇")]
)
def test_what_a_name_adds_in_brackets_makes_it_no_other_unit(text, name):
    assert plan_rules.unit_name(text) == name
