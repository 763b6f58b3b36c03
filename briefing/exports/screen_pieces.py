"""What the screens of the offline page are composed of: canvas, panels, columns, choices; sizes of a projector.

May import: `model`, `land`, `markup`, `figures.theme`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import plotly.graph_objects as go

from briefing import markup
from briefing.figures import theme
from briefing.land import Land
from briefing.model import Briefing, Measure

SIZES = theme.PRESENT
CHOICES_HEIGHT = 52  # of a row of buttons, with the gap below it


@dataclass
class Canvas:
    """What a screen is drawn with; it collects the figures on the way."""

    briefing: Briefing
    land: Land
    figures: dict[str, go.Figure] = field(default_factory=dict)

    def chart(self, key: str, figure: go.Figure, alt: str) -> str:
        """The place where a figure is drawn, with the words for who cannot see it."""
        self.figures[key] = figure
        size = f"width:{figure.layout.width}px;height:{figure.layout.height}px"
        return f'<div class="chart" id="{key}" style="{size}" role="img" aria-label="{markup.text(alt)}"></div>'

    def measures(self, ids: Iterable[str]) -> list[Measure]:
        """Measures by id; a plan that has no such obligation leaves its place out."""
        return [measure for id in ids for measure in self.briefing.measures if measure.id == id]


def block(fragment: str) -> str:
    """A fragment of ours under the looks of ui.css."""
    return f'<div data-testid="stHtml">{fragment}</div>'


def panel(name: str, *pieces: str, kind: str = "") -> str:
    """A white panel; ui.css styles it by its key."""
    return f'<section class="st-key-panel-{name} {kind}">{"".join(pieces)}</section>'


def columns(shares: Sequence[float], *cells: str, last: bool = True) -> str:
    """Cells side by side; the last row of a screen takes the height that is left."""
    widths = " ".join(f"minmax(0,{share:g}fr)" for share in shares)
    inner = "".join(f'<div class="column">{cell}</div>' for cell in cells)
    return f'<div class="columns{" last" if last else ""}" style="grid-template-columns:{widths}">{inner}</div>'


def choices(group: str, variants: dict[str, str], *, label: str) -> str:
    """Buttons, and below them the piece that the pressed one shows; the first is shown in pictures."""
    buttons = "".join(
        f'<button type="button" data-group="{group}" data-shows="{number}" aria-pressed="{str(number == 0).lower()}">'
        f"{markup.text(name)}</button>"
        for number, name in enumerate(variants)
    )
    pieces = "".join(
        f'<div class="variant" data-group="{group}" data-number="{number}"{" hidden" if number else ""}>{piece}</div>'
        for number, piece in enumerate(variants.values())
    )
    return f'<div class="choices" role="group" aria-label="{markup.text(label)}">{buttons}</div>{pieces}'


def rows(name: str) -> int | None:
    """How many rows a list may show."""
    return theme.rows(name, present=True)


def room(frame: str) -> tuple[int, int]:
    """Width and height that a chart is drawn for."""
    return theme.FRAMES[frame].size(True)
