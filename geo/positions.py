"""Site coordinates in degrees → metres in the district's plane, and which village they lie in."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import prcoords
import pyproj
import shapely

from geo.district import DEGREES, SYSTEMS, System

# A site may stand this far outside the drawn line before we say so: hand-held GPS and simplified lines.
TOLERANCE_METRES = 50.0

_UNSHIFT = {"GCJ-02": prcoords.gcj_wgs_bored, "BD-09": prcoords.bd_wgs_bored}
_SHIFT = {"GCJ-02": prcoords.wgs_gcj, "BD-09": prcoords.wgs_bd}


def unshifted(longitudes: Sequence[float], latitudes: Sequence[float], system: System) -> tuple[np.ndarray, np.ndarray]:
    """True degrees of positions given in `system`; NaN stays NaN. ValueError for a system we do not know."""
    return _each(longitudes, latitudes, _UNSHIFT, system)


def shifted(longitudes: Sequence[float], latitudes: Sequence[float], system: System) -> tuple[np.ndarray, np.ndarray]:
    """The reverse of `unshifted`."""
    return _each(longitudes, latitudes, _SHIFT, system)


def to_plane(
    longitudes: Sequence[float],
    latitudes: Sequence[float],
    system: System,
    plane: int | pyproj.CRS,
) -> tuple[np.ndarray, np.ndarray]:
    """Eastings and northings, in metres of a plane (or its EPSG code), of degrees; NaN where either number is missing."""
    degrees = unshifted(longitudes, latitudes, system)
    transformer = pyproj.Transformer.from_crs(DEGREES[0], plane, always_xy=True)
    xs, ys = transformer.transform(*degrees)
    known = np.isfinite(degrees[0]) & np.isfinite(degrees[1])
    return np.where(known, xs, np.nan), np.where(known, ys, np.nan)


def outside(points: pd.DataFrame, frame: gpd.GeoDataFrame, tolerance_m: float = TOLERANCE_METRES) -> pd.Series:
    """Which points (town, village, x, y) lie outside their village of `frame`; bool by the points' index.

    False where nothing can be said: no coordinates, a village without a boundary, or a schematic map.
    """
    if frame.get("schematic", pd.Series(dtype=bool)).any():
        return pd.Series(False, index=points.index)
    land = {(row.town, row.village): row.geometry for row in frame.itertuples()}
    return pd.Series(
        [_is_outside(land.get((row.town, row.village)), row.x, row.y, tolerance_m) for row in points.itertuples()],
        index=points.index, dtype=bool,
    )  # fmt: skip


def located(points: pd.DataFrame, frame: gpd.GeoDataFrame) -> pd.Series:
    """The village (as `town` + `village` text) that each point (x, y) lies in, None for none; by the points' index."""
    names = (frame["town"] + frame["village"]).to_numpy()
    places: list[str | None] = [None] * len(points)
    known = (points["x"].notna() & points["y"].notna()).to_numpy()
    found, where = shapely.STRtree(frame.geometry.to_numpy()).query(
        shapely.points(points.loc[known, "x"], points.loc[known, "y"]), predicate="intersects"
    )
    for point, village in zip(found[::-1], where[::-1], strict=True):  # the first village wins on a shared line
        places[np.flatnonzero(known)[point]] = names[village]
    return pd.Series(places, index=points.index, dtype="object")


def _is_outside(land: shapely.Geometry | None, x: float, y: float, tolerance_m: float) -> bool:
    if land is None or land.is_empty or not (np.isfinite(x) and np.isfinite(y)):
        return False
    return shapely.distance(land, shapely.Point(x, y)) > tolerance_m


def _each(
    longitudes: Sequence[float], latitudes: Sequence[float], by_system: dict, system: System
) -> tuple[np.ndarray, np.ndarray]:
    if system not in SYSTEMS:
        raise ValueError(f"unknown coordinate system {system!r}; known are {', '.join(SYSTEMS)}")
    xs, ys = np.array(longitudes, dtype=float), np.array(latitudes, dtype=float)
    move = by_system.get(system)
    if move is None:
        return xs, ys
    for index in np.flatnonzero(np.isfinite(xs) & np.isfinite(ys)):
        ys[index], xs[index] = move((ys[index], xs[index]), False)
    return xs, ys
