"""How guessing of passwords is slowed down, and whom that never locks out.

Failures are counted where every replica sees them, in the audit, by name and address together: a wait that doubles.
Whoever guesses from many addresses, or many names from one, meets a limit by the hour for the name, for the address
and for everybody. None of this holds for an address that a name has logged in from before: there a password is always
looked at, one each second, so that nobody can lock somebody out of their own desk.
"""

import ipaddress
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from data_loaders.store import audit, delta
from data_loaders.store.audit import Action, Entry
from data_loaders.store.editions import Store

# After so many failures in a row a name must wait at an address, doubling from FIRST_WAIT up to LONGEST_WAIT.
FREE_FAILURES = 3
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=15)
# So many failures within an hour are looked at, whatever names and addresses they are spread over. They also bound what
# strangers can add to the audit.
HOUR = timedelta(hours=1)
NAME_AT_MOST = 30
ADDRESS_AT_MOST = 60
ALL_AT_MOST = 300
# Where a name has logged in before, one password each second is looked at however many were wrong.
SECONDS_BETWEEN = 1.0
# How long somebody stands in the queue of strangers, who are looked at one after the other.
QUEUE_SECONDS = 20.0
PASSED_OVER_AT_MOST = 10_000  # pairs of name and address whose passed over attempts are remembered
OF_LOGINS = frozenset({Action.LOGGED_IN, Action.LOGIN_FAILED, Action.ACCOUNT_CHANGED})


class Busy(Exception):
    """Too many strangers are trying at this moment."""


@dataclass(frozen=True)
class Standing:
    """How a name stands at an address."""

    known: bool  # it has logged in from there before
    wait: timedelta  # how long nothing is looked at; holds for strangers


def standing(store: Store, name: str, address: str, now: datetime) -> Standing:
    """How a name stands at an address, by what every replica has remembered. StoreAway or Damaged."""
    acts = _acts(store)
    later = _since_freed(acts, name)
    own = [act for act in later if act.who == name]
    here = [act for act in own if act.subject == address]
    waits = [_back_off(here, now), _by_the_hour(own, NAME_AT_MOST, now)]
    freed = len(later) < len(acts) and now - HOUR < acts[len(later)].at <= now
    if not freed:  # who was freed a moment ago is not to find the limits of others in the way
        waits.append(_by_the_hour([act for act in acts if act.subject == address], ADDRESS_AT_MOST, now))
        waits.append(_by_the_hour(acts, ALL_AT_MOST, now))
    return Standing(_is_known(acts, name, address), max(waits))


def failures_of(store: Store, name: str, now: datetime) -> tuple[int, int]:
    """How often a name failed within the last hour since it was last freed, and from how many addresses."""
    own = [act for act in _since_freed(_acts(store), name) if act.who == name and act.action is Action.LOGIN_FAILED]
    recent = [act.subject for act in own if now - HOUR < act.at <= now]
    return len(recent), len(set(recent))


def _since_freed(acts: Sequence[Entry], name: str) -> list[Entry]:
    """What happened, to anybody, after the name was last given a password or freed; newest first."""
    freed = (at for at, act in enumerate(acts) if act.who == name and act.action is Action.ACCOUNT_CHANGED)
    return list(acts[: next(freed, len(acts))])


def _is_known(acts: Sequence[Entry], name: str, address: str) -> bool:
    """Whether the name has logged in from the address. An address that the audit had to mask could be several."""
    told = bool(address) and audit.kept(address) == address
    return told and any(act.action is Action.LOGGED_IN and (act.who, act.subject) == (name, address) for act in acts)


def _back_off(here: Sequence[Entry], now: datetime) -> timedelta:
    """How long the failures in a row of a name at an address make it wait."""
    failures = [act.at for act in takewhile(lambda act: act.action is not Action.LOGGED_IN, here)]
    beyond = len(failures) - FREE_FAILURES
    if beyond < 0 or failures[0] > now:  # the clock was set back since; the next failure counts from now on
        return timedelta(0)
    return max(timedelta(0), failures[0] + min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(beyond, 20)) - now)


def _by_the_hour(acts: Sequence[Entry], at_most: int, now: datetime) -> timedelta:
    """How long until fewer than so many failures lie within an hour."""
    recent = [act.at for act in acts if act.action is Action.LOGIN_FAILED and now - HOUR < act.at <= now]
    return timedelta(0) if len(recent) < at_most else recent[at_most - 1] + HOUR - now


_newest_read: dict[str, tuple[tuple[str | int, int], list[Entry]]] = {}


def _acts(store: Store) -> list[Entry]:
    """Logins, failures and changes of accounts, newest first; read again only when something was added."""
    location = store.location("audit")
    table = delta.opened(location)
    if table is None:
        return []
    version = (table.metadata().id, table.version())
    if _newest_read.get(location, (None,))[0] != version:
        _newest_read[location] = version, [entry for entry in audit.entries(store) if entry.action in OF_LOGINS]
    return _newest_read[location][1]


# --- one after the other ---------------------------------------------------------------------------------------------

# Strangers are looked at one at a time, else a hundred guesses at once would all be made before the first failure
# counts, each with the memory that a hash takes.
_STRANGERS = threading.Lock()
_KNOWN = tuple(threading.Lock() for _ in range(64))
_last_look = [0.0] * len(_KNOWN)  # by time.monotonic


@contextmanager
def turn(name: str, address: str, *, known: bool) -> Iterator[None]:
    """Wait for one's turn to be looked at; Busy when strangers have to wait for too long."""
    if not known:
        if not _STRANGERS.acquire(timeout=QUEUE_SECONDS):
            raise Busy
        try:
            yield
        finally:
            _STRANGERS.release()
        return
    place = hash((name, address)) % len(_KNOWN)
    with _KNOWN[place]:
        yield


def pace(name: str, address: str) -> None:
    """Within a turn of somebody known who would have to wait: not before a second after the last look."""
    place = hash((name, address)) % len(_KNOWN)
    time.sleep(max(0.0, _last_look[place] + SECONDS_BETWEEN - time.monotonic()))
    _last_look[place] = time.monotonic()


# --- what was not looked at is counted all the same ------------------------------------------------------------------

_passed_over: Counter[tuple[str, str, str]] = Counter()


def pass_over(store: Store, name: str, address: str) -> None:
    """Count an attempt that is not remembered by itself; `passed_over` tells the count once."""
    if len(_passed_over) < PASSED_OVER_AT_MOST:
        _passed_over[store.uri, name, address] += 1


def passed_over(store: Store, name: str, address: str) -> str:
    """What the audit says of the attempts since the last remembered one; empty without any."""
    count = _passed_over.pop((store.uri, name, address), 0)
    return f"等待期间另有 {count} 次" if count else ""


def place_of(address: str) -> str:
    """An address as it is counted: of IPv6 the network of 64 bits, which one line is given; other words as they are."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)
