"""Slides of the money: the curve with both legal dates, where it is lowest, which projects are late.

May import: `model`, `lists`, `schedule`, `status`, `figures`; of exports: `slide_deck` and what it is made of,
`slide_charts`, `money_words`, `labels`.
"""

from collections.abc import Sequence
from datetime import date

from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.slide import Slide

from briefing.exports import labels, money_words, slide_kit
from briefing.exports.slide_charts import Series, bar_chart, line_chart
from briefing.exports.slide_deck import CURVE_TOP, GAP, Maker, panel_title
from briefing.exports.slide_kit import BODY, BODY_BOX, BODY_TOP, BODY_WIDTH, EDGE, STRONG, Box
from briefing.exports.slide_tables import Head
from briefing.figures import theme
from briefing.figures.curves import PROJECTION, SCHEDULE
from briefing.lists import laggards_first
from briefing.model import Briefing, Funds, FundSlice
from briefing.schedule import month_end, scheduled_rate
from briefing.status import TROUBLED, Status

PROJECT_HEADS = (
    Head("状态", 10),
    Head("项目", 28),
    Head("地点", 18),
    Head("安排（万元）", 13, True),
    Head("拨付（万元）", 13, True),
    Head("拨付率", 10, True),
)
PROJECT_SLIDES = 2


def funds(maker: Maker) -> None:
    briefing, money = maker.briefing, maker.briefing.funds
    slide = maker.slide(briefing.headlines["funds"])
    _fund_curve(slide, Box(EDGE, BODY_TOP, 640, BODY_BOX.height), money, briefing.year)
    _fund_facts(slide, Box(EDGE + 640 + GAP, BODY_TOP, BODY_WIDTH - 640 - GAP, BODY_BOX.height), briefing)
    if money.rate is None:
        return
    slices = maker.slide(money_words.lowest_slice(money))
    groups = (("按资金来源", money.by_source), ("按镇（管理处）", money.by_town), ("按项目类别", money.by_category))
    shown = [(name, pieces) for name, pieces in groups if pieces]
    width = (BODY_WIDTH - (len(shown) - 1) * GAP) / len(shown)
    for number, (name, pieces) in enumerate(shown):
        box = Box(EDGE + number * (width + GAP), BODY_TOP, width, BODY_BOX.height)
        panel_title(slices, box, f"{name}拨付率")
        _slice_chart(
            slices, box._replace(top=box.top + 36, height=min(box.height - 36, 70 + 62 * len(pieces))), name, pieces
        )
    late = laggards_first(money.projects)
    late = late[late["status"].isin(list(TROUBLED))]
    rows = [
        (
            Status(row.status),
            row.project,
            f"{row.town}{row.village if isinstance(row.village, str) else ''}",
            theme.money(row.allocated),
            theme.money(row.disbursed),
            theme.rate(row.rate),
        )
        for row in late.itertuples()
    ]
    maker.table(
        money_words.late_projects(late), PROJECT_HEADS, rows, nothing="没有拨付落后的项目。", most_slides=PROJECT_SLIDES
    )


def _fund_curve(slide: Slide, box: Box, funds: Funds, year: int) -> None:
    """Reported months, 序时 through the legal dates, both legal dates and the projection, on one time axis."""
    if not funds.by_month:
        slide_kit.text_box(
            slide, box._replace(height=60), f"○ 衔接资金台账{theme.MISSING}", size=STRONG, colour=theme.SOFT_INK
        )
        return
    actual = {point.date: point.rate for point in funds.by_month}
    legal = {milestone.due_on: milestone.share for milestone in funds.milestones}
    ahead = {point.date: min(point.rate, CURVE_TOP) for point in funds.projection if point.rate is not None}
    ends = {month_end(date(year, month, 1)) for month in range(1, 13)}
    days = sorted({date(year - 1, 12, 31), *ends, *actual, *legal, *ahead})
    due = [scheduled_rate(day, funds.scheduled, date(year, 1, 1)) for day in days]
    series = [
        Series(SCHEDULE, due, theme.FAINT_INK, MSO_LINE.SQUARE_DOT),
        Series(
            "实际拨付",
            [actual.get(day) for day in days],
            theme.ACCENT,
            marker=XL_MARKER_STYLE.CIRCLE,
            # Beside the point: above it the projection begins.
            label=XL_LABEL_POSITION.RIGHT if len(ahead) > 1 else XL_LABEL_POSITION.ABOVE,
        ),
        Series("考核节点", [legal.get(day) for day in days], theme.INK, marker=XL_MARKER_STYLE.DIAMOND, line=False),
    ]
    if len(ahead) > 1:
        series.insert(2, Series(PROJECTION, [ahead.get(day) for day in days], theme.ACCENT, MSO_LINE.DASH))
    line_chart(slide, box, days, series, top=CURVE_TOP, name="衔接资金累计拨付率")


def _fund_facts(slide: Slide, box: Box, briefing: Briefing) -> None:
    """The key numbers beside the curve."""
    facts = money_words.fund_facts(briefing)
    height = min(96, box.height / max(len(facts), 1))
    for number, fact in enumerate(facts):
        top = box.top + number * height
        slide_kit.text_box(slide, Box(box.left, top, box.width, 22), fact.title, size=BODY, colour=theme.SOFT_INK)
        colour = theme.INK if fact.status is None else labels.ink(fact.status)
        slide_kit.text_box(
            slide, Box(box.left, top + 22, box.width, 34), fact.number, size=slide_kit.TITLE, bold=True, colour=colour
        )


def _slice_chart(slide: Slide, box: Box, name: str, pieces: Sequence[FundSlice]) -> None:
    rates = Series("拨付率", [piece.rate for piece in pieces], theme.ACCENT, label=XL_LABEL_POSITION.OUTSIDE_END)
    bar_chart(
        slide, box, [labels.clean(piece.name) for piece in pieces], [rates], name=f"{name}拨付率", label_size=BODY
    )
