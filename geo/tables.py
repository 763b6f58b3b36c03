"""Shapes that come as tables of text: polygons as WKT in a CSV, and the land office's files of 界址点."""

import io
import re

import pyarrow as pa
import pyproj
import shapely
from pyarrow import csv

from geo.archive import MEGABYTE, TEXT_AT_MOST, WKB, WKT, holds_polygons
from geo.layer import COLUMNS_AT_MOST, LONGEST_NUMBER, Layer, attributes, layer_of
from geo.notes import refusal

_ALL_DIGITS_ALIKE = bytes.maketrans(b"123456789", b"0" * 9)
_PAIR = re.compile(r"([^=\[\]]{1,20})=(.*)")
# EPSG codes of the first three-degree zone, 25, by the words for the datum: with the zone in the easting, without it.
_FIRST_ZONE, _ZONES = 25, 21
_DATUMS = (("2000", (4513, 4534)), ("80", (2349, 2370)), ("54", (2401, 2422)))
_ZONED = 1_000_000


def _text(content: bytes) -> str:
    if len(content) > TEXT_AT_MOST:
        raise refusal("boundary_too_large", size=len(content) // MEGABYTE, limit=TEXT_AT_MOST // MEGABYTE)
    if b"0" * LONGEST_NUMBER in content.replace(b"\0", b"").translate(_ALL_DIGITS_ALIKE):
        raise refusal("boundary_damaged", reason="有一个数没完没了")
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refusal("boundary_damaged", reason="文字编码不可读")


def read_wkt_table(content: bytes) -> Layer:
    """Rows with a column of polygons as text; the other columns are attributes. Refused when it is no such table."""
    text = _text(content)
    first = text.partition("\n")[0]
    if first.count(",") + first.count("\t") + first.count(";") > COLUMNS_AT_MOST:
        raise refusal("boundary_too_wide", columns=first.count(",") + 1, limit=COLUMNS_AT_MOST)
    delimiter = max(",\t;", key=first.count)
    raw = text.encode()
    try:
        table = csv.read_csv(
            io.BytesIO(raw), csv.ReadOptions(block_size=len(raw) + 1), csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
            csv.ConvertOptions(column_types=_all_text(first, delimiter), strings_can_be_null=True),
        )  # fmt: skip
        rows = [{key: None if cell is None else str(cell) for key, cell in row.items()} for row in table.to_pylist()]
        column = _shapes_in(rows)
        found = [_polygon(row[column]) for row in rows]
    except (pa.ArrowException, ValueError, KeyError, shapely.errors.ShapelyError) as error:
        raise refusal("boundary_damaged", reason="WKT 图形或表格的列不完整") from error
    shapes = [shape for shape, _ in found]
    systems = {system for _, system in found if system}
    crs = _known(systems.pop()) if len(systems) == 1 else None
    records = [{key: cell for key, cell in row.items() if key != column} for row in rows]
    return layer_of(attributes(records), shapes, crs=crs, kind="WKT")


def _polygon(cell: str | None) -> tuple[shapely.Geometry | None, int]:
    """A cell's polygon and the EPSG code that it states, which may be none: 0."""
    if match := WKB.fullmatch(cell or ""):
        shape = shapely.from_wkb(match[1])
        return shapely.set_srid(shape, 0), int(shapely.get_srid(shape))
    match = WKT.fullmatch(cell or "")
    return (shapely.from_wkt(match[2]), int(match[1] or 0)) if match else (None, 0)


def _all_text(first: str, delimiter: str) -> dict[str, pa.DataType]:
    """Every column of a header line as text, so that no code loses its zeros."""
    header = csv.read_csv(
        io.BytesIO(f"{first.strip()}\n".encode()), parse_options=csv.ParseOptions(delimiter=delimiter)
    )
    return dict.fromkeys(header.schema.names, pa.string())


def _shapes_in(rows: list[dict]) -> str:
    """The column that holds polygons in most rows; KeyError without one."""
    counts = {name: sum(holds_polygons(row[name]) for row in rows) for name in (rows or [{}])[0]}
    best = max(counts, key=lambda name: counts[name], default="")
    if not best or not counts[best]:
        raise KeyError("no column of polygons")
    return best


def _known(code: int) -> pyproj.CRS | None:
    try:
        return pyproj.CRS.from_epsg(code)
    except pyproj.exceptions.CRSError:
        return None


def read_survey(content: bytes) -> Layer:
    """Plots of 界址点: a line for each plot, then its points as 点号,圈号,X(北),Y(东). Refused when it is none."""
    facts: dict[str, str] = {}
    records: list[dict] = []
    promised: list[int] = []  # how many points each plot says it has
    rings: list[list[tuple[str, list]]] = []
    try:
        for line in _text(content).splitlines():
            cells = [cell.strip() for cell in line.strip().split(",")]
            if pair := _PAIR.fullmatch(line.strip()):
                facts[pair[1].strip()] = pair[2].strip()
            elif cells[-1] == "@":
                records.append({"地块编号": cells[2], "地块名称": cells[3]})
                rings.append([])
                promised.append(int(cells[0]) if cells[0].isdecimal() else 0)
            elif len(cells) >= 4 and rings:
                north, east = float(cells[2]), float(cells[3])
                if not rings[-1] or rings[-1][-1][0] != cells[1]:
                    rings[-1].append((cells[1], []))
                rings[-1][-1][1].append((east, north))
        for record, count, own in zip(records, promised, rings, strict=True):
            _promised(record["地块名称"] or record["地块编号"], count, [points for _, points in own])
        shapes = [_plot([points for _, points in own]) for own in rings]
    except (ValueError, IndexError, shapely.errors.ShapelyError) as error:
        raise refusal("boundary_damaged", reason="界址点的行不完整") from error
    if not records:
        raise refusal("boundary_damaged", reason="界址点文件里没有地块")
    zoned = any(points and points[0][0] >= _ZONED for own in rings for _, points in own)
    return layer_of(attributes(records), shapes, crs=_plane(facts, zoned), kind="界址点")


def _promised(plot: str, count: int, rings: list[list]) -> None:
    """Refuses a plot that has fewer points than it says; not every office writes the point that closes a ring."""
    found = sum(map(len, rings))
    if found < count - max(1, len(rings)):
        said = f"「{plot}」写明 {count} 个界址点，文件里只有 {found} 个，像是没有复制完"
        raise refusal("boundary_damaged", reason=said)


def _plot(rings: list[list]) -> shapely.Geometry | None:
    """The rings of a plot: what lies within another is a hole, what lies beside it a part."""
    shape: shapely.Geometry | None = None
    for points in rings:
        ring = shapely.make_valid(shapely.Polygon(points))
        shape = ring if shape is None else shape.symmetric_difference(ring)
    return shape


def _plane(facts: dict[str, str], zoned: bool) -> pyproj.CRS | None:
    """The plane that the head of the file states; None where it says too little, and then the numbers tell."""
    zone, datum = facts.get("带号", ""), facts.get("坐标系", "")
    if facts.get("几度分带", "3") != "3" or not zone.isdecimal() or not 0 <= int(zone) - _FIRST_ZONE < _ZONES:
        return None
    first = next((codes for word, codes in _DATUMS if word in datum), None)
    return None if first is None else _known(first[not zoned] + int(zone) - _FIRST_ZONE)
