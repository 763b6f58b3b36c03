"""What the ledgers say on a day: of each reporter the newest snapshot of the plan year, put together.

A reporter is what a delivery replaces, without the day: a town, or a town and a kind of site. Towns report on different
days; what one of them delivered alone is never the district's number.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from briefing.measures import snapshots
from briefing.model import Older
from briefing.plan import Obligation, Plan
from briefing.rows import Rows
from data_loaders.endings import Ending
from data_loaders.schema import TABLES, Table

ALL_TOWNS = "各镇"  # 各镇(管理处) among the responsible means every unit
Reporter = tuple[str, ...]
# A number that only counts the rows of one ledger identifies nothing beyond it.
_RUNNING_NUMBER = re.compile(r"\d{1,3}")
_NAMES = {"sites": ("site_id", "name"), "funds": ("project_id", "project")}


@dataclass(frozen=True)
class Report:
    """What a ledger says on a day."""

    day: date
    rows: Rows  # the newest snapshot of every reporter; the table's key without the day is unique
    spoke: Mapping[Reporter, date]  # each that delivered anything by the day → the day of its newest snapshot

    def about(self, rows: Rows, kind: str | None = None) -> "Report":
        """The same narrowed to some of its rows, and to the reporters of a kind."""
        own = {reporter: day for reporter, day in self.spoke.items() if kind is None or kind in reporter[1:]}
        return replace(self, rows=rows, spoke=own)

    @cached_property
    def days(self) -> dict[str, date]:
        """Town → the day it speaks for: that of its oldest row, where some are carried on from a day before."""
        found: dict[str, date] = {}
        for (town, *_), day in self.spoke.items():
            found[town] = max(day, found.get(town, day))
        for town, day in self.rows.where(self.rows.filled("carried_from")).cells("town", "carried_from"):
            found[town] = min(day, found.get(town, day))
        return found

    @property
    def newest(self) -> date | None:
        """The newest day that anybody speaks for; None when nobody does."""
        return max(self.spoke.values(), default=None)

    def older(self, expected: Iterable[str]) -> tuple[Older, ...]:
        """Who speaks for an earlier day than the newest, and who of the expected never delivered."""
        if self.newest is None:
            return ()
        names = dict.fromkeys([*expected, *self.days])
        return tuple(
            Older(name, self.days.get(name)) for name in names if name not in self.days or self.days[name] < self.newest
        )


@dataclass(frozen=True)
class _Taken:
    """The rows of a table in the plan year, with their reporters and days as numbers."""

    rows: Rows
    reporters: Sequence[Reporter]
    reporter_of: np.ndarray
    days: Sequence[date]  # oldest first
    day_of: np.ndarray

    @classmethod
    def of(cls, rows: Rows, table: Table) -> "_Taken":
        days, day_of = np.unique(rows["as_of"], return_inverse=True)
        numbers: dict[Reporter, int] = {}
        reporter_of = [numbers.setdefault(reporter, len(numbers)) for reporter in rows.cells(*table.reporter)]
        return cls(rows, list(numbers), np.array(reporter_of, dtype=int), days.tolist(), day_of)

    def newest(self, day: date, *, alone: bool) -> tuple[Rows, dict[Reporter, date]]:
        """The rows of every reporter's newest snapshot on or before a day, and that snapshot's day.

        With `alone` of those only who spoke for the newest day of anybody, of sites of a kind.
        """
        taken = self.day_of < bisect_right(self.days, day)
        last = np.full(len(self.reporters), -1)
        np.maximum.at(last, self.reporter_of[taken], self.day_of[taken])
        newest = self._of_anybody(last) if alone else last
        spoke = {self.reporters[code]: self.days[at] for code, at in enumerate(last) if 0 <= at == newest[code]}
        return self.rows.where(taken & (self.day_of == newest[self.reporter_of])), spoke

    def _of_anybody(self, last: np.ndarray) -> np.ndarray:
        """Of each reporter the newest day of anybody who reports the same kind."""
        newest: dict[Reporter, int] = {}
        for (_, *kind), at in zip(self.reporters, last, strict=True):
            newest[*kind] = max(at, newest.get((*kind,), at))
        return np.array([newest[*kind] for _, *kind in self.reporters], dtype=last.dtype)


class Ledgers(Mapping[str, Rows]):
    """All tables of an edition, and what those by 截至日期 say on any day up to `as_of`.

    `alone` is the rule of before: of a table its newest day alone, whoever had reported for it.
    """

    def __init__(
        self, tables: Mapping[str, pd.DataFrame], plan: Plan, as_of: date, endings: Sequence[Ending] = (), *, alone: bool = False
    ) -> None:  # fmt: skip
        self._tables, self._plan, self.as_of, self._alone = tables, plan, as_of, alone
        self._endings = [one for one in endings if plan.first_day <= one.as_of <= as_of]
        self._rows: dict[str, Rows] = {}
        self._known: dict[str, _Taken] = {}
        self._reports: dict[tuple[str, date], Report] = {}

    def __getitem__(self, name: str) -> Rows:
        if name not in self._rows:
            rows = Rows.of(self._tables[name])
            self._rows[name] = self._newest_alone(rows) if self._alone and name == "indicators" else rows
        return self._rows[name]

    def _newest_alone(self, rows: Rows) -> Rows:
        """Of each indicator its newest day alone."""
        told = snapshots.up_to(rows, self.as_of, self._plan.first_day)
        return told.where(_are_newest(told["indicator_id"].tolist(), told["as_of"].tolist()))

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def _taken(self, name: str) -> _Taken:
        if name not in self._known:
            rows = snapshots.up_to(self[name], self.as_of, self._plan.first_day)
            self._known[name] = _Taken.of(rows, TABLES[name])
        return self._known[name]

    def days(self, name: str) -> list[date]:
        """The days for which anybody delivered anything, oldest first."""
        return sorted({*self._taken(name).days, *(one.as_of for one in self._ended(name))})

    def _ended(self, name: str) -> list[Ending]:
        return [one for one in self._endings if one.table == name and not one.thing]

    def on(self, name: str, day: date | None = None) -> Report:
        """What a table says on a day, by default the day of the Briefing."""
        day = day or self.as_of
        if (name, day) not in self._reports:
            self._reports[name, day] = self._composed(name, day)
        return self._reports[name, day]

    def _composed(self, name: str, day: date) -> Report:
        rows, spoke = self._taken(name).newest(day, alone=self._alone)
        for ending in self._ended(name):
            if spoke.get(ending.reporter, date.min) < ending.as_of <= day:
                spoke[ending.reporter] = ending.as_of
                rows = rows.where([reporter != ending.reporter for reporter in rows.cells(*TABLES[name].reporter)])
        kept = _unique(rows, TABLES[name])
        if len(kept) < len(rows):  # a town that has nothing left, since others filed all of it anew, speaks for no day
            emptied = set(rows["town"]) - set(kept["town"])
            spoke = {reporter: day for reporter, day in spoke.items() if reporter[0] not in emptied}
        return Report(day, kept, spoke)

    def gone(self, name: str, report: Report) -> Rows:
        """Rows that a reporter had this year and its newest snapshot lacks, though nobody said since that they have ended."""
        table = TABLES[name]
        before = self._taken(name).rows
        before = before.where(before["as_of"] <= np.datetime64(report.day))
        last = {thing: at for at, thing in enumerate(before.cells(*table.identity))}
        there = set(report.rows.cells(*table.identity))
        missing = before.where(sorted(at for thing, at in last.items() if thing not in there))
        ended: dict[tuple[Reporter, tuple[str, ...]], date] = {}
        for one in sorted(self._endings, key=lambda ending: ending.as_of):
            if one.table == name:
                ended[one.reporter, one.thing] = one.as_of

        def is_missing(thing: tuple, reporter: Reporter, day: date) -> bool:
            words = ((), tuple(map(str, thing)))
            return all(ended.get((reporter, one), date.min) < day for one in words)

        things, reporters = missing.cells(*table.identity), missing.cells(*table.reporter)
        return missing.where(list(map(is_missing, things, reporters, missing["as_of"].tolist())))


def _are_newest(things: Sequence[object], days: Sequence[date]) -> list[bool]:
    """Of each thing on a day whether it is that thing's newest day."""
    newest: dict[object, date] = {}
    for thing, day in zip(things, days, strict=True):
        newest[thing] = max(day, newest.get(thing, day))
    return [newest[thing] == day for thing, day in zip(things, days, strict=True)]


