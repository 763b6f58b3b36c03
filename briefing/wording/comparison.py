"""The sentences that tell what changed since the meeting before."""

from collections.abc import Sequence
from itertools import groupby

from briefing import formats
from briefing.measures.changes import Change
from briefing.measures.comparison import Comparison, Move
from briefing.model import ActionState, Briefing, MeasureKind
from briefing.status import Status

CLOSED, CARRIED, NEW = "期间办结", "结转未办结", "新交办"


def since(found: Comparison) -> str:
    """6 月 30 日（第 2 版）; two editions of one day are told apart by their numbers."""
    return f"{formats.spaced(formats.month_day(found.as_of_before))}（第 {found.edition_before} 版）"


def measures_headline(found: Comparison) -> str:
    """Since when how many measures differ."""
    return f"与 {since(found)}相比：{measures_changed(found)}"


def measures_changed(found: Comparison) -> str:
    """How many measures differ, how many of them by the calendar alone, how many stand better, worse, or are not
    reported any more.
    """
    if not found.changes:
        return "各项指标没有变化。"
    silent = f"，{len(found.fell_silent)} 项转为{Status.UNREPORTED}" if found.fell_silent else ""
    better = f"，{len(found.improved)} 项状态变好" if found.improved else ""
    worse = f"，{len(found.worsened)} 项状态变差" if found.worsened else ""
    still = sum(change.before == change.after for change in found.changes)
    same = f"（其中 {still} 项数字未变）" if still else ""
    return f"{len(found.changes)} 项指标有变化{same}{better}{worse}{silent}。"


def villages_headline(found: Comparison, named: int = formats.NAMED_AT_MOST) -> str:
    """How many villages stand better or worse than then."""
    if not found.villages:
        return "各村综合状态没有变化。"
    bad = [move.label for move in found.villages if move.worsened]
    good = sum(move.improved for move in found.villages)
    other = len(found.villages) - len(bad) - good
    told = [f"变好 {good} 个"] if good else []
    told += [f"变差 {len(bad)} 个{f'（{formats.few(bad, named)}）' if named else ''}"] if bad else []
    told += [f"开始或停止报送 {other} 个"] if other else []
    return f"{len(found.villages)} 个村综合状态有变化：{'，'.join(told)}。"


def moves_in_short(moves: Sequence[Move], what: str, one: str) -> str:
    """How many villages, towns or projects stand worse than then, by name, and how many better: 户厕变差 2 个村（…），变好 5 个."""
    bad, good = [move.label for move in moves if move.worsened], sum(move.improved for move in moves)
    told = [f"{what}变差 {len(bad)} 个{one}（{formats.few(bad)}）" if bad else f"没有{one}的{what}变差"]
    told += [f"变好 {good} 个"] if good else []
    other = len(moves) - len(bad) - good
    return "，".join([*told, *([f"开始或停止报送 {other} 个"] if other else [])])


def side(briefing: Briefing) -> str:
    """One of two looks side by side: 2023-06-30（第 2 版）."""
    return f"{formats.day(briefing.as_of)}（第 {briefing.edition.number} 版）"


def actions_headline(found: Comparison) -> str:
    """What became of the assignments."""
    closed = {action.id for action in found.closed}
    at_once = sum(action.id in closed for action in found.assigned)
    counts = ((CLOSED, len(found.closed)), (CARRIED, len(found.still_open)), (NEW, len(found.assigned)))
    told = [f"{word} {count} 项" for word, count in counts if count]
    told += [f"其中 {at_once} 项已办结"] if at_once else []
    return f"交办事项：{'，'.join(told)}。" if told else "交办事项没有变化。"


def telling_changes(found: Comparison, briefing: Briefing) -> list[Change]:
    """Worse statuses first, then better ones, then values; of either the duties come last, and first what changed most."""
    groups = (found.worsened, found.fell_silent, found.improved)
    duties = {measure.id for measure in briefing.measures if measure.kind == MeasureKind.DUTY}

    def place(change: Change) -> tuple[bool, bool, int, float]:
        group = next((at for at, own in enumerate(groups) if change in own), len(groups))
        return group == len(groups), change.id in duties, group, -_grown(change)

    return sorted(found.changes, key=place)


def _grown(change: Change) -> float:
    """How far a value moved, as a share of what is asked for, or of itself where nothing is."""
    if change.before is None or change.after is None:
        return 0.0
    return abs(change.after - change.before) / (change.target or max(abs(change.before), abs(change.after)) or 1)


def grouped_moves(moves: Sequence[Move]) -> list[tuple[Status, Status, list[str]]]:
    """From which status to which, and the villages that went that way; worse ones first."""
    groups = groupby(
        sorted(moves, key=lambda move: (not move.worsened, move.improved, move.before, move.after)),
        key=lambda move: (move.before, move.after),
    )
    return [(before, after, [move.label for move in own]) for (before, after), own in groups]


def told_actions(found: Comparison) -> list[tuple[str, ActionState]]:
    """Every assignment that the meeting has to hear of, once: carried over, closed, new."""
    closed = {action.id for action in found.closed}
    new = [action for action in found.assigned if action.id not in closed]
    groups = ((CARRIED, found.still_open), (CLOSED, found.closed), (NEW, new))
    return [(word, action) for word, actions in groups for action in actions]
