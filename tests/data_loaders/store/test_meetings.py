"""A meeting's edition is named once at a time; a wrong name is corrected or taken back, with a line in the audit."""

from datetime import date
from pathlib import Path

import pytest

from data_loaders.delivering import desk, reference
from data_loaders.store import meetings
from data_loaders.store.accounts import Account, Role
from data_loaders.store.editions import Store, open_store
from tests.briefing.ledgers import frame, households

CHIEF = Account("李", Role.ADMINISTRATOR)
JULY, OCTOBER = date(2023, 7, 12), date(2023, 10, 12)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = open_store(str(tmp_path / "store"))
    for done in (2, 3):
        store.publish({"toilets": frame("toilets", [households(done, 9)])}, by="测试", shipped=reference.tables())
    desk.name_meeting_as(CHIEF, store, 1, "二季度调度会", JULY)
    return store


def said(store: Store) -> list[str]:
    return [sentence for *_, sentence in desk.entries_as(CHIEF, store)]


def test_a_wrong_name_is_corrected_and_both_are_told(store: Store) -> None:
    desk.correct_meeting_as(CHIEF, store, 1, "三季度调度会", OCTOBER)
    (one,) = meetings.meetings(store)
    assert (one.name, one.held_on, one.edition) == ("三季度调度会", OCTOBER, 1)
    assert said(store)[:2] == [
        "李 更正第1版的调度会：「二季度调度会」（2023-07-12）改为「三季度调度会」（2023-10-12）",
        "李 把第1版定为「二季度调度会」的版本",
    ]


def test_an_edition_that_is_no_meeting_s_any_more_may_be_another_one_s(store: Store) -> None:
    desk.take_back_meeting_as(CHIEF, store, 1)
    assert meetings.meetings(store) == []
    with pytest.raises(ValueError, match="还没有定为"):
        desk.correct_meeting_as(CHIEF, store, 1, "会", JULY)
    desk.name_meeting_as(CHIEF, store, 1, "三季度调度会", OCTOBER)
    assert [one.name for one in meetings.meetings(store)] == ["三季度调度会"]
    with pytest.raises(ValueError, match="已定为"):
        desk.name_meeting_as(CHIEF, store, 1, "别的会", JULY)


def test_the_audit_reads_as_sentences_with_the_names_of_files(store: Store) -> None:
    desk.restore_as(CHIEF, store, 1)
    batch = desk.examine_as(CHIEF, store, [_drop("户厕.csv", "潭东镇,龙井村,10,7")])
    desk.publish_as(CHIEF, store, batch, note="九月")
    desk.examine_as(CHIEF, store, [_drop("错的.csv", "潭东镇,龙井村,十个,7")])
    desk.examine_as(CHIEF, store, [_drop("张三.csv", "潭东镇,龙井村,10,138" + "12345678")])
    sentences = said(store)
    assert sentences[1].startswith("李 提交的错的.csv没有通过检查，没有发布：")
    assert sentences[2:4] == ["李 发布第4版：户厕.csv（九月）", "李 恢复第1版为第3版"]
    assert "张三" not in "".join(sentences) and "指纹" in sentences[0]


def _drop(name: str, line: str):
    return desk.Drop(name, f"截至日期,镇,村,任务数,完成数\n2023-09-30,{line}\n".encode(), "toilets")
