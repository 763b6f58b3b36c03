"""The sentences of bulletins, made from the numbers of a Briefing only.

May import: `model`, `words`, `status`, `layers`, `figures.theme`; of exports: `list_words`,
`works_words`, `oversight`, `labels`.
"""

from collections.abc import Sequence
from datetime import date

from briefing import words
from briefing.exports import labels, oversight
from briefing.exports.list_words import DutyTally, duty_tallies, few
from briefing.exports.works_words import household_measures, site_problem
from briefing.figures import theme
from briefing.layers import ALL
from briefing.model import Briefing, Funds, Measure, Site
from briefing.status import SEVERITY, TROUBLED, Status

NAMED_AT_MOST = 6
TOWN_COLUMN_EMS = 8.5
AT_ONCE = "立即"
# Kinds of open items that a unit reads in one line: how they stand, what is asked.
GATHERED = {oversight.DUTY_KIND: ("逾期", "补做并登记履职记录"), oversight.REPORT: (theme.MISSING, "补报数据")}


def chinese_day(day: date) -> str:
    """2023年9月30日, as official papers write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def bulletin_title(briefing: Briefing, period: str) -> tuple[str, str, str]:
    """关于2023年第三季度 / … / 重点工作推进情况的通报, or 关于2023年9月 / … / 工作调度情况的通报: three lines."""
    day = briefing.as_of
    if period == "季通报":
        return f"关于{day.year}年{words.QUARTERS[(day.month - 1) // 3]}", briefing.title, "重点工作推进情况的通报"
    return f"关于{day.year}年{day.month}月", briefing.title, "工作调度情况的通报"


def bulletin_subtitle(briefing: Briefing) -> str:
    """（数据截至 2023年9月30日，第 3 版，示例数据）."""
    mark = f"，{labels.SAMPLE_MARK}" if briefing.edition.sample else ""
    return f"（数据截至 {chinese_day(briefing.as_of)}，{labels.edition_line(briefing)}{mark}）"


def addressees(briefing: Briefing) -> str:
    """To whom the bulletin goes: 潭东镇、潭口镇、高校园区管理处，各有关责任单位：."""
    return f"{'、'.join(briefing.towns)}，各有关责任单位："


def bulletin_opening(briefing: Briefing, period: str) -> str:
    """现将……通报如下."""
    span = words.QUARTERS[(briefing.as_of.month - 1) // 3] if period == "季通报" else f"{briefing.as_of.month}月"
    return (
        f"根据{briefing.district}{briefing.year}年{briefing.title}工作计划，现将截至{span}末的工作推进情况通报如下。"
        f"{labels.SCHEDULE_NOTE}；{theme.MISSING}的数据没有计入完成数。"
    )


def late_sites(briefing: Briefing) -> str:
    """Which sites are not as planned, by name and reason."""
    late = [site for site in briefing.sites if site.status in TROUBLED]
    silent = sum(site.status is Status.UNREPORTED for site in briefing.sites)
    unknown = f"{silent} 个建设点进度{theme.MISSING}。" if silent else ""
    if not late:
        return unknown or ("建设点均按计划推进。" if briefing.sites else "")
    late.sort(key=lambda site: (-SEVERITY[site.status], -site.days_late))
    told = "；".join(_late_site(site) for site in late[:NAMED_AT_MOST])
    return f"各类建设点中 {len(late)} 个未按计划推进：{told}{'；等' if len(late) > NAMED_AT_MOST else ''}。{unknown}"


def _late_site(site: Site) -> str:
    """上元村塘背新农村建设点（逾期 61 天，施工单位更换）; the status in words where no days tell it."""
    told = site_problem(site).replace("；", "，")
    if told == labels.DASH:
        told = site.status.value
    elif not site.days_late:
        told = f"{site.status.value}，{told}"
    return f"{site.name}（{told}）"


def village_gaps(briefing: Briefing) -> list[str]:
    """For each counted target, the villages that are behind and those that did not report."""
    told = []
    for measure in household_measures(briefing):
        late = sorted((part for part in measure.parts if part.status in TROUBLED), key=lambda part: part.rate or 0)
        names = "、".join(f"{part.name}（{theme.rate(part.rate)}）" for part in late[:NAMED_AT_MOST])
        line = (
            f"{measure.title}落后于序时的有 {len(late)} 个村：{names}{'等' if len(late) > NAMED_AT_MOST else ''}。"
            if late
            else ""
        )
        silent = [part.name for part in measure.parts if part.value is None]
        line += f"{measure.title}{theme.MISSING} {len(silent)} 个村：{few(silent)}。" if silent else ""
        told.append(line)
    return told


def station_lines(briefing: Briefing) -> list[str]:
    """One sentence a station that is not finished."""
    return [
        f"{station.name}{station.stage}，形象进度 {theme.rate(station.progress)}，"
        f"{_planned(station, briefing.year)}，"
        f"{station.status.value}{f'（{site_problem(station)}）' if site_problem(station) != labels.DASH else ''}，"
        f"责任单位：{station.owner or theme.MISSING}。"
        for station in briefing.stations
        if station.status is not Status.DONE
    ]


def _planned(station: Site, year: int) -> str:
    """When it is to be finished, or that nobody said so."""
    if station.planned_finish is None:
        return f"计划完工日期{theme.MISSING}"
    return f"计划 {labels.short_due(station.planned_finish, year)}完工"


def other_goals(briefing: Briefing) -> str:
    """The counted targets that have no paragraph of their own."""
    shown = {measure.id for measure in briefing.judged_by("sites_finished", "places_done")} | set(
        briefing.headline_measures
    )
    rest = [measure for measure in briefing.measures if measure.kind == "target" and measure.id not in shown]
    return words.measures_headline(rest) if rest else ""


def measures_by_town(briefing: Briefing) -> list[Measure]:
    """The targets whose parts lie in the units."""
    goals = [measure for measure in briefing.measures if measure.kind == "target"]
    return [measure for measure in goals if any(part.town in briefing.towns for part in measure.parts)]


def town_share(measure: Measure, town: str) -> str:
    """Done of asked for in one unit: 120/150（80.0%）; how many parts did not report is said too."""
    own = [part for part in measure.parts if part.town == town]
    known = [part for part in own if part.value is not None]
    if not own:
        return labels.DASH
    if not known:
        return theme.MISSING
    done, aim = sum(part.value for part in known), sum(part.target or 0 for part in known)
    silent = f"，{len(own) - len(known)} 处{theme.MISSING}" if len(known) < len(own) else ""
    rate = f"（{theme.rate(done / aim)}{silent}）" if aim else ""
    return _stacked(f"{theme.count(done)}/{theme.count(aim)}", rate)


def _stacked(amount: str, rate: str) -> str:
    """Both in one line of a town's column, or the rate below: no figure may be torn at the end of a line."""
    return f"{amount}{rate}" if theme.ems(amount + rate) <= TOWN_COLUMN_EMS else f"{amount}\n{rate}"


