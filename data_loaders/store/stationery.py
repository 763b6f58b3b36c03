"""The office's own templates for papers and slides, beside the editions: the newest row of a kind counts, none is rewritten.

The list is small and read often; each content lies in a list of its own, named by its fingerprint.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

import pyarrow as pa

from data_loaders.findings import Refused, Source
from data_loaders.store import audit
from data_loaders.store.append_only import append_record, read_records
from data_loaders.store.editions import Store

SCHEMA = pa.schema(
    {
        "at": pa.timestamp("us", tz="UTC"),
        "who": pa.string(),
        "kind": pa.string(),
        "name": pa.string(),
        "sha256": pa.string(),  # empty: from now on our own look again
    }
)
CONTENT_SCHEMA = pa.schema({"at": pa.timestamp("us", tz="UTC"), "content": pa.binary()})
PLACE, CONTENTS = "stationery", "stationery_contents"
TITLES = {"docx": "公文", "pptx": "幻灯片"}


@dataclass(frozen=True)
class Template:
    """A template in force: its kind, the name of its file, its fingerprint, who gave it and when."""

    kind: str
    name: str
    sha256: str
    who: str
    at: datetime


def templates(store: Store) -> dict[str, Template]:
    """Kind → the template in force. StoreAway or Damaged."""
    newest = {row["kind"]: Template(**row) for row in read_records(store.location(PLACE))}
    return {kind: one for kind, one in newest.items() if one.sha256}


def template(store: Store, kind: str) -> bytes | None:
    """The template in force of a kind; None where our own look is wanted. StoreAway or Damaged."""
    found = templates(store).get(kind)
    return None if found is None else _content(store, found.sha256)


def _content(store: Store, sha256: str) -> bytes:
    place = store.location(_place(sha256))
    kept = [row["content"] for row in read_records(place)]
    if not kept or hashlib.sha256(kept[0]).hexdigest() != sha256:
        raise Refused(Source(place).finding("file_damaged", reason="与上传时不一致"))
    return kept[0]


def keep(store: Store, kind: str, name: str, content: bytes, *, by: str) -> Template:
    """Use a template, which was checked, from now on. Refused when the store cannot be written."""
    sha256, now = hashlib.sha256(content).hexdigest(), datetime.now(UTC)
    if not read_records(store.location(_place(sha256))):
        append_record(store.location(_place(sha256)), {"at": now, "content": content}, CONTENT_SCHEMA)
    return _remembered(store, Template(kind, audit.kept(name), sha256, by, now))


def remove(store: Store, kind: str, *, by: str) -> None:
    """Our own look again. Refused when there is no template, or the store cannot be written."""
    found = templates(store).get(kind)
    if found is None:
        raise Refused(Source(TITLES[kind]).finding("template_unknown", kind=TITLES[kind]))
    _remembered(store, Template(kind, found.name, "", by, datetime.now(UTC)))


def _remembered(store: Store, one: Template) -> Template:
    row = {"at": one.at, "who": one.who, "kind": one.kind, "name": one.name, "sha256": one.sha256}
    append_record(store.location(PLACE), row, SCHEMA)
    return one


def _place(sha256: str) -> str:
    return f"{CONTENTS}/{sha256}"
