"""Slides in the office's own look: its master and layouts, its faces and colours of titles; the content stands where its own would.

Layouts are found by their names, or by the places they have. Whatever the page measures, it is told here in points of a
page 540 high, as all slides are; a template that is smaller is made as large, which nobody sees.
"""

import io
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide, SlideLayout
from pptx.util import Emu, Pt

from briefing import looks
from briefing.exports.slides.kit import BODY_HEIGHT, BODY_WIDTH, FOOT_HEIGHT, HEIGHT, STRONG, WIDER, Box, Page
from briefing.model import Briefing
from briefing.wording import labels

COVERS = ("封面", "封面页", "标题幻灯片", "标题页", "Title Slide", "Cover")
PLAINS = ("仅标题", "只有标题", "Title Only", "正文", "内容", "内容页", "标题和内容", "Title and Content")
TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
CONTENTS = (PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.BODY)
DARK = 0.55  # of white: below it our inks do not read
LEAST_HEIGHT = 300  # points of content; where a template has less, the content begins below its title
SLACK = 8
COVER_SIZE = 40
_LENGTHS = (
    "x", "y", "cx", "cy", "sz", "marL", "marR", "marT", "marB", "indent", "lIns", "rIns", "tIns", "bIns", "w", "h",
)  # fmt: skip
_SIZED = re.compile(r"\}(?:off|ext|chOff|chExt|ln|bodyPr|defRPr|rPr|endParaRPr|pPr|lvl\dpPr|defPPr|gridCol|tr|tcPr)$")


class Found(NamedTuple):
    """The layouts of a template: by name, or else the one whose places fit best; None where none fits."""

    cover: SlideLayout | None
    plain: SlideLayout | None
    missing: list[str]


def missing(content: bytes) -> list[str]:
    """What an office's deck lacks by name of what slides need; what fits best stands in for it."""
    return _found(Presentation(io.BytesIO(content))).missing


def is_upright(content: bytes) -> bool:
    """Whether its pages are higher than wide."""
    deck = Presentation(io.BytesIO(content))
    return (deck.slide_height or 0) > (deck.slide_width or 0)


def opened(content: bytes) -> Page:
    """An office's deck without its slides, ready for ours."""
    deck = Presentation(io.BytesIO(content))
    _empty(deck)
    _enlarge(deck)
    cover, plain, _ = _found(deck)
    plain = plain or deck.slide_layouts[0]
    title = _box_of(plain, TITLES) or _box_of(deck.slide_master, TITLES)
    width = _points(deck.slide_width)
    title = title or Box(width * 0.04, 18, width * 0.92, 68)
    room = _body(plain, deck, title, width)
    foot = Box(room.left, room.top + room.height, room.width, FOOT_HEIGHT)
    share = min(1.0, room.width / BODY_WIDTH, room.height / BODY_HEIGHT)
    body = room._replace(width=room.width / share, height=room.height / share)
    return Page(deck, cover or plain, plain, title, body, foot, share, is_ours=False, is_dark=_is_dark(plain))


def fit(page: Page, begun: Iterable[tuple[Slide, int]]) -> None:
    """The content of every slide, drawn as on our own page, at its place and in its size on the template's."""
    if page.share == 1:
        return
    left, top = (round(Pt(length) * (1 - page.share)) for length in (page.body.left, page.body.top))
    for slide, first in begun:
        for shape in list(slide.shapes)[first:]:
            _resize(shape.element, page.share)
            shape.left, shape.top = Emu(shape.left + left), Emu(shape.top + top)
            if isinstance(shape, GraphicFrame) and shape.has_chart:
                _resize(shape.chart._chartSpace, page.share)


def write_cover(slide: Slide, briefing: Briefing, about: str) -> None:
    """Title, what of it this is about, office, day and edition in the places that the cover has for them."""
    title = slide.shapes.title
    assert title is not None
    title.text_frame.text = f"{labels.clean(briefing.title)}\n{labels.clean(about)}"
    size = min(COVER_SIZE, _points(title.width) / looks.ems(briefing.title) / WIDER)
    for paragraph in title.text_frame.paragraphs:
        paragraph.runs[0].font.size = Pt(int(size))
    mark = f"{labels.SAMPLE_MARK}　" if briefing.edition.sample else ""
    lines = [
        labels.clean(briefing.publisher),
        f"{mark}{labels.day_line(briefing)}　{labels.edition_line(briefing)}",
        labels.source_line(briefing),
    ]
    for shape in list(slide.placeholders):
        if shape.placeholder_format.idx and lines and shape.has_text_frame:
            shape.text_frame.text, lines = "\n".join(lines), []
            for paragraph in shape.text_frame.paragraphs:
                paragraph.runs[0].font.size = Pt(STRONG)
        elif shape.placeholder_format.idx:
            shape.element.getparent().remove(shape.element)


