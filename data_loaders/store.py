"""The versioned store: one Delta table a table, and the table `editions` as commit point.

An edition is a row of `editions`: number, time, who, files, note and the Delta version of every table.
Appending that row is the commit. A reader resolves an edition first and then reads exactly its versions,
so nobody sees half a batch; undo appends a row that points at old versions; nothing is ever rewritten.
May import: `schema`, `findings`, `tidy`, `records`, `reference`.
"""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pandas as pd
import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError

from data_loaders import reference
from data_loaders.findings import Refused, Source
from data_loaders.records import KEEP_EVERYTHING
from data_loaders.schema import TABLES, Kind, Table
from data_loaders.tidy import empty_frame, typed

STORE_VARIABLE = "DASHBOARD_STORE"
DEFAULT_STORE = "./store"
# Publishers that lose the race for the next number try again on top of the winner.
RACES_AT_MOST = 20
# Delta keeps sets of rows; this column keeps the order in which they were delivered.
ROW_ORDER = "row_order"
ONE_TRY = CommitProperties(max_commit_retries=0)

ARROW_TYPES = {
    Kind.TEXT: pa.string(), Kind.CHOICE: pa.string(), Kind.WHOLE: pa.int64(), Kind.NUMBER: pa.float64(),
    Kind.MONEY: pa.float64(), Kind.PERCENT: pa.float64(), Kind.DATE: pa.date32(), Kind.FLAG: pa.bool_(),
    Kind.GEOMETRY: pa.binary(),
}  # fmt: skip
EDITION_SCHEMA = pa.schema(
    {
        "number": pa.int64(),
        "published_at": pa.timestamp("us", tz="UTC"),
        "by": pa.string(),
        "note": pa.string(),
        "sample": pa.bool_(),
        "restores": pa.int64(),
        "files": pa.string(),  # JSON list of {name, sha256, table}
        "versions": pa.string(),  # JSON object table → Delta version
    }
)


class EmptyStore(Exception):
    """Nothing has been published to this store yet."""


@dataclass(frozen=True)
class Edition:
    """One published state of all tables; `table(name)` reads exactly its version."""

    number: int
    published_at: datetime
    by: str
    note: str
    sample: bool
    restores: int | None
    files: tuple[dict, ...]
    versions: Mapping[str, int]
    _read: Callable[[str, int], pd.DataFrame] = field(repr=False, compare=False)

    def table(self, name: str) -> pd.DataFrame:
        """The rows of a table in this edition, typed by the schema; no rows where nothing was delivered."""
        if name not in self.versions:
            return empty_frame(TABLES[name])
        return self._read(name, self.versions[name])

    def as_json(self) -> dict:
        """The edition as plain values."""
        return {
            "edition": self.number, "published_at": self.published_at.isoformat(), "by": self.by, "note": self.note,
            "sample": self.sample, "restores": self.restores, "files": list(self.files), "tables": sorted(self.versions),
        }  # fmt: skip


