"""The sizes of charts, lists and type, and our Plotly template; with the colours of `looks`, as CSS variables for ui.css."""

from dataclasses import dataclass
from html import escape
from typing import NamedTuple

import plotly.graph_objects as go

from briefing import formats, looks
from briefing.status import Status

# Kind of site → its marker; the colour is the status.
SITE_SYMBOLS = {
    "新农村建设点": "circle",
    "村庄整治点": "square",
    "自来水项目": "diamond",
    "产业基地": "triangle-up",
    "自选整治村庄": "pentagon",
    "示范村": "star",
    "污水处理站": "hexagon",
}


@dataclass(frozen=True)
class Scale:
    """The sizes of one way of looking, in CSS pixels: a desk, or a projector at 1920×1080."""

    text: int
    small: int
    strong: int
    marker: int
    line: float
    bar: float  # share of its row that a bar fills


NORMAL = Scale(text=13, small=12, strong=14, marker=7, line=2.5, bar=0.62)
PRESENT = Scale(text=18, small=16, strong=20, marker=10, line=4, bar=0.62)


def scale(present: bool) -> Scale:
    """The sizes for a projector of 16:9 or for a desk."""
    return PRESENT if present else NORMAL


@dataclass(frozen=True)
class Stage:
    """What a projector shows, 1920 wide in CSS pixels; the browser shrinks or grows it as a whole to its window.

    Type grows with the height, so that the smallest stays 1.4% of it. `at` is its place in a tuple of sizes, whose
    first is that of a desk.
    """

    at: int
    height: int
    scale: Scale


WIDE = Stage(1, 1080, PRESENT)
# Shapes of a window other than 16:9, as the address has them; present.js chooses.
STAGES = {
    "16x10": Stage(2, 1200, Scale(text=19, small=17, strong=21, marker=11, line=4, bar=0.62)),
    "4x3": Stage(3, 1440, Scale(text=22, small=21, strong=25, marker=12, line=5, bar=0.68)),
}


def stage(name: str | None) -> Stage:
    """The stage that the address names; that of 16:9 where it names none."""
    return STAGES.get(name or "", WIDE)


class Frame(NamedTuple):
    """The pixels of a chart: on a desk at 1366 wide, where it may only get wider, and on a projector, exactly."""

    desk_width: int
    width: int
    heights: tuple[int, int, int, int]  # on a desk and on the stages of 16:9, 16:10 and 4:3

    def size(self, stage: Stage | None) -> tuple[int, int]:
        """Width and height to draw for; no stage is a desk."""
        return (self.width, self.heights[stage.at]) if stage else (self.desk_width, self.heights[0])


# A projector's screen is a stage that is filled and never scrolls, so its charts are measured, not free.
FRAMES = {
    "overview_map": Frame(429, 607, (400, 488, 576, 766)),
    "overview_curve": Frame(438, 619, (400, 504, 568, 756)),
    "map": Frame(750, 1060, (420, 706, 820, 1010)),
    "village_curve": Frame(460, 690, (210, 250, 290, 340)),
    "little_map": Frame(240, 380, (240, 372, 406, 530)),
    "map_beside": Frame(464, 655, (400, 738, 850, 1040)),
    "slices_beside": Frame(464, 655, (400, 700, 810, 1000)),
    "gaps_beside": Frame(464, 655, (210, 270, 330, 440)),
    "sites_curve": Frame(280, 397, (260, 282, 380, 536)),
    "household_curve": Frame(623, 878, (200, 222, 278, 392)),
    "household_gaps": Frame(623, 878, (280, 338, 390, 450)),
    "funds_curve": Frame(489, 690, (330, 340, 435, 560)),
    "funds_slices": Frame(401, 567, (350, 312, 415, 540)),
    "closing": Frame(420, 544, (330, 372, 460, 560)),
}
PICKER_WIDTHS = {
    "edition": 112,
    "year": 124,
    "as_of": 178,
    "town": 158,
    "time": 178,
    "village": 190,
    "unit": 250,
    "name": 280,
    "status": 170,
}  # with their labels
# Rows that fit a list at a desk and on the stages, the last for all that follow; None shows all of them.
ROWS: dict[str, tuple[int | None, ...]] = {
    "attention": (None, 6, 6, 7),
    "sites": (None, 19),
    "gaps": (10, 10),
    "gaps_beside": (8, 8),
    "moves": (None, 14, 16, 20),
    "moves_beside": (None, 6, 7, 9),
    "projects": (None, 4),
    "worst_villages": (None, 11, 11, 11),
    "village_items": (None, 6),
    "undrawn": (None, 8, 8, 7),
    "undrawn_beside": (None, 4, 3, 3),
    "task_lines": (None, 25, 25, 22),
    "task_proofs": (None, 2),
    "stations": (None, 6),
    "obligations": (None, 12),
    "task_units": (None, 4),
    "unlisted": (None, 5),
    "duties": (None, 24, 24, 29),
    "silent": (None, 7, 7, 8),
    "actions": (None, 9),
    "closing": (12, 10),
    "departments": (None, 6),
    "unit_items": (None, 12),
    "unit_tasks": (None, 22),
    "units": (None, 20),
}


