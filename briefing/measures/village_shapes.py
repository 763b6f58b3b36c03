"""The village boundaries of an edition, or the schematic that stands in for them. Pure: no screen, no cache.

The store keeps shapes in metres of the plane that the plan names.
"""

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import pyarrow as pa

from data_loaders.checking.district import ground_of
from data_loaders.delivering import reference
from data_loaders.store.editions import Edition
from geo import label_places
from geo.schematic import apart, schematic

PLACE = ["town", "village", "code"]


@dataclass(frozen=True)
class Land:
    """One polygon a village; `schematic` says that places and lines mean nothing.

    All viewers share it, so it keeps shapes as bytes and hands out shapes that are the asker's own: GEOS builds an
    index inside a shape when it is prepared, as shapely.contains_xy does unasked, and two threads at that index end
    the process. Frames of pandas, which build theirs at the first look, are the asker's own as well.
    """

    lines: pa.Table
    schematic: bool

    @classmethod
    def of(cls, boundaries: gpd.GeoDataFrame, *, schematic: bool) -> "Land":
        """The land of one polygon a village: columns town, village, code and geometry among others."""
        return cls(pa.table(boundaries.to_arrow(index=False)), schematic)

    @property
    def boundaries(self) -> gpd.GeoDataFrame:
        """One polygon a village, made anew each time."""
        return gpd.GeoDataFrame.from_arrow(self.lines)

    @property
    def town_boundaries(self) -> gpd.GeoDataFrame:
        """One polygon a town, under its name as town and village, made anew each time; the same columns otherwise."""
        return gpd.GeoDataFrame.from_arrow(self._town_lines)

    @cached_property
    def drawn(self) -> frozenset[tuple[str, str]]:
        """(town, village) of those that have a shape."""
        villages = self.boundaries
        has_shape = ~(villages.geometry.isna() | villages.geometry.is_empty)
        return frozenset(villages.loc[has_shape, ["town", "village"]].itertuples(index=False, name=None))

    @cached_property
    def origins(self) -> tuple[str, ...]:
        """Where the lines come from, as their files say."""
        told = (
            self.lines.column("origin").unique().drop_null().to_pylist() if "origin" in self.lines.column_names else []
        )
        return tuple(map(str, told))

    @cached_property
    def _town_lines(self) -> pa.Table:
        villages = self.boundaries
        drawn = villages[~(villages.geometry.isna() | villages.geometry.is_empty)]
        lines = label_places.outline(drawn, by="town")
        firsts = drawn.drop_duplicates("town").drop(columns="geometry").set_index("town")
        towns = (
            lines[["town", "geometry"]].assign(village=lines["town"]).join(firsts.drop(columns="village"), on="town")
        )
        return pa.table(towns.to_arrow(index=False))


def land_of(edition: Edition) -> Land:
    """The delivered boundaries, or hexagons where nobody delivered any."""
    drawn = edition.table("boundaries")
    district = ground_of({"plan_settings": edition.table("plan_settings")}, reference.OnDemand())
    if drawn.empty:
        return Land.of(schematic(edition.table("villages")[PLACE], district), schematic=True)
    shapes = gpd.GeoSeries.from_wkb(drawn["geometry"], crs=district and district.epsg)
    frame = gpd.GeoDataFrame(drawn.drop(columns="geometry"), geometry=shapes.array)
    return Land.of(apart(frame), schematic=bool(drawn["schematic"].any()))
