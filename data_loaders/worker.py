"""A process beside the server for the desk's long work, so that a million rows do not hold up those who look at screens.

May import: `events`.
"""

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from data_loaders import events

# One piece of work at a time: the second clerk waits, the viewers do not.
WORKERS = 1
# How far the process stands behind the server when both want the processor (POSIX).
NICENESS = 10


def start_worker() -> ProcessPoolExecutor:
    """The process that checks files. Spawned, not forked: a fork of a threaded server may hang."""
    return ProcessPoolExecutor(WORKERS, get_context("spawn"), _begin)


def _begin() -> None:
    events.begin("checks")
    if hasattr(os, "nice"):
        os.nice(NICENESS)
