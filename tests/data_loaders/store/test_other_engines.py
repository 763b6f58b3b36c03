"""The store is plain Delta Lake: an engine that shares no Parquet reader with us finds the same numbers in each edition."""

from pathlib import Path

import polars
import pytest

from data_loaders.delivering import reference
from data_loaders.store.editions import Store, open_store
from tests.briefing.ledgers import frame, households, project


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Three editions of two tables; the last shows the first one's numbers again."""
    store = open_store(str(tmp_path / "store"))
    for done in (3, 5):
        funds = frame("funds", [project("a", 10, done), project("b", 20.5, done)])
        store.publish(
            {"toilets": frame("toilets", [households(done, 9)]), "funds": funds}, by="测试", shipped=reference.tables()
        )
    store.restore(1, by="测试")
    return store


@pytest.mark.parametrize(("table", "column"), [("toilets", "done"), ("funds", "disbursed"), ("funds", "allocated")])
def test_another_engine_finds_the_totals_of_every_edition(store: Store, table: str, column: str) -> None:
    for edition in store.editions():
        read = polars.scan_delta(store.location(f"tables/{table}"), version=edition.versions[table])
        assert read.select(polars.col(column).sum()).collect().item() == edition.table(table)[column].sum() > 0


def test_another_engine_finds_which_version_an_edition_shows(store: Store) -> None:
    rows = polars.read_delta(store.location("editions")).sort("number")
    versions = rows["versions"].str.json_path_match("$.toilets").cast(polars.Int64).to_list()
    assert versions == [edition.versions["toilets"] for edition in store.editions()] == [0, 1, 0]
