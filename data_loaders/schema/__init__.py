"""Every table that can be dropped, declared once.

Readers, checks, templates, sample data and the documentation all come from here.
A column is known inside by its English `name` and in files by its Chinese `header` or an alias.
"""

import copyreg

from data_loaders.schema.columns import (
    ACTUAL_FINISH,
    AS_OF,
    DISTRICT,
    FINISHED_STAGES,
    PLANNED_FINISH,
    TOWN,
    UNCHANGED_SINCE,
    UNFINISHED_STAGES,
    VILLAGE,
)
from data_loaders.schema.declaring import ORIGIN, Column, Kind, Table
from data_loaders.schema.funds import FUNDS, OUTSIDE_SOURCES, OWN_LEVELS
from data_loaders.schema.places import BOUNDARIES, VILLAGES
from data_loaders.schema.plan import PLAN_MILESTONES, PLAN_OBLIGATIONS, PLAN_SETTINGS, PLAN_TASKS, RULE_WORDS
from data_loaders.schema.tasks import ACTIONS, BEFORE_NEXT_MEETING, DUTIES, INDICATORS, NEXT_MEETING_WITHIN, TASKS
from data_loaders.schema.works import COURTYARDS, SITE_KINDS, SITES, STATIONS, TOILETS

__all__ = [
    "ACTIONS",
    "ACTUAL_FINISH",
    "AS_OF",
    "BEFORE_NEXT_MEETING",
    "BOUNDARIES",
    "COURTYARDS",
    "DISTRICT",
    "DROP_TABLES",
    "DUTIES",
    "FINISHED_STAGES",
    "FUNDS",
    "INDICATORS",
    "NEXT_MEETING_WITHIN",
    "ORIGIN",
    "OUTSIDE_SOURCES",
    "OWN_LEVELS",
    "PLANNED_FINISH",
    "PLAN_MILESTONES",
    "PLAN_OBLIGATIONS",
    "PLAN_SETTINGS",
    "PLAN_TABLES",
    "PLAN_TASKS",
    "PROGRESS_TABLES",
    "REFERENCE_TABLES",
    "RULE_WORDS",
    "SITES",
    "SITE_KINDS",
    "STATIONS",
    "TABLES",
    "TASKS",
    "TOILETS",
    "TOWN",
    "UNCHANGED_SINCE",
    "UNFINISHED_STAGES",
    "VILLAGE",
    "VILLAGES",
    "Column",
    "Kind",
    "Table",
    "table_named",
]

PROGRESS_TABLES = (SITES, STATIONS, COURTYARDS, TOILETS, FUNDS, TASKS, DUTIES, INDICATORS, ACTIONS)
PLAN_TABLES = (PLAN_SETTINGS, PLAN_OBLIGATIONS, PLAN_MILESTONES, PLAN_TASKS)
# What the product ships for real use: the plan and the village list are facts, not somebody's monthly numbers.
REFERENCE_TABLES = (VILLAGES, *PLAN_TABLES)
DROP_TABLES = (VILLAGES, *PROGRESS_TABLES, *PLAN_TABLES)  # boundaries arrive as map files, not as grids
TABLES = {table.name: table for table in (*DROP_TABLES, BOUNDARIES)}


def table_named(name: str) -> Table:
    """The declared table of an inside name; KeyError for a name that is none."""
    return TABLES[name]


# A table that goes to another process comes back as the one declared here.
copyreg.pickle(Table, lambda table: (table_named, (table.name,)))
