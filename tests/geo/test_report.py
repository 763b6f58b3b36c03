"""The whole answer to a boundary file."""

import json
from string import Formatter

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo import positions
from geo.notes import WORDS, listed, note
from tests.geo.shipped import report


def codes(answer) -> list[str]:
    return [note.code for note in answer.notes]


def shift(frame: gpd.GeoDataFrame, system: str) -> gpd.GeoDataFrame:
    """The frame in degrees as a web map of that system would export it."""
    degrees = frame.to_crs(4490)
    moved = shapely.transform(
        degrees.geometry.array, lambda xy: pd.DataFrame(positions.shifted(xy[:, 0], xy[:, 1], system)).T.to_numpy()
    )
    return degrees.set_geometry(gpd.GeoSeries(moved, crs=4490))


def test_the_answer_has_the_pinned_shape(drawn, villages, geojson):
    neighbour = drawn[:1].assign(XZQMC="金塘村", XZQDM="360703100201").translate(0, 0)
    extra = gpd.GeoDataFrame({"XZQMC": ["金塘村"], "XZQDM": ["360703100201"]}, geometry=neighbour.array, crs=4547)
    file = pd.concat([drawn.drop(index=10), extra], ignore_index=True).to_crs(4526)
    answer = report("村界.geojson", geojson(file), villages).as_json()
    assert json.loads(json.dumps(answer)) == answer
    assert answer["area_m2"] == pytest.approx(drawn.drop(index=10).area.sum(), rel=1e-4)
    assert answer | {"area_m2": 0} == {
        "publishable": True, "crs": "EPSG:4526", "features": 34, "matched": 33, "missing": ["龙井村"],
        "unknown": ["金塘村"], "area_m2": 0,
    }  # fmt: skip


@pytest.mark.parametrize("epsg", [4490, 4326, 4547, 4526])
@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_shapefile_in_any_accepted_system_gives_the_same_map(drawn, villages, shapefile, zipped, epsg, encoding):
    answer = report("a.zip", zipped(shapefile(drawn.to_crs(epsg), encoding=encoding, without=(".cpg",))), villages)
    assert answer.publishable
    assert (answer.crs, answer.matched) == (f"EPSG:{epsg}", 34)
    assert answer.frame.crs.to_epsg() == 4547
    assert answer.area_m2 == pytest.approx(drawn.area.sum(), rel=0.001)


def test_an_unreadable_file_says_only_why(villages):
    answer = report("a.dwg", b"AC1032", villages)
    assert not answer.publishable
    assert codes(answer) == ["boundary_dwg"]
    assert answer.frame is None


def test_a_declared_zone_that_lands_elsewhere_is_refused_even_when_confirmed(drawn, villages, geojson):
    wrong = geojson(drawn.set_crs(4548, allow_override=True))
    for confirmed in (frozenset(), {"boundary_neighbour_zone"}):
        answer = report("a", wrong, villages, confirmed=confirmed)
        assert not answer.publishable
        assert "boundary_outside" in codes(answer)


def test_a_neighbouring_zone_that_is_right_can_be_confirmed(drawn, villages, geojson):
    content = geojson(drawn.to_crs(4548))
    assert not report("a", content, villages).publishable
    answer = report("a", content, villages, confirmed={"boundary_neighbour_zone"})
    assert answer.publishable
    assert answer.frame.total_bounds == pytest.approx(drawn.total_bounds, abs=0.1)


@pytest.mark.parametrize("epsg", [2383, 2362, 4610])
def test_xian_80_is_refused_until_confirmed(drawn, villages, geojson, epsg):
    content = geojson(drawn.to_crs(epsg))
    assert not report("a", content, villages).publishable
    assert report("a", content, villages, confirmed={"boundary_old_datum"}).publishable


def test_swapped_axes_are_refused_and_the_names_still_counted(drawn, villages, geojson):
    swapped = drawn.set_geometry(drawn.geometry.map(lambda shape: shapely.transform(shape, lambda xy: xy[:, ::-1])))
    answer = report("a", geojson(swapped), villages)
    assert (answer.publishable, answer.matched, answer.area_m2, answer.frame) == (False, 34, 0.0, None)
    assert "boundary_axes_swapped" in codes(answer)


def test_one_village_outside_the_district_is_named(drawn, villages, geojson):
    drawn.loc[10, "geometry"] = shapely.transform(drawn.geometry[10], lambda xy: xy + np.array((30_000, 0)))
    answer = report("a", geojson(drawn), villages)
    outside = next(said for said in answer.notes if said.code == "boundary_outside")
    assert outside.slots == {"count": 1, "names": "龙井村"}
    assert not answer.publishable


