"""What our screens send, written down so that the stock page can send as much."""

import json
from pathlib import Path

from tests.benchmarks.viewer import Viewer, Visit

CONTENT = {
    "html": lambda element: element.html.body,
    "plotly_chart": lambda element: element.plotly_chart.spec,
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


async def record(url: str, screens: list[str], query: str, path: Path) -> None:
    """Visit the screens of our server and write their shapes to a file."""
    viewer = await Viewer.arrive(url)
    shapes = {screen: shape(await viewer.look(screen, query)) for screen in screens}
    await viewer.leave()
    path.write_text(json.dumps(shapes, ensure_ascii=False), encoding="utf-8")