@dataclass(frozen=True)
class Store:
    """A folder or object-store URL that holds the tables; see `open_store`."""

    uri: str

    def editions(self) -> list[Edition]:
        """All editions, oldest first; an empty list before the first publish."""
        try:
            rows = DeltaTable(self.location("editions")).to_pyarrow_table().to_pylist()
        except TableNotFoundError:
            return []
        return sorted((self._edition(row) for row in rows), key=lambda edition: edition.number)

    def edition(self, number: int | None = None) -> Edition:
        """An edition by number, the newest by default. EmptyStore before the first, Refused for an unknown number."""
        editions = self.editions()
        if not editions:
            raise EmptyStore
        if number is None:
            return editions[-1]
        for edition in editions:
            if edition.number == number:
                return edition
        raise Refused(Source(self.uri).finding("edition_unknown", number=number))

    def known_tables(self, *, sample: bool) -> dict[str, pd.DataFrame]:
        """What a new delivery builds on: the newest edition of its own kind, and the shipped plan and villages."""
        base = self._base(self.editions(), sample=sample)
        known = reference.tables()
        if base:
            known |= {name: base.table(name) for name in base.versions}
        return known

    def publish(
        self, frames: Mapping[str, pd.DataFrame], *, by: str, note: str = "", sample: bool = False, files: Iterable[dict] = ()
    ) -> Edition:
        """All frames become one edition, or none does.

        `frames` holds typed rows by table name; they replace the stored rows they agree with (schema.replaces).
        Two publishers at once both succeed, one on top of the other. Refused when the store cannot be written,
        or when sample data would cover real data.
        """
        return self._commit(
            lambda editions: self._merged_versions(editions, frames, sample=sample),
            by=by, note=note, sample=sample, files=files,
        )  # fmt: skip

    def restore(self, number: int, *, by: str, note: str = "") -> Edition:
        """A new edition that shows again what edition `number` showed."""
        old = self.edition(number)
        return self._commit(
            lambda editions: dict(old.versions),
            by=by, note=note or f"恢复第 {number} 版", sample=old.sample, files=old.files, restores=number,
        )  # fmt: skip

    def preview(self, frames: Mapping[str, pd.DataFrame], *, sample: bool = False) -> Edition:
        """The edition that publishing these frames now would make, in memory only; nothing is written."""
        tables = self.known_tables(sample=sample)
        for name, frame in frames.items():
            tables[name] = merged(tables.get(name, empty_frame(TABLES[name])), frame, TABLES[name])
        return Edition(
            number=len(self.editions()) + 1, published_at=datetime.now(UTC), by="", note="", sample=sample, restores=None,
            files=(), versions=dict.fromkeys(tables, 0), _read=lambda name, _: tables[name],
        )  # fmt: skip

    def _commit(self, versions_on, *, by, note, sample, files, restores=None) -> Edition:
        """Append the edition row, on top of whatever was newest when its versions were computed."""
        try:
            for _ in range(RACES_AT_MOST):
                editions = self.editions()
                if sample and any(not edition.sample for edition in editions):
                    raise Refused(Source(self.uri).finding("sample_after_real"))
                row = {
                    "number": len(editions) + 1, "published_at": datetime.now(UTC), "by": by, "note": note,
                    "sample": sample, "restores": restores, "files": json.dumps(list(files), ensure_ascii=False),
                    "versions": json.dumps(versions_on(editions)),
                }  # fmt: skip
                if self._append_edition(row, expected=len(editions)):
                    return self._edition(row)
        except (OSError, DeltaError) as error:
            raise Refused(Source(self.uri).finding("store_unwritable", reason=type(error).__name__)) from error
        raise Refused(Source(self.uri).finding("store_unwritable", reason="发布过于频繁"))

    def _append_edition(self, row: dict, *, expected: int) -> bool:
        """True when the row became version `expected` of `editions`; False when another publisher was first."""
        location = self.location("editions")
        rows = pa.Table.from_pylist([row], EDITION_SCHEMA)
        if not expected:
            return self._created(location, rows)
        table = DeltaTable(location, version=expected - 1)
        try:
            write_deltalake(table, rows, mode="append", commit_properties=ONE_TRY)
        except CommitFailedError:
            return False
        return True

    def _created(self, location: str, rows: pa.Table) -> bool:
        try:
            write_deltalake(location, rows, mode="error", configuration=KEEP_EVERYTHING, commit_properties=ONE_TRY)
        except (CommitFailedError, DeltaError):
            if DeltaTable.is_deltatable(location):
                return False
            raise
        return True

    def _merged_versions(self, editions: list[Edition], frames: Mapping[str, pd.DataFrame], *, sample: bool) -> dict:
        """Table versions of the next edition: the base's, with the delivered tables written anew."""
        base = self._base(editions, sample=sample)
        versions = dict(base.versions) if base else {}
        shipped = {} if base else reference.tables()
        for name, frame in {**shipped, **frames}.items():
            table = TABLES[name]
            stored = base.table(name) if base else shipped.get(name, empty_frame(table))
            rows = frame if frame is stored else merged(stored, frame, table)
            versions[name] = self._write(table, rows)
        return versions

    def _base(self, editions: list[Edition], *, sample: bool) -> Edition | None:
        """The edition a new one builds on: the newest of the same kind, for sample and real never mix."""
        same = [edition for edition in editions if edition.sample == sample]
        return same[-1] if same else None

    def _write(self, table: Table, frame: pd.DataFrame) -> int:
        """Write all rows of a table as a new Delta version and return that version."""
        location, rows = self.location(f"tables/{table.name}"), arrow_table(frame, table)
        for _ in range(RACES_AT_MOST):
            if not DeltaTable.is_deltatable(location):
                if self._created(location, rows):
                    return 0
                continue
            delta = DeltaTable(location)
            before = delta.version()
            try:
                write_deltalake(delta, rows, mode="overwrite", schema_mode="overwrite", commit_properties=ONE_TRY)
            except CommitFailedError:
                continue
            return before + 1
        raise CommitFailedError(f"{table.name} is being written by others")

    def _read(self, name: str, version: int) -> pd.DataFrame:
        rows = DeltaTable(self.location(f"tables/{name}"), version=version).to_pyarrow_table()
        return typed(rows.sort_by(ROW_ORDER).to_pandas(), TABLES[name])

    def _edition(self, row: dict) -> Edition:
        versions = json.loads(row["versions"])
        rest = {name: row[name] for name in ("number", "published_at", "by", "note", "sample", "restores")}
        return Edition(**rest, files=tuple(json.loads(row["files"])), versions=versions, _read=self._read)

    def location(self, part: str) -> str:
        """Where a part of the store lies: `editions`, `audit`, `tables/toilets`."""
        return f"{self.uri.rstrip('/')}/{part}"


def open_store(uri: str | None = None) -> Store:
    """The store at `uri`, or where DASHBOARD_STORE says, or ./store. Nothing is created before the first publish."""
    return Store(uri or os.environ.get(STORE_VARIABLE) or DEFAULT_STORE)


def merged(stored: pd.DataFrame, delivered: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Stored rows that the delivery does not replace, followed by the delivery."""
    if not table.replaces or stored.empty:
        return delivered.reset_index(drop=True)
    keys = list(table.replaces)
    covered = pd.MultiIndex.from_frame(delivered[keys].drop_duplicates())
    kept = stored[~pd.MultiIndex.from_frame(stored[keys]).isin(covered)]
    return typed(pd.concat([kept, delivered], ignore_index=True), table)


def arrow_table(frame: pd.DataFrame, table: Table) -> pa.Table:
    """Typed rows as Arrow, with the types the store keeps."""
    arrays = {
        column.name: pa.Array.from_pandas(frame[column.name]).cast(ARROW_TYPES[column.kind]) for column in table.columns
    }
    return pa.table(arrays | {ROW_ORDER: pa.array(range(len(frame)), pa.int32())})


