"""Several tables on one sheet, below one another or side by side, each as a sheet of its own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from data_loaders.layouts.forms import as_cards
from data_loaders.layouts.language import subjects
from data_loaders.layouts.language.words import is_column_name, is_header_word
from data_loaders.layouts.long import filled_merges
from data_loaders.layouts.sheet import is_label, may_be_header, rearranged
from data_loaders.reading.grid import Grid
from data_loaders.tidying.as_of import stated_day
from data_loaders.tidying.cells import as_text, is_blank, squeezed
from data_loaders.tidying.columns import unit_above
from data_loaders.tidying.headers import HEADER_WITHIN_ROWS
from data_loaders.tidying.tidy import site_kind_in

# Whoever puts tables below one another writes by hand; a sheet of more rows is one table.
STACKED_WITHIN = 3_000
# So many labels of a header are words of ours, and such a share of them.
LEAST_LABELS, KNOWN_LABELS = 3, 0.6
# A header that is printed again shares so much with the one before.
SAME_HEADER = 0.8
# What says which thing a row is about: over a second one of these begins another table.
_IDENTITY = re.compile(r"[镇乡村]|街道|社区|名称|项目|工程|站点|点位|编号|编码|序号")
_WHOLE = re.compile(r"合\s*计|小\s*计|总\s*计|共\s*计|汇\s*总")
_ASIDE = re.compile(r"^\(?(?:金额)?单位[:：(]|[:：]")
_DAY = re.compile(r"^\(?(?:数据|统计)?(?:截[至止]|(?:日期|时间|时点|月份)[:：])")  # of all tables beside one another


@dataclass(frozen=True)
class Part:
    """One table of a sheet; `table` is the inside name of the one that its own title names, where there are several."""

    grid: Grid
    table: str | None = None


def parts(grid: Grid) -> list[Part]:
    """The tables of a sheet; the sheet itself where there is one."""
    if (cards := as_cards(grid, is_header_word, is_column_name)) is not None:
        return [Part(cards)]
    found = [part for below in _below_one_another(grid) for part in _side_by_side(below)]
    return [Part(part, _own_table(part)) for part in found] if len(found) > 1 else [Part(part) for part in found]


def _own_table(grid: Grid) -> str | None:
    """The table that the rows above the header name, the nearest first."""
    lines = _texts(grid, HEADER_WITHIN_ROWS)
    at = next((at for at, line in enumerate(lines) if _is_header(line)), 0)
    for line in reversed(lines[:at]):
        if len(named := subjects.named("".join(line))) == 1:
            return next(iter(named))
    return None


def _texts(grid: Grid, count: int) -> list[list[str]]:
    return [[squeezed(as_text(cell)) for cell in line] for line in grid.lines(count)]


def _is_header(line: Sequence[str]) -> bool:
    """Whether a row is a header by its words alone."""
    filled = [text for text in line if text]
    if len(filled) < LEAST_LABELS or not may_be_header(line) or not all(map(is_label, filled)):
        return False
    known = sum(map(is_header_word, filled))
    return known >= LEAST_LABELS and known >= KNOWN_LABELS * len(filled)


# -- below one another
def _below_one_another(grid: Grid) -> list[Grid]:
    if not 0 < len(grid.rows) <= STACKED_WITHIN:
        return [grid]
    lines = _texts(grid, STACKED_WITHIN)
    headers = list(_headers(lines, (grid.source.sheet or "", grid.source.file)))
    if len(headers) < 2:
        return [grid]
    begins = [0, *(_title_above(lines, at) for at in headers[1:])]
    ends = [*begins[1:], len(lines)]
    above = _titles_for_all(lines, headers[0])
    found = []
    for at, (begin, end) in enumerate(zip(begins, ends, strict=True)):
        own = any(lines[row].count("") < len(lines[row]) for row in range(begin, headers[at]))
        shared = [] if at == 0 else above[:-1] if own else above
        found.append(_rows(grid, [*shared, *range(begin, end)]))
    return found


def _headers(lines: list[list[str]], names: tuple[str, ...]) -> Iterator[int]:
    """Where tables begin: a header behind rows of another one, unless it is the same that is printed again.

    The same below a title that speaks of another day, unit or type is another table: it holds for these rows alone.
    """
    spoken: tuple[object, ...] = ()
    labels: frozenset[tuple[int, str]] = frozenset()
    first, has_rows, subject = 0, False, frozenset[str]()
    for at, line in enumerate(lines):
        if not _is_header(line):
            has_rows |= bool(labels) and _is_row(line, first)
            continue
        own = frozenset((place, text) for place, text in enumerate(line) if text)
        title = _title_above(lines, at)
        said = subjects.named("".join("".join(lines[row]) for row in range(title, at)))
        told = _spoken(["".join(lines[row]) for row in range(title if labels else 0, at)], names)
        is_told = any(new not in (None, old) for new, old in zip(told, spoken, strict=False))
        is_moved = bool({text for _, text in own - labels} & {text for _, text in labels - own})
        is_again = (
            len(own & labels) >= SAME_HEADER * len(own | labels) and not is_moved and (not said or said == subject)
        )
        if not labels or (has_rows and (is_told or not is_again)):
            yield at
            spoken = told
            labels, first, has_rows, subject = own, line.index(next(filter(None, line))), False, said or subject


def _spoken(titles: list[str], names: tuple[str, ...]) -> tuple[object, ...]:
    """What titles say of all rows below them: day, unit of money, type of site; None for what they do not say."""
    return stated_day(titles, names), unit_above(titles), site_kind_in("".join(titles))


def _is_row(line: Sequence[str], first: int) -> bool:
    """Whether a row holds data: a lower row of the header has neither numbers nor anything in the first column."""
    filled = [text for text in line if text]
    return len(filled) > 1 and (bool(line[first]) or not all(map(is_label, filled)))


def _title_above(lines: list[list[str]], at: int) -> int:
    """The first of the rows right above a header that are its title: single texts, with a unit or a day beside."""
    first = at
    for row in range(at - 1, -1, -1):
        filled = [text for text in lines[row] if text]
        if (not filled and first < at) or len(filled) > 2 or (len(filled) == 2 and not _ASIDE.search(filled[1])):
            break
        if filled:
            first = row
    return first


def _titles_for_all(lines: list[list[str]], header: int) -> list[int]:
    """The rows above the first header; the last of them may be its own title and not the sheet's."""
    return [row for row in range(header) if any(lines[row])]


