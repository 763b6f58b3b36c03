"""The frozen Briefing: everything a screen, a slide or a bulletin may show, computed once.

Numbers are equal everywhere because they are all read from here. Rates are fractions, money is
万元, None means 未报.
"""

import pickle
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

import numpy as np
import pandas as pd

from briefing.rows import Rows
from briefing.status import ActStatus, Status


class MeasureKind(StrEnum):
    """The kinds of obligation, as the plan names them."""

    TARGET = "target"
    MILESTONES = "milestones"
    RATIO = "ratio"
    FLOOR = "floor"
    DEADLINE = "deadline"
    INDICATOR = "indicator"
    DUTY = "duty"


# What money must keep to besides being spent in time; with the indicators, all that is held against a bound.
MONEY_BOUNDS = frozenset({MeasureKind.RATIO, MeasureKind.FLOOR, MeasureKind.DEADLINE})
BOUNDS = MONEY_BOUNDS | {MeasureKind.INDICATOR}


class OwnFrame:
    """A field that keeps a frame as bytes and gives each asker a frame of its own, for threads share a Briefing.

    Frames of pandas build their indexes at the first look, also those that a copy takes over.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __set__(self, thing: object, frame: pd.DataFrame) -> None:
        vars(thing)[self.name] = pickle.dumps(frame)

    def __get__(self, thing: object | None, owner: type) -> pd.DataFrame:
        if thing is None:
            raise AttributeError(self.name)  # by which a dataclass knows that the field has no default
        return pickle.loads(vars(thing)[self.name])


@dataclass(frozen=True)
class EditionInfo:
    """Which edition of the store the figures come from."""

    number: int
    sample: bool
    published_at: datetime
    by: str
    note: str


@dataclass(frozen=True)
class Older:
    """Who in a figure speaks for an earlier day than the figure's newest; no day: it never delivered."""

    reporter: str
    snapshot: date | None


@dataclass(frozen=True)
class Point:
    """A figure on one day of a curve; `scheduled` is 序时进度 on that day."""

    date: date
    value: float
    rate: float | None
    scheduled: float
    covered: float | None = None  # how much of the target the figure speaks of; None where nobody can tell
    reporters: frozenset[str] = frozenset()  # who is in it
    mixed: bool = False  # it lacks somebody, or carries on somebody's earlier value


@dataclass(frozen=True)
class MilestoneVerdict:
    """A dated share to be reached (F01: 9月底 75%).

    `met` is None before its day, and while no snapshot tells what had been reached by then.
    """

    due_on: date
    share: float
    rate: float | None  # from the newest snapshot on or before its day
    met: bool | None
    unknown: bool = False  # its day has come and no snapshot tells
    silent: tuple[str, ...] = ()  # who did not speak for its day, where it is unknown

    @property
    def passed(self) -> bool:
        """Whether its day has come."""
        return self.unknown or self.met is not None


@dataclass(frozen=True)
class Part:
    """One piece of a measure: a village, a unit, a site, a named place."""

    name: str
    town: str | None
    value: float | None
    target: float | None
    rate: float | None
    scheduled: float | None
    status: Status
    note: str = ""


class Operation(StrEnum):
    """What is done with rows to have a number."""

    SUM = "sum"
    COUNT = "count"
    MIN = "min"
    MAX = "max"
    SHARE = "share"
    DISTINCT = "distinct"


@dataclass(frozen=True)
class Term:
    """A number on the way from rows to a figure: of which column, or of what."""

    name: str
    operation: Operation
    value: float
    about: str = ""  # of which rows only: 产业, 潭口镇龙塘村


class Arithmetic(Protocol):
    """How rows become terms and terms a value."""

    @property
    def formula(self) -> str:
        """In words: 完成数之和."""

    def terms(self, rows: Mapping[str, Rows]) -> tuple[Term, ...]:
        """The terms of some rows of some tables."""

    def value(self, terms: Sequence[Term]) -> float | None:
        """The value of some terms; None where they make none."""


