"""A measure of an edition → its rows with their origins, the terms they make, its value, and its history over editions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from briefing.compose import Opened, opened
from briefing.measures.made import STANDS_FOR
from briefing.model import Made, Measure, Term
from briefing.plan import PlanMissing
from briefing.rows import Rows
from data_loaders.endings import Ending
from data_loaders.findings import Refused
from data_loaders.origins import Plain, plain
from data_loaders.schema import TABLES, Kind
from data_loaders.store.editions import Edition, Store
from data_loaders.store.provenance import Origin, origins_of


class UnknownMeasure(Exception):
    """The plan has no measure of that id, or the measure knows no such town."""


@dataclass(frozen=True)
class Row:
    """A stored row that is in a number: its filled cells under our headers, and where it came from."""

    table: str
    values: dict[str, Plain]
    origin: Origin


@dataclass(frozen=True)
class Said:
    """What an edition says of the number, on the same day; None where it says nothing."""

    edition: int
    value: float | None


@dataclass(frozen=True)
class Explanation:
    """Where a number comes from. Without a value there are no rows and a reason."""

    measure: Measure
    edition: int
    as_of: date
    town: str | None
    value: float | None
    formula: str
    terms: tuple[Term, ...]
    rows: tuple[Row, ...]
    history: tuple[Said, ...] = ()
    reason: str = ""


def explain(store: Store, edition: Edition, id: str, as_of: date | None = None, town: str | None = None) -> Explanation:
    """The number of a measure, or of one town in it, with everything that it is made of.

    UnknownMeasure for an id that the plan has not, or a town that it does not know. PlanMissing, Refused as `compose`.
    """
    editions = store.editions()
    now = opened(edition, as_of)
    measure = now.measure(id)
    if measure is None:
        raise UnknownMeasure(f"计划里没有 {id}")
    if town is not None and town not in now.plan.units:
        raise UnknownMeasure(f"没有「{town}」，只有{'、'.join(now.plan.units)}")
    return replace(
        explained(measure, edition, editions, now.as_of, town), history=tuple(_history(now, editions, id, town))
    )


def explained(
    measure: Measure, edition: Edition, editions: Sequence[Edition], as_of: date, town: str | None = None
) -> Explanation:
    """A measure that was computed from an edition, without its history. `editions` are all of the store."""
    value, terms, frames = _of(measure, edition, town)
    rows = _rows(frames, edition, editions) if value is not None else ()
    formula = measure.made.arithmetic.formula if measure.made else ""
    reason = _reason(measure, town) if value is None else ""
    return Explanation(measure, edition.number, as_of, town, value, formula, terms, rows, reason=reason)


def _reason(measure: Measure, town: str | None) -> str:
    return f"{town}没有报过" if town and measure.value is not None else measure.reason


Frames = dict[str, pd.DataFrame]


def _of(measure: Measure, edition: Edition, town: str | None) -> tuple[float | None, tuple[Term, ...], Frames]:
    """A number, its terms and its rows; those of one town are put together anew from the town's rows."""
    if measure.made is None:
        return None, (), {}
    frames = _frames(measure.made, edition)
    if town is None:
        return measure.made.value, measure.made.terms, frames
    own = {name: frame[_is_of(frame, town)] for name, frame in frames.items()}
    spoke = any(part.town == town and part.value is not None for part in measure.parts)
    if not spoke and all(frame.empty for frame in own.values()):
        return None, (), {}
    terms = measure.made.arithmetic.terms({name: Rows.of(frame) for name, frame in own.items()})
    return measure.made.arithmetic.value(terms), terms, own


def _frames(figure: Made, edition: Edition) -> Frames:
    frames = {rows.table: edition.table(rows.table).iloc[rows.places] for rows in figure.rows}
    if figure.stands_for is None:
        return frames
    return {name: frame.assign(**{STANDS_FOR: list(figure.stands_for)}) for name, frame in frames.items()}


def _is_of(frame: pd.DataFrame, town: str) -> pd.Series:
    if "town" in frame:
        return frame["town"] == town
    who = frame[STANDS_FOR].str.partition(" ")[0] if STANDS_FOR in frame else frame["unit"]
    return who == town


def _rows(frames: Frames, edition: Edition, editions: Sequence[Edition]) -> tuple[Row, ...]:
    return tuple(row for name, frame in frames.items() for row in rows_of(name, frame, edition, editions))


def rows_of(name: str, frame: pd.DataFrame, edition: Edition, editions: Sequence[Edition]) -> Iterator[Row]:
    """Rows of a table of an edition as a person follows them. `editions` are all of the store."""
    table = TABLES[name]
    titles = {
        column.name: column.title for column in (*table.columns, *table.kept) if column.kind is not Kind.GEOMETRY
    } | ({STANDS_FOR: "计入"} if STANDS_FOR in frame else {})
    found = origins_of(frame, table, edition, editions)
    for row, origin in zip(frame[list(titles)].to_dict("records"), found, strict=True):
        values = {titles[column]: plain(value) for column, value in row.items() if not pd.isna(value)}
        yield Row(name, values, origin)


def _history(now: Opened, editions: Sequence[Edition], id: str, town: str | None) -> Iterator[Said]:
    """What every edition of the same kind up to this one says on the same day.

    Editions that share the versions of all tables that were read, and what had ended, say the same.
    """
    known: dict[tuple[tuple[tuple[str, int | None], ...], tuple[Ending, ...]], float | None] = {}
    asked: tuple[str, ...] = now.read
    for edition in editions:
        if edition.sample != now.edition.sample or edition.number > now.edition.number:
            continue
        state = tuple((name, edition.versions.get(name)) for name in asked), edition.endings
        if state not in known:
            known[state] = _value(edition, now.as_of, id, town)
        yield Said(edition.number, known[state])


def _value(edition: Edition, as_of: date, id: str, town: str | None) -> float | None:
    try:
        measure = opened(edition, as_of).measure(id)
        return None if measure is None else _of(measure, edition, town)[0]
    except (PlanMissing, Refused):  # an edition of before the plan, or one that cannot be read any more
        return None
