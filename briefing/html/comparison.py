"""What changed since the meeting before, as HTML. No Streamlit; see `markup`."""

from collections.abc import Iterable, Sequence

from briefing import formats
from briefing.html.links import explained
from briefing.html.markup import badge, calm, mark, more, text, tone
from briefing.measures.changes import Change
from briefing.measures.comparison import Comparison, Move, delta
from briefing.model import ActionState, Briefing
from briefing.wording import comparison

MEASURE_HEADS = ("指标", "上次", "本次", "变化", "状态")
MOVE_HEADS = ("综合状态", "村数", "村（社区）")
ACTION_HEADS = ("类别", "状态", "事项", "责任单位", "完成时限")
NAMED_IDLE = 8  # of those that stand still
FIGURES = ("上次", "本次", "变化", "村数")


def measures(found: Comparison, briefing: Briefing) -> str:
    """Δ per measure, worse ones first."""
    changes = comparison.telling_changes(found, briefing)
    rows = (_change(change) for change in changes)
    return _told(comparison.measures_headline(found)) + _table(MEASURE_HEADS, rows)


def _change(change: Change) -> Sequence[str]:
    statuses = badge(change.status_after)
    if change.status_before not in (None, change.status_after):
        statuses = f"{badge(change.status_before)} → {statuses}"
    before, after = map(text, change.words)
    before += f"<small>{text(change.then)}</small>" if change.then else ""
    return text(change.title), before, after, formats.moved(delta(change), change.unit), statuses


def villages(found: Comparison) -> str:
    """Which villages went from which status to which."""
    rows = (
        (f"{badge(before)} → {badge(after)}", str(len(names)), text("、".join(names)))
        for before, after, names in comparison.grouped_moves(found.villages)
    )
    return _told(comparison.villages_headline(found)) + _table(MOVE_HEADS, rows)


def actions(found: Comparison) -> str:
    """What of the assignments was closed, is still open, is new."""
    rows = (_action(word, action) for word, action in comparison.told_actions(found))
    return _told(comparison.actions_headline(found)) + _table(ACTION_HEADS, rows)


def _action(word: str, action: ActionState) -> Sequence[str]:
    return word, badge(action.status), text(action.item), text(action.owner), text(formats.action_due(action))


def moves(found: Sequence[Move], *, limit: int | None, one: str, idle: Sequence[str] = (), idle_title: str = "") -> str:
    """What got worse, what got better, who began or ceased to report; below it what stands still, by name."""
    groups = {
        "变差": [move for move in found if move.worsened],
        "变好": [move for move in found if move.improved],
        "开始或停止报送": [move for move in found if not (move.worsened or move.improved)],
    }
    shown = found[:limit]
    parts = []
    for title, own in groups.items():
        rows = "".join(_move(move) for move in own if move in shown)
        parts.append(f"<h3>{title}（{len(own)}）</h3><ul>{rows}</ul>" if own else "")
    still = (
        f"<p><b>{idle_title}（{len(idle)}）</b>{text(formats.listed(idle, NAMED_IDLE, NAMED_IDLE))}</p>" if idle else ""
    )
    body = "".join(parts) or calm(f"没有{one}的状态发生变化")
    return f'<div class="moves">{body}{more(len(found) - len(shown), "个")}{still}</div>'


def _move(move: Move) -> str:
    way = f"<span>{mark(move.before)}→ {badge(move.after)}</span>"
    name = explained(move.place, text(move.label)) if move.place else text(move.label)
    return f'<li {tone(move.after)}><b title="{text(move.label)}">{name}</b>{way}</li>'


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
