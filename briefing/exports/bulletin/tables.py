"""The tables of figures in bulletins: goals, money, bounds, towns; None where there is nothing to show."""

from collections.abc import Sequence
from typing import NamedTuple

from briefing import formats
from briefing.exports.bulletin import sentences
from briefing.exports.bulletin.layout_table import Head
from briefing.model import Briefing, Measure, MeasureKind
from briefing.status import Status
from briefing.wording import lists, money

GOAL_KINDS = (MeasureKind.TARGET, MeasureKind.MILESTONES)
GOAL_HEADS = (
    Head("指标", 29),
    Head("目标", 15, True),
    Head("完成", 15, True),
    Head("完成率", 12, True),
    Head("序时", 12, True),
    Head("状态", 14),
)
SLICE_HEADS = (
    Head("分组", 20),
    Head("名称", 24),
    Head("安排（万元）", 18, True),
    Head("拨付（万元）", 18, True),
    Head("拨付率", 14, True),
)
BOUND_HEADS = (Head("指标", 32), Head("现值", 20, True), Head("状态", 15), Head("说明", 37))
TOWN_HEAD, TOWN_SHARE = Head("指标", 25), 25


class Table(NamedTuple):
    """What `layout_table.table` draws; a row that is one text is a heading across the table."""

    caption: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[str | Status] | str]


def goals(briefing: Briefing) -> Table | None:
    """Every target of the year."""
    shown = [measure for measure in briefing.measures if measure.kind in GOAL_KINDS]
    rows = [*map(_goal, shown), *_other_days(shown, briefing)]
    day = formats.full_day(briefing.as_of)
    return unless_empty(f"年度目标完成情况（数据截至{day}）", GOAL_HEADS, rows)


def _other_days(measures: Sequence[Measure], briefing: Briefing) -> list[str]:
    """A line below the rows: which figures speak for another day, or put several together; none where none does."""
    told = {one.title: formats.as_told(one.snapshot, briefing.as_of) + formats.besides(one) for one in measures}
    notes = [f"{title}{words}" for title, words in told.items() if words]
    return [f"注：{'；'.join(notes)}。"] if notes else []


def _goal(measure: Measure) -> tuple:
    return (
        measure.title,
        formats.DASH if measure.target is None else formats.aimed(measure.target, measure.unit),
        formats.value_of(measure),
        formats.rate_of(measure),
        formats.DASH if measure.scheduled is None else formats.scheduled_of(measure),
        measure.status,
    )


def money_slices(briefing: Briefing) -> Table | None:
    """The money by source, town and category."""
    funds = briefing.funds
    if funds.rate is None or funds.snapshot is None:
        return None
    rows = [
        (
            group,
            piece.name,
            formats.money(piece.allocated),
            formats.money(piece.disbursed, piece.allocated),
            formats.fund_rate(piece.rate, funds),
        )
        for group, piece in money.slices(funds)
    ]
    told = "，".join(filter(None, (f"数据截至{formats.full_day(funds.snapshot)}", formats.besides(funds))))
    return unless_empty(f"衔接资金分类拨付情况（{told}）", SLICE_HEADS, rows)


def open_bounds(briefing: Briefing, at_most: int) -> Table | None:
    """Floors, caps and indicators that are not met or not known."""
    rows = [
        (
            measure.title,
            formats.value_of(measure),
            measure.status,
            measure.reason or measure.note,
        )
        for measure in lists.baselines(briefing)
        if measure.status is not Status.MET
    ]
    return unless_empty("未达标和未报的底线指标", BOUND_HEADS, rows, at_most)


def towns(briefing: Briefing) -> Table | None:
    """One column a unit: what of each measure lies there, and its money."""
    heads = (TOWN_HEAD, *(Head(town, TOWN_SHARE) for town in briefing.towns))
    rows: list[tuple[str, ...] | str] = [
        (measure.title, *(sentences.town_share(measure, town) for town in briefing.towns))
        for measure in sentences.measures_by_town(briefing)
    ]
    rows += [(briefing.funds.title, *(sentences.town_money(briefing.funds, town) for town in briefing.towns))]
    rows += _other_days(sentences.measures_by_town(briefing), briefing)
    return unless_empty("各镇（管理处）主要指标", heads, rows)


def unless_empty(caption: str, heads: Sequence[Head], rows: Sequence, at_most: int | None = None) -> Table | None:
    """A table, or nothing where there are no rows; of a long list the first, and how many there are in its caption."""
    if not rows:
        return None
    shown = rows[:at_most]
    return Table(
        caption if len(shown) == len(rows) else f"{caption}（{len(rows)} 项中前 {len(shown)} 项）", heads, shown
    )
