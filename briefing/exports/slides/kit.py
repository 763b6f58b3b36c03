"""Building blocks of slides: the deck, the frame of a slide, text with its typefaces, fills. No Briefing.

All lengths are points on a 960 × 540 page (16:9).
"""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import NamedTuple

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_PATTERN
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.shapes.autoshape import Shape
from pptx.shapes.base import BaseShape
from pptx.slide import Slide, SlideLayout
from pptx.text.text import Font, TextFrame
from pptx.util import Pt

from briefing import looks
from briefing.status import Status
from briefing.wording import labels

WIDTH, HEIGHT = 960, 540
EDGE = 36
TITLE_TOP, TITLE_HEIGHT, TITLE_MARGIN = 18, 68, 10
BODY_TOP, BODY_BOTTOM = 100, 500
FOOT_TOP = 508
BODY_WIDTH, BODY_HEIGHT = WIDTH - 2 * EDGE, BODY_BOTTOM - BODY_TOP
TITLE, BODY, STRONG, FACT, NUMBER, FOOT = 22, 16, 18, 26, 36, 11
TITLE_SIZES = (22, 20, 18, 16)  # all titles of a deck have the largest in which each keeps to its two lines
WIDER = 1.15  # how much wider another typeface may write a line than ours
NUMBER_WIDTH = 48
GROUND = 12  # how far the light ground of a dark deck reaches beyond the content
PHRASE_ENDS = "：；，。、）"  # where the line of a title may end, those first that end more
FULL_LINE = 0.95
TITLE_LINES = 1.75  # how full two lines may be: machines without our typeface write wider figures
_LAYOUT = 5  # of python-pptx's template: a title and nothing else
_FOOTERS = {"dt", "ftr", "sldNum"}


class Box(NamedTuple):
    """A place on a slide, in points."""

    left: float
    top: float
    width: float
    height: float


BODY_BOX = Box(EDGE, BODY_TOP, BODY_WIDTH, BODY_HEIGHT)
FOOT_HEIGHT = 24


class Page(NamedTuple):
    """The slides of a deck: which layouts they have, where their title, content and source stand."""

    deck: Deck
    cover: SlideLayout
    plain: SlideLayout
    title: Box
    body: Box
    foot: Box
    share: float = 1.0  # the content is drawn as on our own page and then made so much as large
    is_ours: bool = True
    is_dark: bool = False  # the content then stands on a light ground of its own


def own_page() -> Page:
    """An empty 16:9 deck with one layout, whose own fonts are ours too: text typed later looks the same."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    # The template's own size is 4:3 and says so by name; ours has no name.
    deck.element.find(qn("p:sldSz")).attrib.pop("type", None)
    _forget_the_template(deck)
    _keep_one_layout(deck)
    _theme_fonts(deck)
    layout = deck.slide_layouts[0]
    title = Box(EDGE, TITLE_TOP, BODY_WIDTH, TITLE_HEIGHT)
    return Page(deck, layout, layout, title, BODY_BOX, Box(EDGE, FOOT_TOP, BODY_WIDTH, FOOT_HEIGHT))


def _forget_the_template(deck: Deck) -> None:
    """What the template says of the program and the language that it was made with."""
    for part in deck.part.package.iter_parts():
        if part.partname == "/docProps/app.xml":
            root = etree.fromstring(part.blob)
            for told in list(root):
                root.remove(told)
            etree.SubElement(root, f"{{{root.nsmap[None]}}}Application").text = labels.MADE_BY
            part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    for page in (deck.slide_master, *deck.slide_layouts):
        for text in page.element.iter():
            if "lang" in text.attrib:
                text.set("lang", "zh-CN")


def _keep_one_layout(deck: Deck) -> None:
    layouts = deck.slide_layouts
    for layout in [layout for at, layout in enumerate(layouts) if at != _LAYOUT]:
        layouts.remove(layout)
    for page in (deck.slide_master, layouts[0]):
        for shape in list(page.placeholders):
            kind = shape.element.find(f".//{qn('p:ph')}").get("type")
            if kind in _FOOTERS:
                shape.element.getparent().remove(shape.element)
            else:
                title = kind in ("title", "ctrTitle")
                place(shape, Box(EDGE, TITLE_TOP, BODY_WIDTH, TITLE_HEIGHT) if title else BODY_BOX)


def _theme_fonts(deck: Deck) -> None:
    """Latin and East-Asian faces of the deck's theme."""
    part = next(rel.target_part for rel in deck.slide_master.part.rels.values() if rel.reltype.endswith("/theme"))
    root = etree.fromstring(part.blob)
    for face in root.iter(qn("a:latin"), qn("a:ea")):
        if face.getparent().tag in (qn("a:majorFont"), qn("a:minorFont")):
            face.set("typeface", labels.FONT)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def place(shape: BaseShape, box: Box) -> None:
    """Where a shape stands; all four lengths, for a placeholder that has one of its own inherits none."""
    shape.left, shape.top, shape.width, shape.height = (Pt(length) for length in box)


