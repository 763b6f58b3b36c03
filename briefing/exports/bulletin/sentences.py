"""The sentences of bulletins, made from the numbers of a Briefing only."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import zip_longest

from briefing import formats, looks
from briefing.exports.bulletin.official_layout import numeral
from briefing.measures import naming
from briefing.measures.comparison import Comparison, compare
from briefing.measures.map_layers import ALL
from briefing.measures.naming import owners, worst_first
from briefing.measures.schedule import month_end
from briefing.model import BOUNDS, Attention, Briefing, Funds, Measure, MeasureKind, Site
from briefing.status import SEVERITY, TROUBLED, Status
from briefing.wording import comparison, headlines, labels, lists, money, open_items
from briefing.wording.lists import DutyTally, duty_tallies
from data_loaders.store.papers import Particulars

QUARTER_MONTHS = 3
NAMED = (1, 2)  # so many targets give a paragraph its title
_DAY_ONLY = re.compile("按[^，]*数据，")
_NOT_PLANNED = re.compile("计划没有[^。]*。")  # what a plan does not ask for is no progress
# Works are told by themselves with their cause; what else is asked about stands on other pages.
SITE_PAGES = frozenset({"sites", "sewage"})
BAD = frozenset({Status.OVERDUE, Status.BEHIND, Status.UNMET})


def bulletin_title(briefing: Briefing, period: str) -> tuple[str, str, str]:
    """关于2023年第三季度 / … / 重点工作推进情况的通报, or 关于2023年9月 / … / 工作调度情况的通报: three lines.

    A quarter that has not ended is not reported on: the title then says the year, the line below it the day.
    """
    day = briefing.as_of
    if period == "季通报":
        ended = day == month_end(day) and day.month % QUARTER_MONTHS == 0
        quarter = f"{day.year}年{formats.QUARTERS[(day.month - 1) // QUARTER_MONTHS]}"
        return f"关于{quarter if ended else f'{day.year}年'}", briefing.title, "重点工作推进情况的通报"
    return f"关于{day.year}年{day.month}月", briefing.title, "工作调度情况的通报"


def bulletin_subtitle(briefing: Briefing, meeting: str = "") -> str:
    """（三季度调度会材料，数据截至 2023年9月30日）."""
    held = f"{labels.clean(meeting)}材料，" if meeting else ""
    older, day = labels.older_ledgers(briefing), formats.full_day(briefing.as_of)
    told = f"统计到 {day}，台账截至 {formats.month_day(older)}" if older else f"数据截至 {day}"
    return f"（{held}{told}）"


def addressees(briefing: Briefing) -> str:
    """To whom the bulletin goes: 潭东镇、潭口镇、高校园区管理处，各有关责任单位：."""
    return f"{'、'.join(briefing.towns)}，各有关责任单位："


def bulletin_opening(briefing: Briefing) -> str:
    """现将……通报如下; and the day of the ledgers where that is an earlier one."""
    day = formats.month_day(briefing.as_of)
    newest, older = labels.older_ledgers(briefing), ""
    if newest:
        told = formats.short_due(newest, briefing.year)
        older = f"各台账最新数据截至{told}，定期履职和交办事项统计到{day}。"
    work = briefing.title if briefing.title != briefing.district else ""  # the plan names none
    return f"根据{briefing.district}{briefing.year}年{work}工作计划，现将截至{day}的工作推进情况通报如下。{older}"


def figures_note(briefing: Briefing) -> str:
    """What must be known of all figures, below their table."""
    silent = any(measure.unreported or measure.value is None for measure in _counted(briefing))
    return f"{labels.SCHEDULE_NOTE}{f'；{formats.MISSING}的数据没有计入完成数' if silent else ''}"


def _counted(briefing: Briefing) -> list[Measure]:
    """The measures that ledgers with a day speak for."""
    return [measure for measure in briefing.measures if measure.kind != MeasureKind.DUTY]


def progress(briefing: Briefing, *, whole: bool, previous: Briefing | None, parts: Sequence[str] = ()) -> list[str]:
    """主要进展, a paragraph each: works, money, bounds and duties, assignments; with `whole` also who is behind, the other
    goals, the towns, and all that changed, which a month tells among its problems and in its table. `parts` chooses and
    orders them.
    """
    told = _whole(briefing) if whole else _in_short(briefing)
    if previous is not None:
        found = compare(previous, briefing)
        since = f"与上次调度会（{formats.month_day(found.as_of_before)}数据）相比"
        told.append(("changes", since, _changes(found) if whole else comparison.measures_changed(found)))
    if parts:
        told = list(dict.fromkeys(one for part in parts for one in told if part in one[0].split()))
    texts = ((title, _NOT_PLANNED.sub("", text)) for _, title, text in told)
    shown = [(title, _untitled(title, text)) for title, text in texts if text]
    return [f"（{numeral(number)}）{title}。{text}" for number, (title, text) in enumerate(shown, 1)]


def _untitled(title: str, text: str) -> str:
    """A paragraph on one target names it once: in its title."""
    day, named, rest = text.partition(title)
    return f"{day}{rest.lstrip()}" if named and (not day or _DAY_ONLY.fullmatch(day)) else text


def _whole(briefing: Briefing) -> list[tuple[str, str, str]]:
    """The parts of a quarter that each paragraph tells, its title, its text."""
    said, works, places = briefing.headlines, _works(briefing), briefing.judged_by("places_done")
    return [
        ("sites", _about(works, "新农村建设和村庄整治"), said["sites"]),
        ("households", _about(places, "庭院和户厕"), said["households"]),
        ("sewage", "污水处理站建设", said["sewage"]),
        ("overview", "其他年度目标", other_goals(briefing)),
        ("funds", f"{naming.MONEY}拨付", _money(briefing)),
        ("baselines duties", "底线指标和定期履职", f"{said['baselines']}{said['duties']}"),
        ("tasks actions", "任务清单和交办事项", f"{said['tasks']}{said['actions']}"),
        ("map", f"各{formats.units_word(briefing.towns)}", "".join(town_lines(briefing))),
    ]


def _works(briefing: Briefing) -> list[Measure]:
    return briefing.judged_by("sites_finished") or briefing.judged_by("places_covered")


def _about(measures: Sequence[Measure], usual: str) -> str:
    """What a paragraph is about: its one or two targets by name."""
    return "和".join(measure.title for measure in measures) if len(measures) in NAMED else usual


def _in_short(briefing: Briefing) -> list[tuple[str, str, str]]:
    """The same of a month: numbers alone."""
    day = briefing.as_of
    built = _works(briefing)
    station = next(iter(briefing.judged_by("stations_finished")), None)
    bounds = [measure for measure in briefing.measures if measure.kind in BOUNDS]
    kept = [
        headlines.baselines_headline(bounds, day, named=0),
        headlines.duties_headline(briefing.duties, day, delivered="duties" in briefing.delivered, named=0),
        briefing.headlines["tasks"],
        headlines.actions_headline(briefing.actions, delivered="actions" in briefing.delivered, named=0),
    ]
    return [
        (
            "sites sewage",
            "项目建设",
            headlines.measures_headline(built, day, named=0)
            + headlines.stations_headline(station, briefing.stations, day, named=0),
        ),
        (
            "households",
            _about(briefing.judged_by("places_done"), "庭院和户厕"),
            headlines.measures_headline(briefing.judged_by("places_done"), day, named=0),
        ),
        ("funds", f"{naming.MONEY}拨付", briefing.headlines["funds"]),
        ("baselines duties tasks actions", "底线指标、履职和交办", "".join(kept)),
    ]


def _money(briefing: Briefing) -> str:
    if briefing.funds.rate is None:
        return briefing.headlines["funds"]
    lowest = money.lowest_slice(briefing.funds).partition("：")[2]  # the rate was said before it
    apart = f"{money.not_counted(briefing.funds)}。" if briefing.funds.apart else ""
    return f"{briefing.headlines['funds']}{lowest}{apart}"


def _changes(found: Comparison) -> str:
    told = (comparison.measures_changed, comparison.villages_headline, comparison.actions_headline)
    return "".join(sentence(found) for sentence in told)


def problems(briefing: Briefing, at_most: int) -> list[str]:
    """存在的主要问题: late sites with their cause and who answers, then what else is to be asked about, worst first.

    Of what is equally bad the key works come first: the first part of the paper names them.
    """
    late = worst_first([site for site in (*briefing.sites, *briefing.stations) if site.status in BAD])
    rest = [item for item in briefing.attention if item.page not in SITE_PAGES]
    rest.sort(key=lambda item: item.measure not in briefing.headline_measures)
    found = [(SEVERITY[site.status], _late_site(site)) for site in late[: at_most // 2]]
    found += [(SEVERITY[item.status], _asked_about(item)) for item in rest]
    found.sort(key=lambda pair: -pair[0])
    if not found:
        return [lists.attention_headline(briefing)]
    told = [f"{number}. {text}" for number, (_, text) in enumerate(found[:at_most], 1)]
    return told


def _late_site(site: Site) -> str:
    """迳背污水处理站已逾期 30 天，主要原因是出水管网未接通，由区建投公司负责。"""
    late = "到期未完成" if not site.days_late else f"已逾期 {site.days_late} 天"
    stands = late if site.status is Status.OVERDUE else f"形象进度 {formats.progress_of(site)}，{site.status.value}"
    cause = f"主要原因是{site.problem.rstrip('。')}" if site.problem else "原因未报"
    owner = "、".join(dict.fromkeys(filter(None, (*owners(site.owner), site.town))))
    return f"{site.name}{stands}，{cause}，由{owner}负责。"


def _asked_about(item: Attention) -> str:
    return f"{item.title}。" if item.page == "duties" else f"{item.title}，由{item.owner}负责。"


def other_goals(briefing: Briefing) -> str:
    """The counted targets that have no paragraph of their own: how many stand how, and which are behind."""
    shown = {measure.id for measure in [*_works(briefing), *briefing.judged_by("places_done")]} | set(
        briefing.headline_measures
    )
    rest = [measure for measure in briefing.measures if measure.kind == MeasureKind.TARGET and measure.id not in shown]
    if not rest:
        return ""
    behind = [measure for measure in rest if measure.status in TROUBLED]
    well = len(rest) - len(behind)
    silent = [measure.title for measure in rest if measure.value is None]
    if len(rest) == 1:
        return headlines.measures_headline(rest, briefing.as_of)
    good = f"中，已完成或达到序时进度 {well} 项" if behind else "均已完成或达到序时进度"
    told = [f"{len(rest)} 项{good}"] if well and not silent else []
    told += [headlines.measures_headline(behind, briefing.as_of).rstrip("。")] if behind else []
    told += [f"{formats.few(silent)}{formats.MISSING}"] if silent else []
    return f"{'；'.join(told)}。" if told else ""


def measures_by_town(briefing: Briefing) -> list[Measure]:
    """The targets whose parts lie in the units."""
    goals = [measure for measure in briefing.measures if measure.kind == MeasureKind.TARGET]
    return [measure for measure in goals if any(part.town in briefing.towns for part in measure.parts)]


def town_share(measure: Measure, town: str, room: float) -> str:
    """Done of asked for in one unit: 120/150（80.0%）; how many parts did not report is said too. `room` in characters."""
    own = [part for part in measure.parts if part.town == town]
    known = [part for part in own if part.value is not None]
    if not own and town not in measure.unreported:
        return formats.DASH
    if not known:
        return formats.MISSING
    done, aim = sum(part.value or 0 for part in known), sum(part.target or 0 for part in known)
    silent = f"，{len(own) - len(known)} {naming.counted_in(measure)}{formats.MISSING}" if len(known) < len(own) else ""
    rate = f"（{formats.rate(done / aim, measure.scheduled)}{silent}）" if aim else ""
    return stacked(f"{formats.digits(done, measure.unit, aim)}/{formats.aim(aim)}", rate, room)


WIDE_EM = 0.64  # figures of the face that stands in where 仿宋 is not installed


def stacked(words: str, aside: str, room: float) -> str:
    """Both in one line of a cell of so many characters, or what is in brackets below: neither may be torn at the end of a line."""
    return f"{words}{aside}" if looks.ems(words + aside, WIDE_EM) <= room else f"{words}\n{aside}"


def town_money(funds: Funds, town: str, room: float) -> str:
    """Disbursed of allocated in one unit."""
    piece = next((piece for piece in funds.by_town if piece.name == town), None)
    if piece is None:
        silent = funds.rate is None or any(older.reporter == town and not older.snapshot for older in funds.mixed)
        return formats.MISSING if silent else formats.DASH
    return stacked(formats.spent(piece.disbursed, piece.allocated), f"（{formats.fund_rate(piece.rate, funds)}）", room)


def town_lines(briefing: Briefing) -> list[str]:
    """One sentence a unit: duties owed and missed, measures not reported."""
    tallies = {tally.unit: tally for tally in duty_tallies(briefing)}
    return [_town_line(town, tallies.get(town), briefing) for town in briefing.towns]


def _town_line(town: str, tally: DutyTally | None, briefing: Briefing) -> str:
    # A ledger that nobody delivered is no unit's fault.
    silent = sum(town in measure.unreported for measure in _counted(briefing) if measure.snapshot)
    late = [village for village in briefing.villages if village.town == town and village.statuses.get(ALL) in TROUBLED]
    own = [village for village in briefing.villages if village.town == town]
    dark = sum(village.statuses.get(ALL, Status.UNREPORTED) is Status.UNREPORTED for village in own)
    if own and dark == len(own):
        told = [f"{town}所辖 {len(own)} 个村（社区）进展均{formats.MISSING}"]
    else:
        unknown = f"，{dark} 个{formats.MISSING}" if dark else ""
        all_late = f"{'均' if len(own) > 1 else ''}未按计划推进"
        stands = all_late if len(late) == len(own) else f"中 {len(late)} 个未按计划推进{unknown}"
        told = [f"{town}所辖 {len(own)} 个村（社区）{stands}"]
    if tally is None:
        told.append(f"定期履职记录{formats.MISSING}")
    else:
        told.append(_acts(tally))
    if silent:
        told.append(f"{formats.MISSING} {silent} 项数据")
    return "；".join(told) + "。"


def _acts(tally: DutyTally) -> str:
    if not tally.due:
        return "没有到期的定期事项"
    late = "均逾期" if tally.overdue == tally.due else f"逾期 {tally.overdue} 次"
    return f"到期定期事项 {tally.due} 次，{late if tally.overdue else '均已完成'}"


def asking_day(briefing: Briefing, told: Particulars) -> date:
    """The day on which a paper asks: that of its signing, never one before its figures."""
    return max(briefing.as_of, told.dated or briefing.as_of)


def answer_day(briefing: Briefing, asked_on: date) -> str:
    """By when a unit answers a paper."""
    return formats.short_due(asked_on + timedelta(days=open_items.ANSWER_DAYS), briefing.year)


def answer_by(item: open_items.OpenItem, briefing: Briefing, asked_on: date) -> str:
    """By when one thing is asked for."""
    return f"{formats.short_due(item.answer_by(asked_on), briefing.year)}前"


def answer_cell(item: open_items.OpenItem, briefing: Briefing, asked_on: date) -> str:
    """The same in a narrow column, where a day of another year breaks behind the year."""
    return answer_by(item, briefing, asked_on).replace("年", "年\n")


def asked_opening(briefing: Briefing, asked_on: date) -> str:
    """What the table below asks for."""
    units = _asked_units(briefing)
    if not units and any(measure.status is Status.UNREPORTED for measure in briefing.measures):
        day = formats.month_day(asked_on + timedelta(days=open_items.ANSWER_DAYS))
        return f"仍有数据{formats.MISSING}，请各单位于{day}前报送。"
    if not units:
        return "各项工作按计划推进，请各单位继续抓好落实。"
    return "重点事项交办如下："


def _asked_units(briefing: Briefing) -> list[str]:
    return [unit for unit, items in open_items.open_items(briefing).items() if any(item.urgent for item in items)]


def asked_closing(briefing: Briefing, asked_on: date, at_most: int) -> str:
    """How and by when to answer; how many things more stand in the 督办单."""
    urgent = sum(len(items) for items in open_items.urgent_items(briefing).values())
    rest = "其余事项见各单位督办单。" if urgent > at_most else ""
    return f"{rest}请各单位于{answer_day(briefing, asked_on)}前填写回执，报领导小组办公室；逾期事项应当书面说明原因。"


def _answering(problem: str, items: Sequence[open_items.OpenItem]) -> open_items.OpenItem | None:
    """What is asked of whom about a problem that was told."""
    meant = [item for item in items if item.title in problem and item.unit in problem]
    return max(meant, key=lambda item: len(item.title), default=None)


def asked_of(
    briefing: Briefing, asked_on: date, at_most: int, told: Sequence[str]
) -> list[tuple[str, str, str, str, str]]:
    """What is asked of whom by when: of every unit what answers a problem that was told, or its worst, those units first
    whose problems were told; then the next of each, until there are enough.

    Nothing is asked for by a day that has passed: what is late is to be answered soon.
    """
    urgent = open_items.urgent_items(briefing)
    every = [item for own in urgent.values() for item in own]
    first = [item for problem in told if (item := _answering(problem, every))]
    place = {item: at for at, item in reversed([*enumerate(first)])}
    queues = [sorted(own, key=lambda item: place.get(item, len(first))) for own in urgent.values()]
    queues.sort(key=lambda own: place.get(own[0], len(first)))
    items = [item for turn in zip_longest(*queues) for item in turn if item is not None][:at_most]
    items.sort(key=lambda item: -SEVERITY[Status(item.status)])
    units = list(dict.fromkeys(item.unit for item in items))  # in one place each, the one with the worst thing first
    items.sort(key=lambda item: units.index(item.unit))
    return [
        (
            item.unit,
            item.title,
            item.in_short,
            item.ask,
            answer_cell(item, briefing, asked_on),
        )
        for item in items
    ]
