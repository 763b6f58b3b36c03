"""Several tables on one sheet are each read as what they are; what cannot be told is one question."""

import pytest

from tests.data_loaders.dropping import Row, check, codes, errors, finding
from tests.data_loaders.layouts.ledgers import COUNTS, PLACES, TOTALS, explained

OURS: Row = ["镇", "村", "任务数", "完成数"]
YARDS, TOILETS = "美丽庭院（截至2023年10月31日）", "户厕整改（截至2023年10月31日）"
YARD_TOTALS = {"任务数": 117, "完成数": 53}
BOTH = {"courtyards": YARD_TOTALS, "toilets": TOTALS}
FUNDS: list[Row] = [
    ["衔接资金支出情况（截至2023年10月31日，万元）"],
    ["项目名称", "镇", "村", "项目类别", "资金来源", "安排资金", "累计拨付"],
    ["龙井路", "潭东镇", "龙井村", "产业", "中央", 40, 10],
    ["上坝渠", "潭东镇", "上坝村", "基础设施", "省", 55, 20],
]


def table(title: str, header: Row = OURS, *, more: int = 0) -> list[Row]:
    return [[title], header, *([*place, planned + more, done] for place, planned, done, _ in COUNTS)]


def beside(left: list[Row], right: list[Row], gap: int) -> list[Row]:
    width = max(map(len, left)) + gap
    longest = max(len(left), len(right))
    left, right = ([*rows, *[[]] * (longest - len(rows))] for rows in (left, right))
    return [[*one, *[None] * (width - len(one)), *other] for one, other in zip(left, right, strict=True)]


def read(batch) -> dict[str, dict]:
    assert batch.publishable, [finding.sentence for finding in batch.findings]
    return {each["table"]: each["totals"] for each in batch.tables()}


@pytest.mark.parametrize(
    "rows",
    [
        [*table(YARDS, more=5), [], *table(TOILETS)],
        [*table("一、" + YARDS, more=5), *table("二、" + TOILETS)],
        [["农村工作月报（2023年10月31日）"], *table("一、美丽庭院", more=5), [], *table("二、户厕整改")],
        [*table(YARDS, more=5), ["合计", None, 117, 53], ["填表人：甲"], [], *table(TOILETS), ["合计", None, 92, 53]],
    ],
)
def test_tables_below_one_another_are_each_read_under_its_own_title(office, rows):
    assert read(check(office.xlsx("月报.xlsx", rows))) == BOTH


@pytest.mark.parametrize("gap", [0, 1, 2])
def test_tables_side_by_side_are_each_read_under_its_own_title(office, gap):
    rows = beside(table(YARDS, more=5), table(TOILETS), gap)
    assert read(check(office.xlsx("月报.xlsx", rows))) == BOTH


def test_a_title_over_all_tables_gives_each_its_day(office):
    rows = [["农村工作月报（2023年10月31日）"], *beside(table("美丽庭院", more=5), table("户厕整改"), 1)]
    assert read(check(office.xlsx("月报.xlsx", rows))) == BOTH


def test_tables_of_different_kinds_share_a_sheet(office):
    for rows in ([*table(TOILETS), [], *FUNDS], beside(table(TOILETS), FUNDS, 1)):
        batch = explained(office.xlsx("月报.xlsx", rows), accept=True)
        assert read(batch) == {"toilets": TOTALS, "funds": {"安排资金(万元)": 95.0, "累计拨付(万元)": 30.0}}
        assert not explained(office.xlsx("月报.xlsx", rows)).publishable


def test_two_tables_under_their_names_in_one_header_are_one_proposal(office):
    top, below = [None, None, "美丽庭院", None, "户厕", None], ["镇", "村", "任务数", "完成数", "任务数", "完成数"]
    rows = [["2023年10月31日"], top, below, *([*place, p + 5, d, p, d] for place, p, d, _ in COUNTS)]
    path = office.xlsx("月报.xlsx", rows, lambda book: book.active.merge_cells("C2:D2"))
    said = finding(explained(path), "layout_proposed")
    assert "美丽庭院台账」「户厕问题整改台账" in said.message
    batch = explained(path, accept=True)
    assert read(batch) == BOTH
    assert "columns_ignored" not in codes(batch)


def test_tables_without_a_name_of_their_own_are_one_question(office):
    for rows in (
        beside(table("2023年10月31日"), table(""), 1),
        [*table("2023年10月31日"), [], *table("2023年10月31日")],
    ):
        assert errors(check(office.xlsx("月报.xlsx", rows))) == [("table_ambiguous", None, None)]


def test_a_header_that_is_printed_again_begins_no_table(office):
    rows = table(TOILETS)
    again = [*rows[:4], [], [TOILETS], OURS, *rows[4:]]
    assert read(check(office.xlsx("户厕.xlsx", again))) == {"toilets": TOTALS}


def test_a_summary_below_the_table_is_left_out_and_said(office):
    rows = [*table(TOILETS), [], ["各镇汇总"], ["镇", "任务数", "完成数"], ["潭东镇", 53, 42], ["潭口镇", 26, 4]]
    batch = check(office.xlsx("户厕.xlsx", rows))
    assert read(batch) == {"toilets": TOTALS}
    assert finding(batch, "part_left_out").row == len(rows)


def test_a_sheet_of_villages_and_figures_that_nobody_understands_refuses_the_workbook(office):
    strange = [["甲", "乙", "丙"], *([village, 1, 2] for _, village in PLACES)]
    batch = check(office.xlsx("10月.xlsx", {"户厕": table(TOILETS), "其他": strange}))
    assert [code for code, _, _ in errors(batch)] == ["sheet_unread"]


def test_a_short_ledger_whose_kinds_come_again_is_no_sheet_of_cards(office):
    header: Row = [
        "截至日期",
        "编号",
        "类型",
        "名称",
        "镇",
        "村",
        "阶段",
        "形象进度(%)",
        "计划完工",
        "责任单位",
        "存在问题",
    ]
    kinds = ["村庄整治点", "新农村建设点", "新农村建设点"] * 2
    places = ["东坑村", "短井村", "龙井村", "江坝村", "田头村", "上元村"]
    progress = ["35%", "40%", "50 %", 55, "25.5%", 70]
    rows = [
        ["2023-10-31", f"D{at}", kind, f"{village}口", "潭东镇" if at < 4 else "潭口镇", village, "在建", done, "2023-12-20", "区住建局", None]
        for at, (kind, village, done) in enumerate(zip(kinds, places, progress, strict=True), 1)
    ]  # fmt: skip
    batch = check(office.csv("建设点台账.csv", [header, *rows]))
    assert batch.publishable, [finding.sentence for finding in batch.findings]
    assert batch.frames()["sites"]["progress"].tolist() == [35.0, 40.0, 50.0, 55.0, 25.5, 70.0]
