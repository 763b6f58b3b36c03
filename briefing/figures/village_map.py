"""The village map: filled polygons on plain metre axes, so that it draws without tiles, WebGL or any outside request.

Geometry comes from `geo.label_places`; statuses, items and sites from the Briefing.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any

import geopandas as gpd
import numpy as np
import plotly.graph_objects as go
import shapely

from briefing import formats, looks
from briefing.figures import map_labels, map_marks, theme
from briefing.figures.map_furniture import CROWDED, SCHEMATIC_NOTE, furnish, in_room, notes_lines
from briefing.figures.map_labels import Label, Naming
from briefing.figures.map_marks import PLAIN, Marks
from briefing.figures.map_view import EDGE, FOOT, Place, View, fitting, trimmed
from briefing.measures import map_layers
from briefing.model import Site, VillageState
from briefing.status import SEVERITY, Status
from geo import label_places

_BORDER, _OUTLINE, _CHOSEN = 1.5, 3, 5
_KEPT_POINTS = 20_000  # shapes whose label place is remembered: a few editions of a province
_KEPT_OUTLINES = 8  # sets of shapes whose towns are: every layer of an edition shows the same ones
_PALE = 0.2  # of its colour, for a village that is not what is looked for
_THIN_OUTLINE = 2  # of the towns on a little map, and where they are many


NO_LIST = "还没有村庄名录，请到「上传台账」交"


def village_map(
    villages: Sequence[VillageState],
    boundaries: gpd.GeoDataFrame,
    *,
    layer: str,
    sites: Sequence[Site] = (),
    schematic: bool,
    sizes: theme.Scale,
    room: tuple[int, int],
    chosen: str | None = None,
    review_number: str = "",
    source: str = "",
    ground: Sequence[VillageState] = (),
    coordinates: str = PLAIN,
    little: bool = False,
    named: Collection[str] | None = None,
    worse: Collection[str] = (),
    outstanding: Status | None = None,
    trims: bool = False,
) -> go.Figure:
    """The villages (or towns in their place) that have a boundary, filled by their status on `layer`; `chosen` is a village's label.

    `ground` are villages drawn pale and without a name, for orientation; with them, the grades of the others are
    written. `source` says where the lines come from; `coordinates` is the reference system of the sites' degrees.
    A `little` map names only villages in trouble where the name fits, and beside the land those that stand worst; the
    others have their mark. It carries no notes. `named` are
    the labels of those alone that are named, where not all are; `worse` of those outlined like the chosen one. With an
    `outstanding` status the villages of any other are pale and without a name.
    What `trims` is only as wide as its land and the names beside it ask, so that a narrow window shows it larger.
    `boundaries` are the caller's own: their shapes are prepared here, which no other thread may be looking at.
    """
    figure = theme.figure(sizes, room)
    places = _places(villages, boundaries, layer)
    if not places:
        return theme.say_missing(figure, "没有这些村的界线" if villages else NO_LIST)
    pale = _places(ground, boundaries, layer)
    shown = _rows_of(boundaries, [*villages, *ground])
    homes = {place.key: place for place in places}
    marked = [site for site in sites if site.layer == layer and (site.town, site.village) in homes]
    lands = [place.land for place in (*places, *pale)]
    crowded = map_marks.crowded(len(marked), [place.land for place in places], fitting(lands, room=room), sizes)
    marked = [] if crowded else marked
    if outstanding:
        named = {place.state.label for place in places if place.status is outstanding}
    naming = Naming(layer, graded=bool(ground), only_trouble=little, only=named)

    plane = None if schematic else boundaries.crs  # on a schematic no coordinates mean anything

    def drawn_in(margins: tuple[float, float]) -> tuple[View, Marks, list[Label], list[Place]]:
        view = fitting(lands, room=room, margins=margins, foot=0 if little else FOOT)
        marks = map_marks.placed(marked, homes, view, plane=plane, sizes=sizes, coordinates=coordinates)
        return view, marks, *map_labels.inside(places, view, naming, marks, sizes)

    view, marks, labels, homeless = drawn_in(map_labels.little_margins(places, sizes) if little else (0, 0))
    if map_labels.too_many(homeless, room, sizes):
        homeless, crowded = [], True
    if little:
        labels = [*labels, *map_labels.callouts(map_labels.worst_of(homeless, layer), lands, view, naming, sizes)]
    elif homeless:  # the map is made smaller where names beside it need more room than is left
        margins = map_labels.callout_margins(homeless, lands, naming, sizes)
        west, _, east, _ = shapely.total_bounds(lands)
        beside = (west - view.west) * view.pixels, (view.east - east) * view.pixels
        if any(needed > free for needed, free in zip(margins, beside, strict=True)):
            view, marks, labels, homeless = drawn_in(margins)
        labels = [*labels, *map_labels.callouts(homeless, lands, view, naming, sizes)]
    _ground(figure, pale)
    _fills(figure, places, layer, outstanding)
    _outlines(figure, shown, _THIN_OUTLINE if little or crowded else _OUTLINE)
    _chosen(figure, places, {chosen, *worse})
    _names(figure, places, labels, layer, sizes)
    _markers(figure, marked, marks)
    if not little:
        notes = notes_lines(source, review_number, CROWDED if crowded else "", SCHEMATIC_NOTE if schematic else "")
        if trims:
            beside = map_labels.callout_margins(homeless, lands, naming, sizes)
            least = max(map(looks.ems, notes), default=0) * sizes.small + 2 * EDGE
            view = trimmed(view, lands, beside, least)
            figure.update_layout(width=round((view.east - view.west) * view.pixels))
        words = in_room(notes, figure.layout.width, sizes.small)
        furnish(figure, shown, view, schematic=schematic, notes=words, sizes=sizes)
    axis = {"visible": False, "fixedrange": little}
    return figure.update_layout(
        xaxis={"range": [view.west, view.east], **axis},
        yaxis={"range": [view.south, view.north], "scaleanchor": "x", "scaleratio": 1, **axis},
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
    )


def sites_on(figure: go.Figure, sites: Sequence[Site]) -> list[Site]:
    """Those of some sites that a finished map shows; a crowded one shows none."""
    shown = {name for trace in figure.data if trace.name == "site" for name in trace.ids}
    return [site for site in sites if f"{site.kind}{site.town}{site.name}" in shown]


def lines_source(origins: Sequence[str], edition: str) -> str:
    """Where the boundaries come from and in which edition they are shown; empty when nobody delivered any."""
    return f"界线来源：{'、'.join(origins)}（{edition}）" if origins else ""


def village_map_alt(villages: Sequence[VillageState], layer: str, one: str = "村") -> str:
    """What the map says."""
    known = [village.statuses[layer] for village in villages if layer in village.statuses]
    found = [status for status in looks.WORST_FIRST if status in known]
    counts = "，".join(f"{map_layers.word(layer, status)} {known.count(status)} 个{one}" for status in found)
    return f"各{one}{layer}状态地图：{counts or formats.MISSING}"


def status_on(village: VillageState, layer: str) -> Status | None:
    """How a village stands on a layer; None where it has no such task, while nothing at all is 未报."""
    return village.statuses.get(layer, Status.UNREPORTED if layer in (map_layers.ALL, map_layers.REPORTING) else None)


def worst_words(village: VillageState, layer: str) -> str:
    """Which item gives a village its status on a layer."""
    items = [
        item
        for item in village.items
        if item.layer == layer or (layer == map_layers.ALL and item.layer != map_layers.REPORTING)
    ]
    if not items:
        return "都已报" if village.statuses.get(layer) == Status.MET else "没有填报"
    worst = max(items, key=lambda item: SEVERITY[item.status])
    if len(items) == 1 and worst.text:
        return worst.text  # the layer says already what it is about
    return f"{worst.title}：{worst.text}" if worst.text else worst.title


def _rows_of(boundaries: gpd.GeoDataFrame, villages: Sequence[VillageState]) -> gpd.GeoDataFrame:
    """The boundaries of some villages; looked up at once, so that a town in a province is as quick as one alone."""
    wanted = {(village.town, village.village) for village in villages}
    towns = boundaries[boundaries["town"].isin({town for town, _ in wanted})]
    listed = [pair in wanted for pair in zip(towns["town"], towns["village"], strict=True)]
    return towns[np.array(listed, dtype=bool)]


def _places(villages: Sequence[VillageState], boundaries: gpd.GeoDataFrame, layer: str) -> list[Place]:
    if not villages:
        return []
    states = {(village.town, village.village): village for village in villages}
    rows = _rows_of(boundaries, villages)
    rows = rows[~(rows.geometry.isna() | rows.geometry.is_empty)]
    places = []
    wkb = shapely.to_wkb(rows.geometry.to_numpy())
    for town, village, land, content in zip(rows["town"], rows["village"], rows.geometry, wkb, strict=True):
        state = states[town, village]
        places.append(Place(state, land, status_on(state, layer), *_label_point(content)))
    return places


@lru_cache(maxsize=_KEPT_POINTS)
def _label_point(wkb: bytes) -> tuple[float, float]:
    """The best place for a name in a shape, given as bytes lest it be kept for other threads.

    An edition's shapes never change, and every layer asks for the same ones.
    """
    point = label_places.label_point(shapely.from_wkb(wkb))[0]
    return point.x, point.y


def _ground(figure: go.Figure, pale: Sequence[Place]) -> None:
    """Villages that are not what is being looked at."""
    if not pale:
        return
    figure.add_scatter(
        **_rings(place.land for place in pale),
        mode="lines",
        fill="toself",
        fillcolor=looks.GROUND,
        line={"color": looks.LINE, "width": _BORDER},
        hoverinfo="skip",
        name="其他村",
    )


def _rings(lands: Iterable[shapely.Geometry]) -> dict[str, np.ndarray]:
    """The outlines of areas as x and y of a trace, NaN between them.

    Plotly looks at every number of a list and at an array only once; half the digits of a float still tell a
    quarter of a metre here, far below a pixel.
    """
    xs, ys = [], []
    for land in lands:
        ring_xs, ring_ys = label_places.rings(land)
        xs += [*ring_xs, None]
        ys += [*ring_ys, None]
    return {"x": np.array(xs, dtype=np.float32), "y": np.array(ys, dtype=np.float32)}


def _fills(figure: go.Figure, places: Sequence[Place], layer: str, outstanding: Status | None) -> None:
    """One trace a status, all pale but an outstanding one; its `meta` says whose each ring is, and what is told of it."""
    for status in (None, *Status):
        own = [place for place in places if place.status == status]
        if not own:
            continue
        look = None if status is None else looks.look(status)
        style: dict[str, Any] = {"fillcolor": looks.NEUTRAL if look is None else look.colour}
        if look is not None and outstanding not in (None, status):
            style = {"fillcolor": looks.tint(look.colour, _PALE)}
        elif look is not None and look.hatched:
            style = {
                "fillcolor": looks.tint(look.colour, 0.35),
                "fillpattern": {
                    "shape": "/",
                    "fgcolor": look.colour,
                    "bgcolor": looks.tint(look.colour, 0.35),
                    "size": 9,
                    "solidity": 0.35,
                },
            }
        figure.add_scatter(
            **_rings(place.land for place in own),
            meta=[
                (place.state.label, _hover(place, layer))
                for place in own
                for _ in shapely.get_rings(shapely.get_parts(place.land))
            ],
            mode="lines",
            fill="toself",
            line={"color": looks.PANEL, "width": _BORDER},
            hoverinfo="skip",
            name="无此项任务" if status is None else str(status),
            **style,
        )


def _outlines(figure: go.Figure, shown: gpd.GeoDataFrame, width: float) -> None:
    x, y = _town_rings(tuple(shown["town"]), tuple(shapely.to_wkb(shown.geometry.to_numpy())))
    figure.add_scatter(x=x, y=y, mode="lines", line={"color": looks.INK, "width": width}, hoverinfo="skip")


@lru_cache(maxsize=_KEPT_OUTLINES)
def _town_rings(towns: tuple[str, ...], shapes: tuple[bytes | None, ...]) -> tuple[np.ndarray, np.ndarray]:
    """The outlines of towns as x and y of a trace, from their villages' shapes, which are bytes as in `_label_point`."""
    frame = gpd.GeoDataFrame({"town": towns}, geometry=shapely.from_wkb(np.array(shapes, dtype=object)))
    x, y = _rings(label_places.outline(frame, by="town").geometry).values()
    for each in (x, y):
        each.setflags(write=False)
    return x, y


