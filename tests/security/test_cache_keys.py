"""What is kept for the next viewer is kept under everything that it depends on: store, edition, day and choices."""

import ast
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import pytest
import streamlit as st

from briefing.screens.outlook import Outlook
from briefing.ui import ahead, editions, frame, still
from data_loaders.delivering import reference
from data_loaders.store.editions import open_store
from tests.briefing import ledgers
from tests.briefing.ledgers import households
from tests.pages.harness import ROOT, charts, open_script

# Cached and the same for every viewer of every store.
SHARED = {"_template", "worker"}


def cached_functions() -> dict[str, list[str]]:
    """Every function that Streamlit keeps the answers of → the arguments that are part of the key."""
    found = {}
    for path in (*(ROOT / "briefing" / "ui").rglob("*.py"), *(ROOT / "pages").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(
                "st.cache_" in ast.unparse(each) for each in node.decorator_list
            ):
                found[node.name] = [argument.arg for argument in node.args.args if not argument.arg.startswith("_")]
    return found


def test_whatever_is_kept_of_a_store_is_kept_by_its_address_and_its_edition() -> None:
    keys = {name: arguments for name, arguments in cached_functions().items() if name not in SHARED}
    assert {name for name, arguments in keys.items() if arguments[:1] != ["address"]} == set()
    assert {name for name, arguments in keys.items() if "number" not in arguments} == {"look_at"}


def test_a_piece_of_a_screen_is_kept_by_everything_that_narrows_the_view() -> None:
    assert cached_functions()["_screen"] == ["address", "number", "as_of", "page", "choices"]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Two towns that stand differently, and the visits that look at them."""
    store = open_store(str(tmp_path / "store"))
    rows = [households(9, 9), households(1, 9, village="三观村"), households(2, 9, as_of="2023-08-31")]
    store.publish(
        {"courtyards": ledgers.frame("courtyards", rows), "toilets": ledgers.frame("toilets", rows)},
        by="测试",
        shipped=reference.tables(),
    )
    monkeypatch.setenv("DASHBOARD_STORE", store.uri)
    yield store
    st.cache_data.clear()
    st.cache_resource.clear()


def figures(**query: str) -> list[str]:
    """The charts of a visit to the households screen."""
    return charts(open_script("pages/households.py", **query))


def test_one_viewer_s_town_day_and_mode_are_never_another_s(store) -> None:
    asked = [{}, {"town": "潭东镇"}, {"town": "潭口镇"}, {"as_of": "2023-08-31"}, {"present": "1"}]
    seen = [figures(**query) for query in asked]
    assert all(seen)
    assert len({tuple(charts) for charts in seen}) == len(asked)
    assert [figures(**query) for query in asked] == seen


def test_two_stores_with_the_same_numbers_never_share_an_answer(store, tmp_path: Path) -> None:
    other = open_store(str(tmp_path / "other"))
    other.publish({"toilets": ledgers.frame("toilets", [households(7, 9)])}, by="测试", shipped=reference.tables())
    done = [editions.briefing_of(uri, 1, None) for uri in (store.uri, other.uri)]
    assert done[0].as_of == done[1].as_of and done[0].headline != done[1].headline


def test_the_picture_of_an_address_is_of_its_store_town_and_day_and_of_the_newest_edition(
    store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [{}, {"town": "潭东镇"}, {"town": "潭口镇"}, {"as_of": "2023-08-31"}, {"edition": "1"}]
    asked = [query | {"present": "1"} for query in asked]
    assert {still.of("households", urlencode(query)) for query in asked} == {b""}
    for query in asked:
        day = date.fromisoformat(query["as_of"]) if "as_of" in query else None
        briefing, land = editions.briefing_of(store.uri, 1, day), editions.land_at(store.uri, 1)
        frame.prepare(Outlook("households", briefing, land, present=True, town=query.get("town"), query=query))
    newest, *_, first = pictures = [still.of("households", urlencode(query)) for query in asked]
    assert len(set(pictures)) == len(asked) - 1 and newest == first
    assert still.of("households", "present=1&carousel=15") == newest
    assert {still.of("households", query) for query in ("", "present=1&explain=x", "present=1&town=x")} == {b""}
    assert still.of("funds", "present=1") == b""
    toilets = ledgers.frame("toilets", [households(7, 9)])
    store.publish({"toilets": toilets}, by="测试", shipped=reference.tables())
    editions.look_at.clear()
    assert editions.current() == 2
    assert [still.of("households", urlencode(query)) for query in asked] == [b"", b"", b"", b"", first]
    editions.shown_from_now(2)
    drawn = [ahead.picture("households", f"present=1&{query}") for query in ("", "stage=4x3", "stage=5x5", "town=x")]
    assert [b'presenting" data-stage="4x3"' in picture for picture in drawn] == [False, True, False, False]
    assert [bool(picture) for picture in drawn] == [True, True, False, False]
    monkeypatch.setenv("DASHBOARD_STORE", str(tmp_path / "other"))
    assert still.of("households", urlencode(asked[-1])) == b""
