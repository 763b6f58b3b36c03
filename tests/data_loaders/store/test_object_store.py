"""The store on an object store: everything that it does in a folder, for many writers, and while it is away."""

import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import pairwise
from pathlib import Path
from socket import socket

import pytest

from data_loaders.delivering import answering, desk, reference
from data_loaders.delivering.inbox import Inbox
from data_loaders.delivering.intake import Drop
from data_loaders.findings import Refused
from data_loaders.store import accounts, audit, files, meetings
from data_loaders.store.accounts import Account, Role
from data_loaders.store.audit import Action
from data_loaders.store.backup import back_up, recover
from data_loaders.store.delta import Damaged, StoreAway
from data_loaders.store.editions import Store, open_store
from tests.data_loaders.store.test_editions import household_rows
from tests.object_store import BUCKET, object_store, variables

PASSWORD = "long enough 2023"
GOOD = "镇,村,任务数,完成数\n潭东镇,龙井村,12,9\n".encode()
WRITERS, APPENDS = 8, 16


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with object_store(tmp_path_factory.mktemp("s3") / "s3.log") as said, pytest.MonkeyPatch.context() as patch:
        for name, value in said.items():
            patch.setenv(name, value)
        yield


@pytest.fixture
def store(environment: None, request: pytest.FixtureRequest) -> Store:
    """A store of its own in the bucket."""
    return open_store(f"s3://{BUCKET}/{request.node.originalname}")


def test_a_backup_comes_from_an_object_store_and_goes_to_a_folder_and_back(store: Store, tmp_path: Path) -> None:
    for done in (3, 5):
        publish(store, done)
    accounts.add_account(store, "王", Role.UPLOADER, PASSWORD)
    back_up(store, tmp_path / "s3.zip")
    folder, again = open_store(str(tmp_path / "store")), open_store(f"{store.uri}-again")
    recover(folder, tmp_path / "s3.zip")
    back_up(folder, tmp_path / "folder.zip")
    recover(again, tmp_path / "folder.zip")
    for other in (folder, again):
        assert [edition.as_json() for edition in other.editions()] == [
            edition.as_json() for edition in store.editions()
        ]
        assert other.edition(2).table("toilets")["done"].tolist() == [5]
        assert accounts.log_in(other, "王", PASSWORD).role is Role.UPLOADER
    with pytest.raises(Refused):
        recover(again, tmp_path / "folder.zip")


def publish(store: Store, done: int, village: str = "龙井村", town: str = "潭东镇") -> int:
    return store.publish(
        {"toilets": household_rows("2023-09-30", done, village, town)}, by="测试", shipped=reference.tables()
    ).number


def test_the_whole_desk_works_on_an_object_store(store: Store) -> None:
    accounts.add_account(store, "王", Role.ADMINISTRATOR, PASSWORD)
    somebody = accounts.log_in(store, "王", PASSWORD)
    batch = desk.examine_as(somebody, store, [Drop("户厕_2023-10.csv", GOOD)])
    assert desk.publish_as(somebody, store, batch, note="十月").edition.number == 1
    publish(store, 5)
    desk.name_meeting_as(somebody, store, 1, "三季度调度会", date(2023, 10, 12))
    assert desk.restore_as(somebody, store, 1).number == 3
    assert store.edition(2).table("toilets")["done"].tolist() == [9, 5]
    assert store.edition().table("toilets")["done"].tolist() == [9]
    assert [meeting.name for meeting in meetings.meetings(store)] == ["三季度调度会"]
    saved = desk.fill_in_as(somebody, store, "潭东镇", [answering.duty("D06", date(2023, 10, 9), "潭东镇")], on=3)
    assert desk.release_as(somebody, store, saved.stamps, on=3).edition.number == 4
    acts = [act for _, _, act, _ in desk.entries_as(somebody, store) if act != answering.FILE][1:]
    assert acts == [Action.RESTORED, Action.MEETING_NAMED, Action.PUBLISHED, Action.LOGGED_IN, Action.ACCOUNT_CHANGED]


