"""The server starts warm, and the inbox is watched while it is up, and no longer."""

import asyncio
import gc
import os
import time

from briefing.ui.lifespan import beside_the_server, start_watcher
from data_loaders.delivering.inbox import INBOX_VARIABLE
from data_loaders.store.editions import STORE_VARIABLE, open_store
from tests import awaiting
from tests.patience import SECONDS


def test_the_server_is_warm_before_its_first_viewer_and_what_stays_is_not_looked_through_again(monkeypatch):
    monkeypatch.delenv(INBOX_VARIABLE, raising=False)
    steps = []

    async def serve() -> None:
        async with beside_the_server(lambda: steps.append(gc.get_freeze_count()))(None):
            steps.append(gc.get_freeze_count())

    try:
        awaiting.run(serve())
    finally:
        gc.unfreeze()
    before, serving = steps
    assert before == 0 < serving


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
        async with beside_the_server(lambda: None)(None):
            deadline = time.monotonic() + SECONDS
            while not list(inbox.glob("published/*.报告.txt")) and time.monotonic() < deadline:
                await asyncio.sleep(0.2)

    awaiting.run(serve_until_published())
    assert open_store(str(store)).edition().table("toilets")["done"].tolist() == [9]
