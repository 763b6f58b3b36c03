"""What the reading of one file may cost, told to whoever watches this process from outside (`worker`).

A reader cannot stop itself: parsers, GEOS and GDAL hold the processor until they are done. So it says here which file
it reads and how far it may go, and the watcher ends the process that goes further.
"""

import math
import os
import time
from ctypes import Array
from functools import cache

import psutil

from data_loaders.findings import Refused, Source

MEGABYTE = 1_000_000
# A file of this size is small, whatever it claims to hold; a larger one may be a million honest rows.
SMALL = 3 * MEGABYTE
# Resident memory above what the process held before. Stopping takes a moment, so a hostile file reaches a little more.
MEMORY, MEMORY_AT_MOST = 750 * MEGABYTE, 4_000 * MEGABYTE
# Seconds of processor time, not of the clock: a busy machine or a slow share is nobody's fault.
SECONDS = 9.0
# What each byte (of memory) and each megabyte (of seconds) beyond SMALL adds: packed, a million honest rows are a
# workbook of 22 MB or a Parquet of 5; as plain text they are 51 MB, read in two seconds and 300 MB.
GROWTH = {b"PK": (150, 3.0), b"PAR1": (50, 3.0)}
PLAIN_GROWTH = 1, 0.3

# Where the watcher looks: bytes, seconds, and the name of the file; None in a process that nobody watches.
_limits: Array | None = None
_name: Array | None = None


class Allowance:
    """What one file may cost; a context entered as often as something of the file is read.

    Raises Refused where the reading asks for more memory than there is, or goes deeper than Python does.
    """

    def __init__(self, name: str, content: bytes):
        """`name` as findings show it."""
        self._name = name
        more = max(0, len(content) - SMALL)
        memory, seconds = next((each for begin, each in GROWTH.items() if content.startswith(begin)), PLAIN_GROWTH)
        self._memory = min(MEMORY + memory * more, MEMORY_AT_MOST)
        self._seconds = SECONDS + seconds * more / MEGABYTE

    def __enter__(self) -> None:
        self._began = time.process_time()
        if _limits is not None and _name is not None:
            _name.value = self._name.encode()
            _limits[:] = resident(os.getpid()) + self._memory, self._began + self._seconds  # type: ignore[call-overload]  # any iterable

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        self._seconds -= time.process_time() - self._began
        if _limits is not None and _name is not None:
            forget(_limits, _name)
        if error is MemoryError:
            raise Refused(Source(self._name).finding("file_too_costly", what="内存")) from None
        if error is RecursionError:
            raise Refused(Source(self._name).finding("file_damaged", reason="嵌套太深")) from None


def watched(limits: Array, name: Array) -> None:
    """From now on this process tells its allowances to these two shared arrays: two doubles, and bytes for a name."""
    global _limits, _name
    _limits, _name = limits, name


def forget(limits: Array, name: Array) -> None:
    """Nothing is being read: no limits."""
    limits[:] = math.inf, math.inf  # type: ignore[call-overload]  # any iterable fills a slice
    name.value = b""


@cache
def _process(pid: int) -> psutil.Process:
    return psutil.Process(pid)


def resident(pid: int) -> int:
    """Bytes of memory that a process holds now."""
    return _process(pid).memory_info().rss


def processor_seconds(pid: int) -> float:
    """Processor time that a process has used since it began, in all its threads."""
    times = _process(pid).cpu_times()
    return times.user + times.system
