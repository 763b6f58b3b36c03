"""The rows of one sheet, typed and checked."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

import pandas as pd

from data_loaders import origins, plan_words
from data_loaders.checking import tables as checks
from data_loaders.checking import totals
from data_loaders.delivering.intake.batches import Delivery
from data_loaders.delivering.intake.drops import Drop
from data_loaders.endings import Ending
from data_loaders.findings import Finding, Refused, Source, listed, publishable, worst_first
from data_loaders.guarding.person_columns import staff_header
from data_loaders.layouts.explain import Explained
from data_loaders.layouts.layout import Layout
from data_loaders.reading.grid import Grid, column_letter
from data_loaders.schema import TABLES, Column
from data_loaders.tidying import headers, nothing_now, rows, tidy
from data_loaders.tidying.cells import Parsed, parser
from data_loaders.tidying.columns import money_unit
from data_loaders.tidying.gazetteer import Gazetteer
from data_loaders.tidying.tidy import Context
from data_loaders.typed_frames import empty_frame


@dataclass(frozen=True)
class Now:
    """What a sheet is read against."""

    tables: Mapping[str, pd.DataFrame]
    shipped: Mapping[str, pd.DataFrame]
    as_of: date | None
    today: date
    layouts: tuple[Layout, ...]
    reporter: str | None


Read = tuple[Sequence[tuple[headers.Header | None, Delivery]], list[Finding]]


def read_rows(
    grid: Grid, header: headers.Header, body: rows.Body, drop: Drop, now: Now,
    explained: Explained | None = None, *, may_lack: bool = False,
) -> tuple[Delivery, list[Finding]]:  # fmt: skip
    """The rows of a sheet typed and checked; Refused when they cannot be, with everything there is to say."""
    source = grid.source.of(table=header.table.name)
    tidied = tidy.tidy(grid, header, body, Context(gazetteer_of(now.tables), drop.as_of or now.as_of))
    findings = [
        *_about_header(source, grid, header),
        *_without_header(source, grid, header),
        *_struck(source, grid, header),
        *_reshown(source, grid, header),
        *body.findings,
        *tidied.findings,
    ]
    is_readable = publishable(findings)
    frame, said = checks.without_duplicates(_reviewed(tidied.frame), source, header.table)
    findings += said
    findings += checks.check_table(frame, source, header, now.today)
    if is_readable:  # a total cannot be compared while a number above it is missing
        findings += totals.compare_totals(source, header, body, frame, grid.broken, _total_reader(header))
    if not publishable(findings) and not may_lack:
        raise Refused(worst_first(findings))
    return Delivery(header.table, source, origins.delivered(frame, source), drop, explained), findings


def _reviewed(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of a plan's draft without those that a reviewer did not want."""
    return frame[frame["review"] != "left_out"] if "review" in frame else frame


def read_nothing_now(grid: Grid, header: headers.Header, drop: Drop, now: Now) -> tuple[Delivery, list[Finding]]:
    """A sheet that says 本期无: what its towns had reported so far ends with its day."""
    table, towns = header.table, nothing_now.who_has_nothing(grid, gazetteer_of(now.tables))
    source = grid.source.of(table=table.name)
    day = nothing_now.from_which_day(grid, drop.as_of or now.as_of)
    if day is None:
        raise Refused([source.finding("as_of_missing", column=header.text("as_of"))])
    if not towns:
        raise Refused([source.finding("nothing_of_whom")])
    nothing = empty_frame(table)
    stored = now.tables.get(table.name, nothing)
    had = stored.loc[stored["town"].isin(towns), list(table.reporter)].drop_duplicates()
    ended = tuple(Ending(table.name, day, reporter) for reporter in had.itertuples(index=False, name=None))
    if not ended:  # nothing to end: it has spoken all the same
        kinds = [() if name == "town" else tuple(table.column(name).choices) for name in table.reporter]
        ended = tuple(Ending(table.name, day, (town, *rest)) for town in towns for rest in product(*kinds[1:]))
    said = source.finding("nothing_now", reporters="、".join(towns))
    return Delivery(table, source, nothing, drop, ended=ended), [said]


