"""The sentences on screens and in bulletins, made from numbers only. May import: `model`, `status`."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from briefing.model import ActionState, Attention, DutyCell, Funds, Measure, Site, TaskState
from briefing.status import TROUBLED, Status

NAMED_AT_MOST = 3
UNREPORTED = "未报"


def named_few(names: Sequence[str]) -> str:
    """The first names and, when there are more, 等 with the count."""
    shown = "、".join(names[:NAMED_AT_MOST])
    return shown if len(names) <= NAMED_AT_MOST else f"{shown}等 {len(names)} 个"


def percent(rate: float | None) -> str:
    """A fraction with one decimal, or 未报."""
    return UNREPORTED if rate is None else f"{rate * 100:.1f}%"


def count(value: float | None, unit: str) -> str:
    """A count with its unit, or 未报."""
    return UNREPORTED if value is None else f"{value:,.0f} {unit}"


def money(value: float | None) -> str:
    """万元 with one decimal where it has one, or 未报."""
    if value is None:
        return UNREPORTED
    return f"{value:,.1f}".removesuffix(".0") + " 万元"


def month_day(day: date) -> str:
    """9 月 30 日."""
    return f"{day.month} 月 {day.day} 日"


def overview(year_progress: float, targets: Sequence[Measure], funds: Funds, attention: Sequence[Attention]) -> str:
    """The one sentence of the first screen."""
    tally = Counter(measure.status for measure in targets)
    order = [Status.DONE, Status.ON_TRACK, Status.SLIGHTLY_BEHIND, Status.BEHIND, Status.OVERDUE, Status.UNREPORTED]
    stands = "、".join(f"{tally[status]} 项{status.value}" for status in order if tally[status])
    return (
        f"全年时间过去 {percent(year_progress)}，{len(targets)} 项重点工作中 {stands}；"
        f"{disbursement(funds)}；需要调度 {len(attention)} 项。"
    )


def disbursement(funds: Funds) -> str:
    """衔接资金拨付率 76.3%，达到 9 月底 75% 节点."""
    if funds.rate is None:
        return "衔接资金拨付率未报"
    judged = [verdict for verdict in funds.milestones if verdict.met is not None]
    if judged:
        last = judged[-1]
        reached = "达到" if last.met else "未达到"
        return f"衔接资金拨付率 {percent(funds.rate)}，{reached} {last.due_on.month} 月底 {last.share * 100:g}% 节点"
    ahead = funds.next_milestone
    if ahead is None:
        return f"衔接资金拨付率 {percent(funds.rate)}"
    return f"衔接资金拨付率 {percent(funds.rate)}，距 {ahead.due_on.month} 月底 {ahead.share * 100:g}% 节点还差 {money(funds.gap)}"


def fund_headline(funds: Funds) -> str:
    """Rate, milestone, what is still missing and the pace it needs."""
    if funds.rate is None:
        return "衔接资金台账未报。"
    sentence = f"累计拨付 {money(funds.disbursed)}，{disbursement(funds).removeprefix('衔接资金')}"
    ahead = funds.next_milestone
    if ahead and funds.gap and funds.gap > 0 and funds.pace_needed:
        sentence += (
            f"；到 {month_day(ahead.due_on)}达到 {ahead.share * 100:g}% 还需拨付 {money(funds.gap)}，"
            f"每月 {money(funds.pace_needed)}"
        )
    return sentence + "。"


def measures_headline(measures: Sequence[Measure]) -> str:
    """Some targets one after another: 美丽庭院完成 271/334 个（81.1%），达序时；…"""
    return "；".join(_measure(measure) for measure in measures) + "。"


def _measure(measure: Measure) -> str:
    if measure.value is None:
        return f"{measure.title}{UNREPORTED}"
    target = "" if measure.target is None else f"/{measure.target:,.0f}"
    rate = "" if measure.rate is None else f"（{percent(measure.rate)}）"
    return f"{measure.title}完成 {measure.value:,.0f}{target} {measure.unit}{rate}，{measure.status.value}"


def stations_headline(measure: Measure | None, stations: Sequence[Site]) -> str:
    """How many stations are finished and which are late."""
    if measure is None or measure.value is None:
        return "污水处理站台账未报。"
    late = [station.name for station in stations if station.status in TROUBLED]
    behind = f"；未按计划：{named_few(late)}" if late else "；其余按计划推进" if measure.status is not Status.DONE else ""
    return f"{measure.target:,.0f} 座污水处理站建成 {measure.value:,.0f} 座{behind}。"


def map_headline(statuses: Sequence[Status]) -> str:
    """How the mapped villages stand."""
    tally = Counter(statuses)
    stands = "、".join(f"{status.value} {tally[status]} 个" for status in Status if tally[status])
    return f"{len(statuses)} 个村（社区）：{stands}。" if statuses else "村庄名录未报。"


def tasks_headline(tasks: Sequence[TaskState]) -> str:
    """How many tasks stand where."""
    tally = Counter(task.status for task in tasks)
    against = sum(bool(task.contradiction) for task in tasks)
    stands = "、".join(f"{status} {tally[status]} 项" for status in ("已完成", "推进中", "未启动", UNREPORTED) if tally[status])
    return f"{len(tasks)} 项任务：{stands}{f'；{against} 项报已完成但数据不符' if against else ''}。"


def duties_headline(cells: Sequence[DutyCell]) -> str:
    """How many due acts were done, and how many are missing."""
    tally = Counter(cell.status for cell in cells)
    due = len(cells) - tally["未到期"]
    if tally[UNREPORTED]:
        return "定期履职记录未报。"
    return f"到期应履职 {due:,} 次，已完成 {tally['已完成']:,} 次，逾期 {tally['逾期']:,} 次。"


def actions_headline(actions: Sequence[ActionState]) -> str:
    """How much of what was assigned is done."""
    if not actions:
        return "没有交办事项。"
    tally = Counter(action.status for action in actions)
    return f"交办 {len(actions)} 项，办结 {tally['已完成']} 项，逾期 {tally['逾期']} 项，未到期 {tally['未到期']} 项。"


def baselines_headline(measures: Sequence[Measure]) -> str:
    """How many floors, caps and zero-targets hold."""
    tally = Counter(measure.status for measure in measures)
    unmet = [measure.title for measure in measures if measure.status is Status.UNMET]
    which = f"：{named_few(unmet)}" if unmet else ""
    return (
        f"{len(measures)} 项底线指标，达标 {tally[Status.MET]} 项，未达标 {tally[Status.UNMET]} 项{which}，"
        f"未报 {tally[Status.UNREPORTED]} 项。"
    )
