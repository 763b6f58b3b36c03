"""Draws the schematic sample boundaries: `python -m sample_data.boundaries [FOLDER]`.

Names and codes are real; every line is invented and the file says so. The two towns of the maps are drawn; the seven
villages of 高校园区管理处 are left out, as they are on the maps, and so the check lists them as missing.
The same seed gives the same file, byte for byte.
"""

import json
import sys
from functools import partial
from pathlib import Path

import numpy as np
import shapely

from geo import label_places as drawing
from sample_data import plan

HERE = Path(__file__).parent
FILE_NAME = "界线_示意.geojson"
LABEL = "示意，不代表实际位置与界线"
SEED = 2023
CANDIDATES = 200  # drawings tried; the one with the roomiest tightest label is kept
RELAXATIONS = 12  # rounds of Lloyd's algorithm: villages of about equal size
DECIMALS = 6  # of a degree, a tenth of a metre

# The extent in degrees and how far one goes, so that shapes can be drawn in kilometres without a projection.
WEST, EAST, SOUTH, NORTH = 114.798, 114.927, 25.660, 25.804
KM_PER_DEGREE = (100.3, 110.8)

# Outlines in kilometres from the southwest corner, drawn by hand after nothing but the shape of the picture we wanted.
SHARED_LINE = [(5.9, 8.6), (7.1, 7.3), (7.2, 5.4), (7.6, 3.3)]
TAN_DONG = [
    *SHARED_LINE,
    (9.9, 3.8),
    (11.3, 5.2),
    (12.7, 7.6),
    (12.3, 12.6),
    (9.6, 15.0),
    (7.2, 15.6),
    (5.9, 13.6),
    (5.5, 10.7),
]
TAN_KOU = [*SHARED_LINE, (5.9, 1.6), (3.9, 0.3), (1.6, 0.7), (0.3, 2.6), (0.9, 4.6), (1.9, 6.4), (3.4, 7.8)]
OUTLINES = {"潭东镇": TAN_DONG, "潭口镇": TAN_KOU}
SOUTHERNMOST = "上元村"
WIDEST = "南街居委会"  # the longest name takes the widest village

LABEL_PIXELS = 16
MAP_PIXELS = 640  # high; what a label has to fit on
KM_PER_PIXEL = (NORTH - SOUTH) * KM_PER_DEGREE[1] / MAP_PIXELS


def document() -> dict:
    """The sample as a GeoJSON document: one feature a village, XZQMC, XZQDM, 镇 and 说明."""
    cells = _drawn()
    return {
        "type": "FeatureCollection",
        "name": "界线_示意",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}},
        "features": [
            {
                "type": "Feature",
                "properties": {"XZQMC": place.village, "XZQDM": place.code, "镇": place.town, "说明": LABEL},
                "geometry": _geometry(cells[place.town, place.village]),
            }
            for place in plan.villages().itertuples()
            if place.town in OUTLINES
        ],
    }


def write(folder: Path) -> Path:
    """The sample file, below `folder`; one feature a line, so that a change can be read."""
    whole = document()
    features = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in whole.pop("features"))
    path = folder / FILE_NAME
    head = json.dumps(whole, ensure_ascii=False)[:-1]
    path.write_text(f'{head}, "features": [\n{features}\n]}}\n', encoding="utf-8", newline="\n")
    return path


def _drawn() -> dict[tuple[str, str], shapely.Polygon]:
    """(town, village) → its polygon in kilometres; neighbours have the same vertices on the line between them."""
    cells: dict[tuple[str, str], shapely.Polygon] = {}
    for town, path in OUTLINES.items():
        names = list(plan.villages().query("town == @town")["village"])
        land = _outline(path)
        drawings = [
            _relaxed(land, len(names), plan.dice(f"boundaries {town} {number}")) for number in range(CANDIDATES)
        ]
        roomiest = max(drawings, key=lambda drawing: min(map(_label_width, drawing)))
        cells |= {(town, village): cell for village, cell in _christened(roomiest, names, town).items()}
    return _noded(cells)


