"""Polygons as plain lists and points for a drawing library: rings, label places, outlines, markers, scale bar.

Metres in, metres out; no colours and no figures.
"""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import shapely
from shapely import affinity

# A name is about this many times wider than high, so the free place for it is looked for in squeezed land.
LABEL_ASPECT = 1.6
_ROUND_STEPS = (1, 2, 5)
_SEARCH_FINENESS = 200  # the label place is found to this part of the polygon's size
_MOVED_AT_MOST = 40  # how far, in marker distances, a crowded marker may be moved


class LabelPlace(NamedTuple):
    """Where a name may stand: its middle, and the free width there in metres."""

    point: shapely.Point
    width: float


def rings(geometry: shapely.Geometry) -> tuple[list[float | None], list[float | None]]:
    """(xs, ys) of all rings, None between them, for a line filled "toself".

    Holes run against their outer ring, so they stay empty under both fill rules of SVG.
    """
    xs: list[float | None] = []
    ys: list[float | None] = []
    for polygon in shapely.get_parts(shapely.orient_polygons(geometry)):
        for ring in (polygon.exterior, *polygon.interiors):
            coordinates = shapely.get_coordinates(ring)
            xs += [*([None] if xs else []), *coordinates[:, 0].tolist()]
            ys += [*([None] if ys else []), *coordinates[:, 1].tolist()]
    return xs, ys


def label_point(geometry: shapely.Geometry, height_m: float = 0.0) -> LabelPlace:
    """The best place for a name in the largest part of an area, and the width free there.

    `height_m` is the height of the text in metres; the width is free over all of it, and may be 0 in a narrow village.
    """
    part = max(shapely.get_parts(geometry), key=lambda polygon: polygon.area)
    squeezed = affinity.scale(part, xfact=1 / LABEL_ASPECT, origin=(0, 0))
    size = math.sqrt(part.area) or 1.0
    spot = shapely.get_point(shapely.maximum_inscribed_circle(squeezed, size / _SEARCH_FINENESS), 0)
    x, y = spot.x * LABEL_ASPECT, spot.y
    free = [_free(part, x, level) for level in {y - height_m / 2, y, y + height_m / 2}]
    west, east = max(span[0] for span in free), min(span[1] for span in free)
    if east <= west:
        return LabelPlace(shapely.Point(x, y), 0.0)
    return LabelPlace(shapely.Point((west + east) / 2, y), east - west)


def centroid(geometry: shapely.Geometry) -> shapely.Point:
    """The centre of an area where it lies inside, else a point that does."""
    middle = geometry.centroid
    return middle if geometry.covers(middle) else geometry.representative_point()


def outline(frame: gpd.GeoDataFrame, by: str = "town") -> gpd.GeoDataFrame:
    """One row a value of `by`, in order of first appearance, with the united geometry."""
    groups = {key: rows.geometry.to_numpy() for key, rows in frame.groupby(by, sort=False)}
    return gpd.GeoDataFrame(
        {by: list(groups)},
        geometry=gpd.GeoSeries([_united(shapes) for shapes in groups.values()], crs=frame.crs),
        crs=frame.crs,
    )


def round_length(at_most: float) -> float:
    """The longest round length in metres (1, 2 or 5 and zeros) that a scale bar has room for."""
    wanted = max(at_most, 1.0)
    power = 10.0 ** math.floor(math.log10(wanted))
    return max(step * power for step in _ROUND_STEPS if step * power <= wanted)


def spread(
    points: Sequence[tuple[float, float]], min_distance: float, homes: Sequence[shapely.Geometry | None] | None = None
) -> list[tuple[float, float]]:
    """The points, in order, moved as little as needed for every two to be `min_distance` apart.

    Points with room around them stay. `homes` are areas, one a point, which a moved point does not leave while there is
    room in them. The same points always give the same places.
    """
    where = np.asarray(points, dtype=float).reshape(-1, 2)
    placed = np.full_like(where, np.nan)
    moves = _moves(min_distance)
    for number in _free_first(where, min_distance):
        taken = placed[np.isfinite(placed[:, 0])]
        home = _home(where[number], homes[number] if homes is not None else None)
        spot = None if home is None else _first_clear(where[number], moves, taken, min_distance, home)
        placed[number] = _first_clear(where[number], moves, taken, min_distance) if spot is None else spot
    return [(float(x), float(y)) for x, y in placed]


def _home(point: np.ndarray, home: shapely.Geometry | None) -> shapely.Geometry | None:
    """The area a point keeps to; none for a point that lies outside it to begin with."""
    return home if home is not None and shapely.contains_xy(home, *point) else None


def _first_clear(
    point: np.ndarray,
    moves: Sequence[np.ndarray],
    taken: np.ndarray,
    distance: float,
    home: shapely.Geometry | None = None,
) -> np.ndarray | None:
    """The nearest moved place with room around it, inside `home` if given; None, or the point itself, without any."""
    for ring in moves:
        spots = point + ring
        clear = (np.hypot(*(spots[:, None] - taken[None]).T) >= distance).all(axis=0)
        if home is not None:
            clear &= shapely.contains_xy(home, spots)
        if clear.any():
            return spots[np.argmax(clear)]
    return None if home is not None else point


def _free_first(where: np.ndarray, distance: float) -> Iterable[int]:
    """Points that crowd nobody come first, so that a moved neighbour gives way to them."""
    crowded = [(np.hypot(*(where - point).T) < distance).sum() > 1 for point in where]
    return sorted(range(len(where)), key=lambda number: crowded[number])


def _moves(distance: float) -> list[np.ndarray]:
    """No move first, then ever wider rings of moves, half a distance apart."""
    rings = [np.zeros((1, 2))]
    for number in range(1, 2 * _MOVED_AT_MOST + 1):
        angles = np.linspace(0, math.tau, 6 * number, endpoint=False)
        reach = number * distance / 2 * (1 + 1e-9)  # a hair more, lest rounding leave two markers a hair too close
        rings.append(reach * np.column_stack([np.cos(angles), np.sin(angles)]))
    return rings


def _free(part: shapely.Polygon, x: float, y: float) -> tuple[float, float]:
    """(west, east) of the stretch of `part` at height `y` that holds `x`; an empty stretch when it is outside."""
    west, _, east, _ = part.bounds
    cut = shapely.intersection(part, shapely.LineString([(west - 1, y), (east + 1, y)]))
    for stretch in shapely.get_parts(cut):
        low, _, high, _ = stretch.bounds
        if low <= x <= high:
            return low, high
    return x, x


def _united(shapes: np.ndarray) -> shapely.Geometry:
    """Fast where the shapes share their lines exactly, and right where they do not."""
    return shapely.coverage_union_all(shapes) if shapely.coverage_is_valid(shapes) else shapely.union_all(shapes)
