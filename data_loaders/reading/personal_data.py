"""The guard against persons: finds their numbers, and columns about them, wherever a file holds them.

Nothing that leaves this room repeats what was found.
"""

import re
import string
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data_loaders.findings import LISTED_AT_MOST, Finding, Refused, Source
from data_loaders.guarding.person_columns import (
    HEADER_LENGTH,
    NAME,
    group_header,
    is_name,
    personal_header,
    says_something,
)
from data_loaders.guarding.person_numbers import (  # fmt: skip
    ID_DIGITS,
    ID_IN_CELLS,
    ID_NUMBER,
    NUMBER_KINDS,
    is_split_id,
    mask,
    number_kinds,
    suspect_numbers,
    suspect_texts,
    worth_a_look,
)
from data_loaders.reading.distinct import Coded, bytes_of_kinds
from data_loaders.reading.grid import Grid, column_letter
from data_loaders.reading.names import display_name, is_plain_name
from data_loaders.searching import truth

# Headers stand this far down at most; below it a cell that reads 电话 is a footer, not a header.
HEADER_ROWS = 20
# What stands in the other columns of a header's row, as nobody writes it into a row of data.
_COMMON_HEADER = re.compile(
    r"序号|编号|所?[属在]?(?:镇|乡镇|街道|村|行政村|村组|组别|组|村民小组|自然村)[(（街道）)]*(?:名称?|别)?|备注"
    r"|.{0,8}(?:名称|数量?|率|金额|日期|时间|单位|类型|类别|姓名|电话|号码?|情况|户数|阶段|状态|原因|地址)"
)
_PLAIN_NUMBER = re.compile(r"[\s\d.,%/\-:年月日]*\d[\s\d.,%/\-:年月日]*")
# Two columns whose cells are together an ID number by the numbers of their makers: a village's code before an amount.
_CODES = re.compile(r"代码|编码|区划|code", re.IGNORECASE)
_DIGITS_AND_GAPS = r"^[\s\W]*(?:[0-9][\s\W]*){0,17}[XxＸｘ]?[\s\W]*$"
_WORDS = (
    string.ascii_letters.replace("x", "").replace("X", "") + "_"
).encode()  # with one of these it is no part of a number
_MARKS = b"xX\xef"  # wide letters begin with the last
_LISTED = re.compile(r"[、,，;；/\s和与及]")
_BARE_HEADER = re.compile(
    r".{0,8}(?:姓名|名字|户主|身份证(?:号码?)?|身份号码|证件号码?|证号|手机(?:号码?)?|电话(?:号码)?|联系方式|卡号|账号|帐号|账户|一卡通|住址|出生日期"
    r"|出生年月|家庭成员|监护人|开户[人行]|QQ|微信|邮箱)(?:号码?)?",
    re.IGNORECASE,
)
# A remark in a row of data begins so, a header does not: 已告知户主.
_REMARK = re.compile(
    r"^(?:已|待|未|经|由|因|联系[^电方号人]|告知|通知|需|请|系|据|报|向|对|让|找|无|有|该|其[^他]|正|拟|将|不|和|与[^户申]|同|在)"
)


def find_personal_data(grids) -> list[Finding]:
    """Every place in the grids that holds personal data, as `personal_data` errors that never say the value.

    Takes a `Reading` or an iterable of `Grid`. Looks at file and sheet names and at every cell, hidden sheets,
    title rows and unused columns included. At most LISTED_AT_MOST findings a column, then one with the rest.
    """
    found: dict[Finding, None] = {}  # keeps order; a file name is reported once, not once a sheet
    for grid in getattr(grids, "grids", grids):
        found.update(dict.fromkeys(_in_names(grid.source)))
        found.update(dict.fromkeys(_in_cells(grid)))
    return list(found)


def name_findings(source: Source) -> list[Finding]:
    """What the names of file and sheet give away; for files that are refused before they have cells."""
    return list(_in_names(source))


def source_of(name: str) -> Source:
    """What findings of a whole file speak of. Refused where its name is a path or gives a person away."""
    source = Source(display_name(name))
    refusals = name_findings(source)
    if not is_plain_name(name):
        raise Refused([source.finding("file_name_path"), *refusals])
    if refusals:
        raise Refused(refusals)
    return source


def _masked(source: Source) -> Source:
    return source.of(file=mask(source.file), sheet=None if source.sheet is None else mask(source.sheet))


