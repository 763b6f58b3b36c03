"""Who did what and when, append-only: logins, publishing, undoing, refusals. Never the contents of a file."""

import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import pyarrow as pa

from data_loaders import events
from data_loaders.findings import Refused
from data_loaders.guarding.person_numbers import E_MAIL, mask
from data_loaders.store.append_only import append_record, read_records
from data_loaders.store.editions import Store

SCHEMA = pa.schema(
    {
        "at": pa.timestamp("us", tz="UTC"),
        "who": pa.string(),
        "action": pa.string(),
        "subject": pa.string(),
        "detail": pa.string(),
    }
)


# Anybody may type anything as a name; no more of it than this is kept.
LONGEST_TEXT = 200


class Action(StrEnum):
    """What is worth remembering, in the words the administrator reads."""

    LOGGED_IN = "登录"
    LOGIN_FAILED = "登录失败"
    LOGGED_OUT = "退出"
    PUBLISHED = "发布"
    REFUSED = "拒收"
    RESTORED = "恢复"
    MEETING_NAMED = "定为调度会版本"
    ACCOUNT_CHANGED = "账号变更"


@dataclass(frozen=True)
class Entry:
    """One remembered act."""

    at: datetime
    who: str
    action: Action
    subject: str
    detail: str


def remember(store: Store, who: str, action: Action, subject: str = "", detail: str = "") -> None:
    """Add an entry. `subject` and `detail` are numbers, names and finding codes, never cell contents.

    Refused when the store cannot be written.
    """
    subject, detail = kept(subject), kept(detail)
    record = {
        "at": datetime.now(UTC), "who": kept(who), "action": action.value, "subject": subject, "detail": detail,
    }  # fmt: skip
    try:
        append_record(store.location("audit"), record, SCHEMA)
    except Refused as refused:
        events.fault("audit_unwritable", refused)
        raise
    _note(action, subject, detail)


def _note(action: Action, subject: str, detail: str) -> None:
    """The act as the log may know it: without who, from where, and what people typed."""
    facts = {"subject": subject} if subject and action not in (Action.LOGGED_IN, Action.LOGIN_FAILED) else {}
    if action is Action.REFUSED:
        facts["codes"] = detail
    level = logging.WARNING if action in (Action.REFUSED, Action.LOGIN_FAILED) else logging.INFO
    events.note(action.name.lower(), level, **facts)


def remember_if_possible(store: Store, who: str, action: Action, subject: str = "", detail: str = "") -> None:
    """The same for what has happened already or did no harm: a full disk must not hide how it ended."""
    with suppress(Refused):
        remember(store, who, action, subject, detail)


def kept(text: str) -> str:
    """A text that a person typed, as it may be kept: not endless, valid, nothing hidden in it, no personal numbers."""
    return mask(text, but={E_MAIL})[:LONGEST_TEXT].encode("utf-8", "replace").decode("utf-8")


def entries(store: Store) -> list[Entry]:
    """Everything remembered, newest first."""
    rows = read_records(store.location("audit"))
    return [Entry(**{**row, "action": Action(row["action"])}) for row in reversed(rows)]