def _rows(grid: Grid, places: list[int]) -> Grid:
    rows = grid.rows[places]
    merges = tuple(merge for merge in grid.merges if merge.first_row in rows)
    return replace(grid, given=grid.cells.loc[rows], merges=merges)


# -- side by side
def _side_by_side(grid: Grid) -> list[Grid]:
    lines = _texts(grid, HEADER_WITHIN_ROWS)
    at = next(
        (at for at, line in enumerate(lines) if may_be_header(line) and len(line) - line.count("") > LEAST_LABELS), None
    )
    starts = [] if at is None else _starts(lines[at], lines[at + 1 :])
    if at is None or len(starts) < 2 or any(any(line[: starts[0]]) for line in lines[at + 1 :]):
        return [grid]
    ends = [*starts[1:], len(lines[at])]
    heads = [[text for text in lines[at][first:last] if text] for first, last in zip(starts, ends, strict=True)]
    titled = any(
        text and not _ASIDE.search(text) and not _DAY.search(text) for line in lines[:at] for text in line[starts[1] :]
    )
    if all(head == heads[0] for head in heads) and starts[0] == 0 and not titled:
        return [_stacked(grid, at, at + _further_rows(lines[at + 1 :], starts, ends), starts, ends)]
    return [_columns(grid, at, first, last) for first, last in zip(starts, ends, strict=True)]


def _starts(line: Sequence[str], below: Sequence[Sequence[str]]) -> list[int]:
    """Where in a header row tables begin: with what the first of them begins with, or behind a column left empty."""
    starts = [next(place for place, text in enumerate(line) if text)]
    for place in range(starts[0] + 2, len(line) - 1):
        if not line[place] or not line[place + 1]:
            continue
        before = [text for text in line[starts[-1] : place] if text]
        behind = set(line[place:])
        is_again = line[place : place + 2] == line[starts[0] : starts[0] + 2] and bool(_IDENTITY.search(line[place]))
        is_apart = not line[place - 1] and not any(row[place - 1] for row in below)
        is_other = is_apart and any(text in behind and _IDENTITY.search(text) for text in before)
        if len(before) > 1 and (is_again or is_other):
            starts.append(place)
    return starts


