"""The stored rows of a village: what its place on the map and its card are made of, each with its origin."""

from collections.abc import Sequence
from datetime import date

from briefing.compose import opened
from briefing.explaining.explanation import Row, rows_of
from data_loaders.schema import PROGRESS_TABLES
from data_loaders.store.editions import Edition


def rows_of_village(
    edition: Edition, editions: Sequence[Edition], town: str, village: str, as_of: date
) -> tuple[Row, ...]:
    """The newest rows of a village on a day, ledger by ledger. `editions` are all of the store.

    PlanMissing, Refused as `compose`.
    """
    ledgers = opened(edition, as_of).ledgers
    found: list[Row] = []
    for table in PROGRESS_TABLES:
        if table.has("village"):
            rows = ledgers.on(table.name).rows
            own = rows.where((rows["town"] == town) & (rows["village"] == village))
            found += rows_of(table.name, own.frame, edition, editions)
    return tuple(found)
