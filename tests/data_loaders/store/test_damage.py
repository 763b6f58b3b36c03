"""A store that is damaged or away: what can still be read is read, what cannot is named, and nothing is built on it."""

import os
import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import write_deltalake

from data_loaders.delivering import desk, reference
from data_loaders.delivering.inbox import Inbox
from data_loaders.delivering.intake import Drop
from data_loaders.findings import Refused
from data_loaders.store import accounts, append_only, audit, delta, meetings
from data_loaders.store import editions as store_module
from data_loaders.store.accounts import Account, LoginFailed, Role, add_account, log_in
from data_loaders.store.audit import Action
from data_loaders.store.delta import Damaged, StoreAway
from data_loaders.store.editions import Store, open_store
from tests.data_loaders.store.test_editions import household_rows

PASSWORD = "long enough 2023"
GOOD = "镇,村,任务数,完成数\n潭东镇,龙井村,12,9\n".encode()


def publish(store: Store, done: int) -> int:
    return store.publish({"toilets": household_rows("2023-09-30", done)}, by="测试", shipped=reference.tables()).number


def done(store: Store, number: int) -> list[int]:
    return store.edition(number).table("toilets")["done"].tolist()


@pytest.fixture(scope="module")
def four_editions(tmp_path_factory) -> Path:
    store = open_store(str(tmp_path_factory.mktemp("four") / "store"))
    for number in range(1, 5):
        publish(store, number)
    return Path(store.uri)


@pytest.fixture
def store(four_editions: Path, tmp_path: Path) -> Store:
    """Editions 1 to 4, whose number of finished toilets is their own number."""
    return open_store(str(shutil.copytree(four_editions, tmp_path / "store")))


def log_entry(store: Store, part: str, version: int) -> Path:
    return Path(store.uri) / part / "_delta_log" / f"{version:020}.json"


def data_file(store: Store, part: str, version: int) -> Path:
    """The file that a version wrote: the only one its log entry adds."""
    added = log_entry(store, part, version).read_text().partition('"add":{"path":"')[2].partition('"')[0]
    return Path(store.uri) / part / added


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def empty(path: Path) -> None:
    """What a power cut leaves of a file that was not yet on the disk."""
    os.truncate(path, 0)


def flip(path: Path, position: int, bit: int = 0x80) -> None:
    content = bytearray(path.read_bytes())
    content[position] ^= bit
    path.write_bytes(content)


@pytest.mark.parametrize("harm", [cut, empty, os.unlink])
@pytest.mark.parametrize("place", [log_entry, data_file])
def test_damage_to_one_version_of_a_table_takes_only_its_edition(store, place, harm):
    harm(place(store, "tables/toilets", 2))
    with pytest.raises(Damaged):
        done(store, 3)
    assert [done(store, number) for number in (1, 2, 4)] == [[1], [2], [4]]


@pytest.mark.parametrize("harm", [cut, empty])
@pytest.mark.parametrize("place", [log_entry, data_file])
def test_damage_to_the_record_of_one_edition_takes_only_this_edition(store, place, harm):
    harm(place(store, "editions", 1))
    assert store.history().damaged == (2,)
    assert [done(store, edition.number) for edition in store.editions()] == [[1], [3], [4]]
    with pytest.raises(Refused) as refused:
        store.edition(2)
    assert "第 2 版的记录已损坏" in refused.value.findings[0].message


def test_no_flipped_bit_of_a_data_file_ever_changes_a_number_in_silence(store):
    path = data_file(store, "tables/toilets", 3)
    for position in range(0, path.stat().st_size, 97):
        flip(path, position)
        with pytest.raises(Damaged):
            done(store, 4)
        flip(path, position)
    assert done(store, 4) == [4]


def test_no_flipped_bit_of_an_edition_record_ever_changes_what_it_says_in_silence(store):
    """Among them bits that make the publisher's name another one."""
    path, as_published = data_file(store, "editions", 3), store.edition(4).as_json()
    content = path.read_bytes()
    names = [found.end() - 1 for found in re.finditer(as_published["by"].encode(), content)]
    assert names
    for position, bit in [*((at, 0x80) for at in range(0, len(content), 97)), *((at, 0x01) for at in names)]:
        flip(path, position, bit)
        store_module._editions_read.clear()  # a process reads an edition once
        history = store.history()
        assert history.damaged == (4,) or history.editions[-1].as_json() == as_published
        flip(path, position, bit)


