"""Features of a boundary file → one row a village of ours, repaired and united."""

from collections.abc import Iterable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.identifying import Identified, counted, identify
from geo.notes import Note, listed, note, refusal
from geo.villages import Villages

# Survey files overlap by slivers; more than this is two villages claiming the same land.
OVERLAP_SQUARE_METRES = 1_000.0
CROSSINGS_AT_MOST = 10_000  # of a shape with itself; a slip of the pen makes a few
_LINES_AT_ONCE = 64
SCHEMATIC_WORDS = "不代表实际位置"


@dataclass(frozen=True)
class Match:
    """`frame`: one row a village with town, village, code, geometry, schematic; `missing`, `unknown`: names."""

    frame: gpd.GeoDataFrame
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    notes: tuple[Note, ...]


def match(frame: gpd.GeoDataFrame, villages: pd.DataFrame) -> Match:
    """Identify and gather the features of a frame in metres.

    `villages` has town, village and, where known, code and aliases. The input frame is left as it is.
    """
    known = Villages.of(villages)
    return gather(frame, identify(frame, known), known)


def gather(frame: gpd.GeoDataFrame, identified: Identified, villages: Villages) -> Match:
    """One repaired, dissolved, flat row a village, in the order of the list; Refused for a shape beyond repair."""
    own = frame[identified.ours.to_numpy()]
    positions = identified.position[identified.ours].to_numpy()
    schematic = _is_schematic(frame)
    shapes, repaired, several = {}, [], []
    for position in sorted(set(positions)):
        parts = [shape for shape in own.geometry[positions == position] if shape is not None and not shape.is_empty]
        broken = [shape for shape, is_valid in zip(parts, shapely.is_valid(parts), strict=True) if not is_valid]
        if any(map(is_tangled, broken)):
            raise refusal("boundary_tangled", name=villages.label(position), limit=CROSSINGS_AT_MOST)
        if broken:
            repaired.append(position)
        if len(parts) > 1:
            several.append(position)
        shapes[position] = merged(parts)
    drawn = [position for position, shape in shapes.items() if not shape.is_empty]
    gathered = gpd.GeoDataFrame(
        {
            "town": [villages.places[position][0] for position in drawn],
            "village": [villages.places[position][1] for position in drawn],
            "code": pd.Series([villages.codes[position] for position in drawn], dtype="object"),
            "schematic": pd.Series([schematic] * len(drawn), dtype=bool),
        },
        geometry=gpd.GeoSeries([shapes[position] for position in drawn], crs=frame.crs),
        crs=frame.crs,
    )
    missing = tuple(villages.label(position) for position in range(len(villages.places)) if position not in drawn)
    named = {
        "boundary_dissolved": several, "boundary_repaired": repaired,
        "boundary_no_area": [position for position in shapes if position not in drawn],
    }  # fmt: skip
    notes = [counted(code, [villages.label(position) for position in found]) for code, found in named.items() if found]
    if missing:
        notes.append(counted("boundary_missing", missing))
    if pairs := overlaps(gathered):
        notes.append(
            note(
                "boundary_overlaps",
                pairs=listed(f"{one}与{other}（{area / 1e4:.1f} 公顷）" for one, other, area in pairs),
            )
        )
    if schematic:
        notes.append(note("boundary_schematic"))
    return Match(gathered, missing, identified.unknown, (*identified.notes, *notes))


def merged(parts: Iterable[shapely.Geometry]) -> shapely.Geometry:
    """Polygons repaired and united. Each is repaired alone: of parts that overlap, repair as a whole drops the overlap.

    A figure of eight keeps both loops, which buffer(0) would not.
    """
    single = shapely.get_parts(list(parts))
    areas = [
        leaf
        for shape in shapely.make_valid(single)
        for leaf in shapely.get_parts(_leaves(shape))
        if leaf.geom_type == "Polygon"
    ]
    return shapely.union_all(areas) if areas else shapely.MultiPolygon()


def is_tangled(shape: shapely.Geometry) -> bool:
    """Whether the lines of a shape cross so often that its repair would take hours: its cost grows with every crossing."""
    points, ring = shapely.get_coordinates(shape), _ring_numbers(shape)
    joined = ring[1:] == ring[:-1]
    lines = shapely.linestrings(np.stack([points[:-1], points[1:]], axis=1)[joined])
    tree, crossings = shapely.STRtree(lines), 0
    for begin in range(0, len(lines), _LINES_AT_ONCE):
        crossings += tree.query(lines[begin : begin + _LINES_AT_ONCE], predicate="crosses").shape[1]
        if crossings > 2 * CROSSINGS_AT_MOST:  # each is met twice
            return True
    return False


def _ring_numbers(shape: shapely.Geometry) -> np.ndarray:
    """The number of its ring for each point of a shape."""
    rings = shapely.get_rings(shapely.get_parts([shape]))
    return np.repeat(np.arange(len(rings)), shapely.get_num_coordinates(rings))


def overlaps(frame: gpd.GeoDataFrame) -> list[tuple[str, str, float]]:
    """(village, village, square metres) of pairs that overlap by more than OVERLAP_SQUARE_METRES."""
    shapes = frame.geometry.to_numpy()
    names = frame["village"].to_numpy()
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = first < second
    first, second = first[pairs], second[pairs]
    areas = shapely.area(shapely.intersection(shapes[first], shapes[second]))
    large = areas > OVERLAP_SQUARE_METRES
    return [
        (names[one], names[other], float(area))
        for one, other, area in zip(first[large], second[large], areas[large], strict=True)
    ]


def _leaves(shape: shapely.Geometry) -> list[shapely.Geometry]:
    """make_valid may hand back areas and stray lines together, areas nested as a multipolygon."""
    return list(shape.geoms) if shape.geom_type == "GeometryCollection" else [shape]


def _is_schematic(frame: gpd.GeoDataFrame) -> bool:
    """Whether the file itself says that it is only a schematic."""
    text = pd.DataFrame(frame.drop(columns="geometry")).select_dtypes(include=["object", "str"])
    return any(SCHEMATIC_WORDS in str(value) for value in np.ravel(text.to_numpy()))
