"""What a person says about a ledger goes before what was proposed; what cannot be said is told."""

import pytest

from data_loaders.findings import Refused
from data_loaders.layouts.questions import parse_sayings
from tests.data_loaders.dropping import totals
from tests.data_loaders.layouts.ledgers import TITLE, TOTALS, asked, explained, meanings, toilets


def test_a_column_is_said_to_be_another(office):
    rows = toilets("甲数", "乙数")
    batch = explained(office.xlsx("a.xlsx", rows), "甲数=任务数", "乙数=完成数", accept=True)
    assert totals(batch) == TOTALS


def test_a_column_is_left_out(office):
    path = office.xlsx("a.xlsx", [[*row, row[4]] for row in toilets(title=[*TITLE])[1:]])
    batch = explained(path, "包村单位=", accept=True)
    assert meanings(batch)["包村单位"] is None


def test_what_is_left_of_the_whole_is_understood_when_it_is_said_to_be_done(office):
    rows = [
        [*row[:4], row[3] - row[4]] if isinstance(row[0], int) else row[:5] for row in toilets("总量", "还没弄好的")
    ]
    batch = explained(office.xlsx("a.xlsx", rows), "总量=任务数", "还没弄好的=完成数", accept=True)
    assert totals(batch) == TOTALS


def test_a_constant_and_a_day_are_said(office):
    rows = toilets(title=["户厕整改"])
    path = office.xlsx("a.xlsx", rows)
    assert asked(explained(path, accept=True)) == {"截至日期": None}
    batch = explained(path, "截至日期:=2023-10-31", accept=True)
    assert batch.tables()[0]["as_of"] == "2023-10-31"
    assert batch.publishable


def test_a_word_is_said_to_be_a_choice(office):
    rows = [["2023年中央衔接资金（10月31日）", "单位：万元"], ["项目名称", "地点", "项目类型", "安排", "支出"]]
    rows += [["一", "潭东镇龙井村", "就业项目", 5.0, 1.0], ["二", "潭东镇上坝村", "产业发展", 6.0, 1.0]]
    path = office.xlsx("a.xlsx", rows)
    assert asked(explained(path))["项目类别:就业项目"] == "其他"
    batch = explained(path, "项目类别:就业项目=公共服务", accept=True)
    assert list(batch.frames()["funds"]["category"]) == ["公共服务", "产业"]


def test_a_day_of_a_meeting_and_a_town_within_a_place_are_read_where_they_are_said_to_stand(office):
    rows = [
        ["2023年交办事项"],
        ["编号", "由来", "交办事项", "责任单位", "完成时限"],
        ["J1", "7月6日开出的单子", "户厕销号", "潭东镇", "8月底"],
    ]
    batch = explained(office.xlsx("a.xlsx", rows), "由来=会议日期", accept=True)
    assert str(batch.frames()["actions"]["assigned_on"][0].date()) == "2023-07-06"
    rows = [["户厕整改（截至2023年9月30日）"], ["哪里", "村", "任务数", "完成数"], ["潭口镇龙塘村桥头", "龙塘村", 7, 5]]
    batch = explained(office.xlsx("b.xlsx", rows), "哪里=镇", accept=True)
    assert batch.publishable and list(batch.frames()["toilets"]["town"]) == ["潭口镇"]


def test_instalments_that_are_all_empty_are_asked_about_and_then_told(office):
    rows = [
        ["2023年省级衔接资金（截至9月30日，万元）"],
        ["项目名称", "镇", "村", "项目类别", "安排资金", "首付款", "进度款"],
    ]
    rows += [["一", "潭东镇", "龙井村", "产业", 12, 4, 2.5], ["二", "潭东镇", "上坝村", "产业", 9, None, None]]
    path = office.xlsx("a.xlsx", rows)
    assert asked(explained(path)) == {"首付款": "累计拨付(万元)"}
    told = [finding.sentence for finding in explained(path, accept=True).findings if finding.code == "sum_empty"]
    assert told == ["〈a.xlsx〉工作表「Sheet1」「累计拨付」：1 行各期都没有填，按 0 计。"]


def test_sayings_that_say_nothing_are_told():
    with pytest.raises(Refused) as refused:
        parse_sayings(["只是一句话"])
    assert refused.value.findings[0].code == "saying_unreadable"
