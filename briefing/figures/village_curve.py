"""Curves of one village over the plan year: courtyards, toilets and money in one picture.

May import: `curves`, `theme`, `model`; `layers`.
"""

from collections.abc import Sequence

import plotly.graph_objects as go

from briefing import layers
from briefing.figures import theme
from briefing.figures.curves import year_axes
from briefing.model import VillageCurve, VillageState

# Told apart without colour, too: a briefing is often printed grey.
_LOOKS = {
    layers.COURTYARDS: (theme.ACCENT, "solid", "circle"),
    layers.TOILETS: (theme.SOFT_INK, "dash", "square"),
    layers.FUNDS: (theme.INK, "dot", "diamond"),
}


def village_curve(curves: Sequence[VillageCurve], year: int, *, sizes: theme.Scale, room: tuple[int, int]) -> go.Figure:
    """Share done on each layer at every 截至日期, with the newest share in the legend."""
    figure = theme.figure(sizes, room)
    for curve in curves:
        colour, dash, symbol = _LOOKS[curve.layer]
        days, shares = zip(*curve.points, strict=True)
        figure.add_scatter(
            x=days,
            y=shares,
            mode="lines+markers",
            name=f"{curve.layer} {theme.rate(shares[-1])}",
            line={"color": colour, "dash": dash, "width": sizes.line},
            marker={"size": sizes.marker, "symbol": symbol, "color": colour},
            hovertemplate=f"{curve.layer} %{{y:.1%}}<extra></extra>",
            cliponaxis=False,
        )
    return year_axes(figure, year, narrow=True)


def village_curve_alt(village: VillageState) -> str:
    """What the curves of a village say."""
    return f"{village.village}逐月进度：" + "，".join(f"{c.layer} {theme.rate(c.points[-1][1])}" for c in village.curves)
