"""What runs beside the web server while it is up: the watcher of the inbox, when DASHBOARD_INBOX names one.

A process of its own, so that a large file dropped there holds up no viewer. May import: `data_loaders.inbox`.
"""

import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from data_loaders.inbox import configured_folder

STOP_SECONDS = 10


@asynccontextmanager
async def beside_the_server(app: object) -> AsyncIterator[dict]:
    """The lifespan of the server: starts the watcher with it and stops it with it."""
    watcher = start_watcher()
    try:
        yield {}
    finally:
        if watcher is not None:
            stop(watcher)


def start_watcher() -> subprocess.Popen | None:
    """The process that watches the inbox; None where no inbox is configured."""
    folder = configured_folder()
    if folder is None:
        return None
    return subprocess.Popen([sys.executable, "-m", "data_loaders", "inbox", str(folder)])


def stop(watcher: subprocess.Popen) -> None:
    """End the watcher; a file it was taking is finished by the next one."""
    watcher.terminate()
    try:
        watcher.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        watcher.kill()
        watcher.wait()
