"""An hour of fifty viewers: does the server's memory stay where it was?"""

import asyncio
import sys
import time

from tests.benchmarks.room import PAUSE, sound
from tests.benchmarks.served import Served
from tests.benchmarks.viewer import Viewer

NOTE_EVERY = 60.0  # seconds
VISITS_BEFORE_LEAVING = 40  # people come and go: a session that ended must leave nothing behind


async def soak(served: Served, screens: list[str], query: str, *, viewers: int, minutes: float) -> list[float]:
    """Megabytes of the server once a minute, while viewers look around and are now and then replaced by others."""
    end = time.monotonic() + minutes * 60
    seats = [asyncio.create_task(_seat(served, at, screens, query, end)) for at in range(viewers)]
    notes = []
    while time.monotonic() < end:
        await asyncio.sleep(NOTE_EVERY)
        notes.append(served.memory())
        sys.stderr.write(f"{len(notes)} min {notes[-1]:.1f} MB\n")
    await asyncio.gather(*seats)
    return notes


async def _seat(served: Served, at: int, screens: list[str], query: str, end: float) -> None:
    while time.monotonic() < end:
        viewer = await Viewer.arrive(served.url)
        for _ in range(VISITS_BEFORE_LEAVING):
            at += 1
            sound(await viewer.look(screens[at % len(screens)], query))
            await asyncio.sleep(sum(PAUSE) / len(PAUSE))
        await viewer.leave()
