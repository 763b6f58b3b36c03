"""The snapshots of a table one after another: what stood before each row."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from data_loaders.reading.distinct import combined
from data_loaders.schema import Table


@dataclass(frozen=True)
class Timeline:
    """The rows of a delivery behind the rows that were known before, and what identifies each through the days."""

    rows: pd.DataFrame
    identity: tuple[str, ...]
    known: int  # so many rows were known before; the delivery's follow

    @classmethod
    def of(cls, frame: pd.DataFrame, earlier: pd.DataFrame, table: Table) -> "Timeline":
        """`frame` and `earlier` are typed; rows of both may speak for the same day, then the delivery counts."""
        frame = frame[frame["as_of"].notna()]
        rows = frame if earlier.empty else pd.concat([earlier, frame])
        return cls(rows, table.identity, len(rows) - len(frame))

    @property
    def days(self) -> list[pd.Timestamp]:
        """The days of the delivery in order, NaT left out."""
        return sorted(self.rows["as_of"].iloc[self.known :].dropna().unique())

    @cached_property
    def _day_codes(self) -> tuple[np.ndarray, pd.Index]:
        return pd.factorize(self.rows["as_of"], sort=True)

    @cached_property
    def _years(self) -> np.ndarray:
        """The year of each day code: values add up through a year and begin anew with the next."""
        return np.array([day.year for day in self._day_codes[1]])

    @cached_property
    def _before(self) -> np.ndarray:
        """For every row the row of the same thing on its last day before within the year; -1 where there is none."""
        days, different = self._day_codes
        before = np.full(len(self.rows), -1)
        if len(different) < 2:
            return before
        parts = [pd.factorize(self.rows[name], use_na_sentinel=False) for name in self.identity]
        things = combined([codes for codes, _ in parts], [len(words) for _, words in parts])
        order = np.lexsort((days, things))  # stable: of two rows of a day the delivery's comes last
        thing, day = things[order], days[order]
        last_of_day = np.append((thing[1:] != thing[:-1]) | (day[1:] != day[:-1]), True)
        group = np.cumsum(np.append(True, last_of_day[:-1])) - 1  # of rows of the same thing and day
        lasts = order[last_of_day]
        previous = np.append(-1, lasts[:-1])
        same = np.append(False, things[lasts[1:]] == things[lasts[:-1]])
        same &= np.append(False, self._years[days[lasts[1:]]] == self._years[days[lasts[:-1]]])
        before[order] = np.where(same, previous, -1)[group]
        return before

    @cached_property
    def pairs(self) -> tuple[np.ndarray, np.ndarray]:
        """The places of the delivery's rows that had a row before, and the places of those."""
        now = np.arange(self.known, len(self.rows))
        then = self._before[now]
        return now[then >= 0], then[then >= 0]

    def values(self, name: str) -> np.ndarray:
        """The numbers of a column, NaN where there is none."""
        return self.rows[name].to_numpy(dtype=float, na_value=np.nan)

    def fallen(self, day: pd.Timestamp, name: str) -> list[tuple[int, int]]:
        """(place of the row, place of the one before) of the delivery's rows of a day whose value is less than before."""
        return self._fallen(name).get(self._day_codes[1].get_loc(day), [])

    def _fallen(self, name: str) -> dict[int, list[tuple[int, int]]]:
        if name not in self._falls:
            self._falls[name] = self._all_fallen(name)
        return self._falls[name]

    @cached_property
    def _falls(self) -> dict[str, dict[int, list[tuple[int, int]]]]:
        return {}

    def _all_fallen(self, name: str) -> dict[int, list[tuple[int, int]]]:
        """The same for all days at once, by day code."""
        values, (now, then) = self.values(name), self.pairs
        fell = values[now] < values[then]
        now, then = now[fell], then[fell]
        days = self._day_codes[0][now]
        return {
            int(day): list(zip(now[days == day].tolist(), then[days == day].tolist(), strict=True))
            for day in np.unique(days)
        }

    def cell(self, name: str, place: int) -> Any:
        """The value of a column in the row at a place."""
        return self.rows[name].iloc[place]
