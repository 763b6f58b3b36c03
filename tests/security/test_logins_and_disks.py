"""Guessing passwords, disks that cannot be written, files that hold up the inbox."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data_loaders import reading
from data_loaders.allowance import Allowance
from data_loaders.delivering import desk, inbox
from data_loaders.delivering.inbox import Inbox
from data_loaders.delivering.intake import Drop
from data_loaders.delivering.publish import Outcome, check, publish
from data_loaders.findings import Refused, Source
from data_loaders.store import audit
from data_loaders.store.accounts import FREE_FAILURES, Account, LoginFailed, Role, add_account, log_in
from data_loaders.store.editions import Store, open_store

PASSWORD = "long enough 2023"
GOOD = "镇,村,任务数,完成数\n潭东镇,龙井村,12,9\n".encode()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = open_store(str(tmp_path / "store"))
    add_account(store, "王", Role.ADMINISTRATOR, PASSWORD)
    return store


@pytest.fixture
def full_disk(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store whose audit cannot be written."""

    def fail(*_: object) -> None:
        raise Refused(Source(store.uri).finding("store_unwritable", reason="DeltaError"))

    monkeypatch.setattr(audit, "append_record", fail)
    return store


def message_of_login(store: Store, name: str, password: str) -> str:
    with pytest.raises(LoginFailed) as failed:
        log_in(store, name, password)
    return str(failed.value)


def test_many_guesses_at_once_are_slowed_down_like_one_after_the_other(store: Store) -> None:
    with ThreadPoolExecutor(10) as guessers:
        messages = list(guessers.map(lambda guess: message_of_login(store, "王", f"guess {guess}"), range(10)))
    assert sum("不对" in message for message in messages) == FREE_FAILURES


@pytest.mark.parametrize("name", ["x" * 1_000_000, "\ud800", "a\0b", "=1+1"])
def test_any_text_may_be_tried_as_a_name_and_little_of_it_is_kept(store: Store, name: str) -> None:
    assert "不对" in message_of_login(store, name, PASSWORD)
    assert len(audit.entries(store)[0].who) <= audit.LONGEST_TEXT


def test_a_disk_that_cannot_be_written_is_said_at_the_login(full_disk: Store) -> None:
    assert "不能写入" in message_of_login(full_disk, "王", PASSWORD)
    assert "不能写入" in message_of_login(full_disk, "王", "wrong password")


def test_a_disk_that_cannot_be_written_hides_neither_findings_nor_an_edition(full_disk: Store) -> None:
    somebody = Account("王", Role.ADMINISTRATOR)
    assert not desk.examine_as(somebody, full_disk, [Drop("x.csv", b"a,b\n1,2\n")]).publishable
    batch = desk.examine_as(somebody, full_disk, [Drop("户厕_2023-09.csv", GOOD)])
    assert desk.publish_as(somebody, full_disk, batch).edition.number == 1
    assert desk.restore_as(somebody, full_disk, 1).number == 2


@pytest.fixture
def box(store: Store, tmp_path: Path) -> Inbox:
    (tmp_path / "inbox").mkdir()
    return Inbox(tmp_path / "inbox", store)


def put(box: Inbox, name: str, content: bytes = GOOD) -> None:
    (box.folder / name).write_bytes(content)
    os.utime(box.folder / name, (1, 1))


def breaking(store: Store, drops: list[Drop], **named) -> Outcome:
    """Publishing that fails on a file in a way nobody thought of."""
    if any(drop.name.startswith("坏") for drop in drops):
        raise AttributeError
    return publish(store, drops, **named) if named else check(store, drops)


def test_a_file_that_breaks_the_reader_does_not_hold_up_the_inbox(box: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "publish", breaking)
    monkeypatch.setattr(inbox, "check", breaking)
    put(box, "坏.csv")
    put(box, "户厕_2023-09.csv")
    box.look()
    assert sorted(path.parent.name for path in box.look()) == ["published", "refused"]


def exhausting(store: Store, drops: list[Drop], **named) -> Outcome:
    """Publishing during which one file ends the process."""
    for drop in drops:
        with Allowance(drop.name, b""):
            if drop.name.startswith("坏"):
                os.abort()
    return publish(store, drops, **named)


def test_a_file_that_ends_the_process_is_refused_alone_by_the_inbox(
    box: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "publish", exhausting)
    put(box, "坏.csv")
    put(box, "户厕_2023-09.csv")
    box.look()
    ended = sorted(box.look(), key=lambda path: path.parent.name)
    assert [path.parent.name for path in ended] == ["published", "refused"]
    assert "读取程序因它中断" in ended[1].with_name(ended[1].name + inbox.REPORT).read_text(encoding="utf-8")


def test_a_file_beyond_the_limit_is_put_away_unread_by_the_inbox(box: Inbox) -> None:
    put(box, "户厕_2023-08.csv", b"")
    with (box.folder / "户厕_2023-08.csv").open("r+b") as file:
        file.truncate(reading.limits.FILE_BYTES + 1)
    os.utime(box.folder / "户厕_2023-08.csv", (1, 1))
    put(box, "户厕_2023-09.csv")
    box.look()
    ended = sorted(box.look(), key=lambda path: path.parent.name)
    assert [path.parent.name for path in ended] == ["published", "refused"]
    assert "超过 200 MB" in ended[1].with_name(ended[1].name + inbox.REPORT).read_text(encoding="utf-8")


def test_a_very_long_name_is_put_away_under_a_shorter_one(box: Inbox) -> None:
    put(box, "户" * 80 + ".csv")
    box.look()
    assert [path.parent.name for path in box.look()] == ["refused"]


def test_a_link_in_the_inbox_is_not_followed(box: Inbox, tmp_path: Path) -> None:
    (tmp_path / "户厕_2023-09.csv").write_bytes(GOOD)
    os.utime(tmp_path / "户厕_2023-09.csv", (1, 1))
    (box.folder / "户厕_2023-09.csv").symlink_to(tmp_path / "户厕_2023-09.csv")
    box.look()
    assert box.look() == []
