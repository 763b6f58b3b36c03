"""The other tables, as their offices write them."""

import pytest

from tests.data_loaders.dropping import check, codes, errors, finding, without

SITES = [
    [
        "截至日期",
        "编号",
        "类型",
        "名称",
        "镇",
        "村",
        "阶段",
        "形象进度(%)",
        "计划完工",
        "实际完工",
        "责任单位",
        "存在问题",
    ],
    [
        "2023-10-31",
        "XNC-01",
        "新农村建设点",
        "龙井村上屋",
        "潭东镇",
        "龙井村",
        "完工",
        100,
        "2023-09-30",
        "2023-09-20",
        "区农办",
        "",
    ],
    [
        "2023-10-31",
        "XNC-02",
        "新农村建设点",
        "上坝村新屋",
        "潭东镇",
        "上坝村",
        "在建",
        60,
        "2023-12-31",
        "",
        "区农办",
        "雨天停工",
    ],
    [
        "2023-10-31",
        "XNC-03",
        "新农村建设点",
        "龙塘村下屋",
        "潭口镇",
        "龙塘村",
        "未开工",
        0,
        "2023-12-31",
        "",
        "区农办",
        "",
    ],
]
FUNDS = [
    ["截至日期", "项目编号", "项目名称", "镇", "村", "项目类别", "资金来源", "是否衔接资金", "安排资金(万元)", "累计拨付(万元)", "验收日期", "确权移交日期"],
    ["2023-10-31", "RJ2023-001", "龙井村大棚", "潭东镇", "龙井村", "产业", "中央", "是", 150, 135, "2023-06-28", "2023-07-24"],
    ["2023-10-31", "RJ2023-002", "龙塘村供水", "潭口镇", "龙塘村", "基础设施", "省", "是", 50, 25.5, "", ""],
]  # fmt: skip
TASKS = [
    ["截至日期", "序号", "状态", "进展", "存在问题", "下步措施"],
    ["2023-10-31", 1, "推进中", "常态排查", "", "再排查一轮"],
    ["2023-10-31", 2, "已完成", "回头看完成", "", ""],
]
DUTIES = [
    ["事项编号", "完成日期", "单位", "次数"],
    ["D11", "2023-10-09", "宋塘村", 1],
    ["D06", "2023-10-10", "潭东镇", ""],
]
INDICATORS = [
    ["截至日期", "指标编号", "单位", "数值", "基数"],
    ["2023-10-31", "K01", "潭东镇", "99.6%", ""],
    ["2023-10-31", "K02", "全区", 9.4, ""],
]
ACTIONS = [
    ["编号", "会议日期", "事项", "责任单位", "完成时限", "完成日期"],
    ["2023-Q4-01", "2023-10-11", "茶元站复工", "区生态环境分局", "2023-11-30", ""],
]
VILLAGES = [
    ["镇", "村", "行政区划代码", "帮扶级别"],
    ["潭东镇", "龙井村", "360702192210", "省级"],
    ["", "上坝村", 360702192208, ""],
]
STATIONS = [
    ["截至日期", "名称", "镇", "村", "建设状态", "设计规模（吨/日）", "受益户数"],
    ["2023-10-31", "坳上污水处理站", "潭口镇", "坳上村", "竣工", "60吨/日", "176户"],
]


def changed(rows, row, header, value):
    """A fresh copy with one cell changed; `row` as the person sees it."""
    copy = [list(line) for line in rows]
    copy[row - 1][copy[0].index(header)] = value
    return copy


@pytest.mark.parametrize(
    ("name", "rows", "table", "sums"),
    [
        ("建设点_2023-10.csv", SITES, "sites", {}),
        ("污水站.csv", STATIONS, "stations", {"受益户数": 176}),
        ("资金.csv", FUNDS, "funds", {"安排资金(万元)": 200.0, "累计拨付(万元)": 160.5}),
        ("任务清单进展.csv", TASKS, "tasks", {}),
        ("履职.csv", DUTIES, "duties", {"次数": 1}),
        ("监测指标.csv", INDICATORS, "indicators", {}),
        ("交办事项.csv", ACTIONS, "actions", {}),
        ("村庄名录.csv", VILLAGES, "villages", {}),
    ],
)
def test_every_table_is_read_and_needs_no_name(office, name, rows, table, sums):
    for file in (office.csv(name, rows), office.csv("x.csv", rows), office.xlsx("x.xlsx", rows)):
        batch = check(file)
        assert batch.publishable, [finding.sentence for finding in batch.findings]
        (read,) = batch.tables()
        assert (read["table"], read["rows"]) == (table, len(rows) - 1)
        assert {name: total for name, total in read["totals"].items() if name in sums} == {
            name: total for name, total in sums.items() if name in read["totals"]
        }


def test_sites_without_the_columns_that_only_some_offices_deliver(office):
    rows = without(SITES, "编号", "责任单位", "计划完工", "实际完工", "形象进度(%)", "存在问题")
    batch = check(office.csv("建设点.csv", rows))
    assert batch.publishable
    assert finding(batch, "identifier_from_name").message == "没有「编号」，按名称识别"
    assert list(batch.frames()["sites"]["site_id"]) == ["龙井村上屋", "上坝村新屋", "龙塘村下屋"]


@pytest.mark.parametrize(
    ("name", "title", "sheet"),
    [("a.xlsx", "新农村建设点进度表", "Sheet1"), ("新农村建设点.xlsx", None, "Sheet1"), ("a.xlsx", None, "新农村")],
)
def test_sites_without_a_kind_take_the_one_the_title_names(office, name, title, sheet):
    rows = ([[title]] if title else []) + without(SITES, "类型")
    batch = check(office.xlsx(name, {sheet: rows}))
    assert batch.publishable, [finding.sentence for finding in batch.findings]
    assert set(batch.frames()["sites"]["kind"]) == {"新农村建设点"}


