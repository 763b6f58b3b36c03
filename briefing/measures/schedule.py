"""序时进度: how far a thing should be on a day. The plan gives dates only; the straight lines are ours (按时间折算)."""

from collections.abc import Sequence
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from briefing import formats
from briefing.plan import Obligation, Plan

Line = tuple[tuple[date, float], ...]  # (day, share), ascending
_RATE_DECIMALS = 9  # beyond them a rate is noise of float division


def scheduled_rate(day: date, corners: Sequence[tuple[date, float]], first_day: date) -> float:
    """The share due on a day: straight lines from nothing before `first_day` through the corners.

    Corners are (day, share), ascending. `first_day` itself counts, so the last day of a year is 365 of 365.
    """
    start, share = first_day.toordinal() - 1, 0.0
    for corner, corner_share in corners:
        end = corner.toordinal()
        if day.toordinal() <= end:
            gone = max(0, day.toordinal() - start) / (end - start) if end > start else 1.0
            return share + (corner_share - share) * gone
        start, share = end, corner_share
    return share


def line(plan: Plan, obligation: Obligation) -> Line:
    """Corners of the 序时 line of a year: where the plan was changed, the old line until then and a step to the new."""
    found = plan.line(obligation)
    versions = (*obligation.earlier, obligation)
    for before, after in zip(versions[-2::-1], versions[:0:-1], strict=True):
        found = _stepped(plan.line(before), found, after.since, plan.first_day)
    return found


def _stepped(before: Line, after: Line, since: date | None, first_day: date) -> Line:
    """One line until the day before a change, the other from that day on."""
    if since is None or before == after:
        return after
    eve = since - timedelta(days=1)
    until = [corner for corner in before if corner[0] < eve]
    step = ((eve, scheduled_rate(eve, before, first_day)), (since, scheduled_rate(since, after, first_day)))
    return (*until, *step, *(corner for corner in after if corner[0] > since))


def year_progress(day: date, year: int) -> float:
    """Share of a calendar year gone by, its day included; 0 before it, 1 after it."""
    return scheduled_rate(day, ((date(year, 12, 31), 1.0),), date(year, 1, 1))


def previous_quarter_end(day: date) -> date:
    """The last day of the quarter before the one `day` lies in (30 September → 30 June)."""
    return day + relativedelta(months=-((day.month - 1) % 3), day=1, days=-1)


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return day + relativedelta(day=31)


def months_between(start: date, end: date) -> float:
    """Months of the calendar from one day to a later one: from the end of June to the end of September are 3."""
    return _month_count(end) - _month_count(start)


def _month_count(day: date) -> float:
    """Months gone by since year 0, a day as its share of its own month; the month's last day completes it."""
    return day.year * 12 + day.month + day.day / month_end(day).day


def months_later(day: date, months: int) -> date:
    """The same day some months later (or earlier); the month's last day where it has no such day (民法典第二百零二条)."""
    return day + relativedelta(months=months)


def against_schedule(rate: float, scheduled: float) -> str:
    """落后序时 5.9 个百分点."""
    difference = round(rate - scheduled, _RATE_DECIMALS)
    if not difference:
        return "与序时持平"
    return f"{'超序时' if difference > 0 else '落后序时'}{formats.gap(difference)}"
