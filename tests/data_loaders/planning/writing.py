"""Official documents of our own, written as offices write them: the places do not exist, no figure is real."""

import io

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from data_loaders.planning.draft import Draft
from data_loaders.planning.drafting import draft_from

COUNTY = """中共云岭县委农村工作领导小组文件

云农领〔2025〕7号

关于印发《云岭县2025年农村人居环境整治提升工作要点》的通知

河东镇、河西镇党委和人民政府，南坪乡党委和人民政府，城关街道党工委和办事处，县直各单位：

现将《云岭县2025年农村人居环境整治提升工作要点》印发给你们。

中共云岭县委农村工作领导小组

2025年2月20日

云岭县2025年农村人居环境整治提升工作要点

2024年全县完成改厕3120户，现有保洁员640名。为做好全年工作，提出如下要点。

一、主要目标

全年农村卫生厕所普及率达到91%以上，群众满意度保持在九成以上。〔责任单位：县农业农村局、县乡村振兴局〕

二、重点任务

（一）抓改厕

1. 新建户厕860户，5月底前完成30%，8月底前完成70%，11月10日前全部完工。排查出的65户问题厕所于6月底前整改到位。〔责任单位：县农业农村局、各乡镇（街道）〕

2. 对近年改造的厕所每季度至少开展1次回访，回访发现的问题10个工作日内整改。〔责任单位：县卫健局、各乡镇（街道）〕

（二）抓垃圾污水

3. 建成李家坪、石板溪、柳树湾等3座污水处理站，铺设管网十二公里，9月底前投入运行。污水处理率较上年提高4个百分点，投诉件较2024年下降15%。〔责任单位：县生态环境分局、县住建局〕

4. 各行政村至少配备2名保洁员。垃圾清运除春节外每日1次，乡镇每月检查、县级半年一督查。按每300人配备1名的标准落实人员。〔责任单位：县住建局、各乡镇（街道）〕

5. 衔接资金支出进度6月底、9月底、12月底分别达到45%、70%、98%，项目竣工验收后1个月内办理资产移交，用于产业的比重不低于60%，管护费控制在3%以内。〔责任单位：县财政局、县乡村振兴局〕

三、保障措施

（一）加强调度。县乡村振兴局每月通报一次。

（二）严格考核。未完成的每项扣2分，连续3次末位的乡镇约谈。到2027年，全县生活污水治理率达到80%。
"""


def draft(text: str, year: int = 2025, name: str = "要点.txt") -> Draft:
    """The draft of a text."""
    return draft_from(name, text.encode(), year)


def row(read: Draft, words: str):
    """The one row whose quote or title holds the words."""
    found = [each for each in read.obligations if words in each.quote or words in each.asked.title]
    found = [each for each in found if words in each.asked.title] or found
    assert len(found) == 1, [each.quote for each in found]
    return found[0]


def word(*blocks: str | list[list[str]], merged: tuple[tuple[int, int, int, int], ...] = ()) -> bytes:
    """A .docx of paragraphs and tables; `merged` areas (first row, column, last row, column) of the last table."""
    opened = Document()
    for block in blocks:
        if isinstance(block, str):
            opened.add_paragraph(block)
            continue
        table = opened.add_table(len(block), len(block[0]))
        for cells, texts in zip(table.rows, block, strict=True):
            for cell, text in zip(cells.cells, texts, strict=True):
                cell.text = text
        for top, left, bottom, right in merged:
            kept = table.cell(top, left).text
            table.cell(top, left).merge(table.cell(bottom, right)).text = kept
    return _saved(opened)


def numbered_word(levels: list[tuple[str, str]], paragraphs: list[tuple[int, str]]) -> bytes:
    """A .docx whose numbers Word makes: (format, text) of each level, and (level, words) of each paragraph."""
    opened = Document()
    root = opened.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "90")
    for depth, (form, text) in enumerate(levels):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(depth))
        for name, value in (("start", "1"), ("numFmt", form), ("lvlText", text)):
            part = OxmlElement(f"w:{name}")
            part.set(qn("w:val"), value)
            level.append(part)
        abstract.append(level)
    root.insert(0, abstract)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), "90")
    link = OxmlElement("w:abstractNumId")
    link.set(qn("w:val"), "90")
    number.append(link)
    root.append(number)
    for depth, words in paragraphs:
        properties = opened.add_paragraph(words)._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = depth
        properties.get_or_add_numId().val = 90
    return _saved(opened)


def _saved(opened) -> bytes:
    data = io.BytesIO()
    opened.save(data)
    return data.getvalue()
