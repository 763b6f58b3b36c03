"""Our columns, row by row: what each source column gives, headings between the rows, titles and totals."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from data_loaders.layouts.applying.cell_readers import (
    added_up,
    behind,
    by_name,
    changed_by,
    chosen_of,
    closing_day,
    coordinate_reader,
    day_of_meeting,
    day_with_year,
    days_where,
    degrees_read,
    from_percent,
    identifier,
    in_degrees,
    joined,
    last_said,
    less,
    mapped,
    nth_reader,
    of_meeting,
    one_ticked,
    text_reader,
)
from data_loaders.layouts.applying.laid import Laid, raw_cells, raw_totals
from data_loaders.layouts.constants import bare_heading, meeting_day, source_told
from data_loaders.layouts.contents import (
    NUMBERED,
    OFFICE,
    TICKS,
    heading_of,
    listed_place,
    listed_town,
    place_of,
    unit_named,
)
from data_loaders.layouts.language.words import choice_of
from data_loaders.layouts.layout import COORDINATES, RESHAPING, SECTION, How, Rule
from data_loaders.reading.distinct import Coded, Different
from data_loaders.reading.grid import Grid
from data_loaders.schema import VILLAGES, Column, Kind
from data_loaders.tidying.as_of import stated_day
from data_loaders.tidying.cells import NO, as_text, is_blank, squeezed
from data_loaders.tidying.headers import without_unit
from data_loaders.tidying.nearness import nearest_name
from data_loaders.tidying.rows import Body


def without_sections(grid: Grid, laid: Laid) -> tuple[Grid, dict[int, object]]:
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


def _meant(rule: Rule, text: str, laid: Laid) -> object:
    return (dict(rule.values).get(text) or _heading(text, laid, rule.to)) if rule.is_kept else None


def _heading(text: str, laid: Laid, to: Sequence[str]) -> object:
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


def columns_of(grid: Grid, laid: Laid, body: Body, sections: Mapping[int, object]) -> dict[str, Coded]:
    """Our columns, raw, for every row of data; only what is read row by row."""
    raw, count = raw_cells(body, laid), len(body.rows)
    columns: dict[str, Coded] = {}
    several: dict[tuple[str, How], list[int]] = {}
    for position, rule in laid.by_position.items():
        if not rule.is_kept or rule.how in RESHAPING - {How.GROUP}:
            continue
        if rule.how in (How.SUM, How.LAST, How.TICKED, How.DEGREES):
            several.setdefault((rule.to[0], rule.how), []).append(position)
        else:
            columns |= {
                name: cells for name, cells in _read(rule, position, raw, laid, grid, columns).items() if name not in columns or rule.how is How.SUBTRACT
            }  # fmt: skip
    for (name, how), positions in several.items():
        if how is How.DEGREES:
            columns[name] = _of_degrees(laid, positions, raw)
            continue
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
            map(of_meeting, columns["assigned_on"].objects(), columns["action_id"].objects())
        )
    if "project_id" in laid.layout.generated and "project" in columns:
        columns["project_id"] = _identifiers(columns)
    return columns


def _constant(value: str, count: int) -> Coded:
    return Coded(np.zeros(count, dtype=np.int64), Different(np.array([value], dtype=object)))


def _identifiers(columns: Mapping[str, Coded]) -> Coded:
    """A project's number made of its name, with the village where the name does not say it: the same every month."""
    names = columns["project"].objects()
    villages = columns["village"].objects() if "village" in columns else [None] * len(names)
    return Coded.of([identifier(name, village) for name, village in zip(names, villages, strict=True)])


def _read(rule: Rule, position: int, raw: Mapping[int, Coded], laid: Laid, grid: Grid, so_far: Mapping[str, Coded]) -> dict[str, Coded]:  # fmt: skip
    """What one column gives, row by row; of several that are taken off a whole each the rest that those before it leave."""
    own, name = raw[position], rule.to[0]
    column = laid.table.column(name)
    match rule.how:
        case How.AS_IS | How.LABEL | How.GROUP:
            return {name: own}
        case How.VALUE_MAP:
            return {name: mapped(own, lambda cell: dict(rule.values).get(squeezed(as_text(cell)), cell))}
        case How.SPLIT:
            return _split(rule, own, laid)
        case How.JOIN:
            other = laid.position_of(rule.of)
            return {name: own if other is None else Coded.of(map(joined, _village_of(other, raw, laid), own.objects()))}
        case How.SUBTRACT:
            other = laid.position_of(rule.of)
            return {} if other is None else {name: Coded.of(map(less, so_far.get(name, raw[other]).objects(), own.objects()))}  # fmt: skip
        case How.ADD:
            other = laid.position_of(rule.of)
            return {} if other is None else {name: Coded.of(map(changed_by, raw[other].objects(), own.objects()))}
        case How.STAGE_TEXT | How.STATUS_TEXT:
            return dict.fromkeys(rule.to[1:], own) | {
                name: mapped(own, lambda cell: chosen_of(column, cell, rule.values))
            }
        case How.STAGE_PERCENT | How.STATUS_PERCENT:
            shown = any(place[1] == position for place in grid.percents)
            return {name: from_percent(own, rule.how, shown)} | dict.fromkeys(rule.to[1:], own)
        case How.ONLY_IF:
            other = laid.position_of(rule.of)
            return {} if other is None else {name: Coded.of(days_where(rule.values, raw[other], own, laid.year))}
        case How.NUMBER_TEXT if rule.to == COORDINATES:
            return {each: mapped(own, coordinate_reader(at)) for at, each in enumerate(rule.to)}
        case How.NUMBER_TEXT if name in COORDINATES:
            return {name: mapped(own, degrees_read)}
        case How.NUMBER_TEXT if said := dict(rule.values):
            words = {header: word for word, header in said.items()}
            headers = {each: laid.table.column(each).header for each in rule.to}
            return {each: mapped(own, partial(behind, words.get(header))) for each, header in headers.items()}
        case How.NUMBER_TEXT:
            numbers = [each for each in rule.to if laid.table.column(each).additive]
            return {
                each: mapped(own, nth_reader(numbers.index(each)) if each in numbers[:2] and len(numbers) == 2 else text_reader(laid.table.column(each)))
                for each in rule.to
            }  # fmt: skip
        case How.DATE_TEXT:
            days = {each: mapped(own, lambda cell: closing_day(cell, laid.year)) for each in rule.to if laid.table.column(each).kind is Kind.DATE}  # fmt: skip
            return {each: days.get(each, own) for each in rule.to}
        case How.DATE_YEAR:
            day = day_of_meeting if name == "assigned_on" else day_with_year
            return {name: mapped(own, lambda cell: day(cell, laid.year))}
        case How.NAME:
            return {name: mapped(own, lambda cell: by_name(cell, column, rule.values, laid.known))}
    return {}


