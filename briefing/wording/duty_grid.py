"""Duties as a grid of due periods: which months a period covers, who has to act, and who has not."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from briefing import formats
from briefing.measures.schedule import month_end
from briefing.model import Briefing, DutyCell
from briefing.status import ActStatus

THIS_QUARTER, WHOLE_YEAR = "最近一季", "全年"
PERIODS = (THIS_QUARTER, *formats.QUARTERS, WHOLE_YEAR)
EVERYONE = "全部单位"
MISSING = frozenset({ActStatus.OVERDUE, ActStatus.UNREPORTED})
MONTHS = 12
# A duty in so many single months of the year or fewer is named by its months, one in more by those it leaves out.
NAMED_MONTHS = 4


class Window(NamedTuple):
    """The months of the plan year that a grid shows, both included."""

    first: int
    last: int

    @property
    def months(self) -> range:
        """The months one after the other."""
        return range(self.first, self.last + 1)


@dataclass(frozen=True)
class Slot:
    """One due period of a duty within a window, and everybody who has to act in it."""

    first: int
    last: int
    cells: tuple[DutyCell, ...]

    @property
    def missing(self) -> int:
        """How many did not act though it was due."""
        return sum(cell.status in MISSING for cell in self.cells)


@dataclass(frozen=True)
class Duty:
    """One duty of the plan and all its periods in the order of the year."""

    id: str
    title: str
    slots: tuple[Slot, ...]

    def within(self, window: Window) -> list[Slot]:
        """The periods that cover part of a window, cut to it."""
        return [
            Slot(max(slot.first, window.first), min(slot.last, window.last), slot.cells)
            for slot in self.slots
            if slot.first <= window.last and slot.last >= window.first
        ]

    def missing(self, window: Window) -> int:
        """How often it was not done though it was due within a window."""
        return sum(slot.missing for slot in self.slots if window.first <= slot.last <= window.last)

    def missing_before(self, window: Window) -> int:
        """How often it was not done though it was due before a window."""
        return sum(slot.missing for slot in self.slots if slot.last < window.first)

    def before(self, window: Window) -> list[DutyCell]:
        """The cells of the periods that ended before a window."""
        return [cell for slot in self.slots if slot.last < window.first for cell in slot.cells]

    def of(self, units: Iterable[str]) -> "Duty":
        """The same duty with the acts of some units only."""
        wanted = frozenset(units)
        kept = [Slot(s.first, s.last, tuple(cell for cell in s.cells if cell.unit in wanted)) for s in self.slots]
        return Duty(self.id, self.title, tuple(slot for slot in kept if slot.cells))


@dataclass(frozen=True)
class Silence:
    """What a unit (or the villages of a town) left undone within a window."""

    unit: str
    missing: int  # acts
    due: int
    duties: tuple[str, ...]  # their titles
    word: ActStatus  # 逾期, or 未报 when nobody has delivered any record
    places: tuple[str, ...] = ()  # the villages meant, for a line that stands for several

    @property
    def total(self) -> bool:
        """Whether it did nothing at all of several things: silent, not merely late."""
        return self.due > 1 and self.missing == self.due


def window_of(period: str, briefing: Briefing) -> Window:
    """The months of a choice of PERIODS; 最近一季 is the newest quarter in which a month has ended."""
    if period == WHOLE_YEAR:
        return Window(1, MONTHS)
    quarter = (
        formats.QUARTERS.index(period) + 1 if period in formats.QUARTERS else _quarter(briefing.as_of, briefing.year)
    )
    return Window(3 * quarter - 2, 3 * quarter)


def window_name(window: Window) -> str:
    """第三季度, or 全年."""
    return WHOLE_YEAR if len(window.months) == MONTHS else formats.QUARTERS[window.last // 3 - 1]


def _quarter(day: date, year: int) -> int:
    """The newest quarter with a month that has ended by a day, for before that nothing of it is due."""
    if day.year != year:
        return MONTHS // 3
    ended = day.month if day == month_end(day) else max(1, day.month - 1)
    return (ended + 2) // 3


def homes(briefing: Briefing) -> dict[str, str]:
    """Acting unit → the unit it is counted under: a village under its town, everybody else as itself."""
    towns = {village.label: village.town for village in briefing.villages}
    return {cell.unit: towns.get(cell.unit, cell.unit) for cell in briefing.duties}


def unit_choices(briefing: Briefing) -> list[str]:
    """Whom the grid can be asked for: the towns, then the departments that have duties."""
    acting = dict.fromkeys(homes(briefing).values())
    return [EVERYONE, *briefing.towns, *(unit for unit in acting if unit not in briefing.towns)]


def duties(briefing: Briefing, unit: str = EVERYONE) -> list[Duty]:
    """All duties in the order of the plan, or those of a unit with its villages."""
    home = homes(briefing)
    by_id: dict[str, list[DutyCell]] = {}
    for cell in briefing.duties:
        if unit in (EVERYONE, home[cell.unit]):
            by_id.setdefault(cell.id, []).append(cell)
    return [Duty(id, cells[0].title, tuple(_slots(cells))) for id, cells in by_id.items()]


def _slots(cells: Sequence[DutyCell]) -> Iterable[Slot]:
    by_due: dict[date, list[DutyCell]] = {}
    for cell in sorted(cells, key=lambda cell: cell.due_on):
        by_due.setdefault(cell.due_on, []).append(cell)
    first = 1
    for due_on, own in by_due.items():
        yield Slot(due_on.month if is_month(own[0].period) else first, due_on.month, tuple(own))
        first = due_on.month + 1


def is_month(label: str) -> bool:
    """Whether a due period is one month: 2023-09."""
    _, _, part = label.partition("-")
    return part.isdigit()


def rhythm(duty: Duty) -> str:
    """How often a duty is due, read from its periods: 每月, 每季度, 6 月、11 月."""
    labels = [slot.cells[0].period for slot in duty.slots]
    if all(map(is_month, labels)):
        due = {slot.last for slot in duty.slots}
        if len(due) == MONTHS:
            return "每月"
        if len(due) <= NAMED_MONTHS:
            return f"{'、'.join(map(str, sorted(due)))} 月"
        return f"每月（{'、'.join(str(month) for month in range(1, MONTHS + 1) if month not in due)} 月除外）"
    parts = {label.partition("-")[2][:1] for label in labels}
    if parts == {"Q"}:
        return "每季度"
    if parts == {"H"}:
        return "每半年"
    return "全年" if parts == {""} else f"全年 {len(labels)} 次，按期限"


def most_overdue_first(rows: Sequence[Duty], window: Window) -> list[Duty]:
    """Duties by what is missing within the window, then before it, then as the plan has them; last what is not asked."""
    return sorted(rows, key=lambda d: (-d.missing(window), -d.missing_before(window), not d.within(window)))


def silences(rows: Sequence[Duty], home: Mapping[str, str], window: Window) -> list[Silence]:
    """Who has not reported what was due within a window: the silent first, then who left out the most.

    The villages of a town share a line, because they have one duty each and there may be hundreds.
    """
    due: dict[tuple[str, bool], list[DutyCell]] = {}
    for duty in rows:
        for slot in duty.slots:
            if window.first <= slot.last <= window.last:
                for cell in slot.cells:
                    if cell.status != ActStatus.NOT_DUE:
                        due.setdefault((home[cell.unit], home[cell.unit] != cell.unit), []).append(cell)
    found = [_silence(unit, cells, as_places=villages) for (unit, villages), cells in due.items()]
    return sorted(
        (one for one in found if one.missing), key=lambda one: (not one.total, bool(one.places), -one.missing)
    )


def _silence(unit: str, cells: Sequence[DutyCell], *, as_places: bool) -> Silence:
    missing = [cell for cell in cells if cell.status in MISSING]
    places = tuple(dict.fromkeys(cell.unit.removeprefix(unit) for cell in missing)) if as_places else ()
    titles = tuple(dict.fromkeys(cell.title for cell in missing))
    word = ActStatus.UNREPORTED if any(cell.status == ActStatus.UNREPORTED for cell in missing) else ActStatus.OVERDUE
    return Silence(f"{unit}各村" if as_places else unit, len(missing), len(cells), titles, word, places)


def acts_due(rows: Sequence[Duty], window: Window) -> int:
    """How many acts were due within a window."""
    return sum(
        cell.status != ActStatus.NOT_DUE
        for duty in rows
        for slot in duty.slots
        if window.first <= slot.last <= window.last
        for cell in slot.cells
    )


def silent_finding(found: Sequence[Silence]) -> str:
    """Who did nothing at all, in words; empty when everybody did something."""
    silent = [one.unit for one in found if one.total and not one.places]
    return f"{formats.few(silent)}到期的全部未报" if silent else ""


def tally(cells: Iterable[DutyCell]) -> Counter:
    """How many cells have each status."""
    return Counter(cell.status for cell in cells)


def worst(cells: Iterable[DutyCell]) -> ActStatus:
    """The status that speaks for several cells: what is missing before what is open before what is done."""
    counts = tally(cells)
    return next(
        (
            status
            for status in (ActStatus.OVERDUE, ActStatus.UNREPORTED, ActStatus.NOT_DUE, ActStatus.DONE)
            if counts[status]
        ),
        ActStatus.NOT_DUE,
    )