def _chosen(figure: go.Figure, places: Sequence[Place], chosen: Collection[str | None]) -> None:
    lands = [place.land for place in places if place.state.label in chosen]
    if lands:
        line = {"color": looks.INK, "width": _CHOSEN}
        figure.add_scatter(**_rings(lands), mode="lines", line=line, hoverinfo="skip")


def _hover(place: Place, layer: str) -> str:
    grade = f"（{place.state.grade}重点帮扶村）" if place.state.grade else ""
    name = " ".join(dict.fromkeys((place.state.town, place.state.village)))  # a town is its own
    title = f"<b>{theme.plain(name)}</b>{grade}"
    if place.status is None:
        return f"{title}<br>无此项任务"
    status = f"{looks.look(place.status).mark} {map_layers.word(layer, place.status)}"
    return f"{title}<br>{status}　{theme.plain(worst_words(place.state, layer))}"


def _names(figure: go.Figure, places: Sequence[Place], labels: Sequence[Label], layer: str, sizes: theme.Scale) -> None:
    own = [label for label in labels if label.leads_from is None]
    figure.add_scatter(
        x=[label.x for label in own],
        y=[label.y for label in own],
        text=[label.text for label in own],
        mode="text",
        textfont={"size": sizes.small, "weight": 600, "color": [label.colour for label in own]},
        hoverinfo="skip",
        cliponaxis=False,
    )
    beside = [label for label in labels if label.leads_from is not None]
    homes = {(place.x, place.y): place for place in places}
    figure.update_layout(  # all at once: Plotly copies what is there with each one added
        shapes=[_lead(label) for label in beside],
        annotations=[_callout(label, homes[label.leads_from], layer, sizes) for label in beside if label.leads_from],
    )


