"""Where the names on the village map stand: inside their village, all written alike, or beside the land with a line.

May import: `layers`, `model`, `status`, `theme`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely

from briefing import layers
from briefing.figures import theme
from briefing.model import Site, VillageState
from briefing.status import Status

EDGE = 8  # free pixels around the land
FOOT = 44  # pixels below the land for scale bar and notes
MARKER = 1.9  # size of a site's marker in markers of a curve
_LINE_HEIGHT = 1.3
_LONG_NAME = 4
_FINENESS = 1000  # parts of a village's border that its widest circle is found to
_SUFFIXES = ("居委会", "社区", "村")


class Label(NamedTuple):
    """A name on the map: where it stands and, for a callout, where its line starts."""

    x: float
    y: float
    text: str
    colour: str
    leads_from: tuple[float, float] | None = None
    side: str = "center"


@dataclass(frozen=True)
class Place:
    """A village as drawn: its land, its state and its status on the layer (None: nothing to do here)."""

    state: VillageState
    land: shapely.Geometry
    status: Status | None
    x: float
    y: float

    @property
    def middles(self) -> list[tuple[float, float]]:
        """Other points where a name may stand: the centre of the area and of the widest circle in it."""
        circle = shapely.maximum_inscribed_circle(self.land, tolerance=self.land.length / _FINENESS)
        return [(self.land.centroid.x, self.land.centroid.y), circle.coords[0]]

    @property
    def key(self) -> tuple[str, str]:
        """Town and village, which name it everywhere."""
        return self.state.town, self.state.village


@dataclass(frozen=True)
class View:
    """What the figure shows of the world, and how many pixels a metre has."""

    west: float
    south: float
    east: float
    north: float
    pixels: float

    def metres(self, pixels: float) -> float:
        """So many pixels in metres on the ground."""
        return pixels / self.pixels


def _view(places: Sequence[Place], *, room: tuple[int, int], margins: tuple[float, float]) -> View:
    """The window that holds all land, with room for callouts left and right and for the scale bar below."""
    west, south, east, north = shapely.total_bounds([place.land for place in places])
    room_x, room_y = room[0] - 2 * EDGE - sum(margins), room[1] - 2 * EDGE - FOOT
    pixels = min(room_x / (east - west), room_y / (north - south))
    edge = EDGE / pixels
    return View(
        west - edge - margins[0] / pixels,
        south - edge - FOOT / pixels,
        east + edge + margins[1] / pixels,
        north + edge,
        pixels,
    )


def fitted(places: Sequence[Place], *, layer: str, marked: Sequence[Site], sizes: theme.Scale, room: tuple[int, int]):
    """The view and its labels; the map is made smaller when callouts need more room than is left beside the land."""
    crowded = {(site.town, site.village) for site in marked}
    view = _view(places, room=room, margins=(0, 0))
    labels, homeless = _labels(places, view, layer=layer, crowded=crowded, sizes=sizes)
    if homeless:
        longest = max(len(_caption(place, layer)) for place in homeless) * sizes.small * 1.1 + 2 * EDGE
        beside = (room[0] - (view.east - view.west) * view.pixels) / 2
        if longest > beside:
            view = _view(places, room=room, margins=(longest, longest))
            labels, homeless = _labels(places, view, layer=layer, crowded=crowded, sizes=sizes)
        labels += _callouts(homeless, places, view, layer=layer, sizes=sizes)
    return view, labels


def _stem(name: str) -> str:
    for suffix in _SUFFIXES:
        if len(name) > len(suffix) + 1 and name.endswith(suffix):
            return name.removesuffix(suffix)
    return name


def _short(name: str) -> str:
    """A name as maps write it where there is room: 短井村 in full, 南街居委会 as 南街."""
    return name if len(name) <= _LONG_NAME else _stem(name)


def _sign(place: Place, layer: str) -> str:
    grade = place.state.grade if layer == layers.KEY_VILLAGES else ""
    return "" if place.status is None else theme.look(place.status).mark + grade


def _caption(place: Place, layer: str) -> str:
    return f"{_sign(place, layer)}{_short(place.state.village)}"


def _colour(status: Status | None) -> str:
    return theme.SOFT_INK if status is None else theme.look(status).on_colour


def _labels(places: Sequence[Place], view: View, *, layer: str, crowded: set, sizes: theme.Scale):
    """Names that fit inside their village, and the places whose names do not.

    If any way fits all, all names are written in that way, so that the map does not look careless.
    """

    def written(*ways: Way) -> list[Label | None]:
        return [
            next(filter(None, (_label(place, way, layer, place.key in crowded, view, sizes) for way in ways)), None)
            for place in places
        ]

    found = next((labels for labels in map(written, WAYS) if all(labels)), None) or written(*WAYS[-2:])
    return [label for label in found if label], [place for place, label in zip(places, found, strict=True) if not label]


def _stacked(sign: str, name: str) -> tuple[str, ...]:
    return (sign, name) if sign else (name,)


def _in_line(sign: str, name: str) -> tuple[str, ...]:
    return (sign + name,)


class Way(NamedTuple):
    """A way to write a village: its full or short name, with the mark above it or before it."""

    naming: Callable[[str], str]
    lines: Callable[[str, str], tuple[str, ...]]


WAYS = tuple(Way(naming, lines) for naming in (_short, _stem) for lines in (_stacked, _in_line))


def _label(place: Place, way: Way, layer: str, crowded: bool, view: View, sizes: theme.Scale) -> Label | None:
    """A name inside its village if there is room; it moves up where a site's marker stands below."""
    lines = way.lines(_sign(place, layer), way.naming(place.state.village))
    half_width = view.metres(max(map(len, lines)) * sizes.small / 2 + 2)
    half_height = view.metres(((len(lines) - 1) * _LINE_HEIGHT + 1) * sizes.small / 2)
    below = view.metres(marker_room(sizes)) if crowded else 0
    # A marker stands at the village's own point; where there is none, the name may stand in the middle as well.
    for x, y in [(place.x, place.y)] if crowded else [(place.x, place.y), *place.middles]:
        centre = y + half_height if crowded else y
        box = shapely.box(x - half_width, min(y - below, centre - half_height), x + half_width, centre + half_height)
        if place.land.contains(box):
            return Label(x, centre, "<br>".join(map(theme.plain, lines)), _colour(place.status))
    return None


def marker_room(sizes: theme.Scale) -> float:
    """Pixels that a site's marker takes below the name of its village."""
    return sizes.marker * MARKER * 1.3


def _callouts(
    homeless: Sequence[Place], places: Sequence[Place], view: View, *, layer: str, sizes: theme.Scale
) -> list[Label]:
    """Names beside the land with a thin line to their village, spaced so that none covers another."""
    west, _, east, _ = shapely.total_bounds([place.land for place in places])
    middle, gap = (west + east) / 2, view.metres(sizes.small * _LINE_HEIGHT)
    labels = []
    for side, x, members in (
        ("right", west - view.metres(EDGE), [place for place in homeless if place.x < middle]),
        ("left", east + view.metres(EDGE), [place for place in homeless if place.x >= middle]),
    ):
        ceiling = np.inf
        for place in sorted(members, key=lambda place: -place.y):
            ceiling = min(place.y, ceiling - gap)
            if ceiling < view.south + gap:
                break  # no room left: these names are read by pointing at the village
            text = theme.plain(_caption(place, layer))
            labels.append(Label(x, ceiling, text, theme.INK, (place.x, place.y), side))
    return labels
