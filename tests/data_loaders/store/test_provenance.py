"""Every stored row says where it came from: file, sheet, rows, who, which edition, and what a person corrected."""

from pathlib import Path

import pytest

from data_loaders import origins
from data_loaders.checking import corrected, rest
from data_loaders.delivering import reference
from data_loaders.delivering.correcting import as_correction
from data_loaders.delivering.intake import Drop
from data_loaders.delivering.publish import examine, publish, publish_batch
from data_loaders.schema import TABLES, declaring
from data_loaders.store.backup import back_up, recover
from data_loaders.store.editions import Edition, Store, open_store
from data_loaders.store.layouts import kept_layouts
from data_loaders.store.provenance import Origin, origins_of
from tests.briefing.ledgers import frame, households
from tests.data_loaders.dropping import Office

HEAD = ["截至日期", "镇", "村", "任务数", "完成数"]
EAST = [["潭东镇", "龙井村", 10, 4], ["潭东镇", "东坑村", 8, 3]]
SOUTH = [["潭口镇", "江坝村", 12, 6], ["潭口镇", "石禾村", 9, 5]]


def sheet(day: str, *rows: list) -> list[list]:
    return [HEAD, *([day, *row] for row in rows)]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "store"))


def deliver(store: Store, path: Path, *answers: str, by: str = "区农办", **more: object) -> Edition:
    drop = Drop(path.name, path.read_bytes(), "toilets", confirmed=frozenset(answers), **more)
    outcome = publish(store, [drop], by=by)
    assert outcome.edition, [finding.message for finding in outcome.findings]
    return outcome.edition


def whence(store: Store, table: str = "toilets", number: int | None = None) -> dict[tuple[str, str], Origin]:
    """Village and day of every row → its origin."""
    edition = store.edition(number)
    rows = edition.table(table)
    keys = zip(rows["village"], rows["as_of"].dt.strftime("%m-%d"), strict=True)
    return dict(zip(keys, origins_of(rows, TABLES[table], edition, store.editions()), strict=True))


def test_rows_say_file_sheet_row_who_and_the_edition_that_first_brought_them(store: Store, office: Office) -> None:
    titled = [["户厕问题整改台账", None, None, None, None], *sheet("2023-09-30", *EAST)]
    first = deliver(store, office.xlsx("东镇九月.xlsx", {"九月": titled}))
    deliver(store, office.csv("口镇九月.csv", sheet("2023-09-30", *SOUTH)), by="小李")
    found = whence(store)
    assert found["东坑村", "09-30"] == Origin("东镇九月.xlsx", "九月", 4, (4,), 1, "区农办", first.published_at)
    south = found["石禾村", "09-30"]
    assert (south.file, south.sheet, south.row, south.edition, south.by) == ("口镇九月.csv", None, 3, 2, "小李")


def test_kept_rows_and_restored_editions_keep_their_origin(store: Store, office: Office) -> None:
    deliver(store, office.csv("九月.csv", sheet("2023-09-30", *EAST)))
    deliver(store, office.csv("十月.csv", sheet("2023-10-31", EAST[0])), rest.KEEP)
    found = whence(store)
    assert [(found["东坑村", day].file, found["东坑村", day].row) for day in ("09-30", "10-31")] == [
        ("九月.csv", 3)
    ] * 2
    assert found["龙井村", "10-31"].file == "十月.csv"
    store.restore(1, by="管理员")
    deliver(store, office.csv("口镇.csv", sheet("2023-09-30", *SOUTH)))
    found = whence(store)
    assert (found["东坑村", "09-30"].edition, found["江坝村", "09-30"].edition) == (1, 4)


def test_several_files_of_a_batch_are_told_apart(store: Store, office: Office) -> None:
    paths = [office.csv("东.csv", sheet("2023-09-30", *EAST)), office.csv("口.csv", sheet("2023-09-30", *SOUTH))]
    assert publish(store, [Drop(path.name, path.read_bytes(), "toilets") for path in paths], by="区农办").edition
    found = whence(store)
    assert (found["龙井村", "09-30"].file, found["江坝村", "09-30"].file) == ("东.csv", "口.csv")


def test_a_village_counted_from_a_list_of_houses_names_every_row(store: Store, office: Office) -> None:
    houses = [["序号", "镇", "村", "门牌", "整改情况"]]
    villages = ["龙井村", "龙井村", "东坑村", "龙井村", "东坑村"]
    houses += [
        [at, "潭东镇", village, f"{at}号", "已整改" if at % 2 else "未整改"] for at, village in enumerate(villages, 1)
    ]
    path = office.csv("户厕问题整改台账（截至2023年9月30日）.csv", houses)
    deliver(store, path, accepts_layout=True)
    found = whence(store)["龙井村", "09-30"]
    assert (found.row, found.source_rows) == (2, (2, 3, 5)) and found.layout
    assert whence(store)["东坑村", "09-30"].source_rows == (4, 6)


