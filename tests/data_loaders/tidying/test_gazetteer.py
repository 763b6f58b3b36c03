"""Towns and villages as people write them, and what is said when they are wrong."""

import pytest

from data_loaders.delivering import reference
from data_loaders.tidying.gazetteer import Gazetteer
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

LIST = Gazetteer.of(reference.villages(), district=("赣州蓉江新区",))


@pytest.mark.parametrize(
    "text",
    [
        "龙井", "龙井村", "龙井村委会", "龙井村民委员会", "潭东镇龙井村", "潭东镇龙井", "潭东龙井村", "龙 井 村", "龙井村\u200b",
        "赣州蓉江新区潭东镇龙井村", "龙井村（省级）",
    ],
)  # fmt: skip
def test_a_village_under_its_other_spellings(text):
    assert LIST.village(text, None).value == ("潭东镇", "龙井村")
    assert LIST.village(text, "潭东镇").value == ("潭东镇", "龙井村")


@pytest.mark.parametrize(
    ("text", "village"), [("径背村", "迳背村"), ("南街", "南街居委会"), ("南街社区", "南街居委会"), ("垇上", "坳上村")]
)
def test_written_aliases_and_other_kinds_of_villages(text, village):
    assert LIST.village(text, None).value[1] == village


@pytest.mark.parametrize("text", ["潭东镇", "潭东", " 潭 东 镇", "潭东镇人民政府", "潭东镇政府"])
def test_a_town_under_its_other_spellings(text):
    assert LIST.town(text) == "潭东镇"


@pytest.mark.parametrize("text", ["高校园区管理处", "高校园区", "管理处", "高校园区管委会"])
def test_the_campus_office_under_its_other_names(text):
    assert LIST.town(text) == "高校园区管理处"


def test_a_place_written_otherwise_is_said_once(office):
    rows = with_cell(with_cell(households(), 2, "村", "潭东镇龙井村委会"), 2, "镇", "潭东")
    batch = check(office.csv("户厕.csv", rows))
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert finding(batch, "village_spelling").message == "村名「潭东镇龙井村委会」按「龙井村」计"


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("龙景村", ["龙井村", "龙塘村"]),
        ("龙进", ["龙井村", "龙塘村"]),
        ("茶园村", ["茶元村", "上元村"]),
        ("三官村", ["三观村"]),
        ("龙井头村", ["龙井村"]),
    ],
)
def test_all_near_names_are_offered(office, text, near):
    batch = check(office.csv("户厕.csv", with_cell(households(), 5, "村", text)))
    assert errors(batch) == [("village_unknown", 5, "村")]
    said = finding(batch, "village_unknown")
    assert said.message == f"没有「{text}」"
    assert all(f"「{name}」" in said.hint for name in near if name != "上元村")


def test_a_village_like_no_other_points_to_the_list(office):
    batch = check(office.csv("户厕.csv", with_cell(households(), 5, "村", "金台寨")))
    assert "村庄名录" in finding(batch, "village_unknown").hint


def test_a_village_of_another_town_is_refused(office):
    batch = check(office.csv("户厕.csv", with_cell(households(), 4, "镇", "潭口镇")))
    assert errors(batch) == [("village_wrong_town", 4, "村")]
    assert finding(batch, "village_wrong_town").message == "东坑村属于潭东镇，不属于潭口镇"


def test_上坝_and_坝上_are_two_villages(office):
    batch = check(office.csv("户厕.csv", with_cell(households(), 3, "村", "坝上村")))
    said = finding(batch, "village_wrong_town")
    assert said.message == "坝上村属于高校园区管理处，不属于潭东镇"
    assert "「上坝村」" in said.hint


def test_a_town_in_front_of_the_name_must_agree_with_the_town_column(office):
    batch = check(office.csv("户厕.csv", with_cell(households(), 2, "村", "潭口镇龙井村")))
    assert errors(batch) == [("village_wrong_town", 2, "村")]


def test_an_unknown_town_is_refused_with_the_choices(office):
    batch = check(office.csv("户厕.csv", with_cell(households(), 2, "镇", "谭东镇")))
    assert errors(batch) == [("town_unknown", 2, "镇")]
    assert finding(batch, "town_unknown").hint == "请改成 潭东镇、潭口镇、高校园区管理处 之一"


def test_without_a_town_column_the_villages_tell(office):
    batch = check(office.csv("户厕.csv", without(households(), "镇")))
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert finding(batch, "village_from_name").message == "没有「镇」，按村名补上 5 处"
    assert set(batch.frames()["toilets"]["town"]) == {"潭东镇", "潭口镇"}


@pytest.mark.parametrize("header", ["村", "镇村", "行政村名称"])
def test_town_and_village_in_one_column(office, header):
    rows = households()
    joined = [[row[0], row[1] + row[2], *row[3:]] for row in rows]
    joined[0][1] = header
    assert totals(check(office.csv("户厕.csv", joined))) == HOUSEHOLD_TOTALS


