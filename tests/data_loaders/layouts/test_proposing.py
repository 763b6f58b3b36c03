"""What a ledger is taken for that nobody has explained: by its headers, and by what its columns hold."""

from datetime import date

import pytest

from tests.data_loaders.dropping import errors, totals
from tests.data_loaders.layouts.ledgers import (
    ACCEPTED,
    COUNTS,
    PLACES,
    TITLE,
    TOTALS,
    asked,
    explained,
    hows,
    meanings,
    toilets,
)

DAY = "2023-10-31"


@pytest.mark.parametrize(
    ("planned", "done"),
    [
        ("应改厕数", "已改厕数"), ("年度改厕任务（户）", "实际完成（户）"), ("下达指标数", "竣工数"), ("整改任务量", "已整改到位"),
        ("全年目标任务", "年初以来完成"), ("问题户厕（座）", "整改到位（座）"),
    ],
)  # fmt: skip
def test_other_words_for_the_same_counts_are_understood(office, planned, done):
    batch = explained(office.xlsx("a.xlsx", toilets(planned, done)), accept=True)
    assert totals(batch) == TOTALS
    assert meanings(batch)[planned] == "任务数"


def test_nothing_is_published_before_somebody_has_accepted_it(office):
    batch = explained(office.xlsx("a.xlsx", toilets()))
    assert ("layout_proposed", None, None) in errors(batch)
    assert batch.tables()[0]["totals"] == TOTALS  # the preview


def test_a_fact_in_no_column_is_asked_for_by_name_and_never_guessed(office):
    rows = [row[:4] for row in toilets()]
    batch = explained(office.xlsx("a.xlsx", rows), accept=True)
    assert asked(batch) == {"完成数": None}
    assert not batch.publishable
    assert batch.tables()[0]["totals"] == {"任务数": TOTALS["任务数"]}


@pytest.mark.parametrize(
    "parts", [("立行立改", "限期整改"), ("整户改造", "局部改造"), ("其中：示范改造", "其中：一般改造")]
)
def test_columns_that_only_split_the_task_are_never_what_was_done(office, parts):
    rows = [
        ["户厕任务分解表"],
        ["镇", "村", "整改任务数", *parts],
        *([*place, p, p - d, d] for place, p, d, _ in COUNTS),
    ]
    batch = explained(office.xlsx("户厕.xlsx", rows), accept=True, as_of=date(2023, 10, 31))
    assert asked(batch) == {"完成数": None}
    assert batch.tables()[0]["totals"] == {"任务数": TOTALS["任务数"]}


def test_kinds_that_what_is_done_is_told_in_are_added_up(office):
    heads = [["镇", "村", "创建任务", "已创成", None, None], [None, None, None, "五星户", "四星户", "三星户"]]
    rows = [
        ["美丽庭院分级创建表（截至2023年10月31日）"],
        *heads,
        *([*place, p, 1, 2, d - 3] for place, p, d, _ in COUNTS),
    ]
    batch = explained(office.xlsx("庭院.xlsx", rows), accept=True)
    assert batch.tables()[0]["totals"] == {"任务数": TOTALS["任务数"], "完成数": TOTALS["完成数"]}
    assert [meanings(batch)[f"已创成/{star}户"] for star in ("五星", "四星", "三星")] == ["完成数"] * 3


def test_what_an_audit_took_off_is_not_what_was_paid(office):
    header = [
        "项目名称",
        "镇",
        "村",
        "项目类别",
        "资金来源",
        "批复资金（万元）",
        "结算审定价（万元）",
        "审减额（万元）",
    ]
    rows = [[f"道路{at}", *place, "基础设施", "市", 40 + at, 38, 2 + at] for at, (place, *_) in enumerate(COUNTS)]
    batch = explained(
        office.xlsx("资金结算.xlsx", [["衔接资金结算表"], header, *rows]), accept=True, as_of=date(2023, 10, 31)
    )
    assert not batch.publishable and "累计拨付" in asked(batch)