@dataclass(frozen=True)
class RowsOf:
    """Rows of a table by their place in it, from 0."""

    table: str
    places: np.ndarray


@dataclass(frozen=True)
class Made:
    """What a figure was made of."""

    arithmetic: Arithmetic
    terms: tuple[Term, ...]
    value: float | None
    rows: tuple[RowsOf, ...]
    stands_for: tuple[str, ...] | None = None  # of each row what it counts for, where that is no column


@dataclass(frozen=True)
class Then:
    """How a figure was told when its edition was new, where the rules of today say something else."""

    value: float | None
    words: str  # the value with its unit, or 未报
    status: Status


@dataclass(frozen=True)
class TargetChange:
    """A target that was changed during the year: from which day, and what it was before and is since."""

    since: date
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Measure:
    """One obligation of the plan and how it stands."""

    id: str
    title: str
    kind: MeasureKind | str  # a plan may hold a kind that nobody computes yet
    clause: str
    unit: str
    target: float | None
    value: float | None
    rate: float | None
    scheduled: float | None
    status: Status
    snapshot: date | None  # its own 截至日期
    stale: bool
    deadline: date | None
    responsible: tuple[str, ...]
    tasks: tuple[int, ...]
    reason: str  # one Chinese phrase saying why the status is what it is
    note: str  # what the plan says beside it
    parts: tuple[Part, ...] = ()
    history: tuple[Point, ...] = ()
    milestones: tuple[MilestoneVerdict, ...] = ()
    unreported: tuple[str, ...] = ()  # places or units that delivered before, or must deliver, and did not
    covered: float | None = None  # how much of the target the newest snapshot speaks of; None where nobody can tell
    change: float | None = None  # value now minus value at the end of the previous quarter
    rule: str = ""  # the plan's rule that judged it
    subject: str = ""  # what the rule is about: a kind of site, a table, a source, a grade
    frequency: str = ""  # how often a duty or an indicator is due, as the plan writes it
    short: str = ""  # the title that cards have room for; empty = the title
    mixed: tuple[Older, ...] = ()  # who in it speaks for an earlier day, or not at all
    outdated: tuple[str, ...] = ()  # who in it is too old to stand for the day, where not all of it is
    made: Made | None = field(default=None, compare=False, repr=False)  # None where there is no value
    then: Then | None = None
    changed: tuple[TargetChange, ...] = ()  # oldest first

    def target_on(self, day: date) -> float | None:
        """What was asked for on a day."""
        return next((change.before for change in self.changed if day < change.since), self.target)

    @property
    def ledgers(self) -> frozenset[str]:
        """The tables whose rows its value was made of; none where it has no value."""
        return frozenset(rows.table for rows in self.made.rows) if self.made else frozenset()

    @property
    def carried(self) -> tuple[Older, ...]:
        """Who in it speaks for an earlier day; not who never spoke."""
        return tuple(older for older in self.mixed if older.snapshot)

    @property
    def known_share(self) -> float:
        """The share of the target that the newest snapshot speaks of; what lies beyond it is 未报, not undone."""
        return 1.0 if self.covered is None or not self.target else min(1.0, self.covered / self.target)

    def is_whole(self, point: Point) -> bool:
        """Whether a figure speaks of all that is asked for, everybody for its own day, so that its value is no part."""
        return not point.mixed and (point.covered is None or self.target is None or point.covered >= self.target)


@dataclass(frozen=True)
class FundSlice:
    """Money of one source, town or category."""

    name: str
    allocated: float
    disbursed: float
    rate: float | None


@dataclass(frozen=True)
class FundPoint:
    """Cumulative disbursement on a snapshot day (the last of its month) or projected to a day."""

    date: date
    allocated: float
    disbursed: float
    rate: float | None
    reporters: frozenset[str] = frozenset()  # whose money is in it
    mixed: bool = False  # it lacks somebody, or carries on somebody's earlier value


