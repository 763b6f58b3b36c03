"""Who did what and when, append-only: logins, publishing, undoing, refusals. Never the contents of a file."""

import logging
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import pyarrow as pa

from data_loaders import events
from data_loaders.findings import Refused, in_general, listed
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
CORRECTED = " corrected"  # behind the edition of a meeting that was named otherwise later


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


def remember(store: Store, who: str, action: Action, subject: str = "", detail: str = "", *, named: str = "") -> None:
    """Add an entry. `subject` and `detail` are numbers, names and finding codes, never cell contents; `named` is what the
    list calls the subject, where the log may not know that.

    Refused when the store cannot be written.
    """
    subject, detail = kept(subject), kept(detail)
    record = {
        "at": datetime.now(UTC), "who": kept(who), "action": action.value, "subject": kept(named) or subject,
        "detail": detail,
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


def remember_if_possible(
    store: Store, who: str, action: Action, subject: str = "", detail: str = "", *, named: str = ""
) -> None:
    """The same for what has happened already or did no harm: a full disk must not hide how it ended."""
    with suppress(Refused):
        remember(store, who, action, subject, detail, named=named)


def kept(text: str) -> str:
    """A text that a person typed, as it may be kept: not endless, valid, nothing hidden in it, no personal numbers."""
    return mask(text, but={E_MAIL})[:LONGEST_TEXT].encode("utf-8", "replace").decode("utf-8")


def entries(store: Store) -> list[Entry]:
    """Everything remembered, newest first."""
    rows = read_records(store.location("audit"))
    return [Entry(**{**row, "action": Action(row["action"])}) for row in reversed(rows)]


# Whose words of a role the reader knows; the others are said as they are kept.
Roles = Mapping[str, str]
Files = Mapping[str, Sequence[str]]  # edition → the names of its files


def in_words(entry: Entry, files: Files, roles: Roles) -> str:
    """An entry as a sentence: 李 恢复第2版为第4版."""
    if entry.action is Action.ACCOUNT_CHANGED:
        return f"账号 {entry.who}（{roles.get(entry.subject, entry.subject)}）{entry.detail}"
    return f"{entry.who} {_done(entry, files)}".strip()


def _done(entry: Entry, files: Files) -> str:
    subject, detail = entry.subject, entry.detail
    match entry.action:
        case Action.PUBLISHED:
            known = list(dict.fromkeys(files.get(subject, ())))
            names = f"：{listed(known)}" if known else ""
            return f"发布第{subject}版{names}{f'（{detail}）' if detail and not _is_fingerprint(detail) else ''}"
        case Action.RESTORED:
            return f"恢复第{detail}版为第{subject}版"
        case Action.REFUSED:
            about = f"文件（指纹 {subject[:12]}）" if _is_fingerprint(subject) else subject or "提交的内容"
            why = "；".join(map(in_general, detail.split("、"))) if detail else ""
            return f"提交的{about}没有通过检查，没有发布{f'：{why}' if why else ''}"
        case Action.MEETING_NAMED:
            edition, corrected, _ = subject.partition(CORRECTED)
            return f"更正第{edition}版的调度会：{detail}" if corrected else f"把第{edition}版定为「{detail}」的版本"
        case _:
            told = "，".join(part for part in (f"从 {subject}" if subject else "", detail) if part)
            return f"{entry.action.value}{f'（{told}）' if told else ''}"


def _is_fingerprint(words: str) -> bool:
    return bool(re.fullmatch(r"[0-9a-f]{12,}(?:、[0-9a-f]{12,})*", words))
