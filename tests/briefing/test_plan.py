"""The plan of 2023 as data says what the source document says: numbers, clauses, tasks, deadlines, who is responsible.

The quotations are the document's own words (赣蓉振领字〔2023〕1号); the numbers beside them are what follows.
"""

from datetime import date

import pytest

from briefing.plan import PlanMissing, read_plan, years
from briefing.status import Status
from data_loaders.delivering import reference
from tests.briefing.ledgers import all_tables, briefing, in_village, indicator, measure, site

PLAN = read_plan(reference.tables(), 2023)
BY_ID = {obligation.id: obligation for obligation in PLAN.obligations}
TASKS = {task.number: task for task in PLAN.tasks}
YEAR_END = date(2023, 12, 31)

# id: (clause, tasks, target, unit, rule, scope, the document's words)
NUMBERS = {
    "T01": ("14", (38,), 17, "个", "sites_finished", ("全区",), "完成17个新农村建设"),
    "T02": ("14", (38,), 4, "个", "sites_finished", ("全区",), "4个村庄整治点整治任务"),
    "T03": ("14", (38,), 334, "个", "places_done", ("全区",), "打造334个美丽庭院"),
    "T04": ("14", (39,), 356, "户", "places_done", ("全区",), "完成356户户厕问题整改"),
    "T05": (
        "14",
        (40,),
        4,
        "座",
        "stations_finished",
        ("坳上", "迳背", "龙井", "茶元安置点"),
        "年内建成坳上、迳背、龙井、茶元安置点等4个污水处理站",
    ),
    "T06": ("14", (38,), None, "个村", "places_covered", ("每村",), "各村自行选择1个村庄开展整治"),
    "T07": (
        "6",
        (11,),
        5,
        "个村",
        "places_covered",
        ("潭东镇龙井村", "潭口镇江坝村", "潭口镇三观村", "潭口镇上元村", "潭口镇龙塘村"),
        "5个重点帮扶村自来水项目建设",
    ),
    "T08": (
        "10",
        (23,),
        12,
        "个村",
        "places_covered",
        ("重点帮扶村",),
        "12 个乡村振兴重点帮扶村至少有 1 个联农带农的产业基地",
    ),
    "T09": (
        "16",
        (45,),
        3,
        "个单位",
        "places_covered",
        ("每单位",),
        "年内各镇（管理处）培育不少于1个重点示范村（社区）",
    ),
    "T10": ("16", (), 3, "场", "indicator_at_least", ("全区",), "巡回宣讲活动3场"),
    "T11": ("14", (37,), 100, "%", "indicator_at_least", ("重点帮扶村",), "垃圾收运覆盖率达100%"),
    "F01": ("8", (17,), 100, "%", "disbursed_share", ("衔接资金",), "9月底前达到75%以上，12月底前达到100%"),
    "F02": ("10", (20,), 60, "%", "category_share", ("中央", "衔接资金"), "用于产业的比例不低于 60%"),
    "F03": (
        "13",
        (35,),
        100,
        "万元/村",
        "village_floor",
        ("衔接资金",),
        "省定乡村振兴重点帮扶村衔接资金投入达到100万元",
    ),
    "F04": ("13", (35,), 50, "万元/村", "village_floor", ("各类资金",), "各类资金投入分别达到50万元、30万元"),
    "F05": ("13", (35,), 30, "万元/村", "village_floor", ("各类资金",), "各类资金投入分别达到50万元、30万元"),
    "F06": ("9", (18, 19), 0, "个", "handed_over_within", ("衔接资金",), "验收结算后1个月内进行确权、登记、移交"),
    "K01": ("4", (8,), 99, "%", "indicator_at_least", ("每单位",), "参保率稳定在99%以上"),
    "K02": ("4", (8,), 10, "%", "indicator_at_most", ("全区",), "目录外费用，确保控制在10%以内"),
    "K03": ("3", (5,), 0, "人", "indicator_at_most", ("每单位",), "消除义务教育阶段儿童少年失学辍学现象"),
    "K04": ("5", (9, 10), 0, "户", "indicator_at_most", ("每单位",), "农村住房安全问题动态清零"),
    "K05": ("11", (26,), 0, "人", "indicator_at_most", ("每单位",), "未就业的脱贫人口和监测对象动态清零"),
    "K06": ("11", (30,), None, "个", "not_below_base", ("每单位",), "较上年度“只增不减”"),
    "K07": ("11", (30,), None, "人", "not_below_base", ("每单位",), "较上年度“只增不减”"),
    "K08": ("10", (23,), None, "个", "not_below_base", ("每单位",), "经营主体总数和带动能力较 2022 年“只增不减”"),
    "K09": ("10", (23,), None, "户", "not_below_base", ("每单位",), "经营主体总数和带动能力较 2022 年“只增不减”"),
    "K10": ("12", (32,), None, "人", "above_base", ("全区",), "实现创业、享受创业政策的人数较2022年有新的增加"),
    "K11": ("1", (2,), 100, "%", "indicator_at_least", ("每单位",), "纳入超过 1 年未消除风险的开展帮扶措施“回头看”"),
    "K12": ("1", (3,), 100, "%", "indicator_at_least", ("每单位",), "已消除风险的开展帮扶成效“回头看”"),
    "K13": ("15", (42,), None, "%", "above_base", ("每单位",), "提高农村自来水普及率、集中供水率"),
    "K14": ("15", (42,), None, "%", "above_base", ("每单位",), "提高农村自来水普及率、集中供水率"),
    "K15": ("12", (32,), None, "人", "above_base", ("全区",), "实现创业、享受创业政策的人数较2022年有新的增加"),
}
# Duty ids with the tasks they serve; their calendar stands in test_duties.
DUTY_TASKS = {
    1: (5,), 2: (6,), 3: (7,), 4: (8,), 5: (9,), 6: (12,), 7: (13,), 8: (13,), 9: (17,), 10: (17,), 11: (18,), 12: (18,), 13: (18,),
    14: (21,), 15: (21,), 16: (22,), 17: (24,), 18: (25,), 19: (26,), 20: (28,), 21: (31,), 22: (33,), 23: (40,), 24: (), 25: (45,),
    26: (), 27: (), 28: (), 29: (), 30: (), 31: (21,), 32: (25,), 33: (),
}  # fmt: skip
TOWNS = "各镇(管理处)"
# Where one task is all of an obligation, the units are those of the task list.
UNITS_OF_TASK = {
    "T01": 38, "T02": 38, "T03": 38, "T04": 39, "T05": 40, "T06": 38, "T07": 11, "T08": 23, "T09": 45, "T11": 37, "F01": 17, "F02": 20,
    "F06": 18, "K01": 8, "K02": 8, "K03": 5, "K04": 10, "K05": 26, "K06": 30, "K07": 30, "K08": 23, "K09": 23, "K10": 32, "K15": 32, "K11": 2,
    "K12": 3, "K13": 42, "K14": 42, "D01": 5, "D02": 6, "D03": 7, "D04": 8, "D05": 9, "D06": 12, "D07": 13, "D08": 13, "D14": 21,
    "D15": 21, "D16": 22, "D17": 24, "D18": 25, "D19": 26, "D20": 28, "D21": 31, "D22": 33, "D23": 40, "D25": 45, "D32": 25,
}  # fmt: skip
# The task list of the document: number → its last column, shortened as the plan shortens names.
TASK_UNITS = {
    1: "区农办;领导小组成员单位;各镇(管理处)", 4: "区农办;区财政局;各镇(管理处)", 10: "区住建局;区征收搬迁与项目建设服务中心;区自然资源分局;区财政局;区妇联;各镇(管理处)",
    16: "区农办;区财政局;区自然资源分局;区经发局;区建投公司;各镇(管理处)", 17: "区农办;区财政局;区住建局;区党群部;区经发局;各镇(管理处)",
    20: "区财政局;区农办", 26: "区农办;区党群部;各相关帮扶单位;各镇(管理处)", 35: "区农办;领导小组办公室;区妇联;各镇(管理处)",
    40: "区生态环境分局;区建投公司;区农办;各镇(管理处)", 41: "区经发局;区农办;各镇(管理处)", 45: "区党群部;区社管局;区公安分局;区农办;各镇(管理处)",
    46: "区妇联;各镇(管理处)", 48: "区农办;区党群部;区社管局",
}  # fmt: skip


