"""Which table a sheet is and where its header stands, whatever is written around and inside it."""

import pytest

from data_loaders.schema import FUNDS, SITES, TABLES, TOILETS
from data_loaders.tidying.headers import match_text, normalised, without_unit
from tests.data_loaders.dropping import (
    HOUSEHOLD_TOTALS,
    check,
    codes,
    errors,
    finding,
    households,
    totals,
    without,
)


def renamed(rows, **names):
    """The rows with other header texts."""
    return [[names.get(text, text) for text in rows[0]], *rows[1:]]


@pytest.mark.parametrize(
    "text",
    [
        "任务数", " 任务数 ", "任务\n数", "任 务 数", "任务数（户）", "任务数(户)", "*任务数", "※任务数", "任务数（必填）", "任务数（户）（必填）",
        "★任务数", "1.任务数", "计划数", "目标数", "任务数:", "\u200b任务数", "户厕任务数", "户厕问题整改任务数", "planned",
    ],
)  # fmt: skip
def test_a_header_is_known_under_its_other_spellings(text):
    column, _ = match_text(TOILETS, text)
    assert column.name == "planned"


@pytest.mark.parametrize("text", ["完成率", "本月完成数", "完成数（本月）", "任务", "户主", "完成时限"])
def test_a_column_that_means_something_else_is_not_taken(text):
    match = match_text(TOILETS, text)
    assert match is None or (match[0].name == "planned" and text == "任务")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("安排资金(万元)", "万元"), ("安排资金（元）", "元"), ("安排资金/元", "元"), ("安排资金万元", "万元"), ("安排资金（单位：万元）", "万元"),
        ("安排资金[千元]", "千元"), ("安排资金", None), ("形象进度%", "%"), ("安排资金（亿元）", "亿元"),
    ],
)  # fmt: skip
def test_the_unit_in_a_header(text, unit):
    assert without_unit(normalised(text))[1] == unit


def test_columns_in_another_order_with_others_between(office):
    order = ["备注", "完成数", "村", "任务数", "镇", "验收数", "截至日期"]
    rows = households()
    shuffled = [[row[rows[0].index(header)] for header in order] for row in rows]
    shuffled = [[*row[:2], extra, *row[2:]] for row, extra in zip(shuffled, ["负责人", *"甲乙丙丁戊"], strict=True)]
    batch = check(office.csv("户厕.csv", shuffled))
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert finding(batch, "columns_of_staff").message == "工作人员的列未保存：负责人"


def test_titles_attachment_number_and_unit_above_the_header(office):
    rows = [
        ["附件2"],
        ["赣州蓉江新区户厕问题整改台账", "", ""],
        [],
        ["填报单位：区农办", "", "", "单位：户"],
        *households(),
    ]
    batch = check(office.csv("a.csv", rows))
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert finding(batch, "header_row").message == "表头在第5行"


def test_a_table_that_does_not_begin_at_a1(office):
    rows = [[], [], *([None, None, *row] for row in households())]
    assert totals(check(office.xlsx("户厕.xlsx", rows))) == HOUSEHOLD_TOTALS


def test_english_field_names(office):
    rows = renamed(
        households(),
        截至日期="as_of",
        镇="town",
        村="Village",
        任务数="planned",
        完成数="done",
        验收数="ACCEPTED",
        备注="remark",
    )
    assert totals(check(office.csv("toilets.csv", rows))) == HOUSEHOLD_TOTALS


def test_the_header_is_repeated_as_the_file_writes_it(office):
    rows = renamed(households(), 完成数="已 完成\n数（户）")
    rows[3][4] = "若干"
    assert errors(check(office.csv("户厕.csv", rows))) == [("cell_not_number", 4, "已完成数（户）")]


@pytest.mark.parametrize("column", ["村", "任务数", "完成数"])
def test_a_missing_column_is_named_with_those_that_are_there(office, column):
    batch = check(office.csv("户厕.csv", without(households(), column)))
    assert errors(batch) == [("column_missing", None, column)]
    assert finding(batch, "column_missing").message.startswith(f"缺少「{column}」列，现有列：截至日期、镇")


