"""One cell → one value: what is read, what is mended and said, what is refused."""

import math

import pandas as pd
import pytest

from data_loaders.reading.distinct import Coded
from data_loaders.schema import ACTIONS, FUNDS, INDICATORS, SITES, STATIONS, TOILETS, VILLAGES
from data_loaders.tidying.cells import clean_text, parser
from tests.data_loaders.dropping import check, codes, errors, finding, households, totals, with_cell

DONE, REMARK = TOILETS.column("done"), TOILETS.column("remark")
ACCEPTED, PROGRESS, VALUE = TOILETS.column("accepted"), SITES.column("progress"), INDICATORS.column("value")
CODE, MONEY, LINKED = FUNDS.column("project_id"), FUNDS.column("allocated"), FUNDS.column("linked")


@pytest.mark.parametrize(
    ("cell", "value", "repairs"),
    [
        (30, 30, ()), (30.0, 30, ()), ("30", 30, ()), ("30.00", 30, ()), (" 30 ", 30, ()), ("+30", 30, ()),
        ("３０", 30, ("full_width",)), ("1,234", 1234, ("thousands",)), ("１，２３４", 1234, ("full_width", "thousands")),
        ("1 234", 1234, ("thousands",)), ("30户", 30, ("unit_stripped",)), ("30 户", 30, ("unit_stripped",)),
        ('="30"', 30, ()), ("\u200b30\ufeff", 30, ()), ("30\u00a0", 30, ()),
    ],
)  # fmt: skip
def test_a_count_is_read(cell, value, repairs):
    parsed = parser(DONE)(cell)
    assert (parsed.value, parsed.repairs, parsed.problem) == (value, repairs, None)


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("约30户", "cell_not_number"), ("三十", "cell_not_number"), ("30左右", "cell_not_number"), ("2.50-4.00", "cell_not_number"),
        ("10 12", "cell_not_number"), ("1,23", "cell_not_number"), ("30/40", "cell_not_number"), ("①", "cell_not_number"),
        ("10²", "cell_not_number"), ("(5)", "cell_not_number"), ("30+2", "cell_not_number"), ("=15+15", "cell_not_number"),
        (True, "cell_not_number"), ("30.5", "cell_not_whole"), (30.5, "cell_not_whole"), ("3.6E+02", "cell_scientific"),
        ("#REF!", "cell_formula_error"), ("无", "cell_blank_word"), ("—", "cell_blank_word"), ("N/A", "cell_blank_word"),
        ("99999999999999999999", "cell_out_of_range"), (math.inf, "cell_out_of_range"), ("30户（含5户）", "cell_not_number"),
    ],
)  # fmt: skip
def test_a_count_that_is_none_is_refused(cell, problem):
    assert parser(DONE)(cell).problem == problem


@pytest.mark.parametrize("cell", ["无", "—", "——", "-", "/", "暂无", "N/A", "NA", "－", " 无 ", "……"])
def test_words_for_nothing_are_blank_where_a_number_is_optional(cell):
    assert parser(ACCEPTED)(cell).repairs == ("blank_word",)


@pytest.mark.parametrize("cell", [None, "", "  ", "　", float("nan"), '=""'])
def test_blank_is_blank(cell):
    assert parser(DONE)(cell).value is None and parser(DONE)(cell).problem is None


@pytest.mark.parametrize(
    ("cell", "unit", "value"),
    [
        ("1,200,000.50", "元", 120.00005), ("120", "万元", 120.0), ("￥1,020.00", "元", 0.102), ("¥120", "万元", 120.0),
        ("120万元", "元", 120.0), ("1200000元", "万元", 120.0), (1_200_000, "元", 120.0), ("1200", "千元", 120.0),
        ("0.012", "亿元", 120.0), ("12万元", "万元", 12.0), ("120万", "元", 120.0), ("0.012亿", "万元", 120.0),
    ],
)  # fmt: skip
def test_money_becomes_wan_yuan(cell, unit, value):
    assert parser(MONEY, unit=unit)(cell).value == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize("cell", ["约120万", "约120", "120万元整", "100+20"])
def test_money_that_is_no_plain_number_is_refused(cell):
    assert parser(MONEY)(cell).problem == "cell_not_number"


@pytest.mark.parametrize("cell", ["3.60702E+17", "4.40981E+17", 3.60702e17, 1.2345678901234568e16, 1234567890123456.0])
def test_a_code_that_lost_its_digits_is_refused(cell):
    assert parser(CODE)(cell).problem == "cell_scientific"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("2023E01", "2023E01"),
        ("1E5", "1E5"),
        (360702192210, "360702192210"),
        (360702192210.0, "360702192210"),
        ('="00123"', "00123"),
        ("ＲＪ０１", "RJ01"),
    ],
)
def test_a_code_is_kept(cell, text):
    assert parser(CODE)(cell).value == text


@pytest.mark.parametrize("cell", ['=HYPERLINK("http://x","点")', "=cmd|' /C calc'!A0", "@SUM(A1)", "+8", "-无-"])
def test_formula_text_in_a_remark_stays_text(cell):
    assert parser(REMARK)(cell).value == clean_text(cell)
    assert parser(REMARK)(cell).problem is None


def test_spaces_go_where_chinese_is_written_and_stay_between_words():
    assert clean_text(" 潭 东　镇\u200b ") == "潭东镇"
    assert clean_text("A  B") == "A B"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("已完工", "完工"),
        ("已建成", "完工"),
        ("竣工", "完工"),
        ("施工中", "在建"),
        ("未动工", "未开工"),
        (" 在建 ", "在建"),
        ("验收合格", "验收"),
    ],
)
def test_synonyms_of_stages(cell, value):
    assert parser(STATIONS.column("stage"))(cell).value == value