def test_a_town_only_in_the_first_row_of_its_villages(office):
    rows = households()
    for place in (3, 4, 6):
        rows[place - 1][1] = ""
    batch = check(office.csv("户厕.csv", rows))
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert finding(batch, "town_filled").message == "「镇」空白 3 处沿用上一行"
    assert list(batch.frames()["toilets"]["town"]) == ["潭东镇"] * 3 + ["潭口镇"] * 2


def test_a_blank_village_is_never_filled_in_a_csv(office):
    assert errors(check(office.csv("户厕.csv", with_cell(households(), 5, "村", "")))) == [("cell_blank", 5, "村")]


def test_merged_towns_are_spread_over_their_rows(office):
    rows = households()
    for place in (3, 4, 6):
        rows[place - 1][1] = None

    def merge(workbook):
        workbook["Sheet1"].merge_cells("B2:B4")
        workbook["Sheet1"].merge_cells("B5:B6")

    batch = check(office.xlsx("户厕.xlsx", rows, merge))
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert "merged_filled" in codes(batch) and "town_filled" not in codes(batch)


def test_a_village_merged_over_two_rows_is_refused_for_its_numbers(office):
    rows = with_cell(households(), 3, "村", None)
    path = office.xlsx("户厕.xlsx", rows, lambda workbook: workbook["Sheet1"].merge_cells("C2:C3"))
    assert ("rows_conflict", 3, None) in errors(check(path))


def test_a_project_of_the_district_has_no_town(office):
    rows = [
        [
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
        ],
        ["2023-10-31", "RJ1", "项目管理费", "区本级", "", "其他", "区", "是", 10, 5],
        ["2023-10-31", "RJ2", "龙井村大棚", "", "龙井", "产业", "中央", "是", 10, 5],
    ]
    frame = check(office.csv("资金.csv", rows)).frames()["funds"]
    assert list(frame["town"]) == ["全区", "潭东镇"]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("潭东", "潭东镇"),
        ("全区", "全区"),
        ("龙井村", "潭东镇龙井村"),
        ("区农办", "区农办"),
        ("管理处", "高校园区管理处"),
    ],
)
def test_units_that_report(text, unit):
    assert LIST.unit(text).value == unit


@pytest.mark.parametrize(("text", "problem"), [("谭东镇", "town_unknown"), ("龙景村", "village_unknown")])
def test_a_unit_that_calls_itself_a_town_or_village_must_be_one(office, text, problem):
    assert LIST.unit(text).problem == problem
    batch = check(office.csv("履职.csv", [["事项编号", "完成日期", "单位"], ["D11", "2023-10-09", text]]))
    assert errors(batch) == [(problem, 2, "单位")]


def test_without_a_village_list_nothing_breaks():
    nobody = Gazetteer.of(reference.villages()[:0])
    unknown = nobody.village("龙井村", None)
    assert unknown.problem == "village_unknown" and "还没有村庄名录" in str(unknown.slots["suggestion"])
    assert nobody.town("潭东镇") is None


def test_the_whole_district_is_known_by_the_names_the_plan_gives_it():
    elsewhere = Gazetteer.of(reference.villages()[:0], ("河东镇", "工业园管理处"), ("云州云岭县", "全县"))
    assert {elsewhere.unit(text).value for text in ("全县", "云岭县", "云州云岭县", "县本级", "县直")} == {"全区"}
    assert elsewhere.town("工业园管理处") == "工业园管理处"
    assert elsewhere.unit("工业园").value == "工业园管理处"
    assert not elsewhere.is_district("蓉江新区")


def test_a_drop_may_name_a_unit_that_has_no_village_and_the_district_by_its_name(office):
    path = office.csv(
        "监测指标_2023-12.csv",
        [["指标编号", "单位", "数值"], ["K03", "高校园区", 0], ["K02", "赣州蓉江新区", 9.1], ["K10", "蓉江新区", 330]],
    )
    frame = check(path).frames()["indicators"]
    assert sorted(frame["unit"]) == ["全区", "全区", "高校园区管理处"]


@pytest.mark.parametrize("header", ["乡镇、村", "镇村", "乡镇（村）", "所在镇村", "乡镇/村", "村"])
def test_town_and_village_may_stand_in_one_column(office, header):
    rows = households()
    joined = [["截至日期", header, *rows[0][3:]], *([row[0], f"{row[1]}{row[2]}", *row[3:]] for row in rows[1:])]
    batch = check(office.csv("户厕.csv", joined))
    assert totals(batch) == HOUSEHOLD_TOTALS
    assert list(batch.frames()["toilets"]["town"]) == ["潭东镇"] * 3 + ["潭口镇"] * 2


def test_near_names_are_looked_for_only_when_they_are_said(monkeypatch):
    asked = []
    monkeypatch.setattr(Gazetteer, "_suggestion", lambda *_: asked.append(1) or "是否为「龙井村」？")
    found = LIST.village("龙景村", "潭东镇")
    assert not asked
    assert str(found.slots["suggestion"]) == "是否为「龙井村」？"
