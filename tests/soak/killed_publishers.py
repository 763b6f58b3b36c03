"""Publishing, backups, recoveries and the inbox killed at any moment, a few hundred times: whatever was acknowledged is
there, nothing is half, every store opens, and what the killed ones left is cleared.

By hand: `python -m tests.soak.killed_publishers 300`. The suite runs a short one (tests/data_loaders/store/test_publishing.py).
"""

import hashlib
import multiprocessing
import random
import shutil
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.synchronize import Event
from pathlib import Path

import pandas as pd

from data_loaders.delivering import reference
from data_loaders.delivering.inbox import Inbox
from data_loaders.findings import Refused
from data_loaders.schema import COURTYARDS, TOILETS, Table
from data_loaders.store.backup import back_up, recover
from data_loaders.store.editions import Edition, Store, open_store
from data_loaders.typed_frames import typed

# Longer than a publish takes here, so that every step of it is met.
LONGEST_LIFE = 0.4
READY_SECONDS = 60
STORE, BACKUPS, RECOVERED, INBOX, FIRST_BACKUP = "store", "backups", "recovered", "inbox", "first.zip"
ACKNOWLEDGED, ARRIVED = "acknowledged.txt", "arrived.txt"  # what was said to be done before the kill
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
            seen = {marked(edition, table) for table in (TOILETS, COURTYARDS)}
            if len(seen) != 1 and not any("claim" in file for file in edition.files):  # the inbox delivers one table
                self.wrong.append(f"edition {edition.number} mixes batches {seen}")
        self.editions = len(editions)


def marked(edition: Edition, table: Table) -> int:
    """The mark that a publisher gave to a table; the inbox delivers another village."""
    frame = edition.table(table.name)
    return int(frame.loc[frame["village"] == "龙井村", "done"].iloc[0]) if (frame["village"] == "龙井村").any() else -1


def batch(mark: int) -> dict[str, pd.DataFrame]:
    """Two tables that carry the same mark."""
    rows = {"as_of": ["2023-09-30"], "town": ["潭东镇"], "village": ["龙井村"], "planned": [10**6], "done": [mark]}
    return {table.name: typed(pd.DataFrame(rows), table) for table in (TOILETS, COURTYARDS)}


TOO_OFTEN = "发布过于频繁"


def publish_on_and_on(place: Path, ready: Event) -> None:
    """A publisher that goes on until it is killed, and writes down every edition that it was told of."""
    store = open_store(str(place / STORE))
    with (place / ACKNOWLEDGED).open("a") as told:
        while True:
            mark = random.randrange(10**6)
            try:
                edition = store.publish(batch(mark), by="测试", shipped=reference.tables())
            except Refused as refused:
                if not any(TOO_OFTEN in finding.message for finding in refused.findings):
                    raise
                continue  # the other publisher was faster every time; nothing was acknowledged
            told.write(f"{edition.number} {mark}\n")
            told.flush()
            ready.set()
            time.sleep(random.random() * LONGEST_PAUSE)


def back_up_on_and_on(place: Path, ready: Event) -> None:
    """Backups one after the other, each under a name of its own."""
    ready.set()
    while True:
        back_up(open_store(str(place / STORE)), place / BACKUPS / f"{time.time_ns()}.zip")


def recover_on_and_on(place: Path, ready: Event) -> None:
    """Recoveries of the first backup, each to a place of its own; one that is done is written down."""
    ready.set()
    while True:
        name = str(time.time_ns())
        recover(open_store(str(place / RECOVERED / name)), place / FIRST_BACKUP)
        (place / RECOVERED / f"{name}.done").touch()


def take_on_and_on(place: Path, ready: Event) -> None:
    """A watcher of the inbox and what drops files into it; what has arrived whole is written down."""
    box = Inbox(place / INBOX, open_store(str(place / STORE)), settled_seconds=0)
    ready.set()
    while True:
        mark = random.randrange(10**9)
        coming = box.folder / f"户厕_2023-09-30_{mark}.csv.part"
        coming.write_text(f"镇,村,任务数,完成数\n潭东镇,茶元村,1000000,{mark % 10**6}\n", encoding="utf-8")
        coming.rename(coming.with_suffix(""))
        with (place / ARRIVED).open("a") as told:
            told.write(f"{mark}\n")
        with suppress(OSError, Refused):  # two watchers on one claim: `watch` looks again later
            box.look()


ACTS = (publish_on_and_on, back_up_on_and_on, recover_on_and_on, take_on_and_on)