def test_an_edition_record_that_still_reads_but_says_something_else_is_damaged(store):
    """Sound Parquet that points at another edition's numbers: only the seal can tell."""
    path = data_file(store, "editions", 3)
    (row,) = pq.read_table(path).to_pylist()
    other = row["versions"].replace('"toilets": 3', '"toilets": 2')
    assert other != row["versions"]
    pq.write_table(pa.Table.from_pylist([row | {"versions": other}], pq.read_schema(path)), path)
    assert store.history().damaged == (4,)


@pytest.mark.parametrize("harm", [cut, empty])
@pytest.mark.parametrize(("part", "code"), [("editions", "edition_damaged"), ("tables/toilets", "store_damaged")])
def test_nothing_is_published_on_top_of_a_newest_edition_that_cannot_be_read(store, part, code, harm):
    harm(data_file(store, part, 3))
    batch = desk.examine_as(Account("王", Role.ADMINISTRATOR), store, [Drop("户厕_2023-10.csv", GOOD)])
    assert [finding.code for finding in batch.findings] == [code]
    with pytest.raises(Damaged):
        publish(store, 5)
    assert store.history().newest_number == 4


@pytest.mark.parametrize("part", ["editions", "tables/toilets"])
def test_restoring_an_older_edition_makes_publishing_possible_again(store, part):
    empty(data_file(store, part, 3))
    assert store.restore(3, by="李").number == 5
    assert done(store, 5) == [3]
    assert publish(store, 6) == 6
    assert done(store, 6) == [6]


def test_an_edition_whose_data_is_damaged_is_not_restored(store):
    cut(data_file(store, "tables/toilets", 1))
    with pytest.raises(Damaged):
        store.restore(2, by="李")
    assert store.history().newest_number == 4


def test_a_damaged_log_entry_is_named_so_that_it_can_be_brought_back(store):
    entry = log_entry(store, "tables/toilets", 3)
    kept = entry.read_bytes()
    cut(entry)
    with pytest.raises(Damaged) as damaged:
        publish(store, 5)
    assert damaged.value.findings[0].file.endswith(f"toilets/_delta_log/{entry.name}")
    entry.write_bytes(kept)
    assert publish(store, 5) == 5


def test_a_store_written_before_there_were_digests_is_read_and_added_to(store, monkeypatch):
    older = open_store(f"{store.uri}-older")
    without = store_module.EDITION_SCHEMA.remove(9).remove(8)
    with monkeypatch.context() as then:
        then.setattr(store_module, "EDITION_SCHEMA", without)
        publish(older, 1)
        publish(older, 2)
    assert (publish(older, 3), older.history().damaged) == (3, ())
    assert [done(older, number) for number in (1, 2, 3)] == [[1], [2], [3]]
    assert older.edition(2).digests == {} and older.edition(3).digests["toilets"]


# --- a share that is away --------------------------------------------------------------------------------------------


@pytest.fixture
def away(store: Store):
    """Takes the store's folder away and brings it back."""
    elsewhere = Path(f"{store.uri}-elsewhere")

    def away(is_away: bool) -> None:
        (Path(store.uri) if is_away else elsewhere).rename(elsewhere if is_away else store.uri)

    return away


def test_a_share_that_is_away_is_not_an_empty_store_and_is_not_filled(store, away):
    kept = store.edition(4)
    away(True)
    for attempt in (store.editions, lambda: publish(store, 5), lambda: kept.table("toilets")):
        with pytest.raises(StoreAway):
            attempt()
    assert not Path(store.uri).exists()
    away(False)
    assert publish(store, 5) == 5


def test_a_check_while_the_share_is_away_says_so(store, away):
    store.editions()
    away(True)
    batch = desk.examine_as(Account("王", Role.ADMINISTRATOR), store, [Drop("户厕_2023-10.csv", GOOD)])
    assert [finding.code for finding in batch.findings] == ["store_away"] and not batch.publishable


