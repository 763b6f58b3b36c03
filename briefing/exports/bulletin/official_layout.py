"""Building blocks of an official document: A4 with its margins, faces for Chinese, headings, page numbers.

Sizes follow the layout of official papers (GB/T 9704): body 三号, 28 points a line.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from docx import Document
from docx.document import Document as Paper
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from briefing import formats
from briefing.model import Briefing
from briefing.wording import labels

TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26  # millimetres
PAGE_WIDTH, PAGE_HEIGHT = 210, 297
TEXT_WIDTH, TEXT_HEIGHT = PAGE_WIDTH - LEFT - RIGHT, PAGE_HEIGHT - TOP - BOTTOM
CHARACTERS, LINES = 28, 22  # a line, a page
SQUEEZE = -5  # twips
_AFTER_SPACING = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:effect", "w:lang")
TWIPS, GRID_UNITS = 20, 4096  # of a point: how Word counts lines and characters of the grid
BODY, TITLE, FOOT, NOTE = 16, 22, 14, 12  # points: 三号, 二号, 四号, 小四
LINE, TITLE_LINE = 28, 36
LATIN = "Times New Roman"
SONG, FANGSONG, HEI, KAI, PLAIN_SONG = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
# What stands in on a machine without these faces, by the face: Word looks here before it guesses.
FALLBACKS = {SONG: "SimSun", FANGSONG: "FangSong", HEI: "SimHei", KAI: "KaiTi", PLAIN_SONG: "SimSun"}
RED = RGBColor(0xE6, 0x00, 0x12)
HEAD_MOST, HEAD_DOWN = 36, 35  # points; millimetres from the top of the text to the office's name
THICK = 8  # outer lines of 版记, in eighths of a point: 0.35 mm
CLOSING = 18  # characters of the right part of a line in whose middle name and day stand
# Screens set a space between figures and characters; official papers do not.
_SPACE = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\d+−-])|(?<=[\d%]) (?=[\u4e00-\u9fff])")
_KEPT_WITH = 5  # paragraphs before the signature: blanks, 附件, the end of the text
IMPRINT_LINE, IMPRINT_GAP = 20, 8
COPIED = 26  # characters of 四号 behind 抄送
PRINTED_BY = 18  # characters of 四号 beside the day of printing
# What follows the borders of a paragraph in its properties, by the schema's order.
_AFTER_BORDERS = (
    "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct",
    "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind",
    "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment",
    "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange",
)  # fmt: skip
_AFTER_SNAP = _AFTER_BORDERS[_AFTER_BORDERS.index("w:snapToGrid") + 1 :]
OPEN_DAY = "　　年　　月　　日"  # of a paper whose day is not known: nobody guesses it
# Styles of ours beside Word's own, so that whoever edits the paper, or an office's template, finds each part by its name.
SUBTITLE, ADDRESSEES, ATTACHMENT = "副标题", "主送机关", "附件说明"
CLOSING_STYLE, CAPTION_STYLE, CELL_STYLE = "落款", "表题", "表格文字"
NUMERALS = "一二三四五六七八九十"


def new_paper() -> Paper:
    """An empty A4 document of 28 characters a line, in which every style has its faces, Latin and East-Asian."""
    paper = Document()
    page = paper.sections[0]
    _character_grid(page)
    page.page_width, page.page_height = Mm(PAGE_WIDTH), Mm(PAGE_HEIGHT)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(TOP), Mm(BOTTOM), Mm(LEFT), Mm(RIGHT)
    page.footer_distance = Mm(BOTTOM - 10)
    _style(paper, "Normal", FANGSONG, BODY)
    squeeze = OxmlElement("w:spacing")  # a character of 三号 is a little wider than its cell of the grid
    squeeze.set(qn("w:val"), str(SQUEEZE))
    properties = paper.styles["Normal"].element.get_or_add_rPr()
    properties.insert_element_before(squeeze, *_AFTER_SPACING)
    for name, face in (("Heading 1", HEI), ("Heading 2", KAI), ("Heading 3", FANGSONG)):
        _style(paper, name, face, BODY)
        paper.styles[name].paragraph_format.keep_with_next = True
    _style(paper, "Title", SONG, TITLE)
    _remove_borders(paper.styles["Title"])
    for name, face in (
        (SUBTITLE, KAI), (ADDRESSEES, FANGSONG), (ATTACHMENT, FANGSONG), (CLOSING_STYLE, FANGSONG), (CAPTION_STYLE, HEI),
        (CELL_STYLE, FANGSONG),
    ):  # fmt: skip
        paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = paper.styles["Normal"]
        _style(paper, name, face, BODY)
    _name_fallbacks(paper)
    return paper


def begun(title: str, briefing: Briefing) -> Paper:
    """A paper with our properties, its page numbers and, of sample data, the mark on every page."""
    paper = new_paper()
    labels.sign(paper.core_properties, title, briefing)
    if briefing.edition.sample:
        sample_mark(paper, labels.SAMPLE_MARK)
    page_numbers(paper)
    return paper


def signed_on(day: date | None) -> str:
    """成文日期; the day of a paper that is not known stays open."""
    return formats.full_day(day) if day else OPEN_DAY


def _character_grid(page) -> None:
    """So many characters a line, whatever the face: the pitch of the grid is the line divided by them."""
    grid = page._sectPr.find(qn("w:docGrid"))
    pitch = Mm(TEXT_WIDTH).pt / CHARACTERS
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(round(Mm(TEXT_HEIGHT).pt / LINES * TWIPS)))
    grid.set(qn("w:charSpace"), str(round((pitch - BODY) * GRID_UNITS)))


def _style(paper: Paper, name: str, face: str, size: float) -> None:
    style = paper.styles[name]
    style.font.size, style.font.bold, style.font.italic = Pt(size), False, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    faces(style.element.get_or_add_rPr(), face)
    layout = style.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE)
    layout.space_before = layout.space_after = Pt(0)
    off = OxmlElement("w:snapToGrid")  # programs snap figures and tables to the cells each in its own way
    off.set(qn("w:val"), "0")
    style.element.get_or_add_pPr().insert_element_before(off, *_AFTER_SNAP)


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


def write(
    paragraph: Paragraph,
    text: str,
    *,
    face: str,
    size: float = BODY,
    bold: bool = False,
    colour: RGBColor | None = None,
) -> None:
    """A run with its own faces: they hold even where a style is lost in pasting."""
    run = paragraph.add_run(official(text))
    run.font.size, run.font.bold = Pt(size), bold
    if colour is not None:
        run.font.color.rgb = colour
    faces(run._element.get_or_add_rPr(), face)


def official(text: object) -> str:
    """Text as official papers set it: 完成12/17个, not 完成 12/17 个."""
    return _SPACE.sub("", labels.printed(text))


def heading(paper: Paper, level: int, text: str, number: int) -> None:
    """一、 in 黑体, （一） in 楷体, 1. in 仿宋; indented like the body, as official papers have it."""
    face = (HEI, KAI, FANGSONG)[level - 1]
    count = numeral(number)
    mark = (f"{count}、", f"（{count}）", f"{number}. ")[level - 1]
    paragraph = paper.add_paragraph(style=f"Heading {level}")
    paragraph.paragraph_format.keep_with_next = True  # an office's own style may not say so
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


def centred(paper: Paper, text: str) -> None:
    """A line under the title."""
    paragraph = paper.add_paragraph(style=SUBTITLE)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write(paragraph, text, face=KAI)


def blank(paper: Paper) -> None:
    """An empty line."""
    paper.add_paragraph()


def attachments(paper: Paper, names: Sequence[str]) -> None:
    """附件：1. …, numbered where there are several; a line apart, on the page of what is signed."""
    blank(paper)
    for number, name in enumerate(names, 1):
        paragraph = paper.add_paragraph(style=ATTACHMENT)
        count = f"{number}. " if len(names) > 1 else ""
        begins = 5 if number > 1 else 2
        paragraph.paragraph_format.left_indent = Pt(5 * BODY)
        paragraph.paragraph_format.first_line_indent = Pt((begins - 5) * BODY)
        write(paragraph, f"{'附件：' if number == 1 else ''}{count}{name}", face=FANGSONG)
    blank(paper)


def attached(paper: Paper, number: int | None, name: str) -> None:
    """The head of what is attached, on a page of its own: 附件1 at the left edge, its title in the middle."""
    mark = paper.add_paragraph(style=ATTACHMENT)
    mark.paragraph_format.page_break_before = True
    write(mark, f"附件{number or ''}", face=HEI)
    title(paper, [name])


def addressees(paper: Paper, text: str) -> None:
    """Who is written to, at the left edge."""
    write(paper.add_paragraph(style=ADDRESSEES), text, face=FANGSONG)


def sentence(paper: Paper, text: str, *, leads: bool = False) -> None:
    """A paragraph of the body; one that `leads` to a table stays with it."""
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.keep_with_next = leads or None
    paragraph.paragraph_format.first_line_indent = Pt(2 * BODY)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    write(paragraph, text, face=FANGSONG)


def note(paper: Paper, text: str) -> None:
    """How to fill in the form above, in small type."""
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(IMPRINT_LINE)
    write(paragraph, f"注：{text}", face=FANGSONG, size=NOTE)


def closing(paper: Paper, office: str, day: str) -> None:
    """署名 and 成文日期, the day four characters from the right edge, the name in the middle above it; never alone.

    What stands before them keeps with them: at least the last lines of the text, or the last row of a table, go to
    their page.
    """
    for paragraph in _last_paragraphs(paper):
        paragraph.paragraph_format.keep_with_next = True
    lines = [*balanced(office, CLOSING), day]
    for number, line in enumerate(lines):
        paragraph = paper.add_paragraph(style=CLOSING_STYLE)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.left_indent = Mm(TEXT_WIDTH * (CHARACTERS - CLOSING) / CHARACTERS)
        paragraph.paragraph_format.keep_with_next = number < len(lines) - 1
        write(paragraph, line, face=FANGSONG)


def _last_paragraphs(paper: Paper) -> Iterator[Paragraph]:
    """The last ones of the text; those of the last row of a table that stands among them."""
    for block in list(paper.iter_inner_content())[-_KEPT_WITH:]:
        if isinstance(block, Paragraph):
            yield block
        else:
            yield from (paragraph for cell in block.rows[-1].cells for paragraph in cell.paragraphs)


def balanced(text: str, most: int) -> list[str]:
    """A long name in lines of about the same length, none longer than `most` characters."""
    count = -(-len(text) // most) or 1
    length = -(-len(text) // count) or 1
    return [text[at : at + length] for at in range(0, len(text), length)] or [""]


def red_head(paper: Paper, office: str, number: str, signed_by: str) -> None:
    """发文机关标志 in red, 发文字号 and 签发人 below it, then the red line."""
    names = balanced(office, CLOSING)
    size = min(HEAD_MOST, Mm(TEXT_WIDTH).pt / (max(map(len, names)) + 1))
    for at, name in enumerate(names):
        paragraph = paper.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.line_spacing = Pt(size * 1.3)
        if at == 0:
            paragraph.paragraph_format.space_before = Mm(HEAD_DOWN)
        write(paragraph, name, face=SONG, size=size, colour=RED)
    blank(paper)
    line = paper.add_paragraph()
    if signed_by:
        line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(BODY)
        line.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH) - Pt(BODY), WD_TAB_ALIGNMENT.RIGHT)
        write(line, f"{number}\t签发人：", face=FANGSONG)
        write(line, signed_by, face=KAI)
    else:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        write(line, number, face=FANGSONG)
    _ruled(line, "bottom", 2 * THICK, "E60012", space=4)
    blank(paper)


def _ruled(paragraph: Paragraph, side: str, width: int, colour: str, *, space: int = 1) -> None:
    """A line along one side of a paragraph; width in eighths of a point."""
    properties = paragraph._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(borders, *_AFTER_BORDERS)
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", width), ("space", space), ("color", colour)):
        line.set(qn(f"w:{name}"), str(value))
    borders.append(line)


def imprint(paper: Paper, copied_to: str, office: str, day: str) -> None:
    """版记 at the foot of the last page: 抄送 and who printed it when, between lines.

    A frame of paragraphs whose borders are alike: programs that do not float tables set it there, too.
    """
    if copied_to:
        first, *rest = _broken(f"{copied_to.rstrip('。')}。", COPIED)
        for text in (f"　抄送：{first}", *(f"　　　　{line}" for line in rest)):
            write(_framed(paper, IMPRINT_LINE), text, face=FANGSONG, size=FOOT)
        between = _framed(paper, IMPRINT_GAP)
        write(between, "\t", face=FANGSONG, size=IMPRINT_GAP)
        between.runs[0].underline = True
    *above, last = balanced(office, PRINTED_BY)
    for line in above:
        write(_framed(paper, IMPRINT_LINE), f"　{line}", face=FANGSONG, size=FOOT)
    write(_framed(paper, IMPRINT_LINE), f"　{last}\t{day}印发　", face=FANGSONG, size=FOOT)
    paper.add_paragraph().paragraph_format.line_spacing = Pt(1)


def _framed(paper: Paper, height: float) -> Paragraph:
    """The next paragraph of the frame at the foot of the page."""
    paragraph = paper.add_paragraph()
    layout = paragraph.paragraph_format  # whatever an office's own style says of ordinary text
    layout.line_spacing = Pt(height)
    layout.space_before = layout.space_after = layout.left_indent = layout.right_indent = Pt(0)
    layout.first_line_indent = Pt(0)
    layout.tab_stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    for side in ("top", "bottom"):
        _ruled(paragraph, side, THICK, "000000", space=2)
    place = OxmlElement("w:framePr")
    for name, value in (
        ("w", round(Mm(TEXT_WIDTH).pt * TWIPS)),
        ("wrap", "around"),
        ("vAnchor", "margin"),
        ("hAnchor", "margin"),
        ("xAlign", "center"),
        ("yAlign", "bottom"),
    ):
        place.set(qn(f"w:{name}"), str(value))
    paragraph._p.get_or_add_pPr().insert_element_before(place, "w:pBdr")
    return paragraph


def _broken(text: str, most: int) -> list[str]:
    """A text in lines of so many characters, which end behind a name."""
    lines = [""]
    for name in re.split("(?<=[、，])", text):
        if lines[-1] and len(lines[-1] + name) > most:
            lines.append("")
        lines[-1] += name
    return lines


def page_numbers(paper: Paper) -> None:
    """— 1 — in 四号 宋体, a character from the outer edge: right on odd pages, left on even ones."""
    page = paper.sections[0]
    paper.settings.odd_and_even_pages_header_footer = True
    for foot, side in ((page.footer, WD_ALIGN_PARAGRAPH.RIGHT), (page.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)):
        number = foot.paragraphs[0]
        number.alignment = side
        number.paragraph_format.left_indent = number.paragraph_format.right_indent = Pt(FOOT)
        write(number, "— ", face=PLAIN_SONG, size=FOOT)
        for kind, text in (("begin", None), (None, "PAGE"), ("separate", None), (None, None), ("end", None)):
            _field_piece(number, kind, text)
        write(number, " —", face=PLAIN_SONG, size=FOOT)


def _field_piece(paragraph: Paragraph, kind: str | None, text: str | None) -> None:
    run = paragraph.add_run("" if kind or text else "1")
    run.font.size = Pt(FOOT)
    faces(run._element.get_or_add_rPr(), PLAIN_SONG)
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
    """A boxed line in the header of every page, below what an office has there."""
    page = paper.sections[0]
    first = [page.first_page_header] if page.different_first_page_header_footer else []
    for header in (page.header, page.even_page_header, *first):
        paragraph = header.paragraphs[0] if header.is_linked_to_previous else header.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        write(paragraph, f"【{text}】", face=HEI, size=14)