@pytest.mark.parametrize("cell", ["基本完工", "完工/在建", "主体完工", "快完工了", "1"])
def test_a_stage_outside_the_list_is_refused(cell):
    parsed = parser(STATIONS.column("stage"))(cell)
    assert parsed.problem == "cell_not_choice"
    assert parsed.slots["choices"] == "未开工、在建、完工、验收"


@pytest.mark.parametrize(
    ("cell", "value"), [("是", True), ("√", True), (True, True), (1, True), ("否", False), ("N", False), (0.0, False)]
)
def test_yes_and_no(cell, value):
    assert parser(LINKED)(cell).value is value


def test_a_number_with_a_percent_sign_is_its_percent():
    assert parser(VALUE)("９９．３％").value == 99.3
    assert parser(PROGRESS)("75 %").value == 75.0


def test_different_cells_are_read_once_and_types_stay_apart():
    column = Coded.of(pd.Series([1, "1", 1.0, True, None, 1], dtype=object))
    assert [type(cell) for cell in column.different] == [int, str, float, bool, type(None)]
    assert list(column.codes) == [0, 1, 2, 3, 4, 0]


def test_an_item_number_of_an_action_may_be_any_text():
    assert parser(ACTIONS.column("action_id"))("2023-Q3-01").value == "2023-Q3-01"


@pytest.mark.parametrize(
    ("header", "cell", "code"),
    [
        ("完成数", "约30户", "cell_not_number"), ("任务数", "三十", "cell_not_number"), ("完成数", "30左右", "cell_not_number"),
        ("任务数", "2.50-4.00", "cell_not_number"), ("完成数", "—", "cell_blank_word"), ("任务数", "", "cell_blank"),
        ("完成数", 31, "above"), ("验收数", 21, "above"), ("验收数", -1, "cell_negative"), ("村", "", "cell_blank"),
        ("任务数", "#DIV/0!", "cell_formula_error"), ("任务数", "1.5", "cell_not_whole"), ("任务数", "1E+03", "cell_scientific"),
    ],
)  # fmt: skip
def test_a_bad_cell_is_named_by_row_and_column(office, header, cell, code):
    batch = check(office.csv("户厕.csv", with_cell(households(), 2, header, cell)))
    assert errors(batch) == [(code, 2, header)]


def test_all_mistakes_of_a_file_are_told_at_once(office):
    rows = with_cell(households(), 2, "完成数", "约30户")
    rows = with_cell(with_cell(with_cell(rows, 3, "完成数", 21), 4, "村", "龙景"), 6, "截至日期", "2023-9-31")
    assert sorted(errors(check(office.csv("户厕.csv", rows)))) == [
        ("above", 3, "完成数"),
        ("cell_not_date", 6, "截至日期"),
        ("cell_not_number", 2, "完成数"),
        ("village_unknown", 4, "村"),
    ]


def test_the_words_for_an_inexact_number(office):
    batch = check(office.csv("户厕.csv", with_cell(households(), 5, "任务数", "约30户")))
    said = finding(batch, "cell_not_number")
    assert said.sentence == "〈户厕.csv〉第5行「任务数」：「约30户」不是准确数字。请填阿拉伯数字，例如 14。"


def test_repairs_are_counted_and_said_once_a_column(office):
    rows = households()
    for row in rows[1:]:
        row[3] = f"１,{row[3]:03d}"
    batch = check(office.csv("户厕.csv", rows))
    assert totals(batch)["任务数"] == 5100
    assert finding(batch, "thousands").message == "千分位 5 处已去掉"
    assert finding(batch, "full_width").column == "任务数"


def test_codes_that_lost_digits_are_one_message_for_the_column(office):
    rows = [["镇", "村", "行政区划代码"], ["潭东镇", "龙井村", "3.60702E+11"], ["潭东镇", "上坝村", "3.60702E+11"]]
    batch = check(office.csv("村庄名录.csv", rows))
    assert errors(batch) == [("cell_scientific", 2, "行政区划代码")]
    assert finding(batch, "cell_scientific").message == "「3.60702E+11」等 2 处的后几位已丢失，无法还原"


def test_formulas_that_failed_or_were_never_calculated(office):
    rows = with_cell(with_cell(households(), 3, "任务数", "=10+10"), 5, "完成数", "#REF!")
    batch = check(office.xlsx("户厕.xlsx", rows))
    assert errors(batch) == [("cell_formula_empty", 3, "任务数"), ("cell_formula_error", 5, "完成数")]


def test_a_formula_in_a_column_nobody_reads_is_nobody_s_business(office):
    rows = [[*row, "完成率" if place == 0 else f"=E{place + 1}/D{place + 1}"] for place, row in enumerate(households())]
    batch = check(office.xlsx("户厕.xlsx", rows))
    assert totals(batch)["任务数"] == 100
    assert finding(batch, "columns_ignored").message == "未使用的列：完成率"
    assert "cell_formula_empty" not in codes(batch)


@pytest.mark.parametrize("cell", ["一般村", "普通村", "非重点村", "否"])
def test_a_village_of_no_grade_may_be_called_so(cell: str) -> None:
    parsed = parser(VILLAGES.column("grade"))(cell)
    assert (parsed.value, parsed.problem) == (None, None)


def test_a_key_village_without_its_level_is_asked_about() -> None:
    assert parser(VILLAGES.column("grade"))("重点村").problem == "cell_not_choice"
