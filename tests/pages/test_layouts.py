"""An office's own ledger at the desk: its columns are shown with samples, explained once, and known next month."""

import csv
import io
import re
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from data_loaders.store.accounts import Role, add_account
from data_loaders.store.editions import STORE_VARIABLE, Store, open_store
from data_loaders.store.layouts import kept_layouts
from pages.desk import beside
from tests.data_loaders.layouts.ledgers import TOTALS, toilets
from tests.pages.harness import ROOT, SECONDS, words


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """An empty store; files are read in this process, for the page that a test runs is the main module of a new one."""
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "store"))
    monkeypatch.setattr(beside, "worker", lambda: SimpleNamespace(prepare=lambda: None, forget=lambda: None))
    monkeypatch.setattr(beside, "done", lambda doing, work, *arguments: work(*arguments))
    return open_store()


def opened(store: Store, tab: str = "上传台账") -> AppTest:
    account = add_account(store, "王", Role.ADMINISTRATOR, "long enough 2023")
    app = AppTest.from_file(str(ROOT / "pages/upload.py"), default_timeout=SECONDS * 4)
    app.session_state["desk"] = {"account": account, "seen": time.monotonic()}
    app.session_state["desk-tab"] = tab
    return app.run()


def dropped(app: AppTest, rows: list, name: str = "改厕.csv") -> AppTest:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    uploader = next(each for each in app.get("file_uploader") if "台账" in each.label)
    return uploader.upload(name, text.getvalue().encode(), "text/csv").run()


def sums(shown: str) -> list[str]:
    """The totals below the rows that come out."""
    return re.findall(r"<td>([\d.,]+)</td>", shown.partition("<tr class='sum'>")[2].partition("</tr>")[0])


def pressed(app: AppTest, label: str) -> AppTest:
    app = next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def test_a_ledger_is_explained_accepted_published_and_known_next_month(store: Store) -> None:
    app = dropped(opened(store), toilets(planned="核定基数"))  # which a person had better look at
    assert not app.exception
    shown = words(app)
    assert "核对读法" in shown and "整改到位（座）" in shown and "龙井村" in shown
    assert "5 行" in shown and sums(shown) == ["92", "53"]  # below the columns, to be held against the office's own
    assert "检查结果" not in shown  # what has no say yet is told once the reading is accepted
    assert "发布" not in {button.label for button in app.button}
    assert "请核对" in shown and "这一列是" in {picker.label for picker in app.selectbox}
    app = pressed(app, "全部接受，按此读取")
    assert "这一列是" not in {picker.label for picker in app.selectbox}  # what is settled leaves room
    app = pressed(app, "发布")
    assert store.edition().table("toilets")["done"].sum() == TOTALS["完成数"]
    assert kept_layouts(store)[0].plain["table"] == "toilets"
    again = toilets(planned="核定基数")
    again[0] = ["户厕问题整改情况（截至2023年11月30日）"]
    app = pressed(dropped(app, again, "改厕11月.csv"), "发布")
    assert [edition.number for edition in store.editions()] == [1, 2]


def test_a_wrong_proposal_is_put_right_with_the_picker(store: Store) -> None:
    app = dropped(opened(store), toilets("甲数", "乙数"))
    columns = {box.label: box for box in app.selectbox}
    assert "这一列是" in columns
    boxes = [box for box in app.selectbox if box.label == "这一列是"]
    boxes[3].set_value("任务数").run()
    boxes = [box for box in app.selectbox if box.label == "这一列是"]
    boxes[4].set_value("完成数").run()
    assert sums(words(app)) == ["92", "53"]
    pressed(pressed(app, "全部接受，按此读取"), "发布")
    assert store.edition().table("toilets")["planned"].sum() == TOTALS["任务数"]


def test_the_administrator_renames_and_deletes_layouts(store: Store) -> None:
    pressed(pressed(dropped(opened(store), toilets()), "全部接受，按此读取"), "发布")
    app = opened(store, "版式")
    assert "用于第 1 版" in words(app)
    next(box for box in app.text_input if box.label == "新名称").set_value("改厕月报")
    app = pressed(app, "确定")
    assert [kept.name for kept in kept_layouts(store)] == ["改厕月报"]
    assert "下次同样的表头要重新核对" in words(app) and kept_layouts(
        store
    )  # what it means stands beside the second button
    pressed(app, "确定删除")
    assert not kept_layouts(store)


def test_a_word_that_is_new_in_a_known_ledger_is_asked_beside_what_comes_out(store: Store) -> None:
    header = ["点位名", "点位性质", "乡镇", "行政村", "工程现状", "竣工期限"]
    row = ["龙井荷塘", "新农村建设点", "潭东镇", "龙井村", "土建施工", "2023年11月30日"]
    title = ["新农村建设点推进情况（截至2023年10月31日）"]
    app = pressed(pressed(dropped(opened(store), [title, header, row], "点位.csv"), "全部接受，按此读取"), "发布")
    row[4] = "打桩"  # which no list of words knows
    title[0] = title[0].replace("10月31日", "11月30日")
    app = dropped(app, [title, header, row], "点位11月.csv")
    assert "「打桩」" in words(app) and "发布" not in {button.label for button in app.button}
    next(box for box in app.selectbox if box.label == "答案").set_value("在建").run()
    pressed(app, "发布")
    assert list(store.edition().table("sites")["stage"]) == ["在建", "在建"]


def test_a_word_that_was_taken_for_the_wrong_choice_is_put_right_and_stays_so(store: Store) -> None:
    header = ["点位名", "点位性质", "乡镇", "行政村", "工程现状", "竣工期限"]
    rows = [["河边", "新农村建设点", "潭东镇", "龙井村", "已交付（未验收）", "2023年11月30日"], ["塘尾", "新农村建设点", "潭口镇", "三观村", "施工中", "2023年11月30日"]]  # fmt: skip
    app = dropped(opened(store), [["点位推进情况（截至2023年10月31日）"], header, *rows], "A1_点位V2.csv")
    picker = next(box for box in app.selectbox if box.label == "已交付(未验收)")
    assert picker.value != "验收"
    app = picker.set_value("验收").run()
    pressed(pressed(app, "全部接受，按此读取"), "发布")
    assert list(store.edition().table("sites")["stage"]) == ["验收", "在建"]
    assert [kept.name for kept in kept_layouts(store)] == ["点位"]  # without what only numbers the file
    again = [["点位推进情况（截至2023年11月30日）"], [*header[:5], "计划完工期限"], *rows]
    assert "版式「点位」已经确认过，这次变了的列：计划完工期限" in words(dropped(app, again, "点位11月.csv"))


def test_a_figure_that_is_in_no_column_is_asked_of_the_file_and_not_of_the_clerk(store: Store) -> None:
    rows = [["美丽庭院建成情况（截至2023年10月31日）"], ["行政村", "建成（户）"], ["龙井村", "7"], ["上坝村", "4"]]
    app = dropped(opened(store), rows, "庭院.csv")
    assert "表里没有「任务数」，请在表里补上这一列再上传" in words(app)
    assert "答案" not in {box.label for box in app.selectbox}
    assert {button.label: button.disabled for button in app.button}["先回答上面的问题"]
