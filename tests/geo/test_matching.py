"""Features find their village by code and by name; what does not fit is said, never guessed."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely.geometry import box

from geo.layer import attributes
from geo.matching import match


def said(found, code: str) -> dict:
    return next(note.slots for note in found.notes if note.code == code)


def codes(found) -> list[str]:
    return [note.code for note in found.notes]


def places(found) -> list[str]:
    return list(found.frame["village"])


def test_one_row_a_village_in_the_order_of_the_list(drawn, villages):
    before = drawn.copy()
    found = match(drawn.sample(frac=1, random_state=1), villages)
    assert places(found) == list(villages["village"])
    assert list(found.frame.columns) == ["town", "village", "code", "schematic", "geometry"]
    assert found.frame.crs.to_epsg() == 4547
    assert (found.missing, found.unknown, found.notes) == ((), (), ())
    assert drawn.equals(before)


@pytest.mark.parametrize("column", ["XZQMC", "ZLDWMC", "name", "村", "NAME", "随便"])
@pytest.mark.parametrize("form", ["{}", "{}（社区）", "{}（赣州蓉江新区）", "　{} "])
def test_names_alone_are_enough_in_any_column(drawn, villages, column, form):
    named = drawn[["XZQMC", "geometry"]].rename(columns={"XZQMC": column})
    named[column] = [form.format(name) for name in named[column]]
    assert len(match(named, villages).frame) == 34


@pytest.mark.parametrize(
    "codes_of",
    [
        lambda codes: codes,
        lambda codes: codes + "0000000",
        lambda codes: codes.astype(float).map("{:.11e}".format),
        lambda codes: codes + ".0",
        lambda codes: codes + "01",
    ],
    ids=["12 digits", "19 digits", "as floats", "with .0", "a group in the village"],
)
def test_codes_alone_are_enough_in_any_form(drawn, villages, codes_of):
    coded = attributes([{"代码": code} for code in codes_of(drawn["XZQDM"])])
    frame = gpd.GeoDataFrame(coded, geometry=drawn.geometry)
    assert len(match(frame, villages).frame) == 34


def test_the_town_in_front_of_a_name_is_understood(drawn, villages):
    named = drawn[["geometry"]].assign(name=villages["town"] + villages["village"])
    assert len(match(named, villages).frame) == 34
    short = drawn[["geometry"]].assign(name=villages["town"].str[:2] + villages["village"])
    assert set(villages["village"][:27]) <= set(places(match(short, villages)))


def test_aliases_meet_only_through_the_list(drawn, villages):
    named = drawn[["XZQMC", "geometry"]].replace({"迳背村": "径背村", "坳上村": "垇上"})
    assert len(match(named, villages).frame) == 34
    unknown = match(named.replace({"龙井村": "龙景村"}), villages)
    assert unknown.missing == ("龙井村",)
    assert unknown.unknown == ("龙景村",)


def test_villages_with_the_same_characters_stay_apart(drawn, villages):
    found = match(drawn[["XZQMC", "geometry"]], villages)
    towns = dict(zip(found.frame["village"], found.frame["town"], strict=True))
    assert (towns["上坝村"], towns["坝上村"]) == ("潭东镇", "高校园区管理处")


def test_the_column_that_knows_most_villages_is_taken(drawn, villages):
    mixed = drawn.drop(columns="XZQDM").assign(QSDWMC="龙井村", 备注=["坳上村", *[None] * 33])
    assert places(match(mixed, villages)) == list(villages["village"])


def test_layers_that_name_their_columns_differently_both_count(drawn, villages):
    mixed = pd.concat(
        [drawn[["XZQMC", "geometry"]][:20], drawn[["XZQMC", "geometry"]][20:].rename(columns={"XZQMC": "村名"})],
        ignore_index=True,
    )
    assert len(match(mixed, villages).frame) == 34


def test_a_wrong_code_beside_a_right_name_is_said_with_both(drawn, villages):
    drawn.loc[10, "XZQDM"] = "360702192299"
    found = match(drawn, villages)
    assert found.missing == ()
    assert said(found, "boundary_code_unknown")["pairs"] == "360702192299—龙井村"


def test_code_and_name_of_two_villages_go_to_the_one_that_is_still_free(drawn, villages):
    copied_name = drawn.copy()
    copied_name.loc[10, "XZQMC"] = "茶元村"
    found = match(copied_name, villages)
    assert found.missing == ()
    assert said(found, "boundary_code_name")["pairs"] == "360702192210—茶元村"
    copied_code = drawn.copy()
    copied_code.loc[10, "XZQDM"] = drawn.loc[6, "XZQDM"]
    found = match(copied_code, villages)
    assert found.missing == ()
    assert "boundary_code_name" in codes(found)


def test_a_name_the_list_does_not_know_is_taken_by_its_code(drawn, villages):
    drawn.loc[10, "XZQMC"] = "龙景村"
    found = match(drawn, villages)
    assert found.missing == ()
    assert "龙景村" in said(found, "boundary_name_differs")["pairs"]


def test_neighbours_are_left_out_and_named(drawn, villages):
    neighbours = gpd.GeoDataFrame(
        {"XZQMC": ["金塘村", "台头村", "龙井村"], "XZQDM": ["360703100201", "360703100202", "360703100203"]},
        geometry=[box(0, 0, 1, 1)] * 3, crs=4547,
    )  # fmt: skip
    found = match(pd.concat([drawn, neighbours], ignore_index=True), villages)
    assert found.unknown == ("金塘村", "台头村", "龙井村")
    assert said(found, "boundary_neighbours")["count"] == 3
    assert found.frame.area.sum() == pytest.approx(drawn.area.sum())


def test_a_village_of_ours_that_the_list_lacks_is_a_warning(drawn, villages):
    drawn.loc[10, ["XZQMC", "XZQDM"]] = ["新立社区", "360702192301"]
    found = match(drawn, villages)
    assert said(found, "boundary_not_listed")["names"] == "新立社区"
    assert said(found, "boundary_missing") == {"count": 1, "names": "龙井村"}


def test_the_town_column_tells_villages_of_one_name_apart(drawn, villages):
    twins = pd.concat([villages, villages[10:11].assign(town="潭口镇", code=None)], ignore_index=True)
    features = gpd.GeoDataFrame(
        {"XZQMC": ["龙井村", "龙井村", "龙井村"], "乡镇": ["潭口镇", "潭东镇", "水西镇"]},
        geometry=[box(0, 0, 1, 1), box(1, 0, 3, 1), box(3, 0, 9, 1)], crs=4547,
    )  # fmt: skip
    found = match(features, twins)
    assert list(zip(found.frame["town"], found.frame.area, strict=True)) == [("潭东镇", 2), ("潭口镇", 1)]
    assert found.unknown == ("龙井村",)
    unclear = match(features.drop(columns="乡镇"), twins)
    assert unclear.frame.empty
    assert "boundary_ambiguous" in codes(unclear)
    assert "潭东镇龙井村" in unclear.missing


def test_features_without_name_and_code_are_counted(drawn, villages):
    drawn.loc[10, ["XZQMC", "XZQDM"]] = None
    assert said(match(drawn, villages), "boundary_unnamed") == {"count": 1}


def test_codes_that_lost_their_digits_do_not_contradict_the_names(drawn, villages):
    drawn["XZQDM"] = "360702000000"
    assert match(drawn, villages).notes == ()


def test_enclaves_are_united(drawn, villages):
    enclave = drawn[10:11].set_geometry(drawn[10:11].translate(50_000, 0))
    found = match(pd.concat([drawn, enclave], ignore_index=True), villages)
    land = found.frame.set_index("village").geometry["龙井村"]
    assert land.geom_type == "MultiPolygon"
    assert land.area == pytest.approx(2 * drawn.area[10])
    assert said(found, "boundary_dissolved")["names"] == "龙井村"


def test_a_figure_of_eight_keeps_both_loops(drawn, villages):
    drawn.loc[10, "geometry"] = shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
    found = match(drawn, villages)
    assert found.frame.area[10] == pytest.approx(5_000)
    assert found.frame.is_valid.all()
    assert said(found, "boundary_repaired")["names"] == "龙井村"


def test_parts_that_overlap_each_other_count_once(drawn, villages):
    drawn.loc[10, "geometry"] = shapely.MultiPolygon([box(0, 0, 100, 100), box(50, 0, 150, 100)])
    assert match(drawn, villages).frame.area[10] == pytest.approx(15_000)


def test_villages_that_claim_the_same_land_are_named(drawn, villages):
    drawn.loc[0, "geometry"] = drawn.geometry[0].buffer(20)
    assert "东坑村与宋塘村" in said(match(drawn, villages), "boundary_overlaps")["pairs"]


def test_slivers_between_neighbours_are_no_overlap(drawn, villages):
    drawn.loc[0, "geometry"] = drawn.geometry[0].buffer(0.3)
    assert "boundary_overlaps" not in codes(match(drawn, villages))


def test_a_village_without_area_is_missing(drawn, villages):
    drawn.loc[10, "geometry"] = shapely.Polygon([(0, 0), (1, 1), (2, 2)])
    found = match(drawn, villages)
    assert found.missing == ("龙井村",)
    assert "boundary_no_area" in codes(found)


def test_nothing_of_ours_is_an_empty_frame(drawn, villages):
    found = match(drawn.assign(XZQMC="某村", XZQDM="110101001001"), villages)
    assert found.frame.empty
    assert len(found.missing) == 34


def test_a_schematic_is_known_by_its_own_words(drawn, villages):
    found = match(drawn.assign(说明="示意，不代表实际位置与界线"), villages)
    assert found.frame["schematic"].all()
    assert "boundary_schematic" in codes(found)


def test_a_list_without_codes_and_aliases_will_do(drawn, villages):
    assert len(match(drawn, villages[["town", "village"]]).frame) == 34
