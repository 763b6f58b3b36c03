"""The sample edition in a store of its own, and its Briefing, for the screens of the whole plan."""

import tempfile
from functools import cache
from pathlib import Path

from briefing.compose import compose
from briefing.model import Briefing, DutyCell, TaskState
from data_loaders.intake import Drop
from data_loaders.publish import publish
from data_loaders.store import open_store
from sample_data.__main__ import FOLDER

SILENT = "高校园区管理处"
HOSTILE = '<img src=x onerror="alert(1)">'
# Published once for all tests; the folder goes when the process does.
_ROOM = tempfile.TemporaryDirectory(prefix="plan_screens_", ignore_cleanup_errors=True)


@cache
def sample_store() -> Path:
    """A store that holds the sample drops without the boundaries, which these screens do not draw."""
    folder = Path(_ROOM.name) / "store"
    drops = [Drop.of(path) for path in sorted((FOLDER / "csv").glob("*.csv"))]
    outcome = publish(open_store(str(folder)), drops, by="示例数据", note="示例", sample=True)
    assert outcome.edition, [finding.sentence for finding in outcome.findings]
    return folder


@cache
def sample() -> Briefing:
    """The newest Briefing of the sample."""
    return compose(open_store(str(sample_store())).edition(None), None)


def task(briefing: Briefing, number: int) -> TaskState:
    """A task by its number."""
    return next(task for task in briefing.tasks if task.number == number)


def cells(briefing: Briefing, id: str) -> list[DutyCell]:
    """All cells of a duty."""
    return [cell for cell in briefing.duties if cell.id == id]
