"""The task list of the plan: which tasks, in what order, with what proves them, as HTML. No Streamlit; see `markup`."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from briefing import formats, looks
from briefing.html.cards import owners_in
from briefing.html.links import address, explained
from briefing.html.markup import badge, calm, counted, more, text, tone
from briefing.measures import bounds
from briefing.model import Measure, TaskState
from briefing.status import SEVERITY, ActStatus
from briefing.wording import asked
from briefing.wording.lists import task_stands

TASKS = "任务清单"
ANY_UNIT, ANY_STATUS, ANY_PART = "全部单位", "全部状态", "全部"
STATUSES = (ActStatus.DONE, ActStatus.GOING, ActStatus.NOT_STARTED, ActStatus.UNREPORTED, ActStatus.AGAINST)
# What a briefing has to talk about comes first; what is done comes last.
ORDER = (ActStatus.AGAINST, ActStatus.UNREPORTED, ActStatus.NOT_STARTED, ActStatus.GOING, ActStatus.DONE)
NUMERALS = "一二三四五六七八九十"
# 各镇(管理处) in the plan's list of who is responsible means every town.
_EVERY_TOWN = re.compile(r"各(乡|镇|乡镇|街道)")
# Lines of a row: the title with what belongs to it, and a third one for a contradiction.
_LINES, _LINES_AGAINST = 2, 3
OWNERS_EMS = 9  # of the units in one line with the rest
HEADS = ("序号", "任务（责任单位、期限、条款）", "状态", "进展（存在问题、下步措施）", "佐证指标")


def part_name(part: int) -> str:
    """第一部分."""
    return f"第{NUMERALS[part - 1]}部分" if 0 < part <= len(NUMERALS) else f"第 {part} 部分"


def responsible_units(task: TaskState | Measure, towns: Sequence[str]) -> tuple[str, ...]:
    """Who is responsible, with 各镇(管理处) spelt out as the towns."""
    names = (towns if _EVERY_TOWN.match(name) else (name,) for name in task.responsible)
    return tuple(dict.fromkeys(unit for some in names for unit in some))


def by_unit(tasks: Sequence[TaskState], towns: Sequence[str]) -> dict[str, list[TaskState]]:
    """Responsible unit → its tasks: the towns first, then the departments with the most tasks."""
    found: dict[str, list[TaskState]] = {town: [] for town in towns}
    for task in tasks:
        for unit in responsible_units(task, towns):
            found.setdefault(unit, []).append(task)
    departments = sorted((unit for unit in found if unit not in towns), key=lambda unit: -len(found[unit]))
    return {unit: found[unit] for unit in (*towns, *departments) if found[unit]}


def chosen(tasks: Sequence[TaskState], towns: Sequence[str], *, unit: str, status: str, part: str) -> list[TaskState]:
    """The tasks of a choice of unit, status and part."""
    return [
        task
        for task in tasks
        if unit in (ANY_UNIT, *responsible_units(task, towns))
        and status in (ANY_STATUS, task_stands(task))
        and part in (ANY_PART, part_name(task.part))
    ]


def to_discuss_first(tasks: Sequence[TaskState], measures: Mapping[str, Measure]) -> list[TaskState]:
    """Contradictions and what was not reported first, then 未启动, 推进中, 已完成; within each the worst proof first."""

    def order(task: TaskState) -> tuple:
        worst = max((SEVERITY[measures[id].status] for id in task.proofs if id in measures), default=0)
        word = task_stands(task)
        return ORDER.index(word) if word in ORDER else len(ORDER), -worst, task.number

    return sorted(tasks, key=order)


def fitting(tasks: Sequence[TaskState], lines: int | None) -> list[TaskState]:
    """As many of the tasks as fit into so many lines of text; None is all."""
    if lines is None:
        return list(tasks)
    shown, left = [], lines
    for task in tasks:
        left -= _LINES_AGAINST if task.contradiction else _LINES
        if left < 0:
            break
        shown.append(task)
    return shown


def snapshot(tasks: Sequence[TaskState]) -> date | None:
    """The 截至日期 of the newest report."""
    return max((task.snapshot for task in tasks if task.snapshot), default=None)


def parts(tasks: Sequence[TaskState]) -> list[str]:
    """The parts of the task list by name, in order."""
    return [part_name(part) for part in sorted({task.part for task in tasks})]


# --- HTML ------------------------------------------------------------------------------------------------------------


def summary(tasks: Sequence[TaskState], asked: Mapping[str, str]) -> str:
    """Status × part: how many tasks; each number links to them."""
    numbers = sorted({task.part for task in tasks})
    heads = "".join(f'<th scope="col">{text(part_name(part))}</th>' for part in numbers)
    rows = [
        _summary_row(badge(word), [t for t in tasks if task_stands(t) == word], numbers, asked, word)
        for word in STATUSES
    ]
    whole = _summary_row("合计", tasks, numbers, asked, None)
    return (
        f'<table class="grid counts"><thead><tr><th scope="col">状态</th>{heads}<th scope="col">共</th></tr></thead>'
        f"<tbody>{''.join(rows)}{whole}</tbody></table>"
    )


def _summary_row(
    head: str, tasks: Sequence[TaskState], numbers: Sequence[int], asked: Mapping[str, str], status: str | None
) -> str:
    cells = [
        f"<td>{_linked(sum(t.part == number for t in tasks), asked, part=part_name(number), status=status)}</td>"
        for number in numbers
    ]
    total = _linked(len(tasks), asked, part=None, status=status)
    return f'<tr><th scope="row">{head}</th>{"".join(cells)}<td><b>{total}</b></td></tr>'


def _linked(count: int, asked: Mapping[str, str], **changes: str | None) -> str:
    return f'<a href="{text(address(asked, **changes))}" target="_self">{count}</a>' if count else "—"


def unit_links(
    tasks: Sequence[TaskState], towns: Sequence[str], asked: Mapping[str, str], *, unit: str, limit: int | None
) -> str:
    """One link a unit, with how many tasks it has and how many of them are to be discussed."""
    found = by_unit(tasks, towns)
    if not found:
        return calm("计划没有任务清单")
    shown = list(found.items())[:limit]
    rows = "".join(_unit_link(name, own, asked, name == unit) for name, own in shown)
    everyone = f'<a href="{text(address(asked, unit=None))}" target="_self">全部单位</a>' if unit != ANY_UNIT else ""
    return f'<ul class="units">{rows}</ul>{more(len(found) - len(shown), "个单位")}{everyone}'


def _unit_link(name: str, tasks: Sequence[TaskState], asked: Mapping[str, str], here: bool) -> str:
    counts = Counter(map(task_stands, tasks))
    troubles = [word for word in (ActStatus.AGAINST, ActStatus.UNREPORTED, ActStatus.NOT_STARTED) if counts[word]]
    worries = "".join(counted(word, counts[word]) for word in troubles)
    link = f'<a href="{text(address(asked, unit=name))}" target="_self">{text(name)}</a>'
    return f"<li{' class=here' if here else ''}>{link}<span>{worries}<b>{len(tasks)}</b> 项</span></li>"


def task_table(
    tasks: Sequence[TaskState], measures: Mapping[str, Measure], missed: Mapping[str, date], *,
    lines: int | None, proofs: int | None,
) -> str:  # fmt: skip
    """One row a task, what has to be discussed first; in each at most so many of the measures that prove it, and by
    when it is due: where one of them has `missed` its day, that day.
    """
    if not tasks:
        return calm("没有这样的任务")
    ranked = to_discuss_first(tasks, measures)
    shown = fitting(ranked, lines)
    head = "".join(f'<th scope="col">{name}</th>' for name in HEADS)
    body = "".join(_row(task, measures, missed, proofs, in_full=lines is None) for task in shown)
    return (
        f'<table class="grid tasks"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
        f"{more(len(ranked) - len(shown), '项')}"
    )


def _row(
    task: TaskState, measures: Mapping[str, Measure], missed: Mapping[str, date], proofs: int | None, *, in_full: bool
) -> str:
    word = task_stands(task)
    kind = "contradicted" if task.contradiction else ""
    since = (
        min((missed[id] for id in task.proofs if id in missed), default=None)
        if task.status == ActStatus.GOING
        else None
    )
    return (
        f'<tr class="{kind}" {tone(word)}><td>{task.number}</td><th scope="row">{_title(task, since, in_full=in_full)}</th>'
        f'<td>{badge(word)}{_disproved(task, measures)}</td><td class="report">{_report(task)}</td>'
        f'<td class="proofs">{_proofs(task, measures, proofs)}</td></tr>{_disproof(task)}'
    )


def _disproved(task: TaskState, measures: Mapping[str, Measure]) -> str:
    """That the figures of a task that goes on are in trouble."""
    worst = asked.proof(task, measures) if task.status == ActStatus.GOING else None
    return f'<small class="late" {tone(worst)}>佐证{worst}</small>' if worst else ""


def _disproof(task: TaskState) -> str:
    """A row of its own under a task whose report the figures do not bear out."""
    if not task.contradiction:
        return ""
    words = f"{looks.look(ActStatus.AGAINST).mark} 报已完成，数据不符：{text(task.contradiction)}"
    return f'<tr class="contradicted disproof" {tone(ActStatus.AGAINST)}><td colspan="{len(HEADS)}" class="against">{words}</td></tr>'


def _title(task: TaskState, since: date | None, *, in_full: bool) -> str:
    """The title, what the plan asks for (below it, or where there is no room at the pointer), and the facts."""
    coming = f"{formats.month_day(task.due_on)}前" if task.due_on else ""
    passed = f"{formats.month_day(since)}到期" if since else ""
    due = passed or coming
    of_plan = f"{'，'.join(filter(None, (passed, task.deadline, coming)))} · 条款 {task.clause}"
    every = f"{'、'.join(task.responsible)} · {of_plan}{f'（{task.note}）' if task.note else ''}"
    told = (
        owners_in(task, OWNERS_EMS),
        f" · {due or task.deadline}",
        f" · 条款 {task.clause}",
    )  # where room lacks, the middle gives
    facts = text(every) if in_full else "".join(f"<span>{text(one)}</span>" for one in told)
    asked = text(task.requirement)
    below = f"<p>{asked}</p>" if in_full and asked else ""
    return f'<b title="{asked or text(task.title)}">{text(task.title)}</b>{below}<small title="{text(every)}">{facts}</small>'


def _report(task: TaskState) -> str:
    if task.status == ActStatus.UNREPORTED:
        return '<span class="none">—</span>'
    more_words = [f"<b>问题</b> {text(task.problem)}"] if task.problem else []
    more_words += [f"<b>下步</b> {text(task.next_step)}"] if task.next_step else []
    below = f"<small>{'　'.join(more_words)}</small>" if more_words else ""
    return f'<p class="progress" title="{text(task.progress)}">{text(task.progress)}</p>{below}'


def _proofs(task: TaskState, measures: Mapping[str, Measure], limit: int | None) -> str:
    """The measures that prove a task, the worst first, each with how it stands."""
    known = sorted((measures[id] for id in task.proofs if id in measures), key=lambda one: -SEVERITY[one.status])
    if not known:
        return '<span class="none">—</span>'
    shown = known[:limit]
    rest = f"<span>另 {len(known) - len(shown)} 项</span>" if len(known) > len(shown) else ""
    rows = [_proof(measure) for measure in shown]
    return f"<ul>{''.join(f'<li>{row}</li>' for row in rows[:-1])}<li>{rows[-1]}{rest}</li></ul>"


def _proof(measure: Measure) -> str:
    name = f'<span title="{text(measure.title)}：{text(measure.reason)}">{text(measure.title)}</span>'
    return f'<span class="code">{explained(measure.id, text(measure.id))}</span>{name}{badge(measure.status, bounds.word(measure))}'


def unlisted(measures: Sequence[Measure], *, limit: int | None) -> str:
    """What the clauses ask for and no task of the list names, worst first."""
    ranked = sorted((m for m in measures if not m.tasks), key=lambda measure: -SEVERITY[measure.status])
    if not ranked:
        return calm("条款的要求都已列入任务清单")
    shown = ranked[:limit]
    rows = "".join(f"<li>{_proof(measure)}</li>" for measure in shown)
    return f'<ul class="proofs unlisted">{rows}</ul>{more(len(ranked) - len(shown), "项")}'
