"""The ways in which offices write one thing: short texts, and what each asks, by when and of whom."""

import pytest

from data_loaders.planning.draft import Draft
from data_loaders.planning.drafting import draft_from
from tests.data_loaders.planning.test_fresh_counties import said

_HEAD = "松溪县2025年农业农村工作要点\n一、重点工作\n"


def drafted(text: str) -> Draft:
    """A text as the body of a plan for 2025, line by line."""
    return draft_from("要点.txt", f"{_HEAD}{text}\n".encode(), 2025)


def asked(text: str) -> list[str]:
    """What is asked, and of whom behind a stroke."""
    return [" | ".join(filter(None, (said(row), "、".join(row.owners.units)))) for row in drafted(text).obligations]


WHOSE = {
    "1.由县林业局牵头，新造油茶林370亩。": ["370亩 | 县林业局"],
    "1.由县住建局会同县水务局落实，新建泵站7座，改造水厂2座。": ["7座 | 县住建局、县水务局", "2座 | 县住建局、县水务局"],
    "1.新造油茶林370亩，由县林业局牵头，县财政局、各乡镇配合。": ["370亩 | 县林业局、县财政局、各乡镇"],
    "1.新造油茶林370亩。由县林业局牵头，县财政局配合。修复鱼塘45口。由县水产站负责。": [
        "370亩 | 县林业局、县财政局", "45口 | 县水产站",
    ],
    "1.新造油茶林370亩，由县林业局负责；修复鱼塘45口，由县水利局负责。": ["370亩 | 县林业局", "45口 | 县水利局"],
    "1.新建公厕6座。责任单位：县城管局。完成时限：8月底前。": ["6座 →08-31 | 县城管局"],
    "1.新建公厕6座。【责任单位】县城管局【完成时限】8月底前": ["6座 →08-31 | 县城管局"],
    "1.新建公厕6座。\n【时限】8月底前\n【牵头】县城管局\n2.硬化村道9公里。\n[责任] 县交通局": [
        "6座 →08-31 | 县城管局", "9公里 | 县交通局",
    ],
    "行动一：清洁村庄\n【目标】新建公厕6座\n【举措】每月评比1次\n【时限】8月底前\n【责任】县城管局牵头，县妇联参与\n行动二：畅通村道\n【目标】硬化村道9公里\n【责任】县交通局": [
        "6座 →08-31 | 县城管局、县妇联", "每月 | 县城管局、县妇联", "9公里 | 县交通局",
    ],
    "任务三、修路\n硬化村道9公里。\n完成时限：9月底前\n架桥2座。\n完成时限：10月底前\n安装路灯80盏。": [
        "9公里 →09-30", "2座 →10-31", "80盏",
    ],
    "1.村级垃圾收集站每天清运不少于1次。": ["每日"],
    "1.发展饲草三十六万亩，酒糟不计。〔县农牧局〕": ["36万亩 | 县农牧局"],
    "1.保持草畜平衡面积十六万亩以上。（县农业农村局）": ["16万亩 | 县农业农村局"],
}  # fmt: skip


@pytest.mark.parametrize("text", WHOSE)
def test_whose_it_is_and_by_when_is_read_where_the_text_says_it_and_of_its_own_item_only(text):
    assert asked(text) == WHOSE[text]