def test_a_file_of_one_town_is_welcome_and_the_others_are_listed(drawn, villages, geojson):
    answer = report("a", geojson(drawn[14:27]), villages)
    assert (answer.publishable, answer.matched, len(answer.missing)) == (True, 13, 21)


def test_a_file_that_knows_hardly_any_of_our_villages_is_refused(drawn, villages, geojson):
    answer = report("a", geojson(drawn[:2]), villages)
    assert not answer.publishable
    assert "boundary_too_few" in codes(answer)


def test_a_file_of_somewhere_else_is_refused(drawn, villages, geojson):
    answer = report("a", geojson(drawn.assign(XZQMC="某村", XZQDM="110101001001")), villages)
    assert not answer.publishable
    assert "boundary_no_match" in codes(answer)


@pytest.mark.parametrize(
    ("system", "code", "metres"), [("GCJ-02", "boundary_looks_gcj02", 588), ("BD-09", "boundary_looks_bd09", 1172)]
)
def test_a_shift_against_the_boundaries_in_use_is_named_and_can_be_taken_out(
    drawn, villages, known, geojson, system, code, metres
):
    content = geojson(shift(drawn, system))
    answer = report("a", content, villages, known=known)
    said = next(said for said in answer.notes if said.code == code)
    assert said.level == "warning"
    assert said.slots["metres"] == pytest.approx(metres, abs=15)
    mended = report("a", content, villages, known=known, confirmed={code})
    assert "boundary_unshifted" in codes(mended)
    assert mended.frame.geometry.hausdorff_distance(drawn.geometry).max() < 2


def test_another_offset_is_said_with_its_direction(drawn, villages, known, geojson):
    moved = drawn.set_geometry(drawn.translate(300, 300))
    said = next(s for s in report("a", geojson(moved), villages, known=known).notes if s.code == "boundary_moved")
    assert said.slots == {"metres": 424, "direction": "向东北"}


def test_boundaries_that_agree_raise_no_question(drawn, villages, known, geojson):
    moved = drawn.set_geometry(drawn.translate(30, 30))
    assert codes(report("a", geojson(moved), villages, known=known)) == []


def test_a_schematic_in_use_proves_nothing(drawn, villages, known, geojson):
    assert codes(report("a", geojson(shift(drawn, "BD-09")), villages, known=known.assign(schematic=True))) == [
        "boundary_unchecked"
    ]


def test_a_kml_asks_for_its_system_unless_the_boundaries_in_use_answer(drawn, villages, known, tmp_path):
    path = tmp_path / "村界.kml"
    drawn.to_crs(4326).rename(columns={"XZQMC": "Name"}).to_file(path, driver="KML")
    content = path.read_bytes()
    answer = report(path.name, content, villages)
    assert (answer.crs, answer.matched, answer.publishable) == ("EPSG:4326", 34, True)
    assert "boundary_kml_shift" in codes(answer)
    assert [said.code for said in answer.notes if said.asks] == ["boundary_kml_shift"]
    assert not any(said.asks for said in report(path.name, content, villages, confirmed={"boundary_kml_shift"}).notes)
    assert "boundary_kml_shift" not in codes(report(path.name, content, villages, known=known))


def test_villages_without_a_shape_are_missing_and_named(drawn, villages, geojson):
    drawn.loc[10, "geometry"] = None
    answer = report("a", geojson(drawn), villages)
    assert answer.missing == ("龙井村",)
    assert "boundary_without_shape" in codes(answer)


def test_errors_come_before_warnings_before_repairs(drawn, villages, geojson):
    drawn.loc[10, "geometry"] = None
    levels = [
        said.level
        for said in report("a", geojson(pd.concat([drawn[:1], drawn[10:11]]).to_crs(4326), crs="none"), villages).notes
    ]
    assert levels == sorted(levels, key=["error", "warning", "repair"].index)
    assert set(levels) == {"error", "warning", "repair"}


@pytest.mark.parametrize("code", WORDS)
def test_every_note_has_words_that_can_be_filled(code):
    level, message, hint = WORDS[code]
    slots = {name for text in (message, hint) for _, name, _, _ in Formatter().parse(text) if name}
    said = note(code, **dict.fromkeys(slots, "x"))
    assert said.message
    assert said.hint or level == "repair"
    assert not (said.message + said.hint).endswith("。")


def test_long_lists_are_cut_with_their_length_said():
    assert listed("甲乙") == "甲、乙"
    assert listed(range(12)) == "0、1、2、3、4、5、6、7、8、9等 12 个"