def rgb(colour: str) -> RGBColor:
    """A colour of the theme as office files take it."""
    return RGBColor.from_string(colour.removeprefix("#"))


def typeface(font: Font) -> None:
    """Latin and East-Asian face by hand: PowerPoint takes the first for figures, the second for Chinese."""
    properties = font._rPr
    font.name = labels.FONT
    properties.set("lang", "zh-CN")
    for tag in ("a:ea", "a:cs"):
        face = properties.find(qn(tag))
        if face is None:
            face = etree.SubElement(properties, qn(tag))
        face.set("typeface", labels.FONT)


def write(
    frame: TextFrame, text: str, *, size: float = BODY, colour: str = looks.INK, bold: bool = False,
    align: PP_ALIGN | None = None, more: bool = False,
) -> None:  # fmt: skip
    """A paragraph of one run; `more` adds it below what is there."""
    paragraph = frame.add_paragraph() if more else frame.paragraphs[0]
    if align is not None:
        paragraph.alignment = align
    run = paragraph.add_run()
    run.text = labels.printed(text)
    style(run.font, size=size, colour=colour, bold=bold)


def style(font: Font, *, size: float, colour: str = looks.INK, bold: bool = False) -> None:
    """Size, weight, colour and both faces of some text."""
    font.size, font.bold = Pt(size), bold
    font.color.rgb = rgb(colour)
    typeface(font)


def new_slide(page: Page, headline: str, *, footer: str, sample: bool, cover: bool = False) -> Slide:
    """A slide that says its one message in the title, with the source below; `same_titles` gives titles their size."""
    slide = page.deck.slides.add_slide(page.cover if cover else page.plain)
    frame = slide.shapes.title.text_frame
    frame.word_wrap = True
    told = labels.printed(headline)
    lines = [told] if cover else _by_sense(told, page.title)
    if page.is_ours:
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        frame.margin_left = frame.margin_right = Pt(TITLE_MARGIN)
        write(frame, lines[0], size=TITLE, colour=looks.ACCENT, bold=True, align=PP_ALIGN.LEFT)
        bar(slide, Box(EDGE, TITLE_TOP + 6, 5, TITLE_HEIGHT - 12), looks.ACCENT)
    else:
        frame.text = lines[0]
        if cover:
            return slide
        _without_placeholders(slide)
        if page.is_dark:
            box = Box(page.foot.left - GROUND, page.body.top - GROUND, page.foot.width + 2 * GROUND, 0)
            bar(slide, box._replace(height=page.foot.top + FOOT_HEIGHT - box.top + GROUND / 2), looks.PANEL)
    for line in lines[1:]:
        first = frame.paragraphs[0].runs[0]
        frame.paragraphs[0].add_line_break()
        run = deepcopy(first._r)
        first._r.getparent().append(run)
        run.text = line
    _foot(slide, page.foot, footer, sample=sample)
    return slide


def _without_placeholders(slide: Slide) -> None:
    """The content is drawn: no place for it says “click here” beside it."""
    for shape in list(slide.placeholders):
        if shape.placeholder_format.idx:
            shape.element.getparent().remove(shape.element)


def _lines_of(title: str, box: Box, size: float = TITLE) -> float:
    """How many lines of its place a title fills; a narrow page has smaller ones."""
    return looks.ems(title) * size * min(1.0, box.width / BODY_WIDTH) / (box.width - 2 * TITLE_MARGIN)


def worded(titles: Sequence[str], box: Box, more: str = "") -> str:
    """The first of some titles that keeps to its lines, or the last; `more` stands behind it."""
    return next((one for one in titles if _lines_of(one + more, box) <= TITLE_LINES), titles[-1]) + more


