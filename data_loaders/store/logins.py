"""Who is logged in, on every replica and beyond a reload: one small file of the store for each login.

A browser keeps a random token, the store its sha256 alone. A login ends when somebody logs out, when its account is
closed or gets another password, and after IDLE_AT_MOST without a sign of life. Time is what passed in this process where
it has seen the login before, so a clock that jumps ends nothing; only a replica that meets a login for the first time,
or after another has served it, reads the clock.
"""

import hashlib
import json
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import obstore
from obstore.exceptions import BaseError

from data_loaders.findings import Refused, Source
from data_loaders.store import accounts, files
from data_loaders.store.accounts import Account
from data_loaders.store.delta import StoreAway
from data_loaders.store.editions import Store

# Nobody stays logged in on a PC that was left alone for so long.
IDLE_AT_MOST = timedelta(minutes=30)
# A sign of life is written down this often at most: other replicas know it to within a minute.
WRITTEN_EVERY = timedelta(minutes=1)
# Clocks of replicas may differ by so much; a login from further in the future was written by a clock that jumped.
CLOCKS_DIFFER = timedelta(minutes=5)
# A login that nobody came back to lies about for a day at most.
CLEARED_AFTER = timedelta(days=1)
FOLDER = "logins"


@dataclass
class _Seen:
    """What this process knows of a login: when it last read or wrote the file, and when somebody was last there."""

    written: str  # as the file has it
    written_at: float  # by time.monotonic
    last: float  # by time.monotonic


_seen: dict[tuple[str, str], _Seen] = {}
_ended: set[tuple[str, str]] = set()  # here at once, even where the store cannot be written


def begin(store: Store, name: str) -> str:
    """A new login of an account whose password was right; the token that its browser keeps. Refused, or UnknownAccount."""
    found = accounts.account_and_stamp(store, name)
    if found is None:
        raise accounts.UnknownAccount(name)
    token = secrets.token_urlsafe(32)
    _write(store, digest_of(token), {"name": name, "stamp": found[1]})
    with suppress(OSError, BaseError):
        _clear(store)
    return token


def digest_of(token: str) -> str:
    """What stands for a token everywhere but in the browser."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def account_of(store: Store, digest: str) -> Account | None:
    """Whose login it is, which also is a sign of life; None when it has ended. StoreAway or Damaged."""
    if (store.uri, digest) in _ended:
        return None
    login = _read(store, digest)
    if login is None:
        return None
    found = accounts.account_and_stamp(store, login["name"])
    if found is None or found[1] != login["stamp"] or _idle(store, digest, login["seen"]) > IDLE_AT_MOST:
        end(store, digest)
        return None
    seen = _seen[store.uri, digest]
    seen.last = time.monotonic()
    if seen.last - seen.written_at > WRITTEN_EVERY.total_seconds():
        with suppress(Refused):  # a store that cannot be written lets people look around
            _write(store, digest, login)
    return found[0]


def end(store: Store, digest: str) -> None:
    """End a login, on every replica; where the store cannot be reached at least here."""
    _ended.add((store.uri, digest))
    _seen.pop((store.uri, digest), None)
    with suppress(OSError, BaseError):
        obstore.delete(files.opened(store.uri), _path(digest))


def _idle(store: Store, digest: str, written: str) -> timedelta:
    """How long nobody was there: by the time that passed here, or by the clock where another replica was the last."""
    seen = _seen.get((store.uri, digest))
    if seen and seen.written == written:
        return timedelta(seconds=time.monotonic() - seen.last)
    passed = datetime.now(UTC) - datetime.fromisoformat(written)
    if passed < -CLOCKS_DIFFER:
        return timedelta.max
    now = time.monotonic()
    _seen[store.uri, digest] = _Seen(written, now - max(0.0, passed.total_seconds()), now)
    return max(timedelta(0), passed)


def _path(digest: str) -> str:
    return f"{FOLDER}/{digest}.json"


def _read(store: Store, digest: str) -> dict | None:
    """The file of a login; None where there is none, or none that was written by us."""
    try:
        login = json.loads(files.content(files.opened(store.uri), _path(digest)))
        return login if {"name", "stamp", "seen"} <= set(login) else None
    except (FileNotFoundError, ValueError, TypeError):
        return None
    except (OSError, BaseError) as error:
        raise StoreAway(Source(store.uri).finding("store_away")) from error


def _write(store: Store, digest: str, login: dict) -> None:
    """Write down that somebody is there. Refused when the store cannot be written."""
    seen = datetime.now(UTC).isoformat()
    try:
        obstore.put(files.opened(store.uri), _path(digest), json.dumps(login | {"seen": seen}).encode())
    except (OSError, BaseError) as error:
        raise Refused(Source(store.uri).finding("store_unwritable", reason=type(error).__name__)) from error
    now = time.monotonic()
    _seen[store.uri, digest] = _Seen(seen, now, now)


def _clear(store: Store) -> None:
    """Take away the logins that nobody came back to."""
    room, oldest = files.opened(store.uri), datetime.now(UTC) - CLEARED_AFTER
    for page in obstore.list(room, FOLDER):
        for file in page:
            if file["last_modified"] < oldest:
                obstore.delete(room, file["path"])
    alive = time.monotonic() - CLEARED_AFTER.total_seconds()
    for key in [key for key, seen in _seen.items() if seen.last < alive]:
        del _seen[key]