def _lead(label: Label) -> dict:
    """The line from a name beside the land to its village."""
    assert label.leads_from is not None
    x, y = label.leads_from
    return {"type": "line", "x0": x, "y0": y, "x1": label.x, "y1": label.y, "line": {"color": looks.INK, "width": 1.5}}


def _callout(label: Label, place: Place, layer: str, sizes: theme.Scale) -> dict:
    """A name beside the land, which stands for its village."""
    font = {"size": sizes.small, "color": label.colour}
    where = {"x": label.x, "y": label.y, "xanchor": label.side, "showarrow": False}
    return {"text": label.text, "font": font, "name": place.state.label, "hovertext": _hover(place, layer), **where}


def _markers(figure: go.Figure, sites: Sequence[Site], marks: Marks) -> None:
    if not sites:
        return
    figure.add_scatter(
        x=marks.points[:, 0].tolist(),
        y=marks.points[:, 1].tolist(),
        mode="markers",
        customdata=[f"{site.town}{site.village}" for site in sites],
        text=[_site_hover(site) for site in sites],
        hovertemplate="%{text}<extra></extra>",
        ids=[f"{site.kind}{site.town}{site.name}" for site in sites],
        name="site",
        marker={
            "symbol": [theme.SITE_SYMBOLS.get(site.kind, "circle") for site in sites],
            "size": marks.pixels,
            "color": [looks.look(site.status).colour for site in sites],
            "line": {"color": looks.PANEL, "width": 2.5},
        },
    )


def _site_hover(site: Site) -> str:
    look = looks.look(site.status)
    return (
        f"<b>{theme.plain(site.name)}</b><br>{look.mark} {site.status}　{site.stage}"
        f"　形象进度 {formats.rate(site.progress)}"
        f"<br>计划完工 {formats.day(site.planned_finish)}　{theme.plain(site.owner)}"
    )
