"""Which reference system a boundary file is in: what it declares, checked against its numbers; then to metres."""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj

from geo.district import District
from geo.layer import Layer
from geo.notes import Note, note, question

# Numbers this far around the district still tell which system they are in; where they may lie is the window's business.
MARGIN_DEGREES = 0.5
ZONE_WIDTH = 1_000_000  # a zone number stands in front of the six digits of the easting
ZONES = range(13, 46)  # Chinese zone numbers, six degrees wide (13-23) and three degrees wide (25-45)
_WEB_MERCATOR = 3857
# Ellipsoids of Xi'an 80 and Beijing 54: PROJ passes both through unchanged and without a warning.
_OLD_ELLIPSOIDS = (6378140, 6378245)
_DIGITS = 6  # of parameters compared between two definitions


@dataclass(frozen=True)
class Judgement:
    """The reference system of a file: `crs` to transform from, None when it cannot be used; `epsg` when it has one."""

    crs: pyproj.CRS | None
    epsg: int | None
    notes: tuple[Note, ...] = ()

    @property
    def label(self) -> str | None:
        """`EPSG:4526`, the name of a system without a code, or None when nothing was recognised."""
        if self.epsg is not None:
            return f"EPSG:{self.epsg}"
        return None if self.crs is None else self.crs.name


@dataclass(frozen=True)
class Numbers:
    """What coordinates alone say: an accepted `epsg`, or the code of the note that says what is wrong."""

    epsg: int | None
    problem: str | None = None
    slots: dict[str, object] = field(default_factory=dict)


def judge(
    layer: Layer, district: District, *, ours: pd.Series | None = None, confirmed: Collection[str] = frozenset()
) -> Judgement:
    """The reference system of a layer.

    `ours` marks the features that are our villages; without any, all features are looked at. `confirmed` holds the
    codes of questions a person has answered with yes.
    """
    shapes = layer.frame.geometry if ours is None or not ours.any() else layer.frame.geometry[ours]
    numbers = by_numbers(_middle(shapes), district)
    epsg = None if layer.crs is None else recognised(layer.crs, district)
    if layer.crs is None or (layer.by_format and numbers.epsg not in district.degrees):
        return _undeclared(numbers, district, confirmed)
    if epsg not in district.accepted:
        return Judgement(layer.crs, epsg, (_foreign(layer.crs, epsg, district, confirmed),))
    if _fits(epsg, _middle(shapes), district):
        return Judgement(pyproj.CRS.from_epsg(epsg), epsg, _remarks(layer, epsg))
    if numbers.epsg is not None:
        slots = {"declared": f"EPSG:{epsg}", "judged": f"EPSG:{numbers.epsg}"}
        said = question("boundary_crs_contradicted", confirmed, **slots)
        return Judgement(pyproj.CRS.from_epsg(numbers.epsg), numbers.epsg, (said,))
    if numbers.problem == "boundary_crs_unknown":  # nothing better is known, and the window will say where it lands
        return Judgement(pyproj.CRS.from_epsg(epsg), epsg)
    return Judgement(None, epsg, (_problem(numbers, district),))


def recognised(crs: pyproj.CRS, district: District) -> int | None:
    """The EPSG code of a definition by its parameters, for .prj files carry names and codes of all kinds."""
    crs = _horizontal(crs)
    wanted = _parameters(crs)
    for epsg in (*district.accepted, *district.neighbours):
        if _parameters(pyproj.CRS.from_epsg(epsg)) == wanted:
            return epsg
    return crs.to_epsg(min_confidence=25)


