"""定期事项, written from the clauses: when each is due, who must act, and what counts as done.

A period counts as due from its last day on; an act counts for the period its day lies in.
"""

from datetime import date

import pytest

from briefing.measures.duties import duty_cells, periods
from briefing.measures.reported import Ledgers
from briefing.plan import read_plan
from briefing.status import ActStatus, Status
from tests.briefing.ledgers import UNITS, act, all_tables, briefing, measure, plan_with

PLAN = read_plan(all_tables(), 2023)
BY_ID = {obligation.id: obligation for obligation in PLAN.obligations if obligation.kind == "duty"}
MONTHS = [f"2023-{month:02d}" for month in range(1, 13)]
TEACHING = [month for month in MONTHS if month not in ("2023-02", "2023-07", "2023-08")]
QUARTERS, HALVES = [f"2023-Q{n}" for n in range(1, 5)], ["2023-H1", "2023-H2"]
# An act of nothing we look at: the ledger was delivered.
OTHER = act("D28", "2023-01-05", "区农办")

# 条款, what it says, the periods that follow and how many acts each asks for.
CALENDAR = {
    "D01": ("3", "除寒暑假外每月开展1次", TEACHING, 1),
    "D02": ("3", "春季、秋季学期结束前", ["2023-06-30前", "2023-12-31前"], 1),
    "D03": ("4", "每季度", QUARTERS, 1),
    "D04": ("4", "每季度核查1次", QUARTERS, 1),
    "D05": ("5", "每季度至少开展1次", QUARTERS, 1),
    "D06": ("6", "每月至少开展1次", MONTHS, 1),
    "D07": ("6", "每年至少进行2次", ["2023"], 2),
    "D08": ("6", "每年开展1次", ["2023"], 1),
    "D09": ("8", "月调度", MONTHS, 1),
    "D10": ("8", "季通报", QUARTERS, 1),
    "D11": ("9", "村级每月一管护", MONTHS, 1),
    "D12": ("9", "镇级每季度一检查", QUARTERS, 1),
    "D13": ("9", "区级半年一督导", HALVES, 1),
    "D14": ("10", "每季度至少开展1次", QUARTERS, 1),
    "D15": ("10", "每月", MONTHS, 1),
    "D16": ("10", "按季度", QUARTERS, 1),
    "D17": ("10", "每季度开展1次", QUARTERS, 1),
    "D18": ("10", "每半年公示1次", HALVES, 1),
    "D19": ("11", "每月至少开展1次", MONTHS, 1),
    "D20": ("11", "每半年", HALVES, 1),
    "D21": ("11", "每季度", QUARTERS, 1),
    "D22": ("12", "6月、11月", ["2023-06", "2023-11"], 1),
    "D23": ("14", "每半年开展一次", HALVES, 1),
    "D24": ("16", "每季度", QUARTERS, 1),
    "D25": ("16", "主题宣传月", ["2023"], 1),
    "D26": ("保障1", "每季度至少召开一次", QUARTERS, 1),
    "D27": ("保障2", "每季度", QUARTERS, 1),
    "D28": ("保障2", "每月", MONTHS, 1),
    "D29": ("保障3", "每月", MONTHS, 1),
    "D30": ("保障5", "每季度", QUARTERS, 1),
    "D31": ("10", "坚持每月开展信贷需求摸底", MONTHS, 1),
    "D32": ("10", "年度收益分配方案", ["2023"], 1),
    "D33": ("保障4", "能力提升培训班", ["2023"], 1),
}
DISTRICT_DUTIES = ("D09", "D10", "D13", "D26", "D27", "D28", "D29", "D33")


def cells(id, as_of, *acts):
    """(unit, period) → cell of one duty."""
    day = date.fromisoformat(as_of)
    found = duty_cells(PLAN, Ledgers(all_tables(duties=[OTHER, *acts]), PLAN, day), day)
    return {(cell.unit, cell.period): cell for cell in found if cell.id == id}


def status(id, period, as_of, *acts, unit="潭东镇"):
    return cells(id, as_of, *acts)[unit, period].status


@pytest.mark.parametrize(("id", "expected"), CALENDAR.items())
def test_every_duty_is_due_when_its_clause_says(id, expected):
    clause, _, labels, times = expected
    found = periods(BY_ID[id], PLAN)
    assert (BY_ID[id].clause, [period.label for period in found], {period.times for period in found}) == (
        clause,
        labels,
        {times},
    )


