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
    "1.县林业局牵头、县财政局配合，新造油茶林370亩。": ["370亩 | 县林业局、县财政局"],
    "1.新造油茶林370亩，由县林业局、县财政局按职责分工负责。": ["370亩 | 县林业局、县财政局"],
    "1.专款由县财政局负责，每季度拨付1次。": ["每季度 | 县财政局"],
    "1.由县委农办牵头，每月调度。县财政局负责落实专款760万元。": ["每月 | 县委农办", "760万元 | 县财政局"],
    "1.由于少雨，由水库供水，新造油茶林370亩。": ["370亩"],
    "1.新建公厕6座。完成时限：8月底前；责任单位：县城管局。": ["6座 →08-31 | 县城管局"],
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


WHAT = {
    "1.大豆播种不少于三万二千亩，六月中旬之前播种完毕。": ["32000亩 →06-20"],
    "1.新建公厕6座，国庆前投用。": ["6座 →09-30"],
    "1.新建公厕6座，元旦前投用。": ["6座"],
    "1.产值达到三亿五千万元。": ["350000000元"],
    "1.新增仓储6千立方米、菌菇2.5亿棒。": ["6千立方米", "2.5亿棒"],
    "1.党员培训不少于32学时。": ["32学时"],
    "1.全县会议全年控制在6次以内。": ["≤6次"],
    "1.一季度末、二季度末、年底，资金支出率20%、50%、95%。": ["95% [03-31 20, 06-30 50, 12-31 95]"],
    "1.渠道清淤一季度25%，半年55%，前三季度80%，全年100%。": ["100% [03-31 25, 06-30 55, 09-30 80, 12-31 100]"],
    "1.上半年、年底，护林员培训累计完成年度任务的40%、100%，全年培训1300人次。": ["1300人次 [06-30 40, 12-31 100]"],
    "1.输转劳务95人，不少于上年。": ["95人", "不低于上年"],
    "1.县外就业570人。": ["570人"],
    "1.举办电商培训班12期600人。": ["12期", "600人"],
    "1.合作社达到90家，比上年多7家。": ["90家", "+7家"],
    "1.乡镇办每半月一通报。": ["每月2次 | 乡镇办"],
    "1.项目资金800万元，3月20日前下达。": ["800万元 →03-20"],
    "1.专项资金800万元于5月末前全部分解到村。": ["800万元 →05-31"],
    "1.资助学生320人（其中高中生90人）。": ["320人", "90人"],
    "1.购机贴款700万元9月底前全部兑付。": ["700万元 →09-30"],
    "1.新增烘干机14台套。": ["14台套"],
    "1.四类对象医保参保率不低于99%。": ["99%"],
}  # fmt: skip


@pytest.mark.parametrize("text", WHAT)
def test_what_is_asked_is_read_however_an_office_writes_it(text):
    assert asked(text) == WHAT[text]


NOTHING = {
    "1.2024年，全县粮食产量增长3%，收入提高2%；产值增长5%。": ("3%", "2%", "5%"),
    "1.2026年建成公厕9座。": ("9座",),
    "1.测评得分95分以上列入红榜。": ("95分以上",),
    "1.后10%的村不得评优。": ("10",),
    "1.各镇5月底前报送小结。": ("5月底前",),
    "1.各镇于次月5日前报送小结。": ("次月5日",),
    "1.县里评过奖（2024年全县评分1.35分）。": ("1.35分",),
    "1.每季度会议不超过2次。": ("每季度会议不超过2次",),
}  # fmt: skip


@pytest.mark.parametrize("text", NOTHING)
def test_numbers_that_ask_for_nothing_become_no_row_and_are_told_as_unread(text):
    draft = drafted(text)
    assert (draft.obligations, [each.numbers for each in draft.unread]) == ((), [NOTHING[text]])


def test_what_stands_in_a_bracket_or_a_task_list_and_became_no_row_is_told_too():
    noted = drafted("1.新建公厕6座（上年为9座）。")
    listed = drafted(
        "| 序号 | 工作任务 | 完成时限 | 责任单位 |\n|---|---|---|---|\n| 1 | 新建公厕6座，户均补助900元 | 8月底 | 县城管局 |"
    )
    assert [each.numbers for each in noted.unread] == [("9座",)]
    assert [each.numbers for each in listed.unread] == [("900元",)]


def test_what_is_counted_twice_in_a_row_or_is_a_farm_is_named_for_what_it_is():
    draft = drafted("1.举办农技培训12期600人次，培育家庭农场35家，全县性会议不超过5次。")
    assert [row.asked.title for row in draft.obligations] == ["农技培训", "农技培训", "家庭农场", "全县性会议"]
