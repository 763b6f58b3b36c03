"""The tabs of the upload page: the administrator's own are there for nobody else, and only the open one is computed."""

import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_loaders.delivering import reference
from data_loaders.store.accounts import Role, add_account
from data_loaders.store.editions import STORE_VARIABLE, Store, open_store
from pages.desk import health
from tests.briefing.ledgers import frame, households
from tests.pages.harness import ROOT, SECONDS, words


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "store"))
    store = open_store()
    store.publish({"toilets": frame("toilets", [households(3, 9)])}, by="测试", shipped=reference.tables())
    return store


def opened(store: Store, role: Role, tab: str) -> AppTest:
    """The page as somebody who is logged in sees it with a tab open."""
    account = add_account(store, "王", role, "long enough 2023")
    app = AppTest.from_file(str(ROOT / "pages/upload.py"), default_timeout=SECONDS)
    app.session_state["desk"] = {"account": account, "seen": time.monotonic()}
    app.session_state["desk-tab"] = tab
    return app.run()


def test_an_administrator_sees_how_the_installation_is(store: Store) -> None:
    app = opened(store, Role.ADMINISTRATOR, "运行状况")
    assert not app.exception
    shown = words(app)
    assert "户厕问题整改台账" in shown and "2023-09-30" in shown and "streamlit" in shown and "/_stcore/health" in shown


def test_an_uploader_has_neither_that_tab_nor_the_audit(store: Store) -> None:
    app = opened(store, Role.UPLOADER, "上传台账")
    assert [tab.label for tab in app.tabs] == ["上传台账", "历史版本", "更正", "年度计划", "填报"]
    assert "/_stcore/health" not in words(app)


def test_a_tab_that_is_not_open_reads_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.desk, "health_as", lambda *_: pytest.fail("computed for nobody"))
    assert not opened(store, Role.ADMINISTRATOR, "历史版本").exception


def test_sample_and_real_editions_are_never_set_side_by_side(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "begun-with-samples"))
    begun = open_store()
    for done, sample in ((3, True), (4, False)):
        begun.publish(
            {"toilets": frame("toilets", [households(done, 9)])}, by="测试", sample=sample, shipped=reference.tables()
        )
    app = opened(begun, Role.ADMINISTRATOR, "历史版本")
    assert "比较两个版本" not in [expander.label for expander in app.expander]
    begun.publish({"toilets": frame("toilets", [households(5, 9)])}, by="测试", shipped=reference.tables())
    chosen = {box.label: box for box in app.run().selectbox}
    assert chosen["从"].options == chosen["到"].options == ["第 3 版", "第 2 版"]
    assert (chosen["从"].value, chosen["到"].value) == (2, 3)
    next(button for button in app.button if button.label == "比较").click().run()
    assert "<dt>第 2 版</dt>" in words(app) and "<dt>第 3 版</dt>" in words(app)
    assert "4 户" in words(app) and "5 户" in words(app)
