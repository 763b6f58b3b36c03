"""Slides of the works: six cards, the village map, sites, courtyards and toilets, sewage stations."""

from collections.abc import Sequence
from datetime import date

from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.slide import Slide
from pptx.util import Pt

from briefing import formats, looks
from briefing.exports.slides import kit, village_map
from briefing.exports.slides.charts import Series, bar_chart, line_chart, rings
from briefing.exports.slides.kit import BODY, NUMBER, STRONG, Box
from briefing.exports.slides.maker import CURVE_TOP, GAP, Maker, panel_title
from briefing.exports.slides.tables import LINE, Head, lines
from briefing.figures.bars import ranked
from briefing.figures.curves import SCHEDULE
from briefing.measures import map_layers
from briefing.measures.naming import DISBURSEMENT, short_title, worst_first
from briefing.measures.village_shapes import Land
from briefing.model import Briefing, Measure, Part, Point, Site
from briefing.status import TROUBLED, Status
from briefing.wording import labels, titles, works

CARDS_IN_ROW, CARD_GAP = 3, 14
CARD_HEIGHT, CARD_ALONE = 196, 290  # points; in a single row a card is enlarged with all that it says
FOOT_SIZES = (BODY, BODY - 2, BODY - 4)  # the largest in which what a card says last keeps to its place
MAP_SHARE = 0.743  # of the width; the rest is for the legend
GAP_VILLAGES = 9  # bars of a village chart that stay readable
BAR_FRAME, BAR_ROOM = 24, 38  # points: a chart of few bars is low, its bars are as thick as others
CURVE_ALONE = 0.58  # of the width, where a single curve has its villages beside it
BARS_BELOW = 180  # points that bars may take of curves above them
SITE_HEADS = (
    Head("状态", 10.5),
    Head("名称", 25),
    Head("阶段", 8.5),
    Head("进度", 9.5, True),
    Head("计划完工", 12),
    Head("责任单位", 13),
    Head("存在问题", 21.5),
)
FURTHEST_HEADS = (
    Head("状态", 11),
    Head("村（社区）", 45),
    Head("指标", 22),
    Head("完成", 10, True),
    Head("完成率", 12, True),
)
LABEL, LISTED = 16, 4  # characters of a name that stand beside a bar; of longer ones so many are listed
SITE_SLIDES = 2  # who wants all of them opens the ledger


