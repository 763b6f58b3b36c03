"""The words of a plan are declared once: what docs/rules.md lists, what the door checks, what the plan is read with."""

import csv
from datetime import date
from pathlib import Path

import pytest

from briefing import compose
from briefing.plan import read_plan
from data_loaders import frequencies, plan_words
from data_loaders.delivering import reference
from data_loaders.delivering.intake import Drop, take
from data_loaders.findings import Level
from data_loaders.frequencies import FREQUENCIES, Year
from data_loaders.plan_rules import RULES, SCOPES
from data_loaders.plan_words import SETTINGS
from data_loaders.schema import RULE_WORDS
from tests.briefing.ledgers import all_tables

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")


def settings_file(*lines: str) -> Drop:
    """A file of settings of 2025."""
    return Drop("计划设置.csv", "\n".join(["年度,设置项,设置值", *lines]).encode())


def plan_of(**settings: str):
    """The plan of 2023 with exactly these settings."""
    return read_plan(
        all_tables(plan_settings=[{"year": 2023, "name": n, "value": v} for n, v in settings.items()]), 2023
    )


def test_the_rules_page_lists_every_setting():
    rows = [f"| `{one.name}` | {one.meaning} | {one.form} | {one.example} |" for one in SETTINGS.values()]
    missing = [row for row in rows if row not in DOCUMENT]
    assert not missing, "\n".join(["docs/rules.md lacks:", *missing])


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
def test_the_example_of_a_setting_is_understood(setting):
    setting.read(setting.example)
    batch = take([settings_file(f"2025,{setting.name},{setting.example}")], reference.tables())
    said = {each.code for each in batch.findings if each.code.startswith("setting_")}
    assert batch.publishable and said <= {"setting_unit_unknown"}


def test_the_shipped_plan_uses_declared_settings_only():
    for path in (ROOT / "data_loaders" / "reference").glob("*/计划设置.csv"):
        with path.open(encoding="utf-8-sig", newline="") as rows:
            assert {row["设置项"] for row in csv.DictReader(rows)} <= set(SETTINGS)


def test_a_setting_nobody_knows_is_said_with_its_row_and_the_names_that_are_known():
    batch = take([settings_file("2025,区域名称,云岭县", "2025,全域称呼,全县")], reference.tables())
    (finding,) = [each for each in batch.findings if each.code == "setting_unknown"]
    assert (finding.level, finding.row, finding.column) == (Level.WARNING, 3, "设置项")
    assert "全域称呼" in finding.message and "全域称谓" in finding.hint


@pytest.mark.parametrize(
    "line",
    [
        "数据陈旧天数,一个月", "数据陈旧天数,-1", "略滞后百分点,十", "略滞后百分点,101", "测算月数,0", "假期月份,7月", "假期月份,13",
        "学期结束,7月5日", "坐标系,西安80", "不涉及,河西乡", "不涉及,河西乡:花名册", "中央经线,116", "镇方位,东镇:东",
    ],
)  # fmt: skip
def test_a_value_that_is_not_understood_refuses_the_plan(line):
    batch = take([settings_file(f"2025,{line}")], reference.tables())
    (finding,) = [each for each in batch.findings if each.code == "setting_unreadable"]
    assert not batch.publishable
    assert (finding.row, finding.column) == (2, "设置值")
    assert SETTINGS[line.split(",")[0]].form in finding.hint


def test_a_stored_value_that_is_not_understood_leaves_what_holds_without_it():
    plan = plan_of(数据陈旧天数="一个月", 学期结束="夏天")
    assert (plan.stale_after_days, plan.term_ends) == (45, ())


