"""The day a file speaks for, and dates in every form offices type them."""

from datetime import date, datetime

import pytest

from data_loaders.schema import ACTUAL_FINISH, AS_OF, PLANNED_FINISH
from data_loaders.tidying.as_of import stated_day
from data_loaders.tidying.cells import Parsed, parse_date
from tests.data_loaders.dropping import check, codes, days, errors, finding, households, with_cell, without

OCTOBER = date(2023, 10, 31)
TENTH = date(2023, 10, 9)


def day(text: object, column=AS_OF):
    return parse_date(text, column).value


@pytest.mark.parametrize(
    "cell",
    [
        "2023-10-09", "2023.10.9", "2023/10/9", "2023/10/09 0:00", "2023-10-09 00:00:00", "2023年10月9日", "2023年10月09号",
        "2023 年 10 月 9 日", "２０２３．１０．９", "20231009", 20231009, 20231009.0, 45208, "45208", 45208.5, "2023年10月9",
        date(2023, 10, 9), datetime(2023, 10, 9, 8, 30), "2023-10-09T00:00:00",
    ],
)  # fmt: skip
def test_a_day_in_every_accepted_form(cell):
    assert day(cell) == TENTH


@pytest.mark.parametrize(
    "cell", ["2023-10", "2023.10", "2023年10月", "2023年10月份", "2023年10月底", "202310", 202310, 202310.0]
)
def test_a_month_means_its_last_day(cell):
    assert day(cell) == OCTOBER
    assert parse_date(cell, AS_OF).repairs == ("month_to_day",)


def test_february_ends_when_it_does():
    assert day("2024-02") == date(2024, 2, 29)
    assert day("2023年2月") == date(2023, 2, 28)


@pytest.mark.parametrize("cell", ["2023.1", 2023.1])
def test_a_month_whose_zero_may_be_lost_is_asked_about(cell):
    assert parse_date(cell, AS_OF).problem == "month_unclear"
    assert day("2023.10") == OCTOBER
    assert day("2023.01") == date(2023, 1, 31)


@pytest.mark.parametrize(
    "cell",
    [
        "2023-9-31",
        "2023-02-29",
        "2023-13-01",
        "上旬",
        "10/9/2023",
        "23.10.9",
        "20231309",
        7,
        2023,
        0.5,
        True,
        "2023-10-9至12",
    ],
)
def test_anything_else_is_no_day(cell):
    assert parse_date(cell, AS_OF).problem == "cell_not_date"


@pytest.mark.parametrize("cell", ["9月底", "10月", "10月9日", "十月九日", "10/9", "10.9", "9-Oct"])
def test_a_day_without_its_year_is_told_so(cell):
    assert parse_date(cell, AS_OF).problem == "date_without_year"


@pytest.mark.parametrize(
    "cell",
    [
        "2023、10、9", "2023-10-9日", "二〇二三年十月九日", "二零二三年10月九号", "9-Oct-23", "09-oct-2023", "9October2023",
        "截至2023年10月9日", "截止到2023年10月9日", "2023年10月9日止",
    ],
)  # fmt: skip
def test_a_day_in_other_words_is_that_day(cell):
    assert parse_date(cell, AS_OF) == Parsed(date(2023, 10, 9), ("date_form",))


def test_a_day_of_something_done_is_no_day_until_which_it_speaks():
    assert parse_date("截至2023年10月9日", ACTUAL_FINISH).problem == "cell_not_date"
    assert parse_date("31-Feb-23", ACTUAL_FINISH).problem == "cell_not_date"


@pytest.mark.parametrize("cell", ["1923-10-09", "2123-10-09", date(1900, 1, 1), datetime(1899, 12, 31)])
def test_a_year_no_plan_can_mean_is_refused(cell):
    assert parse_date(cell, AS_OF).problem == "date_implausible"


