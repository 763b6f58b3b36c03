"""填报: what units fill in is a draft until the office publishes it; checked as a file is, and told who says what."""

from datetime import date
from pathlib import Path

import pytest

from briefing.compose import compose
from data_loaders.delivering import answering, desk, reference
from data_loaders.delivering.answering import Filled, duty, no_change, reply, task
from data_loaders.delivering.correcting import as_correction
from data_loaders.delivering.intake import Drop
from data_loaders.delivering.publish import examine, publish_batch
from data_loaders.origins import plain
from data_loaders.schema import COURTYARDS, TOILETS
from data_loaders.store import backup, drafts
from data_loaders.store.accounts import Account, Denied, Role
from data_loaders.store.drafts import State
from data_loaders.store.editions import Overtaken, Store, open_store
from tests.briefing.ledgers import action, frame, households, station

OFFICE = Account("农办", Role.UPLOADER)
TOWN = Account("tan", Role.REPORTER, unit="潭口镇")
OTHER = Account("dong", Role.REPORTER, unit="潭东镇")
HASTY = Account("hasty", Role.REPORTER, unit="潭口镇", at_once=True)
TOWNS = ("潭东镇", "潭口镇")
SEPTEMBER, OCTOBER = date(2023, 9, 30), date(2023, 10, 31)
MOBILE = "138" + "12345678"


def progress(text: str = "已完成 3 户", status: str = "推进中", *, day: date = OCTOBER, number: int = 38, lead: str | None = "区农办", **more) -> Filled:  # fmt: skip
    return task(day, number, text, status, units=more.pop("units", ("区农办", *TOWNS)), lead=lead, **more)