def _outline(path: list[tuple[float, float]]) -> shapely.Polygon:
    """A town's land: the line both towns share and the line around, each rounded with its ends kept."""
    shared = _rounded(SHARED_LINE)
    around = _rounded([SHARED_LINE[-1], *path[len(SHARED_LINE) :], SHARED_LINE[0]])
    return shapely.Polygon([*shared, *around[1:-1]])


def _rounded(path: list[tuple[float, float]], rounds: int = 2) -> list[tuple[float, float]]:
    """Chaikin's corner cutting of an open line."""
    points = np.array(path)
    for _ in range(rounds):
        near, far = points[:-1] * 0.75 + points[1:] * 0.25, points[:-1] * 0.25 + points[1:] * 0.75
        cut = np.stack([near, far], axis=1).reshape(-1, 2)
        points = np.vstack([points[:1], cut[1:-1], points[-1:]])
    return [tuple(point) for point in points.tolist()]


def _relaxed(land: shapely.Polygon, count: int, chance) -> list[shapely.Polygon]:
    """Voronoi cells of `count` points, each moved to the middle of its cell again and again."""
    points: list[shapely.Point] = []
    west, south, east, north = land.bounds
    while len(points) < count:
        point = shapely.Point(west + (east - west) * chance.random(), south + (north - south) * chance.random())
        points += [point] if land.contains(point) else []
    for _ in range(RELAXATIONS):
        points = [cell.centroid for cell in _cells(land, points)]
    return _cells(land, points)


def _cells(land: shapely.Polygon, points: list[shapely.Point]) -> list[shapely.Polygon]:
    whole = shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=land.envelope, ordered=True)
    return [max(shapely.get_parts(shapely.intersection(cell, land)), key=shapely.area) for cell in whole.geoms]


def _label_width(cell: shapely.Polygon) -> float:
    """Pixels free for a label of one line."""
    return drawing.label_point(cell, LABEL_PIXELS * KM_PER_PIXEL).width / KM_PER_PIXEL


def _christened(cells: list[shapely.Polygon], names: list[str], town: str) -> dict[str, shapely.Polygon]:
    """Names for cells: the southernmost and the widest where they belong, the others by chance."""
    left = plan.shuffled(cells, f"names {town}")
    found = {}
    for village, rank in ((SOUTHERNMOST, lambda cell: -cell.bounds[1]), (WIDEST, _label_width)):
        if village in names:
            found[village] = max(left, key=rank)
            left.remove(found[village])
    return found | dict(zip((name for name in names if name not in found), left, strict=True))


def _common_area(one: shapely.Polygon, other: shapely.Polygon) -> float:
    return shapely.intersection(one, other).area


def _noded(cells: dict[tuple[str, str], shapely.Polygon]) -> dict[tuple[str, str], shapely.Polygon]:
    """The same cells with a vertex wherever a neighbour has one, also across the line between the towns."""
    lines = shapely.union_all([cell.boundary for cell in cells.values()], grid_size=1e-4)
    faces = shapely.get_parts(shapely.polygonize([lines]))
    return {key: max(faces, key=partial(_common_area, cell)) for key, cell in cells.items()}


def _geometry(cell: shapely.Polygon) -> dict:
    """GeoJSON in degrees, outer ring counter-clockwise."""
    kilometres = shapely.get_coordinates(shapely.orient_polygons(cell))
    degrees = np.round((WEST, SOUTH) + kilometres / KM_PER_DEGREE, DECIMALS)
    return {"type": "Polygon", "coordinates": [degrees.tolist()]}


def main(arguments: list[str]) -> None:
    """Rewrite the sample boundaries, in this folder unless another is named."""
    sys.stdout.write(f"{write(Path(arguments[0]) if arguments else HERE)} written\n")


if __name__ == "__main__":
    main(sys.argv[1:])
