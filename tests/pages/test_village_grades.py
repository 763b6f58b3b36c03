"""After the first real publish the desk says that the village list has no 帮扶级别 and hands it out to be filled."""

import time
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from briefing.ui import upload_worker
from data_loaders.delivering.intake import Drop
from data_loaders.store.accounts import Account, Role, add_account
from data_loaders.store.editions import STORE_VARIABLE, open_store
from tests.pages.harness import ROOT, SECONDS

LEDGER = "截至日期,镇,村,任务数,完成数\n2023-09-30,潭东镇,龙井村,12,9\n"
OFFER = "下载村庄名录（填帮扶级别）"


def opened(number: int, ungraded) -> AppTest:
    """The upload page right after an edition was published."""
    app = AppTest.from_file(str(ROOT / "pages/upload.py"), default_timeout=SECONDS)
    app.session_state["desk"] = {"account": Account("王", Role.UPLOADER), "seen": time.monotonic()}
    app.session_state["published"], app.session_state["ungraded"] = number, ungraded
    return app.run()


def test_the_desk_says_which_grades_are_missing_and_offers_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "store"))
    st.cache_data.clear()
    st.cache_resource.clear()
    store = open_store()
    clerk = Account("王", Role.UPLOADER)
    add_account(store, "王", Role.UPLOADER, "long enough 2023")
    drops = [Drop("户厕.csv", LEDGER.encode())]
    first = upload_worker.publish(clerk, store, drops, ("first",), "")
    app = opened(first.number, first.ungraded)
    assert not app.exception
    assert [each.value for each in app.success] == ["已发布第 1 版，各屏几秒内更新。"]
    assert "没有村填省定、市定、县定帮扶级别" in "".join(each.value for each in app.warning)
    assert OFFER in [button.label for button in app.get("download_button")]
    listed = "镇,村,帮扶级别\n潭东镇,龙井村,省定\n潭口镇,三观村,市定\n潭口镇,上元村,县定\n"
    second = upload_worker.publish(clerk, store, [Drop("村庄名录.csv", listed.encode())], ("second",), "")
    app = opened(second.number, second.ungraded)
    assert not app.warning and OFFER not in [button.label for button in app.get("download_button")]
