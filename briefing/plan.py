"""The plan of a year, read from plan data: obligations, milestones, tolerances, duty calendars, tasks.

Every target, floor, cap and duty is a row of the plan tables; nothing here holds a number of any plan.
May import: `data_loaders.schema`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from data_loaders.schema import DISTRICT

SEPARATOR = ";"


class PlanMissing(Exception):
    """The edition holds no plan for the year asked for."""


@dataclass(frozen=True)
class Milestone:
    """A dated share (fraction) that an obligation must have reached."""

    due_on: date
    share: float


@dataclass(frozen=True)
class Obligation:
    """One row of the plan; the columns are explained in the schema's plan_obligations."""

    id: str
    kind: str
    title: str
    clause: str
    tasks: tuple[int, ...]
    target: float | None
    unit: str
    rule: str
    subject: str
    scope: tuple[str, ...]
    deadline: date | None
    frequency: str
    responsible: tuple[str, ...]
    note: str
    milestones: tuple[Milestone, ...]

    def identity(self) -> dict:
        """What a measure takes over from the plan as it stands."""
        return {
            "id": self.id, "title": self.title, "kind": self.kind, "clause": self.clause, "unit": self.unit,
            "deadline": self.deadline, "responsible": self.responsible, "tasks": self.tasks, "note": self.note, "rule": self.rule,
            "subject": self.subject, "frequency": self.frequency,
        }  # fmt: skip


@dataclass(frozen=True)
class PlanTask:
    """One task of the plan's task list."""

    number: int
    part: int
    clause: str
    title: str
    deadline: str
    responsible: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Plan:
    """A year's plan with its settings as typed values."""

    year: int
    title: str
    district: str
    publisher: str
    units: tuple[str, ...]
    mapped_towns: tuple[str, ...]
    departments: tuple[str, ...]
    stale_after_days: int
    slightly_behind: float  # fraction: 10 points → 0.10
    projection_months: int
    vacation_months: frozenset[int]
    term_ends: tuple[date, ...]
    coordinates: str
    map_approval: str  # 审图号, empty when none was given
    whole: str  # what the plan calls all units together: 全区, 全县
    whole_words: frozenset[str]  # what ledgers and scopes call the whole: 全区, and the plan's own word (全县)
    obligations: tuple[Obligation, ...]
    tasks: tuple[PlanTask, ...]

    @property
    def first_day(self) -> date:
        """1 January, where every straight line of 序时进度 starts."""
        return date(self.year, 1, 1)

    @property
    def last_day(self) -> date:
        """31 December, the deadline of what has no other."""
        return date(self.year, 12, 31)

    def is_whole(self, scope: tuple[str, ...]) -> bool:
        """Whether a scope is the whole district rather than its units."""
        return len(scope) == 1 and scope[0] in self.whole_words

    def due_on(self, obligation: Obligation) -> date:
        """The deadline of an obligation; the year's end where the plan names none."""
        return obligation.deadline or self.last_day

    def due_on_of_kind(self, kind: str) -> date:
        """The deadline of the obligation that counts a kind of site or station."""
        return next((self.due_on(each) for each in self.obligations if each.subject == kind), self.last_day)

    def line(self, obligation: Obligation) -> tuple[tuple[date, float], ...]:
        """Corners of the 序时 line after 1 January: the milestones, or the whole at the deadline."""
        if obligation.milestones:
            return tuple((milestone.due_on, milestone.share) for milestone in obligation.milestones)
        return ((self.due_on(obligation), 1.0),)


def years(tables: Mapping[str, pd.DataFrame]) -> list[int]:
    """The years for which there is a plan, oldest first."""
    return sorted(int(year) for year in tables["plan_obligations"]["year"].unique())


def read_plan(tables: Mapping[str, pd.DataFrame], year: int) -> Plan:
    """The plan of a year from the plan tables; PlanMissing when there is none."""
    obligations = _of_year(tables["plan_obligations"], year)
    if obligations.empty:
        raise PlanMissing(year)
    settings = dict(_of_year(tables["plan_settings"], year)[["name", "value"]].itertuples(index=False))
    milestones = _milestones(_of_year(tables["plan_milestones"], year))
    units = _several(settings.get("镇和管理处")) or tuple(tables["villages"]["town"].dropna().unique())
    whole = settings.get("全域称谓", DISTRICT)
    return Plan(
        year=year,
        title=settings.get("工作名称", ""),
        district=settings.get("区域名称", ""),
        publisher=settings.get("发布单位", ""),
        units=units,
        mapped_towns=_several(settings.get("地图显示")) or units,
        departments=_several(settings.get("行业部门")),
        stale_after_days=int(settings.get("数据陈旧天数", 45)),
        slightly_behind=float(settings.get("略滞后百分点", 10)) / 100,
        projection_months=int(settings.get("测算月数", 3)),
        vacation_months=frozenset(int(month) for month in _several(settings.get("假期月份"))),
        term_ends=tuple(sorted(date.fromisoformat(day) for day in _several(settings.get("学期结束")))),
        coordinates=settings.get("坐标系", "WGS84"),
        map_approval=settings.get("审图号", ""),
        whole=whole,
        whole_words=frozenset({DISTRICT, whole}),
        obligations=tuple(_obligation(row, milestones) for row in obligations.to_dict("records")),
        tasks=tuple(_task(row) for row in _of_year(tables["plan_tasks"], year).to_dict("records")),
    )


def _of_year(frame: pd.DataFrame, year: int) -> pd.DataFrame:
    return frame[frame["year"] == year]


def _milestones(frame: pd.DataFrame) -> dict[str, tuple[Milestone, ...]]:
    """Obligation id → its milestones, earliest first."""
    by_id: dict[str, tuple[Milestone, ...]] = {}
    for row in frame.sort_values("due_on").to_dict("records"):
        by_id[row["id"]] = (*by_id.get(row["id"], ()), Milestone(row["due_on"].date(), float(row["rate"]) / 100))
    return by_id


def _obligation(row: dict, milestones: dict[str, tuple[Milestone, ...]]) -> Obligation:
    return Obligation(
        id=row["id"], kind=row["kind"], title=row["title"], clause=row["clause"],
        tasks=tuple(int(number) for number in _several(row["tasks"])),
        target=None if pd.isna(row["target"]) else float(row["target"]),
        unit=row["unit"], rule=row["rule"], subject=_text(row["subject"]), scope=_several(row["scope"]),
        deadline=None if pd.isna(row["deadline"]) else row["deadline"].date(),
        frequency=_text(row["frequency"]), responsible=_several(row["responsible"]), note=_text(row["remark"]),
        milestones=milestones.get(row["id"], ()),
    )  # fmt: skip


def _task(row: dict) -> PlanTask:
    return PlanTask(
        number=int(row["number"]), part=int(row["part"]), clause=row["clause"], title=row["title"],
        deadline=row["deadline"], responsible=_several(row["responsible"]), note=_text(row["remark"]),
    )  # fmt: skip


def _several(text: object) -> tuple[str, ...]:
    """A `;`-separated cell as its parts; blank gives none."""
    if not isinstance(text, str):
        return ()
    return tuple(part.strip() for part in text.replace("；", SEPARATOR).split(SEPARATOR) if part.strip())


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
