"""Text in a drawing: the few tags that our figures use, as SVG; how wide and high it is."""

import re
from html import unescape

from markupsafe import Markup, escape

from briefing import looks

LINE = 1.3  # of one line of text, in font sizes
HEIGHT = 1.45  # of the box that a browser puts around one line of Chinese
_TAG = re.compile(r"(</?b>|<span [^>]*>|</span>)")
_SPAN = re.compile(r'<span style="color:(#\w+)">')
_TAGS = {
    "<b>": Markup('<tspan font-weight="bold">'),
    "</b>": Markup("</tspan>"),
    "</span>": Markup("</tspan>"),
}


def plain(text: str) -> str:
    """What a reader reads of a label, in one line."""
    return unescape(_TAG.sub("", text.replace("<br>", "　")))


def width(text: str, size: float) -> float:
    """Pixels across, of the longest line."""
    return max(looks.ems(plain(line)) for line in text.split("<br>")) * size


def written(
    text: str, x: str, y: str, *, size: float, colour: str, anchor: str = "start", weight: int = 0,
    dx: float = 0, dy: float = 0,
) -> Markup:  # fmt: skip
    """A label whose first line stands at a place, moved by pixels; drop text in it has been escaped by who made it."""
    how = f' font-weight="{weight}"' if weight else ""
    look = f'font-size="{size:g}" fill="{escape(colour)}" text-anchor="{anchor}"{how}'
    lines = "".join(
        f'<tspan x="{x}" dx="{dx:g}" dy="{dy if number == 0 else size * LINE:.4g}">{_styled(line)}</tspan>'
        for number, line in enumerate(text.split("<br>"))
    )
    return Markup(f'<text y="{y}" {look}>{lines}</text>')


def _styled(line: str) -> Markup:
    """A line with our tags as SVG has them; everything else is text, whatever it holds."""
    return Markup("").join(_TAGS.get(part) or _coloured(part) or escape(unescape(part)) for part in _TAG.split(line))


def _coloured(part: str) -> Markup | None:
    found = _SPAN.fullmatch(part)
    return Markup(f'<tspan fill="{escape(found[1])}">') if found else None