def told_task(number: int, text: str, day: str = "2023-09-30", status: str = "推进中") -> dict:
    return {"as_of": day, "number": number, "status": status, "progress_text": text}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Toilets of two towns, a station, a task as its ledger tells it, and an assigned thing."""
    store = open_store(str(tmp_path / "store"))
    rows = [
        households(3, 9),
        households(2, 8, village="龙塘村"),
        households(1, 8, village="龙塘村", as_of="2023-08-31"),
    ]
    tables = {
        "toilets": frame("toilets", rows),
        "stations": frame("stations", [station("甲站", village="龙塘村")]),
        "tasks": frame("tasks", [told_task(38, "全区开工")]),
        "actions": frame("actions", [action("2023-Q3-01", "2023-10-20", owner="潭口镇")]),
    }
    store.publish(tables, by="测试", shipped=reference.tables())
    return store


def filled(store: Store, *things: Filled, account: Account = TOWN, unit: str | None = None) -> list[str]:
    saved = desk.fill_in_as(account, store, unit or account.unit, things, on=store.edition().number)
    assert not saved.findings, [one.message for one in saved.findings]
    return list(saved.stamps)


def released(store: Store, stamps: list[str] | None = None) -> int:
    wanted = stamps or [one.stamp for one in answering.waiting(store)]
    outcome = desk.release_as(OFFICE, store, wanted, on=store.edition().number)
    assert outcome.edition, [one.message for one in outcome.findings]
    return outcome.edition.number


def row(store: Store, table: str, **wanted: object) -> dict:
    (found,) = [
        one for one in store.edition().table(table).to_dict("records") if all(plain(one[name]) == value for name, value in wanted.items())
    ]  # fmt: skip
    return found


def test_what_a_unit_fills_in_waits_and_becomes_one_edition_with_the_others(store):
    filled(
        store, progress(), duty("D06", date(2023, 10, 9), "潭口镇"), reply("2023-Q3-01", "已清淤", date(2023, 10, 12))
    )
    filled(store, progress("已完成 1 户"), account=OTHER)
    assert store.edition().number == 1 and len(answering.waiting(store)) == 4
    assert released(store) == 2
    edition = store.edition()
    assert (edition.by, edition.note) == ("农办", "填报：潭口镇 3 项、潭东镇 1 项")
    assert row(store, "duties", duty_id="D06")["unit"] == "潭口镇"
    assert plain(row(store, "actions", action_id="2023-Q3-01")["done_on"]) == "2023-10-12"
    told = row(store, "tasks", number=38, as_of="2023-10-31")
    assert told["progress_text"] == "全区开工（9月30日）；潭东镇：已完成1户；潭口镇：已完成3户"
    assert [one.state for one in drafts.drafts(store)] == [State.PUBLISHED] * 4 and answering.waiting(store) == []


def test_the_ledger_s_words_stand_until_the_leading_unit_speaks_and_its_status_counts(store):
    filled(store, progress("完成", "已完成"))
    released(store)
    assert row(store, "tasks", number=38, as_of="2023-10-31")["status"] == "推进中"  # the ledger's
    filled(store, progress("都完成了", "已完成"), account=OFFICE, unit="区农办")
    released(store)
    told = row(store, "tasks", number=38, as_of="2023-10-31")
    assert (told["status"], told["progress_text"]) == ("已完成", "区农办：都完成了；潭口镇：完成")


def test_of_units_without_a_leading_one_a_task_is_done_when_all_say_so(store):
    shared = {"number": 5, "units": TOWNS, "lead": None}
    filled(store, progress("完了", "已完成", **shared))
    released(store)
    assert row(store, "tasks", number=5)["status"] == "推进中"
    filled(store, progress("也完了", "已完成", **shared), account=OTHER)
    released(store)
    assert row(store, "tasks", number=5)["status"] == "已完成"


def test_a_unit_s_own_task_is_told_in_its_words_alone_and_its_older_words_carry_their_day(store):
    filled(store, progress("建成", number=7, units=("潭口镇",), lead="潭口镇"))
    filled(store, progress("开工", day=SEPTEMBER, number=5), account=OTHER)
    released(store)
    assert row(store, "tasks", number=7)["progress_text"] == "建成"
    filled(store, progress("建成", number=5, unchanged=True))
    released(store)
    told = row(store, "tasks", number=5, as_of="2023-10-31")["progress_text"]
    assert told == "潭东镇：开工（9月30日）；潭口镇：建成（本期无变化）"


def test_no_change_stores_the_last_rows_for_the_new_day_and_says_so(store):
    filled(store, no_change(TOILETS, OCTOBER))
    released(store)
    told = row(store, "toilets", as_of="2023-10-31")
    assert (told["village"], told["done"], plain(told["unchanged_since"])) == ("龙塘村", 2, "2023-09-30")
    measure = compose(store.edition(), OCTOBER).measure("T04")
    assert {one.reporter for one in measure.mixed if one.snapshot == SEPTEMBER} == {
        "潭东镇"
    }  # the other one speaks for its own day
    filled(store, no_change(TOILETS, date(2023, 11, 30)))
    released(store)
    assert plain(row(store, "toilets", as_of="2023-11-30")["unchanged_since"]) == "2023-09-30"


def test_no_change_needs_something_that_stood_before(store):
    saved = desk.fill_in_as(TOWN, store, "潭口镇", [no_change(COURTYARDS, OCTOBER)], on=1)
    assert [one.code for one in saved.findings] == ["nothing_before"] and answering.waiting(store) == []


def test_what_changed_since_a_draft_was_begun_is_told(store):
    stamps = filled(store, reply("2023-Q3-01", "正在办"), progress())
    desk.extend_as(OFFICE, store, "2023-Q3-01", date(2023, 12, 1), "下雨")
    told = answering.changed(store, answering.waiting(store))
    assert list(told) == stamps[:1] and "2023-12-01" in told[stamps[0]]
    with pytest.raises(Overtaken):  # it was compared with an edition that is not the newest any more
        desk.release_as(OFFICE, store, stamps, on=1)


def test_another_unit_s_words_are_no_change_of_a_shared_task(store):
    filled(store, progress("甲"), account=OTHER)
    stamps = filled(store, progress("乙"))
    released(store, [answering.waiting(store)[0].stamp])
    assert answering.changed(store, answering.waiting(store)) == {}
    released(store, stamps)
    assert row(store, "tasks", number=38, as_of="2023-10-31")["progress_text"].endswith("潭东镇：甲；潭口镇：乙")


def test_an_account_that_may_publishes_at_once_unless_something_changed_meanwhile(store):
    saved = desk.fill_in_as(HASTY, store, "潭口镇", [duty("D06", date(2023, 10, 9), "潭口镇")], on=1)
    assert saved.outcome and saved.outcome.edition and saved.outcome.edition.by == "潭口镇"
    desk.close_as(OFFICE, store, "2023-Q3-01", date(2023, 10, 11), "")
    saved = desk.fill_in_as(HASTY, store, "潭口镇", [reply("2023-Q3-01", "正在办")], on=2)
    assert saved.outcome is None and list(saved.changed) == list(saved.stamps)
    assert desk.release_as(HASTY, store, saved.stamps, on=3).edition  # asked, and meant all the same


@pytest.mark.parametrize(
    "thing",
    [
        progress(f"联系 {MOBILE}"), progress(problem=f"打 {MOBILE}"), progress(next_step=f"找 {MOBILE}"),
        duty("D06", date(2023, 10, 9), "潭口镇", detail=f"记 {MOBILE}"), reply("2023-Q3-01", f"问 {MOBILE}"),
    ],
)  # fmt: skip
def test_no_text_that_a_unit_types_may_hold_a_personal_number(store, thing):
    saved = desk.fill_in_as(TOWN, store, "潭口镇", [thing], on=1)
    assert [one.code for one in saved.findings] == ["personal_data"] and not saved.stamps
    kept = b"".join(path.read_bytes() for path in Path(store.uri).rglob("*") if path.is_file())
    assert MOBILE.encode() not in kept


def test_the_reason_of_a_return_is_masked_and_told_to_the_unit(store):
    (stamp,) = filled(store, progress())
    with pytest.raises(ValueError, match="原因"):
        desk.give_back_as(OFFICE, store, stamp, " ")
    desk.give_back_as(OFFICE, store, stamp, f"请核对，问 {MOBILE}")
    (one,) = desk.drafts_as(TOWN, store)
    assert (one.state, MOBILE in one.reason, one.reason[:3]) == (State.RETURNED, False, "请核对")
    filled(store, progress("改好了"))
    assert [one.state for one in desk.drafts_as(TOWN, store)] == [State.REPLACED, State.WAITING]


def test_a_unit_fills_in_for_itself_alone_and_publishes_nothing(store):
    with pytest.raises(Denied):
        desk.fill_in_as(TOWN, store, "潭东镇", [progress()], on=1)
    stamps = filled(store, progress())
    with pytest.raises(Denied):
        desk.release_as(TOWN, store, stamps, on=1)
    assert desk.drafts_as(OTHER, store) == []
    with pytest.raises(Denied):
        desk.take_back_as(OTHER, store, stamps[0])
    desk.take_back_as(TOWN, store, stamps[0])
    assert answering.waiting(store) == []


def test_a_draft_is_published_once_whoever_presses_twice(store):
    stamps = filled(store, duty("D06", date(2023, 10, 9), "潭口镇"))
    released(store, stamps)
    with pytest.raises(Overtaken):
        desk.release_as(OFFICE, store, stamps, on=2)


def test_drafts_and_corrections_come_back_from_a_backup(store, tmp_path):
    text = "截至日期,镇,村,任务数,完成数\n2023-09-30,潭口镇,龙塘村,8,4\n"
    batch = examine(store, [Drop("更正.csv", text.encode(), "toilets")])
    assert publish_batch(store, as_correction(batch, store.known_tables(sample=False), "抄错"), by="小李").edition
    filled(store, progress())
    backup.back_up(store, tmp_path / "b.zip")
    again = open_store(str(tmp_path / "again"))
    backup.recover(again, tmp_path / "b.zip")
    assert (
        drafts.drafts(again) == drafts.drafts(store)
        and row(again, "toilets", as_of="2023-09-30", village="龙塘村")["done"] == 4
    )
    assert released(again) == 3
