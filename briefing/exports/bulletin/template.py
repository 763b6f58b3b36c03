"""A paper in the office's own look: our text moves into the office's Word file, below its red head, in its styles.

Styles are found by their names. A style that the file lacks is ours, and is named to whoever gave the file. What stands
up to the red line, or up to a paragraph 【正文】, stays; without that paragraph what follows is an example and goes.
"""

import io
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import NamedTuple

from docx import Document
from docx.document import Document as Paper
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from briefing.exports.bulletin import official_layout
from briefing.exports.bulletin.official_layout import PAGE_WIDTH, TEXT_WIDTH
from briefing.model import Briefing
from briefing.wording import labels
from data_loaders.store.papers import Particulars

HERE = "【正文】"
NUMBER = re.compile(r"\S*〔[^〕]*〕[^号]*号")
SIGNED = re.compile(r"(签发人\s*[:：])(.*)", re.DOTALL)
SMALLEST = 18  # half points
RED_AT_LEAST, OTHERS_AT_MOST = 0xA0, 0x50
_COLOURS = ("val", "color", "fill", "strokecolor", "fillcolor")
_HEX = re.compile(r"#?([0-9A-Fa-f]{6})\b")


class Role(NamedTuple):
    """What a paragraph of ours is: its name for people, and the names under which an office's file may have its style."""

    title: str
    names: tuple[str, ...]


# Our style → its role.
ROLES = {
    "Title": Role("标题", ("公文标题", "标题", "文件标题", "Title")),
    official_layout.SUBTITLE: Role("副标题", ("公文副标题", "副标题", "Subtitle")),
    official_layout.ADDRESSEES: Role("主送机关", ("主送机关", "主送单位", "主送", "Salutation")),
    "Normal": Role("正文", ("公文正文", "正文文本", "Body Text", "正文", "Normal")),
    "Heading 1": Role("一级标题", ("公文一级标题", "一级标题", "标题 1", "Heading 1")),
    official_layout.ATTACHMENT: Role("附件说明", ("附件说明", "附件")),
    official_layout.CLOSING_STYLE: Role("落款", ("落款", "署名", "发文机关署名", "成文日期", "Signature")),
    official_layout.CAPTION_STYLE: Role("表题", ("表题", "题注", "Caption")),
    official_layout.CELL_STYLE: Role("表格文字", ("表格文字", "表格正文", "表格内容")),
}


class Office:
    """An office's file, opened: what it has of what a paper needs."""

    def __init__(self, content: bytes) -> None:
        self.paper: Paper = Document(io.BytesIO(content))
        by_name = {_key(style.name): style for style in self.paper.styles if style.name and style.type == 1}
        found = {
            ours: next((by_name[_key(name)] for name in role.names if _key(name) in by_name), None)
            for ours, role in ROLES.items()
        }
        self.styles = {ours: style for ours, style in found.items() if style is not None}
        body = self.paper.element.body
        blocks = [block for block in body if block.tag != qn("w:sectPr")]
        marks = [at for at, block in enumerate(blocks) if _text(block).strip() == HERE]
        reds = [at for at, block in enumerate(blocks) if _is_red(block)]
        self.head = blocks[: marks[0]] if marks else blocks[: reds[-1] + 1] if reds else []
        self.rest = blocks[marks[0] + 1 :] if marks else []
        self.has_red = bool(reds) or any(_is_red(part.element) for part in _headers(self.paper))

    @property
    def numbered(self) -> bool:
        """Whether its head has a place for the 发文字号."""
        return any(NUMBER.search(_text(paragraph)) for paragraph in self._head_paragraphs())

    @property
    def missing(self) -> list[str]:
        """What it lacks, as people call it: ours stands in."""
        lacking = [f"样式“{role.title}”" for ours, role in ROLES.items() if ours not in self.styles]
        if not self.has_red:
            return [*lacking, "红头"]
        return lacking if self.numbered else [*lacking, "发文字号的位置（形如 ×〔2023〕×号）"]

    def _head_paragraphs(self) -> Iterator:
        for part in (*self.head, *(header.element for header in _headers(self.paper))):
            yield from part.iter(qn("w:p"))

    def fill(self, number: str, signed_by: str) -> None:
        """发文字号 and 签发人 at their places in the head, where they are told."""
        for paragraph in self._head_paragraphs():
            text = _text(paragraph)
            filled = NUMBER.sub(lambda _: number, text) if number else text
            filled = SIGNED.sub(lambda found: found[1] + signed_by, filled) if signed_by else filled
            if filled != text:
                _replace(paragraph, filled)


def has_head(content: bytes | None) -> bool:
    """Whether an office's file, where there is one, brings its red head."""
    return content is not None and Office(content).has_red


def is_numbered(content: bytes | None) -> bool:
    """Whether the number of a paper goes into the head of an office's file."""
    return content is not None and Office(content).numbered


def finished(sheet: Paper, content: bytes | None, told: Particulars, briefing: Briefing) -> bytes:
    """A finished paper as a file, in the office's look where there is one."""
    paper = sheet if content is None else dressed(sheet, content, told, briefing)
    made = io.BytesIO()
    paper.save(made)
    return made.getvalue()


def missing(content: bytes) -> list[str]:
    """What an office's file lacks of what a paper needs; ours stands in for it."""
    return Office(content).missing