def test_a_correction_keeps_origin_old_and_new_value_who_and_why(store: Store, office: Office) -> None:
    deliver(store, office.csv("九月.csv", sheet("2023-09-30", *EAST)))
    typed = office.csv(
        "更正.csv", sheet("2023-09-30", ["潭东镇", "龙井村", 10, 7], EAST[1], ["潭东镇", "上坝村", 5, 1])
    )
    batch = as_correction(
        examine(store, [Drop(typed.name, typed.read_bytes(), "toilets")]), store.known_tables(sample=False), "抄错一行"
    )
    edition = publish_batch(store, batch, by="小李").edition
    assert edition
    found = whence(store)
    corrected, untouched, added = (found[village, "09-30"] for village in ("龙井村", "东坑村", "上坝村"))
    assert (corrected.file, corrected.row, corrected.edition) == ("九月.csv", 2, 1)
    (one,) = corrected.corrected
    assert (one.correction.column, one.correction.old, one.correction.new) == ("done", 4, 7)
    assert (one.edition, one.by, one.reason, one.at) == (2, "小李", "抄错一行", edition.published_at)
    assert (untouched.file, untouched.corrected) == ("九月.csv", ())
    assert (added.file, added.edition) == ("更正.csv", 2)


def test_a_correction_stays_with_a_row_that_is_carried_on_and_ends_with_a_new_file(
    store: Store, office: Office
) -> None:
    deliver(store, office.csv("九月.csv", sheet("2023-09-30", *EAST)))
    typed = office.csv("更正.csv", sheet("2023-09-30", EAST[0], ["潭东镇", "东坑村", 8, 6]))
    publish_batch(
        store,
        as_correction(
            examine(store, [Drop(typed.name, typed.read_bytes(), "toilets")]), store.known_tables(sample=False), "笔误"
        ),
        by="李",
    )
    deliver(store, office.csv("十月.csv", sheet("2023-10-31", EAST[0])), rest.KEEP)
    assert [one.reason for one in whence(store)["东坑村", "10-31"].corrected] == ["笔误"]
    deliver(store, office.csv("九月重报.csv", sheet("2023-09-30", *EAST)), corrected.UNDO)
    found = whence(store)["东坑村", "09-30"]
    assert (found.file, found.corrected) == ("九月重报.csv", ())


def test_rows_of_a_store_of_before_say_that_nothing_was_recorded_and_new_ones_have_theirs(
    store: Store, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(declaring, "ORIGIN", ())
        rows = [households(4, 9), households(3, 8, village="东坑村")]
        store.publish({"toilets": frame("toilets", rows)}, by="测试", shipped=reference.tables())
    assert not any(origin.is_recorded for origin in whence(store).values())
    deliver(store, office.csv("十月.csv", sheet("2023-10-31", EAST[0])), rest.KEEP)
    found = whence(store)
    assert found["龙井村", "10-31"].file == "十月.csv" and not found["东坑村", "10-31"].is_recorded


def test_origins_and_layouts_survive_a_backup(store: Store, office: Office, tmp_path: Path) -> None:
    houses = [
        ["镇", "村", "门牌", "整改情况"],
        ["潭东镇", "龙井村", "1号", "已整改"],
        ["潭东镇", "龙井村", "2号", "未整改"],
    ]
    path = office.csv("户厕问题整改台账（截至2023年9月30日）.csv", houses)
    deliver(store, path, accepts_layout=True)
    back_up(store, tmp_path / "backup.zip")
    again = open_store(str(tmp_path / "again"))
    recover(again, tmp_path / "backup.zip")
    assert whence(again) == whence(store)
    assert [kept.name for kept in kept_layouts(again)] == [kept.name for kept in kept_layouts(store)] != []


def test_what_ships_with_the_product_says_so(store: Store, office: Office) -> None:
    deliver(store, office.csv("九月.csv", sheet("2023-09-30", *EAST)))
    edition = store.edition()
    (one, *_) = origins_of(edition.table("villages").head(1), TABLES["villages"], edition, store.editions())
    assert (one.file, one.edition) == ("随产品带来的村庄名录", None) and one.row


@pytest.mark.parametrize("rows", [[2], [2, 3, 5], [4, 6, 7, 8, 10], []])
def test_row_numbers_are_kept_in_few_characters(rows: list[int]) -> None:
    assert origins.as_rows(origins.as_ranges(rows) if rows else "") == rows
