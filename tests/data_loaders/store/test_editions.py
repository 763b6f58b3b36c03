"""The store's promises: whole editions or none, nothing lost between two publishers, history that stays."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from deltalake.table import TableOptimizer

from data_loaders.delivering import reference
from data_loaders.findings import Refused
from data_loaders.schema import COURTYARDS, TOILETS, Table
from data_loaders.store import append_only, audit, delta
from data_loaders.store.editions import EmptyStore, Store, open_store
from data_loaders.store.frames import merged
from data_loaders.typed_frames import typed


def household_rows(
    day: str, done: int, village: str = "龙井村", town: str = "潭东镇", table: Table = TOILETS
) -> pd.DataFrame:
    row = {"as_of": date.fromisoformat(day), "town": town, "village": village, "planned": 20, "done": done}
    return typed(pd.DataFrame([row]), table)


@pytest.fixture
def store(tmp_path) -> Store:
    return open_store(str(tmp_path / "store"))


def publish_toilets(store: Store, day: str, done: int, **more) -> int:
    return store.publish({"toilets": household_rows(day, done)}, by="测试", **more, shipped=reference.tables()).number


def test_an_empty_store_has_no_edition_and_is_not_created_by_looking(store, tmp_path):
    assert store.editions() == []
    with pytest.raises(EmptyStore):
        store.edition()
    assert not (tmp_path / "store").exists()


def test_editions_are_numbered_from_one_and_remember_who_when_and_what(store):
    edition = store.publish(
        {"toilets": household_rows("2023-09-30", 5)},
        by="王",
        note="九月",
        files=[{"name": "户厕.csv", "sha256": "0", "table": "toilets"}],
        shipped=reference.tables(),
    )
    again = store.edition(1)
    assert (edition.number, again.by, again.note, again.files[0]["name"]) == (1, "王", "九月", "户厕.csv")
    assert again.published_at.tzinfo is not None


def test_a_new_snapshot_joins_the_older_ones_and_the_same_day_is_replaced(store):
    publish_toilets(store, "2023-08-31", 3)
    publish_toilets(store, "2023-09-30", 5)
    publish_toilets(store, "2023-09-30", 6)
    table = store.edition().table("toilets")
    assert dict(zip(table["as_of"].dt.month, table["done"], strict=True)) == {8: 3, 9: 6}


def test_a_town_that_delivers_keeps_the_other_town_of_the_same_day(store):
    publish_toilets(store, "2023-09-30", 5)
    store.publish(
        {"toilets": household_rows("2023-09-30", 7, "三观村", "潭口镇")}, by="测试", shipped=reference.tables()
    )
    assert sorted(store.edition().table("toilets")["village"]) == ["三观村", "龙井村"]


def test_an_old_edition_reads_as_it_was_published(store):
    publish_toilets(store, "2023-09-30", 5)
    publish_toilets(store, "2023-09-30", 9)
    assert store.edition(1).table("toilets")["done"].tolist() == [5]


def test_restoring_is_a_new_edition_that_shows_the_old_numbers(store):
    publish_toilets(store, "2023-09-30", 5)
    publish_toilets(store, "2023-09-30", 9)
    restored = store.restore(1, by="李")
    assert (restored.number, restored.restores) == (3, 1)
    assert store.edition().table("toilets")["done"].tolist() == [5]
    assert store.edition(2).table("toilets")["done"].tolist() == [9]


def test_publishing_after_a_restore_builds_on_the_restored_numbers(store):
    publish_toilets(store, "2023-08-31", 5)
    publish_toilets(store, "2023-09-30", 9)
    store.restore(1, by="李")
    store.publish(
        {"courtyards": typed(household_rows("2023-09-30", 1), COURTYARDS)}, by="测试", shipped=reference.tables()
    )
    assert store.edition().table("toilets")["done"].tolist() == [5]


def test_an_unknown_edition_is_refused_in_words(store):
    publish_toilets(store, "2023-09-30", 5)
    with pytest.raises(Refused) as refused:
        store.edition(7)
    assert refused.value.findings[0].message == "没有第 7 版"


def test_the_first_real_edition_holds_nothing_of_the_sample(store):
    publish_toilets(store, "2023-09-30", 5, sample=True)
    real = store.publish(
        {"courtyards": typed(household_rows("2023-09-30", 1), COURTYARDS)}, by="测试", shipped=reference.tables()
    )
    assert not real.sample
    assert real.table("toilets").empty
    assert len(real.table("plan_obligations")) == len(reference.tables()["plan_obligations"])


def test_sample_data_cannot_cover_real_data(store):
    publish_toilets(store, "2023-09-30", 5)
    with pytest.raises(Refused) as refused:
        publish_toilets(store, "2023-09-30", 5, sample=True)
    assert refused.value.findings[0].code == "sample_after_real"
    assert len(store.editions()) == 1


def test_merging_leaves_its_inputs_alone():
    stored, delivered = household_rows("2023-08-31", 3), household_rows("2023-08-31", 4)
    before = stored.copy(), delivered.copy()
    merged(stored, delivered, TOILETS)
    pd.testing.assert_frame_equal(stored, before[0])
    pd.testing.assert_frame_equal(delivered, before[1])


def test_publishers_at_the_same_moment_all_succeed_and_lose_nothing(store):
    publish_toilets(store, "2023-01-31", 1)
    villages = ["茶元村", "高坑村", "上坝村", "迳背村"]
    problems = []

    def publish(village: str) -> None:
        try:
            Store(store.uri).publish({"toilets": household_rows("2023-09-30", 2, village, f"{village}镇")}, by=village)
        except Exception as problem:  # a thread's failure must reach the test
            problems.append(problem)

    threads = [threading.Thread(target=publish, args=(village,)) for village in villages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert [edition.number for edition in store.editions()] == [1, 2, 3, 4, 5]
    assert sorted(store.edition().table("toilets")["village"]) == sorted([*villages, "龙井村"])


def test_a_publisher_that_loses_the_race_builds_on_the_winner(store, monkeypatch):
    publish_toilets(store, "2023-01-31", 1)
    real_append = Store._append_edition
    raced = []

    def append_after_another(self, row):
        if not raced:
            raced.append(True)
            publish_toilets(Store(self.uri), "2023-02-28", 2)
        return real_append(self, row)

    monkeypatch.setattr(Store, "_append_edition", append_after_another)
    assert publish_toilets(store, "2023-03-31", 3) == 3
    assert store.edition().table("toilets")["done"].tolist() == [1, 2, 3]


PUBLISH_FOREVER = """
import sys
sys.path.insert(0, {root!r})
from data_loaders.schema import TABLES
from data_loaders.store.editions import open_store
from tests.data_loaders.store.test_editions import household_rows
store = open_store({uri!r})
done = 0
while True:
    done += 1
    both = {{name: household_rows("2023-09-30", done, table=TABLES[name]) for name in ("toilets", "courtyards")}}
    store.publish(both, by="压测")
    sys.stdout.write("published\\n"); sys.stdout.flush()
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a Unix signal")
def test_a_killed_publisher_leaves_a_whole_edition_behind(store, tmp_path):
    """Two tables always carry the same number; a reader that ever sees them differ saw half a batch."""
    root = os.fspath(pytest.importorskip("pathlib").Path(__file__).parents[3])
    script = PUBLISH_FOREVER.format(root=root, uri=store.uri)
    for kill_after in (0.05, 0.13, 0.29, 0.41):
        process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
        process.stdout.readline()  # else a slow machine kills it before it did anything
        time.sleep(kill_after)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        for edition in store.editions():
            done = [edition.table(name)["done"].tolist() for name in ("toilets", "courtyards")]
            assert done[0] == done[1]
    assert len(store.editions()) >= 4
    assert publish_toilets(store, "2023-10-31", 1) == len(store.editions())


