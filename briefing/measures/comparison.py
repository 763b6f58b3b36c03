"""One 调度会, day or edition against another: Δ per measure, status changes, what moved up or down, actions closed.

The measures come from `effect.changes`; this room adds what a meeting asks beyond them.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from briefing.measures import changes as effect
from briefing.measures.changes import Change
from briefing.measures.map_layers import ALL
from briefing.model import ActionState, Briefing, Funds, MeasureKind, Part, VillageState
from briefing.status import SEVERITY, ActStatus, Status


@dataclass(frozen=True)
class Move:
    """A village or a project whose status is not what it was."""

    label: str
    before: Status
    after: Status
    place: str = ""  # the village, with its town, whose rows tell more

    @property
    def worsened(self) -> bool:
        """Whether it stands worse than before."""
        return worse(self.before, self.after)

    @property
    def improved(self) -> bool:
        """Whether it stands better than before."""
        return worse(self.after, self.before)


@dataclass(frozen=True)
class Comparison:
    """What is different between two Briefings, the earlier one first."""

    edition_before: int
    edition_after: int
    as_of_before: date
    as_of_after: date
    changes: tuple[Change, ...]  # measures that differ in value or status, duties only in status; in plan order
    villages: tuple[Move, ...]  # worse ones first
    closed: tuple[ActionState, ...]  # done since then
    still_open: tuple[ActionState, ...]  # assigned before and not done yet
    assigned: tuple[ActionState, ...]  # new since then; one that is done already is among the closed too

    @property
    def improved(self) -> tuple[Change, ...]:
        """Measures whose status is better than it was."""
        return tuple(change for change in self.changes if worse(change.status_after, change.status_before))

    @property
    def worsened(self) -> tuple[Change, ...]:
        """Measures whose status is worse than it was."""
        return tuple(change for change in self.changes if worse(change.status_before, change.status_after))

    @property
    def fell_silent(self) -> tuple[Change, ...]:
        """Measures that were judged then and are 未报 now: neither better nor worse, nobody knows."""
        return tuple(change for change in self.changes if _fell_silent(change))


def compare(before: Briefing, after: Briefing) -> Comparison:
    """The later Briefing against the earlier one; they may speak for different days."""
    known = {action.id: action for action in before.actions}
    duties = {measure.id for measure in after.measures if measure.kind == MeasureKind.DUTY}
    carried = [action for action in after.actions if action.id in known and action.status != ActStatus.DONE]
    return Comparison(
        edition_before=before.edition.number, edition_after=after.edition.number,
        as_of_before=before.as_of, as_of_after=after.as_of,
        changes=tuple(change for change in effect.changes(before, after) if _tells(change, duties)),
        villages=village_moves(before.villages, after.villages),
        closed=tuple(action for action in after.actions if action.status == ActStatus.DONE and not _was_done(known.get(action.id))),
        still_open=tuple(carried),
        assigned=tuple(action for action in after.actions if action.id not in known),
    )  # fmt: skip


def _was_done(action: ActionState | None) -> bool:
    return action is not None and action.status == ActStatus.DONE


def delta(change: Change) -> float | None:
    """Value now minus value then.

    None when one of them was not reported, or only by some of its units: the difference would tell who reported,
    not what was done.
    """
    silent = Status.UNREPORTED in (change.status_before, change.status_after)
    return None if silent or change.before is None or change.after is None else change.after - change.before


def worse(before: Status | None, after: Status | None) -> bool:
    """Whether the second status is worse than the first; with 未报 on one side nobody can tell."""
    if before is None or after is None or Status.UNREPORTED in (before, after):
        return False
    return SEVERITY[after] > SEVERITY[before]


def village_moves(before: Sequence[VillageState], after: Sequence[VillageState], layer: str = ALL) -> tuple[Move, ...]:
    """The villages whose status on a layer changed; one that is new, or had no such task on one of the days, has not moved."""
    return _moves(_standing(before, layer), _standing(after, layer), {one.label: (one.label,) * 2 for one in after})


def _standing(villages: Sequence[VillageState], layer: str) -> dict[str, Status]:
    overall = {village.label: village.statuses.get(ALL, Status.UNREPORTED) for village in villages}
    return overall if layer == ALL else {one.label: one.statuses[layer] for one in villages if layer in one.statuses}


def part_moves(before: Sequence[Part], after: Sequence[Part]) -> tuple[Move, ...]:
    """The villages whose status in one measure changed."""
    then, now = ({part_place(part): part.status for part in parts} for parts in (before, after))
    return _moves(then, now, {part_place(part): (part.name, part_place(part)) for part in after})


def part_place(part: Part) -> str:
    """A piece of a measure with its town; a town that stands for its villages is named once."""
    return part.name if part.town in (None, part.name) else f"{part.town}{part.name}"


def project_moves(before: Funds, after: Funds) -> tuple[Move, ...]:
    """The projects whose status changed, known by number and source, and named as now."""
    then, now = ({key: Status(row.status) for key, row in _projects(funds).items()} for funds in (before, after))
    rows, names = _projects(after), _names(after)
    places = {key: f"{row.town}{row.village}" if isinstance(row.village, str) else "" for key, row in rows.items()}
    return _moves(then, now, {key: (names[key], places[key]) for key in rows})


def _projects(funds: Funds) -> dict[Any, Any]:
    return {(row.project_id, row.source): row for row in funds.projects.itertuples()}


def _names(funds: Funds) -> dict[Any, str]:
    """Money of several sources in one project is told apart by its source."""
    rows = _projects(funds)
    times = Counter(row.project_id for row in rows.values())
    return {
        key: f"{row.project}（{row.source}）" if times[row.project_id] > 1 else row.project for key, row in rows.items()
    }


def _moves(
    before: Mapping[Any, Status], after: Mapping[Any, Status], called: Mapping[Any, tuple[str, str]]
) -> tuple[Move, ...]:
    """Worse ones first; `called` has for each what it is called and its place."""
    moves = [
        Move(called[key][0], before[key], status, called[key][1])
        for key, status in after.items()
        if key in before and status is not before[key]
    ]
    return tuple(sorted(moves, key=lambda move: (not move.worsened, move.improved, -SEVERITY[move.after])))


def idle_parts(before: Sequence[Part], after: Sequence[Part]) -> list[str]:
    """The villages that were not done then and have done nothing since."""
    known = {part_place(part): part for part in before}
    pairs = [(known.get(part_place(part)), part) for part in after]
    return [
        part_place(new)
        for old, new in pairs
        if old is not None and old.value is not None and new.value == old.value and new.status is not Status.DONE
    ]


def idle_projects(before: Funds, after: Funds) -> list[str]:
    """The projects that had money left then and were paid nothing since, those with most money left first."""
    known, names = _projects(before), _names(after)
    idle = [
        (row.disbursed - row.allocated, names[key])
        for key, row in _projects(after).items()
        if key in known and row.disbursed < row.allocated and row.disbursed == known[key].disbursed
    ]
    return [name for _, name in sorted(idle)]


def _tells(change: Change, duties: Collection[str]) -> bool:
    """Whether more than the 截至日期 differs; acts of duty grow each month, so they tell only by another status."""
    moved = change.status_before != change.status_after
    return moved or (change.before != change.after and change.id not in duties)


def _fell_silent(change: Change) -> bool:
    return change.status_before not in (None, Status.UNREPORTED) and change.status_after is Status.UNREPORTED
