"""A later delivery that would undo a correction is asked about; nothing that a person corrected changes back in silence."""

from pathlib import Path

import pytest

from data_loaders.checking import corrected, rest
from data_loaders.delivering import desk
from data_loaders.delivering.correcting import Part, rows_of
from data_loaders.delivering.intake import Drop
from data_loaders.delivering.publish import Outcome, examine, publish
from data_loaders.delivering.retyped import cells_of, edited
from data_loaders.schema import TABLES
from data_loaders.store.accounts import Account, Role
from data_loaders.store.editions import Store, open_store
from data_loaders.store.provenance import origins_of, standing

HEAD = "截至日期,镇,村,任务数,完成数\n"
OFFICE = Account("李", Role.UPLOADER)
TOILETS = TABLES["toilets"]


def ledger(done: int, other: int = 3, day: str = "2023-09-30") -> bytes:
    return f"{HEAD}{day},潭东镇,龙井村,10,{done}\n{day},潭东镇,东坑村,8,{other}\n".encode()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """龙井村 was delivered as 4 and corrected to 6."""
    store = open_store(str(tmp_path / "store"))
    assert publish(store, [Drop("户厕.csv", ledger(4))], by="潭东镇").edition
    correct(store, {"完成": 6})
    return store


def correct(store: Store, wanted: dict, *, drop_row: bool = False) -> None:
    on = store.edition()
    part = Part(TOILETS, on.table("toilets")["as_of"].iloc[0].date(), "潭东镇")
    cells = cells_of(rows_of(on.table("toilets"), part), part)
    after = [one | ({"done": wanted["完成"]} if wanted and one["village"] == "龙井村" else {}) for one in cells]
    after = [one for one in after if not (drop_row and one["village"] == "东坑村")]
    change = edited(part, on.number, after, "抄错一行")
    outcome = desk.publish_as(
        OFFICE, store, desk.examine_edited_as(OFFICE, store, change), note=change.note, on=on.number
    )
    assert outcome.edition


def delivered(store: Store, content: bytes, *answers: str) -> Outcome:
    return publish(store, [Drop("户厕10月报.csv", content, "toilets", confirmed=frozenset(answers))], by="潭东镇")


def done(store: Store) -> dict[str, int]:
    rows = store.edition().table("toilets")
    return dict(zip(rows["village"], rows["done"], strict=True))


@pytest.mark.parametrize("told", [4, 5])  # the old figure, and another one for the corrected day
def test_a_file_that_says_otherwise_than_the_correction_is_asked_about(store: Store, told: int) -> None:
    outcome = delivered(store, ledger(told))
    (asked,) = [one for one in outcome.findings if one.code == corrected.QUESTION]
    assert outcome.edition is None
    assert asked.message == f"会把更正过的 1 处改掉：潭东镇 龙井村 完成数 6，文件里是 {told}（农办更正，抄错一行）"
    assert done(store)["龙井村"] == 6


def test_the_correction_is_kept_and_goes_on_being_told(store: Store) -> None:
    assert delivered(store, ledger(4, other=5), corrected.KEEP).edition
    assert done(store) == {"龙井村": 6, "东坑村": 5}
    edition = store.edition()
    origins = dict(
        zip(done(store), origins_of(edition.table("toilets"), TOILETS, edition, store.editions()), strict=True)
    )
    assert origins["龙井村"].file == "户厕10月报.csv"
    last = origins["龙井村"].corrected[-1]
    assert (last.correction.old, last.correction.new, last.reason) == (4, 6, "抄错一行")
    assert [one.code for one in delivered(store, ledger(4, other=5)).findings if one.asks] == [corrected.QUESTION]


def test_the_file_counts_where_somebody_says_so_and_nothing_is_asked_again(store: Store) -> None:
    assert delivered(store, ledger(4), corrected.UNDO).edition
    assert done(store)["龙井村"] == 4 and standing(store.edition(), store.editions()) == []
    assert delivered(store, ledger(5)).edition


def test_what_agrees_and_what_speaks_for_another_day_asks_nothing(store: Store) -> None:
    assert delivered(store, ledger(6)).edition
    assert delivered(store, ledger(7, day="2023-10-31")).edition


def test_a_row_that_was_taken_out_and_comes_back_is_asked_about(store: Store) -> None:
    correct(store, {}, drop_row=True)
    outcome = delivered(store, ledger(6))
    assert [one.message for one in outcome.findings if one.code == corrected.QUESTION] == [
        "会把更正过的 1 处改掉：潭东镇 东坑村 已去掉（农办更正，抄错一行）"
    ]
    assert delivered(store, ledger(6), corrected.KEEP, rest.DROP).edition
    assert done(store) == {"龙井村": 6}


def test_a_list_asks_only_about_the_old_word(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "list"))
    head = "编号,会议日期,事项,责任单位,完成时限,说明\n2023-Q3-01,2023-07-12,修渠,潭口镇,2023-09-15,"
    assert publish(store, [Drop("交办.csv", f"{head}没动\n".encode())], by="区农办").edition
    on, part = store.edition(), Part(TABLES["actions"])
    cells = [one | {"detail": "已进场"} for one in cells_of(on.table("actions"), part)]
    change = edited(part, on.number, cells, "问过了")
    assert desk.publish_as(OFFICE, store, desk.examine_edited_as(OFFICE, store, change), on=on.number).edition
    for words, asks in (("没动", True), ("完工", False)):
        batch = examine(store, [Drop("交办.csv", f"{head}{words}\n".encode())])
        assert bool(batch.questions) == asks
