"""Rows that would be lost, counted twice or read under other columns: each kind is read right, or told."""

import pytest

from data_loaders.layouts import parts
from tests.data_loaders.dropping import HOUSEHOLD_TOTALS, check, days, errors, finding, households, totals, without


def test_a_quote_that_is_not_closed_does_not_swallow_rows(office):
    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in households()]
    lines[2] += '"两清零'
    batch = check(office.bytes("户厕.csv", "\n".join(lines).encode()))
    assert errors(batch) == [("quote_unclosed", 3, None)]
    assert "后面的 3 行" in finding(batch, "quote_unclosed").message
    lines[4] += '"待清'  # closes it, two rows later
    assert (
        "后面的 2 行" in finding(check(office.bytes("户厕.csv", "\n".join(lines).encode())), "quote_unclosed").message
    )


def test_a_remark_of_several_lines_swallows_nothing(office):
    rows = households()
    rows[2][-1] = "已入户动员，\n分两批整改, 先易后难"
    assert totals(check(office.csv("户厕.csv", rows))) == HOUSEHOLD_TOTALS


def test_a_header_printed_again_in_another_order_rules_the_rows_below_it(office):
    rows = households()
    swapped = [[*row[:3], row[4], row[3], *row[5:]] for row in rows]
    assert totals(check(office.csv("户厕.csv", [*rows[:4], swapped[0], *swapped[4:]]))) == HOUSEHOLD_TOTALS


def test_a_header_in_another_order_is_told_in_a_sheet_too_long_to_be_taken_apart(office, monkeypatch):
    monkeypatch.setattr(parts, "STACKED_WITHIN", 3)
    rows = households()
    swapped = [[*row[:3], row[4], row[3], *row[5:]] for row in rows]
    batch = check(office.csv("户厕.csv", [*rows[:4], swapped[0], *swapped[4:]]))
    assert ("header_differs", 5, "任务数") in errors(batch)


def test_blocks_under_titles_of_two_days_are_each_of_their_own_day(office):
    rows = without(households(), "截至日期")
    blocks = [["户厕 截至2023年9月30日"], *rows[:3], ["户厕 截至2023年10月31日"], *rows]
    assert days(check(office.csv("户厕.csv", blocks))) == {"2023-09-30", "2023-10-31"}
    pages = [["户厕 截至2023年10月31日"], *rows[:4], ["户厕 截至2023年10月31日"], rows[0], *rows[4:]]
    assert totals(check(office.csv("户厕.csv", pages))) == HOUSEHOLD_TOTALS


def test_parts_of_a_row_are_not_counted_again(office):
    rows = households()
    rows.insert(2, ["2023-10-31", "潭东镇", "其中：脱贫户", 4, 3, 1, None])
    batch = check(office.csv("户厕.csv", rows))
    assert errors(batch) == [("rows_of_which", None, None)]
    assert "（第3行）" in finding(batch, "rows_of_which").message
    header = [
        "截至日期",
        "项目编号",
        "项目名称",
        "镇",
        "村",
        "项目类别",
        "资金来源",
        "是否衔接资金",
        "安排资金(万元)",
        "累计拨付(万元)",
    ]
    whole = ["2023-10-31", "A1", "龙井路", "潭东镇", "龙井村", "产业", "中央", "是", 40, 10]
    part = ["2023-10-31", "A2", "其中:路面", *whole[3:8], 30, 8]
    assert errors(check(office.csv("资金.csv", [header, whole, part]))) == [("rows_of_which", None, None)]


@pytest.mark.parametrize(
    "total",
    [
        ["", "", "", 100, 62, 33, ""],
        ["", "", "", 100, 62, 33, "合计"],
        ["2023-10-31", "全区", "", 100, 62, 33, ""],
        ["", "", "合计5个村", 100, 62, 33, ""],
        ["", "合计5个行政村", "", 100, 62, 33, ""],
    ],
)
def test_a_last_row_without_a_name_that_is_the_sum_is_a_total(office, total):
    batch = check(office.csv("户厕.csv", [*households(), total]))
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert "（第7行）" in finding(batch, "rows_total").message


def test_sums_of_towns_below_their_villages_are_totals(office):
    rows = households()
    sums = [["2023-10-31", "潭东镇", "", 60, 45, 25, ""], ["2023-10-31", "潭口镇", "", 40, 17, 8, ""]]
    assert totals(check(office.csv("户厕.csv", [*rows[:4], sums[0], *rows[4:], sums[1]]))) == HOUSEHOLD_TOTALS


