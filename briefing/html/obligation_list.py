"""Every obligation of the plan as one table: what is asked, by when, of whom, how it stands, what the plan notes.

No Streamlit; see `markup` for escaping and looks.
"""

from collections.abc import Sequence

from briefing import formats
from briefing.html import baselines
from briefing.html.links import explained
from briefing.html.markup import badge, calm, more, old_mark, text, tone
from briefing.html.task_list import ANY_PART, ANY_STATUS, ANY_UNIT, responsible_units
from briefing.measures import bounds
from briefing.model import BOUNDS, MONEY_BOUNDS, Measure, MeasureKind
from briefing.status import SEVERITY, ActStatus, Status

# Choice → the kinds of obligation it lists.
KINDS = {
    "数量目标": {MeasureKind.TARGET},
    "资金": {MeasureKind.MILESTONES, *MONEY_BOUNDS},
    "监测指标": {MeasureKind.INDICATOR},
    "定期事项": {MeasureKind.DUTY},
}
CLAUSES = "全部要求"
HEADS = ("编号", "要求（条款、任务、责任单位）", "目标", "现状", "期限", "状态", "说明（备注）")
NO_DATE, EVERY_PERIOD = "随时", "按期履职"


def chosen(measures: Sequence[Measure], towns: Sequence[str], *, unit: str, status: str, kind: str) -> list[Measure]:
    """The obligations of a choice of unit, status and kind."""
    return [
        measure
        for measure in measures
        if unit in (ANY_UNIT, *responsible_units(measure, towns))
        and status in (ANY_STATUS, measure.status)
        and (kind == ANY_PART or measure.kind in KINDS[kind])
    ]


def statuses() -> tuple[str, ...]:
    """The words a reader may filter by, worst first."""
    return tuple(sorted(map(str, Status), key=lambda word: -SEVERITY[Status(word)]))


def asked_for(measure: Measure) -> str:
    """What the plan asks for: 17 个, 9月底 75%、12月底 100%, ≥ 99%, 按期履职."""
    if measure.kind == MeasureKind.DUTY:
        return EVERY_PERIOD
    if measure.milestones:
        return "、".join(f"{formats.month_end(one.due_on)} {formats.share(one.share)}" for one in measure.milestones)
    if measure.kind in BOUNDS:
        return baselines.requirement(measure)
    return formats.DASH if measure.target is None else formats.aimed(measure.target, measure.unit)


def stands_at(measure: Measure) -> str:
    """The number of today: 12 个（70.6%）, 到期 27 次，已做 25 次; 未报 where nothing is known."""
    if measure.value is None:
        return formats.MISSING
    if measure.kind == MeasureKind.DUTY:
        due, done = formats.aim(measure.target), formats.count(measure.value, measure.target)
        return f"到期 {due} 次，已做 {done} 次" if measure.target else ActStatus.NOT_DUE
    share = measure.kind == MeasureKind.TARGET and measure.unit != formats.PERCENT and measure.rate is not None
    return formats.value_of(measure) + (f"（{formats.rate_of(measure)}）" if share else "")


def due(measure: Measure) -> str:
    """The deadline, or how often it is due where it has none."""
    if measure.deadline is not None:
        return formats.day(measure.deadline)
    return measure.frequency or NO_DATE


def obligation_table(measures: Sequence[Measure], *, limit: int | None) -> str:
    """One row an obligation, the worst first and the plan's order within a status."""
    if not measures:
        return calm("没有这样的要求")
    ranked = sorted(measures, key=lambda measure: -SEVERITY[measure.status])
    shown = ranked[:limit]
    head = "".join(f'<th scope="col">{name}</th>' for name in HEADS)
    rows = "".join(map(_row, shown))
    return (
        f'<table class="grid obligations"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
        f"{more(len(ranked) - len(shown), '项')}"
    )


def _row(measure: Measure) -> str:
    old, mixed = old_mark(formats.staleness(measure)), formats.mixed_days(measure.mixed)
    known, words = measure.value is not None, text(stands_at(measure))
    missing, stands = ("", explained(measure.id, words)) if known else (' class="hatched"', words)
    return (
        f"<tr {tone(measure.status)}><td>{text(measure.id)}</td>"
        f'<th scope="row"><b>{text(measure.title)}</b><small>{text(_belongs_to(measure))}</small></th>'
        f"<td>{text(asked_for(measure))}</td><td{missing}>{stands}</td><td>{text(due(measure))}</td>"
        f"<td>{badge(measure.status, bounds.word(measure))}{old}</td><td>{text('；'.join(filter(None, (measure.reason, mixed))))}{_noted(measure)}</td></tr>"
    )


def _belongs_to(measure: Measure) -> str:
    """条款 14 · 任务 38 · 区农办、区住建局."""
    tasks = f"任务 {'、'.join(map(str, measure.tasks))}" if measure.tasks else "任务清单未列"
    return f"条款 {measure.clause} · {tasks} · {'、'.join(measure.responsible)}"


def _noted(measure: Measure) -> str:
    return f"<small>{text(measure.note)}</small>" if measure.note else ""
