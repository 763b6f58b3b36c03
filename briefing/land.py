"""The village boundaries of an edition, or the schematic that stands in for them. Pure: no screen, no cache.

May import: `data_loaders.store`, `geo.schematic`.
"""

from typing import NamedTuple

import geopandas as gpd

from data_loaders.store import Edition
from geo.schematic import schematic

PLANE = "EPSG:4547"  # the store keeps shapes in metres of this plane
PLACE = ["town", "village", "code"]


class Land(NamedTuple):
    """One polygon a village; `schematic` says that places and lines mean nothing."""

    boundaries: gpd.GeoDataFrame
    schematic: bool


def land_of(edition: Edition) -> Land:
    """The delivered boundaries, or hexagons where nobody delivered any."""
    drawn = edition.table("boundaries")
    if drawn.empty:
        return Land(schematic(edition.table("villages")[PLACE]), True)
    shapes = gpd.GeoSeries.from_wkb(drawn["geometry"], crs=PLANE)
    frame = gpd.GeoDataFrame(drawn.drop(columns="geometry"), geometry=shapes.array)
    return Land(frame, bool(drawn["schematic"].any()))
