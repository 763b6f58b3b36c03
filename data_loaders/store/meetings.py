"""Which edition a 调度会 was held on: a name and a day on an edition; corrected or taken back with a line in the audit.

Corrections are a list of their own beside the meetings, whose rows other versions of the product read.
"""

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


CORRECTIONS = "meeting_corrections"  # rows of the same kind; without a name the edition is no meeting's any more


@dataclass(frozen=True)
class Meeting:
    """A 调度会 and the edition that was shown there."""

    edition: int
    name: str
    held_on: date
    who: str
    at: datetime


def meetings(store: Store) -> list[Meeting]:
    """All meetings, oldest first. When two people named an edition at once, the first one holds until it is corrected."""
    known: dict[int, Meeting] = {}
    for row in read_records(store.location("meetings")):
        known.setdefault(row["edition"], Meeting(**row))
    for row in read_records(store.location(CORRECTIONS)):
        known[row["edition"]] = Meeting(**row)
    named = [meeting for meeting in known.values() if meeting.name]
    return sorted(named, key=lambda meeting: (meeting.held_on, meeting.edition))


def meeting_of(store: Store, edition: int) -> Meeting | None:
    """The meeting of an edition."""
    return next((meeting for meeting in meetings(store) if meeting.edition == edition), None)


def name_meeting(store: Store, edition: int, name: str, held_on: date, *, by: str) -> Meeting:
    """Give an edition to a meeting. Refused for an unknown edition, ValueError when it already has a meeting."""
    store.edition(edition)
    if known := meeting_of(store, edition):
        raise ValueError(f"第 {edition} 版已定为「{known.name}」的版本；写错了请用「更正」")
    was_named = any(row["edition"] == edition for row in read_records(store.location("meetings")))
    _write(store, CORRECTIONS if was_named else "meetings", edition, _filled(name), held_on, by)
    audit.remember_if_possible(store, by, Action.MEETING_NAMED, str(edition), name.strip())
    return next(meeting for meeting in meetings(store) if meeting.edition == edition)


def correct_meeting(store: Store, edition: int, name: str, held_on: date, *, by: str) -> None:
    """Another name or day for the meeting of an edition. ValueError when it has none, or the name is empty."""
    known = _known(store, edition)
    _write(store, CORRECTIONS, edition, _filled(name), held_on, by)
    old, new = f"「{known.name}」（{known.held_on}）", f"「{name.strip()}」（{held_on}）"
    audit.remember_if_possible(store, by, Action.MEETING_NAMED, f"{edition}{audit.CORRECTED}", f"{old}改为{new}")


def take_back_meeting(store: Store, edition: int, *, by: str) -> None:
    """The edition is no meeting's; it may be given to another one. ValueError when it is none's."""
    known = _known(store, edition)
    _write(store, CORRECTIONS, edition, "", known.held_on, by)
    audit.remember_if_possible(store, by, Action.MEETING_NAMED, f"{edition}{audit.CORRECTED}", f"「{known.name}」取消")


def _known(store: Store, edition: int) -> Meeting:
    if known := meeting_of(store, edition):
        return known
    raise ValueError(f"第 {edition} 版还没有定为调度会的版本")


def _filled(name: str) -> str:
    if not name.strip():
        raise ValueError("请填写会议名称")
    return name.strip()


def _write(store: Store, place: str, edition: int, name: str, held_on: date, by: str) -> None:
    record = {"at": datetime.now(UTC), "who": by, "edition": edition, "name": name, "held_on": held_on}
    append_record(store.location(place), record, SCHEMA)
