"""A boundary file → what it is, which villages it holds, and whether it may be published."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj

from geo import crs as reference
from geo import doubts, matching, shifts
from geo.crs import Judgement
from geo.district import Box, District, is_box, nearest_meridian
from geo.identifying import Identified, identify
from geo.layer import Layer
from geo.notes import ANSWERS, Note, Refused, listed, note, question
from geo.reading import read_boundaries
from geo.villages import Villages

# A file of one town is welcome; one that knows fewer of our villages than this is some other area's.
FEWEST = 3
_WGS84 = pyproj.CRS.from_epsg(4326)
SPARE_DEGREES = 0.02  # of a window that is read off a file, around its villages
_LEVELS = ("error", "warning", "repair")


@dataclass(frozen=True)
class Report:
    """The answer to a boundary file.

    `frame`: one row a village with town, village, code, schematic and geometry in the district's plane, None when the
    coordinates cannot be used; `features`: features in the file; `matched`: villages recognised; `area_m2`: their area.
    """

    publishable: bool
    crs: str | None
    features: int
    matched: int
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    area_m2: float
    frame: gpd.GeoDataFrame | None
    notes: tuple[Note, ...]
    attributes: pd.DataFrame | None = None  # the attribute columns of all features as text; None when unreadable

    def as_json(self) -> dict:
        """The report as plain values; `findings` are left to the caller, who knows the file."""
        return {
            "publishable": self.publishable, "crs": self.crs, "features": self.features, "matched": self.matched,
            "missing": list(self.missing), "unknown": list(self.unknown), "area_m2": self.area_m2,
        }  # fmt: skip


NOTHING_READ = Report(False, None, 0, 0, (), (), 0.0, None, ())


def report(
    name: str,
    content: bytes,
    villages: pd.DataFrame,
    district: District | None,
    known: gpd.GeoDataFrame | None = None,
    confirmed: Collection[str] = frozenset(),
    points: pd.DataFrame | None = None,
) -> Report:
    """Read, judge and match a boundary file; never raises for what is in the file.

    `villages` has town, village, code, aliases; `district` is None where the plan does not say where it lies, and then
    the answer says what to write there; `known` the current boundaries (town, village, geometry in the
    district's plane, schematic) to notice a shift; `confirmed` the codes of notes a person has answered with yes:
    a question answered is only a warning, a confirmed GCJ-02 or BD-09 is taken out; `points` (town, village, x, y in
    that plane) what ledgers say of where things stand.
    """
    try:
        return _reported(name, content, Villages.of(villages), district, known, confirmed, points)
    except Refused as refused:
        return replace(NOTHING_READ, notes=refused.notes)


def _reported(
    name: str,
    content: bytes,
    listing: Villages,
    district: District | None,
    known: gpd.GeoDataFrame | None,
    confirmed: Collection[str],
    points: pd.DataFrame | None,
) -> Report:
    layer = read_boundaries(name, content, listing.stems)
    asked = (question(one.code, confirmed, **one.slots) if one.code in ANSWERS else one for one in layer.notes)
    layer = replace(layer, notes=tuple(asked))
    identified = identify(layer.frame, listing, confirmed)
    if district is None:
        place = note("boundary_place_unknown", found=_suggested(layer, identified))
        found = matching.gather(layer.frame, identified, listing)
        return _answer(layer, Judgement(None, None), found, [*layer.notes, place], matched=len(found.frame))
    judgement = reference.judge(layer, district, ours=identified.ours, confirmed=confirmed)
    notes = [
        *layer.notes,
        *judgement.notes,
        *_coverage(layer, identified, listing),
        *_shapeless(layer, identified),
    ]
    if judgement.crs is None:
        placed = matching.gather(layer.frame.set_crs(district.epsg), identified, listing)
        return _answer(layer, judgement, replace(placed, frame=placed.frame.iloc[:0]), notes, matched=len(placed.frame))
    metres = reference.to_metres(layer.frame, judgement.crs, district)
    # What lies on the far side of the world may have no finite coordinates left to draw.
    drawable = identified.ours & np.isfinite(metres.bounds).all(axis=1)
    if system := shifts.to_correct(confirmed):
        near = drawable & reference.inside_window(metres, district, margin=reference.MARGIN_DEGREES)
        metres.loc[near, "geometry"] = shifts.corrected(metres[near], system, district).geometry
        notes.append(note("boundary_unshifted", system=system))
    notes += _outside(metres, identified, listing, district)
    shown = replace(identified, position=identified.position.where(drawable, -1))
    found = matching.gather(metres, shown, listing)
    if not found.frame.empty:
        real = known if known is None or "schematic" not in known else known[~known["schematic"].astype(bool)]
        notes += _shift_questions(layer, judgement.crs, found.frame, known, district, confirmed)
        own = doubts.in_itself(metres, shown, listing, confirmed)
        # Where they are no villages, how these lie beside each other says nothing more.
        own = own or [*doubts.apart(found.frame, real, confirmed), *doubts.claimed(found.frame, confirmed)]
        is_first = real is None or real.empty
        if is_first and not own:
            own = [*doubts.gaps(found.frame, listing, confirmed), *doubts.tiny(found.frame, confirmed)]
        notes += own
        notes += doubts.against_known(found.frame, known, listing, confirmed)
        notes += doubts.against_points(found.frame, points, confirmed)
        notes += doubts.unchecked(found.frame, points) if is_first else []
    return _answer(layer, judgement, found, notes, matched=len(found.frame))


def _rounded(degrees: float) -> float:
    return round(float(degrees), 2)


def _suggested(layer: Layer, identified: Identified) -> str:
    """What the plan could say of where the district lies, read off the file's villages; empty where it cannot be read."""
    shapes = layer.frame.geometry[identified.ours] if identified.ours.any() else layer.frame.geometry
    if layer.crs is not None:
        shapes = shapes.set_crs(layer.crs, allow_override=True).to_crs(District.degrees[0])
    west, south, east, north = shapes.total_bounds
    window: Box = (
        _rounded(west - SPARE_DEGREES),
        _rounded(south - SPARE_DEGREES),
        _rounded(east + SPARE_DEGREES),
        _rounded(north + SPARE_DEGREES),
    )
    if not is_box(window):
        return ""
    return f"；按文件，区域范围是「{';'.join(map(str, window))}」，中央经线是「{nearest_meridian(window)}」"


def _outside(metres: gpd.GeoDataFrame, identified: Identified, listing: Villages, district: District) -> list[Note]:
    """Our villages that lie outside the district, and whether the offset of a web map would explain it."""
    lost = identified.ours & ~reference.inside_window(metres, district)
    if not lost.any():
        return []
    names = dict.fromkeys(listing.label(position) for position in identified.position[lost])
    slots = {"count": len(names), "names": listed(names)}
    if system := shifts.explains(metres[identified.ours], district):
        return [question("boundary_outside_shifted", (), system=system, **slots)]
    return [note("boundary_outside", **slots)]


def _shift_questions(
    layer: Layer,
    crs: pyproj.CRS,
    frame: gpd.GeoDataFrame,
    known: gpd.GeoDataFrame | None,
    district: District,
    confirmed: Collection[str],
) -> list[Note]:
    """What to ask about positions; nothing more where a person has had a shift taken out and nothing is known."""
    corrected = shifts.to_correct(confirmed) is not None
    is_compared = shifts.offset(frame, known) is not None
    if corrected and not is_compared:
        return []
    said = shifts.compared(frame, known, district, confirmed)
    # Known boundaries that agree answer the question; without them a KML always raises it.
    if layer.kind == "KML" and not is_compared:
        said = [*said, question("boundary_kml_shift", confirmed)]
    is_real = not bool(frame["schematic"].astype(bool).any())
    # So does what calls itself WGS84, which is what web maps export; a survey is in CGCS2000.
    if crs.equals(_WGS84) and is_real and not is_compared and not said:
        if not shifts.agrees_with_extent(frame, district):
            said = [*said, question("boundary_wgs84_shift", confirmed)]
    return said


def _coverage(layer: Layer, identified: Identified, listing: Villages) -> list[Note]:
    """An error when the file holds none, or too few, of our villages."""
    drawn = layer.frame.geometry.notna() & ~layer.frame.geometry.is_empty
    positions = set(identified.position[identified.ours & drawn])
    if not positions:
        columns = [str(column) for column in layer.frame.columns if column != "geometry"]
        return [note("boundary_no_match", columns=listed(columns) or "无")]
    if len(positions) < min(FEWEST, len(listing.places)):
        towns = "、".join(dict.fromkeys(town for town, _ in listing.places))
        return [note("boundary_too_few", matched=len(positions), towns=towns, expected=len(listing.places))]
    return []


def _shapeless(layer: Layer, identified: Identified) -> list[Note]:
    blank = layer.frame.geometry.isna() | layer.frame.geometry.is_empty
    if not blank.any():
        return []
    names = [label or "无名" for label in identified.label[blank]]
    return [note("boundary_without_shape", count=len(names), names=listed(names))]


def _answer(layer: Layer, judgement: Judgement, found: matching.Match, notes: list[Note], *, matched: int) -> Report:
    said = sorted([*notes, *found.notes], key=lambda one: _LEVELS.index(one.level))
    usable = judgement.crs is not None
    return Report(
        publishable=all(one.level != "error" for one in said),
        crs=judgement.label,
        features=len(layer.frame),
        matched=matched,
        missing=found.missing,
        unknown=found.unknown,
        area_m2=round(float(found.frame.geometry.area.sum()), 1) if usable else 0.0,
        frame=found.frame if usable else None,
        notes=tuple(said),
        attributes=pd.DataFrame(layer.frame.drop(columns="geometry")),
    )
