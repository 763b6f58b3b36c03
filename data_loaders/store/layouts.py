"""The layouts that people confirmed, beside the editions: saved, renamed, removed, each as a further row; never rewritten.

A layout is kept as the text that it exports as; what it means is no business of the store.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pyarrow as pa

from data_loaders.findings import Refused, Source
from data_loaders.store.append_only import append_record, read_records
from data_loaders.store.editions import Store

SCHEMA = pa.schema(
    {
        "at": pa.timestamp("us", tz="UTC"),
        "who": pa.string(),
        "action": pa.string(),
        "name": pa.string(),
        "renamed": pa.string(),
        "layout": pa.string(),
    }
)
SAVED, RENAMED, REMOVED = "saved", "renamed", "removed"


@dataclass(frozen=True)
class Kept:
    """A layout in force: its name, every name it had, its text as plain values, who confirmed it and when."""

    name: str
    names: frozenset[str]
    plain: Mapping
    by: str
    at: datetime


def kept_layouts(store: Store) -> list[Kept]:
    """The layouts in force, in the order in which they were first saved. StoreAway or Damaged."""
    found: dict[str, Kept] = {}
    for row in read_records(store.location("layouts")):
        name = row["name"]
        if row["action"] == SAVED:
            plain = json.loads(row["layout"])
            names = found[name].names if name in found else frozenset({name})
            found[name] = Kept(name, names, plain, row["who"], row["at"])
        elif row["action"] == RENAMED and name in found and row["renamed"] not in found:
            old = found.pop(name)
            plain = {**old.plain, "name": row["renamed"]}
            found[row["renamed"]] = replace(old, name=row["renamed"], names=old.names | {row["renamed"]}, plain=plain)
        elif row["action"] == REMOVED:
            found.pop(name, None)
    return list(found.values())


def save_layout(store: Store, plain: Mapping, *, by: str) -> None:
    """Keep a layout under the name that it carries; one of the same name is replaced from now on."""
    _append(store, by, SAVED, str(plain["name"]), layout=json.dumps(plain, ensure_ascii=False))


def rename_layout(store: Store, name: str, renamed: str, *, by: str) -> None:
    """Give a layout another name. Refused for an unknown one, ValueError for a name that is taken or empty."""
    kept = _known(store, name)
    renamed = renamed.strip()
    if not renamed or any(other.name == renamed for other in kept):
        raise ValueError("名称已有，或没有填写")
    _append(store, by, RENAMED, name, renamed=renamed)


def remove_layout(store: Store, name: str, *, by: str) -> None:
    """Recognise a layout no more; editions that used it stay as they are. Refused for an unknown one."""
    _known(store, name)
    _append(store, by, REMOVED, name)


def kept_layout(store: Store, name: str) -> Kept:
    """One layout. Refused for an unknown one."""
    return next(kept for kept in _known(store, name) if kept.name == name)


def editions_with(store: Store, kept: Kept) -> list[int]:
    """The editions that a layout read a file for, oldest first."""
    return [
        edition.number
        for edition in store.history().editions
        if any(file.get("layout") in kept.names for file in edition.files)
    ]


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """A name that nobody has yet: 户厕汇总表, 户厕汇总表 2."""
    names, number, name = set(taken), 1, wanted
    while name in names:
        number += 1
        name = f"{wanted} {number}"
    return name


def _known(store: Store, name: str) -> list[Kept]:
    kept = kept_layouts(store)
    if all(one.name != name for one in kept):
        raise Refused(Source(name).finding("layout_unknown", name=name))
    return kept


def _append(
    store: Store, by: str, action: str, name: str, *, renamed: str | None = None, layout: str | None = None
) -> None:
    record = {
        "at": datetime.now(UTC), "who": by, "action": action, "name": name, "renamed": renamed, "layout": layout,
    }  # fmt: skip
    append_record(store.location("layouts"), record, SCHEMA)
