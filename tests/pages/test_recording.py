"""The clerk in a meeting: record on the screen of assigned items, with an account, linked to what was looked at."""

import time
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data_loaders import clock
from data_loaders.store.accounts import Account, Role, add_account, remove_account
from data_loaders.store.editions import STORE_VARIABLE, Store, open_store
from tests.pages.harness import ROOT, SECONDS, words
from tests.seeded import copied_to

CLERK = Account("clerk", Role.UPLOADER)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv(STORE_VARIABLE, str(copied_to(tmp_path / "store")))
    st.cache_resource.clear()
    add_account(open_store(), CLERK.name, CLERK.role, "long enough 2023")
    return open_store()


def opened(page: str = "actions", *, account: Account | None = CLERK, **query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / f"pages/{page}.py"), default_timeout=SECONDS)
    if account:
        app.session_state["desk"] = {"account": account, "seen": time.monotonic()}
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def box(app: AppTest, kind: str, label: str):
    return next(one for one in app.get(kind) if one.label == label)


def button(app: AppTest, label: str):
    return next(one for one in app.button if one.label == label)


def record(app: AppTest, item: str, *owners: str, limit: object = 7) -> AppTest:
    box(app, "text_area", "事项").set_value(item)
    box(app, "multiselect", "责任单位").set_value(list(owners))
    box(app, "selectbox", "完成时限").set_value(limit)
    return button(app, "记录").click().run()


def test_a_day_that_was_typed_goes_before_the_days_and_an_error_takes_the_last_success_away(store: Store) -> None:
    app = record(opened(), "先前一件", "潭口镇")
    assert "已记录“先前一件”，潭口镇：2023-Q3-05" in app.success[0].value
    app = button(app, "记录").click().run()
    assert not app.success and app.error[0].value == "请填写事项"
    box(app, "date_input", "或某一天（填了就以它为准）").set_value(date(2023, 10, 20))
    app = record(app, "限期一件", "区财政局")
    assert "2023-10-20" in words(app) and "已记录“限期一件”" in app.success[0].value


def test_the_clerk_records_three_things_one_after_the_other_and_each_stands_on_the_screen(store: Store) -> None:
    app = opened()
    for number, limit in (("05", 3), ("06", "下次调度会前"), ("07", 30)):
        app = record(app, f"第{number}件", "潭口镇", "区财政局", limit=limit)
        assert not app.exception
        assert f"2023-Q3-{number}" in app.success[0].value
        assert box(app, "text_area", "事项").value == ""  # ready for the next
    shown = words(app)
    assert all(f"第{number}件" in shown for number in ("05", "06", "07")) and "下次调度会前" in shown
    assert store.edition().number == 4 and store.edition().sample


def test_what_was_typed_stays_while_something_is_missing(store: Store) -> None:
    app = record(opened(), "修渠")
    assert "请填写责任单位" in app.error[0].value
    assert box(app, "text_area", "事项").value == "修渠" and store.edition().number == 1


def test_it_is_linked_to_the_link_s_measure_to_the_village_or_to_the_screen_that_was_left(store: Store) -> None:
    assert box(opened(about="T04"), "selectbox", "关联").value == "T04"
    app = AppTest.from_file(str(ROOT / "pages/actions.py"), default_timeout=SECONDS)
    app.session_state["desk"] = {"account": CLERK, "seen": time.monotonic()}
    app.session_state["stood"] = ("map", "潭口镇三观村")
    assert box(app.run(), "selectbox", "关联").value == "潭口镇三观村"
    app.session_state["stood"] = ("funds", "")
    assert opened("map", account=None, village="潭口镇三观村").session_state["stood"] == ("map", "潭口镇三观村")
    app = record(opened(about="T04"), "修渠", "潭口镇")
    (row,) = [one for one in store.edition().table("actions").to_dict("records") if one["item"] == "修渠"]
    assert row["about"] == "T04"


def test_a_personal_number_is_refused_without_being_repeated(store: Store) -> None:
    app = record(opened(), "打 13812345678", "潭口镇")
    assert "不得上传" in words(app) and "13812345678" not in words(app)
    assert store.edition().number == 1


def test_nobody_records_without_an_account_and_on_no_projector(store: Store) -> None:
    for app in (opened(account=None), opened(present="1")):
        assert "记录" not in {one.label for one in app.button}


def test_an_account_that_was_closed_meanwhile_records_nothing(store: Store) -> None:
    app = opened()
    box(app, "text_area", "事项").set_value("修渠")
    box(app, "multiselect", "责任单位").set_value(["潭口镇"])
    remove_account(store, CLERK.name)
    button(app, "记录").click().run()
    assert store.edition().number == 1


def test_the_meeting_is_today_in_the_year_of_the_plan(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2023, 10, 12))
    app = record(opened(), "修渠", "潭口镇", limit=7)
    assert "2023-Q4-01" in app.success[0].value
    (row,) = [one for one in store.edition().table("actions").to_dict("records") if one["item"] == "修渠"]
    assert str(row["due_on"].date()) == "2023-10-19"


def test_a_thing_is_closed_and_opened_anew_on_the_screen(store: Store) -> None:
    app = opened()
    open_one = next(one for one in store.edition().table("actions").to_dict("records") if str(one["done_on"]) == "NaT")
    box(app, "selectbox", "交办事项").set_value(open_one["action_id"])
    box(app, "date_input", "完成日期／新的时限").set_value(date(2023, 9, 29))
    box(app, "text_input", "说明／理由").set_value("已通水")
    app = button(app, "保存").click().run()
    assert "已办结" in app.success[0].value and "办结：已通水" in words(app)
