"""Where the header of an unknown ledger stands, how deep it is, and what its columns are called."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from data_loaders.findings import Source
from data_loaders.guarding.visible import visible
from data_loaders.reading.grid import Grid, Merge
from data_loaders.tidying.cells import as_text, is_blank, squeezed
from data_loaders.tidying.headers import HEADER_WITHIN_ROWS, UNITS, Header, without_unit

DEEPEST = 4  # header rows under one another
LONGEST_HEADER = 40
PRINTED_WITHIN = 3_000  # rows of a sheet that prints its header again
PROFILED_ROWS = 400  # so many rows below the header are looked at for what a column holds

_NUMBER = re.compile(r"[-+]?[\d,]+(?:\.\d+)?%?")
_DAY = re.compile(r"20\d\d[-./年]\d{1,2}(?:[-./月]\d{1,2}日?)?月?")
_DAY_OF_MONTH = re.compile(r"\d{1,2}[日号]")
_DAY_OF_YEAR = re.compile(r"\d{1,2}月\d{1,2}[日号]")
_PAIR = re.compile(
    r"[:：].+|^(?:单位|填报|制表|报送|截至|截止|统计)[^:：]{0,8}[:：]|(?:制表|填[报表]|编制|报送)$"
    r"|^(?:数据)?截[至止]到?20\d\d[年./-]\d{1,2}[月./-]\d{1,2}日?$"
)
_UNIT_ONLY = re.compile(rf"\(?(?:单位:?)?(?:{'|'.join(map(re.escape, sorted(UNITS, key=len, reverse=True)))})\)?")
_SECTION = re.compile(
    r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．]"
)  # 一、新农村建设点 alone in a row heads those below
NOTES_WITHIN, MOST_NOTES = 6, 3  # rows at the end, cells of one of them
_IS_NOTE = re.compile(r"^[(（]?(?:注|备注|说明|图例|口径|标识)|[:：。]")
_SAYS = re.compile(r"单位|截[至止]|统计(?:日期|时间)|(?:填[报表]|制表|上报|报送)(?:日期|时间)")
_HEADER_NUMBER = re.compile(r"(?:20\d\d|1[0-2]|[1-9])(?:\.0)?|20\d\d年\d{1,2}月")


Place = tuple[int, int]  # row number, column position


@dataclass(frozen=True)
class HeaderBlock:
    """The header of a sheet: its rows, the parts of each column's header from top to bottom, and what stands above."""

    rows: tuple[int, ...]
    parts: dict[int, tuple[str, ...]]  # by column position
    titles: tuple[str, ...]
    notes: tuple[str, ...] = ()  # what stands below the last row

    @cached_property
    def told(self) -> tuple[str, ...]:
        """What is said above the header, and below the rows of a unit or a day: 表内金额以元为单位."""
        return (*self.titles, *(note for note in self.notes if _SAYS.search(squeezed(note))))

    @cached_property
    def names(self) -> dict[int, str]:
        """Column position → its header as one text, parts joined by /; a second one of the same name is numbered."""
        names: dict[int, str] = {}
        for position, parts in self.parts.items():
            text, count = "/".join(parts), 1
            while (text if count == 1 else f"{text}#{count}") in names.values():
                count += 1
            names[position] = text if count == 1 else f"{text}#{count}"
        return names

    def unit(self, position: int) -> str | None:
        """The unit that a column's header states, in its own part or its group's."""
        units = (without_unit(squeezed(part).lower())[1] for part in reversed(self.parts[position]))
        return next(filter(None, units), None)


def header_blocks(grid: Grid) -> Iterator[HeaderBlock]:
    """Every row that may begin a header, with the rows below that continue it; the first rows first."""
    rows = grid.rows[:HEADER_WITHIN_ROWS]
    lines = [list(line) for line in grid.lines(HEADER_WITHIN_ROWS)]
    titles: list[str] = []
    notes = tuple(_notes(grid))
    deeper: HeaderBlock | None = None
    for at, line in enumerate(lines[:-1]):
        if may_be_header(line):
            depth = 1
            while depth < DEEPEST and at + depth < len(lines) and _continues(grid, rows, lines, at, depth):
                depth += 1
            parts = _parts(grid, rows, lines, at, depth)
            lower = deeper is not None and int(rows[at]) in deeper.rows and len(parts) < len(deeper.parts)
            if len(parts) > 1 and at + depth < len(lines) and not lower:  # the lower rows of a header name a part of it
                block = HeaderBlock(tuple(int(row) for row in rows[at : at + depth]), parts, tuple(titles), notes)
                deeper = block if depth > 1 else deeper
                yield block
        titles.extend(as_text(text) for text in line if not is_blank(text))


