"""A confirmed or proposed layout on a sheet → the rows of one of our tables, still raw, each with the row it comes from.

Nothing here knows a district or an office: only the rules of the layout, the village list and the plan's own names.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import numpy as np

from data_loaders.findings import Finding, listed
from data_loaders.layouts.applying.cell_readers import added_up
from data_loaders.layouts.applying.laid import Applied, Laid, header_of, own_rule, raw_cells, rough_header, year_told
from data_loaders.layouts.applying.reshaping import counted, summed, unpivoted, without_subtotals
from data_loaders.layouts.applying.row_by_row import columns_of, total_cells, without_sections
from data_loaders.layouts.constants import section_headings
from data_loaders.layouts.known import Known
from data_loaders.layouts.language import subjects
from data_loaders.layouts.layout import SECTION, How, Layout
from data_loaders.layouts.sheet import HeaderBlock
from data_loaders.layouts.work import HOUSEHOLDS
from data_loaders.reading.grid import Grid
from data_loaders.schema import TABLES
from data_loaders.tidying import rows as body_rows
from data_loaders.tidying.cells import BLANK_WORDS, as_text, is_blank, squeezed
from data_loaders.tidying.rows import Body


def apply(grid: Grid, block: HeaderBlock, layout: Layout, file_words: str, known: Known, as_of: date | None) -> Applied:
    """The rows of a sheet under a layout. Refused when it has none, or a note among its data."""
    by_position = {position: rule for position, name in block.names.items() if (rule := own_rule(layout, name))}
    texts = (*block.titles, grid.source.sheet or "", file_words.rpartition(".")[0] or file_words)
    told = (
        (*texts, *section_headings(grid, block.rows)) if any(rule.header == SECTION for rule in layout.rules) else texts
    )
    laid = Laid(layout, block, by_position, known, year_told(told, as_of), texts)
    grid, sections = without_sections(grid, laid)
    body = body_rows.data_rows(grid, rough_header(laid))
    if any(rule.how in (How.COUNT_ROWS, How.COUNT_IF, How.GROUP) for rule in layout.rules):
        body = without_subtotals(grid, laid, body, sections)
    if any(rule.how in (How.COUNT_ROWS, How.COUNT_IF) for rule in layout.rules):
        return counted(grid, laid, body, sections)
    if any(rule.how is How.GROUP for rule in layout.rules):
        return summed(grid, laid, body, sections)
    body = _without_rows_of_others(grid, laid, body)
    remarks = tuple(_nothing_added(grid, laid, body))
    if laid.positions(How.UNPIVOT):
        return replace(unpivoted(grid, laid, body, sections), remarks=remarks)
    columns = columns_of(grid, laid, body, sections)
    totals = {name: total_cells(name, laid, body) for name in columns}
    body = replace(body, columns=columns, total_cells=totals)
    body = body_rows.with_towns_as_totals(body, layout.table, grid.source.of(table=layout.table.name))
    return Applied(_with_signs(grid, laid), header_of(laid, columns), body, remarks)


def _without_rows_of_others(grid: Grid, laid: Laid, body: Body) -> Body:
    """Of villages under 庭院 and 户厕, those that have figures here: with / throughout they have no part in this one."""
    groups = "".join(part for parts in laid.block.parts.values() for part in parts[:-1])
    if not all(subjects.names(TABLES[name], groups) for name in {*HOUSEHOLDS, laid.table.name}):
        return body
    raw = raw_cells(body, laid)
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


def _nothing_added(grid: Grid, laid: Laid, body: Body) -> Iterable[Finding]:
    """That rows in which none of the columns to be added up is filled count as 0."""
    raw = raw_cells(body, laid)
    for name in dict.fromkeys(laid.by_position[at].to[0] for at in laid.positions(How.SUM)):
        own = [raw[at] for at in laid.positions(How.SUM) if laid.by_position[at].to[0] == name]
        column = laid.table.column(name)
        empty = sum(added_up(line) is None for line in zip(*(cells.objects() for cells in own), strict=True))
        if empty and column.additive:
            yield grid.source.of(table=laid.table.name).finding("sum_empty", column=column.header, count=empty)


def _with_signs(grid: Grid, laid: Laid) -> Grid:
    """Cells whose text was made here carry no sign of the cell they came from."""
    made = {
        at
        for at in laid.positions(How.STAGE_PERCENT, How.STATUS_PERCENT, How.SUM, How.LAST, How.SUBTRACT, How.ADD)
        if len(laid.by_position[at].to) == 1
    }
    return replace(grid, percents=frozenset(place for place in grid.percents if place[1] not in made))
