"""Site coordinates in the plane, and whether they lie in their village."""

import numpy as np
import pandas as pd
import pytest

from geo.positions import located, outside, shifted, to_plane, unshifted
from tests.geo.shipped import DISTRICT

PLANE = DISTRICT.epsg


@pytest.mark.parametrize(
    ("system", "degrees"),
    [
        ("WGS84", (114.85, 25.78)), ("CGCS2000", (114.85, 25.78)),
        ("GCJ-02", (114.854742, 25.776876)), ("BD-09", (114.861168, 25.783119)),
    ],
)  # fmt: skip
def test_every_system_ends_in_the_same_place(system, degrees):
    xs, ys = to_plane([degrees[0]], [degrees[1]], system, PLANE)
    assert (xs[0], ys[0]) == pytest.approx((585_259.90, 2_852_736.65), abs=0.5)


def test_missing_numbers_stay_missing():
    xs, ys = to_plane([114.85, np.nan, 114.85], [np.nan, 25.78, 25.78], "GCJ-02", PLANE)
    assert np.isnan(xs).tolist() == np.isnan(ys).tolist() == [True, True, False]


def test_shifting_there_and_back_returns_to_the_start():
    there = shifted([114.85], [25.78], "BD-09")
    back = unshifted(*there, "BD-09")
    assert (back[0][0], back[1][0]) == pytest.approx((114.85, 25.78), abs=1e-6)


def test_an_unknown_system_is_an_error():
    with pytest.raises(ValueError, match="unknown coordinate system"):
        to_plane([114.85], [25.78], "高德", PLANE)


@pytest.fixture
def points(known):
    middle, next_door = known.geometry[10].centroid, known.geometry[11].centroid
    return pd.DataFrame(
        [
            ("潭东镇", "龙井村", middle.x, middle.y),
            ("潭东镇", "龙井村", next_door.x, next_door.y),
            ("潭东镇", "龙井村", np.nan, np.nan),
            ("潭东镇", "某村", middle.x, middle.y),
            ("潭东镇", "龙井村", middle.x - 930, middle.y),
            ("潭东镇", "龙井村", 0.0, 0.0),
        ],
        columns=["town", "village", "x", "y"], index=list("abcdef"),
    )  # fmt: skip


def test_points_outside_their_village_are_found(points, known):
    assert outside(points, known).to_dict() == dict(
        zip("abcdef", [False, True, False, False, False, True], strict=True)
    )


def test_the_tolerance_can_be_taken_away(points, known):
    assert outside(points, known, tolerance_m=0)["e"]


def test_on_a_schematic_no_point_is_outside(points, known):
    assert not outside(points, known.assign(schematic=True)).any()


def test_the_village_a_point_lies_in_is_named(points, known):
    places = located(points, known)
    assert places["a"] == "潭东镇龙井村"
    assert places["b"] == "潭东镇博罗村"
    assert places["c"] is None
    assert places["f"] is None
