"""A part of a ledger as a grid of plain cells: what a person changed in it, and the same changes over a newer edition."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from data_loaders.delivering.correcting import Edited, Part
from data_loaders.delivering.intake import SAMPLE_MARK
from data_loaders.delivering.intake.typed_rows import as_file
from data_loaders.origins import Plain, plain
from data_loaders.schema import Column

ROW = "row"  # which of the stored rows a row of the grid is; none for one that was added
ADDED, TAKEN_OUT = "新增一行", "去掉一行"
_NAMES = ("name", "project", "item")  # what a row is called, besides its key

Cells = dict[str, Plain]


@dataclass(frozen=True)
class Change:
    """A cell of a row that reads differently, or a row that is new or gone (`what` says so)."""

    name: str
    what: str
    old: Plain = None
    new: Plain = None


def cells_of(rows: pd.DataFrame, part: Part) -> list[Cells]:
    """Stored rows as a grid: the columns of the part by inside name, days as text, flags as 是 and 否."""
    records = rows.to_dict("records")
    return [{ROW: at} | {one.name: _shown(row[one.name]) for one in part.columns} for at, row in enumerate(records)]


def _shown(value: object) -> Plain:
    known = plain(value)
    return ("是" if known else "否") if isinstance(known, bool) else known


def name_of(cells: Cells, part: Part) -> str:
    """What a row is called: the cells that tell it from the others, and its name."""
    told = [one.name for one in part.columns if one.name in (*part.table.key, *_NAMES)]
    return " ".join(dict.fromkeys(str(cells[name]) for name in told if cells[name] is not None)) or "（空行）"


def changes(before: Sequence[Cells], after: Sequence[Cells], part: Part) -> list[Change]:
    """What is different between two grids of a part: cells in the order of the grid, then rows that are new or gone."""
    return [*_changed(before, after, part), *_added(after, part), *_taken_out(before, after, part)]


def _changed(before: Sequence[Cells], after: Sequence[Cells], part: Part) -> Iterator[Change]:
    for cells in after:
        if cells[ROW] is not None:
            was = before[cells[ROW]]  # type: ignore[index]
            for one in _different(was, cells, part):
                yield Change(name_of(was, part), one.title, was[one.name], cells[one.name])


def _different(was: Cells, now: Cells, part: Part) -> list[Column]:
    return [one for one in part.columns if was[one.name] != now[one.name]]


def _added(after: Sequence[Cells], part: Part) -> Iterator[Change]:
    for cells in after:
        if cells[ROW] is None:
            filled = [f"{one.title} {cells[one.name]}" for one in part.columns if cells[one.name] is not None]
            yield Change(name_of(cells, part), ADDED, None, "，".join(filled))


def _taken_out(before: Sequence[Cells], after: Sequence[Cells], part: Part) -> Iterator[Change]:
    left = {cells[ROW] for cells in after}
    for cells in before:
        if cells[ROW] not in left:
            yield Change(name_of(cells, part), TAKEN_OUT)


def edited(part: Part, on: int, after: Sequence[Cells], reason: str, *, sample: bool = False) -> Edited:
    """A grid as it is to be checked and published. A row that is added to a sample is marked as one."""
    rows = [part.fixed | {one.name: cells[one.name] for one in part.columns} for cells in after]
    if sample:
        rows = [row | {"remark": row["remark"] or SAMPLE_MARK} for row in rows]
    names = tuple(name_of(cells, part) for cells in after)
    return Edited(part, on, as_file(part.table, rows), names, " ".join(reason.split()))


def moved(
    before: Sequence[Cells], after: Sequence[Cells], newer: Sequence[Cells], part: Part
) -> tuple[list[Cells], list[str]]:
    """What a person changed in a grid, over a newer one: the grid to go on with, and what somebody else changed too.

    What both changed stays as the newer grid has it.
    """
    whole = {_key(cells, part): dict(cells) for cells in newer}
    lost: list[str] = []
    left = {cells[ROW] for cells in after}
    for was in (cells for cells in before if cells[ROW] not in left):
        now = whole.get(_key(was, part))
        if now is not None and _different(was, now, part):
            lost.append(f"{name_of(was, part)}：您要去掉，别人改过")
        else:
            whole.pop(_key(was, part), None)
    for cells in after:
        key = _key(cells if cells[ROW] is None else before[cells[ROW]], part)  # type: ignore[index]
        if cells[ROW] is None:
            if key in whole:
                lost.append(f"{name_of(cells, part)}：您新增的，别人已经加了")
            whole.setdefault(key, dict(cells))
            continue
        was, now = before[cells[ROW]], whole.get(key)  # type: ignore[index]
        for column in _different(was, cells, part):
            if now is not None and now[column.name] in (was[column.name], cells[column.name]):
                now[column.name] = cells[column.name]
            else:
                there = "已经没有这一行" if now is None else f"现在是 {now[column.name]}"
                lost.append(f"{name_of(was, part)} {column.title}：您改成 {cells[column.name]}，{there}")
    return list(whole.values()), lost


def _key(cells: Cells, part: Part) -> tuple[Plain, ...]:
    return tuple(cells[name] for name in part.table.key if name in cells)
