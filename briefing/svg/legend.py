"""The legend of a figure: samples and names above the room, in as many rows as its window asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from briefing.svg import words

SAMPLE, GAP = 30, 40  # pixels: of the line, from its beginning to the name
_APART = 12  # pixels between entries
_ABOVE = 14  # pixels between the last row and the room


@dataclass(frozen=True)
class Legend:
    """The traces that have a name, and the rows that they take where the figure is as wide as it was made."""

    traces: tuple[Mapping[str, Any], ...]
    rows: int
    size: float
    colour: str

    @classmethod
    def of(cls, layout: Mapping[str, Any], traces: Sequence[Mapping[str, Any]]) -> "Legend":
        """The traces that have a name, as many in a row as fit."""
        font = layout["legend"]["font"]
        shown = traces if layout.get("showlegend") else ()
        named = tuple(trace for trace in shown if trace.get("name") and trace.get("showlegend", True))
        rows, at = 0, 0.0
        for trace in named:
            needed = GAP + words.width(trace["name"], font["size"])
            if not rows or at + needed > layout["width"]:
                rows, at = rows + 1, 0.0
            at += needed + _APART
        return cls(named, rows, font["size"], font["color"])

    @property
    def line(self) -> float:
        """Pixels that one row takes."""
        return self.size * words.HEIGHT

    @property
    def height(self) -> float:
        """Pixels that it takes above the room."""
        return self.rows * self.line + _ABOVE if self.rows else 0

    @property
    def style(self) -> str:
        """How its box is laid out: by the browser, which knows how wide the window is."""
        return (
            f"font-size:{self.size:g}px;line-height:{self.line:g}px;color:{self.colour};"
            f"column-gap:{_APART}px;margin-bottom:{_ABOVE}px"
        )
