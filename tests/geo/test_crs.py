"""The reference system is what the file declares, unless its numbers say otherwise; never a silent guess."""

import geopandas as gpd
import pandas as pd
import pyproj
import pytest

from geo.crs import by_numbers, judge, recognised, to_metres
from geo.district import District
from geo.layer import layer_of
from geo.reading import read_boundaries
from tests.geo.shipped import DISTRICT

TESTED = (114.85, 25.78)
ESRI = (
    'PROJCS["{name}",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,'
    '298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["{projection}"],PARAMETER['
    '"False_Easting",{east}],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",{meridian}],PARAMETER['
    '"Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)


def esri(
    name="CGCS2000_3_Degree_GK_CM_114E", projection="Gauss_Kruger", east="500000.0", meridian="114.0"
) -> pyproj.CRS:
    return pyproj.CRS.from_wkt(ESRI.format(name=name, projection=projection, east=east, meridian=meridian))


def layer(frame: gpd.GeoDataFrame, crs=None, **more):
    bare = frame.drop(columns="geometry")
    return layer_of(bare, frame.geometry.to_numpy(), crs=crs and pyproj.CRS.from_user_input(crs), kind="SHP", **more)


def codes(judgement) -> list[str]:
    return [note.code for note in judgement.notes]


@pytest.mark.parametrize(
    ("epsg", "middle"),
    [(4490, TESTED), (4547, (585_259.90, 2_852_736.65)), (4526, (38_585_259.90, 2_852_736.65))],
)
def test_numbers_tell_the_three_systems_apart(epsg, middle):
    assert by_numbers(middle, DISTRICT).epsg == epsg


@pytest.mark.parametrize(
    ("middle", "problem"),
    [
        ((284_315.87, 2_854_222.12), "boundary_wrong_zone"),
        ((284_402.15, 2_853_080.43), "boundary_wrong_zone"),
        ((39_284_315.87, 2_854_222.12), "boundary_wrong_zone"),
        ((20_284_315.87, 2_854_222.12), "boundary_wrong_zone"),
        ((2_852_736.65, 585_259.90), "boundary_axes_swapped"),
        ((2_852_736.65, 38_585_259.90), "boundary_axes_swapped"),
        ((25.78, 114.85), "boundary_axes_swapped"),
        ((12_785_043.0, 2_969_000.0), "boundary_other_crs"),
        ((3.0, 4.0), "boundary_crs_unknown"),
    ],
)
def test_numbers_that_are_not_ours_are_named(middle, problem):
    assert by_numbers(middle, DISTRICT).problem == problem


@pytest.mark.parametrize("epsg", [4490, 4326, 4547, 4526])
def test_a_declared_system_is_believed_and_ends_in_the_same_place(drawn, epsg):
    judgement = judge(layer(drawn.to_crs(epsg), epsg), DISTRICT)
    assert judgement.label == f"EPSG:{epsg}"
    assert codes(judgement) == (["boundary_wgs84"] if epsg == 4326 else [])
    metres = to_metres(layer(drawn.to_crs(epsg)).frame, judgement.crs, DISTRICT)
    assert metres.geometry.distance(drawn.geometry).max() == 0
    assert metres.area.sum() == pytest.approx(drawn.area.sum(), rel=1e-6)
    assert metres.total_bounds == pytest.approx(drawn.total_bounds, abs=0.01)


@pytest.mark.parametrize("epsg", [4490, 4547, 4526])
def test_without_a_declaration_the_numbers_decide_and_a_person_is_asked(drawn, epsg):
    judgement = judge(layer(drawn.to_crs(epsg)), DISTRICT)
    assert judgement.label == f"EPSG:{epsg}"
    assert codes(judgement) == ["boundary_crs_guessed"]


@pytest.mark.parametrize(
    ("crs", "epsg"),
    [
        (esri(), 4547),
        (esri("CGCS2000_3_Degree_GK_Zone_38", east="38500000.0"), 4526),
        (esri("随便起的名字", "Transverse_Mercator"), 4547),
        (esri("CGCS2000_3_Degree_GK_CM_117E", meridian="117.0"), 4548),
        (pyproj.CRS.from_epsg(4480), 4490),
        (pyproj.CRS("EPSG:4490+5737"), 4490),
        (pyproj.CRS("OGC:CRS84"), 4326),
        (pyproj.CRS("+proj=tmerc +lon_0=114 +x_0=500000 +ellps=GRS80 +units=m"), 4547),
    ],
)  # fmt: skip
def test_a_definition_is_recognised_by_its_parameters(crs, epsg):
    assert recognised(crs, DISTRICT) == epsg


def test_a_definition_of_another_kind_is_not_taken_for_ours():
    assert recognised(pyproj.CRS("+proj=tmerc +lon_0=114 +x_0=500000 +k=0.9996 +ellps=GRS80"), DISTRICT) != 4547
    assert recognised(pyproj.CRS("+proj=tmerc +lon_0=114 +x_0=500000 +a=6378140 +rf=298.257"), DISTRICT) != 4547


@pytest.mark.parametrize(
    ("epsg", "code"),
    [
        (4548, "boundary_neighbour_zone"), (4527, "boundary_neighbour_zone"), (32650, "boundary_neighbour_zone"),
        (2383, "boundary_old_datum"), (2362, "boundary_old_datum"), (4610, "boundary_old_datum"),
        (4214, "boundary_old_datum"), (3857, "boundary_other_crs"),
    ],
)  # fmt: skip
def test_a_foreign_system_is_refused_until_a_person_confirms(drawn, epsg, code):
    foreign = layer(drawn.to_crs(epsg), epsg)
    refused = judge(foreign, DISTRICT)
    assert [(note.code, note.level) for note in refused.notes] == [(code, "error")]
    assert refused.label == f"EPSG:{epsg}"
    confirmed = judge(foreign, DISTRICT, confirmed={code})
    assert [(note.code, note.level) for note in confirmed.notes] == [(code, "warning")]


def test_metres_that_are_declared_as_degrees_are_read_as_metres(drawn):
    judgement = judge(layer(drawn, 4326), DISTRICT)
    assert judgement.label == "EPSG:4547"
    assert codes(judgement) == ["boundary_crs_contradicted"]


def test_a_zone_number_the_declaration_forgot_is_seen(drawn):
    judgement = judge(layer(drawn.to_crs(4526), 4547), DISTRICT)
    assert judgement.label == "EPSG:4526"
    assert codes(judgement) == ["boundary_crs_contradicted"]


def test_numbers_of_the_neighbouring_zone_under_our_name_are_refused(drawn):
    judgement = judge(layer(drawn.to_crs(4548), 4547), DISTRICT)
    assert judgement.crs is None
    assert codes(judgement) == ["boundary_wrong_zone"]


def test_our_villages_decide_not_the_neighbours(drawn):
    far = drawn.set_geometry(drawn.translate(5_000_000, 3_000_000))
    both = gpd.GeoDataFrame(pd.concat([drawn[:5], far], ignore_index=True))
    ours = pd.Series([True] * 5 + [False] * len(far))
    assert judge(layer(both), DISTRICT).epsg is None
    assert judge(layer(both), DISTRICT, ours=ours).epsg == 4547


@pytest.mark.parametrize("name", ["EPSG:4547", "urn:ogc:def:crs:EPSG::4547", "urn:ogc:def:crs:EPSG:9.8:4547"])
def test_geojson_names_of_a_system_are_read_without_asking_anyone(drawn, geojson, name):
    read = read_boundaries("a", geojson(drawn, crs={"type": "name", "properties": {"name": name}}))
    assert judge(read, DISTRICT).label == "EPSG:4547"
    assert judge(read, DISTRICT).notes == ()


def test_the_oldest_way_to_name_a_system_in_geojson_is_read(drawn, geojson):
    read = read_boundaries("a", geojson(drawn, crs={"type": "EPSG", "properties": {"code": 4547}}))
    assert judge(read, DISTRICT).label == "EPSG:4547"


def test_geojson_without_a_system_is_wgs84_only_where_the_numbers_are_degrees(drawn, geojson):
    degrees = judge(read_boundaries("a", geojson(drawn.to_crs(4326), crs="none")), DISTRICT)
    assert degrees.label == "EPSG:4326"
    assert codes(degrees) == ["boundary_crs_by_format", "boundary_wgs84"]
    metres = judge(read_boundaries("a", geojson(drawn.to_crs(4526), crs="none")), DISTRICT)
    assert metres.label == "EPSG:4526"
    assert codes(metres) == ["boundary_crs_guessed"]


def test_a_system_named_in_a_plain_word_is_read(drawn, geojson):
    assert judge(read_boundaries("a", geojson(drawn, crs="EPSG:4547")), DISTRICT).label == "EPSG:4547"


@pytest.mark.parametrize("crs", [None, {"type": "name", "properties": {"name": "EPSG:999999"}}, "本地", {"type": 1}])
def test_a_system_that_says_nothing_leaves_it_to_the_numbers(drawn, geojson, crs):
    assert "boundary_crs_guessed" in codes(judge(read_boundaries("a", geojson(drawn, crs=crs)), DISTRICT))


def test_another_district_brings_its_own_window():
    other = District(window=(117.0, 30.0, 117.5, 30.5), meridian=117)
    assert by_numbers((520_000, 3_340_000), other).epsg == 4548
    assert by_numbers((39_520_000, 3_340_000), other).epsg == 4527
