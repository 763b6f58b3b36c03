"""SHP, GPKG and file geodatabase → Layer, through GDAL on files with names of our own."""

import struct
import tempfile
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pyproj

from geo.layer import Layer, as_text, attributes, kinds_in_words, layer_of
from geo.names import stem
from geo.notes import Note, listed, note, refusal

# GDAL must not reach out whatever a file says: a proxy that nobody answers, and no drivers that live on the network.
OFFLINE = {
    "GDAL_HTTP_PROXY": "127.0.0.1:9",
    "GDAL_HTTPS_PROXY": "127.0.0.1:9",
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_HTTP_CONNECTTIMEOUT": "1",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "SHAPE_RESTORE_SHX": "NO",
}
SHP_MAGIC = b"\x00\x00\x27\x0a"
_PARTS_NEEDED = (".shp", ".shx", ".dbf")
_SHP_HEADER = 100
_BYTES_KEPT = "ISO-8859-1"  # maps every byte to one character and back, so the true encoding can be found afterwards
_ENCODINGS = ("utf-8", "gb18030")
_NARROWEST_CUT = 10  # bytes; field names are cut there, contents later
_LONGEST_CHARACTER = 3  # bytes of a Chinese character in UTF-8
_NO_CRS_NAMES = ("undefined", "unknown", "unnamed")


def read_shapefiles(parts: Mapping[str, Mapping[str, bytes]], names: frozenset[str] = frozenset()) -> Layer:
    """Shapefiles as {name: {".shp": bytes, ".dbf": …}} → one layer.

    `names` are stems of village names: of two encodings that both read, the one that knows more of them is taken.
    Refused when a part is missing or cut off.
    """
    tables, notes = [], []
    for name, files in parts.items():
        _check_parts(name, files)
        with _Folder() as folder:
            for suffix, content in files.items():
                if suffix in (*_PARTS_NEEDED, ".prj"):
                    (folder / f"part{suffix}").write_bytes(content)
            frame = _read(folder / "part.shp", encoding=_BYTES_KEPT)
        decoded, said = _decoded(frame, names)
        notes += said
        tables.append((name, decoded))
    return _joined(tables, "SHP", notes)


def read_mapinfo(parts: Mapping[str, Mapping[str, bytes]], names: frozenset[str] = frozenset()) -> Layer:
    """MapInfo's exchange files as {name: {".mif": bytes, ".mid": bytes}} → one layer. Refused without the attributes."""
    tables, notes = [], []
    for name, files in parts.items():
        if not files.get(".mid"):
            raise refusal("boundary_part_missing", name=name, suffix=".mid")
        with _Folder() as folder:
            for suffix, content in files.items():
                (folder / f"part{suffix}").write_bytes(content)
            frame = _read(folder / "part.mif", encoding=_BYTES_KEPT)
        decoded, said = _decoded(frame, names)
        notes += said
        tables.append((name, decoded))
    return _joined(tables, "MIF", notes)


def read_geopackage(content: bytes) -> Layer:
    """Every layer of a GeoPackage that holds polygons, as one."""
    with _Folder() as folder:
        path = folder / "data.gpkg"
        path.write_bytes(content)
        return _joined(_layers(path), "GPKG", [])


def read_geodatabases(databases: Mapping[str, Mapping[str, bytes]]) -> Layer:
    """File geodatabases as {name: {file name: bytes}}; every layer that holds polygons, as one."""
    tables = []
    for files in databases.values():
        with _Folder() as folder:
            path = folder / "data.gdb"
            path.mkdir()
            for number, (name, content) in enumerate(files.items()):
                safe = name if name.isascii() and name.replace(".", "").isalnum() else f"other{number}"
                (path / safe).write_bytes(content)
            tables += _layers(path)
    return _joined(tables, "GDB", [])


class _Folder(tempfile.TemporaryDirectory):
    """A temporary folder as a Path; Windows may hold a file open a moment longer than we do."""

    def __init__(self):
        super().__init__(prefix="boundary", ignore_cleanup_errors=True)

    def __enter__(self) -> Path:
        return Path(super().__enter__())


