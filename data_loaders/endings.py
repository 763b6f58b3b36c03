"""What has come to an end: a reporter that says 本期无, or rows that a delivery leaves out on purpose.

Kept with the file that said so, in the row of the edition; without it what is missing would be 未报.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Ending:
    """From a day on a reporter has nothing more in a table, or only a `thing` of it has ended."""

    table: str
    as_of: date
    reporter: tuple[str, ...]  # the values of `Table.reporter`
    thing: tuple[str, ...] = ()  # the values of the table's key without the day; () is all

    def as_json(self) -> list:
        """The ending as plain values."""
        return [self.table, self.as_of.isoformat(), list(self.reporter), list(self.thing)]


def endings_of(files: Iterable[dict]) -> tuple[Ending, ...]:
    """What the files of an edition say has ended."""
    return tuple(
        Ending(table, date.fromisoformat(day), tuple(reporter), tuple(thing))
        for file in files
        for table, day, reporter, thing in file.get("ended", ())
    )