def test_two_columns_of_one_name_are_refused_with_their_letters(office):
    rows = [[*row, row[4]] for row in households()]
    batch = check(office.csv("户厕.csv", rows))
    assert errors(batch) == [("column_twice", None, "完成数")]
    assert finding(batch, "column_twice").message == "有 2 列都是「完成数」（E、H 列）"


def test_two_aliases_of_a_required_column_are_refused(office):
    rows = [[*row, row[3]] for row in renamed(households(), 任务数="计划数")]
    rows[0][-1] = "目标数"
    assert errors(check(office.csv("户厕.csv", rows))) == [("column_twice", None, "计划数")]


def test_the_proper_header_goes_before_its_aliases(office):
    rows = [[*row, 999] for row in households()]
    rows[0][-1] = "目标数"
    batch = check(office.csv("户厕.csv", rows))
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert finding(batch, "columns_ignored").message == "未使用的列：目标数"


@pytest.mark.parametrize(
    ("name", "title", "table"),
    [
        ("户厕.csv", None, "toilets"), ("美丽庭院_2023-10.csv", None, "courtyards"), ("a.csv", "农村改厕进度表", "toilets"),
        ("a.csv", "庭院建设进度表", "courtyards"), ("户厕.csv", "美丽庭院台账", "courtyards"), ("TOILETS.csv", None, "toilets"),
    ],
)  # fmt: skip
def test_the_name_or_better_the_title_tells_the_table(office, name, title, table):
    rows = ([[title]] if title else []) + households()
    (read,) = check(office.csv(name, rows)).tables()
    assert read["table"] == table


def test_without_a_name_two_like_tables_are_asked_about(office):
    batch = check(office.csv("10月.csv", households()))
    assert errors(batch) == [("table_ambiguous", None, None)]
    assert "美丽庭院台账" in finding(batch, "table_ambiguous").message
    assert "户厕问题整改台账" in finding(batch, "table_ambiguous").message


def test_a_word_of_the_table_in_a_header_tells_it_too(office):
    rows = renamed(households(), 任务数="户厕任务数", 完成数="户厕完成数")
    (read,) = check(office.csv("10月.csv", rows)).tables()
    assert read["table"] == "toilets"


def test_something_else_is_no_table(office):
    batch = check(office.csv("名单.csv", [["年份", "产量", "价格"], [2020, 1, 2]]))
    assert errors(batch) == [("table_unknown", None, None)]
    assert "年份、产量、价格" in finding(batch, "table_unknown").message


def test_a_header_of_two_rows_with_groups_over_merged_cells(office):
    rows = households()
    upper = ["截至日期", "镇", "村", "户厕问题整改", None, None, "备注"]
    lower = [None, None, None, "任务数", "完成数", "验收数", None]

    def merge(workbook):
        for area in ("A1:A2", "B1:B2", "C1:C2", "D1:F1", "G1:G2"):
            workbook["Sheet1"].merge_cells(area)

    batch = check(office.xlsx("户厕.xlsx", [upper, lower, *rows[1:]], merge))
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert finding(batch, "header_rows").message == "表头占第1、2行，已合并"


def test_a_header_of_two_rows_in_a_csv(office):
    rows = [
        ["截至日期", "镇", "村", "户厕", "", "", "备注"],
        ["", "", "", "任务", "完成", "验收", ""],
        *households()[1:],
    ]
    assert totals(check(office.csv("a.csv", rows))) == HOUSEHOLD_TOTALS


def test_a_row_of_units_below_the_header(office):
    rows = households()
    rows.insert(1, ["", "", "", "户", "（户）", "户", ""])
    assert totals(check(office.csv("户厕.csv", rows))) == HOUSEHOLD_TOTALS


FUNDS_ROWS = [
    ["截至日期", "项目编号", "项目名称", "镇", "项目类别", "资金来源", "是否衔接资金", "安排资金", "累计拨付"],
    ["2023-10-31", "RJ1", "龙井村大棚", "潭东镇", "产业", "中央", "是", "1500000", "900000"],
]


def test_a_row_of_units_gives_money_its_unit(office):
    rows = [FUNDS_ROWS[0], [None] * 7 + ["元", "元"], *FUNDS_ROWS[1:]]
    assert totals(check(office.csv("资金.csv", rows))) == {"安排资金(万元)": 150.0, "累计拨付(万元)": 90.0}


