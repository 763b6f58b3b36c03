"""One 调度会 against the one before: Δ per measure, status changes, villages that moved, actions closed.

The measures come from `effect.changes`; this room adds what a meeting asks beyond them.
"""

from dataclasses import dataclass
from datetime import date

from briefing.measures import changes as effect
from briefing.measures.changes import Change
from briefing.measures.map_layers import ALL
from briefing.model import ActionState, Briefing, VillageState
from briefing.status import SEVERITY, ActStatus, Status


@dataclass(frozen=True)
class VillageMove:
    """A village whose overall status is not what it was."""

    label: str
    before: Status
    after: Status

    @property
    def worsened(self) -> bool:
        """Whether the village stands worse than before."""
        return worse(self.before, self.after)

    @property
    def improved(self) -> bool:
        """Whether the village stands better than before."""
        return worse(self.after, self.before)


@dataclass(frozen=True)
class Comparison:
    """What is different between two Briefings, the earlier one first."""

    edition_before: int
    edition_after: int
    as_of_before: date
    as_of_after: date
    changes: tuple[Change, ...]  # measures that differ in value, status or target, in plan order
    villages: tuple[VillageMove, ...]  # worse ones first
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
    carried = [action for action in after.actions if action.id in known and action.status != ActStatus.DONE]
    return Comparison(
        edition_before=before.edition.number, edition_after=after.edition.number,
        as_of_before=before.as_of, as_of_after=after.as_of,
        changes=tuple(change for change in effect.changes(before, after) if _tells(change)),
        villages=village_moves(before, after),
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


def village_moves(before: Briefing, after: Briefing) -> tuple[VillageMove, ...]:
    """The villages whose overall status changed, worse ones first; a village that is new has not moved."""
    known = {village.label: _overall(village) for village in before.villages}
    moves = [
        VillageMove(village.label, known[village.label], _overall(village))
        for village in after.villages
        if village.label in known and _overall(village) is not known[village.label]
    ]
    return tuple(sorted(moves, key=lambda move: (not move.worsened, move.improved, -SEVERITY[move.after])))


def _overall(village: VillageState) -> Status:
    return village.statuses.get(ALL, Status.UNREPORTED)


def _tells(change: Change) -> bool:
    """Whether more than the 截至日期 differs."""
    return (change.before, change.status_before) != (change.after, change.status_after)


def _fell_silent(change: Change) -> bool:
    return change.status_before not in (None, Status.UNREPORTED) and change.status_after is Status.UNREPORTED
