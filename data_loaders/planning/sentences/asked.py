"""What a sentence asks for, and what in it became nothing."""

from dataclasses import dataclass, replace
from datetime import date

from data_loaders.planning.sentences.numerals import plain
from data_loaders.planning.sentences.times import Day


@dataclass(frozen=True)
class Asked:
    """One thing that a sentence asks for; numbers as written, rates in percent."""

    kind: str  # target, milestones, ratio, floor, deadline, indicator, duty
    title: str
    span: tuple[int, int]  # its words within the sentence
    target: float | None = None
    unit: str = ""
    comparison: str | None = None
    deadline: date | None = None
    milestones: tuple[tuple[date, float], ...] = ()
    frequency: str | None = None
    each: str = ""  # every one of these so many: 村, 镇（管理处）
    places: float | None = None  # how many of them, where the sentence says so
    event: str = ""  # what a time limit is counted from
    sure: int = 3  # 3: its words say so, 2: taken from what stands around it, 1: likely
    shares: str = ""  # how much of it each town owes, where the sentence says so: 东岭镇50户、西岭镇120户
    unfixed: str = ""  # a day that the calendar moves: 春节前
    counted: bool = False  # whether its milestones are written as counts: 6月底前完成50座

    def dated(self, day: Day) -> "Asked":
        """The same by a day; one that a person has to name is asked about."""
        return replace(self, deadline=day.day or self.deadline, unfixed=day.stated if day.is_open else self.unfixed)


@dataclass(frozen=True)
class Reading:
    """What a sentence asks for, and the numbers in it that became nothing."""

    asked: tuple[Asked, ...]
    unused: tuple[str, ...]


def as_number(value: float | None) -> float | int | None:
    """A target as JSON and tables write it."""
    return None if value is None else plain(round(value, 6))
