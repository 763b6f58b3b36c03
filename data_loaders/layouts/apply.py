"""A confirmed or proposed layout on a sheet → the rows of one of our tables, still raw, each with the row it comes from.

Nothing here knows a district or an office: only the rules of the layout, the village list and the plan's own names.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import numpy as np
import pandas as pd

from data_loaders.findings import Finding, listed
from data_loaders.layouts import subjects
from data_loaders.layouts.constants import bare_heading, meeting_day, section_headings, source_told
from data_loaders.layouts.contents import (
    CROSSES,
    FLOW,
    HOUSES,
    NUMBERED,
    OFFICE,
    TICKS,
    WORDED,
    change_told,
    coordinates,
    days_of,
    heading_of,
    listed_place,
    listed_town,
    place_of,
    unit_named,
)
from data_loaders.layouts.known import Known
from data_loaders.layouts.layout import COORDINATES, RESHAPING, SECTION, How, Layout, Rule, named
from data_loaders.layouts.sheet import HeaderBlock
from data_loaders.layouts.words import choice_of, is_linked, month_told
from data_loaders.layouts.work import HOUSEHOLDS
from data_loaders.reading.distinct import Coded, Different
from data_loaders.reading.grid import Grid
from data_loaders.reading.number_formats import MONEY_UNITS
from data_loaders.schema import TABLES, VILLAGES, Column, Kind, Table
from data_loaders.tidying import rows as body_rows
from data_loaders.tidying.as_of import stated_day
from data_loaders.tidying.cells import BLANK_WORDS, NO, as_text, is_blank, month_end, parse_date, squeezed
from data_loaders.tidying.headers import Header, HeaderCell, without_unit
from data_loaders.tidying.nearness import nearest_name
from data_loaders.tidying.rows import Body, TotalRow

OTHER = Column("", "", Kind.NUMBER, "")  # stands for a source column while rows are told apart
FULL = 100.0
_AMOUNT = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(亿元|百万元|万元|千元|百元|元|万)?")
_VAGUE = re.compile(r"约|左右|余|大概|近\d|多[户座个吨万元]|以[上下内]|\d[-~至到—]+\d")
_ONE_NUMBER = re.compile(r"\d+(?:\.\d+)?[\u4e00-\u9fff]{0,2}")
_SOURCE_WORD = re.compile(r"(中央|省|市|区|县)级?(?=本级|财政|衔接|专项|资金|补助|级|$)")
_DAY = re.compile(r"(?:(20\d\d)[年./-])?(1[0-2]|0?[1-9])[月./-](?:(3[01]|[12]\d|0?[1-9])[日号]?)?")
_CLOSED = re.compile(rf"(?:于|在)?({_DAY.pattern}).{{0,8}}?(?:办结|完成|销号|整改|落实|解决|到位)|(?:办结|完成|销号|到位|解决).{{0,6}}?({_DAY.pattern})")  # fmt: skip
_THIRD = re.compile(r"(.+月)([上中下])旬")  # of a month, by its last day
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_MONTH = re.compile(r"(?:(20\d\d)年?)?(1[0-2]|0?[1-9])月")


@dataclass(frozen=True)
class Applied:
    """A sheet as one of our tables: what `tidy` reads. `origin` maps a row made here to the row of the file."""

    grid: Grid
    header: Header
    body: Body
    remarks: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class _Laid:
    """A layout laid over a sheet: for every column position its rule."""

    layout: Layout
    block: HeaderBlock
    by_position: Mapping[int, Rule]
    known: Known
    year: int | None
    texts: tuple[str, ...]

    @property
    def table(self) -> Table:
        return self.layout.table

    def positions(self, *hows: How) -> list[int]:
        return [position for position, rule in self.by_position.items() if rule.how in hows and rule.is_kept]

    def position_of(self, header: str | None) -> int | None:
        return next((position for position, name in self.block.names.items() if name == header), None) or next(
            (position for position, rule in self.by_position.items() if rule.header == header), None
        )


def apply(grid: Grid, block: HeaderBlock, layout: Layout, file_words: str, known: Known, as_of: date | None) -> Applied:
    """The rows of a sheet under a layout. Refused when it has none, or a note among its data."""
    by_position = {position: rule for position, name in block.names.items() if (rule := _own_rule(layout, name))}
    texts = (*block.titles, grid.source.sheet or "", file_words.rpartition(".")[0] or file_words)
    told = (
        (*texts, *section_headings(grid, block.rows)) if any(rule.header == SECTION for rule in layout.rules) else texts
    )
    laid = _Laid(layout, block, by_position, known, _year(told, as_of), texts)
    grid, sections = _without_sections(grid, laid)
    body = body_rows.data_rows(grid, _rough_header(laid))
    if any(rule.how in (How.COUNT_ROWS, How.COUNT_IF, How.GROUP) for rule in layout.rules):
        body = _without_subtotals(grid, laid, body, sections)
    if any(rule.how in (How.COUNT_ROWS, How.COUNT_IF) for rule in layout.rules):
        return _counted(grid, laid, body, sections)
    if any(rule.how is How.GROUP for rule in layout.rules):
        return _summed(grid, laid, body, sections)
    body = _without_rows_of_others(grid, laid, body)
    remarks = tuple(_nothing_added(grid, laid, body))
    if laid.positions(How.UNPIVOT):
        return replace(_unpivoted(grid, laid, body, sections), remarks=remarks)
    columns = _columns(grid, laid, body, sections)
    totals = {name: _total_cells(name, laid, body) for name in columns}
    body = replace(body, columns=columns, total_cells=totals)
    body = body_rows.with_towns_as_totals(body, layout.table, grid.source.of(table=layout.table.name))
    return Applied(_with_signs(grid, laid), _header(laid, columns), body, remarks)


def _without_rows_of_others(grid: Grid, laid: _Laid, body: Body) -> Body:
    """Of villages under 庭院 and 户厕, those that have figures here: with / throughout they have no part in this one."""
    groups = "".join(part for parts in laid.block.parts.values() for part in parts[:-1])
    if not all(subjects.names(TABLES[name], groups) for name in {*HOUSEHOLDS, laid.table.name}):
        return body
    raw = _raw(body, laid)
    figures = [raw[at] for at, rule in laid.by_position.items() if rule.is_kept and laid.table.column(rule.to[0]).additive]  # fmt: skip
    counts, none = np.zeros((2, len(body.rows)), dtype=bool)
    for cells in figures:
        counts |= cells.told(not is_blank(cell) and squeezed(as_text(cell)) not in BLANK_WORDS for cell in cells.different.tolist())  # fmt: skip
        none |= cells.told(not is_blank(cell) for cell in cells.different.tolist())
    said = counts | ~none  # left blank is forgotten, and told
    if said.all() or not said.any():
        return body
    rows = [grid.source.row(int(row)) for row in body.rows[~said]]
    found = grid.source.of(table=laid.table.name).finding("rows_no_part", count=len(rows), rows=listed(rows))
    body = replace(body, findings=(*body.findings, found))
    return replace(body, rows=body.rows[said], columns={name: column[said] for name, column in body.columns.items()})


def _nothing_added(grid: Grid, laid: _Laid, body: Body) -> Iterable[Finding]:
    """That rows in which none of the columns to be added up is filled count as 0."""
    raw = _raw(body, laid)
    for name in dict.fromkeys(laid.by_position[at].to[0] for at in laid.positions(How.SUM)):
        own = [raw[at] for at in laid.positions(How.SUM) if laid.by_position[at].to[0] == name]
        column = laid.table.column(name)
        empty = sum(_added(line) is None for line in zip(*(cells.objects() for cells in own), strict=True))
        if empty and column.additive:
            yield grid.source.of(table=laid.table.name).finding("sum_empty", column=column.header, count=empty)


def _own_rule(layout: Layout, name: str) -> Rule | None:
    """The rule of a header; what a month in it says is said by the file's own header."""
    rule = layout.rule(name)
    if rule and rule.value and _MONTH.fullmatch(rule.value) and (months := _MONTH.findall(name)):
        return replace(rule, value=month_told(name, int(months[-1][1])))
    return rule


