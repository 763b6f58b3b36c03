"""The origin of stored rows in words that a person can follow: file, sheet, row, who, when, layout, corrections."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from data_loaders import origins
from data_loaders.origins import Correction, Standing
from data_loaders.schema import TABLES, Table
from data_loaders.store.editions import Edition

UNRECORDED = "来源当时没有记录"


@dataclass(frozen=True)
class Corrected:
    """A correction with who made it, when, why and in which edition."""

    correction: Correction
    edition: int
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class Origin:
    """Where a row came from; nothing but None where the store did not record it."""

    file: str | None = None
    sheet: str | None = None
    row: int | None = None  # as a person sees it in the file
    source_rows: tuple[int, ...] = ()  # all rows of the file that it was made of
    edition: int | None = None  # the one that first brought it
    by: str | None = None
    at: datetime | None = None
    layout: str | None = None
    corrected: tuple[Corrected, ...] = ()  # oldest first

    @property
    def is_recorded(self) -> bool:
        """Whether anything is known of it."""
        return self.file is not None


def lineage(edition: Edition, editions: Sequence[Edition]) -> list[Edition]:
    """An edition and those that it builds on, oldest first; of a restored one those of what it restores."""
    by_number = {one.number: one for one in editions} | {edition.number: edition}
    found: list[Edition] = []
    here: Edition | None = edition
    while here is not None:
        if here.restores is not None:
            here = by_number.get(here.restores)
            continue
        found.append(here)
        older = [one for one in editions if one.sample == here.sample and one.number < here.number]
        here = max(older, key=lambda one: one.number, default=None)
    return found[::-1]


def origins_of(rows: pd.DataFrame, table: Table, edition: Edition, editions: Sequence[Edition]) -> list[Origin]:
    """Row by row where the rows of an edition's table came from. `editions` are all of the store."""
    line = lineage(edition, editions)
    by_number = {one.number: one for one in line}
    made = [
        Corrected(correction, one.number, one.by, one.published_at, file.get("reason", ""))
        for one in line
        for file in one.files
        for correction in origins.corrections_of([file])
        if correction.table == table.name
    ]
    return [_origin(row, table, by_number, made) for row in rows.to_dict("records")]


def standing(edition: Edition, editions: Sequence[Edition]) -> list[Standing]:
    """The corrections that hold in an edition: nobody has corrected or delivered anything else there since."""
    newest: dict[tuple, Standing] = {}
    for one in lineage(edition, editions):
        for file in one.files:
            told = {"by": one.by, "reason": file.get("reason", "")}
            for made in origins.corrections_of([file]):
                newest[made.table, made.key, made.column] = Standing(made.table, made.key, made, **told)
            for table, key in origins.removals_of([file]):
                newest[table, key, None] = Standing(table, key, None, **told)
    tables = {one.table for one in newest.values()}
    stored = {name: _by_key(edition.table(name), TABLES[name]) for name in tables}
    return [one for one in newest.values() if _holds(one, stored[one.table])]


def _by_key(rows: pd.DataFrame, table: Table) -> dict[tuple[str, ...], dict[str, Any]]:
    records = rows[list(table.names)].to_dict("records")
    return dict(zip(origins.keys(rows, table), records, strict=True))


def _holds(one: Standing, stored: Mapping[tuple[str, ...], Mapping[str, Any]]) -> bool:
    if one.correction is None:
        return one.key not in stored
    return one.key in stored and origins.plain(stored[one.key][one.correction.column]) == one.correction.new


def _origin(row: dict[str, Any], table: Table, editions: dict[int, Edition], made: Sequence[Corrected]) -> Origin:
    number, place, at = (_number(row[name]) for name in ("from_edition", "from_file", "from_row"))
    corrected = tuple(one for one in made if one.edition >= (number or 0) and _concerns(one.correction, row, table))
    if number == origins.SHIPPED:
        return Origin(f"随产品带来的{table.title}", row=at, source_rows=(at,) if at else (), corrected=corrected)
    edition = editions.get(number) if number else None
    if edition is None or place is None:
        return Origin(corrected=corrected)
    file = edition.files[place]
    several = tuple(origins.as_rows(row["from_rows"])) if isinstance(row["from_rows"], str) else ()
    return Origin(
        file["name"], file.get("sheet"), at, several or ((at,) if at is not None else ()), edition.number, edition.by,
        edition.published_at, file.get("layout"), corrected,
    )  # fmt: skip


def _number(cell: object) -> int | None:
    return None if pd.isna(cell) else int(cell)  # type: ignore[call-overload]


def _concerns(correction: Correction, row: dict, table: Table) -> bool:
    """Whether a correction made a cell what it is; a row that is carried on was corrected under its first day."""
    if origins.plain(row[correction.column]) != correction.new:
        return False
    carried = origins.key_word(row["carried_from"]) if "carried_from" in row else ""
    return all(
        word == origins.key_word(row[name]) or (name == "as_of" and carried and word == carried)
        for name, word in zip(table.key, correction.key, strict=True)
    )
