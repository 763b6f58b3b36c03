"""The duty matrix and the list of who has not reported, as HTML. No Streamlit; see `markup` for escaping and looks."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from briefing import formats, looks
from briefing.html.links import Leads, named, nowhere
from briefing.html.markup import badge, calm, mark, more, text, tone
from briefing.html.unit_columns import unit_columns
from briefing.model import Briefing, DutyCell
from briefing.status import ActStatus
from briefing.wording import duty_grid
from briefing.wording.duty_grid import Duty, Silence, Slot, Window

# Up to this many marks stand side by side in a cell; more units are counted.
MARKS_AT_MOST = 3
LEGEND = (ActStatus.DONE, ActStatus.OVERDUE, ActStatus.UNREPORTED, ActStatus.NOT_DUE)


class Block(NamedTuple):
    """Some columns of the matrix: the months of a window for some units."""

    name: str
    units: frozenset[str]


def blocks(briefing: Briefing, rows: Sequence[Duty], window: Window) -> list[Block]:
    """A quarter is shown unit by unit, so that a silent one stands out; a year has room for all units together."""
    home = duty_grid.homes(briefing)
    acting = {cell.unit for duty in rows for slot in duty.slots for cell in slot.cells}
    if duty_grid.window_name(window) == duty_grid.WHOLE_YEAR:
        return [Block("", frozenset(acting))]
    undone = Counter(
        home[cell.unit]
        for duty in rows
        for slot in duty.within(window)
        for cell in slot.cells
        if cell.status in duty_grid.MISSING
    )
    by_town = [
        Block(name, frozenset(unit for unit in acting if home[unit] in towns))
        for name, towns in unit_columns(briefing.towns, undone)
    ]
    others = Block(
        f"{briefing.whole[-1]}级和部门", frozenset(unit for unit in acting if home[unit] not in briefing.towns)
    )
    return [block for block in (*by_town, others) if block.units]


def duty_matrix(rows: Sequence[Duty], columns: Sequence[Block], window: Window, *, limit: int | None) -> str:
    """One row a duty, most overdue first; in each cell the mark of the unit, or how many of several did it."""
    if not rows:
        return calm("没有定期事项")
    ranked = duty_grid.most_overdue_first(rows, window)
    shown = ranked if limit is None or len(ranked) <= limit + 1 else ranked[:limit]
    hidden = ranked[len(shown) :]
    body = "".join(_row(duty, columns, window) for duty in shown)
    late = any(duty.missing(window) + duty.missing_before(window) for duty in hidden)
    rest = more(len(hidden), "项（含逾期）" if late else "项，到期的都已完成")
    return f'<table class="grid matrix">{_head(rows, columns, window)}<tbody>{body}</tbody></table>{rest}'


def legend(window: Window) -> str:
    """What the marks mean."""
    entries = "".join(f"<li>{badge(word)}</li>" for word in LEGEND)
    counted = "<li>分数为已做单位数／应做单位数，空白为不要求，各镇次数含所辖村，右侧分列</li>"
    order = "" if duty_grid.window_name(window) != duty_grid.WHOLE_YEAR else "<li>并列的标记按各单位次序</li>"
    return f'<ul class="legend">{entries}{counted}{order}</ul>'


def _head(rows: Sequence[Duty], columns: Sequence[Block], window: Window) -> str:
    months = "".join(
        f'<th scope="col" class="month{" edge" if month == window.first else ""}">{month}月</th>'
        for _ in columns
        for month in window.months
    )
    if not _by_unit(window):
        return f'<thead><tr><th scope="col">事项</th>{months}</tr></thead>'
    span = f'colspan="{len(window.months)}"'
    names = "".join(
        f'<th scope="colgroup" {span} class="unit edge">{_unit_head(b, rows, window)}</th>' for b in columns
    )
    return (
        f'<thead><tr><th scope="col" rowspan="2">事项</th>{names}'
        f'<th scope="col" rowspan="2" class="earlier">此前{_earlier_word(rows, window)}</th></tr><tr>{months}</tr></thead>'
    )


def _by_unit(window: Window) -> bool:
    return duty_grid.window_name(window) != duty_grid.WHOLE_YEAR


def _unit_head(block: Block, rows: Sequence[Duty], window: Window) -> str:
    """A unit's name and how much it left undone within the window."""
    missing = sum(duty.of(block.units).missing(window) for duty in rows)
    cells = [cell for duty in rows for slot in duty.of(block.units).slots for cell in slot.cells]
    word = duty_grid.worst(cell for cell in cells if cell.status in duty_grid.MISSING)
    return f"{text(block.name)}{f' <b {tone(word)}>{looks.look(word).mark} {missing} 次</b>' if missing else ''}"


