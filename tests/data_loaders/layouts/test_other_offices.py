"""Ledgers of other offices come out right once their proposal is accepted; what they lack is asked for, never guessed."""

from datetime import date

import pandas as pd
import pytest

from tests.data_loaders.layouts.ledgers import asked, explained
from tests.data_loaders.layouts.other_offices import LEDGERS, Ledger


def written(office, ledger: Ledger):
    def merge(workbook):
        for cells in ledger.merges:
            workbook.active.merge_cells(cells)

    return office.xlsx(ledger.file_name, ledger.rows, merge)


def told(ledger: Ledger) -> date | None:
    return date.fromisoformat(ledger.as_of) if ledger.as_of else None


def plain(column: pd.Series) -> list:
    if column.dtype.kind == "M":
        return [None if pd.isna(day) else str(day.date()) for day in column]
    return [None if pd.isna(value) else value for value in column]


@pytest.mark.parametrize(
    "ledger", [one for one in LEDGERS if not one.missing], ids=lambda one: f"{one.tier}-{one.name}"
)
def test_a_proposal_that_is_accepted_as_it_is_gives_the_right_rows(office, ledger):
    batch = explained(written(office, ledger), accept=True, as_of=told(ledger))
    assert batch.publishable, [finding.sentence for finding in batch.findings]
    assert {table["table"]: table["totals"] for table in batch.tables()} == ledger.totals
    for name, values in ledger.columns.items():
        (frame,) = batch.frames().values()
        assert plain(frame[name]) == values, name


@pytest.mark.parametrize("ledger", [one for one in LEDGERS if one.missing], ids=lambda one: one.name)
def test_a_fact_that_no_column_holds_is_asked_for_by_name(office, ledger):
    batch = explained(written(office, ledger), accept=True, as_of=told(ledger))
    assert not batch.publishable
    assert set(ledger.missing) <= {about for about, suggested in asked(batch).items() if suggested is None}
