"""The plan and the village list that ship with the product: facts for every edition, read like any drop.

`reference/<year>/*.csv`; next year's plan is a new folder.
"""

import pickle
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path

import pandas as pd

from data_loaders import origins
from data_loaders.delivering.intake import DEFINING, Drop, is_of_another_district, take

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


class OnDemand(Mapping[str, pd.DataFrame]):
    """The same tables, read when one of them is first asked for: where there is an edition they mostly are not."""

    @cached_property
    def _read(self) -> dict[str, pd.DataFrame]:
        return tables()

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in DEFINING:
            raise KeyError(name)
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(DEFINING)

    def __len__(self) -> int:
        return len(DEFINING)


def beginning(frames: Mapping[str, pd.DataFrame]) -> Mapping[str, pd.DataFrame]:
    """What a first edition of these frames begins with: another district has nothing of the one that ships."""
    own = OnDemand()
    return {} if is_of_another_district(frames, own) else own


def villages() -> pd.DataFrame:
    """The shipped village list: town, village, code, grade, aliases and the other columns of `villages`."""
    return tables()["villages"]
