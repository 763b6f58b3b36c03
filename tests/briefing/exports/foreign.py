"""Templates as other offices have them, made up: two Word files with a red head, two masters for slides."""

import io
import zipfile

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor as SlideColour
from pptx.enum.shapes import MSO_SHAPE

OFFICE, EXAMPLE, IMPRINT = (
    "云溪县乡村振兴领导小组办公室文件",
    "这里是往年的例文，不应留下。",
    "云溪县农业农村局办公室印制",
)
RED = RGBColor(0xFF, 0, 0)


def _saved(document) -> bytes:
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _style(paper, name: str, face: str, size: float, *, colour: RGBColor | None = None, indent: float = 0) -> None:
    style = paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.font.size = Pt(size)
    if colour is not None:
        style.font.color.rgb = colour
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    style.paragraph_format.line_spacing = Pt(26)
    if indent:
        style.paragraph_format.first_line_indent = Pt(indent)


def _ruled(paragraph) -> None:
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "4"), ("color", "FF0000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)


def red_head_in_the_text() -> bytes:
    """The head stands at the beginning of the text, an example follows; all styles but two; narrower margins."""
    paper = Document()
    page = paper.sections[0]
    page.page_width, page.page_height, page.left_margin, page.right_margin = Mm(210), Mm(297), Mm(20), Mm(20)
    _style(paper, "公文标题", "宋体", 20, colour=RGBColor(0, 0, 0x80))
    paper.styles["公文标题"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _style(paper, "公文正文", "楷体", 15, indent=30)
    _style(paper, "公文一级标题", "黑体", 15, indent=30)
    for name in ("主送机关", "落款", "附件说明", "副标题"):
        _style(paper, name, "楷体", 15)
    head = paper.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run(OFFICE)
    run.font.size, run.font.color.rgb = Pt(30), RED
    number = paper.add_paragraph("云振办〔20XX〕")
    number.add_run("×号")
    number.add_run("　　　　签发人：")
    _ruled(number)
    paper.add_paragraph(EXAMPLE)
    paper.add_table(2, 2).cell(0, 0).text = EXAMPLE
    return _saved(paper)


def red_head_in_the_header() -> bytes:
    """The head is the header of the first page; the place of the text is marked and an imprint of its own follows it."""
    paper = Document()
    page = paper.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.different_first_page_header_footer = True
    head = page.first_page_header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run(OFFICE)
    run.font.size, run.font.color.rgb = Pt(28), RED
    _ruled(page.first_page_header.add_paragraph())
    paper.add_paragraph("【正文】")
    paper.add_paragraph(IMPRINT)
    return _saved(paper)


def master(width: float, height: float, *, dark: bool = False) -> bytes:
    """A deck of so many points: other names of layouts, a band, titles at the bottom right, an example slide."""
    deck = Presentation()
    share = width / (deck.slide_width / 12700), height / (deck.slide_height / 12700)
    for page in (deck.slide_master, *deck.slide_layouts):
        for shape in [one for one in page.placeholders if one.element.spPr.xfrm is not None]:
            left, top, wide, high = shape.left, shape.top, shape.width, shape.height
            shape.left, shape.width = int(left * share[0]), int(wide * share[0])
            shape.top, shape.height = int(top * share[1]), int(high * share[1])
    deck.slide_width, deck.slide_height = Pt(width), Pt(height)
    names = {0: "封面页", 1: "内容页", 5: "只有标题"}
    for at, layout in enumerate(deck.slide_layouts):
        layout.name = names.get(at, f"别的 {at}")
    example = deck.slides.add_slide(deck.slide_layouts[1])
    band = example.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, Pt(width), Pt(height * 0.03))
    band.fill.solid()
    band.fill.fore_color.rgb = SlideColour(0xB0, 0x10, 0x20)
    deck.slide_master.shapes._spTree.append(band._element)
    title = next(shape for shape in deck.slide_master.placeholders if shape.placeholder_format.idx == 0)
    title.text_frame.paragraphs[0].font.color.rgb = SlideColour(0x80, 0, 0)
    if dark:
        background = deck.slide_master.background.fill
        background.solid()
        background.fore_color.rgb = SlideColour(0x10, 0x20, 0x40)
    example.shapes.title.text_frame.text = EXAMPLE
    return _saved(deck)


def rewritten(content: bytes, change) -> bytes:
    """The same archive with its parts changed: `change` takes and gives a dict of name → bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts = change(parts)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()


def linked(parts: dict[str, bytes], main: str, kind: str, target: str) -> dict[str, bytes]:
    """A relationship of the main part that leads outside."""
    folder, _, name = main.rpartition("/")
    place = f"{folder}/_rels/{name}.rels"
    root = etree.fromstring(parts[place])
    space = root.nsmap[None]
    etree.SubElement(root, f"{{{space}}}Relationship", Id="rId99", Type=f"http://schemas.openxmlformats.org/x/{kind}", Target=target, TargetMode="External")  # fmt: skip
    return parts | {place: etree.tostring(root)}
