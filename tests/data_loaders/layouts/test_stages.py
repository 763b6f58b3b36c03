"""How far a thing is, as ledgers write it in a few words: what is not done is never taken as done."""

from data_loaders.layouts.contents import coordinates
from data_loaders.layouts.language.words import choice_of, explained_below
from data_loaders.schema import SITES, TASKS, VILLAGES

STAGES = {
    "未开工": "未开工，前期手续已完成；已完成招标，未开工；已中标，准备进场；施工图设计已完成",
    "在建": "主体已完工，正在装修；施工中，主体已建成；在建（已完工80%）；已完成70%；即将完工；管网铺设完工，正在安装设备；在建，预计10月完工",
    "完工": "已完工，待验收；已完工，正在整理资料；已竣工未验收；已完工正在验收；已完工，未投入使用；已完成100%；已完工，支付80%",
    "验收": "已完工并通过验收；已完工，已通过镇级验收；已验收，正在结算",
}
STATES = {
    "未启动": "未启动；尚未启动，方案已完成；未开展，已完成方案",
    "推进中": "正在推进，三季度排查已完成；推进中（已完成60%）；已完成80%；已完成阶段性任务，持续推进",
    "已完成": "已完成，下步巩固；超额完成；已完成100%",
}


def test_the_first_clause_says_how_far_a_thing_is_and_a_part_of_it_done_is_not_all_of_it():
    for column, meanings in ((SITES.column("stage"), STAGES), (TASKS.column("status"), STATES)):
        for meaning, texts in meanings.items():
            assert {text: choice_of(column, text) for text in texts.split("；")} == dict.fromkeys(texts.split("；"), (meaning, True))  # fmt: skip


def test_what_may_mean_two_stages_is_asked_about():
    unsure = ["尚未完工", "未完工", "验收中", "正在组织验收", "停工", "暂停", "取消"]
    assert all((choice_of(SITES.column("stage"), text) or ("", False))[1] is False for text in unsure)


def test_a_note_below_the_rows_explains_signs_and_words_and_nothing_else():
    grades = explained_below(VILLAGES.column("grade"), ["图例：★省定重点帮扶村　●县定重点帮扶村"])
    assert grades == {"★": "省定", "●": "县定"}
    assert explained_below(TASKS.column("status"), ["注：甲、乙均为正在推进的任务。"]) == {
        "甲": "推进中",
        "乙": "推进中",
    }
    assert explained_below(TASKS.column("status"), ["注：数据为各镇上报，按月更新。"]) == {}


def test_both_coordinates_of_one_cell_are_read_in_either_order_and_a_range_is_none():
    pair = (114.81, 25.67)
    for text in ("114.81,25.67", "25.67/114.81", "东经114.81°,北纬25.67°", "E114°48′36″N25°40′12″"):
        assert coordinates(text) == pair
    assert coordinates("2023-2024") is coordinates("25.67") is coordinates("114.81,25.67,3") is None
