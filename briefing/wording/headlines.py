"""The sentences on screens and in bulletins, made from numbers only."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import partial

from briefing import formats
from briefing.formats import MISSING, NAMED_AT_MOST, amount, few, fund_rate, month_day, spaced
from briefing.measures import bounds, map_layers, naming
from briefing.model import (
    ActionState,
    DutyCell,
    Funds,
    Measure,
    MilestoneVerdict,
    Part,
    Site,
    TaskState,
    VillageState,
)
from briefing.status import FINISHED, SEVERITY, TROUBLED, ActStatus, Status, reaches

NO_TARGET = "计划没有这一类目标。"
VILLAGES = "村（社区）"


# How a status reads within a sentence.
_SAID = {
    Status.DONE: "已完成",
    Status.ON_TRACK: "达到序时进度",
    Status.SLIGHTLY_BEHIND: "略低于序时进度",
}


def _said(status: Status) -> str:
    return _SAID.get(status, str(status))


# And of things that all stand the same.
_ALL: dict[str, str] = {ActStatus.DONE: "已完成", ActStatus.GOING: "在推进", ActStatus.NOT_STARTED: "未启动"}


def overview(
    targets: Sequence[Measure], funds: Funds, as_of: date, *, named: int = NAMED_AT_MOST, with_money: bool = True
) -> str:
    """The one sentence of the first screen: what goes well by number, what is behind by name and with who leads it."""
    told, money = _told_on(targets, as_of), disbursement(funds, as_of)
    if any(one.kind == naming.DISBURSEMENT for one in _behind(targets)):  # it was named with its whole title
        money = f"拨付率{money.removeprefix(funds.title)}"
    if told and told == formats.as_told(funds.snapshot, as_of):  # one day for all that is told: it is said once
        money = money.replace(told, "", 1)
    day, told = (f"{told.strip('（）')}，", "") if told.startswith("（按") else ("", told)
    phrases = [f"{day}{len(targets)} 项重点工作中，{_stands(targets, named)}{told}"] if targets else []
    phrases += [money] if (with_money and funds.scheduled) or not targets else []
    return "；".join(phrases) + "。"


def _stands(targets: Sequence[Measure], named: int) -> str:
    tally = Counter(measure.status for measure in targets)
    counts = [f"{_said(s)} {tally[s]} 项" for s in (Status.DONE, Status.ON_TRACK, Status.UNREPORTED) if tally[s]]
    behind = _behind(targets)
    leads = {_led(one) for one in behind}
    together = leads.pop().replace("（", "（均由") if len(leads) == 1 < len(behind) and all(leads) else ""
    names = [f"{naming.short_title(one)}{_said(one.status)}{'' if together else _led(one)}" for one in behind]
    among = f"落后 {len(names)} 项{'：' if named else ''}" if formats.is_cut(names, named) else ""
    partial = sum(one.kind != naming.DISBURSEMENT and bool(one.unreported) for one in behind)
    silent = f"其中 {partial} 项有单位{MISSING}" if partial else ""  # what is not known to be done counts as not done
    return "，".join(filter(None, ["、".join(counts), among + few(names, named) + together, silent]))


def _behind(things: Sequence[Measure] | Sequence[Part]) -> list:
    """Those in trouble, worst first."""

    def badness(thing: Measure | Part) -> tuple[int, float]:
        return -SEVERITY[thing.status], (thing.rate or 0) - (thing.scheduled or 0)

    return sorted((thing for thing in things if thing.status in TROUBLED), key=badness)


def _led(measure: Measure) -> str:
    return f"（{measure.responsible[0]}牵头）" if measure.responsible else ""


def _told_on(figures: Sequence[Measure | TaskState], as_of: date) -> str:
    """The day of figures that are older than the day they are told on; where only some are, how many."""
    days = [figure.snapshot for figure in figures if figure.snapshot]
    older = [day for day in days if day < as_of]
    if not older:
        return ""
    if len({*days}) == 1:
        return formats.as_told(older[0], as_of)
    first, last = (spaced(formats.short_due(day, as_of.year)) for day in (min(older), max(older)))
    return f"（其中 {len(older)} 项为 {first if first == last else f'{first}至 {last}'}数据）"


def disbursement(funds: Funds, as_of: date) -> str:
    """衔接资金拨付率 76.3%，达到 9 月底 75% 节点; a rate of an earlier day is told with it."""
    stands = f"{funds.title} {fund_rate(funds.rate, funds)}{formats.as_told(funds.snapshot, as_of)}"
    passed = [verdict for verdict in funds.milestones if verdict.passed]
    if funds.rate is None:
        return f"{funds.title}{MISSING}"
    if passed and passed[-1].unknown:
        return f"{stands}，{_milestone(passed[-1]).strip()}数据{MISSING}"
    if passed:
        return f"{stands}，{_kept(passed[-1], funds)}"
    ahead = funds.next_milestone
    if ahead is None:
        return stands
    if funds.gap is not None and funds.gap <= 0:
        return f"{stands}，提前达到{_milestone(ahead)}"
    return f"{stands}，距{_milestone(ahead)}还差 {amount(funds.gap, formats.MONEY)}"


def _milestone(verdict: MilestoneVerdict) -> str:
    return f" {spaced(formats.month_end(verdict.due_on))} {formats.share(verdict.share)} 节点"


def _kept(verdict: MilestoneVerdict, funds: Funds) -> str:
    """The verdict of a milestone's own day; where that differs from the rate of today, the rate of then."""
    if funds.rate is not None and reaches(funds.rate, verdict.share) == verdict.met:
        return f"{'' if verdict.met else '未'}达到{_milestone(verdict)}"
    then = fund_rate(verdict.rate, funds)
    return f"{_milestone(verdict).strip()}{'已' if verdict.met else '未'}按期达到（当日 {then}）"


