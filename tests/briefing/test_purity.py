"""Composing is arithmetic: same edition and day, same Briefing; nothing is changed, no clock is read, and it is quick."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from briefing.compose import compose
from briefing.wording.as_json import as_json
from data_loaders.schema import TABLES
from tests.effort import spent

ROOM = Path(__file__).parents[2] / "briefing"
CLOCK = re.compile(r"\.(?:today|now|utcnow)\(|time\.time\(|localtime|perf_counter")
MEASURING = sorted(
    path.relative_to(ROOM).as_posix()
    for folder in (".", "measures", "wording")
    for path in (ROOM / folder).glob("*.py")
)
PIECES_AT_MOST = 6  # a quarter of it here
DAY = date(2023, 9, 30)


@pytest.fixture
def frames(sample):
    return {name: sample.table(name) for name in TABLES}


@pytest.fixture
def kept(sample, frames):
    """The sample edition, but every read gives the very same frames."""
    return replace(sample, versions=dict.fromkeys(frames, 0), _read=lambda name, version: frames[name])


def test_composing_changes_no_table(kept, frames):
    before = {name: frame.copy(deep=True) for name, frame in frames.items()}
    compose(kept, DAY)
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_composing_twice_gives_the_same(kept):
    assert as_json(compose(kept, DAY)) == as_json(compose(kept, DAY))


@pytest.mark.parametrize("module", MEASURING)
def test_no_clock_is_read(module):
    assert not CLOCK.search((ROOM / module).read_text(encoding="utf-8"))


def test_rows_in_another_order_give_the_same_figures(sample, frames):
    shuffled = {
        name: frame if name.startswith("plan_") or name == "villages" else frame.iloc[::-1]
        for name, frame in frames.items()
    }
    turned = compose(
        replace(sample, versions=dict.fromkeys(frames, 0), _read=lambda name, version: shuffled[name]), DAY
    )
    straight = compose(sample, DAY)
    for one, other in zip(turned.measures, straight.measures, strict=True):
        assert (one.value, one.rate, one.status, one.change) == pytest.approx(
            (other.value, other.rate, other.status, other.change)
        )
    assert [(cell.id, cell.unit, cell.period, cell.status, cell.done_on) for cell in turned.duties] == [
        (cell.id, cell.unit, cell.period, cell.status, cell.done_on) for cell in straight.duties
    ]


def test_the_sample_is_composed_with_little_work(kept):
    with spent() as effort:
        compose(kept, DAY)
    assert effort.pieces < PIECES_AT_MOST