def _year(texts: Iterable[str], as_of: date | None) -> int | None:
    """The year that a sheet speaks of when a cell says only the month."""
    for text in texts:
        if years := _YEAR.findall(text):
            return int(years[-1])
    return as_of.year if as_of else None


def _rough_header(laid: _Laid) -> Header:
    """The header as far as it tells data from totals and notes; every other column under a number of its own."""
    cells: dict[str, HeaderCell] = {}
    for position, name in laid.block.names.items():
        rule = laid.by_position.get(position)
        text, own = name, rule.to[0] if rule and rule.is_kept else ""
        column = laid.table.column(own) if own else OTHER
        plain = rule is not None and own and own not in cells and rule.how not in (How.UNPIVOT, How.COUNT_ROWS, How.COUNT_IF, How.SUM, How.LAST, How.TICKED)  # fmt: skip
        if not plain:
            column = OTHER
        cells[own if plain else f"@{position}"] = HeaderCell(column, position, text, laid.block.unit(position))
    return Header(
        laid.table, laid.block.rows, cells, frozenset(laid.block.parts), (), laid.block.told,
    )  # fmt: skip


def _raw(body: Body, laid: _Laid) -> dict[int, Coded]:
    """Column position → its raw cells in the rows of data."""
    rough = _rough_header(laid).cells
    return {cell.position: body.columns[name] for name, cell in rough.items()}


def _raw_totals(body: Body, laid: _Laid) -> dict[int, Coded]:
    rough = _rough_header(laid).cells
    return {cell.position: body.total_cells[name] for name, cell in rough.items()}


def _header(laid: _Laid, columns: Mapping[str, Coded]) -> Header:
    """Our columns with the headers that the file writes over them."""
    cells: dict[str, HeaderCell] = {}
    for name in columns:
        positions = [position for position, rule in laid.by_position.items() if name in rule.to]
        column = laid.table.column(name)
        position = positions[0] if positions else max(laid.block.parts) + 1 + len(cells)
        text = laid.block.names[position] if positions else column.title
        unit = next(filter(None, (laid.by_position[p].unit or laid.block.unit(p) for p in positions)), None)
        cells[name] = HeaderCell(column, position, text, unit)
    left_out = tuple(
        name for position, name in laid.block.names.items()
        if not (rule := laid.by_position.get(position)) or not rule.is_kept
    )  # fmt: skip
    return Header(laid.table, laid.block.rows, cells, frozenset(laid.block.parts), left_out, laid.block.told)


def _with_signs(grid: Grid, laid: _Laid) -> Grid:
    """Cells whose text was made here carry no sign of the cell they came from."""
    made = {
        at
        for at in laid.positions(How.STAGE_PERCENT, How.STATUS_PERCENT, How.SUM, How.LAST, How.SUBTRACT, How.ADD)
        if len(laid.by_position[at].to) == 1
    }
    return replace(grid, percents=frozenset(place for place in grid.percents if place[1] not in made))


