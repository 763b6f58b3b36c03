"""Tables that part a target among towns or villages: a row a town, or a column a town."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from data_loaders.planning.amounts import is_place
from data_loaders.planning.document import Row
from data_loaders.planning.numerals import plain

_TOTAL = re.compile(r"合计|总计|小计|共计|总数|目标总?数|全[县区市镇乡州旗](?:合计|目标)?")
_UNIT = re.compile(r"[（(](?:单位[：:])?([^（()）\d]{1,5})[)）]$|[：:]([^：:\d]{1,3})$")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NO_TARGET = re.compile("序号|编号|单位|备注|说明|负责|责任|时限|联系")


@dataclass(frozen=True)
class Parted:
    """A target with what each town owes of it; `total` is None where the table writes none."""

    title: str
    unit: str
    total: float | None
    parts: tuple[tuple[str, float], ...]
    row: Row  # where its total stands, else its first part

    @property
    def words(self) -> str:
        """东岭镇50户、西岭镇120户."""
        return "、".join(f"{place}{plain(number)}{self.unit}" for place, number in self.parts)

    @property
    def names(self) -> str:
        """The words of its title that say what is counted: none in 任务数."""
        return re.sub(r"任务|目标|数量|[数量]|计划|指标|分解|年度|20\d\d年", "", self.title)


def parted_in(rows: Iterable[Row]) -> tuple[list[Parted], list[Row]]:
    """The targets that tables part among towns, and the rows of all other tables."""
    found: list[Parted] = []
    rest: list[Row] = []
    for _, group in groupby(rows, key=lambda row: row.table):
        table = list(group)
        parted = list(_down(table)) or list(_across(table))
        found += parted
        rest += [] if parted else table
    return found, rest


def is_parted(table: list[Row]) -> bool:
    """Whether a table parts targets among towns."""
    return any(_down(table)) or any(_across(table))


def _down(table: list[Row]) -> Iterator[Parted]:
    """Of a table with a row a town: a target a column."""
    body = [row for row in table if _place_at(row.cells) is not None]
    if len(body) < 2 or not table.index(body[0]):
        return
    name = _place_at(body[0].cells) or 0
    heads = [row.cells for row in table[: table.index(body[0])]]
    total = next((row for row in table if any(map(_is_total, row.cells[: name + 1]))), None)
    width = len(body[0].cells)
    for column in range(name + 1, width):
        titles = list(dict.fromkeys(cells[column] for cells in heads if len(cells) == width and cells[column]))
        parts = [
            (row.cells[name], _number(row.cells[column]))
            for row in body
            if row is not total and len(row.cells) == width
        ]
        if titles:
            behind = column - width  # 合计 may have lost the cells that it was merged with
            whole = _number(total.cells[behind]) if total and len(total.cells) >= -behind else None
            yield from _parted(titles[-1], "", whole, parts, total or body[0])


def _across(table: list[Row]) -> Iterator[Parted]:
    """Of a table with a column a town: a target a row."""
    for at, head in enumerate(table[:3]):
        places = [column for column, cell in enumerate(head.cells) if is_place(cell)]
        if len(places) < 2:
            continue
        totals = [column for column, cell in enumerate(head.cells) if _is_total(cell)]
        units = [column for column, cell in enumerate(head.cells) if re.fullmatch("(?:计量)?单位", cell)]
        for row in table[at + 1 :]:
            if len(row.cells) == len(head.cells):
                first = [cell for cell in row.cells[: places[0]] if cell and not _NUMBER.fullmatch(cell)]
                own = row.cells[units[0]] if units else ""
                titles = [cell for cell in first if cell != own]
                whole = _number(row.cells[totals[0]]) if totals else None
                parts = [(head.cells[column], _number(row.cells[column])) for column in places]
                if titles:
                    yield from _parted(titles[-1], own, whole, parts, row)
        return


def _parted(
    title: str, unit: str, total: float | None, parts: list[tuple[str, float | None]], row: Row
) -> Iterator[Parted]:
    """The target, where it has a number for more than one town; without a unit, or as a rate, it has no total."""
    said = _UNIT.search(title)
    unit = unit or (said[1] or said[2] if said else "")
    known = tuple((place, number) for place, number in parts if number is not None)
    if len(known) > 1 and not _NO_TARGET.search(title):
        yield Parted(_UNIT.sub("", title), unit, total if unit not in ("", "%") else None, known, row)


def _place_at(cells: tuple[str, ...]) -> int | None:
    """Where a row of numbers names its town: in its first cell, or behind its number."""
    place = next((at for at, cell in enumerate(cells[:3]) if is_place(cell)), None)
    return place if place is not None and any(_number(cell) is not None for cell in cells[place + 1 :]) else None


def _is_total(cell: str) -> bool:
    return bool(_TOTAL.fullmatch(re.sub(r"\s|[（(][^（()）]*[)）]", "", cell)))


def _number(cell: str) -> float | None:
    return float(cell) if _NUMBER.fullmatch(cell) else None
