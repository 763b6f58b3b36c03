"""The deck for a 调度会: one message a slide, said in its title; charts and tables that can be edited.

May import: `model`, `comparison`, `comparison_words`, `figures.theme`, `status`; of exports: all named slide_…,
`list_words`, `labels`.
"""

import io

from pptx.enum.text import MSO_ANCHOR
from pptx.util import Pt

from briefing import comparison_words
from briefing.comparison import Comparison, compare, delta
from briefing.exports import labels, list_words, slide_funds, slide_kit, slide_works
from briefing.exports.slide_deck import Maker
from briefing.exports.slide_kit import BODY, BODY_WIDTH, EDGE, NUMBER, STRONG, Box
from briefing.exports.slide_tables import Head
from briefing.figures import theme
from briefing.land import Land
from briefing.model import Briefing
from briefing.status import Status

TASK_SLIDES = CHANGE_SLIDES = 2
ATTENTION_HEADS = (Head("序号", 6, True), Head("事项", 62), Head("责任单位", 22), Head("状态", 11))
DUTY_HEADS = (
    Head("单位", 20),
    Head("到期应履职", 14, True),
    Head("已完成", 9, True),
    Head("逾期", 8, True),
    Head("逾期事项", 52),
)
BOUND_HEADS = (Head("状态", 11), Head("指标", 32), Head("现值", 18, True), Head("说明", 39))
TASK_HEADS = (Head("序号", 6, True), Head("任务", 34), Head("状态", 9), Head("说明", 34), Head("责任单位", 17))
ACTION_HEADS = (Head("状态", 10), Head("事项", 40), Head("责任单位", 17), Head("完成时限", 13), Head("进展", 20))
CHANGE_HEADS = (
    Head("指标", 30),
    Head("上次", 13, True),
    Head("本次", 13, True),
    Head("变化", 12, True),
    Head("上次状态", 16),
    Head("本次状态", 16),
)
MOVE_HEADS = (Head("上次状态", 14), Head("本次状态", 14), Head("村数", 9, True), Head("村（社区）", 63))
CARRIED_HEADS = (Head("类别", 14), Head("状态", 11), Head("事项", 42), Head("责任单位", 19), Head("完成时限", 14))
ACT_STATUS = {"已完成": Status.DONE, "逾期": Status.OVERDUE, "未到期": "未到期"}


def slides(briefing: Briefing, land: Land, previous: Briefing | None = None) -> bytes:
    """The whole deck; with the Briefing of the meeting before, a comparison at the end."""
    maker = Maker(briefing)
    _cover(maker)
    slide_works.overall(maker)
    slide_works.map(maker, land)
    slide_works.sites(maker)
    slide_works.households(maker)
    slide_works.sewage(maker)
    slide_funds.funds(maker)
    _attention(maker)
    _duties(maker)
    _baselines(maker)
    _tasks(maker)
    _actions(maker)
    if previous is not None:
        _comparison(maker, compare(previous, briefing))
    content = io.BytesIO()
    maker.deck.save(content)
    return content.getvalue()


# --- the slides --------------------------------------------------------------------------------------------------


def _cover(maker: Maker) -> None:
    briefing = maker.briefing
    slide = maker.slide(f"{briefing.title}{briefing.year} 年工作调度")
    title = slide.shapes.title
    slide_kit.place(title, Box(EDGE, 110, BODY_WIDTH, 120))
    for run in title.text_frame.paragraphs[0].runs:
        run.font.size = Pt(NUMBER)
    accent = next(shape for shape in slide.shapes if shape.left == Pt(EDGE) and shape.width == Pt(5))
    accent.top, accent.height = Pt(116), Pt(108)
    lines = slide_kit.text_box(
        slide, Box(EDGE + 10, 246, BODY_WIDTH - 10, 120), briefing.headline, size=STRONG + 2, anchor=MSO_ANCHOR.TOP
    )
    lines.paragraphs[0].line_spacing = 1.3
    slide_kit.text_box(
        slide,
        Box(EDGE + 10, 396, BODY_WIDTH - 10, 30),
        f"{labels.day_line(briefing)}　{labels.edition_line(briefing)}",
        size=STRONG,
        bold=True,
    )
    slide_kit.text_box(
        slide, Box(EDGE + 10, 430, BODY_WIDTH - 10, 50), briefing.publisher, size=BODY, colour=theme.SOFT_INK
    )


