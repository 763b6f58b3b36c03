"""The sentences on screens and in bulletins, made from numbers only. May import: `layers`, `model`, `status`."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from briefing import layers
from briefing.model import (
    ActionState,
    Attention,
    DutyCell,
    Funds,
    Measure,
    MilestoneVerdict,
    Site,
    TaskState,
    VillageState,
)
from briefing.status import TROUBLED, Status, reaches

NAMED_AT_MOST = 3
# A reason names so many in full: the units of a county, never those of a prefecture.
NAMED_IN_FULL = 12
UNREPORTED, PERCENT = "未报", "%"
QUARTERS = ("第一季度", "第二季度", "第三季度", "第四季度")
HALVES = ("上半年", "下半年")


def named_few(names: Sequence[str]) -> str:
    """The first names, with 等 when there are more; how many there are is said before."""
    shown = "、".join(names[:NAMED_AT_MOST])
    return shown if len(names) <= NAMED_AT_MOST else f"{shown}等"


def named(names: Sequence[str]) -> str:
    """All names where a sentence can hold them, else the first and how many there are: 甲镇、乙镇、丙镇等 295 个."""
    return "、".join(names) if len(names) <= NAMED_IN_FULL else f"{named_few(names)} {len(names)} 个"


def percent(rate: float | None, below: float = 1.0) -> str:
    """A fraction with one decimal, or 未报. What falls short of `below` never reads as if it had reached it."""
    if rate is None:
        return UNREPORTED
    tenths = round(rate * 1000)
    if tenths >= round(below * 1000) and not reaches(rate, below):
        tenths = math.floor(rate * 1000)
    return f"{tenths / 10:.1f}%"


def money(value: float | None) -> str:
    """万元 with one decimal where it has one, or 未报."""
    if value is None:
        return UNREPORTED
    return f"{value:,.1f}".removesuffix(".0") + " 万元"


def month_day(day: date) -> str:
    """9 月 30 日."""
    return f"{day.month} 月 {day.day} 日"


def period(label: str) -> str:
    """A due period as it reads in a sentence: 9 月, 第三季度, 上半年, 6 月 30 日前, 全年."""
    year, _, part = label.partition("-")
    if part.startswith("Q"):
        return QUARTERS[int(part[1:]) - 1]
    if part.startswith("H"):
        return HALVES[int(part[1:]) - 1]
    if match := re.fullmatch(r"(\d\d)-(\d\d)前", part):
        return f"{month_day(date(int(year), int(match[1]), int(match[2])))}前"
    return f"{int(part)} 月" if part else "全年"


def overview(year_progress: float, targets: Sequence[Measure], funds: Funds, attention: Sequence[Attention]) -> str:
    """The one sentence of the first screen."""
    tally = Counter(measure.status for measure in targets)
    order = [Status.DONE, Status.ON_TRACK, Status.SLIGHTLY_BEHIND, Status.BEHIND, Status.OVERDUE, Status.UNREPORTED]
    stands = "、".join(f"{tally[status]} 项{status.value}" for status in order if tally[status])
    sentence = f"年度时间进度 {percent(year_progress)}"
    if targets:
        sentence += f"，{len(targets)} 项重点工作中 {stands}"
    sentence += f"；{disbursement(funds)}"
    if attention:
        sentence += f"；需要调度 {len(attention)} 项"
    return sentence + "。"


def disbursement(funds: Funds) -> str:
    """衔接资金拨付率 76.3%，达到 9 月底 75% 节点."""
    if funds.rate is None:
        return f"衔接资金拨付率{UNREPORTED}"
    passed = [verdict for verdict in funds.milestones if verdict.passed]
    if passed and passed[-1].unknown:
        day = f"（截至 {month_day(funds.snapshot)}）" if funds.snapshot else ""
        return f"衔接资金拨付率 {percent(funds.rate, below=passed[-1].share)}{day}，{_milestone(passed[-1]).strip()}数据{UNREPORTED}"
    if passed:
        return f"衔接资金拨付率 {_against_milestone(funds.rate, passed[-1])}"
    ahead = funds.next_milestone
    if ahead is None:
        return f"衔接资金拨付率 {percent(funds.rate)}"
    stands = percent(funds.rate, below=ahead.share)
    if funds.gap is not None and funds.gap <= 0:
        return f"衔接资金拨付率 {stands}，提前达到{_milestone(ahead)}"
    return f"衔接资金拨付率 {stands}，距{_milestone(ahead)}还差 {money(funds.gap)}"


def _milestone(verdict: MilestoneVerdict) -> str:
    return f" {verdict.due_on.month} 月底 {verdict.share * 100:g}% 节点"


def _against_milestone(rate: float, verdict: MilestoneVerdict) -> str:
    """The rate of today and the verdict of the milestone's own day; where they differ, both are said."""
    stands, then = percent(rate, below=verdict.share), percent(verdict.rate, below=verdict.share)
    if reaches(rate, verdict.share) == verdict.met:
        return f"{stands}，{'' if verdict.met else '未'}达到{_milestone(verdict)}"
    return f"{stands}，{_milestone(verdict).strip()}{'已' if verdict.met else '未'}按期达到（当日 {then}）"