def test_a_word_for_nothing_is_blank_only_where_a_date_is_optional():
    assert parse_date("——", ACTUAL_FINISH).repairs == ("blank_word",)
    assert parse_date("——", AS_OF).problem == "cell_not_date"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("户厕_2023-09", "2023-09-30"),
        ("户厕_2023-9", "2023-09-30"),
        ("2023年9月户厕", "2023-09-30"),
        ("户厕20230930", "2023-09-30"),
        ("户厕202310", "2023-10-31"),
        ("户厕2023.10.15", "2023-10-15"),
        ("户厕_2023_11", "2023-11-30"),
        ("户厕 2023 12", "2023-12-31"),
        ("户厕(2023年12月15日)", "2023-12-15"),
        ("户厕2023年9月15", "2023-09-15"),
        ("户厕_2023-10 (1)", "2023-10-31"),
        ("户厕_2023-10-v2", "2023-10-31"),
        ("2023年1-10月户厕", "2023-10-31"),
        ("2023年1月—11月户厕", "2023-11-30"),
        ("2023.1-9月户厕", "2023-09-30"),
        ("2023年户厕（10月）", "2023-10-31"),
        ("2023年度10月户厕", "2023-10-31"),
        ("2023年三季度", "2023-09-30"),
        ("2023年9月上旬", "2023-09-10"),
        ("2023年九月份中旬", "2023-09-20"),
        ("2023年9月下旬", "2023-09-30"),
        ("2023年9月上半月", "2023-09-15"),
        ("2023年第四季度", "2023-12-31"),
        ("2023年前三季度", "2023-09-30"),
        ("指标2023Q3", "2023-09-30"),
        ("9月户厕", None),
        ("户厕", None),
        ("2023年户厕", None),
        ("赣蓉振领字〔2023〕1号", None),
        ("2023-2024学年", None),
        ("项目2023130", None),
        ("填报日期：2023年11月3日", None),
        ("截至2023年10月31日 填报日期：2023年11月3日", "2023-10-31"),
        ("截止日期：2023-10-31，打印时间 2023-11-05", "2023-10-31"),
        ("2023年1月10日至2023年10月31日", "2023-10-31"),
        ("２０２３年１０月", "2023-10-31"),
        ("二〇二三年十月三十一日", "2023-10-31"),
        ("2023年户厕（截至九月三十日）", "2023-09-30"),
    ],
)
def test_the_day_a_title_or_name_states(text, expected):
    assert stated_day([text]) == (expected and date.fromisoformat(expected))


def test_a_month_alone_takes_its_year_from_elsewhere_if_there_is_just_one():
    assert stated_day(["10月"], ["2023年户厕台账"]) == OCTOBER
    assert stated_day(["10月"], ["2022年续建", "2023年户厕台账"]) is None


@pytest.mark.parametrize(
    "name", ["户厕_2023-10.csv", "2023年10月户厕.csv", "户厕20231031.csv", "2023年户厕10月.csv", "户厕_2023-10 (2).csv"]
)
def test_the_file_s_name_gives_the_day(office, name):
    batch = check(office.csv(name, without(households(), "截至日期")))
    assert days(batch) == {"2023-10-31"}
    assert finding(batch, "as_of_from_name").message == "截至日期取自文件名：2023-10-31"


@pytest.mark.parametrize("name", ["户厕.csv", "9月户厕.csv", "户厕2023年.csv"])
def test_without_any_day_the_file_is_refused_once(office, name):
    batch = check(office.csv(name, without(households(), "截至日期")))
    assert errors(batch) == [("as_of_missing", None, "截至日期")]
    path = office.csv(name, without(households(), "截至日期"))
    assert days(check(path, as_of=OCTOBER)) == {"2023-10-31"}


def test_the_title_gives_the_day(office):
    rows = [["户厕问题整改台账（截至2023年10月31日）"], ["填报日期：2023年11月2日"], *without(households(), "截至日期")]
    assert days(check(office.csv("a.csv", rows))) == {"2023-10-31"}


def test_a_column_of_months_gives_its_last_day_and_says_so(office):
    rows = households()
    rows[0][0] = "月份"
    for row in rows[1:]:
        row[0] = "2023.10"
    batch = check(office.csv("户厕.csv", rows))
    assert days(batch) == {"2023-10-31"}
    assert finding(batch, "month_to_day").message == "月份 5 处按当月最后一天计"


def test_a_month_that_a_spreadsheet_turned_into_its_first_day_is_still_the_month(office):
    rows = households()
    rows[0][0] = "统计月份"
    for row in rows[1:]:
        row[0] = datetime(2023, 10, 1)
    assert days(check(office.xlsx("户厕.xlsx", rows))) == {"2023-10-31"}


def test_dates_of_all_forms_in_one_column_are_one_day(office):
    rows = households()
    for row, cell in zip(
        rows[1:], [datetime(2023, 10, 31), 45230, "2023.10.31", "2023年10月31日", 20231031], strict=True
    ):
        row[0] = cell
    assert days(check(office.xlsx("户厕.xlsx", rows))) == {"2023-10-31"}


