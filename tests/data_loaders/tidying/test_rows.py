"""Which rows are data: notes, blanks, repeated headers, examples and page heads are told apart from villages."""

import pytest

from tests.data_loaders.dropping import (
    HOUSEHOLD_TOTALS,
    HOUSEHOLDS_HEADER,
    check,
    codes,
    errors,
    finding,
    households,
    totals,
    with_cell,
    without,
)

FOOTERS = [
    ["备注：数据来源于各镇月报"],
    ["注：1.验收以区级为准"],
    ["注1、含上年结转"],
    ["填表人：王某", "", "", "审核人：李某"],
    ["填表人", "", "", "审核人", "", "日期"],
    ["制表单位：区农办", "", "", "", "日期：2023年11月2日"],
    ["数据来源：国家统计局"],
    ["2023年11月2日"],
    ["（说明：表中数据截至月底，单位为户）"],
    ["单位负责人（签字）：", "", "填报人："],
    ["本表一式两份，一份报区农办，一份留存备查。"],
]


@pytest.mark.parametrize("footer", FOOTERS, ids=lambda footer: footer[0])
def test_a_note_below_the_table_is_not_counted(office, footer):
    batch = check(office.csv("户厕.csv", [*households(), footer]))
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert finding(batch, "rows_footer").message == "表后说明 1 行未计入（第7行）"


def test_a_block_of_notes_after_a_blank_row(office):
    rows = [*households(), [], ["注："], ["1. 任务数以文件为准。"], ["2. 完成数为累计数。"]]
    assert totals(check(office.csv("户厕.csv", rows))) == HOUSEHOLD_TOTALS


def test_a_note_among_the_data_refuses_the_file(office):
    rows = households()
    rows.insert(3, ["注：以下为新增村"])
    assert errors(check(office.csv("户厕.csv", rows))) == [("note_in_table", 4, None)]


def test_a_note_with_a_comma_among_the_data_is_a_bad_row(office):
    rows = households()
    rows.insert(3, ["2020年", "各镇完成数比上月少2例"])
    assert {row for _, row, _ in errors(check(office.csv("户厕.csv", rows)))} == {4}


def test_a_last_row_with_a_remark_and_no_number_is_a_mistake_not_a_note(office):
    rows = [*households(), ["2023-10-31", "潭口镇", "江坝村", None, None, None, "说明：尚未上报"]]
    assert errors(check(office.csv("户厕.csv", rows))) == [("cells_blank", 7, "任务数")]


def test_a_lone_village_without_numbers_is_a_mistake_not_a_note(office):
    batch = check(office.csv("户厕.csv", [*households(), ["", "", "江坝村"]]))
    assert errors(batch) == [("cells_blank", 7, "截至日期")]


def test_the_header_repeated_on_every_page_is_not_counted(office):
    rows = households()
    rows.insert(3, list(HOUSEHOLDS_HEADER))
    batch = check(office.csv("户厕.csv", rows))
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert finding(batch, "header_repeated").message == "重复的表头 1 行未计入（第4行）"


def test_the_title_and_the_footer_repeated_on_every_page_are_not_counted(office):
    rows = households()
    rows[3:3] = [["填表人：王某"], [], ["户厕问题整改台账"], list(HOUSEHOLDS_HEADER)]
    assert totals(check(office.csv("户厕.csv", rows))) == HOUSEHOLD_TOTALS


def test_another_table_below_is_not_taken_for_more_of_the_same(office):
    rows = households()
    rows[4:4] = [["美丽庭院台账"], list(HOUSEHOLDS_HEADER)]
    batch = check(office.csv("户厕.csv", rows))
    assert {table["table"]: table["rows"] for table in batch.tables()} == {"toilets": 3, "courtyards": 2}


@pytest.mark.parametrize(
    "numbers",
    [
        list("1234567"),
        ["甲", "乙", "丙", "1", "2", "3", ""],
        ["（1）", "（2）", "（3）", "（4）", "（5）", "（6）", "（7）"],
    ],
)
def test_a_row_of_column_numbers_below_the_header_is_not_counted(office, numbers):
    rows = households()
    rows.insert(1, numbers)
    assert totals(check(office.csv("户厕.csv", rows))) == HOUSEHOLD_TOTALS


def test_blank_rows_and_rows_of_spaces_are_skipped(office):
    rows = households()
    rows[3:3] = [[], ["", " ", "　"], ["  "] * 7]
    batch = check(office.csv("户厕.csv", [*rows, [], ["", ""]]))
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert finding(batch, "rows_blank").message == "空行 3 行已跳过"


def test_rows_are_numbered_as_the_person_sees_them_below_titles_and_blanks(office):
    rows = [["赣州蓉江新区户厕问题整改台账"], [], ["单位：户"], *with_cell(households(), 4, "完成数", "约10户")]
    batch = check(office.csv("a.csv", rows))
    assert errors(batch) == [("cell_not_number", 7, "完成数")]


def test_trailing_commas_are_no_columns(office):
    rows = [[*row, "", "", ""] for row in households()]
    assert totals(check(office.csv("户厕.csv", rows))) == HOUSEHOLD_TOTALS


