"""The deck in the making: a Briefing, and slides that all carry the same foot."""

import io
from collections.abc import Sequence
from typing import NamedTuple

from pptx.enum.text import MSO_ANCHOR
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.util import Pt

from briefing import looks
from briefing.exports.slides import kit, template
from briefing.exports.slides.kit import BODY, STRONG, Box
from briefing.exports.slides.tables import (
    LINE,
    STRETCH,
    Head,
    balanced,
    first_pages,
    keeps_figures_whole,
    lines,
    natural_height,
    pages,
    table,
)
from briefing.formats import MISSING
from briefing.model import Briefing
from briefing.status import Status
from briefing.wording import labels, notes

GAP = 18
TABLE_SIZES = (22, 20, 18)  # the largest in which a table keeps to one slide
FILLED = 2 / 3  # of a slide; tables that take less share one
REST = 30  # the line below a table that tells how much is left out
CURVE_TOP = 1.1  # where the axis of a curve ends: there is room above 100%


class Short(NamedTuple):
    """A table that leaves a slide empty, until it shares one: what it is a part of, what it says, before which slide."""

    before: int
    part: str
    titles: Sequence[str]
    heads: Sequence[Head]
    rows: Sequence[Sequence]
    elsewhere: bool = False  # whether its rows stand on another slide too: it takes none for itself alone

    @property
    def headline(self) -> str:
        """What it says, in full."""
        return self.titles[0]

    def height(self, width: float, size: float, stretch: float = 1) -> float:
        """Points that it takes below a title."""
        return natural_height(self.rows, self.heads, width, size, stretch)


