"""How a building site moves through the year: progress, stage and what is wrong with it.

Sites and stations share it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sample_data.plan import LAST_DAY, YEAR

# From the finish to the 验收 of a site in the sample.
ACCEPTED_AFTER = timedelta(days=40)
# Only a finished site shows 100.
MOST_UNFINISHED = 99


def day(month_day: str) -> date:
    """A day of the plan year written as 06-30."""
    return date.fromisoformat(f"{YEAR}-{month_day}")


@dataclass(frozen=True)
class Work:
    """The life of one site; days are written as 06-30."""

    start: str
    planned: str
    finish: str = ""  # empty: not finished by LAST_DAY
    progress: int = 100  # on LAST_DAY
    stalled: str = ""  # no progress after this day
    problem: str = ""
    problem_since: str = ""

    @property
    def last_move(self) -> date:
        """The day the final progress is reached."""
        last = self.finish or self.stalled
        return day(last) if last else LAST_DAY

    def is_finished(self, on: date) -> bool:
        """Whether the site is finished on a day."""
        return bool(self.finish) and on >= day(self.finish)

    def progress_on(self, on: date) -> int:
        """Percent done on a day: a straight line from the start to the last move."""
        if self.is_finished(on):
            return 100
        share = (on - day(self.start)) / (self.last_move - day(self.start))
        return min(round(self.progress * min(max(share, 0), 1)), MOST_UNFINISHED)

    def stage_on(self, on: date) -> str:
        """未开工, 在建, 完工 or 验收."""
        if on < day(self.start):
            return "未开工"
        if not self.is_finished(on):
            return "在建"
        return "验收" if on >= day(self.finish) + ACCEPTED_AFTER else "完工"

    def state(self, on: date) -> dict:
        """The columns of a site that change from month to month, and its plan."""
        troubled = self.problem and on >= day(self.problem_since) and not self.is_finished(on)
        return {
            "stage": self.stage_on(on),
            "progress": self.progress_on(on),
            "planned_finish": day(self.planned),
            "actual_finish": day(self.finish) if self.is_finished(on) else None,
            "problem": self.problem if troubled else None,
        }
