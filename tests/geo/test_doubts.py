"""What a boundary file would take away or leave out is asked about first, never found out on the map."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.notes import ANSWERS
from tests.geo.shipped import report

SIDE = 1_800.0


def asked(answer) -> list[str]:
    """The codes of the questions nobody has answered."""
    return [said.code for said in answer.notes if said.asks]


def halves(drawn: gpd.GeoDataFrame, pieces: int) -> gpd.GeoDataFrame:
    """Every village cut into strips, each a feature of its own."""
    strips = drawn.loc[drawn.index.repeat(pieces)].reset_index(drop=True)
    west, south, _, north = (np.asarray(side) for side in strips.bounds.to_numpy().T)
    at = np.tile(np.arange(pieces), len(drawn)) * (SIDE / pieces)
    return strips.set_geometry(shapely.box(west + at, south, west + at + SIDE / pieces * 0.9, north), crs=drawn.crs)


def test_two_years_in_one_file_are_asked_about_and_exclaves_are_not(drawn, villages, geojson):
    later = drawn.set_geometry(drawn.translate(40, -20), crs=drawn.crs)
    both = pd.concat([drawn.assign(NF="2021"), later.assign(NF="2022")], ignore_index=True)
    answer = report("a", geojson(both), villages)
    assert asked(answer) == ["boundary_twice"]
    (said,) = [said for said in answer.notes if said.asks]
    assert "2021、2022" in said.message and said.slots["count"] == 34
    exclave = pd.concat([drawn, drawn[:1].set_geometry(drawn[:1].translate(0, 6 * SIDE), crs=drawn.crs)])
    assert asked(report("a", geojson(exclave), villages)) == []


@pytest.mark.parametrize("columns", [{}, {"DLBM": "0201"}])
def test_parcels_are_no_villages(drawn, villages, geojson, columns):
    pieces = 1 if columns else 5  # one parcel a village is one too
    parcels = halves(drawn, pieces).assign(**columns)
    assert asked(report("a", geojson(parcels), villages)) == ["boundary_parcels"]
    joined = parcels.dissolve("XZQDM").reset_index()  # all parcels of a village in one shape are no village either
    assert asked(report("a", geojson(joined), villages)) == ["boundary_parcels"]


def test_a_village_beside_no_other_is_a_piece_of_its_land_until_a_person_says_that_it_is_all(drawn, villages, geojson):
    cut = drawn.set_geometry([shapely.affinity.scale(shape, 0.4, 0.4) if at == 7 else shape for at, shape in enumerate(drawn.geometry)], crs=drawn.crs)  # fmt: skip
    (said,) = [said for said in report("a", geojson(cut), villages).notes if said.asks]
    assert (said.code, said.slots) == ("boundary_apart", {"count": 1, "names": villages["village"][7]})
    pieces = drawn.set_geometry(drawn.scale(0.4, 0.4), crs=drawn.crs)
    (said,) = [said for said in report("a", geojson(pieces), villages).notes if said.asks]
    assert (said.code, said.slots["count"]) == ("boundary_apart", 34)
    assert asked(report("a", geojson(pieces), villages, confirmed={"boundary_apart"})) == []
    assert asked(report("a", geojson(drawn), villages)) == []


def test_a_village_drawn_over_its_neighbours_is_asked_about_and_one_within_another_is_not(drawn, villages, geojson):
    grown = drawn.set_geometry([shape.buffer(600) if at == 7 else shape for at, shape in enumerate(drawn.geometry)], crs=drawn.crs)  # fmt: skip
    (said,) = [said for said in report("a", geojson(grown), villages).notes if said.asks]
    assert said.code == "boundary_claimed" and villages["village"][7] in said.message
    inside = shapely.affinity.translate(shapely.affinity.scale(drawn.geometry[0], 0.4, 0.4), SIDE, 0)
    nested = drawn.set_geometry([inside if at == 0 else shape for at, shape in enumerate(drawn.geometry)], crs=drawn.crs)  # fmt: skip
    assert asked(report("a", geojson(nested), villages)) == []


def test_a_village_with_next_to_no_land_is_asked_about_on_a_first_delivery_and_a_community_is_not(drawn, villages, known, geojson):  # fmt: skip
    def cut(at: int) -> bytes:
        small = shapely.affinity.scale(drawn.geometry[at], 1, 0.05, origin=(0, drawn.geometry[at].bounds[3]))
        return geojson(drawn.set_geometry([small if one == at else shape for one, shape in enumerate(drawn.geometry)], crs=drawn.crs))  # fmt: skip

    (community,) = villages.index[villages["village"] == "南街居委会"]
    (said,) = [said for said in report("a", cut(0), villages).notes if said.asks]
    assert said.code == "boundary_tiny" and said.slots["names"] == f"{villages['village'][0]} 0.16"
    assert asked(report("a", cut(0), villages, confirmed={"boundary_tiny"})) == []
    assert "boundary_tiny" not in asked(report("a", cut(community), villages))
    assert {"boundary_area_changed", "boundary_tiny"} & {*asked(report("a", cut(0), villages, known=known))} == {"boundary_area_changed"}  # fmt: skip


def test_a_sketch_does_not_take_the_place_of_surveyed_lines_unasked(drawn, villages, known, geojson):
    sketch = geojson(drawn.assign(BZ="示意图，不代表实际位置与界线"))
    assert asked(report("a", sketch, villages, known=known)) == ["boundary_sketch_over"]
    assert asked(report("a", sketch, villages, known=known, confirmed={"boundary_sketch_over"})) == []
    assert asked(report("a", sketch, villages, known=known.assign(schematic=True))) == []


def test_groups_of_a_village_are_told_from_villages_by_their_codes_or_names(drawn, villages, geojson):
    groups = halves(drawn, 2)
    number = [str(at % 2 + 1) for at in range(len(groups))]
    by_code = groups.assign(XZQDM=groups["XZQDM"] + "0" + pd.Series(number))
    by_name = groups.drop(columns="XZQDM").assign(
        XZQMC=groups["XZQMC"], ZLDWMC=groups["XZQMC"] + pd.Series(number) + "组"
    )
    assert asked(report("a", geojson(by_code), villages)) == ["boundary_groups"]
    named = by_name.assign(XZQMC=by_name["ZLDWMC"], XZQDM=groups["XZQDM"]).drop(columns="ZLDWMC")
    assert asked(report("a", geojson(named), villages)) == ["boundary_groups"]


def test_codes_of_before_a_reform_are_asked_about_and_no_village_is_lost(drawn, villages, geojson):
    old = drawn.assign(
        XZQDM=[("360782" if at % 4 == 0 else code[:6]) + code[6:] for at, code in enumerate(drawn["XZQDM"])]
    )
    answer = report("a", geojson(old), villages)
    assert (asked(answer), answer.matched) == (["boundary_old_codes"], 34)
    assert asked(report("a", geojson(old), villages, confirmed={"boundary_old_codes"})) == []


def test_a_neighbours_village_of_the_same_name_stays_a_neighbours(drawn, villages, geojson):
    foreign = drawn[:6].assign(
        XZQMC=[drawn["XZQMC"][0], "甲村", "乙村", "丙村", "丁村", "戊村"], XZQDM=[f"36073210020{at}" for at in range(6)]
    )
    both = pd.concat([drawn, foreign.set_geometry(foreign.translate(0, -4 * SIDE), crs=drawn.crs)], ignore_index=True)
    answer = report("a", geojson(both), villages)
    assert (asked(answer), answer.matched) == ([], 34)
    assert "boundary_neighbours" in [said.code for said in answer.notes]


def test_names_against_codes_are_asked_about(drawn, villages, geojson):
    crossed = drawn.assign(XZQMC=[drawn["XZQMC"][1], drawn["XZQMC"][0], *drawn["XZQMC"][2:]])
    assert asked(report("a", geojson(crossed), villages)) == ["boundary_code_name"]


def test_a_village_that_shrinks_or_grows_against_the_boundaries_in_use_is_named(drawn, villages, known, geojson):
    drawn.loc[3, "geometry"] = shapely.affinity.scale(drawn.geometry[3], 0.3, 0.3)
    answer = report("a", geojson(drawn), villages, known=known)
    (said,) = [said for said in answer.notes if said.asks]
    assert said.code == "boundary_area_changed"
    assert said.slots == {"count": 1, "names": f"{villages['village'][3]} 3.24→0.29"}
    assert asked(report("a", geojson(drawn), villages, known=known.assign(schematic=True))) == ["boundary_apart"]


def test_villages_of_a_delivered_town_that_are_in_use_and_left_out_are_named(drawn, villages, known, geojson):
    answer = report("a", geojson(drawn[2:]), villages, known=known)
    assert asked(answer) == ["boundary_would_vanish"]
    assert asked(report("a", geojson(drawn[14:27]), villages, known=known)) == []  # a town of its own: the others stay


@pytest.mark.parametrize("kind", ["geojson", "shapefile"])
def test_what_is_in_wgs84_may_come_from_a_web_map(drawn, villages, known, geojson, shapefile, zipped, kind):
    plain = drawn.to_crs(4326)
    degrees = geojson(plain, crs="none") if kind == "geojson" else zipped(shapefile(plain))
    assert asked(report("a.geojson", degrees, villages)) == ["boundary_wgs84_shift"]
    assert asked(report("a.geojson", degrees, villages, known=known)) == []
    assert asked(report("a.geojson", degrees, villages, confirmed={"boundary_wgs84_shift"})) == []


def test_every_question_but_the_batchs_own_has_an_answer(drawn, villages, known, geojson):
    codes = {"boundary_groups", "boundary_parcels", "boundary_twice", "boundary_area_changed", "boundary_old_codes", "boundary_code_name", "boundary_wgs84_shift"}  # fmt: skip
    assert codes <= set(ANSWERS)


def test_land_between_first_villages_that_nobody_has_is_asked_about_and_the_next_survey_is_held_against_them(drawn, villages, known, geojson):  # fmt: skip
    half = shapely.affinity.scale(drawn.geometry[8], 0.5, 1, origin=(drawn.geometry[8].bounds[0], 0))
    cut = geojson(drawn.set_geometry([half if at == 8 else shape for at, shape in enumerate(drawn.geometry)], crs=drawn.crs))  # fmt: skip
    (said,) = [said for said in report("a", cut, villages).notes if said.asks]
    assert (said.code, said.slots["count"]) == ("boundary_gaps", 1) and villages["village"][8] in said.message
    assert asked(report("a", cut, villages, confirmed={"boundary_gaps"})) == []
    assert asked(report("a", cut, villages, known=known)) == ["boundary_some_moved", "boundary_area_changed"]


def test_places_that_ledgers_know_find_exchanged_villages_and_moved_lines(drawn, villages, geojson):
    """Without them the answer says what nobody could find."""
    middles = drawn.geometry.centroid
    places = villages[["town", "village"]].assign(x=middles.x, y=middles.y + SIDE * 0.45)
    twice = pd.concat([places, places], ignore_index=True)
    exchanged = geojson(drawn.set_geometry([*drawn.geometry[[1, 0]], *drawn.geometry[2:]], crs=drawn.crs))
    moved = geojson(drawn.set_geometry(drawn.translate(0, -300)))
    for content in (exchanged, moved):
        assert asked(report("a", content, villages, points=twice)) == ["boundary_against_points"]
        assert "boundary_unchecked" in [said.code for said in report("a", content, villages).notes]
    right = report("a", geojson(drawn), villages, points=twice)
    assert not {"boundary_unchecked", "boundary_against_points"} & {said.code for said in right.notes}