def _unique(rows: Rows, table: Table) -> Rows:
    """Of rows of the same thing that two reporters have, a project filed anew or a site whose 类型 was corrected, the newest."""
    days = rows["as_of"].tolist()
    return rows if len(set(days)) < 2 else rows.where(_are_newest(_things(rows, table), days))


def _things(rows: Rows, table: Table) -> list[tuple]:
    """What makes two rows the same thing, whoever reported it: its number; a name or running number within its village only."""
    if table.name not in _NAMES:
        return list(rows.cells(*table.identity))
    number, name = _NAMES[table.name]
    by_name = not table.column(number).required  # without a number a site is known by its name
    more = ("source",) if "source" in rows else ()
    places = rows.cells("town", "village", name)
    return [
        (number, place if _RUNNING_NUMBER.fullmatch(number or "") or (by_name and number == place[-1]) else (), *rest)
        for (number, *rest), place in zip(rows.cells(number, *more), places, strict=True)
    ]


def expected(table: str, obligation: Obligation, plan: Plan, report: Report, kind: str = "") -> tuple[str, ...]:
    """The towns that must report a table: those that did this year, and those that the plan asks (责任单位 各镇).

    Not those of which the plan says that they have nothing to report there (不涉及).
    """
    return tuple(dict.fromkeys([*asked(table, obligation, plan, kind), *report.days]))


def asked(table: str, obligation: Obligation, plan: Plan, kind: str = "") -> tuple[str, ...]:
    """The units that the plan asks for a table."""
    every = any(name.startswith(ALL_TOWNS) for name in obligation.responsible)
    return tuple(unit for unit in plan.units if every and plan.concerns(unit, table, kind))


def outdated(report: Report, plan: Plan, as_of: date) -> tuple[bool, tuple[str, ...]]:
    """Whether anybody in a figure is too old to stand for a day, and who, where it is not everybody."""
    old = [name for name, day in report.days.items() if snapshots.is_stale(day, as_of, plan.stale_after_days)]
    return bool(old), tuple(old) if len(old) < len(report.days) else ()
