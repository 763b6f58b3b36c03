"""The village boundaries of an edition, or the schematic that stands in for them. Pure: no screen, no cache.

The store keeps shapes in metres of the plane that the plan names. May import: `data_loaders.ground`,
`data_loaders.store`, `geo.drawing`, `geo.schematic`.
"""

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd

from data_loaders.ground import ground_of
from data_loaders.store import Edition
from geo import drawing
from geo.schematic import schematic

PLACE = ["town", "village", "code"]


@dataclass(frozen=True)
class Land:
    """One polygon a village; `schematic` says that places and lines mean nothing."""

    boundaries: gpd.GeoDataFrame
    schematic: bool

    @cached_property
    def town_boundaries(self) -> gpd.GeoDataFrame:
        """One polygon a town, under its name as town and village; the same columns otherwise."""
        drawn = self.boundaries[~(self.boundaries.geometry.isna() | self.boundaries.geometry.is_empty)]
        lines = drawing.outline(drawn, by="town")
        firsts = drawn.drop_duplicates("town").drop(columns="geometry").set_index("town")
        return lines[["town", "geometry"]].assign(village=lines["town"]).join(firsts.drop(columns="village"), on="town")


def land_of(edition: Edition) -> Land:
    """The delivered boundaries, or hexagons where nobody delivered any."""
    drawn, district = edition.table("boundaries"), ground_of({"plan_settings": edition.table("plan_settings")})
    if drawn.empty:
        return Land(schematic(edition.table("villages")[PLACE], district), True)
    shapes = gpd.GeoSeries.from_wkb(drawn["geometry"], crs=district and district.epsg)
    frame = gpd.GeoDataFrame(drawn.drop(columns="geometry"), geometry=shapes.array)
    return Land(frame, bool(drawn["schematic"].any()))