def take_faces(deck: Deck) -> None:
    """The faces of the template's theme instead of ours."""
    parts = [slide.element for slide in deck.slides]
    parts += [shape.chart._chartSpace for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    for part in parts:
        for face in [*part.iter(qn("a:latin"), qn("a:ea"), qn("a:cs"))]:
            if face.get("typeface") == labels.FONT:
                face.getparent().remove(face)


def _empty(deck: Deck) -> None:
    """No slide of the template's own, nor sections that name them."""
    slides = deck.slides._sldIdLst
    for one in list(slides):
        deck.part.drop_rel(one.rId)
        slides.remove(one)
    for more in deck.element.findall(qn("p:extLst")):
        deck.element.remove(more)
    for shows in deck.element.findall(qn("p:custShowLst")):
        deck.element.remove(shows)


def _enlarge(deck: Deck) -> None:
    """Its pages as high as ours, with everything on master and layouts in proportion."""
    share = Pt(HEIGHT) / (deck.slide_height or Pt(HEIGHT))
    if abs(share - 1) < 0.001:
        return
    deck.slide_width, deck.slide_height = Emu(round((deck.slide_width or 0) * share)), Pt(HEIGHT)
    for page in (deck.slide_master, *deck.slide_layouts):
        _resize(page.element, share)


def _resize(tree, share: float) -> None:
    """Every length in a part of a slide, also those of letters and lines, so much as large."""
    for element in tree.iter():
        if isinstance(element.tag, str) and _SIZED.search(element.tag):
            for name in _LENGTHS:
                told = element.get(name, "")
                if told.lstrip("-").isdigit():
                    size = int(told) * share
                    element.set(name, str(int(size // 50) * 50 if name == "sz" else round(size)))


def _found(deck: Deck) -> Found:
    layouts = list(deck.slide_layouts)
    named = {_key(layout.name): layout for layout in reversed(layouts)}
    cover = next((named[_key(name)] for name in COVERS if _key(name) in named), None)
    plain = next((named[_key(name)] for name in PLAINS if _key(name) in named), None)
    missing = [] if cover else [f"版式“{COVERS[0]}”"]
    missing += [] if plain else [f"版式“{PLAINS[0]}”"]
    titled = [layout for layout in layouts if _box_of(layout, TITLES)]
    cover = cover or next((one for one in titled if _box_of(one, (PP_PLACEHOLDER.CENTER_TITLE,))), None)
    plain = plain or min(
        (one for one in titled if one is not cover), key=lambda one: len(list(one.placeholders)), default=cover
    )
    missing += [] if titled else ["带标题的版式"]
    return Found(cover, plain, missing)


def _key(name: str) -> str:
    return "".join(name.split()).casefold()


def _points(length: int | None) -> float:
    return (length or 0) / Pt(1)


def _boxes(page, kinds: tuple) -> Iterator[Box]:
    for shape in page.placeholders:
        if shape.placeholder_format.type in kinds and shape.width:
            yield Box(*(_points(length) for length in (shape.left, shape.top, shape.width, shape.height)))


def _box_of(page, kinds: tuple) -> Box | None:
    """The largest place of some kinds."""
    return max(_boxes(page, kinds), key=lambda box: box.width * box.height, default=None)


def _body(plain: SlideLayout, deck: Deck, title: Box, width: float) -> Box:
    """Where the content goes: where the template's own would, above it room for nothing, below it the line of the source."""
    box = _box_of(plain, CONTENTS) or _box_of(deck.slide_master, CONTENTS)
    if box is None or box.height - FOOT_HEIGHT < LEAST_HEIGHT:
        top = title.top + title.height + SLACK if title.top < HEIGHT / 3 else SLACK * 3
        box = Box(width * 0.04, top, width * 0.92, HEIGHT - SLACK * 2 - top)
    bottom = min(box.top + box.height, HEIGHT - SLACK)
    return box._replace(height=bottom - FOOT_HEIGHT - box.top)


def _is_dark(plain: SlideLayout) -> bool:
    """Whether our inks would not read on its ground; a picture or a pattern counts as dark."""
    for page in (plain, plain.slide_master):
        ground = page.element.find(f"{qn('p:cSld')}/{qn('p:bg')}")
        if ground is not None:
            colour = next(ground.iter(qn("a:srgbClr"), qn("a:schemeClr")), None)
            if ground.find(f".//{qn('a:blip')}") is not None or colour is None:
                return True
            return _lightness(colour, plain) < DARK
    return False


def _lightness(colour, plain: SlideLayout) -> float:
    value = colour.get("val")
    if colour.tag == qn("a:schemeClr"):
        value = _theme_colour(value, plain)
    red, green, blue = (int(value[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _theme_colour(name: str, plain: SlideLayout) -> str:
    """A colour of the theme as six digits; white for one that it does not have."""
    mapped = plain.slide_master.element.find(qn("p:clrMap")).get(name, name)
    part = next(rel.target_part for rel in plain.slide_master.part.rels.values() if rel.reltype.endswith("/theme"))
    for entry in etree.fromstring(part.blob).iter(qn(f"a:{mapped}")):
        for told in entry.iter(qn("a:srgbClr"), qn("a:sysClr")):
            return told.get("lastClr") or told.get("val")
    return "FFFFFF"
