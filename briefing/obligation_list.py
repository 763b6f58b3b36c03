"""Every obligation of the plan as one table: what is asked, by when, of whom, how it stands, what the plan notes.

No Streamlit; see `markup` for escaping and looks. May import: `baselines`, `bounds`, `figures.theme`, `indicators`,
`markup`, `model`, `status`, `task_list`, `words`.
"""

from collections.abc import Sequence

from briefing import baselines, bounds
from briefing.figures import theme
from briefing.indicators import amount
from briefing.markup import badge, calm, more, text, tone
from briefing.model import Measure
from briefing.status import SEVERITY, Status
from briefing.task_list import ANY_PART, ANY_STATUS, ANY_UNIT, responsible_units

# Choice → the kinds of obligation it lists.
KINDS = {
    "数量目标": ("target",),
    "资金": ("milestones", "ratio", "floor", "deadline"),
    "监测指标": ("indicator",),
    "定期事项": ("duty",),
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
    if measure.kind == "duty":
        return EVERY_PERIOD
    if measure.milestones:
        return "、".join(f"{theme.month_end(one.due_on)} {one.share * 100:g}%" for one in measure.milestones)
    if measure.kind in bounds.KINDS:
        return baselines.requirement(measure)
    return "—" if measure.target is None else amount(measure.target, measure.unit)


def stands_at(measure: Measure) -> str:
    """The number of today: 12 个（70.6%）, 到期 27 次，已做 25 次; 未报 where nothing is known."""
    if measure.value is None:
        return theme.MISSING
    if measure.kind == "duty":
        return f"到期 {measure.target:,.0f} 次，已做 {measure.value:,.0f} 次" if measure.target else "未到期"
    share = measure.kind == "target" and measure.unit != "%" and measure.rate is not None
    return amount(measure.value, measure.unit) + (f"（{theme.rate(measure.rate)}）" if share else "")


def due(measure: Measure) -> str:
    """The deadline, or how often it is due where it has none."""
    if measure.deadline is not None:
        return theme.day(measure.deadline)
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
    old = '<b class="old">数据陈旧</b>' if measure.stale else ""
    missing = ' class="hatched"' if measure.value is None else ""
    return (
        f"<tr {tone(measure.status)}><td>{text(measure.id)}</td>"
        f'<th scope="row"><b>{text(measure.title)}</b><small>{text(_belongs_to(measure))}</small></th>'
        f"<td>{text(asked_for(measure))}</td><td{missing}>{text(stands_at(measure))}</td><td>{text(due(measure))}</td>"
        f"<td>{badge(measure.status)}{old}</td><td>{text(measure.reason)}{_noted(measure)}</td></tr>"
    )


def _belongs_to(measure: Measure) -> str:
    """条款 14 · 任务 38 · 区农办、区住建局."""
    tasks = f"任务 {'、'.join(map(str, measure.tasks))}" if measure.tasks else "任务清单未列"
    return f"条款 {measure.clause} · {tasks} · {'、'.join(measure.responsible)}"


def _noted(measure: Measure) -> str:
    return f"<small>{text(measure.note)}</small>" if measure.note else ""
