"""Files that want something else than to be read."""

import json
import random
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from geo.archive import Archive
from geo.notes import Refused
from geo.reading import read_boundaries
from tests.geo.shipped import report


@pytest.fixture
def listener():
    """A web server on this machine that counts who calls; nobody may."""
    calls = []

    class Counting(BaseHTTPRequestHandler):
        def do_GET(self):
            calls.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Counting)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", calls
    server.shutdown()
    thread.join()
    server.server_close()


def refusal_code(content: bytes, name: str = "a.zip") -> str:
    with pytest.raises(Refused) as caught:
        read_boundaries(name, content)
    return caught.value.notes[0].code


@pytest.mark.parametrize("kind", ["link", "name", "url"])
def test_a_crs_link_is_never_followed(drawn, geojson, listener, kind):
    address, calls = listener
    crs = {"type": kind, "properties": {"href": f"{address}/crs", "name": f"{address}/crs", "url": f"{address}/crs"}}
    layer = read_boundaries("a.geojson", geojson(drawn, crs=crs))
    assert layer.crs is None
    assert layer.notes[0].code == "boundary_link"
    assert calls == []


def test_a_crs_name_that_is_an_address_is_not_opened(drawn, geojson, listener):
    address, calls = listener
    layer = read_boundaries("a", geojson(drawn, crs={"type": "name", "properties": {"name": f"{address}/4490"}}))
    assert layer.notes[0].code == "boundary_crs_unreadable"
    assert calls == []


def test_a_crs_inside_a_geometry_is_not_looked_at(drawn, geojson, listener):
    address, calls = listener
    document = json.loads(geojson(drawn))
    for feature in document["features"]:
        feature["crs"] = feature["geometry"]["crs"] = {"type": "link", "properties": {"href": f"{address}/crs"}}
    assert len(read_boundaries("a", json.dumps(document).encode()).frame) == len(drawn)
    assert calls == []


def test_links_in_a_kml_are_not_followed(listener):
    address, calls = listener
    kml = f"""<kml xmlns="http://www.opengis.net/kml/2.2"><Document><NetworkLink><Link><href>{address}/more.kml</href>
    </Link></NetworkLink><Placemark><name>龙井村</name><styleUrl>{address}/style.kml#a</styleUrl><Polygon><outerBoundaryIs>
    <LinearRing><coordinates>114.8,25.7 114.9,25.7 114.9,25.8</coordinates></LinearRing></outerBoundaryIs></Polygon>
    </Placemark></Document></kml>"""
    assert len(read_boundaries("a.kml", kml.encode()).frame) == 1
    assert calls == []


@pytest.mark.parametrize("prj", ["{address}/crs", "/vsicurl/{address}/crs"])
def test_a_prj_that_is_an_address_is_not_opened(drawn, shapefile, zipped, listener, prj):
    address, calls = listener
    parts = shapefile(drawn) | {"村界.prj": prj.format(address=address).encode()}
    assert read_boundaries("a.zip", zipped(parts)).crs is None
    assert calls == []


@pytest.mark.parametrize(
    "name",
    ["../村界.shp", "a/../../b.shp", "/etc/村界.shp", "C:\\村界.shp", "..\\..\\村界.shp", "\\\\server\\村界.shp"],
)
@pytest.mark.parametrize("gbk_names", [True, False])
def test_names_that_lead_out_of_the_archive_are_refused(zipped, name, gbk_names):
    assert refusal_code(zipped({name: b"x"}, gbk_names=gbk_names)) == "boundary_zip_path"


def test_inflating_stops_at_the_limit(zipped):
    archive = Archive(zipped({"a.json": b" " * 3_000_000, "b.json": b" " * 3_000_000}), inflated_at_most=5_000_000)
    archive.inflated(archive.members[0])
    with pytest.raises(Refused) as caught:
        archive.inflated(archive.members[1])
    assert caught.value.notes[0].code == "boundary_bomb"


def test_a_forged_member_size_is_damage(zipped):
    content = bytearray(zipped({"a.geojson": b'{"type": "FeatureCollection"}' * 50}))
    start = content.index(b"PK\x01\x02")
    content[start + 24 : start + 28] = (7).to_bytes(4, "little")
    assert refusal_code(bytes(content)) == "boundary_damaged"


def test_a_locked_archive_says_so(zipped):
    content = bytearray(zipped({"a.geojson": b"{}"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    assert refusal_code(bytes(content)) == "boundary_zip_locked"


def test_too_many_members_are_refused(zipped):
    assert refusal_code(zipped({f"{number}.txt": b"" for number in range(5_001)})) == "boundary_damaged"


@pytest.mark.parametrize("name", ["", "\0", "../../a", "a" * 5_000, "村界.geojson\n", "{x}.zip", "<b>.geojson"])
def test_any_file_name_will_do(drawn, geojson, name):
    assert len(read_boundaries(name, geojson(drawn)).frame) == len(drawn)


def test_braces_in_names_do_not_break_the_message(drawn, shapefile, zipped):
    with pytest.raises(Refused) as caught:
        read_boundaries("a.zip", zipped(shapefile(drawn, name="{0}{x}", without=(".dbf",))))
    assert "{0}{x}" in caught.value.notes[0].message


def test_a_virtual_dataset_that_names_other_files_is_not_opened():
    vrt = b"<OGRVRTDataSource><OGRVRTLayer name='passwd'><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
    assert refusal_code(vrt, "a.vrt") == "boundary_kind_unknown"
    assert refusal_code(vrt, "a.geojson") == "boundary_kind_unknown"


@pytest.mark.parametrize("number", ["1e300", "1e999", "-1e12", "NaN"])
def test_coordinates_beyond_the_world_are_damage(drawn, geojson, number):
    content = geojson(drawn).replace(b"581800.0", number.encode(), 1)
    assert refusal_code(content, "a.geojson") == "boundary_damaged"


def test_damaged_bytes_never_raise_anything_but_a_refusal(drawn, villages, geojson, shapefile, zipped, tmp_path):
    path = tmp_path / "a.gpkg"
    drawn.to_file(path)
    wholes = [geojson(drawn), path.read_bytes(), shapefile(drawn, encoding="gbk")]
    chance = random.Random(4)
    for round_number in range(120):
        whole = wholes[round_number % 3]
        if isinstance(whole, dict):
            content = zipped({name: _scratched(part, chance) for name, part in whole.items()})
        else:
            content = _scratched(whole, chance)
        assert report("a", content, villages).notes is not None


def _scratched(content: bytes, chance: random.Random) -> bytes:
    scratched = bytearray(content)
    for _ in range(chance.choice([0, 1, 20])):
        scratched[chance.randrange(len(scratched))] = chance.randrange(256)
    return bytes(scratched)


def test_entities_in_a_kml_are_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE k [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><kml>&b;</kml>'
    assert refusal_code(bomb, "a.kml") == "boundary_doctype"
