"""A unit fills in on its page and the office publishes it, in the browser's own forms."""

import time
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data_loaders.delivering import answering, desk
from data_loaders.origins import plain
from data_loaders.schema import TOILETS
from data_loaders.store.accounts import Account, Role, add_account
from data_loaders.store.editions import STORE_VARIABLE, Store, open_store
from pages.desk import beside
from tests.pages.harness import ROOT, SECONDS, words
from tests.seeded import copied_to

TOWN = Account("kou", Role.REPORTER, unit="潭口镇")
HASTY = Account("hasty", Role.REPORTER, unit="潭口镇", at_once=True)
OFFICE = Account("office", Role.UPLOADER)
DAY = date(2023, 10, 31)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    beside_nothing = SimpleNamespace(prepare=lambda: None, forget=lambda: None)
    monkeypatch.setattr(beside, "worker", lambda: beside_nothing)
    monkeypatch.setattr(beside, "done", lambda doing, work, *arguments: work(*arguments))
    monkeypatch.setenv(STORE_VARIABLE, str(copied_to(tmp_path / "store")))
    st.cache_resource.clear()
    for one in (TOWN, HASTY, OFFICE):
        bound = {"unit": one.unit, "at_once": one.at_once}
        add_account(open_store(), one.name, one.role, "long enough 2023", **bound)
    return open_store()


def opened(account: Account | None = TOWN, page: str = "unit", tab: str = "填报", **query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / f"pages/{page}.py"), default_timeout=SECONDS)
    if account:
        app.session_state["desk"] = {"account": account, "seen": time.monotonic()}
    if page == "upload":
        app.session_state["desk-tab"] = tab
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def keyed(app: AppTest, kind: str, key: str):
    return next(one for one in app.get(kind) if one.key and one.key.startswith(key))


def button(app: AppTest, label: str):
    return next(one for one in app.button if one.label == label)


def test_a_unit_s_people_are_led_to_their_page_and_see_every_task_with_what_was_told_last(store: Store) -> None:
    app = opened()
    assert app.query_params["name"] in ("潭口镇", ["潭口镇"]) and not app.exception
    assert len([one for one in app.text_area if one.key.startswith("task-text")]) == sum(
        "潭口镇" in line or "各镇" in line for line in tasks_of(store)
    )
    assert "上次（9月30日）" in words(app)
    assert "到潭口镇的页面填报" in {one.label for one in opened(name="潭东镇").button}


def tasks_of(store: Store) -> list[str]:
    return [row["responsible"] for row in store.edition().table("plan_tasks").to_dict("records")]


def test_what_is_typed_of_a_task_waits_and_can_be_taken_back(store: Store) -> None:
    app = opened(name="潭口镇")
    keyed(app, "text_area", "task-text").set_value("已排查 12 户")
    app = button(app, "保存任务进展").click().run()
    assert "已保存 1 项" in app.success[0].value and store.edition().number == 1
    assert "已排查 12 户" in words(app) and "待农办发布" in words(app)
    button(app, "撤回").click().run()
    assert answering.waiting(store) == []


def test_a_duty_a_reply_and_no_change_are_filled_in_and_the_office_publishes_them_together(store: Store) -> None:
    app = opened(name="潭口镇")
    keyed(app, "text_input", "duty-detail").set_value("已开展")
    app = button(app, "登记履职").click().run()
    keyed(app, "text_area", "reply-words").set_value("正在办理")
    app = button(app, "回复").click().run()
    keyed(app, "multiselect", "unchanged-which").set_value([TOILETS.name])
    keyed(app, "date_input", "unchanged-day").set_value(DAY)
    app = button(app, "确认本期无变化").click().run()
    assert len(answering.waiting(store)) == 3 and not app.exception
    office = opened(OFFICE, "upload")
    assert "正在办理" in words(office) and "发布后会变化的数字" in words(office)
    before = words(office)
    office = button(office, "发布选中的 3 项").click().run()
    assert not office.exception and store.edition().number == 2
    rows = store.edition().table("toilets")
    assert {plain(one) for one in rows.loc[rows["as_of"] == "2023-10-31", "unchanged_since"]} == {"2023-09-30"}
    assert "没有待发布的填报" in words(office) and before != words(office)


