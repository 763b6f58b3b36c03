"""Building blocks of an official document: A4 with its margins, faces for Chinese, headings, page numbers.

Sizes follow the layout of official papers (GB/T 9704): body 三号, 28 points a line. May import: `labels`.
"""

import re
from collections.abc import Sequence

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from briefing.exports import labels

TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26  # millimetres
PAGE_WIDTH, PAGE_HEIGHT = 210, 297
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT
BODY, TITLE, FOOT = 16, 22, 14  # points: 三号, 二号, 四号
LINE, TITLE_LINE = 28, 36
LATIN = "Times New Roman"
SONG, FANGSONG, HEI, KAI = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
# What stands in on a machine without these faces, by the face: Word looks here before it guesses.
FALLBACKS = {SONG: "SimSun", FANGSONG: "FangSong", HEI: "SimHei", KAI: "KaiTi"}
# Screens set a space between figures and characters; official papers do not.
_SPACE = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\d+−-])|(?<=[\d%]) (?=[\u4e00-\u9fff])")
NUMERALS = "一二三四五六七八九十"


def new_paper(title: str, author: str) -> Paper:
    """An empty A4 document in which every style has its faces, Latin and East-Asian."""
    paper = Document()
    paper.core_properties.title, paper.core_properties.author = title, author
    paper.core_properties.language = "zh-CN"
    page = paper.sections[0]
    page.page_width, page.page_height = Mm(PAGE_WIDTH), Mm(PAGE_HEIGHT)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(TOP), Mm(BOTTOM), Mm(LEFT), Mm(RIGHT)
    page.footer_distance = Mm(BOTTOM - 10)
    _style(paper, "Normal", FANGSONG, BODY)
    for name, face in (("Heading 1", HEI), ("Heading 2", KAI), ("Heading 3", FANGSONG)):
        _style(paper, name, face, BODY)
        paper.styles[name].paragraph_format.keep_with_next = True
    _style(paper, "Title", SONG, TITLE)
    _remove_borders(paper.styles["Title"])
    _name_fallbacks(paper)
    return paper


def _style(paper: Paper, name: str, face: str, size: float) -> None:
    style = paper.styles[name]
    style.font.size, style.font.bold, style.font.italic = Pt(size), False, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    faces(style.element.get_or_add_rPr(), face)
    layout = style.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE)
    layout.space_before = layout.space_after = Pt(0)


def faces(properties, face: str) -> None:
    """Latin and East-Asian face by hand; theme faces, which would win, are taken out."""
    fonts = properties.get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for kind in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{kind}"), LATIN)
    fonts.set(qn("w:eastAsia"), face)
    fonts.set(qn("w:hint"), "eastAsia")


def _remove_borders(style) -> None:
    for borders in style.element.iter(qn("w:pBdr")):
        borders.getparent().remove(borders)
        return


def _name_fallbacks(paper: Paper) -> None:
    """The font table says which face may stand in for which."""
    part = next(rel.target_part for rel in paper.part.rels.values() if rel.reltype.endswith("/fontTable"))
    entries = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for face, other in FALLBACKS.items()
    )
    part._blob = part.blob.replace(b"</w:fonts>", f"{entries}</w:fonts>".encode())


def write(paragraph: Paragraph, text: str, *, face: str, size: float = BODY, bold: bool = False) -> None:
    """A run with its own faces: they hold even where a style is lost in pasting."""
    run = paragraph.add_run(official(text))
    run.font.size, run.font.bold = Pt(size), bold
    faces(run._element.get_or_add_rPr(), face)


def official(text: object) -> str:
    """Text as official papers set it: 完成12/17个, not 完成 12/17 个."""
    return _SPACE.sub("", labels.clean(text))


def heading(paper: Paper, level: int, text: str, number: int) -> None:
    """一、 in 黑体, （一） in 楷体, 1. in 仿宋; indented like the body, as official papers have it."""
    face = (HEI, KAI, FANGSONG)[level - 1]
    count = numeral(number)
    mark = (f"{count}、", f"（{count}）", f"{number}. ")[level - 1]
    paragraph = paper.add_paragraph(style=f"Heading {level}")
    paragraph.paragraph_format.first_line_indent = Pt(2 * BODY)
    write(paragraph, mark + text, face=face)


def numeral(number: int) -> str:
    """一, 十, 十一, 二十."""
    tens, ones = divmod(number, 10)
    if number <= 10:
        return NUMERALS[number - 1]
    return ("" if tens == 1 else NUMERALS[tens - 1]) + "十" + (NUMERALS[ones - 1] if ones else "")


def title(paper: Paper, lines: Sequence[str]) -> None:
    """The title in 小标宋 二号, centred; its lines break where the sense does."""
    paragraph = paper.add_paragraph(style="Title")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.line_spacing = Pt(TITLE_LINE)
    for number, line in enumerate(lines):
        if number:
            paragraph.add_run().add_break()
        write(paragraph, line, face=SONG, size=TITLE)


def centred(paper: Paper, text: str, *, face: str = KAI) -> None:
    """A line under the title."""
    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write(paragraph, text, face=face)


def blank(paper: Paper) -> None:
    """An empty line."""
    paper.add_paragraph()


def attachment(paper: Paper, text: str) -> None:
    """What comes with the document, a line apart; it goes to the next page with the signature rather than stay alone."""
    blank(paper)
    sentence(paper, f"附件：{text}")
    blank(paper)
    for paragraph in paper.paragraphs[-3:]:
        paragraph.paragraph_format.keep_with_next = True


def addressees(paper: Paper, text: str) -> None:
    """Who is written to, at the left edge."""
    write(paper.add_paragraph(), text, face=FANGSONG)


def sentence(paper: Paper, text: str) -> None:
    """A paragraph of the body."""
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.first_line_indent = Pt(2 * BODY)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    write(paragraph, text, face=FANGSONG)


def signature(paper: Paper, lines: Sequence[str]) -> None:
    """Who says this and when, at the right."""
    for number, line in enumerate(lines):
        paragraph = paper.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.keep_with_next = number < len(lines) - 1
        paragraph.paragraph_format.right_indent = Pt(2 * BODY)
        write(paragraph, line, face=FANGSONG)


def page_numbers(paper: Paper, note: str) -> None:
    """— 1 — in the middle of the foot, and what the figures are under it."""
    foot = paper.sections[0].footer
    number = foot.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write(number, "— ", face=SONG, size=FOOT)
    for kind, text in (("begin", None), (None, "PAGE"), ("separate", None), (None, None), ("end", None)):
        _field_piece(number, kind, text)
    write(number, " —", face=SONG, size=FOOT)
    below = foot.add_paragraph()
    below.alignment = WD_ALIGN_PARAGRAPH.CENTER
    below.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    write(below, note, face=FANGSONG, size=9)


def _field_piece(paragraph: Paragraph, kind: str | None, text: str | None) -> None:
    run = paragraph.add_run("" if kind or text else "1")
    run.font.size = Pt(FOOT)
    faces(run._element.get_or_add_rPr(), SONG)
    if kind:
        piece = OxmlElement("w:fldChar")
        piece.set(qn("w:fldCharType"), kind)
        run._element.append(piece)
    elif text:
        piece = OxmlElement("w:instrText")
        piece.set(qn("xml:space"), "preserve")
        piece.text = text
        run._element.append(piece)


def sample_mark(paper: Paper, text: str) -> None:
    """A boxed line in the header of every page."""
    paragraph = paper.sections[0].header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    write(paragraph, f"【{text}】", face=HEI, size=14)
