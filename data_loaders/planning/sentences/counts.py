"""So many by one day and so many by the next: shares of the whole."""

import re
from dataclasses import replace
from datetime import date
from itertools import accumulate
from math import floor

from data_loaders.planning.sentences.amounts import in_ones
from data_loaders.planning.sentences.progress import Progress
from data_loaders.planning.sentences.times import Day


def _reached_by(levels: list[tuple[Day, float]], total: float, whole: date | None) -> list[tuple[date, float]]:
    """Counts by day as what is reached by then, `whole` when all is done: parts of a total add up (上半年5座、下半年7座); [] else."""
    days = [day.day for day, _ in levels if day.day]
    counts = [count for _, count in levels]
    if len(days) < len(levels) or days != sorted(set(days)) or not total:
        return []
    rises = counts == sorted(set(counts))
    if len(counts) > 1 and sum(counts) == total and not (rises and whole and whole > days[-1]):
        counts = list(accumulate(counts))
    elif not rises or counts[-1] > total:
        return []
    elif (
        not all(re.search("[前底末]|上半年", day.stated) for day, _ in levels)
        and counts[-1] < total
        and len(counts) > 1
        and sum(counts) <= total
    ):
        return []  # 一季度600户、二季度800户 of 2400: by then, or within the quarter
    elif counts[-1] < total and days[-1].month == 12:
        return []  # 下半年50座 of 120
    return list(zip(days, counts, strict=True))


def put_counts_in(progress: Progress) -> None:
    """Counts by day as shares of the whole; those that tell no share are told as unread."""
    for place, levels in progress.counts.items():
        row = progress.asked[place]
        total, _ = in_ones(row.target or 0, row.unit)
        reached = _reached_by([(day, in_ones(each.value, each.unit)[0]) for day, each in levels], total, row.deadline)
        if not reached:
            continue
        last, _ = reached[-1]
        if row.deadline and row.deadline > last:
            reached.append((row.deadline, total))
        # Never more than the count: 50 of 120 done is 50 of 120.
        stones = tuple(
            (day, floor(1e8 * count / total) / 1e6) for day, count in reached if len(reached) > 1 or count < total
        )
        deadline = row.deadline or (last if reached[-1][1] == total else None)
        progress.asked[place] = replace(row, milestones=stones, deadline=deadline, counted=bool(stones))
        progress.used |= {each.span for _, each in levels}
