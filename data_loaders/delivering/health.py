"""How the installation is: the edition shown, how old each table's data is, the store, the disk, the inbox, versions.

Facts only; what to think of them is up to whoever looks.
"""

import platform
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from obstore.exceptions import BaseError

from data_loaders import events
from data_loaders.delivering import inbox
from data_loaders.findings import Refused
from data_loaders.schema import DROP_TABLES, Kind, Table
from data_loaders.store.editions import Edition, EmptyStore, Store
from data_loaders.store.files import amount, is_address
from data_loaders.version import VERSION

# Those whose version is asked for first when something looks odd.
LIBRARIES = ("streamlit", "plotly", "pandas", "pyarrow", "deltalake", "geopandas")
# The day that a row of a table without a 截至日期 speaks for.
DAYS = {"duties": "done_on", "actions": "assigned_on"}


@dataclass(frozen=True)
class Age:
    """How old a table's newest rows are; both None when nobody delivered it."""

    title: str
    newest: date | None
    days: int | None


@dataclass(frozen=True)
class Disk:
    """Bytes of the disk that a folder lies on."""

    free: int
    total: int


@dataclass(frozen=True)
class InboxState:
    """What lies in the watched folder: whole or arriving, being taken, and put away as refused."""

    folder: Path
    waiting: int
    taking: int
    refused: int


@dataclass(frozen=True)
class Health:
    """Everything that the administrator's tab tells. `damaged` are numbers of editions that cannot be read; `files` and `size` (bytes) are None when the store cannot be read."""

    store: str
    edition: Edition | None
    ages: tuple[Age, ...]
    damaged: tuple[int, ...]
    files: int | None
    size: int | None
    disk: Disk | None
    inbox: InboxState | None
    versions: dict[str, str]
    errors: tuple[dict, ...]


def health(store: Store, today: date) -> Health:
    """How the installation is today. A store that cannot be read makes facts unknown, never an error."""
    try:
        edition, damaged = store.edition(), store.history().damaged
        ages = tuple(_ages(edition, today))
    except (EmptyStore, Refused):
        edition, ages, damaged = None, (), ()
    files, size = _amount(store)
    return Health(
        store=store.uri, edition=edition, ages=ages, damaged=damaged, files=files, size=size, disk=_disk(store.uri), inbox=_inbox(),
        versions={"看板": VERSION, "Python": platform.python_version(), **{name: version(name) for name in LIBRARIES}, "系统": platform.platform()},
        errors=tuple(events.recent_errors()),
    )  # fmt: skip


def _ages(edition: Edition, today: date) -> Iterable[Age]:
    """The tables that are delivered again and again, in the order of the schema."""
    for table in DROP_TABLES:
        column = _day_column(table)
        if column is None:
            continue
        newest = edition.table(table.name)[column].max()
        known = newest == newest and newest is not None  # an empty column's maximum is NaT
        day = newest.date() if known else None
        yield Age(table.title, day, (today - day).days if day else None)


def _day_column(table: Table) -> str | None:
    name = DAYS.get(table.name, "as_of")
    return name if any(column.name == name and column.kind is Kind.DATE for column in table.columns) else None


def _amount(store: Store) -> tuple[int | None, int | None]:
    """How many files the store has and how many bytes they are; None while it is away."""
    try:
        return amount(store.uri)
    except (OSError, BaseError):
        return None, None


def _disk(uri: str) -> Disk | None:
    """The disk of a store in a folder, which need not exist yet; None for an object store or a folder that is away."""
    if is_address(uri):
        return None
    folder = Path(uri).resolve()
    there = next((place for place in (folder, *folder.parents) if place.is_dir()), None)
    if there is None:
        return None
    usage = shutil.disk_usage(there)
    return Disk(usage.free, usage.total)


def _inbox() -> InboxState | None:
    """The state of the folder that DASHBOARD_INBOX names; None where no inbox is configured or it is away."""
    folder = inbox.configured_folder()
    if folder is None or not folder.is_dir():
        return None
    waiting = sum(path.is_file() and not path.name.startswith(".") for path in folder.iterdir())
    return InboxState(folder, waiting, _files_in(folder / inbox.TAKING), _refused(folder / inbox.REFUSED))


def _files_in(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*")) if folder.is_dir() else 0


def _refused(folder: Path) -> int:
    """Every refusal leaves one report, whether the file itself was kept or not."""
    return sum(path.name.endswith(inbox.REPORT) for path in folder.iterdir()) if folder.is_dir() else 0
