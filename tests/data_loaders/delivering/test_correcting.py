"""更正: what a person typed over stored rows, as the edition that it becomes."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from briefing.compose import compose
from data_loaders.delivering import correcting, reference, retyped
from data_loaders.delivering.correcting import Part, examine_edited, rows_of
from data_loaders.delivering.publish import publish_batch
from data_loaders.delivering.retyped import ROW, Cells
from data_loaders.schema import TABLES
from data_loaders.store.editions import Overtaken, Store, open_store
from tests.briefing.ledgers import frame, households, site
from tests.seeded import copied_to

DAY = date(2023, 9, 30)
EAST = "潭东镇"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Two days of toilets, two kinds of sites, three duties, two days of an indicator; all of one town."""
    store = open_store(str(tmp_path / "store"))
    duties = [{"duty_id": "D06", "done_on": day, "unit": EAST} for day in ("2023-09-01", "2023-09-12", "2023-09-20")]
    values = [{"as_of": day, "indicator_id": "K01", "unit": EAST, "value": 99} for day in ("2023-08-31", "2023-09-30")]
    toilets = [households(2, 9, as_of="2023-08-31"), households(3, 9), households(1, 8, village="东坑村")]
    sites = [site("新农村建设点", "XNC-01", progress=0.5), site("村庄整治点", "ZZD-01", progress=40)]
    tables = {"toilets": toilets, "sites": sites, "duties": duties, "indicators": values}
    store.publish({name: frame(name, rows) for name, rows in tables.items()}, by="测试", shipped=reference.tables())
    return store


def corrected(store: Store, part: Part, change: Callable[[list[Cells]], list[Cells]], reason: str = "笔误", **more):
    """Type over a part of the newest edition, and publish it."""
    edition = store.edition()
    cells = retyped.cells_of(rows_of(edition.table(part.table.name), part), part)
    edited = retyped.edited(part, edition.number, change(cells), reason, sample=edition.sample)
    batch = examine_edited(store, edited, by="小李", **more)
    return publish_batch(store, batch, by="小李", note=edited.note, sample=edition.sample, on=edited.on)


def without(place: int) -> Callable[[list[Cells]], list[Cells]]:
    return lambda cells: [one for at, one in enumerate(cells) if at != place]


def with_cell(place: int, name: str, value: object) -> Callable[[list[Cells]], list[Cells]]:
    return lambda cells: [one | ({name: value} if at == place else {}) for at, one in enumerate(cells)]


@pytest.mark.parametrize("table", correcting.CORRECTABLE, ids=lambda table: table.name)
def test_a_grid_that_nobody_changed_corrects_nothing(sample: Store, table) -> None:
    edition = sample.edition()
    rows = edition.table(table.name)
    day = next(iter(correcting.days(rows, table)), None)
    part = Part(table, day, next(iter(correcting.names(rows, table, day)), None))
    cells = retyped.cells_of(rows_of(rows, part), part)
    batch = examine_edited(sample, retyped.edited(part, 1, cells, "试", sample=True), by="区农办")
    assert batch.publishable and not batch.questions and cells
    (delivery,) = batch.deliveries
    assert (delivery.corrections, delivery.removed, delivery.ended) == ((), (), ())


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_store(str(copied_to(tmp_path_factory.mktemp("sample") / "store")))


def test_a_row_taken_out_of_any_ledger_is_gone_and_stays_out(store: Store) -> None:
    assert corrected(store, Part(TABLES["duties"]), without(1)).edition
    assert list(store.edition().table("duties")["done_on"].dt.day) == [1, 20]
    assert corrected(store, Part(TABLES["indicators"], DAY), without(0)).edition
    assert list(store.edition().table("indicators")["as_of"].dt.month) == [8]  # the number of before speaks again
    part = Part(TABLES["sites"], DAY, EAST)
    outcome = corrected(store, part, without(1))
    assert outcome.edition and list(store.edition().table("sites")["site_id"]) == ["XNC-01"]
    assert compose(store.edition()).measure("T02").value == 0  # nothing is left to report, and that is not silence