def _by_sense(title: str, box: Box) -> list[str]:
    """A title in two lines, the first of which ends where a phrase does, if both then find room."""
    if _lines_of(title, box) <= FULL_LINE:
        return [title]
    ends = [at for at, sign in enumerate(title[:-1], 1) if sign in PHRASE_ENDS and title[at] not in PHRASE_ENDS]
    ends = [at for at in ends if title.count("（", 0, at) == title.count("）", 0, at)]
    fits = [at for at in ends if max(_lines_of(title[:at], box), _lines_of(title[at:], box)) <= FULL_LINE]
    if not fits:
        return [title]
    at = min(fits, key=lambda at: (PHRASE_ENDS.index(title[at - 1]) // 2, abs(2 * at - len(title))))
    return [title[:at], title[at:]]


def same_titles(page: Page, slides: Iterable[Slide]) -> None:
    """One size for the titles of all slides."""
    frames = [title.text_frame for slide in slides if (title := slide.shapes.title)]
    most = max((_lines_of(frame.text, page.title) for frame in frames), default=0)
    size = next((size for size in TITLE_SIZES if most * size <= TITLE_LINES * TITLE), TITLE_SIZES[-1])
    for run in (run for frame in frames for run in frame.paragraphs[0].runs):
        run.font.size = Pt(size * min(1.0, page.title.width / BODY_WIDTH))


def fitting(text: str, width: float, size: float) -> float:
    """The size in which a text keeps to one line, at most the usual one."""
    return min(size, max(width / WIDER / max(looks.ems(text), 1), FOOT))


def _foot(slide: Slide, box: Box, footer: str, *, sample: bool) -> None:
    left, right = box.left, box.left + box.width
    if sample:
        mark = bar(slide, Box(box.left, box.top + 2, 74, 20), looks.BADGE)
        mark.name = labels.SAMPLE_MARK
        write(
            mark.text_frame, labels.SAMPLE_MARK, size=BODY - 4, colour=looks.BADGE_INK, bold=True, align=PP_ALIGN.CENTER
        )
        left += 82
    room = right - NUMBER_WIDTH - left
    size = min(FOOT, room / WIDER / looks.ems(footer))  # a narrow page has it on one line too
    text_box(slide, Box(left, box.top, room, FOOT_HEIGHT), footer, size=size, colour=looks.FAINT_INK)
    number = text_box(
        slide, Box(right - NUMBER_WIDTH, box.top, NUMBER_WIDTH, FOOT_HEIGHT), "", size=BODY - 4, colour=looks.FAINT_INK
    )
    _numbered(number.paragraphs[0], len(slide.part.package.presentation_part.presentation.slides))


def move_last(deck: Deck, to: int) -> None:
    """The last slide to another place, counted from 0."""
    slides = deck.slides._sldIdLst
    slides.insert(to, slides[-1])


def renumber(slide: Slide, number: int) -> None:
    """What its number says until a program counts for itself."""
    for field in slide._element.iter(qn("a:fld")):
        if field.get("type") == "slidenum":
            field.find(qn("a:t")).text = str(number)


def _numbered(paragraph, number: int) -> None:
    """The number of the slide as a field, which follows when slides are moved."""
    paragraph.alignment = PP_ALIGN.RIGHT
    run = paragraph.runs[0]
    run.text = str(number)
    field = run._r
    field.tag = qn("a:fld")
    field.set("id", "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}")
    field.set("type", "slidenum")


def bar(slide: Slide, box: Box, colour: str) -> Shape:
    """A plain filled rectangle without line or shadow."""
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Pt(length) for length in box))
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(colour)
    shape.line.fill.background()
    unstyled(shape)
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    return shape


def unstyled(shape: BaseShape) -> None:
    """No look of the deck's theme: neither its shadow nor its outline."""
    look = shape._element.find(qn("p:style"))
    if look is not None:
        shape._element.remove(look)


def hatch(fill, colour: str) -> None:
    """The hatching of what was not reported."""
    fill.patterned()
    fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
    fill.fore_color.rgb, fill.back_color.rgb = rgb(colour), rgb(looks.tint(colour, 0.3))


def paint(fill, status: Status | None) -> None:
    """The fill of a status: its colour, hatched for 未报, neutral for a village without such a task."""
    look = None if status is None else looks.look(status)
    if look is not None and look.hatched:
        hatch(fill, look.colour)
    else:
        fill.solid()
        fill.fore_color.rgb = rgb(looks.NEUTRAL if look is None else look.colour)


def text_box(slide: Slide, box: Box, text: str, *, anchor: MSO_ANCHOR = MSO_ANCHOR.MIDDLE, **looks) -> TextFrame:
    """Text in a place; its lines are wrapped there."""
    frame = slide.shapes.add_textbox(*(Pt(length) for length in box)).text_frame
    frame.word_wrap, frame.vertical_anchor = True, anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    write(frame, text, **looks)
    return frame
