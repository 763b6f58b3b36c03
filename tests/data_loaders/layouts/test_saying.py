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


def test_sayings_that_say_nothing_are_told():
    with pytest.raises(Refused) as refused:
        parse_sayings(["只是一句话"])
    assert refused.value.findings[0].code == "saying_unreadable"
