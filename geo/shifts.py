"""Boundaries moved as a whole against those we have: the offsets of Chinese web maps, and others."""

from collections.abc import Collection, Sequence
from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import prcoords
import pyproj
import shapely

from geo.crs import MARGIN_DEGREES, inside_window
from geo.district import District, System
from geo.notes import Note, listed, question

# The two offsets are 588 m and 1,172 m here; half their distance apart keeps them from being taken for each other.
NEAR_METRES = 150.0
# Below this an offset is what two surveys of one village differ by.
MOVED_METRES = 100.0
FEWEST_VILLAGES = 3
# The towns' extent is known this well: two opposite sides may differ by so much in how far they are off.
ROUGHLY_METRES = 250.0

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
    each = _offsets(frame, known)
    return None if each is None else each.median().to_numpy()


def compared(
    frame: gpd.GeoDataFrame, known: gpd.GeoDataFrame | None, district: District, confirmed: Collection[str] = ()
) -> list[Note]:
    """What the offset from the known boundaries looks like, as questions; empty when there is none worth a word.

    Before any boundaries are known, the extent of the towns is all there is to compare with.
    """
    each = _offsets(frame, known)
    if each is None:
        return _against_extent(frame, district, confirmed)
    moved = each.median().to_numpy()
    return [*_whole(moved, district, confirmed), *_astray(each, moved, district, confirmed)]


def _offsets(frame: gpd.GeoDataFrame, known: gpd.GeoDataFrame | None) -> pd.DataFrame | None:
    """(east, north) by village from where it is known to be; None when there is too little to compare."""
    if known is None or known.empty or _is_schematic(known):
        return None
    here = {(row.town, row.village): row.geometry.centroid for row in frame.itertuples()}
    there = {(row.town, row.village): row.geometry.centroid for row in known.itertuples() if row.geometry is not None}
    common = [key for key in here if key in there]
    if len(common) < FEWEST_VILLAGES:
        return None
    moves = [(here[key].x - there[key].x, here[key].y - there[key].y) for key in common]
    return pd.DataFrame(moves, columns=["east", "north"], index=[village for _, village in common])


def _is_schematic(frame: gpd.GeoDataFrame) -> bool:
    return "schematic" in frame and bool(frame["schematic"].astype(bool).any())


def _whole(moved: np.ndarray, district: District, confirmed: Collection[str]) -> list[Note]:
    """The file as a whole stands beside the known boundaries."""
    metres = round(float(np.hypot(*moved)))
    if metres < MOVED_METRES:
        return []
    if system := _looks_like(moved, district):
        return [question(CODES[system], confirmed, metres=metres, what="现用界线")]
    return [question("boundary_moved", confirmed, metres=metres, direction=_direction(moved))]


def _astray(each: pd.DataFrame, moved: np.ndarray, district: District, confirmed: Collection[str]) -> list[Note]:
    """Some villages stand elsewhere than the rest: one town's lines may come from another map."""
    own = each - moved
    far = own[np.hypot(own["east"], own["north"]) >= MOVED_METRES]
    if far.empty:
        return []
    system = _looks_like(far.median().to_numpy(), district)
    looks = f"，像是 {system} 坐标" if system else ""
    slots = {"count": len(far), "metres": round(MOVED_METRES), "looks": looks, "names": listed(far.index)}
    return [question("boundary_some_moved", confirmed, **slots)]


def _against_extent(frame: gpd.GeoDataFrame, district: District, confirmed: Collection[str]) -> list[Note]:
    """A question where all four sides lie off the towns' known extent by what a web map is off."""
    if district.extent is None or _is_schematic(frame):
        return []
    for rows in (frame[frame["town"].isin(district.extent_towns)], frame):
        if len(rows) < FEWEST_VILLAGES:
            continue
        bounds = rows.geometry.to_crs(district.degrees[0]).total_bounds
        beyond = _plane(bounds, district) - _plane(district.extent, district)  # of southwest and northeast
        system = _looks_like(beyond.mean(axis=0), district)
        if system and np.ptp(beyond, axis=0).max() < ROUGHLY_METRES:
            metres = round(float(np.hypot(*beyond.mean(axis=0))))
            return [question(CODES[system], confirmed, metres=metres, what="各镇大致范围")]
    return []


def agrees_with_extent(frame: gpd.GeoDataFrame, district: District) -> bool:
    """Whether the file lies where the towns are known to begin and end, nearer than any web map's offset would leave it."""
    if district.extent is None:
        return False
    rows = frame[frame["town"].isin(district.extent_towns)]
    if set(rows["town"]) != set(district.extent_towns):
        return False
    bounds = rows.geometry.to_crs(district.degrees[0]).total_bounds
    beyond = _plane(bounds, district) - _plane(district.extent, district)
    return bool(np.hypot(*beyond.mean(axis=0)) < ROUGHLY_METRES and np.ptp(beyond, axis=0).max() < ROUGHLY_METRES)


def _looks_like(moved: np.ndarray, district: District) -> System | None:
    """The web map whose offset this is."""
    return next((system for system in CODES if np.hypot(*(moved - _expected(system, district))) < NEAR_METRES), None)


def to_correct(confirmed: Collection[str]) -> System | None:
    """The system a person has confirmed a file to be in, by the codes of the questions answered."""
    return next((system for system, code in CODES.items() if code in confirmed), None)


def explains(frame: gpd.GeoDataFrame, district: District) -> System | None:
    """The web map whose offset, taken out, brings a whole frame in metres back into the district's window."""
    if not inside_window(frame, district, margin=MARGIN_DEGREES).all():
        return None
    return next((system for system in CODES if inside_window(corrected(frame, system, district), district).all()), None)


def corrected(frame: gpd.GeoDataFrame, system: System, district: District) -> gpd.GeoDataFrame:
    """A frame in the district's plane with the offset of `system` taken out; the offset is defined in China only."""
    unshift = _EXACT_ENOUGH[system]

    def moved(degrees: np.ndarray) -> np.ndarray:
        return np.array([unshift((latitude, longitude), False)[::-1] for longitude, latitude in degrees])

    degrees = frame.geometry.to_crs(district.degrees[0])
    return frame.set_geometry(
        gpd.GeoSeries(shapely.transform(degrees.array, moved), index=frame.index, crs=degrees.crs).to_crs(district.epsg)
    )


def _plane(degrees: Sequence[float], district: District) -> np.ndarray:
    """(east, north) of two corners given as (west, south, east, north)."""
    transformer = pyproj.Transformer.from_crs(district.degrees[0], district.epsg, always_xy=True)
    return np.transpose(transformer.transform(degrees[::2], degrees[1::2]))


@cache
def _expected(system: System, district: District) -> np.ndarray:
    """The (east, north) offset of a system in the middle of the district, in metres."""
    longitude, latitude = district.middle
    there = _SHIFTS[system]((latitude, longitude), False)
    transformer = pyproj.Transformer.from_crs(district.degrees[0], district.epsg, always_xy=True)
    return np.subtract(transformer.transform(there[1], there[0]), transformer.transform(longitude, latitude))


def _direction(moved: np.ndarray) -> str:
    eighth = round(float(np.degrees(np.arctan2(moved[0], moved[1]))) / 45) % 8
    return f"向{_COMPASS[eighth]}"