class Maker:
    """A deck and the Briefing it tells; every slide gets the same foot."""

    def __init__(self, briefing: Briefing, office: bytes | None = None) -> None:
        self.briefing = briefing
        self.page = kit.own_page() if office is None else template.opened(office)
        self.deck: Deck = self.page.deck
        self.body = self.page.body
        labels.sign(self.deck.core_properties, labels.title(briefing), briefing)
        self.footer = labels.slide_source(briefing)
        self.begun: list[tuple[Slide, int]] = []  # each slide, and how many shapes it began with
        self.part = ""  # which of PARTS is being drawn: what its speaker is told
        self.calm: list[str] = []  # what tables without rows would say
        self.told: list[str] = []  # what tables say whose rows stand on another slide
        self.shared: list[list[Short]] = []  # tables that share a slide, drawn when all are known
        self.spare: list[tuple[Slide, Box, tuple[str, str]]] = []  # room that is left below tables, and what they say

    def slide(self, *titles: str, counter: str = "") -> Slide:
        """A new slide with its message, in the first of some words that find room; its speaker reads the first of all."""
        title = kit.worded(titles, self.page.title, counter)
        slide = kit.new_slide(self.page, title, footer=self.footer, sample=self.briefing.edition.sample)
        self.begun.append((slide, len(slide.shapes)))
        return self._noted(slide, (self.part, titles[0] + counter))

    def cover(self, headline: str) -> Slide:
        """The first slide."""
        slide = kit.new_slide(self.page, headline, footer=self.footer, sample=self.briefing.edition.sample, cover=True)
        return self._noted(slide, (self.part, self.briefing.headline))

    def _noted(self, slide: Slide, *told: tuple[str, str]) -> Slide:
        """The notes of a slide: for each of its parts what it says and where its numbers come from."""
        frame = slide.notes_slide.notes_text_frame
        assert frame is not None
        frame.text = "\n\n".join(notes.notes(self.briefing, part, headline) for part, headline in told)
        return slide

    def saved(self) -> bytes:
        """The deck as a file, its slides numbered as they now stand."""
        for number, slide in enumerate(self.deck.slides, 1):
            kit.renumber(slide, number)
        kit.same_titles(self.page, (slide for slide, _ in self.begun))
        if not self.page.is_ours:
            template.take_faces(self.deck)
            template.fit(self.page, self.begun)
        content = io.BytesIO()
        self.deck.save(content)
        return content.getvalue()

    def table(
        self, titles: str | Sequence[str], heads: Sequence[Head], rows: Sequence[Sequence], *, nothing: str,
        most_slides: int | None = None, elsewhere: bool = False,
    ) -> None:  # fmt: skip
        """A table over as many slides as it needs, a short one in large type; without rows, a sentence for `rest`.

        Of a list that would take more than `most_slides` the first rows are shown, and how many are not.
        """
        titles = [titles] if isinstance(titles, str) else titles
        headline = titles[0]
        if not rows:
            self.calm += [headline] if nothing == headline or MISSING in headline else [headline, nothing]
            return
        heads = balanced(heads, rows, self.body.width)
        size = next((size for size in TABLE_SIZES if _fits(rows, heads, self.body, size)), BODY)
        own = self.short(titles, heads, rows, elsewhere)
        if own.height(self.body.width, size, STRETCH) < FILLED * self.body.height:
            others = next((some for some in self.shared if self._needed([*some, own], BODY) <= self.body.height), None)
            if others is None:
                self.shared.append([own])
            else:
                others.append(own)
            return
        dealt, body = pages(rows, heads, self.body, size), self.body
        if most_slides and len(dealt) > most_slides:
            body = self.body._replace(height=self.body.height - REST)
            dealt = first_pages(rows, heads, body, size, most_slides)
        for number, page in enumerate(dealt, 1):
            counter = f"（{number}/{len(dealt)}）" if len(dealt) > 1 else ""
            slide = self.slide(*titles, counter=counter)
            table(slide, body, heads, page, size=size)
        used = natural_height(dealt[-1], heads, body.width, size, STRETCH)
        left = body._replace(top=body.top + used, height=body.height - used)
        self.spare.append((slide, left, (self.part, headline)))
        hidden = len(rows) - sum(map(len, dealt))
        if hidden:
            place = body._replace(top=body.top + body.height, height=REST)
            kit.text_box(slide, place, f"另有 {hidden} 项，见工作台账", size=BODY, colour=looks.SOFT_INK)

    def together(self, *tables: Short) -> None:
        """Tables that belong together: on one slide where that has room for them."""
        own = [one._replace(heads=balanced(one.heads, one.rows, self.body.width)) for one in tables if one.rows]
        if len(own) > 1 and self._needed(own, BODY) <= self.body.height:
            self.shared.append(own)
            return
        for one in tables:
            self.table(one.titles, one.heads, one.rows, nothing=one.headline, elsewhere=one.elsewhere)

    def short(self, titles: Sequence[str], heads: Sequence[Head], rows: Sequence[Sequence], elsewhere: bool) -> Short:
        """A table of the part that is being drawn."""
        return Short(len(self.deck.slides), self.part, titles, heads, rows, elsewhere)

    def _needed(self, own: Sequence[Short], size: float) -> float:
        return sum(one.height(self.body.width, size) for one in own) + sum(map(self._heading, own[1:]))

    def _heading(self, one: Short) -> float:
        """Points of the headline of a table that is not the first of its slide, with the space above it."""
        return lines(one.headline, self.body.width / kit.WIDER, STRONG) * STRONG * LINE + GAP

    def _put(self, own: Sequence[Short], room: float) -> None:
        """Short tables on one slide: the first under its title, the others under their headlines."""
        slide = self.slide(*own[0].titles)
        self._noted(slide, *((one.part, one.headline) for one in own))
        width = self.body.width
        size = next((size for size in (*TABLE_SIZES, BODY) if self._needed(own, size) <= room and all(
            keeps_figures_whole(one.rows, one.heads, width, size) for one in own)), BODY)  # fmt: skip
        stretch = min(
            STRETCH, 1 + max(0.0, room - self._needed(own, size)) / sum(one.height(width, size) for one in own)
        )
        top = self.body.top
        for number, one in enumerate(own):
            if number:
                high = self._heading(one) - GAP
                place = self.body._replace(top=top + GAP, height=high)
                kit.text_box(slide, place, one.headline, size=STRONG, bold=True, colour=looks.ACCENT)
                top += high + GAP
            high = one.height(width, size, stretch)
            table(slide, self.body._replace(top=top, height=high), one.heads, one.rows, size=size)
            top += high
        left = self.body._replace(top=top, height=self.body.top + self.body.height - top)
        self.spare.append((slide, left, (own[-1].part, own[-1].headline)))

    def _needs_no_slide(self, one: Short) -> bool:
        if self._below_another(one):
            return True
        self.told += [f"与上次相比，{one.headline}"] * one.elsewhere
        return one.elsewhere

    def _below_another(self, one: Short) -> bool:
        """Whether a short table that found no other found room below a long one."""
        heading, high = self._heading(one) - GAP, one.height(self.body.width, BODY)
        found = next((spare for spare in reversed(self.spare) if spare[1].height >= GAP + heading + high), None)
        if found is None:
            return False
        slide, room, told = found
        self.spare.remove(found)
        self._noted(slide, told, (one.part, one.headline))
        place = room._replace(top=room.top + GAP, height=heading)
        kit.text_box(slide, place, one.headline, size=STRONG, bold=True, colour=looks.ACCENT)
        table(slide, room._replace(top=place.top + heading, height=high), one.heads, one.rows)
        return True

    def rest(self, headline: str) -> None:
        """The slides that short tables share, each where its first one belongs; and what tables without rows would say,
        below a table that has room for it or on a slide of its own.
        """
        self.shared = [own for own in self.shared if len(own) > 1 or not self._needs_no_slide(own[0])]
        told = [*self.told, *dict.fromkeys(self.calm)]
        words = "".join(self.told) + (f"其余：{''.join(dict.fromkeys(self.calm))}" if self.calm else "")
        high = lines(words, self.body.width / kit.WIDER, STRONG) * STRONG * LINE
        left = self.body.height - high - GAP
        host = next((own for own in reversed(self.shared) if told and self._needed(own, BODY) <= left), None)
        for moved, own in enumerate(self.shared):
            self._put(own, left if own is host else self.body.height)
            kit.move_last(self.deck, own[0].before + moved)
        if not told:
            return
        for slide, room, _ in reversed(self.spare):
            if room.height >= high + GAP / 2:
                place = room._replace(top=room.top + room.height - high, height=high)
                kit.text_box(slide, place, words, size=STRONG, colour=looks.SOFT_INK)
                return
        frame = kit.text_box(self.slide(headline), self.body, "", anchor=MSO_ANCHOR.TOP)
        for number, one in enumerate(told):
            kit.write(frame, one, size=kit.TITLE, more=number > 0)
            frame.paragraphs[-1].space_after = Pt(GAP)


def _fits(rows: Sequence[Sequence], heads: Sequence[Head], box: Box, size: float) -> bool:
    """Whether a table in this size fits one slide without breaking a figure."""
    whole = keeps_figures_whole(rows, heads, box.width, size)
    return whole and len(pages(rows, heads, box, size)) == 1


def panel_title(slide: Slide, box: Box, text: str, status: Status | None = None) -> None:
    """What one of several panels of a slide says, in the colour of its status."""
    colour = looks.INK if status is None else looks.ink(status)
    size = kit.fitting(text, box.width, STRONG)
    kit.text_box(slide, box._replace(height=32), text, size=size, bold=True, colour=colour)
