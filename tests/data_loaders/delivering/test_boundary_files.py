"""Boundary files at the doors: what holds shapes is never a ledger, and nothing that is in use goes without a word."""

import io
import json
import zipfile

import geopandas as gpd
import pytest
import shapely

from data_loaders.delivering import reference
from data_loaders.schema import TABLES
from tests.data_loaders.dropping import Office, check, codes, finding

SIDE = 0.012  # degrees


def villages() -> gpd.GeoDataFrame:
    """The shipped villages as squares side by side."""
    listed = reference.villages()
    corners = [(114.80 + at % 6 * SIDE, 25.69 + at // 6 * SIDE) for at in range(len(listed))]
    shapes = [shapely.box(x, y, x + SIDE, y + SIDE) for x, y in corners]
    return gpd.GeoDataFrame(listed[["town", "village", "code"]], geometry=shapes, crs=4490)


def geojson(frame: gpd.GeoDataFrame) -> bytes:
    document = json.loads(frame.rename(columns={"village": "XZQMC", "code": "XZQDM"}).to_json())
    return json.dumps(
        document | {"crs": {"type": "name", "properties": {"name": "EPSG:4490"}}}, ensure_ascii=False
    ).encode()


@pytest.mark.parametrize("name", ["村庄名录.csv", "村庄.txt"])
def test_a_table_of_shapes_is_never_the_village_list(office: Office, name):
    rows = [f'{row.town},{row.village},{row.code},"{row.geometry.wkt}"' for row in villages().itertuples()]
    batch = check(office.bytes(name, "\n".join(["镇,村,行政区划代码,图形", *rows]).encode()))
    assert [delivery.table for delivery in batch.deliveries] == [TABLES["boundaries"]]
    assert [asked.code for asked in batch.questions] == ["boundary_crs_guessed"]


def test_what_a_file_of_boundaries_leaves_out_is_asked_about_once(office: Office):
    whole = villages()
    known = check(office.bytes("村界.geojson", geojson(whole))).frames()
    batch = check(office.bytes("新村界.geojson", geojson(whole[2:])), known=known)
    assert [asked.code for asked in batch.questions] == ["rows_missing"]
    assert whole["village"][0] in finding(batch, "rows_missing").message


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("村界.mif", b"Version 300\nColumns 1\n", "boundary_mapinfo_part"), ("村界.gml", b"<gml/>", "boundary_gml"),
        ("村界.vct", b"HeadBegin\n", "boundary_vct"), ("村界.tab", b"!table\n!version 300\n", "boundary_mapinfo_tab"),
        ("地图.js", b"echarts.registerMap('a', {})", "boundary_echarts_script"),
        ("村界.mdb", b"\0\1\0\0Standard Jet DB\0", "boundary_access"),
        ("村界.parquet", b'PAR1{"primary_column": "geometry"}PAR1', "boundary_export"),
        ("村界.xml", b'<?xml version="1.0"?><a xmlns:gml="http://www.opengis.net/gml"/>', "boundary_gml"),
        ("界址点.txt", "[属性描述]\n[地块坐标]\n".encode("gbk"), "boundary_damaged"),
    ],
)  # fmt: skip
def test_files_of_other_programs_are_refused_as_boundaries_not_as_ledgers(office: Office, name, content, code):
    assert code in codes(check(office.bytes(name, content)))


def test_a_sheet_of_shapes_is_no_village_list(office: Office):
    rows = [[row.town, row.village, row.code, row.geometry.wkt] for row in villages().itertuples()]
    batch = check(office.xlsx("村庄名录.xlsx", [["镇", "村", "行政区划代码", "图形"], *rows]))
    assert (codes(batch), batch.deliveries) == ({"shapes_in_workbook"}, ())


def test_a_map_under_the_name_of_a_text_and_a_shapefile_in_wgs84_are_boundaries(office: Office, tmp_path):
    assert check(office.bytes("村界.geojson.txt", geojson(villages()))).deliveries[0].table is TABLES["boundaries"]
    villages().rename(columns={"village": "XZQMC"}).to_crs(4326).to_file(tmp_path / "a.shp", encoding="utf-8")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in tmp_path.glob("a.*"):
            archive.write(path, path.name)
    batch = check(office.bytes("村界.zip", packed.getvalue()))
    assert "personal_data" not in codes(batch) and batch.deliveries
