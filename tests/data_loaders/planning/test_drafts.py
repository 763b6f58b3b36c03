"""A whole document becomes a draft: what is asked, of whom, by when; what asks for nothing becomes no row."""

import re
from datetime import date
from io import BytesIO

import pytest
from docx import Document

from data_loaders.planning.drafting import draft_from
from tests.data_loaders.planning.writing import COUNTY, draft, row, word


@pytest.fixture(scope="module")
def county():
    return draft(COUNTY)


def test_the_head_tells_the_settings(county):
    assert county.settings == {
        "工作名称": "农村人居环境整治提升", "区域名称": "云岭县", "发布单位": "中共云岭县委农村工作领导小组", "文号": "云农领〔2025〕7号",
        "镇和管理处": "河东镇;河西镇;南坪乡;城关街道",
    }  # fmt: skip


HEADS = {
    "| 索引号：LD07 | 发布机构：云顶乡人民政府 |\n| 发文日期：2025-03-20 | 文号：云府发〔2025〕4号 |\n云顶乡2025年衔接工作实施方案\n按《任务清单》（农领〔2025〕5号）要求，制定本方案。": (
        "衔接", "云顶乡", "云顶乡人民政府", "云府发〔2025〕4号",
    ),
    "青石县人民政府办公室\n青政办字〔2025〕8号\n现将《青石县2025年监测帮扶工作方案》印发给你们，请执行。\n2025年3月6日\n青石县2025年监测帮扶工作方案": (
        "监测帮扶", "青石县", "青石县人民政府办公室", "青政办字〔2025〕8号",
    ),
    "中共松溪县委办公室文件\n松委办〔2025〕9号\n中共松溪县委办公室、松溪县人民政府办公室关于印发《松溪县2025年常态化帮扶“六大行动”方案》的通知": (
        "常态化帮扶", "松溪县", "中共松溪县委办公室、松溪县人民政府办公室", "松委办〔2025〕9号",
    ),
    "中共岚山市委农村工作领导小组文件\n岚委农领〔2025〕2号\n岚山市2025年度县（区）乡村振兴考核评价指标表": (
        "乡村振兴", "岚山市", "中共岚山市委农村工作领导小组", "岚委农领〔2025〕2号",
    ),
}  # fmt: skip


def test_the_head_is_told_by_its_labels_and_by_its_first_line_too():
    for head, told in HEADS.items():
        settings = draft(f"{head}\n一、任务\n1.新建公厕6座。\n").settings
        assert tuple(settings.get(name) for name in ("工作名称", "区域名称", "发布单位", "文号")) == told


# words of the row: kind, target, unit, comparison, deadline, frequency, clause, first owner
ASKED = {
    "卫生厕所普及率": ("indicator", 91, "%", "at_least", "2025-12-31", None, "一", "县农业农村局"),
    "群众满意度": ("indicator", 90, "%", "at_least", "2025-12-31", None, "一", "县农业农村局"),
    "新建户厕": ("target", 860, "户", "at_least", "2025-11-10", None, "1", "县农业农村局"),
    "问题厕所": ("target", 65, "户", "at_least", "2025-06-30", None, "1", "县农业农村局"),
    "每季度至少开展": ("duty", None, "次", None, None, "每季度", "2", "县卫健局"),
    "回访发现的问题": ("deadline", 10, "个工作日", "at_most", None, None, "2", "县卫健局"),
    "石板溪": ("target", 3, "座", "at_least", "2025-09-30", None, "3", "县生态环境分局"),
    "铺设管网": ("target", 12, "公里", "at_least", "2025-09-30", None, "3", "县生态环境分局"),
    "污水处理率": ("indicator", 4, "个百分点", "growth", None, None, "3", "县生态环境分局"),
    "投诉件": ("indicator", -15, "%", "growth", None, None, "3", "县生态环境分局"),
    "配备2名": ("target", 2, "名", "at_least", None, None, "4", "县住建局"),
    "垃圾清运": ("duty", None, "次", None, None, "每日（春节除外）", "4", "县住建局"),
    "乡镇每月": ("duty", None, "次", None, None, "每月", "4", "县住建局"),
    "半年一督查": ("duty", None, "次", None, None, "每半年", "4", "县住建局"),
    "衔接资金支出进度": ("milestones", 98, "%", "at_least", "2025-12-31", None, "5", "县财政局"),
    "竣工验收后": ("deadline", 1, "个月", "at_most", None, None, "5", "县财政局"),
    "用于产业的比重": ("indicator", 60, "%", "at_least", None, None, "5", "县财政局"),
    "管护费": ("indicator", 3, "%", "at_most", None, None, "5", "县财政局"),
    "每月通报": ("duty", None, "次", None, None, "每月", "保障1", "县乡村振兴局"),
}


