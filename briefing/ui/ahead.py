"""What is done beside the server so that no viewer waits for it: imports, and the screens of an edition that has come."""

import importlib
import pkgutil
from collections.abc import Iterable
from urllib.parse import parse_qsl

import briefing as rooms
from briefing.figures import theme
from briefing.screens.catalogue import STOPS
from briefing.screens.outlook import Outlook
from briefing.ui import editions, frame, still
from data_loaders import events

FIRST = "overview"


def warm_up() -> None:
    """Do before the first viewer comes what he would wait for: the imports of every screen, and the first one."""
    for module in pkgutil.walk_packages(rooms.__path__, f"{rooms.__name__}."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    _make((FIRST,))


def make_newest() -> None:
    """Make the screens of an edition that has come, for its first viewers; until then 最新 is the one before."""
    _make(STOPS)


def _make(stops: Iterable[str]) -> None:
    """The first screen of the newest edition at a desk, and some on a projector, where it was not made before."""
    store, number = editions.address(), editions.newest()
    if not number or editions.is_made(number):
        return
    try:
        editions.days_of(store, number)
        editions.years_of(store, number)
        frame.prepare(_look(number, FIRST, {}))
        for stop in stops:
            frame.prepare(_look(number, *_asked(stop)))
    except Exception as problem:  # its viewers will be told on the screen
        events.fault("edition_unreadable", problem, edition=number)
    editions.shown_from_now(number)


def picture(page: str, query: str) -> bytes:
    """The picture of a page as `still` keeps it; a stop of a presentation is drawn for who asks for it first.

    Only for an edition whose screens were made, and only as a remote control asks: anything else is drawn by its viewer.
    """
    if kept := still.of(page, query):
        return kept
    asked, number = dict(parse_qsl(query)), editions.last_known()
    shaped = asked.pop("stage", None) if asked.get("stage") in theme.STAGES else None
    if not editions.is_made(number) or (page, asked) not in map(_asked, STOPS):
        return b""
    asked |= {"stage": shaped} if shaped else {}
    try:
        frame.prepare(_look(number, page, asked))
    except Exception as problem:
        events.fault("edition_unreadable", problem, edition=number)
    return still.of(page, query)


def _asked(stop: str) -> tuple[str, dict[str, str]]:
    """The page of a stop, and what its address asks for."""
    page, _, view = stop.partition("?")
    return page, {"present": "1", **dict(parse_qsl(view))}


def _look(number: int, page: str, asked: dict[str, str]) -> Outlook:
    store = editions.address()
    briefing, land = editions.briefing_of(store, number, None), editions.land_at(store, number)
    return Outlook(page, briefing, land, present="present" in asked, query=asked)