def fund_headline(funds: Funds) -> str:
    """Rate, milestone, what is still missing and the pace it needs."""
    if funds.rate is None:
        return "衔接资金没有安排。" if funds.snapshot else "衔接资金台账未报。"
    sentence = f"累计拨付 {money(funds.disbursed)}，{disbursement(funds).removeprefix('衔接资金')}"
    ahead = funds.next_milestone
    if ahead and funds.gap and funds.gap > 0 and funds.pace_needed:
        if any(verdict.passed for verdict in funds.milestones):  # else the gap was said already
            sentence += f"；到 {month_day(ahead.due_on)}达到 {ahead.share * 100:g}% 还需拨付 {money(funds.gap)}"
        sentence += f"，平均每月需拨付 {money(funds.pace_needed)}"
    return sentence + "。"


def measures_headline(measures: Sequence[Measure]) -> str:
    """Some targets one after another: 美丽庭院完成 271/334 个（81.1%），达序时；…"""
    return "；".join(_measure(measure) for measure in measures) + "。" if measures else "计划没有这一类目标。"


def _measure(measure: Measure) -> str:
    if measure.value is None:
        return f"{measure.title}{UNREPORTED}"
    if measure.status is Status.DONE:
        return f"{measure.title} {progress(measure)}全部完成"
    rate = "" if measure.rate is None else f"（{percent(measure.rate)}）"
    silent = missing_from(measure)
    return f"{measure.title}完成 {progress(measure)}{rate}，{measure.status.value}{f'（{silent}）' if silent else ''}"


def missing_from(measure: Measure) -> str:
    """Who is not in a number: 潭东镇未报, 台账只列 7/17 个; empty when it is whole."""
    if measure.value is None:
        return ""
    if measure.unreported:
        return f"{named_few(measure.unreported)}{UNREPORTED}"
    if measure.known_share < 1:
        return f"台账只列 {measure.covered:,.0f}/{measure.target:,.0f} {measure.unit}"
    return ""


def progress(measure: Measure) -> str:
    """Done of asked for, with the unit: 271/334 个; a percentage stands beside its target: 91.7%（目标 100%）."""
    if measure.unit == PERCENT:
        return f"{measure.value:.1f}%（目标 {measure.target:g}%）"
    target = "" if measure.target is None else f"/{measure.target:,.0f}"
    return f"{measure.value:,.0f}{target} {measure.unit}"


def stations_headline(measure: Measure | None, stations: Sequence[Site]) -> str:
    """How many stations are finished and which are late."""
    if measure is None or measure.value is None:
        return "污水处理站台账未报。"
    late = [station.name for station in stations if station.status in TROUBLED]
    more = f" {len(late)} 座" if len(late) > NAMED_AT_MOST else ""
    behind = f"；未按计划{more}：{named_few(late)}" if late else "；其余按计划推进" if _goes_on(measure) else ""
    silent = f"；{named_few(measure.unreported)}{UNREPORTED}" if measure.unreported else ""
    planned = "" if measure.target is None else f"{measure.target:,.0f} {measure.unit}"
    return f"{planned}污水处理站建成 {measure.value:,.0f} {measure.unit}{behind}{silent}。"


