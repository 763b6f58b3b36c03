"""What a delivery would undo: cells that a person corrected, and rows that a person took out.

Nobody can tell from the file whether its office knows of the correction, so a person says which of the two holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from data_loaders import origins
from data_loaders.checking import questions
from data_loaders.findings import Finding, Source, listed
from data_loaders.origins import Correction, Plain, Standing
from data_loaders.schema import Kind, Table

QUESTION, KEEP, UNDO = questions.CORRECTION_UNDONE, questions.CORRECTION_KEEP, questions.CORRECTION_UNDO


@dataclass(frozen=True)
class Undone:
    """A correction that a row of a delivery would undo, and what the row says instead."""

    row: int  # its label in the delivery
    standing: Standing
    value: Plain = None


def undone(frame: pd.DataFrame, table: Table, standing: Sequence[Standing]) -> list[Undone]:
    """What a delivery would undo. Of a ledger by 截至日期 any other figure of the corrected day; of a list the old word."""
    own = [one for one in standing if one.table == table.name]
    if not own or frame.empty:
        return []
    last = table.key[-1]
    near = frame[frame[last].map(origins.key_word).isin({one.key[-1] for one in own})]
    rows = dict(zip(origins.keys(near, table), near.index, strict=True))
    found = []
    for one in own:
        if one.key not in rows:
            continue
        at = rows[one.key]
        if one.correction is None:
            found.append(Undone(at, one))
            continue
        value = origins.plain(near.at[at, one.correction.column])
        if value != one.correction.new and (table.is_snapshot or value == one.correction.old):
            found.append(Undone(at, one, value))
    return found


def question(found: Sequence[Undone], table: Table, source: Source) -> Finding:
    """What is asked, by name."""
    return source.finding(QUESTION, count=len(found), cells=_words(found, table))


def kept(
    frame: pd.DataFrame, found: Sequence[Undone], table: Table, source: Source
) -> tuple[pd.DataFrame, tuple[Correction, ...], str, Finding]:
    """The delivery with the corrections in it, each told anew with what the file says, why, and what is said of it."""
    whole, made = frame.copy(), []
    for one in found:
        told = one.standing.correction
        if told is not None:
            whole.at[one.row, told.column] = (
                pd.Timestamp(told.new) if table.column(told.column).kind is Kind.DATE else told.new
            )
            made.append(Correction(table.name, told.key, told.column, one.value, told.new))
    gone = [one.row for one in found if one.standing.correction is None]
    reasons = listed(dict.fromkeys(one.standing.reason for one in found if one.standing.reason))
    said = source.finding("correction_kept", count=len(found), cells=_words(found, table))
    return whole.drop(index=gone), tuple(made), reasons, said


def overruled(found: Sequence[Undone], table: Table, source: Source) -> Finding:
    """What is said where the file counts."""
    return source.finding("correction_overruled", count=len(found), cells=_words(found, table))


def _words(found: Sequence[Undone], table: Table) -> str:
    return listed(_said(one, table) for one in found)


def _said(one: Undone, table: Table) -> str:
    name = " ".join(
        word for name, word in zip(table.key, one.standing.key, strict=True) if name != "as_of" or len(table.key) == 1
    )
    who = f"{one.standing.by}更正，{one.standing.reason}" if one.standing.reason else f"{one.standing.by}更正"
    told = one.standing.correction
    if told is None:
        return f"{name} 已去掉（{who}）"
    return f"{name} {table.column(told.column).header} {_cell(told.new)}，文件里是 {_cell(one.value)}（{who}）"


def _cell(value: Plain) -> str:
    return "空" if value is None else str(value)
