"""Dropped bytes → raw grids: which kind of file it really is, and its cells as they stand.

Nothing here knows what a table means.
"""

from dataclasses import dataclass

from data_loaders.findings import Finding, Refused, Source
from data_loaders.reading import limits
from data_loaders.reading.archive import refuse_nested
from data_loaders.reading.delimited import read_delimited
from data_loaders.reading.grid import Grid
from data_loaders.reading.kind import EXPECTED_SUFFIXES, READABLE, Kind, kind_of
from data_loaders.reading.names import display_name, is_plain_name, suffix
from data_loaders.reading.outside_cells import findings_beside
from data_loaders.reading.parquet import read_columnar
from data_loaders.reading.personal_data import name_findings
from data_loaders.reading.webpage import read_web_page
from data_loaders.reading.workbook import read_xls, read_xlsx

__all__ = ["Kind", "Reading", "display_name", "kind_of", "limits", "read_bytes", "refuse_size", "refuse_too_large"]


@dataclass(frozen=True)
class Reading:
    """The sheets of one file, and what had to be done to read them."""

    grids: tuple[Grid, ...]
    findings: tuple[Finding, ...] = ()
    beside: tuple[Finding, ...] = ()  # personal data outside of the cells


def read_bytes(name: str, content: bytes) -> Reading:
    """The grids of a dropped file and the repairs made on reading.

    `name` is what the sender calls the file; it is never used as a path. Raises Refused, whose findings and
    text repeat nothing of the file's cells.
    """
    source = Source(display_name(name))
    # A name that gives a person away is refused even when the file cannot be read.
    refusals = name_findings(source)
    if not is_plain_name(name):
        raise Refused([source.finding("file_name_path"), *refusals])
    try:
        grids, findings, beside = _read(suffix(name), content, source)
    except Refused as refused:
        raise Refused([*refused.findings, *refusals]) from None
    return Reading(tuple(grids), tuple(findings), tuple(beside))


def _read(extension: str, content: bytes, source: Source) -> tuple[list[Grid], list[Finding], list[Finding]]:
    refuse_size(len(content), source)
    kind = kind_of(content)
    if kind not in READABLE:
        raise _unreadable(kind, content, source)
    if kind is Kind.XLSX:
        grids, beside = read_xlsx(content, source)
        findings: list[Finding] = []
    else:
        grids, findings = _read_kind(kind, content, source)
        beside = findings_beside(kind, content, source)
    if extension and extension not in EXPECTED_SUFFIXES[kind]:
        findings = [source.finding("file_kind_mismatch", suffix=extension, kind=kind.value), *findings]
    return grids, findings, beside


def _read_kind(kind: Kind, content: bytes, source: Source) -> tuple[list[Grid], list[Finding]]:
    if kind is Kind.XLS:
        return read_xls(content, source), []
    if kind is Kind.PARQUET:
        return [read_columnar(content, source)], []
    grid, findings = (read_web_page if kind is Kind.WEB_PAGE else read_delimited)(content, source)
    return [grid], findings


def refuse_size(size: int, source: Source) -> None:
    """Raises Refused for a file of no bytes, and of more than we hold."""
    if size == 0:
        raise Refused(source.finding("file_empty"))
    refuse_too_large(size, source)


def refuse_too_large(size: int, source: Source) -> None:
    """Raises Refused for a file of more bytes than we hold."""
    if size > limits.FILE_BYTES:
        limit = limits.megabytes(limits.FILE_BYTES)
        raise Refused(source.finding("file_too_large", size=limits.megabytes(size), limit=limit))


def _unreadable(kind: Kind, content: bytes, source: Source) -> Refused:
    if kind is Kind.PROTECTED:
        return Refused(source.finding("file_protected"))
    if kind is Kind.ZIP:
        refuse_nested(content, source)
    return Refused(source.finding("file_kind_unknown", kind=kind.value))
