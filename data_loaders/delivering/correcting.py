"""更正: a person changes stored rows on a screen; what was corrected, and why, is kept with the edition.

    part = Part(TABLES["toilets"], date(2023, 9, 30), "潭口镇")
    stored = rows_of(store.edition().table("toilets"), part)        # as they stand, then typed over
    batch = examine_edited(store, Edited(part, on, content, "抄错一行"), by=…)
    publish_batch(store, batch, by=…, on=on)

What is typed goes the way of a file: the same guard, the same checks. A row that was not touched keeps its origin; a
corrected one keeps it too, and `explain` says old and new value, who and why.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from data_loaders import origins
from data_loaders.checking import corrected, rest
from data_loaders.delivering.intake import Batch, Delivery, Drop
from data_loaders.delivering.publish import examine, limited_to_town, rows_of_town
from data_loaders.endings import Ending
from data_loaders.findings import Finding, Source
from data_loaders.guarding.person_numbers import E_MAIL, kind_of_text
from data_loaders.origins import Plain
from data_loaders.schema import PROGRESS_TABLES, VILLAGES, Column, Table
from data_loaders.store import audit
from data_loaders.store.editions import Edition, Overtaken, Store
from data_loaders.typed_frames import empty_frame

FILE = "更正"
CORRECTABLE = (*PROGRESS_TABLES, VILLAGES)


@dataclass(frozen=True)
class Part:
    """What a correction is about: a ledger, a day of it, whose rows; None is all there are."""

    table: Table
    day: date | None = None
    whose: str | None = None

    @property
    def name(self) -> str:
        """户厕问题整改台账（潭口镇，2023-09-30）."""
        told = "，".join(str(one) for one in (self.whose, self.day) if one is not None)
        return f"{self.table.title}（{told}）" if told else self.table.title

    @property
    def fixed(self) -> dict[str, Plain]:
        """The columns that all its rows share, by their values."""
        day: dict[str, Plain] = {"as_of": self.day.isoformat()} if self.day else {}
        whose = whose_column(self.table)
        return day | ({whose: self.whose} if whose and self.whose is not None else {})

    @property
    def columns(self) -> list[Column]:
        """The columns in which its rows may differ."""
        return [column for column in self.table.columns if column.name not in self.fixed]


@dataclass(frozen=True)
class Edited:
    """The rows of a part as a person left them: a file of ours, what each row is called, and why."""

    part: Part
    on: int  # the edition that it began from
    content: bytes
    names: tuple[str, ...]
    reason: str

    @property
    def note(self) -> str:
        """What the edition says of it."""
        return f"更正 {self.part.name}：{self.reason}"


def whose_column(table: Table) -> str | None:
    """The column that says whose a row is: a town's or a unit's; None for a ledger that is corrected as a whole."""
    return next((name for name in ("town", "unit") if table.replaces and table.has(name)), None)


def parts_of_town(edition: Edition, town: str | None) -> list[Table]:
    """The ledgers with rows that somebody may correct, of one town only where the account is bound to it."""
    return [table for table in CORRECTABLE if not _own(edition.table(table.name), table, town).empty]


def days(frame: pd.DataFrame, table: Table, town: str | None = None) -> list[date]:
    """The days of a ledger by 截至日期, newest first; none for another."""
    if not table.is_snapshot:
        return []
    return sorted({stamp.date() for stamp in _own(frame, table, town)["as_of"].unique()}, reverse=True)


def names(frame: pd.DataFrame, table: Table, day: date | None, town: str | None = None) -> list[str]:
    """Whose rows a ledger has on a day, in the order of the ledger."""
    column = whose_column(table)
    return [] if column is None else list(dict.fromkeys(rows_of(frame, Part(table, day), town)[column]))


def rows_of(frame: pd.DataFrame, part: Part, town: str | None = None) -> pd.DataFrame:
    """The stored rows of a part, of one town only where the account is bound to it."""
    own = _own(frame, part.table, town)
    if part.day is not None:
        own = own[own["as_of"] == pd.Timestamp(part.day)]
    column = whose_column(part.table)
    return own if part.whose is None or column is None else own[own[column] == part.whose]


def _own(frame: pd.DataFrame, table: Table, town: str | None) -> pd.DataFrame:
    own = frame if town is None else rows_of_town(frame, table, town)
    return empty_frame(table) if own is None else own


def examine_edited(store: Store, edited: Edited, *, by: str, town: str | None = None) -> Batch:
    """What a correction would publish, checked as a file is; its findings name the row that they are about.

    Overtaken when there is a newer edition than it began from. `town`: the account is bound to it.
    """
    newest, table = store.edition(), edited.part.table
    if newest.number != edited.on:
        raise Overtaken
    stored = newest.table(table.name)
    drop = Drop(f"{FILE}.csv", edited.content, table=table.name, confirmed=frozenset({rest.DROP, corrected.UNDO}))
    if personal := _personal(edited.reason):
        return Batch((), (personal,))
    if edited.names:
        batch = limited_to_town(examine(store, [drop], sample=newest.sample, reporter=by), town)
    else:
        batch = Batch((Delivery(table, Source(FILE, table=table.name), empty_frame(table), drop),), ())
    made = as_correction(batch, {table.name: stored}, edited.reason)
    before = rows_of(stored, edited.part, town)
    deliveries = tuple(_without_the_rest(delivery, before) for delivery in made.deliveries)
    own_doing = ("percent_sign",)  # the grid's cells carry it so that no share is taken for a fraction
    said = (finding for finding in made.findings if finding.code not in own_doing)
    return limited_to_town(Batch(deliveries, tuple(_named(finding, edited) for finding in said)), town)


def _personal(reason: str) -> Finding | None:
    kind = kind_of_text(reason)
    return Source(FILE).finding("personal_data", column="更正原因", what=kind) if kind and kind != E_MAIL else None


def as_correction(batch: Batch, known: Mapping[str, pd.DataFrame], reason: str) -> Batch:
    """The same batch as a correction of the stored tables; personal numbers in the reason are masked."""
    return replace(
        batch, deliveries=tuple(_correction(delivery, known, audit.kept(reason)) for delivery in batch.deliveries)
    )


def _correction(delivery: Delivery, known: Mapping[str, pd.DataFrame], reason: str) -> Delivery:
    table = delivery.table
    frame, corrections = origins.compared(delivery.frame, known.get(table.name, empty_frame(table)), table)
    return replace(delivery, frame=frame, corrections=corrections, reason=reason)


def _without_the_rest(delivery: Delivery, before: pd.DataFrame) -> Delivery:
    """A correction takes out what it lacks; a reporter of whom nothing is left has nothing more from that day on."""
    table, frame = delivery.table, delivery.frame
    left = set(origins.keys(frame, table))
    removed = tuple((table.name, key) for key in origins.keys(before, table) if key not in left)
    if not (rest.concerns(table) and table.is_snapshot):
        return replace(delivery, removed=removed)
    reporters, still = (set(part[list(table.replaces)].itertuples(index=False, name=None)) for part in (before, frame))
    vanished = tuple(Ending(table.name, day.date(), tuple(reporter)) for day, *reporter in sorted(reporters - still))
    return replace(delivery, removed=removed, ended=(*delivery.ended, *vanished))


def _named(finding: Finding, edited: Edited) -> Finding:
    """A finding about a row of a grid, which shows no row numbers, by what the row is called."""
    if finding.row is None or not 0 <= finding.row - 2 < len(edited.names):
        return replace(finding, file=FILE)
    name = audit.kept(edited.names[finding.row - 2])
    return replace(finding, file=FILE, row=None, column=f"{name} {finding.column or ''}".strip())
