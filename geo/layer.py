"""What every reader hands on: polygons in the file's own coordinates, attributes as text."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from geo.notes import Note, listed, note, refusal

_FLOAT = re.compile(r"[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?")
# Digits of a number; to turn five million of them into one takes minutes.
LONGEST_NUMBER = 400
COLUMNS_AT_MOST = 500
LARGEST_COORDINATE = 1e9  # metres with any zone number in front stay below; NaN is no coordinate either
_KINDS = (("Point", "点"), ("Line", "线"), ("Curve", "线"), ("Polygon", "面"), ("None", "属性表"))
_POLYGONAL = ("Polygon", "MultiPolygon")


@dataclass(frozen=True)
class Layer:
    """A boundary file as read.

    `frame`: one row a feature, attribute columns as text or None, `geometry` polygons or None, without a CRS of
    its own; `crs`: what the file declares, None when it declares nothing that can be read; `by_format`: the CRS is
    the format's rule (GeoJSON, KML), not a statement of the file.
    """

    frame: gpd.GeoDataFrame
    crs: pyproj.CRS | None
    kind: str
    notes: tuple[Note, ...] = ()
    by_format: bool = False


def as_text(value: object) -> str | None:
    """An attribute as text: 3.60702192210e11 and 360702192210.0 give 360702192210; blanks give None."""
    if value is None or (isinstance(value, float) and math.isnan(value)) or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return f"{value:.0f}"
    text = str(value).strip().strip("\0").strip()
    if (
        len(text) <= LONGEST_NUMBER
        and ("e" in text.lower() or text.endswith(".0"))
        and _FLOAT.fullmatch(text)
        and float(text).is_integer()
    ):
        return f"{float(text):.0f}"
    return text or None


def attributes(records: Sequence[dict]) -> pd.DataFrame:
    """Attribute records as a frame of text; a column called geometry would shadow the polygons and is left out.

    Refused when the records together have more columns than any survey.
    """
    columns = dict.fromkeys(str(key) for record in records for key in record)
    if len(columns) > COLUMNS_AT_MOST:
        raise refusal("boundary_too_wide", columns=len(columns), limit=COLUMNS_AT_MOST)
    return pd.DataFrame(
        {
            column: pd.Series([as_text(record.get(column)) for record in records], dtype="object")
            for column in columns
            if column != "geometry"
        },
        index=range(len(records)),
    )


def polygon_of(rings: Iterable[Sequence[Sequence[float]]]) -> shapely.Polygon:
    """The outer ring and its holes as a polygon, with heights where the points have them; open rings are closed.

    ValueError for what is no ring.
    """
    shell, *holes = (np.asarray(ring, dtype=float)[:, :3] for ring in rings)
    if not all(np.isfinite(ring[:, :2]).all() for ring in (shell, *holes)):
        raise ValueError("coordinates are not finite")
    return shapely.Polygon(shell, holes)


def layer_of(
    table: pd.DataFrame,
    shapes: Sequence[shapely.Geometry | None] | np.ndarray,
    *,
    crs,
    kind: str,
    notes: Iterable[Note] = (),
    by_format=False,
) -> Layer:
    """Keep the polygons of the features; Refused when there are none at all.

    Points and lines are dropped with a note; features without any shape stay, with None.
    """
    features = np.asarray(shapes, dtype=object)
    notes = list(notes)
    if not (np.abs(shapely.get_coordinates(features)) < LARGEST_COORDINATE).all():
        raise refusal("boundary_damaged", reason="坐标数值不合理")
    if shapely.has_z(features).any() or shapely.has_m(features).any():
        notes.append(note("boundary_flattened"))
    polygons = [_polygons(shape) for shape in shapely.force_2d(features)]
    other = np.array(
        [
            polygon is None and shape is not None and not shape.is_empty
            for polygon, shape in zip(polygons, shapes, strict=True)
        ],
        dtype=bool,
    )
    if not any(polygon is not None for polygon in polygons):
        raise refusal(
            "boundary_no_polygons", kinds=kinds_in_words(shape.geom_type for shape in shapes if shape is not None)
        )
    if other.any():
        notes.append(note("boundary_not_polygons", count=int(other.sum())))
    kept = table.assign(geometry=pd.Series(polygons, index=table.index, dtype="object"))[~other].reset_index(drop=True)
    frame = gpd.GeoDataFrame(
        kept.drop(columns="geometry"), geometry=gpd.GeoSeries(list(kept["geometry"]), index=kept.index)
    )
    return Layer(frame, crs, kind, tuple(notes), by_format)


def kinds_in_words(kinds: Iterable[str]) -> str:
    """Kinds of shapes as an office calls them: LineString, MultiLineString → 线."""
    words = {next((word for part, word in _KINDS if part in kind), kind) for kind in kinds}
    return "只有" + "、".join(sorted(words)) if words else "没有图形"


def joined(layers: Mapping[str, Layer]) -> Layer:
    """Layers of one kind, by name, as one; Refused when they declare different reference systems."""
    first, *others = layers.values()
    if not others:
        return first
    if any(layer.crs != first.crs for layer in others):
        said = [f"{name}（{layer.crs.name if layer.crs else '未写明'}）" for name, layer in layers.items()]
        raise refusal("boundary_layers_differ", names=listed(said))
    frame = pd.concat([layer.frame for layer in layers.values()], ignore_index=True)
    notes = {found.code: found for layer in layers.values() for found in layer.notes}.values()
    merged = note("boundary_layers", count=len(layers), names=listed(layers))
    return replace(
        first, frame=frame, notes=(*notes, merged), by_format=all(layer.by_format for layer in layers.values())
    )


def _polygons(shape: shapely.Geometry | None) -> shapely.Geometry | None:
    """The polygonal part of a shape; None when it has none."""
    if shape is None or shape.is_empty:
        return None
    if shape.geom_type in _POLYGONAL:
        return shape
    parts = [part for part in _flattened(shape) if part.geom_type == "Polygon" and not part.is_empty]
    return shapely.MultiPolygon(parts) if parts else None


def _flattened(shape: shapely.Geometry) -> list[shapely.Geometry]:
    if not hasattr(shape, "geoms"):
        return [shape]
    return [leaf for part in shape.geoms for leaf in _flattened(part)]
