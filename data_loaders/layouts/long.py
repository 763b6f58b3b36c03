"""A ledger that keeps one figure a row – 镇, 村, 指标, 数值 – as one row a thing with its figures side by side."""

import re
from collections.abc import Sequence

import pandas as pd

from data_loaders.layouts.contents import FEW_WORDS
from data_loaders.layouts.language.words import RANK, RATE, REMAINING, SURE, header_parts, likeness
from data_loaders.layouts.sheet import HeaderBlock, header_blocks, rearranged
from data_loaders.layouts.wide import is_spread
from data_loaders.reading.grid import Grid
from data_loaders.schema import PROGRESS_TABLES, Table
from data_loaders.tidying.cells import as_text, is_blank, squeezed
from data_loaders.tidying.headers import UNITS, WHOLE_GROUP, normalised, without_unit

LONGEST = 20_000  # rows; whoever writes one figure a row into more of them has a program that need not
_AMOUNT = re.compile(r"数|值|量|额|结果|上报|填报$")
_BESIDE = re.compile(r"备注|附注|说明|计量|^单位$")  # of one figure, not of the thing


def as_long(grid: Grid) -> Grid | None:
    """The sheet with its figures side by side; None for another sheet, or where a thing has a figure twice."""
    if not 2 < len(grid.rows) <= LONGEST:
        return None
    cells = filled_merges(grid)
    for block in header_blocks(grid):
        below = cells.loc[cells.index > block.rows[-1]]
        found = _label_and_values(block, below)
        if found is not None:
            return _side_by_side(grid, block, below, *found)
    return None


def filled_merges(grid: Grid) -> pd.DataFrame:
    """The cells, each merged area filled with what it shows."""
    cells = grid.cells.copy() if grid.merges else grid.cells
    for merge in grid.merges:
        rows = cells.loc[merge.first_row : merge.last_row].index
        if len(rows) > 1 and merge.first_column == merge.last_column:
            cells.loc[rows, merge.first_column] = [cells.at[merge.first_row, merge.first_column]] * len(rows)
    return cells


def _label_and_values(block: HeaderBlock, below: pd.DataFrame) -> tuple[int, list[int]] | None:
    """Where the names of the figures stand, and the figures: one column, all those under one group, or one a source or month."""
    texts = {at: [_text(cell) for cell in below[at]] for at in block.names}
    labels = [at for at, own in texts.items() if _are_figures(own)]
    if len(labels) != 1:
        return None
    values = [at for at in texts if at != labels[0] and _is_value(texts[at]) and _AMOUNT.search(block.names[at])]
    if len(values) == 1:
        return labels[0], values
    spread = [at for at in texts if at > labels[0] and is_spread(block.names[at])]
    if len(spread) > 1:
        return labels[0], spread
    behind = [at for at in texts if at > labels[0] and _is_value(texts[at]) and not _is_whole(block.names[at])]
    groups = {block.parts[at][:-1] for at in behind}
    return (labels[0], behind) if len(behind) > 1 and len(groups) == 1 and groups != {()} else None


def _is_whole(name: str) -> bool:
    """合计 beside the figures that it adds up."""
    return without_unit(normalised(header_parts(name)[-1]))[0] in WHOLE_GROUP


def _are_figures(texts: Sequence[str]) -> bool:
    """Whether the cells of a column are names of figures of one table, again and again."""
    words = set(filter(None, texts))
    if not 1 < len(words) <= FEW_WORDS or len(words) * 2 > len(texts):
        return False
    plain = {word for word in words if not RATE.search(word) and not REMAINING.search(word)}
    return any(
        len(named) > 1 and len(named) >= 0.6 * len(plain)
        for table in PROGRESS_TABLES
        if (named := {name for word in plain if (name := _figure(table, word))})
    )


def _figure(table: Table, word: str) -> str | None:
    texts = (word, f"{word}数", f"{word}资金")  # 安排 and 拨付 beside their amounts say of what
    fits = [
        (max(likeness(table, column, text) for text in texts), column.name)
        for column in table.columns
        if column.additive
    ]
    best = max(fits, default=(0.0, ""))
    return best[1] if best[0] >= SURE else None


