"""The deck in the making: a Briefing, and slides that all carry the same foot.

May import: `model`, `figures.theme`; of exports: `slide_kit`, `slide_tables`, `labels`.
"""

from collections.abc import Sequence

from pptx.presentation import Presentation as Deck
from pptx.slide import Slide

from briefing.exports import labels, slide_kit
from briefing.exports.slide_kit import BODY_BOX, STRONG, Box
from briefing.exports.slide_tables import Head, pages, table
from briefing.figures import theme
from briefing.model import Briefing
from briefing.status import Status

GAP = 18
CURVE_TOP = 1.1  # where the axis of a curve ends: there is room above 100%


class Maker:
    """A deck and the Briefing it tells; every slide gets the same foot."""

    def __init__(self, briefing: Briefing) -> None:
        self.briefing = briefing
        self.deck: Deck = slide_kit.new_deck(labels.title(briefing), labels.clean(briefing.publisher))
        self.footer = labels.footer(briefing).removeprefix(labels.SAMPLE_MARK).lstrip("　·")

    def slide(self, headline: str) -> Slide:
        """A new slide with its message."""
        return slide_kit.new_slide(self.deck, headline, footer=self.footer, sample=self.briefing.edition.sample)

    def table(self, headline: str, heads: Sequence[Head], rows: Sequence[Sequence], *, nothing: str) -> None:
        """A table over as many slides as it needs; without rows, a sentence that says so."""
        if not rows:
            slide_kit.text_box(
                self.slide(headline), BODY_BOX._replace(height=60), nothing, size=STRONG, colour=theme.SOFT_INK
            )
            return
        dealt = pages(rows, heads, BODY_BOX)
        for number, page in enumerate(dealt, 1):
            counter = f"（{number}/{len(dealt)}）" if len(dealt) > 1 else ""
            table(self.slide(headline + counter), BODY_BOX, heads, page)


def panel_title(slide: Slide, box: Box, text: str, status: Status | None = None) -> None:
    """What one of several panels of a slide says, in the colour of its status."""
    colour = theme.INK if status is None else labels.ink(status)
    slide_kit.text_box(slide, box._replace(height=32), text, size=STRONG, bold=True, colour=colour)
