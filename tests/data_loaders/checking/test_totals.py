"""合计 and 小计 rows: never counted, always compared."""

import pytest
from openpyxl.workbook import Workbook

from data_loaders.delivering import reference
from data_loaders.findings import SAID_AT_MOST
from tests.data_loaders.dropping import (
    HOUSEHOLD_TOTALS,
    check,
    codes,
    errors,
    finding,
    households,
    totals,
    with_cell,
    without,
)

GRAND = ["", "合计", "", 100, 62, 33, ""]
EAST, MOUTH = ["", "潭东镇小计", "", 60, 45, 25, ""], ["", "潭口镇小计", "", 40, 17, 8, ""]


def numbered(rows):
    """The rows with a 序号 column in front; a totals row keeps its own words there."""
    return [[head, *row] for head, row in zip(["序号", *range(1, len(rows))], rows, strict=True)]


@pytest.mark.parametrize(
    "label",
    ["合计", "合　计", " 总 计 ", "合计：", "小计", "共计", "全区合计", "两镇合计", "合计（户）", "合計", "总数", "计"],
)
def test_a_total_in_whatever_words_is_not_counted(office, label):
    rows = [*households(), ["", label, "", 100, 62, 33, ""]]
    batch = check(office.csv("户厕_2023-10.csv", rows))
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert finding(batch, "rows_total").message == "合计、小计 1 行未计入（第7行）"


@pytest.mark.parametrize("place", [0, 1, 2], ids=["under 截至日期", "under 镇", "under 村"])
def test_a_total_stands_in_any_of_the_leading_columns(office, place):
    row = ["", "", "", 100, 62, 33, ""]
    row[place] = "合计"
    assert totals(check(office.csv("户厕.csv", [*households(), row]))) == HOUSEHOLD_TOTALS


def test_a_total_stands_under_a_number_column(office):
    rows = [*numbered(households()), ["合计", "", "", "", 100, 62, 33, ""]]
    assert totals(check(office.csv("户厕.csv", rows))) == HOUSEHOLD_TOTALS


def test_a_total_may_stand_above_the_rows_it_sums(office):
    rows = households()
    assert totals(check(office.csv("户厕.csv", [rows[0], GRAND, *rows[1:]]))) == HOUSEHOLD_TOTALS


def test_subtotals_of_towns_below_their_rows(office):
    rows = households()
    rows = [*rows[:4], EAST, *rows[4:], MOUTH, GRAND]
    batch = check(office.csv("户厕.csv", rows))
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert finding(batch, "rows_total").message == "合计、小计 3 行未计入（第5、8、9行）"


def test_subtotals_of_towns_above_their_rows(office):
    rows = households()
    rows = [rows[0], GRAND, EAST, *rows[1:4], MOUTH, *rows[4:]]
    assert totals(check(office.csv("户厕.csv", rows))) == HOUSEHOLD_TOTALS


def test_a_subtotal_named_by_the_town_in_its_row(office):
    rows = households()
    rows = [*rows[:4], ["", "潭东镇", "小计", 60, 45, 25, ""], *rows[4:], ["", "潭口镇", "小 计", 40, 17, 8, ""]]
    assert totals(check(office.csv("户厕.csv", rows))) == HOUSEHOLD_TOTALS


def test_a_total_that_counts_the_villages(office):
    rows = [*households(), ["", "合计", "5个村", 100, 62, 33, ""]]
    assert totals(check(office.csv("户厕.csv", rows))) == HOUSEHOLD_TOTALS


def test_a_total_that_differs_refuses_the_file_and_says_by_how_much(office):
    rows = [*households(), ["", "合计", "", 112, 62, 33, ""]]
    batch = check(office.csv("户厕.csv", rows))
    assert errors(batch) == [("total_differs", 7, "任务数")]
    assert finding(batch, "total_differs").message == "合计行写 112，明细相加 100，相差 12"


def test_a_subtotal_that_lost_a_village_is_found_although_the_grand_total_agrees(office):
    rows = households()
    rows = [*rows[:4], ["", "潭东镇小计", "", 50, 45, 25, ""], *rows[4:], MOUTH, GRAND]
    assert errors(check(office.csv("户厕.csv", rows))) == [("total_differs", 5, "任务数")]


def test_a_total_of_nothing_is_compared_too(office):
    rows = [*households(), GRAND, ["", "总计", "", 0, 0, 0, ""]]
    assert errors(check(office.csv("户厕.csv", rows)))[0] == ("total_differs", 8, "任务数")


