"""What a unit owes, as HTML: its lists, its tasks, and all units with how much each owes. No Streamlit; see `markup`."""

from collections.abc import Sequence

from briefing import formats
from briefing.html.links import Leads, named
from briefing.html.markup import badge, calm, more, text, tone
from briefing.model import TaskState
from briefing.wording.lists import task_stands
from briefing.wording.owed import GROUPS, Owed, UnitState

HEADS = ("状态", "事项", "条款", "情况", "期限", "怎么报")


def lists(unit: UnitState, *, limit: int | None) -> str:
    """All that it owes, one table: list below list, each with its name and number, at most so many rows of each."""
    head = "".join(f'<th scope="col">{name}</th>' for name in HEADS)
    body = "".join(_list(name, unit.group(group), limit) for group, name in GROUPS.items())
    return f'<table class="grid owed"><thead><tr>{head}</tr></thead>{body}</table>'


def _list(name: str, things: Sequence[Owed], limit: int | None) -> str:
    shown = things[:limit]
    title = f'<tr class="group"><th scope="rowgroup" colspan="{len(HEADS)}">{name}（{len(things)}）{"" if things else "：没有"}</th></tr>'
    rest = len(things) - len(shown)
    last = f'<tr><td colspan="{len(HEADS)}">另有 {rest} 项</td></tr>' if rest else ""
    return f"<tbody>{title}{''.join(map(_row, shown))}{last}</tbody>"


def _row(thing: Owed) -> str:
    item = thing.item
    stands_so = f"{item.kind}：{item.stands}"
    return (
        f"<tr {tone(item.status)}><td>{badge(item.status)}</td>"
        f'<th scope="row" title="{text(item.title)}">{text(item.title)}</th><td>{text(item.clause or "—")}</td>'
        f'<td class="words" title="{text(stands_so)}">{text(stands_so)}</td><td>{text(item.by or formats.due(item.due_on))}</td>'
        f'<td class="words">{text(thing.how)}</td></tr>'
    )


def tasks(own: Sequence[TaskState], *, limit: int | None) -> str:
    """Its tasks with what was last reported of each."""
    if not own:
        return calm("任务清单里没有它的任务")
    rows = "".join(
        f"<li {tone(task_stands(task))}>{badge(task_stands(task))}<b>{task.number}. {text(task.title)}</b>"
        f'<span title="{text(task.progress)}">{text(task.progress or "—")}</span></li>'
        for task in own[:limit]
    )
    return f'<ul class="unit-tasks">{rows}</ul>{more(len(own) - len(own[:limit]), "项")}'


def all_units(units: Sequence[UnitState], *, leads: Leads, limit: int | None) -> str:
    """Every unit with the length of each list; its name leads to its own page."""
    heads = "".join(f'<th scope="col" class="figure">{name}</th>' for name in (*GROUPS.values(), "任务"))
    rows = "".join(
        f'<tr><th scope="row">{named(unit.name, leads)}</th>'
        + "".join(f'<td class="figure">{count or "—"}</td>' for count in _counts(unit))
        + "</tr>"
        for unit in units[:limit]
    )
    table = f'<table class="grid"><thead><tr><th scope="col">单位</th>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    return table + more(len(units) - len(units[:limit]), "个单位")


def _counts(unit: UnitState) -> list[int]:
    return [*(len(unit.group(group)) for group in GROUPS), len(unit.tasks)]
