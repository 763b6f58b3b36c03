"""Slides of the works: six cards, the village map, sites, courtyards and toilets, sewage stations.

May import: `model`, `layers`, `cards`, `lists`, `status`, `figures`; of exports: `slide_deck` and what it is made of,
`slide_charts`, `slide_map`, `works_words`, `labels`.
"""

from collections.abc import Sequence
from datetime import date

from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.slide import Slide

from briefing import layers
from briefing.cards import DISBURSEMENT, short_title
from briefing.exports import labels, slide_kit, slide_map, works_words
from briefing.exports.slide_charts import Series, bar_chart, line_chart
from briefing.exports.slide_deck import CURVE_TOP, GAP, Maker, panel_title
from briefing.exports.slide_kit import BODY, BODY_BOX, BODY_TOP, BODY_WIDTH, EDGE, NUMBER, STRONG, WIDTH, Box
from briefing.exports.slide_tables import Head
from briefing.figures import theme
from briefing.figures.bars import ranked
from briefing.figures.curves import SCHEDULE
from briefing.land import Land
from briefing.lists import worst_first
from briefing.model import Briefing, Measure, Point, Site
from briefing.status import TROUBLED, Status

CARDS_IN_ROW, CARD_GAP = 3, 14
GAP_VILLAGES = 9  # bars of a village chart that stay readable
BAR_FRAME, BAR_ROOM = 24, 38  # points: a chart of few bars is low, its bars are as thick as others
SITE_HEADS = (
    Head("状态", 10.5),
    Head("名称", 25),
    Head("阶段", 8.5),
    Head("进度", 9.5, True),
    Head("计划完工", 12),
    Head("责任单位", 13),
    Head("存在问题", 21.5),
)
SITE_SLIDES = 2  # who wants all of them opens the ledger


