"""A room full of viewers on every screen, layer and mode while editions appear: does one fail, does one stay behind?"""

import asyncio
import random
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from websockets.exceptions import WebSocketException

from briefing.ui.editions import EDITIONS_TTL
from data_loaders.delivering import reference
from data_loaders.store.editions import open_store
from tests.benchmarks.served import Served
from tests.benchmarks.viewer import Viewer
from tests.benchmarks.viewer import Visit as Answer
from tests.visits import Visit

PAUSE = (2.0, 8.0)  # seconds a viewer looks at a screen before going on
# A screen opened this long after a publish shows it: how long a look into the store is kept, and what the look takes.
SHOWN_AFTER = EDITIONS_TTL + 3.0
NOTE_EVERY = 10.0  # seconds between two notes of the memory
SHOWN = re.compile(r"发布，第 (\d+) 版")
SEED = 2023


@dataclass
class Watched:
    """What happened in the room."""

    looks: int = 0
    failures: int = 0
    stale: int = 0
    waits: list[float] = field(default_factory=list)  # seconds until a screen was whole
    memory: list[float] = field(default_factory=list)  # megabytes of the server, from time to time
    published: list[tuple[float, int]] = field(
        default_factory=lambda: [(0.0, 0)]
    )  # when an edition was there, its number

    def due(self, moment: float) -> int:
        """The edition that a screen opened at a moment must show at least."""
        return max(number for at, number in self.published if at <= moment - SHOWN_AFTER)

    def note(self, visit: Visit, opened: float, answer: Answer) -> None:
        """Count what a viewer saw."""
        self.looks += 1
        self.waits.append(answer.seconds)
        shown = _shown(answer)
        self.failures += answer.failed or (visit.shows_an_edition and not shown)
        self.stale += bool(shown) and int(shown[-1]) < self.due(opened)


async def watch(
    served: Served, uri: str, visits: Sequence[Visit], *, viewers: int, seconds: float, publish_every: float
) -> Watched:
    """Viewers go through the visits, each in an order of its own, while the newest edition is published again and again."""
    watched, end = Watched(), time.monotonic() + seconds
    await asyncio.gather(
        _publish(uri, publish_every, end, watched),
        _weigh(served, end, watched),
        *(_sit(served, seat, visits, end, watched) for seat in range(viewers)),
    )
    return watched


async def _publish(uri: str, every: float, end: float, watched: Watched) -> None:
    while time.monotonic() < end:
        number = await asyncio.to_thread(_publish_again, uri)
        watched.published.append((time.monotonic(), number))
        await asyncio.sleep(min(every, max(0.0, end - time.monotonic())))


def _publish_again(uri: str) -> int:
    store = open_store(uri)
    newest = store.edition()
    return store.publish(
        {"courtyards": newest.table("courtyards")}, by="测试", sample=newest.sample, shipped=reference.tables()
    ).number


async def first_after_a_publish(served: Served, uri: str) -> float:
    """Milliseconds that the first of all viewers waits for an overview of a new edition, looking twice a second."""
    number = await asyncio.to_thread(_publish_again, uri)
    viewer = await Viewer.arrive(served.url)
    while True:
        answer = await viewer.look("overview")
        if int(_shown(answer)[-1]) == number:
            await viewer.leave()
            return answer.seconds * 1000
        await asyncio.sleep(0.5)


def _shown(answer: Answer) -> list[str]:
    """The numbers of the editions that a screen says it shows."""
    return SHOWN.findall(" ".join(each.html.body for each in answer.elements if each.HasField("html")))


async def _weigh(served: Served, end: float, watched: Watched) -> None:
    while time.monotonic() < end and served.process.is_running():
        watched.memory.append(served.memory())
        await asyncio.sleep(NOTE_EVERY)


async def _sit(served: Served, seat: int, visits: Sequence[Visit], end: float, watched: Watched) -> None:
    """One viewer until the end; one that lost its server says so once and is gone."""
    pace = random.Random(SEED + seat)
    try:
        viewer = await Viewer.arrive(served.url)
        while time.monotonic() < end:
            visit, opened = pace.choice(visits), time.monotonic()
            watched.note(visit, opened, await viewer.look(visit.page, urlencode(visit.query)))
            await asyncio.sleep(pace.uniform(*PAUSE))
        await viewer.leave()
    except (OSError, WebSocketException, TimeoutError):
        watched.failures += 1
