"""What every figure promises: nothing outside, nothing invented, nothing unreadable."""

from dataclasses import replace

import geopandas as gpd
import pytest
import shapely

from briefing import formats, looks
from briefing.figures import bars, curves, theme, village_map
from briefing.measures import map_layers
from briefing.model import Part
from briefing.status import Status
from tests.briefing import example
from tests.pages.harness import squares

ROOM = (900, 600)
MAPPED = tuple(village for village in example.briefing().villages if village.mapped)


def drawn_map(**changes):
    wanted = {"layer": map_layers.ALL, "schematic": True, "sizes": theme.PRESENT, "room": ROOM} | changes
    return village_map.village_map(wanted.pop("villages", MAPPED), wanted.pop("land", squares()), **wanted)


def all_figures():
    briefing = example.briefing()
    measure = briefing.measure("T03")
    for sizes in (theme.NORMAL, theme.PRESENT):
        yield curves.fund_curve(briefing.funds, 2023, sizes=sizes, room=ROOM)
        yield curves.progress_curve(measure, 2023, sizes=sizes, room=ROOM)
        yield bars.village_gaps(measure.parts[:10], sizes=sizes, room=ROOM)
        yield bars.fund_slices(briefing.funds, scheduled=0.75, sizes=sizes, room=ROOM)
        yield drawn_map(sizes=sizes, layer="自来水", sites=briefing.sites)


