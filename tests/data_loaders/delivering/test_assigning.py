"""交办 recorded in a meeting: numbers, editions, two clerks at once, closing, extending, opening anew."""

import threading
from datetime import date
from pathlib import Path

import pytest

from briefing.compose import compose
from briefing.model import ActionState
from data_loaders.delivering import assigning, desk, reference
from data_loaders.delivering.assigning import Assignment
from data_loaders.delivering.intake.answers import Answer, answered
from data_loaders.schema import ACTIONS
from data_loaders.store.accounts import ANYBODY, Account, Denied, Role
from data_loaders.store.editions import EmptyStore, Overtaken, Store, open_store
from tests.briefing.ledgers import action, frame, households

MEETING = date(2023, 10, 12)


def thing(item: str = "修渠", due_on: date | None = date(2023, 10, 20), **more) -> Assignment:
    return Assignment(item, more.pop("owners", ("潭口镇", "区财政局")), more.pop("held_on", MEETING), due_on, **more)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A real edition with a ledger up to September and two items of a meeting in July."""
    store = open_store(str(tmp_path / "store"))
    tables = {
        "toilets": frame("toilets", [households(3, 9)]),
        "actions": frame("actions", [action("2023-Q3-01", "2023-09-15"), action("2023-Q3-04", "2023-10-31")]),
    }
    store.publish(tables, by="测试", shipped=reference.tables())
    return store


def shown(store: Store, number: str) -> ActionState:
    return next(one for one in compose(store.edition()).actions if one.id == number)


def test_a_thing_becomes_an_edition_at_once_with_its_number_and_what_it_is_about(store):
    recorded = assigning.record(store, thing(about="T04"), by="区农办")
    edition = store.edition()
    assert (recorded.number, edition.number, edition.by, edition.note) == (
        "2023-Q4-01",
        2,
        "区农办",
        "记录交办 2023-Q4-01",
    )
    found = shown(store, "2023-Q4-01")
    assert (found.item, found.owner, found.due_on, found.about) == (
        "修渠",
        "潭口镇、区财政局",
        date(2023, 10, 20),
        "T04",
    )
    assert compose(edition).as_of == date(2023, 9, 30)  # the meeting is later than its ledgers


def test_numbers_go_on_where_the_meeting_s_ledger_ended(store):
    assert assigning.record(store, thing(held_on=date(2023, 9, 28)), by="区农办").number == "2023-Q3-05"
    assert assigning.record(store, thing(held_on=date(2023, 9, 28)), by="区农办").number == "2023-Q3-06"


def test_two_clerks_at_once_get_two_numbers_and_nothing_is_lost(store):
    numbers, together = [], threading.Barrier(2)

    def clerk(item: str) -> None:
        together.wait()
        numbers.append(assigning.record(store, thing(item), by=item).number)

    clerks = [threading.Thread(target=clerk, args=(item,)) for item in ("甲", "乙")]
    for one in clerks:
        one.start()
    for one in clerks:
        one.join()
    assert sorted(numbers) == ["2023-Q4-01", "2023-Q4-02"]
    assert {shown(store, number).item for number in numbers} == {"甲", "乙"}


def test_who_publishes_on_an_edition_that_is_no_longer_the_newest_is_told_and_changes_nothing(store):
    with pytest.raises(Overtaken):
        store.publish({"actions": frame("actions", [action("x", "2023-10-31")])}, by="测试", on=0)
    assert store.edition().number == 1


def test_a_store_of_the_sample_alone_records_into_a_sample_edition(tmp_path):
    store = open_store(str(tmp_path / "store"))
    store.publish({"toilets": frame("toilets", [households(3, 9)])}, by="示例", sample=True, shipped=reference.tables())
    assigning.record(store, thing(), by="区农办")
    (row,) = store.edition().table("actions").to_dict("records")
    assert (store.edition().sample, row["remark"]) == (True, "示例数据")


def test_nothing_is_recorded_before_the_first_edition(tmp_path):
    with pytest.raises(EmptyStore):
        assigning.record(open_store(str(tmp_path / "store")), thing(), by="区农办")


@pytest.mark.parametrize("words", ["打 13812345678 问进度", "打 １３８ １２３４ ５６７８ 问进度"])
def test_a_personal_number_is_refused_by_the_guard_of_files_and_never_repeated(store, words):
    outcome = assigning.record(store, thing(words), by="区农办").outcome
    assert (outcome.edition, store.edition().number) == (None, 1)
    assert {finding.code for finding in outcome.findings} == {"personal_data"}
    assert not any(word in finding.sentence for finding in outcome.findings for word in words.split())


def test_a_thing_without_words_is_refused_by_the_checks_of_files(store):
    assert "cell_blank" in {
        finding.code for finding in assigning.record(store, thing(" "), by="区农办").outcome.findings
    }


def test_before_the_next_meeting_keeps_the_word_until_somebody_dates_that_meeting(store):
    number = assigning.record(store, thing(due_on=None), by="区农办").number
    assert shown(store, number).due_on is None
    with pytest.raises(ValueError, match="没有等下次调度会的事项"):
        assigning.date_next_meeting(store, MEETING, by="区农办")  # the meeting that assigned it is not the next one
    assigning.date_next_meeting(store, date(2023, 12, 20), by="区农办")
    assert shown(store, number).due_on == date(2023, 12, 20)


def test_closing_extending_and_opening_anew_leave_their_traces(store):
    assigning.extend(store, "2023-Q3-01", date(2023, 10, 31), "雨季停工", by="区农办")
    found = shown(store, "2023-Q3-01")
    assert (found.due_on, found.first_due_on, found.status) == (date(2023, 10, 31), date(2023, 9, 15), "未到期")
    assert "延期至2023-10-31：雨季停工" in found.detail
    assigning.extend(store, "2023-Q3-01", date(2023, 11, 30), "仍未开工", by="区农办")
    assert shown(store, "2023-Q3-01").first_due_on == date(2023, 9, 15)  # the first one stays
    assigning.close(store, "2023-Q3-01", date(2023, 10, 25), "已通水", by="区农办")
    found = shown(store, "2023-Q3-01")
    assert (found.status, found.done_on) == ("已完成", date(2023, 10, 25))
    assigning.reopen(store, "2023-Q3-01", "又停了", by="区农办")
    found = shown(store, "2023-Q3-01")
    assert (found.done_on, found.detail.split("；")[-2:]) == (None, ["办结：已通水", "重开：又停了"])


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_extended_or_opened_anew_without_a_reason(store, reason):
    with pytest.raises(ValueError, match="理由"):
        assigning.extend(store, "2023-Q3-01", date(2023, 12, 1), reason, by="区农办")
    with pytest.raises(ValueError, match="理由"):
        assigning.reopen(store, "2023-Q3-01", reason, by="区农办")


def test_a_ledger_that_comes_later_loses_neither_the_first_day_nor_what_it_was_about(store):
    number = assigning.record(store, thing(about="T04"), by="区农办").number
    assigning.extend(store, number, date(2023, 11, 15), "雨季", by="区农办")
    rows = store.edition().table("actions")[list(ACTIONS.names)]  # as an office's file has them
    store.publish({"actions": frame("actions", rows.assign(detail="办理中"))}, by="区农办")
    found = shown(store, number)
    assert (found.detail, found.about, found.first_due_on) == ("办理中", "T04", date(2023, 10, 20))


@pytest.mark.parametrize("account", [ANYBODY, Account("tankou", Role.UPLOADER, town="潭口镇")])
def test_who_has_no_account_or_one_of_a_town_assigns_and_closes_nothing(store, account):
    attempts = [
        lambda: desk.assign_as(account, store, thing()),
        lambda: desk.close_as(account, store, "2023-Q3-01", date(2023, 9, 30), ""),
        lambda: desk.extend_as(account, store, "2023-Q3-01", date(2023, 12, 30), "雨季"),
        lambda: desk.reopen_as(account, store, "2023-Q3-01", "又停了"),
        lambda: desk.date_next_meeting_as(account, store, date(2023, 12, 20)),
    ]
    for attempt in attempts:
        with pytest.raises(Denied):
            attempt()
    assert store.edition().number == 1


def told(owner: str, answer: Answer, **more) -> dict:
    row = frame("actions", [action("2023-Q3-01", "2023-09-15", owner=owner, **more)]).to_dict("records")[0]
    return answered({str(name): value for name, value in row.items()}, answer)


def test_the_only_owner_of_a_thing_answers_and_closes_it():
    row = told("潭口镇", Answer("2023-Q3-01", "潭口镇", " 渠已修好 ", date(2023, 9, 12)), detail="已进场")
    assert (row["detail"], row["answered"]) == ("已进场；渠已修好", "潭口镇")
    assert row["done_on"].date() == date(2023, 9, 12)


def test_of_a_thing_of_several_units_each_says_its_own_and_none_closes_it_for_all():
    row = told("潭口镇、区财政局", Answer("2023-Q3-01", "区财政局", "款已拨", date(2023, 9, 12)), answered="潭口镇")
    assert row["detail"] == "区财政局：已于2023-09-12办结，款已拨"
    assert (row["answered"], str(row["done_on"])) == ("潭口镇、区财政局", "NaT")
