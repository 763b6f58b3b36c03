"""The village list, a drawing of all its villages, and files of it in every format."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

ROOT = Path(__file__).parents[2]
HEADERS = {"镇": "town", "村": "village", "行政区划代码": "code", "别名": "aliases"}
SIDE = 1_800.0  # metres; a village of 3.2 km²
WEST, SOUTH, COLUMNS = 580_000.0, 2_843_000.0, 6


class _GbkNamed(zipfile.ZipInfo):
    def _encodeFilenameFlags(self):
        return self.filename.encode("gbk"), 0


Zipped = Callable[..., bytes]


@pytest.fixture(scope="session")
def villages() -> pd.DataFrame:
    """The 34 villages that ship with the product."""
    frame = pd.read_csv(ROOT / "data_loaders/reference/2023/村庄名录.csv", dtype=str, encoding="utf-8-sig")
    return frame.rename(columns=HEADERS)[list(HEADERS.values())]


@pytest.fixture
def drawn(villages) -> gpd.GeoDataFrame:
    """All villages as squares side by side, in EPSG:4547, under the names of the land survey."""
    squares = [
        shapely.box(WEST + column * SIDE, SOUTH + row * SIDE, WEST + (column + 1) * SIDE, SOUTH + (row + 1) * SIDE)
        for row, column in (divmod(number, COLUMNS) for number in range(len(villages)))
    ]
    return gpd.GeoDataFrame(
        {"XZQMC": list(villages["village"]), "XZQDM": list(villages["code"])}, geometry=squares, crs="EPSG:4547"
    )


@pytest.fixture
def known(villages, drawn) -> gpd.GeoDataFrame:
    """The same squares as the boundaries in use."""
    return gpd.GeoDataFrame(villages[["town", "village"]].assign(schematic=False), geometry=drawn.geometry)


@pytest.fixture
def geojson() -> Callable[..., bytes]:
    """GeoJSON bytes of a frame; `crs` is what the file declares, by default the frame's own system."""

    def write(frame: gpd.GeoDataFrame, crs: object = "own", **properties) -> bytes:
        document = json.loads(frame.set_crs(None, allow_override=True).to_json())
        document.pop("crs", None)
        if crs == "own":
            crs = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{frame.crs.to_epsg()}"}}
        if crs != "none":
            document["crs"] = crs
        return json.dumps(document | properties, ensure_ascii=False).encode()

    return write


@pytest.fixture
def zipped() -> Zipped:
    """A ZIP of {name: bytes}; names without the UTF-8 flag are written in GBK, as Chinese programs do."""

    def pack(files: dict[str, bytes], gbk_names: bool = False) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                info = _GbkNamed(name) if gbk_names else zipfile.ZipInfo(name)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, content)
        return buffer.getvalue()

    return pack


@pytest.fixture
def shapefile(tmp_path) -> Callable[..., dict[str, bytes]]:
    """The parts of a shapefile of a frame, as {name: bytes}."""

    def write(
        frame: gpd.GeoDataFrame, name: str = "村界", encoding: str = "utf-8", without: tuple[str, ...] = ()
    ) -> dict:
        folder = tmp_path / f"shp{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        frame.to_file(folder / "part.shp", encoding=encoding)
        return {f"{name}{path.suffix}": path.read_bytes() for path in folder.iterdir() if path.suffix not in without}

    return write