def _is_value(texts: Sequence[str]) -> bool:
    said = [text for text in texts if text]
    numbers = [text for text in said if re.fullmatch(r"[-+]?[\d,]+(?:\.\d+)?[%\u4e00-\u9fff]{0,3}", text)]
    return len(said) > 1 and len(numbers) * 10 >= len(said) * 7


def _side_by_side(grid: Grid, block: HeaderBlock, below: pd.DataFrame, label: int, values: list[int]) -> Grid | None:
    names, several_values = block.names, len(values) > 1
    keys = [at for at in names if at not in (label, *values) and not RANK.search(names[at]) and not _is_beside(names[at]) and not (several_values and _is_whole(names[at]))]  # fmt: skip
    if not keys:
        return None
    ranks = [at for at in names if RANK.search(names[at])]
    beside = next((at for at in names if at not in (label, *values) and _is_measure(below[at])), None)
    unit = without_unit(normalised(header_parts(names[values[0]])[-1]))[1]
    made: dict[tuple[str, ...], dict[str, int]] = {}
    units: dict[str, set[str]] = {}
    alone: list[int] = []  # totals and notes keep their rows
    key: tuple[str, ...] = ()
    for row in below.index:
        word = _text(below.at[row, label])
        if not word:
            alone.append(int(row))
            continue
        own_key = tuple(_text(below.at[row, at]) for at in keys)
        total = next((_text(below.at[row, at]) for at in ranks), "") if several_values and not any(own_key) else ""
        if total and not total.isdigit():  # 合计 under 序号
            below.at[row, keys[0]] = total
            own_key = (total, *own_key[1:])
        key = own_key if any(own_key) or not several_values else key  # the second line of a thing names it no more
        own = made.setdefault(key, {})
        if word in own:
            return None
        own[word] = int(row)
        units.setdefault(word, set()).add(_text(below.at[row, beside]) if beside is not None else unit or "")
    figures = [(word, at) for at in values for word in units]
    is_long = any(len(words) > 1 for words in made.values()) and all(len(own) == 1 for own in units.values())
    if not is_long:
        return None
    headings = [f"{names[at]}/{word}" if several_values else _with_unit(word, *units[word]) for word, at in figures]
    remarks = [at for at in names if several_values and at != beside and _is_beside(names[at])]
    width = len(keys) + len(figures) + len(remarks)
    lines: dict[int, list] = {
        int(row): [*line, *[None] * (width - len(line))][: max(width, len(line))]
        for row, line in grid.cells.loc[grid.cells.index < block.rows[0]].iterrows()
    }
    lines[block.rows[-1]] = [*(names[at] for at in keys), *headings, *(names[at] for at in remarks)]
    moved: dict[tuple[int, int], tuple[int, int]] = {}
    several: dict[int, Sequence[int]] = {}
    for own in made.values():
        first = min(own.values())
        lines[first] = [
            *(below.at[first, at] for at in keys),
            *(below.at[own[word], at] if word in own else None for word, at in figures),
            *(next((below.at[row, at] for row in own.values() if _text(below.at[row, at])), None) for at in remarks),
        ]
        several[first] = sorted(own.values())
        moved |= {(own[word], at): (first, len(keys) + place) for place, (word, at) in enumerate(figures) if word in own}  # fmt: skip
        moved |= {(first, at): (first, place) for place, at in enumerate(keys)}
    for row in alone:
        lines[row] = [below.at[row, at] for at in keys] + [None] * (width - len(keys))
        lines[row][-1] = below.at[row, values[-1]]
    return rearranged(grid, lines, moved, grid.source.of(several=several))


def _with_unit(word: str, unit: str) -> str:
    return f"{word}({unit})" if unit and without_unit(word)[1] is None else word


def _is_beside(name: str) -> bool:
    return bool(_BESIDE.search(name))


def _is_measure(cells: pd.Series) -> bool:
    """A column of units: 户, 万元."""
    said = {_text(cell) for cell in cells} - {""}
    return bool(said) and said <= set(UNITS)


def _text(cell: object) -> str:
    return "" if is_blank(cell) else squeezed(as_text(cell))
