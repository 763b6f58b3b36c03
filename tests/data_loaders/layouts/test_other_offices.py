"""Ledgers of other offices come out right once their proposal is accepted; what they lack is asked for, never guessed."""

from datetime import date

import pandas as pd
import pytest

from data_loaders.layouts.layout import Layout, from_json
from tests.data_loaders.layouts.fresh_offices import FRESH
from tests.data_loaders.layouts.further_offices import FURTHER
from tests.data_loaders.layouts.latest_offices import LATEST
from tests.data_loaders.layouts.ledgers import asked, explained
from tests.data_loaders.layouts.newest_offices import NEWEST
from tests.data_loaders.layouts.other_offices import LEDGERS, Ledger
from tests.data_loaders.layouts.shaped_offices import SHAPED

ALL = [*LEDGERS, *FRESH, *NEWEST, *SHAPED, *LATEST, *FURTHER]


def written(office, ledger: Ledger):
    def merge(workbook):
        for cells in ledger.merges:
            workbook.active.merge_cells(cells)

    return office.xlsx(ledger.file_name, ledger.rows, merge)


def told(ledger: Ledger) -> date | None:
    return date.fromisoformat(ledger.as_of) if ledger.as_of else None


def remembered(batch) -> tuple[Layout, ...]:
    """The layouts that were confirmed, as they come out of the store."""
    confirmed = [one.explained.layout for one in batch.deliveries if one.explained and one.explained.confirmed]
    return tuple(from_json(layout.remembered(f"版式{at}").as_json()) for at, layout in enumerate(confirmed))


def plain(column: pd.Series) -> list:
    if column.dtype.kind == "M":
        return [None if pd.isna(day) else str(day.date()) for day in column]
    return [None if pd.isna(value) else value for value in column]


@pytest.mark.parametrize("ledger", [one for one in ALL if not one.missing], ids=lambda one: f"{one.tier}-{one.name}")
def test_a_proposal_that_is_accepted_as_it_is_gives_the_right_rows_and_so_does_its_layout_next_month(office, ledger):
    path = written(office, ledger)
    batch = explained(path, accept=True, as_of=told(ledger))
    assert batch.publishable, [finding.sentence for finding in batch.findings]
    assert {table["table"]: table["totals"] for table in batch.tables()} == ledger.totals
    for name, values in ledger.columns.items():
        (frame,) = batch.frames().values()
        assert plain(frame[name]) == values, name
    again = explained(path, as_of=told(ledger), layouts=remembered(batch))
    assert again.publishable and not again.layout_questions() and again.tables() == batch.tables()


@pytest.mark.parametrize("ledger", [one for one in ALL if one.missing], ids=lambda one: one.name)
def test_a_fact_that_no_column_holds_is_asked_for_by_name(office, ledger):
    batch = explained(written(office, ledger), accept=True, as_of=told(ledger))
    assert not batch.publishable
    assert set(ledger.missing) <= {about for about, suggested in asked(batch).items() if suggested is None}


FUNDS = [["冷库", "潭东镇", "东坑村", "产业", 60, 50, 30], ["村道", "潭口镇", "江坝村", "基础设施", 30, 30, 10]]


@pytest.mark.parametrize(
    ("header", "about"),
    [
        (["安排资金", "拨付到镇", "支付到项目"], "拨付到镇"), (["本年安排资金", "上年结转资金", "累计支出"], "本年安排资金"),
        (["下达资金", "追加资金", "累计支出"], "下达资金"),
    ],
)  # fmt: skip
def test_a_figure_that_another_column_may_be_as_well_is_asked_about(office, header, about):
    title = ["2023年省级衔接资金（10月31日，万元）"]
    path = office.xlsx("资金.xlsx", [title, ["项目名称", "镇", "村", "类别", *header], *FUNDS])
    assert about in asked(explained(path))