def _notes(grid: Grid) -> Iterator[str]:
    """The notes and legends below the last row of a sheet, each cell of them."""
    for line in grid.tail(NOTES_WITHIN).itertuples(index=False, name=None):
        texts = [as_text(cell) for cell in line if not is_blank(cell)]
        if 0 < len(texts) <= MOST_NOTES and any(_IS_NOTE.search(squeezed(text)) for text in texts):
            yield from texts


def may_be_header(line: Sequence[object]) -> bool:
    """Whether a row may be a header: several short texts, no numbers, days or pairs of label and value."""
    filled = [cell for cell in line if not is_blank(cell)]
    texts = [squeezed(as_text(cell)) for cell in filled]
    labels = [text for text in texts if is_label(text) and not _UNIT_ONLY.fullmatch(text.lower())]
    pairs = sum(bool(_PAIR.search(text)) for text in texts)
    if 2 * sum(bool(_DAY_OF_YEAR.fullmatch(text)) for text in texts) > len(texts):
        return False
    return len(labels) > 1 and len(labels) * 5 >= len(texts) * 4 and pairs * 2 < len(texts)


def is_label(text: str) -> bool:
    """Whether a text may stand in a header: short, no number and no day."""
    return bool(text) and len(text) <= LONGEST_HEADER and not _NUMBER.fullmatch(text) and not _DAY.fullmatch(text) and not _DAY_OF_MONTH.fullmatch(text)  # fmt: skip


def _continues(grid: Grid, index: pd.Index, lines: list[list], at: int, depth: int) -> bool:
    """Whether the row below some header rows belongs to the header: parts of groups, or units."""
    below = lines[at + depth]
    filled = [position for position, cell in enumerate(below) if not is_blank(cell)]
    texts = {position: squeezed(as_text(below[position])) for position in filled}
    if not filled or (len(filled) == 1 and _SECTION.match(texts[filled[0]])):
        return False
    above = lines[at + depth - 1]
    first = next(position for position, cell in enumerate(lines[at]) if not is_blank(cell))
    top_row, row = int(index[at]), int(index[at + depth])
    if all(_UNIT_ONLY.fullmatch(text.lower()) for text in texts.values()):
        return True
    spanned = any(
        merge.first_row <= top_row + depth - 1 and merge.last_row >= row and merge.first_row >= top_row
        for merge in grid.merges
    )
    ended = {
        position
        for merge in grid.merges
        for position in range(merge.first_column, merge.last_column + 1)
        if top_row <= merge.first_row < merge.last_row < row
    }
    if any(position in ended for position in filled):
        return False  # a header cell that spans the rows above ends there
    for position in filled:
        if not is_blank(above[position]) and _UNIT_ONLY.fullmatch(texts[position].lower()):
            continue
        group = _group_of(grid, int(index[at + depth - 1]), above, position)
        if not is_label(texts[position]) and not (group and _HEADER_NUMBER.fullmatch(texts[position])):
            return False
        if group is None and not spanned and not is_blank(above[position]):
            return False
        if position < first and depth == 1:
            continue  # what stands left of all groups has its header in the lower row
        if group is None and is_blank(above[position]) and not _above_in_merge(grid, index, at, depth, position):
            return False
    return True


def _above_in_merge(grid: Grid, index: pd.Index, at: int, depth: int, position: int) -> bool:
    row = int(index[at + depth - 1])
    return any(
        merge.first_row <= row <= merge.last_row and merge.first_column <= position <= merge.last_column
        for merge in grid.merges
    )