def by_numbers(middle: tuple[float, float], district: District) -> Numbers:
    """Judge by one typical coordinate pair (x, y)."""
    x, y = middle
    shown: dict[str, object] = {
        "x": f"{x:.6g}" if abs(x) < ZONE_WIDTH / 1000 else f"{x:.0f}",
        "y": f"{y:.6g}" if abs(y) < 1000 else f"{y:.0f}",
    }
    for epsg in (district.degrees[0], district.epsg, district.epsg_with_zone):
        if _fits(epsg, (x, y), district):
            return Numbers(epsg)
    for epsg in (district.degrees[0], district.epsg, district.epsg_with_zone):
        if _fits(epsg, (y, x), district):
            return Numbers(None, "boundary_axes_swapped", shown)
    for epsg in district.neighbours:
        if _fits(epsg, (x, y), district) or _fits(epsg, (y, x), district):
            return Numbers(None, "boundary_wrong_zone", {"what": "邻带或 UTM", **shown})
    for easting in (x, y):
        if int(easting // ZONE_WIDTH) in ZONES:
            return Numbers(None, "boundary_wrong_zone", {"what": f"带号 {easting // ZONE_WIDTH:.0f}", **shown})
    if _fits(_WEB_MERCATOR, (x, y), district):
        return Numbers(None, "boundary_other_crs", {"crs": "网络墨卡托 EPSG:3857"})
    return Numbers(None, "boundary_crs_unknown", shown)


def to_metres(frame: gpd.GeoDataFrame, crs: pyproj.CRS, district: District) -> gpd.GeoDataFrame:
    """The frame in the district's plane; longitude or easting comes first in every file we read."""
    return frame.set_crs(_horizontal(crs), allow_override=True).to_crs(district.epsg)


def inside_window(frame: gpd.GeoDataFrame, district: District, margin: float = 0.0) -> pd.Series:
    """Which shapes of a frame in the district's plane lie in its window, `margin` degrees wider, by the frame's index.

    A shape that could not be transformed, its coordinates infinite, does not; a feature without a shape does.
    """
    west, south, east, north = district.window
    bounds = frame.geometry.to_crs(district.degrees[0]).bounds
    fits = (
        (bounds["minx"] >= west - margin) & (bounds["miny"] >= south - margin)
        & (bounds["maxx"] <= east + margin) & (bounds["maxy"] <= north + margin)
    )  # fmt: skip
    return fits | frame.geometry.isna() | frame.geometry.is_empty


def _undeclared(numbers: Numbers, district: District, confirmed: Collection[str]) -> Judgement:
    if numbers.epsg is None:
        return Judgement(None, None, (_problem(numbers, district),))
    said = question("boundary_crs_guessed", confirmed, crs=f"EPSG:{numbers.epsg}")
    return Judgement(pyproj.CRS.from_epsg(numbers.epsg), numbers.epsg, (said,))


def _problem(numbers: Numbers, district: District) -> Note:
    return note(str(numbers.problem), plane=district.plane_words, **numbers.slots)


def _remarks(layer: Layer, epsg: int) -> tuple[Note, ...]:
    by_format = (note("boundary_crs_by_format"),) if layer.by_format else ()
    return (*by_format, note("boundary_wgs84")) if epsg == 4326 else by_format


def _foreign(crs: pyproj.CRS, epsg: int | None, district: District, confirmed: Collection[str]) -> Note:
    """Why a declared system is not ours, as a question."""
    horizontal = _horizontal(crs)
    called = f"{horizontal.name}（EPSG:{epsg}）" if epsg else horizontal.name
    if horizontal.ellipsoid is not None and round(horizontal.ellipsoid.semi_major_metre) in _OLD_ELLIPSOIDS:
        code = "boundary_old_datum"
    elif (meridian := _meridian(horizontal)) is not None and meridian != district.meridian:
        code = "boundary_neighbour_zone"
    else:
        code = "boundary_other_crs"
    return question(code, confirmed, crs=called, plane=district.plane_words)


def _horizontal(crs: pyproj.CRS) -> pyproj.CRS:
    """Without heights and without a transformation that the file brings along."""
    if crs.is_compound:
        return _horizontal(crs.sub_crs_list[0])
    if crs.is_bound and crs.source_crs is not None:
        return _horizontal(crs.source_crs)
    return crs


def _meridian(crs: pyproj.CRS) -> float | None:
    """The central meridian of a transverse Mercator plane, None for anything else."""
    if crs.coordinate_operation is None or "Transverse Mercator" not in crs.coordinate_operation.method_name:
        return None
    named = {p.name: p.value for p in crs.coordinate_operation.params}
    degrees = named.get("Longitude of natural origin")
    return None if degrees is None else float(degrees)


@cache
def _parameters(crs: pyproj.CRS) -> tuple | None:
    """Everything that decides where a number lies; the same for two definitions of one system under any name."""
    if crs.ellipsoid is None or not (crs.is_geographic or crs.is_projected):
        return None
    ellipsoid = (round(crs.ellipsoid.semi_major_metre, 3), round(crs.ellipsoid.inverse_flattening, _DIGITS))
    unit = round(crs.axis_info[0].unit_conversion_factor, 9) if crs.axis_info else None
    if crs.is_geographic:
        return ("degrees", ellipsoid, unit)
    operation = crs.coordinate_operation
    if operation is None:
        return None
    values = {p.name: round(float(p.value) * (p.unit_conversion_factor or 1), 9) for p in operation.params}
    return (operation.method_name, ellipsoid, unit, tuple(sorted(values.items())))


@cache
def _transformer(source: int, target: int) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(source, target, always_xy=True)


@cache
def _extent(epsg: int, district: District) -> tuple[float, float, float, float]:
    """The district's window with its margin, in the numbers of a system."""
    west, south, east, north = district.window
    wider = (west - MARGIN_DEGREES, south - MARGIN_DEGREES, east + MARGIN_DEGREES, north + MARGIN_DEGREES)
    return wider if epsg in district.degrees else _transformer(district.degrees[0], epsg).transform_bounds(*wider)


def _fits(epsg: int, middle: tuple[float, float], district: District) -> bool:
    west, south, east, north = _extent(epsg, district)
    return west <= middle[0] <= east and south <= middle[1] <= north


def _middle(shapes: gpd.GeoSeries) -> tuple[float, float]:
    """The median of the features' own middles: one stray feature does not move it."""
    bounds = shapes[shapes.notna() & ~shapes.is_empty].bounds
    return float(np.median((bounds["minx"] + bounds["maxx"]) / 2)), float(
        np.median((bounds["miny"] + bounds["maxy"]) / 2)
    )
