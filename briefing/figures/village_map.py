"""The village map: filled polygons on plain metre axes, so that it draws without tiles, WebGL or any outside request.

Geometry comes from `geo.drawing`; statuses, items and sites from the Briefing.
"""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import plotly.graph_objects as go
import shapely

from briefing import layers
from briefing.figures import theme
from briefing.figures.map_labels import EDGE, FOOT, MARKER, Label, Place, View, fitted, marker_room
from briefing.model import Site, VillageState
from briefing.status import SEVERITY, Status
from geo import drawing

SCHEMATIC_NOTE = "示意图，不代表实际位置与界线"
METRES = "EPSG:4547"
DEGREES = "EPSG:4490"

_HIT_SPACING = 18  # pixels between the invisible points that hover and clicks find
_BORDER, _OUTLINE, _CHOSEN = 1.5, 3, 5


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
) -> go.Figure:
    """The villages that have a boundary, filled by their status on `layer`; `chosen` is a village's label."""
    figure = theme.figure(sizes, room)
    places = _places(villages, boundaries, layer)
    if not places:
        return theme.say_missing(figure, "没有这些村的界线")
    names = {(place.state.town, place.state.village) for place in places}
    shown = boundaries[[pair in names for pair in zip(boundaries["town"], boundaries["village"], strict=True)]]
    marked = [site for site in sites if site.layer == layer and (site.town, site.village) in names]
    view, labels = fitted(places, layer=layer, marked=marked, sizes=sizes, room=room)
    _fills(figure, places)
    _outlines(figure, shown)
    _chosen(figure, places, chosen)
    _hits(figure, places, view, layer)
    _names(figure, labels, sizes)
    _markers(figure, marked, places, view, schematic=schematic, sizes=sizes)
    _furniture(figure, shown, view, schematic=schematic, review_number=review_number, sizes=sizes)
    figure.update_xaxes(range=[view.west, view.east], visible=False)
    figure.update_yaxes(range=[view.south, view.north], visible=False, scaleanchor="x", scaleratio=1)
    return figure.update_layout(
        margin={"l": 0, "r": 0, "t": 0, "b": 0}, hovermode="closest", hoverdistance=_HIT_SPACING
    )


def village_map_alt(villages: Sequence[VillageState], layer: str) -> str:
    """What the map says."""
    known = [village.statuses[layer] for village in villages if layer in village.statuses]
    counts = "，".join(f"{status} {known.count(status)} 个村" for status in theme.WORST_FIRST if status in known)
    return f"各村{layer}状态地图：{counts or theme.MISSING}"


def status_on(village: VillageState, layer: str) -> Status | None:
    """How a village stands on a layer; None where it has no such task, while nothing at all is 未报."""
    return village.statuses.get(layer, Status.UNREPORTED if layer == layers.ALL else None)


def worst_words(village: VillageState, layer: str) -> str:
    """Which item gives a village its status on a layer."""
    items = [item for item in village.items if layer in (item.layer, layers.ALL)]
    if not items:
        return "没有填报"
    worst = max(items, key=lambda item: SEVERITY[item.status])
    if len(items) == 1 and worst.text:
        return worst.text  # the layer says already what it is about
    return f"{worst.title}：{worst.text}" if worst.text else worst.title


def _places(villages: Sequence[VillageState], boundaries: gpd.GeoDataFrame, layer: str) -> list[Place]:
    states = {(village.town, village.village): village for village in villages}
    places = []
    for row in boundaries.itertuples():
        state = states.get((row.town, row.village))
        if state is not None and row.geometry is not None and not row.geometry.is_empty:
            point = drawing.label_point(row.geometry)[0]
            places.append(Place(state, row.geometry, status_on(state, layer), point.x, point.y))
    return places


def _fills(figure: go.Figure, places: Sequence[Place]) -> None:
    """One trace a status, so that three thousand villages draw as fast as thirty."""
    for status in (None, *Status):
        xs, ys = [], []
        for place in places:
            if place.status == status:
                ring_xs, ring_ys = drawing.rings(place.land)
                xs += [*ring_xs, None]
                ys += [*ring_ys, None]
        if not xs:
            continue
        look = None if status is None else theme.look(status)
        style = {"fillcolor": theme.NEUTRAL if look is None else look.colour}
        if look is not None and look.hatched:
            style = {
                "fillcolor": theme.tint(look.colour, 0.35),
                "fillpattern": {
                    "shape": "/",
                    "fgcolor": look.colour,
                    "bgcolor": theme.tint(look.colour, 0.35),
                    "size": 9,
                    "solidity": 0.35,
                },
            }
        figure.add_scatter(
            x=xs,
            y=ys,
            mode="lines",
            fill="toself",
            line={"color": theme.PANEL, "width": _BORDER},
            hoverinfo="skip",
            name="无此项任务" if status is None else str(status),
            **style,
        )


def _outlines(figure: go.Figure, shown: gpd.GeoDataFrame) -> None:
    for row in drawing.outline(shown, by="town").itertuples():
        xs, ys = drawing.rings(row.geometry)
        figure.add_scatter(x=xs, y=ys, mode="lines", line={"color": theme.INK, "width": _OUTLINE}, hoverinfo="skip")


def _chosen(figure: go.Figure, places: Sequence[Place], chosen: str | None) -> None:
    for place in places:
        if place.state.label == chosen:
            xs, ys = drawing.rings(place.land)
            figure.add_scatter(x=xs, y=ys, mode="lines", line={"color": theme.INK, "width": _CHOSEN}, hoverinfo="skip")


def _hover(place: Place, layer: str) -> str:
    grade = f"（{place.state.grade}重点帮扶村）" if place.state.grade else ""
    title = f"<b>{theme.plain(place.state.town)} {theme.plain(place.state.village)}</b>{grade}"
    if place.status is None:
        return f"{title}<br>无此项任务"
    return f"{title}<br>{theme.look(place.status).mark} {place.status}　{theme.plain(worst_words(place.state, layer))}"


