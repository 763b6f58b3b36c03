"""The traces of a figure as SVG: areas, lines, bars, markers and texts, each in the places of a plane."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import numpy as np
from markupsafe import Markup, escape

from briefing.svg import symbols, words
from briefing.svg.plane import Plane, percent

# What a place of a figure leads to: the label of an area, the day or the row of a point; empty for nowhere.
Leads = Callable[[str], str]

PEN = 'vector-effect="non-scaling-stroke" stroke-linejoin="round"'
_DASHES = {"dot": (1, 1), "dash": (3, 3)}  # in line widths
_LEAST_DASH = 3  # pixels
_HIT = 11  # pixels around a point in which a pointer finds it
_ACROSS = {"left": "end", "center": "middle", "right": "start"}


class Patterns:
    """The hatches of a drawing, each declared once; `prefix` keeps two drawings of one page apart."""

    def __init__(self, prefix: str):
        self.prefix = prefix
        self.known: dict[tuple[str, str, float], str] = {}

    def fill(self, pattern: Mapping[str, Any]) -> str:
        """The fill of a hatched area."""
        look = (pattern["fgcolor"], pattern["bgcolor"], pattern["size"])
        return f"url(#{self.known.setdefault(look, f'{self.prefix}-hatch-{len(self.known)}')})"

    def declared(self) -> Markup:
        """Their declaration, once everything is drawn."""
        return Markup("").join(_hatch(name, *look) for look, name in self.known.items())


def _hatch(name: str, ink: str, ground: str, size: float) -> Markup:
    half, far = size / 4, size * 3 / 4
    stripes = f"M{-half:g},{half:g}l{size / 2:g},{-size / 2:g}M0,{size:g}L{size:g},0M{far:g},{size + half:g}l{size / 2:g},{-size / 2:g}"
    return Markup(
        f'<pattern id="{escape(name)}" width="{size:g}" height="{size:g}" patternUnits="userSpaceOnUse">'
        f'<rect width="{size:g}" height="{size:g}" fill="{escape(ground)}"/>'
        f'<path d="{stripes}" stroke="{escape(ink)}" stroke-width="{size * 0.3:.3g}"/></pattern>'
    )


def offered(drawn: str, told: str, address: str) -> Markup:
    """A mark with what a pointer is told on it and where a click leads."""
    if address:
        return Markup(f'<a href="{escape(address)}" target="_self" aria-label="{escape(told)}">{drawn}</a>')
    return Markup(f'<g data-told="{escape(told)}">{drawn}</g>' if told else drawn)


def stroke(line: Mapping[str, Any]) -> str:
    """The attributes of a line."""
    width = line.get("width", 2)
    dash = [max(width, _LEAST_DASH) * part for part in _DASHES.get(line.get("dash") or "", ())]
    dashed = f' stroke-dasharray="{" ".join(f"{part:g}" for part in dash)}"' if dash else ""
    return f'stroke="{escape(line["color"])}" stroke-width="{width:g}"{dashed}'


def paths(trace: Mapping[str, Any], plane: Plane, patterns: Patterns, leads: Leads) -> Iterator[Markup]:
    """Lines and areas of a trace, in a box as large as the room, which is stretched with it."""
    if "lines" not in trace.get("mode", "") or not len(trace["x"]):
        return
    runs = _runs(plane.places(trace["x"], trace["y"]))
    fill = "none"
    if trace.get("fill") == "toself":
        hatched = trace.get("fillpattern")
        fill = patterns.fill(hatched) if hatched else escape(trace["fillcolor"])
    look = f'fill="{fill}" {stroke(trace["line"])} {PEN}'
    for (name, told), own in _by_place(runs, trace.get("meta")):
        closed = "Z" if fill != "none" else ""
        ways = "".join("M" + "L".join(f"{x:.2f},{y:.2f}" for x, y in run * plane.room) + closed for run in own)
        yield offered(f'<path d="{ways}" {look}/>', words.plain(told), leads(name) if name else "")


def _runs(places: np.ndarray) -> list[np.ndarray]:
    """Points that follow on each other without a gap."""
    gaps = np.flatnonzero(np.isnan(places).any(axis=1))
    parts = np.split(places, gaps)
    return [run for run in (part[~np.isnan(part).any(axis=1)] for part in parts) if len(run)]


def _by_place(runs: Sequence[np.ndarray], meta: Sequence | None) -> Iterator[tuple[tuple[str, str], list[np.ndarray]]]:
    """The runs of one place together, as its name and words in `meta` say; all together without it."""
    if not meta:
        yield ("", ""), list(runs)
        return
    for place, own in groupby(zip(map(tuple, meta), runs, strict=True), key=lambda pair: pair[0]):
        yield place, [run for _, run in own]


def bars(trace: Mapping[str, Any], plane: Plane, patterns: Patterns, leads: Leads) -> Iterator[Markup]:
    """Horizontal bars from the beginning of the axis, round at their end."""
    height = abs(float(trace["width"]) / (plane.y.high - plane.y.low))
    start = float(plane.x.shares([0])[0])
    colours = trace["marker"]["color"]
    pattern = trace["marker"].get("pattern")
    told = hovers(trace)
    for at, ((end, middle), row) in enumerate(zip(plane.places(trace["x"], trace["y"]), trace["y"], strict=True)):
        colour = patterns.fill(pattern) if pattern else escape(colours if isinstance(colours, str) else colours[at])
        box = f'x="{percent(start)}" y="{percent(middle - height / 2)}" width="{percent(end - start)}" height="{percent(height)}"'
        rect = f'<rect {box} rx="{trace["marker"]["cornerradius"]}" fill="{colour}"'
        yield offered(f"{rect}/>", told[at], leads(str(row))) if told[at] else Markup(f'{rect} pointer-events="none"/>')


def markers(trace: Mapping[str, Any], plane: Plane, leads: Leads) -> Iterator[Markup]:
    """The markers of a trace that can be seen."""
    marker = trace.get("marker") or {}
    if "markers" not in trace.get("mode", "") or marker.get("opacity") == 0:
        return
    told = hovers(trace)
    for at, (x, y) in enumerate(plane.places(trace["x"], trace["y"])):
        if np.isnan((x, y)).any():
            continue
        keys = (
            str(trace[column][at]).removesuffix(" 00:00:00")
            for column in ("customdata", "x", "y")
            if trace.get(column) is not None
        )
        address = next(filter(None, map(leads, keys)), "")
        hit = f'<circle r="{_HIT}" fill="transparent"/>' if told[at] or address else ""
        where = f'class="mark" x="{percent(x)}" y="{percent(y)}"'
        yield offered(f"<svg {where}>{hit}{marker_shape(marker, at)}</svg>", told[at], address)


def marker_shape(marker: Mapping[str, Any], at: int) -> str:
    """One marker around the origin."""
    symbol, colour = (
        value if isinstance(value, str) else value[at] for value in (marker.get("symbol", "circle"), marker["color"])
    )
    edge = marker.get("line")
    drawn = f" {stroke(edge)}" if edge and edge.get("width") else ""
    return f'<path d="{symbols.outline(symbol, marker["size"])}" fill="{escape(colour)}"{drawn}/>'


def hovers(trace: Mapping[str, Any]) -> list[str]:
    """What a pointer is told on each point, in one line."""
    template, count = trace.get("hovertemplate"), len(trace["x"])
    if not template:
        return [words.plain(str(text)) for text in trace.get("hovertext") or [""] * count]
    name = "" if "<extra></extra>" in template else f"　{trace.get('name', '')}"
    shown = template.replace("<extra></extra>", "")
    columns = {column: trace.get(column) for column in ("customdata", "text")}
    said = [shown] * count
    for column, values in columns.items():
        if values is not None and f"%{{{column}}}" in shown:
            said = [one.replace(f"%{{{column}}}", str(value)) for one, value in zip(said, values, strict=True)]
    return [words.plain(one + name) for one in said]


def texts(trace: Mapping[str, Any], plane: Plane) -> Iterator[Markup]:
    """The texts of a trace around their points."""
    if "text" not in trace.get("mode", ""):
        return
    font = {"size": plane.layout["font"]["size"], "color": plane.layout["font"]["color"]} | (
        trace.get("textfont") or {}
    )
    side = trace.get("textposition", "middle center").split()[1]
    told = hovers(trace)
    for at, ((x, y), text) in enumerate(zip(plane.places(trace["x"], trace["y"]), trace["text"], strict=True)):
        lines = 1 + words.LINE * text.count("<br>")
        colour = font["color"] if isinstance(font["color"], str) else font["color"][at]
        drawn = words.written(
            text, percent(x), percent(y), size=font["size"], colour=colour, anchor=_ACROSS[side],
            weight=font.get("weight") or 0, dy=font["size"] * (0.75 - lines / 2),
        )  # fmt: skip
        yield offered(drawn, told[at], "")
