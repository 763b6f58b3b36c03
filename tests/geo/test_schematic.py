"""The map before any boundaries are delivered."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.label_places import label_point
from geo.schematic import apart, schematic
from tests.geo.shipped import DISTRICT


def middles(cells) -> dict[str, tuple[float, float]]:
    return {town: (rows.centroid.x.mean(), rows.centroid.y.mean()) for town, rows in cells.groupby("town")}


def test_every_village_has_an_equal_cell_of_its_own(villages):
    cells = schematic(villages, DISTRICT)
    assert list(cells["village"]) == list(villages["village"])
    assert cells["schematic"].all()
    assert cells.crs.to_epsg() == 4547
    assert cells.area.max() == pytest.approx(cells.area.min(), rel=1e-4)
    assert cells.union_all().area == pytest.approx(cells.area.sum(), rel=1e-6)


def test_the_same_list_gives_the_same_map_and_stays_as_it_is(villages):
    before = villages.copy()
    assert schematic(villages, DISTRICT).geometry.geom_equals(schematic(villages, DISTRICT).geometry).all()
    assert villages.equals(before)


def test_tan_dong_lies_northeast_of_tan_kou(villages):
    places = middles(schematic(villages, DISTRICT))
    assert places["潭东镇"][0] > places["潭口镇"][0]
    assert places["潭东镇"][1] > places["潭口镇"][1]


def test_each_town_is_one_piece(villages):
    assert (schematic(villages, DISTRICT).dissolve("town").geometry.geom_type == "Polygon").all()


def test_labels_fit_their_cells_at_640_pixels(villages):
    cells = schematic(villages, DISTRICT)
    pixel = (cells.total_bounds[3] - cells.total_bounds[1]) / 640
    for village, cell in zip(cells["village"], cells.geometry, strict=True):
        assert label_point(cell, 16 * pixel).width >= 16 * pixel * min(len(village), 5)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=12))
def test_any_district_gets_its_map(counts):
    villages = pd.DataFrame(
        [(f"镇{town}", f"村{number}") for town, count in enumerate(counts) for number in range(count)],
        columns=["town", "village"],
    )
    cells = schematic(villages, None)
    assert len(cells) == len(villages)
    assert shapely.coverage_is_valid(cells.geometry.to_numpy())


def test_a_town_nobody_knows_finds_a_place_beside_those_we_know(villages):
    more = pd.concat([villages, pd.DataFrame({"town": ["新镇"] * 5, "village": list("甲乙丙丁戊")})], ignore_index=True)
    assert shapely.coverage_is_valid(schematic(more, DISTRICT).geometry.to_numpy())


def test_no_villages_is_an_empty_map(villages):
    assert schematic(villages.iloc[:0], DISTRICT).empty


@pytest.mark.parametrize(("shift", "size"), [(0, 1), (50, 1), (3_000_000, 1), (0, 400)])
def test_a_schematic_town_stands_beside_real_ones_and_of_like_size_wherever_it_was_drawn(shift, size):
    real = [shapely.box(1000 * n, 0, 1000 * (n + 1), 1000) for n in range(4)]
    sketch = [shapely.box(shift + size * n, shift, shift + size * (n + 1), shift + size) for n in range(3)]
    frame = gpd.GeoDataFrame({"schematic": [False] * 4 + [True] * 3}, geometry=[*real, *sketch], crs="EPSG:4547")
    found = apart(frame.sample(frac=1, random_state=1)).sort_index()
    assert list(found.geometry[:4]) == real
    assert not found.geometry[:4].union_all().intersects(found.geometry[4:].union_all())
    assert found.geometry[4:].area.mean() == pytest.approx(1_000_000)
    assert found.crs == frame.crs


def test_lines_that_are_all_real_or_all_schematic_stay_where_they_are():
    for sketched in (True, False):
        frame = gpd.GeoDataFrame(
            {"schematic": [sketched] * 2}, geometry=[shapely.box(0, 0, 1, 1), None], crs="EPSG:4547"
        )
        assert apart(frame) is frame