def test_a_village_taken_out_is_not_asked_for_any_more(store: Store) -> None:
    assert corrected(store, Part(TABLES["toilets"], DAY, EAST), without(1)).edition
    assert [one.thing for one in store.edition().endings] == [(EAST, "东坑村")]


def test_all_rows_of_a_town_can_be_taken_out(store: Store) -> None:
    assert corrected(store, Part(TABLES["toilets"], DAY, EAST), lambda cells: []).edition
    assert list(store.edition().table("toilets")["as_of"].dt.month) == [8]


def test_a_key_that_was_mistyped_moves_the_row(store: Store) -> None:
    assert corrected(store, Part(TABLES["duties"]), with_cell(1, "done_on", "2023-09-13")).edition
    assert sorted(store.edition().table("duties")["done_on"].dt.day) == [1, 13, 20]


def test_half_a_percent_is_no_fifty(store: Store) -> None:
    assert corrected(store, Part(TABLES["sites"], DAY, EAST), with_cell(0, "progress", 0.6)).edition
    assert sorted(store.edition().table("sites")["progress"]) == [0.6, 40]


def test_a_sample_is_corrected_as_a_sample(tmp_path: Path) -> None:
    store = open_store(str(copied_to(tmp_path / "store")))
    part = Part(TABLES["toilets"], DAY, EAST)
    added = dict.fromkeys([ROW, "accepted", "remark"]) | {"village": "上坝村", "planned": 3, "done": 1}
    assert corrected(store, part, lambda cells: [*without_village(cells, "上坝村"), added]).edition
    edition = store.edition()
    rows = edition.table("toilets")
    assert edition.sample and set(rows["remark"].dropna().str[:4]) == {"示例数据"}


def without_village(cells: list[Cells], name: str) -> list[Cells]:
    return [one for one in cells if one["village"] != name]


def test_a_correction_that_began_from_an_older_edition_changes_nothing(store: Store) -> None:
    edition, part = store.edition(), Part(TABLES["toilets"], DAY, EAST)
    edited = retyped.edited(part, edition.number, [], "笔误")
    batch = examine_edited(store, edited, by="小李")
    store.publish({"toilets": frame("toilets", [households(4, 9)])}, by="小王")
    with pytest.raises(Overtaken):
        publish_batch(store, batch, by="小李", on=edited.on)
    with pytest.raises(Overtaken):
        examine_edited(store, edited, by="小李")
    assert store.edition().number == 2


def test_an_account_of_another_town_takes_nothing_out(store: Store) -> None:
    outcome = corrected(store, Part(TABLES["toilets"], DAY, EAST), lambda cells: [], town="潭口镇")
    assert len(store.edition().table("toilets")) == 3 and not outcome.edition


GRID = Part(TABLES["toilets"], DAY, EAST)


def cells(place: int | None, village: str, done: int, planned: int = 9) -> Cells:
    return {ROW: place, "village": village, "planned": planned, "done": done, "accepted": None, "remark": None}


def test_what_was_typed_moves_to_a_newer_edition_but_for_what_both_changed() -> None:
    before = [cells(0, "甲村", 1), cells(1, "乙村", 2), cells(2, "丙村", 3), cells(3, "丁村", 4)]
    typed = [cells(0, "甲村", 5), cells(1, "乙村", 6), cells(None, "戊村", 1), cells(None, "己村", 1)]
    newer = [cells(0, "乙村", 7), cells(1, "甲村", 1, planned=10), cells(2, "丁村", 9), cells(3, "丙村", 3), cells(4, "己村", 2)]  # fmt: skip
    whole, lost = retyped.moved(before, typed, newer, GRID)
    assert [(one["village"], one["planned"], one["done"]) for one in whole] == [
        ("乙村", 9, 7), ("甲村", 10, 5), ("丁村", 9, 9), ("己村", 9, 2), ("戊村", 9, 1),
    ]  # fmt: skip
    assert lost == [
        "丁村：您要去掉，别人改过", "乙村 完成数：您改成 6，现在是 7", "己村：您新增的，别人已经加了",
    ]  # fmt: skip
