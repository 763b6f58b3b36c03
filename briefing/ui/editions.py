"""The only access of the screens to the store, cached for all viewers; nobody changes what these give."""

import os
import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import streamlit as st

from briefing import compose
from briefing.explaining import explanation
from briefing.explaining.village import rows_of_village
from briefing.measures.village_shapes import Land, land_of
from briefing.model import Briefing
from briefing.screens import explained as explaining
from data_loaders import events
from data_loaders.store import editions as stores
from data_loaders.store.delta import StoreAway

# A new edition shows within this many seconds; what an edition says never changes, so briefings are kept longer.
EDITIONS_TTL = 2
KEPT_BRIEFINGS = 24
# 最新 waits this long for an edition's screens to be made; should that ever fail to end, its viewers draw them.
MAKING_SECONDS = 60


def address() -> str:
    """The store's address: part of every cache key, so that two stores never share an answer."""
    return os.environ.get(stores.STORE_VARIABLE) or stores.DEFAULT_STORE


@dataclass(frozen=True)
class Look:
    """What a look into the store gave: its history, or while it is away the last one known.

    `came` is when this server first saw the newest edition, on the clock that only goes on, in seconds.
    """

    history: stores.History
    away: bool
    came: float = 0


_last_look: dict[str, Look] = {}
# Of a store, the newest edition whose screens were made beside the server.
_made: dict[str, int] = {}


@st.cache_resource(ttl=EDITIONS_TTL, show_spinner=False)
def look_at(address: str) -> Look:
    """A failure is kept as long as an answer, so that a store that is away is not asked by every viewer."""
    before = _last_look.get(address, Look(stores.History(), away=False))
    try:
        history = stores.open_store(address).history()
        same = history.newest_number == before.history.newest_number
        look = Look(history, away=False, came=before.came if same else time.monotonic())
    except StoreAway as problem:
        if not before.away:  # said once, not every few seconds for as long as it lasts
            events.fault("store_unreadable", problem)
        look = Look(before.history, away=True, came=before.came)
    _last_look[address] = look
    return look


def by_number(address: str) -> dict[int, stores.Edition]:
    """Every readable edition by number, newest last."""
    return {edition.number: edition for edition in look_at(address).history.editions}


@st.cache_resource(max_entries=KEPT_BRIEFINGS, show_spinner=False)
def days_of(address: str, number: int) -> list[date]:
    """The days that an edition can be looked at."""
    return compose.as_of_choices(by_number(address)[number])


@st.cache_resource(max_entries=KEPT_BRIEFINGS, show_spinner=False)
def years_of(address: str, number: int) -> list[int]:
    """The plan years of an edition."""
    return compose.plan_years(by_number(address)[number])


@st.cache_resource(max_entries=KEPT_BRIEFINGS, show_spinner=False)
def briefing_of(address: str, number: int, as_of: date | None) -> Briefing:
    """An edition on a day; None is its newest."""
    return compose.compose(by_number(address)[number], as_of)


@st.cache_resource(max_entries=KEPT_BRIEFINGS, show_spinner=False)
def land_at(address: str, number: int) -> Land:
    """The village shapes of an edition."""
    return land_of(by_number(address)[number])


@st.cache_resource(max_entries=KEPT_BRIEFINGS, show_spinner=False)
def explained(address: str, number: int, as_of: date, what: str) -> explaining.Found:
    """Where a number or a village of an edition comes from; None for what the edition does not know."""
    edition, editions = by_number(address)[number], list(by_number(address).values())
    for village in briefing_of(address, number, as_of).villages:
        if village.label == what:
            return rows_of_village(edition, editions, village.town, village.village, as_of)
    id, _, rest = what.partition(" ")
    day = _day(rest)
    try:
        return explanation.explain(stores.open_store(address), edition, id, day or as_of, None if day else rest or None)
    except explanation.UnknownMeasure:
        return None


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def is_made(number: int) -> bool:
    """Whether the screens of an edition were made beside the server."""
    return _made.get(address()) == number


def shown_from_now(number: int) -> None:
    """Let 最新 be an edition whose screens are made."""
    _made[address()] = number


def current() -> int:
    """The edition that 最新 shows, 0 for none: the newest whose screens are made.

    The newest of all where nobody makes them ahead, or where that takes longer than `MAKING_SECONDS`.
    """
    number = newest()
    return _shown(by_number(address())) if number else 0


def last_known() -> int:
    """The same from memory alone, for who must not wait for a store; 0 where it is away or an edition of it is damaged."""
    look = _last_look.get(address())
    if look is None or look.away or look.history.damaged:
        return 0
    return _shown({edition.number for edition in look.history.editions})


def _shown(numbers: Collection[int]) -> int:
    made, look = _made.get(address()), _last_look.get(address())
    waits = look is not None and time.monotonic() - look.came < MAKING_SECONDS
    return made if made and made in numbers and waits else max(numbers, default=0)


def newest() -> int:
    """Number of the newest edition; 0 while there is none or the store is away."""
    try:
        return max(by_number(address()), default=0)
    except stores.EmptyStore:
        return 0
    except Exception as problem:
        events.fault("store_unreadable", problem)
        return 0
