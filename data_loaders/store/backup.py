"""The whole store as one file, and a store again from such a file: editions, tables, accounts, meetings, audit.

A backup may be made while others publish. Nothing in a store is ever rewritten, so it is enough to take the files in
the right order: a log entry is listed before the data that it names, and the log of `editions` before all others. What
is added meanwhile is not in the backup, or in it without an edition that shows it. Works for a folder and for an
object store alike, and brings the one back as the other. The file holds the argon2 hashes of passwords.

A process killed at any moment leaves no half store: a folder is filled beside its place and renamed; an object store,
or a folder that is a mount, carries a marker until the first edition's log entry, written last, has made it whole.
"""

import hashlib
import json
import os
import re
import shutil
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfileobj

import obstore
from deltalake.exceptions import DeltaError
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import ObjectStore
from pyarrow.fs import PyFileSystem

from data_loaders.findings import Refused, Source
from data_loaders.store import delta
from data_loaders.store.delta import Damaged
from data_loaders.store.editions import Store
from data_loaders.store.files import is_address, listing, opened, store_files

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # asked for before each use

MANIFEST = "backup.json"
# A store holds these lists and tables, each with its log; anything else in a backup was put there by somebody.
PART = re.compile(
    r"(?:editions|audit|accounts|drafts|layouts|meetings|meeting_corrections|papers|stationery"
    r"|stationery_contents/[0-9a-f]+|tables/[a-z_]+)/(?:_delta_log/)?[\w.=%-]+"
)
LOG_FOLDER = "/_delta_log/"
# Only a hint where to begin reading a log, and the one file that Delta rewrites; without it the log is read whole.
REWRITTEN = "_last_checkpoint"
CHUNK = 1 << 20
ONLY_THE_OWNER = 0o600
# How the names of what a run has not finished end; the next run clears those whose process is gone.
UNFINISHED_BACKUP, UNFINISHED_STORE = ".unfinished-backup", ".unfinished-store"
DEAD_AFTER_SECONDS = 86400.0  # where the system keeps no locks that end with their process
# In a store that is being filled in place; it stays behind when that was killed.
MARKER = "recovering"
# Until it is there no editions can be opened or published; so it is written last.
SWITCH = f"editions{LOG_FOLDER}{0:020}.json"


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
        with _begun(path, UNFINISHED_BACKUP, _new_file) as unfinished:
            try:
                contents = _write(files, names, unfinished)
                contents = replace(contents, unreadable=_unreadable(store, contents.editions))
            except BaseException:
                unfinished.unlink()
                raise
            unfinished.chmod(ONLY_THE_OWNER)
            unfinished.replace(path)
    except (OSError, DeltaError) as error:
        raise Refused(source.finding("backup_unwritable", reason=type(error).__name__)) from error
    return contents


def _in_order(files: PyFileSystem) -> list[str]:
    """Every file to keep, listed so that nothing it names can be missing: editions' log, other logs, then data."""
    first = [name for name, _ in listing(files, f"editions{LOG_FOLDER}")]
    logs = [name for name, _ in listing(files) if LOG_FOLDER in name and not name.startswith("editions/")]
    data = [name for name, _ in listing(files) if LOG_FOLDER not in name]
    return [name for name in (*first, *logs, *data) if PART.fullmatch(name) and not name.endswith(REWRITTEN)]


def _write(files: PyFileSystem, names: list[str], target: Path) -> Contents:
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
    """Fill an empty store from a backup; again where an earlier recovery was killed half-way.

    Every file is compared with its sha256 before the first one is written, and one step makes the whole store visible.
    Refused when the store holds anything else, and when the backup is damaged or is none.
    """
    source = Source(path.name)
    try:
        with zipfile.ZipFile(path) as archive:
            contents = _checked(archive, source)
            if is_address(store.uri) or os.path.ismount(store.uri):
                _fill_in_place(archive, contents, opened(store.uri), source)
            else:
                _fill_beside(archive, contents, Path(store.uri).resolve(), source)
    except (zipfile.BadZipFile, KeyError, EOFError, ValueError) as error:
        raise Refused(source.finding("backup_damaged", reason=type(error).__name__)) from error
    except FileNotFoundError as error:
        raise Refused(source.finding("file_missing")) from error
    except (OSError, DeltaError, BaseError) as error:
        raise Refused(source.finding("store_unwritable", reason=type(error).__name__)) from error
    return contents