def test_there_are_sixty_five_obligations_and_forty_eight_tasks():
    assert list(BY_ID) == [*NUMBERS, *(f"D{number:02d}" for number in DUTY_TASKS)]
    assert (len(BY_ID), sorted(TASKS)) == (65, list(range(1, 49)))


@pytest.mark.parametrize(("id", "row"), NUMBERS.items())
def test_the_plan_has_the_numbers_of_the_clause(id, row):
    clause, tasks, target, unit, rule, scope, _ = row
    found = BY_ID[id]
    assert (found.clause, found.tasks, found.target, found.unit, found.rule, found.scope) == (
        clause,
        tasks,
        target,
        unit,
        rule,
        scope,
    )


@pytest.mark.parametrize(("number", "tasks"), DUTY_TASKS.items())
def test_a_duty_serves_the_tasks_that_name_it(number, tasks):
    assert BY_ID[f"D{number:02d}"].tasks == tasks


def test_counted_targets_end_with_the_year_and_the_money_has_two_dates():
    assert {BY_ID[id].deadline for id in NUMBERS if id.startswith("T") and id != "T07"} == {YEAR_END}
    assert [(str(each.due_on), each.share) for each in BY_ID["F01"].milestones] == [
        ("2023-09-30", 0.75),
        ("2023-12-31", 1.0),
    ]