def dressed(sheet: Paper, content: bytes, told: Particulars, briefing: Briefing) -> Paper:
    """A finished paper of ours in the office's look."""
    office = Office(content)
    paper = office.paper
    labels.sign(paper.core_properties, sheet.core_properties.title, briefing)
    office.fill(told.number, told.signed_by)
    ids = _style_ids(sheet, office)
    given = {style.style_id for style in office.styles.values()}
    body = paper.element.body
    for block in [block for block in body if block.tag != qn("w:sectPr")]:
        body.remove(block)
    own = [block for block in sheet.element.body if block.tag != qn("w:sectPr")]
    page = paper.sections[-1]
    width = (page.page_width or Mm(PAGE_WIDTH)) - (page.left_margin or 0) - (page.right_margin or 0)
    for block in own:
        _restyled(block, ids, given, paper)
        _as_wide(block, width)
    end = next((element for element in body if element.tag == qn("w:sectPr")), None)
    for block in [*office.head, *own, *office.rest]:
        body.append(block) if end is None else end.addprevious(block)
    if briefing.edition.sample:
        official_layout.sample_mark(paper, labels.SAMPLE_MARK)
    if not any(b"PAGE" in footer.part.blob for footer in _footers(paper)):
        official_layout.page_numbers(paper)
    return paper


def _key(name: str) -> str:
    return "".join(name.split()).casefold()


def _text(block) -> str:
    return "".join(text.text or "" for text in block.iter(qn("w:t")))


def _replace(paragraph, text: str) -> None:
    """Other words in the look of the first ones."""
    first, *others = paragraph.iter(qn("w:t"))
    first.text = text
    first.set(qn("xml:space"), "preserve")
    for other in others:
        other.text = ""


def _is_red(block) -> bool:
    """Whether something in it is red: letters, a line, a shape."""
    for element in block.iter():
        for name, value in element.attrib.items():
            if name.rpartition("}")[2] in _COLOURS and _red(value):
                return True
    return False


def _red(value: str) -> bool:
    found = _HEX.match(value)
    if not found:
        return value.casefold() == "red"
    red, green, blue = (int(found[1][at : at + 2], 16) for at in (0, 2, 4))
    return red >= RED_AT_LEAST and max(green, blue) <= OTHERS_AT_MOST


def _headers(paper: Paper) -> Iterator:
    for section in paper.sections:
        for header in (section.header, section.first_page_header, section.even_page_header):
            if not header.is_linked_to_previous:
                yield header.part


def _footers(paper: Paper) -> Iterator:
    for section in paper.sections:
        for footer in (section.footer, section.first_page_footer, section.even_page_footer):
            if not footer.is_linked_to_previous:
                yield footer


def _style_ids(sheet: Paper, office: Office) -> Mapping[str, str]:
    """Our styles' ids → those of the office, or ours brought along under a name that is free there."""
    taken = {style.style_id for style in office.paper.styles}
    names = {_key(style.name): style.style_id for style in office.paper.styles if style.name}
    ids = {sheet.styles[ours].style_id: style.style_id for ours, style in office.styles.items()}
    for style in sheet.styles:
        if style.style_id in ids or style.name not in {*ROLES, "Table Grid"}:
            continue
        if style.name not in ROLES and _key(style.name) in names:
            ids[style.style_id] = names[_key(style.name)]
            continue
        brought = deepcopy(style.element)
        own = style.style_id if style.style_id not in taken else f"{style.style_id}Own"
        brought.set(qn("w:styleId"), own)
        for tag in ("w:link", "w:next"):
            for named in brought.findall(qn(tag)):
                brought.remove(named)
        based = brought.find(qn("w:basedOn"))
        if based is not None:
            brought.remove(based)
        office.paper.styles.element.append(brought)
        ids[style.style_id] = own
    return ids


def _restyled(block, ids: Mapping[str, str], given: set[str], paper: Paper) -> None:
    """The office's styles, and nothing of our own look beside them."""
    for table_style in block.iter(qn("w:tblStyle")):
        table_style.set(qn("w:val"), ids.get(table_style.get(qn("w:val")), table_style.get(qn("w:val"))))
    for element in [*block.iter(qn("w:p"))]:
        paragraph = Paragraph(element, paper._body)
        properties = element.get_or_add_pPr()
        ours = properties.pStyle.val if properties.pStyle is not None else "Normal"
        style_id = ids.get(ours, ours)
        properties.style = style_id
        if (
            style_id not in given or properties.find(qn("w:framePr")) is not None
        ):  # 版记 has a place and sizes of its own
            continue
        settled = set(_settled(style_id, paper))
        for own in list(properties):
            if own.tag in settled or own.tag in (qn("w:spacing"), qn("w:snapToGrid")):
                properties.remove(own)
        for run in paragraph.runs:
            if run._r.rPr is not None:
                run._r.remove(run._r.rPr)


def _settled(style_id: str, paper: Paper) -> Iterator[str]:
    """Which settings of a paragraph a style, or one that it is based on, says itself."""
    by_id = {style.style_id: style for style in paper.styles}
    seen: set[str] = set()
    while style_id in by_id and style_id not in seen:
        seen.add(style_id)
        element = by_id[style_id].element
        own = element.find(qn("w:pPr"))
        yield from (
            setting.tag for setting in (own if own is not None else ()) if setting.tag in (qn("w:ind"), qn("w:jc"))
        )
        based = element.find(qn("w:basedOn"))
        style_id = "" if based is None else based.get(qn("w:val"))


def _as_wide(block, width: int) -> None:
    """A table as wide as the text of the office's page."""
    share = width / Mm(TEXT_WIDTH)
    for cell in block.iter(qn("w:gridCol"), qn("w:tcW"), qn("w:tblW")):
        told = cell.get(qn("w:w"))
        if told and told.isdigit() and cell.get(qn("w:type"), "dxa") == "dxa":
            cell.set(qn("w:w"), str(round(int(told) * share)))
    if share < 1 and block.tag == qn("w:tbl"):  # figures stay on one line
        for size in block.iter(qn("w:sz")):
            size.set(qn("w:val"), str(max(SMALLEST, int(int(size.get(qn("w:val"))) * share))))
