"""The frozen Briefing: everything a screen, a slide or a bulletin may show, computed once.

Numbers are equal everywhere because they are all read from here. Rates are fractions, money is
万元, None means 未报. May import: `status`.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

import pandas as pd

from briefing.status import Status


@dataclass(frozen=True)
class EditionInfo:
    """Which edition of the store the figures come from."""

    number: int
    sample: bool
    published_at: datetime
    by: str
    note: str


@dataclass(frozen=True)
class Point:
    """One snapshot on a curve; `scheduled` is 序时进度 on that day."""

    date: date
    value: float
    rate: float | None
    scheduled: float
    covered: float | None = None  # how much of the target the snapshot speaks of; None where nobody can tell


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


@dataclass(frozen=True)
class Measure:
    """One obligation of the plan and how it stands."""

    id: str
    title: str
    kind: str  # target, milestones, ratio, floor, deadline, indicator, duty
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

    @property
    def known_share(self) -> float:
        """The share of the target that the newest snapshot speaks of; what lies beyond it is 未报, not undone."""
        return 1.0 if self.covered is None or not self.target else min(1.0, self.covered / self.target)

    def is_whole(self, point: Point) -> bool:
        """Whether a snapshot speaks of all that is asked for, so that its value is no part."""
        return point.covered is None or self.target is None or point.covered >= self.target


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
    pace_needed: float | None  # 万元 a month up to the next milestone
    pace_recent: float | None  # 万元 a month over the last months of the plan setting
    projection: tuple[FundPoint, ...]  # 按近三个月速度测算, from the snapshot to the last milestone
    by_source: tuple[FundSlice, ...]
    by_town: tuple[FundSlice, ...]
    by_category: tuple[FundSlice, ...]
    projects: pd.DataFrame  # the newest snapshot, schema columns of `funds` plus `rate` and `status` (Status text)


@dataclass(frozen=True)
class DutyCell:
    """One duty of one unit in one due period."""

    id: str
    title: str
    unit: str
    period: str  # 2023-09, 2023-Q3, 2023-H1, 2023
    due_on: date
    status: str  # 已完成, 逾期, 未到期
    done_on: date | None


@dataclass(frozen=True)
class TaskState:
    """One of the tasks of the plan as last reported."""

    number: int
    title: str
    part: int
    clause: str
    deadline: str
    responsible: tuple[str, ...]
    status: str  # 未启动, 推进中, 已完成, 未报
    progress: str
    problem: str
    next_step: str
    snapshot: date | None
    proofs: tuple[str, ...]  # ids of the measures that prove it
    contradiction: str  # why a task reported 已完成 cannot be; empty when it can
    note: str = ""  # where the document's clause and its task list differ


@dataclass(frozen=True)
class ActionState:
    """One thing a 调度会 assigned."""

    id: str
    item: str
    owner: str
    assigned_on: date
    due_on: date
    done_on: date | None
    status: str  # 已完成, 逾期, 未到期
    days_late: int
    detail: str


@dataclass(frozen=True)
class Attention:
    """One thing leaders should ask about, worst first."""

    title: str
    owner: str
    status: Status
    days_late: int
    page: str  # the url path that shows it: sites, sewage, funds …
    measure: str  # the obligation id it belongs to, or ""


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
    beneficiaries: int | None = None  # stations only


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
