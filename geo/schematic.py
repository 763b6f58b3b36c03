"""The map before boundaries are delivered: one equal cell a village, grouped by town; and such towns beside real ones."""

import math
from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.district import District

# A village is some 3.3 km²; a hexagon of that area is this wide from flat side to flat side.
CELL_WIDTH = math.sqrt(3.3e6 * 2 / math.sqrt(3))
_ROW = math.sqrt(3) / 2  # height of a row of hexagons, in cell widths
_GAP = 0.75  # cell widths between towns
_ASPECT = 1.4  # of the whole picture, where nothing is known about the towns
_Point = tuple[float, float]


def schematic(villages: pd.DataFrame, district: District | None) -> gpd.GeoDataFrame:
    """One hexagon a village: the columns of `villages` (town and village among them), geometry, schematic = True.

    Metres around a middle of its own, in the district's plane where that is known, so that the map draws like any
    other; the places mean nothing. The same list gives the same map. Towns whose rough place the district does not
    tell are laid out left to right below the others.
    """
    centres = {} if district is None else {town: (east, north) for town, east, north in district.places}
    plane = None if district is None else district.epsg
    villages = villages.reset_index(drop=True)
    groups = {town: list(rows.index) for town, rows in villages.groupby("town", sort=False)}
    middles = _town_middles({town: _radius(len(rows)) for town, rows in groups.items()}, centres)
    cells = _cells({town: len(rows) for town, rows in groups.items()}, middles)
    places = {row: cell for town, rows in groups.items() for row, cell in zip(rows, cells[town], strict=True)}
    xy = np.array([places[row] for row in range(len(villages))], dtype=float).reshape(-1, 2) * CELL_WIDTH
    if len(xy):
        xy -= (xy.min(axis=0) + xy.max(axis=0)) / 2
    shapes = gpd.GeoSeries([_hexagon(x, y) for x, y in xy], crs=plane)
    return gpd.GeoDataFrame(villages.assign(schematic=True), geometry=shapes, crs=plane)


def apart(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Villages whose lines are only a schematic (column `schematic`), moved beside the real ones and made of like size.

    Wherever they were drawn, they never lie over real land.
    """
    sketched = np.array(frame["schematic"], dtype=bool)
    real, others = frame.geometry[~sketched].dropna(), frame.geometry[sketched].dropna()
    if real.empty or others.empty:
        return frame
    scale = math.sqrt(real.area.mean() / others.area.mean())
    grown = others.scale(scale, scale, origin=(0, 0, 0))
    (_, south, east, north), (left, bottom, _, top) = real.total_bounds, grown.total_bounds
    gap = math.sqrt(real.area.mean()) * _GAP
    moved = grown.translate(east + gap - left, (south + north - bottom - top) / 2)
    return frame.set_geometry(pd.concat([frame.geometry[~sketched], moved]).reindex(frame.index), crs=frame.crs)


def _hexagon(x: float, y: float) -> shapely.Polygon:
    """Pointy-topped: widest where the label is written. Corners are rounded so that neighbours share them exactly."""
    reach = CELL_WIDTH / math.sqrt(3)
    angles = np.radians(np.arange(30, 390, 60))
    return shapely.Polygon(np.round(np.column_stack([x + reach * np.cos(angles), y + reach * np.sin(angles)]), 3))


def _radius(count: int) -> float:
    """Of a round heap of cells, in cell widths."""
    return math.sqrt(count * _ROW / math.pi)


def _town_middles(radii: Mapping[str, float], centres: Mapping[str, _Point]) -> dict[str, _Point]:
    """Middles of the towns, in cell widths: known ones pushed apart until they are clear, others in rows below."""
    known = [town for town in radii if town in centres]
    scale = max(
        (
            (radii[one] + radii[other] + _GAP) / max(math.dist(centres[one], centres[other]), 1e-9)
            for number, one in enumerate(known)
            for other in known[:number]
        ),
        default=0.0,
    )
    middles = {town: (centres[town][0] * scale, centres[town][1] * scale) for town in known}
    floor = min((middles[town][1] - radii[town] for town in known), default=0.0)
    left = min((middles[town][0] - radii[town] for town in known), default=0.0)
    right = max((middles[town][0] + radii[town] for town in known), default=0.0)
    others = [town for town in radii if town not in centres]
    return middles | _rows({town: radii[town] for town in others}, left, floor - _GAP, right - left)


def _rows(radii: Mapping[str, float], left: float, top: float, width: float) -> dict[str, _Point]:
    """Towns left to right, wrapped into rows about as wide as the rest of the picture."""
    room = sum((2 * radius + _GAP) ** 2 for radius in radii.values())
    width = max(width, math.sqrt(room * _ASPECT))
    middles: dict[str, _Point] = {}
    x, lowest = left, top
    for town, radius in radii.items():
        if x > left and x + 2 * radius > left + width:
            x, top = left, lowest - _GAP
        middles[town] = (x + radius, top - radius)
        lowest = min(lowest, top - 2 * radius)
        x += 2 * radius + _GAP
    return middles


def _cells(counts: Mapping[str, int], middles: Mapping[str, _Point]) -> dict[str, list[_Point]]:
    """Places of each town's cells, top to bottom and left to right, no cell taken twice.

    Cells are handed out nearest first, so that every town becomes a round heap even where heaps touch.
    """
    offers = [
        (round(math.dist(spot, middles[town]) - _radius(count), 6), number, town, spot)
        for number, (town, count) in enumerate(counts.items())
        for spot in _grid(middles[town], _radius(count) + 2.5)
    ]
    taken: dict[_Point, str] = {}
    left = dict(counts)
    for _, _, town, spot in sorted(offers, key=lambda offer: (offer[0], offer[1], offer[3])):
        if left[town] and spot not in taken:
            taken[spot] = town
            left[town] -= 1
    found: dict[str, list[_Point]] = {town: [] for town in counts}
    for spot in sorted(taken, key=lambda spot: (-spot[1], spot[0])):
        found[taken[spot]].append(spot)
    return found


def _grid(middle: _Point, radius: float) -> Sequence[_Point]:
    """Middles of hexagons within a distance, in cell widths; all towns share one grid."""
    rows = range(math.floor((middle[1] - radius) / _ROW), math.ceil((middle[1] + radius) / _ROW) + 1)
    columns = range(math.floor(middle[0] - radius) - 1, math.ceil(middle[0] + radius) + 1)
    spots = [(column + (0.5 if row % 2 else 0.0), row * _ROW) for row in rows for column in columns]
    return [spot for spot in spots if math.dist(spot, middle) <= radius]
