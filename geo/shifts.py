"""Boundaries moved as a whole against those we have: the offsets of Chinese web maps, and others.

May import: `positions`, `reference`, `notes`.
"""

from collections.abc import Collection

import geopandas as gpd
import numpy as np
import prcoords
import pyproj
import shapely

from geo.notes import Note, note
from geo.positions import System
from geo.reference import District

# The two offsets are 588 m and 1,172 m here; half their distance apart keeps them from being taken for each other.
NEAR_METRES = 150.0
# Below this an offset is what two surveys of one village differ by.
MOVED_METRES = 100.0
FEWEST_VILLAGES = 3

CODES: dict[System, str] = {"GCJ-02": "boundary_looks_gcj02", "BD-09": "boundary_looks_bd09"}
_SHIFTS = {"GCJ-02": prcoords.wgs_gcj, "BD-09": prcoords.wgs_bd}
_EXACT_ENOUGH = {
    "GCJ-02": prcoords.gcj_wgs,
    "BD-09": prcoords.bd_wgs,
}  # to a metre, and fast enough for 100,000 vertices
_COMPASS = ("北", "东北", "东", "东南", "南", "西南", "西", "西北")


def offset(frame: gpd.GeoDataFrame, known: gpd.GeoDataFrame | None) -> np.ndarray | None:
    """The median (east, north) in metres from known villages to the same villages of `frame`.

    Both carry town, village and geometry (areas or points) in one plane. None when fewer than FEWEST_VILLAGES can be
    compared, or when what is known is only a schematic.
    """
    if known is None or known.empty or ("schematic" in known and known["schematic"].astype(bool).any()):
        return None
    here = {(row.town, row.village): row.geometry.centroid for row in frame.itertuples()}
    there = {(row.town, row.village): row.geometry.centroid for row in known.itertuples() if row.geometry is not None}
    common = [key for key in here if key in there]
    if len(common) < FEWEST_VILLAGES:
        return None
    return np.median([(here[key].x - there[key].x, here[key].y - there[key].y) for key in common], axis=0)


def compared(frame: gpd.GeoDataFrame, known: gpd.GeoDataFrame | None, district: District) -> list[Note]:
    """What the offset from the known boundaries looks like; empty when there is none worth a word."""
    moved = offset(frame, known)
    if moved is None or np.hypot(*moved) < MOVED_METRES:
        return []
    metres = round(float(np.hypot(*moved)))
    for system, code in CODES.items():
        if np.hypot(*(moved - _expected(system, district))) < NEAR_METRES:
            return [note(code, metres=metres)]
    return [note("boundary_moved", metres=metres, direction=_direction(moved))]


def to_correct(confirmed: Collection[str]) -> System | None:
    """The system a person has confirmed a file to be in, by the codes of the questions answered."""
    return next((system for system, code in CODES.items() if code in confirmed), None)


def corrected(frame: gpd.GeoDataFrame, system: System, district: District) -> gpd.GeoDataFrame:
    """A frame in the district's plane with the offset of `system` taken out."""
    unshift = _EXACT_ENOUGH[system]

    def moved(degrees: np.ndarray) -> np.ndarray:
        return np.array([unshift((latitude, longitude), False)[::-1] for longitude, latitude in degrees])

    degrees = frame.geometry.to_crs(district.degrees[0])
    return frame.set_geometry(
        gpd.GeoSeries(shapely.transform(degrees.array, moved), index=frame.index, crs=degrees.crs).to_crs(district.epsg)
    )


def _expected(system: System, district: District) -> np.ndarray:
    """The (east, north) offset of a system in the middle of the district, in metres."""
    west, south, east, north = district.window
    longitude, latitude = (west + east) / 2, (south + north) / 2
    there = _SHIFTS[system]((latitude, longitude), False)
    transformer = pyproj.Transformer.from_crs(district.degrees[0], district.epsg, always_xy=True)
    return np.subtract(transformer.transform(there[1], there[0]), transformer.transform(longitude, latitude))


def _direction(moved: np.ndarray) -> str:
    eighth = round(float(np.degrees(np.arctan2(moved[0], moved[1]))) / 45) % 8
    return f"向{_COMPASS[eighth]}"