def test_a_total_in_the_unit_line_s_unit_is_compared_in_it(office):
    rows = [
        ["衔接资金台账"],
        ["单位：元"],
        ["截至日期", "项目编号", "项目名称", "镇", "项目类别", "资金来源", "是否衔接资金", "安排资金", "累计拨付"],
        ["2023-10-31", "RJ1", "龙井村大棚", "潭东镇", "产业", "中央", "是", "1,500,000", "900,000"],
        ["2023-10-31", "RJ2", "上坝村水渠", "潭东镇", "基础设施", "省", "是", "500,000", "100,000"],
        ["", "合计", "", "", "", "", "", "2,000,000", "1,000,000"],
    ]
    assert totals(check(office.csv("a.csv", rows))) == {"安排资金(万元)": 200.0, "累计拨付(万元)": 100.0}


def test_a_subtotal_by_source_of_money_is_not_a_project(office):
    rows = [
        [
            "截至日期",
            "项目编号",
            "项目名称",
            "镇",
            "项目类别",
            "资金来源",
            "是否衔接资金",
            "安排资金(万元)",
            "累计拨付(万元)",
        ],
        ["2023-10-31", "RJ1", "龙井村大棚", "潭东镇", "产业", "中央", "是", 150, 90],
        ["", "", "中央资金小计", "", "", "中央", "", 150, 90],
        ["2023-10-31", "RJ2", "上坝村水渠", "潭东镇", "基础设施", "省", "是", 50, 10],
        ["", "", "省资金小计", "", "", "省", "", 50, 10],
    ]
    assert totals(check(office.csv("资金.csv", rows))) == {"安排资金(万元)": 200.0, "累计拨付(万元)": 100.0}


def test_a_total_of_the_whole_table_beside_a_project_of_the_district(office):
    rows = [
        [
            "截至日期",
            "项目编号",
            "项目名称",
            "镇",
            "项目类别",
            "资金来源",
            "是否衔接资金",
            "安排资金(万元)",
            "累计拨付(万元)",
        ],
        ["2023-10-31", "RJ1", "龙井村大棚", "潭东镇", "产业", "中央", "是", 150, 90],
        ["2023-10-31", "RJ2", "项目管理费", "全区", "其他", "区", "是", 50, 10],
        ["全区合计", "", "", "", "", "", "", 200, 100],
    ]
    assert totals(check(office.csv("资金.csv", rows))) == {"安排资金(万元)": 200.0, "累计拨付(万元)": 100.0}


def test_the_place_of_a_named_project_may_be_the_whole_county(office):
    heads = ["序号", "项目名称", "实施地点", "资金级别", "项目类型", "下达资金(万元)", "已支付(万元)"]
    works = [[1, "大棚", "潭东镇", "中央", "产业", 150, 90], [2, "水渠", "潭口镇", "县级", "其他", 30, 10]]

    def taken(*rows):
        return check(office.xlsx("资金.xlsx", [["2023年衔接资金台账（截至10月31日）"], heads, *works, *rows]))

    for word in ("全县", "全市", "全区"):
        own = [3, "管护费", word, "县级", "其他", 50, 10]
        for total in (
            ["合计", "", ""],
            ["", "", word],
            ["", "合计", word],
            ["", "3个项目", word],
            ["", "", f"{word}合计"],
        ):
            right, wrong = (taken(own, [*total, "", "", money, 110]) for money in (230, 231))
            assert finding(right, "rows_total").message == "合计、小计 1 行未计入（第6行）"
            assert right.tables()[0]["totals"] == {"安排资金(万元)": 230.0, "累计拨付(万元)": 110.0}
            assert "total_differs" not in codes(right)
            assert finding(wrong, "total_differs").row == 6


def test_totals_over_merged_cells(office):
    def merge(workbook: Workbook) -> None:
        sheet = workbook["Sheet1"]
        sheet.merge_cells("B2:B5")  # 潭东镇 with its 小计
        sheet.merge_cells("B6:B8")
        sheet.merge_cells("A9:C9")

    rows = households()
    east = [*rows[1:4], ["", None, "小计", 60, 45, 25]]
    mouth = [*rows[4:], ["", None, "小计", 40, 17, 8]]
    for block in (east, mouth):
        for row in block[1:]:
            row[1] = None
    batch = check(office.xlsx("户厕.xlsx", [rows[0], *east, *mouth, ["合计", None, None, 100, 62, 33]], merge))
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert "merged_filled" in codes(batch)


