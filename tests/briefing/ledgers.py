"""Small ledgers for tests of `briefing`: rows in, one in-memory edition out; nothing is read from disk.

What a test does not name, nobody delivered.
"""

from datetime import UTC, date, datetime
from functools import cache

import pandas as pd

from briefing.compose import RULES, compose, plan_year
from briefing.measures.duties import duty_cells, measure_duty
from briefing.measures.reported import Ledgers
from briefing.model import Briefing, Measure
from briefing.plan import Plan, read_plan
from data_loaders.delivering import reference
from data_loaders.schema import TABLES
from data_loaders.store.editions import Edition
from data_loaders.typed_frames import empty_frame, typed

EMPTY = {name: empty_frame(table) for name, table in TABLES.items()}
UNITS = ("潭东镇", "潭口镇", "高校园区管理处")
# Two, four and six of the 34 villages, the kind of grades a real list would carry.
GRADES = {
    "龙井村": "省定", "江坝村": "省定", "迳背村": "市定", "三观村": "市定", "上元村": "市定", "龙塘村": "市定",
    "东坑村": "县定", "茶元村": "县定", "坞埠村": "县定", "石禾村": "县定", "箩渡村": "县定", "坪路村": "县定",
}  # fmt: skip
TOWNS = {row.village: row.town for row in reference.villages().itertuples()}


def frame(name: str, rows) -> pd.DataFrame:
    """Rows (dicts by English column name) as a typed table."""
    rows = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows), dtype=object)
    return typed(rows, TABLES[name])


@cache
def graded_villages() -> pd.DataFrame:
    """The shipped village list with the twelve key villages marked."""
    villages = reference.villages()
    return villages.assign(grade=villages["village"].map(GRADES).astype("str"))


def plan_with(id: str, **changes) -> pd.DataFrame:
    """The shipped obligations with one of them changed."""
    plan = reference.tables()["plan_obligations"].copy()
    for column, value in changes.items():
        plan.loc[plan["id"] == id, column] = value
    return plan


def settings_with(name: str, value: str) -> pd.DataFrame:
    """The shipped settings with one of them changed."""
    settings = reference.tables()["plan_settings"].copy()
    settings.loc[settings["name"] == name, "value"] = value
    if name not in set(settings["name"]):
        added = frame("plan_settings", [{"year": settings["year"].iloc[0], "name": name, "value": value}])
        settings = pd.concat([settings, added], ignore_index=True)
    return settings


def edition(*, sample: bool = False, **tables) -> Edition:
    """An edition of the shipped plan with exactly these tables; villages are graded unless given."""
    frames = all_tables(**tables)
    return Edition(
        number=1,
        published_at=datetime(2024, 1, 1, tzinfo=UTC),
        by="tests",
        note="",
        sample=sample,
        restores=None,
        files=(),
        versions=dict.fromkeys(frames, 0),
        _read=lambda name, version: frames[name],
    )


@cache
def shipped() -> dict[str, pd.DataFrame]:
    """The shipped plan, the graded villages, and no rows elsewhere; read only."""
    return EMPTY | reference.tables() | {"villages": graded_villages()}


@cache
def shipped_plan(day: date) -> Plan:
    """The shipped plan as it stands on a day."""
    return read_plan(shipped(), plan_year(shipped(), day), day)


def all_tables(**tables) -> dict[str, pd.DataFrame]:
    """Every table: the shipped plan, the graded villages, these rows, and no rows elsewhere."""
    return shipped() | {name: frame(name, rows) for name, rows in tables.items()}


def briefing(as_of: str, **tables) -> Briefing:
    """The Briefing of these tables on a day."""
    return compose(edition(**tables), date.fromisoformat(as_of))


def measure(id: str, as_of: str, **tables) -> Measure:
    """One measure of these tables on a day, without the rest of a Briefing."""
    frames, day = all_tables(**tables), date.fromisoformat(as_of)
    is_shipped = not any(name == "villages" or name.startswith("plan_") for name in tables)
    year_plan = shipped_plan(day) if is_shipped else read_plan(frames, plan_year(frames, day), day)
    frames = Ledgers(frames, year_plan, day)
    obligation = next(each for each in year_plan.obligations if each.id == id)
    if obligation.kind == "duty":
        return measure_duty(obligation, duty_cells(year_plan, frames, day), frames, day)
    return RULES[obligation.rule](obligation, year_plan, frames, day)


def site(
    kind: str, name: str, stage: str = "在建", *, village: str = "龙井村", as_of: str = "2023-09-30", **more
) -> dict:
    """A row of sites."""
    return {
        "as_of": as_of,
        "kind": kind,
        "site_id": name,
        "name": name,
        "town": TOWNS[village],
        "village": village,
        "stage": stage,
        **more,
    }


def sites(kind: str, finished: int, of: int, **more) -> list[dict]:
    """So many sites of a kind in one village, the first ones finished."""
    return [site(kind, f"{kind}{number}", "完工" if number < finished else "在建", **more) for number in range(of)]


def station(name: str, stage: str = "在建", *, village: str = "龙井村", as_of: str = "2023-09-30", **more) -> dict:
    """A row of stations."""
    return {"as_of": as_of, "name": name, "town": TOWNS[village], "village": village, "stage": stage, **more}


def households(done: int, planned: int, *, village: str = "龙井村", as_of: str = "2023-09-30", **more) -> dict:
    """A row of courtyards or toilets."""
    return {"as_of": as_of, "town": TOWNS[village], "village": village, "planned": planned, "done": done, **more}


def project(name: str, allocated: float, disbursed: float = 0, *, as_of: str = "2023-09-30", **more) -> dict:
    """A row of funds."""
    place = {"town": "潭东镇", "village": None}
    return {
        "as_of": as_of,
        "project_id": name,
        "project": name,
        "category": "产业",
        "source": "中央",
        "linked": True,
        "allocated": allocated,
        "disbursed": disbursed,
        **place,
        **more,
    }


def in_village(village: str) -> dict:
    """Town and village columns of a row."""
    return {"town": TOWNS[village], "village": village}


def indicator(id: str, unit: str, value: float | None, base: float | None = None, *, as_of: str = "2023-09-30") -> dict:
    """A row of indicators."""
    return {"as_of": as_of, "indicator_id": id, "unit": unit, "value": value, "base": base}


def act(duty: str, done_on: str, unit: str, times: int | None = None) -> dict:
    """A row of duties."""
    return {"duty_id": duty, "done_on": done_on, "unit": unit, "times": times}


def task(number: int, status: str, *, as_of: str = "2023-09-30", **more) -> dict:
    """A row of tasks."""
    return {"as_of": as_of, "number": number, "status": status, "progress_text": "见台账", **more}


def action(id: str, due_on: str, done_on: str | None = None, *, assigned_on: str = "2023-07-12", **more) -> dict:
    """A row of actions."""
    return {
        "action_id": id,
        "assigned_on": assigned_on,
        "item": id,
        "owner": "区农办",
        "due_on": due_on,
        "done_on": done_on,
        **more,
    }
