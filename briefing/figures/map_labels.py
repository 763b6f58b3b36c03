"""Where the names on the village map stand: inside their village, all written alike, or beside the land with a line."""

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

import numpy as np
import shapely

from briefing import looks
from briefing.figures import theme
from briefing.figures.map_marks import Marks
from briefing.figures.map_view import EDGE, Place, View
from briefing.measures import map_layers
from briefing.status import Status

_LINE_HEIGHT = 1.3
_CALLOUT_HEIGHT = 1.5  # a browser's box around a line of text is this high; callouts may not even touch
_NORTH_HEIGHT = 3.2  # lines that the north arrow takes at the top
_LONG_NAME = 4
_NAMED_ON_LITTLE = 6  # beside a little map
_GRID = 11  # places tried across and down a village for its name
_ALONG = (np.arange(_GRID) + 0.5) / _GRID
_STEPS = np.column_stack([np.tile(_ALONG, _GRID), np.repeat(_ALONG, _GRID)])  # row by row from the south-west
_FIRST = 12  # places that are tried before the others: most names stand at one of them, and to try all takes a while
_SUFFIXES = ("居委会", "社区", "村")


class Label(NamedTuple):
    """A name on the map: where it stands and, for a callout, where its line ends."""

    x: float
    y: float
    text: str
    colour: str
    leads_from: tuple[float, float] | None = None
    side: str = "center"


class Naming(NamedTuple):
    """What the names say: the layer, whether grades are shown, and whether only villages in trouble, or some, are named."""

    layer: str
    graded: bool = False
    only_trouble: bool = False
    only: Collection[str] | None = None  # labels; None is all

    def sign(self, place: Place) -> str:
        """The mark of the status, with the grade of a key village."""
        if place.status is None:
            return ""
        grade = place.state.grade[:1] if self.graded or self.layer == map_layers.KEY_VILLAGES else ""
        return looks.look(place.status).mark + grade

    def caption(self, place: Place) -> str:
        """Mark and name in one line, as callouts have it; beside a little map the name is short."""
        name = stem if self.only_trouble else _short
        return f"{self.sign(place)}{name(place.state.village)}"

    def wants(self, place: Place) -> bool:
        """Whether the village is to be named at all."""
        if self.only is not None and place.state.label not in self.only:
            return False
        return not self.only_trouble or map_layers.is_trouble(self.layer, place.status)


class Way(NamedTuple):
    """A way to write a village: its full or short name, with the mark above it or before it."""

    naming: Callable[[str], str]
    lines: Callable[[str, str], tuple[str, ...]]


def stem(name: str) -> str:
    """The name without what kind of village it is: 短井村 as 短井."""
    for suffix in _SUFFIXES:
        if len(name) > len(suffix) + 1 and name.endswith(suffix):
            return name.removesuffix(suffix)
    return name


def _short(name: str) -> str:
    """A name as maps write it where there is room: 短井村 in full, 南街居委会 as 南街."""
    return name if len(name) <= _LONG_NAME else stem(name)


def _stacked(sign: str, name: str) -> tuple[str, ...]:
    return (sign, name) if sign else (name,)


def _in_line(sign: str, name: str) -> tuple[str, ...]:
    return (sign + name,)


def _sign_alone(sign: str, _name: str) -> tuple[str, ...]:
    return (sign,)


WAYS = tuple(Way(naming, lines) for naming in (_short, stem) for lines in (_stacked, _in_line))

MARK_ONLY = (Way(stem, _sign_alone),)