# -- heading rows
def _without_sections(grid: Grid, laid: _Laid) -> tuple[Grid, dict[int, object]]:
    """The sheet without the rows that only head those below, and for each row what its heading says."""
    rule = next((rule for rule in laid.layout.rules if rule.header == SECTION), None)
    if rule is None:
        return grid, {}
    cells, headings, values = grid.cells, [], {}
    first = squeezed(laid.block.titles[-1]) if laid.block.titles else ""
    value = _meant(rule, first, laid) if NUMBERED.match(first) else None  # it stands above the header
    for row, line in zip(cells.index, cells.itertuples(index=False, name=None), strict=True):
        if row <= laid.block.rows[-1] or not (text := heading_of(line)):
            if value is not None:
                values[int(row)] = value
            continue
        is_sum = sum(not is_blank(cell) for cell in line) > 1
        meaning = _meant(rule, text, laid)
        if meaning or (is_sum and not rule.is_kept):
            headings.append(row)
            value = meaning
        elif value is not None:
            values[int(row)] = value
    merges = tuple(merge for merge in grid.merges if merge.first_row not in headings)
    return replace(grid, given=cells.drop(index=headings), merges=merges), values


def _meant(rule: Rule, text: str, laid: _Laid) -> object:
    return (dict(rule.values).get(text) or _heading(text, laid, rule.to)) if rule.is_kept else None


def _heading(text: str, laid: _Laid, to: Sequence[str]) -> object:
    column = laid.table.column(to[0])
    bare = bare_heading(text)
    if "village" in to:
        return bare if place_of(bare, laid.known.gazetteer)[1] else None
    if column.kind is Kind.CHOICE:
        return meaning[0] if (meaning := choice_of(column, bare)) and meaning[1] else None
    if column.kind is Kind.DATE:
        return meeting_day([bare], [f"{laid.year}年"])
    if column.name == "unit":
        return unit_named(laid.known.gazetteer, bare)
    if column.name in ("indicator_id", "duty_id"):
        known = laid.known.indicators if column.name == "indicator_id" else laid.known.duties
        return nearest_name(without_unit(bare)[0], known)
    if column.name == "owner":
        return bare if OFFICE.search(bare) else None
    if column.name != "town":
        return None
    return listed_town(bare) if laid.table is VILLAGES else laid.known.gazetteer.town(bare)


# -- row by row
def _columns(grid: Grid, laid: _Laid, body: Body, sections: Mapping[int, object]) -> dict[str, Coded]:
    """Our columns, raw, for every row of data; only what is read row by row."""
    raw, count = _raw(body, laid), len(body.rows)
    columns: dict[str, Coded] = {}
    several: dict[tuple[str, How], list[int]] = {}
    for position, rule in laid.by_position.items():
        if not rule.is_kept or rule.how in RESHAPING - {How.GROUP}:
            continue
        if rule.how in (How.SUM, How.LAST, How.TICKED):
            several.setdefault((rule.to[0], rule.how), []).append(position)
        else:
            columns |= {
                name: cells for name, cells in _read(rule, position, raw, laid, grid, columns).items() if name not in columns or rule.how is How.SUBTRACT
            }  # fmt: skip
    for (name, how), positions in several.items():
        if how is How.TICKED:
            columns[name] = _ticked(laid, positions, raw)
            continue
        cells = _together(how, positions, raw, count)
        is_sum = how is How.SUM and laid.table.column(name).additive
        columns[name] = Coded.of([0.0 if cell is None else cell for cell in cells] if is_sum else cells)
    for name, value in laid.layout.constants.items():
        columns[name] = _constant(value, count)
    for name in laid.layout.from_title - set(laid.layout.constants):
        if (told := title_value(laid.table.column(name), laid)) is not None:
            columns[name] = _constant(told, count)
    if heading := next((rule for rule in laid.layout.rules if rule.header == SECTION and rule.is_kept), None):
        above = Coded.of([sections.get(int(row)) for row in body.rows])
        columns |= _split(heading, above, laid) if "village" in heading.to else {heading.to[0]: above}
    if "action_id" in laid.layout.generated and {"action_id", "assigned_on"} <= columns.keys():
        columns["action_id"] = Coded.of(
            map(_of_meeting, columns["assigned_on"].objects(), columns["action_id"].objects())
        )
    if "project_id" in laid.layout.generated and "project" in columns:
        columns["project_id"] = _identifiers(columns)
    return columns


def _of_meeting(day: object, number: object) -> str | None:
    """A number that begins anew with every meeting, with the day of its own."""
    return None if is_blank(number) else f"{as_text(day)[:10]}-{squeezed(as_text(number))}"


def _constant(value: str, count: int) -> Coded:
    return Coded(np.zeros(count, dtype=np.int64), Different(np.array([value], dtype=object)))


def _identifiers(columns: Mapping[str, Coded]) -> Coded:
    """A project's number made of its name, with the village where the name does not say it: the same every month."""
    names = columns["project"].objects()
    villages = columns["village"].objects() if "village" in columns else [None] * len(names)
    return Coded.of([_identifier(name, village) for name, village in zip(names, villages, strict=True)])


def _identifier(name: object, village: object) -> str | None:
    if is_blank(name):
        return None
    text, place = squeezed(as_text(name)), "" if is_blank(village) else squeezed(as_text(village))
    return text if place[:2] in text else place + text


def _mapped(column: Coded, change: Callable[[object], object]) -> Coded:
    """Every different cell changed once."""
    changed = np.empty(len(column.held), dtype=object)
    changed[:] = [None if is_blank(cell) else change(cell) for cell in column.different.tolist()]
    return Coded(column.codes, Different(changed))


