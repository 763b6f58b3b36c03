"""The only owner of colours, sizes and number formats: for figures, for HTML and (as CSS variables) for ui.css.

May import: `briefing.status`, `data_loaders.clock`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from briefing.status import SEVERITY, Status
from data_loaders.clock import CHINA

ACCENT = "#1F5F8B"
INK = "#17222E"
SOFT_INK = "#4A5866"
FAINT_INK = "#6B7885"
GROUND = "#F3F6F9"
PANEL = "#FFFFFF"
LINE = "#D9E0E7"
GRID = "#E8EDF2"
TRACK = "#E3E9EF"
ACCENT_WASH = "#E6EFF6"
NEUTRAL = "#E4E9EE"  # a village that has nothing on this layer: that is not 未报
BADGE = "#FFF3D6"
BADGE_INK = "#7A4B00"

# None is downloaded: the first that the machine has is used.
FONTS = '"Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif'
MISSING = "未报"
LAST_NARROW, NARROW_EM = 0x2E7F, 0.56  # Latin letters and figures are about half as wide as Chinese characters


@dataclass(frozen=True)
class Look:
    """How a status is shown: never by colour alone."""

    mark: str
    colour: str
    on_colour: str = "#FFFFFF"  # text on an area of this colour
    ink: str = ""  # text on white, where the colour itself is too light to read; else the colour
    hatched: bool = False


_GOOD, _FINE = Look("✔", "#1B7F4B"), Look("●", "#2F6DB5")
_WARNING, _BAD = Look("▲", "#C77700"), Look("■", "#C22F2F")
LOOKS = {
    Status.DONE: _GOOD,
    Status.MET: _GOOD,
    Status.ON_TRACK: _FINE,
    Status.SLIGHTLY_BEHIND: _WARNING,
    Status.BEHIND: _BAD,
    Status.OVERDUE: _BAD,
    Status.UNMET: _BAD,
    Status.UNREPORTED: Look("○", "#9AA5B1", INK, ink=SOFT_INK, hatched=True),
}
WORST_FIRST = tuple(sorted(Status, key=lambda status: -SEVERITY[status]))

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
    """The sizes for a projector or for a desk."""
    return PRESENT if present else NORMAL


class Frame(NamedTuple):
    """The pixels of a chart: on a desk at 1366 wide, where it may only get wider, and on a projector, exactly."""

    desk_width: int
    desk_height: int
    width: int
    height: int

    def size(self, present: bool) -> tuple[int, int]:
        """Width and height to draw for."""
        return (self.width, self.height) if present else (self.desk_width, self.desk_height)


# A projector's screen is a stage of 1920×1080 that is filled and never scrolls, so its charts are measured, not free.
FRAMES = {
    "overview_map": Frame(429, 470, 607, 580),
    "overview_curve": Frame(438, 470, 619, 536),
    "map": Frame(750, 480, 1060, 774),
    "village_curve": Frame(460, 210, 690, 250),
    "little_map": Frame(230, 240, 320, 372),
    "sites_curve": Frame(280, 260, 397, 336),
    "household_curve": Frame(623, 250, 878, 244),
    "household_gaps": Frame(623, 330, 878, 338),
    "funds_curve": Frame(489, 380, 690, 312),
    "funds_slices": Frame(401, 380, 567, 312),
    "closing": Frame(420, 330, 570, 372),
}
PICKER_WIDTHS = {
    "edition": 112,
    "year": 124,
    "as_of": 178,
    "town": 158,
    "village": 190,
    "unit": 250,
    "status": 170,
}  # with their labels
# Rows that fit a list as (desk, projector); None shows all of them and lets the desk scroll.
ROWS = {
    "attention": (8, 6),
    "sites": (None, 21),
    "gaps": (12, 10),
    "projects": (None, 4),
    "worst_villages": (12, 12),
    "village_items": (None, 6),
    "task_lines": (None, 25),
    "task_proofs": (None, 2),
    "stations": (None, 6),
    "obligations": (None, 12),
    "task_units": (None, 4),
    "unlisted": (None, 5),
    "duties": (None, 24),
    "silent": (None, 7),
    "actions": (None, 9),
    "closing": (12, 10),
    "departments": (None, 6),
}


def rows(name: str, *, present: bool) -> int | None:
    """How many rows a list may show; None is all of them."""
    return ROWS[name][present]


def _template(sizes: Scale) -> go.layout.Template:
    axis = {
        "gridcolor": GRID,
        "linecolor": LINE,
        "zeroline": False,
        "ticks": "",
        "tickfont": {"size": sizes.small, "color": SOFT_INK},
        "title": {"font": {"size": sizes.small, "color": SOFT_INK}},
        "automargin": True,
        "fixedrange": True,
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONTS, "size": sizes.text, "color": INK},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": [ACCENT, SOFT_INK],
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "xaxis": axis,
            "yaxis": axis,
            "hoverlabel": {
                "font": {"family": FONTS, "size": sizes.text, "color": INK},
                "bgcolor": PANEL,
                "bordercolor": LINE,
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
                "font": {"size": sizes.small, "color": INK},
            },
            "dragmode": False,
            "showlegend": False,
            "separators": ".,",
        }
    )


TEMPLATES = {NORMAL: _template(NORMAL), PRESENT: _template(PRESENT)}


def figure(sizes: Scale, room: tuple[int, int]) -> go.Figure:
    """An empty figure in our own look, `room` pixels wide and high."""
    return go.Figure(layout={"template": TEMPLATES[sizes], "width": room[0], "height": room[1]})


def say_missing(figure: go.Figure, words: str = f"○ {MISSING}") -> go.Figure:
    """A figure that has nothing to draw says so in its middle."""
    figure.add_annotation(
        text=words, x=0.5, y=0.5, xref="paper", yref="paper", showarrow=False, font={"color": FAINT_INK}
    )
    return figure.update_xaxes(visible=False).update_yaxes(visible=False)


def look(status: str) -> Look:
    """How a status is shown."""
    return LOOKS[Status(status)]


def tint(colour: str, share: float = 0.12) -> str:
    """A colour thinned onto white, for washes behind text."""
    channels = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - channel) * share):02X}" for channel in channels)


def plain(text: object) -> str:
    """Text from a drop for use in a Plotly label, where `<` would start a tag."""
    return escape(str(text), quote=False)


def ems(words: str) -> float:
    """About how wide words are, in widths of a Chinese character."""
    return sum(1 if ord(character) > LAST_NARROW else NARROW_EM for character in words)


def absent(value: object) -> bool:
    """Whether there is no value: None, NaN or NA, whichever table it came from."""
    return value is None or bool(pd.isna(value))


def _trimmed(value: float, decimals: int) -> str:
    return f"{value:,.{decimals}f}".removesuffix("." + "0" * decimals)


def money(value: float | None) -> str:
    """万元 with thousands, one decimal where there is one: 2,381 or 739.5."""
    return MISSING if absent(value) else _trimmed(value, 1)


def count(value: float | None) -> str:
    """A number of things; averages keep one decimal."""
    return MISSING if absent(value) else _trimmed(value, 1)


def rate(value: float | None) -> str:
    """A fraction as per cent with one decimal; only what is really whole may read 100.0%."""
    if absent(value):
        return MISSING
    return "99.9%" if 0.9995 <= value < 1 else f"{value:.1%}"


def change(value: float | None) -> str:
    """A difference with its sign: +96, −3, 0."""
    if absent(value):
        return "—"
    shown = _trimmed(abs(value), 1)
    return shown if shown == "0" else f"{'+' if value > 0 else '−'}{shown}"


def points(gap: float) -> str:
    """A difference of two rates in 百分点: 领先 3.2 or 落后 12.0."""
    return f"{'领先' if gap >= 0 else '落后'} {abs(gap) * 100:.1f} 个百分点"


def day(value: date | None) -> str:
    """A day as figures in official papers write it: 2023-09-30."""
    return MISSING if absent(value) else value.isoformat()


def moment(value: datetime) -> str:
    """A moment of the store, which counts in UTC, as the clocks here show it."""
    return f"{value.astimezone(CHINA):%Y-%m-%d %H:%M}"


def month_day(value: date) -> str:
    """A day within the plan year: 9月30日."""
    return f"{value.month}月{value.day}日"


def month_end(value: date) -> str:
    """A milestone by its month: 9月底."""
    return f"{value.month}月底"


_CSS_COLOURS = {
    "accent": ACCENT,
    "accent-wash": ACCENT_WASH,
    "ink": INK,
    "soft": SOFT_INK,
    "faint": FAINT_INK,
    "ground": GROUND,
    "panel": PANEL,
    "line": LINE,
    "track": TRACK,
    "neutral": NEUTRAL,
    "badge": BADGE,
    "badge-ink": BADGE_INK,
    "missing": LOOKS[Status.UNREPORTED].colour,
    "good": _GOOD.colour,
    "fine": _FINE.colour,
    "warning": _WARNING.colour,
    "bad": _BAD.colour,
}
# Type sizes of the HTML around the charts, as (desk, projector).
_CSS_SIZES = {
    "title": (26, 40),
    "headline": (18, 28),
    "meta": (14, 22),
    "panel-title": (16, 24),
    "text": (14, 20),
    "table": (13, 18),
    "small": (13, 18),
    "card-title": (15, 22),
    "number": (34, 54),
    "key-number": (26, 42),
    "pad": (14, 18),
    "gap": (12, 16),
    "bar": (9, 13),
}


def css_variables(*, present: bool) -> str:
    """Our colours and sizes for ui.css, which itself names none."""
    colours = "".join(f"--{name}:{value};" for name, value in _CSS_COLOURS.items())
    sizes = "".join(f"--{name}-size:{pair[present]}px;" for name, pair in _CSS_SIZES.items())
    return f":root{{{colours}{sizes}--fonts:{FONTS};}}"
