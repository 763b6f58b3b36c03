"""Markers: the shapes of sites and of points, in pixels around their middle, as plotly draws them."""

from math import cos, pi, sin, sqrt


def outline(symbol: str, size: float) -> str:
    """The path of a marker that is `size` pixels across."""
    return _PATHS[symbol](size / 2)


def _circle(r: float) -> str:
    return f"M{r:g},0A{r:g},{r:g} 0 1,1 0,{-r:g}A{r:g},{r:g} 0 0,1 {r:g},0Z"


def _polygon(*corners: tuple[float, float]) -> str:
    return "M" + "L".join(f"{x:.2f},{y:.2f}" for x, y in corners) + "Z"


def _around(r: float, corners: int, inner: float = 0) -> str:
    """A regular polygon with a corner at the top; with an inner radius, a star."""
    radii = [r, inner] if inner else [r]
    count = corners * len(radii)
    turns = [(radii[at % len(radii)], 2 * pi * at / count) for at in range(count)]
    return _polygon(*((radius * sin(turn), -radius * cos(turn)) for radius, turn in turns))


_PATHS = {
    "circle": _circle,
    "square": lambda r: _polygon((-r, -r), (r, -r), (r, r), (-r, r)),
    "diamond": lambda r: _polygon((0, -1.3 * r), (1.3 * r, 0), (0, 1.3 * r), (-1.3 * r, 0)),
    "triangle-up": lambda r: _polygon((0, -r), (2 * r / sqrt(3), r / 2), (-2 * r / sqrt(3), r / 2)),
    "pentagon": lambda r: _around(r, 5),
    "hexagon": lambda r: _around(r, 6),
    "star": lambda r: _around(1.4 * r, 5, 1.4 * r * 0.382),
}
