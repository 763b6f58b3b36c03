"""A figure as one SVG element below its legend: axes, traces, shapes, annotations.

The figures of `briefing.figures` stay plotly figures; this draws the few kinds of marks that they use. Lines and areas
are stretched with the room, text and markers keep their size, so that a chart fills a panel of any width; a map keeps
its proportions and is enlarged as a whole.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup, escape
from plotly.basedatatypes import BaseFigure

from briefing.svg import marks, words
from briefing.svg.legend import GAP, SAMPLE, Legend
from briefing.svg.plane import Axis, Plane, percent

_PAPER = {"left": 0.0, "center": 0.5, "right": 1.0}  # an anchor as a share of a label's own width
_THIRD = 1 / 3
_EDGE = 1  # pixels around a label that its wash covers


class Drawing(NamedTuple):
    """A figure as HTML: its box, as an element that is still open, and in it the legend with the drawing."""

    box: str
    svg: Markup

    def whole(self) -> str:
        """The box with its drawing."""
        return f"{self.box}>{self.svg}</div>"

    def carried(self) -> str:
        """The box with its drawing in an attribute, for where nobody lets an svg through; briefing/ui/front/drawing.js unpacks it."""
        return f'{self.box} data-svg="{escape(str(self.svg))}"></div>'


def drawing(
    figure: BaseFigure, *, name: str, alt: str, leads: marks.Leads, apart: str = "", zooms: bool = False
) -> Drawing:
    """The figure as SVG; `apart` tells its hatches from those of another drawing of that name in the same document.

    What `zooms` is moved by briefing/ui/front/map.js; notes on its paper stay where they are.
    """
    traces = [trace.to_plotly_json() for trace in figure.data]
    plane = Plane.of(figure.layout.to_plotly_json(), traces)
    patterns = marks.Patterns(f"{name}-{apart}")
    land = Markup("").join(_inside(traces, plane, patterns, leads))
    if zooms:
        land = Markup(f'<g class="land">{land}</g>')
    inside = land + Markup("").join(_notes(plane))
    view = ' viewBox="0 0 {:g} {:g}"'.format(*plane.room) if plane.y.settings.get("scaleanchor") else ""
    role = "group" if "<a " in inside else "img"
    above = plane.top - plane.legend.height
    margins = " ".join(f"{side:g}px" for side in (above, plane.right, plane.bottom, plane.left))
    wide, high = plane.layout["width"], plane.layout["height"]
    size = f"--wide:{wide}px;--high:{high}px;--shape:{wide}/{high}"
    moving = ' data-zooms=""' if zooms else ""
    return Drawing(
        f'<div class="drawing st-key-{escape(name)}" style="padding:{margins};{size}"{moving}',
        _legend(plane)
        + Markup(
            f'<svg role="{role}" aria-label="{escape(alt)}"{view}><defs>{patterns.declared()}</defs>{inside}</svg>'
        ),
    )


def _inside(
    traces: Sequence[Mapping[str, Any]], plane: Plane, patterns: marks.Patterns, leads: marks.Leads
) -> Iterator[Markup]:
    """Everything that has its place on the axes, from the ground up."""
    if beside := leads(""):
        yield Markup(
            f'<a class="beside" href="{escape(beside)}" target="_self" aria-label="回到名单"><rect x="-100%" y="-100%" width="300%" height="300%" fill="transparent"/></a>'
        )
    yield from _grid(plane)
    for trace in (trace for trace in traces if trace["type"] == "bar"):
        yield from marks.bars(trace, plane, patterns, leads)
    points = [trace for trace in traces if trace["type"] == "scatter"]
    for trace in points:
        if ways := Markup("").join(marks.paths(trace, plane, patterns, leads)):
            box = f'viewBox="0 0 {plane.room[0]:g} {plane.room[1]:g}" preserveAspectRatio="none"'
            yield Markup(f'<svg width="100%" height="100%" {box}>{ways}</svg>')
        yield from marks.markers(trace, plane, leads)
        yield from marks.texts(trace, plane)
    for shape in plane.layout.get("shapes") or ():
        yield _shape(shape, plane)
    for annotation in plane.layout.get("annotations") or ():
        if annotation.get("xref") != "paper":
            words_there = _annotation(annotation, plane)
            address = leads(annotation["name"]) if annotation.get("name") else ""
            yield marks.offered(words_there, words.plain(annotation.get("hovertext") or ""), address)


def _notes(plane: Plane) -> Iterator[Markup]:
    """What stands on the paper, wherever the axes are."""
    for annotation in plane.layout.get("annotations") or ():
        if annotation.get("xref") == "paper":
            yield _annotation(annotation, plane)


def _grid(plane: Plane) -> Iterator[Markup]:
    """Lines across at the ticks, the axis below, and the words of both."""
    if plane.y.is_seen:
        for share, said in plane.y.labels:
            place = percent(1 - share)
            if plane.y.settings.get("showgrid", True):
                yield Markup(
                    f'<line x1="0" x2="100%" y1="{place}" y2="{place}" stroke="{escape(plane.y.settings["gridcolor"])}"/>'
                )
            yield _tick(plane.y, said, "0", place, anchor="end", dx=-plane.y.standoff, dy=plane.y.size * 0.35)
    if plane.x.is_seen:
        if plane.x.settings.get("showline"):
            yield Markup(
                f'<line x1="0" x2="100%" y1="100%" y2="100%" stroke="{escape(plane.x.settings["linecolor"])}"/>'
            )
        for share, said in plane.x.labels:
            yield _tick(plane.x, said, percent(share), "100%", anchor="middle", dy=plane.x.standoff + plane.x.size)


def _tick(axis: Axis, said: str, x: str, y: str, *, anchor: str, dx: float = 0, dy: float = 0) -> Markup:
    size, colour = axis.size, axis.settings["tickfont"]["color"]
    return words.written(said, x, y, size=size, colour=colour, anchor=anchor, dx=dx, dy=dy) if said else Markup()


def _shape(shape: Mapping[str, Any], plane: Plane) -> Markup:
    """A straight line between two points."""
    (x0, y0), (x1, y1) = plane.places([shape["x0"], shape["x1"]], [shape["y0"], shape["y1"]])
    ends = f'x1="{percent(x0)}" y1="{percent(y0)}" x2="{percent(x1)}" y2="{percent(y1)}"'
    return Markup(f"<line {ends} {marks.stroke(shape['line'])} {marks.PEN}/>")


def _annotation(annotation: Mapping[str, Any], plane: Plane) -> Markup:
    """A label at a point or at a share of the room, on its wash."""
    font = plane.layout["font"] | (annotation.get("font") or {})
    x = _reference(annotation["x"], annotation.get("xref"), plane.x)
    down = 1 - _reference(annotation["y"], annotation.get("yref"), plane.y)
    text, size = annotation["text"], font["size"]
    wide, high = words.width(text, size), size * (words.HEIGHT + words.LINE * text.count("<br>"))
    across = _PAPER[annotation.get("xanchor") or _anchor(x, annotation.get("xref"), ("left", "center", "right"))]
    upright = {"top": 0.0, "middle": 0.5, "bottom": 1.0}[
        annotation.get("yanchor") or _anchor(down, annotation.get("yref"), ("top", "middle", "bottom"))
    ]
    dx = annotation.get("xshift", 0) + (_EDGE if across == 0 else -_EDGE if across == 1 else 0)
    top = -annotation.get("yshift", 0) - upright * high + (_EDGE if upright == 0 else -_EDGE if upright == 1 else 0)
    wash = annotation.get("bgcolor")
    ground = Markup(
        f'<svg x="{percent(x)}" y="{percent(down)}"><rect x="{dx - across * wide - _EDGE:.4g}" '
        f'y="{top - _EDGE:.4g}" width="{wide + 2 * _EDGE:.4g}" height="{high + 2 * _EDGE:.4g}" fill="{escape(wash)}"/></svg>'
        if wash
        else ""
    )
    anchor = {0.0: "start", 0.5: "middle", 1.0: "end"}[across]
    return ground + words.written(
        text, percent(x), percent(down), size=size, colour=font["color"], anchor=anchor, dx=dx,
        dy=top + size * (words.HEIGHT / 2 + 0.35),
    )  # fmt: skip


def _reference(value: Any, reference: str | None, axis: Axis) -> float:
    return float(value) if reference == "paper" else float(axis.shares([value])[0])


def _anchor(share: float, reference: str | None, sides: tuple[str, str, str]) -> str:
    """The side by which plotly holds a label that names none: by its place on paper, else by its middle."""
    if reference != "paper":
        return sides[1]
    return sides[0] if share <= _THIRD else sides[2] if share >= 1 - _THIRD else sides[1]


def _legend(plane: Plane) -> Markup:
    """Samples and names above the room, at its left."""
    if not plane.legend.traces:
        return Markup()
    entries = Markup("").join(_entry(plane.legend, trace) for trace in plane.legend.traces)
    return Markup('<div class="entries" style="{}">{}</div>').format(plane.legend.style, entries)


def _entry(legend: Legend, trace: Mapping[str, Any]) -> Markup:
    begin, end, middle = (GAP - SAMPLE) / 2, (GAP + SAMPLE) / 2, legend.line / 2
    mode, line, marker = trace["mode"], "", ""
    if "lines" in mode:
        line = f'<line x1="{begin:g}" x2="{end:g}" y1="{middle:g}" y2="{middle:g}" {marks.stroke(trace["line"])}/>'
    if "markers" in mode:
        shape = marks.marker_shape(trace["marker"], 0)
        marker = f'<svg x="{GAP / 2:g}" y="{middle:g}">{shape}</svg>'
    sample = Markup(f'<svg width="{GAP}" height="{legend.line:g}" aria-hidden="true">{line}{marker}</svg>')
    return Markup("<span>{}{}</span>").format(sample, words.plain(trace["name"]))