def _row(duty: Duty, columns: Sequence[Block], window: Window) -> str:
    name = (
        f'<th scope="row" title="{text(duty.title)}"><span class="code">{text(duty.id)}</span>'
        f"{text(duty.title)}<small>{text(duty_grid.rhythm(duty))}</small></th>"
    )
    cells = "".join(_block_cells(duty.of(block.units), window) for block in columns)
    return f"<tr>{name}{cells}{_before(duty, window) if _by_unit(window) else ''}</tr>"


def _before(duty: Duty, window: Window) -> str:
    """How often it was not done before the window: 逾期, or 未报 while nobody has delivered any record."""
    missing = duty.missing_before(window)
    if not missing:
        return '<td class="figure"></td>'
    overdue = duty_grid.worst(duty.before(window)) == ActStatus.OVERDUE
    return f'<td class="figure {"late" if overdue else "hatched"}">{missing} 次</td>'


def _earlier_word(rows: Sequence[Duty], window: Window) -> str:
    silent = any(cell.status == ActStatus.UNREPORTED for duty in rows for cell in duty.before(window))
    return ActStatus.UNREPORTED if silent else ActStatus.OVERDUE


def _block_cells(duty: Duty, window: Window) -> str:
    """The cells of one block from its first month to its last; months in which nothing is asked stay blank."""
    cells, month = [], window.first
    for slot in duty.within(window):
        cells += [_blank(at, window) for at in range(month, slot.first)]
        cells.append(_slot_cell(slot, window))
        month = slot.last + 1
    return "".join(cells) + "".join(_blank(at, window) for at in range(month, window.last + 1))


def _edge(month: int, window: Window) -> str:
    return " edge" if month == window.first else ""


def _blank(month: int, window: Window) -> str:
    return f'<td class="blank{_edge(month, window)}"></td>'


def _slot_cell(slot: Slot, window: Window) -> str:
    status = duty_grid.worst(slot.cells)
    kind = {
        ActStatus.OVERDUE: "bad",
        ActStatus.UNREPORTED: "hatched",
        ActStatus.NOT_DUE: "open",
        ActStatus.DONE: "good",
    }[status]
    span = f' colspan="{slot.last - slot.first + 1}"' if slot.last > slot.first else ""
    edge = _edge(slot.first, window)
    return f'<td{span} class="slot {kind}{edge}" title="{text(_spoken(slot.cells))}">{_marks(slot.cells)}</td>'


def _marks(cells: Sequence[DutyCell]) -> str:
    if len(cells) <= MARKS_AT_MOST:
        return "".join(mark(cell.status) for cell in cells)
    counts, status = duty_grid.tally(cells), duty_grid.worst(cells)
    if len(counts) == 1:
        return mark(status)
    return f"{mark(status)}<b>{counts[ActStatus.DONE]}/{len(cells)}</b>"


def _spoken(cells: Sequence[DutyCell]) -> str:
    """What a pointer on the cell is told: who stands how."""
    by_status: dict[str, list[str]] = {}
    for cell in cells:
        by_status.setdefault(cell.status, []).append(cell.unit)
    days = [cell.done_on for cell in cells if cell.done_on]
    done = f"（{formats.day(days[0])}）" if len(cells) == 1 and days else ""
    return "；".join(f"{status}：{'、'.join(units)}" for status, units in by_status.items()) + done


def silent_units(
    found: Sequence[Silence], due: int, window: Window, *, limit: int | None, leads: Leads = nowhere
) -> str:
    """Who has not reported within the window; `due` is how many acts were due in it."""
    if not found:
        return calm(f"{duty_grid.window_name(window)}到期的 {due} 次都已完成" if due else "还没有到期的定期事项")
    shown = found[:limit]
    rows = "".join(_silent_unit(one, leads) for one in shown)
    return f'<ul class="silent">{rows}</ul>{more(len(found) - len(shown), "个单位")}'


def _silent_unit(one: Silence, leads: Leads) -> str:
    who = (
        f"{len(one.places)} 个村：{formats.few(one.places)}"
        if one.places
        else formats.few(one.duties, formats.NAMED_IN_A_LINE)
    )
    kinds = f"{len(one.duties)} 项 " if len(one.duties) > 1 or one.places else ""
    shout = "<strong>全部未报</strong>" if one.total else ""
    return (
        f'<li class="{"total" if one.total else ""}" {tone(one.word)}>'
        f"<div><b>{named(one.unit, leads)}</b>{badge(one.word)}</div>"
        f"<p>{shout}{kinds}{one.missing} 次未报<span>／应报 {one.due} 次</span></p><small>{text(who)}</small></li>"
    )