def trace(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def notes(figure):
    return " ".join(note.text or "" for note in figure.layout.annotations)


def test_every_figure_is_drawn_as_svg_in_our_own_look() -> None:
    for figure in all_figures():
        assert {trace.type for trace in figure.data} <= {"scatter", "bar"}
        assert figure.layout.template.layout.font.family == looks.FONTS


def test_no_text_of_a_projector_chart_is_below_sixteen_pixels() -> None:
    sizes = theme.PRESENT
    assert min(sizes.text, sizes.small, sizes.strong) >= 16


# --- fund curve ------------------------------------------------------------------------------------------------------


def test_the_fund_curve_names_both_legal_dates() -> None:
    figure = curves.fund_curve(example.funds(), 2023, sizes=theme.NORMAL, room=ROOM)
    assert "9月底 ≥75% ✔" in notes(figure)
    assert "12月底 100%" in notes(figure)
    assert list(trace(figure, "考核节点").y) == [0.75, 1.0]


def test_the_schedule_starts_at_nothing_on_new_years_day_and_meets_every_milestone() -> None:
    line = trace(curves.fund_curve(example.funds(), 2023, sizes=theme.NORMAL, room=ROOM), curves.SCHEDULE)
    corners = list(zip(map(str, line.x), line.y, strict=True))
    assert corners == [("2023-01-01", 0.0), ("2023-09-30", 0.75), ("2023-12-31", 1.0)]


def test_the_projection_is_dashed_and_labelled_as_one() -> None:
    line = trace(curves.fund_curve(example.funds(), 2023, sizes=theme.NORMAL, room=ROOM), "按近三个月速度测算")
    assert line.line.dash == "dash"


def test_a_missed_milestone_is_said() -> None:
    funds = example.funds()
    missed = replace(funds, milestones=(replace(funds.milestones[0], met=False, rate=0.7), funds.milestones[1]))
    assert "未达到" in notes(curves.fund_curve(missed, 2023, sizes=theme.NORMAL, room=ROOM))
    assert curves.fund_finding(missed) == "76.3%，未达到9月底 75%"


def test_a_snapshot_that_lacks_a_town_is_hollow_and_off_the_line() -> None:
    known = example.briefing().measure("T03")
    history = tuple(replace(point, covered=known.target) for point in known.history)
    part = replace(known, history=(*history[:-1], replace(history[-1], covered=100.0)))
    figure = curves.progress_curve(part, 2023, sizes=theme.NORMAL, room=ROOM)
    assert len(trace(figure, "实际完成").x) == len(history) - 1
    hollow = trace(figure, curves.PARTIAL)
    assert (list(hollow.x), hollow.marker.color) == ([history[-1].date], looks.PANEL)
    whole = curves.progress_curve(replace(known, history=history), 2023, sizes=theme.NORMAL, room=ROOM)
    assert curves.PARTIAL not in [drawn.name for drawn in whole.data]


def test_a_milestone_nobody_reported_on_is_neither_kept_nor_missed() -> None:
    funds = example.funds()
    unknown = replace(funds, milestones=(replace(funds.milestones[0], met=None, unknown=True), funds.milestones[1]))
    drawn = notes(curves.fund_curve(unknown, 2023, sizes=theme.NORMAL, room=ROOM))
    assert "9月底 ≥75% ○ 未报" in drawn
    assert "未达到" not in drawn
    assert curves.fund_finding(unknown) == "76.3%，9月底 75% 未报"


def test_money_not_reported_draws_the_schedule_and_no_actual_line() -> None:
    figure = curves.fund_curve(example.unreported().funds, 2023, sizes=theme.NORMAL, room=ROOM)
    assert {trace.name for trace in figure.data} == {curves.SCHEDULE, "考核节点"}
    assert "未报" in curves.fund_curve_alt(example.unreported().funds)


# --- progress curve --------------------------------------------------------------------------------------------------


def test_the_actual_line_stops_at_the_newest_snapshot_and_the_schedule_runs_on_to_the_deadline() -> None:
    figure = curves.progress_curve(example.briefing().measure("T04"), 2023, sizes=theme.NORMAL, room=ROOM)
    assert str(trace(figure, "实际完成").x[-1]) == "2023-09-30"
    assert str(trace(figure, curves.SCHEDULE).x[-1]) == "2023-12-31"


def test_a_measure_without_history_is_an_empty_curve_and_not_an_error() -> None:
    figure = curves.progress_curve(example.unreported().measure("T04"), 2023, sizes=theme.NORMAL, room=ROOM)
    assert [trace.name for trace in figure.data] == [curves.SCHEDULE]


# --- bars ------------------------------------------------------------------------------------------------------------


def part(name: str, rate: float | None, status: Status = Status.BEHIND) -> Part:
    return Part(name, "潭东镇", None if rate is None else rate * 10, 10, rate, 0.75, status)


def test_villages_are_ranked_by_gap_with_the_silent_ones_after_them() -> None:
    order = bars.ranked([part("甲村", 0.9), part("乙村", None, Status.UNREPORTED), part("丙村", 0.2)])
    assert [one.name for one in order] == ["丙村", "甲村", "乙村"]


def test_a_village_that_did_not_report_has_a_hatched_row_and_no_bar() -> None:
    rows = [part("乙村", None, Status.UNREPORTED)]
    figure = bars.village_gaps(rows, sizes=theme.NORMAL, room=ROOM)
    assert [bool(one.marker.pattern.shape) for one in figure.data if one.type == "bar" and len(one.x)] == [True]
    assert any("未报" in (one.text or ()) for one in figure.data)


def test_a_bar_never_runs_past_the_whole() -> None:
    figure = bars.village_gaps([part("甲村", 1.3, Status.DONE)], sizes=theme.NORMAL, room=ROOM)
    assert max(max(one.x) for one in figure.data if one.type == "bar" and len(one.x)) == 1


def test_no_slices_say_unreported_instead_of_an_empty_frame() -> None:
    figure = bars.fund_slices(example.unreported().funds, scheduled=0.75, sizes=theme.NORMAL, room=ROOM)
    assert "未报" in notes(figure)


# --- map -------------------------------------------------------------------------------------------------------------


def test_villages_are_filled_by_status_and_the_unreported_are_hatched() -> None:
    figure = drawn_map()
    assert trace(figure, "滞后").fillcolor == looks.look("滞后").colour
    assert trace(figure, "未报").fillpattern.shape == "/"


def test_villages_without_a_task_on_the_layer_are_neutral_and_not_unreported() -> None:
    figure = drawn_map(layer="整治点")
    assert trace(figure, "无此项任务").fillcolor == looks.NEUTRAL
    assert "未报" not in {one.name for one in figure.data}


def test_only_a_schematic_says_that_it_is_one_and_only_real_land_has_a_scale() -> None:
    assert village_map.SCHEMATIC_NOTE in notes(drawn_map(schematic=True))
    real = notes(drawn_map(schematic=False, review_number="赣S(2023)001号"))
    assert village_map.SCHEMATIC_NOTE not in real
    assert "公里" in real
    assert "审图号：赣S(2023)001号" in real


def name_boxes(figure, sizes):
    """(x0, y0, x1, y1) in pixels of every name written inside a village."""
    labels = next(one for one in figure.data if one.mode == "text")
    west, east = figure.layout.xaxis.range
    scale = min(ROOM[0] / (east - west), ROOM[1] / (figure.layout.yaxis.range[1] - figure.layout.yaxis.range[0]))
    for x, y, text in zip(labels.x, labels.y, labels.text, strict=True):
        lines = text.split("<br>")
        half = max(map(len, lines)) * sizes.small / 2, len(lines) * sizes.small / 2
        yield x * scale - half[0], y * scale - half[1], x * scale + half[0], y * scale + half[1]


@pytest.mark.parametrize("sizes", [theme.NORMAL, theme.PRESENT])
@pytest.mark.parametrize("layer", [map_layers.ALL, "新农村", map_layers.KEY_VILLAGES])
def test_no_two_village_names_overlap(sizes: theme.Scale, layer: str) -> None:
    figure = drawn_map(sizes=sizes, layer=layer, sites=example.briefing().sites)
    boxes = [shapely.box(*box) for box in name_boxes(figure, sizes)]
    assert len(boxes) > 10
    assert not [1 for at, one in enumerate(boxes) for other in boxes[:at] if one.intersects(other)]


def test_a_name_too_long_for_its_village_stands_beside_the_land_with_a_line_to_it() -> None:
    land = squares()
    west, south, _, north = land.geometry[3].bounds
    land.loc[3, "geometry"] = shapely.box(west, south, west + 100, north)
    figure = drawn_map(land=land)
    callouts = [note for note in figure.layout.annotations if note.xref != "paper"]
    assert [land.village[3] in note.text for note in callouts] == [True]
    assert len([shape for shape in figure.layout.shapes if shape.type == "line"]) == len(callouts)
    assert min(note.y for note in callouts) > figure.layout.yaxis.range[0]


def test_the_hover_says_which_item_is_worst() -> None:
    texts = {told for one in drawn_map().data for _, told in one.meta or ()}
    assert any("短井村" in text and "未报" in text for text in texts)
    assert any("茶元村" in text and "■ " in text and "：" in text for text in texts)


def test_every_village_can_be_clicked_and_tells_its_label() -> None:
    assert {village.label for village in MAPPED} == {label for one in drawn_map().data for label, _ in one.meta or ()}


def test_sites_stand_apart_from_each_other() -> None:
    site = example.briefing().sites[0]
    marks = trace(drawn_map(layer=site.layer, sites=(site, site, site)), "site")
    assert len(set(zip(marks.x, marks.y, strict=True))) == 3


def test_names_of_drops_are_not_read_as_markup() -> None:
    evil = "<img src=x onerror=alert(1)>"
    village = replace(MAPPED[0], village=evil)
    land = squares().head(1).assign(village=evil)
    figure = drawn_map(villages=(village,), land=land)
    shown = notes(figure) + " ".join(str(one.text) for one in figure.data)
    assert "&lt;img" in shown
    assert "<img" not in shown


def test_a_map_without_any_boundary_says_so() -> None:
    nothing = gpd.GeoDataFrame({"town": [], "village": [], "code": []}, geometry=[], crs="EPSG:4547")
    assert "没有这些村的界线" in notes(drawn_map(land=nothing))


# --- formats ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "shown"),
    [
        (formats.money(2381.0), "2,381"),
        (formats.money(739.54), "739.5"),
        (formats.money(None), "未报"),
        (formats.money(float("nan")), "未报"),
        (formats.rate(0.7059), "70.6%"),
        (formats.rate(1.0), "100.0%"),
        (formats.rate(0.9999), "99.99%"),
        (formats.rate(None), "未报"),
        (formats.count(12.0), "12"),
        (formats.change(96.0), "+96"),
        (formats.change(-3.0), "−3"),
        (formats.change(0.0), "0"),
        (formats.points(-0.248), "落后 24.8 个百分点"),
        (formats.day(None), "未报"),
        (formats.day(example.AS_OF), "2023-09-30"),
    ],
)
def test_numbers_read_as_officials_write_them_and_missing_is_never_nan_or_zero(made: str, shown: str) -> None:
    assert made == shown


def test_every_status_has_a_mark_besides_its_colour() -> None:
    assert set(looks.LOOKS) == set(Status)
    assert len({look.mark for look in looks.LOOKS.values()}) == len({look.colour for look in looks.LOOKS.values()})