def _read(rule: Rule, position: int, raw: Mapping[int, Coded], laid: _Laid, grid: Grid, so_far: Mapping[str, Coded]) -> dict[str, Coded]:  # fmt: skip
    """What one column gives, row by row; of several that are taken off a whole each the rest that those before it leave."""
    own, name = raw[position], rule.to[0]
    column = laid.table.column(name)
    match rule.how:
        case How.AS_IS | How.LABEL | How.GROUP:
            return {name: own}
        case How.VALUE_MAP:
            return {name: _mapped(own, lambda cell: dict(rule.values).get(squeezed(as_text(cell)), cell))}
        case How.SPLIT:
            return _split(rule, own, laid)
        case How.JOIN:
            other = laid.position_of(rule.of)
            return {
                name: own if other is None else Coded.of(map(_joined, _village_of(other, raw, laid), own.objects()))
            }
        case How.SUBTRACT:
            other = laid.position_of(rule.of)
            return {} if other is None else {name: Coded.of(map(_less, so_far.get(name, raw[other]).objects(), own.objects()))}  # fmt: skip
        case How.ADD:
            other = laid.position_of(rule.of)
            return {} if other is None else {name: Coded.of(map(_changed_by, raw[other].objects(), own.objects()))}
        case How.STAGE_TEXT | How.STATUS_TEXT:
            return dict.fromkeys(rule.to[1:], own) | {
                name: _mapped(own, lambda cell: _chosen(column, cell, rule.values))
            }
        case How.STAGE_PERCENT | How.STATUS_PERCENT:
            shown = any(place[1] == position for place in grid.percents)
            return {name: _from_percent(own, rule.how, shown)} | dict.fromkeys(rule.to[1:], own)
        case How.ONLY_IF:
            other = laid.position_of(rule.of)
            return {} if other is None else {name: Coded.of(_where(rule.values, raw[other], own, laid.year))}
        case How.NUMBER_TEXT if rule.to == COORDINATES:
            return {each: _mapped(own, _coordinate_reader(at)) for at, each in enumerate(rule.to)}
        case How.NUMBER_TEXT if said := dict(rule.values):
            words = {header: word for word, header in said.items()}
            headers = {each: laid.table.column(each).header for each in rule.to}
            return {each: _mapped(own, partial(_behind, words.get(header))) for each, header in headers.items()}
        case How.NUMBER_TEXT:
            numbers = [each for each in rule.to if laid.table.column(each).additive]
            return {
                each: _mapped(own, _nth_reader(numbers.index(each)) if each in numbers[:2] and len(numbers) == 2 else _text_reader(laid.table.column(each)))
                for each in rule.to
            }  # fmt: skip
        case How.DATE_TEXT:
            days = {each: _mapped(own, lambda cell: _closing_day(cell, laid.year)) for each in rule.to if laid.table.column(each).kind is Kind.DATE}  # fmt: skip
            return {each: days.get(each, own) for each in rule.to}
        case How.DATE_YEAR:
            day = _meeting_day if name == "assigned_on" else _day_with_year
            return {name: _mapped(own, lambda cell: day(cell, laid.year))}
        case How.NAME:
            return {name: _mapped(own, lambda cell: _by_name(cell, column, rule.values, laid.known))}
    return {}


def _split(rule: Rule, own: Coded, laid: _Laid) -> dict[str, Coded]:
    gazetteer = laid.known.gazetteer
    if laid.table is VILLAGES:
        listed = ((name, ("town", "village").index(name)) for name in rule.to)
        return {name: _over_villages(own) if at == 0 else _mapped(own, partial(_listed, at)) for name, at in listed}

    def town(cell: object) -> object:
        text = squeezed(as_text(cell))
        return place_of(text, gazetteer)[0] or (text if gazetteer.is_district(text) else None)

    def village(cell: object) -> object:
        text = squeezed(as_text(cell))
        own_town, found = place_of(text, gazetteer)
        return found or (None if (own_town and gazetteer.town(text)) or gazetteer.is_district(text) else text)

    parts = {"town": town, "village": village}
    return {name: _mapped(own, parts[name]) if name in parts else own for name in rule.to}


def _over_villages(own: Coded) -> Coded:
    """The towns of a village list, each carried on to the villages below it."""
    towns = pd.Series(list(_mapped(own, partial(_listed, 0)).objects()), dtype=object)
    return Coded.of(towns.ffill().where(towns.notna() | towns.ffill().notna(), None))


def _listed(at: int, cell: object) -> str | None:
    return listed_place(squeezed(as_text(cell)))[at]


def _village_of(position: int, raw: Mapping[int, Coded], laid: _Laid) -> Iterable[object]:
    """What stands before a name below a village: the village alone of 潭东镇龙井村."""
    rule = laid.by_position.get(position)
    if rule is None or rule.how is not How.SPLIT:
        return raw[position].objects()
    return _split(rule, raw[position], laid)["village"].objects()


def _joined(before: object, own: object) -> object:
    if is_blank(own):
        return None
    first, text = "" if is_blank(before) else squeezed(as_text(before)), squeezed(as_text(own))
    return text if first and text.startswith(first) else first + text


def _number(cell: object) -> float | None:
    """The number of a cell, a unit behind it left off; None for anything else."""
    return None if (found := _with_unit(cell)) is None else found[0]


