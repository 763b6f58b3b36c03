"""Do the coordinates of sites lie where the file says they do: in the district, in their village?

Degrees are kept as they were delivered; which system they are in, and where the district lies, are settings of the
plan; where it does not say, nothing is checked.
"""

from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd

from data_loaders.checking import points
from data_loaders.checking.boundaries import known_boundaries
from data_loaders.checking.district import ground_of
from data_loaders.findings import Finding, Source, one_by_one
from data_loaders.schema import BOUNDARIES
from data_loaders.tidying.headers import Header
from geo import positions
from geo.district import SYSTEMS, District, System


def check_positions(
    frame: pd.DataFrame, source: Source, header: Header, tables: Mapping[str, pd.DataFrame],
    shipped: Mapping[str, pd.DataFrame], delivered: Sequence[pd.DataFrame] = (),
) -> list[Finding]:  # fmt: skip
    """Warnings for sites outside the district or outside their village.

    `tables` holds the plan settings and the boundaries shown now; `shipped` is what `ground_of` asks for;
    `delivered` are boundaries of the same batch, which replace those of their villages.
    """
    if not {"longitude", "latitude", "village"} <= set(frame.columns):
        return []
    given = frame[frame["longitude"].notna() & frame["latitude"].notna()]
    district = None if given.empty else ground_of(tables, shipped)
    if district is None:
        return []
    system, text = points.system_of(tables, given)
    choices = "、".join(SYSTEMS)
    said = [source.finding("coordinate_system_unknown", text=text, choices=choices)] if text else []
    placed = points.in_plane(given, system, district)
    away = ~_in_window(given, system, district)
    shapes = _shapes(tables, delivered, district)
    strayed = positions.outside(placed, shapes) & ~away if shapes is not None else away & False
    column = header.text("longitude")
    where = positions.located(placed, shapes) if strayed.any() else None
    return [
        *said,
        *one_by_one(
            source,
            list(given[away].itertuples()),
            lambda row: source.finding(
                "site_outside_district", row=int(row.Index), column=column,
                longitude=f"{row.longitude:g}", latitude=f"{row.latitude:g}", system=system,
            ),
        ),
        *one_by_one(
            source,
            list(given[strayed].itertuples()),
            lambda row: source.finding(
                "site_outside_village", row=int(row.Index), column=column, village=f"{row.town}{row.village}",
                where=f"，落在{where[row.Index]}" if where is not None and where[row.Index] else "", system=system,
            ),
        ),
    ]  # fmt: skip


def _in_window(given: pd.DataFrame, system: System, district: District) -> pd.Series:
    west, south, east, north = district.window
    xs, ys = positions.unshifted(given["longitude"], given["latitude"], system)
    return pd.Series((xs >= west) & (xs <= east) & (ys >= south) & (ys <= north), index=given.index)


def _shapes(
    tables: Mapping[str, pd.DataFrame], delivered: Sequence[pd.DataFrame], district: District
) -> gpd.GeoDataFrame | None:
    """The boundaries as they would stand, without schematic ones, on which places mean nothing."""
    frames = [*([tables[BOUNDARIES.name]] if BOUNDARIES.name in tables else []), *delivered]
    frames = [frame for frame in frames if not frame.empty]
    if not frames:
        return None
    rows = pd.concat(frames, ignore_index=True).drop_duplicates(list(BOUNDARIES.key), keep="last")
    real = rows[~np.array(rows["schematic"], dtype=bool)]
    return known_boundaries({BOUNDARIES.name: real}, district)
