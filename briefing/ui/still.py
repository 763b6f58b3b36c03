"""The first picture of a screen: its HTML in the page itself, in the boxes that Streamlit will put it in.

A new window shows it while Streamlit's own program is on its way; present.js asks for it before a key is pressed.
"""

import re
from collections import OrderedDict
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from threading import Lock
from typing import NamedTuple
from urllib.parse import parse_qsl

from briefing.figures import theme
from briefing.html import links, markup
from briefing.screens.outlook import Outlook
from briefing.screens.pieces import Cell, Panel, Row, Screen
from briefing.ui import editions, timeline

MOST = 96  # pictures kept: every stop of a presentation, in three shapes, and what is looked at beside them
# Query parameters that a picture does not depend on, and those whose screen it cannot show.
UNSEEN, MOMENTARY = {"carousel"}, {links.EXPLAIN, timeline.PLAY}
FRONT = Path(__file__).parent / "front"
# In a picture an element stands for the document's root.
CSS = re.sub(r":root|html(?=:not)", ".page", (FRONT / "ui.css").read_text("utf-8"))
BOXES = (FRONT / "still.css").read_text("utf-8")
# A template, for front/still.js to unpack.
AROUND = (
    f'<div id="still"><template><style>{BOXES}{CSS}</style>'.encode(),
    b"</template></div><script>still.show()</script>",
)
CARRIED = re.compile(r' data-svg="([^"]*)">')

Key = tuple[str, str, tuple[tuple[str, str], ...]]  # the store, the page, what the address asks for


class Still(NamedTuple):
    """A picture, and the edition that it is of."""

    edition: int
    html: bytes


_kept: OrderedDict[Key, Still] = OrderedDict()
_lock = Lock()


def keep(look: Outlook, screen: Screen, head: str) -> None:
    """Keep the picture of a screen under its title and headline for who opens it next; none where a reader chooses on it."""
    if not look.present and (screen.choices or any(panel.choice for panel in screen.panels)):
        return
    key = _key(look.page, look.query)
    with _lock:
        before = _kept.get(key)
        if before is None or before.edition != look.briefing.edition.number:
            _kept[key] = Still(look.briefing.edition.number, _html(look, screen, head).encode())
        _kept.move_to_end(key)
        if len(_kept) > MOST:
            _kept.popitem(last=False)


def of(page: str, query: str) -> bytes:
    """The picture of a page as an address asks for it; nothing where none is kept, or where it would not be the newest."""
    asked = dict(parse_qsl(query, keep_blank_values=True))
    if asked.keys() & MOMENTARY:
        return b""
    found = _kept.get(_key(page or "overview", asked))
    if found is None or str(found.edition) not in (asked.get("edition"), str(editions.last_known())):
        return b""
    return found.html.join(AROUND)


def _key(page: str, query: Mapping[str, str]) -> Key:
    return editions.address(), page, tuple(sorted(pair for pair in query.items() if pair[0] not in UNSEEN))


def _html(look: Outlook, screen: Screen, head: str) -> str:
    """The boxes of a screen with what is in them; what stands around it at a desk is left free."""
    stage = look.query.get("stage", "") if look.present else ""
    above = "" if look.present else _box('<div class="st-key-bar"></div>')
    below = _box("", "st-key-listed-") if look.clicks else ""
    rows = "".join(map(_row, screen.rows))
    inside = above + _element(head) + rows + below + _element(footer(look))
    for name in ("stVerticalBlock", "stMainBlockContainer", "stMain", "stApp"):
        inside = f'<div class="{name}" data-testid="{name}">{inside}</div>'
    css = theme.css_variables(look.stage if look.present else None).replace(":root", ".page")
    kind = "page presenting" if look.present else "page"
    page = f'<style>{css}</style><div class="{kind}" data-stage="{markup.text(stage)}">{inside}</div>'
    return CARRIED.sub(lambda svg: f">{unescape(svg[1])}", page)


def footer(look: Outlook) -> str:
    """The last line of a screen."""
    return markup.footer(look.briefing, hint="点数字看它从哪来" if look.clicks else "")


def _row(row: Row | Cell) -> str:
    if not isinstance(row, Row):
        return _cell(row)
    total = sum(row.shares)
    columns = (
        f'<div class="stColumn" data-testid="stColumn" style="--share:{share / total:.4%}">'
        f'<div class="stVerticalBlock" data-testid="stVerticalBlock">{"".join(map(_cell, cells))}</div></div>'
        for share, cells in zip(row.shares, row.columns, strict=True)
    )
    return _box(f'<div class="stHorizontalBlock" data-testid="stHorizontalBlock">{"".join(columns)}</div>')


def _cell(cell: Cell) -> str:
    if not isinstance(cell, Panel):
        return _element(cell)
    inside = "".join(_element(str(block)) for block in cell.blocks)
    return _box(f'<div class="stVerticalBlock st-key-panel-{cell.key}" data-testid="stVerticalBlock">{inside}</div>')


def _box(inside: str, kind: str = "") -> str:
    return f'<div class="{kind}" data-testid="stLayoutWrapper">{inside}</div>'


def _element(html: str) -> str:
    if not html:
        return ""
    return f'<div class="stElementContainer" data-testid="stElementContainer"><div class="stHtml" data-testid="stHtml">{html}</div></div>'
