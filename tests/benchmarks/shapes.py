"""What our screens send, written down so that the stock page can send as much."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from briefing.compose import compose
from briefing.measures.village_shapes import land_of
from briefing.screens import presented
from briefing.screens.outlook import Outlook
from data_loaders.store.editions import open_store
from tests.benchmarks.viewer import Viewer, Visit

DRAWN = re.compile(r'data-svg="[^"]*"')

CONTENT = {
    "html": lambda element: DRAWN.sub("", element.html.body),  # the figure itself is sent in its place
    "page_link": lambda element: element.page_link.label,
    "button": lambda element: element.button.label,
}


def shape(visit: Visit) -> list[tuple[str, str]]:
    """Kind and content of every element of a screen; other widgets count as buttons."""
    pieces = []
    for element in visit.elements:
        kind = element.WhichOneof("type")
        pieces.append((kind, CONTENT[kind](element)) if kind in CONTENT else ("button", kind))
    return pieces


def figures(store: Path, screens: list[str]) -> Iterator[list[tuple[str, str]]]:
    """The charts of screens as they are declared, which plain Streamlit would send to plotly."""
    edition = open_store(str(store)).edition()
    briefing, land = compose(edition), land_of(edition)
    for screen in screens:
        shown = presented.screen(Outlook(screen, briefing, land, present=True))
        yield [("plotly_chart", chart.figure.to_json()) for panel in shown.panels for chart in panel.charts]


async def record(url: str, store: Path, screens: list[str], query: str, path: Path) -> None:
    """Visit the presented screens of our server over a store and write their shapes to a file."""
    viewer = await Viewer.arrive(url)
    charts = dict(zip(screens, figures(store, screens), strict=True))
    shapes = {screen: shape(await viewer.look(screen, query)) + charts[screen] for screen in screens}
    await viewer.leave()
    path.write_text(json.dumps(shapes, ensure_ascii=False), encoding="utf-8")
