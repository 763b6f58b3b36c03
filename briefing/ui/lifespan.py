"""What surrounds the web server while it is up: a warm start, its log, the watcher of DASHBOARD_INBOX, who makes the
screens of a new edition before anybody asks for them, and who sweeps up after those who left the desk.

The watcher is a process of its own, so that a large file dropped there holds up no viewer.
"""

import asyncio
import gc
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial

from briefing.ui.uploads import DESK
from data_loaders import events
from data_loaders.delivering.inbox import configured_folder

STOP_SECONDS = 10
SWEEP_SECONDS, LOOK_SECONDS = 10, 1


def beside_the_server(
    warm_up: Callable[[], None], make_newest: Callable[[], None]
) -> Callable[[object], AbstractAsyncContextManager[dict]]:
    """The lifespan of the server: `warm_up` before its first viewer, `make_newest` and the watcher as long as it runs."""

    @asynccontextmanager
    async def lifespan(app: object) -> AsyncIterator[dict]:
        events.begin("server")
        warm_up()
        settle()
        watcher = start_watcher()
        chores = [
            asyncio.create_task(every(SWEEP_SECONDS, DESK.sweep)),
            asyncio.create_task(every(LOOK_SECONDS, partial(asyncio.to_thread, make_newest))),
        ]
        try:
            yield {}
        finally:
            for chore in chores:
                chore.cancel()
            if watcher is not None:
                stop(watcher)

    return lifespan


async def every(seconds: float, chore: Callable[[], Awaitable[None] | None]) -> None:
    """Do a chore again and again beside the viewers; what one round leaves the next one finds."""
    while True:
        await asyncio.sleep(seconds)
        try:
            if (done := chore()) is not None:
                await done
        except Exception as problem:
            events.fault("chore_failed", problem)


def settle() -> None:
    """Tell the garbage collector that what is here now will stay.

    Modules, classes and functions are most of the objects there are, and looking them through costs a tenth of a second.
    """
    gc.collect()
    gc.freeze()


def start_watcher() -> subprocess.Popen | None:
    """The process that watches the inbox; None where no inbox is configured."""
    folder = configured_folder()
    if folder is None:
        return None
    return subprocess.Popen([sys.executable, "-m", "data_loaders", "inbox", str(folder)])


def log_page_error(error: Exception) -> None:
    """A page failed in a way that it does not explain itself; the reader gets Streamlit's plain notice."""
    events.fault("page_failed", error)


def stop(watcher: subprocess.Popen) -> None:
    """End the watcher; a file it was taking is finished by the next one."""
    watcher.terminate()
    try:
        watcher.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        watcher.kill()
        watcher.wait()