def _in_names(source: Source) -> Iterator[Finding]:
    masked = _masked(source)
    for place, name in ((masked.of(sheet=None), masked.file), (masked, masked.sheet or "")):
        for kind in NUMBER_KINDS:
            if f"〔{kind}〕" in name:
                yield place.finding("personal_data", what=kind)


def _in_cells(grid: Grid) -> Iterator[Finding]:
    source = _masked(grid.source)
    top = grid.head(HEADER_ROWS)
    crowded = top.notna().sum(axis=1) > 1  # a row with one cell is a title, not a header
    headers = _header_rows(grid.lines(HEADER_ROWS), crowded)
    split = _split_numbers(grid, top)
    for position in grid.positions:
        kinds = _kinds_by_row(grid, position, top[position], headers) | split.get(position, {})
        if not kinds:
            continue
        for row, kind in sorted(kinds.items())[:LISTED_AT_MOST]:
            header = _header_for(top.loc[top.index < row, position], headers) or column_letter(position)
            yield source.finding("personal_data", row=row, column=header, what=kind)
        if len(kinds) > LISTED_AT_MOST:
            what = f"{'、'.join(sorted(set(kinds.values())))}，另有 {len(kinds) - LISTED_AT_MOST} 处"
            yield source.finding("personal_data", column=header, what=what)


def _kinds_by_row(grid: Grid, position: int, top: pd.Series, headers: frozenset[int]) -> dict[int, str]:
    """Row → kind of personal data."""
    return dict(_under_personal_header(grid, position, top, headers)) | _number_kinds(grid.column(position), grid.rows)


def _number_kinds(column: Coded, rows: pd.Index) -> dict[int, str]:
    """Row → kind for the cells that hold a personal number, whatever their header says."""
    values = _worth_a_look(column)
    suspects = suspect_texts(values) | suspect_numbers(values)
    if not suspects:
        return {}
    kinds = [suspects.get(value) if type(value) in (str, int, float) else None for value in column.different.tolist()]
    found = column.told(kind is not None for kind in kinds)
    return {int(row): kinds[code] for row, code in zip(rows[found], column.codes[found], strict=True)}


def _worth_a_look(column: Coded) -> list:
    """The different cells that may hold a number."""
    if column.held.texts is not None:
        return worth_a_look(column.held.texts)
    return column.different.tolist()


def _split_numbers(grid: Grid, top: pd.DataFrame) -> dict[int, dict[int, str]]:
    """Column position → row → kind for ID numbers written across cells: side by side, or one below the other."""
    lengths = {position: _digits_alone(grid.column(position)) for position in grid.positions}
    found: dict[int, dict[int, str]] = {}
    for positions, beside in _cells_of_eighteen(grid, lengths):
        if any(type(text) is str and _CODES.search(text) for text in top[positions[0]]):
            continue
        columns = [grid.column(position) for position in positions]
        is_below = len(positions) == 1
        for place in np.flatnonzero(beside):
            cells = [
                column.held.some(column.codes[[at]])[0]
                for column in columns
                for at in ((place, place + 1) if is_below else (place,))
            ]
            if is_split_id(map(_written, cells)):
                found.setdefault(positions[0], {})[int(grid.rows[place])] = ID_NUMBER
    return found


def _cells_of_eighteen(grid: Grid, lengths: dict[int, np.ndarray]) -> Iterator[tuple[tuple[int, ...], np.ndarray]]:
    """Neighbouring columns with a mark for each row whose cells have eighteen digits together; one column: with the next row."""
    longest = {position: int(some.max()) if len(some) else 0 for position, some in lengths.items()}
    held = {position: set(np.flatnonzero(np.bincount(some)).tolist()) for position, some in lengths.items()}
    by_row = cache(lambda position: lengths[position][grid.column(position).codes])
    for left in grid.positions:
        if not longest[left]:
            continue
        if longest[left] * 2 >= ID_DIGITS:
            upper, lower = by_row(left)[:-1], by_row(left)[1:]
            yield (left,), (upper + lower == ID_DIGITS) & (upper > 0) & (lower > 0)
        if longest.get(left + 1) and longest[left] + longest[left + 1] >= ID_DIGITS:
            one, other = by_row(left), by_row(left + 1)
            yield (left, left + 1), (one + other == ID_DIGITS) & (one > 0) & (other > 0)
        for parts in ID_IN_CELLS:
            positions = tuple(range(left, left + len(parts)))
            if all(part in held.get(position, ()) for position, part in zip(positions, parts, strict=True)):
                told = (by_row(position) == part for position, part in zip(positions, parts, strict=True))
                yield positions, np.logical_and.reduce(list(told))


