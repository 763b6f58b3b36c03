"""Publishers killed at any moment, a few hundred times, while a reader looks on: whole editions only, and no wedge.

By hand: `python -m tests.soak.killed_publishers 300`. The suite runs a short one (tests/data_loaders/test_publishing.py).
"""

import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from dataclasses import dataclass, field
from multiprocessing.synchronize import Event
from pathlib import Path

import pandas as pd

from data_loaders.schema import COURTYARDS, TOILETS
from data_loaders.store import Store, open_store
from data_loaders.tidy import typed

# Longer than a publish takes here, so that every step of it is met.
LONGEST_LIFE = 0.4
LONGEST_PAUSE = 0.05  # people do pause; without it the faster of two could win race after race


@dataclass
class Watch:
    """What a reader saw: the newest edition so far, and everything that was wrong."""

    store: Store
    editions: int = 0
    wrong: list[str] = field(default_factory=list)

    def look(self) -> None:
        """Read every edition that is new: its two tables must come from the same batch, and none may disappear."""
        editions = self.store.editions()
        numbers = [edition.number for edition in editions]
        if numbers != list(range(1, len(numbers) + 1)) or len(numbers) < self.editions:
            self.wrong.append(f"numbers {numbers[-5:]} after {self.editions}")
        for edition in editions[self.editions :]:
            seen = {int(edition.table(table.name)["done"].iloc[0]) for table in (TOILETS, COURTYARDS)}
            if len(seen) != 1:
                self.wrong.append(f"edition {edition.number} mixes batches {seen}")
        self.editions = len(editions)


def batch(mark: int) -> dict[str, pd.DataFrame]:
    """Two tables that carry the same mark."""
    rows = {"as_of": ["2023-09-30"], "town": ["潭东镇"], "village": ["龙井村"], "planned": [10**6], "done": [mark]}
    return {table.name: typed(pd.DataFrame(rows), table) for table in (TOILETS, COURTYARDS)}


def publish_on_and_on(uri: str, ready: Event) -> None:
    """A publisher that goes on until it is killed."""
    store = open_store(uri)
    store.publish(batch(0), by="测试")
    ready.set()
    while True:
        time.sleep(random.random() * LONGEST_PAUSE)
        store.publish(batch(random.randrange(10**6)), by="测试")


def soak(folder: Path, kills: int) -> Watch:
    """Kill publishers, two of them at a time, and look at the store after each; at the end one publishes in peace."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["data_loaders.store"])
    store = open_store(str(folder / "store"))
    watch = Watch(store)
    for _ in range(kills):
        ready = [context.Event(), context.Event()]
        publishers = [context.Process(target=publish_on_and_on, args=(store.uri, event), daemon=True) for event in ready]
        for publisher in publishers:
            publisher.start()
        for event in ready:
            event.wait()
        time.sleep(random.random() * LONGEST_LIFE)
        watch.look()
        for publisher in publishers:
            os.kill(publisher.pid, signal.SIGKILL)
            publisher.join()
        watch.look()
    before = watch.editions
    store.publish(batch(1), by="测试")
    watch.look()
    if watch.editions != before + 1:
        watch.wrong.append("nothing can be published any more")
    return watch


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        found = soak(Path(folder), int(sys.argv[1]))
    sys.stdout.write(f"{found.editions} editions, wrong: {found.wrong or 'nothing'}\n")
    sys.exit(bool(found.wrong))
