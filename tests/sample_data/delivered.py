"""The generator's deliveries, made once for the tests that look at them."""

from functools import cache

import pandas as pd

from data_loaders import schema
from data_loaders.schema import Table
from sample_data import generate


@cache
def tables() -> dict[generate.TableKey, pd.DataFrame]:
    """Every delivery under (table name, day); to be read only."""
    return generate.tables()


def deliveries() -> list[tuple[str, Table, pd.DataFrame]]:
    """The same with what the table declares, and a name for who reads of a failure."""
    return [(f"{name} {day or ''}".strip(), schema.TABLES[name], frame) for (name, day), frame in tables().items()]
