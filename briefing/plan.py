"""The plan of a year, read from plan data: obligations, milestones, tolerances, duty calendars, tasks.

Every target, floor, cap and duty is a row of the plan tables; nothing here holds a number of any plan.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import pandas as pd

from data_loaders import plan_words
from data_loaders.frequencies import Year


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
    short: str  # the title that cards have room for
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
    quote: str  # the sentences of the clause that ask for it
    note: str
    milestones: tuple[Milestone, ...]
    since: date | None = None  # from which day it holds, where the plan was changed during the year
    earlier: tuple["Obligation", ...] = ()  # what held before, oldest first

    def on(self, day: date) -> "Obligation":
        """What held on a day: the obligation as it is, or as it was before it was changed."""
        begun = [one for one in (*self.earlier, self) if one.since is None or one.since <= day]
        return begun[-1] if begun else (*self.earlier, self)[0]

    @property
    def changes(self) -> tuple[tuple[date, float | None, float | None], ...]:
        """The days from which another target held, with the target before and since."""
        return tuple(
            (after.since, before.target, after.target)
            for before, after in pairwise((*self.earlier, self))
            if after.since is not None and before.target != after.target
        )

    def identity(self) -> dict:
        """What a measure takes over from the plan as it stands."""
        return {
            "id": self.id, "title": self.title, "short": self.short, "kind": self.kind, "clause": self.clause, "unit": self.unit,
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
    requirement: str  # 任务要求 in full, as the task list has it
    deadline: str
    responsible: tuple[str, ...]
    quote: str  # the sentences of the clause that ask for it
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
    whole_words: frozenset[str]  # what ledgers and scopes call the whole: 全区, 全县, 全市 and the plan's own word
    # (unit, table or kind of site) that a unit does not owe: (高校园区管理处, toilets), (高校园区管理处, 示范村)
    not_concerned: frozenset[tuple[str, str]]
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

    @property
    def calendar(self) -> Year:
        """What the due periods of duties depend on."""
        return Year(self.year, self.vacation_months, self.term_ends)

    def is_whole(self, scope: tuple[str, ...]) -> bool:
        """Whether a scope is the whole district rather than its units."""
        return len(scope) == 1 and scope[0] in self.whole_words

    def source(self, word: str) -> str:
        """A source of money in the plan's own words: 区 and 县 are one level, named as the plan names the whole."""
        return self.whole[-1] if {word, self.whole[-1]} <= set("区县") else word

    def concerns(self, unit: str, table: str, kind: str = "") -> bool:
        """Whether a unit owes a table, and of its sites those of a kind; 不涉及 of the settings says which it does not."""
        return self.not_concerned.isdisjoint({(unit, table), (unit, kind)})

    def due_on(self, obligation: Obligation) -> date:
        """The deadline of an obligation; the year's end where the plan names none."""
        return obligation.deadline or self.last_day

    def deadline_of_kind(self, kind: str) -> date | None:
        """The deadline of the obligation that counts a kind of site or station; None where the document sets none."""
        return next((each.deadline for each in self.obligations if each.subject == kind), self.last_day)

    def line(self, obligation: Obligation) -> tuple[tuple[date, float], ...]:
        """Corners of the 序时 line after 1 January as it now stands: the milestones, or the whole at the deadline."""
        if obligation.milestones:
            return tuple((milestone.due_on, milestone.share) for milestone in obligation.milestones)
        return ((self.due_on(obligation), 1.0),)


def years(tables: Mapping[str, pd.DataFrame]) -> list[int]:
    """The years for which there is a plan, oldest first."""
    return sorted(int(year) for year in tables["plan_obligations"]["year"].unique())