def test_a_number_merged_over_two_villages_is_not_counted_twice(office):
    rows = with_cell(households(), 3, "任务数", None)
    path = office.xlsx("户厕.xlsx", rows, lambda workbook: workbook["Sheet1"].merge_cells("D2:D3"))
    assert errors(check(path)) == [("cell_blank", 3, "任务数")]


def test_a_failed_formula_in_a_total_refuses_the_file(office):
    batch = check(office.csv("户厕.csv", [*households(), ["", "合计", "", "#REF!", 62, 33, ""]]))
    assert errors(batch) == [("cell_formula_error", 7, "任务数")]


def test_a_total_never_calculated_is_a_reminder_for_no_number_is_taken_from_it(office):
    rows = [*households(), [None, "合计", None, "=SUM(D2:D6)", "=SUM(E2:E6)", "=SUM(F2:F6)"]]
    batch = check(office.xlsx("户厕.xlsx", rows))
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert "total_unchecked" in codes(batch)


def test_a_dash_in_a_total_says_nothing(office):
    rows = [*households(), ["", "合计", "", 100, 62, "—", "—"]]
    assert totals(check(office.csv("户厕.csv", rows))) == HOUSEHOLD_TOTALS


def test_duplicates_do_not_shift_the_rows_a_subtotal_sums(office):
    rows = households()
    rows = [rows[0], rows[1], *rows[1:4], EAST, *rows[4:], MOUTH]
    batch = check(office.csv("户厕.csv", rows))
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert "rows_duplicate" in codes(batch)


def test_a_village_without_the_total_s_words_stays_a_village(office):
    rows = with_cell(households(), 2, "备注", "合计含上年结转 3 户")
    assert totals(check(office.csv("户厕.csv", rows))) == HOUSEHOLD_TOTALS


def test_a_site_without_a_number_whose_name_ends_in_计_stays_a_site(office):
    rows = [
        ["截至日期", "类型", "名称", "镇", "村", "阶段"],
        ["2023-10-31", "示范村", "龙井村规划设计", "潭东镇", "龙井村", "在建"],
    ]
    batch = check(office.csv("建设点.csv", rows))
    assert batch.publishable
    assert batch.tables()[0]["rows"] == 1


def test_columns_that_are_left_out_do_not_disturb_the_total(office):
    rows = without([*households(), GRAND], "验收数", "备注")
    assert totals(check(office.csv("户厕.csv", rows))) == {"任务数": 100, "完成数": 62}


def test_a_row_of_rates_below_the_total_is_set_aside_and_not_compared(office):
    rows = [*households(), GRAND, ["", "完成率", "", "", "62%", "33%", ""], ["合计：100户"]]
    batch = check(office.csv("户厕.csv", rows))
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert finding(batch, "rows_total").message == "合计、小计 3 行未计入（第7、8、9行）"


def test_a_plan_that_leaves_the_number_to_the_villages_is_compared_with_nothing(office):
    plan = reference.tables()["plan_obligations"]
    open_number = plan.assign(target=plan["target"].mask(plan["subject"] == "toilets"))
    batch = check(office.csv("户厕.csv", households()), known={"plan_obligations": open_number})
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert "plan_total_differs" not in codes(batch)


def test_of_very_many_wrong_totals_the_first_are_said_and_the_others_counted(office):
    wrong = [["", "合计", "", 101, 62, 33, ""]] * (SAID_AT_MOST + 7)
    batch = check(office.csv("户厕.csv", [*households(), *wrong]))
    assert [code for code, *_ in errors(batch)].count("total_differs") == SAID_AT_MOST
    assert finding(batch, "more_of_the_same").message == "还有 7 处同样的问题"


def test_each_of_many_totals_is_compared_with_its_own_block(office):
    head, *rows = households()
    blocks = [line for row in rows for line in (row, ["", "小计", "", *row[3:6], ""])]
    assert totals(check(office.csv("户厕.csv", [head, *blocks]))) == HOUSEHOLD_TOTALS
    blocks[3] = ["", "小计", "", blocks[3][3] + 1, *blocks[3][4:]]
    assert errors(check(office.csv("户厕.csv", [head, *blocks])))[0][0] == "total_differs"
