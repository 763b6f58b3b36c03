"""The lists of bulletins: worries, duties, tasks, assignments, what is asked, what changed; None where there is nothing.

May import: `model`, `status`, `comparison`, `comparison_words`, `figures.theme`; of exports: `paper_table`,
`bulletin_tables`, `bulletin_words`, `list_words`, `oversight`, `labels`.
"""

from collections.abc import Sequence

from briefing import comparison_words
from briefing.comparison import Comparison, delta
from briefing.exports import bulletin_words, labels, list_words, oversight
from briefing.exports.bulletin_tables import Table, unless_empty
from briefing.exports.paper_table import Head
from briefing.figures import theme
from briefing.model import ActionState, Briefing
from briefing.status import Status

DUTY_HEADS = (
    Head("单位", 24),
    Head("应履职", 12, True),
    Head("已完成", 12, True),
    Head("逾期", 9, True),
    Head("逾期事项", 43),
)
TASK_HEADS = (Head("序号", 9, True), Head("任务", 34), Head("状态", 13), Head("说明", 46))
ATTENTION_HEADS = (Head("序号", 9, True), Head("事项", 54), Head("责任单位", 24), Head("状态", 17))
ACTION_HEADS = (Head("事项", 38), Head("责任单位", 18), Head("完成时限", 18), Head("状态", 15), Head("进展", 27))
ASK_HEADS = (Head("事项", 28), Head("现状", 37), Head("要求", 20), Head("时限", 18))
CHANGE_HEADS = (
    Head("指标", 30),
    Head("上次", 16, True),
    Head("本次", 16, True),
    Head("变化", 12, True),
    Head("上次状态", 16),
    Head("本次状态", 16),
)
MOVE_HEADS = (Head("上次状态", 16), Head("本次状态", 16), Head("村数", 10, True), Head("村（社区）", 58))
CARRIED_HEADS = (Head("类别", 17), Head("事项", 42), Head("责任单位", 20), Head("状态", 16))
ACT_STATUS = {"已完成": Status.DONE, "逾期": Status.OVERDUE}


def duties(briefing: Briefing, *, only_late: bool) -> Table | None:
    """Units by the acts of duty that they owed and missed."""
    rows = [
        (tally.unit, theme.count(tally.due), theme.count(tally.done), theme.count(tally.overdue), tally.missing)
        for tally in list_words.duty_tallies(briefing)
        if tally.overdue or (tally.due and not only_late)
    ]
    return unless_empty("各单位定期事项履职情况", DUTY_HEADS, rows)


def tasks(briefing: Briefing) -> Table | None:
    """Tasks not begun, not reported, or contradicted by numbers."""
    rows = [
        (str(task.number), task.title, task.status, task.contradiction or task.problem or labels.DASH)
        for task in list_words.tasks_to_ask(briefing)
    ]
    return unless_empty("未启动、未报和数据不符的任务", TASK_HEADS, rows)


def actions(briefing: Briefing) -> Table | None:
    """What the meetings assigned and how it stands."""
    rows = [
        (
            action.item,
            action.owner,
            labels.short_due(action.due_on, briefing.year),
            _act_status(action),
            list_words.action_stands(action),
        )
        for action in briefing.actions
    ]
    return unless_empty("交办事项落实情况", ACTION_HEADS, rows)


def _act_status(action: ActionState) -> Status | str:
    return ACT_STATUS.get(action.status, action.status)


def changes(found: Comparison, briefing: Briefing) -> Table | None:
    """Δ per measure since the meeting before."""
    rows = [
        (
            change.title,
            list_words.value_of(change.before, change.unit),
            list_words.value_of(change.after, change.unit),
            theme.change(delta(change)),
            change.status_before or labels.DASH,
            change.status_after,
        )
        for change in comparison_words.telling_changes(found, briefing)
    ]
    day = bulletin_words.chinese_day(found.as_of_before)
    return unless_empty(f"指标变化（上次数据截至{day}）", CHANGE_HEADS, rows)


def moves(found: Comparison) -> Table | None:
    """Villages by the status they came from and the one they have now."""
    rows = [
        (before, after, str(len(names)), "、".join(names))
        for before, after, names in comparison_words.grouped_moves(found.villages)
    ]
    return unless_empty("综合状态变化的村（社区）", MOVE_HEADS, rows)


def carried(found: Comparison) -> Table | None:
    """Assignments closed since, still open, and new."""
    rows = [
        (word, action.item, action.owner, _act_status(action)) for word, action in comparison_words.told_actions(found)
    ]
    return unless_empty("交办事项变化", CARRIED_HEADS, rows)


def attention(briefing: Briefing) -> Table | None:
    """What leaders have to ask about, worst first."""
    rows = [(str(number), item.title, item.owner, item.status) for number, item in enumerate(briefing.attention, 1)]
    return unless_empty("需要调度的事项", ATTENTION_HEADS, rows)


def asked(briefing: Briefing, *, at_most: int) -> Table | None:
    """Who must do what by when, under the name of each unit; at most so many single items a unit."""
    rows: list[Sequence[str] | str] = []
    for unit, items in oversight.open_items(briefing).items():
        own = bulletin_words.asked_of(items, briefing.year, at_most)
        if own:
            rows += [unit, *own]
    return unless_empty("督办事项和时限", ASK_HEADS, rows)
