"""The deck in the making: a Briefing, and slides that all carry the same foot."""

import io
from collections.abc import Sequence

from pptx.enum.text import MSO_ANCHOR
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.util import Pt

from briefing import looks
from briefing.exports.slides import kit, template
from briefing.exports.slides.kit import BODY, STRONG, Box
from briefing.exports.slides.tables import Head, first_pages, keeps_figures_whole, pages, table
from briefing.model import Briefing
from briefing.status import Status
from briefing.wording import labels, notes

GAP = 18
TABLE_SIZES = (20, 18)  # the largest in which a table keeps to one slide
REST = 30  # the line below a table that tells how much is left out
CURVE_TOP = 1.1  # where the axis of a curve ends: there is room above 100%


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

    def slide(self, headline: str) -> Slide:
        """A new slide with its message."""
        slide = kit.new_slide(self.page, headline, footer=self.footer, sample=self.briefing.edition.sample)
        self.begun.append((slide, len(slide.shapes)))
        return self._noted(slide, headline)

    def cover(self, headline: str) -> Slide:
        """The first slide."""
        slide = kit.new_slide(self.page, headline, footer=self.footer, sample=self.briefing.edition.sample, cover=True)
        return self._noted(slide, self.briefing.headline)

    def _noted(self, slide: Slide, headline: str) -> Slide:
        frame = slide.notes_slide.notes_text_frame
        assert frame is not None
        frame.text = notes.notes(self.briefing, self.part, headline)
        return slide

    def saved(self) -> bytes:
        """The deck as a file."""
        if not self.page.is_ours:
            template.take_faces(self.deck)
            template.fit(self.page, self.begun)
        content = io.BytesIO()
        self.deck.save(content)
        return content.getvalue()

    def table(
        self, headline: str, heads: Sequence[Head], rows: Sequence[Sequence], *, nothing: str,
        most_slides: int | None = None,
    ) -> None:  # fmt: skip
        """A table over as many slides as it needs, a short one in large type; without rows, a sentence for `rest`.

        Of a list that would take more than `most_slides` the first rows are shown, and how many are not.
        """
        if not rows:
            self.calm += [headline] if nothing == headline else [headline, nothing]
            return
        size = next((size for size in TABLE_SIZES if _fits(rows, heads, self.body, size)), BODY)
        dealt, body = pages(rows, heads, self.body, size), self.body
        if most_slides and len(dealt) > most_slides:
            body = self.body._replace(height=self.body.height - REST)
            dealt = first_pages(rows, heads, body, size, most_slides)
        for number, page in enumerate(dealt, 1):
            counter = f"（{number}/{len(dealt)}）" if len(dealt) > 1 else ""
            slide = self.slide(headline + counter)
            table(slide, body, heads, page, size=size)
        hidden = len(rows) - sum(map(len, dealt))
        if hidden:
            place = body._replace(top=body.top + body.height, height=REST)
            kit.text_box(slide, place, f"另有 {hidden} 项，见工作台账", size=BODY, colour=looks.SOFT_INK)

    def rest(self, headline: str) -> None:
        """One slide for all tables that have no rows; none where every table has some."""
        if not self.calm:
            return
        frame = kit.text_box(self.slide(headline), self.body, "", anchor=MSO_ANCHOR.TOP)
        for number, words in enumerate(dict.fromkeys(self.calm)):
            kit.write(frame, words, size=STRONG, more=number > 0)
            frame.paragraphs[-1].space_after = Pt(GAP / 2)


def _fits(rows: Sequence[Sequence], heads: Sequence[Head], box: Box, size: float) -> bool:
    """Whether a table in this size fits one slide without breaking a figure."""
    whole = keeps_figures_whole(rows, heads, box.width, size)
    return whole and len(pages(rows, heads, box, size)) == 1


def panel_title(slide: Slide, box: Box, text: str, status: Status | None = None) -> None:
    """What one of several panels of a slide says, in the colour of its status."""
    colour = looks.INK if status is None else looks.ink(status)
    kit.text_box(slide, box._replace(height=32), text, size=STRONG, bold=True, colour=colour)
