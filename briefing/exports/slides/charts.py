"""Native charts of slides: shares over the months, and bars. Their numbers can be edited in PowerPoint and WPS."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.chart.datalabel import DataLabel
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.text.text import Font
from pptx.util import Pt

from briefing import formats, looks
from briefing.exports.slides.kit import BODY, STRONG, Box, paint, rgb, style
from briefing.exports.workbook.worksheets import safe
from briefing.figures.curves import PARTIAL
from briefing.status import Status
from briefing.wording import labels

EXCEL_DAY_ZERO, LAST_MONTH = date(1899, 12, 30), 12
WIDE_CHART = 520  # points from which on every month is named
USUAL = formats.rate(1.0).pattern
NEAR_AXIS = 0.12  # a rate below which a label has no room under its point
LOWERED = 0.045  # of a chart's height: how far a label beside a point stands below it, clear of the lines that go on
BAR_ROOM = 1.2  # right of a full bar there is room for its figure


class Series(NamedTuple):
    """A line or a row of bars: its name, values (None: nothing known), colour, and how it is drawn."""

    name: str
    values: Sequence[formats.Number | None]  # each with the number format in which it is written
    colour: str
    dash: MSO_LINE | None = None
    marker: XL_MARKER_STYLE | None = None
    line: bool = True
    label: XL_LABEL_POSITION | None = None  # where its newest value (of bars: every value) is written
    hollow: bool = False  # its markers are pale with a border, which not every program draws


def rings(days: Sequence[date], values: Mapping[date, formats.Number], partly: Iterable[date]) -> list[Series]:
    """The series that rings the figures which lack somebody or carry on an earlier value; none where there are none."""
    own = set(partly) & values.keys()
    told = [values[day] if day in own else None for day in days]
    return [Series(PARTIAL, told, looks.ACCENT, marker=XL_MARKER_STYLE.CIRCLE, line=False, hollow=True)] if own else []


def line_chart(
    slide: Slide, box: Box, days: Sequence[date], series: Sequence[Series], *, top: float, name: str
) -> None:
    """Shares over days on a time axis; a series is drawn straight through days it says nothing about."""
    data = CategoryChartData(number_format=USUAL)
    data.categories = days
    for one in series:
        data.add_series(one.name, [None if value is None else value.value for value in one.values])
    chart = _chart(slide, XL_CHART_TYPE.LINE_MARKERS, box, data, name)
    chart._chartSpace.chart.find(qn("c:dispBlanksAs")).set("val", "span")
    highest = max((value.value or 0.0 for one in series for value in one.values if value is not None), default=0.0)
    _share_axis(chart.value_axis, max(top, highest * top))
    _month_axis(chart.category_axis, days[0], months="1" if box.width >= WIDE_CHART else "3")
    for drawn, one in zip(chart.plots[0].series, series, strict=True):
        _line(drawn, one)
        if one.label is not None:
            _label_last(drawn, one)
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    chart_text(chart.legend.font, size=BODY - 2)


def bar_chart(
    slide: Slide, box: Box, names: Sequence[str], series: Sequence[Series], *, name: str,
    colours: Sequence[Status | None] = (), label_size: float = BODY - 2,
) -> None:  # fmt: skip
    """Horizontal bars of shares from top to bottom; `colours` paints the bars of the first series one by one."""
    data = CategoryChartData(number_format=USUAL)
    data.categories = [safe(labels.clean(each)) for each in names]  # they stand in a workbook inside the slide too
    for one in series:
        data.add_series(one.name, [None if value is None else value.value for value in one.values])
    chart = _chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, box, data, name)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, 0
    chart.category_axis.reverse_order = True
    chart.category_axis.format.line.color.rgb = rgb(looks.LINE)
    chart.category_axis.has_major_gridlines = False
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    chart_text(chart.category_axis.tick_labels.font, size=label_size, colour=looks.INK)
    _share_axis(chart.value_axis, BAR_ROOM)
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    for number, (drawn, one) in enumerate(zip(plot.series, series, strict=True)):
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = rgb(one.colour)
        for at, status in enumerate(colours if number == 0 else ()):
            paint(drawn.points[at].format.fill, status)
        if one.label is not None:
            shown = drawn.data_labels
            shown.show_value, shown.number_format, shown.number_format_is_linked = True, USUAL, False
            shown.position = one.label
            chart_text(shown.font, size=label_size, colour=looks.INK)
            for at, value in enumerate(one.values):
                if value is not None and value.pattern != USUAL:
                    label = _own_format(drawn.points[at].data_label, value.pattern)
                    style(label.font, size=label_size, colour=looks.INK)
                    label.position = one.label
            shown._element.find(f"{qn('c:txPr')}/{qn('a:bodyPr')}").set("wrap", "none")  # 50.0% stays on one line
    chart.has_legend = len(series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        chart_text(chart.legend.font, size=label_size)


def chart_text(font: Font, *, size: float, colour: str = looks.SOFT_INK) -> None:
    """Size, colour and both faces of a chart's text."""
    style(font, size=size, colour=colour)