def _further_rows(below: Sequence[Sequence[str]], starts: list[int], ends: list[int]) -> int:
    """How many rows below a header belong to it: 省定, 市定 and 县定 below 帮扶级别, the same in every table."""
    for count, line in enumerate(below):
        own = [[text for text in line[first:last] if text] for first, last in zip(starts, ends, strict=True)]
        if not own[0] or line[starts[0]] or any(each != own[0] for each in own) or not all(map(is_label, own[0])):
            return count
    return 0


def _stacked(grid: Grid, first_row: int, header: int, starts: list[int], ends: list[int]) -> Grid:
    """One list in several columns of a page as one: between headings and totals, what is right goes below what is left."""
    cells = filled_merges(grid)
    width = min(last - first for first, last in zip(starts, ends, strict=True))
    head = int(grid.rows[header])
    lines: list[list] = []
    moved: dict[tuple[int, int], tuple[int, int]] = {}
    origin: dict[int, int] = {}
    waiting: list[list[int]] = [[] for _ in starts]

    def put(row: int, first: int) -> None:
        number = head + 1 + len(lines)
        origin[number] = grid.source.row(row) or row
        moved.update({(row, first + place): (number, place) for place in range(width)})
        lines.append([cells.at[row, first + place] for place in range(width)])

    def flush() -> None:
        for at, rows in enumerate(waiting):
            for row in rows:
                put(row, starts[at])
            rows.clear()

    for row in (int(row) for row in grid.rows[header + 1 :]):
        filled = [any(not is_blank(cell) for cell in cells.loc[row].iloc[first:last]) for first, last in zip(starts, ends, strict=True)]  # fmt: skip
        own = [cell for cell in cells.loc[row] if not is_blank(cell)]
        if filled[0] and not any(filled[1:]) and (len(own) == 1 or _WHOLE.search(squeezed(as_text(own[0])))):
            flush()  # a heading, a total or a note is of all that stands beside one another
            put(row, starts[0])
            continue
        in_first = sum(not is_blank(cell) for cell in cells.loc[row].iloc[starts[0] : ends[0]])
        if in_first == 1 and sum(filled) > 1 and filled[0] and _WHOLE.search(squeezed(as_text(own[0]))):
            flush()  # 合计 on the left, and on the right what all tables come to
            put(row, starts[max(at for at, says in enumerate(filled) if says)])
            lines[-1][0] = own[0]
            continue
        for at, says in enumerate(filled):
            if says:
                waiting[at].append(row)
    flush()
    above = [_narrowed(list(line), width) for line in grid.cells.iloc[: header + 1].itertuples(index=False, name=None)]
    above[first_row:] = [list(grid.cells.iloc[row])[:width] for row in range(first_row, header + 1)]
    merges = tuple(
        merge
        for merge in grid.merges
        if grid.rows[first_row] <= merge.first_row and merge.last_row <= head and merge.last_column < width
    )
    index = [*map(int, grid.rows[: header + 1]), *range(head + 1, head + 1 + len(lines))]
    return rearranged(
        grid, dict(zip(index, [*above, *lines], strict=True)), moved, grid.source.of(origin=origin), merges
    )


def _narrowed(line: list, width: int) -> list:
    """A row above a header in fewer columns, with what it says."""
    said = [cell for cell in line if not is_blank(cell)]
    return line[:width] if all(is_blank(cell) for cell in line[width:]) else (said + [None] * width)[:width]


def _columns(grid: Grid, header: int, first: int, last: int) -> Grid:
    """Some columns of a sheet; rows that are empty there are left out, and what stands above all tables stays."""
    cells = grid.cells.copy()
    outside = [position for position in cells.columns if not first <= position < last]
    above = cells.iloc[:header]
    for row in above.index:
        texts = {position: text for position in above.columns if (text := squeezed(as_text(above.at[row, position])))}
        if days := [place for place, text in texts.items() if _DAY.search(text) and not first <= place < last]:
            free = next((place for place in range(first, last) if place not in texts), first)
            cells.at[row, free] = above.at[row, days[-1]]
        own = [position for position in texts if first <= position < last and not _ASIDE.search(texts[position])]
        left = [place for place, text in texts.items() if place < first and (not _ASIDE.search(text) or subjects.named(text))]  # fmt: skip
        if not own and left and above.at[row, first] is None:
            cells.at[row, first] = above.at[row, left[-1]]
    cells[outside] = None
    merges = tuple(merge for merge in grid.merges if first <= merge.first_column < last)
    return replace(grid, given=cells.dropna(how="all"), merges=merges)
