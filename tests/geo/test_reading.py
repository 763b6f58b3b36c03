"""Every format a land office may hand over becomes a layer, or a refusal that says what to hand in."""

import json

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely.geometry import box

from geo.names import stem
from geo.notes import Refused
from geo.reading import read_boundaries


def refusal_code(name: str, content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        read_boundaries(name, content)
    return caught.value.notes[0].code


def codes(layer) -> list[str]:
    return [note.code for note in layer.notes]


def test_geojson_keeps_its_attributes_as_text(drawn, geojson):
    numbered = drawn.assign(XZQDM=drawn["XZQDM"].astype(float), 户数=7)
    layer = read_boundaries("村界.geojson", geojson(numbered))
    assert layer.frame["XZQDM"].tolist() == drawn["XZQDM"].tolist()
    assert layer.frame["户数"].unique().tolist() == ["7"]
    assert layer.crs.to_epsg() == 4547
    assert layer.frame.geometry.geom_equals(drawn.geometry.set_crs(None, allow_override=True)).all()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_geojson_in_any_encoding(drawn, geojson, encoding):
    layer = read_boundaries("a.json", geojson(drawn).decode().encode(encoding))
    assert layer.frame["XZQMC"].tolist() == drawn["XZQMC"].tolist()


def test_a_single_feature_and_a_bare_geometry_are_read():
    square = json.loads(shapely.to_geojson(box(114.8, 25.7, 114.9, 25.8)))
    feature = {"type": "Feature", "properties": {"name": "龙井村"}, "geometry": square}
    assert read_boundaries("a", json.dumps(feature).encode()).frame["name"].tolist() == ["龙井村"]
    assert len(read_boundaries("a", json.dumps(square).encode()).frame) == 1


def test_an_open_ring_is_closed_and_heights_are_dropped():
    ring = [[0, 0, 9], [0, 1, 9], [1, 1, 9]]
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    layer = read_boundaries("a", json.dumps(feature).encode())
    assert layer.frame.geometry[0].area == 0.5
    assert not layer.frame.geometry[0].has_z


def test_polygons_are_taken_out_of_collections_and_points_left_behind(geojson):
    mixed = shapely.GeometryCollection([box(0, 0, 1, 1), shapely.Point(5, 5)])
    frame = gpd.GeoDataFrame({"name": ["龙井村", "点"]}, geometry=[mixed, shapely.Point(1, 1)])
    layer = read_boundaries("a", geojson(frame, crs="none"))
    assert layer.frame["name"].tolist() == ["龙井村"]
    assert "boundary_not_polygons" in codes(layer)


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
@pytest.mark.parametrize("without", [(), (".cpg",), (".cpg", ".prj")])
def test_a_zipped_shapefile_is_read_in_its_encoding(drawn, shapefile, zipped, encoding, without):
    parts = shapefile(drawn.rename(columns={"XZQMC": "村名称"}), encoding=encoding, without=without)
    layer = read_boundaries("村界.zip", zipped(parts))
    assert layer.frame["村名称"].tolist() == drawn["XZQMC"].tolist()
    assert (layer.crs is None) == (".prj" in without)


@pytest.mark.parametrize(("written", "claimed"), [("gbk", b"UTF-8"), ("utf-8", b"GBK")])
def test_a_cpg_that_lies_is_not_believed(drawn, shapefile, zipped, written, claimed):
    parts = shapefile(drawn, encoding=written, without=(".cpg",)) | {"村界.cpg": claimed}
    assert read_boundaries("a.zip", zipped(parts)).frame["XZQMC"].tolist() == drawn["XZQMC"].tolist()


def test_known_names_settle_an_encoding_that_reads_both_ways(shapefile, zipped):
    village = "聛聛"  # its GBK bytes are UTF-8 of something else as well
    assert village.encode("gbk").decode("utf-8") != village
    frame = gpd.GeoDataFrame({"XZQMC": [village]}, geometry=[box(0, 0, 1, 1)], crs=4547)
    content = zipped(shapefile(frame, encoding="gbk", without=(".cpg",)))
    assert read_boundaries("a.zip", content).frame["XZQMC"].tolist() != [village]
    assert read_boundaries("a.zip", content, frozenset({stem(village)})).frame["XZQMC"].tolist() == [village]


def test_chinese_member_names_capitals_and_subfolders_are_found(drawn, shapefile, zipped):
    parts = {f"潭东镇\\成果\\{name}".replace(".shp", ".SHP"): content for name, content in shapefile(drawn).items()}
    assert len(read_boundaries("村界.zip", zipped(parts, gbk_names=True)).frame) == len(drawn)


def test_several_shapefiles_are_one_layer(drawn, shapefile, zipped):
    parts = shapefile(drawn[:14], name="a/村界") | shapefile(drawn[14:], name="b/村界")
    layer = read_boundaries("村界.zip", zipped(parts))
    assert len(layer.frame) == len(drawn)
    assert "boundary_layers" in codes(layer)


def test_every_polygon_layer_of_a_geopackage_is_read(drawn, tmp_path):
    path = tmp_path / "村界.gpkg"
    drawn[:14].to_file(path, layer="潭东镇")
    drawn[14:].to_file(path, layer="潭口镇")
    drawn.set_geometry(drawn.centroid).to_file(path, layer="村委会")
    layer = read_boundaries(path.name, path.read_bytes())
    assert sorted(layer.frame["XZQMC"]) == sorted(drawn["XZQMC"])
    assert layer.crs.to_epsg() == 4547


def test_layers_in_different_systems_are_refused(drawn, tmp_path):
    path = tmp_path / "村界.gpkg"
    drawn[:14].to_file(path, layer="潭东镇")
    drawn[14:].to_crs(4490).to_file(path, layer="潭口镇")
    assert refusal_code("村界.gpkg", path.read_bytes()) == "boundary_layers_differ"


def test_a_zipped_geodatabase_is_read(drawn, tmp_path, zipped):
    path = tmp_path / "成果.gdb"
    drawn.to_file(path, driver="OpenFileGDB", layer="CJDCQ")
    files = {f"交付/成果.gdb/{part.name}": part.read_bytes() for part in path.iterdir()}
    layer = read_boundaries("成果.zip", zipped(files))
    assert layer.frame["XZQMC"].tolist() == drawn["XZQMC"].tolist()
    assert layer.crs.to_epsg() == 4547


KML = """<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Folder><name>潭东镇</name><Placemark><name>龙井村</name>{extra}<MultiGeometry><Polygon><outerBoundaryIs><LinearRing>
<coordinates>114.80,25.70,0 114.82,25.70,0 114.82,25.72,0 114.80,25.72,0 114.80,25.70,0</coordinates></LinearRing>
</outerBoundaryIs><innerBoundaryIs><LinearRing><coordinates>114.805,25.705 114.815,25.705 114.815,25.715 114.805,25.705
</coordinates></LinearRing></innerBoundaryIs></Polygon></MultiGeometry></Placemark></Folder>
<Folder><name>潭口镇</name><Placemark><name>坳上村</name><Polygon><outerBoundaryIs><LinearRing>
<coordinates>114.82,25.70 114.84,25.70 114.84,25.72 114.82,25.70</coordinates></LinearRing></outerBoundaryIs></Polygon>
</Placemark><Placemark><name>村委会</name><Point><coordinates>114.82,25.70</coordinates></Point></Placemark></Folder>
</Document></kml>"""
EXTENDED = """<ExtendedData><SchemaData><SimpleData name="XZQDM">360702192210</SimpleData></SchemaData>
<Data name="户数"><value>300</value></Data></ExtendedData>"""
DESCRIPTION = "<description><![CDATA[<table><tr><td>XZQDM</td><td>360702192210</td></tr></table>]]></description>"


def test_kml_folders_holes_and_attributes_are_read():
    layer = read_boundaries("村界.kml", KML.format(extra=EXTENDED).encode())
    assert layer.frame["name"].tolist() == ["龙井村", "坳上村"]
    assert layer.frame["Folder"].tolist() == ["潭东镇", "潭口镇"]
    assert layer.frame.loc[0, ["XZQDM", "户数"]].tolist() == ["360702192210", "300"]
    assert layer.frame.geometry[0].area == pytest.approx(0.02**2 - 0.01**2 / 2)
    assert "boundary_not_polygons" in codes(layer)


def test_attributes_in_a_kml_description_table_are_read():
    layer = read_boundaries("村界.kml", KML.format(extra=DESCRIPTION).encode())
    assert layer.frame["XZQDM"].tolist()[0] == "360702192210"


def test_a_kmz_is_read_like_the_kml_inside(zipped):
    assert len(read_boundaries("村界.kmz", zipped({"doc.kml": KML.format(extra="").encode()})).frame) == 2


def test_other_files_in_the_archive_are_named(drawn, shapefile, zipped):
    layer = read_boundaries("a.zip", zipped(shapefile(drawn) | {"说明.docx": b"x", "村界.shp.xml": b"<a/>"}))
    said = next(note for note in layer.notes if note.code == "boundary_zip_others")
    assert said.slots["names"] == "说明.docx"


def test_records_without_a_shape_stay_without_one(drawn, geojson):
    frame = drawn.copy()
    frame.loc[3, "geometry"] = None
    assert read_boundaries("a", geojson(frame)).frame.geometry.isna().sum() == 1


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("空.geojson", b"", "boundary_empty"),
        ("图.dwg", b"AC1032\0\0", "boundary_dwg"),
        ("图.dxf", b"  0\r\nSECTION\r\n  2\r\nHEADER\r\n", "boundary_dxf"),
        ("图.dxf", b"AutoCAD Binary DXF\r\n\x1a\0", "boundary_dxf"),
        ("村界.shp", b"\x00\x00\x27\x0a" + bytes(96), "boundary_loose_part"),
        ("村界.dbf", b"\x03", "boundary_loose_part"),
        ("村界.rar", b"Rar!\x1a\x07\x01\x00", "boundary_archive_unknown"),
        ("村界.txt", b"hello", "boundary_kind_unknown"),
        ("村界.geojson", b'{"type": "FeatureCollection", "features": [', "boundary_damaged"),
        ("村界.geojson", b"[" * 100_000, "boundary_damaged"),
        ("村界.geojson", b'{"a": 1}', "boundary_kind_unknown"),
        ("村界.json", b'{"type": "Topology", "objects": {}}', "boundary_damaged"),
        ("村界.gml", b'<?xml version="1.0"?><ogr:FeatureCollection/>', "boundary_gml"),
        ("村界.vct", b"HeadBegin\nDataMark:CNSDTF-VCT\n", "boundary_vct"),
        ("村界.mif", b"Version 300\nColumns 1\n", "boundary_mapinfo_part"),
        ("村界.tab", b"!table\n!version 300\n", "boundary_mapinfo_tab"),
        ("村界.ovobj", b"\x01\x02", "boundary_ovital"),
        ("地图.js", b"(function(){echarts.registerMap('a',{}); })", "boundary_echarts_script"),
        ("村界.mdb", b"\0\1\0\0Standard Jet DB\0", "boundary_access"),
        ("村界.fgb", b"fgb\x03fgb\0", "boundary_export"),
        ("村界.mxd", b"\xd0\xcf\x11\xe0", "boundary_export"),
        ("村界.geojson", b'{"type": "FeatureCollection", "features": []}', "boundary_no_polygons"),
        ("村界.geojson", b'{"type": "Polygon", "coordinates": [[[0, "a"]]]}', "boundary_damaged"),
        ("村界.geojson", b'{"type": "Polygon", "coordinates": [[[0, NaN], [1, 1], [2, 3]]]}', "boundary_damaged"),
        ("村界.kml", b"<kml><Document><Placemark>", "boundary_damaged"),
        ("村界.kml", b"<!DOCTYPE x><kml/>", "boundary_doctype"),
        ("村界.gpkg", b"SQLite format 3\0" + bytes(200), "boundary_damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(name, content, code):
    assert refusal_code(name, content) == code


def test_lines_instead_of_areas_are_refused_by_their_kind(drawn, geojson):
    lines = drawn.set_geometry(drawn.boundary)
    with pytest.raises(Refused) as caught:
        read_boundaries("a", geojson(lines))
    assert caught.value.notes[0].slots["kinds"] == "只有线"


@pytest.mark.parametrize("suffix", [".shx", ".dbf"])
def test_a_missing_part_of_a_shapefile_is_named(drawn, shapefile, zipped, suffix):
    with pytest.raises(Refused) as caught:
        read_boundaries("a.zip", zipped(shapefile(drawn, without=(suffix,))))
    assert caught.value.notes[0].code == "boundary_part_missing"
    assert caught.value.notes[0].slots["suffix"] == suffix


@pytest.mark.parametrize("suffix", [".shp", ".shx", ".dbf"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.95])
def test_a_shapefile_that_is_cut_off_is_refused(drawn, shapefile, zipped, suffix, share):
    parts = shapefile(drawn)
    whole = parts[f"村界{suffix}"]
    parts[f"村界{suffix}"] = whole[: int(len(whole) * share)]
    assert refusal_code("a.zip", zipped(parts)) in {"boundary_cut_off", "boundary_damaged", "boundary_part_missing"}


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({}, "boundary_zip_empty"),
        ({"说明.txt": b"x"}, "boundary_zip_empty"),
        ({"里.zip": b"x"}, "boundary_zip_nested"),
        ({"图.dwg": b"AC1032"}, "boundary_dwg"),
        ({"村界.dbf": b"x", "村界.shx": b"x"}, "boundary_part_missing"),
    ],
)
def test_an_archive_without_boundaries_says_what_it_holds(zipped, files, code):
    assert refusal_code("a.zip", zipped(files)) == code


