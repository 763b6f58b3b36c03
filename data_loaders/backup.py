"""The whole store as one file, and a store again from such a file: editions, tables, accounts, meetings, audit.

A backup may be made while others publish. Nothing in a store is ever rewritten, so it is enough to take the files in
the right order: a log entry is listed before the data that it names, and the log of `editions` before all others. What
is added meanwhile is not in the backup, or in it without an edition that shows it. Works for a folder and for an
object store alike, and brings the one back as the other. The file holds the argon2 hashes of passwords.
May import: `store`, `delta`, `files`, `findings`.
"""

import hashlib
import json
import os
import re
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfileobj

from deltalake.exceptions import DeltaError
from pyarrow.fs import PyFileSystem

from data_loaders import delta
from data_loaders.delta import Damaged
from data_loaders.files import is_address, listing, store_files
from data_loaders.findings import Refused, Source
from data_loaders.store import Store

MANIFEST = "backup.json"
# A store holds these lists and tables, each with its log; anything else in a backup was put there by somebody.
PART = re.compile(r"(?:editions|audit|accounts|meetings|tables/[a-z_]+)/(?:_delta_log/)?[\w.=%-]+")
LOG_FOLDER = "/_delta_log/"
# Only a hint where to begin reading a log, and the one file that Delta rewrites; without it the log is read whole.
REWRITTEN = "_last_checkpoint"
CHUNK = 1 << 20
ONLY_THE_OWNER = 0o600


@dataclass(frozen=True)
class Contents:
    """What a backup holds: when it was made, how many editions, and every file with its size and sha256."""

    made_at: str
    editions: int
    files: dict[str, tuple[int, str]]  # path in the store → bytes, sha256
    unreadable: tuple[int, ...] = ()  # editions that the store could not read when it was backed up

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(size for size, _ in self.files.values())


def back_up(store: Store, path: Path) -> Contents:
    """Write the store to a new file; what is damaged in the store is kept as it is and said.

    Refused when the file exists, when there is nothing to keep, or when the disk cannot take it; then no file is left.
    """
    source = Source(path.name)
    if path.exists():
        raise Refused(source.finding("backup_exists"))
    try:
        files = store_files(store.uri)
        names = _in_order(files) if files else []
        if not names:
            raise Refused(source.finding("backup_of_nothing"))
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as unfinished:
            try:
                contents = _write(files, names, unfinished)
                contents = replace(contents, unreadable=_unreadable(store, contents.editions))
            except BaseException:
                unfinished.close()
                os.unlink(unfinished.name)
                raise
        os.chmod(unfinished.name, ONLY_THE_OWNER)
        os.replace(unfinished.name, path)
    except (OSError, DeltaError) as error:
        raise Refused(source.finding("backup_unwritable", reason=type(error).__name__)) from error
    return contents


def _in_order(files: PyFileSystem) -> list[str]:
    """Every file to keep, listed so that nothing it names can be missing: editions' log, other logs, then data."""
    first = [name for name, _ in listing(files, f"editions{LOG_FOLDER}")]
    logs = [name for name, _ in listing(files) if LOG_FOLDER in name and not name.startswith("editions/")]
    data = [name for name, _ in listing(files) if LOG_FOLDER not in name]
    return [name for name in (*first, *logs, *data) if PART.fullmatch(name) and not name.endswith(REWRITTEN)]


def _write(files: PyFileSystem, names: list[str], target) -> Contents:
    kept = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            digest, size = hashlib.sha256(), 0
            with files.open_input_stream(name) as content, archive.open(name, "w", force_zip64=True) as entry:
                while chunk := content.read(CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
                    entry.write(chunk)
            kept[name] = (size, digest.hexdigest())
        editions = sum(name.startswith(f"editions{LOG_FOLDER}") and name.endswith(".json") for name in names)
        contents = Contents(datetime.now(UTC).isoformat(timespec="seconds"), editions, kept)
        listed = {"made_at": contents.made_at, "editions": editions, "files": kept}
        archive.writestr(MANIFEST, json.dumps(listed, ensure_ascii=False, indent=1))
    return contents


def _unreadable(store: Store, editions: int) -> tuple[int, ...]:
    """Those of the first editions that the store itself cannot read any more: the backup cannot either."""
    history, sound = store.history(), {}
    lost = {number for number in history.damaged if number <= editions}
    for edition in history.editions[:editions]:
        for name, version in edition.versions.items():
            if (name, version) not in sound:
                sound[name, version] = _is_sound(store.location(f"tables/{name}"), version, edition.digests.get(name))
            if not sound[name, version]:
                lost.add(edition.number)
    return tuple(sorted(number for number in lost if number <= editions))


def _is_sound(location: str, version: int, digest: str | None) -> bool:
    try:
        delta.rows_of(location, version, digest)
    except Damaged:
        return False
    return True


def recover(store: Store, path: Path) -> Contents:
    """Fill an empty store from a backup. Every file is compared with its sha256 before the first one is written; the
    log of `editions` is written last, so a reader sees an empty store or a whole one. Refused when the store holds
    anything, and when the backup is damaged or is none.
    """
    source = Source(path.name)
    try:
        with zipfile.ZipFile(path) as archive:
            contents = _checked(archive, source)
            if not is_address(store.uri):
                Path(store.uri).mkdir(parents=True, exist_ok=True)
            files = store_files(store.uri)
            if listing(files):
                raise Refused(source.finding("store_not_empty"))
            for name in sorted(contents.files, key=lambda name: (name.startswith(f"editions{LOG_FOLDER}"), name)):
                with archive.open(name) as entry, files.open_output_stream(name) as target:
                    copyfileobj(entry, target, CHUNK)
    except (zipfile.BadZipFile, KeyError, EOFError, ValueError) as error:
        raise Refused(source.finding("backup_damaged", reason=type(error).__name__)) from error
    except FileNotFoundError as error:
        raise Refused(source.finding("file_missing")) from error
    except (OSError, DeltaError) as error:
        raise Refused(source.finding("store_unwritable", reason=type(error).__name__)) from error
    return contents


def _checked(archive: zipfile.ZipFile, source: Source) -> Contents:
    """What the backup says it holds, when that is exactly what it holds."""
    said = json.loads(archive.read(MANIFEST))
    contents = Contents(said["made_at"], said["editions"], {name: tuple(kept) for name, kept in said["files"].items()})
    if {*contents.files, MANIFEST} != set(archive.namelist()) or not all(map(PART.fullmatch, contents.files)):
        raise Refused(source.finding("backup_damaged", reason="清单"))
    for name, kept in contents.files.items():
        if _size_and_digest(archive, name, kept[0]) != kept:
            raise Refused(source.finding("backup_damaged", reason=name))
    return contents


def _size_and_digest(archive: zipfile.ZipFile, name: str, expected: int) -> tuple[int, str]:
    """Size and sha256 of a file in the backup; no more of it is unpacked than it should have."""
    digest, size = hashlib.sha256(), 0
    for chunk in _chunks(archive, name):
        size += len(chunk)
        if size > expected:
            break
        digest.update(chunk)
    return size, digest.hexdigest()


def _chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as entry:
        while chunk := entry.read(CHUNK):
            yield chunk