def inside(
    places: Sequence[Place], view: View, naming: Naming, marks: Marks, sizes: theme.Scale
) -> tuple[list[Label], list[Place]]:
    """Names that fit inside their village, clear of all markers, and the places that need a name beside the land.

    If any way of writing fits all, all names are written in that way, so that the map does not look careless.
    """
    wanted = [place for place in places if naming.wants(place)]
    # A village smaller than one character can hold no name; in a whole province that is nearly every one.
    roomy = [place for place in wanted if place.land.area * view.pixels**2 > sizes.small**2]
    for way in WAYS:
        written = [_label(place, (way,), view, naming, marks, sizes) for place in roomy]
        if all(written) and len(roomy) == len(wanted) and not naming.only_trouble:
            return [label for label in written if label], []
    found = [_label(place, WAYS[-2:], view, naming, marks, sizes) for place in roomy]
    named = {place.key for place, label in zip(roomy, found, strict=True) if label}
    if naming.only_trouble:  # a colour alone says nothing to who cannot tell it
        nameless = [place for place in places if place.key not in named and place.status is not None]
        found += [_label(place, MARK_ONLY, view, naming, marks, sizes) for place in nameless]
    # Who has nothing to do here needs no line drawn to it; pointing at the village tells its name.
    homeless = [place for place in wanted if place.key not in named and place.status is not None]
    return [label for label in found if label], homeless


def worst_of(homeless: Sequence[Place], layer: str) -> list[Place]:
    """Those that a little map names beside the land: the ones that stand worst, while they are few."""
    levels = [map_layers.badness(layer, place.status) for place in homeless if place.status is not None]
    worst = [place for place, level in zip(homeless, levels, strict=True) if level == max(levels)]
    return worst if len(worst) <= _NAMED_ON_LITTLE else []


def little_margins(places: Sequence[Place], sizes: theme.Scale) -> tuple[float, float]:
    """Pixels beside a little map for names, all at its left; the same on every layer, so that the maps are of one size."""
    longest = max(looks.ems(stem(place.state.village)) for place in places)
    return (longest + 1.2) * sizes.small + 2 * EDGE, 0.0


def _label(place: Place, ways, view: View, naming: Naming, marks: Marks, sizes: theme.Scale) -> Label | None:
    """A name inside its village, as near its best place as markers allow; None without room."""
    shapely.prepare(place.land)
    sign = naming.sign(place)
    for way in ways:
        lines = way.lines(sign, way.naming(place.state.village))
        half_width = view.metres(max(map(looks.ems, lines)) * sizes.small / 2 + 2)
        half_height = view.metres(((len(lines) - 1) * _LINE_HEIGHT + 1) * sizes.small / 2)
        middle = _middle(place, half_width, half_height, view, marks, sizes)
        if middle is not None:
            return Label(*middle, "<br>".join(map(theme.plain, lines)), _colour(place.status))
    return None


def _middle(
    place: Place, half_width: float, half_height: float, view: View, marks: Marks, sizes: theme.Scale
) -> tuple[float, float] | None:
    """The first place for a box that lies in the village and off every marker."""
    west, south, east, north = place.land.bounds
    if east - west < 2 * half_width or north - south < 2 * half_height:
        return None
    near = _near(marks.points, place.land.bounds)
    spots = _spots(place, half_height if len(near) else 0.0)
    for some in (spots[:_FIRST], spots[_FIRST:]):
        boxes = shapely.box(
            some[:, 0] - half_width, some[:, 1] - half_height, some[:, 0] + half_width, some[:, 1] + half_height
        )
        clear = shapely.covers(place.land, boxes)
        if len(near):
            beside = np.maximum(np.abs(some[:, None] - near[None]) - (half_width, half_height), 0)
            clear &= (np.hypot(beside[..., 0], beside[..., 1]) >= view.metres(marks.pixels / 2 + 2)).all(axis=1)
        if clear.any():
            return tuple(some[np.argmax(clear)].tolist())
    return None


def _near(points: np.ndarray, bounds: tuple[float, float, float, float]) -> np.ndarray:
    west, south, east, north = bounds
    x, y = points[:, 0], points[:, 1]
    return points[(x > west) & (x < east) & (y > south) & (y < north)]


def _spots(place: Place, lift: float) -> np.ndarray:
    """Where a name may stand, best first: the village's own point, lifted above a marker there, then ever farther."""
    west, south, east, north = place.land.bounds
    middle = place.land.centroid
    spots = np.empty((2 + len(_STEPS), 2))
    spots[:2] = (place.x, place.y + lift), (middle.x, middle.y)
    spots[2:] = (west, south) + _STEPS * (east - west, north - south)
    return spots[np.argsort(np.hypot(*(spots - spots[0]).T), kind="stable")]


