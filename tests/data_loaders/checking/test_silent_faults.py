"""What went in silently and was wrong: each kind is told now, or read right."""

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from tests.data_loaders.dropping import (
    HOUSEHOLD_TOTALS,
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

FUNDS = [
    ["截至日期", "项目编号", "项目名称", "镇", "村", "项目类别", "资金来源", "是否衔接资金", "安排资金(万元)", "累计拨付(万元)", "备注"],
    ["2023-10-31", "A1", "龙井路", "潭东镇", "龙井村", "产业", "中央", "是", 40.0, 10.0, None],
    ["2023-10-31", "A2", "上坝渠", "潭东镇", "上坝村", "产业", "省", "是", 55.0, 20.0, None],
    ["2023-10-31", "A3", "龙塘棚", "潭口镇", "龙塘村", "产业", "区", "是", 70.0, 30.0, None],
]  # fmt: skip


def funds() -> list:
    return [list(row) for row in FUNDS]


def test_one_amount_in_yuan_among_ten_thousands_is_refused_unless_its_remark_says_so(office):
    rows = with_cell(funds(), 3, "安排资金(万元)", 550_000)
    assert ("amount_implausible", 3, "安排资金(万元)") in errors(check(office.csv("资金.csv", rows)))
    both = with_cell(with_cell(funds(), 3, "安排资金(万元)", 550_000), 3, "累计拨付(万元)", 200_000)
    assert len(errors(check(office.csv("资金3.csv", both)))) == 1
    believed = with_cell(rows, 3, "备注", "整村搬迁，属实")
    assert check(office.csv("资金2.csv", believed)).publishable


def test_a_whole_column_in_yuan_is_refused(office):
    rows = [[*row[:8], row[8] * 10_000, row[9] * 10_000, None] if at else row for at, row in enumerate(funds())]
    assert {code for code, _, _ in errors(check(office.csv("资金.csv", rows)))} == {"amounts_implausible"}


def test_one_amount_in_ten_thousands_among_yuan_is_refused(office):
    rows = [[*row[:8], row[8] * 10_000, row[9] * 10_000, None] if at else row for at, row in enumerate(funds())]
    rows[0][8:10] = ["安排资金(元)", "累计拨付(元)"]
    assert ("amount_tiny", 3, "安排资金(元)") in errors(
        check(office.csv("资金.csv", with_cell(rows, 3, "安排资金(元)", 55)))
    )


def test_a_whole_column_in_ten_thousands_under_yuan_is_refused(office):
    rows = funds()
    rows[0][8:10] = ["安排资金(元)", "累计拨付(元)"]
    assert {code for code, _, _ in errors(check(office.csv("资金.csv", rows)))} == {"amounts_tiny"}


@pytest.mark.parametrize("factor", [10_000, 1 / 10_000])
def test_two_columns_in_different_units_are_one_finding(office, factor):
    rows = [[*row[:9], row[9] * factor, None] if at else row for at, row in enumerate(funds())]
    assert errors(check(office.csv("资金.csv", rows))) == [("columns_hundredfold", None, "累计拨付(万元)")]


def test_amounts_a_hundredfold_of_last_month_are_told_once_and_believed_with_a_remark(office):
    before = check(office.csv("资金.csv", funds())).frames()
    rows = [["2023-11-30", *row[1:8], row[8] * 120, row[9], None] if at else row for at, row in enumerate(funds())]
    assert errors(check(office.csv("资金2.csv", rows), known=before)) == [("amounts_jumped", 2, "安排资金(万元)")]
    one = with_cell(
        [["2023-11-30", *row[1:]] if at else row for at, row in enumerate(funds())], 3, "安排资金(万元)", 5600
    )
    assert [code for code, *_ in errors(check(office.csv("资金3.csv", one), known=before))] == ["amount_jumped"]
    assert check(office.csv("资金4.csv", with_cell(one, 3, "备注", "追加")), known=before).publishable


def test_an_amount_whose_format_shows_ten_thousands_is_read_as_shown(office):
    rows = [[*row[:8], row[8] * 10_000, row[9], None] if at else row for at, row in enumerate(funds())]

    def formats(workbook):
        for row in range(2, 5):
            workbook.active.cell(row, 9).number_format = '0!.0,"万元"'

    batch = check(office.xlsx("资金.xlsx", rows, formats))
    assert totals(batch) == {"安排资金(万元)": 165.0, "累计拨付(万元)": 60.0}
    assert finding(batch, "number_as_shown").column == "安排资金(万元)"


def test_a_total_in_yuan_is_compared_to_the_yuan(office):
    rows = [[*row[:8], row[8] * 10_000, row[9] * 10_000, None] if at else row for at, row in enumerate(funds())]
    rows[0][8:10] = ["安排资金(元)", "累计拨付(元)"]
    total = ["合计", *[None] * 7, 1_650_000, 600_000, None]
    assert check(office.csv("资金.csv", [*rows, total])).publishable
    total[8] += 30
    assert [code for code, _, _ in errors(check(office.csv("资金2.csv", [*rows, total])))] == ["total_differs"]


@pytest.mark.parametrize("line", ["2023-10-31,潭东镇,上坝村,20,1,015,", "2023-10-31,潭东镇,上坝,新屋,20,15,"])
def test_a_comma_that_the_empty_last_columns_hide_is_refused_with_its_cause(office, line):
    text = "截至日期,镇,村,任务数,完成数,备注\n2023-10-31,潭东镇,龙井村,30,20,\n" + line.removesuffix(",") + "\n"
    path = office.folder / "户厕.csv"
    path.write_text(text, encoding="utf-8")
    assert errors(check(path)) == [("row_too_long", 3, None)]


SHIFTED = "截至日期,镇,村,任务数,完成数,备注,问题\n2023-10-31,潭东镇,龙井村,30,20,,\n2023-10-31,潭东镇,东坑村,12,9,等料,将完工,\n"


@pytest.mark.parametrize("text", [SHIFTED, SHIFTED.replace("任务数", "今年要做的").replace("完成数", "做好的")])
def test_words_that_a_comma_shifted_into_the_next_column_of_words_are_refused_too(office, text):
    path = office.folder / "户厕.csv"
    path.write_text(text, encoding="utf-8")
    assert ("row_too_long", 3, None) in errors(check(path))


@pytest.mark.parametrize("shifted", ["等料,13807971234,", "13807971234,等料,,"])
def test_a_number_in_a_row_that_a_comma_shifted_is_still_seen_by_the_guard(office, shifted):
    path = office.folder / "户厕.csv"
    path.write_text(SHIFTED.replace("等料,将完工,", shifted), encoding="utf-8")
    found = check(path).findings
    assert {finding.code for finding in found} == {"personal_data"}
    assert not any("13807971234" in finding.sentence for finding in found)


def test_a_file_whose_rows_all_end_with_a_separator_and_one_of_two_tables_are_not_shifted(office):
    lines = "截至日期,镇,村,任务数,完成数\n2023-10-31,潭东镇,龙井村,30,20,\n2023-10-31,潭东镇,东坑村,12,9,\n"
    path = office.folder / "户厕.csv"
    path.write_text(lines, encoding="utf-8")
    assert totals(check(path)) == {"任务数": 42.0, "完成数": 29.0}
    below = "截至日期,镇,村,任务数,完成数,验收数\n2023-10-31,潭东镇,龙井村,9,6,1\n2023-10-31,潭东镇,东坑村,5,4,4\n"
    narrow = lines.replace(",\n", "\n") + "2023-10-31,潭口镇,坳上村,3,1\n\n"
    path.write_text(f"户厕\n{narrow}美丽庭院\n{below}", encoding="utf-8")
    assert "row_too_long" not in {code for code, _, _ in errors(check(path))}


def test_the_total_of_the_last_of_several_months_is_its_own(office):
    header, *rows = households()
    last = [["2023-11-30", *row[1:]] for row in rows]
    total = ["2023-11-30", "合计", None, 100, 62, 33, None]
    assert days(check(office.csv("户厕.csv", [header, *rows, *last, total]))) == {"2023-10-31", "2023-11-30"}


@pytest.mark.parametrize("label", [["汇总", None], [None, "全区"]])
def test_other_words_for_a_total_are_totals(office, label):
    assert totals(check(office.csv("户厕.csv", [*households(), [*label, None, 100, 62, 33, None]]))) == HOUSEHOLD_TOTALS
    wrong = check(office.csv("户厕2.csv", [*households(), [*label, None, 101, 62, 33, None]]))
    assert [code for code, _, _ in errors(wrong)] == ["total_differs"]


def test_a_value_of_the_whole_district_is_no_total(office):
    rows = [
        ["截至日期", "指标编号", "单位", "数值"],
        ["2023-10-31", "K02", "全区", 8],
        ["2023-10-31", "K01", "潭东镇", 99.2],
    ]
    assert [table["rows"] for table in check(office.csv("监测指标.csv", rows)).tables()] == [2]


def test_headings_among_the_rows_are_set_aside_and_said(office):
    header, *rows = funds()
    batch = check(office.csv("资金.csv", [header, [None, None, "一、产业类", *[None] * 8], *rows]))
    assert batch.publishable
    assert finding(batch, "rows_heading").message == "分段标题 1 行未计入（第2行）"


def test_crossed_out_cells_count_and_are_told(office):
    def strike(workbook):
        workbook.active["E3"].font = Font(strike=True)
        workbook.active["E4"] = CellRichText(TextBlock(InlineFont(strike=True), "1"), "0")

    batch = check(office.xlsx("户厕.xlsx", households(), strike))
    assert finding(batch, "cell_struck").message == "有删除线的 2 处也已计入（第3、4行）"


def test_one_name_in_several_villages_is_several_sites(office):
    rows = [["截至日期", "类型", "名称", "镇", "村", "阶段"]]
    rows += [["2023-10-31", "村庄整治点", "新屋", "潭东镇", village, "在建"] for village in ("龙井村", "上坝村")]
    assert list(check(office.csv("a.csv", rows)).frames()["sites"]["site_id"]) == ["龙井村新屋", "上坝村新屋"]


def test_one_number_for_two_projects_is_asked_about(office):
    rows = with_cell(with_cell(funds(), 3, "项目编号", "A1"), 3, "资金来源", "中央")
    assert errors(check(office.csv("资金.csv", rows))) == [("identity_unclear", 3, "项目编号")]


def test_months_alone_take_the_year_of_the_title(office):
    rows = [["10月", *row[1:]] if at else ["月份", *row[1:]] for at, row in enumerate(households())]
    assert days(check(office.csv("户厕.csv", [["2023年户厕月报"], *rows]))) == {"2023-10-31"}
    assert "date_without_year" in codes(check(office.csv("户厕2.csv", rows)))


def test_days_alone_take_the_year_of_the_title(office):
    rows = [
        [text, *row[1:]]
        for text, row in zip(("截至日期", *["10月31日", "十月三十一日"] * 3), households(), strict=False)
    ]
    assert days(check(office.csv("户厕.csv", [["2023年户厕月报"], *rows]))) == {"2023-10-31"}
    two = [["2022—2023年户厕月报"], *rows]
    assert {code for code, *_ in errors(check(office.csv("户厕.csv", two)))} == {"date_without_year"}


@pytest.mark.parametrize("header", ["截至月份", "数据月份", "所属月份"])
def test_the_month_a_ledger_speaks_for_is_known_by_its_other_names(office, header):
    rows = [["2023.10", *row[1:]] if at else [header, *row[1:]] for at, row in enumerate(households())]
    assert days(check(office.csv("户厕.csv", rows))) == {"2023-10-31"}


def test_one_cell_that_stands_in_every_row_is_told_once(office):
    rows = [["2023-9-31", *row[1:]] if at else row for at, row in enumerate(households())]
    batch = check(office.csv("户厕.csv", rows))
    assert errors(batch) == [("cell_not_date", 2, "截至日期")]
    assert "同样的共 5 处：第2、3、4、5、6行" in finding(batch, "cell_not_date").message
    rows = [[row[0], "潭冬镇" if at in (2, 4) else row[1], *row[2:]] for at, row in enumerate(households())]
    batch = check(office.csv("户厕.csv", rows))
    assert errors(batch) == [("town_unknown", 3, "镇")]
    assert "同样的共 2 处：第3、5行" in finding(batch, "town_unknown").message


def test_a_bad_cell_told_with_others_is_not_also_blank(office):
    rows = [[*row[:3], "约12", *row[4:]] if at in (1, 3, 4) else row for at, row in enumerate(households())]
    assert errors(check(office.csv("户厕.csv", rows))) == [("cell_not_number", 2, "任务数")]


@pytest.mark.parametrize(
    "text", ["2023年10月31日 星期二", "2023-10-31T00:00:00+08:00", "2023/10/31 上午 12:00:00", "2023-10-31Z"]
)
def test_a_day_with_its_weekday_clock_or_zone_is_a_day(office, text):
    rows = [[text, *row[1:]] if at else row for at, row in enumerate(households())]
    if text.endswith("1Z"):
        assert not check(office.csv("户厕.csv", rows)).publishable
    else:
        assert days(check(office.csv("户厕.csv", rows))) == {"2023-10-31"}


def test_a_day_of_sending_is_not_the_day_of_the_file(office):
    rows = without(households(), "截至日期")
    assert days(check(office.csv("20231108报送_户厕2023年10月.csv", rows))) == {"2023-10-31"}


def test_a_fraction_among_percentages_of_the_same_indicator_is_told(office):
    rows = [
        ["截至日期", "指标编号", "单位", "数值"],
        ["2023-10-31", "K01", "潭东镇", 0.991],
        ["2023-10-31", "K01", "潭口镇", 99.3],
    ]
    assert errors(check(office.csv("监测指标.csv", rows))) == [("value_like_fraction", 2, "数值")]
    rows[0].append("备注")
    rows[1].append("确为千分之九点九")
    assert check(office.csv("监测指标.csv", rows)).publishable


@pytest.mark.parametrize(
    ("indicator", "base", "is_told"),
    [("K01", None, True), ("K13", 98.5, True), ("K13", None, False), ("K02", None, False)],
)
def test_a_fraction_is_told_by_the_target_or_the_year_before(office, indicator, base, is_told):
    value = 0.095 if indicator == "K02" else 0.987  # of K02 at most 10 % are allowed, and less is better
    rows = [["截至日期", "指标编号", "单位", "数值", "基数"], ["2023-10-31", indicator, "潭东镇", value, base]]
    assert ("value_like_fraction" in codes(check(office.csv("监测指标.csv", rows)))) == is_told


def test_codes_that_lost_their_digits_are_told_once(office):
    rows = [[*row[:1], "2.02336E+15", *row[2:]] if at else row for at, row in enumerate(funds())]
    assert [code for code, _, _ in errors(check(office.csv("资金.csv", rows)))] == ["cell_scientific"]


def test_two_sheets_with_the_same_rows_are_both_named(office):
    other = with_cell(households(), 2, "完成数", 19)
    said = finding(check(office.xlsx("户厕.xlsx", {"甲": households(), "乙": other})), "batch_conflict")
    assert said.sheet == "乙" and "甲" in said.message


def test_a_broken_byte_is_named_by_the_row_that_the_file_shows(office):
    path = office.folder / "户厕.csv"
    good = "截至日期,镇,村,任务数,完成数\r\n" + "2023-10-31,潭东镇,龙井村,30,20\r\n" * 4
    path.write_bytes(b"\xef\xbb\xbf" + good.encode() + "潭东镇,上坝村".encode("gbk") + b"\r\n")
    assert "encoding_broken" in codes(check(path))
    assert finding(check(path), "encoding_broken").row == 6


def test_a_share_above_all_is_told(office):
    rows = [["截至日期", "指标编号", "单位", "数值", "备注"], ["2023-10-31", "K01", "潭东镇", 987, ""]]
    assert errors(check(office.csv("监测指标.csv", rows))) == [("value_above_hundred", 2, "数值")]
    rows[1][-1] = "含外地参保"
    assert check(office.csv("监测指标.csv", rows)).publishable