def overall(maker: Maker) -> None:
    slide = maker.slide(*titles.overview(maker.briefing))
    measures = [maker.briefing.measure(id) for id in maker.briefing.headline_measures]
    body = maker.body
    width = (body.width - (CARDS_IN_ROW - 1) * CARD_GAP) / CARDS_IN_ROW
    rows = -(-len(measures) // CARDS_IN_ROW) or 1
    height = min(CARD_HEIGHT if rows > 1 else CARD_ALONE, (body.height - (rows - 1) * CARD_GAP) / rows)
    for number, measure in enumerate(measures):
        row, column = divmod(number, CARDS_IN_ROW)
        box = Box(body.left + column * (width + CARD_GAP), body.top + row * (height + CARD_GAP), width, height)
        _card(slide, box, measure, maker.briefing)


def _card(slide: Slide, box: Box, measure: Measure, briefing: Briefing) -> None:
    """Title, status, the number, a bar with the tick of 序时, and both rates."""
    large = max(1.0, box.height / CARD_HEIGHT)
    strong, body = STRONG * large**0.5, BODY * large**0.5  # type grows less than the card: words keep to their lines
    kit.bar(slide, box, looks.GROUND).name = labels.clean(measure.title)
    kit.paint(kit.bar(slide, box._replace(height=5), looks.ACCENT).fill, measure.status)
    inner = Box(box.left + 14, box.top + 12 * large, box.width - 28, 30 * large)
    title, stands = short_title(measure), looks.marked(measure.status)
    beside = inner._replace(width=inner.width - looks.ems(stands) * strong * kit.WIDER - 8)
    kit.text_box(
        slide, beside, title, size=max(kit.fitting(title, beside.width, strong), FOOT_SIZES[-1]), colour=looks.SOFT_INK
    )
    kit.text_box(slide, inner, stands, size=strong, colour=looks.ink(measure.status), bold=True, align=PP_ALIGN.RIGHT)
    value, aim = works.card_numbers(measure, briefing)
    colour = looks.FAINT_INK if value == formats.MISSING else looks.INK
    number = NUMBER * large
    size = number if looks.ems(value) * number + looks.ems(aim) * strong < inner.width - 8 else NUMBER - 8
    place = inner._replace(top=box.top + 46 * large, height=56 * large)
    frame = kit.text_box(slide, place, value, size=size, bold=True, colour=colour)
    run = frame.paragraphs[0].add_run()
    run.text = f" {aim}"
    kit.style(run.font, size=strong, colour=looks.SOFT_INK)
    track = inner._replace(top=box.top + 108 * large, height=11 * large)
    _progress(slide, track, measure.rate, measure.scheduled, measure.status)
    word = "拨付率" if measure.kind == DISBURSEMENT else "完成率"
    scheduled = "" if measure.scheduled is None else f"　序时 {formats.scheduled_of(measure)}"
    below = inner._replace(top=box.top + 124 * large, height=26 * large)
    rates = f"{word} {formats.rate_of(measure)}{scheduled}"
    kit.text_box(slide, below, rates, size=kit.fitting(rates, below.width, body))
    place = below._replace(top=box.top + 152 * large, height=box.height - 156 * large)
    sizes = [size * large**0.5 for size in FOOT_SIZES]
    notes = works.card_notes(measure, briefing)
    if notes and lines("　".join(notes), place.width / kit.WIDER, sizes[0]) == 1:
        notes = ["　".join(notes)]
    taken = {size: sum(lines(note, place.width / kit.WIDER, size) for note in notes) * size * LINE for size in sizes}
    size = next((size for size in sizes if taken[size] <= place.height), sizes[-1])
    if notes:
        frame = kit.text_box(slide, place, notes[0], size=size, colour=looks.SOFT_INK, anchor=MSO_ANCHOR.TOP)
        for note in notes[1:]:
            kit.write(frame, note, size=size, colour=looks.SOFT_INK, more=True)


def _progress(slide: Slide, box: Box, rate: float | None, scheduled: float | None, status: Status) -> None:
    track = kit.bar(slide, box, looks.TRACK)
    if rate is None:
        kit.hatch(track.fill, looks.look(Status.UNREPORTED).colour)
    elif rate > 0:
        kit.bar(slide, box._replace(width=box.width * min(rate, 1)), looks.look(status).colour)
    if scheduled is not None:
        kit.bar(slide, Box(box.left + box.width * min(scheduled, 1) - 1.5, box.top - 4, 3, box.height + 8), looks.INK)


def map(maker: Maker, land: Land, where: str = "") -> None:
    briefing = maker.briefing
    villages = [village for village in briefing.villages if village.mapped]
    slide = maker.slide(*titles.villages(briefing, where))
    body = maker.body
    map_box = Box(body.left, body.top - 6, body.width * MAP_SHARE, body.height + 6)
    village_map.village_map(slide, map_box, villages, land, layer=map_layers.ALL, approval=briefing.map_approval)
    side = Box(map_box.left + map_box.width + GAP, body.top, body.width - map_box.width - GAP, 200)
    village_map.legend(slide, side, villages, map_layers.ALL)
    worst = works.worst_villages(villages)
    beside = [words for words in (worst, works.not_drawn(briefing.villages)) if words]
    if beside:
        frame = kit.text_box(slide, side._replace(top=body.top + 196), beside[0], size=BODY, anchor=MSO_ANCHOR.TOP)
        frame.paragraphs[0].space_after = Pt(GAP / 2)
        for words in beside[1:]:
            kit.write(frame, words, size=BODY, more=True)


def _site_row(site: Site, year: int) -> tuple:
    return (
        site.status,
        site.name,
        site.stage,
        formats.progress_of(site),
        formats.short_due(site.planned_finish, year),
        site.owner or formats.MISSING,
        works.site_problem(site, year),
    )


def sites(maker: Maker, goals: str = "") -> None:
    """What is late or silent, after how far the targets are, or what else is told of all."""
    late = [site for site in worst_first(maker.briefing.sites) if site.status in {*TROUBLED, Status.UNREPORTED}]
    nothing = "没有落后的建设点。" if maker.briefing.sites else "○ 建设点台账未报。"
    told = [maker.briefing.headlines["sites"]]
    if late:
        told = titles.late_sites(late, goals or works.site_goals(maker.briefing))
    rows = [_site_row(site, maker.briefing.year) for site in late]
    maker.table(told, SITE_HEADS, rows, nothing=nothing, most_slides=SITE_SLIDES)


def households(maker: Maker) -> None:
    """The curves, and the villages furthest behind: beside a single curve, below several where they are few, else on a
    slide of their own.
    """
    measures = works.household_measures(maker.briefing)
    if not measures:
        return
    if all(measure.value is None and not measure.history for measure in measures):
        maker.calm.append(works.households_in_short(maker.briefing))
        return
    body = maker.body
    width = (body.width - (len(measures) - 1) * GAP) / len(measures)
    columns = [body._replace(left=body.left + number * (width + GAP), width=width) for number in range(len(measures))]
    most = max(len(_bars(measure)) for measure in measures)
    low = _height_of(most) + max(36 if _silent(measure) else 0 for measure in measures)
    if len(measures) == 1 and most:
        beside = body.width * CURVE_ALONE
        curves = [body._replace(width=beside)]
        bars = [body._replace(left=body.left + beside + GAP, width=body.width - beside - GAP)]
    elif most and low <= BARS_BELOW:
        curves = [box._replace(height=box.height - low - GAP) for box in columns]
        bars = [box._replace(top=box.top + box.height - low, height=low) for box in columns]
    else:
        curves, bars = columns, columns
    listed = any(looks.ems(part.name) > LABEL for measure in measures for part in _bars(measure))
    if listed:
        curves = columns
    together = curves is not bars and not listed
    told = titles.households(maker.briefing)
    slide = maker.slide(*told if together else (works.households_in_short(maker.briefing), *told[1:]))
    for measure, box in zip(measures, curves, strict=True):
        panel_title(slide, box, works.measure_line(measure), measure.status)
        _curve(slide, box._replace(top=box.top + 40, height=box.height - 40), measure, maker.briefing.year)
    if not most:
        return
    if listed:
        _list_furthest(maker, measures)
        return
    if not together:
        slide = maker.slide(*titles.behind(measures))
    for measure, box in zip(measures, bars, strict=True):
        _furthest(slide, box, measure)


def _list_furthest(maker: Maker, measures: Sequence[Measure]) -> None:
    """The same as a table, where names are too long to stand beside bars."""
    rows = [
        (
            part.status,
            part.name,
            measure.title,
            formats.of_target(part),
            formats.part_rate(part, measure),
        )
        for measure in measures
        for part in _bars(measure)[:LISTED]
    ]
    maker.calm += [
        f"{measure.title}{works.silent_places(silent)}。" for measure in measures if (silent := _silent(measure))
    ]
    maker.table(titles.behind(measures), FURTHEST_HEADS, rows, nothing="")


def _bars(measure: Measure) -> list[Part]:
    return [part for part in ranked(measure.parts) if part.rate is not None][:GAP_VILLAGES]


def _silent(measure: Measure) -> list[str]:
    return [part.name for part in measure.parts if part.rate is None]


def _height_of(bars: int) -> float:
    return 36 + BAR_FRAME + BAR_ROOM * bars


def _furthest(slide: Slide, box: Box, measure: Measure) -> None:
    """The villages of a measure that are furthest behind, as bars; who did not report, in words."""
    parts, silent = _bars(measure), _silent(measure)
    panel_title(slide, box, f"{measure.title}：完成率最低的村")
    room = box.height - 36 - (30 if silent else 0)
    chart = box._replace(top=box.top + 36, height=min(room, _height_of(len(parts)) - 36))
    if parts:
        rates = [formats.part_rate(part, measure) for part in parts]
        bars = Series("完成率", rates, looks.ACCENT, label=XL_LABEL_POSITION.OUTSIDE_END)
        bar_chart(
            slide,
            chart,
            [f"{looks.look(part.status).mark} {part.name}" for part in parts],
            [bars],
            name=f"{measure.title}分村完成率",
            colours=[part.status for part in parts],
            label_size=BODY,
        )
    else:
        kit.text_box(slide, chart._replace(height=40), f"○ {formats.MISSING}", size=STRONG, colour=looks.SOFT_INK)
    if silent:
        place = Box(box.left, box.top + box.height - 30, box.width, 30)
        kit.text_box(slide, place, works.silent_places(silent), size=BODY, colour=looks.SOFT_INK)


def _curve(slide: Slide, box: Box, measure: Measure, year: int) -> None:
    """Rate over the months against 序时, which is straight between its corners."""
    history = [point for point in measure.history if point.rate is not None]
    corners = {date(year - 1, 12, 31): 0.0} | {point.date: point.scheduled for point in history}
    if measure.deadline:
        corners[measure.deadline] = 1.0
    due = {day: formats.rate(share) for day, share in corners.items()}
    actual = {point.date: formats.rate(point.rate, *formats.rate_bounds(measure)) for point in history}
    days = sorted({*corners, *actual})
    line_chart(
        slide,
        box,
        days,
        [
            Series(SCHEDULE, [due.get(day) for day in days], looks.FAINT_INK, MSO_LINE.SQUARE_DOT),
            Series(
                "实际完成",
                [actual.get(day) for day in days],
                looks.ACCENT,
                marker=XL_MARKER_STYLE.CIRCLE,
                label=_beside(history),
            ),
            *rings(days, actual, (point.date for point in history if not measure.is_whole(point))),
        ],
        top=CURVE_TOP,
        name=f"{measure.title}逐月进度",
    )


def _beside(history: Sequence[Point]) -> XL_LABEL_POSITION:
    """Where the newest value is written: away from the line of 序时."""
    ahead = bool(history) and (history[-1].rate or 0.0) >= history[-1].scheduled
    return XL_LABEL_POSITION.LEFT if ahead else XL_LABEL_POSITION.RIGHT


def sewage(maker: Maker) -> None:
    rows = [_site_row(station, maker.briefing.year) for station in worst_first(maker.briefing.stations)]
    maker.table(titles.stations(maker.briefing), SITE_HEADS, rows, nothing="○ 污水处理站台账未报。")
