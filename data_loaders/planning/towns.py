"""Tables that part a target among towns or villages: a row a town, or a column a town."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from data_loaders.planning.document import Row
from data_loaders.planning.indicators import filled, kind_of_head, unit_by_name
from data_loaders.planning.sentences.amounts import amounts_in, is_place
from data_loaders.planning.sentences.numerals import plain

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
        return _names(self.title)


def parted_in(rows: Iterable[Row], year: int, caption_of: Callable[[Row], str]) -> tuple[list[Parted], list[Row]]:
    """The targets that tables part among towns, and the rows of all other tables."""
    found: list[Parted] = []
    rest: list[Row] = []
    for _, group in groupby(rows, key=lambda row: row.table):
        table = list(group)
        parted = [_named(each, caption_of(table[0])) for each in _down(table, year)] or list(_across(table, year))
        found += parted
        rest += [] if parted else table
    return found, rest


# What a table's own line says is parted: 附件2 2026年各乡镇改厕任务分解表（单位：户）.
_CAPTION = re.compile(
    r"(?:^|\n)(?:附\s*[件表录]\s*\d{0,2}?[：:.]?\s*"
    r"|表\s*\d+[：:.]?\s*)?(?:[\u4e00-\u9fff]{1,6}[县区市州旗镇乡])?(?:20\d\d年度?)?(?:各乡?镇(?:[（(]街道[)）])?|各村)?"
    r"(?P<what>[\u4e00-\u9fff]{2,16}?)(?:年度)?(?:目标|任务|指标|计划)*(?:分解|分配|安排|下达)?(?:情况)?(?:一览|清单|明细)?表"
)
_CAPTION_UNIT = re.compile(r"单位[：:]\s*([^\d、，\s（()）]{1,4})")


def _named(parted: Parted, caption: str) -> Parted:
    """What a table parts, by the line above it where its column only says 任务数."""
    unit = _CAPTION_UNIT.search(caption)
    what = _CAPTION.search(caption)
    parted = replace(parted, unit=parted.unit or (unit[1] if unit else ""))
    return parted if parted.names or not what or not _names(what["what"]) else replace(parted, title=what["what"])


def is_parted(table: list[Row], year: int) -> bool:
    """Whether a table parts targets among towns."""
    return any(_down(table, year)) or any(_across(table, year))


def _down(table: list[Row], year: int) -> Iterator[Parted]:
    """Of a table with a row a town: a target a column."""
    body = [row for row in table if _place_at(row.cells) is not None]
    name = (_place_at(body[0].cells) or 0) if body else 0
    if len({row.cells[name] for row in body}) < 2 or not table.index(body[0]):
        return
    heads = [row.cells for row in table[: table.index(body[0])] if not any(map(_is_total, row.cells[: name + 1]))]
    total = next((row for row in table if any(map(_is_total, row.cells[: name + 1]))), None)
    width = len(body[0].cells)
    heads = [tuple(filled(list(over), list(under))) for over, under in pairwise([*heads, heads[-1]])] if heads else []
    for column in range(name + 1, width):
        titles = list(dict.fromkeys(cells[column] for cells in heads if len(cells) == width and cells[column]))
        parts = [
            (row.cells[name], _number(row.cells[column]))
            for row in body
            if row is not total and len(row.cells) == width
        ]
        if title := _title(titles, year):
            behind = column - width  # 合计 may have lost the cells that it was merged with
            whole = _number(total.cells[behind]) if total and len(total.cells) >= -behind else None
            is_whole = total is not None and any(map(_is_district, total.cells[: name + 1]))
            yield from _parted(title, "", whole, parts, total or body[0], is_whole)


def _title(heads: list[str], year: int) -> str:
    """What a column of figures asks for, by its heads from above; "" for one of last year, of totals or of no figures."""
    if any(kind_of_head(head, year) in ("past", "growth") for head in heads):
        return ""
    named = [head for head in heads if not _is_total(head)]
    units = [unit for head in named if (unit := head if _counts(head) else _unit_of(head))]
    said = [_without_unit(head) for head in named if not _counts(head)]
    own = [head for head in said if _names(head)] or said
    part = re.match("其中[：:，]?(.+)", own[-1]) if len(own) > 1 else None
    title = f"{own[-2]}（{part[1]}）" if part else own[-1] if own else ""
    return f"{title}（{units[-1]}）" if title and units else title


def _counts(word: str) -> bool:
    """Whether a word is a unit of something counted."""
    return bool(amounts_in(f"完成3{word}"))


def _unit_of(head: str) -> str:
    said = _UNIT.search(head)
    unit = (said[1] or said[2]) if said else ""
    return unit if _counts(unit) else ""


def _without_unit(head: str) -> str:
    return _UNIT.sub("", head) if _unit_of(head) else head


def _across(table: list[Row], year: int) -> Iterator[Parted]:
    """Of a table with a column a town: a target a row."""
    for at, head in enumerate(table[:3]):
        places = [column for column, cell in enumerate(head.cells) if is_place(cell)]
        if len(places) < 2:
            continue
        aims = [column for column, cell in enumerate(head.cells) if kind_of_head(cell, year) == "aim"]
        totals = [column for column, cell in enumerate(head.cells) if _is_total(cell)] or aims
        units = [column for column, cell in enumerate(head.cells) if re.fullmatch("(?:计量)?单位", cell)]
        for row in table[at + 1 :]:
            if len(row.cells) == len(head.cells):
                first = [
                    cell
                    for title, cell in zip(head.cells[: places[0]], row.cells, strict=False)
                    if cell and not _NUMBER.fullmatch(cell) and kind_of_head(title, year) in ("", "less")
                ]
                own = row.cells[units[0]] if units else ""
                titles = [cell for cell in first if cell != own]
                whole = _number(row.cells[totals[0]]) if totals else None
                parts = [(head.cells[column], _number(row.cells[column])) for column in places]
                if titles and not _is_total(titles[-1]):
                    is_whole = bool(totals) and (_is_district(head.cells[totals[0]]) or totals == aims)
                    yield from _parted(titles[-1], own, whole, parts, row, is_whole)
        return


def _parted(
    title: str, unit: str, total: float | None, parts: list[tuple[str, float | None]], row: Row, is_whole: bool
) -> Iterator[Parted]:
    """The target, where it has a number for more than one town; a rate has no sum, but may have one of the whole district."""
    known = tuple((place, number) for place, number in parts if number is not None)
    unit = unit or _unit_of(title) or (unit_by_name(title, f"{known[0][1]:g}") if known else "")
    if len(known) > 1 and not _NO_TARGET.search(title):
        title = re.sub("^其中[：:，]?", "", _without_unit(title))
        yield Parted(title, unit, total if unit != "%" or is_whole else None, known, row)


def _names(title: str) -> str:
    return re.sub(r"总?任务|目标|数量|[数量]|计划|指标|分[解配]|年度|本年|今年|全年|20\d\d年", "", title)


def _place_at(cells: tuple[str, ...]) -> int | None:
    """Where a row of numbers names its town: in its first cell, or behind its number."""
    place = next((at for at, cell in enumerate(cells[:3]) if is_place(cell)), None)
    return place if place is not None and any(_number(cell) is not None for cell in cells[place + 1 :]) else None


def _is_total(cell: str) -> bool:
    return bool(_TOTAL.fullmatch(re.sub(r"\s|[（(][^（()）]*[)）]", "", cell)))


def _is_district(cell: str) -> bool:
    return _is_total(cell) and cell.startswith("全")


def _number(cell: str) -> float | None:
    return float(cell) if _NUMBER.fullmatch(cell) else None
