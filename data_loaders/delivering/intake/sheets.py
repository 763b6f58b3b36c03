"""A sheet under the headers that we declare."""

import re
from dataclasses import dataclass

from data_loaders.delivering.intake.drops import Drop
from data_loaders.delivering.intake.sheet_rows import Now, Read, derivable, read_nothing_now, read_rows
from data_loaders.delivering.intake.unknown_ledgers import UnknownLedger
from data_loaders.layouts.constants import day_made_on, section_headings
from data_loaders.layouts.language import subjects
from data_loaders.layouts.language.words import has_figure_unread, has_parts, has_rival, names_tasks
from data_loaders.layouts.sheet import is_deeper
from data_loaders.reading.grid import Grid
from data_loaders.schema import Column, Kind
from data_loaders.tidying import headers, nothing_now, rows
from data_loaders.tidying.as_of import tells_day
from data_loaders.tidying.cells import as_text, is_blank, squeezed

_CODE = re.compile(r"[A-Za-z]|\d(?:\.0)?")


@dataclass(frozen=True)
class Sheet:
    """A sheet recognised as a table, not yet read."""

    drop: Drop
    grid: Grid
    header: headers.Header

    @property
    def table_name(self) -> str:
        return self.header.table.name

    @property
    def has_rows(self) -> bool:
        """Whether anything stands below the header."""
        return bool((self.grid.rows > self.header.rows[-1]).any())

    @property
    def missing(self) -> list[Column]:
        """The required columns that the sheet lacks and that nothing else can tell."""
        return headers.missing_columns(self.header, derivable(self.header, self.grid.source))

    def is_lesser_than(self, complete: "Sheet") -> bool:
        """A sheet that names nothing by key, as a summary by town, or has less than half of the columns, as a word list."""
        missing = {column.name for column in self.missing} - {column.name for column in complete.missing}
        return bool(missing & set(self.header.table.key)) or 2 * len(missing) > len(headers.telling(self.header.table))

    def is_aside_of(self, complete: "Sheet") -> bool:
        """A summary by town or a list of words beside the table itself: no columns that could be the missing ones."""
        if self.table_name != complete.table_name or not self.is_lesser_than(complete):
            return False
        lacks_key = any(column.name in self.header.table.key for column in self.missing)
        return lacks_key or not self.header.ignored

    @property
    def is_complete(self) -> bool:
        """Whether the declared headers say everything that they must."""
        if self.missing or self.header.twice or self._is_list_by_chance or self.drop.said:
            return False
        if self.table_name == "tasks" and (names_tasks(self.header) or self._fills("title")):
            return False  # the names tell whether the numbers are the plan's
        if (told := subjects.named("".join(self.header.titles))) and self.table_name not in told:
            return False  # the title speaks of another ledger
        if any(column.kind is Kind.CHOICE and self._holds_codes(column.name) for column in self.header.table.columns):
            return False  # what 1, 2 and 3 mean is said elsewhere, or by a person
        if any(section_headings(self.grid, self.header.rows).values()):
            return False  # headings stand beside the sums of what is below them
        if has_parts(self.header) or has_rival(self.header) or has_figure_unread(self.header):
            return False
        return not is_deeper(self.grid, self.header)

    def _fills(self, name: str) -> bool:
        """Whether anything stands below the header of a column."""
        return bool(self._below(name))

    def _holds_codes(self, name: str) -> bool:
        """Whether single letters or digits stand below the header of a column, and nothing else."""
        own = self._below(name)
        return bool(own) and all(_CODE.fullmatch(squeezed(as_text(cell))) for cell in own)

    def _below(self, name: str) -> list[object]:
        """The different cells below the header of a column that are not blank; none without the column."""
        cell = self.header.cells.get(name)
        if cell is None:
            return []
        below = self.grid.rows > self.header.rows[-1]
        return [value for value in self.grid.column(cell.position)[below].used if not is_blank(value)]

    @property
    def _is_list_by_chance(self) -> bool:
        """Towns and villages alone make no village list: that replaces the whole one."""
        words = (self.drop.name, self.grid.source.sheet or "", *self.header.titles)
        is_named = self.drop.table or any(word in text for word in self.header.table.words for text in words)
        return self.header.table.name == "villages" and "code" not in self.header.cells and not is_named

    def read(self, now: Now) -> Read:
        grid, header = self.grid, self.header
        headers.require_complete(grid, header, derivable(header, grid.source))
        if (
            header.table.is_snapshot
            and day_made_on(header.titles)
            and not tells_day(grid, header, self.drop.as_of or now.as_of)
        ):
            return UnknownLedger(self.drop, grid, header, (), ()).read(now)  # a person says whether it is that day
        if "town" in header.table.reporter and nothing_now.says_nothing(grid, header):
            delivery, said = read_nothing_now(grid, header, self.drop, now)
            return [(header, delivery)], said
        delivery, said = read_rows(grid, header, rows.data_rows(grid, header), self.drop, now)
        return [(header, delivery)], said
