"""What a reader sees while the store is away or damaged, on a real store."""

import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st

from briefing.ui import editions, session
from data_loaders.store.accounts import Role, add_account, has_accounts
from data_loaders.store.editions import STORE_VARIABLE, open_store
from tests.pages.harness import open_script, words
from tests.seeded import copied_to


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    """A store with the sample edition, and the same once more as second edition."""
    path = copied_to(tmp_path_factory.mktemp("sample") / "store")
    open_store(str(path)).restore(1, by="测试")
    return path


@pytest.fixture
def store(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it that the pages read."""
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "store"))
    st.cache_resource.clear()
    return shutil.copytree(sample, tmp_path / "store")


def look_again() -> None:
    """The next look at the store is a new one, as it is some seconds later."""
    editions.look_at.clear()


def test_a_screen_keeps_its_numbers_while_the_share_is_away_says_so_and_recovers(store: Path) -> None:
    before = words(open_script("pages/overview.py"))
    away = store.rename(store.with_name("elsewhere"))
    look_again()
    app = open_script("pages/overview.py")
    assert not app.exception
    assert "数据存放位置暂时打不开" in words(app)
    away.rename(store)
    look_again()
    assert words(open_script("pages/overview.py")) == before


def test_a_screen_that_was_never_read_before_waits_for_the_share(store: Path) -> None:
    open_script("pages/overview.py")
    store.rename(store.with_name("elsewhere"))
    st.cache_resource.clear()
    app = open_script("pages/funds.py")
    assert not app.exception
    assert "暂时读不到数据" in words(app) and "恢复后本页自动显示" in words(app)


def test_a_page_that_waits_draws_itself_when_the_share_is_back(store: Path) -> None:
    open_script("pages/overview.py")
    away = store.rename(store.with_name("elsewhere"))
    st.cache_resource.clear()
    app = open_script("pages/funds.py")
    away.rename(store)
    look_again()
    assert "暂时读不到数据" not in words(app.run())


def test_the_upload_desk_says_that_the_share_is_away_and_asks_for_no_account(store: Path) -> None:
    open_script("pages/upload.py")
    open_store(str(store)).history()
    add_account(open_store(str(store)), "王", Role.ADMINISTRATOR, "long enough 2023")
    assert has_accounts(open_store(str(store)))
    store.rename(store.with_name("elsewhere"))
    app = open_script("pages/upload.py")
    assert not app.exception
    assert "暂时读不到数据" in words(app) and "还没有账号" not in words(app)


def test_a_damaged_newest_edition_shows_the_one_before_and_says_so(store: Path) -> None:
    os.truncate(store / "editions" / "_delta_log" / f"{1:020}.json", 0)
    app = open_script("pages/overview.py")
    assert not app.exception
    assert "第 2 版无法读取，已显示第 1 版" in words(app)


def test_an_edition_whose_data_is_damaged_is_named_and_the_picker_stays(store: Path) -> None:
    for path in (store / "tables" / "funds").glob("*.parquet"):
        os.truncate(path, 100)
    app = open_script("pages/overview.py")
    assert not app.exception
    assert "第 2 版无法读取" in words(app)
    assert app.selectbox(key="edition").options == ["最新", "2", "1"]


def test_a_login_ends_by_the_time_that_passed_and_not_by_the_clock(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = add_account(open_store(str(store)), "王", Role.ADMINISTRATOR, "long enough 2023")
    monkeypatch.setattr(st, "session_state", {session.SESSION_KEY: {"account": account, "seen": 1_000.0}})
    idle = session.IDLE_AT_MOST.total_seconds()
    for passed, expected in ((idle - 1, account), (idle + 1, None)):
        monkeypatch.setattr(session, "time", SimpleNamespace(monotonic=lambda passed=passed: 1_000.0 + passed))
        assert session.current(open_store(str(store))) == expected