def _colour(status: Status | None) -> str:
    return looks.SOFT_INK if status is None else looks.look(status).on_colour


def callout_margins(
    homeless: Sequence[Place], lands: Sequence[shapely.Geometry], naming: Naming, sizes: theme.Scale
) -> tuple[float, float]:
    """Pixels that the names beside the land need on its left and right."""
    sides = _sides(homeless, lands)
    widths = [max((looks.ems(naming.caption(place)) for place in side), default=0) * sizes.small for side in sides]
    left, right = (width * 1.1 + 2 * EDGE if width else 0.0 for width in widths)
    return left, right


def too_many(homeless: Sequence[Place], room: tuple[int, int], sizes: theme.Scale) -> bool:
    """Whether the names would not even half fit beside the land, so that their lines would only cover it."""
    return len(homeless) * sizes.small * _CALLOUT_HEIGHT > 4 * room[1]


def callouts(
    homeless: Sequence[Place], lands: Sequence[shapely.Geometry], view: View, naming: Naming, sizes: theme.Scale
) -> list[Label]:
    """Names beside the land with a thin line to their village; no name covers another and no two lines cross.

    Where there are more than the side is high, the worst villages are named.
    """
    west, south, east, _ = shapely.total_bounds(list(lands))
    gap = view.metres(sizes.small * _CALLOUT_HEIGHT)
    top = view.north - view.metres(sizes.text * _NORTH_HEIGHT)
    bottom = min(south + gap / 2, top)
    labels = []
    for members, x, side in zip(
        (homeless, []) if naming.only_trouble else _sides(homeless, lands),
        (west - view.metres(EDGE), east + view.metres(EDGE)),
        ("right", "left"),
        strict=True,
    ):
        shown = sorted(members, key=lambda place: -map_layers.badness(naming.layer, place.status or Status.DONE))
        shown = sorted(shown[: int((top - bottom) / gap) + 1], key=lambda place: -place.y)
        heights = stacked([place.y for place in shown], gap, top, bottom)
        ends = uncrossed(x, heights, [(place.x, place.y) for place in shown])
        for height, number in zip(heights, ends, strict=True):
            place = shown[number]
            colour = looks.SOFT_INK if place.status is None else looks.ink(place.status)
            labels.append(Label(x, height, theme.plain(naming.caption(place)), colour, (place.x, place.y), side))
    return labels


def _sides(places: Sequence[Place], lands: Sequence[shapely.Geometry]) -> tuple[list[Place], list[Place]]:
    west, _, east, _ = shapely.total_bounds(list(lands))
    middle = (west + east) / 2
    return [place for place in places if place.x < middle], [place for place in places if place.x >= middle]


def stacked(wanted: Sequence[float], gap: float, top: float, bottom: float) -> list[float]:
    """Heights from high to low, `gap` apart, between top and bottom, each as near the wanted one as the others allow."""
    heights: list[float] = []
    for height in wanted:
        heights.append(min(height, heights[-1] - gap if heights else top))
    floor = bottom
    for number in reversed(range(len(heights))):
        heights[number] = max(heights[number], floor)
        floor = heights[number] + gap
    return heights


def uncrossed(x: float, heights: Sequence[float], points: Sequence[tuple[float, float]]) -> list[int]:
    """Which point each height leads to, so that no two lines from (x, height) cross.

    Swapping the ends of two crossing lines always makes them shorter together, so this comes to an end.
    """
    ends = list(range(len(points)))
    lines = {
        (slot, number): shapely.LineString([(x, heights[slot]), points[number]])
        for slot in ends for number in ends
    }  # fmt: skip
    crossing = True
    while crossing:
        crossing = False
        for one in range(len(ends)):
            for other in range(one):
                if lines[one, ends[one]].crosses(lines[other, ends[other]]):
                    ends[one], ends[other] = ends[other], ends[one]
                    crossing = True
    return ends
