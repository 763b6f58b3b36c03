"""The Briefing of the sample, for the screens of the whole plan."""

from dataclasses import replace
from functools import cache

import pandas as pd

from briefing.compose import compose
from briefing.model import Briefing, DutyCell, TaskState
from data_loaders.store.editions import open_store
from tests.seeded import sample_store

SILENT = "高校园区管理处"
HOSTILE = '<img src=x onerror="alert(1)">'


@cache
def sample() -> Briefing:
    """The newest Briefing of the sample."""
    return compose(open_store(str(sample_store())).edition(None), None)


@cache
def with_a_silent_unit() -> Briefing:
    """The same where one unit never reported an indicator."""
    edition = open_store(str(sample_store())).edition(None)

    def read(name: str, version: int) -> pd.DataFrame:
        frame = edition._read(name, version)
        return frame[frame["unit"] != SILENT] if name == "indicators" else frame

    return compose(replace(edition, _read=read), None)


def task(briefing: Briefing, number: int) -> TaskState:
    """A task by its number."""
    return next(task for task in briefing.tasks if task.number == number)


def cells(briefing: Briefing, id: str) -> list[DutyCell]:
    """All cells of a duty."""
    return [cell for cell in briefing.duties if cell.id == id]
