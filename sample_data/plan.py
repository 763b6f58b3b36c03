"""What the sample takes from the real plan: its year, villages, units, targets and duties."""

import random
from datetime import date, timedelta
from functools import cache

import pandas as pd

from data_loaders import schema
from data_loaders.delivering.reference import FOLDER

YEAR = 2023
SEED = 2023
FIRST_DAY = date(YEAR, 1, 1)
LAST_DAY = date(YEAR, 9, 30)
SAMPLE_LABEL = "示例数据"  # the loaders recognise sample rows by it
REFERENCE = FOLDER / str(YEAR)


def month_end(month: int) -> date:
    """The last day of a month of the plan year."""
    return date(YEAR + month // 12, month % 12 + 1, 1) - timedelta(days=1)


MONTH_ENDS = tuple(month_end(month) for month in range(1, LAST_DAY.month + 1))


def dice(what: str) -> random.Random:
    """A seeded source of chance for one table, so that changing one table leaves the others alone."""
    return random.Random(f"{SEED} {what}")


def shuffled(items: list, what: str) -> list:
    """The items in a seeded random order; by `random()` only, which Python keeps the same across versions."""
    chance = dice(what)
    return sorted(items, key=lambda _: chance.random())


def named(table: schema.Table) -> pd.DataFrame:
    """A reference file of the plan as text, under the inside names of its columns."""
    frame = pd.read_csv(REFERENCE / f"{table.title}.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")
    return frame.rename(columns={column.title: column.name for column in table.columns})


@cache
def villages() -> pd.DataFrame:
    """The village list as shipped: town, village, code, aliases, remark."""
    return named(schema.VILLAGES)


@cache
def obligations() -> pd.DataFrame:
    """The obligations of the plan, one a row."""
    return named(schema.PLAN_OBLIGATIONS)


@cache
def settings() -> dict[str, str]:
    """The settings of the plan by name."""
    return dict(named(schema.PLAN_SETTINGS)[["name", "value"]].to_numpy().tolist())


def setting(name: str) -> list[str]:
    """The values of one plan setting."""
    return settings()[name].split(";")


def target(obligation: str) -> int:
    """The target number of an obligation: 334 for T03."""
    return int(obligations().set_index("id").loc[obligation, "target"])


def units() -> list[str]:
    """潭东镇, 潭口镇 and 高校园区管理处."""
    return setting("镇和管理处")


@cache
def towns_by_village() -> dict[str, str]:
    """The town of each village; village names are unique among the three units."""
    return dict(zip(villages()["village"], villages()["town"], strict=True))


def town_of(village: str) -> str:
    """The town a village belongs to."""
    return towns_by_village()[village]