def test_a_store_that_cannot_be_written_says_so_and_keeps_the_old_edition(store, monkeypatch):
    publish_toilets(store, "2023-09-30", 5)

    def no_space(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(delta, "write_deltalake", no_space)
    with pytest.raises(Refused) as refused:
        publish_toilets(store, "2023-09-30", 9)
    assert refused.value.findings[0].code == "store_unwritable"
    monkeypatch.undo()
    assert store.edition().table("toilets")["done"].tolist() == [5]


def test_a_disk_that_fills_up_just_after_the_commit_does_not_call_the_edition_refused(store, monkeypatch):
    monkeypatch.setattr(delta, "CHECKPOINT_EVERY", 1)
    monkeypatch.setattr(delta, "KEEP_EVERYTHING", delta.KEEP_EVERYTHING | {"delta.checkpointInterval": "1"})
    publish_toilets(store, "2023-09-30", 5)
    for log in list(Path(store.uri).rglob("_delta_log")):
        for version in range(1, 4):  # no checkpoint can be written where a folder is
            (log / f"{version:020}.checkpoint.parquet" / "in the way").mkdir(parents=True)
    assert publish_toilets(store, "2023-09-30", 9) == 2
    assert store.edition().table("toilets")["done"].tolist() == [9]


def test_a_list_whose_rows_cannot_be_put_into_fewer_files_takes_the_row_all_the_same(store, monkeypatch):
    def no_space(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(append_only, "FILES_AT_MOST", 1)
    monkeypatch.setattr(TableOptimizer, "compact", no_space)
    for name in "甲乙丙丁":
        audit.remember(store, name, audit.Action.PUBLISHED)
    assert [entry.who for entry in audit.entries(store)] == list("丁丙乙甲")


def test_a_process_reads_an_edition_once_however_many_there_are(store, monkeypatch):
    read, rows_of = [], delta.rows_of
    for done in (1, 2, 3):
        publish_toilets(store, "2023-09-30", done)
        assert [edition.number for edition in store.editions()] == list(range(1, done + 1))
    monkeypatch.setattr(delta, "rows_of", lambda *asked: read.append(asked) or rows_of(*asked))
    monkeypatch.setattr(delta, "rows_in", lambda *asked: pytest.fail("all editions were read again"))
    assert [edition.number for edition in store.editions()] == [1, 2, 3]
    assert read == []
