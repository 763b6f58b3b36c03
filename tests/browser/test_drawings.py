"""Our drawings and plotly's own pictures of the same figures: the same marks in the same places."""

from pathlib import Path

import plotly.io
import pytest
from playwright.sync_api import Browser
from plotly.offline import get_plotlyjs

from briefing.compose import compose
from briefing.measures.village_shapes import land_of
from briefing.screens import presented
from briefing.screens.catalogue import PRESENTED
from briefing.screens.outlook import Outlook
from briefing.screens.pieces import Chart
from briefing.svg.drawing import drawing
from data_loaders.store.editions import open_store
from tests.browser.harness import ROOT

pytestmark = pytest.mark.browser
PLACE, ROOM = 0.012, 18  # shares of the room by which a mark may be off; pixels by which a margin may be

# The boxes of marks as shares of the room inside the axes, by what they are, and the room itself in pixels.
READ = """([key, ours]) => {
    const chart = document.getElementById((ours ? 'ours-' : 'plotly-') + key);
    const room = (ours ? chart.querySelector('.drawing > svg') : chart.querySelector('.nsewdrag')).getBoundingClientRect();
    const outer = chart.getBoundingClientRect();
    const share = element => {
        const box = element.getBoundingClientRect();
        return [(box.left + box.right) / 2 - room.left, (box.top + box.bottom) / 2 - room.top, box.width, box.height]
            .map((pixels, at) => pixels / (at % 2 ? room.height : room.width));
    };
    const all = selector => [...chart.querySelectorAll(selector)].map(share).sort((one, other) => one[0] - other[0] || one[1] - other[1]);
    return {
        room: [room.left - outer.left, room.top - outer.top, room.width, room.height],
        bars: all(ours ? 'rect[rx]' : '.barlayer .point path'),
        markers: all(ours ? '.drawing > svg > .mark > path, .drawing > svg > :is(g, a) > .mark > path' : '.scatterlayer .points path.point'),
        ways: all(ours ? 'svg[preserveAspectRatio=none] path' : '.scatterlayer .trace:has(.js-line) > .lines'),
    };
}"""


@pytest.fixture(scope="module")
def charts(sample_store: Path) -> list[Chart]:
    """Every chart that is presented, in the sizes of a desk and of a projector."""
    edition = open_store(str(sample_store)).history().editions[-1]
    briefing, land = compose(edition), land_of(edition)
    looks = [Outlook(name, briefing, land, present=present) for name in PRESENTED for present in (False, True)]
    return [chart for look in looks for panel in presented.screen(look).panels for chart in panel.charts]


def test_every_mark_stands_where_plotly_would_draw_it(charts: list[Chart], browser: Browser, tmp_path: Path) -> None:
    css = (ROOT / "briefing" / "ui" / "front" / "ui.css").read_text("utf-8")
    pairs = []
    for key, chart in enumerate(charts):
        for trace in chart.figure.data:
            trace.meta = None  # whose area it is: plotly draws all of one colour as one path
        size = f"width:{chart.figure.layout.width}px;height:{chart.figure.layout.height}px"
        theirs = plotly.io.to_html(
            chart.figure, include_plotlyjs=False, full_html=False, config={"displayModeBar": False}
        )
        ours = drawing(chart.figure, name="test", apart=str(key), alt="", leads=lambda place: "").whole()
        pairs.append(
            f'<div id="plotly-{key}" style="{size}">{theirs}</div><div id="ours-{key}" style="{size}">{ours}</div>'
        )
    file = tmp_path / "both.html"
    file.write_text(
        f"<!DOCTYPE html><meta charset=utf-8><style>{css}</style><script>{get_plotlyjs()}</script>{''.join(pairs)}",
        "utf-8",
    )
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.goto(file.as_uri())
    page.wait_for_function("count => document.querySelectorAll('.nsewdrag').length === count", arg=len(charts))
    seen = dict.fromkeys(("bars", "markers", "ways"), 0)
    for key, chart in enumerate(charts):
        theirs, ours = (page.evaluate(READ, [str(key), own]) for own in (False, True))
        assert ours["room"][:2] == pytest.approx(theirs["room"][:2], abs=ROOM), chart.key
        assert ours["room"][2:] == pytest.approx(theirs["room"][2:], abs=2 * ROOM), chart.key
        for kind in seen:
            assert len(ours[kind]) == len(theirs[kind]), (chart.key, kind)
            for one, other in zip(ours[kind], theirs[kind], strict=True):
                assert one == pytest.approx(other, abs=PLACE), (chart.key, kind)
            seen[kind] += len(ours[kind])
    assert all(seen.values()), seen
    page.close()