def soak(place: Path, kills: int) -> Watch:
    """Kill the four acts in turn, two processes at a time; look at everything after each, and end in peace."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["data_loaders.delivering.inbox", "data_loaders.store.backup"])
    store = open_store(str(place / STORE))
    for folder in (BACKUPS, RECOVERED, INBOX):
        (place / folder).mkdir()
    store.publish(batch(0), by="测试", shipped=reference.tables())
    watch = Watch(store)
    watch.look()
    kept = back_up(store, place / FIRST_BACKUP).editions
    for kill in range(kills):
        act, ready = ACTS[kill % len(ACTS)], [context.Event(), context.Event()]
        killed = [context.Process(target=act, args=(place, event), daemon=True) for event in ready]
        for process in killed:
            process.start()
        for event in ready:
            event.wait(READY_SECONDS)
        time.sleep(random.random() * LONGEST_LIFE)
        for process in killed:
            process.kill()
            process.join()
        watch.look()
        if act is recover_on_and_on:
            look_at_recovered(place, kept, watch)
    look_at_inbox(place, watch)
    look_at_backups(place, watch)
    look_at_acknowledged(place, watch)
    before = watch.editions
    store.publish(batch(1), by="测试", shipped=reference.tables())
    watch.look()
    if watch.editions != before + 1:
        watch.wrong.append("nothing can be published any more")
    return watch


def look_at_recovered(place: Path, kept: int, watch: Watch) -> None:
    """A recovery that was killed shows nothing or all, and is run again; one that was done shows all."""
    names = {path.name.removesuffix(".done") for path in (place / RECOVERED).iterdir() if not path.name.startswith(".")}
    cut_off = [path.name.split(".")[1] for path in (place / RECOVERED).glob(".*")]
    for name in names | set(cut_off):
        store, is_done = open_store(str(place / RECOVERED / name)), (place / RECOVERED / f"{name}.done").exists()
        if not store.editions() and not is_done:
            recover(store, place / FIRST_BACKUP)
        if len(store.editions()) != kept or not all(len(edition.table("toilets")) for edition in store.editions()):
            watch.wrong.append(f"recovered {name} is not whole")
    recover(open_store(str(place / RECOVERED / "last")), place / FIRST_BACKUP)
    if list((place / RECOVERED).glob(".*")):
        watch.wrong.append("what killed recoveries left is not cleared")
    shutil.rmtree(place / RECOVERED)
    (place / RECOVERED).mkdir()


def look_at_inbox(place: Path, watch: Watch) -> None:
    """Every file that arrived was published in exactly one edition, or refused, and is put away whole."""
    box = Inbox(place / INBOX, watch.store, settled_seconds=0)
    box.look()
    box.look()
    watch.look()
    put_away = [path for path in (box.folder / "published").iterdir() if path.suffix == ".csv"]
    published = [file["sha256"] for edition in watch.store.editions() for file in edition.files if "claim" in file]
    if sorted(published) != sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in put_away):
        watch.wrong.append(f"{len(published)} files published, {len(put_away)} put away")
    left = [*box.folder.glob("*.csv"), *box.folder.glob("taking/*")]
    ended = [*put_away, *(box.folder / "refused").glob("*.csv")]
    arrived = (place / ARRIVED).read_text().split() if (place / ARRIVED).exists() else []
    lost = [mark for mark in arrived if sum(f"_{mark}_" in path.name for path in ended) != 1]
    without_report = [path.name for path in ended if not path.with_name(f"{path.name}.报告.txt").is_file()]
    if left or lost or without_report or any(len(path.read_text(encoding="utf-8").splitlines()) != 2 for path in ended):
        watch.wrong.append(f"in the inbox left {left[:3]}, lost {lost[:3]}, without report {without_report[:3]}")


def look_at_backups(place: Path, watch: Watch) -> None:
    """Every backup that has its name is whole; the next run clears what killed ones left."""
    back_up(watch.store, place / BACKUPS / "last.zip")
    files = sorted((place / BACKUPS).iterdir())
    if any(path.name.startswith(".") for path in files):
        watch.wrong.append("what killed backups left is not cleared")
    for path in files:
        contents = recover(open_store(str(place / RECOVERED / path.stem)), path)
        if len(open_store(str(place / RECOVERED / path.stem)).editions()) != contents.editions:
            watch.wrong.append(f"backup {path.name} is not whole")
        shutil.rmtree(place / RECOVERED / path.stem)


def look_at_acknowledged(place: Path, watch: Watch) -> None:
    """Every edition whose publisher was told of it shows what was published."""
    for line in (place / ACKNOWLEDGED).read_text().splitlines():
        number, mark = map(int, line.split())
        if {marked(watch.store.edition(number), table) for table in (TOILETS, COURTYARDS)} != {mark}:
            watch.wrong.append(f"edition {number} was acknowledged and is lost")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        found = soak(Path(folder), int(sys.argv[1]))
    sys.stdout.write(f"{found.editions} editions, wrong: {found.wrong or 'nothing'}\n")
    sys.exit(bool(found.wrong))