@pytest.mark.parametrize(("id", "number"), UNITS_OF_TASK.items())
def test_an_obligation_names_the_units_of_its_task(id, number):
    assert set(TASKS[number].responsible) == set(BY_ID[id].responsible)


@pytest.mark.parametrize(("number", "units"), TASK_UNITS.items())
def test_a_task_names_the_units_of_the_document(number, units):
    assert TASKS[number].responsible == tuple(units.split(";"))


@pytest.mark.parametrize("id", ["F03", "F04", "F05"])
def test_the_floors_name_the_units_of_clause_13(id):
    assert BY_ID[id].responsible == ("区农办", "领导小组成员单位", "区妇联", TOWNS)


# Whom the clauses name where the task list has no row, in their order: 〔责任单位：…〕.
UNITS_OF_CLAUSE = {
    ("D09", "D10"): f"区农办;区财政局;区住建局;区自然资源分局;区经发局;区建投公司;区党群部;{TOWNS}",  # 8
    ("D13",): f"区农办;区财政局;区住建局;区社管局;区经发局;区党群部;{TOWNS}",  # 9
    ("D31",): f"区农办;区经发局;区财政局;区党群部;{TOWNS}",  # 10
    ("T10", "D24"): f"区党群部;区农办;区社管局;区公安分局;区妇联;区团工委;{TOWNS}",  # 16
    ("D26",): f"区农办;领导小组成员单位;{TOWNS}",  # 保障 1
    ("D27", "D28"): "区农办;领导小组成员单位",  # 保障 2
    ("D29", "D33"): "区党群部;区农办",  # 保障 3 and 4
    ("D30",): f"领导小组成员单位;{TOWNS}",  # 保障 5
}


@pytest.mark.parametrize(("ids", "units"), UNITS_OF_CLAUSE.items())
def test_what_stands_in_a_clause_alone_names_the_units_of_the_clause(ids, units):
    assert {BY_ID[id].responsible for id in ids} == {tuple(units.split(";"))}