def derivable(header: headers.Header, source: Source) -> frozenset[str]:
    """Required columns that need not be in this file: the day may be given, the town follows from the village."""
    derivable = {"as_of"}
    table = header.table
    if (
        table.has("village")
        and table.name != "villages"
        and ("village" in header.cells or table.column("village").required)
    ):
        derivable.add("town")
    if tidy.named_site_kind(header, source):
        derivable.add("kind")
    return frozenset(derivable)


def gazetteer_of(tables: Mapping[str, pd.DataFrame]) -> Gazetteer:
    """The village list of the batch or the edition; empty when a village list is just being read for the first time."""
    villages = _table(tables, "villages")
    return Gazetteer.of(
        villages, _settings(tables, plan_words.UNITS), _settings(tables, plan_words.DISTRICT_NAME, plan_words.WHOLE)
    )


def _table(tables: Mapping[str, pd.DataFrame], name: str) -> pd.DataFrame:
    return tables[name] if name in tables else empty_frame(TABLES[name])


def _settings(tables: Mapping[str, pd.DataFrame], *wanted: plan_words.Setting) -> list[str]:
    """The values of some plan settings in all years, each part of a `;`-separated one by itself."""
    settings = _table(tables, "plan_settings")
    names = {setting.name for setting in wanted}
    values = [value for name, value in zip(settings["name"], settings["value"], strict=True) if name in names]
    return list(dict.fromkeys(part.strip() for value in values for part in re.split("[;；]", value) if part.strip()))


def _about_header(source: Source, grid: Grid, header: headers.Header) -> list[Finding]:
    """What is worth saying about where the header was and what was left unused."""
    findings = []
    if len(header.rows) > 1:
        findings.append(source.finding("header_rows", rows=listed(header.rows)))
    elif header.rows[0] != grid.rows[0]:
        findings.append(source.finding("header_row", row=header.rows[0]))
    staff = [text for text in header.ignored if staff_header(text)]
    others = [text for text in header.ignored if text not in staff]
    for code, columns in (("columns_ignored", others), ("columns_of_staff", staff)):
        if columns:
            findings.append(source.finding(code, columns=listed(columns)))
    return findings


def _without_header(source: Source, grid: Grid, header: headers.Header) -> list[Finding]:
    """Columns of a sheet that hold something but have no header, by their letters."""
    if grid.source.sheet is None:
        return []  # in a delimited file they are rows that are too long
    below = grid.cells.loc[grid.cells.index > header.rows[-1]]
    unnamed = [
        position for position in below.columns if position not in header.positions and below[position].notna().any()
    ]
    letters = [f"{column_letter(position)} 列" for position in unnamed]
    return [source.finding("columns_ignored", columns=listed(letters))] if letters else []


def _struck(source: Source, grid: Grid, header: headers.Header) -> list[Finding]:
    """Cells that somebody has crossed out, and that count all the same."""
    positions = {cell.position for cell in header.cells.values()}
    rows_struck = sorted(row for row, position in grid.struck if row > header.rows[-1] and position in positions)
    if not rows_struck:
        return []
    shown = listed(dict.fromkeys(rows_struck))
    return [source.finding("cell_struck", row=rows_struck[0], count=len(rows_struck), rows=shown)]


def _reshown(source: Source, grid: Grid, header: headers.Header) -> list[Finding]:
    """Numbers that read otherwise than the cells hold them: 500000 that shows 50.0万元."""
    found = []
    for cell in header.cells.values():
        count = sum(position == cell.position and row > header.rows[-1] for row, position in grid.reshown)
        if count:
            found.append(source.finding("number_as_shown", column=cell.text, count=count))
    return found


def _total_reader(header: headers.Header) -> Callable[[Column, object], Parsed]:
    """Reads a totals cell in the unit that the column's own cells are read in."""
    return lambda column, cell: parser(column, unit=money_unit(header, column) or "万元")(cell)
