"""GeoJSON → Layer, read here and not by GDAL, which would fetch a `crs` link."""

import json
import re

import pyproj
import shapely

from geo.archive import MEGABYTE, TEXT_AT_MOST
from geo.encoded import from_arcgis, from_echarts, from_lines, from_topology, is_arcgis, is_echarts
from geo.layer import LONGEST_NUMBER, Layer, attributes, layer_of, polygon_of
from geo.notes import Note, note, refusal

WGS84 = 4326
_ALL_DIGITS_ALIKE = bytes.maketrans(b"123456789", b"0" * 9)
_EPSG_NAME = re.compile(r"(?:urn:ogc:def:crs:EPSG:[\w.]*:|EPSG:)(\d{4,6})", re.IGNORECASE)
_CRS84_NAME = re.compile(r"(?:urn:ogc:def:crs:)?OGC:(?:[\d.]*:)?CRS84", re.IGNORECASE)


def read_geojson(content: bytes) -> Layer:
    """The features of a GeoJSON text; Refused when it is none or holds no polygons."""
    if len(content) > TEXT_AT_MOST:
        raise refusal("boundary_too_large", size=len(content) // MEGABYTE, limit=TEXT_AT_MOST // MEGABYTE)
    if b"0" * LONGEST_NUMBER in content.replace(b"\0", b"").translate(_ALL_DIGITS_ALIKE):
        raise refusal("boundary_damaged", reason="有一个数没完没了")
    text = _text(content)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        document = from_lines(text)
        if document is None:
            raise refusal("boundary_damaged", reason="不是完整的 JSON") from error
    if not isinstance(document, dict):
        raise refusal("boundary_kind_unknown")
    try:
        if is_arcgis(document):
            document = from_arcgis(document)
        crs, notes, by_format = _declared(document)
        if is_echarts(document):
            document = from_echarts(document)
            notes.append(note("boundary_coarse"))
        features = from_topology(document) if document.get("type") == "Topology" else _features(document)
        table = attributes([_properties(feature) for feature in features])
        shapes = [_shape(feature.get("geometry")) for feature in features]
    except (
        ValueError,
        TypeError,
        IndexError,
        KeyError,
        AttributeError,
        RecursionError,
        shapely.errors.ShapelyError,
    ) as error:
        raise refusal("boundary_damaged", reason="图形坐标不合 GeoJSON 规定") from error
    return layer_of(table, shapes, crs=crs, kind="GeoJSON", notes=notes, by_format=by_format)


def _text(content: bytes) -> str:
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refusal("boundary_damaged", reason="文字编码不可读")


def _features(document: dict) -> list[dict]:
    """The features of a collection, a single feature, or a bare geometry as one feature without attributes."""
    kind = document.get("type")
    if kind == "FeatureCollection":
        features = document.get("features")
        if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
            raise refusal("boundary_damaged", reason="features 不是要素列表")
        return features
    if kind == "Feature":
        return [document]
    if kind in ("Polygon", "MultiPolygon", "GeometryCollection"):
        return [{"geometry": document}]
    raise refusal("boundary_kind_unknown")


def _properties(feature: dict) -> dict:
    properties = feature.get("properties")
    return properties if isinstance(properties, dict) else {}


def _shape(geometry: dict | None) -> shapely.Geometry | None:
    if geometry is None:
        return None
    kind = geometry["type"]
    if kind == "GeometryCollection":
        return shapely.GeometryCollection([shape for shape in map(_shape, geometry["geometries"]) if shape is not None])
    coordinates = geometry["coordinates"]
    if not coordinates:
        return None
    if kind == "Polygon":
        return polygon_of(coordinates)
    if kind == "MultiPolygon":
        return shapely.MultiPolygon([polygon_of(rings) for rings in coordinates])
    return shapely.from_geojson(json.dumps({"type": kind, "coordinates": coordinates}))


def _declared(document: dict) -> tuple[pyproj.CRS | None, list[Note], bool]:
    """(declared CRS, what to say about it, whether it is only the format's rule)."""
    if "crs" not in document:
        return pyproj.CRS.from_epsg(WGS84), [], True
    declared = document["crs"]
    if declared is None:
        return None, [], False
    if isinstance(declared, str):
        declared = {"type": "name", "properties": {"name": declared}}
    kind = declared.get("type") if isinstance(declared, dict) else None
    properties = declared.get("properties") if isinstance(declared, dict) else None
    properties = properties if isinstance(properties, dict) else {}
    if str(kind).lower() == "link" or "href" in properties:
        return None, [note("boundary_link")], False
    name = f"EPSG:{properties.get('code')}" if str(kind).upper() == "EPSG" else str(properties.get("name"))
    if _CRS84_NAME.fullmatch(name):
        return pyproj.CRS.from_epsg(WGS84), [], False
    if match := _EPSG_NAME.fullmatch(name):
        try:
            return pyproj.CRS.from_epsg(int(match[1])), [], False
        except pyproj.exceptions.CRSError:
            pass  # a number that EPSG does not know is said like any other unreadable name
    return None, [note("boundary_crs_unreadable", text=name[:60])], False