def overall(maker: Maker) -> None:
    slide = maker.slide(maker.briefing.headline)
    measures = [maker.briefing.measure(id) for id in maker.briefing.headline_measures]
    width = (BODY_WIDTH - (CARDS_IN_ROW - 1) * CARD_GAP) / CARDS_IN_ROW
    rows = -(-len(measures) // CARDS_IN_ROW) or 1
    height = min(196, (BODY_BOX.height - (rows - 1) * CARD_GAP) / rows)
    for number, measure in enumerate(measures):
        row, column = divmod(number, CARDS_IN_ROW)
        box = Box(EDGE + column * (width + CARD_GAP), BODY_TOP + row * (height + CARD_GAP), width, height)
        _card(slide, box, measure, maker.briefing)


def _card(slide: Slide, box: Box, measure: Measure, briefing: Briefing) -> None:
    """Title, status, the number, a bar with the tick of 序时, and both rates."""
    slide_kit.bar(slide, box, theme.GROUND).name = labels.clean(measure.title)
    slide_kit.paint(slide_kit.bar(slide, box._replace(height=5), theme.ACCENT).fill, measure.status)
    inner = Box(box.left + 14, box.top + 12, box.width - 28, 30)
    slide_kit.text_box(slide, inner, short_title(measure), size=STRONG, colour=theme.SOFT_INK)
    slide_kit.text_box(
        slide,
        inner,
        labels.marked(measure.status),
        size=STRONG,
        colour=labels.ink(measure.status),
        bold=True,
        align=PP_ALIGN.RIGHT,
    )
    value, aim = works_words.card_numbers(measure, briefing)
    colour = theme.FAINT_INK if value == theme.MISSING else theme.INK
    size = NUMBER if theme.ems(value) * NUMBER + theme.ems(aim) * STRONG < inner.width - 8 else NUMBER - 8
    frame = slide_kit.text_box(
        slide, inner._replace(top=box.top + 46, height=56), value, size=size, bold=True, colour=colour
    )
    run = frame.paragraphs[0].add_run()
    run.text = f" {aim}"
    slide_kit.style(run.font, size=STRONG, colour=theme.SOFT_INK)
    _progress(slide, inner._replace(top=box.top + 108, height=11), measure.rate, measure.scheduled, measure.status)
    word = "拨付率" if measure.kind == DISBURSEMENT else "完成率"
    scheduled = "" if measure.scheduled is None else f"　序时 {theme.rate(measure.scheduled)}"
    below = inner._replace(top=box.top + 124, height=26)
    slide_kit.text_box(slide, below, f"{word} {theme.rate(measure.rate)}{scheduled}", size=BODY)
    foot = works_words.card_foot(measure, briefing)
    size = BODY if theme.ems(foot) * BODY * slide_kit.WIDER < inner.width else BODY - 2
    slide_kit.text_box(slide, below._replace(top=box.top + 150), foot, size=size, colour=theme.SOFT_INK)


def _progress(slide: Slide, box: Box, rate: float | None, scheduled: float | None, status: Status) -> None:
    track = slide_kit.bar(slide, box, theme.TRACK)
    if rate is None:
        slide_kit.hatch(track.fill, theme.look(Status.UNREPORTED).colour)
    elif rate > 0:
        slide_kit.bar(slide, box._replace(width=box.width * min(rate, 1)), theme.look(status).colour)
    if scheduled is not None:
        slide_kit.bar(
            slide, Box(box.left + box.width * min(scheduled, 1) - 1.5, box.top - 4, 3, box.height + 8), theme.INK
        )


def map(maker: Maker, land: Land) -> None:
    briefing = maker.briefing
    villages = [village for village in briefing.villages if village.mapped]
    slide = maker.slide(briefing.headlines["map"])
    map_box = Box(EDGE, BODY_TOP - 6, 660, BODY_BOX.height + 6)
    slide_map.village_map(slide, map_box, villages, land, layer=layers.ALL, approval=briefing.map_approval)
    side = Box(map_box.left + map_box.width + GAP, BODY_TOP, WIDTH - EDGE - map_box.left - map_box.width - GAP, 200)
    slide_map.legend(slide, side, villages, layers.ALL)
    worst = works_words.worst_villages(villages)
    if worst:
        slide_kit.text_box(slide, side._replace(top=BODY_TOP + 196), worst, size=BODY, anchor=MSO_ANCHOR.TOP)


def _site_row(site: Site, year: int) -> tuple:
    return (
        site.status,
        site.name,
        site.stage,
        theme.rate(site.progress),
        labels.short_due(site.planned_finish, year),
        site.owner or theme.MISSING,
        works_words.site_problem(site),
    )


def sites(maker: Maker) -> None:
    late = [site for site in worst_first(maker.briefing.sites) if site.status in {*TROUBLED, Status.UNREPORTED}]
    nothing = "没有落后的建设点。" if maker.briefing.sites else "○ 建设点台账未报。"
    headline = maker.briefing.headlines["sites"]
    if late:
        headline += f"未按计划或未报的建设点共 {len(late)} 个。"
    rows = [_site_row(site, maker.briefing.year) for site in late]
    maker.table(headline, SITE_HEADS, rows, nothing=nothing, most_slides=SITE_SLIDES)


def households(maker: Maker) -> None:
    """Two curves side by side, then the villages furthest behind."""
    measures = works_words.household_measures(maker.briefing)
    if not measures:
        return
    width = (BODY_WIDTH - (len(measures) - 1) * GAP) / len(measures)
    boxes = [Box(EDGE + number * (width + GAP), BODY_TOP, width, BODY_BOX.height) for number in range(len(measures))]
    curves = maker.slide(maker.briefing.headlines["households"])
    for measure, box in zip(measures, boxes, strict=True):
        panel_title(curves, box, works_words.measure_line(measure), measure.status)
        _curve(curves, box._replace(top=box.top + 40, height=box.height - 40), measure, maker.briefing.year)
    if all(part.rate is None for measure in measures for part in measure.parts):
        return
    gaps = maker.slide(works_words.villages_behind(measures))
    for measure, box in zip(measures, boxes, strict=True):
        parts = [part for part in ranked(measure.parts) if part.rate is not None][:GAP_VILLAGES]
        silent = [part.name for part in measure.parts if part.rate is None]
        panel_title(gaps, box, f"{measure.title}：完成率最低的村")
        room = box.height - 36 - (30 if silent else 0)
        chart = box._replace(top=box.top + 36, height=min(room, BAR_FRAME + BAR_ROOM * len(parts)))
        if parts:
            rates = Series("完成率", [part.rate for part in parts], theme.ACCENT, label=XL_LABEL_POSITION.OUTSIDE_END)
            bar_chart(
                gaps,
                chart,
                [f"{theme.look(part.status).mark} {part.name}" for part in parts],
                [rates],
                name=f"{measure.title}分村完成率",
                colours=[part.status for part in parts],
                label_size=BODY,
            )
        else:
            slide_kit.text_box(
                gaps, chart._replace(height=40), f"○ {theme.MISSING}", size=STRONG, colour=theme.SOFT_INK
            )
        if silent:
            place = Box(box.left, box.top + box.height - 30, box.width, 30)
            slide_kit.text_box(gaps, place, works_words.silent_places(silent), size=BODY, colour=theme.SOFT_INK)


def _curve(slide: Slide, box: Box, measure: Measure, year: int) -> None:
    """Rate over the months against 序时, which is straight between its corners."""
    history = [point for point in measure.history if point.rate is not None]
    corners = {date(year - 1, 12, 31): 0.0} | {point.date: point.scheduled for point in history}
    if measure.deadline:
        corners[measure.deadline] = 1.0
    actual = {point.date: point.rate for point in history}
    days = sorted({*corners, *actual})
    line_chart(
        slide,
        box,
        days,
        [
            Series(SCHEDULE, [corners.get(day) for day in days], theme.FAINT_INK, MSO_LINE.SQUARE_DOT),
            Series(
                "实际完成",
                [actual.get(day) for day in days],
                theme.ACCENT,
                marker=XL_MARKER_STYLE.CIRCLE,
                label=_beside(history),
            ),
        ],
        top=CURVE_TOP,
        name=f"{measure.title}逐月进度",
    )


def _beside(history: Sequence[Point]) -> XL_LABEL_POSITION:
    """Where the newest value is written: away from the line of 序时."""
    ahead = history and history[-1].rate >= history[-1].scheduled
    return XL_LABEL_POSITION.ABOVE if ahead else XL_LABEL_POSITION.RIGHT


def sewage(maker: Maker) -> None:
    rows = [_site_row(station, maker.briefing.year) for station in maker.briefing.stations]
    maker.table(maker.briefing.headlines["sewage"], SITE_HEADS, rows, nothing="○ 污水处理站台账未报。")