def test_every_duty_of_the_plan_has_a_calendar_here():
    assert set(BY_ID) == set(CALENDAR)


@pytest.mark.parametrize("id", CALENDAR)
def test_who_must_act(id):
    units = list(dict.fromkeys(unit for unit, _ in cells(id, "2023-01-01")))
    if id in DISTRICT_DUTIES:
        assert units == [BY_ID[id].responsible[0]]
    elif id == "D11":
        assert len(units) == 34 and "潭东镇龙井村" in units
    elif id == "D30":
        assert units == [*UNITS, *PLAN.departments] and len(PLAN.departments) == 15
    else:
        assert units == list(UNITS)


# 条款 6：每月至少开展1次排查监测 (D06), period by period.
@pytest.mark.parametrize(
    ("as_of", "acts", "expected"),
    [
        ("2023-09-29", [], ActStatus.NOT_DUE),
        ("2023-09-30", [], ActStatus.OVERDUE),  # counts on its day
        ("2023-10-01", [], ActStatus.OVERDUE),
        ("2023-09-30", [act("D06", "2023-09-30", "潭东镇")], ActStatus.DONE),  # on the last day
        ("2023-09-01", [act("D06", "2023-09-01", "潭东镇")], ActStatus.DONE),  # early
        ("2023-09-30", [act("D06", "2023-08-31", "潭东镇")], ActStatus.OVERDUE),  # that was August's
        ("2023-10-31", [act("D06", "2023-10-01", "潭东镇")], ActStatus.OVERDUE),  # too late for September
        ("2023-09-30", [act("D06", "2023-09-20", "潭口镇")], ActStatus.OVERDUE),  # another unit's
        ("2023-09-19", [act("D06", "2023-09-20", "潭东镇")], ActStatus.NOT_DUE),  # not yet done on the 19th
        ("2023-09-30", [act("D06", "2023-09-20", "潭东镇", 0)], ActStatus.OVERDUE),  # nought times is not done
        ("2023-09-30", [act("D06", "2023-09-20", "潭东镇", 3)], ActStatus.DONE),
    ],
)
def test_a_monthly_duty_at_the_edges_of_september(as_of, acts, expected):
    assert status("D06", "2023-09", as_of, *acts) == expected


@pytest.mark.parametrize(
    ("id", "period", "last_day", "day_before"),
    [
        ("D03", "2023-Q1", "2023-03-31", "2023-03-30"),
        ("D03", "2023-Q4", "2023-12-31", "2023-12-30"),
        ("D18", "2023-H1", "2023-06-30", "2023-06-29"),
        ("D02", "2023-06-30前", "2023-06-30", "2023-06-29"),
        ("D02", "2023-12-31前", "2023-12-31", "2023-12-30"),
        ("D22", "2023-06", "2023-06-30", "2023-06-29"),
        ("D22", "2023-11", "2023-11-30", "2023-11-29"),
        ("D08", "2023", "2023-12-31", "2023-12-30"),
    ],
)
def test_a_period_is_due_from_its_last_day_on(id, period, last_day, day_before):
    assert [status(id, period, day) for day in (day_before, last_day)] == [ActStatus.NOT_DUE, ActStatus.OVERDUE]
    assert status(id, period, last_day, act(id, last_day, "潭东镇")) == ActStatus.DONE


# 条款 3 (D01): nothing is due in the vacation, and what was done there counts for nothing.
def test_vacation_months_ask_for_nothing():
    found = cells("D01", "2023-12-31", act("D01", "2023-07-15", "潭东镇"))
    assert [period for unit, period in found if unit == "潭东镇"] == TEACHING
    assert {cell.status for cell in found.values()} == {ActStatus.OVERDUE}


# 条款 3 (D02): an act in the autumn term does not serve the spring term.
def test_each_term_has_its_own_act():
    acts = [act("D02", "2023-07-01", "潭东镇")]
    assert [status("D02", period, "2023-12-31", *acts) for period in ("2023-06-30前", "2023-12-31前")] == [
        ActStatus.OVERDUE,
        ActStatus.DONE,
    ]