def _fill_beside(archive: zipfile.ZipFile, contents: Contents, folder: Path, source: Source) -> None:
    """A folder beside the store's place takes all files and then the place itself."""
    if folder.exists() and any(folder.iterdir()):
        raise Refused(source.finding("store_not_empty"))
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _begun(folder, UNFINISHED_STORE, tempfile.mkdtemp) as beside:
        try:
            for name in contents.files:
                target = beside / name
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(name) as entry, target.open("wb") as written:
                    copyfileobj(entry, written, CHUNK)
            beside.chmod(folder.stat().st_mode if folder.exists() else 0o777 & ~_umask())
            if folder.exists():
                folder.rmdir()  # Windows renames only to where nothing is
            beside.rename(folder)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise


def _umask() -> int:
    """What the account takes away from new folders; mkdtemp, made for secrets, takes away more."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _fill_in_place(archive: zipfile.ZipFile, contents: Contents, room: ObjectStore, source: Source) -> None:
    """Later log entries of `editions` go first and block every publish, SWITCH goes last and shows all of them."""
    there = {file["path"]: file["size"] for page in obstore.list(room) for file in page}
    if there and MARKER not in there:
        raise Refused(source.finding("store_not_empty"))
    if SWITCH in there:  # killed after the switch, or somebody else has published
        if {name: size for name, size in there.items() if name != MARKER} != {
            name: size for name, (size, _) in contents.files.items()
        }:
            raise Refused(source.finding("store_not_empty"))
    else:
        obstore.put(room, MARKER, contents.made_at.encode())
        for name in there.keys() - {MARKER}:
            obstore.delete(room, name)
        for name in sorted(contents.files.keys() - {SWITCH}, key=_in_place_order):
            obstore.put(room, name, archive.read(name))
        try:
            for name in {SWITCH} & contents.files.keys():  # a store of accounts alone has none
                obstore.put(room, name, archive.read(name), mode="create")
        except AlreadyExistsError:
            raise Refused(source.finding("store_not_empty")) from None
    obstore.delete(room, MARKER)


def _in_place_order(name: str) -> tuple[int, str]:
    """The log of `editions`, then all tables and lists, then what the rows of `editions` say."""
    return (0 if name.startswith(f"editions{LOG_FOLDER}") else 2 if name.startswith("editions/") else 1), name


@contextmanager
def _begun(goal: Path, ending: str, make: Callable[..., str]) -> Iterator[Path]:
    """What will be renamed to `goal`, beside it and held by this process; what killed runs left there is gone.

    One run at a time begins in a folder: what one has made and does not hold yet would look abandoned to the other.
    """
    with ExitStack() as holding:
        with _held(goal.parent):
            _clear(goal.parent, ending)
            unfinished = Path(make(dir=goal.parent, prefix=f".{goal.name}.", suffix=ending))
            holding.enter_context(_held(unfinished))
        yield unfinished


def _new_file(**named) -> str:
    """The path of an empty file that nobody else may read."""
    handle, path = tempfile.mkstemp(**named)
    os.close(handle)
    return path


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Tells other runs that a process which works on this is alive: a lock that ends with it, however it ends."""
    if fcntl is None:
        yield
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        with suppress(OSError):  # a share without locks: then nobody clears anything there either
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _clear(folder: Path, ending: str) -> None:
    """Remove what killed runs left unfinished here; what a living one is writing stays."""
    for path in folder.glob(f".*{ending}"):
        with suppress(OSError):
            if _is_abandoned(path):
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def _is_abandoned(path: Path) -> bool:
    if fcntl is None:
        return time.time() - path.stat().st_mtime > DEAD_AFTER_SECONDS
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)  # OSError while its process lives
    finally:
        os.close(handle)
    return True


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