def _with_unit(cell: object) -> tuple[float, str] | None:
    """The number of a cell and the unit of money behind it, "" for none and others; None for anything else."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return float(cell), ""
    match = re.fullmatch(r"([-+]?\d[\d,]*(?:\.\d+)?)([\u4e00-\u9fff]{0,3})", squeezed(as_text(cell)))
    return (float(match[1].replace(",", "")), match[2] if match[2] in MONEY_UNITS else "") if match else None


def _calculated(cells: Sequence[object], total: Callable[[list[float]], float]) -> object:
    """What several amounts make, in their unit where they name one; a text that is no number stays, to be told.

    Amounts in different units make no number: 50万元 and 3000 are told as what they are.
    """
    found = [_with_unit(cell) for cell in cells]
    if None in found:
        return cells[found.index(None)]
    amounts = [amount for amount in found if amount]
    units = {unit for number, unit in amounts if number}
    if len(units) > 1:
        return "+".join(squeezed(as_text(cell)) for cell in cells)
    number, unit = round(total([number for number, _ in amounts]), 6), "".join(units)
    return f"{number:.15g}{unit}" if unit else number


def _less(whole: object, part: object) -> object:
    if is_blank(whole) or is_blank(part):
        return None
    if _number(whole) is None:
        return part
    return _calculated([whole, part], lambda numbers: numbers[0] - numbers[1])


def _changed_by(before: object, change: object) -> object:
    """What there is now, of what there was and by how much that changed: 36 and 减2; a text that says neither stays."""
    if is_blank(before) or is_blank(change):
        return None
    by = change_told(squeezed(as_text(change)))
    return change if by is None else _calculated([before, by], sum)


def _together(how: How, positions: list[int], raw: Mapping[int, Coded], count: int) -> list[object]:
    """Several columns as one: added up, or the last that says something. A text that is no number stays, to be told."""
    lines = zip(*(raw[position].objects() for position in positions), strict=True)
    together = _added if how is How.SUM else _last
    return [together(line) for line in lines] if positions else [None] * count


def _added(cells: tuple) -> object:
    said = [cell for cell in cells if not is_blank(cell) and squeezed(as_text(cell)) not in BLANK_WORDS]
    return _calculated(said, sum) if said else None


def _last(cells: tuple) -> object:
    said = [cell for cell in cells if not is_blank(cell) and squeezed(as_text(cell)) not in BLANK_WORDS]
    return said[-1] if said else None


def _ticked(laid: _Laid, positions: list[int], raw: Mapping[int, Coded]) -> Coded:
    """The value of the column that is ticked; what is ticked twice, or not at all, stays open."""
    values = [laid.by_position[position].value for position in positions]
    lines = [[squeezed(as_text(cell)).upper() for cell in line] for line in zip(*(raw[position].objects() for position in positions), strict=True)]  # fmt: skip
    ticked = [[value for value, cell in zip(values, line, strict=True) if cell in TICKS] for line in lines]
    goes_on = laid.by_position[positions[0]].to[0] in ("stage", "status")
    begun = ("未开工" if values[0] == "在建" else None) if goes_on else None  # 否 to every step
    return Coded.of([begun if NO.issuperset(line) else _one_ticked(found, values, goes_on) for line, found in zip(lines, ticked, strict=True)])  # fmt: skip


def _one_ticked(found: list[str | None], values: list[str | None], goes_on: bool) -> str | None:
    """The one value that is ticked, or the last where each step before it is ticked too; else all of them, to be told."""
    steps = goes_on and found == values[: len(found)]
    return found[-1] if found and (steps or len(found) == 1) else "、".join(map(str, found)) or None


def _chosen(column: Column, cell: object, said: Mapping[str, str]) -> object:
    text = squeezed(as_text(cell))
    if text in said:
        return said[text]
    meaning = choice_of(column, text)
    return meaning[0] if meaning and meaning[1] else cell


def _from_percent(own: Coded, how: How, shown: bool) -> Coded:
    """0, something between, and all of it; a column of fractions is read as one."""
    numbers = [_percent(cell) for cell in own.used if not is_blank(cell)]
    signed = any(isinstance(cell, str) and "%" in cell for cell in own.used)
    known = [number for number in numbers if number is not None]
    scale = 1.0 if shown or (not signed and known and max(known) <= 1) else FULL
    words = ("未开工", "在建", "完工") if how is How.STAGE_PERCENT else ("未启动", "推进中", "已完成")

    def word(cell: object) -> object:
        number = _percent(cell)
        return cell if number is None else words[0] if number <= 0 else words[2] if number >= scale else words[1]

    return _mapped(own, word)


def _percent(cell: object) -> float | None:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    match = re.fullmatch(r"(?:完成)?(\d+(?:\.\d+)?)%?", squeezed(as_text(cell)))
    return float(match[1]) if match else None


def _text_reader(column: Column) -> Callable[[object], object]:
    def read(cell: object) -> object:
        text = squeezed(as_text(cell))
        if column.kind is Kind.FLAG:
            return "是" if is_linked(text) else "否"
        if column.kind is Kind.CHOICE:
            match = _SOURCE_WORD.search(text)
            meaning = (
                choice_of(column, f"{match[1]}级" if match and match[1] != "中央" else match[1]) if match else None
            )
            meaning = meaning or choice_of(column, text)
            return meaning[0] if meaning else cell
        text = re.sub(r"(?<=m)[23]", "", text)  # m³/d names no second number
        if column.name == "capacity" and len(flows := FLOW.findall(text)) == 1:
            text = flows[0]  # of 日处理60吨，配套管网3.2公里
        if column.name in HOUSES and len(houses := re.findall(r"\d+(?=户)", text)) == 1:
            text = houses[0]  # of 128户493人
        if column.kind in (Kind.WHOLE, Kind.MONEY):
            text = re.sub(r"\d+(?:\.\d+)?%", "", text)  # a share is no count
        if _VAGUE.search(text):
            return cell  # 约30户 is no number
        found = {(match[1], match[2]) for match in _AMOUNT.finditer(text)}
        if column.kind is Kind.MONEY:
            found = {(number, "万元" if unit == "万" else unit) for number, unit in found if unit} or found
        if len(found) != 1:
            return cell  # none, or more than one: told as no number
        number, unit = found.pop()
        return f"{number}{unit}" if unit and column.kind is Kind.MONEY else number

    return read


def _behind(word: str | None, cell: object) -> object:
    """The number behind a word of a text; a text that does not say it once stays, to be told."""
    found = [number for own, number in WORDED.findall(squeezed(as_text(cell))) if own == word]
    return found[0] if len(found) == 1 else cell


def _nth_reader(at: int) -> Callable[[object], object]:
    """Reads one of the two numbers of 20/30; a text that is no such pair stays, to be told."""

    def read(cell: object) -> object:
        parts = squeezed(as_text(cell)).split("/")
        numbers = [match[0] for part in parts if (match := _ONE_NUMBER.fullmatch(part))]
        return re.sub(r"[^\d.].*$", "", numbers[at]) if len(parts) == len(numbers) == 2 else cell

    return read


def _where(words: Mapping[str, str], said: Coded, days: Coded, year: int | None) -> Iterable[object]:
    """The day of each row where another column says one of some words; nothing elsewhere."""
    for word, day in zip(said.objects(), days.objects(), strict=True):
        yield _day_with_year(day, year) if _plain(word) in words and not is_blank(day) else None


def _coordinate_reader(at: int) -> Callable[[object], object]:
    """Reads the longitude or the latitude of 114.8821，25.6880; what is no such pair stays, to be told."""

    def read(cell: object) -> object:
        pair = coordinates(squeezed(as_text(cell)))
        return pair[at] if pair else cell

    return read


def _closing_day(cell: object, year: int | None) -> object:
    """The day on which a text says something was closed; None where it says none."""
    match = _CLOSED.search(squeezed(as_text(cell)))
    return _day_with_year(match[1] or match[5], year) if match else None


def _meeting_day(cell: object, year: int | None) -> object:
    """The day of 7月6日调度会; what names none stays as it is, to be told."""
    found = _day_with_year(cell, year)
    return found if isinstance(found, date) else meeting_day([as_text(cell)], [f"{year}年"]) or cell


def _day_with_year(cell: object, year: int | None) -> object:
    """9月底前 and 9月15日 in the year of the title; what cannot be placed stays as it is, to be told."""
    if isinstance(cell, date):
        return cell
    text = re.sub(r"^[^\d(]{1,8}\((.+)\)$", r"\1", squeezed(as_text(cell)))  # 立行立改(10月25日前)
    text = re.sub(r"(?:之|以)?前$", "", text)
    text = re.sub(
        r"^(20\d\d)(?:年|[./-])\d{1,2}(?:月|[./-]\d{1,2})?日?[-—–~至到](?=\d{1,2}月)", r"\1年", text
    )  # 2023年3月—10月
    text = re.sub(
        r"^20\d\d(?:年|[./-])\d{1,2}(?:月|[./-]\d{1,2})?日?[-—–~至到](?=20\d\d)", "", text
    )  # from one day to another
    if parse_date(text, _DAY_COLUMN).value:
        return parse_date(text, _DAY_COLUMN).value
    if year and text in ("年底", "年末", "年内", "全年", f"{year}年底", f"{year}年"):
        return date(year, 12, 31)
    if own := re.fullmatch(r"(20\d\d)年?(?:年?底|末)", text):
        return date(int(own[1]), 12, 31)
    if third := _THIRD.fullmatch(text):
        text = third[1] + {"上": "10日", "中": "20日", "下": "底"}[third[2]]
    match = re.fullmatch(rf"{_DAY.pattern}(?:底|末|份)?", text)
    own_year = int(match[1]) if match and match[1] else year
    if not match or not own_year:
        return cell
    try:
        return date(own_year, int(match[2]), int(match[3])) if match[3] else month_end(own_year, int(match[2]))
    except ValueError:
        return cell


def _by_name(cell: object, column: Column, said: Mapping[str, str], known: Known) -> object:
    text = squeezed(as_text(cell))
    if text in said:
        return said[text]
    names = {"indicator_id": known.indicators, "duty_id": known.duties, "number": known.tasks}[column.name]
    return nearest_name(text, names) or cell


def title_value(column: Column, laid: _Laid) -> str | None:
    """What the titles of this file say for a column: this month's day, this sheet's town."""
    text = squeezed(" ".join(laid.texts))
    if column.name == "assigned_on":
        day = meeting_day(laid.texts[:-1], laid.texts)
        return day.isoformat() if day else None
    if column.kind is Kind.DATE:
        plain = [
            re.sub(r"(?:填[报表]|制表|上报|报送|会议)(?:日期|时间)", "截至", squeezed(title))
            for title in laid.block.titles
        ]
        day = stated_day(plain, laid.texts)
        return day.isoformat() if day else None
    if column.kind is Kind.CHOICE:
        own = squeezed(" ".join(laid.block.titles)) or text
        if column.name == "source":
            return source_told(column, own, laid.texts[-2])
        found = {
            value for value, synonyms in column.choices.items() if any(word in text for word in (value, *synonyms))
        }
        exact = {value for value in found if value in text}
        found = exact if len(exact) == 1 else found
        return found.pop() if len(found) == 1 else None
    towns = [town for town in laid.known.gazetteer.towns if town in text]
    return towns[0] if len(towns) == 1 else None


_DAY_COLUMN = Column("as_of", "截至日期", Kind.DATE, "")


# -- totals
def _total_cells(name: str, laid: _Laid, body: Body) -> Coded:
    """What the totals rows hold for one of our columns, put together as its rows are."""
    raw, count = _raw_totals(body, laid), len(body.totals)
    rules = [(position, rule) for position, rule in laid.by_position.items() if name in rule.to]
    nothing = Coded.of([None] * count)
    if not rules or not count:
        return nothing
    position, rule = rules[0]
    match rule.how:
        case How.AS_IS:
            return raw[position]
        case How.SUM | How.LAST | How.UNPIVOT:
            how = How.LAST if rule.how is How.LAST else How.SUM
            return Coded.of(_together(how, [position for position, _ in rules], raw, count))
        case How.SUBTRACT if (other := laid.position_of(rule.of)) is not None:
            left: Iterable = raw[other].objects()
            for each, _ in rules:
                left = map(_less, left, raw[each].objects())
            return Coded.of(left)
    return nothing


# -- rows that become several, or several that become one
def _unpivoted(grid: Grid, laid: _Laid, body: Body, sections: Mapping[int, object]) -> Applied:
    """Each filled cell of a group of columns becomes a row of ours."""
    same, raw = _columns(grid, laid, body, sections), _raw(body, laid)
    variants: dict[_Variant, dict[str, int]] = {}
    for position in laid.positions(How.UNPIVOT):
        rule = laid.by_position[position]
        variants.setdefault(_variant(rule, laid.table), {}).setdefault(rule.to[0], position)
    names = list(dict.fromkeys(name for own in variants.values() for name in own))
    made: list[tuple[int, _Variant, dict[str, int], int]] = []  # with which of several days of a cell
    filled = {
        position: _says(raw[position], laid.table.column(laid.by_position[position].to[0]))
        for position in laid.positions(How.UNPIVOT)
    }
    for at in range(len(body.rows)):
        for variant, own in variants.items():
            said = [name for name, position in own.items() if filled[position][at]]
            if "value" in own and "value" not in said:
                continue  # a base alone is no figure
            days = [
                len(days_of(raw[own[name]].objects()[at])) for name in said if laid.table.column(name).kind is Kind.DATE
            ]
            made += [(at, variant, own, day) for day in range(max(days, default=1)) if said]
    places = np.array([at for at, *_ in made], dtype=np.int64)
    columns = {name: column[places] for name, column in same.items()}
    for name in names:
        held = {own[name]: _unpivot_cells(own[name], raw, laid) for own in variants.values() if name in own}
        columns[name] = Coded.of(
            [_of_its_month(name, variant, _ticked_once(name, _nth_day(held[own[name]][at], day))) if name in own else None for at, variant, own, day in made]
        )  # fmt: skip
        if laid.table.column(name).kind is Kind.DATE:
            columns[name] = _mapped(columns[name], lambda cell: _day_with_year(cell, laid.year))
        if (column := laid.table.column(name)).kind is Kind.CHOICE:
            columns[name] = _mapped(columns[name], partial(_chosen, column, said={}))
    for target in dict.fromkeys(column for variant in variants for column, _ in variant if column not in names):
        resolved = {
            variant: next((_resolved(laid, *pair) for pair in variant if pair[0] == target), None)
            for variant in variants
        }
        columns[target] = Coded.of([resolved[variant] for _, variant, *_ in made])
    found_at = [[own.get(name) for name in names] for _, _, own, _ in made]
    applied = _renumbered(grid, laid, body, columns, [int(body.rows[at]) for at, *_ in made])
    header, numbers = applied.header, applied.body.rows
    percents, broken = set(), {}
    for number, (at, *_), positions in zip(numbers, made, found_at, strict=True):
        for name, its in zip(names, positions, strict=True):
            place = (int(body.rows[at]), -1 if its is None else its)
            if place in grid.percents:
                percents.add((int(number), header.cells[name].position))
            if place in grid.broken:
                broken[int(number), header.cells[name].position] = grid.broken[place]
    # What stands in every row that a row becomes, the task under each day, makes no total of the file's.
    again = {name: Coded.of([None] * len(body.totals)) for name in same if laid.table.column(name).additive}
    own_body = replace(applied.body, total_cells={**applied.body.total_cells, **again})
    return replace(applied, grid=replace(applied.grid, percents=frozenset(percents), broken=broken), body=own_body)


def _unpivot_cells(position: int, raw: Mapping[int, Coded], laid: _Laid) -> np.ndarray:
    """The cells of a column that becomes rows; those of an increase as what there was before it."""
    whole = laid.position_of(laid.by_position[position].of)
    own = raw[position].objects()
    return own if whole is None else Coded.of(map(_less, raw[whole].objects(), own)).objects()


_OF_MONTH = re.compile(r"\d{1,2}[日号]?")
_Variant = tuple[tuple[str, str], ...]  # what a column says of its cells: inside name, value


def _variant(rule: Rule, table: Table) -> _Variant:
    return (
        (rule.column or "", rule.value or ""),
        *((named(table, header), value) for header, value in dict(rule.values).items()),
    )


def _nth_day(cell: object, at: int) -> object:
    days = days_of(cell)
    return days[at] if len(days) > 1 else cell


def _of_its_month(name: str, variant: _Variant, cell: object) -> object:
    """16日 under a month as the day of that month; a whole day stays."""
    month, text = dict(variant).get(name), "" if is_blank(cell) else squeezed(as_text(cell))
    return f"{month}{text.rstrip('日号')}日" if month and _OF_MONTH.fullmatch(text) else cell


def _ticked_once(name: str, cell: object) -> object:
    """√ under a month or a unit is once."""
    return 1 if name == "times" and isinstance(cell, str) and squeezed(cell) in TICKS else cell


def _says(column: Coded, ours: Column) -> np.ndarray:
    """For every row whether its cell says something: amounts of nothing do not, nor do times that were none."""
    is_amount = ours.kind is Kind.MONEY or ours.name == "times"

    def says(cell: object) -> bool:
        if is_blank(cell) or squeezed(as_text(cell)) in BLANK_WORDS:
            return False
        return not (is_amount and (_number(cell) == 0 or squeezed(as_text(cell)) in CROSSES))

    return column.told(says(cell) for cell in column.different.tolist())


def _resolved(laid: _Laid, column: str, value: str) -> object:
    """The value of an unpivoted column: a month is its last day in the year of the title."""
    if laid.table.column(column).kind is Kind.DATE and (match := _MONTH.fullmatch(value)):
        year = int(match[1]) if match[1] else laid.year
        return month_end(year, int(match[2])) if year else value
    return value


def _counted(grid: Grid, laid: _Laid, body: Body, sections: Mapping[int, object]) -> Applied:
    """One row a house becomes one row a village: how many there are, and how many of them are done."""
    same, raw = _columns(grid, laid, body, sections), _raw(body, laid)
    codes, first = _by_village(same)
    columns = {name: column[first] for name, column in same.items()}
    columns["planned"] = Coded.of([int(count) for count in np.bincount(codes)])
    found: dict[str, np.ndarray] = {}
    for position in laid.positions(How.COUNT_IF):
        rule = laid.by_position[position]
        counts = raw[position].told(_is_counted(cell, rule.values) for cell in raw[position].different.tolist())
        for name in rule.to:  # a house with √ under 已建成 and under 已验收 is one that is done
            found[name] = found.get(name, False) | counts
    for name, counts in found.items():
        columns[name] = Coded.of([int(count) for count in np.bincount(codes, weights=counts)])
    return _of_several(grid, laid, replace(body, totals=()), columns, codes, first)


def _summed(grid: Grid, laid: _Laid, body: Body, sections: Mapping[int, object]) -> Applied:
    """One row a part of a village becomes one row a village: what may be added up is."""
    same = _columns(grid, laid, body, sections)
    codes, first = _by_village(same)
    columns = {name: column[first] for name, column in same.items()}
    for name in (name for name in same if laid.table.column(name).additive):
        cells = same[name].objects()
        columns[name] = Coded.of([_added(tuple(cells[codes == code])) for code in range(len(first))])
    return _of_several(grid, laid, body, columns, codes, first)


def _without_subtotals(grid: Grid, laid: _Laid, body: Body, sections: Mapping[int, object]) -> Body:
    """The rows without 小计 of a village below its houses or parts; alone it is the village's own row."""
    if "village" not in (columns := _columns(grid, laid, body, sections)):
        return body
    sums = np.zeros(len(body.rows), dtype=bool)
    for column in body.columns.values():
        sums |= column.told(not is_blank(cell) and bool(_SUBTOTAL.fullmatch(squeezed(as_text(cell)))) for cell in column.different.tolist())  # fmt: skip
    codes, _ = _by_village(columns)
    out = sums & np.isin(codes, codes[~sums])
    if not out.any():
        return body
    rows = [grid.source.row(int(row)) for row in body.rows[out]]
    said = grid.source.of(table=laid.table.name).finding("rows_total", count=len(rows), rows=listed(rows))
    kept = {name: column[~out] for name, column in body.columns.items()}
    return replace(body, rows=body.rows[~out], columns=kept, findings=(*body.findings, said))


