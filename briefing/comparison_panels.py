"""What changed since the meeting before, as HTML. No Streamlit; see `markup`.

May import: `comparison`, `comparison_words`, `figures.theme`, `marks`, `markup`, `words`.
"""

from collections.abc import Iterable, Sequence

from briefing import comparison_words, marks
from briefing.comparison import Comparison, delta
from briefing.effect import Change
from briefing.figures import theme
from briefing.markup import badge, text
from briefing.model import ActionState, Briefing

MEASURE_HEADS = ("指标", "上次", "本次", "变化", "状态")
MOVE_HEADS = ("综合状态", "村数", "村（社区）")
ACTION_HEADS = ("类别", "状态", "事项", "责任单位", "完成时限")
FIGURES = ("上次", "本次", "变化", "村数")


def measures(found: Comparison, briefing: Briefing) -> str:
    """Δ per measure, worse ones first."""
    changes = comparison_words.telling_changes(found, briefing)
    rows = (_change(change) for change in changes)
    return _told(comparison_words.measures_headline(found)) + _table(MEASURE_HEADS, rows)


def _change(change: Change) -> Sequence[str]:
    statuses = badge(change.status_after)
    if change.status_before not in (None, change.status_after):
        statuses = f"{badge(change.status_before)} → {statuses}"
    return (
        text(change.title),
        _value(change.before, change.unit),
        _value(change.after, change.unit),
        theme.change(delta(change)),
        statuses,
    )


def _value(value: float | None, unit: str) -> str:
    return theme.MISSING if value is None else text(f"{theme.count(value)}{'' if unit == '%' else ' '}{unit}")


def villages(found: Comparison) -> str:
    """Which villages went from which status to which."""
    rows = (
        (f"{badge(before)} → {badge(after)}", str(len(names)), text("、".join(names)))
        for before, after, names in comparison_words.grouped_moves(found.villages)
    )
    return _told(comparison_words.villages_headline(found)) + _table(MOVE_HEADS, rows)


def actions(found: Comparison) -> str:
    """What of the assignments was closed, is still open, is new."""
    rows = (_action(word, action) for word, action in comparison_words.told_actions(found))
    return _told(comparison_words.actions_headline(found)) + _table(ACTION_HEADS, rows)


def _action(word: str, action: ActionState) -> Sequence[str]:
    return word, marks.badge(action.status), text(action.item), text(action.owner), theme.day(action.due_on)


def _told(sentence: str) -> str:
    return f'<p class="finding">{text(sentence)}</p>'


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are HTML already; without rows, nothing more than was said above it."""
    kinds = ["figure" if head in FIGURES else "words" for head in heads]
    head = _cells("th", heads, kinds)
    body = "".join(f"<tr>{_cells('td', row, kinds)}</tr>" for row in rows)
    return f'<table class="grid changed"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>' if body else ""


def _cells(tag: str, cells: Sequence[str], kinds: Sequence[str]) -> str:
    return "".join(f'<{tag} class="{kind}">{cell}</{tag}>' for cell, kind in zip(cells, kinds, strict=True))
