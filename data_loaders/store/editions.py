"""The versioned store: one Delta table a table, and the table `editions` as commit point.

An edition is a row of `editions`: number, time, who, files, note and the Delta version of every table.
Appending that row is the commit. A reader resolves an edition first and then reads exactly its versions,
so nobody sees half a batch; undo appends a row that points at old versions; nothing is ever rewritten.
The row carries the sha256 of every table's files and of itself: a damaged edition is said, the others stay.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyarrow as pa
from deltalake.exceptions import CommitFailedError, DeltaError

from data_loaders.endings import Ending, endings_of
from data_loaders.findings import Refused, Source, Told
from data_loaders.schema import TABLES
from data_loaders.store import delta
from data_loaders.store.delta import Damaged
from data_loaders.version import VERSION

if TYPE_CHECKING:
    import pandas as pd

STORE_VARIABLE = "DASHBOARD_STORE"
DEFAULT_STORE = "./store"
# Publishers that lose the race for the next number try again on top of the winner.
RACES_AT_MOST = 20
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
        "digests": pa.string(),  # JSON object table → sha256 of that version's files; editions of old have none
        "seal": pa.string(),  # sha256 of the rest of the row; editions of old have none
    }
)


NONE: Mapping[str, pd.DataFrame] = MappingProxyType({})
# An edition never changes, so a process reads each once: (list, its Delta id) → number → edition.
_editions_read: dict[tuple[str, str | int], dict[int, Edition]] = {}
FEW = 5  # up to so many are read one by one, more in one go


class Overtaken(Exception):
    """Somebody published after the edition that was built on; nothing was written."""


class EmptyStore(Told):
    """Nothing has been published to this store yet."""

    def __init__(self) -> None:
        super().__init__("还没有发布任何数据，先在“数据上传”发布一版。")


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
    digests: Mapping[str, str] = field(default_factory=dict)  # table → sha256 of its files, where it is known
    _ended: Callable[[], tuple[Ending, ...]] = field(default=tuple, repr=False, compare=False)

    @property
    def endings(self) -> tuple[Ending, ...]:
        """What had come to an end by this edition, oldest first."""
        return self._ended()

    @property
    def is_of_before(self) -> bool:
        """Whether a program of before took its files in, which did not write down which it was."""
        return bool(self.files) and not any("program" in file for file in self.files)

    def table(self, name: str) -> pd.DataFrame:
        """The rows of a table in this edition, typed by the schema; no rows where nothing was delivered.

        Damaged when they are not the rows that were published, StoreAway when they cannot be reached now.
        """
        if name not in self.versions:
            return _frames().empty_frame(TABLES[name])
        return self._read(name, self.versions[name])

    def as_json(self) -> dict:
        """The edition as plain values."""
        return {
            "edition": self.number, "published_at": self.published_at.isoformat(), "by": self.by, "note": self.note,
            "sample": self.sample, "restores": self.restores, "files": list(self.files), "tables": sorted(self.versions),
        }  # fmt: skip


@dataclass(frozen=True)
class History:
    """Everything that was published: the editions that can be read, oldest first, and the numbers of the others."""

    editions: tuple[Edition, ...] = ()
    damaged: tuple[int, ...] = ()

    @property
    def newest_number(self) -> int:
        """The number of the newest edition, readable or not; 0 before the first."""
        return max([*(edition.number for edition in self.editions[-1:]), *self.damaged], default=0)


@dataclass(frozen=True)
class Store:
    """A folder or object-store URL that holds the tables; see `open_store`."""

    uri: str

    def history(self) -> History:
        """All editions, also those whose row is damaged. StoreAway when the store cannot be reached now."""
        location = self.location("editions")
        try:
            table = delta.opened(location)
            if table is None:
                return History()
            known = _editions_read.setdefault((location, table.metadata().id), {})
            numbers = range(1, table.version() + 2)
            missing = [number for number in numbers if number not in known]
            rows = delta.rows_in(table, location) if len(missing) > FEW else self._rows(location, missing)
            known |= {row["number"]: self._edition(row) for row in rows if _is_whole(row)}
            if all(number in known for number in numbers):
                return History(tuple(known[number] for number in numbers))
        except (Damaged, ValueError, KeyError):  # also a record that is sound Parquet and no text any more
            pass
        return self._history_by_row(location)

    def _rows(self, location: str, numbers: Iterable[int]) -> list[dict]:
        """The rows of some editions, each from the version that it is."""
        return [row for number in numbers for row in delta.rows_of(location, number - 1).to_pylist()]

    def _history_by_row(self, location: str) -> History:
        """The same where something is damaged: one version after the other, each by itself."""
        editions, damaged = [], []
        for version in range(delta.newest_entry(location) + 1):
            try:
                (row,) = delta.rows_of(location, version).to_pylist()
                if row["number"] != version + 1 or not _is_whole(row):
                    raise ValueError
                editions.append(self._edition(row))
            except (Damaged, ValueError, KeyError):
                damaged.append(version + 1)
        return History(tuple(editions), tuple(damaged))

    def editions(self) -> list[Edition]:
        """The editions that can be read, oldest first; an empty list before the first publish."""
        return list(self.history().editions)

    def edition(self, number: int | None = None) -> Edition:
        """An edition by number, the newest readable one by default.

        EmptyStore before the first, Refused for a number that is unknown or damaged.
        """
        history = self.history()
        if not history.newest_number:
            raise EmptyStore
        for edition in reversed(history.editions):
            if number in (None, edition.number):
                return edition
        if number is None or number in history.damaged:
            raise self._damaged(number or history.newest_number)
        raise Refused(Source(self.uri).finding("edition_unknown", number=number))

    def known_tables(self, *, sample: bool, shipped: Mapping[str, pd.DataFrame] = NONE) -> dict[str, pd.DataFrame]:
        """What a new delivery builds on: the newest edition of its own kind, else the tables that ship with the product.

        Damaged when the newest edition is: nothing may be built on what came before it.
        """
        base = self._base(self._sound_history(), sample=sample)
        return {name: base.table(name) for name in {*shipped, *base.versions}} if base else dict(shipped)

    def publish(
        self,
        frames: Mapping[str, pd.DataFrame],
        *,
        by: str,
        note: str = "",
        sample: bool = False,
        files: Iterable[dict] = (),
        claim: str | None = None,
        shipped: Mapping[str, pd.DataFrame] = NONE,
        on: int | None = None,
    ) -> Edition:
        """All frames become one edition, or none does.

        `frames` holds typed rows by table name; they replace the stored rows they agree with (schema.replaces).
        What the `files` say has ended or was taken out goes: the rows of a reporter on the day for which it has nothing.
        The first edition of its kind begins with the `shipped` tables.
        Two publishers at once both succeed, one on top of the other. Refused when the store cannot be written,
        or when sample data would cover real data. With `claim`, an edition whose files carry it already is the answer.
        With `on`, the number of the newest edition when the frames were made: Overtaken when there is a newer one by now.
        """
        files = tuple({**file, "program": VERSION} for file in files)
        return self._commit(
            lambda history: self._merged_versions(history, frames, shipped, files, sample=sample),
            by=by, note=note, sample=sample, files=files, claim=claim, on=on,
        )  # fmt: skip

    def restore(self, number: int, *, by: str, note: str = "") -> Edition:
        """A new edition that shows again what edition `number` showed. Refused when that one is damaged."""
        old = self.edition(number)
        for name in old.versions:
            old.table(name)
        return self._commit(
            lambda history: (dict(old.versions), dict(old.digests)),
            by=by, note=note or f"恢复第 {number} 版", sample=old.sample, files=old.files, restores=number,
        )  # fmt: skip

    def preview(
        self,
        frames: Mapping[str, pd.DataFrame],
        *,
        sample: bool = False,
        files: Iterable[dict] = (),
        shipped: Mapping[str, pd.DataFrame] = NONE,
    ) -> Edition:
        """The edition that publishing these frames now would make, in memory only; nothing is written."""
        files = tuple(files)
        tables = self.known_tables(sample=sample, shipped=shipped)
        base, ended, held = self._base(self.history(), sample=sample), endings_of(files), _frames()
        for name, frame in held.delivered(frames, ended).items():
            tables[name] = held.replaced(tables.get(name), frame, TABLES[name], files)
        return Edition(
            number=self.history().newest_number + 1, published_at=datetime.now(UTC), by="", note="", sample=sample, restores=None,
            files=(), versions=dict.fromkeys(tables, 0), _read=lambda name, _: tables[name],
            _ended=lambda: (*(base.endings if base else ()), *ended),
        )  # fmt: skip

    def _commit(self, versions_on, *, by, note, sample, files, restores=None, claim=None, on=None) -> Edition:
        """Append the edition row, on top of whatever was newest when its versions were computed."""
        try:
            for _ in range(RACES_AT_MOST):
                history = self.history()
                if claim and (done := _of_claim(history.editions, claim)):
                    return done
                if on is not None and history.newest_number != on:
                    raise Overtaken
                if sample and any(not edition.sample for edition in history.editions):
                    raise Refused(Source(self.uri).finding("sample_after_real"))
                versions, digests = versions_on(history)
                row = {
                    "number": history.newest_number + 1, "published_at": datetime.now(UTC), "by": by, "note": note,
                    "sample": sample, "restores": restores, "files": json.dumps(list(files), ensure_ascii=False),
                    "versions": json.dumps(versions), "digests": json.dumps(digests),
                }  # fmt: skip
                if self._append_edition(row | {"seal": _seal(row)}):
                    return self._edition(row)
        except (OSError, DeltaError) as error:
            raise Refused(Source(self.uri).finding("store_unwritable", reason=type(error).__name__)) from error
        raise Refused(Source(self.uri).finding("store_unwritable", reason="发布过于频繁"))

    def _append_edition(self, row: dict) -> bool:
        """True when the row became the version of `editions` that its number says; False when another was first."""
        location, rows = self.location("editions"), pa.Table.from_pylist([row], EDITION_SCHEMA)
        if row["number"] == 1:
            return delta.created(location, rows)
        return delta.appended(location, row["number"] - 2, rows)

    def _merged_versions(
        self,
        history: History,
        frames: Mapping[str, pd.DataFrame],
        shipped: Mapping[str, pd.DataFrame],
        files: Sequence[dict],
        *,
        sample: bool,
    ) -> tuple[dict, dict]:
        """Table versions and digests of the next edition: the base's, with the delivered tables written anew."""
        base = self._base(self._sound(history), sample=sample)
        versions, digests = (dict(base.versions), dict(base.digests)) if base else ({}, {})
        beginning = {} if base else shipped
        held = _frames()
        delivered = held.delivered(frames, endings_of(files), history.newest_number + 1)
        for name, frame in {**beginning, **delivered}.items():
            stored = base.table(name) if base else beginning.get(name)
            rows = frame if frame is stored else held.replaced(stored, frame, TABLES[name], files)
            versions[name] = self._write(name, held.arrow_table(rows, TABLES[name]))
            digests[name] = delta.digest_of(self.location(f"tables/{name}"), versions[name])
        return versions, digests

    def _sound_history(self) -> History:
        return self._sound(self.history())

    def _sound(self, history: History) -> History:
        """The history when its newest edition can be built on; Damaged otherwise."""
        if history.damaged and history.newest_number == history.damaged[-1]:
            raise self._damaged(history.newest_number)
        return history

    def _damaged(self, number: int) -> Damaged:
        return Damaged(Source(self.location("editions")).finding("edition_damaged", number=number))

    def _base(self, history: History, *, sample: bool) -> Edition | None:
        """The edition a new one builds on: the newest of the same kind, for sample and real never mix."""
        same = [edition for edition in history.editions if edition.sample == sample]
        return same[-1] if same else None

    def _write(self, name: str, rows: pa.Table) -> int:
        """Write all rows of a table as a new Delta version and return that version."""
        location = self.location(f"tables/{name}")
        for _ in range(RACES_AT_MOST):
            stored = delta.opened(location)
            if stored is None:
                if delta.created(location, rows):
                    return 0
                continue
            before = stored.version()
            if delta.overwritten(stored, rows):
                return before + 1
        raise CommitFailedError(f"{name} is being written by others")

    def _read(self, name: str, version: int, digests: Mapping[str, str]) -> pd.DataFrame:
        rows = delta.rows_of(self.location(f"tables/{name}"), version, digests.get(name))
        return _frames().of_arrow(rows, TABLES[name])

    def _edition(self, row: dict) -> Edition:
        versions, digests = json.loads(row["versions"]), json.loads(row.get("digests") or "{}")
        rest = {name: row[name] for name in ("number", "published_at", "by", "note", "sample", "restores")}
        files, read = tuple(json.loads(row["files"])), partial(self._read, digests=digests)
        ended = partial(self._endings, row["number"])
        return Edition(**rest, files=files, versions=versions, digests=digests, _read=read, _ended=ended)

    def _endings(self, number: int) -> tuple[Ending, ...]:
        """What the files of an edition and of those that it builds on say has ended."""
        editions = {edition.number: edition for edition in self.history().editions}
        found: list[Ending] = []
        edition = editions.get(number)
        while edition is not None:
            if edition.restores is not None:
                edition = editions.get(edition.restores)
                continue
            found = [*endings_of(edition.files), *found]
            older = (one for one in editions.values() if one.sample == edition.sample and one.number < edition.number)
            edition = max(older, key=lambda one: one.number, default=None)
        return tuple(found)

    def location(self, part: str) -> str:
        """Where a part of the store lies: `editions`, `audit`, `tables/toilets`."""
        return f"{self.uri.rstrip('/')}/{part}"


def open_store(uri: str | None = None) -> Store:
    """The store at `uri`, or where DASHBOARD_STORE says, or ./store. Nothing is created before the first publish."""
    return Store(uri or os.environ.get(STORE_VARIABLE) or DEFAULT_STORE)


def _frames():
    # Which editions there are is asked more often than what is in them, and pandas takes half a second.
    from data_loaders.store import frames

    return frames


def _of_claim(editions: Iterable[Edition], claim: str) -> Edition | None:
    return next((edition for edition in editions if any(file.get("claim") == claim for file in edition.files)), None)


def _seal(row: dict) -> str:
    """The sha256 of a row of `editions`, all of it but the seal itself."""
    rest = {name: str(row[name]) for name in EDITION_SCHEMA.names if name != "seal"}
    return sha256(json.dumps(rest, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _is_whole(row: dict) -> bool:
    """Whether a row of `editions` is the one that was written."""
    return row.get("seal") in (None, _seal({"digests": None} | row))
