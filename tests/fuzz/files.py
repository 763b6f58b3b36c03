"""One good file of each kind that the readers take, and ways to spoil it that reach what lies under its wrapping.

A changed byte of a ZIP mostly ends at its checksum, so its members are spoiled one by one and packed again.
"""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import shapely

from data_loaders.delivering import reference
from tests.data_loaders.dropping import Office, households

SIDE = 1_800.0  # metres
WEST, SOUTH, COLUMNS = 580_000.0, 2_843_000.0, 6
KML = """<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>潭东镇</name>
{placemarks}</Folder></Document></kml>"""
PLACEMARK = """<Placemark><name>{name}</name><description>&lt;table&gt;&lt;tr&gt;&lt;td&gt;XZQMC&lt;/td&gt;&lt;td&gt;{name}&lt;/td&gt;
&lt;/tr&gt;&lt;/table&gt;</description><ExtendedData><Data name="村"><value>{name}</value></Data></ExtendedData>
<Polygon><outerBoundaryIs><LinearRing><coordinates>{corners}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"""

Spoil = Callable[[bytes], bytes]


def good_files(folder: Path) -> dict[str, bytes]:
    """File name → content, each read without an error as it stands; `folder` is written to."""
    office = Office(folder)
    written = [
        office.csv("户厕.csv", households()), office.csv("户厕-gbk.csv", households(), encoding="gbk", delimiter="\t"),
        office.xlsx("户厕.xlsx", households(), _decorated), office.xls("户厕.xls", households()),
        office.parquet("户厕.parquet", households()), office.bytes("户厕.html", _web_page().encode()),
    ]  # fmt: skip
    villages = _villages()
    collection = json.loads(villages.to_crs("EPSG:4326").to_json())
    villages.to_file(folder / "part.gpkg")
    villages.to_file(folder / "part.shp", encoding="utf-8")
    shapefile = {
        f"村界{path.suffix}": path.read_bytes() for path in sorted(folder.glob("part.*")) if path.suffix != ".gpkg"
    }
    kml = _kml(villages.to_crs("EPSG:4326"))
    return {path.name: path.read_bytes() for path in written} | {
        "界线.geojson": json.dumps(collection, ensure_ascii=False).encode(), "界线.kml": kml, "界线.kmz": packed({"doc.kml": kml}),
        "界线.gpkg": (folder / "part.gpkg").read_bytes(), "界线.zip": packed(shapefile),
    }  # fmt: skip


def _decorated(workbook) -> None:
    """What offices leave in a sheet beside the numbers."""
    sheet = workbook.active
    sheet.append(["合计", None, None, "=SUM(D2:D6)", 62, 33])
    sheet.insert_rows(1)
    sheet["A1"] = "户厕问题整改台账（2023年10月）"
    sheet.merge_cells("A1:G1")
    sheet.row_dimensions[4].hidden = True
    sheet["D3"].number_format = "0%"


def _web_page() -> str:
    """The XLS that web systems offer, which is a page."""
    cells = ["".join(f"<td>{'' if cell is None else cell}</td>" for cell in row) for row in households()]
    rows = "".join(f"<tr>{row}</tr>" for row in cells)
    return f'<html><head><meta charset="utf-8"></head><body><table border="1">{rows}</table></body></html>'


def _villages() -> gpd.GeoDataFrame:
    """The shipped villages as squares side by side."""
    rows = reference.villages()
    corners = [divmod(number, COLUMNS) for number in range(len(rows))]
    squares = [
        shapely.box(WEST + x * SIDE, SOUTH + y * SIDE, WEST + (x + 1) * SIDE, SOUTH + (y + 1) * SIDE)
        for y, x in corners
    ]
    return gpd.GeoDataFrame(
        {"XZQMC": list(rows["village"]), "XZQDM": list(rows["code"])}, geometry=squares, crs="EPSG:4547"
    )


def _kml(villages: gpd.GeoDataFrame) -> bytes:
    marks = [
        PLACEMARK.format(name=name, corners=" ".join(f"{x},{y},0" for x, y in shape.exterior.coords))
        for name, shape in zip(villages["XZQMC"], villages.geometry, strict=True)
    ]
    return KML.format(placemarks="".join(marks)).encode()


def packed(members: dict[str, bytes]) -> bytes:
    """A ZIP of these members."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def spoiled(content: bytes, spoil: Spoil, choose: Callable[[int], int]) -> bytes:
    """The file with `spoil` applied to one member when it is a ZIP, to all of it otherwise, and one time in four.

    `choose(n)` gives a number below n.
    """
    if not content.startswith(b"PK\x03\x04") or choose(4) == 0:
        return spoil(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {info.filename: archive.read(info) for info in archive.infolist()}
    except Exception:  # spoiled before, in a way that Python's reader refuses as it may
        return spoil(content)
    if not members:
        return spoil(content)
    name = list(members)[choose(len(members))]
    return packed(members | {name: spoil(members[name])})
