"""The plan and the village list that ship with the product: facts for every edition, read like any drop.

`reference/<year>/*.csv`; next year's plan is a new folder. May import: `intake`.
"""

from functools import cache
from pathlib import Path

import pandas as pd

FOLDER = Path(__file__).parent / "reference"


@cache
def _shipped() -> dict[str, pd.DataFrame]:
    from data_loaders import intake  # intake checks drops against these tables; it needs none to read them

    years = sorted(path for path in FOLDER.iterdir() if path.is_dir())
    drops = [intake.Drop.of(path) for year in years for path in sorted(year.glob("*.csv"))]
    batch = intake.take(drops, {})
    if not batch.publishable:
        raise ValueError("\n".join(finding.sentence for finding in batch.findings))
    return batch.frames()


def tables() -> dict[str, pd.DataFrame]:
    """Table name → typed rows, all shipped years together."""
    return dict(_shipped())


def villages() -> pd.DataFrame:
    """The shipped village list: town, village, code, grade, aliases and the other columns of `villages`."""
    return _shipped()["villages"]