def _digits_alone(column: Coded) -> np.ndarray:
    """How many digits each different cell is made of, X counted; 0 where it is made of other things too, or of too many."""
    held = column.held
    if held.texts is None:
        written = pa.array([_written(cell) for cell in column.different.tolist()], pa.string())
    else:
        written = held.texts
    digits, letters, marks = bytes_of_kinds(written, (b"0123456789", _WORDS, _MARKS))
    lengths = np.where((letters == 0) & (digits < ID_DIGITS), digits, 0).astype(np.int16)
    odd = np.flatnonzero((letters == 0) & (marks > 0))  # an X, or what may be one
    if len(odd):
        told = written.take(pa.array(odd))
        plain = pc.utf8_length(pc.replace_substring_regex(told, r"[^0-9XxＸｘ]", ""))
        made = truth(pc.match_substring_regex(told, _DIGITS_AND_GAPS))
        lengths[odd] = np.where(made, pc.fill_null(plain, 0).to_numpy(zero_copy_only=False), 0)
    return lengths


def _written(cell: object) -> str:
    if type(cell) is float and cell.is_integer():
        return f"{cell:.0f}"
    return str(cell).encode("utf-8", "replace").decode("utf-8") if type(cell) in (str, int) else ""


def _header_rows(lines: Sequence[tuple], crowded: pd.Series) -> frozenset[int]:
    """The rows of which a column's header may be part: the first crowded one and others that read like headers."""
    first = next(iter(crowded.index[crowded]), None)
    return frozenset(
        int(row)
        for (row, is_crowded), line in zip(crowded.items(), lines, strict=False)
        if row == first or (is_crowded and _reads_like_headers([cell for cell in line if not pd.isna(cell)]))
    )


def _reads_like_headers(cells: list) -> bool:
    texts = [cell for cell in cells if type(cell) is str]
    if len(texts) < len(cells) or any(_PLAIN_NUMBER.fullmatch(text) for text in texts):
        return False
    return sum(bool(_COMMON_HEADER.fullmatch(re.sub(r"\s", "", text))) for text in texts) > 1


def _is_header_alone(text: str) -> bool:
    """Whether a text is a header of persons below a title or in a second row of headers: the bare name of a column."""
    plain = re.sub(r"[\s*:：]", "", text)
    return not _REMARK.match(plain) and bool(_BARE_HEADER.fullmatch(re.sub(r"[(（].*[)）]", "", plain)))


def _under_personal_header(
    grid: Grid, position: int, top: pd.Series, header_rows: frozenset[int]
) -> Iterator[tuple[int, str]]:
    headers = [(row, told) for row, text in top.items() if (told := _announced(row, text, header_rows))]
    if not headers:
        return
    column = grid.cells[position]
    for (first, (kind, names_only)), (until, _) in pairwise([*headers, (column.index[-1] + 1, (NAME, False))]):
        below = column.loc[first + 1 : until - 1].dropna()
        # Each different cell is looked at once; nothing of them is remembered for longer than this.
        tells = {value: is_name(value) if names_only else says_something(value, kind) for value in below.unique()}
        yield from ((row, kind) for row, value in below.items() if tells[value])


def _announced(row: int, text: object, header_rows: frozenset[int]) -> tuple[str, bool] | None:
    """(kind, whether only names are meant) for a cell that is the header of a column about persons."""
    if type(text) is not str or (row not in header_rows and not _is_header_alone(text)):
        return None
    if row in header_rows and _REMARK.match(text.strip()):
        return None
    if kind := personal_header(text):
        return kind, False
    return (NAME, True) if row in header_rows and group_header(text) else None


def _header_for(above: pd.Series, header_rows: frozenset[int]) -> str | None:
    """What the column is called, if saying so gives nobody away; None when it has no such text."""
    texts = [
        (row, text)
        for row, text in above.items()
        if type(text) is str
        and not number_kinds([text])
        and (_is_header_alone(text) or (row in header_rows and _gives_nobody_away(text)))
    ]
    announced = [text for _, text in texts if personal_header(text)]
    plain = [text for row, text in texts if row in header_rows]
    return next(iter([*announced[-1:], *plain[:1]]), None)


def _gives_nobody_away(text: str) -> bool:
    """Whether a text may be repeated, although it may be the first row of a file without headers."""
    return (
        0 < len(text.strip()) <= HEADER_LENGTH
        and not any(letter.isdecimal() for letter in text)
        and "*" not in text
        and not any(is_name(part) for part in _LISTED.split(text))
        and not number_kinds([text])
    )