def rows(name: str, stage: Stage | None) -> int | None:
    """How many rows a list may show; no stage is a desk, None is all of them."""
    own = ROWS[name]
    return own[min(stage.at, len(own) - 1)] if stage else own[0]


def _template(sizes: Scale) -> go.layout.Template:
    axis = {
        "gridcolor": looks.GRID,
        "linecolor": looks.LINE,
        "zeroline": False,
        "ticks": "",
        "tickfont": {"size": sizes.small, "color": looks.SOFT_INK},
        "title": {"font": {"size": sizes.small, "color": looks.SOFT_INK}},
        "automargin": True,
        "fixedrange": True,
    }
    return go.layout.Template(
        layout={
            "font": {"family": looks.FONTS, "size": sizes.text, "color": looks.INK},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": [looks.ACCENT, looks.SOFT_INK],
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "xaxis": axis,
            "yaxis": axis,
            "hoverlabel": {
                "font": {"family": looks.FONTS, "size": sizes.text, "color": looks.INK},
                "bgcolor": looks.PANEL,
                "bordercolor": looks.LINE,
                "align": "left",
            },
            "legend": {
                "orientation": "h",
                "x": 0,
                "xanchor": "left",
                "y": 1.02,
                "yanchor": "bottom",
                "itemclick": False,
                "itemdoubleclick": False,
                "font": {"size": sizes.small, "color": looks.INK},
            },
            "dragmode": False,
            "showlegend": False,
            "separators": ".,",
        }
    )


TEMPLATES = {sizes: _template(sizes) for sizes in (NORMAL, PRESENT, *(stage.scale for stage in STAGES.values()))}


def figure(sizes: Scale, room: tuple[int, int]) -> go.Figure:
    """An empty figure in our own look, `room` pixels wide and high."""
    return go.Figure(layout={"template": TEMPLATES[sizes], "width": room[0], "height": room[1]})


def say_missing(figure: go.Figure, words: str = f"○ {formats.MISSING}") -> go.Figure:
    """A figure that has nothing to draw says so in its middle."""
    figure.add_annotation(
        text=words, x=0.5, y=0.5, xref="paper", yref="paper", showarrow=False, font={"color": looks.FAINT_INK}
    )
    return figure.update_xaxes(visible=False).update_yaxes(visible=False)


def plain(text: object) -> str:
    """Text from a drop for use in a Plotly label, where `<` would start a tag."""
    return escape(str(text), quote=False)


_CSS_COLOURS = {
    "accent": looks.ACCENT,
    "accent-wash": looks.ACCENT_WASH,
    "ink": looks.INK,
    "soft": looks.SOFT_INK,
    "faint": looks.FAINT_INK,
    "ground": looks.GROUND,
    "panel": looks.PANEL,
    "line": looks.LINE,
    "track": looks.TRACK,
    "neutral": looks.NEUTRAL,
    "badge": looks.BADGE,
    "badge-ink": looks.BADGE_INK,
    "missing": looks.LOOKS[Status.UNREPORTED].colour,
    "good": looks.look(Status.DONE).colour,
    "warning": looks.look(Status.SLIGHTLY_BEHIND).colour,
    "bad": looks.look(Status.BEHIND).colour,
}
# Type sizes of the HTML around the charts: on a desk and on the stages of 16:9, 16:10 and 4:3.
_CSS_SIZES = {
    "title": (26, 40, 40, 42),
    "headline": (18, 28, 28, 29),
    "meta": (14, 22, 23, 24),
    "panel-title": (16, 24, 25, 28),
    "text": (14, 20, 21, 24),
    "table": (13, 18, 19, 21),
    "small": (13, 18, 19, 21),
    "card-title": (15, 22, 22, 23),
    "number": (34, 54, 56, 60),
    "key-number": (26, 42, 44, 46),
    "pad": (14, 18, 18, 18),
    "gap": (12, 16, 16, 16),
    "bar": (9, 13, 14, 16),
}


# From this width on a desk has the room for larger type, by so much.
LARGE_DESK, LARGER = 2200, 1.25


def css_variables(stage: Stage | None = None) -> str:
    """Our colours and sizes for ui.css, which itself names none; without a stage those of a desk."""
    colours = "".join(f"--{name}:{value};" for name, value in _CSS_COLOURS.items())
    height = f"--stage-size:{stage.height}px;" if stage else ""
    own = f":root{{{colours}{_css_sizes(stage.at if stage else 0)}{height}--fonts:{looks.FONTS};}}"
    return own if stage else f"{own}@media (min-width:{LARGE_DESK}px){{:root{{{_css_sizes(0, LARGER)}}}}}"


def _css_sizes(at: int, larger: float = 1) -> str:
    return "".join(f"--{name}-size:{round(sizes[at] * larger)}px;" for name, sizes in _CSS_SIZES.items())