@pytest.mark.parametrize("words", ASKED)
def test_what_is_asked_is_read_with_its_number_day_and_owner(county, words):
    read = row(county, words)
    told = read.as_json()
    kind, target, unit, comparison, deadline, frequency, clause, owner = ASKED[words]
    assert (told["kind"], told["target"], told["unit"], told["comparison"]) == (kind, target, unit, comparison)
    assert (told["deadline"], told["frequency"], told["clause"], told["responsible"][0]) == (
        deadline,
        frequency,
        clause,
        owner,
    )


# One sentence in the manner of one county or another: what its rows are (kind, target, unit, comparison, frequency).
SENTENCES = [
    ("对47户问题厕所进行整改，做到动态清零。", [("target", 47, "户", "at_least", None)]),
    ("化肥、农药使用量分别较2024年减少1%和2%。", [("indicator", -1, "%", "growth", None), ("indicator", -2, "%", "growth", None)]),
    ("普及率由去年的61%提高到68%。", [("indicator", 68, "%", "at_least", None)]),
    ("完成改造17个和新建4个。", [("target", 17, "个", "at_least", None), ("target", 4, "个", "at_least", None)]),
    ("各村至少配备1名保洁员。", [("target", 1, "名", "at_least", None)]),
    ("资产闲置率控制在3%以下，支出进度：6月底达到60%，10月底达到95%。", [("indicator", 3, "%", "at_most", None), ("milestones", 95, "%", "at_least", None)]),
    ("开展集中排查2次。", [("duty", None, "次", None, "每年2次")]),
    ("重点户每10天走访一次。", [("duty", None, "次", None, "每旬")]),
    ("发现问题2日内上报、10日内办结。", [("deadline", 2, "日", "at_most", None), ("deadline", 10, "日", "at_most", None)]),
    ("大豆面积较去年增加800亩。", [("indicator", 800, "亩", "growth", None)]),
    ("火灾起数只降不升。", [("indicator", None, "起", "not_above_last_year", None)]),
    ("实行“周抽查、月通报、季点评”制度。", [("duty", None, "次", None, each) for each in ("每周", "每月", "每季度")]),
    ("提高农村自来水普及率、集中供水率。", [("indicator", None, "%", "growth", None)] * 2),
    ("实现50户以上自然村通硬化路率100%。", [("indicator", 100, "%", "at_least", None)]),
    ("消除集体收入10万元以下薄弱村8个。", [("target", 8, "个", "at_least", None)]),
    ("到6月底、12月底，资金支出率分别不低于60%和92%。", [("milestones", 92, "%", "at_least", None)]),
    ("组织开展集中排查两次（5月、10月各一次）。", [("duty", None, "次", None, "每年2次")]),
    ("全面完成脱贫任务，扎实推进三项机制。", []),
    ("全市现有水厂412处，服务46.8万人。", []),
    ("每户补助1000元，其中省级600元。", []),
    ("困难户每户再增加300元。", []),
    ("新建基地2万亩、改造提升1.2万亩。", [("target", 2, "万亩", "at_least", None), ("target", 1.2, "万亩", "at_least", None)]),
    ("到2028年，规模化供水率达到80%。", []),
    ("每少完成1项扣5分，连续3个月末位的约谈。", []),
    ("财政安排经费15万元。", []),
    ("确保两个确保、三个提升。", []),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_a_sentence_gives_the_rows_it_asks_for(sentence, expected):
    found = draft("一、任务\n" + sentence).obligations
    assert [
        (each.asked.kind, each.asked.target, each.asked.unit, each.asked.comparison, each.asked.frequency)
        for each in found
    ] == expected


def test_lines_of_units_and_of_the_day_below_a_clause_are_its_own():
    read = draft(
        "一、任务\n1.改厕。完成改厕50户。\n牵头单位：县农业局\n责任单位：县住建局，各乡镇\n完成时限：2025年11月底前\n2.治污。建成3座泵站。"
    )
    built = row(read, "改厕")
    assert (built.owners.units, built.asked.deadline) == (("县农业局", "县住建局", "各乡镇"), date(2025, 11, 30))
    assert row(read, "泵站").owners.units == ()


def test_nothing_else_becomes_a_row(county):
    assert len(county.obligations) == len(ASKED)


def test_shares_by_day_are_milestones(county):
    built = row(county, "新建户厕").asked.milestones
    assert built == ((date(2025, 5, 31), 30.0), (date(2025, 8, 31), 70.0), (date(2025, 11, 10), 100.0))
    spent = row(county, "衔接资金支出进度").asked.milestones
    assert spent == ((date(2025, 6, 30), 45.0), (date(2025, 9, 30), 70.0), (date(2025, 12, 31), 98.0))


def test_numbers_that_ask_for_nothing_are_told_as_unread(county):
    unread = "".join(each.sentence for each in county.unread)
    for words in ("每300人配备1名的标准", "连续3次末位", "到2027年"):
        assert words in unread
    assert "3120" not in "".join(each.quote for each in county.obligations)


def test_every_row_says_which_sentence_at_which_place_and_which_rule(county):
    paragraphs = {each.place: each.text for each in county.document.paragraphs}
    for each in county.obligations:
        assert each.sentence.rstrip("。") in paragraphs[each.place]
        assert each.quote in each.sentence and each.rule.rule and each.certainty


def test_every_number_of_a_row_stands_in_its_sentence(county):
    words = {"九成": "90", "十二": "12"}
    for each in county.obligations:
        sentence = each.sentence
        for said, number in words.items():
            sentence = sentence.replace(said, number)
        for number in (each.asked.target, *(rate for _, rate in each.asked.milestones if rate != 100)):
            assert number is None or f"{abs(number):g}" in re.findall(r"\d+(?:\.\d+)?", sentence), each


def test_what_the_document_does_not_say_is_a_question(county):
    assert any("序时进度" in question for question in county.questions)
    assert "需要上年基数" in row(county, "污水处理率").questions


TASKS = [
    ["序号", "工作事项", "任务要求", "完成时限", "责任单位"],
    ["一、抓改厕", "", "", "", ""],
    ["1", "1. 改厕所", "新建户厕860户。", "10月底前", "县农业农村局、各乡镇"],
    ["2", "", "每季度回访1次。", "每季度", "县卫健局"],
    ["二、抓垃圾", "", "", "", ""],
    ["3", "2. 清垃圾", "清除积存垃圾点40处。", "6月底前", "县住建局"],
]
TEXT = (
    "云岭县2025年改厕工作要点",
    "一、任务",
    "1. 改厕所。新建户厕860户，每季度回访1次。〔责任单位：县政府办〕",
    "2. 清垃圾。及时清运。",
)


def test_the_task_list_is_read_with_merged_cells_and_gives_its_units_and_days_to_the_text():
    content = word(*TEXT, TASKS, merged=((1, 0, 1, 4), (4, 0, 4, 4), (2, 1, 3, 1)))
    read = draft_from("要点.docx", content, 2025)
    assert [(task.number, task.part, task.clause, task.title) for task in read.tasks] == [
        (1, 1, "1", "1. 改厕所"), (2, 1, "1", "1. 改厕所"), (3, 2, "2", "2. 清垃圾"),
    ]  # fmt: skip
    built = row(read, "新建户厕")
    assert (built.tasks, built.owners.units, built.asked.deadline) == (
        (1,),
        ("县农业农村局", "各乡镇"),
        date(2025, 10, 31),
    )
    assert len([each for each in read.obligations if each.asked.kind == "duty"]) == 1


def test_what_only_the_task_list_asks_for_is_a_row_of_its_own():
    read = draft_from("要点.docx", word(*TEXT, TASKS), 2025)
    alone = row(read, "积存垃圾点")
    assert (alone.asked.target, alone.clause, alone.tasks, alone.certainty) == (40, "2", (3,), "较确定")


SCANNED = """云岭县2025年改厕工作要点
一、任务
1. 改厕所。新建户厕860户，每季度回访1次，问题厕所6月底前整改。〔责任单位：县农业农村局、各乡镇〕
2. 清垃圾。按规定及时清运积存的生活垃圾。〔责任单位：县住建局〕
附件：任务清单
| 序号 | 工作事项 | 任务要求 | 完成时限 | 责任单位 |
|---|---|---|---|---|
| 一、改厕 | | | | |
| 1 | | 新建户厕860户。 | 全年 | 县农业农村局 |
| 2 | 1. 改厕所 | 每季度回访1次。 | 每季度 | 县卫健局 |
| 3 | | | 问题厕所6月底前整改，逐户销号。 | 6月底前 |
| | | 按规定及时清运积存的生活垃圾。 | 全年 | 县住建局 |
| 4 | 2. 清垃圾 | | | |
"""


def test_rows_that_a_scan_shifted_are_put_right_and_said_so():
    tasks = draft(SCANNED).tasks
    assert [task.number for task in tasks] == [1, 2, 3, 4]
    assert [task.clause for task in tasks] == ["1", "1", "1", "2"]
    third, fourth = tasks[2], tasks[3]
    assert (third.requirement, third.deadline, third.mended) == (
        "问题厕所6月底前整改，逐户销号。",
        "6月底前",
        "此行错位",
    )
    assert third.owners.units == ("县农业农村局", "各乡镇")  # of its clause: the row has none
    assert (fourth.requirement, fourth.mended) == ("按规定及时清运积存的生活垃圾。", "序号错到下一行")


def test_a_row_of_the_body_with_words_of_a_header_is_no_header():
    more = [["4", "3. 管好资金项目", "按规定用好衔接资金，及时匹配到具体项目。", "全年", "县财政局"]]
    tasks = draft_from("要点.docx", word(*TEXT, TASKS + more), 2025).tasks
    assert [task.number for task in tasks] == [1, 2, 3, 4]
    assert tasks[-1].requirement == "按规定用好衔接资金，及时匹配到具体项目。"


STEPS = [
    ["序号", "任务名称", "目标任务", "时间进度", "时间进度", "责任单位", "责任单位"],
    ["序号", "任务名称", "目标任务", "上半年", "全年", "牵头单位", "配合单位"],
    ["1", "农村改厕", "新建户厕1500户", "完成50%", "全面完成", "县农业局", "各乡镇"],
    ["2", "生活污水", "治理村庄21个", "完成9个", "全部完成", "县生态环境局", "县水务局、各乡镇"],
]


def test_a_header_of_two_rows_and_columns_of_steps_are_read():
    read = draft_from("台账.docx", word("云岭县2025年人居环境整治工作台账", STEPS), 2025)
    first, second = read.tasks
    assert (first.requirement, first.deadline) == ("新建户厕1500户", "上半年完成50%；全年全面完成")
    assert second.owners.units == ("县生态环境局", "县水务局", "各乡镇")
    built = row(read, "户厕")
    assert built.asked.milestones == ((date(2025, 6, 30), 50.0), (date(2025, 12, 31), 100.0))
    assert [each.asked.target for each in read.obligations] == [1500, 21]


def test_headings_that_only_their_style_makes_are_clauses_and_what_stands_before_them_is_not_read():
    opened = Document()
    opened.add_heading("云岭县2025年搬迁后续扶持工作方案", 0)
    opened.add_paragraph("全县共有安置点14个、搬迁群众1.9万人。")
    for title, depth, text in (
        ("目标", 1, "就业率达到95%。"),
        ("任务", 1, ""),
        ("稳就业", 2, "举办招聘会12场。"),
        ("强配套", 2, "新建幼儿园2所。"),
    ):
        opened.add_heading(title, depth)
        opened.add_paragraph(text)
    data = BytesIO()
    opened.save(data)
    read = draft_from("方案.docx", data.getvalue(), 2025)
    assert [(each.clause, each.asked.target) for each in read.obligations] == [
        ("一", 95),
        ("一", 12),
        ("二", 2),
    ]


INDICATORS = [
    ["序号", "指标名称", "单位", "2024年实绩", "2025年目标值", "责任单位"],
    ["1", "农村自来水普及率", "%", "93.1", "95", "县水利局"],
    ["2", "新改建农村公路", "公里", "30", "42.5", "县交通局"],
]


def test_a_table_of_indicators_is_read_without_last_years_column():
    read = draft_from("方案.docx", word("云岭县2025年乡村建设实施方案", "一、目标", "抓好落实。", INDICATORS), 2025)
    assert [(each.asked.title, each.asked.target, each.asked.unit, each.owners.units) for each in read.obligations] == [
        ("农村自来水普及率", 95, "%", ("县水利局",)), ("新改建农村公路", 42.5, "公里", ("县交通局",)),
    ]  # fmt: skip
