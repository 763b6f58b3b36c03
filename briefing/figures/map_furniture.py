"""What a map carries besides its land: scale bar, north arrow, and what a reader must know about the lines."""

from collections.abc import Sequence

import geopandas as gpd
import plotly.graph_objects as go
import shapely

from briefing import looks
from briefing.figures import theme
from briefing.figures.map_view import EDGE, FOOT, View
from geo import label_places

SCHEMATIC_NOTE = "示意图，不代表实际位置与界线"
CROWDED = "太密，选一个镇后显示村名和点位"
_SCALE_BAR = 150  # pixels that the scale bar takes at most, so that it takes 60 at least
_NORTH_ROOM = (40, 56)  # pixels that the north arrow takes in its corner


def notes_lines(source: str, review_number: str, *more: str) -> list[str]:
    """What stands under the map."""
    number = f"审图号：{theme.plain(review_number)}" if review_number else ""
    return [*filter(None, [theme.plain(source), number, *more])]


def in_room(notes: Sequence[str], width: float, size: float) -> str:
    """In one line where there is room for it, else each in a line of its own."""
    one = "　".join(notes)
    return one if looks.ems(one) * size <= width else "<br>".join(notes)


def furnish(
    figure: go.Figure, shown: gpd.GeoDataFrame, view: View, *, schematic: bool, notes: str, sizes: theme.Scale
) -> None:
    """Scale bar, north arrow, and what a reader must know about the lines."""
    if not schematic:  # a schematic's distances mean nothing
        _scale_bar(figure, label_places.round_length(view.metres(_SCALE_BAR)), view, sizes=sizes)
    figure.add_annotation(
        xref="paper",
        yref="paper",
        x=1,
        y=0,
        text=notes,
        xanchor="right",
        yanchor="bottom",
        showarrow=False,
        font={"size": sizes.small, "color": looks.SOFT_INK},
    )
    side = _free_corner(shown, view)
    figure.add_annotation(
        xref="paper",
        yref="paper",
        x=0.01 if side == "left" else 0.99,
        y=0.99,
        text="<b>北</b><br>▲",
        xanchor=side,
        yanchor="top",
        showarrow=False,
        font={"size": sizes.text, "color": looks.INK},
    )


def _free_corner(shown: gpd.GeoDataFrame, view: View) -> str:
    """The upper corner for the north arrow: the left one, unless there is land and the right one is free."""
    width, height = (view.metres(pixels) for pixels in _NORTH_ROOM)
    corners = {
        "left": shapely.box(view.west, view.north - height, view.west + width, view.north),
        "right": shapely.box(view.east - width, view.north - height, view.east, view.north),
    }
    return next((side for side, box in corners.items() if not shown.geometry.intersects(box).any()), "left")


def _scale_bar(figure: go.Figure, length: float, view: View, *, sizes: theme.Scale) -> None:
    south, west, tick = view.south + view.metres(FOOT * 0.45), view.west + view.metres(EDGE), view.metres(5)
    figure.add_scatter(
        x=[west, west, west + length, west + length],
        y=[south + tick, south, south, south + tick],
        mode="lines",
        line={"color": looks.INK, "width": 2},
        hoverinfo="skip",
    )
    figure.add_annotation(
        x=west + length,
        y=south,
        text=f"{length / 1000:g} 公里" if length >= 1000 else f"{length:g} 米",
        xanchor="left",
        yanchor="middle",
        showarrow=False,
        font={"size": sizes.small, "color": looks.SOFT_INK},
        xshift=4,
    )
