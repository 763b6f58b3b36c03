"""The tab 更正: a clerk types over stored rows, says why, looks at what changes, and publishes; two at once are told."""

import time
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data_loaders.delivering import reference
from data_loaders.schema import TABLES
from data_loaders.store.accounts import Account, Role, add_account
from data_loaders.store.editions import STORE_VARIABLE, Store, open_store
from data_loaders.store.provenance import origins_of
from pages.desk import beside
from tests.briefing.ledgers import frame, households
from tests.pages.harness import ROOT, SECONDS, words

WANG = Account("王", Role.UPLOADER)
EAST, SOUTH = "潭东镇", "潭口镇"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Two towns' toilets of September; the process beside is left out, which a page run as a script cannot begin."""
    beside_nothing = SimpleNamespace(prepare=lambda: None, forget=lambda: None)
    monkeypatch.setattr(beside, "worker", lambda: beside_nothing)
    monkeypatch.setattr(beside, "done", lambda doing, work, *arguments: work(*arguments))
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "store"))
    st.cache_resource.clear()
    store = open_store()
    rows = [households(3, 9), households(2, 8, village="东坑村"), households(5, 10, town=SOUTH, village="三观村")]
    store.publish({"toilets": frame("toilets", rows)}, by="测试", shipped=reference.tables())
    return store


def opened(store: Store, account: Account = WANG) -> AppTest:
    add_account(store, account.name, account.role, "long enough 2023", town=account.town)
    app = AppTest.from_file(str(ROOT / "pages/upload.py"), default_timeout=SECONDS)
    app.session_state["desk"] = {"account": account, "seen": time.monotonic()}
    app.session_state["desk-tab"] = "更正"
    return app.run()


def typed(app: AppTest, rows: dict[int, dict] | None = None, added: list | None = None, gone: list | None = None):
    """What the clerk types into the grid: row → column → value, rows added, rows taken out."""
    app.session_state[app.data_editor[0].key] = {
        "edited_rows": rows or {}, "added_rows": added or [], "deleted_rows": gone or [],
    }  # fmt: skip
    return app.run()


def pressed(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def checked(app: AppTest, reason: str = "抄错一行") -> AppTest:
    next(box for box in app.text_input if box.label == "更正原因").set_value(reason)
    return pressed(app, "检查更正")


def labels(app: AppTest) -> set[str]:
    return {button.label for button in app.button}


def done_of(store: Store, number: int | None = None) -> dict[str, int]:
    rows = store.edition(number).table("toilets")
    return dict(zip(rows["village"], rows["done"], strict=True))


def test_a_cell_is_corrected_with_a_reason_after_a_look_at_what_changes(store: Store) -> None:
    app = typed(opened(store), {0: {"done": 7}})
    assert not app.exception and "改动（1 处）" in words(app)
    assert "龙井村" in words(app) and "<td>3</td><td><b>7</b></td>" in words(app)
    assert "发布更正" not in labels(app)
    app = pressed(app, "检查更正")
    assert "请填写更正原因" in app.error[0].value and store.edition().number == 1
    app = checked(app)
    assert "发布后会变化的数字" in words(app) and "10 户" in words(app) and "14 户" in words(app)
    app = pressed(app, "发布更正")
    assert not app.exception and "已发布第 2 版" in app.success[0].value
    edition = store.edition()
    assert done_of(store) == {"龙井村": 7, "东坑村": 2, "三观村": 5}
    assert edition.note == f"更正 户厕问题整改台账（{EAST}，2023-09-30）：抄错一行" and edition.by == "农办"
    row = edition.table("toilets").query("village == '龙井村'")
    (one,) = origins_of(row, TABLES["toilets"], edition, store.editions())[0].corrected
    assert (one.correction.column, one.correction.old, one.correction.new, one.reason) == ("done", 3, 7, "抄错一行")


def test_rows_are_added_and_taken_out(store: Store) -> None:
    app = typed(opened(store), added=[{"village": "上坝村", "planned": 5, "done": 1}], gone=[1])
    assert "新增一行" in words(app) and "去掉一行" in words(app)
    app = pressed(checked(app), "发布更正")
    assert not app.exception and done_of(store) == {"龙井村": 3, "上坝村": 1, "三观村": 5}


def test_what_the_checks_refuse_is_told_by_the_row_s_name_and_not_published(store: Store) -> None:
    app = checked(typed(opened(store), {1: {"done": 9}}))
    assert "东坑村" in words(app) and "大于" in words(app) and "发布更正" not in labels(app)
    app = typed(app, {1: {"done": 4}})
    assert "检查以后又改过" in app.info[0].value
    assert "发布更正" in labels(checked(app))


@pytest.mark.parametrize("place", ["grid", "reason"])
def test_a_personal_number_is_refused_and_forgotten(store: Store, place: str) -> None:
    number = "138" + "0013" + "8000"
    app = typed(opened(store), {0: {"remark": f"电话{number}"} if place == "grid" else {"done": 7}})
    app = checked(app, f"{number}来电" if place == "reason" else "抄错")
    assert not app.exception and "不得上传" in words(app) and number not in words(app)
    assert number not in str(app.session_state) and store.edition().number == 1
    assert "改动（" not in words(app)


def test_who_was_overtaken_is_told_by_whom_and_goes_on_with_all_that_does_not_collide(store: Store) -> None:
    app = typed(opened(store), {0: {"done": 7, "accepted": 2}, 1: {"done": 4}})
    app = checked(app)
    assert "发布更正" in labels(app)
    rows = [households(6, 9), households(2, 8, village="东坑村")]
    store.publish({"toilets": frame("toilets", rows)}, by="小李", note="重报")
    app = pressed(app, "发布更正")
    assert "小李" in words(app) and "已发布第 2 版" in words(app) and "没有丢" in words(app)
    assert store.edition().number == 2 and "发布更正" not in labels(app)
    app = pressed(app, "按第 2 版接着改（我的改动带过去）")
    assert "这 1 处别人也改了" in words(app) and "您改成 7，现在是 6" in words(app)
    assert "改动（2 处）" in words(app)
    app = pressed(checked(app), "发布更正")
    assert not app.exception and store.edition().number == 3
    assert done_of(store) == {"龙井村": 6, "东坑村": 4, "三观村": 5}


def test_an_account_of_a_town_corrects_its_own_rows_alone(store: Store) -> None:
    app = opened(store, Account("口", Role.UPLOADER, town=SOUTH))
    assert not app.exception and {box.label for box in app.selectbox} & {"镇", "单位"} == set()
    assert list(app.data_editor[0].value["village"]) == ["三观村"]
    assert next(box for box in app.selectbox if box.label == "台账").options == ["户厕问题整改台账"]
    app = pressed(checked(typed(app, {0: {"done": 6}})), "发布更正")
    assert done_of(store) == {"龙井村": 3, "东坑村": 2, "三观村": 6} and store.edition().by == SOUTH


def test_a_grid_that_nobody_has_touched_follows_the_newest_edition(store: Store) -> None:
    app = opened(store)
    store.publish({"toilets": frame("toilets", [households(4, 9)])}, by="小李")
    assert list(app.run().data_editor[0].value["done"]) == [4]


def test_another_day_or_town_begins_another_grid(store: Store) -> None:
    app = typed(opened(store), {0: {"done": 7}})
    next(box for box in app.selectbox if box.label == "镇").set_value(SOUTH)
    app = app.run()
    assert list(app.data_editor[0].value["village"]) == ["三观村"] and "改动（" not in words(app)
