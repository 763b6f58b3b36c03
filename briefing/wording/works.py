"""What slides and bulletins say of the works: cards, villages, sites. Made from the numbers of a Briefing only.

Screens get theirs from `headlines` and `lists`; here stands what only paper and slides say.
"""

from collections.abc import Sequence

from briefing import formats, looks
from briefing.measures.map_layers import ALL
from briefing.measures.naming import DISBURSEMENT
from briefing.model import Briefing, Measure, Part, Site, VillageState
from briefing.status import SEVERITY, TROUBLED, Status
from briefing.wording import headlines

NAMED_AT_MOST = 6


def card_numbers(measure: Measure, briefing: Briefing) -> tuple[str, str]:
    """The big number of a card and what stands beside it: 12, / 17 个."""
    if measure.kind == DISBURSEMENT:
        funds = briefing.funds
        aim = "" if funds.allocated is None else f"/ {formats.amount(funds.allocated, formats.MONEY)}"
        return formats.money(funds.disbursed, funds.allocated), aim
    aim = "" if measure.target is None else f"/ {formats.aim(measure.target)} {measure.unit}"
    return formats.digits_of(measure), aim


def card_notes(measure: Measure, briefing: Briefing) -> list[str]:
    """What a card says last: how much since last quarter, or the next dated share; its own day when it is another."""
    if measure.kind == DISBURSEMENT:
        ahead = [
            milestone for milestone in measure.milestones if milestone.due_on >= briefing.as_of
        ] or measure.milestones[-1:]
        foot = "".join(
            f"{formats.month_end(milestone.due_on)}目标 {formats.share(milestone.share)}" for milestone in ahead[:1]
        )
    else:
        foot = (
            ""
            if measure.value is None or measure.change is None
            else f"较上季 {formats.moved(measure.change, measure.unit)}"
        )
    older = measure.snapshot is not None and measure.snapshot != briefing.as_of
    if measure.then or older:
        foot = ""  # a card has no room for both
    day = f"截至 {formats.short_due(measure.snapshot, briefing.year)}" if older else ""
    mixed = formats.besides(measure, short=True)
    stale = "" if mixed and measure.outdated else formats.staleness(measure)
    return [note for note in (foot, day, mixed, stale) if note]


def measure_line(measure: Measure) -> str:
    """美丽庭院 271/334 个，完成率 81.1%　● 达序时."""
    if measure.value is None:
        return f"{measure.title}　○ {formats.MISSING}"
    return f"{measure.title} {formats.progress(measure)}，{formats.rate_of(measure)}　{looks.marked(measure.status)}"


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
    return f"需要关注：{formats.few([village.village for village in late], NAMED_AT_MOST)}"


def not_drawn(villages: Sequence[VillageState]) -> str:
    """How the villages stand that a map cannot show: 不在图上 7 个村：完成 1 个、滞后 1 个（坪路村）."""
    silent = [village for village in villages if not village.mapped]
    told = []
    for status in looks.WORST_FIRST:
        names = [village.village for village in silent if village.statuses.get(ALL) is status]
        who = f"（{formats.few(names)}）" if status in TROUBLED else ""
        told += [f"{status} {len(names)} 个{who}"] if names else []
    return f"不在图上 {len(silent)} 个村：{'、'.join(told)}" if told else ""


def site_problem(site: Site, year: int) -> str:
    """What holds a site up, after how late it is."""
    late = formats.lateness(site.days_late) if site.status is Status.OVERDUE and not site.actual_finish else ""
    done = f"{formats.short_due(site.actual_finish, year)}完工" if site.actual_finish else ""
    return "；".join(filter(None, (late, done, site.problem))) or formats.DASH


def site_goals(briefing: Briefing) -> str:
    """How far the counted works are: 新农村建设点 12/17 个（70.6%）、村庄整治点 4/4 个（100.0%）."""
    goals = briefing.judged_by("sites_finished") or briefing.judged_by("places_covered")
    return "、".join(
        f"{goal.title} {formats.progress(goal)}（{formats.rate_of(goal)}）" for goal in goals if goal.value is not None
    )


def households_in_short(briefing: Briefing) -> str:
    """How the curves stand, where the villages behind are named on the next slide."""
    return headlines.measures_headline(household_measures(briefing), briefing.as_of, named=0)


def silent_places(names: Sequence[str]) -> str:
    """○ 未报：短井村等 3 个村."""
    return f"○ {formats.MISSING} {len(names)} 个村：{formats.few(names)}"


def furthest_behind(measure: Measure) -> list[Part]:
    """The parts of a measure in trouble, those that lack most first."""
    late = [part for part in measure.parts if part.status in TROUBLED]
    return sorted(late, key=lambda part: (part.rate or 0) - (part.scheduled or 0))


def villages_behind(measures: Sequence[Measure], named: int = formats.NAMED_AT_MOST) -> str:
    """美丽庭院有 6 个村落后于序时：迳背村、洋山村、上元村等；户厕问题整改有 9 个村落后于序时：……"""
    late = [(measure.title, [part.name for part in furthest_behind(measure)]) for measure in measures]
    told = [
        f"{title}有 {len(names)} 个村落后于序时{formats.few(names, named) and '：'}{formats.few(names, named)}"
        for title, names in late
        if names
    ]
    silent = [measure.title for measure in measures if measure.value is None]
    told += [f"{'、'.join(silent)}{formats.MISSING}"] if silent else []
    return "；".join(told) + "。" if told else "没有村落后于序时进度。"
