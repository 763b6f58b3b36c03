"""Checks files in a process of its own, so that a million rows do not hold up those who look at screens.

May import: `desk`, `events`.
"""

from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context

from data_loaders import desk, events
from data_loaders.accounts import Account
from data_loaders.intake import Batch, Drop
from data_loaders.store import Store

# One check at a time: the second clerk waits, the viewers do not.
WORKERS = 1


def start_worker() -> ProcessPoolExecutor:
    """The process that checks files. Spawned, not forked: a fork of a threaded server may hang."""
    return ProcessPoolExecutor(WORKERS, get_context("spawn"), events.begin, ("checks",))


def examine_beside(
    worker: ProcessPoolExecutor, account: Account, store: Store, drops: Sequence[Drop], as_of: date | None = None
) -> Future[Batch]:
    """Start checking; the future gives the batch, or raises what `desk.examine_as` raises."""
    return worker.submit(desk.examine_as, account, store, list(drops), as_of=as_of)