def test_a_last_row_without_a_name_that_is_no_sum_is_told_once(office):
    batch = check(office.csv("户厕.csv", [*households(), ["", "", "", 101, 62, 33, ""]]))
    assert errors(batch) == [("cells_blank", 7, "截至日期")]
    assert "「截至日期」「村」" in finding(batch, "cells_blank").message


def test_a_column_that_is_blank_throughout_is_told_once(office):
    rows = [[*row[:4], None if at else row[4], *row[5:]] for at, row in enumerate(households())]
    assert errors(check(office.csv("户厕.csv", rows))) == [("cell_blank", 2, "完成数")]


def test_a_day_in_the_first_row_alone_is_that_of_all(office):
    rows = [["" if at > 1 else row[0], *row[1:]] for at, row in enumerate(households())]
    assert days(check(office.csv("户厕.csv", rows))) == {"2023-10-31"}
    rows[4][0] = "2023-10-31"
    assert {code for code, *_ in errors(check(office.csv("户厕.csv", rows)))} == {"cell_blank"}


# -- one cause is one finding


def test_a_column_written_in_another_form_throughout_is_told_once(office):
    rows = [[*row[:5], f"{row[5]}/{row[4]}" if at else row[5], *row[6:]] for at, row in enumerate(households())]
    assert errors(check(office.csv("户厕.csv", rows))) == [("cell_not_number", 2, "验收数")]
    few = [
        [*row[:5], f"{row[5]}/{row[4]}" if at in (2, 3) else row[5], *row[6:]] for at, row in enumerate(households())
    ]
    assert [row for _, row, _ in errors(check(office.csv("户厕.csv", few)))] == [3, 4]


def test_two_headers_over_the_wrong_columns_are_told_once(office):
    rows = without(households(), "验收数")
    rows[0][3:5] = rows[0][4], rows[0][3]
    rows[3][3:5] = 11, 10  # one village has as many as it should
    assert errors(check(office.csv("户厕.csv", rows))) == [("columns_exchanged", None, "完成数")]
    rows[2][3:5] = 3, 15
    assert {code for code, *_ in errors(check(office.csv("户厕.csv", rows)))} == {"above"}
    rows = households()
    rows[0][1:3] = "村", "镇"
    assert errors(check(office.csv("户厕.csv", rows))) == [("town_unknown", 2, "镇")]


def test_two_projects_of_one_number_and_two_sources_are_told(office):
    header = [
        "截至日期",
        "项目编号",
        "项目名称",
        "镇",
        "村",
        "项目类别",
        "资金来源",
        "是否衔接资金",
        "安排资金(万元)",
        "累计拨付(万元)",
    ]
    road = ["2023-10-31", "7", "龙井路", "潭东镇", "龙井村", "产业", "中央", "是", 40, 10]
    more = ["2023-10-31", "7", "龙井路", "潭东镇", "龙井村", "产业", "省", "是", 15, 5]
    other = ["2023-10-31", "7", "龙塘棚", "潭口镇", "龙塘村", "产业", "区", "是", 15, 5]
    assert check(office.csv("资金.csv", [header, road, more])).publishable
    assert errors(check(office.csv("资金.csv", [header, road, more, other]))) == [("identity_unclear", 4, "项目编号")]


def test_what_a_formula_leaves_behind_a_whole_number_is_no_part_of_it(office):
    rows = [[*row[:3], row[3] + 1e-12 if at else row[3], *row[4:]] for at, row in enumerate(households())]
    assert totals(check(office.xlsx("户厕.xlsx", rows))) == HOUSEHOLD_TOTALS


@pytest.mark.parametrize("town", ["赣州蓉江新区潭口镇", "蓉江新区潭口镇", "江西省赣州市蓉江新区潭口镇"])
def test_a_town_with_its_district_in_front_is_that_town(office, town):
    rows = [[row[0], town if row[1] == "潭口镇" else row[1], *row[2:]] for row in households()]
    assert totals(check(office.csv("户厕.csv", rows))) == HOUSEHOLD_TOTALS
    rows[4][1] = "南康区潭口镇"
    assert ("town_unknown", 5, "镇") in errors(check(office.csv("户厕.csv", rows)))
