"""The whole store as one file, and a store again from such a file: editions, tables, accounts, meetings, audit.

A backup may be made while others publish. Nothing in a store is ever rewritten, so it is enough to take the files in
the right order: a log entry is listed before the data that it names, and the log of `editions` before all others. What
is added meanwhile is not in the backup, or in it without an edition that shows it. Works for a folder and for an
object store alike, and brings the one back as the other. The file holds the argon2 hashes of passwords.
May import: `store`, `files`, `findings`.
"""

import hashlib
import json
import os
import re
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfileobj

from deltalake import DeltaTable
from deltalake.exceptions import DeltaError
from pyarrow.fs import PyFileSystem

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

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(size for size, _ in self.files.values())


def back_up(store: Store, path: Path) -> Contents:
    """Write the store to a new file. Refused when the file exists, when there is nothing to keep, when an edition
    names data that is not there, or when the disk cannot take it; then no file is left behind.
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
                _check_complete(store, contents, source)
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
        archive.writestr(MANIFEST, json.dumps(asdict(contents), ensure_ascii=False, indent=1))
    return contents


def _check_complete(store: Store, contents: Contents, source: Source) -> None:
    """Refused unless every table version of every edition in the backup has its data in the backup."""
    shown = {
        (name, version) for edition in store.editions()[: contents.editions] for name, version in edition.versions.items()
    }
    for name, version in sorted(shown):
        location = f"tables/{name}"
        uris = DeltaTable(store.location(location), version=version).file_uris()
        missing = [uri for uri in uris if f"{location}/{uri.rsplit('/', 1)[-1]}" not in contents.files]
        if missing:
            raise Refused(source.finding("backup_incomplete", table=name, version=version))


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
