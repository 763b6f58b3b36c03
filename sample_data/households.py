"""美丽庭院台账 and 户厕问题整改台账: the plan's 334 and 356 spread over the villages of the two towns."""

import math
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache

from sample_data import plan, villages


@dataclass(frozen=True)
class Drive:
    """A yearly task that is counted by village."""

    name: str
    obligation: str
    done_by_month: tuple[int, ...]  # district totals at the month ends


COURTYARDS = Drive("courtyards", "T03", (6, 18, 45, 86, 131, 175, 209, 243, 271))
TOILETS = Drive("toilets", "T04", (8, 22, 55, 102, 153, 202, 236, 266, 290))

SMALLEST_SHARE, LARGEST_SHARE = 9, 16  # before scaling to the total; small targets jump too much in percent
# Just under the 74.8 % of the year that has gone by on 09-30, so a village is a little behind.
SLIGHTLY_BEHIND_RATE = 0.745
BEHIND_RATE = 0.55
KEEPS_UP_RATE = 0.75
ACCEPTED_OF_LAST_MONTH = 0.95  # acceptance follows a month later


def shared_out(total: int, weights: list[float]) -> list[int]:
    """Whole numbers in proportion to the weights that sum to the total exactly (largest remainders)."""
    exact = [total * weight / sum(weights) for weight in weights]
    counts = [math.floor(value) for value in exact]
    by_remainder = sorted(range(len(weights)), key=lambda place: counts[place] - exact[place])
    for place in by_remainder[: total - sum(counts)]:
        counts[place] += 1
    return counts


@cache
def targets(drive: Drive) -> dict[str, int]:
    """任务数 by village; only villages on the maps have any."""
    places = plan.villages()
    shown = places.loc[places["town"].isin(plan.setting("地图显示")), "village"]
    chance = plan.dice(f"{drive.name} targets")
    weights = [SMALLEST_SHARE + (LARGEST_SHARE - SMALLEST_SHARE) * chance.random() for _ in shown]
    return dict(zip(shown, shared_out(plan.target(drive.obligation), weights), strict=True))


@cache
def done_at_last(drive: Drive) -> dict[str, int]:
    """完成数 by village on the last day: the slow and the finished after their story, the rest share what remains."""
    done = {}
    for village, planned in targets(drive).items():
        if village in villages.FINISHED:
            done[village] = planned
        elif village in villages.SLIGHTLY_BEHIND:
            done[village] = math.floor(planned * SLIGHTLY_BEHIND_RATE)
        elif village in villages.BEHIND:
            done[village] = math.floor(planned * BEHIND_RATE)
        else:
            done[village] = math.ceil(planned * KEEPS_UP_RATE)
    open_units = [
        village
        for village, planned in targets(drive).items()
        if village not in villages.FINISHED | villages.SLIGHTLY_BEHIND | villages.BEHIND
        for _ in range(planned - done[village])
    ]
    missing = drive.done_by_month[-1] - sum(done.values())
    return dict(Counter(done) + Counter(plan.shuffled(open_units, f"{drive.name} last units")[:missing]))


@cache
def order_of_completion(drive: Drive) -> list[str]:
    """The village of each finished household, in the order they were finished."""
    units = [village for village, done in done_at_last(drive).items() for _ in range(done)]
    return plan.shuffled(units, f"{drive.name} order")


def done_by(drive: Drive, month: int) -> Counter:
    """完成数 by village at the end of a month; month 0 is New Year."""
    return Counter(order_of_completion(drive)[: drive.done_by_month[month - 1]] if month else ())


def rows(drive: Drive, as_of: date) -> list[dict]:
    """One row a village at a month end."""
    done, earlier = done_by(drive, as_of.month), done_by(drive, as_of.month - 1)
    return [
        {
            "as_of": as_of,
            "town": plan.town_of(village),
            "village": village,
            "planned": planned,
            "done": done[village],
            "accepted": math.floor(earlier[village] * ACCEPTED_OF_LAST_MONTH),
        }
        for village, planned in targets(drive).items()
    ]
