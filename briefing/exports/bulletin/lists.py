"""The lists of bulletins: worries, duties, tasks, assignments, what is asked, what changed; None where there is nothing."""

from collections.abc import Sequence
from datetime import date

from briefing import formats
from briefing.exports.bulletin import sentences
from briefing.exports.bulletin.layout_table import Head
from briefing.exports.bulletin.tables import Table, unless_empty
from briefing.measures.comparison import Comparison, delta
from briefing.model import Briefing
from briefing.wording import comparison

ASK_HEADS = (Head("牵头单位", 13.5), Head("事项", 25), Head("现状", 28.4), Head("要求", 15.5), Head("时限", 17.6))
CHANGE_HEADS = (
    Head("指标", 27),
    Head("上次", 14, True),
    Head("本次", 14, True),
    Head("变化", 20, True),
    Head("上次状态", 15),
    Head("本次状态", 15),
)


def changes(found: Comparison, briefing: Briefing) -> Table | None:
    """Δ per measure since the meeting before."""
    rows = [
        (
            change.title,
            *change.words,
            formats.moved(delta(change), change.unit),
            change.status_before or formats.DASH,
            change.status_after,
        )
        for change in comparison.telling_changes(found, briefing)
    ]
    day = formats.full_day(found.as_of_before)
    return unless_empty(f"指标变化（上次数据截至{day}）", CHANGE_HEADS, rows)


def asked(briefing: Briefing, asked_on: date, told: Sequence[str], *, at_most: int) -> Table | None:
    """Who must do what by when; the whole list is the 督办单."""
    return unless_empty("", ASK_HEADS, sentences.asked_of(briefing, asked_on, at_most, told))
