"""Who has not answered for a period, and the words by which a unit is reminded. Every number is the Briefing's."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from briefing import formats
from briefing.measures.naming import owners
from briefing.model import ActionState, Briefing, TaskState
from briefing.status import ActStatus
from briefing.wording import owed
from briefing.wording.open_items import units_of
from briefing.wording.owed import UnitState
from data_loaders.schema import TABLES

Newest = Mapping[str, Mapping[str, date]]  # table → town → the newest day for which it has spoken


@dataclass(frozen=True)
class Heard:
    """A thing that a unit filled in on its page, published or going to be: a task by its number, and so on."""

    unit: str
    what: str  # the table
    thing: str
    day: date | None = None  # of a task or ledger
    waits: bool = False  # for the office


@dataclass(frozen=True)
class Silent:
    """What a unit has not answered."""

    unit: str
    tasks: tuple[TaskState, ...] = ()
    ledgers: tuple[str, ...] = ()  # with the day of the last delivery
    duties: tuple[str, ...] = ()
    actions: tuple[ActionState, ...] = ()

    @property
    def count(self) -> int:
        """How many things."""
        return len(self.tasks) + len(self.ledgers) + len(self.duties) + len(self.actions)


def asked_day(briefing: Briefing, today: date) -> date:
    """The day for which units report: the last month end in the plan's year, or that of the data where it is later."""
    ended = today.replace(day=1) - timedelta(days=1)
    return max(briefing.as_of, ended) if ended.year == briefing.year else briefing.as_of


def silent(briefing: Briefing, day: date, newest: Newest, heard: Iterable[Heard]) -> tuple[Silent, ...]:
    """The units that have something to answer for a day, who has most of it first; none that has answered all."""
    known = list(heard)
    found = [_of(unit, briefing, day, newest, known) for unit in owed.units(briefing)]
    return tuple(sorted((one for one in found if one.count), key=lambda one: -one.count))


def _of(unit: UnitState, briefing: Briefing, day: date, newest: Newest, heard: Sequence[Heard]) -> Silent:
    said = {(one.what, one.thing) for one in heard if one.unit == unit.name and (one.day is None or one.day >= day)}
    shared = {(int(one.thing), one.day) for one in heard if one.what == "tasks" and not one.waits}
    tasks = [task for task in unit.tasks if ("tasks", str(task.number)) not in said and not _told(task, day, shared)]
    actions = [
        action for action in briefing.actions
        if action.status != ActStatus.DONE and unit.name not in action.answered
        and unit.name in units_of(owners(action.owner), briefing) and ("actions", action.id) not in said
    ]  # fmt: skip
    duties = {cell.id: cell.title for cell in briefing.duties if cell.status in (ActStatus.OVERDUE, ActStatus.UNREPORTED) and unit.name in units_of([cell.unit], briefing)}  # fmt: skip
    left = [f"{id} {title}" for id, title in duties.items() if ("duties", id) not in said]
    ledgers = [words for name, words in _ledgers(unit.name, briefing, day, newest) if (name, name) not in said]
    return Silent(unit.name, tuple(tasks), tuple(ledgers), tuple(left), tuple(actions))


def _told(task: TaskState, day: date, shared: set[tuple[int, date | None]]) -> bool:
    """Whether a ledger told of a task for the day; what other units filled in speaks for them alone."""
    return task.snapshot is not None and task.snapshot >= day and (task.number, task.snapshot) not in shared


def _ledgers(unit: str, briefing: Briefing, day: date, newest: Newest) -> Iterator[tuple[str, str]]:
    """The ledgers that a town has not delivered for a day."""
    never = {owed.ledger_of(one) for one in briefing.measures if unit in one.unreported} - {"", "duties"}
    for name, table in TABLES.items():
        last = newest.get(name, {}).get(unit)
        if last is not None and last < day:
            yield name, f"{table.title}（上次截至{formats.month_day(last)}）"
        elif last is None and name in never and unit in briefing.towns:
            yield name, f"{table.title}（从未报送）"


REMINDER_ENDS = "请登录后在本单位页面填报，没有变化的选“本期无变化”："


def reminder(one: Silent, state: UnitState, day: date, address: str) -> str:
    """What the office sends to a unit, as plain text to copy; no names of persons, no numbers to call."""
    lists = (
        ("任务进展未填", [f"{task.number}. {task.title}" for task in one.tasks]), ("台账未报", one.ledgers),
        ("履职未登记", one.duties),
        ("交办未回复", [f"{action.id} {action.item}（{formats.action_due(action)}）" for action in one.actions]),
        *((owed.GROUPS[group], [f"{thing.item.title}：{thing.item.stands}" for thing in state.group(group)]) for group in ("overdue", "due_soon")),
    )  # fmt: skip
    lines = [f"{title} {len(things)} 项：{'；'.join(things)}。" for title, things in lists if things]
    return "\n".join([f"{one.unit}：截至{formats.full_day(day)}，还有以下事项：", *lines, f"{REMINDER_ENDS}{address}"])