def test_towns_under_two_days_are_the_base_and_the_value_of_the_later_one(office):
    heads = [
        ["序号", "指标名称", "计量单位", "2022年末数", None, None, "2023年10月末数", None, None],
        [None, None, None, *("潭东镇", "潭口镇", "合计") * 2],
    ]
    rows = [
        ["就业指标对比表"],
        *heads,
        [1, "公益性岗位数量", "个", 40, 30, 70, 44, 33, 77],
        [2, "新型农业经营主体总数", "个", 60, 50, 110, 64, 51, 115],
    ]
    batch = explained(office.xlsx("指标.xlsx", rows), accept=True)
    (table,) = batch.tables()
    assert (table["table"], str(table["as_of"]), table["rows"]) == ("indicators", "2023-10-31", 4)
    figures = batch.deliveries[0].frame[["base", "value"]]
    assert list(figures.itertuples(index=False, name=None)) == [(40, 44), (30, 33), (60, 64), (50, 51)]


def test_a_share_that_follows_from_two_columns_tells_what_they_are(office):
    header = ["镇", "村", "摸排户数", "问题数", "质量类", "处理数", "处理率"]
    rows = [[*place, p * 9, p, p - 1, d, d / p] for place, p, d, _ in COUNTS]
    batch = explained(office.xlsx("户厕.xlsx", [TITLE, header, *rows]), accept=True)
    assert totals(batch) == TOTALS


def test_what_is_left_is_taken_from_the_whole(office):
    rows = [TITLE, ["地点", "任务数", "未完成数"], *([town + village, p, p - d] for (town, village), p, d, _ in COUNTS)]
    batch = explained(office.csv("a.csv", rows), accept=True)
    assert hows(batch) == {"地点": "split_town_village", "任务数": "as_is", "未完成数": "subtract_from:任务数"}
    assert totals(batch) == TOTALS


