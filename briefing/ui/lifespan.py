"""What surrounds the web server while it is up: a warm start, its log, the watcher of DASHBOARD_INBOX, and who sweeps up
after those who left the desk.

The watcher is a process of its own, so that a large file dropped there holds up no viewer.
"""

import asyncio
import gc
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from briefing.ui.uploads import DESK
from data_loaders import events
from data_loaders.delivering.inbox import configured_folder

STOP_SECONDS = 10
SWEEP_SECONDS = 10


def beside_the_server(warm_up: Callable[[], None]) -> Callable[[object], AbstractAsyncContextManager[dict]]:
    """The lifespan of the server: `warm_up` before its first viewer, the watcher as long as it runs."""

    @asynccontextmanager
    async def lifespan(app: object) -> AsyncIterator[dict]:
        events.begin("server")
        warm_up()
        settle()
        watcher = start_watcher()
        sweeper = asyncio.create_task(sweep())
        try:
            yield {}
        finally:
            sweeper.cancel()
            if watcher is not None:
                stop(watcher)

    return lifespan


async def sweep() -> None:
    """Free what people who left had uploaded, as long as the server runs."""
    while True:
        await asyncio.sleep(SWEEP_SECONDS)
        try:
            DESK.sweep()
        except Exception as problem:  # the next sweep finds what this one left
            events.fault("sweep_failed", problem)


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