# 6: 加快推进…5个重点帮扶村自来水项目建设, 全年: no day by which they are finished.
def test_what_the_document_only_wants_sped_up_is_never_overdue_and_says_so():
    sites = [
        site("自来水项目", "龙井供水", "完工", **in_village("龙井村")),
        site("自来水项目", "江坝供水", "在建", progress=40, **in_village("江坝村")),
    ]
    found = measure("T07", "2023-12-31", sites=[row | {"as_of": "2023-12-31"} for row in sites])
    assert (BY_ID["T07"].deadline, found.value, found.status) == (None, 1, Status.BEHIND)
    assert "没有定完成期限" in found.note
    assert [part.status for part in found.parts if part.name == "潭口镇江坝村"] == [Status.BEHIND]


# 12: 实现创业、享受创业政策的人数: two numbers, of which one may fall while their sum rises.
def test_who_founds_a_business_and_who_is_supported_are_two_numbers():
    rows = [indicator("K10", "全区", 130, base=120), indicator("K15", "全区", 190, base=197)]
    assert measure("K10", "2023-09-30", indicators=rows).status is Status.MET
    assert measure("K15", "2023-09-30", indicators=rows).status is Status.UNMET


@pytest.mark.parametrize(
    ("number", "part", "clause"),
    [(1, 1, "1"), (19, 1, "9"), (20, 2, "10"), (34, 2, "12"), (35, 3, "13"), (48, 3, "16")],
)
def test_tasks_stand_in_their_part_and_clause(number, part, clause):
    assert (TASKS[number].part, TASKS[number].clause) == (part, clause)


@pytest.mark.parametrize(
    "id",
    [
        "T04",
        "T07",
        "T10",
        "F01",
        "F03",
        "F04",
        "F05",
        "F06",
        "K04",
        "D03",
        "D05",
        "D09",
        "D10",
        "D11",
        "D14",
        "D22",
        "D24",
    ],
)
def test_where_clause_and_task_list_differ_a_note_says_so(id):
    assert "条款" in BY_ID[id].note


@pytest.mark.parametrize("number", [6, 12, 13, 15, 16, 31, 35, 36, 48])
def test_where_the_task_list_itself_is_not_taken_word_for_word_a_note_says_so(number):
    assert TASKS[number].note


def test_a_plan_published_before_there_were_short_titles_has_those_of_the_shipped_one():
    blank = reference.tables()["plan_obligations"].assign(short=None)
    found = briefing("2023-09-30", plan_obligations=blank)
    assert (found.measure("T05").short, found.measure("T01").short) == ("污水处理站", "新农村建设点")
    renamed = blank.assign(title=blank["title"].replace({"污水处理站建成": "生态站建成"}))
    assert briefing("2023-09-30", plan_obligations=renamed).measure("T05").short == "生态站建成"


def test_a_task_published_before_there_were_requirements_has_that_of_the_shipped_list():
    found = briefing("2023-09-30", plan_tasks=reference.tables()["plan_tasks"].assign(requirement=None))
    assert found.tasks[38].requirement == "完成356个户厕问题整改。"


def test_settings_are_the_districts():
    assert (PLAN.units, PLAN.mapped_towns) == (("潭东镇", "潭口镇", "高校园区管理处"), ("潭东镇", "潭口镇"))
    assert (PLAN.stale_after_days, PLAN.slightly_behind, PLAN.projection_months) == (45, 0.10, 3)
    assert (PLAN.vacation_months, [str(day) for day in PLAN.term_ends]) == ({2, 7, 8}, ["2023-06-30", "2023-12-31"])
    assert len(PLAN.departments) == 15


def test_a_year_without_a_plan_is_said_to_be_missing():
    assert 2023 in years(all_tables())
    with pytest.raises(PlanMissing, match="1999"):
        read_plan(all_tables(), 1999)


def test_settings_nobody_gave_have_the_defaults_of_the_design():
    plan = read_plan(all_tables(plan_settings=[]), 2023)
    assert (plan.stale_after_days, plan.slightly_behind, plan.units) == (45, 0.10, PLAN.units)
    assert (plan.departments, plan.term_ends, plan.title) == ((), (), "乡村振兴")
    named = [{"year": 2023, "name": "区域名称", "value": "云岭县"}]
    assert read_plan(all_tables(plan_settings=named), 2023).title == "云岭县"  # no heading begins with nothing
