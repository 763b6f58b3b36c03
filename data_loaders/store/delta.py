"""Delta tables as the store uses them, and the two things that can be wrong: the store is away, or a file is damaged.

The store writes a table whole each time and adds one row to a list each time, so a version needs only its own log
entry and the files that this entry names: damage to one version never takes another along. A file is compared with
its fingerprint before it is parsed, because one changed bit in thirty would change a number in silence.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from urllib.parse import unquote

import obstore
import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError
from obstore.exceptions import BaseError
from obstore.store import ObjectStore

from data_loaders.findings import Refused, Source
from data_loaders.store import files

# Old versions are the history that editions point at: Delta's own log cleaning must never touch them.
KEEP_EVERYTHING = {
    "delta.enableExpiredLogCleanup": "false",
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
}
READ_AT_ONCE = 16
LARGE = 1_000_000  # bytes of a file
ONE_TRY = CommitProperties(max_commit_retries=0)
# delta-rs itself would write a checkpoint in the commit's wake, and call a commit failed whose checkpoint was.
COMMIT_ALONE = PostCommitHookProperties(create_checkpoint=False, cleanup_expired_logs=False)
CHECKPOINT_EVERY = 100
ENTRY = re.compile(r"(\d{20})\.json")
# Lists and tables this process has read: what was there once is not gone, the share or the network is.
_once_there: set[str] = set()


class StoreAway(Refused):
    """The folder or object store cannot be reached now; what it holds is not touched by that."""


class Damaged(Refused):
    """A file of the store is not what was written."""


def opened(location: str) -> DeltaTable | None:
    """A list or table at its newest version; None before its first row. StoreAway, or Damaged log."""
    try:
        table = DeltaTable(location, storage_options=files.options(location))
    except TableNotFoundError:
        if location in _once_there:
            raise _away(location) from None
        return None
    except (OSError, DeltaError) as error:
        raise _why(location) from error
    _once_there.add(location)
    return table


def found(location: str) -> DeltaTable:
    """The same of a list that somebody has begun. StoreAway when it is not there."""
    table = opened(location)
    if table is None:
        raise _away(location)
    return table


def rows_in(table: DeltaTable, location: str) -> list[dict]:
    """Every row of an opened list, in no order. StoreAway or Damaged."""
    names = [uri.rpartition("/")[2] for uri in table.file_uris()]
    room = _files(location)
    try:
        with ThreadPoolExecutor(READ_AT_ONCE) as readers:
            contents = list(readers.map(lambda name: files.content(room, unquote(name)), names))
        parts = [_rows(content) for content in contents]
        return pa.concat_tables(parts, promote_options="default").to_pylist()
    except (OSError, BaseError, pa.ArrowException, ValueError) as error:
        raise _why(location) from error


def rows_of(location: str, version: int, digest: str | None = None) -> pa.Table:
    """The rows that one version wrote. Damaged when they are not the ones with this digest; None compares nothing."""
    contents = _contents(location, version)
    if digest is not None and _digest(contents) != digest:
        raise _damaged(f"{location}@{version}")
    try:
        return pa.concat_tables([_rows(content) for content in contents])
    except (OSError, pa.ArrowException) as error:
        raise _damaged(f"{location}@{version}") from error


def _rows(content: bytes) -> pa.Table:
    """The rows of a file; threads begin to be worth their start with a large one."""
    with pq.ParquetFile(pa.BufferReader(content)) as file:
        return file.read(use_threads=len(content) > LARGE)


def digest_of(location: str, version: int) -> str:
    """The sha256 of the files that one version wrote."""
    return _digest(_contents(location, version))


def newest_entry(location: str) -> int:
    """The version of the newest log entry, readable or not; -1 before the first."""
    return max(map(int, map(_entry_number, _entries(_files(location), location))), default=-1)


def created(location: str, rows: pa.Table) -> bool:
    """True when the rows became version 0; False when somebody else was first. OSError or DeltaError."""
    try:
        write_deltalake(
            location, rows, mode="error", configuration=KEEP_EVERYTHING, commit_properties=ONE_TRY,
            post_commithook_properties=COMMIT_ALONE, storage_options=files.options(location),
        )  # fmt: skip
    except DeltaError:
        if DeltaTable.is_deltatable(location, files.options(location)):
            return False
        raise
    _once_there.add(location)
    return True


def appended(location: str, after: int, row: pa.Table) -> bool:
    """True when the row became the version that follows `after`; False when somebody else was first.

    StoreAway or Damaged when the list cannot be read, OSError or DeltaError when it cannot be written.
    """
    try:
        table = DeltaTable(location, version=after, storage_options=files.options(location))
    except (OSError, DeltaError) as error:
        raise _why(location) from error
    try:
        write(table, row, mode="append", schema_mode="merge", commit_properties=ONE_TRY)
    except CommitFailedError:
        return False
    return True


def overwritten(table: DeltaTable, rows: pa.Table) -> bool:
    """True when the rows became the version after `table`'s; False when somebody else was first. OSError or DeltaError."""
    try:
        write(table, rows, mode="overwrite", schema_mode="overwrite", commit_properties=ONE_TRY)
    except CommitFailedError:
        return False
    return True