def test_a_unit_over_a_group_of_money_columns(office):
    upper = [*FUNDS_ROWS[0][:7], "资金（元）", ""]
    rows = [upper, ["", "", "", "", "", "", "", "安排", "累计拨付"], *FUNDS_ROWS[1:]]
    rows[1][7] = "安排资金"
    assert totals(check(office.csv("资金.csv", rows))) == {"安排资金(万元)": 150.0, "累计拨付(万元)": 90.0}


@pytest.mark.parametrize(
    "line",
    [
        "单位：元",
        "（单位：元）",
        "金额单位：人民币元",
        "单位：个、元",
        "填报单位：区财政局　　单位：元",
        "衔接资金台账（元）",
    ],
)
def test_a_unit_line_above_gives_money_its_unit(office, line):
    batch = check(office.csv("资金.csv", [[line], *FUNDS_ROWS]))
    assert totals(batch) == {"安排资金(万元)": 150.0, "累计拨付(万元)": 90.0}
    assert "unit_converted" in codes(batch)


def test_money_without_any_unit_is_refused_once_a_column(office):
    batch = check(office.csv("资金.csv", FUNDS_ROWS))
    assert errors(batch) == [("unit_missing", None, "安排资金"), ("unit_missing", None, "累计拨付")]


def test_money_with_its_unit_in_every_cell_needs_none_above(office):
    rows = [FUNDS_ROWS[0], [*FUNDS_ROWS[1][:7], "150万元", "900,000元"]]
    assert totals(check(office.csv("资金.csv", rows))) == {"安排资金(万元)": 150.0, "累计拨付(万元)": 90.0}


def test_every_declared_header_and_alias_is_found_in_its_table():
    for table in TABLES.values():
        for column in table.columns:
            for text in (column.header, column.title, column.name):
                assert match_text(table, text)[0] is column, (table.name, text)


def test_a_station_list_is_not_taken_for_sites_and_back(office):
    sites = [["截至日期", "名称", "镇", "村", "阶段"], ["2023-10-31", "龙井村上屋", "潭东镇", "龙井村", "在建"]]
    batch = check(office.csv("进度.csv", sites))
    assert not batch.publishable, "名称 without 类型 may be either"
    (read,) = check(office.csv("新农村建设点.csv", sites)).tables()
    assert read["table"] == "sites"
    stations = [["截至日期", "站点名称", *sites[0][2:], "设计规模(吨/日)"], [*sites[1], 60]]
    (read,) = check(office.csv("进度.csv", stations)).tables()
    assert read["table"] == "stations"


def test_the_tables_keep_their_own_words_for_a_header():
    assert match_text(SITES, "新农村建设点名称")[0].name == "name"
    assert match_text(FUNDS, "拨付率") is None


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (["任务数", "完成数", ""], ["", "小计", "其中：验收数"]),
        (["户厕", "", ""], ["任务户数", "累计完成", "验收数"]),
        (["任务", "完成数", "验收"], ["户数", "累计", "户数"]),
        (["任务数（户）", "完成数（户）", "验收数（户）"], ["", "", ""]),
    ],
)
def test_groups_of_a_two_row_header_give_their_columns_a_name(office, upper, lower):
    head = [["截至日期", "镇", "村", *upper], ["", "", "", *lower]]
    rows = without(households(), "备注")[1:]
    assert totals(check(office.csv("户厕.csv", [*head, *rows]))) == HOUSEHOLD_TOTALS


def test_a_column_without_a_header_is_named_by_its_letter(office):
    rows = [*households()[:2], [*households()[2], "见附件"], *households()[3:]]
    batch = check(office.xlsx("户厕.xlsx", rows))
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert finding(batch, "columns_ignored").message == "未使用的列：H 列"


def test_a_missing_village_is_not_also_a_missing_town(office):
    batch = check(office.csv("户厕.csv", without(households(), "镇", "村")))
    assert errors(batch) == [("column_missing", None, "村")]


def test_a_unit_may_follow_a_stroke(office):
    rows = households()
    rows[0][3:6] = ["任务数/户", "完成数 / 户", "验收数／户"]
    assert totals(check(office.csv("户厕.csv", rows))) == HOUSEHOLD_TOTALS