def _chart(slide: Slide, kind: XL_CHART_TYPE, box: Box, data: CategoryChartData, name: str):
    shapes: Any = slide.shapes  # the library's types know only the shapes of a group
    shape = shapes.add_chart(kind, *(Pt(length) for length in box), data)
    shape.name = labels.clean(name)
    shape._element.nvGraphicFramePr.cNvPr.set("descr", shape.name)
    for told in shape.chart._chartSpace.iter(qn("c:axId"), qn("c:crossAx")):
        told.set(
            "val", told.get("val").removeprefix("-")
        )  # python-pptx (1.0) counts axes below zero, the schema does not
    chart_text(shape.chart.font, size=BODY - 2)
    shape.chart.has_title = False
    return shape.chart


def _share_axis(axis, top: float) -> None:
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, top, 0.25
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0%", False
    axis.format.line.fill.background()
    axis.major_gridlines.format.line.color.rgb = rgb(looks.GRID)
    chart_text(axis.tick_labels.font, size=BODY - 2)


def _month_axis(axis, first: date, *, months: str) -> None:
    """One tick a month; a day of the year before, where lines begin, is 年初."""
    year = first.year + (first.month == LAST_MONTH)
    new_year = (date(year, 1, 1) - EXCEL_DAY_ZERO).days
    axis.tick_labels.number_format = f'[<{new_year}]"年初";m"月"'
    axis.tick_labels.number_format_is_linked = False
    axis.format.line.color.rgb = rgb(looks.FAINT_INK)
    axis.has_major_gridlines = False
    chart_text(axis.tick_labels.font, size=BODY - 2)
    element = axis._element
    for tag, value in (("c:baseTimeUnit", "months"), ("c:majorUnit", months), ("c:majorTimeUnit", "months")):
        for old in element.findall(qn(tag)):
            element.remove(old)
        etree.SubElement(element, qn(tag)).set("val", value)


def _line(drawn, one: Series) -> None:
    drawn.smooth = False
    if one.line:
        drawn.format.line.color.rgb, drawn.format.line.width = rgb(one.colour), Pt(3)
        if one.dash is not None:
            drawn.format.line.dash_style = one.dash
    else:
        drawn.format.line.fill.background()
    drawn.marker.style = one.marker or XL_MARKER_STYLE.NONE
    if one.marker is not None:
        drawn.marker.size = 9
        drawn.marker.format.fill.solid()
        drawn.marker.format.fill.fore_color.rgb = rgb(looks.LINE if one.hollow else one.colour)
        if one.hollow:
            drawn.marker.format.line.color.rgb, drawn.marker.format.line.width = rgb(one.colour), Pt(2)
        else:
            drawn.marker.format.line.fill.background()


def _own_format(label: DataLabel, pattern: str) -> DataLabel:
    """A label of a single point that writes its value in a number format of its own, and so follows the value."""
    element = label._get_or_add_dLbl()
    for old in element.findall(qn("c:numFmt")):
        element.remove(old)
    own = etree.Element(qn("c:numFmt"))
    own.set("formatCode", pattern)
    own.set("sourceLinked", "0")
    element.find(qn("c:idx")).addnext(own)
    return label


def _label_last(drawn, one: Series) -> None:
    """The newest value in figures beside its point: lines rise, so at its right a little lower, at its left higher; above
    a point that has the axis below it.
    """
    known = [(at, value) for at, value in enumerate(one.values) if value is not None]
    for at, value in known[-1:]:
        label = _own_format(drawn.points[at].data_label, value.pattern)
        style(label.font, size=STRONG, colour=one.colour, bold=True)
        low = one.label is XL_LABEL_POSITION.RIGHT and (value.value or 0) < NEAR_AXIS
        label.position = XL_LABEL_POSITION.ABOVE if low else one.label
        if not low and one.label in (XL_LABEL_POSITION.RIGHT, XL_LABEL_POSITION.LEFT):
            down = LOWERED if one.label is XL_LABEL_POSITION.RIGHT else -LOWERED
            element = label._get_or_add_dLbl()
            layout = etree.Element(qn("c:layout"))
            manual = etree.SubElement(layout, qn("c:manualLayout"))
            for side, share in (("c:x", 0), ("c:y", down)):
                etree.SubElement(manual, qn(side)).set("val", str(share))
            element.find(qn("c:idx")).addnext(layout)