@dataclass(frozen=True)
class Funds:
    """衔接资金: where the money stands, how far to the next legal date, and at what pace."""

    snapshot: date | None
    stale: bool
    allocated: float | None
    disbursed: float | None
    rate: float | None
    industry_share_central: float | None
    by_month: tuple[FundPoint, ...]
    scheduled: tuple[tuple[date, float], ...]  # corners of the 序时 line: (day, share)
    milestones: tuple[MilestoneVerdict, ...]
    next_milestone: MilestoneVerdict | None
    gap: float | None  # 万元 still to disburse for the next milestone; negative when already beyond it
    pace_needed: float | None  # 万元 a month up to the next milestone; None where less than a month is left
    pace_recent: float | None  # 万元 a month over the last months of the plan setting
    projection: tuple[
        FundPoint, ...
    ]  # at the recent pace, from the snapshot to the last milestone; none once that has passed
    by_source: tuple[FundSlice, ...]
    by_town: tuple[FundSlice, ...]
    by_category: tuple[FundSlice, ...]
    # The newest snapshot: the columns of `funds` in the schema, `rate`, and `status` (Status text).
    projects: pd.DataFrame = OwnFrame()
    due: float | None = None  # the share due on the day of the Briefing, by the 序时 line
    title: str = "拨付率"  # what the plan calls the rate: 衔接资金拨付率
    mixed: tuple[Older, ...] = ()  # who in it speaks for an earlier day, or not at all
    outdated: tuple[str, ...] = ()  # who in it is too old to stand for the day, where not all of it is
    apart: FundSlice | None = None  # what the ledger holds besides and does not count here: 非衔接资金
    outside: tuple[FundSlice, ...] = ()  # of that, what comes from outside the four levels: 自筹, 社会帮扶
    then: Then | None = None  # of the rate
    recent_months: int = 3  # over which the recent pace is taken


@dataclass(frozen=True)
class DutyCell:
    """One duty of one unit in one due period."""

    id: str
    title: str
    unit: str
    period: str  # 2023-09, 2023-Q3, 2023-H1, 2023
    due_on: date
    status: ActStatus  # 已完成, 逾期, 未到期, 未报
    done_on: date | None
    acts: tuple[int, ...] = ()  # the records that fulfil it, by their place in the table


@dataclass(frozen=True)
class TaskState:
    """One of the tasks of the plan as last reported."""

    number: int
    title: str
    part: int
    clause: str
    deadline: str
    responsible: tuple[str, ...]
    status: ActStatus | str  # 未启动, 推进中, 已完成, 未报
    progress: str
    problem: str
    next_step: str
    snapshot: date | None
    proofs: tuple[str, ...]  # ids of the measures that prove it
    contradiction: str  # why a task reported 已完成 cannot be; empty when it can
    requirement: str = ""  # 任务要求 of the task list, in full
    note: str = ""  # where the document's clause and its task list differ
    due_on: date | None = None  # the next day on which something of it is due; of what is done none


@dataclass(frozen=True)
class ActionState:
    """One thing a 调度会 assigned."""

    id: str
    item: str
    owner: str
    assigned_on: date
    due_on: date | None  # None: before the next meeting, whose day nobody knows yet
    done_on: date | None
    status: ActStatus  # 已完成, 逾期, 未到期
    days_late: int
    detail: str
    first_due_on: date | None = None  # what was asked for before it was extended
    about: str = ""  # the measure (its id) or village that it came from
    answered: tuple[str, ...] = ()  # the units that have said how it stands


@dataclass(frozen=True)
class Attention:
    """One thing leaders should ask about, worst first."""

    title: str
    owner: str
    status: Status
    days_late: int
    page: str  # the url path that shows it: sites, sewage, funds …
    measure: str  # the obligation id it belongs to, or ""
    due_on: date | None = None  # the day until which it was or is to be done


