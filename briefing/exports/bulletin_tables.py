"""The tables of figures in bulletins: goals, money, bounds, towns; None where there is nothing to show.

May import: `model`, `lists`, `status`, `figures.theme`; of exports: `paper_table`, `bulletin_words`, `list_words`,
`money_words`, `labels`.
"""

from collections.abc import Sequence
from typing import NamedTuple

from briefing.exports import bulletin_words, labels, list_words, money_words
from briefing.exports.paper_table import Head
from briefing.figures import theme
from briefing.lists import laggards_first
from briefing.model import Briefing, Measure
from briefing.status import TROUBLED, Status

GOAL_KINDS = ("target", "milestones")
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
PROJECT_HEADS = (
    Head("项目", 32),
    Head("地点", 24),
    Head("安排（万元）", 15, True),
    Head("拨付（万元）", 15, True),
    Head("拨付率", 13, True),
    Head("状态", 16),
)
BOUND_HEADS = (Head("指标", 32), Head("现值", 20, True), Head("状态", 15), Head("说明", 37))
TOWN_HEAD, TOWN_SHARE = Head("指标", 25), 25


class Table(NamedTuple):
    """What `paper_table.table` draws; a row that is one text is a heading across the table."""

    caption: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[str | Status] | str]


def goals(briefing: Briefing) -> Table | None:
    """Every target of the year."""
    rows = [_goal(measure) for measure in briefing.measures if measure.kind in GOAL_KINDS]
    day = bulletin_words.chinese_day(briefing.as_of)
    return unless_empty(f"年度目标完成情况（数据截至{day}）", GOAL_HEADS, rows)


def _goal(measure: Measure) -> tuple:
    return (
        measure.title,
        labels.DASH if measure.target is None else list_words.value_of(measure.target, measure.unit),
        list_words.value_of(measure.value, measure.unit),
        theme.rate(measure.rate),
        labels.DASH if measure.scheduled is None else theme.rate(measure.scheduled),
        measure.status,
    )


def money_slices(briefing: Briefing) -> Table | None:
    """The money by source, town and category."""
    funds = briefing.funds
    if funds.rate is None:
        return None
    rows = [
        (group, piece.name, theme.money(piece.allocated), theme.money(piece.disbursed), theme.rate(piece.rate))
        for group, piece in money_words.slices(funds)
    ]
    day = bulletin_words.chinese_day(funds.snapshot)
    return unless_empty(f"衔接资金分类拨付情况（数据截至{day}）", SLICE_HEADS, rows)


def late_projects(briefing: Briefing) -> Table | None:
    """The projects whose money is late, the slowest first."""
    late = laggards_first(briefing.funds.projects)
    rows = [
        (
            row.project,
            f"{row.town}{row.village if isinstance(row.village, str) else ''}",
            theme.money(row.allocated),
            theme.money(row.disbursed),
            theme.rate(row.rate),
            Status(row.status),
        )
        for row in late[late["status"].isin(list(TROUBLED))].itertuples()
    ]
    return unless_empty("拨付落后的项目", PROJECT_HEADS, rows)


def open_bounds(briefing: Briefing) -> Table | None:
    """Floors, caps and indicators that are not met or not known."""
    rows = [
        (
            measure.title,
            list_words.value_of(measure.value, measure.unit),
            measure.status,
            measure.reason or measure.note,
        )
        for measure in list_words.baselines(briefing)
        if measure.status is not Status.MET
    ]
    return unless_empty("未达标和未报的底线指标", BOUND_HEADS, rows)


def towns(briefing: Briefing) -> Table | None:
    """One column a unit: what of each measure lies there, and its money."""
    heads = (TOWN_HEAD, *(Head(town, TOWN_SHARE) for town in briefing.towns))
    rows = [
        (measure.title, *(bulletin_words.town_share(measure, town) for town in briefing.towns))
        for measure in bulletin_words.measures_by_town(briefing)
    ]
    rows += [("衔接资金拨付率", *(bulletin_words.town_money(briefing.funds, town) for town in briefing.towns))]
    return unless_empty("各镇（管理处）主要指标", heads, rows)


def unless_empty(caption: str, heads: Sequence[Head], rows: Sequence) -> Table | None:
    """A table, or nothing where there are no rows."""
    return Table(caption, heads, rows) if rows else None
