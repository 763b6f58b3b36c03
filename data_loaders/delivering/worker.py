"""A process beside this one for reading, checking and publishing files: what a file does there, nobody else notices.

It is watched: a file that takes more memory or time than its `allowance`, or that crashes its reader, ends the process
and is refused with a finding; the next work gets a new process.
"""

import math
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import cache
from importlib import import_module
from multiprocessing.context import BaseContext

import psutil

from data_loaders import allowance
from data_loaders.findings import Finding, Refused, Source

# How far the process stands behind the server when both want the processor (POSIX).
NICENESS = 10
LOOK_EVERY_SECONDS = 0.02
NAME_BYTES = 2_048  # of the file being read, as findings show it


class Crashed(Exception):
    """The process came to an end by itself while it read no file."""


class Worker:
    """One process, one piece of work at a time: the second clerk waits, the viewers do not. A context that ends it."""

    def __init__(self, process: str | None = None, module: str = "data_loaders.delivering.publish"):
        """`process` names one that stands behind a server: in the log, and in its wish for the processor.

        `module` is imported ahead where that can be shared; works of other modules are done, too, only later.
        """
        self._context = _context(module)
        self._limits, self._name = (
            self._context.Array("d", 2, lock=False),
            self._context.Array("c", NAME_BYTES, lock=False),
        )
        self._process = process
        self._watcher = ThreadPoolExecutor(1)
        self._pool: ProcessPoolExecutor | None = None
        self._pid = 0

    def submit(self, work: Callable, *arguments, **named) -> Future:
        """The result of `work(…)` to come; function, arguments and result travel by pickle.

        It raises what the work raises, Refused with a finding for the file that stopped the process, or Crashed.
        """
        return self._watcher.submit(self._done, work, arguments, named)

    def prepare(self) -> None:
        """Start the process, if there is none, for work that may come soon; nobody waits for it."""
        self._watcher.submit(self._started)

    def forget(self) -> None:
        """End the process after the work at hand, and with it all that its memory may still hold of a file."""
        self._watcher.submit(self._end)

    def _end(self) -> None:
        if self._pool:
            self._pool.shutdown()
            self._pool = None

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *_: object) -> None:
        self._watcher.shutdown()
        self._end()

    def _done(self, work: Callable, arguments: tuple, named: dict):
        future = self._started().submit(work, *arguments, **named)
        exceeded = ""
        while not wait([future], LOOK_EVERY_SECONDS).done:
            if not exceeded and (exceeded := self._exceeded()):
                with suppress(psutil.NoSuchProcess):
                    psutil.Process(self._pid).kill()
        try:
            return future.result()
        except BrokenProcessPool:
            self._pool = None
            if math.isinf(self._limits[0]):
                raise Crashed from None
            raise Refused(_finding(self._name.value.decode(), exceeded)) from None

    def _started(self) -> ProcessPoolExecutor:
        """The process with nothing to read yet; a new one after it was stopped."""
        allowance.forget(self._limits, self._name)
        if self._pool is None:
            told = (self._process, dict(os.environ), self._limits, self._name)
            pool = ProcessPoolExecutor(1, self._context, _begin, told)
            self._pid = pool.submit(os.getpid).result()
            self._pool = pool
        return self._pool

    def _exceeded(self) -> str:
        """What the file being read has taken too much of; empty while all is well."""
        with suppress(psutil.Error):  # it ended just now
            memory, seconds = self._limits
            if allowance.resident(self._pid) > memory:
                return "内存"
            if allowance.processor_seconds(self._pid) > seconds:
                return "时间"
        return ""


@cache
def of_command() -> Worker:
    """The one process of a command, started at its first use and ended with it."""
    return Worker()


def by_name(module: str, function: str, *arguments) -> Future:
    """Work of a module that only the process of a command reads: whoever waits for it needs none of its libraries."""
    return of_command().submit(_by_name, os.getcwd(), dict(os.environ), module, function, arguments)


def _by_name(folder: str, environment: dict[str, str], module: str, function: str, arguments: tuple):
    os.chdir(folder)  # both as they are now, not when the process began
    os.environ.update(environment)
    return getattr(import_module(module), function)(*arguments)


def _finding(name: str, exceeded: str) -> Finding:
    if exceeded:
        return Source(name).finding("file_too_costly", what=exceeded)
    return Source(name).finding("file_damaged", reason="读取程序因它中断")


def _context(module: str) -> BaseContext:
    """How processes are begun: never as a fork of a server, whose threads may hold locks that nobody would let go of.

    On Linux as a fork of one process that does nothing but hold `module`: at once, where importing takes seconds, and
    more on a busy machine. Elsewhere from nothing.
    """
    context = multiprocessing.get_context("forkserver" if sys.platform.startswith("linux") else "spawn")
    context.set_forkserver_preload([module])
    return context


def _begin(process: str | None, environment: dict[str, str], limits, name) -> None:
    os.environ.clear()  # it is that of the time when the first process was begun
    os.environ.update(environment)
    allowance.watched(limits, name)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever is stopped at the keyboard ends this process, too
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if process:
        from data_loaders import events  # knows what personal numbers look like, which takes libraries

        events.begin(process)
        if hasattr(os, "nice"):
            os.nice(NICENESS)


def _end_with_parent() -> None:
    """A process whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
