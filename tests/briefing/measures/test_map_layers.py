"""Layer 填报情况: which village delivered which monthly table for the newest day."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from briefing.compose import compose
from briefing.measures import map_layers
from briefing.status import SEVERITY, Status
from data_loaders.schema import TABLES

DAY = date(2023, 9, 30)
NEWEST = pd.Timestamp(DAY)


@pytest.fixture
def shown(sample):
    """The villages of the sample with some of its tables changed."""

    def compute(day: date = DAY, **changed):
        frames = {name: sample.table(name) for name in TABLES}
        for name, change in changed.items():
            frames[name] = change(frames[name])
        edition = replace(sample, versions=dict.fromkeys(frames, 0), _read=lambda name, _: frames[name])
        return {village.label: village for village in compose(edition, day).villages}

    return compute


def words(village) -> str:
    return "".join(item.text for item in village.items if item.layer == map_layers.REPORTING)


def test_where_all_came_all_have_delivered(shown):
    assert {village.statuses[map_layers.REPORTING] for village in shown().values()} == {Status.MET}


def test_a_village_left_out_of_the_newest_table_shows_the_day_of_its_last(shown):
    def without(frame):
        return frame[~((frame["village"] == "龙井村") & (frame["as_of"] == NEWEST))]

    villages = shown(toilets=without)
    assert villages["潭东镇龙井村"].statuses[map_layers.REPORTING] is Status.SLIGHTLY_BEHIND
    assert words(villages["潭东镇龙井村"]) == "户厕 截至 08-31"
    assert villages["潭东镇上坝村"].statuses[map_layers.REPORTING] is Status.MET


def test_a_town_that_never_sent_a_household_table_owes_it_for_all_its_villages(shown):
    villages = shown(courtyards=lambda frame: frame[frame["town"] != "潭口镇"])
    own = [village for village in villages.values() if village.town == "潭口镇"]
    assert {village.statuses[map_layers.REPORTING] for village in own} == {Status.UNREPORTED}
    assert words(own[0]) == "庭院 未报"


def test_old_data_is_old_for_everybody(shown):
    villages = shown(day=date(2023, 12, 31))
    assert {village.statuses[map_layers.REPORTING] for village in villages.values()} == {Status.SLIGHTLY_BEHIND}


def test_nothing_is_said_before_the_first_delivery_of_the_year(shown):
    empty = {name: lambda frame: frame.iloc[:0] for name in ("sites", "stations", "courtyards", "toilets", "funds")}
    assert not [village for village in shown(**empty).values() if map_layers.REPORTING in village.statuses]


def test_not_delivering_does_not_change_how_a_village_stands(shown):
    before, after = shown(), shown(courtyards=lambda frame: frame[frame["town"] != "潭口镇"])
    assert before["潭东镇龙井村"].statuses == after["潭东镇龙井村"].statuses


S = Status


@pytest.mark.parametrize(
    ("layer", "status", "word", "trouble"),
    [
        (map_layers.REPORTING, S.MET, "已报", False), (map_layers.REPORTING, S.SLIGHTLY_BEHIND, "旧数据", True),
        (map_layers.REPORTING, S.UNREPORTED, "未报", True), (map_layers.ALL, S.MET, "达标", False),
        (map_layers.ALL, S.ON_TRACK, "达序时", False), (map_layers.ALL, S.UNREPORTED, "未报", True),
        (map_layers.ALL, S.SLIGHTLY_BEHIND, "略滞后", True), (map_layers.TOILETS, S.OVERDUE, "逾期", True),
    ],
)  # fmt: skip
def test_whether_somebody_wrote_has_words_of_its_own_and_silence_is_the_worst(layer, status, word, trouble):
    assert (map_layers.word(layer, status), map_layers.is_trouble(layer, status)) == (word, trouble)


def test_a_layer_has_one_order_of_badness_and_nothing_there_is_no_trouble():
    assert [map_layers.badness(map_layers.REPORTING, one) for one in (S.MET, S.SLIGHTLY_BEHIND, S.UNREPORTED)] == [
        0,
        1,
        2,
    ]
    assert [map_layers.badness(map_layers.ALL, one) for one in Status] == [SEVERITY[one] for one in Status]
    assert map_layers.badness(map_layers.REPORTING, S.OVERDUE) == SEVERITY[S.OVERDUE]
    assert not map_layers.is_trouble(map_layers.ALL, None)