def test_a_plan_says_which_unit_does_not_owe_a_table_or_a_kind_of_site():
    plan = plan_of(不涉及="高校园区管理处:户厕问题整改台账；高校园区管理处：村庄整治点;潭口镇:污水")
    assert plan.not_concerned == {
        ("高校园区管理处", "toilets"), ("高校园区管理处", "村庄整治点"), ("潭口镇", "stations"),
    }  # fmt: skip
    assert not plan.concerns("高校园区管理处", "toilets")
    assert plan.concerns("潭东镇", "toilets") and plan.concerns("高校园区管理处", "courtyards")
    assert not plan.concerns("高校园区管理处", "sites", "村庄整治点")
    assert plan.concerns("高校园区管理处", "sites", "新农村建设点")


def test_a_unit_that_reports_nothing_anyway_is_told_in_the_setting():
    batch = take(
        [settings_file("2025,镇和管理处,河东镇;河西乡", "2025,不涉及,河西镇:户厕;河东镇:污水")], reference.tables()
    )
    (finding,) = [each for each in batch.findings if each.code.startswith("setting_")]
    assert (finding.code, finding.row, finding.column) == ("setting_unit_unknown", 3, "设置值")
    assert "河西镇" in finding.message and "河东镇、河西乡" in finding.hint and batch.publishable


def test_without_the_setting_every_unit_owes_every_table():
    assert plan_of().not_concerned == frozenset() and plan_of().concerns("高校园区管理处", "toilets")


@pytest.mark.parametrize(
    ("settings", "word"),
    [({}, "全区"), ({"区域名称": "云岭县"}, "全县"), ({"区域名称": "瑞金市"}, "全市"), ({"区域名称": "南康区"}, "全区"),
     ({"区域名称": "红谷新城"}, "全区"), ({"区域名称": "云岭县", "全域称谓": "全域"}, "全域")],
)  # fmt: skip
def test_the_word_for_all_units_is_the_plans_or_follows_from_the_name_of_the_district(settings, word):
    plan = plan_of(**settings)
    assert plan.whole == word and {"全区", "全县", "全市", word} == plan.whole_words


def test_days_and_months_are_read_in_order():
    assert plan_words.TERM_ENDS.read("2025-12-31; 2025-07-05") == (date(2025, 7, 5), date(2025, 12, 31))
    assert plan_words.VACATION.read("7；8;2") == {2, 7, 8}


HEADS = "年度,编号,类别,名称,条款,目标值,计量单位,规则,对象,范围,截止日期,频次,责任单位"


def plan_file(*lines: str) -> Drop:
    """A file of obligations of 2025."""
    return Drop("计划指标.csv", "\n".join([HEADS, *lines]).encode())


def told(*drops: Drop):
    """(code, row, column) of what is said about the words of the plan in some files, and whether they may be published."""
    batch = take(drops, reference.tables())
    return [(each.code, each.row, each.column) for each in batch.findings if each.code.startswith("plan_")], batch


def test_the_rules_page_lists_every_rule_scope_and_frequency():
    rows = [f"| {RULE_WORDS[name][0]} `{name}` | {rule.judges} · {rule.english} |" for name, rule in RULES.items()]
    rows += [f"| {word} | {meaning} |" for word, meaning in SCOPES.items()]
    rows += [f"| {each.word} | {each.meaning} |" for each in FREQUENCIES]
    missing = [row for row in rows if row not in DOCUMENT]
    assert not missing, "\n".join(["docs/rules.md lacks:", *missing])


def test_a_rule_and_its_subject_may_be_written_in_chinese_and_a_rule_nobody_knows_refuses_the_file():
    line = "2025,X01,数量目标,改厕,6,9,户,{},户厕,全县,2025-12-31,,县林业局"
    frame = told(plan_file(line.format("各村完成数之和")))[1].frames()["plan_obligations"]
    assert (frame["rule"].item(), frame["subject"].item()) == ("places_done", "toilets")
    batch = told(plan_file(line.format("grown_by_magic")))[1]
    assert [(each.code, each.row, each.column) for each in batch.findings] == [("cell_not_choice", 2, "规则")]


