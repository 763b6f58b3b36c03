"""A boundary file, whatever it is → one Layer, or a refusal that says what to hand in instead.

The content decides what a file is, never its name.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from geo.archive import MEGABYTE, Archive, Member, is_survey, is_wkt_table
from geo.geojson import read_geojson
from geo.kml import read_kml
from geo.layer import Layer, joined
from geo.notes import Refused, listed, note, refusal
from geo.tables import read_survey, read_wkt_table
from geo.vectors import SHP_MAGIC, read_geodatabases, read_geopackage, read_mapinfo, read_shapefiles

BYTES_AT_MOST = 200 * MEGABYTE
_SNIFFED = 4096
_SHP_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg", ".sbn", ".sbx", ".qpj")
_MAPINFO, _KML = (".mif", ".mid"), (".kml", ".ovkml")
_ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".tar")
_OTHER_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
_PROJECTS = (".mxd", ".aprx", ".qgs", ".qgz", ".mpk", ".lyr", ".wor")  # how a map is drawn, without its shapes
_SIDE_FILES = (".xml", ".lock", ".txt")


def read_boundaries(name: str, content: bytes, names: frozenset[str] = frozenset()) -> Layer:
    """Read a boundary file.

    `name` is used in messages only. `names` are stems of known village names (`geo.names.stem`); they settle the
    encoding of a shapefile that does not state it. Raises `geo.notes.Refused` when there is nothing to go on with.
    """
    if not content:
        raise refusal("boundary_empty")
    if len(content) > BYTES_AT_MOST:
        raise refusal("boundary_too_large", size=len(content) // MEGABYTE, limit=BYTES_AT_MOST // MEGABYTE)
    if content.startswith(b"PK\x03\x04") or content.startswith(b"PK\x05\x06"):
        return _from_archive(Archive(content), names)
    return _plain(name, content)


def _plain(name: str, content: bytes) -> Layer:
    """A file that is no archive, by its first bytes."""
    head = content[:_SNIFFED]
    if head.startswith(b"SQLite format 3\0"):
        return read_geopackage(content)
    if head.startswith(b"AC10"):
        raise refusal("boundary_dwg")
    if head.startswith(_OTHER_ARCHIVES):
        raise refusal("boundary_archive_unknown")
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    if head.startswith(SHP_MAGIC) or suffix in _SHP_PARTS:
        raise refusal("boundary_loose_part", suffix=suffix or ".shp")
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe\x1e \t\r\n")
    if is_survey(content):
        return read_survey(content)
    if start.startswith((b"{", b"[")):
        return read_geojson(content)
    if b"<kml" in head.replace(b"\0", b"") or (start.startswith(b"<") and suffix in _KML):
        return read_kml(content)
    if is_wkt_table(content):
        return read_wkt_table(content)
    if said := _other_office(suffix, head, start):
        raise said
    if (
        suffix == ".dxf"
        or (b"SECTION" in head and start.startswith((b"0", b"999")))
        or start.startswith(b"AutoCAD Binary DXF")
    ):
        raise refusal("boundary_dxf")
    raise refusal("boundary_kind_unknown")


def _other_office(suffix: str, head: bytes, start: bytes) -> Refused | None:
    """The right words for what other programs write and nobody here reads; None for anything else."""
    if suffix in _MAPINFO or (start[:8].lower().startswith(b"version ") and b"columns" in head.lower()):
        return refusal("boundary_mapinfo_part", suffix=suffix or ".mif")
    if start[:6].lower() == b"!table":
        return refusal("boundary_mapinfo_tab")
    if suffix == ".gml" or (start.startswith(b"<") and b"opengis.net/gml" in head):
        return refusal("boundary_gml")
    if b"registerMap(" in head:
        return refusal("boundary_echarts_script")
    if b"Standard Jet DB" in head or b"Standard ACE DB" in head:
        return refusal("boundary_access")
    if head.startswith((b"fgb", b"PAR1")) or suffix in _PROJECTS:
        return refusal("boundary_export", kind=suffix.removeprefix(".").upper())
    if suffix == ".vct" or start.startswith((b"HeadBegin", b"Datamark", b"DataMark")):
        return refusal("boundary_vct")
    return refusal("boundary_ovital", suffix=suffix) if suffix.startswith(".ov") else None


def _from_archive(archive: Archive, names: frozenset[str]) -> Layer:
    """The boundaries inside an archive: all files of the first kind that is there, the others named."""
    members = [member for member in archive.members if not member.name.startswith("__MACOSX/")]
    databases = _databases(members)
    shapefiles = _of_same_name(members, ".shp", _SHP_PARTS)
    loose = [member for member in members if ".gdb/" not in member.name.lower()]
    single = {
        suffix: [member for member in loose if member.suffix in suffix]
        for suffix in ((".gpkg",), (".geojson", ".json", ".topojson"), _KML)
    }
    if databases:
        layer = read_geodatabases(
            {
                name: {member.name.rpartition("/")[2]: archive.inflated(member) for member in inside}
                for name, inside in databases.items()
            }
        )
        used = [member for inside in databases.values() for member in inside]
    elif shapefiles:
        layer = read_shapefiles(_inflated(archive, shapefiles), names)
        used = [member for member in loose if member.suffix in (*_SHP_PARTS, *_SIDE_FILES)]
    elif mapinfo := _of_same_name(members, ".mif", _MAPINFO):
        layer = read_mapinfo(_inflated(archive, mapinfo), names)
        used = [member for parts in mapinfo.values() for member in parts.values()]
    elif found := next((found for found in single.values() if found), None):
        layer = joined({member.name: _plain(member.name, archive.inflated(member)) for member in found})
        used = found
    elif packed := [member for member in loose if member.suffix == ".kmz"]:  # KMZ is itself an archive of KML
        layer = joined({member.name: _from_archive(Archive(archive.inflated(member)), names) for member in packed})
        used = packed
    elif survey := [member for member in loose if member.suffix == ".txt" and is_survey(archive.inflated(member))]:
        layer = joined({member.name: read_survey(archive.inflated(member)) for member in survey})
        used = survey
    else:
        raise _nothing_in(loose)
    others = [
        member.name.rpartition("/")[2] for member in members if member not in used and member.suffix not in _SIDE_FILES
    ]
    return replace(layer, notes=(*layer.notes, note("boundary_zip_others", names=listed(others)))) if others else layer


def _nothing_in(members: list[Member]) -> Refused:
    """Why an archive without boundaries is refused."""
    suffixes = {member.suffix for member in members}
    for suffix in suffixes:
        if said := _other_office(suffix, b"", b"!table" if suffix == ".tab" else b""):
            return said
    if suffixes & set(_ARCHIVES):
        return refusal("boundary_zip_nested")
    if ".dwg" in suffixes:
        return refusal("boundary_dwg")
    if ".dxf" in suffixes:
        return refusal("boundary_dxf")
    parts = [member for member in members if member.suffix in (".dbf", ".shx")]
    if parts:
        return refusal("boundary_part_missing", name=parts[0].stem.rpartition("/")[2], suffix=".shp")
    return refusal("boundary_zip_empty")


def _databases(members: list[Member]) -> dict[str, list[Member]]:
    """Members of each .gdb folder, by the folder's name; a geodatabase zipped without its folder counts as one."""
    found = defaultdict(list)
    for member in members:
        folder, _, base = member.name.rpartition("/")
        if folder.lower().endswith(".gdb") or base.lower().endswith((".gdbtable", ".gdbtablx")):
            found[folder].append(member)
    return dict(found)


def _inflated(archive: Archive, files: Mapping[str, Mapping[str, Member]]) -> dict[str, dict[str, bytes]]:
    return {name: {suffix: archive.inflated(part) for suffix, part in parts.items()} for name, parts in files.items()}


def _of_same_name(members: list[Member], wanted: str, suffixes: tuple[str, ...]) -> dict[str, dict[str, Member]]:
    """Parts of each shapefile or MIF, {name: {suffix: member}}; names are compared without regard to case."""
    found: dict[str, dict[str, Member]] = defaultdict(dict)
    for member in members:
        if member.suffix in suffixes:
            found[member.stem.lower()][member.suffix] = member
    return {name: parts for name, parts in found.items() if wanted in parts}
