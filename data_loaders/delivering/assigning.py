"""交办 as a meeting makes it: one thing recorded, closed, extended or opened anew becomes an edition at once.

What is typed goes the way of a file: the same guard against personal data, the same checks, the same store. Two clerks at
once: the store decides who was first, the other's thing gets the next number on top of it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from data_loaders.checking import corrected
from data_loaders.delivering.intake import SAMPLE_MARK, Drop
from data_loaders.delivering.intake.answers import AND
from data_loaders.delivering.intake.typed_rows import as_file
from data_loaders.delivering.publish import Outcome, examine, publish_batch
from data_loaders.findings import Refused, Source
from data_loaders.schema import ACTIONS, BEFORE_NEXT_MEETING, NEXT_MEETING_WITHIN
from data_loaders.store.editions import Overtaken, Store

FILE = "记录交办"
TRIES = 20


@dataclass(frozen=True)
class Assignment:
    """One thing that a meeting assigns; without `due_on` it is to be done before the next meeting."""

    item: str
    owners: tuple[str, ...]
    held_on: date
    due_on: date | None
    about: str = ""  # the measure (its id) or village that it came from


@dataclass(frozen=True)
class Recorded:
    """What became of it: its number, and the outcome of publishing."""

    number: str
    outcome: Outcome


def meeting_of(held_on: date) -> str:
    """What the numbers of a meeting begin with: 2023-Q3."""
    return f"{held_on.year}-Q{(held_on.month + 2) // 3}"


def next_number(known: Sequence[str], held_on: date) -> str:
    """The next number of a meeting: 2023-Q3-05."""
    own = [re.fullmatch(rf"{meeting_of(held_on)}-(\d+)", number) for number in known]
    return f"{meeting_of(held_on)}-{max((int(found[1]) for found in own if found), default=0) + 1:02d}"


def record(store: Store, thing: Assignment, *, by: str) -> Recorded:
    """Record what was assigned. EmptyStore before the first edition; the findings say why nothing was."""

    def rows(stored: pd.DataFrame) -> tuple[str, list[dict], dict]:
        number = next_number(stored["action_id"].tolist(), thing.held_on)
        due_on = thing.due_on or thing.held_on + NEXT_MEETING_WITHIN
        row = {
            "action_id": number, "assigned_on": thing.held_on, "item": thing.item, "owner": AND.join(thing.owners),
            "due_on": due_on,
        }  # fmt: skip
        words = "" if thing.due_on else BEFORE_NEXT_MEETING
        return number, [row], {"due_words": words, "about": thing.about}

    return _published(store, rows, "记录交办", by)


def close(store: Store, number: str, done_on: date, note: str, *, by: str) -> Recorded:
    """办结: it was done on a day."""
    return _changed(store, number, lambda row: {"done_on": done_on}, {}, f"办结：{note}" if note else "", "办结", by)


def extend(store: Store, number: str, due_on: date, reason: str, *, by: str) -> Recorded:
    """延期: another day, with a reason; the first one stays with it."""
    if not reason.strip():
        raise ValueError("请填写延期的理由")

    def kept(row: dict) -> dict:
        was_dated = row["due_words"] != BEFORE_NEXT_MEETING
        first = row["first_due_on"] if pd.notna(row["first_due_on"]) else row["due_on"] if was_dated else pd.NaT
        return {"due_words": "", "first_due_on": first}

    words = f"延期至{due_on.isoformat()}：{reason}"
    return _changed(store, number, lambda row: {"due_on": due_on}, kept, words, "延期", by)


def reopen(store: Store, number: str, reason: str, *, by: str) -> Recorded:
    """重开: it was not done after all."""
    if not reason.strip():
        raise ValueError("请填写重开的理由")
    return _changed(store, number, lambda row: {"done_on": None}, {}, f"重开：{reason}", "重开", by)


def date_next_meeting(store: Store, held_on: date, *, by: str) -> Recorded:
    """The next meeting has a day: whatever was to be done before it gets that day. ValueError when nothing waits for it."""

    def rows(stored: pd.DataFrame) -> tuple[str, list[dict], dict]:
        waits = (stored["due_words"] == BEFORE_NEXT_MEETING) & (stored["assigned_on"] < pd.Timestamp(held_on))
        waiting = stored[waits & stored["done_on"].isna()].to_dict("records")
        if not waiting:
            raise ValueError(
                f"没有等下次调度会的事项：{held_on.isoformat()} 以前没有写“{BEFORE_NEXT_MEETING}”而未办结的"
            )
        return meeting_of(held_on), [{name: row[name] for name in ACTIONS.names} | {"due_on": held_on} for row in waiting], {"due_words": ""}  # fmt: skip

    return _published(store, rows, f"下次调度会 {held_on.isoformat()}", by)


def _changed(
    store: Store, number: str, change: Callable[[dict], dict], kept: dict | Callable[[dict], dict], words: str, what: str, by: str
) -> Recorded:  # fmt: skip
    def rows(stored: pd.DataFrame) -> tuple[str, list[dict], dict]:
        found = stored[stored["action_id"] == number].to_dict("records")
        if not found:
            raise ValueError(f"没有编号为 {number} 的交办事项")
        row = {str(name): value for name, value in found[0].items()}
        detail = "；".join(part for part in (row["detail"] if isinstance(row["detail"], str) else "", words) if part)
        own = {name: row[name] for name in ACTIONS.names}
        return number, [own | {"detail": detail} | change(row)], kept(row) if callable(kept) else kept

    return _published(store, rows, what, by)


def _published(
    store: Store, rows: Callable[[pd.DataFrame], tuple[str, list[dict], dict]], what: str, by: str
) -> Recorded:
    """Rows become an edition on top of the newest one, of its kind; made anew where another was first."""
    for _ in range(TRIES):
        newest = store.edition()
        number, typed, kept = rows(newest.table("actions"))
        if newest.sample:
            typed = [row | {"remark": SAMPLE_MARK} for row in typed]
        batch = examine(
            store,
            [Drop(f"{FILE}.csv", as_file(ACTIONS, typed), table="actions", confirmed=frozenset({corrected.UNDO}))],
            sample=newest.sample,
            reporter=by,
        )
        deliveries = tuple(replace(one, frame=one.frame.assign(**kept)) for one in batch.deliveries)
        batch = replace(batch, deliveries=deliveries)
        try:
            return Recorded(number, publish_batch(store, batch, by=by, note=f"{what} {number}", sample=newest.sample, on=newest.number))  # fmt: skip
        except Overtaken:
            continue
    raise Refused(Source(FILE).finding("store_unwritable", reason="发布过于频繁"))
