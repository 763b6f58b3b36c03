"""Village map: where does a task stand well or badly, and what has a village to do?"""

from collections.abc import Sequence
from functools import partial

from briefing import formats
from briefing.figures import village_map
from briefing.figures.village_curve import village_curve, village_curve_alt
from briefing.html import markup, tables
from briefing.measures import map_layers
from briefing.model import VillageState
from briefing.screens.outlook import Outlook
from briefing.screens.pieces import Chart, Link, Panel, Row, Screen
from briefing.status import Status
from briefing.wording import asked, headlines
from briefing.wording.town_view import Sight

RANKING = "各{one}，落后的在前"
SHARES = (1.5, 1)  # the map and the list beside it
VILLAGE = "village"
STANDS_OUT = "mark"  # the query parameter with the status whose villages stand out, the others pale
LITTLE = 3  # little maps side by side


def screen(look: Outlook) -> Screen:
    """One layer of all villages or of the key villages, or six layers as little maps."""
    shape = look.choice("看法", "view", list(map_layers.VIEWS), segmented=True, words=map_layers.VIEWS)
    layer = look.choice("图层", "layer", map_layers.LAYERS, segmented=True, carried=True)
    key_only, six = shape.chosen == map_layers.KEY_ONLY, shape.chosen == map_layers.ALL_SIX
    sight = look.sight(key_only=key_only)
    shown = map_layers.ALL if six else layer.chosen
    return Screen(
        _little_maps(look, sight) if six else (_one_layer(look, sight, shown, key_only=key_only),),
        choices=(shape,) if six else (shape, layer),
        bar="map-choices",
        headline=_headline(look, sight, shown, key_only=key_only)
        + _asked(look, sight, shown, six=six, key_only=key_only),
    )


def _headline(look: Outlook, sight: Sight, layer: str, *, key_only: bool) -> str:
    """How the places in sight stand on the layer that is looked at; the briefing's own words for all of it."""
    beside = undrawn(look, sight, key_only=key_only)
    if look.town is None and layer == map_layers.ALL and not key_only and not beside:
        return (f"{len(sight.places)} 个镇，" if sight.by_town else "") + look.briefing.headlines["map"]
    kind = sight.one if sight.by_town else map_layers.KEY_VILLAGES if key_only else headlines.VILLAGES
    every = {village.label: village for village in (*sight.places, *beside)}
    return headlines.map_headline(list(every.values()), layer, where=look.town or "", undrawn=beside, kind=kind)


def _asked(look: Outlook, sight: Sight, layer: str, *, six: bool, key_only: bool) -> str:
    """Who is behind with what, and by when: of what is looked at, and besides six little maps of what they leave out."""
    beside = undrawn(look, sight, key_only=key_only)
    places = {place.town if sight.by_town else place.label for place in (*sight.places, *beside)}
    return (asked.on_six if six else partial(asked.on_map, layer=layer))(look.briefing, places=places)


def _one_layer(look: Outlook, sight: Sight, layer: str, *, key_only: bool) -> Row:
    """The map, and beside it the places that are behind, or the card of the chosen village."""
    ranking = RANKING.format(one=sight.one)
    every = () if sight.by_town else (*sight.places, *undrawn(look, sight, key_only=key_only))
    by_label = {village.label: village for village in every}
    village = look.choice("村", VILLAGE, [ranking, *by_label])
    chosen = None if village.chosen == ranking else by_label[village.chosen]
    beside = _ranking(look, sight, every or sight.places, layer) if chosen is None else card(look, chosen, layer)
    pick = None if sight.by_town else village
    return Row(
        SHARES,
        (
            (_map(look, sight, layer, chosen=village.chosen, key_only=key_only),),
            (Panel("village", beside.pieces, beside.title, beside.detail, beside.aside, choice=pick),),
        ),
    )


