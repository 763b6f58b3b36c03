"""What files deliver together, and how it is told outside."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from data_loaders.delivering.intake.drops import SAMPLE_MARK, Drop
from data_loaders.endings import Ending
from data_loaders.findings import Finding, Source, publishable
from data_loaders.layouts.explain import Explained, samples, word_meanings
from data_loaders.origins import Correction, Removal
from data_loaders.schema import TABLES, Kind, Table
from data_loaders.store.drafts import STAMPS

PREVIEWED_ROWS = 5


@dataclass(frozen=True)
class Delivery:
    """The rows one sheet delivers to one table; `frame` is typed, its index the file's row numbers."""

    table: Table
    source: Source
    frame: pd.DataFrame
    drop: Drop
    explained: Explained | None = None  # by which layout, where the declared headers did not suffice
    ended: tuple[Ending, ...] = ()  # what it says has come to an end
    corrections: tuple[Correction, ...] = ()  # the cells that a person corrected, where it is a 更正
    removed: tuple[Removal, ...] = ()  # the rows that it takes out
    reason: str = ""  # why, in that person's words
    drafts: tuple[str, ...] = ()  # the stamps of what units filled in, where it was made of that


@dataclass(frozen=True)
class Batch:
    """Everything some files deliver together, and everything there is to say about them."""

    deliveries: tuple[Delivery, ...]
    findings: tuple[Finding, ...]

    @property
    def publishable(self) -> bool:
        """Whether all files of the batch may become an edition."""
        return publishable(self.findings)

    @property
    def is_marked_sample(self) -> bool:
        """Whether any row calls itself 示例数据."""
        return any(delivery.frame["remark"].str.startswith(SAMPLE_MARK).any() for delivery in self.deliveries)

    @property
    def questions(self) -> tuple[Finding, ...]:
        """What a person must answer before the batch is published."""
        return tuple(finding for finding in self.findings if finding.asks)

    def frames(self) -> dict[str, pd.DataFrame]:
        """Table name → the rows of all files, ready for the store."""
        frames: dict[str, list[pd.DataFrame]] = {}
        for delivery in self.deliveries:
            frames.setdefault(delivery.table.name, []).append(delivery.frame)
        return {
            name: pd.concat(parts, ignore_index=True).drop_duplicates(list(TABLES[name].key), keep="last")
            if len(parts) > 1
            else parts[0].reset_index(drop=True)
            for name, parts in frames.items()
        }

    def files(self) -> list[dict]:
        """Name, fingerprint and table of each delivery, and what a person confirmed, as the edition keeps them."""
        return [
            {"name": delivery.source.file, "sha256": delivery.drop.sha256, "table": delivery.table.name}
            | ({"sheet": delivery.source.sheet} if delivery.source.sheet is not None else {})
            | ({"confirmed": sorted(delivery.drop.confirmed)} if delivery.drop.confirmed else {})
            | ({"layout": name} if delivery.explained and (name := delivery.explained.layout.name) else {})
            | ({"ended": [ending.as_json() for ending in delivery.ended]} if delivery.ended else {})
            | ({"corrections": [one.as_json() for one in delivery.corrections]} if delivery.corrections else {})
            | ({"removed": [[table, list(key)] for table, key in delivery.removed]} if delivery.removed else {})
            | ({"reason": delivery.reason} if delivery.reason else {})
            | ({STAMPS: list(delivery.drafts)} if delivery.drafts else {})
            for delivery in self.deliveries
        ]

    @property
    def explained(self) -> tuple[Explained, ...]:
        """The sheets that a layout explains."""
        found = (delivery.explained for delivery in self.deliveries if delivery.explained)
        return tuple(one for one in found if one.layout.name or not one.is_settled or one.confirmed)

    def layouts(self) -> list[dict]:
        """The layouts of the sheets whose headers are not ours, as `check --json` gives them."""
        return [_layout_as_json(explained) for explained in self.explained]

    def previews(self) -> list[dict]:
        """For every sheet under a layout that is not settled: the layout, samples of its columns, and the rows that come
        out, the first of them, how many, their totals and how often each word of a choice.
        """
        return [
            _layout_as_json(delivery.explained)
            | {"samples": samples(delivery.explained), "words": word_meanings(delivery.explained)}
            | {"rows": _first_rows(delivery.frame, delivery.table)}
            | {"count": len(delivery.frame), "totals": _totals(delivery.frame, delivery.table)}
            | {"counts": _counts(delivery.frame, delivery.table), "remembered": delivery.explained.remembered}
            for delivery in self.deliveries
            if delivery.explained in self.explained
            and not (delivery.explained.remembered and delivery.explained.is_settled)
        ]

    def layout_questions(self) -> list[dict]:
        """What is to be confirmed about them."""
        return [
            {"file": one.grid.source.file, "sheet": one.grid.source.sheet} | question.as_json()
            for one in self.explained
            for question in one.questions
        ]

    def tables(self) -> list[dict]:
        """Per table and 截至日期: row count and the totals of the additive columns, under their Chinese headers."""
        return [
            {"table": name, "as_of": day, "rows": len(part), "totals": _totals(part, TABLES[name])}
            for name, frame in self.frames().items()
            for day, part in _by_day(frame, TABLES[name])
        ]


def _layout_as_json(explained: Explained) -> dict:
    plain = explained.layout.as_json()
    source = explained.grid.source
    kept = ("name", "table", "columns", "constants", "from_title", "generated")
    return {"file": source.file, "sheet": source.sheet} | {key: plain[key] for key in kept}


def _first_rows(frame: pd.DataFrame, table: Table) -> list[dict[str, str]]:
    """Some rows under our headers, as text, without what is blank in all of them."""
    shown = frame[list(table.names)].head(PREVIEWED_ROWS).dropna(axis=1, how="all")
    return [
        {table.column(name).title: _shown(value) for name, value in row.items()} for row in shown.to_dict("records")
    ]


def _shown(value: object) -> str:
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return (
        ("是" if value else "否")
        if isinstance(value, bool)
        else f"{value:g}"
        if isinstance(value, float)
        else str(value)
    )


def _by_day(frame: pd.DataFrame, table: Table) -> Iterable[tuple[str | None, pd.DataFrame]]:
    if not table.is_snapshot:
        return [(None, frame)]
    needed = ["as_of", *(column.name for column in table.columns if column.additive)]
    return [(day.date().isoformat(), part) for day, part in frame[needed].groupby("as_of")]


def _counts(frame: pd.DataFrame, table: Table) -> dict[str, dict[str, int]]:
    """How often each word of a choice came out, in the order of the choices."""
    chosen = [column for column in table.columns if column.kind is Kind.CHOICE and column.name in frame]
    found = {column.title: frame[column.name].value_counts() for column in chosen}
    return {
        column.title: {word: int(found[column.title][word]) for word in column.choices if word in found[column.title]}
        for column in chosen
        if len(found[column.title])
    }


def _totals(frame: pd.DataFrame, table: Table) -> dict[str, float]:
    """Sums of the additive columns that are filled at all; counts as int."""
    return {
        column.title: int(total) if column.kind is Kind.WHOLE else round(float(total), 6)
        for column in table.columns
        if column.additive and frame[column.name].notna().any()
        for total in [frame[column.name].sum()]
    }
