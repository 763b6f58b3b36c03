"""Who may upload, and how much the server holds for them: only sessions at the desk, so much each, until they leave.

Streamlit itself takes a file from any session that is connected, keeps it in memory, and frees it when it happens to
look.
"""

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

MEGABYTE = 1 << 20
# Of one account, over all its tabs: two of the largest files, or a whole month of ordinary ones.
ACCOUNT_BYTES = 400 * MEGABYTE
ACCOUNT_FILES = 300
ALL_BYTES = 1000 * MEGABYTE
# An account sends so much in so many seconds at most.
RATE_SECONDS = 600.0
RATE_FILES = 600
RATE_BYTES = 2000 * MEGABYTE
# An upload that does not say its size could be as large as the server takes: server.maxUploadSize.
UNKNOWN_BYTES = 200 * MEGABYTE
# A session that nobody came back to; Streamlit lets a browser come back within two minutes and looks at no clock after.
AWAY_SECONDS = 90.0
# Whoever does nothing for so long is no longer at the desk; logins.IDLE_AT_MOST, and a test compares them.
IDLE_SECONDS = 1800.0

LIMITS = f"每个账号同时最多 {ACCOUNT_FILES} 个文件、共 {ACCOUNT_BYTES // MEGABYTE} MB；发布、移除文件或退出后腾出。"
NOT_AT_DESK = "请先登录再上传"
TOO_MUCH = f"服务器暂存的文件太多：每个账号同时最多 {ACCOUNT_FILES} 个、共 {ACCOUNT_BYTES // MEGABYTE} MB。请先发布或移除已上传的文件，再继续上传。"
TOO_FAST = "上传过于频繁，请十分钟后再试。"


class Files(Protocol):
    """Where Streamlit keeps what was uploaded: session → file id → a record with its `data`."""

    file_storage: Mapping[str, Mapping[str, Any]]

    def remove_session_files(self, session_id: str) -> None:
        """Let go of all files of a session."""


class Runtime(Protocol):
    """What is asked of Streamlit's runtime."""

    uploaded_file_mgr: Files

    def is_active_session(self, session_id: str) -> bool:
        """Whether a browser is connected to the session."""

    def close_session(self, session_id: str) -> None:
        """End a session with all that it holds."""


@dataclass
class _Guest:
    """A session at the desk."""

    name: str
    login: str | None
    seen: float
    away_since: float | None = None
    refused: str = ""


@dataclass(frozen=True)
class Refusal:
    """Why an upload is not taken: an HTTP status, and words for the clerk."""

    status: int
    words: str


STRANGER = Refusal(403, NOT_AT_DESK)


@dataclass
class Desk:
    """The sessions at the desk and what they upload. Times are those of time.monotonic."""

    runtime: Callable[[], Runtime | None] = lambda: None
    _guests: dict[str, _Guest] = field(default_factory=dict)
    _coming: dict[int, tuple[str, str, int]] = field(default_factory=dict)  # upload under way → account, session, bytes
    _sent: dict[str, deque[tuple[float, int]]] = field(default_factory=dict)  # account → when, bytes
    _uploads: int = 0

    def admit(self, session: str, name: str, login: str | None = None) -> None:
        """Somebody who is logged in is at the desk, or still there. `login` tells which of their logins it is."""
        refused = self._guests[session].refused if session in self._guests else ""
        self._guests[session] = _Guest(name, login, time.monotonic(), refused=refused)

    def dismiss(self, session: str) -> None:
        """Somebody has left: no upload is taken any more, and the files go."""
        self._guests.pop(session, None)
        self.free(session)

    def dismiss_login(self, login: str) -> None:
        """The same for every tab of a login."""
        for session in [session for session, guest in list(self._guests.items()) if guest.login == login]:
            self.dismiss(session)

    def free(self, session: str) -> None:
        """Let go of the files of a session, which are published or refused."""
        if runtime := self.runtime():
            runtime.uploaded_file_mgr.remove_session_files(session)

    def claim(self, session: str, size: int | None) -> int | Refusal:
        """Room for an upload of so many bytes (None: it does not say): the number to give back to `done`."""
        now, guest = time.monotonic(), self._guests.get(session)
        if guest is None or now - guest.seen > IDLE_SECONDS:
            return STRANGER
        size = UNKNOWN_BYTES if size is None else size
        sent = self._sent.setdefault(guest.name, deque())
        while sent and sent[0][0] < now - RATE_SECONDS:
            sent.popleft()
        count, held = self._held_by(guest.name)
        refusal = None
        if count >= ACCOUNT_FILES or held + size > ACCOUNT_BYTES or self._held_by(None)[1] + size > ALL_BYTES:
            refusal = Refusal(413, TOO_MUCH)
        elif len(sent) >= RATE_FILES or sum(bytes_ for _, bytes_ in sent) + size > RATE_BYTES:
            refusal = Refusal(429, TOO_FAST)
        if refusal:
            guest.refused = refusal.words
            return refusal
        sent.append((now, size))
        self._uploads += 1
        self._coming[self._uploads] = guest.name, session, size
        return self._uploads

    def done(self, upload: int) -> None:
        """An upload has come to its end, whichever; what came of one whose session has left meanwhile goes."""
        _, session, _ = self._coming.pop(upload)
        if session not in self._guests:
            self.free(session)

    def told(self, session: str) -> str:
        """Why an upload of a session was not taken since this was last asked; empty when all were."""
        guest = self._guests.get(session)
        if guest is None:
            return ""
        words, guest.refused = guest.refused, ""
        return words

    def _held_by(self, name: str | None) -> tuple[int, int]:
        """Files and bytes that are held or on their way for an account; for everybody with None."""
        coming = [size for whose, _, size in self._coming.values() if name in (None, whose)]
        kept = self._kept(name)
        return len(kept) + len(coming), sum(kept) + sum(coming)

    def _kept(self, name: str | None) -> list[int]:
        runtime = self.runtime()
        if runtime is None:
            return []
        rooms = runtime.uploaded_file_mgr.file_storage
        mine = [session for session, guest in list(self._guests.items()) if guest.name == name] if name else list(rooms)
        return [len(record.data) for session in mine for record in list(rooms.get(session, {}).values())]

    def sweep(self) -> None:
        """Free what nobody comes back to. On the thread of the server's loop, every few seconds."""
        runtime, now = self.runtime(), time.monotonic()
        if runtime is None:
            return
        for session, guest in list(self._guests.items()):
            if runtime.is_active_session(session):
                guest.away_since = None
                if now - guest.seen > IDLE_SECONDS:
                    self.dismiss(session)
                continue
            guest.away_since = guest.away_since or now
            if now - guest.away_since > AWAY_SECONDS:
                self.dismiss(session)
                runtime.close_session(session)


DESK = Desk()