def test_what_changed_meanwhile_is_not_chosen_before_somebody_has_looked(store: Store) -> None:
    number = next(
        str(one["action_id"]) for one in store.edition().table("actions").to_dict("records") if one["owner"] == "潭口镇"
    )
    desk.fill_in_as(TOWN, store, "潭口镇", [answering.reply(number, "正在办")], on=1)
    desk.extend_as(OFFICE, store, number, date(2023, 12, 1), "下雨")
    app = opened(OFFICE, "upload")
    assert "填报时是第1版" in words(app) and "2023-12-01" in words(app)
    assert not [one for one in app.button if one.label.startswith("发布选中")]
    next(one for one in app.checkbox if one.label.startswith("核对过了")).check()
    app = button(app.run(), "发布选中的 1 项").click().run()
    assert store.edition().number == 3


def test_the_office_returns_what_it_does_not_publish_and_the_unit_reads_why(store: Store) -> None:
    (stamp,) = desk.fill_in_as(TOWN, store, "潭口镇", [answering.duty("D06", date(2023, 9, 12), "潭口镇")], on=1).stamps
    app = opened(OFFICE, "upload")
    keyed(app, "multiselect", "return-which").set_value([stamp])
    keyed(app, "text_input", "return-why").set_value("日期请核对")
    button(app, "退回").click().run()
    assert answering.waiting(store) == [] and "日期请核对" in words(opened(name="潭口镇"))


def test_an_account_that_may_publishes_at_once(store: Store) -> None:
    app = opened(HASTY, name="潭口镇")
    keyed(app, "text_area", "reply-words").set_value("已办")
    app = button(app, "回复").click().run()
    assert "已发布第 2 版" in app.success[0].value and store.edition().by == "潭口镇"


def test_nothing_typed_is_told_and_a_personal_number_is_refused_without_being_repeated(store: Store) -> None:
    app = button(opened(name="潭口镇"), "保存任务进展").click().run()
    assert "还没有填写" in app.error[0].value
    keyed(app, "text_area", "task-text").set_value("联系 13812345678")
    app = button(app, "保存任务进展").click().run()
    assert "不得上传" in words(app) and "13812345678" not in words(app) and answering.waiting(store) == []


def test_whoever_has_not_answered_is_one_list_that_shrinks_and_has_words_to_copy(store: Store) -> None:
    app = opened(OFFICE, "upload")
    assert "潭口镇" in words(app) and "还没有填报的单位" in words(app)
    names = keyed(app, "selectbox", "remind-unit").options
    keyed(app, "selectbox", "remind-unit").set_value("潭口镇")
    told = app.run().code[0].value
    assert told.startswith("潭口镇：截至2023年9月30日") and "/unit?name=" in told and "交办未回复" in told
    for unit in names:
        assert unit in words(app)


def test_on_the_upload_page_a_reporter_finds_the_way_and_nothing_else(store: Store) -> None:
    app = opened(TOWN, "upload")
    assert [tab.label for tab in app.tabs] == ["填报"] and "潭口镇" in app.info[0].value
    assert not app.get("file_uploader")


def test_who_looks_at_an_older_edition_or_has_no_account_fills_in_nothing(store: Store) -> None:
    app = opened(name="潭口镇", edition="1", as_of="2023-08-31")
    assert "最新" in app.info[0].value and not app.text_area
    assert not opened(None, name="潭口镇").text_area
    assert not opened(OFFICE, name="没有这个单位").text_area and opened(OFFICE, name="潭东镇").text_area
    assert not opened(name="潭口镇", present="1").text_area