def _read(path: Path, **options) -> gpd.GeoDataFrame:
    pyogrio.set_gdal_config_options(OFFLINE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # GDAL's remarks on rings and measures; geometry is checked later
            return pyogrio.read_dataframe(path, on_invalid="fix", **options)  # open rings are closed
    except Exception as error:  # GDAL, GEOS and pyogrio each have their own ways to fail on damaged bytes
        raise refusal("boundary_damaged", reason="GDAL 打不开") from error


def _layers(path: Path) -> list[tuple[str, gpd.GeoDataFrame]]:
    """Every layer that may hold polygons, by name; layers of points, lines or plain tables are left out."""
    pyogrio.set_gdal_config_options(OFFLINE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            listing = pyogrio.list_layers(path)
    except Exception as error:  # as in _read
        raise refusal("boundary_damaged", reason="GDAL 打不开") from error
    kinds = {str(name): str(kind) for name, kind in listing}
    wanted = [
        name
        for name, kind in kinds.items()
        if any(word in kind for word in ("Polygon", "Surface", "Unknown", "Collection"))
    ]
    if not wanted:
        raise refusal("boundary_no_polygons", kinds=kinds_in_words(kinds.values()))
    frames = [(name, _read(path, layer=name)) for name in wanted]
    return [(name, frame) for name, frame in frames if isinstance(frame, gpd.GeoDataFrame)]


def _joined(tables: Iterable[tuple[str, gpd.GeoDataFrame]], kind: str, notes: list[Note]) -> Layer:
    """Layers as one; Refused when they are in different reference systems."""
    tables = [(name, frame) for name, frame in tables if len(frame)]
    if not tables:
        raise refusal("boundary_no_polygons", kinds="没有图形")
    systems = [_declared(frame.crs) for _, frame in tables]
    if any(system != systems[0] for system in systems):
        said = [
            f"{name}（{system.name if system else '未写明'}）"
            for (name, _), system in zip(tables, systems, strict=True)
        ]
        raise refusal("boundary_layers_differ", names=listed(said))
    if len(tables) > 1:
        notes = [*notes, note("boundary_layers", count=len(tables), names=listed(name for name, _ in tables))]
    text = pd.concat([_text(frame) for _, frame in tables], ignore_index=True)
    shapes = np.concatenate([frame.geometry.to_numpy() for _, frame in tables])
    return layer_of(text, shapes, crs=systems[0], kind=kind, notes=notes)


def _text(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    text = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    text = text.loc[:, ~text.columns.duplicated()]  # long Chinese field names are cut to the same few characters
    return attributes(text.to_dict("records"))


def _declared(crs: pyproj.CRS | None) -> pyproj.CRS | None:
    """The CRS, or None for the placeholders that programs write for "not known"."""
    if crs is None or crs.is_engineering or crs.name.lower().startswith(_NO_CRS_NAMES):
        return None
    return crs


def _check_parts(name: str, files: Mapping[str, bytes]) -> None:
    """Refused when a part is missing or shorter than its own header says; GDAL would read on without a word."""
    for suffix in _PARTS_NEEDED:
        if not files.get(suffix):
            raise refusal("boundary_part_missing", name=name, suffix=suffix)
    if not files[".shp"].startswith(SHP_MAGIC) or not files[".shx"].startswith(SHP_MAGIC):
        raise refusal("boundary_damaged", reason="不是 SHP")
    for suffix in (".shp", ".shx"):
        content = files[suffix]
        if len(content) < _SHP_HEADER or len(content) < 2 * struct.unpack(">i", content[24:28])[0]:
            raise refusal("boundary_cut_off", name=name)
    table = files[".dbf"]
    if len(table) < 32:
        raise refusal("boundary_cut_off", name=name)
    rows, header, width = struct.unpack("<IHH", table[4:12])
    # The end-of-file byte is optional, so the rows are what counts.
    if len(table) < header + rows * width or rows != (len(files[".shx"]) - _SHP_HEADER) // 8:
        raise refusal("boundary_cut_off", name=name)


def _decoded(frame: gpd.GeoDataFrame, names: frozenset[str]) -> tuple[gpd.GeoDataFrame, list[Note]]:
    """Turn byte-for-byte text into Chinese: the strict reading that knows most village names, UTF-8 first."""
    texts = [
        *map(str, frame.columns),
        *(value for column in _text_columns(frame) for value in frame[column] if isinstance(value, str)),
    ]
    texts = list(dict.fromkeys(texts))
    if all(text.isascii() for text in texts):
        return frame, []
    best = max(_ENCODINGS, key=lambda encoding: _credit(texts, encoding, names))
    broken = _credit(texts, best, names)[1] < 1
    change = {text: _decode(text, best) for text in texts}
    columns = {column: frame[column].map(lambda value: change.get(value, value)) for column in _text_columns(frame)}
    decoded = frame.assign(**columns).rename(columns=lambda column: change.get(column, column))
    said = (
        note("boundary_encoding_broken", encoding=best.upper())
        if broken
        else note("boundary_encoding", encoding=best.upper())
    )
    return decoded, [said]


def _text_columns(frame: gpd.GeoDataFrame) -> list[str]:
    return [
        column
        for column in frame.columns
        if column != frame.geometry.name and not pd.api.types.is_numeric_dtype(frame[column])
    ]


def _credit(texts: list[str], encoding: str, names: frozenset[str]) -> tuple[int, float]:
    """(known village names, share of texts that decode strictly)."""
    known, strict = 0, 0
    for text in texts:
        try:
            strict += bool(_cut(text, encoding))
        except UnicodeDecodeError:
            continue
        known += stem(as_text(_decode(text, encoding)) or "") in names
    return known, strict / len(texts)


def _cut(text: str, encoding: str) -> str:
    """Strict decoding that forgives a last character cut by the field's width; UnicodeDecodeError else."""
    raw = text.encode(_BYTES_KEPT)
    try:
        return raw.decode(encoding) or " "
    except UnicodeDecodeError as error:
        if len(raw) < _NARROWEST_CUT or error.start < len(raw) - _LONGEST_CHARACTER:
            raise
        return raw[: error.start].decode(encoding)


def _decode(text: str, encoding: str) -> str:
    try:
        return _cut(text, encoding).strip() if text else text
    except UnicodeDecodeError:
        return text.encode(_BYTES_KEPT).decode(encoding, "replace")