@pytest.mark.parametrize(("title", "how"), [("每月新增", "sum_columns"), ("累计完成", "last_column")])
def test_months_are_added_up_or_the_last_one_counts(office, title, how):
    header = ["镇", "村", "全年任务", *(f"{month}月" for month in (8, 9, 10))]
    months = [[0, d // 2, d - d // 2] if how == "sum_columns" else [0, d // 2, d] for _, _, d, _ in COUNTS]
    rows = [
        [f"2023年美丽庭院{title}数"],
        header,
        *([*place, p, *m] for (place, p, _, _), m in zip(COUNTS, months, strict=True)),
    ]
    batch = explained(office.xlsx("截至2023-10.xlsx", rows), accept=True)
    assert hows(batch)["10月"] == how
    assert totals(batch) == TOTALS


def test_parts_without_a_sum_of_their_own_are_added_up_and_asked_about(office):
    head = [
        ["镇", "村", "整改任务（户）", None, "完成整改（户）", None],
        [None, None, "水冲式", "旱厕", "水冲式", "旱厕"],
    ]
    rows = [TITLE, *head, *([*place, p - 1, 1, d, 0] for place, p, d, _ in COUNTS)]
    path = office.xlsx("a.xlsx", rows)
    assert {"整改任务（户）/水冲式", "完成整改（户）/水冲式"} <= set(asked(explained(path)))
    assert totals(explained(path, accept=True)) == TOTALS


def test_this_month_beside_the_year_so_far_is_a_question_even_under_our_own_header(office):
    header = ["截至日期", "镇", "村", "任务数", "完成数", "累计完成"]
    rows = [header, *([DAY, *place, p, min(1, d), d] for place, p, d, _ in COUNTS)]
    batch = explained(office.xlsx("户厕.xlsx", rows))
    assert not batch.publishable
    assert any("完成" in about for about in asked(batch))


def test_one_row_a_house_is_counted_by_village(office):
    houses = [(place, state) for place, p, d, _ in COUNTS for state in ["已整改"] * d + ["未整改"] * (p - d)]
    rows = [TITLE, ["序号", "镇", "村", "厕所类型", "整改状态"]]
    rows += [[number, *place, "三格式", state] for number, (place, state) in enumerate(houses, 1)]
    batch = explained(office.xlsx("逐户.xlsx", rows), accept=True)
    assert totals(batch) == TOTALS
    assert len(batch.frames()["toilets"]) == len(PLACES)


def test_several_header_rows_are_one_header(office):
    head = [
        ["序号", "镇", "村", "户厕整改", None, None], [None, None, None, "任务", "完成情况", None],
        [None, None, None, "户", "本月", "累计"],
    ]  # fmt: skip
    rows = [*head, *([n, *place, p, 0, d] for n, (place, p, d, _) in enumerate(COUNTS, 1))]
    assert totals(explained(office.xlsx("2023年10月.xlsx", rows), accept=True)) == TOTALS


def test_two_ledgers_in_one_sheet_are_two_tables(office):
    head = [["镇", "村", "美丽庭院", None, "户厕", None], [None, None, "任务数", "完成数", "任务数", "完成数"]]
    rows = [*head, *([*place, p + 1, d, p, d] for place, p, d, _ in COUNTS)]
    batch = explained(office.xlsx("2023年10月.xlsx", rows), accept=True)
    assert batch.publishable
    assert {table["table"]: table["totals"]["任务数"] for table in batch.tables()} == {
        "toilets": TOTALS["任务数"], "courtyards": TOTALS["任务数"] + len(PLACES),
    }  # fmt: skip


def test_tables_beside_one_another_are_both_read(office):
    header = ["截至日期", "镇", "村", "任务数", "完成数"]
    full = [[DAY, *place, p, d] for place, p, d, _ in COUNTS]
    rows = [[*header, None, *header]]
    rows += [[*full[at], None, *(full[at + 3] if at + 3 < len(full) else [None] * 5)] for at in range(3)]
    assert totals(explained(office.xlsx("户厕.xlsx", rows))) == TOTALS


FUNDS = [("龙井村", "中央", 40.5, 20.0), ("上坝村", "省", 62.0, 0.0), ("东坑村", "区", 15.0, 15.0)]


def test_sources_as_columns_become_rows_and_amounts_of_nothing_do_not(office):
    sources = ["中央", "省级", "市级", "区级"]
    head = [
        "项目名称",
        "类别",
        "地点",
        *(f"{source}安排" for source in sources),
        *(f"{source}支出" for source in sources),
    ]
    rows = [["2023年衔接资金支出进度（10月31日）", None, "单位：万元"], head]
    for village, source, given, paid in FUNDS:
        at = ["中央", "省", "市", "区"].index(source)
        cells = [0.0] * 8
        cells[at], cells[at + 4] = given, paid
        rows.append([f"{village}水渠", "乡村建设行动", f"潭东镇{village}", *cells])
    batch = explained(office.xlsx("a.xlsx", rows), accept=True)
    assert totals(batch) == {"安排资金(万元)": 117.5, "累计拨付(万元)": 35.0}
    assert list(batch.frames()["funds"]["source"]) == ["中央", "省", "区"]
    assert set(batch.frames()["funds"]["category"]) == {"基础设施"}


def test_a_better_word_than_total_investment_is_the_amount(office):
    header = [
        "项目编码",
        "项目名称",
        "镇",
        "村",
        "类别",
        "资金来源",
        "是否衔接资金",
        "批复金额(万元)",
        "累计支出(万元)",
        "总投资(万元)",
    ]
    rows = [
        header,
        *([f"R{n}", f"{v}路", "潭东镇", v, "产业", s, "是", a, b, a + 5] for n, (v, s, a, b) in enumerate(FUNDS)),
    ]
    batch = explained(office.xlsx("衔接资金_2023-10.xlsx", rows), accept=True)
    assert totals(batch)["安排资金(万元)"] == 117.5


def test_headings_among_the_rows_tell_a_choice(office):
    rows = [
        ["2023年省级衔接资金（10月31日）", None, None, None, "单位：万元"],
        ["项目", "镇", "村", "计划资金", "支出"],
    ]
    rows += [["一、产业发展类"], ["油茶基地", "潭东镇", "龙井村", 10.0, 5.0], ["小计", None, None, 10.0, 5.0]]
    rows += [["二、基础设施类"], ["水渠", "潭东镇", "上坝村", 7.5, 0.0], ["小计", None, None, 7.5, 0.0]]
    batch = explained(office.xlsx("a.xlsx", rows), accept=True)
    assert list(batch.frames()["funds"]["category"]) == ["产业", "基础设施"]
    assert set(batch.frames()["funds"]["source"]) == {"省"}


def test_a_form_is_a_row(office):
    def form(village: str, stage: str) -> list:
        return [
            ["污水处理站登记表"], ["站点名称", f"{village}污水站", "所在村", f"{village}村"], ["建设状态", stage, "工程进度", 0.5],
            ["责任单位", "区农办", "统计日期", "2023年10月31日"],
        ]  # fmt: skip

    batch = explained(office.xlsx("污水.xlsx", {"甲": form("龙井", "在建"), "乙": form("上坝", "未开工")}), accept=True)
    assert batch.publishable
    assert list(batch.frames()["stations"]["village"]) == ["龙井村", "上坝村"]
    assert set(batch.layouts()[0]["columns"][0].items()) >= {("header", "站点名称"), ("how", "label_value")}


def test_units_as_columns_and_names_of_the_plan_become_rows_and_numbers(office):
    rows = [["2023年10月监测指标"], ["指标名称", "计量单位", "潭东镇", "潭口镇"], ["公益性岗位数量", "个", 41, 52]]
    frame = explained(office.xlsx("a.xlsx", rows), accept=True).frames()["indicators"]
    assert [tuple(row) for row in frame[["indicator_id", "unit", "value"]].to_numpy()] == [
        ("K06", "潭东镇", 41.0),
        ("K06", "潭口镇", 52.0),
    ]


def test_days_take_the_year_of_the_title_and_closing_days_stand_in_the_text(office):
    rows = [
        ["2023年8月3日调度会交办事项督办单"], ["编号", "交办事项", "牵头单位", "完成时限", "办理情况"],
        ["1", "补短板", "区农办", "9月底前", "已于9月12日办结"], ["2", "核名单", "潭东镇", "10月15日前", "正在办理"],
    ]  # fmt: skip
    frame = explained(office.xlsx("a.xlsx", rows), accept=True).frames()["actions"]
    assert [str(day.date()) for day in frame["due_on"]] == ["2023-09-30", "2023-10-15"]
    assert frame["done_on"].notna().tolist() == [True, False]
    assert str(frame["assigned_on"].iloc[0].date()) == "2023-08-03"


def test_a_running_number_is_no_task_number_where_the_names_say_otherwise(office):
    rows = [[*TITLE[:0], "任务清单（2023年10月）"], ["序号", "重点任务", "进展状态", "工作进展"]]
    rows += [[1, "户厕问题整改", "推进中", "过半"], [2, "积分制推广", "已完成", "完成"]]
    frame = explained(office.xlsx("a.xlsx", rows), accept=True).frames()["tasks"]
    assert list(frame["number"]) == [39, 47]


def test_towns_and_villages_alone_are_no_village_list(office):
    rows = [["2023年整治村点名单"], ["镇", "行政村", "自然村", "户数", "人口", "建设类型"]]
    rows += [[*place, f"{n}屋", 40, 160, "村庄整治点"] for n, place in enumerate(PLACES)]
    batch = explained(office.xlsx("a.xlsx", rows), accept=True)
    assert not batch.publishable
    assert asked(batch)["阶段"] is None
    assert "villages" not in {table["table"] for table in batch.tables()}


def test_a_sheet_that_is_none_of_our_tables_never_goes_without_a_word(office):
    rows = [["重点村花名单"], ["镇", "村", "备注"], ["潭东镇", "龙井村", None], ["潭口镇", "田头村", None]]
    assert not explained(office.xlsx("a.xlsx", rows)).publishable


def test_a_figure_that_a_thing_has_twice_is_not_put_beside_the_others(office):
    head = [["户厕整改（2023年10月31日）"], ["镇", "村", "指标", "数值"]]
    long = [[*place, name, n] for place in PLACES for name, n in (("任务数", 9), ("完成数", 4))]
    assert explained(office.xlsx("a.xlsx", [*head, *long]), accept=True).tables()[0]["totals"] == {
        "任务数": 45,
        "完成数": 20,
    }
    assert not explained(office.xlsx("b.xlsx", [*head, *long, long[1]]), accept=True).publishable


def test_the_whole_is_told_by_what_is_done_and_what_is_left_only_where_no_other_column_claims_it(office):
    head = [["户厕整改（2023年10月31日）"], ["镇", "村", "待整总量", "已清零", "剩余"]]
    rows = [[*place, 9 + n, 4 + n, 5] for n, place in enumerate(PLACES)]
    assert meanings(explained(office.xlsx("a.xlsx", [*head, *rows])))["待整总量"] == "任务数"
    checked = [head[0], ["镇", "村", "整改完成", "其中已验收", "未验收"]]
    assert asked(explained(office.xlsx("b.xlsx", [*checked, *rows])))["任务数"] is None


def test_persons_in_any_cell_refuse_the_ledger_before_any_layout(office):
    rows = [[*row, "联系 13712345678" if n > 1 else "备注"] for n, row in enumerate(toilets())]
    batch = explained(office.xlsx("a.xlsx", rows), accept=True)
    assert {code for code, _, _ in errors(batch)} == {"personal_data"}
    assert not batch.layouts()


def test_totals_are_compared_after_reshaping(office):
    rows = [TITLE, ["镇", "村", "任务数", "未完成数"], *([*place, p, p - d] for place, p, d, _ in COUNTS)]
    right = [*rows, ["合计", None, TOTALS["任务数"], TOTALS["任务数"] - TOTALS["完成数"]]]
    wrong = [*rows, ["合计", None, TOTALS["任务数"], TOTALS["任务数"] - TOTALS["完成数"] + 3]]
    assert totals(explained(office.xlsx("a.xlsx", right), accept=True)) == TOTALS
    assert [code for code, _, _ in errors(explained(office.xlsx("b.xlsx", wrong), accept=True))] == ["total_differs"]


def test_accepted_counts_are_found_by_their_words(office):
    rows = [[*row, a] for row, a in zip(toilets()[2:], ACCEPTED, strict=True)]
    batch = explained(office.xlsx("a.xlsx", [TITLE, [*toilets()[1], "验收合格户数"], *rows]), accept=True)
    assert totals(batch) == TOTALS | {"验收数": sum(ACCEPTED)}


def test_a_header_of_ours_that_is_incomplete_and_has_no_rows_is_said_to_be_empty(office):
    batch = explained(office.csv("户厕.csv", [["镇", "任务数", "完成数"]]), accept=True)
    assert errors(batch) == [("no_rows", None, None)]


def test_what_a_meeting_assigned_is_no_task_of_the_plan_and_its_day_is_the_one_that_the_title_gives(office):
    """统计至9月30日 is when the list was brought up to date; nobody met that day."""
    rows = [
        ["2023年9月12日调度会督办任务办理情况表"],
        ["（统计至2023年9月30日）"],
        ["序号", "督办任务", "承办单位", "办结期限", "具体办理情况"],
        [1, "补种补植", "潭东镇", "2023-10-20", "已补12亩"],
        [2, "管网接户", "潭口镇", "2023-10-31", "在接"],
    ]
    batch = explained(office.xlsx("督办任务.xlsx", rows), accept=True)
    (frame,) = batch.frames().values()
    assert [(row.item, f"{row.assigned_on:%m-%d}") for row in frame.itertuples()] == [
        ("补种补植", "09-12"), ("管网接户", "09-12"),
    ]  # fmt: skip
