"""Boundary files as drops: what `geo` reads becomes rows of the boundaries table, its notes become findings."""

import io
import re
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import replace

import geopandas as gpd
import pandas as pd

from data_loaders.checking import points
from data_loaders.checking.district import ground_of
from data_loaders.findings import Finding, Level, Source, publishable
from data_loaders.guarding.person_numbers import mask, number_kinds
from data_loaders.reading.grid import Grid
from data_loaders.reading.kind import Kind
from data_loaders.reading.outside_cells import findings_beside, markup_texts, printable_texts, zip_comments
from data_loaders.reading.personal_data import find_personal_data, name_findings
from data_loaders.schema import BOUNDARIES
from data_loaders.typed_frames import typed
from geo.archive import HEXADECIMAL, TEXT_AT_MOST, Archive
from geo.district import District
from geo.notes import Note, Refused
from geo.report import Report, report
from geo.simplify import simplified

# What lies in an archive of shapes as text.
_TEXT_SUFFIXES = (
    ".txt",
    ".csv",
    ".md",
    ".xml",
    ".html",
    ".htm",
    ".kml",
    ".geojson",
    ".json",
    ".qmd",
    ".prj",
    ".cpg",
    ".log",
    ".ini",
    ".rtf",
)


# The lines of a TopoJSON, whole numbers by the hundred thousand, and those of hexadecimal shapes: some look like telephones.
_ARCS = re.compile(rb'"arcs"\s*:\s*\[[\[\]\d\s,.eE+-]*\]|' + HEXADECIMAL.encode(), re.IGNORECASE)


def check(
    source: Source,
    name: str,
    content: bytes,
    tables: Mapping[str, pd.DataFrame],
    shipped: Mapping[str, pd.DataFrame],
    confirmed: Collection[str] = (),
) -> tuple[Report, list[Finding]]:
    """What a boundary file is and everything there is to say about it.

    `tables` holds the village list, the plan settings and, when there are any, the boundaries shown now, against which a shift is
    noticed; `shipped` the plan that ships with the product, see `ground_of`. `confirmed` holds the codes of questions
    that a person has answered with yes.
    """
    district = ground_of(tables, shipped)
    known = known_boundaries(tables, district)
    placed = points.stored(tables, district)
    answer = report(name, content, tables["villages"], district, known, frozenset(confirmed), placed)
    return answer, [
        *personal_findings(source, content, answer.attributes),
        *(as_finding(note, source) for note in answer.notes),
    ]


def read(
    source: Source,
    name: str,
    content: bytes,
    tables: Mapping[str, pd.DataFrame],
    shipped: Mapping[str, pd.DataFrame],
    confirmed: Collection[str] = (),
) -> tuple[pd.DataFrame, list[Finding]]:
    """Rows of the boundaries table and everything there is to say; no rows when the file is refused.

    Shapes are simplified here, once, so that a survey file draws as fast as a sketch.
    """
    answer, findings = check(source, name, content, tables, shipped, confirmed)
    # The batch asks of what a file leaves out, of all files together, and can keep it.
    findings = [finding for finding in findings if finding.code != "boundary_would_vanish"]
    if not publishable(findings) or answer.frame is None:
        return typed(pd.DataFrame(columns=list(BOUNDARIES.names)), BOUNDARIES), findings
    return as_rows(simplified(answer.frame), source), findings


def as_rows(frame: gpd.GeoDataFrame, source: Source) -> pd.DataFrame:
    """Matched village polygons as rows of the boundaries table."""
    rows = pd.DataFrame(frame.drop(columns="geometry")).assign(geometry=frame.geometry.to_wkb(), origin=source.file)
    return typed(rows, BOUNDARIES)


def known_boundaries(tables: Mapping[str, pd.DataFrame], district: District | None) -> gpd.GeoDataFrame | None:
    """The boundaries shown now, against which a shift of new ones is noticed; None before the first."""
    rows = tables.get(BOUNDARIES.name)
    if rows is None or rows.empty:
        return None
    shapes = gpd.GeoSeries.from_wkb(rows["geometry"], crs=district and district.epsg)
    return gpd.GeoDataFrame(rows.drop(columns="geometry"), geometry=shapes.array)


def personal_findings(source: Source, content: bytes, attributes: pd.DataFrame | None) -> list[Finding]:
    """Personal data in names of files and among the attributes, used or not; the values are not told."""
    findings = [*name_findings(source), *_inside_names(source, content)]
    if not findings:
        findings = _inside_members(source, content)
    if attributes is None:
        return findings or _beside(source, content)
    rows = [list(attributes.columns), *attributes.to_numpy().tolist()]
    cells = pd.DataFrame(rows, index=range(1, len(rows) + 1), dtype=object)
    cells = cells.map(lambda cell: str(cell) if isinstance(cell, list | dict) else cell)
    return [*findings, *find_personal_data([Grid(source, cells)])] or _beside(source, content)


def _beside(source: Source, content: bytes) -> list[Finding]:
    """What the text of GeoJSON or KML holds beside the attributes: comments, members of the collection."""
    is_binary = content.startswith((b"PK", b"SQLite format 3"))
    return [] if is_binary else findings_beside(Kind.XML, _ARCS.sub(b"", content), source)


def _inside_names(source: Source, content: bytes) -> list[Finding]:
    """What the file names inside an archive give away, told about the archive."""
    if not content.startswith(b"PK"):
        return []
    try:
        members = Archive(content).members
    except Refused:
        return []
    found = [finding for member in members for finding in name_findings(source.of(file=member.name))]
    return [replace(finding, file=source.file) for finding in found]


def _inside_members(source: Source, content: bytes) -> list[Finding]:
    """What an archive says besides the shapes: its comments, and texts that lie in it, read or not."""
    if not content.startswith(b"PK"):
        return []
    kinds: set[str] = set()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            kinds |= number_kinds(zip_comments(opened))
        archive = Archive(content)
        for member in archive.members:
            if member.suffix in _TEXT_SUFFIXES and member.info.file_size <= TEXT_AT_MOST:
                kinds |= number_kinds(
                    text for text in printable_texts(archive.inflated(member)) for text in markup_texts(text)
                )
    except (Refused, zipfile.BadZipFile, ValueError, OSError):
        pass  # said by whoever reads the shapes
    return [source.finding("personal_data", what=f"{kind}（在压缩包的注释或文字中）") for kind in sorted(kinds)]


def as_finding(note: Note, source: Source) -> Finding:
    """A note of `geo` as the finding that every other drop gets; notes quote the file, so they are masked."""
    return Finding(
        level=Level(note.level), code=note.code, file=source.file, table=BOUNDARIES.name, sheet=None, row=None, column=None,
        message=mask(note.message), hint=mask(note.hint), asks=note.asks,
    )  # fmt: skip
