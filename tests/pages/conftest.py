"""Pages are opened with a Briefing made by hand in place of the store."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from briefing import ui
from briefing.model import Briefing
from tests.briefing import example
from tests.pages.harness import DAYS, Open, open_script, squares


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Open one page as the first request of a server would, with the query parameters given."""

    def open_one(page: str, *, briefing: Briefing | None = None, script: str | None = None, **query: str) -> AppTest:
        made = briefing or example.briefing()
        st.cache_resource.clear()  # the charts of a Briefing made by hand are not those of another
        editions = {number: SimpleNamespace(number=number) for number in (2, 3)}

        def read(_address: str, number: int, as_of: date | None) -> Briefing:
            return replace(made, edition=replace(made.edition, number=number), as_of=as_of or made.as_of)

        monkeypatch.setattr(ui, "_editions", lambda _address: editions)
        monkeypatch.setattr(ui, "_days", lambda _address, _number: DAYS)
        monkeypatch.setattr(ui, "_briefing", read)
        monkeypatch.setattr(ui, "_years", lambda _address, _number: [2023])
        monkeypatch.setattr(ui, "_land", lambda _address, _number: ui.Land(squares(), schematic=True))
        return open_script(script or f"pages/{page}.py", **query)

    yield open_one
    st.cache_resource.clear()
