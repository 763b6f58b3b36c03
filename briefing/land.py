"""The village boundaries of an edition, or the schematic that stands in for them. Pure: no screen, no cache.

The store keeps shapes in metres of the plane that the plan names. May import: `data_loaders.ground`,
`data_loaders.store`, `geo.schematic`.
"""

from typing import NamedTuple

import geopandas as gpd

from data_loaders.ground import ground_of
from data_loaders.store import Edition
from geo.schematic import schematic

PLACE = ["town", "village", "code"]


class Land(NamedTuple):
    """One polygon a village; `schematic` says that places and lines mean nothing."""

    boundaries: gpd.GeoDataFrame
    schematic: bool


def land_of(edition: Edition) -> Land:
    """The delivered boundaries, or hexagons where nobody delivered any."""
    drawn, district = edition.table("boundaries"), ground_of({"plan_settings": edition.table("plan_settings")})
    if drawn.empty:
        return Land(schematic(edition.table("villages")[PLACE], district), True)
    shapes = gpd.GeoSeries.from_wkb(drawn["geometry"], crs=district and district.epsg)
    frame = gpd.GeoDataFrame(drawn.drop(columns="geometry"), geometry=shapes.array)
    return Land(frame, bool(drawn["schematic"].any()))
