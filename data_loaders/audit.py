"""Who did what and when, append-only: logins, publishing, undoing, refusals. Never the contents of a file.

May import: `records`, `store`.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import pyarrow as pa

from data_loaders.records import append_record, read_records
from data_loaders.store import Store

SCHEMA = pa.schema(
    {
        "at": pa.timestamp("us", tz="UTC"),
        "who": pa.string(),
        "action": pa.string(),
        "subject": pa.string(),
        "detail": pa.string(),
    }
)


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
    """Add an entry. `subject` and `detail` are numbers, names and finding codes, never cell contents."""
    record = {"at": datetime.now(UTC), "who": who, "action": action.value, "subject": subject, "detail": detail}
    append_record(store.location("audit"), record, SCHEMA)


def entries(store: Store) -> list[Entry]:
    """Everything remembered, newest first."""
    rows = read_records(store.location("audit"))
    return [Entry(**{**row, "action": Action(row["action"])}) for row in reversed(rows)]
