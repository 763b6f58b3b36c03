"""The screens of a projector as HTML of 1920×1080, drawn from the declarations that the app draws.

What a reader chooses in the app he chooses here too, as far as a choice is carried: every option of it is drawn, and
the browser shows one. A click on a village shows its card.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefing.html import markup
from briefing.measures.village_shapes import Land
from briefing.model import Briefing, VillageState
from briefing.screens import drawn as charts
from briefing.screens import map as village_map
from briefing.screens import presented
from briefing.screens.catalogue import PRESENTED, heading
from briefing.screens.outlook import Outlook
from briefing.screens.pieces import Cell, Choice, Panel, Row, Screen


@dataclass
class Drawn:
    """One screen: its address, its buttons, its HTML."""

    name: str
    buttons: str = ""
    html: str = ""


def screens(briefing: Briefing, land: Land) -> list[Drawn]:
    """All screens of an edition, in briefing order."""
    return [_drawn(name, briefing, land) for name in PRESENTED]


def variants(look: Outlook) -> tuple[Choice | None, dict[str, Screen]]:
    """The choice that a screen takes along, and the screen for each of its options, the default first."""
    first = _drawn_screen(look)
    carried = next((choice for choice in first.choices if choice.carried), None)
    if carried is None:
        return None, {"": first}
    others = {option: _drawn_screen(look.choosing(carried.name, option)) for option in carried.options[1:]}
    return carried, {carried.chosen: first, **others}


def _drawn_screen(look: Outlook) -> Screen:
    return charts.drawn(presented.screen(look), look)


def _drawn(name: str, briefing: Briefing, land: Land) -> Drawn:
    look = Outlook(name, briefing, land, present=True, served=False)
    carried, found = variants(look)
    shown = {option: stage(screen, look) for option, screen in found.items()}
    html = shown_by(carried.name, shown) if carried else "".join(shown.values())
    return Drawn(
        name,
        buttons(carried.name, shown, label=carried.label) if carried else "",
        html + (_village_cards(look) if name == "map" else ""),
    )


def stage(screen: Screen, look: Outlook) -> str:
    """Title, headline, rows and source line; the last row takes the height that is left."""
    briefing = look.briefing
    sentence = screen.headline or briefing.headlines.get(look.page, briefing.headline)
    head = block(markup.title_row(heading(look.page, briefing), briefing) + markup.headline(sentence))
    last = len(screen.rows) - 1
    rows = (_row(row, last=at == last) for at, row in enumerate(screen.rows))
    return "".join((head, *rows, block(markup.footer(briefing))))


def _row(row: Row | Cell, *, last: bool) -> str:
    if not isinstance(row, Row):
        return _cell(row, "last" if last else "")
    widths = " ".join(f"minmax(0,{share:g}fr)" for share in row.shares)
    inner = "".join(f'<div class="column">{"".join(_column(column))}</div>' for column in row.columns)
    return f'<div class="columns{" last" if last else ""}" style="grid-template-columns:{widths}">{inner}</div>'


def _column(cells: Sequence[Cell]) -> Iterator[str]:
    """The last panel of a column takes the height that is left."""
    for at, cell in enumerate(cells):
        yield _cell(cell, "" if at == len(cells) - 1 else "fixed")


def _cell(cell: Cell, kind: str) -> str:
    if isinstance(cell, str):
        return block(cell)
    return f'<section class="st-key-panel-{cell.key} {kind}">{_inside(cell)}</section>'


def _inside(panel: Panel) -> str:
    """What a panel says; links to the app stay out."""
    return "".join(block(piece) for piece in panel.blocks if isinstance(piece, str))


def _village_cards(look: Outlook) -> str:
    """The card of every village that can be clicked, out of sight until then."""
    sight = look.sight()
    back = block('<p class="more"><button type="button" class="back">返回排名</button></p>')
    cards = (
        f'<div class="village-card" data-village="{markup.text(village.label)}" hidden>'
        f"{_inside(_drawn_card(look, village))}{back}</div>"
        for village in (() if sight.by_town else sight.places)
    )
    return f'<div class="cards-of-villages" hidden>{"".join(cards)}</div>'


def _drawn_card(look: Outlook, village: VillageState) -> Panel:
    (card,) = charts.drawn(
        Screen((village_map.card(look, village, ""),)), look.choosing("village", village.label)
    ).panels
    return card


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
