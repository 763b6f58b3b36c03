"""Curves of one village over the plan year: courtyards, toilets and money in one picture."""

from collections.abc import Sequence

import plotly.graph_objects as go

from briefing import formats, looks
from briefing.figures import theme
from briefing.figures.curves import year_axes
from briefing.measures import map_layers
from briefing.model import VillageCurve, VillageState

# Told apart without colour, too: a briefing is often printed grey.
_LOOKS = {
    map_layers.COURTYARDS: (looks.ACCENT, "solid", "circle"),
    map_layers.TOILETS: (looks.SOFT_INK, "dash", "square"),
    map_layers.FUNDS: (looks.INK, "dot", "diamond"),
}


def village_curve(curves: Sequence[VillageCurve], year: int, *, sizes: theme.Scale, room: tuple[int, int]) -> go.Figure:
    """Share done on each layer at every 截至日期, with the newest share in the legend."""
    figure = theme.figure(sizes, room)
    for curve in curves:
        colour, dash, symbol = _LOOKS[curve.layer]
        days, shares = zip(*curve.points, strict=True)
        said = [formats.rate(share, *curve.bounds) for share in shares]
        figure.add_scatter(
            x=days,
            y=shares,
            customdata=said,
            mode="lines+markers",
            name=f"{curve.layer} {said[-1]}",
            line={"color": colour, "dash": dash, "width": sizes.line},
            marker={"size": sizes.marker, "symbol": symbol, "color": colour},
            hovertemplate=f"{curve.layer} %{{customdata}}<extra></extra>",
            cliponaxis=False,
        )
    return year_axes(figure, year, sizes=sizes)


def village_curve_alt(village: VillageState) -> str:
    """What the curves of a village say."""
    return f"{village.village}逐月进度：" + "，".join(
        f"{c.layer} {formats.rate(c.points[-1][1], *c.bounds)}" for c in village.curves
    )