# 条款 6 (D07): 集中供水工程每年至少进行2次水质检测.
@pytest.mark.parametrize(
    ("acts", "expected", "done_on"),
    [
        ([("2023-03-01", None)], ActStatus.OVERDUE, None),
        ([("2023-03-01", None), ("2023-11-02", None)], ActStatus.DONE, "2023-11-02"),
        ([("2023-03-01", 2)], ActStatus.DONE, "2023-03-01"),
        ([("2023-03-01", 1), ("2023-05-01", 1), ("2023-11-02", 1)], ActStatus.DONE, "2023-05-01"),
        ([("2022-12-31", 2), ("2023-03-01", None)], ActStatus.OVERDUE, None),  # last year's do not count
    ],
)
def test_twice_a_year_counts_the_times(acts, expected, done_on):
    cell = cells("D07", "2023-12-31", *(act("D07", day, "潭东镇", times) for day, times in acts))["潭东镇", "2023"]
    assert (cell.status, cell.done_on and str(cell.done_on)) == (expected, done_on)
    assert status("D07", "2023", "2023-12-30", *(act("D07", day, "潭东镇", times) for day, times in acts)) in (
        expected,
        ActStatus.NOT_DUE,
    )


# 条款 9 (D11): 村级每月一管护, village by village.
def test_every_village_tends_its_own_assets():
    acts = [act("D11", "2023-01-20", "潭东镇龙井村")]
    assert status("D11", "2023-01", "2023-01-31", *acts, unit="潭东镇龙井村") == ActStatus.DONE
    assert status("D11", "2023-01", "2023-01-31", *acts, unit="潭口镇江坝村") == ActStatus.OVERDUE


# 4 and 14: 区社管局, 区医保分中心, 区生态环境分局 check all units; what a town does counts for the town.
@pytest.mark.parametrize(
    ("id", "department", "period", "day"),
    [("D03", "区社管局", "2023-Q1", "2023-03-31"), ("D04", "区医保分中心", "2023-Q1", "2023-03-31"),
     ("D23", "区生态环境分局", "2023-H1", "2023-06-30"), ("D23", "区建投公司", "2023-H1", "2023-06-30")],
)  # fmt: skip
def test_an_act_of_the_responsible_department_counts_for_every_unit(id, department, period, day):
    found = cells(id, day, act(id, "2023-03-20", department))
    assert {unit for (unit, when), cell in found.items() if when == period and cell.status == ActStatus.DONE} == set(
        UNITS
    )
    own = cells(id, day, act(id, "2023-03-20", "潭口镇"), act(id, "2023-03-21", "区妇联"))
    assert {unit for (unit, when), cell in own.items() if when == period and cell.status == ActStatus.DONE} == {
        "潭口镇"
    }


# 保障 5 (D30): 各行业部门、各镇（管理处）每季度报送…不少于1篇.
def test_departments_and_units_each_send_their_article():
    acts = [
        act("D30", "2023-02-20", "区妇联"),
        act("D30", "2023-02-21", "区农办（乡村振兴局）"),
        act("D30", "2023-02-22", "潭口镇"),
    ]
    found = cells("D30", "2023-03-31", *acts)
    done = {unit for (unit, period), cell in found.items() if cell.status == ActStatus.DONE}
    assert done == {"区妇联", "区农办", "潭口镇"}  # brackets do not make another unit


@pytest.mark.parametrize("unit", ["区农办", "区财政局", "全区"])
def test_a_duty_of_the_whole_district_is_done_by_the_departments_that_owe_it(unit):
    assert status("D09", "2023-01", "2023-01-31", act("D09", "2023-01-31", unit), unit="区农办") == ActStatus.DONE


@pytest.mark.parametrize("unit", ["潭口镇", "区妇联", "潭东镇龙井村"])
def test_a_duty_of_the_whole_district_is_not_done_by_others(unit):
    assert status("D26", "2023-Q1", "2023-03-31", act("D26", "2023-03-20", unit), unit="区农办") == ActStatus.OVERDUE


# The measure of a duty


def acts_of(id, *days, units=UNITS):
    return [act(id, day, unit) for day in days for unit in units]


