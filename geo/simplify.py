"""Fewer vertices for drawing, with neighbours still sharing their lines."""

import geopandas as gpd
import numpy as np
import shapely

# At 640 pixels for the whole district a pixel is 25 m; half of that cannot be seen, even on one town alone.
TOLERANCE_METRES = 10.0
# Survey lines of neighbours differ by less than this where they mean the same line.
SNAP_METRES = 0.5
# Wider gaps between villages than this are land of somebody else, not a slip of the pen.
GAP_METRES = 2.0


def simplified(frame: gpd.GeoDataFrame, tolerance_m: float = TOLERANCE_METRES) -> gpd.GeoDataFrame:
    """The frame with simplified polygons; shared lines stay shared, no village is lost, the input is left as it is.

    Lines that neighbours do not quite share are snapped first. Where villages overlap for good, each polygon is
    simplified alone, and hairline gaps may show.
    """
    shapes = frame.geometry.to_numpy()
    if not len(shapes):
        return frame.copy()
    coverage = _coverage(shapes)
    drawn = (
        shapely.simplify(shapes, tolerance_m) if coverage is None else shapely.coverage_simplify(coverage, tolerance_m)
    )
    kept = np.where(shapely.is_empty(drawn) | ~shapely.is_valid(drawn), shapes, drawn)
    return frame.set_geometry(gpd.GeoSeries(kept, index=frame.index, crs=frame.crs))


def _coverage(shapes: np.ndarray) -> np.ndarray | None:
    """The shapes as a coverage, mended where they nearly are one; None where they overlap for good."""
    if shapely.coverage_is_valid(shapes):
        return shapes
    cleaned = shapely.coverage_clean(shapes, snapping_distance=SNAP_METRES, gap_width=GAP_METRES)
    before, after = shapely.area(shapes), shapely.area(cleaned)
    same = np.allclose(before, after, rtol=0.01)  # a lost overlap would show in the areas
    return cleaned if same and shapely.coverage_is_valid(cleaned) else None
