"""Work that may bring down the whole process, done in a process of its own: damaged Parquet aborts its C++ reader.

May import: nothing of ours.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

_lock = threading.Lock()
_pools: list[ProcessPoolExecutor] = []


class Crashed(Exception):
    """The work brought its process down."""


def apart(work: Callable, *arguments):
    """The result of `work(*arguments)`, computed in the process kept for it; raises what it raises, or Crashed.

    Function, arguments and result travel by pickle. The process is started at first use and again after a crash.
    """
    pool = _pool()
    try:
        return pool.submit(work, *arguments).result()
    except BrokenProcessPool:
        _forget(pool)
        raise Crashed from None


def _pool() -> ProcessPoolExecutor:
    with _lock:
        if not _pools:
            # Spawned, not forked: a fork of a threaded server may hang.
            _pools.append(ProcessPoolExecutor(1, mp_context=get_context("spawn")))
        return _pools[0]


def _forget(pool: ProcessPoolExecutor) -> None:
    with _lock:
        if pool in _pools:
            _pools.remove(pool)
    pool.shutdown(wait=False)