def _goes_on(measure: Measure) -> bool:
    return measure.status is not Status.DONE and not measure.unreported


def map_headline(villages: Sequence[VillageState], layer: str = layers.ALL, *, where: str = "", kind: str = "村（社区）") -> str:
    """How villages stand on a layer of the map; on a layer of its own kind, which are worst."""
    if not villages:
        return "村庄名录未报。"
    silent = Status.UNREPORTED if layer in (layers.ALL, layers.REPORTING) else None
    namesakes = Counter(village.village for village in villages)
    known = [
        (village.label if namesakes[village.village] > 1 else village.village, found)
        for village in villages
        if (found := village.statuses.get(layer, silent))
    ]
    if not known:
        return f"{where}{layer}：{len(villages)} 个{kind}都没有这项任务。"
    tally = Counter(status for _, status in known)
    stands = "、".join(f"{layers.word(layer, status)} {tally[status]} 个" for status in Status if tally[status])
    if layer == layers.ALL:
        return f"{where}{' ' * bool(where)}{len(known)} 个{kind}：{stands}。"
    last = max(tally, key=lambda status: layers.badness(layer, status))
    late = [village for village, status in known if status is last]
    named = f"；{layers.word(layer, last)}：{named_few(late)}" if layers.is_trouble(layer, last) else ""
    return f"{where}{layer}，{len(known)} 个{kind}：{stands}{named}。"


def tasks_headline(tasks: Sequence[TaskState]) -> str:
    """How many tasks stand where."""
    if not tasks:
        return "计划没有任务清单。"
    tally = Counter(task.status for task in tasks)
    against = sum(bool(task.contradiction) for task in tasks)
    stands = "、".join(f"{status} {tally[status]} 项" for status in ("已完成", "推进中", "未启动", UNREPORTED) if tally[status])
    return f"{len(tasks)} 项任务：{stands}{f'；{against} 项报已完成但数据不符' if against else ''}。"


def duties_headline(cells: Sequence[DutyCell], *, delivered: bool) -> str:
    """How many due acts were done, and how many are missing."""
    if not delivered:
        return "定期履职记录未报。"
    tally = Counter(cell.status for cell in cells)
    due = len(cells) - tally["未到期"]
    if not due:
        return "还没有到期的定期事项。"
    return f"到期应履职 {due:,} 次，已完成 {tally['已完成']:,} 次，逾期 {tally['逾期']:,} 次。"


def actions_headline(actions: Sequence[ActionState], *, delivered: bool) -> str:
    """How much of what was assigned is done."""
    if not actions:
        return "没有交办事项。" if delivered else "交办事项台账未报。"
    tally = Counter(action.status for action in actions)
    stands = "，".join(
        f"{word} {tally[status]} 项" for status, word in (("已完成", "办结"), ("逾期", "逾期"), ("未到期", "未到期")) if tally[status]
    )
    return f"交办 {len(actions)} 项，{stands}。"


def baselines_headline(measures: Sequence[Measure]) -> str:
    """How many floors, caps and zero-targets hold."""
    if not measures:
        return "计划没有底线指标。"
    tally = Counter(measure.status for measure in measures)
    unmet = [measure.title for measure in measures if measure.status is Status.UNMET]
    which = f"（{named_few(unmet)}）" if unmet else ""
    phrases = [f"达标 {tally[Status.MET]} 项"] if tally[Status.MET] else []
    phrases += [f"未达标 {len(unmet)} 项{which}"] if unmet else []
    phrases += [f"{UNREPORTED} {tally[Status.UNREPORTED]} 项"] if tally[Status.UNREPORTED] else []
    return f"{len(measures)} 项底线指标，{'，'.join(phrases)}。"
