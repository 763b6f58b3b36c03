"""What a 调度会 assigned, and the ranking of units, as HTML. No Streamlit; see `markup`."""

from collections.abc import Sequence
from datetime import date

from briefing import formats, looks
from briefing.html.links import Leads, named, nowhere
from briefing.html.markup import badge, calm, more, text, tone
from briefing.measures import naming
from briefing.model import ActionState
from briefing.status import ActStatus, Status
from briefing.wording import standings as ranking
from briefing.wording.standings import Standing

ANYBODY = "全部单位"
ACTION_HEADS = ("状态", "事项", "责任单位", "会议", "完成时限", "完成日期", "办理情况")
RANK_HEADS = ("落后名次", "单位", "逾期和未达标", ranking.MEASURES, ranking.DUTIES, ranking.ACTIONS, "未报", "落后")


def all_owners(actions: Sequence[ActionState]) -> list[str]:
    """Everybody to whom something was assigned."""
    return sorted({owner for action in actions for owner in naming.owners(action.owner)})


def unit_choices(actions: Sequence[ActionState], towns: Sequence[str]) -> list[str]:
    """Whose assignments can be asked for: the towns, then the departments that have some."""
    return [ANYBODY, *towns, *(owner for owner in all_owners(actions) if owner not in towns)]


def chosen(actions: Sequence[ActionState], unit: str) -> list[ActionState]:
    """The assignments of a unit; they keep their order, overdue first."""
    return [action for action in actions if unit in (ANYBODY, *naming.owners(action.owner))]


def by_owner(actions: Sequence[ActionState]) -> list[tuple[str, list[ActionState]]]:
    """Owner → what was assigned to it; a thing of two owners is counted for both."""
    return [(unit, chosen(actions, unit)) for unit in all_owners(actions)]


def by_meeting(actions: Sequence[ActionState]) -> list[tuple[date, list[ActionState]]]:
    """Day of the meeting → what it assigned."""
    days = dict.fromkeys(action.assigned_on for action in actions)
    return [(day, [action for action in actions if action.assigned_on == day]) for day in days]


def action_table(actions: Sequence[ActionState], *, delivered: bool, limit: int | None, leads: Leads = nowhere) -> str:
    """One row an assignment: overdue first and the longest late first, as the briefing orders them.

    `leads` says where the name of a unit leads to.
    """
    if not actions:
        return calm("没有交办事项" if delivered else "○ 未报：没有交办事项台账")
    shown = actions[:limit]
    head = "".join(f'<th scope="col">{name}</th>' for name in ACTION_HEADS)
    body = "".join(_action_row(action, leads) for action in shown)
    table = f'<table class="grid actions"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return table + more(len(actions) - len(shown), "项")


def _owners(action: ActionState, leads: Leads) -> str:
    units = naming.owners(action.owner)
    return "、".join(named(unit, leads) for unit in units)


def _action_row(action: ActionState, leads: Leads) -> str:
    overdue = action.status == ActStatus.OVERDUE
    return (
        f'<tr class="{"overdue" if overdue else ""}" {tone(action.status)}><td>{badge(action.status)}</td>'
        f'<th scope="row" title="{text(action.id)} {text(action.item)}">{text(action.item)}</th>'
        f"<td>{_owners(action, leads)}</td><td>{formats.month_day(action.assigned_on)}</td>"
        f'<td>{text(formats.action_due(action))}</td><td class="{"late" if overdue else ""}">{_finish(action)}</td>'
        f'<td class="words" title="{text(action.detail)}">{text(action.detail or "—")}</td></tr>'
    )


def _finish(action: ActionState) -> str:
    """When it was done and how late, or how late it is by now."""
    if action.done_on is None:
        return formats.lateness(action.days_late) if action.status == ActStatus.OVERDUE else "—"
    late = f"（晚 {action.days_late} 天）" if action.days_late else ""
    return f"{formats.day(action.done_on)}{late}"


def rankings(
    towns: Sequence[Standing], departments: Sequence[Standing], *, limit: int | None, leads: Leads = nowhere
) -> str:
    """Towns and departments side by side, and the rule in words below them; `leads` says where a unit's name leads to."""
    return (
        f'<div class="rankings"><div>{ranking_table(towns, limit=limit, which=True, leads=leads)}</div>'
        f'<div>{ranking_table(departments, limit=limit, leads=leads)}</div></div><p class="rule">规则：{text(ranking.RULE)}</p>'
    )


def ranking_table(
    standings: Sequence[Standing], *, limit: int | None, which: bool = False, leads: Leads = nowhere
) -> str:
    """The units by the rule of `ranking`, worst first; `which` says which things are broken."""
    shown = standings[:limit]
    if not shown:
        return calm("没有单位可排")
    head = "".join(f'<th scope="col"{_figure(at)}>{name}</th>' for at, name in enumerate(RANK_HEADS))
    body = "".join(_rank_row(standing, which=which, leads=leads) for standing in shown)
    table = f'<table class="grid ranking"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return table + more(len(standings) - len(shown), "个单位")


def _figure(at: int) -> str:
    """All columns after rank and unit are figures."""
    return ' class="figure"' if at > 1 else ""


def _rank_row(standing: Standing, *, which: bool, leads: Leads) -> str:
    broken = [name for names in standing.broken.values() for name in names]
    total = f'<b class="late">{looks.look(Status.OVERDUE).mark} {standing.total} 项</b>' if broken else "—"
    counts = "".join(_counted(standing.broken[kind]) for kind in (ranking.MEASURES, ranking.DUTIES, ranking.ACTIONS))
    return (
        f'<tr><td class="rank">{standing.rank}</td><th scope="row">{named(standing.unit, leads)}</th>'
        f'<td class="figure">{total}</td>{counts}{_counted(standing.unreported, Status.UNREPORTED)}'
        f"{_counted(standing.late)}</tr>{_which(broken) if which and broken else ''}"
    )


def _which(names: Sequence[str]) -> str:
    """A second line of a row: the first of the broken things by name."""
    words = text(formats.few(names, formats.NAMED_IN_A_LINE))
    return f'<tr class="which"><td></td><td colspan="{len(RANK_HEADS) - 1}" title="{words}">{words}</td></tr>'


def _counted(names: Sequence[str], status: Status | None = None) -> str:
    """How many, with the mark of a status; a pointer on it is told which."""
    if not names:
        return '<td class="figure none">—</td>'
    sign = f'<i class="mark" {tone(status)} aria-hidden="true">{looks.look(status).mark}</i>' if status else ""
    return f'<td class="figure" title="{text("；".join(names))}">{sign}{len(names)}</td>'