def fund_headline(funds: Funds, as_of: date, *, with_pace: bool = True) -> str:
    """Rate, milestone, what is still missing and the pace it needs."""
    if funds.rate is None:
        return f"{naming.MONEY}没有安排。" if funds.snapshot else f"{naming.LEDGER}{MISSING}。"
    disbursed = amount(funds.disbursed, formats.MONEY, funds.allocated)
    sentence = f"累计拨付 {disbursed}，{disbursement(funds, as_of).removeprefix(naming.MONEY)}"
    ahead = funds.next_milestone
    days = formats.last_days(funds, as_of)
    if with_pace and ahead and funds.gap and funds.gap > 0 and (funds.pace_needed or days):
        said = not any(verdict.passed for verdict in funds.milestones)  # how large the gap is
        if not said:
            due = f"到 {spaced(month_day(ahead.due_on))}达到 {formats.share(ahead.share)}"
            sentence += f"；{due}{f'，{days}' if days else ' '}还需拨付 {amount(funds.gap, formats.MONEY)}"
        gap, pace = (amount(value, formats.MONEY) for value in (funds.gap, funds.pace_needed))
        if funds.pace_needed and pace != gap:  # in a single month it would be the gap again
            sentence += f"，平均每月需拨付 {amount(funds.pace_needed, formats.MONEY, funds.pace_recent)}"
        elif said and days:
            sentence += f"，需在 {days}拨付"
    if mixed := formats.besides(funds, short=True):
        sentence += f"；{mixed}"
    return sentence + "。"


def measures_headline(
    measures: Sequence[Measure], as_of: date, *, named: int = NAMED_AT_MOST, in_shares: bool = False
) -> str:
    """Some targets one after another: 美丽庭院已完成 271 个，占任务数 334 个的 81.1%，…; a day that all lack is said once.

    Where problems are told by themselves, what is behind need not be `named`; `in_shares` tells shares alone, and of the
    silent how many they are.
    """
    if not measures:
        return NO_TARGET
    tell = partial(_measure, named=named, in_shares=in_shares)
    days = {measure.snapshot for measure in measures if measure.value is not None}
    if len(days) == 1 and (day := formats.as_told(days.pop(), as_of)):
        return f"{day.strip('（）')}，{'；'.join(map(tell, measures))}。"
    told = (f"{tell(measure)}{formats.as_told(measure.snapshot, as_of)}" for measure in measures)
    return "；".join(told) + "。"


def _measure(measure: Measure, *, named: int, in_shares: bool) -> str:
    if measure.value is None:
        return f"{measure.title}{MISSING}"
    beside, done = missing_from(measure), done_of(measure)
    if in_shares and measure.rate is not None:
        done = f"完成 {formats.rate_of(measure)}"
        villages = {part.name for part in measure.parts if part.town != part.name}
        if measure.unreported and villages.isdisjoint(measure.unreported):
            beside = f"{len(measure.unreported)} 个单位{MISSING}"
    silent = f"（{beside}）" if beside else ""
    if measure.status is Status.DONE and not exceeds(measure):
        return f"{measure.title} {formats.value_of(measure)}全部完成{silent}"
    # Where the only part is the whole district there are no places to name: who leads it is told.
    whole = len(measure.parts) == 1 and measure.parts[0].town in (None, measure.parts[0].name)
    places = () if whole else measure.parts
    behind = [part.name for part in _behind(places)]
    but = "，" if measure.status in TROUBLED else "，但 "
    where = (
        f"{but}{len(behind)} {naming.counted_in(measure)}落后{f'：{few(behind, named)}' if named else ''}"
        if behind
        else ""
    )
    if named and whole and measure.status in TROUBLED:
        where = _led(measure)
    return f"{measure.title}{done}，{'超额完成' if exceeds(measure) else _said(measure.status)}{silent}{where}"