def test_several_months_in_one_file_are_several_snapshots(office):
    rows = households()
    earlier = [["2023-09-30", *row[1:4], 1, 0, None] for row in rows[1:]]
    assert days(check(office.csv("户厕.csv", [*rows, *earlier]))) == {"2023-09-30", "2023-10-31"}


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2023-9-31", "cell_not_date"),
        ("2032-09-30", "date_future"),
        ("", "cell_blank"),
        ("9月底", "date_without_year"),
        ("1023-10-31", "date_implausible"),
    ],
)
def test_a_wrong_day_is_named_with_its_row(office, cell, code):
    batch = check(office.csv("户厕.csv", with_cell(households(), 4, "截至日期", cell)))
    assert errors(batch) == [(code, 4, "截至日期")]


def test_last_month_s_title_on_this_month_s_file_is_a_reminder(office):
    rows = [["户厕问题整改台账（2023年9月）"], *without(households(), "截至日期")]
    batch = check(office.csv("户厕_2023-10.csv", rows))
    assert days(batch) == {"2023-09-30"}
    assert finding(batch, "as_of_differs").message == "截至日期按标题的 2023-09-30 计，与文件名的 2023-10-31 不同"


@pytest.mark.parametrize(
    ("name", "title", "told"),
    [
        ("户厕.csv", "户厕问题整改台账（2022年10月）", "截至日期表内是 2023-10-31，标题是 2022-10-31，年份对不上"),
        ("户厕_2024-10.csv", "户厕问题整改台账", "截至日期表内是 2023-10-31，文件名是 2024-10-31，年份对不上"),
    ],
)
def test_the_same_month_of_another_year_is_refused_for_nobody_can_know_which_is_meant(office, name, title, told):
    batch = check(office.csv(name, [[title], *households()]))
    assert not batch.publishable and finding(batch, "as_of_year_differs").message == told


def test_of_a_title_of_one_year_and_a_file_of_another_neither_is_taken_unless_the_day_is_given(office):
    path = office.csv("户厕_2022-10.csv", [["户厕问题整改台账（2023年10月）"], *without(households(), "截至日期")])
    assert "as_of_year_differs" in codes(check(path)) and not check(path).publishable
    assert check(path, as_of=OCTOBER).publishable and days(check(path, as_of=OCTOBER)) == {"2023-10-31"}


def test_the_given_day_goes_before_names_and_after_the_column(office):
    bare = without(households(), "截至日期")
    batch = check(office.csv("户厕_2023-09.csv", bare), as_of=OCTOBER)
    assert days(batch) == {"2023-10-31"} and "as_of_differs" in codes(batch)
    batch = check(office.csv("户厕.csv", households()), as_of=date(2023, 11, 30))
    assert days(batch) == {"2023-10-31"} and "as_of_differs" in codes(batch)
    assert "as_of_differs" not in codes(check(office.csv("户厕_2023-10.csv", households()), as_of=OCTOBER))


def test_the_first_of_a_month_is_the_month_when_a_name_says_so_and_else_a_reminder(office):
    rows = households()
    for row in rows[1:]:
        row[0] = datetime(2023, 10, 1)
    batch = check(office.xlsx("户厕_2023-10.xlsx", rows))
    assert days(batch) == {"2023-10-31"}
    assert finding(batch, "month_to_day").message == "月份 5 处按当月最后一天计"
    batch = check(office.xlsx("户厕.xlsx", rows))
    assert days(batch) == {"2023-10-01"}
    assert finding(batch, "as_of_month_start").level == "warning"


def test_a_slip_in_one_row_s_day_is_a_reminder(office):
    batch = check(office.csv("户厕.csv", with_cell(households(), 3, "截至日期", "2023-10-13")))
    assert finding(batch, "as_of_several").message == "有 2 个截至日期：2023-10-13（1 行）、2023-10-31（4 行）"


def test_a_year_without_a_plan_is_a_reminder(office):
    rows = households()
    for row in rows[1:]:
        row[0] = "2022-10-31"
    assert finding(check(office.csv("户厕.csv", rows)), "year_unplanned").message == "2022 年没有计划"


@pytest.mark.parametrize("cell", ["2023年12月31日前", "2023-12-31之前", "2023年12月底前", "2023.12.31以前"])
def test_before_a_day_is_that_day_where_something_is_due(cell):
    assert parse_date(cell, PLANNED_FINISH).value == date(2023, 12, 31)
    assert parse_date(cell, ACTUAL_FINISH).problem == "cell_not_date"
