"""How a figure is made of stored rows: one operation, a share of two sums, or the least of some places.

A measure takes its value from here, so what explains it is what computed it. Rows are told by their place in the
edition's table.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from types import MappingProxyType

import numpy as np

from briefing.model import Arithmetic, Made, Operation, RowsOf, Term
from briefing.rows import Rows

# What a row stands for besides its columns, where one may count for several: 潭东镇 2023-09.
STANDS_FOR = "stands_for"
# Sums of 万元 with two decimals each, added up: beyond the sixth decimal there is only noise.
DECIMALS = 6

REDUCE: Mapping[Operation, Callable[[np.ndarray], float]] = MappingProxyType({
    Operation.SUM: lambda numbers: round(float(np.nansum(numbers)), DECIMALS),
    Operation.MIN: lambda numbers: float(np.nanmin(numbers)),
    Operation.MAX: lambda numbers: float(np.nanmax(numbers)),
})  # fmt: skip


def made(arithmetic: Arithmetic, rows: Mapping[str, Rows], stands_for: Sequence[str] | None = None) -> Made:
    """A figure made of the rows of some tables; `stands_for` goes with the rows of the only one."""
    if stands_for is not None:
        rows = {name: standing_for(own, stands_for) for name, own in rows.items()}
    terms = arithmetic.terms(rows)
    places = tuple(RowsOf(name, _places(own)) for name, own in rows.items())
    return Made(arithmetic, terms, arithmetic.value(terms), places, None if stands_for is None else tuple(stands_for))


def standing_for(rows: Rows, what: Sequence[str] | np.ndarray) -> Rows:
    """Rows with what each stands for."""
    return rows.adding(**{STANDS_FOR: np.array(what, dtype=object)})


def _places(rows: Rows) -> np.ndarray:
    """Which rows of the table these are; nobody may change it, for a cache shares it between threads."""
    places = rows.places.astype(np.int32)
    places.setflags(write=False)
    return places


def _only(rows: Mapping[str, Rows]) -> Rows:
    (own,) = rows.values()
    return own


@dataclass(frozen=True)
class Single:
    """One operation over one column, or over the rows themselves."""

    formula: str
    operation: Operation
    columns: tuple[str, ...] = ()
    name: str = ""  # what is counted, where it is no column

    def terms(self, rows: Mapping[str, Rows]) -> tuple[Term, ...]:
        """The one term."""
        own = _only(rows)
        if self.operation is Operation.COUNT:
            value = float(len(own))
        elif self.operation is Operation.DISTINCT:
            value = float(len({*own[self.columns[0]]} - {None}))
        elif self.operation is not Operation.SUM and not own:
            return ()
        else:
            value = REDUCE[self.operation](own[self.columns[0]])
        return (Term(self.name or self.columns[0], self.operation, value),)

    def value(self, terms: Sequence[Term]) -> float | None:
        """The term itself."""
        return terms[0].value if terms else None


@dataclass(frozen=True)
class Share:
    """Of the sum of one column that of another, or of some of its rows, in percent."""

    formula: str
    part: str
    whole: str
    only: tuple[str, str] | None = None  # the part: rows whose column says so

    def terms(self, rows: Mapping[str, Rows]) -> tuple[Term, ...]:
        """Part and whole, and the share where there is a whole."""
        every = _only(rows)
        own = every if self.only is None else every.where(every[self.only[0]] == self.only[1])
        about = self.only[1] if self.only else ""
        part, whole = (REDUCE[Operation.SUM](numbers) for numbers in (own[self.part], every[self.whole]))
        sums = (Term(self.part, Operation.SUM, part, about), Term(self.whole, Operation.SUM, whole))
        return (*sums, Term("share", Operation.SHARE, part / whole)) if whole else sums

    def value(self, terms: Sequence[Term]) -> float | None:
        """The share in percent; None of nothing."""
        share = next((term.value for term in terms if term.operation is Operation.SHARE), None)
        return None if share is None else round(share * 100, DECIMALS)


@dataclass(frozen=True)
class LeastOfPlaces:
    """The least of the sums of some villages; one that is listed and has no row has nothing."""

    formula: str
    column: str
    table: str
    villages: str  # the table that lists them

    def terms(self, rows: Mapping[str, Rows]) -> tuple[Term, ...]:
        """A sum for each village, and the least of them."""
        amounts: dict[tuple[str, str], list[float]] = {}
        for town, village, amount in rows[self.table].cells("town", "village", self.column):
            amounts.setdefault((town, village), []).append(amount or 0.0)
        terms = [
            Term(self.column, Operation.SUM, round(fsum(amounts.get(place, ())), DECIMALS), "".join(place))
            for place in rows[self.villages].cells("town", "village")
        ]
        least = [Term(self.column, Operation.MIN, min(term.value for term in terms))] if terms else []
        return (*terms, *least)

    def value(self, terms: Sequence[Term]) -> float | None:
        """The least; None without a village."""
        return terms[-1].value if terms else None
