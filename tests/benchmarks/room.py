"""A room full of viewers: what a run costs the server, and how long a viewer waits for the next screen."""

import asyncio
import random
import time
from dataclasses import dataclass
from statistics import median, quantiles

from tests.benchmarks.served import Served
from tests.benchmarks.viewer import Viewer, Visit

WARM_VISITS = 2  # the first fills the caches, the second the front end's memory of large messages
PAUSE = (4.0, 12.0)  # seconds a viewer looks at a screen before going on
SEED = 2023


@dataclass(frozen=True)
class Room:
    """What a number of viewers cost and felt."""

    viewers: int
    visits: int
    failures: int
    cpu_ms: float  # per visit
    p50_ms: float
    p95_ms: float
    memory_mb: float  # per session, beyond what the server had before they came


async def cost_of_a_run(served: Served, screen: str, query: str, *, runs: int) -> float:
    """Milliseconds of server CPU for one warm run of a screen."""
    viewer = await Viewer.arrive(served.url)
    for _ in range(WARM_VISITS):
        sound(await viewer.look(screen, query))
    before = served.cpu()
    for _ in range(runs):
        sound(await viewer.look(screen, query))
    used = served.cpu() - before
    await viewer.leave()
    return used / runs * 1000


def sound(visit: Visit) -> Visit:
    """The visit, if it came to a good end: a server that fails quickly must not look fast."""
    if visit.failed:
        raise RuntimeError("a screen failed under measurement")
    return visit


async def full_room(served: Served, screens: list[str], query: str, *, viewers: int, seconds: float) -> Room:
    """Viewers arrive, then go from screen to screen, each at a pace of its own, for some seconds."""
    empty = served.memory()
    seats = [await Viewer.arrive(served.url) for _ in range(viewers)]
    for at, seat in enumerate(seats):
        sound(await seat.look(screens[at % len(screens)], query))
    memory = (served.memory() - empty) / viewers
    visits: list[Visit] = []
    before, end = served.cpu(), time.monotonic() + seconds
    await asyncio.gather(*(_sit(seat, at, served, screens, query, end, visits) for at, seat in enumerate(seats)))
    used = served.cpu() - before
    await asyncio.gather(*(seat.leave() for seat in seats))
    waits = [visit.seconds * 1000 for visit in visits]
    return Room(
        viewers, len(visits), sum(visit.failed for visit in visits), used / len(visits) * 1000, median(waits),
        quantiles(waits, n=20)[-1], memory,
    )  # fmt: skip


async def _sit(seat: Viewer, at: int, served: Served, screens, query: str, end: float, visits: list[Visit]) -> None:
    """One viewer until the end: the same screens after the same pauses whatever server is looked at."""
    pace = random.Random(SEED + at)
    while True:
        await asyncio.sleep(pace.uniform(*PAUSE))
        if time.monotonic() > end:
            return
        at += 1
        visits.append(await seat.look(screens[at % len(screens)], query))