def test_sites_without_a_kind_and_a_title_that_names_two_are_refused(office):
    rows = [["新农村建设点和村庄整治点进度"], *without(SITES, "类型")]
    assert errors(check(office.csv("a.csv", rows))) == [("column_missing", None, "类型")]


def test_stations_may_call_their_name_anything(office):
    for header in ("名称", "站点名称", "点位名称", "项目名称", "污水站名称"):
        rows = [[header if text == "名称" else text for text in STATIONS[0]], STATIONS[1]]
        assert check(office.csv("污水站.csv", rows)).publishable


@pytest.mark.parametrize("stage", ["基本完工", "完工/在建", "停工"])
def test_an_unclear_stage_is_refused_with_the_choices(office, stage):
    batch = check(office.csv("建设点.csv", changed(SITES, 3, "阶段", stage)))
    assert errors(batch) == [("cell_not_choice", 3, "阶段")]
    assert finding(batch, "cell_not_choice").hint == "请改成 未开工、在建、完工、验收 之一"


def test_blank_words_in_optional_columns(office):
    rows = changed(changed(SITES, 4, "实际完工", "—"), 4, "存在问题", "无")
    frame = check(office.csv("建设点.csv", rows)).frames()["sites"]
    assert frame["actual_finish"].isna().tolist() == [False, True, True]
    assert frame["problem"].isna().tolist() == [True, False, True]


@pytest.mark.parametrize(
    ("header", "value", "code"),
    [
        ("累计拨付(万元)", 150.01, "above"), ("累计拨付(万元)", -3, "cell_negative"), ("资金来源", "世行", "cell_not_choice"),
        ("项目类别", "", "cell_blank"), ("是否衔接资金", "部分", "cell_not_choice"), ("项目编号", "3.60702E+17", "cell_scientific"),
        ("验收日期", "2023-9-31", "cell_not_date"), ("安排资金(万元)", "约150", "cell_not_number"),
    ],
)  # fmt: skip
def test_a_bad_cell_of_funds(office, header, value, code):
    assert errors(check(office.csv("资金.csv", changed(FUNDS, 2, header, value)))) == [(code, 2, header)]


def test_one_project_with_two_sources_is_two_rows(office):
    rows = [*FUNDS, [*FUNDS[1][:6], "省", *FUNDS[1][7:]]]
    assert check(office.csv("资金.csv", rows)).tables()[0]["totals"]["安排资金(万元)"] == 350.0


def test_handover_before_acceptance_is_a_reminder(office):
    batch = check(office.csv("资金.csv", changed(FUNDS, 2, "确权移交日期", "2023-06-01")))
    assert batch.publishable and "handover_before_acceptance" in codes(batch)


@pytest.mark.parametrize(
    ("name", "rows", "row", "header", "value", "code"),
    [
        ("任务清单进展.csv", TASKS, 2, "序号", 99, "reference_unknown"),
        ("任务清单进展.csv", TASKS, 3, "状态", "基本完成", "cell_not_choice"),
        ("任务清单进展.csv", TASKS, 3, "进展", "", "cell_blank"),
        ("履职.csv", DUTIES, 2, "事项编号", "D99", "reference_unknown"),
        ("履职.csv", DUTIES, 3, "完成日期", "2032-10-10", "date_future"),
        ("监测指标.csv", INDICATORS, 3, "指标编号", "K99", "reference_unknown"),
        ("监测指标.csv", INDICATORS, 3, "数值", "—", "cell_blank_word"),
        ("交办事项.csv", ACTIONS, 2, "完成时限", "年底前", "cell_not_date"),
        ("村庄名录.csv", VILLAGES, 3, "行政区划代码", "36070219220", "code_invalid"),
        ("污水站.csv", STATIONS, 2, "受益户数", "约170", "cell_not_number"),
    ],
)
def test_a_bad_cell_of_the_other_tables(office, name, rows, row, header, value, code):
    assert errors(check(office.csv(name, changed(rows, row, header, value)))) == [(code, row, header)]


def test_codes_in_other_cases_and_widths(office):
    rows = changed(changed(DUTIES, 2, "事项编号", "ｄ11"), 3, "事项编号", " d06 ")
    assert list(check(office.csv("履职.csv", rows)).frames()["duties"]["duty_id"]) == ["D11", "D06"]


def test_a_village_list_fills_the_town_of_the_row_above(office):
    batch = check(office.csv("村庄名录.csv", VILLAGES))
    assert list(batch.frames()["villages"]["town"]) == ["潭东镇", "潭东镇"]
    assert "town_filled" in codes(batch)


def test_a_delivered_village_list_names_the_villages_of_the_same_batch(office):
    rows = [["截至日期", "镇", "村", "任务数", "完成数"], ["2023-10-31", "潭东镇", "新设村", 10, 5]]
    toilets = office.csv("户厕.csv", rows)
    assert not check(toilets).publishable
    villages = office.csv("村庄名录.csv", [*VILLAGES, ["潭东镇", "新设村", "360702192299", ""]])
    assert check(toilets, villages).publishable


def test_a_remark_with_a_formula_stays_text(office):
    rows = [[*row, remark] for row, remark in zip(TASKS, ["备注", '=HYPERLINK("http://x","点")', "+8"], strict=True)]
    frame = check(office.csv("任务清单进展.csv", rows)).frames()["tasks"]
    assert list(frame["remark"]) == ['=HYPERLINK("http://x","点")', "+8"]