@pytest.mark.parametrize(
    ("as_of", "acts", "expected", "value", "target"),
    [
        ("2023-03-30", [], Status.ON_TRACK, 0, 0),  # nothing due yet
        ("2023-03-31", acts_of("D03", "2023-03-31"), Status.ON_TRACK, 3, 3),
        ("2023-03-31", acts_of("D03", "2023-03-31", units=UNITS[:2]), Status.OVERDUE, 2, 3),
        ("2023-12-31", acts_of("D03", "2023-03-31", "2023-06-01", "2023-09-01", "2023-12-01"), Status.DONE, 12, 12),
    ],
)
def test_a_duty_as_a_measure(as_of, acts, expected, value, target):
    found = measure("D03", as_of, duties=[OTHER, *acts])
    assert (found.status, found.value, found.target) == (expected, value, target)


def test_a_unit_that_misses_is_named_and_is_not_called_unreported():
    found = measure("D03", "2023-03-31", duties=[OTHER, *acts_of("D03", "2023-03-31", units=UNITS[:2])])
    assert (found.unreported, found.reason) == ((), "1 个单位逾期：高校园区管理处")
    assert measure("D03", "2023-03-31").unreported == UNITS  # nobody delivered a record: that is 未报


@pytest.mark.parametrize("as_of", ["2023-01-01", "2023-09-30", "2023-12-31"])
def test_without_any_record_nothing_is_on_time_and_nothing_late(as_of):
    found = briefing(as_of)
    duties = [each for each in found.measures if each.kind == "duty"]
    assert {(each.status, each.value, each.rate) for each in duties} == {(Status.UNREPORTED, None, None)}
    assert {cell.status for cell in found.duties} <= {ActStatus.NOT_DUE, ActStatus.UNREPORTED}
    assert found.headlines["duties"] == "定期履职记录未报。"


def test_a_frequency_nobody_knows_is_said_and_harms_no_other_duty():
    plan = plan_with("D03", frequency="每逢雨天")
    found = briefing("2023-03-31", duties=[OTHER], plan_obligations=plan)
    assert (found.measure("D03").status, found.measure("D03").reason) == (
        Status.UNREPORTED,
        "计划没有给出可用的频次或单位",
    )
    assert found.measure("D05").status is Status.OVERDUE


def test_a_scope_may_name_its_units():
    plan = plan_with("D13", scope="区农办;区财政局")
    found = measure("D13", "2023-06-30", plan_obligations=plan, duties=[act("D13", "2023-06-01", "区财政局")])
    assert {part.name: part.status for part in found.parts} == {"区农办": Status.OVERDUE, "区财政局": Status.ON_TRACK}


def test_a_unit_that_misses_much_is_named_once():
    found = briefing("2023-03-31", duties=[OTHER])
    titles = [item.title for item in found.attention if item.owner == "潭东镇"]
    assert len(titles) == 1 and titles[0].startswith("潭东镇 16 项定期事项逾期未履职：控辍保学工作、")


def test_single_misses_are_told_duty_by_duty_with_the_period_in_words():
    all_year = [
        act(id, str(period.due_on), unit, period.times)
        for id, obligation in BY_ID.items() if id != "D24"
        for units in [{unit for unit, _ in cells(id, "2023-01-01")}]
        for period in periods(obligation, PLAN)
        for unit in units
    ]  # fmt: skip
    done = [act("D24", "2023-09-01", "潭东镇"), act("D24", "2023-03-01", "潭东镇"), act("D24", "2023-06-01", "潭东镇")]
    titles = [item.title for item in briefing("2023-09-30", duties=[*all_year, *done]).attention]
    assert titles == ["第三季度道德红黑榜发布 2 个单位逾期未履职：潭口镇、高校园区管理处；此前另有 4 次逾期"]


def test_a_duty_speaks_for_the_day_of_its_own_newest_act():
    rows = [
        act("D06", "2023-08-03", "潭东镇"),
        act("D06", "2023-09-05", "潭口镇"),
        act("D06", "2023-10-02", "潭口镇"),
        act("D05", "2023-09-20", "潭口镇"),
    ]
    found = {id: measure(id, "2023-09-30", duties=rows).snapshot for id in ("D06", "D05", "D12")}
    assert {id: day and str(day) for id, day in found.items()} == {
        "D06": "2023-09-05",
        "D05": "2023-09-20",
        "D12": None,
    }
