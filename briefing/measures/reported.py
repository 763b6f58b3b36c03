"""What the ledgers say on a day: of each reporter the newest snapshot of the plan year, put together.

A reporter is what a delivery replaces, without the day: a town, or a town and a kind of site. Towns report on different
days; what one of them delivered alone is never the district's number.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from briefing.measures import snapshots
from briefing.model import Older
from briefing.plan import Obligation, Plan
from data_loaders.endings import Ending
from data_loaders.schema import TABLES, Table

ALL_TOWNS = "各镇"  # 各镇(管理处) among the responsible means every unit
Reporter = tuple[str, ...]
# A number that only counts the rows of one ledger identifies nothing beyond it.
_RUNNING_NUMBER = r"\d{1,3}"
_NAMES = {"sites": ("site_id", "name"), "funds": ("project_id", "project")}
# What a figure of a day before the Briefing's is made of: only that of its own day is also told piece by piece.
_COUNTED = (
    *("as_of", "carried_from", "town", "village"),
    *("site_id", "kind", "name", "stage", "planned_finish"),
    *("planned", "done"),
    *("project_id", "project", "source", "linked", "allocated", "disbursed"),
)


@dataclass(frozen=True)
class Report:
    """What a ledger says on a day."""

    day: date
    rows: pd.DataFrame  # the newest snapshot of every reporter; the table's key without the day is unique
    spoke: Mapping[Reporter, date]  # each that delivered anything by the day → the day of its newest snapshot

    def about(self, rows: pd.DataFrame, kind: str | None = None) -> "Report":
        """The same narrowed to some of its rows, and to the reporters of a kind."""
        own = {reporter: day for reporter, day in self.spoke.items() if kind is None or kind in reporter[1:]}
        return replace(self, rows=rows, spoke=own)

    @cached_property
    def days(self) -> dict[str, date]:
        """Town → the day it speaks for: that of its oldest row, where some are carried on from a day before."""
        found: dict[str, date] = {}
        for (town, *_), day in self.spoke.items():
            found[town] = max(day, found.get(town, day))
        if self.rows["carried_from"].notna().any():
            for town, stamp in self.rows.groupby("town")["carried_from"].min().dropna().items():
                found[town] = min(stamp.date(), found.get(town, stamp.date()))
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

    frame: pd.DataFrame
    counted: pd.DataFrame  # the same rows, of their columns those that a figure is made of
    reporters: Sequence[Reporter]
    reporter_of: np.ndarray
    days: Sequence[date]  # oldest first
    day_of: np.ndarray

    @classmethod
    def of(cls, frame: pd.DataFrame, table: Table) -> "_Taken":
        day_of, days = pd.factorize(frame["as_of"], sort=True)
        reporter_of, reporters = pd.factorize(pd.MultiIndex.from_frame(frame[list(table.reporter)]))
        counted = frame[[name for name in _COUNTED if name in frame]]
        return cls(frame, counted, list(reporters), reporter_of, [stamp.date() for stamp in days], day_of)

    def newest(self, day: date, *, alone: bool, whole: bool) -> tuple[pd.DataFrame, dict[Reporter, date]]:
        """The rows of every reporter's newest snapshot on or before a day, whole or as they count, and that snapshot's day.

        With `alone` of those only who spoke for the newest day of anybody, of sites of a kind.
        """
        so_far = np.searchsorted(np.array(self.days, dtype="datetime64[D]"), np.datetime64(day), side="right")
        last = np.full(len(self.reporters), -1)
        taken = self.day_of < so_far
        np.maximum.at(last, self.reporter_of[taken], self.day_of[taken])
        newest = self._of_anybody(last) if alone else last
        spoke = {self.reporters[code]: self.days[at] for code, at in enumerate(last) if 0 <= at == newest[code]}
        return (self.frame if whole else self.counted)[taken & (self.day_of == newest[self.reporter_of])], spoke

    def _of_anybody(self, last: np.ndarray) -> np.ndarray:
        """Of each reporter the newest day of anybody who reports the same kind."""
        newest: dict[Reporter, int] = {}
        for (_, *kind), at in zip(self.reporters, last, strict=True):
            newest[*kind] = max(at, newest.get((*kind,), at))
        return np.array([newest[*kind] for _, *kind in self.reporters], dtype=last.dtype)


class Ledgers(Mapping[str, pd.DataFrame]):
    """All tables of an edition, and what those by 截至日期 say on any day up to `as_of`.

    `alone` is the rule of before: of a table its newest day alone, whoever had reported for it.
    """

    def __init__(
        self, tables: Mapping[str, pd.DataFrame], plan: Plan, as_of: date, endings: Sequence[Ending] = (), *, alone: bool = False
    ) -> None:  # fmt: skip
        self._tables, self._plan, self.as_of, self._alone = tables, plan, as_of, alone
        self._endings = [one for one in endings if plan.first_day <= one.as_of <= as_of]
        self._reports: dict[tuple[str, date], Report] = {}
        self._known: dict[str, _Taken] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        rows = self._tables[name]
        if not self._alone or name != "indicators":
            return rows
        told = snapshots.up_to(rows, self.as_of, self._plan.first_day)
        return told[told["as_of"] == told.groupby("indicator_id")["as_of"].transform("max")]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def _taken(self, name: str) -> _Taken:
        if name not in self._known:
            rows = snapshots.up_to(self._tables[name], self.as_of, self._plan.first_day)
            self._known[name] = _Taken.of(rows, TABLES[name])
        return self._known[name]

    def days(self, name: str) -> list[date]:
        """The days for which anybody delivered anything, oldest first."""
        return sorted({*self._taken(name).days, *(one.as_of for one in self._ended(name))})

    def _ended(self, name: str) -> list[Ending]:
        return [one for one in self._endings if one.table == name and not one.thing]

    def on(self, name: str, day: date | None = None) -> Report:
        """What a table says on a day, by default the day of the Briefing; of another day only what a figure is made of."""
        day = day or self.as_of
        if (name, day) not in self._reports:
            self._reports[name, day] = self._composed(name, day)
        return self._reports[name, day]

    def _composed(self, name: str, day: date) -> Report:
        rows, spoke = self._taken(name).newest(day, alone=self._alone, whole=day == self.as_of)
        for ending in self._ended(name):
            if spoke.get(ending.reporter, date.min) < ending.as_of <= day:
                spoke[ending.reporter] = ending.as_of
                of_reporter = (rows[list(TABLES[name].reporter)] == list(ending.reporter)).all(axis=1)
                rows = rows[~of_reporter]
        kept = _unique(rows, TABLES[name])
        if len(kept) < len(rows):  # a town that has nothing left, since others filed all of it anew, speaks for no day
            emptied = set(rows["town"]) - set(kept["town"])
            spoke = {reporter: day for reporter, day in spoke.items() if reporter[0] not in emptied}
        return Report(day, kept, spoke)

    def gone(self, name: str, report: Report) -> pd.DataFrame:
        """Rows that a reporter had this year and its newest snapshot lacks, though nobody said since that they have ended."""
        table = TABLES[name]
        key, by = list(table.identity), list(table.reporter)
        before = self._taken(name).counted
        before = before[before["as_of"] <= pd.Timestamp(report.day)].drop_duplicates(key, keep="last")
        there = set(report.rows[key].itertuples(index=False, name=None))
        ended: dict[tuple[Reporter, tuple[str, ...]], date] = {}
        for one in sorted(self._endings, key=lambda ending: ending.as_of):
            if one.table == name:
                ended[one.reporter, one.thing] = one.as_of

        def is_missing(thing: tuple, reporter: Reporter, stamp: pd.Timestamp) -> bool:
            words = ((), tuple(map(str, thing)))
            return thing not in there and all(ended.get((reporter, one), date.min) < stamp.date() for one in words)

        things, reporters = (before[columns].itertuples(index=False, name=None) for columns in (key, by))
        missing = [is_missing(*row) for row in zip(things, reporters, before["as_of"], strict=True)]
        return before[np.array(missing, dtype=bool)]


def _unique(rows: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Of rows of the same thing that two reporters have, a project filed anew or a site whose 类型 was corrected, the newest."""
    if rows["as_of"].nunique() < 2:
        return rows
    same = _identity(rows, table)
    newest = rows.groupby([same[column] for column in same])["as_of"].transform("max")
    return rows[rows["as_of"] == newest]


def _identity(rows: pd.DataFrame, table: Table) -> pd.DataFrame:
    """What makes two rows the same thing, whoever reported it: its number; a name or running number within its village only."""
    if table.name not in _NAMES:
        return rows[list(table.identity)].astype("object").fillna("")
    number, name = _NAMES[table.name]
    local = rows[number].str.fullmatch(_RUNNING_NUMBER)
    if not table.column(number).required:
        local |= rows[number] == rows[name]  # without a number a site is known by its name
    place = (rows["town"] + rows["village"].fillna("") + rows[name]).where(local, "")
    more = {"source": rows["source"]} if "source" in rows else {}
    return pd.DataFrame({"number": rows[number], "place": place, **more}).astype("object").fillna("")


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
