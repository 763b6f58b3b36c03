"""How much of what was assigned is closed, by unit and by meeting, as horizontal bars."""

from collections.abc import Sequence
from datetime import date

import plotly.graph_objects as go

from briefing import formats
from briefing.figures import theme
from briefing.figures.bars import Bar, Heading, bars
from briefing.model import ActionState
from briefing.status import ActStatus, Status

# Few rows are not blown up to fill the frame: a row has about this many text heights.
_ROW = 2.3


def _bar(name: str, actions: Sequence[ActionState]) -> Bar:
    done = sum(action.status == ActStatus.DONE for action in actions)
    late = sum(action.status == ActStatus.OVERDUE for action in actions)
    status = Status.OVERDUE if late else Status.DONE if done == len(actions) else Status.ON_TRACK
    words = f"{done}/{len(actions)} 办结" + (f"，逾期 {late}" if late else "")
    return Bar(name, done / len(actions), None, words, status)


def _lowest_first(rows: Sequence[Bar]) -> list[Bar]:
    return sorted(rows, key=lambda row: (row.status is not Status.OVERDUE, row.rate, row.name))


def closing_rows(
    by_unit: Sequence[tuple[str, Sequence[ActionState]]], by_meeting: Sequence[tuple[date, Sequence[ActionState]]]
) -> list[Bar | Heading]:
    """The rows from top to bottom: meetings, newest first, then units, those with overdue things first."""
    meetings = [
        _bar(f"{formats.month_day(day)}会议", own) for day, own in sorted(by_meeting, reverse=True, key=lambda p: p[0])
    ]
    units = _lowest_first([_bar(unit, own) for unit, own in by_unit])
    return [Heading("按会议"), *meetings, Heading("按责任单位"), *units] if units else []


def closing_rates(
    rows: Sequence[Bar | Heading], *, limit: int | None, sizes: theme.Scale, room: tuple[int, int]
) -> go.Figure:
    """Closing rates; a row is never higher than it has to be."""
    shown = rows[:limit]
    height = min(room[1], round(max(len(shown), 3) * sizes.text * _ROW))
    return bars(shown, sizes=sizes, room=(room[0], height))


def closing_rates_alt(actions: Sequence[ActionState]) -> str:
    """What the bars say."""
    if not actions:
        return f"办结率：{formats.MISSING}"
    done = sum(action.status == ActStatus.DONE for action in actions)
    return f"办结率：{len(actions)} 项办结 {done} 项"