@dataclass(frozen=True)
class VillageItem:
    """One thing a village has on one map layer."""

    layer: str
    title: str
    text: str
    status: Status
    problem: str = ""  # as its office wrote it


@dataclass(frozen=True)
class VillageCurve:
    """How far a village was at every 截至日期 of the plan year on one layer; shares from 0 to 1."""

    layer: str
    points: tuple[tuple[date, float], ...]
    bounds: tuple[float, ...] = ()  # what its newest share is held against: the share due by now, the dated shares


@dataclass(frozen=True)
class VillageState:
    """A village and everything it has; its status on a layer is the worst of its items there."""

    town: str
    village: str
    code: str
    grade: str  # 省定, 市定, 县定 or ""
    mapped: bool  # whether its town is shown on the maps
    statuses: dict[str, Status]  # layer → status; layers without items here are absent
    items: tuple[VillageItem, ...]
    curves: tuple[VillageCurve, ...] = ()

    @property
    def label(self) -> str:
        """Town and village, for lists and hovers; a town that stands for its villages is both, and named once."""
        return self.town if self.town == self.village else f"{self.town}{self.village}"


@dataclass(frozen=True)
class Site:
    """A site or station with its own schedule; `layer` says on which map layer it stands."""

    layer: str
    kind: str
    name: str
    town: str
    village: str
    stage: str
    progress: float | None  # fraction
    scheduled: float  # fraction due by the snapshot's day, from 计划完工 or else the plan's deadline
    planned_finish: date | None
    actual_finish: date | None
    owner: str
    problem: str
    status: Status
    days_late: int
    longitude: float | None
    latitude: float | None
    capacity: float | None = None  # 吨/日, stations only
    beneficiaries: int | None = None
    started_on: date | None = None
    snapshot: date | None = None  # the day that its row speaks for
    due_on: date | None = None  # until which it is to be finished: 计划完工, never later than the plan's own deadline


@dataclass(frozen=True)
class Briefing:
    """One edition on one day. Built by `briefing.compose.compose`, never changed."""

    edition: EditionInfo
    as_of: date
    year: int
    title: str  # 巩固拓展…有效衔接
    district: str  # 赣州蓉江新区
    publisher: str
    year_progress: float  # share of the plan year gone by as_of
    headline: str
    headlines: dict[str, str]  # page path → its headline sentence
    measures: tuple[Measure, ...]
    funds: Funds
    sites: tuple[Site, ...]
    stations: tuple[Site, ...]
    villages: tuple[VillageState, ...]
    duties: tuple[DutyCell, ...]
    tasks: tuple[TaskState, ...]
    actions: tuple[ActionState, ...]
    attention: tuple[Attention, ...]
    towns: tuple[str, ...]  # the units, in plan order
    mapped_towns: tuple[str, ...]
    map_approval: str = ""  # 审图号, empty when none was given
    coordinates: str = "WGS84"  # the reference system of the sites' degrees: WGS84, GCJ-02 or BD-09
    headline_measures: tuple[str, ...] = ()  # ids of the cards on the first screen
    snapshots: dict[str, date | None] = field(default_factory=dict)  # table → newest 截至日期
    delivered: frozenset[str] = frozenset()  # the tables that hold anything at all
    whole: str = "全区"  # what the plan calls all units together: 全区, 全县

    def measure(self, id: str) -> Measure:
        """The measure of an obligation; KeyError when the plan has none of that id."""
        for measure in self.measures:
            if measure.id == id:
                return measure
        raise KeyError(id)

    def judged_by(self, *rules: str, subjects: Collection[str] | None = None) -> list[Measure]:
        """The measures of some rules in plan order, or those about some subjects only."""
        return [
            measure
            for measure in self.measures
            if measure.rule in rules and (subjects is None or measure.subject in subjects)
        ]
