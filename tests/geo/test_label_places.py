"""Polygons as lists and points for a figure."""

import math

import geopandas as gpd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Point, Polygon, box

from geo.label_places import centroid, label_point, outline, rings, round_length, spread

RING = box(0, 0, 100, 100).difference(box(25, 25, 75, 75))


def test_rings_are_parted_by_none_and_closed():
    xs, ys = rings(MultiPolygon([box(0, 0, 1, 1), box(5, 5, 6, 6)]))
    assert xs.count(None) == ys.count(None) == 1
    assert [i for i, x in enumerate(xs) if x is None] == [i for i, y in enumerate(ys) if y is None]
    assert (xs[0], ys[0]) == (xs[4], ys[4])


def test_a_hole_runs_against_its_outer_ring():
    xs, ys = rings(RING)
    gap = xs.index(None)
    outer, inner = (Polygon(zip(xs[part], ys[part], strict=True)) for part in (slice(gap), slice(gap + 1, None)))
    assert outer.exterior.is_ccw
    assert not inner.exterior.is_ccw


def test_nothing_to_draw_is_no_rings():
    assert rings(Polygon()) == ([], [])


def test_a_label_stands_in_the_middle_of_the_free_width():
    place = label_point(box(0, 0, 300, 100), height_m=20)
    assert place.point.x == pytest.approx(150)
    assert place.width == pytest.approx(300)


def test_a_label_stays_out_of_a_hole_and_in_the_largest_part():
    place = label_point(MultiPolygon([RING, box(500, 0, 510, 10)]))
    assert RING.contains(place.point)
    assert place.width <= 100


def test_the_free_width_counts_over_the_height_of_the_text():
    triangle = Polygon([(0, 0), (100, 0), (50, 80)])
    assert label_point(triangle, height_m=30).width < label_point(triangle).width


def test_text_higher_than_the_village_has_no_room():
    assert label_point(box(0, 0, 300, 10), height_m=50).width == 0


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 1000)), min_size=4, max_size=12))
def test_a_label_of_the_free_width_lies_in_its_village(corners):
    land = shapely.convex_hull(shapely.MultiPoint(corners))
    if land.area < 100:
        return
    place = label_point(land, height_m=5)
    half = place.width / 2 - 1e-6
    if half > 0:
        text = box(place.point.x - half, place.point.y - 2.5, place.point.x + half, place.point.y + 2.5)
        assert land.buffer(1e-3).covers(text)


def test_a_centre_outside_is_moved_inside():
    crescent = Point(0, 0).buffer(100).difference(Point(40, 0).buffer(100))
    assert not crescent.covers(crescent.centroid)
    assert crescent.covers(centroid(crescent))
    assert centroid(box(0, 0, 2, 2)) == Point(1, 1)


def test_towns_are_outlined_in_order_without_inner_lines():
    frame = gpd.GeoDataFrame(
        {"town": ["乙", "甲", "乙"]}, geometry=[box(0, 0, 1, 1), box(5, 5, 6, 6), box(1, 0, 2, 1)], crs=4547
    )
    towns = outline(frame)
    assert list(towns["town"]) == ["乙", "甲"]
    assert towns.geometry[0].equals(box(0, 0, 2, 1))
    assert towns.crs == frame.crs


def test_outlines_of_villages_that_overlap_are_united_too():
    frame = gpd.GeoDataFrame({"town": ["甲", "甲"]}, geometry=[box(0, 0, 2, 1), box(1, 0, 3, 1)], crs=4547)
    assert outline(frame).geometry[0].area == 3


@pytest.mark.parametrize(
    ("room", "length"), [(2_600, 2_000), (1_000, 1_000), (999, 500), (49_999, 20_000), (80, 50), (0, 1)]
)
def test_the_scale_bar_is_the_longest_round_length_with_room(room, length):
    assert round_length(room) == length


Spot = st.tuples(st.integers(0, 300), st.integers(0, 300))


@settings(deadline=None, max_examples=40)
@given(st.lists(Spot, max_size=40))
def test_spread_points_keep_their_distance_and_their_order(points):
    moved = spread(points, 50)
    assert moved == spread(points, 50)
    assert len(moved) == len(points)
    assert all(math.dist(one, other) >= 50 for i, one in enumerate(moved) for other in moved[:i])


def test_points_with_room_around_them_stay():
    assert spread([(0, 0), (100, 0)], 50) == [(0, 0), (100, 0)]
    assert spread([(0, 0), (0, 0), (500, 0)], 50)[2] == (500, 0)
    assert spread([], 50) == []


def test_moved_points_stay_in_their_village_while_there_is_room():
    home = box(0, 0, 200, 200)
    moved = spread([(5, 5)] * 6, 50, homes=[home] * 6)
    assert all(home.covers(Point(point)) for point in moved)
    crowded = spread([(5, 5)] * 60, 50, homes=[home] * 60)
    assert all(math.dist(one, other) >= 50 for i, one in enumerate(crowded) for other in crowded[:i])


def test_a_point_outside_its_village_is_not_pulled_into_it():
    assert spread([(900, 900)], 50, homes=[box(0, 0, 200, 200)]) == [(900, 900)]
