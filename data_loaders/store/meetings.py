"""Which edition a 调度会 was held on: a name and a day on an edition, given once and never changed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pyarrow as pa

from data_loaders.store import audit
from data_loaders.store.append_only import append_record, read_records
from data_loaders.store.audit import Action
from data_loaders.store.editions import Store

SCHEMA = pa.schema(
    {
        "at": pa.timestamp("us", tz="UTC"),
        "who": pa.string(),
        "edition": pa.int64(),
        "name": pa.string(),
        "held_on": pa.date32(),
    }
)


@dataclass(frozen=True)
class Meeting:
    """A 调度会 and the edition that was shown there."""

    edition: int
    name: str
    held_on: date
    who: str
    at: datetime


def meetings(store: Store) -> list[Meeting]:
    """All meetings, oldest first. When two people named an edition at once, the first one holds."""
    first: dict[int, Meeting] = {}
    for row in read_records(store.location("meetings")):
        first.setdefault(row["edition"], Meeting(**row))
    return sorted(first.values(), key=lambda meeting: (meeting.held_on, meeting.edition))


def name_meeting(store: Store, edition: int, name: str, held_on: date, *, by: str) -> Meeting:
    """Give an edition to a meeting. Refused for an unknown edition, ValueError when it already has a meeting."""
    store.edition(edition)
    if not name.strip():
        raise ValueError("请填写会议名称")
    for meeting in meetings(store):
        if meeting.edition == edition:
            raise ValueError(f"第 {edition} 版已定为「{meeting.name}」的版本，不能更改")
    record = {"at": datetime.now(UTC), "who": by, "edition": edition, "name": name.strip(), "held_on": held_on}
    append_record(store.location("meetings"), record, SCHEMA)
    audit.remember_if_possible(store, by, Action.MEETING_NAMED, str(edition), name.strip())
    return next(meeting for meeting in meetings(store) if meeting.edition == edition)
