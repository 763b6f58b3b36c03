"""Boundary files as drops: what `geo` reads becomes rows of the boundaries table, its notes become findings.

May import: `findings`, `ground`, `schema`, `personal`, `tidy`, `reading`; `geo`.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

import geopandas as gpd
import pandas as pd

from data_loaders.findings import Finding, Level, Source, publishable
from data_loaders.grid import Grid
from data_loaders.ground import ground_of
from data_loaders.personal import find_personal_data, mask, name_findings
from data_loaders.reading.beside import findings_beside
from data_loaders.reading.kind import Kind
from data_loaders.schema import BOUNDARIES
from data_loaders.tidy import typed
from geo.archive import Archive
from geo.notes import ANSWERS, Note, Refused
from geo.report import Report, report
from geo.simplify import simplified

SUFFIXES = (".geojson", ".json", ".zip", ".gpkg", ".kml", ".kmz", ".gdb", ".dxf", ".dwg", ".shp", ".shx", ".dbf")  # fmt: skip
ALL_ANSWERS: Mapping[str, str] = {answer: words for choices in ANSWERS.values() for answer, words in choices.items()}


def is_boundary_file(name: str) -> bool:
    """Whether a file is to be read as boundaries: no other table is ever dropped under these names."""
    return name.lower().endswith(SUFFIXES)


def check(
    source: Source, name: str, content: bytes, tables: Mapping[str, pd.DataFrame], confirmed: Collection[str] = ()
) -> tuple[Report, list[Finding]]:
    """What a boundary file is and everything there is to say about it.

    `tables` holds the village list, the plan settings and, when there are any, the boundaries shown now, against which a shift is
    noticed. `confirmed` holds the codes of questions that a person has answered with yes.
    """
    known = known_boundaries(tables)
    answer = report(name, content, tables["villages"], ground_of(tables), known, frozenset(confirmed))
    return answer, [*personal_findings(source, content, answer.attributes), *(as_finding(note, source) for note in answer.notes)]


def read(
    source: Source, name: str, content: bytes, tables: Mapping[str, pd.DataFrame], confirmed: Collection[str] = ()
) -> tuple[pd.DataFrame, list[Finding]]:
    """Rows of the boundaries table and everything there is to say; no rows when the file is refused.

    Shapes are simplified here, once, so that a survey file draws as fast as a sketch.
    """
    answer, findings = check(source, name, content, tables, confirmed)
    if not publishable(findings) or answer.frame is None:
        return typed(pd.DataFrame(columns=list(BOUNDARIES.names)), BOUNDARIES), findings
    return as_rows(simplified(answer.frame), source), findings


def as_rows(frame: gpd.GeoDataFrame, source: Source) -> pd.DataFrame:
    """Matched village polygons as rows of the boundaries table."""
    rows = pd.DataFrame(frame.drop(columns="geometry")).assign(geometry=frame.geometry.to_wkb(), origin=source.file)
    return typed(rows, BOUNDARIES)


def known_boundaries(tables: Mapping[str, pd.DataFrame]) -> gpd.GeoDataFrame | None:
    """The boundaries shown now, against which a shift of new ones is noticed; None before the first."""
    rows = tables.get(BOUNDARIES.name)
    if rows is None or rows.empty:
        return None
    district = ground_of(tables)
    shapes = gpd.GeoSeries.from_wkb(rows["geometry"], crs=district and district.epsg)
    return gpd.GeoDataFrame(rows.drop(columns="geometry"), geometry=shapes.array)


def personal_findings(source: Source, content: bytes, attributes: pd.DataFrame | None) -> list[Finding]:
    """Personal data in names of files and among the attributes, used or not; the values are not told."""
    findings = [*name_findings(source), *_inside_names(source, content)]
    if attributes is None:
        return findings or _beside(source, content)
    rows = [list(attributes.columns), *attributes.to_numpy().tolist()]
    cells = pd.DataFrame(rows, index=range(1, len(rows) + 1), dtype=object)
    cells = cells.map(lambda cell: str(cell) if isinstance(cell, list | dict) else cell)
    return [*findings, *find_personal_data([Grid(source, cells)])] or _beside(source, content)


def _beside(source: Source, content: bytes) -> list[Finding]:
    """What the text of GeoJSON or KML holds beside the attributes: comments, members of the collection."""
    is_binary = content.startswith((b"PK", b"SQLite format 3"))
    return [] if is_binary else findings_beside(Kind.XML, content, source)


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


def answers(finding: Finding) -> Mapping[str, str]:
    """What a person may answer to a finding that asks: {answer: its words}."""
    return ANSWERS[finding.code]


def as_finding(note: Note, source: Source) -> Finding:
    """A note of `geo` as the finding that every other drop gets; notes quote the file, so they are masked."""
    return Finding(
        level=Level(note.level), code=note.code, file=source.file, table=BOUNDARIES.name, sheet=None, row=None, column=None,
        message=mask(note.message), hint=mask(note.hint), asks=note.asks,
    )  # fmt: skip