def _group_of(grid: Grid, row: int, line: list, position: int) -> int | None:
    """The position where the group over a column begins; None where no group spans it."""
    for merge in grid.merges:
        if merge.first_row <= row <= merge.last_row and merge.first_column <= position <= merge.last_column:
            return merge.first_column if merge.last_column > merge.first_column else None
    if is_blank(line[position]):
        start = position
        while start >= 0 and is_blank(line[start]):
            start -= 1
        return start if start >= 0 and not _is_merged(grid, row, start) else None
    return position if position + 1 < len(line) and is_blank(line[position + 1]) and not _is_merged(grid, row, position + 1) else None  # fmt: skip


def _is_merged(grid: Grid, row: int, position: int) -> bool:
    return any(
        merge.first_row <= row <= merge.last_row and merge.first_column <= position <= merge.last_column
        for merge in grid.merges
    )


def _parts(grid: Grid, index: pd.Index, lines: list[list], at: int, depth: int) -> dict[int, tuple[str, ...]]:
    """The header parts of every column, groups carried over the columns that they span."""
    width = len(lines[at])
    table: list[list[str]] = []
    for level in range(depth):
        line, row = lines[at + level], int(index[at + level])
        texts = ["" if is_blank(cell) else as_written(as_text(cell)) for cell in line]
        for position in range(width):
            if texts[position] or level == depth - 1:
                continue
            start = _group_of(grid, row, line, position)
            below = any(not is_blank(lines[at + further][position]) for further in range(level + 1, depth))
            if start is not None and start != position and below:
                texts[position] = texts[start]
        table.append(texts)
    parts = {}
    for position in range(width):
        own: list[str] = []
        for level in range(depth):
            text = table[level][position]
            is_unit = level > 0 and bool(_UNIT_ONLY.fullmatch(squeezed(text).lower())) if text else False
            if is_unit:
                own[-1:] = [f"{own[-1]}({squeezed(text).strip('()')})"] if own else []
            elif text and (not own or own[-1] != text):
                own.append(text)
        if own:
            parts[position] = tuple(own)
    return parts


def as_written(text: str) -> str:
    return re.sub(r"\s+", "", visible(text))


def printed_once(grid: Grid, block: HeaderBlock) -> Grid:
    """A sheet without the header of several rows where it is printed again, over the rows of another town or page."""
    depth = len(block.rows)
    if depth < 2 or len(grid.rows) > PRINTED_WITHIN:
        return grid
    lines = [[squeezed(as_text(cell)) for cell in line] for line in grid.lines(PRINTED_WITHIN)]
    first = int(grid.rows.get_loc(block.rows[0]))
    head = lines[first : first + depth]
    again = [at for at in range(first + depth, len(lines) - depth + 1) if lines[at : at + depth] == head]
    out = [int(grid.rows[row]) for at in again for row in range(at, at + depth)]
    merges = tuple(merge for merge in grid.merges if merge.first_row not in out)
    return replace(grid, given=grid.cells.drop(index=out), merges=merges) if out else grid


def rearranged(
    grid: Grid, lines: Mapping[int, Sequence[object]], moved: Mapping[Place, Place], source: Source, merges: tuple[Merge, ...] = ()
) -> Grid:  # fmt: skip
    """A sheet with other rows, row number → cells; the signs of its cells go where those have `moved`."""
    width, index = max(map(len, lines.values())), sorted(lines)
    cells = [[*lines[row], *[None] * (width - len(lines[row]))] for row in index]
    percents, struck, reshown = (frozenset(moved[at] for at in places if at in moved) for places in (grid.percents, grid.struck, grid.reshown))  # fmt: skip
    broken = {moved[at]: shown for at, shown in grid.broken.items() if at in moved}
    return replace(
        grid, given=pd.DataFrame(cells, index=index, dtype=object), merges=merges, source=source,
        percents=percents, struck=struck, reshown=reshown, broken=broken,
    )  # fmt: skip


def has_columns(grid: Grid) -> bool:
    """Whether any row holds more than one cell: sentences below one another are no table."""
    return any(sum(not is_blank(cell) for cell in line) > 1 for line in grid.lines(HEADER_WITHIN_ROWS))


def is_deeper(grid: Grid, header: Header) -> bool:
    """Whether a header goes on below the rows that were taken for it: groups whose parts are named there."""
    blocks = (block for block in header_blocks(grid) if block.rows[0] == header.rows[0])
    return any(block.rows[-1] > header.rows[-1] for block in blocks)
