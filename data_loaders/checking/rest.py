"""What a delivery leaves out: rows that its reporter's stored snapshot has and the new one lacks.

Nobody can tell from the file whether they were forgotten or have ended, so a person says: keep them, or take them out.
"""

from collections.abc import Collection

import numpy as np
import pandas as pd

from data_loaders.checking import questions
from data_loaders.endings import Ending
from data_loaders.findings import Finding, Source, listed
from data_loaders.reading.distinct import combined
from data_loaders.schema import Table
from data_loaders.typed_frames import typed

QUESTION, KEEP, DROP = questions.REST_MISSING, questions.REST_KEEP, questions.REST_DROP
# What a row of these tables is called; the others are rows of villages.
_NAMES = ("name", "project")


def concerns(table: Table) -> bool:
    """Whether a delivery to a table may leave rows of its reporter out: the tables by town, and the village list."""
    return "town" in table.reporter or table.name == "villages"


def missing(delivered: pd.DataFrame, stored: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The rows that a batch leaves out, each as it would be kept: for the new day, saying from which it is carried on.

    `delivered` are all typed rows of the batch for the table. The snapshot compared with is the stored one of the same
    reporter and day, else its newest before within the year, of the store or of the batch.
    """
    if stored.empty and not table.is_snapshot:
        return stored
    both = pd.concat([stored, delivered], ignore_index=True) if len(stored) else delivered
    is_new = np.arange(len(both)) >= len(stored)
    things = _codes(both, _thing(table))
    reporters = _codes(both, table.reporter) if table.is_snapshot else np.zeros(len(both), dtype=int)
    if not table.is_snapshot:
        left = ~is_new & ~np.isin(things, things[is_new])
        return both[left & ~left[~is_new].all()]  # a list that shares nothing with the known one is another district's
    days, different = pd.factorize(both["as_of"], sort=True)
    years = np.array([day.year for day in different])
    found = []
    for code in np.unique(days[is_new & (days >= 0)]):
        now = is_new & (days == code)
        speaking = np.isin(reporters, reporters[now])
        before = speaking & (days >= 0) & (years[days] == years[code]) & ((days < code) | (~is_new & (days == code)))
        newest = np.full(int(reporters.max()) + 1, -1)
        np.maximum.at(newest, reporters[before], days[before])
        gone = before & (days == newest[reporters]) & ~np.isin(things, things[now])
        if gone.any():
            found.append(_carried(both[gone], different[code]))
    return pd.concat(found, ignore_index=True) if found else delivered.iloc[:0]


def with_stored_columns(
    frame: pd.DataFrame, stored: pd.DataFrame, table: Table, given: Collection[str]
) -> pd.DataFrame:
    """A list whose columns that the file does not have are as they are stored: it says nothing of them.

    `given` are the columns that the file has.
    """
    silent = [name for name in table.names if name not in given]
    known = stored.set_index(list(table.identity))[silent]
    at = known.index.get_indexer(pd.MultiIndex.from_frame(frame[list(table.identity)]))
    filled = known.iloc[at].set_axis(frame.index)
    return frame.assign(**{name: filled[name].where(at >= 0, frame[name]) for name in silent})


def of_reporters(rows: pd.DataFrame, delivered: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Those of some rows whose reporter and day a delivery speaks for; of a list without days all."""
    if not table.replaces or rows.empty:
        return rows
    speaks = pd.MultiIndex.from_frame(delivered[list(table.replaces)])
    return rows[pd.MultiIndex.from_frame(rows[list(table.replaces)]).isin(speaks)]


def _carried(rows: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Rows for a new day, each saying from which day it is."""
    since = rows["carried_from"].fillna(rows["as_of"])
    return rows.assign(carried_from=since.where(since < day), as_of=day)


def _thing(table: Table) -> tuple[str, ...]:
    """What makes two rows the same thing on different days, its kind apart, which may have been corrected."""
    return tuple(name for name in table.identity if name != "kind")


def _codes(frame: pd.DataFrame, columns: tuple[str, ...]) -> np.ndarray:
    parts = [pd.factorize(frame[name], use_na_sentinel=False) for name in columns]
    codes = combined([codes for codes, _ in parts], [len(words) for _, words in parts])
    return pd.factorize(codes)[0]


def question(rows: pd.DataFrame, source: Source) -> Finding:
    """What is asked about rows that a file lacks, by name."""
    return source.finding(QUESTION, count=len(rows), places=_names(rows))


def kept(frame: pd.DataFrame, rows: pd.DataFrame, table: Table, source: Source) -> tuple[pd.DataFrame, Finding]:
    """A delivery with the rows that it lacked, and what is said of it."""
    whole = typed(pd.concat([frame, rows]), table)
    return whole, source.finding("rows_kept", count=len(rows), places=_names(rows))


def ended(rows: pd.DataFrame, table: Table, source: Source) -> tuple[tuple[Ending, ...], Finding]:
    """That rows have ended on the day that they carry, and what is said of it; a list without days only forgets them."""
    said = source.finding("rows_ended", count=len(rows), places=_names(rows))
    if not table.is_snapshot:
        return (), said
    reporters, things = (
        rows[list(columns)].astype(str).itertuples(index=False, name=None)
        for columns in (table.reporter, table.identity)
    )
    days = rows["as_of"].dt.date
    return tuple(Ending(table.name, *one) for one in zip(days, reporters, things, strict=True)), said


def _names(rows: pd.DataFrame) -> str:
    name = next((column for column in _NAMES if column in rows), "village")
    pairs = rows[["town", name]].drop_duplicates().itertuples(index=False, name=None)
    return listed("".join(map(str, pair)) for pair in pairs)
