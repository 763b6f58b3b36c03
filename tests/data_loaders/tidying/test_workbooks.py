"""Workbooks of several sheets: one table over many sheets, many tables in one, and sheets that are no table."""

import pytest

from tests.data_loaders.dropping import (
    HOUSEHOLD_TOTALS,
    HOUSEHOLDS_HEADER,
    check,
    codes,
    days,
    errors,
    finding,
    households,
    totals,
    with_cell,
    without,
)

STATIONS = [
    ["截至日期", "名称", "镇", "村", "阶段", "形象进度"],
    ["2023-10-31", "坳上污水处理站", "潭口镇", "坳上村", "验收", 100],
]
WORDS = [["镇", "村"], ["潭东镇", "龙井村"], ["潭东镇", "上坝村"]]


def by_town() -> dict[str, list]:
    header, *rows = without(households(), "镇")
    return {"潭东镇": [header, *rows[:3]], "潭口镇": [header, *rows[3:]]}


def test_a_sheet_for_each_town_is_one_table(office):
    batch = check(office.xlsx("户厕.xlsx", by_town()))
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert "sheet_chosen" not in codes(batch)


def test_a_summary_by_town_beside_the_towns_sheets_is_not_counted_again(office):
    summary = [["镇", "任务数", "完成数"], ["潭东镇", 60, 45], ["潭口镇", 40, 17]]
    batch = check(office.xlsx("户厕.xlsx", {"汇总": summary, **by_town()}))
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert finding(batch, "sheet_chosen").message == "读取工作表「潭东镇」「潭口镇」，未读取：汇总"


def test_a_summary_of_all_villages_beside_the_towns_sheets_is_not_counted_twice(office):
    batch = check(office.xlsx("户厕.xlsx", {"汇总": households(), **by_town()}))
    assert totals(batch) == HOUSEHOLD_TOTALS


def test_a_summary_that_differs_from_the_towns_sheets_is_refused(office):
    batch = check(office.xlsx("户厕.xlsx", {"总表": with_cell(households(), 3, "完成数", 16), **by_town()}))
    assert [code for code, _, _ in errors(batch)] == ["batch_conflict"]


def test_a_town_s_sheet_that_lacks_a_column_is_refused_not_left_out(office):
    sheets = by_town()
    sheets["潭口镇"] = without(sheets["潭口镇"], "完成数")
    batch = check(office.xlsx("户厕.xlsx", sheets))
    assert errors(batch) == [("column_missing", None, "完成数")]
    assert finding(batch, "column_missing").sheet == "潭口镇"


@pytest.mark.parametrize("title", ["字典", "Sheet2", "下拉列表"])
def test_a_list_of_words_beside_the_table_is_not_read(office, title):
    batch = check(office.xlsx("户厕.xlsx", {title: WORDS, "10月": households()}))
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert title in finding(batch, "sheet_chosen").message


def test_a_hidden_sheet_is_not_read_and_said(office):
    def hide(workbook):
        workbook["上月"].sheet_state = "hidden"

    batch = check(office.xlsx("户厕.xlsx", {"上月": households(), "本月": households()}, hide))
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert finding(batch, "sheet_chosen").message == "读取工作表「本月」，未读取：上月"


def test_empty_forms_beside_a_filled_one_are_not_read(office):
    sheets = {"10月": households(), "11月": [HOUSEHOLDS_HEADER], "12月": []}
    batch = check(office.xlsx("2023年户厕.xlsx", sheets))
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert finding(batch, "sheet_chosen").message == "读取工作表「10月」，未读取：11月、12月"


def test_a_workbook_of_empty_forms_has_no_rows(office):
    assert errors(check(office.xlsx("户厕.xlsx", {"10月": [HOUSEHOLDS_HEADER]}))) == [("no_rows", None, None)]
    assert errors(check(office.xlsx("户厕.xlsx", {"Sheet1": []}))) == [("no_rows", None, None)]


def test_sheets_named_by_month_are_snapshots_of_that_month(office):
    header, *rows = without(households(), "截至日期")
    sheets = {"9月": [header, *([*row[:3], 1, 0, None] for row in rows)], "10月": [header, *rows]}
    assert days(check(office.xlsx("2023年户厕整改台账.xlsx", sheets))) == {"2023-09-30", "2023-10-31"}
    batch = check(office.xlsx("户厕整改台账.xlsx", sheets))
    assert [code for code, _, _ in errors(batch)] == ["as_of_missing", "as_of_missing"]


def test_a_month_s_sheet_goes_before_the_file_s_month(office):
    header, *rows = without(households(), "截至日期")
    sheets = {"2023年9月": [header, *([*row[:3], 1, 0, None] for row in rows)], "2023年10月": [header, *rows]}
    assert days(check(office.xlsx("户厕_2023-10.xlsx", sheets))) == {"2023-09-30", "2023-10-31"}


def test_a_sheet_for_each_table(office):
    sheets = {"户厕": households(), "庭院": households(), "污水站": STATIONS}
    batch = check(office.xlsx("蓉江新区10月.xlsx", sheets))
    assert batch.publishable
    assert {table["table"]: table["rows"] for table in batch.tables()} == {"toilets": 5, "courtyards": 5, "stations": 1}


def test_one_bad_sheet_refuses_the_workbook_and_is_named(office):
    sheets = {"户厕": households(), "庭院": with_cell(households(), 4, "完成数", "约10"), "污水站": STATIONS}
    batch = check(office.xlsx("蓉江新区10月.xlsx", sheets))
    assert not batch.publishable
    said = finding(batch, "cell_not_number")
    assert (said.sheet, said.row, said.column, said.table) == ("庭院", 4, "完成数", "courtyards")


def test_two_tables_that_share_one_sheet_are_not_mixed(office):
    rows = [["户厕"], *households(), [], ["污水处理站"], *STATIONS]
    batch = check(office.xlsx("10月.xlsx", rows))
    assert {table["table"]: table["rows"] for table in batch.tables()} == {"toilets": 5, "stations": 1}