def _map(look: Outlook, sight: Sight, layer: str, *, chosen: str, key_only: bool) -> Panel:
    briefing, villages = look.briefing, sight.places
    edition = f"第 {briefing.edition.number} 版，{formats.day_here(briefing.edition.published_at)}"
    pale = key_only and not sight.by_town
    is_asked = chosen not in [village.label for village in villages]  # one that is chosen stands out by itself
    status = next((one for one in Status if is_asked and one == look.query.get(STANDS_OUT)), None)
    figure = village_map.village_map(
        villages, sight.boundaries, layer=layer, sites=() if sight.by_town else look.all_sites,
        schematic=look.land.schematic, sizes=look.sizes, room=look.room("map"), chosen=chosen,
        review_number=briefing.map_approval, source=village_map.lines_source(look.land.origins, edition),
        ground=[village for village in look.mapped_villages if not village.grade] if pale else (),
        coordinates=briefing.coordinates, outstanding=status, trims=look.stage is None,
    )  # fmt: skip
    legend = tables.map_legend(
        villages, layer, by_town=sight.by_town, clicks=look.served, sites=village_map.sites_on(figure, look.all_sites),
        leads=lambda one: look.here_with({STANDS_OUT: None if one == status else one, VILLAGE: None}),
    )  # fmt: skip
    alt = village_map.village_map_alt(villages, layer, sight.one)
    return Panel(
        "map",
        (
            legend + tables.beside_the_map(undrawn(look, sight, key_only=key_only), layer, limit=look.rows("undrawn")),
            Chart("village-map", figure, alt, remembers=_remembers(sight), zooms=True),
        ),
        title=tables.map_title(layer, sight.one),
        aside=tables.layer_date(briefing, layer),
    )


def undrawn(look: Outlook, sight: Sight, *, key_only: bool) -> list[VillageState]:
    """The villages that have no shape to be drawn: of a unit that the maps do not show, or without a line in the file."""
    if sight.by_town:
        return []
    drawn = look.land.drawn
    shown = {village.label for village in sight.places if (village.town, village.village) in drawn}
    return [
        village
        for village in look.here(look.briefing.villages)
        if village.label not in shown and (village.grade or not key_only)
    ]


def _remembers(sight: Sight) -> str:
    """The query parameter that a click on a place sets."""
    return "town" if sight.by_town else VILLAGE


def _ranking(look: Outlook, sight: Sight, places: Sequence[VillageState], layer: str) -> Panel:
    listed = tables.ranked_villages(
        places, layer, limit=look.rows("worst_villages"), one=sight.one, leads=lambda one: look.here_with({STANDS_OUT: None, _remembers(sight): one}),
        sites=look.all_sites,
    )  # fmt: skip
    return Panel("village", (listed,), title=tables.ranking_title(layer, sight.one), detail=layer)


def card(look: Outlook, village: VillageState, layer: str) -> Panel:
    """A village: its items worst first with their problems, the curves of the year, and at a desk the link to it."""
    pieces: list = [tables.village_card(village, limit=look.rows("village_items"))]
    if village.curves:
        year, room = look.briefing.year, look.room("village_curve")
        figure = village_curve(village.curves, year, sizes=look.sizes, room=room)
        pieces.append(Chart("village-curve", figure, village_curve_alt(village)))
    if not look.present:
        pieces.append(Link("这个村的链接", "map", {VILLAGE: village.label, "layer": layer}))
    worst = village_map.status_on(village, map_layers.ALL)
    aside = markup.badge(worst) if worst else ""
    return Panel("village", tuple(pieces), title=village.village, aside=aside)


def _little_maps(look: Outlook, sight: Sight) -> tuple[Row | str, ...]:
    """Six little maps, each with its one number: what a leader reads in ten seconds; below, what their colours mean."""
    panels = [_little_map(look, sight, at, layer) for at, layer in enumerate(map_layers.SIX)]
    rows = [panels[first : first + LITTLE] for first in range(0, len(panels), LITTLE)]
    return (
        *(Row((1,) * LITTLE, tuple((panel,) for panel in row)) for row in rows),
        tables.map_note(look.briefing, schematic=look.land.schematic),
    )


def _little_map(look: Outlook, sight: Sight, at: int, layer: str) -> Panel:
    figure = village_map.village_map(
        sight.places, sight.boundaries, layer=layer, schematic=look.land.schematic, sizes=look.sizes,
        room=look.room("little_map"), little=True,
    )  # fmt: skip
    head = tables.little_map_head(look.briefing, layer, sight.places, undrawn(look, sight, key_only=False), sight.one)
    alt = village_map.village_map_alt(sight.places, layer, sight.one)
    return Panel(f"six-{at}", (head, Chart(f"little-map-{at}", figure, alt, remembers=_remembers(sight))))
