"""The words for how a thing stands, and the one rule that turns a gap into a word."""

from enum import StrEnum

# Rates are compared after rounding: 0.7 - 0.8 must not fall on the wrong side of -0.1.
_RATE_DECIMALS = 9


class Status(StrEnum):
    """Every status a screen can show."""

    DONE = "完成"
    MET = "达标"
    ON_TRACK = "达序时"
    SLIGHTLY_BEHIND = "略滞后"
    BEHIND = "滞后"
    OVERDUE = "逾期"
    UNMET = "未达标"
    UNREPORTED = "未报"


class ActStatus(StrEnum):
    """How an act of duty, a task or an assignment stands, in the words of its ledger."""

    DONE = "已完成"
    GOING = "推进中"
    NOT_STARTED = "未启动"
    OVERDUE = "逾期"
    NOT_DUE = "未到期"
    UNREPORTED = "未报"
    AGAINST = "数据不符"  # reported as done while a measure says it is not

    @property
    def judged(self) -> Status | None:
        """The status that papers write for an act; what is not due yet, or only goes on, has none."""
        return {
            ActStatus.DONE: Status.DONE,
            ActStatus.OVERDUE: Status.OVERDUE,
            ActStatus.UNREPORTED: Status.UNREPORTED,
        }.get(self)


# How bad a status is; a village, a town or a task takes the worst of its items.
SEVERITY = {
    Status.DONE: 0,
    Status.MET: 0,
    Status.ON_TRACK: 1,
    Status.UNREPORTED: 2,
    Status.SLIGHTLY_BEHIND: 3,
    Status.BEHIND: 4,
    Status.UNMET: 4,
    Status.OVERDUE: 5,
}
# What grows towards a target reads as one of these, and sentences and legends count them in this order.
OF_PROGRESS = (
    Status.DONE,
    Status.ON_TRACK,
    Status.SLIGHTLY_BEHIND,
    Status.BEHIND,
    Status.OVERDUE,
    Status.UNREPORTED,
)
FINISHED = frozenset({Status.DONE, Status.MET})
TROUBLED = frozenset({Status.SLIGHTLY_BEHIND, Status.BEHIND, Status.UNMET, Status.OVERDUE})


def worst(statuses) -> Status:
    """The worst of some statuses; 未报 when there are none."""
    return max(statuses, key=SEVERITY.__getitem__, default=Status.UNREPORTED)


def judge_progress(
    *, rate: float | None, scheduled: float, met: bool, deadline_reached: bool, slightly_behind: float
) -> Status:
    """The status of something that grows towards a target.

    `rate` and `scheduled` are fractions, `slightly_behind` the tolerated gap as a fraction (0.10);
    `deadline_reached` is true from the day of the deadline on, for a deadline counts on its day.
    """
    if met:
        return Status.DONE
    if rate is None:
        return Status.UNREPORTED
    if deadline_reached:
        return Status.OVERDUE
    if reaches(rate, scheduled):
        return Status.ON_TRACK
    return Status.SLIGHTLY_BEHIND if reaches(rate, scheduled - slightly_behind) else Status.BEHIND


def reaches(value: float, bound: float) -> bool:
    """Whether a value makes a bound, the noise of float arithmetic aside."""
    return round(value - bound, _RATE_DECIMALS) >= 0


def judge_bound(value: float | None, *, at_least: float | None = None, at_most: float | None = None) -> Status:
    """达标 or 未达标 against a floor or a cap; 未报 without a value or without a bound."""
    if value is None or (at_least is None and at_most is None):
        return Status.UNREPORTED
    holds = (at_least is None or reaches(value, at_least)) and (at_most is None or reaches(at_most, value))
    return Status.MET if holds else Status.UNMET
