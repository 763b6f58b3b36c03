"""The deck for a 调度会: one message a slide, said in its title; charts and tables that can be edited."""

from collections.abc import Callable

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from briefing import formats, looks
from briefing.exports.slides import funds, kit, template, works
from briefing.exports.slides.kit import BODY, BODY_WIDTH, EDGE, NUMBER, STRONG, Box
from briefing.exports.slides.maker import Maker
from briefing.exports.slides.tables import Head
from briefing.measures.comparison import Comparison, compare, delta
from briefing.measures.village_shapes import Land
from briefing.model import Briefing
from briefing.wishes import NONE, PARTS, Wishes
from briefing.wording import comparison, labels, lists, titles

TASK_SLIDES = CHANGE_SLIDES = 2
ATTENTION_HEADS = (Head("序号", 6, True), Head("事项", 52), Head("责任单位", 19), Head("时限", 12), Head("状态", 11))
DUTY_HEADS = (
    Head("单位", 20),
    Head("到期应履职", 14, True),
    Head("已完成", 9, True),
    Head("逾期", 8, True),
    Head("逾期事项", 52),
)
BOUND_HEADS = (Head("状态", 11), Head("指标", 32), Head("现值", 18, True), Head("说明", 39))
TASK_HEADS = (Head("序号", 8, True), Head("任务", 30), Head("状态", 12), Head("说明", 33), Head("责任单位", 17))
ACTION_HEADS = (Head("状态", 10), Head("事项", 40), Head("责任单位", 17), Head("完成时限", 13), Head("进展", 20))
CHANGE_HEADS = (
    Head("指标", 30),
    Head("上次", 13, True),
    Head("本次", 13, True),
    Head("变化", 18, True),
    Head("上次状态", 13),
    Head("本次状态", 13),
)
MOVE_HEADS = (Head("上次状态", 14), Head("本次状态", 14), Head("村数", 9, True), Head("村（社区）", 63))
CARRIED_HEADS = (Head("类别", 14), Head("状态", 11), Head("事项", 42), Head("责任单位", 19), Head("完成时限", 14))


def slides(briefing: Briefing, land: Land, wishes: Wishes = NONE) -> bytes:
    """The whole deck; with the Briefing of the meeting before, a comparison at the end."""
    maker = Maker(briefing, wishes.template)
    cover(maker, briefing.headline, f"{briefing.year} 年工作调度")
    for part in wishes.parts or PARTS:
        maker.part = part
        if part == "map":
            works.map(maker, land)
        elif part == "changes":
            if wishes.previous is not None:
                _comparison(maker, compare(wishes.previous, briefing), "actions" in (wishes.parts or PARTS))
        else:
            _DRAWN[part](maker)
    maker.part = ""
    maker.rest("其余各项：没有要点名的，或还没有报数")
    return maker.saved()


# --- the slides --------------------------------------------------------------------------------------------------


def cover(maker: Maker, headline: str, about: str) -> None:
    """The first slide: the title, what of it this is about, and the sentence that sums it up."""
    briefing = maker.briefing
    slide = maker.cover(briefing.title)
    if not maker.page.is_ours:
        template.write_cover(slide, briefing, about)
        return
    title = slide.shapes.title
    assert title is not None
    kit.place(title, Box(EDGE, 110, BODY_WIDTH, 120))
    kit.write(title.text_frame, about, colour=looks.ACCENT, bold=True, align=PP_ALIGN.LEFT, more=True)
    size = min(NUMBER, (BODY_WIDTH - 20) / looks.ems(briefing.title) / kit.WIDER)
    for paragraph in title.text_frame.paragraphs:
        paragraph.runs[0].font.size = Pt(size)
    accent = next(shape for shape in slide.shapes if shape.left == Pt(EDGE) and shape.width == Pt(5))
    accent.top, accent.height = Pt(116), Pt(108)
    lines = kit.text_box(
        slide, Box(EDGE + 10, 246, BODY_WIDTH - 10, 120), headline, size=STRONG + 2, anchor=MSO_ANCHOR.TOP
    )
    lines.paragraphs[0].line_spacing = 1.3
    dated = f"{labels.day_line(briefing)}　{labels.edition_line(briefing)}　{labels.source_line(briefing)}"
    kit.text_box(
        slide,
        Box(EDGE + 10, 396, BODY_WIDTH - 10, 30),
        dated,
        size=kit.fitting(dated, BODY_WIDTH - 10, STRONG),
        bold=True,
    )
    kit.text_box(slide, Box(EDGE + 10, 430, BODY_WIDTH - 10, 50), briefing.publisher, size=BODY, colour=looks.SOFT_INK)


