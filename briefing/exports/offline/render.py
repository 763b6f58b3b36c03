"""The screens of a projector as HTML of 1920×1080, drawn from the declarations that the app draws.

What a reader chooses in the app he chooses here too, as far as a choice is carried: every option of it is drawn, and
the browser shows one. A click on a village shows its card.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import plotly.graph_objects as go

from briefing.html import markup
from briefing.measures.village_shapes import Land
from briefing.model import Briefing
from briefing.screens import map as village_map
from briefing.screens import presented
from briefing.screens.catalogue import PRESENTED, heading
from briefing.screens.outlook import Outlook
from briefing.screens.pieces import Cell, Chart, Choice, Link, Panel, Piece, Row, Screen


@dataclass
class Drawn:
    """One screen: its address, its buttons, its HTML, and the figures that its places for charts name."""

    name: str
    buttons: str = ""
    html: str = ""
    figures: dict[str, go.Figure] = field(default_factory=dict)

    def chart(self, chart: Chart) -> str:
        """The place where a figure is drawn, with the words for who cannot see it."""
        key = f"{self.name}-{len(self.figures)}"
        self.figures[key] = chart.figure
        size = f"width:{chart.figure.layout.width}px;height:{chart.figure.layout.height}px"
        click = f' data-remembers="{chart.remembers}"' if chart.remembers else ""
        alt = markup.text(chart.alt)
        return f'<div class="chart" data-figure="{key}" style="{size}" role="img" aria-label="{alt}"{click}></div>'


def screens(briefing: Briefing, land: Land) -> list[Drawn]:
    """All screens of an edition, in briefing order."""
    return [_drawn(name, briefing, land) for name in PRESENTED]


def variants(look: Outlook) -> tuple[Choice | None, dict[str, Screen]]:
    """The choice that a screen takes along, and the screen for each of its options, the default first."""
    first = presented.screen(look)
    carried = next((choice for choice in first.choices if choice.carried), None)
    if carried is None:
        return None, {"": first}
    others = {option: presented.screen(look.choosing(carried.name, option)) for option in carried.options[1:]}
    return carried, {carried.chosen: first, **others}


def _drawn(name: str, briefing: Briefing, land: Land) -> Drawn:
    drawn, look = Drawn(name), Outlook(name, briefing, land, present=True, served=False)
    carried, found = variants(look)
    shown = {option: _variant(screen, briefing, drawn) for option, screen in found.items()}
    drawn.buttons = buttons(carried.name, shown, label=carried.label) if carried else ""
    drawn.html = shown_by(carried.name, shown) if carried else "".join(shown.values())
    drawn.html += _village_cards(look, drawn) if name == "map" else ""
    return drawn


def _variant(screen: Screen, briefing: Briefing, drawn: Drawn) -> str:
    """Title, headline, rows and source line; the last row takes the height that is left."""
    sentence = screen.headline or briefing.headlines.get(drawn.name, briefing.headline)
    head = block(markup.title_row(heading(drawn.name, briefing), briefing) + markup.headline(sentence))
    last = len(screen.rows) - 1
    rows = (_row(row, drawn, last=at == last) for at, row in enumerate(screen.rows))
    return "".join((head, *rows, block(markup.footer(briefing))))


def _row(row: Row | Cell, drawn: Drawn, *, last: bool) -> str:
    if not isinstance(row, Row):
        return _cell(row, drawn, "last" if last else "")
    widths = " ".join(f"minmax(0,{share:g}fr)" for share in row.shares)
    inner = "".join(f'<div class="column">{"".join(_column(column, drawn))}</div>' for column in row.columns)
    return f'<div class="columns{" last" if last else ""}" style="grid-template-columns:{widths}">{inner}</div>'


def _column(cells: Sequence[Cell], drawn: Drawn) -> Iterator[str]:
    """The last panel of a column takes the height that is left."""
    for at, cell in enumerate(cells):
        yield _cell(cell, drawn, "" if at == len(cells) - 1 else "fixed")


def _cell(cell: Cell, drawn: Drawn, kind: str) -> str:
    if isinstance(cell, str):
        return block(cell)
    return f'<section class="st-key-panel-{cell.key} {kind}">{_inside(cell, drawn)}</section>'


def _inside(panel: Panel, drawn: Drawn) -> str:
    return "".join(_piece(piece, drawn) for piece in panel.blocks)


def _piece(piece: Piece, drawn: Drawn) -> str:
    if isinstance(piece, Chart):
        return drawn.chart(piece)
    return "" if isinstance(piece, Link) else block(piece)


def _village_cards(look: Outlook, drawn: Drawn) -> str:
    """The card of every village that can be clicked, out of sight until then."""
    sight = look.sight()
    back = block('<p class="more"><button type="button" class="back">返回排名</button></p>')
    cards = (
        f'<div class="village-card" data-village="{markup.text(village.label)}" hidden>'
        f"{_inside(village_map.card(look, village, ''), drawn)}{back}</div>"
        for village in (() if sight.by_town else sight.places)
    )
    return f'<div class="cards-of-villages" hidden>{"".join(cards)}</div>'


def block(fragment: str) -> str:
    """A fragment of ours under the looks of ui.css."""
    return f'<div data-testid="stHtml">{fragment}</div>'


def buttons(group: str, options: Mapping[str, str], *, label: str) -> str:
    """A button for each of some pieces; the first is pressed."""
    each = "".join(
        f'<button type="button" data-group="{group}" data-shows="{number}" aria-pressed="{str(number == 0).lower()}">'
        f"{markup.text(name)}</button>"
        for number, name in enumerate(options)
    )
    return f'<div class="choices" role="group" aria-label="{markup.text(label)}">{each}</div>'


def shown_by(group: str, variants: Mapping[str, str]) -> str:
    """The pieces of which the pressed button shows one; the first stands in pictures."""
    return "".join(
        f'<div class="variant" data-group="{group}" data-number="{number}"{" hidden" if number else ""}>{piece}</div>'
        for number, piece in enumerate(variants.values())
    )
