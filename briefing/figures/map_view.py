"""What a map figure shows of the world: its villages as drawn, and how many pixels a metre has."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import shapely

from briefing.model import VillageState
from briefing.status import Status

EDGE = 8  # free pixels around the land
SIDE = 32  # that a trimmed window leaves left and right of it
LEAST = 0.25  # of the room in each direction, for the land
FOOT = 28  # pixels below the land for scale bar and notes


@dataclass(frozen=True)
class Place:
    """A village as drawn: its land, its state and its status on the layer (None: nothing to do here)."""

    state: VillageState
    land: shapely.Geometry
    status: Status | None
    x: float
    y: float

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

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is on the map; NaN is nowhere."""
        return self.west < x < self.east and self.south < y < self.north


def trimmed(view: View, lands: Sequence[shapely.Geometry], beside: tuple[float, float], least: float) -> View:
    """The window without what is free left and right of the land and of so many pixels for names `beside` it.

    It stays `least` pixels wide if it was: a narrow window then shows the land and its names larger.
    """
    west, _, east, _ = shapely.total_bounds(list(lands))
    ends = west - view.metres(beside[0] + SIDE), east + view.metres(beside[1] + SIDE)
    west, east = max(view.west, ends[0]), min(view.east, ends[1])
    short = max(view.metres(least) - (east - west), 0.0) / 2
    return replace(view, west=max(view.west, west - short), east=min(view.east, east + short))


def fitting(
    lands: Sequence[shapely.Geometry],
    *,
    room: tuple[int, int],
    margins: tuple[float, float] = (0, 0),
    foot: float = FOOT,
) -> View:
    """The window that holds all land, with `margins` pixels left and right for names and `foot` pixels below.

    It has the proportions of the room, the land in the middle, so that what it holds is what is really seen. However
    long the names are, the land keeps its least share of the room.
    """
    west, south, east, north = shapely.total_bounds(list(lands))
    free_x = max(room[0] - 2 * EDGE - sum(margins), LEAST * room[0])
    free_y = max(room[1] - 2 * EDGE - foot, LEAST * room[1])
    pixels = min(free_x / max(east - west, 1.0), free_y / max(north - south, 1.0))
    spare_x = (free_x - (east - west) * pixels) / 2
    spare_y = (free_y - (north - south) * pixels) / 2
    left, right = EDGE + margins[0] + spare_x, EDGE + margins[1] + spare_x
    return View(
        west - left / pixels, south - (EDGE + foot + spare_y) / pixels,
        east + right / pixels, north + (EDGE + spare_y) / pixels, pixels,
    )  # fmt: skip
