"""One 调度会 against the one before: Δ per measure, status changes, villages that moved, actions closed.

The measures come from `effect.changes`; this room adds what a meeting asks beyond them.
May import: `model`, `status`, `layers`, `effect`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from briefing import effect
from briefing.effect import Change
from briefing.layers import ALL
from briefing.model import ActionState, Briefing, FundPoint
from briefing.status import SEVERITY, Status

DONE = "已完成"


@dataclass(frozen=True)
class VillageMove:
    """A village whose overall status is not what it was; None where it had none."""

    label: str
    before: Status | None
    after: Status | None

    @property
    def worsened(self) -> bool:
        """Whether the village stands worse than before."""
        return _severity(self.after) > _severity(self.before)


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
    assigned: tuple[ActionState, ...]  # new since then
    disbursed_before: FundPoint | None
    disbursed_after: FundPoint | None

    @property
    def improved(self) -> tuple[Change, ...]:
        """Measures whose status is better than it was."""
        return tuple(change for change in self.changes if _improved(change))

    @property
    def worsened(self) -> tuple[Change, ...]:
        """Measures whose status is worse than it was."""
        return tuple(change for change in self.changes if change.worsened)


def compare(before: Briefing, after: Briefing) -> Comparison:
    """The later Briefing against the earlier one; they may speak for different days."""
    known = {action.id: action for action in before.actions}
    carried = [action for action in after.actions if action.id in known and action.status != DONE]
    return Comparison(
        edition_before=before.edition.number, edition_after=after.edition.number,
        as_of_before=before.as_of, as_of_after=after.as_of,
        changes=tuple(change for change in effect.changes(before, after) if _tells(change)),
        villages=village_moves(before, after),
        closed=tuple(action for action in after.actions if action.status == DONE and not _was_done(known.get(action.id))),
        still_open=tuple(carried),
        assigned=tuple(action for action in after.actions if action.id not in known),
        disbursed_before=_last(before.funds.by_month), disbursed_after=_last(after.funds.by_month),
    )  # fmt: skip


def _was_done(action: ActionState | None) -> bool:
    return action is not None and action.status == DONE


def delta(change: Change) -> float | None:
    """Value now minus value then; None when one of them was not reported."""
    return None if change.before is None or change.after is None else change.after - change.before


def village_moves(before: Briefing, after: Briefing) -> tuple[VillageMove, ...]:
    """The villages whose overall status changed, worse ones first."""
    known = {village.label: village.statuses.get(ALL) for village in before.villages}
    moves = [
        VillageMove(village.label, known.get(village.label), village.statuses.get(ALL))
        for village in after.villages
        if village.statuses.get(ALL) != known.get(village.label)
    ]
    return tuple(sorted(moves, key=lambda move: (not move.worsened, -_severity(move.after))))


def _tells(change: Change) -> bool:
    """Whether more than the 截至日期 differs."""
    return (change.before, change.status_before) != (change.after, change.status_after)


def _improved(change: Change) -> bool:
    return change.status_before is not None and SEVERITY[change.status_after] < SEVERITY[change.status_before]


def _severity(status: Status | None) -> int:
    return -1 if status is None else SEVERITY[status]


def _last(points: Sequence[FundPoint]) -> FundPoint | None:
    return points[-1] if points else None
