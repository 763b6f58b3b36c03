"""Figures as drawings: what they hold, where it leads, and that nothing of a drop leaves its place."""

from datetime import date

import plotly.graph_objects as go
import pytest
from lxml import etree

from briefing import looks
from briefing.figures import bars, theme
from briefing.figures.bars import Bar
from briefing.figures.curves import year_axes
from briefing.status import Status
from briefing.svg.drawing import drawing
from briefing.svg.plane import numbers

EVIL = '"><script>alert(1)</script>'


def drawn(figure: go.Figure, **how) -> etree._Element:
    made = drawing(figure, **{"name": "test", "alt": "图", "leads": lambda place: ""} | how)
    return etree.fromstring(made.whole())


def curve(**looks_of_it) -> go.Figure:
    figure = theme.figure(theme.NORMAL, (400, 300))
    figure.add_scatter(
        x=[date(2023, 1, 31), date(2023, 6, 30)], y=[0.25, 0.5], customdata=["25%", "50%"], mode="lines+markers", name="实际",
        hovertemplate="%{customdata}", line={"color": "#123456", "width": 2}, marker={"size": 8, "color": "#123456"}, **looks_of_it,
    )  # fmt: skip
    return year_axes(figure, 2023, sizes=theme.NORMAL)


def test_days_numbers_and_gaps_become_numbers_of_one_axis() -> None:
    assert numbers([date(1970, 1, 11), "1970-01-21", None])[:2].tolist() == [10, 20]
    assert numbers([1, 2.5]).tolist() == [1, 2.5]


def test_a_point_tells_its_words_and_leads_to_its_day() -> None:
    found = drawn(curve(), leads=lambda place: f"?explain={place}" if place == "2023-06-30" else "")
    (link,) = found.iterfind(".//a")
    assert (link.get("href"), link.get("aria-label")) == ("?explain=2023-06-30", "50%　实际")
    assert [one.get("data-told") for one in found.iterfind(".//g[@data-told]")] == ["25%　实际"]
    assert found.find("svg").get("role") == "group" and drawn(curve()).find("svg").get("role") == "img"


def test_a_drawing_is_stretched_with_its_box_and_its_lines_keep_their_width() -> None:
    found = drawn(curve())
    marks = found.findall(".//svg[@class='mark']")
    assert all(mark.get("x").endswith("%") and mark.get("y").endswith("%") for mark in marks) and len(marks) == 2
    (way,) = found.iterfind(".//svg[@preserveAspectRatio='none']/path")
    assert way.get("vector-effect") == "non-scaling-stroke"
    assert "--wide:400px;--high:300px" in found.get("style")


def test_a_legend_stands_above_its_drawing_where_the_window_may_wrap_it() -> None:
    figure = curve()
    figure.add_scatter(
        x=[date(2023, 6, 30)], y=[0.4], mode="markers", name="考核 < 节点", marker={"size": 8, "color": "#123456"}
    )
    legend, svg = drawn(figure)[:2]
    assert legend.get("class") == "entries" and svg.tag == "svg"
    assert ["".join(entry.itertext()) for entry in legend] == ["实际", "考核 < 节点"]
    assert [len(entry.findall("svg/line")) for entry in legend] == [1, 0]
    above, _, _, _ = (
        float(side[:-2]) for side in drawn(figure).get("style").split(";")[0].removeprefix("padding:").split()
    )
    assert above == 0 and "margin-bottom:14px" in legend.get("style")


def test_words_beyond_bars_have_their_room_in_the_margin_however_narrow_the_window() -> None:
    words = "1,204.5/3,307.8　落后 17.3 个百分点"
    figure = bars.bars([Bar("乙山村", 0.5, 0.6, words, Status.BEHIND)], sizes=theme.NORMAL, room=(623, 100))
    _, right, _, left = (
        float(side[:-2]) for side in drawn(figure).get("style").split(";")[0].removeprefix("padding:").split()
    )
    assert right >= looks.ems(words) * theme.NORMAL.small and left + right < 0.8 * 623
    long = bars.bars([Bar("很" * 30, 0.5, 0.6, words, Status.BEHIND)], sizes=theme.NORMAL, room=(400, 100))
    assert long.layout.margin.r < 0.8 * 400


def test_a_map_keeps_its_proportions_and_only_one_that_zooms_has_land_to_move() -> None:
    figure = theme.figure(theme.NORMAL, (400, 300)).update_xaxes(range=[0, 4], visible=False)
    figure.update_yaxes(range=[0, 3], visible=False, scaleanchor="x").update_layout(
        margin={"l": 0, "r": 0, "t": 0, "b": 0}
    )
    figure.add_annotation(x=0, y=0, xref="paper", yref="paper", text="示意图", showarrow=False)
    assert drawn(figure)[0].get("viewBox") == "0 0 400 300" and drawn(figure).find(".//g[@class='land']") is None
    land = drawn(figure, zooms=True).find(".//g[@class='land']")
    assert land is not None and "示意图" not in "".join(land.itertext())


def test_a_bar_without_a_report_is_hatched_and_two_drawings_of_a_page_share_no_hatch() -> None:
    figure = bars.bars([Bar("甲村", None, 0.5, "未报", Status.UNREPORTED)], sizes=theme.NORMAL, room=(400, 100))
    names = {drawn(figure, apart=apart).find(".//pattern").get("id") for apart in ("a", "b")}
    assert len(names) == 2
    found = drawn(figure, apart="a")
    assert found.find(".//rect[@rx]").get("fill") == f"url(#{found.find('.//pattern').get('id')})"
    assert looks.look(Status.UNREPORTED).colour in etree.tostring(found).decode()


@pytest.mark.parametrize("carried", [False, True])
def test_words_of_a_drop_stay_words_in_every_place_of_a_drawing(carried: bool) -> None:
    figure = curve(text=[EVIL, EVIL])
    figure.data[0].update(customdata=[EVIL] * 2, name=theme.plain(EVIL))
    figure.add_annotation(x=date(2023, 3, 1), y=0.5, text=theme.plain(EVIL), showarrow=False, name=EVIL, hovertext=EVIL)
    made = drawing(figure, name="test", alt=EVIL, leads=lambda place: f"?village={place}")
    found = etree.fromstring(made.carried() if carried else made.whole())
    found = etree.fromstring(f"<div>{found.get('data-svg')}</div>") if carried else found
    assert not list(found.iter("script"))
    assert EVIL in "".join(found.itertext()) and {one.get("aria-label") for one in found.iter("a")} >= {EVIL}
