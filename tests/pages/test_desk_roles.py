"""Every cell of the matrix of docs/accounts.md, roles and capabilities, on the page and behind it, cold and warm."""

import re
import time
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from briefing.ui import session
from data_loaders.delivering import reference
from data_loaders.store.accounts import CAPABILITIES, Account, Capability, Role, add_account, remove_account
from data_loaders.store.editions import STORE_VARIABLE, Store, open_store
from tests.briefing.ledgers import frame, households
from tests.pages.harness import ROOT, SECONDS, words
from tests.roles import MATRIX

PASSWORD = "long enough 2023"
UNIT = "潭口镇"
ROLES = (Role.ADMINISTRATOR, Role.UPLOADER, Role.REPORTER)
ELSEWHERE = {Capability.ASSIGN, Capability.ANSWER}  # offered on other pages


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Two editions, so that the older one may come back, and an account of each role."""
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "store"))
    st.cache_data.clear()
    st.cache_resource.clear()
    store = open_store()
    for done in (2, 3):
        store.publish({"toilets": frame("toilets", [households(done, 9)])}, by="测试", shipped=reference.tables())
    for role in ROLES:
        add_account(store, role.value, role, PASSWORD, unit=UNIT if role is Role.REPORTER else None)
    return store


def opened(role: Role, *, seen: float | None = None, page: str = "upload", **query: str) -> AppTest:
    """The upload page, or another, as somebody of a role sees it."""
    app = AppTest.from_file(str(ROOT / f"pages/{page}.py"), default_timeout=SECONDS)
    if role is not Role.VIEWER:
        app.session_state["desk"] = {
            "account": Account(role.value, role, unit=UNIT if role is Role.REPORTER else None),
            "seen": time.monotonic() if seen is None else seen,
        }
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def offered(app: AppTest) -> set[Capability]:
    """What the page lets its reader do."""
    buttons, tabs = {button.label for button in app.button}, {tab.label for tab in app.tabs}
    signs = {
        Capability.UPLOAD: bool(app.get("file_uploader")),
        Capability.PUBLISH: "更正" in tabs,
        Capability.RELEASE: {"填报", "更正"} <= tabs,
        Capability.RESTORE: "恢复为当前版" in buttons,
        Capability.NAME_MEETING: "定为这次会的版本" in buttons,
        Capability.READ_AUDIT: "操作记录" in tabs,
        Capability.READ_HEALTH: "运行状况" in tabs,
        Capability.KEEP_LAYOUTS: "版式" in tabs,
        Capability.KEEP_ACCOUNTS: "账号" in tabs,
        Capability.VIEW: not app.exception,
    }
    return {capability for capability, is_offered in signs.items() if is_offered}


def test_the_readme_has_a_cell_for_every_role_and_capability() -> None:
    assert set(MATRIX) == {(role, capability) for role in Role for capability in Capability}


@pytest.mark.parametrize(("role", "capability"), MATRIX)
def test_the_program_allows_what_the_readme_says(role: Role, capability: Capability) -> None:
    assert (capability in CAPABILITIES[role]) == MATRIX[role, capability]


@pytest.mark.parametrize("cache", ["cold", "warm"])
@pytest.mark.parametrize("role", Role)
def test_the_page_offers_what_the_readme_says_whoever_was_here_before(store: Store, role: Role, cache: str) -> None:
    if cache == "warm":
        for before in (*ROLES, Role.VIEWER):
            opened(before)
    assert offered(opened(role)) == {capability for capability in Capability if MATRIX[role, capability]} - ELSEWHERE
    recording = "记录" in {button.label for button in opened(role, page="actions").button}
    assert recording == MATRIX[role, Capability.ASSIGN]
    filling = "登记履职" in {button.label for button in opened(role, page="unit", name=UNIT).button}
    assert filling == MATRIX[role, Capability.ANSWER]


def test_who_was_away_for_long_logs_in_again(store: Store) -> None:
    app = opened(
        Role.ADMINISTRATOR, seen=time.monotonic() - (session.IDLE_AT_MOST + timedelta(seconds=1)).total_seconds()
    )
    assert offered(app) == {Capability.VIEW}
    assert "请重新登录" in app.info[0].value


def test_a_closed_account_ends_at_the_next_click(store: Store) -> None:
    app = opened(Role.ADMINISTRATOR)
    remove_account(store, Role.ADMINISTRATOR.value)
    assert offered(app.run()) == {Capability.VIEW}


def test_nothing_is_offered_before_the_first_account_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "new"))
    app = opened(Role.VIEWER)
    assert offered(app) == {Capability.VIEW}
    assert "python -m data_loaders user add" in words(app)


class SignedIn(SimpleNamespace):
    """Somebody the office's own sign-in vouches for, as `st.user` has them."""

    def get(self, name: str) -> object:
        return getattr(self, name, None)


def signed_in(monkeypatch: pytest.MonkeyPatch, **claims: object) -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages/upload.py"), default_timeout=SECONDS)
    app.secrets["auth"] = {"client_id": "dashboard"}
    monkeypatch.setattr(st, "user", SignedIn(is_logged_in=bool(claims), **claims))
    return app.run()


def test_the_offices_sign_in_gives_the_account_of_that_e_mail(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    add_account(store, "wang@office.example", Role.UPLOADER, PASSWORD)
    app = signed_in(monkeypatch, email="wang@office.example", name="王")
    assert Capability.UPLOAD in offered(app)
    assert not re.search("密码", " ".join(box.label for box in app.text_input))


def test_a_button_leads_to_the_offices_sign_in_and_the_password_stays(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = signed_in(monkeypatch)
    assert "使用单位账号登录" in {button.label for button in app.button}
    assert {"账号", "密码"} <= {box.label for box in app.text_input}


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "somebody@else.example"},
        {"email": "somebody@else.example", "name": "administrator"},  # people choose the name they are shown under
        {"email": "administrator", "email_verified": False},
    ],
)
def test_a_sign_in_without_an_account_of_ours_lets_nobody_in(
    store: Store, monkeypatch: pytest.MonkeyPatch, claims: dict
) -> None:
    app = signed_in(monkeypatch, **claims)
    assert offered(app) == {Capability.VIEW}
    assert "还没有上传权限" in app.warning[0].value
