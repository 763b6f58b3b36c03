"""What publishing would change is told before it happens."""

from datetime import date

import pandas as pd
import pytest

from briefing.compose import compose
from briefing.measures.changes import effect
from briefing.status import Status
from data_loaders.delivering import reference
from data_loaders.schema import SITES, TOILETS
from data_loaders.store.editions import open_store
from data_loaders.typed_frames import typed


def toilets(day: str, done: int) -> pd.DataFrame:
    row = {"as_of": date.fromisoformat(day), "town": "潭东镇", "village": "龙井村", "planned": 356, "done": done}
    return typed(pd.DataFrame([row]), TOILETS)


@pytest.fixture
def store(tmp_path):
    store = open_store(str(tmp_path / "store"))
    store.publish({"toilets": toilets("2023-08-31", 300)}, by="测试", shipped=reference.tables())
    return store


def effect_of(store, frames):
    after = compose(store.preview(frames, shipped=reference.tables()))
    return effect(compose(store.edition(), after.as_of), after)


def test_a_changed_number_is_told_with_before_and_after(store):
    (change,) = effect_of(store, {"toilets": toilets("2023-09-30", 250)}).changes
    assert (change.id, change.before, change.after) == ("T04", 300, 250)
    assert (change.status_before, change.status_after) == (Status.ON_TRACK, Status.SLIGHTLY_BEHIND)
    assert change.worsened


def test_looking_at_the_effect_changes_nothing(store):
    effect_of(store, {"toilets": toilets("2023-09-30", 250)})
    assert len(store.editions()) == 1


def test_the_preview_equals_what_publishing_makes(store):
    frames = {"toilets": toilets("2023-09-30", 250)}
    preview = compose(store.preview(frames, shipped=reference.tables()))
    published = compose(store.publish(frames, by="测试", shipped=reference.tables()))
    assert preview.measures == published.measures
    assert preview.headline == published.headline


def test_the_first_publish_is_compared_with_nothing(store):
    told = effect(None, compose(store.edition()))
    assert told.headline_before is None
    assert "T04" in [change.id for change in told.changes]


def test_sites_that_appear_and_vanish_are_named(store):
    site = {
        "as_of": date(2023, 9, 30),
        "site_id": "A",
        "kind": "新农村建设点",
        "name": "甲点",
        "town": "潭东镇",
        "village": "龙井村",
        "stage": "在建",
    }
    store.publish({"sites": typed(pd.DataFrame([site]), SITES)}, by="测试", shipped=reference.tables())
    other = typed(pd.DataFrame([site | {"site_id": "B", "name": "乙点"}]), SITES)
    told = effect_of(store, {"sites": other})
    assert told.sites_appeared == ("新农村建设点 乙点",)
    assert told.sites_vanished == ("新农村建设点 甲点",)
