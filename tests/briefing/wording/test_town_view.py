"""Towns stand for their villages where there are more of them than a projector can name."""

import geopandas as gpd
import pytest
import shapely

from briefing.figures import theme, village_map
from briefing.html import tables
from briefing.measures import map_layers
from briefing.measures.village_shapes import Land
from briefing.model import VillageState
from briefing.status import Status
from briefing.wording.town_view import NAMED_AT_MOST, Sight, in_sight, town_states


def village(number: int, town: str, **by_layer: Status) -> VillageState:
    return VillageState(town, f"村{number}", code="", grade="", mapped=True, statuses=by_layer, items=())


def land(villages: list[VillageState]) -> Land:
    """A row of squares a town, the towns above each other."""
    towns = list(dict.fromkeys(each.town for each in villages))
    squares = [
        shapely.box(at, towns.index(each.town), at + 1, towns.index(each.town) + 1) for at, each in enumerate(villages)
    ]
    table = {
        "town": [each.town for each in villages],
        "village": [each.village for each in villages],
        "code": None,
        "schematic": False,
    }
    frame = gpd.GeoDataFrame(
        table, geometry=[shapely.affinity.scale(each, 900, 900, origin=(0, 0)) for each in squares]
    )
    return Land.of(frame, schematic=False)


@pytest.fixture
def many() -> list[VillageState]:
    late = [village(0, "甲镇", 综合=Status.BEHIND, 户厕=Status.DONE)]
    return late + [village(at, "甲镇" if at % 2 else "乙镇", 综合=Status.DONE) for at in range(1, NAMED_AT_MOST + 1)]


def test_as_many_villages_as_can_be_named_are_shown_themselves(many):
    few = many[:NAMED_AT_MOST]
    assert in_sight(few, land(few)).places == tuple(few)


def test_one_village_more_and_their_towns_are_shown(many):
    sight = in_sight(many, land(many))
    assert [place.label for place in sight.places] == ["甲镇", "乙镇"]
    assert (sight.one, sight.by_town) == ("镇", True)
    assert sorted(sight.boundaries["village"]) == ["乙镇", "甲镇"]


def test_a_town_alone_always_shows_its_villages(many):
    alone = [village(at, "甲镇", 综合=Status.DONE) for at in range(2 * NAMED_AT_MOST)]
    assert not in_sight(alone, land(alone)).by_town


def test_a_town_stands_as_its_worst_village_on_each_layer_and_says_how_many_stand_how(many):
    first, second = town_states(many)
    assert first.statuses == {"综合": Status.BEHIND, "户厕": Status.DONE}
    assert second.statuses == {"综合": Status.DONE}
    half = NAMED_AT_MOST // 2
    assert village_map.worst_words(first, map_layers.ALL) == f"综合：滞后 1 个村，完成 {half} 个村"
    assert village_map.worst_words(first, "户厕") == "完成 1 个村"


def test_on_the_layer_of_deliveries_a_silent_village_is_the_worst():
    told = town_states([village(1, "甲镇", 填报情况=Status.MET), village(2, "甲镇", 填报情况=Status.UNREPORTED)])[0]
    assert told.statuses[map_layers.REPORTING] == Status.UNREPORTED
    assert village_map.worst_words(told, map_layers.REPORTING) == "未报 1 个村，已报 1 个村"


def test_towns_are_drawn_named_and_chosen_by_their_name(many):
    sight: Sight = in_sight(many, land(many))
    figure = village_map.village_map(
        sight.places, sight.boundaries, layer=map_layers.ALL, schematic=False, sizes=theme.scale(True), room=(900, 600)
    )
    told = dict(place for trace in figure.data for place in trace.meta or ())
    assert set(told) == {"甲镇", "乙镇"}
    assert told["甲镇"].startswith("<b>甲镇</b><br>■ 滞后")
    assert "各镇综合状态地图" in village_map.village_map_alt(sight.places, map_layers.ALL, sight.one)


def test_lists_and_legend_speak_of_towns(many):
    places = in_sight(many, land(many)).places
    assert "另有 1 个镇" in tables.ranked_villages(places, map_layers.ALL, limit=1, one="镇")
    assert map_layers.TOWN_MEANING in tables.map_legend(places, map_layers.ALL, by_town=True)
    assert tables.map_title(map_layers.ALL, "镇") == "各镇综合状态"