def done_of(measure: Measure) -> str:
    """已完成 12 个，占任务数 17 个的 70.6%; 任务数 4 个，尚无完成; of a percentage 为 91.7%，距目标差 8.3 个百分点."""
    done = formats.value_of(measure)
    if measure.unit == formats.PERCENT:
        short = 0 if measure.value is None or measure.target is None else (measure.target - measure.value) / 100
        return f"为 {done}，距目标差{formats.gap(short)}" if short > 0 and not reaches(0, short) else f"为 {done}"
    if measure.rate is None or measure.target is None:
        return f"已完成 {done}"
    if not measure.value:
        return f"任务数 {formats.aimed(measure.target, measure.unit)}，尚无完成"
    aim = f"{formats.aimed(measure.target, measure.unit)}的 {formats.rate_of(measure)}"
    return f"已完成 {done}，为任务数 {aim}" if exceeds(measure) else f"已完成 {done}，占任务数 {aim}"


def exceeds(measure: Measure) -> bool:
    """Whether more was done than is asked for."""
    return measure.value is not None and measure.target is not None and measure.value > measure.target


def missing_from(measure: Measure) -> str:
    """Who is not in a number, or with an earlier day: 潭东镇未报, 台账只列 7/17 个; empty when it is whole."""
    if measure.value is None:
        return ""
    carried = formats.mixed_days(measure.carried, short=True)
    lacking = ""
    if measure.unreported:
        lacking = f"{few(naming.silent_places(measure.unreported, measure.parts))}{MISSING}"
    elif measure.known_share < 1:
        listed = formats.count(measure.covered, measure.target)
        lacking = f"台账只列 {listed}/{formats.aimed(measure.target, measure.unit)}"
    return "，".join(filter(None, (carried, lacking, formats.recomputed(measure))))


def stations_headline(
    measure: Measure | None, stations: Sequence[Site], as_of: date, *, named: int = NAMED_AT_MOST
) -> str:
    """How many stations are finished and which are late."""
    if measure is None:
        return NO_TARGET
    if measure.value is None:
        return "污水处理站台账未报。"
    late = [station.name for station in stations if station.status in TROUBLED]
    more = f" {len(late)} 座" if formats.is_cut(late, named) else ""
    behind = (
        f"；未按计划{more}{f'：{few(late, named)}' if named else ''}"
        if late
        else "；其余按计划推进"
        if _goes_on(measure)
        else ""
    )
    silent = f"；{missing_from(measure)}" if missing_from(measure) else ""
    planned = "" if measure.target is None else formats.aimed(measure.target, measure.unit)
    day = formats.as_told(measure.snapshot, as_of)
    built = f"建成 {formats.value_of(measure)}" if measure.value or silent or not planned else "均未建成"
    if planned and measure.value == measure.target:
        built = "均已建成" if measure.value > 1 else "已建成"
    return f"{planned}污水处理站{built}{day}{behind}{silent}。"


def _goes_on(measure: Measure) -> bool:
    return measure.status not in TROUBLED | FINISHED and not measure.unreported


def map_headline(
    villages: Sequence[VillageState],
    layer: str = map_layers.ALL,
    *,
    where: str = "",
    kind: str = VILLAGES,
    undrawn: Sequence[VillageState] = (),
    named: int = NAMED_AT_MOST,
) -> str:
    """How villages stand on a layer of the map; on a layer of its own kind, which are worst."""
    if not villages:
        return "村庄名录未报。"
    silent = Status.UNREPORTED if layer in (map_layers.ALL, map_layers.REPORTING) else None
    namesakes = Counter(village.village for village in villages)
    known = [
        (village.label if namesakes[village.village] > 1 else village.village, found)
        for village in villages
        if (found := village.statuses.get(layer, silent))
    ]
    if not known:
        return f"{where}{layer}：{len(villages)} 个{kind}都没有这项任务。"
    tally = Counter(status for _, status in known)
    last = max(tally, key=lambda status: map_layers.badness(layer, status))
    late = [village for village, status in known if status is last] if map_layers.is_trouble(layer, last) else []
    names = f"（{few(late, named)}）" if late and named else ""
    stands = "、".join(
        f"{map_layers.word(layer, status)} {tally[status]} 个{names if status is last else ''}"
        for status in Status
        if tally[status]
    )
    about = where + " " * bool(where) if layer == map_layers.ALL else f"{where}{layer}，"
    missing = sum(village.statuses.get(layer, silent) is not None for village in undrawn)
    beside = f"，其中 {missing} 个不在图上" if missing else ""
    return f"{about}{len(known)} 个{kind}{beside}：{stands}。"


