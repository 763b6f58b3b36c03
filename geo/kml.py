"""KML and KMZ → Layer, read here and not by GDAL, which follows style and network links."""

import html
import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pyproj
import shapely

from geo.archive import MEGABYTE, TEXT_AT_MOST
from geo.geojson import WGS84
from geo.layer import LONGEST_NUMBER, Layer, attributes, layer_of, polygon_of
from geo.notes import refusal

FOLDER = "Folder"  # the column that keeps the name of the innermost folder
# ArcGIS writes the attributes of a KML placemark as an HTML table with two cells a row.
_TABLE_ROW = re.compile(r"<tr[^<>]*>\s*<td[^<>]*>([^<]*)</td>\s*<td[^<>]*>([^<]*)</td>\s*</tr>", re.IGNORECASE)


def read_kml(content: bytes) -> Layer:
    """The placemarks of all folders; Refused when the text is broken, has a DOCTYPE, or holds no polygons."""
    if len(content) > TEXT_AT_MOST:
        raise refusal("boundary_too_large", size=len(content) // MEGABYTE, limit=TEXT_AT_MOST // MEGABYTE)
    if (
        b"<!DOCTYPE" in content
        or "<!DOCTYPE".encode("utf-16-le") in content
        or "<!DOCTYPE".encode("utf-16-be") in content
    ):
        raise refusal("boundary_doctype")
    try:
        root = ElementTree.fromstring(content)
        marks = [(_attributes(mark, folder), _shape(mark)) for folder, mark in _placemarks(root, "")]
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError, shapely.errors.ShapelyError) as error:
        raise refusal("boundary_damaged", reason="不是完整的 KML") from error
    table = attributes([record for record, _ in marks])
    return layer_of(table, [shape for _, shape in marks], crs=pyproj.CRS.from_epsg(WGS84), kind="KML", by_format=True)


def _tag(element: ElementTree.Element) -> str:
    """The tag without its namespace, which differs between KML versions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _child_text(element: ElementTree.Element, tag: str) -> str:
    return next((child.text or "" for child in element if _tag(child) == tag), "").strip()


def _placemarks(element: ElementTree.Element, folder: str) -> Iterator[tuple[str, ElementTree.Element]]:
    for child in element:
        tag = _tag(child)
        if tag == "Placemark":
            yield folder, child
        elif tag == "Folder":
            yield from _placemarks(child, _child_text(child, "name") or folder)
        elif tag in ("Document", "kml"):
            yield from _placemarks(child, folder)


def _attributes(mark: ElementTree.Element, folder: str) -> dict[str, str]:
    record = {FOLDER: folder, "name": _child_text(mark, "name")}
    description = _child_text(mark, "description")
    record |= {html.unescape(key).strip(): html.unescape(value) for key, value in _TABLE_ROW.findall(description)}
    if description and "<" not in description:
        record["description"] = description
    for element in mark.iter():
        key = element.get("name")
        if key and _tag(element) == "SimpleData":
            record[key] = element.text or ""
        elif key and _tag(element) == "Data":
            record[key] = _child_text(element, "value")
    return record


def _shape(mark: ElementTree.Element) -> shapely.Geometry | None:
    polygons = [_polygon(element) for element in mark.iter() if _tag(element) == "Polygon"]
    if polygons:
        return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)
    for element in mark.iter():
        if _tag(element) in ("Point", "LineString", "LinearRing"):
            first = shapely.Point(*_ring(element)[0])  # only counted, so the first vertex will do
            return first if _tag(element) == "Point" else shapely.LineString([first, first])
    return None


def _polygon(element: ElementTree.Element) -> shapely.Polygon:
    outer = [_ring(child) for child in element if _tag(child) == "outerBoundaryIs"]
    inner = [_ring(ring) for child in element if _tag(child) == "innerBoundaryIs" for ring in child]
    return polygon_of([*outer, *inner])


def _ring(element: ElementTree.Element) -> list[list[float]]:
    text = next((child.text or "" for child in element.iter() if _tag(child) == "coordinates"), "")
    return [[_number(number) for number in point.split(",")[:2]] for point in text.split()]


def _number(text: str) -> float:
    if len(text) > LONGEST_NUMBER:
        raise ValueError("a number without an end")
    return float(text)
