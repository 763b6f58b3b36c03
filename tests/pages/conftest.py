"""Pages are opened with a Briefing made by hand in place of the store."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from briefing import compose
from briefing.measures.village_shapes import Land
from briefing.model import Briefing
from briefing.ui import editions
from data_loaders.store.editions import Edition
from tests.briefing import example
from tests.pages.harness import DAYS, Open, open_script, squares


@pytest.fixture(scope="session", autouse=True)
def an_edition_is_composed_once() -> Iterator[None]:
    """Tests begin with copies of one store and empty caches; what is the same in all of them takes half of their time."""
    composed, known = compose.compose, {}

    def once(edition: Edition, as_of: date | None = None) -> Briefing:
        if not edition.digests:  # made by hand
            return composed(edition, as_of)
        key = (edition.number, edition.published_at, *sorted(edition.digests.items()), edition.endings, as_of)
        if key not in known:
            known[key] = composed(edition, as_of)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compose, "compose", once)
        yield


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Open one page as the first request of a server would, with the query parameters given; `then` is told of other days."""

    def open_one(
        page: str,
        *,
        briefing: Briefing | None = None,
        then: Briefing | None = None,
        script: str | None = None,
        **query: str,
    ) -> AppTest:
        made = briefing or example.briefing()
        st.cache_resource.clear()  # the charts of a Briefing made by hand are not those of another
        found = {number: SimpleNamespace(number=number, sample=True) for number in (2, 3)}

        def read(_address: str, number: int, as_of: date | None) -> Briefing:
            told = made if then is None or as_of in (None, made.as_of) else then
            return replace(told, edition=replace(told.edition, number=number), as_of=as_of or made.as_of)

        monkeypatch.setattr(editions, "by_number", lambda _address: found)
        monkeypatch.setattr(editions, "days_of", lambda _address, _number: DAYS)
        monkeypatch.setattr(editions, "briefing_of", read)
        monkeypatch.setattr(editions, "years_of", lambda _address, _number: [2023])
        monkeypatch.setattr(editions, "land_at", lambda _address, _number: Land.of(squares(), schematic=True))
        return open_script(script or f"pages/{page}.py", **query)

    yield open_one
    st.cache_resource.clear()