def town_money(funds: Funds, town: str) -> str:
    """Disbursed of allocated in one unit."""
    piece = next((piece for piece in funds.by_town if piece.name == town), None)
    if piece is None:
        return theme.MISSING if funds.rate is None else labels.DASH
    return _stacked(f"{theme.money(piece.disbursed)}/{theme.money(piece.allocated)}", f"（{theme.rate(piece.rate)}）")


def town_lines(briefing: Briefing) -> list[str]:
    """One sentence a unit: duties owed and missed, measures not reported."""
    tallies = {tally.unit: tally for tally in duty_tallies(briefing)}
    return [_town_line(town, tallies[town], briefing) for town in briefing.towns]


def _town_line(town: str, tally: DutyTally, briefing: Briefing) -> str:
    silent = sum(town in measure.unreported for measure in briefing.measures)
    late = [village for village in briefing.villages if village.town == town and village.statuses.get(ALL) in TROUBLED]
    own = [village for village in briefing.villages if village.town == town]
    dark = sum(village.statuses.get(ALL, Status.UNREPORTED) is Status.UNREPORTED for village in own)
    unknown = f"，{dark} 个{theme.MISSING}" if dark else ""
    told = [f"{town}所辖 {len(own)} 个村（社区）中 {len(late)} 个未按计划推进{unknown}"]
    told.append(f"到期定期事项 {tally.due} 次，逾期 {tally.overdue} 次" if tally.due else "没有到期的定期事项")
    if silent:
        told.append(f"{theme.MISSING} {silent} 项数据")
    return "；".join(told) + "。"


def asked_opening(briefing: Briefing) -> str:
    """What the table below asks for."""
    units = [unit for unit, items in oversight.open_items(briefing).items() if any(item.urgent for item in items)]
    if not units and any(measure.status is Status.UNREPORTED for measure in briefing.measures):
        return f"仍有数据{theme.MISSING}，请各单位尽快报送。"
    if not units:
        return "各项工作按计划推进，请各单位继续抓好落实。"
    return f"请 {len(units)} 个责任单位对照下表逐项落实，逾期事项应当立即办结；完整清单见随附工作台账中的督办单。"


def asked_of(items: Sequence[oversight.OpenItem], year: int, at_most: int) -> list[tuple[str, str, str, str]]:
    """The lines of one unit: its urgent items, then duties and missing reports in one line each kind."""
    urgent = [item for item in items if item.urgent]
    single = [item for item in urgent if item.kind not in GATHERED]
    lines = [(item.title, item.stands, item.ask, _by_when(item, year)) for item in single[:at_most]]
    if len(single) > at_most:
        lines.append((f"其余 {len(single) - at_most} 项", "见督办单", "按督办单逐项落实", labels.DASH))
    for kind, (word, ask) in GATHERED.items():
        own = [item.title for item in urgent if item.kind == kind]
        if own:
            lines.append((kind, f"{len(own)} 项{word}：{few(own)}", ask, AT_ONCE))
    return lines


def _by_when(item: oversight.OpenItem, year: int) -> str:
    return labels.short_due(item.due_on, year) if item.due_on else AT_ONCE
