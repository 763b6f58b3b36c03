"""The sample boundaries are a readable map of the two towns that says what it is."""

from pathlib import Path

import pytest
import shapely

from geo.label_places import label_point, outline
from sample_data import boundaries
from tests.geo.shipped import report

FILE = Path(boundaries.__file__).parent / boundaries.FILE_NAME


@pytest.fixture(scope="module")
def answer(villages):
    return report(FILE.name, FILE.read_bytes(), villages)


def test_the_file_is_what_the_generator_writes(tmp_path):
    assert boundaries.write(tmp_path).read_bytes() == FILE.read_bytes()


def test_the_two_towns_are_whole_and_the_campus_is_left_out(answer, villages):
    assert answer.publishable
    assert (answer.crs, answer.features, answer.matched) == ("EPSG:4490", 27, 27)
    assert set(answer.missing) == set(villages.query("town == '高校园区管理处'")["village"])
    assert [note.code for note in answer.notes] == ["boundary_missing", "boundary_schematic"]


def test_it_says_that_it_is_a_schematic(answer):
    assert FILE.read_text(encoding="utf-8").count(boundaries.LABEL) == 27
    assert answer.frame["schematic"].all()


def test_it_lies_where_the_towns_lie(answer):
    west, south, east, north = answer.frame.to_crs(4490).total_bounds
    assert boundaries.WEST <= west < east <= boundaries.EAST
    assert boundaries.SOUTH <= south < north <= boundaries.NORTH
    towns = outline(answer.frame).set_index("town").centroid
    assert towns["潭口镇"].x < towns["潭东镇"].x
    assert towns["潭口镇"].y < towns["潭东镇"].y
    lowest = answer.frame.bounds["miny"].idxmin()
    assert answer.frame.loc[lowest, "village"] == "上元村"


def test_every_line_between_villages_is_shared(answer):
    assert shapely.coverage_is_valid(answer.frame.geometry.to_numpy())
    assert (outline(answer.frame).geom_type == "Polygon").all()


def test_every_name_fits_its_village_at_640_pixels(answer):
    pixel = (answer.frame.total_bounds[3] - answer.frame.total_bounds[1]) / 640
    for village, land in zip(answer.frame["village"], answer.frame.geometry, strict=True):
        assert label_point(land, 16 * pixel).width >= 16 * pixel * len(village), village
