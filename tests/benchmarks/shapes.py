"""What our screens send, written down so that the pages beside them show as much."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl

from briefing.compose import compose
from briefing.measures.village_shapes import land_of
from briefing.screens import presented
from briefing.screens.catalogue import STOPS
from briefing.screens.outlook import Outlook
from data_loaders.store.editions import open_store
from tests.benchmarks.viewer import Viewer, Visit

SHAPES = "shapes.json"
DRAWN = re.compile(r' data-svg="([^"]*)">')

CONTENT = {
    "html": lambda element: element.html.body,
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


def without_drawings(pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The elements with the boxes of the drawings empty: the figures themselves are sent in their place."""
    return [(kind, DRAWN.sub(">", content)) for kind, content in pieces]


def still(pieces: list[tuple[str, str]]) -> str:
    """A page of the same picture that nothing moves in: the words and drawings as they are."""
    inside = "".join(DRAWN.sub(lambda drawn: f">{unescape(drawn[1])}", content) for _, content in pieces)
    return f'<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>still</title><body>{inside}</body></html>'


class Stop(NamedTuple):
    """Where a presentation stops: its address with us, and its name on the pages beside us."""

    screen: str
    query: str
    charts: int

    @property
    def name(self) -> str:
        """A word for a path; the six maps are a page of their own elsewhere."""
        return self.query.partition("=")[2] or self.screen

    @property
    def address(self) -> str:
        """Path and query with us."""
        return "?".join(filter(None, (self.screen, self.query)))


def figures(store: Path) -> Iterator[tuple[Stop, list[tuple[str, str]]]]:
    """Every stop, with its charts as they are declared, which plain pages send to plotly."""
    edition = open_store(str(store)).edition()
    briefing, land = compose(edition), land_of(edition)
    for screen, _, query in (stop.partition("?") for stop in STOPS):
        shown = presented.screen(Outlook(screen, briefing, land, present=True, query=dict(parse_qsl(query))))
        charts = [("plotly_chart", chart.figure.to_json()) for panel in shown.panels for chart in panel.charts]
        yield Stop(screen, query, len(charts)), charts


async def record(url: str, store: Path, query: str, folder: Path) -> list[Stop]:
    """Visit the presented screens of our server over a store; into a folder go still pages, and a file of all shapes."""
    viewer = await Viewer.arrive(url)
    shapes, stops = {}, []
    for stop, charts in figures(store):
        sent = shape(await viewer.look(stop.screen, "&".join(filter(None, (query, stop.query)))))
        shapes[stop.name] = without_drawings(sent) + charts
        stops.append(stop)
        page = folder / stop.name / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(still(sent), encoding="utf-8")
    await viewer.leave()
    (folder / SHAPES).write_text(json.dumps(shapes, ensure_ascii=False), encoding="utf-8")
    return stops