_SUBTOTAL = re.compile(r"(?:本村)?[小合总共]计")


def _by_village(columns: Mapping[str, Coded]) -> tuple[np.ndarray, np.ndarray]:
    """For every row which village it belongs to, and for each of those its first row."""
    villages = columns["village"].objects()
    towns = columns["town"].objects() if "town" in columns else [None] * len(villages)
    filled = pd.Series(list(towns), dtype=object).ffill()
    keys = pd.DataFrame({"town": filled.map(_plain), "village": pd.Series(list(villages), dtype=object).map(_plain)})
    codes, _ = pd.factorize(pd.MultiIndex.from_frame(keys.fillna("")))
    return codes, np.unique(codes, return_index=True)[1]


def _of_several(
    grid: Grid, laid: _Laid, body: Body, columns: dict[str, Coded], codes: np.ndarray, first: np.ndarray
) -> Applied:
    """Rows that were made of several rows of the file, each saying of which."""
    applied = _renumbered(grid, laid, body, columns, [int(body.rows[at]) for at in first])
    order = np.argsort(codes, kind="stable")
    parts = np.split(body.rows.to_numpy()[order], np.flatnonzero(np.diff(codes[order])) + 1)
    several = {int(number): [grid.source.row(row) for row in rows.tolist()] for number, rows in zip(applied.body.rows, parts, strict=True)}  # fmt: skip
    source = applied.grid.source.of(several=several)
    return replace(applied, grid=replace(applied.grid, source=source, percents=frozenset(), broken={}))


