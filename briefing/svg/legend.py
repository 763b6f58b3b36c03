"""The legend of a figure: samples and names in rows above the room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from briefing.svg import words

_SAMPLE, _GAP, _APART = 30, 40, 12  # pixels: of the line, from its beginning to the name, to the next entry
_ABOVE = 14  # pixels between the last row and the room


@dataclass(frozen=True)
class Legend:
    """Rows of traces with the pixel where each begins."""

    rows: tuple[tuple[tuple[float, Mapping[str, Any]], ...], ...]
    size: float
    colour: str

    @classmethod
    def of(cls, layout: Mapping[str, Any], traces: Sequence[Mapping[str, Any]]) -> "Legend":
        """The traces that have a name, as many in a row as fit."""
        font = layout["legend"]["font"]
        named = [trace for trace in traces if trace.get("name") and trace.get("showlegend", True)]
        rows: list[list[tuple[float, Mapping[str, Any]]]] = []
        at = 0.0
        for trace in named if layout.get("showlegend") else ():
            needed = _GAP + words.width(trace["name"], font["size"])
            if not rows or at + needed > layout["width"]:
                rows.append([])
                at = 0.0
            rows[-1].append((at, trace))
            at += needed + _APART
        return cls(tuple(map(tuple, rows)), font["size"], font["color"])

    @property
    def height(self) -> float:
        """Pixels that it takes above the room."""
        return len(self.rows) * self.size * words.HEIGHT + _ABOVE if self.rows else 0

    def entries(self) -> list[tuple[float, float, Mapping[str, Any]]]:
        """Every entry: the pixel where it begins, the middle of its row, its trace."""
        step = self.size * words.HEIGHT
        return [(at, (row + 0.5) * step, trace) for row, own in enumerate(self.rows) for at, trace in own]

    def name(self, at: float, middle: float, trace: Mapping[str, Any]) -> Markup:
        """The name of an entry."""
        return words.written(
            trace["name"], f"{at + _GAP:g}", f"{middle:g}", size=self.size, colour=self.colour, dy=self.size * 0.35
        )

    @staticmethod
    def sample(at: float) -> tuple[float, float]:
        """Where the line of an entry begins and ends."""
        return at + 5, at + 5 + _SAMPLE