def test_the_frame_has_no_reference_system_of_its_own(drawn, shapefile, zipped):
    assert read_boundaries("a.zip", zipped(shapefile(drawn))).frame.crs is None


def test_a_damaged_archive_is_refused(drawn, shapefile, zipped):
    content = zipped(shapefile(drawn))
    assert refusal_code("a.zip", content[: len(content) // 2]) == "boundary_damaged"


def test_field_names_that_are_cut_to_the_same_text_do_no_harm(drawn, shapefile, zipped):
    parts = shapefile(drawn.assign(ABCDEFGHI1="x", ABCDEFGHI2="y"))
    parts["村界.dbf"] = parts["村界.dbf"].replace(b"ABCDEFGHI2", b"ABCDEFGHI1")
    assert read_boundaries("a.zip", zipped(parts)).frame["XZQMC"].tolist() == drawn["XZQMC"].tolist()


def test_text_columns_hold_text_or_nothing(drawn, tmp_path):
    path = tmp_path / "a.gpkg"
    dated = drawn.assign(day=pd.Timestamp("2023-09-30"), area=1.5, blank=[None, *["x"] * 33])
    dated.to_file(path)
    frame = read_boundaries("a.gpkg", path.read_bytes()).frame
    cells = frame.drop(columns="geometry").to_numpy().ravel()
    assert all(cell is None or isinstance(cell, str) for cell in cells)