def test_a_row_with_an_unquoted_comma_is_named_beside_the_other_mistakes(office):
    rows = with_cell(households(), 3, "备注", "按期")
    rows = with_cell(rows, 5, "任务数", "三十")
    text = "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows)
    text = text.replace("按期", "按期,完成")
    batch = check(office.bytes("户厕.csv", text.encode()))
    assert errors(batch) == [("row_too_long", 3, None), ("cell_not_number", 5, "任务数")]
    assert finding(batch, "row_too_long").message == "这一行有 8 列，表头 7 列，疑似多了逗号"


def test_every_row_one_field_longer_than_the_header_is_refused_not_shifted(office):
    header, *rows = households()
    batch = check(office.csv("户厕.csv", [header, *([*row, "x"] for row in rows)]))
    assert [code for code, _, _ in errors(batch)] == ["row_too_long"] * 5


def test_a_row_shifted_right_in_a_workbook_is_named(office):
    rows = households()
    rows[3] = ["2023-10-31", None, "潭东镇", "东坑村", 10, 10, 10]
    assert {row for _, row, _ in errors(check(office.xlsx("户厕.xlsx", rows)))} == {4}


def test_the_example_row_of_a_template_is_not_counted(office):
    rows = households()
    rows.insert(1, ["2023-09-30", "潭东镇", "龙井村", 14, 11, 9, "示例行，不计入，可以删除"])
    batch = check(office.csv("户厕.csv", rows))
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert "rows_example" in codes(batch)


def test_a_header_and_nothing_else_has_no_rows(office):
    assert errors(check(office.csv("户厕.csv", [HOUSEHOLDS_HEADER]))) == [("no_rows", None, None)]
    assert errors(check(office.csv("户厕.csv", [HOUSEHOLDS_HEADER, ["合计"]]))) == [("no_rows", None, None)]


def test_formatted_empty_rows_are_no_rows(office):
    def border(workbook):
        for row in range(7, 400):
            workbook["Sheet1"].cell(row, 3).number_format = "0.00"

    assert totals(check(office.xlsx("户厕.xlsx", households(), border))) == HOUSEHOLD_TOTALS


def test_filtered_rows_count_and_are_said(office):
    def hide(workbook):
        for row in (3, 4):
            workbook["Sheet1"].row_dimensions[row].hidden = True

    batch = check(office.xlsx("户厕.xlsx", households(), hide))
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert finding(batch, "rows_hidden").message == "隐藏或被筛选掉的 2 行也已计入"


def test_the_same_row_twice_is_counted_once(office):
    rows = households()
    batch = check(office.csv("户厕.csv", [*rows, rows[2]]))
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert finding(batch, "rows_duplicate").message == "完全重复的 1 行只计一次（第7行）"


def test_the_same_row_under_two_spellings_is_the_same_row(office):
    rows = households()
    batch = check(office.csv("户厕.csv", [*rows, ["2023.10.31", "潭东", "龙井", "30", "20", "10"]]))
    assert totals(batch) == HOUSEHOLD_TOTALS


def test_the_same_village_with_other_numbers_is_refused(office):
    rows = households()
    batch = check(office.csv("户厕.csv", [*rows, ["2023-10-31", "潭东镇", "上坝村", 20, 16, 5]]))
    assert errors(batch) == [("rows_conflict", 7, None)]
    assert finding(batch, "rows_conflict").message == "与第3行是同一条（2023-10-31、潭东镇、上坝村），内容却不同"


@pytest.mark.parametrize(
    "headings", [("潭东镇", "潭口镇"), ("一、潭东镇", "二、潭口镇"), ("（一）潭东镇（14个村）", "（二）潭口镇：")]
)
def test_a_row_that_only_names_the_town_of_those_below_it_is_set_aside_and_said(office, headings):
    rows = without(households(), "镇")
    blank = [None] * (len(rows[0]) - 1)
    grouped = [rows[0], [headings[0], *blank], *rows[1:4], [headings[1], *blank], *rows[4:]]
    batch = check(office.xlsx("户厕.xlsx", grouped))
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert list(batch.frames()["toilets"]["town"]) == ["潭东镇"] * 3 + ["潭口镇"] * 2
    assert finding(batch, "rows_group").message.startswith("只写镇名的 2 行未计入（第2、6行）")


def test_a_lone_name_that_is_no_town_is_no_heading(office):
    rows = households()
    batch = check(office.xlsx("户厕.xlsx", [*rows[:3], [None, None, "龙塘村", None, None, None, None], *rows[3:]]))
    assert not batch.publishable
    assert ("cells_blank", 4, "截至日期") in errors(batch)


def test_a_row_of_a_town_that_carries_the_sum_of_its_villages_is_a_total(office):
    header, *rows = households()
    east, south = ["2023-10-31", "潭东镇", None, 60, 45, 25, None], ["2023-10-31", "潭口镇", None, 40, 17, 8, None]
    whole = [header, east, *rows[:3], south, *rows[3:]]
    batch = check(office.csv("户厕.csv", whole))
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert finding(batch, "rows_total").message == "合计、小计 2 行未计入（第2、6行）"
    east[3] += 1
    assert ("cell_blank", 2, "村") in errors(
        check(office.csv("户厕2.csv", [header, east, *rows[:3], south, *rows[3:]]))
    )