def test_the_declared_rules_are_those_that_are_computed():
    assert set(RULES) == {*compose.RULES, compose.DUTY_RULE} == set(RULE_WORDS)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2025,X01,数量目标,绿化,6,9,个,sites_finished,绿化点,全县,2025-12-31,,县林业局", ("plan_word_unknown", 2, "对象")),
        ("2025,X01,数量目标,绿化,6,9,个,places_done,trees,全县,2025-12-31,,县林业局", ("plan_word_unknown", 2, "对象")),
        ("2025,X01,时限,移交,6,0,个,handed_over_within,两个月,,,随时,县林业局", ("plan_word_unknown", 2, "对象")),
        ("2025,X01,占比,产业,6,50,%,category_share,产业,,2025-12-31,,县林业局", ("plan_word_unknown", 2, "范围")),
        ("2025,X01,定期事项,巡河,6,,次,recorded,,每单位,,每三旬,县林业局", ("plan_word_unknown", 2, "频次")),
        ("2025,X01,定期事项,巡河,6,,次,recorded,,每单位,,,县林业局", ("plan_word_unknown", 2, "频次")),
        ("2025,X01,定期事项,巡河,6,,次,recorded,,每单位,,随时,县林业局", ("plan_word_unknown", 2, "频次")),
        ("2025,X01,定期事项,巡河,6,,次,recorded,,每单位,,13月,县林业局", ("plan_word_unknown", 2, "频次")),
        ("2025,X01,监测指标,覆盖,6,9,%,indicator_at_least,,每单位,,每三旬,县林业局", ("plan_word_unknown", 2, "频次")),
    ],
)  # fmt: skip
def test_a_word_of_the_plan_that_is_not_declared_refuses_the_file_at_its_row(line, expected):
    said, batch = told(plan_file(line))
    assert said == [expected] and not batch.publishable


@pytest.mark.parametrize(
    "line",
    [
        "2025,X01,定期事项,巡河,6,,次,recorded,,每个单位,,每月,县林业局",
        "2025,X01,数量目标,基地,6,1,个村,places_covered,产业基地,龙井,2025-12-31,,县林业局",
        "2025,X01,监测指标,覆盖,6,9,%,indicator_at_least,,各村平均,,每月,县林业局",
    ],
)
def test_a_scope_that_is_not_understood_is_told_and_may_be_published(line):
    said, batch = told(plan_file(line))
    assert said == [("plan_scope_unknown", 2, "范围")] and batch.publishable


@pytest.mark.parametrize(
    "line",
    [
        "2025,X01,定期事项,巡河,6,,次,recorded,,潭东镇;潭东镇龙井村;县林业局,,每月,县林业局",
        "2025,X01,数量目标,基地,6,1,个村,places_covered,产业基地,潭东镇龙井村,2025-12-31,,县林业局",
        "2025,X01,数量目标,庭院,6,1,个,places_done,courtyards,全县,2025-12-31,,县林业局",
        "2025,X01,数量目标,庭院,6,1,个,places_done,courtyards,全市,2025-12-31,,县林业局",
        "2025,X01,定期事项,巡河,6,,次,recorded,,全县,,每季度2次,县林业局",
        "2025,X01,定期事项,巡河,6,,次,recorded,,每单位;或责任部门,,每月(假期除外),县林业局",
    ],
)
def test_declared_words_names_of_the_lists_and_half_brackets_are_understood(line):
    assert told(plan_file(line))[0] == []


def test_a_duty_that_never_falls_due_and_one_that_nobody_owes_are_told():
    said, batch = told(
        plan_file(
            "2025,X01,定期事项,资助,6,,次,recorded,,每单位,,学期结束前,县教育局",
            "2025,X02,定期事项,报送,6,,次,recorded,,每部门,,每月,县林业局",
        )
    )
    assert said == [("plan_periods_none", 2, "频次"), ("plan_scope_empty", 3, "范围")] and batch.publishable
    settings = settings_file("2025,学期结束,2025-07-05", "2025,行业部门,县林业局")
    assert told(settings, plan_file("2025,X01,定期事项,资助,6,,次,recorded,,每部门,,学期结束前,县教育局"))[0] == []


