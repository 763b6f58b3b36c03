"""晾晒: which unit has how much in trouble, worst first, by one rule that the screen says in words.

Only from the Briefing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from briefing.measures.naming import owners
from briefing.model import Briefing, MeasureKind
from briefing.status import ActStatus, Status

RULE = (
    "逾期和未达标的项数多的在前，相同的比未报项数，再相同的比落后（滞后、略滞后）的项数。"
    "各地按本地的点位、村和指标计，部门按牵头指标计；同一事项一个单位只计一项。"
)
MEASURES, DUTIES, ACTIONS = "指标和建设点", "履职", "交办"
BROKEN = frozenset({Status.OVERDUE, Status.UNMET})
LATE = frozenset({Status.BEHIND, Status.SLIGHTLY_BEHIND})


@dataclass(frozen=True)
class Standing:
    """How a unit stands: its broken things by kind, what it has not reported, what is behind; `rank` counts ties as one."""

    unit: str
    rank: int
    broken: Mapping[str, tuple[str, ...]]  # kind of thing → names
    unreported: tuple[str, ...]
    late: tuple[str, ...]

    @property
    def total(self) -> int:
        """How many things are 逾期 or 未达标."""
        return sum(map(len, self.broken.values()))


@dataclass
class _Account:
    """What is found for a unit; dictionaries keep the order and count a thing once."""

    broken: dict[str, dict[tuple, str]] = field(default_factory=lambda: {MEASURES: {}, DUTIES: {}, ACTIONS: {}})
    unreported: dict[tuple, str] = field(default_factory=dict)
    late: dict[tuple, str] = field(default_factory=dict)

    def add(self, kind: str, thing: tuple, name: str, status: str) -> None:
        """Book one thing under what its status says."""
        if status in BROKEN:
            self.broken[kind][thing] = name
        elif status == Status.UNREPORTED:
            self.unreported[thing] = name
        elif status in LATE:
            self.late[thing] = name


def ranked_towns(briefing: Briefing) -> tuple[Standing, ...]:
    """The towns, worst first; each is listed, also one without trouble."""
    accounts = {town: _Account() for town in briefing.towns}
    for measure in briefing.measures:
        if measure.kind == MeasureKind.DUTY:
            continue
        for part in measure.parts:
            town = part.town if part.town in accounts else part.name
            if town in accounts:
                accounts[town].add(
                    MEASURES, (measure.id, part.name), _part_name(measure.title, part.name, town), part.status
                )
        for unit in measure.unreported:
            if unit in accounts:
                accounts[unit].add(MEASURES, (measure.id, unit), measure.title, Status.UNREPORTED)
    _add_duties(accounts, briefing)
    _add_actions(accounts, briefing)
    return _ranked(accounts)


def ranked_departments(briefing: Briefing) -> tuple[Standing, ...]:
    """The departments that lead a measure, have a duty or were assigned something, worst first."""
    accounts: dict[str, _Account] = {}
    for measure in briefing.measures:
        if measure.kind != MeasureKind.DUTY and measure.responsible and measure.responsible[0] not in briefing.towns:
            account = accounts.setdefault(measure.responsible[0], _Account())
            account.add(MEASURES, (measure.id,), measure.title, measure.status)
    towns = {*briefing.towns, *(village.label for village in briefing.villages)}
    for cell in briefing.duties:
        if cell.unit not in towns:
            accounts.setdefault(cell.unit, _Account())
    for action in briefing.actions:
        for owner in owners(action.owner):
            if owner not in towns:
                accounts.setdefault(owner, _Account())
    _add_duties(accounts, briefing)
    _add_actions(accounts, briefing)
    return _ranked(accounts)


def _part_name(title: str, part: str, town: str) -> str:
    return title if part == town else f"{title}：{part}"


def _add_duties(accounts: Mapping[str, _Account], briefing: Briefing) -> None:
    """A duty counts once for a unit, however many periods or villages missed it."""
    home = {village.label: village.town for village in briefing.villages}
    missed = {ActStatus.OVERDUE: Status.OVERDUE, ActStatus.UNREPORTED: Status.UNREPORTED}
    for cell in briefing.duties:
        account = accounts.get(home.get(cell.unit, cell.unit))
        if account and cell.status in missed:
            account.add(DUTIES, (cell.id,), cell.title, missed[cell.status])


def _add_actions(accounts: Mapping[str, _Account], briefing: Briefing) -> None:
    for action in briefing.actions:
        for owner in owners(action.owner):
            if owner in accounts and action.status == ActStatus.OVERDUE:
                accounts[owner].add(ACTIONS, (action.id,), action.item, Status.OVERDUE)


def _ranked(accounts: Mapping[str, _Account]) -> tuple[Standing, ...]:
    def badness(pair: tuple[str, _Account]) -> tuple[int, int, int]:
        account = pair[1]
        return -sum(map(len, account.broken.values())), -len(account.unreported), -len(account.late)

    pairs = sorted(accounts.items(), key=badness)
    keys = [badness(pair) for pair in pairs]
    return tuple(
        _standing(unit, account, keys.index(key) + 1) for (unit, account), key in zip(pairs, keys, strict=True)
    )


def _standing(unit: str, account: _Account, rank: int) -> Standing:
    broken = {kind: _names(found.values()) for kind, found in account.broken.items()}
    return Standing(unit, rank, broken, _names(account.unreported.values()), _names(account.late.values()))


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(names)
