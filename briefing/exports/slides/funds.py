"""Slides of the money: the curve with both legal dates, where it is lowest, which projects are late."""

from collections.abc import Sequence
from datetime import date

from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.slide import Slide

from briefing import formats, looks
from briefing.exports.slides import kit
from briefing.exports.slides.charts import Series, bar_chart, line_chart, rings
from briefing.exports.slides.kit import BODY, Box
from briefing.exports.slides.maker import CURVE_TOP, FILLED, GAP, REST, Maker, panel_title
from briefing.exports.slides.tables import Head
from briefing.figures.curves import SCHEDULE
from briefing.formats import Number, fund_rate, rate
from briefing.measures.naming import laggards_first
from briefing.measures.schedule import month_end, scheduled_rate
from briefing.model import Briefing, Funds
from briefing.status import TROUBLED, Status
from briefing.wording import money as money_words
from briefing.wording import titles

PROJECT_HEADS = (
    Head("状态", 10),
    Head("项目", 28),
    Head("地点", 18),
    Head("安排（万元）", 13, True),
    Head("拨付（万元）", 13, True),
    Head("拨付率", 10, True),
)
PROJECT_SLIDES = 2
BAR, BAR_MOST, BARS_FRAME = 62, 96, 106  # points of a bar with its gap, and what stands around bars
CURVE_SHARE = 0.72  # of the width; the rest is for the key numbers


def funds(maker: Maker) -> None:
    briefing, money = maker.briefing, maker.briefing.funds
    if not money.by_month and money.rate is None:
        maker.calm.append(briefing.headlines["funds"])
        return
    slide = maker.slide(*titles.money(briefing))
    curve = maker.body._replace(width=maker.body.width * CURVE_SHARE)
    _fund_curve(slide, curve, money, briefing.year)
    beside = curve.width + GAP
    _fund_facts(slide, maker.body._replace(left=curve.left + beside, width=maker.body.width - beside), briefing)
    if money.rate is not None:
        _slices(maker, money)
        late_projects(maker, money)


def _slices(maker: Maker, money: Funds) -> None:
    """Where the rate is lowest; a single source, town or kind is compared with nothing."""
    briefing = maker.briefing
    by_town = f"按{formats.units_word(briefing.towns)}"
    groups = (("按资金来源", money.by_source), (by_town, money.by_town), ("按项目类别", money.by_category))
    shown = [(name, pieces) for name, pieces in groups if len(pieces) > 1]
    beside = f"{money_words.not_counted(money)}。" if money.apart else ""
    if not shown:
        maker.calm += [beside] if beside else []
        return
    slices = maker.slide(money_words.lowest_slice(money), money_words.lowest_slice(money, in_short=True))
    if beside:
        place = maker.body._replace(top=maker.body.top + maker.body.height - REST, height=REST)
        kit.text_box(slices, place, beside, size=BODY, colour=looks.SOFT_INK)
    bar = max(BAR, min(BAR_MOST, (FILLED * maker.body.height - BARS_FRAME) / max(len(pieces) for _, pieces in shown)))
    width = (maker.body.width - (len(shown) - 1) * GAP) / len(shown)
    for number, (name, pieces) in enumerate(shown):
        box = maker.body._replace(left=maker.body.left + number * (width + GAP), width=width)
        panel_title(slices, box, f"{name}拨付率")
        chart = box._replace(top=box.top + 36, height=min(box.height - 36, 70 + bar * len(pieces)))
        rates = [None if piece.rate is None else fund_rate(piece.rate, money) for piece in pieces]
        _slice_chart(slices, chart, name, [formats.of_place(piece.name) for piece in pieces], rates)


def late_projects(maker: Maker, money: Funds) -> None:
    """The projects whose money is behind, the worst first."""
    late = laggards_first(money.projects.assign(called=money_words.project_names(money.projects)))
    late = late[late["status"].isin(list(TROUBLED))]
    rows = [
        (
            Status(row.status),
            row.called,
            f"{row.town}{row.village if isinstance(row.village, str) else ''}",
            formats.money(row.allocated),
            formats.money(row.disbursed, row.allocated),
            formats.fund_rate(row.rate, money),
        )
        for row in late.itertuples()
    ]
    maker.table(
        money_words.late_projects(late), PROJECT_HEADS, rows, nothing="没有拨付落后的项目。", most_slides=PROJECT_SLIDES
    )


def _fund_curve(slide: Slide, box: Box, funds: Funds, year: int) -> None:
    """Reported months, 序时 through the legal dates, both legal dates and the projection, on one time axis."""
    actual = {one.date: fund_rate(one.rate, funds) for one in funds.by_month if one.rate is not None}
    legal = {milestone.due_on: rate(milestone.share) for milestone in funds.milestones}
    rates = {point.date: point.rate for point in funds.projection if point.rate is not None}
    ahead = {day: fund_rate(min(share, CURVE_TOP), funds) for day, share in rates.items()}
    ends = {month_end(date(year, month, 1)) for month in range(1, 13)}
    # A month without a figure is no place on the axis: not every program draws a line on through an empty one.
    silent = {day for day in ends - actual.keys() if min(actual, default=day) < day < max(actual, default=day)}
    days = sorted({date(year - 1, 12, 31), *(ends - silent), *actual, *legal, *ahead})
    due = [rate(scheduled_rate(day, funds.scheduled, date(year, 1, 1))) for day in days]
    series = [
        Series(SCHEDULE, due, looks.FAINT_INK, MSO_LINE.SQUARE_DOT),
        Series(
            "实际拨付",
            [actual.get(day) for day in days],
            looks.ACCENT,
            marker=XL_MARKER_STYLE.CIRCLE,
            label=XL_LABEL_POSITION.RIGHT,
        ),
        Series("考核节点", [legal.get(day) for day in days], looks.INK, marker=XL_MARKER_STYLE.DIAMOND, line=False),
    ]
    series += rings(days, actual, (one.date for one in funds.by_month if one.mixed))
    if len(ahead) > 1:
        series.insert(
            2, Series(formats.projection(funds), [ahead.get(day) for day in days], looks.ACCENT, MSO_LINE.DASH)
        )
    line_chart(slide, box, days, series, top=CURVE_TOP, name="衔接资金累计拨付率")


def _fund_facts(slide: Slide, box: Box, briefing: Briefing) -> None:
    """The key numbers beside the curve."""
    facts = money_words.fund_facts(briefing)
    height = min(96, box.height / max(len(facts), 1))
    for number, fact in enumerate(facts):
        top = box.top + number * height
        kit.text_box(slide, Box(box.left, top, box.width, 22), fact.title, size=BODY, colour=looks.SOFT_INK)
        colour = looks.INK if fact.status is None else looks.ink(fact.status)
        kit.text_box(
            slide, Box(box.left, top + 22, box.width, 34), fact.number, size=kit.FACT, bold=True, colour=colour
        )


def _slice_chart(slide: Slide, box: Box, name: str, slices: Sequence[str], rates: Sequence[Number | None]) -> None:
    bars = Series("拨付率", rates, looks.ACCENT, label=XL_LABEL_POSITION.OUTSIDE_END)
    bar_chart(slide, box, slices, [bars], name=f"{name}拨付率", label_size=BODY)