def write(table: DeltaTable, rows: pa.Table, **how) -> None:
    """Add a version: it is there when this returns, and is not when this raises OSError or DeltaError."""
    write_deltalake(table, rows, post_commithook_properties=COMMIT_ALONE, **how)
    if (table.version() + 1) % CHECKPOINT_EVERY == 0:
        with suppress(OSError, DeltaError):  # it only shortens the reading of the log
            table.create_checkpoint()


def _contents(location: str, version: int) -> list[bytes]:
    """The files that a version wrote, in the order of its log entry."""
    room, entry = _files(location), f"_delta_log/{version:020}.json"
    try:
        actions = [json.loads(line) for line in files.content(room, entry).splitlines()]
        return [files.content(room, unquote(action["add"]["path"])) for action in actions if "add" in action]
    except (FileNotFoundError, ValueError, KeyError, TypeError) as error:
        raise _why(location, f"{location}@{version}") from error
    except (OSError, BaseError) as error:
        raise _away(location) from error


def _digest(contents: list[bytes]) -> str:
    digest = hashlib.sha256()
    for content in contents:
        digest.update(content)
    return digest.hexdigest()


def _files(location: str) -> ObjectStore:
    try:
        return files.opened(location)
    except (OSError, BaseError) as error:
        raise _away(location) from error


def _entries(room: ObjectStore, location: str) -> list[str]:
    """Paths of the log entries. StoreAway when the log cannot be listed, or is gone."""
    try:
        found = obstore.list_with_delimiter(room, "_delta_log")["objects"]
    except (OSError, BaseError) as error:
        raise _away(location) from error
    paths = [file["path"] for file in found if ENTRY.fullmatch(file["path"].rpartition("/")[2])]
    if not paths and location in _once_there:
        raise _away(location)
    return paths


def _entry_number(path: str) -> str:
    """The number in the name of a log entry, which ENTRY has matched before."""
    return path.rpartition("/")[2].partition(".")[0]


def _why(location: str, place: str | None = None) -> Refused:
    """What a failure to read means: StoreAway when the log cannot be listed, else Damaged, naming the file if it can."""
    try:
        room = _files(location)
        paths = _entries(room, location)
        broken = [path for path in sorted(paths) if not _is_whole(files.content(room, path))]
    except StoreAway as away:
        return away
    except (OSError, BaseError):
        return _away(location)
    return _damaged(f"{location}/{broken[0]}" if broken else place or location)


def _is_whole(entry: bytes) -> bool:
    try:
        actions: list[Mapping] = [json.loads(line) for line in entry.splitlines()]
    except ValueError:
        return False
    return bool(actions)


def _away(location: str) -> StoreAway:
    return StoreAway(Source(location).finding("store_away"))


def _damaged(place: str) -> Damaged:
    return Damaged(Source(place).finding("store_damaged"))
