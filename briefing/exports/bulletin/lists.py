"""The lists of bulletins: worries, duties, tasks, assignments, what is asked, what changed; None where there is nothing."""

from datetime import date

from briefing import formats
from briefing.exports.bulletin import sentences
from briefing.exports.bulletin.layout_table import Head
from briefing.exports.bulletin.tables import Table, unless_empty
from briefing.measures.comparison import Comparison, delta
from briefing.model import Briefing
from briefing.wording import comparison, lists

DUTY_HEADS = (
    Head("单位", 24),
    Head("应履职", 12, True),
    Head("已完成", 12, True),
    Head("逾期", 9, True),
    Head("逾期事项", 43),
)
ACTION_HEADS = (Head("事项", 38), Head("责任单位", 18), Head("完成时限", 18), Head("状态", 15), Head("进展", 27))
ASK_HEADS = (Head("牵头单位", 17), Head("事项", 25), Head("现状", 31), Head("要求", 18), Head("时限", 15))
CHANGE_HEADS = (
    Head("指标", 30),
    Head("上次", 16, True),
    Head("本次", 16, True),
    Head("变化", 12, True),
    Head("上次状态", 16),
    Head("本次状态", 16),
)


def duties(briefing: Briefing, at_most: int) -> Table | None:
    """Units by the acts of duty that they owed and missed, those that missed most."""
    rows = [
        (tally.unit, formats.count(tally.due), formats.count(tally.done), formats.count(tally.overdue), tally.missing)
        for tally in lists.duty_tallies(briefing)
        if tally.overdue
    ]
    return unless_empty("各单位定期事项履职情况", DUTY_HEADS, rows, at_most)


def actions(briefing: Briefing, at_most: int) -> Table | None:
    """What the meetings assigned and how it stands."""
    rows = [
        (
            action.item,
            action.owner,
            formats.action_due(action, briefing.year),
            action.status.judged or action.status,
            lists.action_stands(action),
        )
        for action in briefing.actions
    ]
    return unless_empty("交办事项落实情况", ACTION_HEADS, rows, at_most)


def changes(found: Comparison, briefing: Briefing, at_most: int) -> Table | None:
    """Δ per measure since the meeting before."""
    rows = [
        (
            change.title,
            *change.words,
            formats.change(delta(change), change.unit),
            change.status_before or formats.DASH,
            change.status_after,
        )
        for change in comparison.telling_changes(found, briefing)
    ]
    day = formats.full_day(found.as_of_before)
    return unless_empty(f"指标变化（上次数据截至{day}）", CHANGE_HEADS, rows, at_most)


def asked(briefing: Briefing, asked_on: date, *, at_most: int) -> Table | None:
    """Who must do what by when; the whole list is the 督办单."""
    return unless_empty("交办事项和时限", ASK_HEADS, sentences.asked_of(briefing, asked_on, at_most))
