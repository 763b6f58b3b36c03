"""The plane of a figure: its settings with those of its template, its margins, and where a value stands in it.

Places are shares of the room inside the margins, from its left upper corner, so that a drawing may be stretched.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from briefing.svg import words
from briefing.svg.legend import Legend

_MOST_BESIDE = 0.7  # of the width, however long the words beside an axis are
PAD = 3  # pixels between an axis and its labels


def merged(below: Mapping, above: Mapping) -> dict[str, Any]:
    """Settings of a template with those of the figure on top."""
    return {**below} | {
        name: merged(below[name], value) if isinstance(value, Mapping) and isinstance(below.get(name), Mapping) else value
        for name, value in above.items()
    }  # fmt: skip


def numbers(values: Sequence | np.ndarray) -> np.ndarray:
    """Values of an axis as numbers: days as days since 1970, what is missing as NaN."""
    found = np.asarray(values, dtype=object if isinstance(values, list | tuple) else None)
    if found.dtype.kind in "fiu":
        return found.astype(float)
    return np.array([_number(value) for value in found.tolist()], dtype=float)


def _number(value: object) -> float:
    if value is None:
        return np.nan
    if isinstance(value, int | float):
        return float(value)
    return float(np.datetime64(value if isinstance(value, date) else str(value), "D").astype(int))


@dataclass(frozen=True)
class Axis:
    """One axis: its range and its settings."""

    low: float
    high: float
    settings: Mapping[str, Any]

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> "Axis":
        """An axis as a layout has it; ours always say their range."""
        low, high = numbers(list(settings.get("range") or (0, 1)))
        return cls(low, high, settings)

    def shares(self, values: Sequence | np.ndarray) -> np.ndarray:
        """Where values stand, 0 at the beginning of the axis and 1 at its end."""
        return (numbers(values) - self.low) / (self.high - self.low)

    @property
    def labels(self) -> list[tuple[float, str]]:
        """Its ticks: place and words."""
        ticks = list(self.settings.get("tickvals") or ())
        said = self.settings.get("ticktext") or [f"{tick:.0%}" for tick in ticks]
        return list(zip(self.shares(ticks).tolist(), map(str, said), strict=True)) if ticks else []

    @property
    def is_seen(self) -> bool:
        """Whether it is drawn at all."""
        return self.settings.get("visible", True)

    @property
    def size(self) -> float:
        """Pixels of its labels."""
        return self.settings["tickfont"]["size"]

    @property
    def standoff(self) -> float:
        """Pixels between axis and labels."""
        return PAD + (self.settings.get("ticklabelstandoff") or 0)


@dataclass(frozen=True)
class Plane:
    """A figure's settings, its two axes, its legend, and the pixels around the room that they share."""

    layout: Mapping[str, Any]
    x: Axis
    y: Axis
    legend: Legend
    left: float
    right: float
    top: float
    bottom: float

    @classmethod
    def of(cls, layout: Mapping[str, Any], traces: Sequence[Mapping[str, Any]]) -> "Plane":
        """The plane of a figure; margins grow with what stands in them."""
        full = merged(layout["template"]["layout"], layout)
        x, y, margin = Axis.of(full["xaxis"]), Axis.of(full["yaxis"]), full["margin"]
        legend = Legend.of(full, traces)
        beside = max((words.width(said, y.size) for _, said in y.labels), default=0) + y.standoff if y.is_seen else 0
        beside = min(beside, _MOST_BESIDE * full["width"])
        below = x.size * words.HEIGHT + x.standoff if x.is_seen and x.labels else 0
        top = max(margin["t"], legend.height)
        return cls(full, x, y, legend, max(margin["l"], beside), margin["r"], top, max(margin["b"], below))

    @property
    def room(self) -> tuple[float, float]:
        """Pixels across and down inside the margins, at the size that the figure was made for."""
        return self.layout["width"] - self.left - self.right, self.layout["height"] - self.top - self.bottom

    def places(self, xs: Sequence | np.ndarray, ys: Sequence | np.ndarray) -> np.ndarray:
        """Points as shares of the room, across and down; NaN where one is missing."""
        return np.column_stack([self.x.shares(xs), 1 - self.y.shares(ys)])


def percent(share: float) -> str:
    """A share of the room as SVG has it."""
    return f"{round(share * 100, 3):g}%"