def test_the_shipped_plan_uses_declared_words_only():
    folder = ROOT / "data_loaders" / "reference" / "2023"
    said, batch = told(*(Drop.of(path) for path in sorted(folder.glob("*.csv"))))
    assert said == [] and batch.publishable
    assert not [each.sentence for each in batch.findings if each.code == "synonym"]  # 类别 as the docs write it


@pytest.mark.parametrize(
    ("text", "labels", "times"),
    [
        ("每月2次", [f"2025-{month:02d}" for month in range(1, 13)], 2),
        ("每月（假期除外）", [f"2025-{month:02d}" for month in (1, 3, 4, 5, 6, 9, 10, 11, 12)], 1),
        ("每季度", ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"], 1),
        ("每半年3次", ["2025-H1", "2025-H2"], 3),
        ("每年12次", ["2025"], 12),
        ("学期结束前", ["2025-07-05前", "2025-12-31前"], 1),
        ("6月；11月", ["2025-06", "2025-11"], 1),
        ("每三旬", [], None),
    ],
)
def test_a_frequency_gives_its_due_periods(text, labels, times):
    year = Year(2025, frozenset({2, 7, 8}), (date(2025, 7, 5), date(2025, 12, 31)))
    found = frequencies.periods(text, year)
    assert [period.label for period in found] == labels and all(period.times == times for period in found)
    assert frequencies.is_known(text) == bool(labels)


def test_every_declared_frequency_is_one_that_a_plan_may_write():
    assert all(frequencies.is_known(each.word.replace("N", "2")) for each in FREQUENCIES)


def test_what_is_due_by_the_day_week_or_ten_days_is_asked_by_the_month():
    year = Year(2025)
    assert [each.times for each in frequencies.periods("每日", year)][:2] == [31, 28]
    assert sum(each.times for each in frequencies.periods("每周2次", year)) == 104
    assert sum(each.times for each in frequencies.periods("每2周", year)) == 26
    assert {each.times for each in frequencies.periods("每旬", year)} == {3}
    assert len(frequencies.periods("每周", year)) == 12


def test_every_two_months_goes_from_january():
    periods = frequencies.periods("每2个月", Year(2025))
    assert [(each.first_day.month, each.due_on.month) for each in periods] == [
        (1, 2),
        (3, 4),
        (5, 6),
        (7, 8),
        (9, 10),
        (11, 12),
    ]


@pytest.mark.parametrize(
    ("text", "label", "first_day", "due_on"),
    [
        ("每月", "2025-02", "2025-02-01", "2025-02-28"), ("每季度", "2025-Q3", "2025-07-01", "2025-09-30"),
        ("每半年", "2025-H2", "2025-07-01", "2025-12-31"), ("每年1次", "2025", "2025-01-01", "2025-12-31"),
        ("每3个月", "2025-06止", "2025-04-01", "2025-06-30"), ("每2个月", "2025-12止", "2025-11-01", "2025-12-31"),
        ("学期结束前", "2025-07-05前", "2025-01-01", "2025-07-05"), ("学期结束前", "2025-12-31前", "2025-07-06", "2025-12-31"),
        ("6月;11月", "2025-11", "2025-11-01", "2025-11-30"),
    ],
)  # fmt: skip
def test_a_period_goes_from_its_first_day_to_its_last(text, label, first_day, due_on):
    year = Year(2025, term_ends=(date(2025, 7, 5), date(2025, 12, 31)))
    found = {one.label: (str(one.first_day), str(one.due_on)) for one in frequencies.periods(text, year)}
    assert found[label] == (first_day, due_on)
