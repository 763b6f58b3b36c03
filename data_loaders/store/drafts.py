"""What units filled in and the office has not published yet, beside the editions: saved, taken back, returned; never rewritten.

Whether a draft was published is said by the edition that did it: its files carry the stamps of the drafts. So writing
that edition's row is the one step that publishes them, whatever is killed before or after, on whichever replica.
"""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import pyarrow as pa

from data_loaders.origins import Plain
from data_loaders.store import audit
from data_loaders.store.append_only import append_records, read_records
from data_loaders.store.editions import Edition, Store

PLACE = "drafts"
SCHEMA = pa.schema(
    {
        "at": pa.timestamp("us", tz="UTC"),
        "who": pa.string(),
        "action": pa.string(),
        "stamp": pa.string(),
        "unit": pa.string(),
        "what": pa.string(),
        "thing": pa.string(),
        "on": pa.int64(),
        "content": pa.string(),  # JSON object
        "detail": pa.string(),
    }
)
SAVED, TAKEN_BACK, RETURNED = "saved", "taken back", "returned"
ACTS = {SAVED: "保存", TAKEN_BACK: "撤回", RETURNED: "退回"}
STAMPS = "drafts"  # of a file of an edition: the stamps of what it publishes


class State(StrEnum):
    """What became of a draft, in the words a unit reads."""

    WAITING = "待农办发布"
    PUBLISHED = "已发布"
    RETURNED = "已退回"
    TAKEN_BACK = "已撤回"
    REPLACED = "已重新填报"


@dataclass(frozen=True)
class Draft:
    """One thing that somebody filled in for a unit: `thing` tells it from the unit's others of the kind `what`."""

    stamp: str
    at: datetime
    who: str
    unit: str
    what: str
    thing: str
    on: int  # the edition that was on screen
    told: Mapping[str, Plain]
    state: State
    edition: int | None = None  # that published it
    reason: str = ""  # why it was returned

    @property
    def is_live(self) -> bool:
        """Whether it is published or is going to be."""
        return self.state in (State.WAITING, State.PUBLISHED)


def drafts(store: Store, editions: Sequence[Edition] | None = None) -> list[Draft]:
    """Everything that was filled in, oldest first, with what became of it. StoreAway or Damaged."""
    rows = read_records(store.location(PLACE))
    if not rows:
        return []
    known = store.editions() if editions is None else editions
    published = {stamp: one.number for one in known for file in one.files for stamp in file.get(STAMPS, ())}
    ended = {row["stamp"]: row for row in rows if row["action"] != SAVED}
    saved = [row for row in rows if row["action"] == SAVED]
    newest = {(row["unit"], row["what"], row["thing"]): row["stamp"] for row in saved}
    return [_draft(row, published, ended, newest) for row in saved]


def _draft(row: dict, published: Mapping[str, int], ended: Mapping[str, dict], newest: Mapping) -> Draft:
    stamp, end = row["stamp"], ended.get(row["stamp"])
    if stamp in published:
        state = State.PUBLISHED
    elif newest[row["unit"], row["what"], row["thing"]] != stamp:
        state = State.REPLACED
    elif end is not None:
        state = State.RETURNED if end["action"] == RETURNED else State.TAKEN_BACK
    else:
        state = State.WAITING
    told = {name: row[name] for name in ("stamp", "at", "who", "unit", "what", "thing", "on")}
    return Draft(
        **told, told=json.loads(row["content"]), state=state, edition=published.get(stamp),
        reason=end["detail"] if end else "",
    )  # fmt: skip


def acts(store: Store) -> list[tuple[datetime, str, str, str]]:
    """When, who, what was done, of which unit's: everything that was ever filled in, taken back and returned."""
    rows = read_records(store.location(PLACE))
    units = {row["stamp"]: row["unit"] for row in rows if row["action"] == SAVED}
    return [(row["at"], row["who"], ACTS[row["action"]], units[row["stamp"]]) for row in rows]


def save(
    store: Store, who: str, unit: str, things: Iterable[tuple[str, str, Mapping[str, Plain]]], on: int
) -> list[str]:
    """Keep what was filled in for a unit in one step, each as (what, thing, what is told of it), and give the stamps;
    one of the same thing is replaced. Refused when it cannot be written.
    """
    rows = [
        _row(who, SAVED, uuid.uuid4().hex, unit=unit, what=what, thing=thing, on=on, content=json.dumps(dict(told), ensure_ascii=False))
        for what, thing, told in things
    ]  # fmt: skip
    append_records(store.location(PLACE), rows, SCHEMA)
    return [row["stamp"] for row in rows]


def take_back(store: Store, stamp: str, *, by: str) -> None:
    """The unit does not mean it any more. Refused when it cannot be written."""
    append_records(store.location(PLACE), [_row(by, TAKEN_BACK, stamp)], SCHEMA)


def give_back(store: Store, stamp: str, reason: str, *, by: str) -> None:
    """The office does not publish it, and says why; personal numbers are masked. Refused when it cannot be written."""
    append_records(store.location(PLACE), [_row(by, RETURNED, stamp, detail=audit.kept(reason))], SCHEMA)


def _row(who: str, action: str, stamp: str, **told: object) -> dict:
    record = dict.fromkeys(SCHEMA.names) | {"at": datetime.now(UTC), "who": who, "action": action, "stamp": stamp}
    return record | told
