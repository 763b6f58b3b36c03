"""A delivery that a person typed over the stored rows: what was corrected, and why, is kept with the edition.

    batch = examine(store, [Drop("更正.csv", text, table="toilets")])   # the whole snapshot of the reporter, as it shall be
    batch = as_correction(batch, store.known_tables(sample=False), "抄错一行")
    publish_batch(store, batch, by=…)

A row that was not touched keeps its origin; a corrected one keeps it too, and `explain` says old and new value, who and why.
"""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from data_loaders import origins
from data_loaders.delivering.intake import Batch, Delivery
from data_loaders.store import audit
from data_loaders.tidying.tidy import empty_frame


def as_correction(batch: Batch, known: Mapping[str, pd.DataFrame], reason: str) -> Batch:
    """The same batch as a correction of the stored tables; personal numbers in the reason are masked."""
    return replace(
        batch, deliveries=tuple(_correction(delivery, known, audit.kept(reason)) for delivery in batch.deliveries)
    )


def _correction(delivery: Delivery, known: Mapping[str, pd.DataFrame], reason: str) -> Delivery:
    table = delivery.table
    frame, corrections = origins.compared(delivery.frame, known.get(table.name, empty_frame(table)), table)
    return replace(delivery, frame=frame, corrections=corrections, reason=reason)
