"""Old buttons, hostile names and odd cells on the way back to the person."""

import time
from io import BytesIO
from pathlib import Path

import pytest
import streamlit as st
from openpyxl import load_workbook

from data_loaders.delivering import desk
from data_loaders.delivering.annotated_copy import marked_copy
from data_loaders.delivering.intake import Drop
from data_loaders.findings import Source
from data_loaders.store.accounts import Account, LoginFailed, Role, add_account, log_in, remove_account
from data_loaders.store.editions import open_store
from pages.editions import history
from tests.data_loaders.reading.test_personal_data import grid

PASSWORD = "long enough 2023"


def test_a_marked_copy_survives_control_characters_infinity_and_formulas() -> None:
    cells = grid(["村", "数"], ["龙\x0b井村", float("inf")], ["=cmd|'/C calc'!A0", 2.0])
    copy = marked_copy([cells], [Source(cells.source.file).finding("cell_blank", row=2, column="没有这列")])
    sheet = load_workbook(BytesIO(copy)).worksheets[1]
    assert [cell.value for cell in sheet[2]] == ["龙井村", "inf"]
    assert sheet["A3"].data_type == "s"


def test_an_old_restore_button_does_nothing_once_the_account_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(str(tmp_path / "store"))
    add_account(store, "王", Role.ADMINISTRATOR, PASSWORD)
    somebody = Account("王", Role.ADMINISTRATOR)
    drop = Drop("户厕_2023-09.csv", "镇,村,任务数,完成数\n潭东镇,龙井村,12,9\n".encode())
    edition = desk.publish_as(somebody, store, desk.examine_as(somebody, store, [drop])).edition
    session: dict = {"desk": {"account": somebody, "seen": time.monotonic()}}
    monkeypatch.setattr(st, "session_state", session)
    remove_account(store, "王")
    history._restore(store, edition)
    assert "权限" in session["desk-problem"]
    assert len(store.editions()) == 1


def test_a_name_that_is_a_formula_is_plain_text_in_the_audit_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pages.desk import journal

    store = open_store(str(tmp_path / "store"))
    with pytest.raises(LoginFailed):
        log_in(store, "=cmd|'/C calc'!A0", PASSWORD)
    shown = []
    monkeypatch.setattr(st, "dataframe", lambda table, **_: shown.append(table))
    journal.draw(Account("王", Role.ADMINISTRATOR), store)
    assert shown[0]["账号"].tolist() == ["'=cmd|'/C calc'!A0"]