def tasks_headline(tasks: Sequence[TaskState], as_of: date) -> str:
    """How many tasks stand where; a list that nobody reported is no list of tasks that are left undone."""
    if not tasks:
        return "计划没有任务清单。"
    tally = Counter(task.status for task in tasks if not task.contradiction)
    if tally[ActStatus.UNREPORTED] == len(tasks):
        return f"{len(tasks)} 项任务均未报送进展。"
    against = sum(bool(task.contradiction) for task in tasks)
    stands = "、".join(
        f"{status} {tally[status]} 项"
        for status in (ActStatus.DONE, ActStatus.GOING, ActStatus.NOT_STARTED, MISSING)
        if tally[status]
    )
    if len(tasks) > 1 and [*tally.values()] == [len(tasks)]:
        return f"{len(tasks)} 项任务均{_ALL[next(iter(tally))]}{_told_on(tasks, as_of)}。"
    told = f"{len(tasks)} 项任务{_told_on(tasks, as_of)}：{stands}"
    return f"{told}{f'；{against} 项上报已完成，但与台账数据不一致' if against else ''}。"


def duties_headline(
    cells: Sequence[DutyCell], as_of: date, *, delivered: bool, towns: Sequence[str] = (), named: int = NAMED_AT_MOST
) -> str:
    """How many due acts were done, and how many are missing, a village under its town; records that end in an earlier
    month are said to.
    """
    if not delivered:
        return "定期履职记录未报。"
    tally = Counter(cell.status for cell in cells)
    due = len(cells) - tally[ActStatus.NOT_DUE]
    if not due:
        return "还没有到期的定期事项。"
    done, overdue = formats.count(tally[ActStatus.DONE]), formats.count(tally[ActStatus.OVERDUE])
    newest = max((cell.done_on for cell in cells if cell.done_on), default=None)
    ended = newest is not None and (newest.year, newest.month) < (as_of.year, as_of.month)
    until = f"（履职记录最新到 {spaced(formats.short_due(newest, as_of.year))}）" if ended else ""
    late = Counter(naming.town_of(cell.unit, towns) for cell in cells if cell.status == ActStatus.OVERDUE).most_common()
    who = f"，主要是{few([unit for unit, _ in late], named)}" if late and named else ""
    missed = f"，逾期 {overdue} 次{who}" if late else ""
    kept = f"已完成 {done} 次{missed}" if late else "均已完成"
    return f"到期应履职 {formats.count(due)} 次，{kept}{until}。"


def actions_headline(actions: Sequence[ActionState], *, delivered: bool, named: int = NAMED_AT_MOST) -> str:
    """How much of what was assigned is done."""
    if not actions:
        return "没有交办事项。" if delivered else "交办事项台账未报。"
    tally = Counter(action.status for action in actions)
    stands = "，".join(
        f"{word} {tally[status]} 项"
        for status, word in ((ActStatus.DONE, "办结"), (ActStatus.OVERDUE, "逾期"), (ActStatus.NOT_DUE, "未到期"))
        if tally[status]
    )
    if len(tally) == 1 and len(actions) > 1:
        stands = f"均{'已' if ActStatus.DONE in tally else ''}{stands.partition(' ')[0]}"
    late = list(dict.fromkeys(action.owner for action in actions if action.status == ActStatus.OVERDUE))
    return f"交办 {len(actions)} 项，{stands}{f'；逾期：{few(late, named)}' if late and named else ''}。"


def baselines_headline(measures: Sequence[Measure], as_of: date, *, named: int = NAMED_AT_MOST) -> str:
    """How many floors, caps and zero-targets hold."""
    if not measures:
        return "计划没有底线指标。"
    tally = Counter(map(bounds.word, measures))
    unmet = [measure.title for measure in measures if measure.status is Status.UNMET]
    which = f"（{few(unmet, named)}）" if unmet and named else ""
    phrases = [f"达标 {tally[Status.MET]} 项"] if tally[Status.MET] else []
    phrases += [f"未达标 {len(unmet)} 项{which}"] if unmet else []
    phrases += [f"{word} {tally[word]} 项" for word in (MISSING, bounds.LACKS_BASE) if tally[word]]
    return f"{len(measures)} 项底线指标{_told_on(measures, as_of)}，{'，'.join(phrases)}。"