def _attention(maker: Maker) -> None:
    rows = [
        (str(number), item.title, item.owner, item.status) for number, item in enumerate(maker.briefing.attention, 1)
    ]
    maker.table(
        list_words.attention_headline(maker.briefing),
        ATTENTION_HEADS,
        rows,
        nothing=list_words.attention_headline(maker.briefing),
    )


def _duties(maker: Maker) -> None:
    rows = [
        (tally.unit, theme.count(tally.due), theme.count(tally.done), theme.count(tally.overdue), tally.missing)
        for tally in list_words.duty_tallies(maker.briefing)
        if tally.overdue
    ]
    maker.table(
        maker.briefing.headlines["duties"], DUTY_HEADS, rows, nothing=list_words.no_missed_duties(maker.briefing)
    )


def _baselines(maker: Maker) -> None:
    rows = [
        (measure.status, measure.title, labels.amount(measure, measure.value), measure.reason or measure.note)
        for measure in list_words.baselines(maker.briefing)
    ]
    maker.table(maker.briefing.headlines["baselines"], BOUND_HEADS, rows, nothing="计划没有底线指标。")


def _tasks(maker: Maker) -> None:
    rows = [
        (
            str(task.number),
            task.title,
            task.status,
            task.contradiction or task.problem or task.next_step,
            list_words.few(task.responsible),
        )
        for task in list_words.tasks_to_ask(maker.briefing)
    ]
    maker.table(
        maker.briefing.headlines["tasks"], TASK_HEADS, rows,
        nothing=list_words.no_tasks_to_ask(maker.briefing), most_slides=TASK_SLIDES,
    )  # fmt: skip


def _actions(maker: Maker) -> None:
    rows = [
        (
            ACT_STATUS.get(action.status, action.status),
            action.item,
            action.owner,
            labels.short_due(action.due_on, maker.briefing.year),
            list_words.action_stands(action),
        )
        for action in maker.briefing.actions
    ]
    maker.table(maker.briefing.headlines["actions"], ACTION_HEADS, rows, nothing=maker.briefing.headlines["actions"])


def _comparison(maker: Maker, found: Comparison) -> None:
    """What changed since the meeting before: measures, villages, assignments."""
    rows = [
        (
            change.title,
            list_words.value_of(change.before, change.unit),
            list_words.value_of(change.after, change.unit),
            theme.change(delta(change)),
            change.status_before or labels.DASH,
            change.status_after,
        )
        for change in comparison_words.telling_changes(found, maker.briefing)
    ]
    maker.table(
        comparison_words.measures_headline(found), CHANGE_HEADS, rows,
        nothing="与上次相比没有变化。", most_slides=CHANGE_SLIDES,
    )  # fmt: skip
    moves = [
        (before, after, str(len(names)), "、".join(names))
        for before, after, names in comparison_words.grouped_moves(found.villages)
    ]
    maker.table(comparison_words.villages_headline(found), MOVE_HEADS, moves, nothing="没有村的综合状态发生变化。")
    acts = [
        (word, ACT_STATUS.get(action.status, action.status), action.item, action.owner,
         labels.short_due(action.due_on, maker.briefing.year))
        for word, action in comparison_words.told_actions(found)
    ]  # fmt: skip
    maker.table(comparison_words.actions_headline(found), CARRIED_HEADS, acts, nothing="没有结转、办结和新交办的事项。")
