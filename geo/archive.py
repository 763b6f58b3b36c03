"""Files from strangers: which are to be read as boundaries, and what is inside a ZIP file, under safe names and within limits.

Nothing is unpacked under the names the archive gives.
"""

import io
import lzma
import re
import zipfile
import zlib
from dataclasses import dataclass

from geo.notes import refusal

MEGABYTE = 1_000_000
INFLATED_AT_MOST = 500 * MEGABYTE
# GeoJSON and KML are read as a tree that takes thirty times the text; a survey of the district is half of this.
TEXT_AT_MOST = 40 * MEGABYTE
MEMBERS_AT_MOST = 5_000
SUFFIXES = (
    ".geojson", ".json", ".topojson", ".geojsonl", ".ndjson", ".zip", ".gpkg", ".kml", ".kmz", ".ovkml", ".ovobj", ".ovjsn", ".gdb", ".dxf", ".dwg",
    ".shp", ".shx", ".dbf", ".mif", ".mid", ".gml", ".vct", ".mxd", ".aprx", ".qgs", ".qgz", ".mpk", ".lyr", ".wor",
)  # fmt: skip
SNIFFED = 65_536
WKT = re.compile(r"\s*(?:SRID=(\d{4,6});)?\s*((?:MULTI)?POLYGON\s*(?:Z|M|ZM)?\s*\(.*)", re.IGNORECASE | re.DOTALL)
# Polygons as hexadecimal WKB, as databases write them: byte order, kind with its flags, then the numbers.
# No blanks at the beginning of what is searched for: looking from each of a million to their end takes hours.
HEXADECIMAL = r"0(?:10[36]0000[028A]0|0[028A]000000[36])[0-9A-F]{40,}"
WKB = re.compile(rf"\s*({HEXADECIMAL})\s*", re.IGNORECASE)
_WKB_BYTES = re.compile(rb"(?:^|[,;\t\r\n\"']) *" + HEXADECIMAL.encode(), re.IGNORECASE)
_WKT_BYTES = re.compile(
    rb"(?:^|[,;\t\r\n\"']) *(?:SRID=\d{4,6};)?(?:MULTI)?POLYGON\s*(?:ZM?|M)?\s*\(\s*\(", re.IGNORECASE
)
_PLOTS = ("[地块坐标]", "[属性描述]")
# What stands near the beginning of maps that come under any name: JSON, ArcGIS, GML, ECharts, FlatGeobuf, Access.
_MARKS = (
    b'"FeatureCollection"', b'"Topology"', b"esriGeometryPolygon", b"opengis.net/gml", b"registerMap(", b"fgb\x03fgb",
    b"Standard Jet DB", b"Standard ACE DB",
)  # fmt: skip
_GEOPARQUET = b'"primary_column"'  # among what it says of itself at its end
_MAPINFO_TABLE = (b"!table", b"!Table")
_UTF8_NAME = 0x800
_LOCKED = 0x1
_CHUNK = 1 << 20
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
    RuntimeError,
)


def is_boundary_file(name: str, content: bytes) -> bool:
    """Whether a file is to be read as boundaries: no other table is ever dropped under these names, or holds shapes."""
    return name.lower().endswith(SUFFIXES) or is_shape_table(content)


def is_wkt_table(content: bytes) -> bool:
    """Whether a text begins with rows that hold polygons as WKT or WKB."""
    head = content[:SNIFFED].replace(b"\0", b"")
    return not head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith((b"{", b"[", b"<")) and bool(
        _WKT_BYTES.search(head) or _WKB_BYTES.search(head)
    )


def holds_polygons(cell: object) -> bool:
    """Whether a cell of a table is a polygon written as text."""
    return isinstance(cell, str) and bool(WKT.fullmatch(cell) or WKB.fullmatch(cell))


def is_shape_table(content: bytes) -> bool:
    """Whether a file that may be something else by its name holds shapes instead."""
    if content.startswith(b"PAR1"):
        return _GEOPARQUET in content[-SNIFFED:]
    is_text = not content.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"%PDF"))
    return any(mark in content[:SNIFFED] for mark in _MARKS) or (
        is_text and (is_wkt_table(content) or is_survey(content) or content.lstrip().startswith(_MAPINFO_TABLE))
    )


def is_survey(content: bytes) -> bool:
    """Whether a text is a file of 界址点."""
    head = content[:SNIFFED]
    return any(word.encode(encoding) in head for word in _PLOTS for encoding in ("gb18030", "utf-8", "utf-16-le"))


@dataclass(frozen=True)
class Member:
    """A file inside an archive: its name in readable text, with / between folders."""

    name: str
    info: zipfile.ZipInfo

    @property
    def suffix(self) -> str:
        """The ending in lower case, with its dot; empty without one."""
        base = self.name.rpartition("/")[2]
        return base[base.rfind(".") :].lower() if "." in base else ""

    @property
    def stem(self) -> str:
        """The name without its ending, folders included."""
        return self.name[: len(self.name) - len(self.suffix)]


class Archive:
    """A ZIP whose member names have been checked; inflating counts against one limit for all members."""

    def __init__(self, content: bytes, inflated_at_most: int = INFLATED_AT_MOST):
        """Refused for a damaged or locked archive, too many members, or a name that leads outside."""
        self._left = self._limit = inflated_at_most
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _BROKEN as error:
            raise refusal("boundary_damaged", reason="压缩包不完整") from error
        if len(self._zip.infolist()) > MEMBERS_AT_MOST:
            raise refusal("boundary_damaged", reason=f"压缩包里的文件超过 {MEMBERS_AT_MOST} 个")
        self.members = tuple(_member(info) for info in self._zip.infolist() if not info.is_dir())

    def inflated(self, member: Member) -> bytes:
        """The bytes of a member; Refused when it is damaged or the archive grows beyond its limit."""
        if member.info.flag_bits & _LOCKED:
            raise refusal("boundary_zip_locked")
        parts = []
        try:
            with self._zip.open(member.info) as stream:
                while chunk := stream.read(_CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise refusal("boundary_bomb", limit=self._limit // MEGABYTE)
                    parts.append(chunk)
        except _BROKEN as error:
            raise refusal("boundary_damaged", reason=f"压缩包里的「{member.name}」解不开") from error
        return b"".join(parts)


def _member(info: zipfile.ZipInfo) -> Member:
    name = _readable(info).replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or name[1:2] == ":" or "\0" in name:
        raise refusal("boundary_zip_path")
    return Member(name, info)


def _readable(info: zipfile.ZipInfo) -> str:
    """The name as its writer meant it: without the UTF-8 flag, Chinese programs write GBK."""
    if info.flag_bits & _UTF8_NAME:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.orig_filename
