"""A store outlives the program: what an older version wrote is read, published on and restored by this one."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable, write_deltalake

from briefing.compose import compose
from briefing.wording.as_json import as_json
from data_loaders.delivering import reference
from data_loaders.schema import TABLES, TOILETS, Column, Kind
from data_loaders.store import editions as stores
from data_loaders.store.editions import Store, open_store
from data_loaders.tidying import tidy
from tests.briefing.ledgers import frame, households, project

ADDED = Column("inspected", "抽查数", Kind.WHOLE, "抽查的户数", required=False)
NEWER = replace(TOILETS, columns=(*TOILETS.columns, ADDED))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """What this version writes."""
    store = open_store(str(tmp_path / "store"))
    tables = {"toilets": [households(3, 9, as_of="2023-08-31"), households(5, 9)], "funds": [project("a", 10, 5)]}
    store.publish({name: frame(name, rows) for name, rows in tables.items()}, by="测试", shipped=reference.tables())
    return store


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the program has one column more than the one that wrote the store."""
    for module in (stores, tidy):
        monkeypatch.setitem(getattr(module, "TABLES", TABLES), "toilets", NEWER)


def numbers(store: Store, edition: int) -> str:
    return json.dumps(as_json(compose(store.edition(edition))), ensure_ascii=False)


def test_a_column_that_was_added_is_blank_in_older_editions(store: Store, newer: None) -> None:
    rows = store.edition(1).table("toilets")
    assert rows["inspected"].isna().all() and rows["done"].tolist() == [3, 5]


def test_publishing_with_the_new_column_keeps_the_old_rows_and_the_old_edition(store: Store, newer: None) -> None:
    before = numbers(store, 1)
    row = households(6, 9, as_of="2023-10-31") | {"inspected": 2}
    store.publish({"toilets": frame("toilets", [row])}, by="测试", shipped=reference.tables())
    rows = store.edition(2).table("toilets")
    assert rows["done"].tolist() == [3, 5, 6]
    assert rows["inspected"].astype(object).where(rows["inspected"].notna(), None).tolist() == [None, None, 2]
    assert numbers(store, 1) == before


def test_an_older_program_passes_over_a_column_that_it_does_not_know(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as newer:
        newer.setitem(TABLES, "toilets", NEWER)
        row = households(6, 9, as_of="2023-10-31") | {"inspected": 2}
        store.publish({"toilets": frame("toilets", [row])}, by="测试", shipped=reference.tables())
    rows = store.edition(2).table("toilets")
    assert "inspected" not in rows and rows["done"].tolist() == [3, 5, 6]
    assert "2023-10-31" in numbers(store, 2)


def test_restoring_across_an_upgrade_shows_the_old_numbers(store: Store, newer: None) -> None:
    before = json.loads(numbers(store, 1))["measures"]
    store.publish(
        {"toilets": frame("toilets", [households(9, 9) | {"inspected": 2}])}, by="测试", shipped=reference.tables()
    )
    store.restore(1, by="测试")
    assert json.loads(numbers(store, 3))["measures"] == before


def as_first_written(store: Store, **changes: object) -> None:
    """Make the list of editions what the first version wrote: without digests and seals."""
    location = store.location("editions")
    row = DeltaTable(location).to_pyarrow_table().to_pylist()[0] | changes
    shutil.rmtree(location)
    first = pa.schema([field for field in stores.EDITION_SCHEMA if field.name not in ("digests", "seal")])
    write_deltalake(location, pa.Table.from_pylist([{name: row[name] for name in first.names}], first))


def test_editions_of_the_first_version_are_read_and_published_on(store: Store) -> None:
    before = numbers(store, 1)
    as_first_written(store)
    assert numbers(store, 1) == before
    store.publish(
        {"toilets": frame("toilets", [households(6, 9, as_of="2023-10-31")])}, by="测试", shipped=reference.tables()
    )
    assert store.edition(2).table("toilets")["done"].tolist() == [3, 5, 6]
    assert numbers(store, 1) == before


def test_a_table_that_an_older_version_never_wrote_is_unreported_and_not_an_error(store: Store) -> None:
    versions = {name: version for name, version in store.edition(1).versions.items() if name != "funds"}
    as_first_written(store, versions=json.dumps(versions))
    assert store.edition(1).table("funds").empty
    assert json.loads(numbers(store, 1))["funds"]["rate"] is None


def test_an_edition_tells_whether_a_program_of_before_took_its_files_in(store: Store) -> None:
    """Those did not write down which program they were; what has no files came from none."""
    file = {"name": "a.csv", "sha256": "0", "table": "toilets"}
    assert not store.edition(1).is_of_before
    as_first_written(store, files=json.dumps([file]))
    store.publish({"toilets": frame("toilets", [households(6, 9)])}, by="测试", files=[file])
    store.restore(1, by="测试")
    assert [edition.is_of_before for edition in store.editions()] == [True, False, True]
