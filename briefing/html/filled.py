"""What units filled in, as HTML: one draft in words, the list of them, who has not answered. No Streamlit; see `markup`."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from briefing import formats
from briefing.html.links import Leads, named
from briefing.html.markup import badge, calm, text
from briefing.model import Briefing, TaskState
from briefing.wording.lists import task_stands
from briefing.wording.silence import Silent
from data_loaders.delivering.answering import What
from data_loaders.schema import TABLES
from data_loaders.store.drafts import Draft

NOTHING: Mapping[str, str] = MappingProxyType({})
HEADS = ("单位", "任务进展未填", "台账未报", "履职未登记", "交办未回复", "已填待发布")


def in_words(draft: Draft, briefing: Briefing) -> str:
    """任务 38 户厕问题整改（截至2023-10-31）推进中：已完成 3 户: what was filled in, as plain text."""
    told = draft.told
    if draft.what == What.TASK:
        title = next((one.title for one in briefing.tasks if one.number == told["number"]), "")
        more = [
            f"{name}：{told[key]}" for name, key in (("存在问题", "problem"), ("下步措施", "next_step")) if told[key]
        ]
        same = "（本期无变化）" if told["unchanged"] else ""
        said = "；".join([f"{told['progress_text']}{same}", *more])
        return f"任务 {told['number']} {title}（截至{told['as_of']}）{told['status']}：{said}"
    if draft.what == What.DUTY:
        title = next((one.title for one in briefing.duties if one.id == told["duty_id"]), "")
        detail = f"：{told['detail']}" if told["detail"] else ""
        return f"履职 {told['duty_id']} {title} {told['unit']} {told['done_on']} {told['times']} 次{detail}"
    if draft.what == What.ACTION:
        item = next((one.item for one in briefing.actions if one.id == told["number"]), "")
        done = f"，{told['done_on']} 办结" if told["done_on"] else ""
        return f"交办 {told['number']} {item}{done}：{told['words']}"
    return f"{TABLES[str(told['table'])].title}（截至{told['as_of']}）：本期无变化，沿用上期的数"


def listed(drafts: Sequence[Draft], briefing: Briefing, changed: Mapping[str, str] = NOTHING) -> str:
    """Drafts one below the other, each with who and when, what became of it, and what has changed since."""
    rows = "".join(_row(one, briefing, changed.get(one.stamp, "")) for one in drafts)
    return f'<ul class="filled">{rows}</ul>' if drafts else ""


def _row(one: Draft, briefing: Briefing, changed: str) -> str:
    edition = f"（第 {one.edition} 版）" if one.edition else ""
    reason = f"：{one.reason}" if one.reason else ""
    warning = f'<b class="late">{text(changed)}</b>' if changed else ""
    return (
        f"<li><b>{text(in_words(one, briefing))}</b>"
        f"<span>{text(one.who)} {formats.moment(one.at)} · {one.state}{edition}{text(reason)}</span>{warning}</li>"
    )


def task(one: TaskState) -> str:
    """A task with what was last told of it, to be read while the new text is typed."""
    when = f"（{formats.month_day(one.snapshot)}）" if one.snapshot else ""
    more = [f"{name}：{words}" for name, words in (("存在问题", one.problem), ("下步措施", one.next_step)) if words]
    last = "；".join([one.progress or (str(one.status) if one.snapshot else "还没有报过"), *more])
    return (
        f'<p class="last-told"><b>{one.number}. {text(one.title)}</b> {badge(task_stands(one))}'
        f'<span title="{text(one.requirement)}">上次{when}：{text(last)}</span></p>'
    )


def silent(found: Sequence[Silent], waits: Mapping[str, int], day: date, *, leads: Leads) -> str:
    """Who has not answered for a day, with how much, who has most of it first; a name leads to the unit's own page."""
    if not found:
        return calm(f"截至 {formats.day(day)}，各单位都已填报")
    head = "".join(f'<th scope="col"{"" if at == 0 else _FIGURE}>{name}</th>' for at, name in enumerate(HEADS))
    rows = "".join(_silent(one, waits.get(one.unit, 0), leads) for one in found)
    return f'<table class="grid unanswered"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


_FIGURE = ' class="figure"'


def _silent(one: Silent, waits: int, leads: Leads) -> str:
    lists = (
        [f"{task.number}. {task.title}" for task in one.tasks], one.ledgers, one.duties,
        [f"{action.id} {action.item}" for action in one.actions],
    )  # fmt: skip
    cells = "".join(
        f'<td class="figure" title="{text("；".join(names))}">{len(names) or formats.DASH}</td>' for names in lists
    )
    return (
        f'<tr><th scope="row">{named(one.unit, leads)}</th>{cells}<td class="figure">{waits or formats.DASH}</td></tr>'
    )