def _split(rule: Rule, own: Coded, laid: Laid) -> dict[str, Coded]:
    gazetteer = laid.known.gazetteer
    if laid.table is VILLAGES:
        listed = ((name, ("town", "village").index(name)) for name in rule.to)
        return {name: _over_villages(own) if at == 0 else mapped(own, partial(_listed, at)) for name, at in listed}

    def town(cell: object) -> object:
        text = squeezed(as_text(cell))
        return place_of(text, gazetteer)[0] or (text if gazetteer.is_district(text) else None)

    def village(cell: object) -> object:
        text = squeezed(as_text(cell))
        own_town, found = place_of(text, gazetteer)
        return found or (None if (own_town and gazetteer.town(text)) or gazetteer.is_district(text) else text)

    parts = {"town": town, "village": village}
    return {name: mapped(own, parts[name]) if name in parts else own for name in rule.to}


def _over_villages(own: Coded) -> Coded:
    """The towns of a village list, each carried on to the villages below it."""
    towns = pd.Series(list(mapped(own, partial(_listed, 0)).objects()), dtype=object)
    return Coded.of(towns.ffill().where(towns.notna() | towns.ffill().notna(), None))


def _listed(at: int, cell: object) -> str | None:
    return listed_place(squeezed(as_text(cell)))[at]


def _village_of(position: int, raw: Mapping[int, Coded], laid: Laid) -> Iterable[object]:
    """What stands before a name below a village: the village alone of 潭东镇龙井村."""
    rule = laid.by_position.get(position)
    if rule is None or rule.how is not How.SPLIT:
        return raw[position].objects()
    return _split(rule, raw[position], laid)["village"].objects()


def _together(how: How, positions: list[int], raw: Mapping[int, Coded], count: int) -> list[object]:
    """Several columns as one: added up, or the last that says something. A text that is no number stays, to be told."""
    lines = zip(*(raw[position].objects() for position in positions), strict=True)
    together = added_up if how is How.SUM else last_said
    return [together(line) for line in lines] if positions else [None] * count


def _of_degrees(laid: Laid, positions: list[int], raw: Mapping[int, Coded]) -> Coded:
    """Degrees, minutes and seconds that stand in columns of their own, as degrees; without degrees nothing."""
    by_unit = {laid.by_position[position].value: raw[position].objects() for position in positions}
    nothing = [None] * len(by_unit["度"])
    lines = zip(*(by_unit.get(unit, nothing) for unit in "度分秒"), strict=True)
    return Coded.of([in_degrees(line) for line in lines])


def _ticked(laid: Laid, positions: list[int], raw: Mapping[int, Coded]) -> Coded:
    """The value of the column that is ticked; what is ticked twice, or not at all, stays open."""
    values = [laid.by_position[position].value for position in positions]
    lines = [[squeezed(as_text(cell)).upper() for cell in line] for line in zip(*(raw[position].objects() for position in positions), strict=True)]  # fmt: skip
    ticked = [[value for value, cell in zip(values, line, strict=True) if cell in TICKS] for line in lines]
    goes_on = laid.by_position[positions[0]].to[0] in ("stage", "status")
    begun = ("未开工" if values[0] == "在建" else None) if goes_on else None  # 否 to every step
    return Coded.of([begun if NO.issuperset(line) else one_ticked(found, values, goes_on) for line, found in zip(lines, ticked, strict=True)])  # fmt: skip


def title_value(column: Column, laid: Laid) -> str | None:
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


def total_cells(name: str, laid: Laid, body: Body) -> Coded:
    """What the totals rows hold for one of our columns, put together as its rows are."""
    raw, count = raw_totals(body, laid), len(body.totals)
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
                left = map(less, left, raw[each].objects())
            return Coded.of(left)
    return nothing
