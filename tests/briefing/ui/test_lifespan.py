"""The server starts warm, and the inbox is watched while it is up, and no longer."""

import asyncio
import gc
import os
import threading
import time

from briefing.ui import ahead, editions
from briefing.ui.lifespan import beside_the_server, start_watcher
from data_loaders.delivering import reference
from data_loaders.delivering.inbox import INBOX_VARIABLE
from data_loaders.store.editions import STORE_VARIABLE, open_store
from tests import awaiting
from tests.patience import SECONDS
from tests.seeded import copied_to


def test_the_server_is_warm_before_its_first_viewer_and_what_stays_is_not_looked_through_again(monkeypatch):
    monkeypatch.delenv(INBOX_VARIABLE, raising=False)
    steps = []

    async def serve() -> None:
        async with beside_the_server(lambda: steps.append(gc.get_freeze_count()), lambda: None)(None):
            steps.append(gc.get_freeze_count())

    gc.unfreeze()  # what was collected before the first test is kept, too
    try:
        awaiting.run(serve())
    finally:
        gc.unfreeze()
    before, serving = steps
    assert before == 0 < serving


def test_an_edition_that_comes_is_made_beside_the_server_and_only_then_shown_as_the_newest(monkeypatch, tmp_path):
    store = copied_to(tmp_path / "store")
    monkeypatch.setenv(STORE_VARIABLE, str(store))
    monkeypatch.delenv(INBOX_VARIABLE, raising=False)
    first = editions.newest()
    assert editions.current() == first

    async def serve() -> None:
        async with beside_the_server(ahead.make_newest, make_when_told)(None):
            opened = open_store(str(store))
            frames = {"courtyards": opened.edition().table("courtyards")}
            opened.publish(frames, by="测试", sample=True, shipped=reference.tables())
            editions.look_at.clear()
            assert (editions.newest(), editions.current()) == (first + 1, first)
            with monkeypatch.context() as longer:  # than its viewers are to wait
                longer.setattr(editions, "MAKING_SECONDS", 0)
                assert editions.current() == editions.last_known() == first + 1
            assert editions.current() == first
            told.set()
            deadline = time.monotonic() + SECONDS
            while editions.current() == first and time.monotonic() < deadline:
                await asyncio.sleep(0.1)

    told = threading.Event()

    def make_when_told() -> None:
        if told.is_set():
            ahead.make_newest()

    try:
        awaiting.run(serve())
    finally:
        gc.unfreeze()
    assert editions.current() == first + 1


def test_without_an_inbox_nothing_runs(monkeypatch):
    monkeypatch.delenv(INBOX_VARIABLE, raising=False)
    assert start_watcher() is None


def test_a_file_dropped_while_the_server_is_up_becomes_an_edition(monkeypatch, tmp_path):
    inbox, store = tmp_path / "inbox", tmp_path / "store"
    inbox.mkdir()
    path = inbox / "户厕_2023-09.csv"
    path.write_text("镇,村,任务数,完成数\n潭东镇,龙井村,12,9\n", encoding="utf-8")
    os.utime(path, (time.time() - 60, time.time() - 60))
    monkeypatch.setenv(INBOX_VARIABLE, str(inbox))
    monkeypatch.setenv(STORE_VARIABLE, str(store))

    async def serve_until_published() -> None:
        async with beside_the_server(lambda: None, lambda: None)(None):
            deadline = time.monotonic() + SECONDS
            while not list(inbox.glob("published/*.报告.txt")) and time.monotonic() < deadline:
                await asyncio.sleep(0.2)

    awaiting.run(serve_until_published())
    assert open_store(str(store)).edition().table("toilets")["done"].tolist() == [9]
