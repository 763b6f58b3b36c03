"""What is done beside the server so that no viewer waits for it: imports, and the screens of an edition that has come."""

import importlib
import pkgutil
from collections.abc import Iterable
from urllib.parse import parse_qsl

import briefing as rooms
from briefing.screens.catalogue import STOPS
from briefing.screens.outlook import Outlook
from briefing.ui import editions, frame
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
        briefing, land = editions.briefing_of(store, number, None), editions.land_at(store, number)
        frame.prepare(Outlook(FIRST, briefing, land, present=False))
        for stop in stops:
            page, _, view = stop.partition("?")
            frame.prepare(Outlook(page, briefing, land, present=True, query={"present": "1", **dict(parse_qsl(view))}))
    except Exception as problem:  # its viewers will be told on the screen
        events.fault("edition_unreadable", problem, edition=number)
    editions.shown_from_now(number)