def test_an_inbox_publishes_to_an_object_store(store: Store, tmp_path: Path) -> None:
    (tmp_path / "户厕_2023-10.csv").write_bytes(GOOD)
    os.utime(tmp_path / "户厕_2023-10.csv", (1, 1))
    box = Inbox(tmp_path, store)
    box.look()
    assert [path.parent.name for path in box.look()] == ["published"]
    assert store.edition().table("toilets")["done"].tolist() == [9]


def test_acts_of_many_writers_at_once_all_arrive_once(store: Store) -> None:
    with ThreadPoolExecutor(WRITERS) as writers:
        list(
            writers.map(lambda act: audit.remember(Store(store.uri), "王", Action.LOGGED_IN, str(act)), range(APPENDS))
        )
    assert sorted(int(entry.subject) for entry in audit.entries(store)) == list(range(APPENDS))


def test_publishers_at_the_same_moment_all_succeed_on_an_object_store(store: Store) -> None:
    villages = ["茶元村", "高坑村", "上坝村"]
    publish(store, 1)
    with ThreadPoolExecutor(len(villages)) as publishers:
        numbers = list(publishers.map(lambda village: publish(Store(store.uri), 2, village, f"{village}镇"), villages))
    assert sorted(numbers) == [2, 3, 4]
    assert sorted(store.edition().table("toilets")["village"]) == sorted([*villages, "龙井村"])


def test_a_damaged_object_is_noticed_and_the_other_editions_stay(store: Store) -> None:
    publish(store, 1)
    publish(store, 2)
    room = files.opened(store.location("tables/toilets"))
    room.put(f"_delta_log/{1:020}.json", b"")
    with pytest.raises(Damaged):
        store.edition(2).table("toilets")
    assert store.edition(1).table("toilets")["done"].tolist() == [1]


def test_an_object_store_that_never_answers_holds_up_nobody_but_who_asks_it(tmp_path: Path, monkeypatch) -> None:
    silent = socket()
    silent.bind(("127.0.0.1", 0))
    silent.listen()
    for name, value in variables(silent.getsockname()[1]).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("data_loaders.store.files.CLIENT", {"connect_timeout": "1s", "timeout": "3s"})
    monkeypatch.setattr("data_loaders.store.files.RETRIES", 0)
    ended: list[BaseException] = []

    def ask() -> None:
        try:
            open_store(f"s3://{BUCKET}/silent").history()
        except StoreAway as away:
            ended.append(away)

    asking = threading.Thread(target=ask)
    asking.start()
    turns = [time.monotonic()]
    while asking.is_alive():
        time.sleep(0.01)
        turns.append(time.monotonic())
    silent.close()
    assert len(ended) == 1
    # A held interpreter lock would have let this thread run only when a question of three seconds was over.
    assert turns[-1] - turns[0] > 2
    assert max(after - before for before, after in pairwise(turns)) < 2


def test_a_store_whose_server_stops_is_away_and_is_not_begun_anew_in_an_empty_one(tmp_path: Path, monkeypatch) -> None:
    account = Account("王", Role.ADMINISTRATOR)
    with object_store(tmp_path / "first.log") as said:
        for name, value in said.items():
            monkeypatch.setenv(name, value)
        store = open_store(f"s3://{BUCKET}/stops")
        publish(store, 1)
    monkeypatch.setattr("data_loaders.store.files.RETRIES", 0)
    with pytest.raises(StoreAway):
        store.history()
    batch = desk.examine_as(account, store, [Drop("户厕_2023-10.csv", GOOD)])
    assert [finding.code for finding in batch.findings] == ["store_away"]
    port = int(said["AWS_ENDPOINT_URL"].rpartition(":")[2])
    with object_store(tmp_path / "again.log", port):
        with pytest.raises(StoreAway):
            publish(store, 2)
