"""The same villages as other programs write them: each is read, at the same place."""

import json
from itertools import pairwise

import geopandas as gpd
import pyogrio
import pytest
import shapely

from geo.notes import Refused
from geo.reading import read_boundaries

POINTS_AT_MOST = 1e-6  # degrees


def degrees(drawn: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return drawn.to_crs(4490).sort_values("XZQDM").reset_index(drop=True)


def same(layer, drawn: gpd.GeoDataFrame, column: str = "XZQDM", near: float = POINTS_AT_MOST) -> None:
    """Whether a layer holds the villages at their places."""
    found = layer.frame.sort_values(column).reset_index(drop=True)
    wanted = degrees(drawn)
    assert found[column].tolist() == wanted["XZQDM"].tolist()
    assert shapely.hausdorff_distance(found.geometry.to_numpy(), wanted.geometry.to_numpy()).max() < near


def features(drawn: gpd.GeoDataFrame) -> list[dict]:
    return json.loads(degrees(drawn).to_json())["features"]


def test_a_feature_a_line_is_a_collection(drawn):
    lines = "\n".join(json.dumps(each, ensure_ascii=False) for each in features(drawn))
    same(read_boundaries("村界.geojsonl", lines.encode()), drawn)
    marked = "".join(f"\x1e{line}\n" for line in lines.splitlines())  # as RFC 8142 has it
    same(read_boundaries("村界.geojson", marked.encode()), drawn)
    with pytest.raises(Refused):
        read_boundaries("村界.json", b'{"type": "Feature"}\n{"type": "Fea')


def test_a_system_that_is_written_as_plain_text_is_understood(drawn):
    document = {"type": "FeatureCollection", "crs": "EPSG:4490", "features": features(drawn)}
    layer = read_boundaries("村界.geojson", json.dumps(document).encode())
    assert layer.crs.to_epsg() == 4490 and not layer.by_format


def letters(points: list[list[float]], scale: int) -> tuple[str, list[int]]:
    """Points as ECharts writes them."""
    whole = [[round(axis * scale) for axis in point[:2]] for point in points]
    first, text, before = whole[0], "", whole[0]
    for point in whole:
        for axis in (0, 1):
            step = point[axis] - before[axis]
            text += chr(((step << 1) ^ (step >> 31)) + 64)
        before = point
    return text, first


def test_maps_of_echarts_are_read_and_said_to_be_coarse(drawn):
    scale = 1_000_000
    made = []
    for each in features(drawn):
        text, offset = letters(each["geometry"]["coordinates"][0], scale)
        geometry = {"type": "Polygon", "coordinates": [text], "encodeOffsets": [offset]}
        made.append({"type": "Feature", "properties": each["properties"], "geometry": geometry})
    document = {"type": "FeatureCollection", "UTF8Encoding": True, "UTF8Scale": scale, "features": made}
    layer = read_boundaries("china.json", json.dumps(document).encode())
    same(layer, drawn, near=3 / scale)
    assert [said.code for said in layer.notes] == ["boundary_coarse"]


def test_topologies_are_read_with_their_steps_and_arcs_run_backwards(drawn):
    step, arcs, shapes = 1e-7, [], []
    for each in features(drawn):
        ring = each["geometry"]["coordinates"][0]
        arcs += [ring[:3], ring[2:][::-1]]
        shapes.append(
            {"type": "Polygon", "arcs": [[len(arcs) - 2, ~(len(arcs) - 1)]], "properties": each["properties"]}
        )
    coded = []
    for arc in arcs:
        whole = [[round((x - 114) / step), round((y - 25) / step)] for x, y in arc]
        coded.append([whole[0], *([b[0] - a[0], b[1] - a[1]] for a, b in pairwise(whole))])
    document = {
        "type": "Topology", "transform": {"scale": [step, step], "translate": [114, 25]}, "arcs": coded,
        "objects": {"村界": {"type": "GeometryCollection", "geometries": shapes}},
    }  # fmt: skip
    same(read_boundaries("村界.topojson", json.dumps(document).encode()), drawn)


def test_a_table_of_polygons_as_text_is_boundaries_and_no_village_list(drawn):
    rows = [f'潭东镇,{row.XZQMC},{row.XZQDM},"{row.geometry.wkt}"' for row in degrees(drawn).itertuples()]
    text = "\n".join(["镇,村,代码,图形", *rows])
    layer = read_boundaries("村庄.csv", text.encode("gb18030"))
    same(layer, drawn, "代码")
    assert layer.crs is None
    stated = text.replace('"POLYGON', '"SRID=4490;POLYGON')
    assert read_boundaries("村庄.csv", stated.encode()).crs.to_epsg() == 4490


def test_a_table_of_polygons_in_hexadecimal_is_read_too(drawn):
    plain = degrees(drawn)
    for srid, flag in ((4490, True), (None, False)):
        shapes = shapely.set_srid(plain.geometry.to_numpy(), srid or 0)
        coded = shapely.to_wkb(shapes, hex=True, include_srid=flag)
        rows = [
            f"{name},{code},{shape}" for name, code, shape in zip(plain["XZQMC"], plain["XZQDM"], coded, strict=True)
        ]
        layer = read_boundaries("村庄.csv", "\n".join(["村,代码,geom", *rows]).encode())
        same(layer, drawn, "代码")
        assert (layer.crs and layer.crs.to_epsg()) == srid


def test_arcgiss_own_json_is_read_with_its_system_and_its_holes(drawn):
    def ring(shape: shapely.Polygon) -> list:
        return [list(point) for point in shapely.geometry.polygon.orient(shape, -1).exterior.coords]

    features = [{"attributes": {"XZQDM": row.XZQDM}, "geometry": {"rings": [ring(row.geometry)]}} for row in drawn.itertuples()]  # fmt: skip
    features[0]["geometry"]["rings"].append(ring(drawn.geometry[0].buffer(-300))[::-1])
    document = {"geometryType": "esriGeometryPolygon", "spatialReference": {"wkid": 4547}, "features": features}
    layer = read_boundaries("村界.json", json.dumps(document).encode())
    assert (layer.crs.to_epsg(), layer.frame["XZQDM"].tolist()) == (4547, drawn["XZQDM"].tolist())
    lost = drawn.area.to_numpy() - layer.frame.geometry.area.to_numpy()
    assert [round(area) for area in lost[:2]] == [1200**2, 0]
    with pytest.raises(Refused):
        read_boundaries("村界.json", json.dumps(document | {"features": [{"geometry": {}}]}).encode())


def survey(drawn: gpd.GeoDataFrame, head: str) -> bytes:
    """The land office's own text: north before east, the zone in front of the east."""
    lines = [head, "[地块坐标]"]
    for number, row in enumerate(drawn.itertuples(), 1):
        points = list(row.geometry.exterior.coords)
        lines.append(f"{len(points)},324.0,{row.XZQDM},{row.XZQMC},面,,,,@")
        lines += [f"J{at},1,{y:.3f},{x + 38_000_000:.3f}" for at, (x, y) in enumerate(points, number)]
    return "\r\n".join(lines).encode("gb18030")


def test_the_land_offices_points_are_read_in_the_plane_that_their_head_states(drawn):
    head = "[属性描述]\r\n坐标系=2000国家大地坐标系\r\n几度分带=3\r\n带号=38"
    layer = read_boundaries("界址点.txt", survey(drawn, head))
    assert (layer.crs.to_epsg(), len(layer.frame)) == (4526, len(drawn))
    assert layer.frame["地块编号"].tolist() == drawn["XZQDM"].tolist()
    assert layer.frame.geometry.area.round().tolist() == drawn.area.round().tolist()
    whole = survey(drawn, head)
    for at in (whole.rindex(b"@"), whole.index(b"@", len(whole) // 2)):  # a copy that broke off within a plot
        with pytest.raises(Refused) as refused:
            read_boundaries("界址点.txt", whole[: at + 60])
        assert "写明 5 个界址点，文件里只有" in refused.value.notes[0].message
    old = head.replace("2000国家大地坐标系", "80国家大地坐标系")
    assert read_boundaries("界址点.txt", survey(drawn, old)).crs.to_epsg() == 2362
    assert read_boundaries("界址点.txt", survey(drawn, "[属性描述]")).crs is None


def test_mapinfos_exchange_files_are_read_together_and_missed_apart(drawn, zipped, tmp_path):
    pyogrio.write_dataframe(degrees(drawn), tmp_path / "a.mif", driver="MapInfo File")
    parts = {f"村界{path.suffix}": path.read_bytes() for path in tmp_path.glob("a.*")}
    same(read_boundaries("村界.zip", zipped(parts)), drawn)
    with pytest.raises(Refused) as refused:
        read_boundaries("村界.zip", zipped({"村界.mif": parts["村界.mif"]}))
    assert refused.value.notes[0].code == "boundary_part_missing"


KML = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>龙井村</name>{shape}</Placemark></Document></kml>'
RING = "<coordinates>114.88,25.71 114.89,25.71 114.89,25.72 114.88,25.71</coordinates>"
AREA = f"<Polygon><outerBoundaryIs><LinearRing>{RING}</LinearRing></outerBoundaryIs></Polygon>"


def test_ovitals_kml_and_a_zip_of_kmz_are_read_like_kml(zipped):
    content = KML.format(shape=AREA).encode()
    assert read_boundaries("村界.ovkml", content).kind == "KML"
    packed = zipped({"doc.kml": content})
    assert len(read_boundaries("成果.zip", zipped({"东.kmz": packed, "西.kmz": packed})).frame) == 2


def test_a_kml_of_lines_is_said_to_hold_lines():
    with pytest.raises(Refused) as refused:
        read_boundaries("村界.kml", KML.format(shape=f"<LineString>{RING}</LineString>").encode())
    assert refused.value.notes[0].message == "文件里没有面图形（只有线）"