def _plain(cell: object) -> str:
    return "" if is_blank(cell) else squeezed(as_text(cell))


def _is_counted(cell: object, words: Mapping[str, str]) -> bool:
    text = "" if is_blank(cell) else squeezed(as_text(cell))
    return text in words or ("*" in words and bool(text) and text not in BLANK_WORDS)


def _renumbered(grid: Grid, laid: _Laid, body: Body, columns: dict[str, Coded], came_from: list[int]) -> Applied:
    """Rows numbered in order with the totals between them; findings name the rows of the file they came from."""
    totals: list[tuple[int, int, TotalRow | None]] = [(total.row, 1, total) for total in body.totals]
    order = sorted([*((row, 0, None) for row in came_from), *totals], key=lambda each: each[:2])
    numbers, origin, moved = [], {}, []
    for number, (row, _, total) in enumerate(order, laid.block.rows[-1] + 1):
        origin[number] = grid.source.row(row)
        if total:
            moved.append(TotalRow(number, total.label))
        else:
            numbers.append(number)
    source = grid.source.of(origin=origin)
    cells = {name: _total_cells(name, laid, body) for name in columns}
    own = Body(pd.Index(numbers), columns, tuple(moved), cells, body.findings)
    return Applied(replace(grid, source=source), _header(laid, columns), own)