def _hits(figure: go.Figure, places: Sequence[Place], view: View, layer: str) -> None:
    """Invisible points all over the land: Plotly finds points, not areas, under a pointer that clicks."""
    step = view.metres(_HIT_SPACING)
    xs, ys, texts, labels = [], [], [], []
    for place in places:
        west, south, east, north = place.land.bounds
        grid_x, grid_y = np.meshgrid(np.arange(west, east, step), np.arange(south, north, step))
        inside = shapely.contains_xy(place.land, grid_x.ravel(), grid_y.ravel())
        own_x, own_y = [place.x, *grid_x.ravel()[inside]], [place.y, *grid_y.ravel()[inside]]
        xs += own_x
        ys += own_y
        texts += [_hover(place, layer)] * len(own_x)
        labels += [place.state.label] * len(own_x)
    unseen = {"marker": {"opacity": 0}}
    figure.add_scatter(
        x=xs,
        y=ys,
        text=texts,
        customdata=labels,
        mode="markers",
        marker={"size": _HIT_SPACING, "opacity": 0},
        selected=unseen,
        unselected=unseen,
        hovertemplate="%{text}<extra></extra>",
        name="village",
    )


def _names(figure: go.Figure, labels: Sequence[Label], sizes: theme.Scale) -> None:
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
    for label in labels:
        if label.leads_from is not None:
            figure.add_shape(
                type="line",
                x0=label.leads_from[0],
                y0=label.leads_from[1],
                x1=label.x,
                y1=label.y,
                line={"color": theme.INK, "width": 1},
            )
            figure.add_annotation(
                x=label.x,
                y=label.y,
                text=label.text,
                showarrow=False,
                xanchor=label.side,
                font={"size": sizes.small, "color": label.colour},
            )


def _stands(site: Site, place: Place, view: View, *, schematic: bool, sizes: theme.Scale) -> tuple[float, float]:
    """A site's own coordinates where they mean something; else the lower half of its village."""
    if not schematic and site.longitude is not None and site.latitude is not None:
        point = gpd.GeoSeries.from_xy([site.longitude], [site.latitude], crs=DEGREES).to_crs(METRES).iloc[0]
        return point.x, point.y
    return place.x, place.y - view.metres(marker_room(sizes) / 2)


def _markers(
    figure: go.Figure,
    sites: Sequence[Site],
    places: Sequence[Place],
    view: View,
    *,
    schematic: bool,
    sizes: theme.Scale,
) -> None:
    if not sites:
        return
    home = {(place.state.town, place.state.village): place for place in places}
    points = [_stands(site, home[site.town, site.village], view, schematic=schematic, sizes=sizes) for site in sites]
    points = drawing.spread(points, view.metres(sizes.marker * 2.2))
    figure.add_scatter(
        x=[x for x, _ in points],
        y=[y for _, y in points],
        mode="markers",
        customdata=[f"{site.town}{site.village}" for site in sites],
        text=[_site_hover(site) for site in sites],
        hovertemplate="%{text}<extra></extra>",
        name="site",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        marker={
            "symbol": [theme.SITE_SYMBOLS.get(site.kind, "circle") for site in sites],
            "size": sizes.marker * MARKER,
            "color": [theme.look(site.status).colour for site in sites],
            "line": {"color": theme.PANEL, "width": 2.5},
        },
    )


def _site_hover(site: Site) -> str:
    look = theme.look(site.status)
    return (
        f"<b>{theme.plain(site.name)}</b><br>{look.mark} {site.status}　{site.stage}"
        f"　形象进度 {theme.rate(site.progress)}"
        f"<br>计划完工 {theme.day(site.planned_finish)}　{theme.plain(site.owner)}"
    )


def _furniture(
    figure: go.Figure, shown: gpd.GeoDataFrame, view: View, *, schematic: bool, review_number: str, sizes: theme.Scale
) -> None:
    """Scale bar, north arrow, and what a reader must know about the lines."""
    if not schematic:  # a schematic's distances mean nothing
        _scale_bar(figure, drawing.scale_bar_length(shown), view, sizes=sizes)
    small = {"size": sizes.small, "color": theme.SOFT_INK}
    notes = [SCHEMATIC_NOTE] if schematic else []
    notes += [f"审图号：{theme.plain(review_number)}"] if review_number else []
    figure.add_annotation(
        xref="paper",
        yref="paper",
        x=1,
        y=0,
        text="　".join(notes),
        xanchor="right",
        yanchor="bottom",
        showarrow=False,
        font=small,
    )
    figure.add_annotation(
        xref="paper",
        yref="paper",
        x=0.01,
        y=0.99,
        text="<b>北</b><br>▲",
        xanchor="left",
        yanchor="top",
        showarrow=False,
        font={"size": sizes.text, "color": theme.INK},
    )


def _scale_bar(figure: go.Figure, length: float, view: View, *, sizes: theme.Scale) -> None:
    south, west, tick = view.south + view.metres(FOOT * 0.35), view.west + view.metres(EDGE), view.metres(5)
    figure.add_scatter(
        x=[west, west, west + length, west + length],
        y=[south + tick, south, south, south + tick],
        mode="lines",
        line={"color": theme.INK, "width": 2},
        hoverinfo="skip",
    )
    figure.add_annotation(
        x=west + length,
        y=south,
        text=f"{length / 1000:g} 公里" if length >= 1000 else f"{length:g} 米",
        xanchor="left",
        yanchor="middle",
        showarrow=False,
        font={"size": sizes.small, "color": theme.SOFT_INK},
        xshift=4,
    )
