"""Materials in the making and made, for everybody who asks for the same: they go on when somebody leaves the page.

One thing is made at a time, for making takes the processor from who looks at screens; so much waits, so much is kept.
"""

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import NamedTuple

from data_loaders import events

MEGABYTE = 1 << 20
WAITING_AT_MOST = 16  # asked for and not yet made
KEPT_AT_MOST, KEPT_BYTES = 40, 300 * MEGABYTE
WAITS, MAKES = "排队等候", "正在制作"


class TooMany(Exception):
    """So much is waiting already that nothing more is taken; the message says so in Chinese."""


class File(NamedTuple):
    """One thing to download."""

    label: str
    name: str
    media_type: str
    content: bytes


class Result(NamedTuple):
    """What became of an order: files, and why some could not be made."""

    files: tuple[File, ...] = ()
    warnings: tuple[str, ...] = ()


Work = Callable[[Callable[[str], object]], Result]


@dataclass
class Job:
    """An order: what it is called, how far it is, and its result to come."""

    title: str
    about: Hashable  # the edition and day that it is made of
    is_open: bool  # whether whoever looks at that edition sees it: it carries nothing that somebody typed
    said: str = WAITS
    done: Future[Result] = field(default_factory=Future)

    @property
    def result(self) -> Result | None:
        """What became of it; None while it is in the making."""
        return self.done.result() if self.done.done() else None


class Jobs:
    """All orders of a server by what was asked for; safe from all threads."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="materials")
        self._lock = threading.Lock()
        self._jobs: dict[Hashable, Job] = {}

    def ask(self, key: Hashable, title: str, about: Hashable, work: Work, *, is_open: bool = True) -> Job:
        """The job that makes what was asked for: the one that others asked for before, or a new one. TooMany."""
        with self._lock:
            known = self._jobs.pop(key, None)
            if known is not None and not self._failed(known):
                self._jobs[key] = known  # the newest stands last
                return known
            if sum(not job.done.done() for job in self._jobs.values()) >= WAITING_AT_MOST:
                raise TooMany("正在制作和排队的材料太多，请过几分钟再点“制作”。")
            job = self._jobs[key] = Job(title, about, is_open)
            self._forget_oldest()
        self._pool.submit(self._make, job, work)
        return job

    def of(self, about: Hashable) -> dict[Hashable, Job]:
        """The open orders of an edition and day, by what was asked for."""
        with self._lock:
            return {key: job for key, job in self._jobs.items() if job.about == about and job.is_open}

    def known(self, key: Hashable) -> Job | None:
        """The job of what was asked for, while it is kept."""
        with self._lock:
            return self._jobs.get(key)

    def _make(self, job: Job, work: Work) -> None:
        def told(words: str) -> None:
            job.said = words

        told(MAKES)
        try:
            job.done.set_result(work(told))
        except BaseException as error:
            events.fault("material_not_made", error)
            job.done.set_exception(error)

    @staticmethod
    def _failed(job: Job) -> bool:
        """Whether it is worth another try: an error, or something of it could not be made."""
        return job.done.done() and (job.done.exception() is not None or bool(job.done.result().warnings))

    def _forget_oldest(self) -> None:
        made = [key for key, job in self._jobs.items() if job.done.done()]
        sizes = {key: self._size(self._jobs[key]) for key in made}
        while made and (len(self._jobs) > KEPT_AT_MOST or sum(sizes.values()) > KEPT_BYTES):
            oldest = made.pop(0)
            del self._jobs[oldest], sizes[oldest]

    @staticmethod
    def _size(job: Job) -> int:
        return 0 if job.done.exception() else sum(len(file.content) for file in job.done.result().files)


JOBS = Jobs()