def read_plan(tables: Mapping[str, pd.DataFrame], year: int, as_of: date | None = None) -> Plan:
    """The plan of a year as it stands on a day, by default at the year's end; PlanMissing when there is none."""
    obligations = _of_year(tables["plan_obligations"], year)
    if obligations.empty:
        raise PlanMissing(year)
    settings: dict[str, str] = dict(_of_year(tables["plan_settings"], year)[["name", "value"]].itertuples(index=False))
    units = plan_words.UNITS.of(settings) or tuple(tables["villages"]["town"].dropna().unique())
    whole = plan_words.whole_word(settings)
    return Plan(
        year=year,
        title=plan_words.TITLE.of(settings) or plan_words.DISTRICT_NAME.of(settings) or "乡村振兴",
        district=plan_words.DISTRICT_NAME.of(settings),
        publisher=plan_words.PUBLISHER.of(settings),
        units=units,
        mapped_towns=plan_words.MAPPED.of(settings) or units,
        departments=plan_words.DEPARTMENTS.of(settings),
        stale_after_days=plan_words.STALE.of(settings),
        slightly_behind=plan_words.SLIGHTLY_BEHIND.of(settings),
        projection_months=plan_words.PROJECTION.of(settings),
        vacation_months=plan_words.VACATION.of(settings),
        term_ends=plan_words.TERM_ENDS.of(settings),
        coordinates=plan_words.COORDINATES.of(settings),
        map_approval=plan_words.APPROVAL.of(settings),
        whole=whole,
        whole_words=plan_words.WHOLE_WORDS | {whole},
        not_concerned=plan_words.NOT_CONCERNED.of(settings),
        obligations=_obligations(obligations, _of_year(tables["plan_milestones"], year), as_of or date(year, 12, 31)),
        tasks=tuple(_task(row) for row in _records(_of_year(tables["plan_tasks"], year), _OF_TASK)),
    )


def _of_year(frame: pd.DataFrame, year: int) -> pd.DataFrame:
    return frame[frame["year"] == year]


_OF_OBLIGATION = (
    "id", "kind", "title", "short", "clause", "tasks", "target", "unit", "rule", "subject", "scope", "deadline", "frequency",
    "responsible", "quote", "remark",
)  # fmt: skip
_OF_TASK = ("number", "part", "clause", "title", "requirement", "deadline", "responsible", "quote", "remark")


def _records(frame: pd.DataFrame, names: tuple[str, ...]) -> Iterator[dict]:
    """The rows, with these columns alone: a plan is read for every briefing."""
    columns = [frame[name].tolist() for name in names]
    return (dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))


def _obligations(rows: pd.DataFrame, stones: pd.DataFrame, as_of: date) -> tuple[Obligation, ...]:
    """The obligations that hold on a day, each with what held before it where the plan was changed during the year."""
    days = {stamp.date() for frame in (rows, stones) for stamp in frame["effective_on"].dropna()}
    now: dict[str, Obligation] = {}
    for day in sorted({date(int(rows["year"].iloc[0]), 1, 1), *(day for day in days if day <= as_of)}):
        milestones = _milestones(plan_words.in_force(stones, day))
        for row in _records(plan_words.in_force(rows, day), _OF_OBLIGATION):
            found = _obligation(row, milestones)
            before = now.get(found.id)
            if before is None:
                now[found.id] = replace(found, since=day)
            elif replace(before, since=None, earlier=()) != found:
                now[found.id] = replace(found, since=day, earlier=(*before.earlier, replace(before, earlier=())))
    return tuple(now.values())


def _milestones(frame: pd.DataFrame) -> dict[str, tuple[Milestone, ...]]:
    """Obligation id → its milestones, earliest first."""
    by_id: dict[str, tuple[Milestone, ...]] = {}
    for row in _records(frame.sort_values("due_on"), ("id", "due_on", "rate")):
        by_id[row["id"]] = (*by_id.get(row["id"], ()), Milestone(row["due_on"].date(), float(row["rate"]) / 100))
    return by_id


def _obligation(row: dict, milestones: dict[str, tuple[Milestone, ...]]) -> Obligation:
    return Obligation(
        id=row["id"], kind=row["kind"], title=row["title"], short=_text(row["short"]) or row["title"], clause=row["clause"],
        tasks=tuple(int(number) for number in _several(row["tasks"])),
        target=None if pd.isna(row["target"]) else float(row["target"]),
        unit=row["unit"], rule=row["rule"], subject=_text(row["subject"]), scope=_several(row["scope"]),
        deadline=None if pd.isna(row["deadline"]) else row["deadline"].date(),
        frequency=_text(row["frequency"]), responsible=_several(row["responsible"]), quote=_text(row["quote"]),
        note=_text(row["remark"]), milestones=milestones.get(row["id"], ()),
    )  # fmt: skip


def _task(row: dict) -> PlanTask:
    return PlanTask(
        number=int(row["number"]), part=int(row["part"]), clause=row["clause"], title=row["title"],
        requirement=_text(row["requirement"]), deadline=row["deadline"], responsible=_several(row["responsible"]),
        quote=_text(row["quote"]), note=_text(row["remark"]),
    )  # fmt: skip


def _several(text: object) -> tuple[str, ...]:
    """A `;`-separated cell as its parts; blank gives none."""
    return plan_words.several(text) if isinstance(text, str) and text.strip(" ;；") else ()


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
