"""Where the markers of sites stand on the village map: at their own coordinates, or inside their village, none covering another."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import shapely
from pyproj import CRS

from briefing.figures import theme
from briefing.figures.map_view import Place, View
from briefing.model import Site
from geo import label_places, positions
from geo.district import System, system_named

PLAIN: System = "WGS84"  # the reference system of site coordinates unless the plan names another
MARKER = 1.9  # size of a site's marker in markers of a curve
_APART = 1.15  # distance between two markers in their own size
# Where a village is too small for its sites, all markers of the map are drawn smaller, alike.
_SHRUNK = (1.0, 0.8, 0.65, 0.5)


class Marks(NamedTuple):
    """The middles of the markers, in the order of the sites, in metres, and how many pixels each is across."""

    points: np.ndarray
    pixels: float


def marker_room(sizes: theme.Scale) -> float:
    """Pixels that a site's marker takes below the name of its village."""
    return sizes.marker * MARKER * 1.3


def crowded(count: int, lands: Sequence[shapely.Geometry], view: View, sizes: theme.Scale) -> bool:
    """Whether so many markers, drawn as small as we would, leave less than half of the land to be seen."""
    each = (sizes.marker * MARKER * _SHRUNK[-1] * _APART) ** 2
    return 2 * count * each > float(shapely.area(lands).sum()) * view.pixels**2


def true_points(sites: Sequence[Site], coordinates: str, plane: CRS) -> np.ndarray:
    """Eastings and northings, in metres of a plane, of sites whose coordinates are in a system of the plan; NaN where a site has none."""
    system = system_named(coordinates) or PLAIN
    longitudes = [np.nan if site.longitude is None else site.longitude for site in sites]
    latitudes = [np.nan if site.latitude is None else site.latitude for site in sites]
    return np.column_stack(positions.to_plane(longitudes, latitudes, system, plane))


def placed(
    sites: Sequence[Site], homes: Mapping[tuple[str, str], Place], view: View, *,
    plane: CRS | None, sizes: theme.Scale, coordinates: str = PLAIN,
) -> Marks:  # fmt: skip
    """The markers of some sites, at their coordinates in the map's `plane`; without one each stands in its village."""
    if not sites:
        return Marks(np.empty((0, 2)), sizes.marker * MARKER)
    own = [homes[site.town, site.village] for site in sites]
    known = np.full((len(sites), 2), np.nan) if plane is None else true_points(sites, coordinates, plane)
    for share in _SHRUNK:
        marks = _spread(own, known, view, sizes.marker * MARKER * share, sizes)
        inside = [place.land.covers(shapely.Point(at)) for place, at in zip(own, marks.points, strict=True)]
        if all(inside[number] or np.isfinite(known[number, 0]) for number in range(len(sites))):
            break
    return marks


def _spread(own: Sequence[Place], known: np.ndarray, view: View, pixels: float, sizes: theme.Scale) -> Marks:
    rooms = {place.key: _room(place.land, view.metres(pixels / 2)) for place in own}
    points = [_start(place, at, rooms[place.key], view, sizes) for place, at in zip(own, known, strict=True)]
    spread = label_places.spread(points, view.metres(pixels * _APART), [rooms[place.key] for place in own])
    return Marks(np.array(spread), pixels)


def _room(land: shapely.Geometry, radius: float) -> shapely.Geometry:
    """The land where a marker's middle may stand without its edge hanging over."""
    inner = land.buffer(-radius)
    return land if inner.is_empty else inner


def _start(
    place: Place, known: np.ndarray, room: shapely.Geometry, view: View, sizes: theme.Scale
) -> tuple[float, float]:
    """A site's own place where it is on the map; else the lower half of its village, below the name."""
    if view.holds(*known):
        return float(known[0]), float(known[1])
    wanted = shapely.Point(place.x, place.y - view.metres(marker_room(sizes) / 2))
    nearest = shapely.get_point(shapely.shortest_line(room, wanted), 0)
    return nearest.x, nearest.y
