"""The sentences and small facts of slides and bulletins, made from the numbers of a Briefing only.

Screens get theirs from `words`; here stands what only paper and slides say. May import: `model`, `words`, `status`,
`layers`, `cards`, `comparison`, `figures.theme`; of exports: `labels`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from briefing import words
from briefing.cards import DISBURSEMENT, INDUSTRY, of_kind
from briefing.comparison import Comparison
from briefing.effect import Change
from briefing.exports import labels
from briefing.figures import theme
from briefing.layers import ALL
from briefing.model import ActionState, Briefing, Funds, FundSlice, Measure, Site, TaskState, VillageState
from briefing.status import SEVERITY, TROUBLED, Status
from briefing.words import named_few

BOUND_KINDS = ("ratio", "floor", "deadline", "indicator")
HOUSEHOLD_UNITS = ("个", "户")
NAMED_AT_MOST = 6
DUTY = "duty"
NO_JUDGEMENT = "台账未报，尚不能判断需要调度的事项。"


class Fact(NamedTuple):
    """One key number with its title."""

    title: str
    number: str
    status: Status | None = None


@dataclass(frozen=True)
class DutyTally:
    """How many acts of duty a unit owed by now, did and left undone."""

    unit: str
    due: int
    done: int
    overdue: int
    missing: str


def few(names: Sequence[str]) -> str:
    """The first names of some, 等 when there are more; a dash for none."""
    return named_few(list(names)) or labels.DASH


def value_of(value: float | None, unit: str) -> str:
    """A value with its unit, or 未报."""
    if theme.absent(value):
        return theme.MISSING
    return f"{theme.count(value)}%" if unit == "%" else f"{theme.count(value)} {unit}"


# --- cards and panels --------------------------------------------------------------------------------------------


def card_numbers(measure: Measure, briefing: Briefing) -> tuple[str, str]:
    """The big number of a card and what stands beside it: 12, / 17 个."""
    if measure.kind == DISBURSEMENT:
        funds = briefing.funds
        aim = "" if funds.allocated is None else f"/ {theme.money(funds.allocated)} 万元"
        return theme.money(funds.disbursed), aim
    aim = "" if measure.target is None else f"/ {theme.count(measure.target)} {measure.unit}"
    return theme.count(measure.value), aim


def card_foot(measure: Measure, briefing: Briefing) -> str:
    """The last line of a card: how much since last quarter, or the next dated share; its own day when it is another."""
    if measure.kind == DISBURSEMENT:
        ahead = [
            milestone for milestone in measure.milestones if milestone.due_on >= briefing.as_of
        ] or measure.milestones[-1:]
        foot = "".join(f"{theme.month_end(milestone.due_on)}目标 {milestone.share:.0%}" for milestone in ahead[:1])
    else:
        foot = "" if measure.value is None else f"较上季 {theme.change(measure.change)}"
    if measure.snapshot is not None and measure.snapshot != briefing.as_of:
        foot += f"　截至 {labels.short_due(measure.snapshot, briefing.year)}"
    return foot + ("　数据陈旧" if measure.stale else "")


def measure_line(measure: Measure) -> str:
    """美丽庭院 271/334 个，完成率 81.1%　● 达序时."""
    if measure.value is None:
        return f"{measure.title}　○ {theme.MISSING}"
    return f"{measure.title} {words.progress(measure)}，{theme.rate(measure.rate)}　{labels.marked(measure.status)}"


def household_measures(briefing: Briefing) -> list[Measure]:
    """The counted targets that are followed village by village."""
    return briefing.judged_by("places_done")


def worst_villages(villages: Sequence[VillageState]) -> str:
    """Which villages stand worst, by name."""
    late = [
        village for village in villages if village.statuses.get(ALL) in (Status.OVERDUE, Status.BEHIND, Status.UNMET)
    ]
    late.sort(key=lambda village: -SEVERITY[village.statuses[ALL]])
    if not late:
        return ""
    names = "、".join(village.village for village in late[:NAMED_AT_MOST])
    return f"需要关注：{names}{'等' if len(late) > NAMED_AT_MOST else ''}"


def site_problem(site: Site) -> str:
    """What holds a site up, after how late it is."""
    late = f"逾期 {site.days_late} 天" if site.days_late and not site.actual_finish else ""
    done = f"{theme.day(site.actual_finish)} 完工" if site.actual_finish else ""
    return "；".join(filter(None, (late, done, site.problem))) or labels.DASH


def silent_places(names: Sequence[str]) -> str:
    """○ 未报：短井村等 3 个村."""
    return f"○ {theme.MISSING} {len(names)} 个村：{few(names)}"


def villages_behind(measures: Sequence[Measure]) -> str:
    """美丽庭院 6 个村落后、户厕问题整改 9 个村落后。"""
    counts = [(measure.title, sum(part.status in TROUBLED for part in measure.parts)) for measure in measures]
    told = [f"{title}有 {count} 个村落后于序时" for title, count in counts if count]
    silent = [measure.title for measure in measures if measure.value is None]
    told += [f"{'、'.join(silent)}{theme.MISSING}"] if silent else []
    return "，".join(told) + "。" if told else "没有村落后于序时进度。"


# --- money -------------------------------------------------------------------------------------------------------


def fund_facts(briefing: Briefing) -> list[Fact]:
    """The key numbers of the money."""
    funds, coming = briefing.funds, briefing.funds.next_milestone
    disbursement, industry = of_kind(briefing, DISBURSEMENT), of_kind(briefing, INDUSTRY)
    facts = [Fact(f"累计拨付（安排 {theme.money(funds.allocated)}）", _amount(funds.disbursed))]
    if disbursement is not None:
        facts.append(Fact(f"拨付率　{labels.marked(disbursement.status)}", theme.rate(funds.rate), disbursement.status))
    if coming is not None and funds.gap is not None:
        until = f"{theme.month_end(coming.due_on)} {coming.share:.0%} 节点"
        facts.append(Fact(f"{'超出' if funds.gap < 0 else '距'}{until}", _amount(abs(funds.gap))))
        facts.append(Fact("每月需拨付", _amount(funds.pace_needed)))
        facts.append(Fact("近三月每月拨付", _amount(funds.pace_recent)))
    if industry is not None:
        facts.append(
            Fact(
                f"中央资金产业占比　{labels.marked(industry.status)}",
                theme.rate(funds.industry_share_central),
                industry.status,
            )
        )
    return facts


def _amount(value: float | None) -> str:
    return theme.MISSING if value is None else f"{theme.money(value)} 万元"


def slices(funds: Funds) -> list[tuple[str, FundSlice]]:
    """Every source, town and category with the word of its group."""
    groups = (("资金来源", funds.by_source), ("镇（管理处）", funds.by_town), ("项目类别", funds.by_category))
    return [(name, piece) for name, pieces in groups for piece in pieces]


def lowest_slice(funds: Funds) -> str:
    """拨付率全区 76.3%；资金来源中区级最低……"""
    told = []
    for name, pieces in (
        ("资金来源", funds.by_source),
        ("镇（管理处）", funds.by_town),
        ("项目类别", funds.by_category),
    ):
        known = [piece for piece in pieces if piece.rate is not None]
        if known:
            low = min(known, key=lambda piece: piece.rate)
            told.append(f"{name}中“{low.name}”最低，为 {theme.rate(low.rate)}")
    return f"拨付率 {theme.rate(funds.rate)}：{'；'.join(told)}。" if told else "衔接资金没有安排。"


def late_projects(late: pd.DataFrame) -> str:
    """How many projects are late with their money, and how much is still to go."""
    if late.empty:
        return "没有拨付落后的项目。"
    left = float((late["allocated"] - late["disbursed"]).sum())
    return f"拨付落后的项目 {len(late)} 个，还有 {theme.money(left)} 万元未拨付。"


# --- lists -------------------------------------------------------------------------------------------------------


def attention_headline(briefing: Briefing) -> str:
    """How many things are to be asked about, and the first of them."""
    items = briefing.attention
    if not items:
        return NO_JUDGEMENT if nothing_reported(briefing) else "目前没有需要调度的事项。"
    counts = {status: sum(item.status is status for item in items) for status in theme.WORST_FIRST}
    stands = "、".join(f"{status.value} {count} 项" for status, count in counts.items() if count)
    return f"需要调度 {len(items)} 项：{stands}。"


def nothing_reported(briefing: Briefing) -> bool:
    """Whether no target of the plan has a figure, so that nothing can be said about it."""
    return all(measure.value is None for measure in briefing.measures if measure.kind != DUTY)


def no_missed_duties(briefing: Briefing) -> str:
    """What stands in place of the list of missed duties."""
    known = any(cell.status == "已完成" for cell in briefing.duties)
    return "到期的定期事项都已完成。" if known else f"○ 没有定期履职记录（{theme.MISSING}）。"


def duty_tallies(briefing: Briefing) -> list[DutyTally]:
    """Units by how many acts they left undone, worst first; villages are counted with their town."""
    groups: dict[str, list] = {unit: [] for unit in briefing.towns}
    for cell in briefing.duties:
        unit = next((town for town in briefing.towns if cell.unit.startswith(town)), cell.unit)
        groups.setdefault(unit, []).append(cell)
    return sorted((_tally(unit, cells) for unit, cells in groups.items()), key=lambda tally: -tally.overdue)


def _tally(unit: str, cells: Sequence) -> DutyTally:
    due = [cell for cell in cells if cell.status != "未到期"]
    missed = [cell for cell in due if cell.status == "逾期"]
    titles = list(dict.fromkeys(cell.title for cell in missed))
    named = f"{len(titles)} 项：{few(titles)}" if len(titles) > words.NAMED_AT_MOST else few(titles)
    return DutyTally(unit, len(due), sum(cell.status == "已完成" for cell in due), len(missed), named)


def baselines(briefing: Briefing) -> list[Measure]:
    """Floors, caps and indicators, the unmet first, then what was not reported."""
    found = [measure for measure in briefing.measures if measure.kind in BOUND_KINDS]
    return sorted(found, key=lambda measure: -SEVERITY[measure.status])


def tasks_to_ask(briefing: Briefing) -> list[TaskState]:
    """Tasks whose report contradicts the numbers, then those not begun or not reported."""
    if all(task.status == theme.MISSING for task in briefing.tasks):
        return []
    against = [task for task in briefing.tasks if task.contradiction]
    return against + [task for task in briefing.tasks if task.status in ("未启动", theme.MISSING)]


def no_tasks_to_ask(briefing: Briefing) -> str:
    """What stands in place of the list of tasks."""
    if all(task.status == theme.MISSING for task in briefing.tasks):
        return f"○ 任务清单进展{theme.MISSING}。"
    return "任务都在推进，没有未启动、未报或数据不符的任务。"


def action_stands(action: ActionState) -> str:
    """逾期 30 天；合同已签，未进场."""
    late = f"逾期 {action.days_late} 天" if action.status == "逾期" else ""
    done = f"{theme.day(action.done_on)} 办结" if action.done_on else ""
    return "；".join(filter(None, (late, done, action.detail))) or action.status


# --- comparison --------------------------------------------------------------------------------------------------


def telling_changes(found: Comparison, briefing: Briefing) -> list[Change]:
    """Worse statuses first, then better ones, then values; duties come last, and only with a new status."""
    rest = [change for change in found.changes if change not in found.worsened and change not in found.improved]
    duties = {measure.id for measure in briefing.measures if measure.kind == DUTY}
    moved = [*found.worsened, *found.improved]
    return [change for change in (*moved, *rest) if change.id not in duties] + [
        change for change in moved if change.id in duties
    ]


def comparison_headline(found: Comparison) -> str:
    """与 6 月 30 日相比：…"""
    return (
        f"与 {words.month_day(found.as_of_before)}（第 {found.edition_before} 版）相比："
        f"{len(found.changes)} 项指标有变化，{len(found.improved)} 项状态变好，{len(found.worsened)} 项变差。"
    )


def moves_headline(found: Comparison) -> str:
    """How many villages stand better or worse than then."""
    worse = [move for move in found.villages if move.worsened]
    if not found.villages:
        return "各村综合状态没有变化。"
    named = f"（{few([move.label for move in worse])}）" if worse else ""
    return f"{len(found.villages)} 个村综合状态有变化：变差 {len(worse)} 个{named}，变好 {len(found.villages) - len(worse)} 个。"


def carried_headline(found: Comparison) -> str:
    """What became of the assignments."""
    return f"交办事项：此间办结 {len(found.closed)} 项，上次交办仍未办结 {len(found.still_open)} 项，新交办 {len(found.assigned)} 项。"