def test_a_file_in_the_inbox_waits_while_the_share_is_away(store, away, tmp_path):
    box = Inbox(tmp_path / "inbox", store, settled_seconds=0)
    box.folder.mkdir()
    (box.folder / "户厕_2023-10.csv").write_bytes(GOOD)
    store.editions()
    away(True)
    looks = iter([True, True, True, False])
    box_seconds = pytest.MonkeyPatch()
    box_seconds.setattr("data_loaders.delivering.inbox.SECONDS_BETWEEN_LOOKS", 0)
    box.watch(lambda: next(looks))
    box_seconds.undo()
    assert [path.name for path in (box.folder / "taking").glob("*/*")] == ["户厕_2023-10.csv"]
    away(False)
    assert [path.parent.name for path in box.look()] == ["published"]
    assert store.history().newest_number == 5


def test_nobody_is_told_to_make_an_account_while_the_share_is_away(store, away):
    add_account(store, "王", Role.ADMINISTRATOR, PASSWORD)
    assert accounts.has_accounts(store)
    away(True)
    with pytest.raises(StoreAway):
        accounts.has_accounts(store)
    with pytest.raises(LoginFailed, match="暂时打不开"):
        log_in(store, "王", PASSWORD)


# --- clocks that jump ------------------------------------------------------------------------------------------------


@pytest.fixture
def clock(monkeypatch):
    """Sets the time of every module that writes one."""

    class Clock(datetime):
        at = datetime(2026, 11, 25, 8, tzinfo=UTC)

        @classmethod
        def now(cls, tz=None):
            return cls.at

    for module in (store_module, accounts, audit):
        monkeypatch.setattr(module, "datetime", Clock)
    return Clock


def test_editions_keep_their_order_when_the_clock_goes_back(store, clock):
    clock.at = datetime(2031, 1, 1, tzinfo=UTC)
    publish(store, 5)
    clock.at = datetime(2001, 1, 1, tzinfo=UTC)
    assert publish(store, 6) == 6
    assert store.edition().number == 6 and done(store, 6) == [6]


def test_an_account_closed_after_the_clock_went_back_stays_closed(store, clock):
    add_account(store, "王", Role.ADMINISTRATOR, PASSWORD)
    clock.at = datetime(2020, 1, 1, tzinfo=UTC)
    accounts.remove_account(store, "王")
    assert accounts.account_named(store, "王") is None


def test_failures_in_the_future_neither_lock_a_name_for_years_nor_are_they_forgotten(store, clock):
    add_account(store, "王", Role.ADMINISTRATOR, PASSWORD)
    clock.at = datetime(2031, 1, 1, tzinfo=UTC)
    for _ in range(accounts.FREE_FAILURES):
        with pytest.raises(LoginFailed):
            log_in(store, "王", "wrong password")
    clock.at = datetime(2026, 1, 1, tzinfo=UTC)
    with pytest.raises(LoginFailed, match="不对"):
        log_in(store, "王", "wrong password")
    with pytest.raises(LoginFailed, match="秒后再试"):
        log_in(store, "王", PASSWORD)


def test_the_audit_is_in_the_order_of_what_happened_whatever_the_clock_said(store, clock):
    for year in (2026, 2031, 2020):
        clock.at = datetime(year, 1, 1, tzinfo=UTC)
        audit.remember(store, "王", Action.LOGGED_IN, str(year))
    assert [entry.subject for entry in audit.entries(store)] == ["2020", "2031", "2026"]


# --- lists that grow -------------------------------------------------------------------------------------------------


def test_a_list_of_many_acts_lies_in_few_files_and_loses_none(store, monkeypatch):
    monkeypatch.setattr(append_only, "FILES_AT_MOST", 5)
    for number in range(23):
        audit.remember(store, "王", Action.LOGGED_IN, str(number))
    assert [entry.subject for entry in audit.entries(store)] == [str(number) for number in reversed(range(23))]
    assert len(delta.opened(store.location("audit")).file_uris()) < 10


def test_a_meeting_list_written_before_rows_were_counted_is_read_and_added_to(store, monkeypatch):
    old = {
        "at": datetime(2023, 4, 1, tzinfo=UTC),
        "who": "李",
        "edition": 1,
        "name": "一季度",
        "held_on": date(2023, 4, 1),
    }
    write_deltalake(store.location("meetings"), pa.Table.from_pylist([old], meetings.SCHEMA))
    meetings.name_meeting(store, 2, "二季度", date(2023, 7, 1), by="李")
    assert [meeting.name for meeting in meetings.meetings(store)] == ["一季度", "二季度"]
