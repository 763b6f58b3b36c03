"""What the administrator is told about the installation, and that nothing is told that is not known."""

from datetime import date
from pathlib import Path

import pytest

from data_loaders.delivering import desk, inbox, reference
from data_loaders.delivering.health import health
from data_loaders.store.accounts import Account, Denied, Role
from data_loaders.store.editions import Store, open_store
from tests.briefing.ledgers import act, action, frame, households

TODAY = date(2023, 10, 10)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = open_store(str(tmp_path / "store"))
    tables = {
        "toilets": [households(3, 9, as_of="2023-08-31"), households(4, 9)],
        "duties": [act("D28", "2023-09-05", "区农办")],
        "actions": [action("a", "2023-12-01", assigned_on="2023-07-12")],
    }
    store.publish({name: frame(name, rows) for name, rows in tables.items()}, by="测试", shipped=reference.tables())
    return store


def test_each_table_says_how_old_its_newest_rows_are(store: Store) -> None:
    ages = {age.title: (age.newest, age.days) for age in health(store, TODAY).ages}
    assert ages["户厕问题整改台账"] == (date(2023, 9, 30), 10)
    assert ages["定期履职记录"] == (date(2023, 9, 5), 35)
    assert ages["交办事项台账"] == (date(2023, 7, 12), 90)
    assert ages["美丽庭院台账"] == (None, None)
    assert "村庄名录" not in ages  # a list that speaks for no day


def test_the_store_s_size_and_the_room_left_for_it_are_told(store: Store) -> None:
    found = health(store, TODAY)
    files = [path for path in Path(store.uri).rglob("*") if path.is_file()]
    assert (found.files, found.size) == (len(files), sum(path.stat().st_size for path in files))
    assert 0 < found.disk.free < found.disk.total
    assert {"Python", "streamlit", "deltalake"} <= set(found.versions)


def test_before_anything_is_published_the_disk_is_known_and_nothing_is_created(tmp_path: Path) -> None:
    found = health(open_store(str(tmp_path / "not" / "yet")), TODAY)
    assert (found.edition, found.ages, found.files, found.size) == (None, (), 0, 0)
    assert found.disk.total > 0
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_cannot_be_read_is_unknown_and_not_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no store")
    found = health(open_store(str(tmp_path / "file" / "store")), TODAY)
    assert found.edition is None


def test_the_inbox_says_what_waits_and_what_was_refused(store: Store, tmp_path: Path, monkeypatch) -> None:
    assert health(store, TODAY).inbox is None
    folder = tmp_path / "收件夹"
    monkeypatch.setenv(inbox.INBOX_VARIABLE, str(folder))
    assert health(store, TODAY).inbox is None  # a share that is away
    folder.mkdir()
    box = inbox.Inbox(folder, store, settled_seconds=-1)
    (folder / "户厕_2023-09.csv").write_text("镇,村,任务数,完成数\n潭东镇,没有村,12,9\n", encoding="utf-8")
    box.look()
    assert health(store, TODAY).inbox.waiting == 1
    box.look()
    state = health(store, TODAY).inbox
    assert (state.waiting, state.taking, state.refused) == (0, 0, 1)


def test_only_an_administrator_is_told(store: Store) -> None:
    assert desk.health_as(Account("王", Role.ADMINISTRATOR), store, TODAY).edition.number == 1
    with pytest.raises(Denied):
        desk.health_as(Account("李", Role.UPLOADER), store, TODAY)
