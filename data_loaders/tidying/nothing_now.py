"""A sheet that says 本期无 in place of rows: its reporter has nothing more."""

import re
from collections.abc import Iterable
from datetime import date

import numpy as np

from data_loaders.reading.grid import Grid
from data_loaders.tidying.as_of import stated_day
from data_loaders.tidying.cells import as_text
from data_loaders.tidying.gazetteer import Gazetteer
from data_loaders.tidying.headers import Header

# 本期无变化 is another thing: all stays as it was.
_NOTHING = re.compile(r"本(?:期|月|季度?|次)(?:均|暂)?无(?!变|更|新|调|异)")
_FEW_ROWS = 20  # a sheet with more rows has something to say


def says_nothing(grid: Grid, header: Header) -> bool:
    """Whether every filled row below the header says 本期无, or none is filled and a title or the file's name says so."""
    below = grid.rows[np.asarray(grid.rows) > header.rows[-1]]
    if len(below) > _FEW_ROWS:
        return False
    rows = [_texts(grid.cells.loc[row]) for row in below]
    filled = [texts for texts in rows if texts]
    if filled:
        return all(any(_NOTHING.search(text) for text in texts) for texts in filled)
    return any(_NOTHING.search(text) for text in [*_all_texts(grid), grid.source.file])


def who_has_nothing(grid: Grid, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The towns that such a sheet names in its cells, else in its own name or the file's."""
    for texts in (_all_texts(grid), [grid.source.sheet or "", grid.source.file]):
        named = [town for town in gazetteer.towns if any(_names(text, town, gazetteer) for text in texts)]
        if named:
            return tuple(named)
    return ()


def from_which_day(grid: Grid, given: date | None) -> date | None:
    """The 截至日期 of such a sheet: as given, else from its cells, else from its own name or the file's."""
    return given or stated_day(_all_texts(grid)) or stated_day([grid.source.sheet or "", grid.source.file])


def _names(text: str, town: str, gazetteer: Gazetteer) -> bool:
    return town in text or gazetteer.town(text) == town


def _all_texts(grid: Grid) -> list[str]:
    return [text for row in grid.cells.itertuples(index=False, name=None) for text in _texts(row)]


def _texts(cells: Iterable[object]) -> list[str]:
    return [text for cell in cells if (text := as_text(cell).strip())]
