"""GeoJSON's relatives as plain features: TopoJSON, the maps of ECharts, ArcGIS's own JSON, one feature a line."""

import json
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

ECHARTS_SCALE = 1024  # steps a degree: a step is some hundred metres
_LETTER_ZERO = 64
_RECORD_SEPARATOR = "\x1e"


def is_echarts(document: dict) -> bool:
    """Whether coordinates are written as the letters of ECharts' map files."""
    return bool(document.get("UTF8Encoding"))


def from_echarts(document: dict) -> dict:
    """The same collection with coordinates in degrees. ValueError, KeyError, TypeError for what is none."""
    scale = float(document.get("UTF8Scale") or ECHARTS_SCALE)
    return document | {"features": [_plain_feature(feature, scale) for feature in document["features"]]}


def _plain_feature(feature: dict, scale: float) -> dict:
    geometry = feature.get("geometry")
    if not isinstance(geometry, dict) or "encodeOffsets" not in geometry:
        return feature
    rings, offsets = geometry["coordinates"], geometry["encodeOffsets"]
    return feature | {
        "geometry": {"type": geometry["type"], "coordinates": _unfolded(rings, offsets, scale)},
    }


def _unfolded(rings, offsets, scale: float) -> list:
    """Rings as nested lists of points; a polygon's are letters, a multipolygon's lists of those."""
    return [
        _points(ring, offset, scale) if isinstance(ring, str) else _unfolded(ring, offset, scale)
        for ring, offset in zip(rings, offsets, strict=True)
    ]


def _points(letters: str, offset: Sequence[int], scale: float) -> list[list[float]]:
    """Each letter is a step east or north, even ones forward and odd ones back."""
    steps = [(code >> 1) ^ -(code & 1) for code in (ord(letter) - _LETTER_ZERO for letter in letters)]
    east, north = (
        list(accumulate(steps[axis::2], initial=int(offset[axis])))[1:] for axis in (0, 1)
    )  # fmt: skip
    return [[x / scale, y / scale] for x, y in zip(east, north, strict=True)]


def from_topology(document: dict) -> list[dict]:
    """The features of all objects of a TopoJSON. ValueError, KeyError, TypeError, IndexError for what is none."""
    arcs = [_arc(arc, document.get("transform")) for arc in document["arcs"]]
    return [feature for one in document["objects"].values() for feature in _topology_features(one, arcs)]


def _arc(arc: list, transform: dict | None) -> list[list[float]]:
    if not transform:
        return [point[:2] for point in arc]
    (east, north), (west, south) = transform["scale"], transform["translate"]
    xs, ys = accumulate(point[0] for point in arc), accumulate(point[1] for point in arc)
    return [[x * east + west, y * north + south] for x, y in zip(xs, ys, strict=True)]


def _topology_features(geometry: dict, arcs: list) -> Iterator[dict]:
    kind = geometry.get("type")
    if kind == "GeometryCollection":
        for one in geometry["geometries"]:
            yield from _topology_features(one, arcs)
        return
    coordinates: list
    if kind == "Polygon":
        coordinates = [_ring(ring, arcs) for ring in geometry["arcs"]]
    elif kind == "MultiPolygon":
        coordinates = [[_ring(ring, arcs) for ring in polygon] for polygon in geometry["arcs"]]
    else:
        return  # lines and points are no boundaries
    identity = {"id": geometry["id"]} if "id" in geometry else {}
    yield {
        "properties": identity | (geometry.get("properties") or {}),
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def _ring(numbers: list[int], arcs: list) -> list[list[float]]:
    """Arcs one behind the other, those with a negative number backwards; each begins where the last one ended."""
    points: list = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def is_arcgis(document: dict) -> bool:
    """Whether a collection is written as ArcGIS writes its own JSON."""
    return "geometryType" in document and isinstance(document.get("features"), list)


def from_arcgis(document: dict) -> dict:
    """The same collection as GeoJSON, with the system it names; a ring within another is a hole. KeyError for what is none."""
    named = document.get("spatialReference") or {}
    code = named.get("latestWkid") or named.get("wkid")
    features = [
        {"type": "Feature", "properties": each["attributes"], "geometry": _of_rings(each.get("geometry"))}
        for each in document["features"]
    ]
    system = {"type": "EPSG", "properties": {"code": code}} if code else None
    return {"type": "FeatureCollection", "crs": system, "features": features}


def _of_rings(geometry: dict | None) -> dict | None:
    """Rings run clockwise around land and the other way around holes, which follow theirs."""
    if not geometry:
        return None
    parts: list[list] = []
    for ring in geometry["rings"]:
        if parts and not _is_clockwise(ring):
            parts[-1].append(ring)
        else:
            parts.append([ring])
    return {"type": "MultiPolygon", "coordinates": parts}


def _is_clockwise(ring: list) -> bool:
    return sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in pairwise(ring)) > 0


def from_lines(text: str) -> dict | None:
    """A collection of the features that stand one a line; None when the lines are none."""
    lines = [line.strip(f"{_RECORD_SEPARATOR} \t\r") for line in text.split("\n")]
    try:
        features = [json.loads(line) for line in lines if line]
    except (ValueError, RecursionError):
        return None
    if len(features) < 2 or not all(isinstance(each, dict) and each.get("type") == "Feature" for each in features):
        return None
    return {"type": "FeatureCollection", "features": features}