def _attention(maker: Maker) -> None:
    rows = [
        (str(number), item.title, item.owner, formats.short_due(item.due_on, maker.briefing.year), item.status)
        for number, item in enumerate(maker.briefing.attention, 1)
    ]
    maker.table(
        lists.attention_headline(maker.briefing),
        ATTENTION_HEADS,
        rows,
        nothing=lists.attention_headline(maker.briefing),
    )


def _duties(maker: Maker) -> None:
    rows = [
        (tally.unit, formats.count(tally.due), formats.count(tally.done), formats.count(tally.overdue), tally.missing)
        for tally in lists.duty_tallies(maker.briefing)
        if tally.overdue
    ]
    maker.table(titles.duties(maker.briefing), DUTY_HEADS, rows, nothing=maker.briefing.headlines["duties"])


def _baselines(maker: Maker) -> None:
    rows = [
        (lists.bound_status(measure), measure.title, formats.value_of(measure), measure.reason or measure.note)
        for measure in lists.baselines(maker.briefing)
    ]
    maker.table(titles.baselines(maker.briefing), BOUND_HEADS, rows, nothing="计划没有底线指标。")


def _tasks(maker: Maker) -> None:
    rows = [
        (
            str(task.number),
            task.title,
            lists.task_stands(task),
            task.contradiction or task.problem or task.next_step or formats.DASH,
            formats.few(task.responsible) or formats.DASH,
        )
        for task in lists.tasks_to_ask(maker.briefing)
    ]
    maker.table(
        maker.briefing.headlines["tasks"], TASK_HEADS, rows,
        nothing=maker.briefing.headlines["tasks"], most_slides=TASK_SLIDES,
    )  # fmt: skip


def _actions(maker: Maker) -> None:
    rows = [
        (
            action.status.judged or str(action.status),
            action.item,
            action.owner,
            formats.action_due(action, maker.briefing.year),
            lists.action_stands(action),
        )
        for action in maker.briefing.actions
    ]
    maker.table(titles.actions(maker.briefing), ACTION_HEADS, rows, nothing=maker.briefing.headlines["actions"])


def _comparison(maker: Maker, found: Comparison, lists_actions: bool) -> None:
    """What changed since the meeting before: measures, villages, assignments where another slide does not list them."""
    rows = [
        (
            change.title,
            *change.words,
            formats.moved(delta(change), change.unit),
            change.status_before or formats.DASH,
            change.status_after,
        )
        for change in comparison.telling_changes(found, maker.briefing)
    ]
    maker.table(
        comparison.measures_headline(found), CHANGE_HEADS, rows,
        nothing="与上次相比没有变化。", most_slides=CHANGE_SLIDES,
    )  # fmt: skip
    moves = [
        (before, after, str(len(names)), "、".join(names))
        for before, after, names in comparison.grouped_moves(found.villages)
    ]
    acts = [
        (word, action.status.judged or str(action.status), action.item, action.owner,
         formats.action_due(action, maker.briefing.year))
        for word, action in comparison.told_actions(found)
    ]  # fmt: skip
    maker.together(
        maker.short(titles.moves(found), MOVE_HEADS, moves, elsewhere=False),
        maker.short([comparison.actions_headline(found)], CARRIED_HEADS, acts, elsewhere=lists_actions),
    )


# The parts that need the Briefing alone.
_DRAWN: dict[str, Callable[[Maker], None]] = {
    "overview": works.overall, "sites": works.sites, "households": works.households, "sewage": works.sewage,
    "funds": funds.funds, "attention": _attention, "duties": _duties, "baselines": _baselines, "tasks": _tasks,
    "actions": _actions,
}  # fmt: skip
