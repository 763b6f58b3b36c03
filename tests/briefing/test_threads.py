"""What a cache hands to several threads is safe there: nothing in it can be altered, by drawing least of all."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import is_dataclass
from datetime import date
from enum import Enum

import numpy as np
import pyarrow as pa
import pytest
import streamlit as st

from briefing.screens.catalogue import LINKED, PRESENTED, SCREENS
from briefing.screens.outlook import Outlook
from briefing.screens.pieces import Screen
from briefing.ui import editions, view
from data_loaders.store.editions import open_store
from tests.pages.harness import ROOT, open_script
from tests.seeded import copied_to

ROUNDS = 3
SECONDS = 900
# Frames of pandas and shapes of GEOS build indexes inside when they are looked at; none of these does.
SAFE = (str, bytes, int, float, bool, date, Enum, pa.Table, type(None))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield str(copied_to(tmp_path_factory.mktemp("threads") / "store"))
    st.cache_resource.clear()


def leaves(value: object) -> Iterator[object]:
    """Everything that is reached from a value through dataclasses and containers."""
    if is_dataclass(value):
        yield from leaves(vars(value))  # what it really keeps, lazily made values among it
    elif isinstance(value, dict):
        yield from leaves([*value, *value.values()])
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from leaves(each)
    else:
        yield value


def unsafe(value: object) -> set[str]:
    """The kinds of things in a value that threads must not share."""
    return {type(leaf).__name__ for leaf in leaves(value) if not isinstance(leaf, SAFE) and not is_fixed(leaf)}


def is_fixed(value: object) -> bool:
    """Whether this is an array that nobody can change; reading one builds nothing inside."""
    return isinstance(value, np.ndarray) and not value.flags.writeable and value.dtype != object


def test_eight_threads_draw_every_screen_and_export_of_one_briefing_at_once(store: str) -> None:
    command = [sys.executable, "-X", "faulthandler", "-m", "tests.briefing.drawn_at_once", store, str(ROUNDS)]
    drawing = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert drawing.returncode == 0, drawing.stderr[-4000:]


def test_no_cache_holds_a_frame_or_a_shape(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_STORE", store)
    st.cache_resource.clear()
    kept, made = [], view.screen

    def noted(look: Outlook) -> Screen:
        kept.append((look.briefing, look.land, made(look)))
        return kept[-1][-1]

    monkeypatch.setattr(view, "screen", noted)
    for page in SCREENS:
        assert not open_script(f"pages/{page}.py").exception, page
    edition = open_store(store).edition()
    assert len(kept) == len(PRESENTED | LINKED)
    assert unsafe(kept) == set()
    assert unsafe([editions.days_of(store, edition.number), editions.years_of(store, edition.number)]) == set()
