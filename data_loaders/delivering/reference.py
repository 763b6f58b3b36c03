"""The plan and the village list that ship with the product: facts for every edition, read like any drop.

`reference/<year>/*.csv`; next year's plan is a new folder.
"""

import pickle
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pandas as pd

from data_loaders import origins
from data_loaders.delivering.intake import Drop, names_another_district, take

FOLDER = Path(__file__).parents[1] / "reference"


@cache
def _shipped() -> bytes:
    """The tables as bytes: frames of pandas build their indexes at the first look, so no two threads may share one."""
    years = sorted(path for path in FOLDER.iterdir() if path.is_dir())
    drops = [Drop.of(path) for year in years for path in sorted(year.glob("*.csv"))]
    batch = take(drops, {})
    if not batch.publishable:
        raise ValueError("\n".join(finding.sentence for finding in batch.findings))
    return pickle.dumps({name: origins.shipped(frame) for name, frame in batch.frames().items()})


def tables() -> dict[str, pd.DataFrame]:
    """Table name → typed rows, all shipped years together; the caller's own."""
    return pickle.loads(_shipped())


def beginning(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """What a first edition of these frames begins with: another district has nothing of the one that ships."""
    own = tables()
    if "plan_settings" in frames and names_another_district(frames["plan_settings"], own):
        return {}
    return own


def villages() -> pd.DataFrame:
    """The shipped village list: town, village, code, grade, aliases and the other columns of `villages`."""
    return tables()["villages"]
