"""The tables of figures in bulletins: goals, money, bounds, towns; None where there is nothing to show."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from briefing import formats
from briefing.exports.bulletin import layout_table, sentences
from briefing.exports.bulletin.layout_table import Head
from briefing.model import Briefing, Measure, MeasureKind
from briefing.status import Status
from briefing.wording import labels, lists, money

GOAL_KINDS = (MeasureKind.TARGET, MeasureKind.MILESTONES)
GOAL_HEADS = (
    Head("指标", 35),
    Head("目标", 12.8, True),
    Head("完成", 12.8, True),
    Head("完成率", 12.8, True),
    Head("序时", 12.8, True),
    Head("状态", 13.8),
)
SLICE_HEADS = (
    Head("分组", 20),
    Head("名称", 24),
    Head("安排（万元）", 18, True),
    Head("拨付（万元）", 18, True),
    Head("拨付率", 14, True),
)
BOUND_HEADS = (Head("指标", 32), Head("现值", 20, True), Head("状态", 15), Head("说明", 37))
TOWN_HEAD, TOWN_SHARE = Head("指标", 18), 27.5
TOWNS_ABREAST = 3  # as many columns as hold a figure on one line


class Table(NamedTuple):
    """What `layout_table.table` draws; a row that is one text is a heading across the table."""

    caption: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[str | Status] | str]


def goals(briefing: Briefing) -> Table | None:
    """Every target of the year."""
    shown = [measure for measure in briefing.measures if measure.kind in GOAL_KINDS]
    as_of = min(briefing.as_of, max((one.snapshot for one in shown if one.snapshot), default=briefing.as_of))
    rows = [*map(_goal, shown), *_other_days(shown, briefing, as_of, source=True)] if shown else []
    day = formats.full_day(as_of)
    return unless_empty(f"年度目标完成情况（数据截至{day}）", GOAL_HEADS, rows)


def _other_days(measures: Sequence[Measure], briefing: Briefing, as_of: date, *, source: bool = False) -> list[str]:
    """A line below the rows: which figures speak for another day, or put several together; none where none does.

    With their `source` it also says where all figures come from, and what must be known of them.
    """
    told: dict[str, list[str]] = {}
    for one in measures:
        words = (formats.as_told(one.snapshot, as_of).strip("（）"), formats.besides(one))
        told.setdefault("，".join(filter(None, words)), []).append(one.title)
    told.pop("", None)
    notes = [
        f"{'各项指标' if len(titles) == len(measures) > 1 else '、'.join(titles)}{words}"
        for words, titles in told.items()
    ]
    if source:
        notes += [sentences.figures_note(briefing), labels.paper_source(briefing)]
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
            formats.of_place(piece.name),
            formats.money(piece.allocated),
            formats.money(piece.disbursed, piece.allocated),
            formats.fund_rate(piece.rate, funds),
        )
        for group, piece in money.slices(funds)
    ]
    told = "，".join(filter(None, (f"数据截至{formats.full_day(funds.snapshot)}", formats.besides(funds))))
    return unless_empty(f"衔接资金分类拨付情况（{told}）", SLICE_HEADS, rows)


def open_bounds(briefing: Briefing) -> Table | None:
    """Floors, caps and indicators that are not met or not known."""
    rows = [
        (
            measure.title,
            formats.value_of(measure),
            lists.bound_status(measure),
            measure.reason or measure.note,
        )
        for measure in lists.baselines(briefing)
        if measure.status is not Status.MET
    ]
    return unless_empty("未达标和尚不能判断的底线指标", BOUND_HEADS, rows)


def towns(briefing: Briefing) -> list[Table | None]:
    """One column a unit: what of each measure lies there, and its money; several tables where there are many units."""
    count = -(-len(briefing.towns) // TOWNS_ABREAST) or 1
    abreast = -(-len(briefing.towns) // count) or 1
    groups = [briefing.towns[at : at + abreast] for at in range(0, len(briefing.towns), abreast)]
    caption = f"各{formats.units_word(briefing.towns)}主要指标"
    return [
        _of_towns(own, briefing, caption if count == 1 else f"{caption}（{number}/{count}）", last=number == count)
        for number, own in enumerate(groups, 1)
    ]


def _of_towns(own: Sequence[str], briefing: Briefing, caption: str, *, last: bool) -> Table | None:
    heads = (TOWN_HEAD, *(Head(town, TOWN_SHARE) for town in own))
    shown, room = sentences.measures_by_town(briefing), layout_table.room(heads, 1)
    rows: list[tuple[str, ...] | str] = [
        (measure.title, *(sentences.town_share(measure, town, room) for town in own)) for measure in shown
    ]
    rows += [(briefing.funds.title, *(sentences.town_money(briefing.funds, town, room) for town in own))]
    rows += _other_days(shown, briefing, briefing.as_of) if last else []
    return unless_empty(caption, heads, rows)


def unless_empty(caption: str, heads: Sequence[Head], rows: Sequence) -> Table | None:
    """A table, or nothing where there are no rows."""
    return Table(caption, heads, rows) if rows else None


def cut(table: Table, at_most: int) -> Table:
    """Of a long list the first rows, and how many there are in its caption."""
    count, shown = len(table.rows), table.rows[:at_most]
    told = "" if len(shown) == count else f"（{count} 项中前 {len(shown)} 项）"
    return Table(f"{table.caption}{told}", table.heads, shown)
