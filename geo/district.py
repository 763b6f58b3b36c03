"""Where a district lies: its window, its plane, the rough places of its towns. All of it is plan data of the caller."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal

Box = tuple[float, float, float, float]  # west, south, east, north, in degrees
System = Literal["WGS84", "CGCS2000", "GCJ-02", "BD-09"]  # of degrees in a ledger

SYSTEMS: tuple[System, ...] = ("CGCS2000", "WGS84", "GCJ-02", "BD-09")
DEGREES = (4490, 4326)  # EPSG codes of latitude and longitude, the official one first
CHINA: Box = (73.0, 3.0, 136.0, 54.0)
ZONE_DEGREES = 3
MERIDIANS = range(75, 136, ZONE_DEGREES)  # of the three-degree planes of CGCS2000
_FIRST_PLANE, _FIRST_WITH_ZONE = (
    4534,
    4513,
)  # EPSG codes of meridian 75: without and with the zone number in the easting
_UTM_NORTH, _UTM_DEGREES = 32600, 6


def system_named(text: str) -> System | None:
    """The system of that name."""
    return next((system for system in SYSTEMS if system == text), None)


@dataclass(frozen=True)
class District:
    """The district a boundary file must fit."""

    window: Box  # no village lies outside it
    meridian: int  # central meridian of the three-degree plane that everything ends in
    # Where the villages of some towns begin and end: the only yardstick before any boundaries are known.
    extent: Box | None = None
    extent_towns: tuple[str, ...] = ()
    # (town, east, north): roughly where the towns lie, in any unit; only directions matter, and only on a schematic.
    places: tuple[tuple[str, float, float], ...] = ()

    degrees: ClassVar[tuple[int, ...]] = DEGREES

    @property
    def epsg(self) -> int:
        """The plane: CGCS2000, three degrees wide."""
        return plane_code(self.meridian)

    @property
    def epsg_with_zone(self) -> int:
        """The same plane with the zone number in front of the easting."""
        return _FIRST_WITH_ZONE + MERIDIANS.index(self.meridian)

    @property
    def accepted(self) -> tuple[int, ...]:
        """The EPSG codes a file may be in without a question."""
        return (*self.degrees, self.epsg, self.epsg_with_zone)

    @cached_property
    def neighbours(self) -> tuple[int, ...]:
        """Planes whose numbers are told apart from ours: the next zones, and the nearest two of UTM."""
        beside = [self.meridian - ZONE_DEGREES, self.meridian + ZONE_DEGREES]
        longitude, _ = self.middle
        utm = {int((longitude + half) // _UTM_DEGREES) + 31 for half in (-_UTM_DEGREES / 2, _UTM_DEGREES / 2)}
        planes = (plane_code(meridian) for meridian in beside if meridian in MERIDIANS)
        return (*planes, *(_UTM_NORTH + zone for zone in sorted(utm)))

    @property
    def middle(self) -> tuple[float, float]:
        """Longitude and latitude of the middle of the window."""
        west, south, east, north = self.window
        return (west + east) / 2, (south + north) / 2

    @property
    def plane_words(self) -> str:
        """The plane as one asks an office for it."""
        return f"CGCS2000 三度带（中央经线 {self.meridian}°，EPSG:{self.epsg}）"


def plane_code(meridian: int) -> int:
    """EPSG code of the three-degree plane around a central meridian; ValueError when there is none."""
    return _FIRST_PLANE + MERIDIANS.index(meridian)


def nearest_meridian(window: Box) -> int:
    """The central meridian of the three-degree zone that the middle of a window lies in."""
    return min(MERIDIANS, key=lambda meridian: abs(meridian - (window[0] + window[2]) / 2))


def is_box(sides: Sequence[float]) -> bool:
    """Whether four numbers are west, south, east and north of a place in China."""
    if len(sides) != len(CHINA):
        return False
    west, south, east, north = sides
    return CHINA[0] <= west < east <= CHINA[2] and CHINA[1] <= south < north <= CHINA[3]
