"""How a figure is made of stored rows: one operation, a share of two sums, or the least of some places.

A measure takes its value from here, so what explains it is what computed it. Rows are told by their place in the
edition's table, which is the index of a frame until somebody numbers it anew.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd

from briefing.model import Arithmetic, Made, Operation, Rows, RowsOf, Term

# What a row stands for besides its columns, where one may count for several: 潭东镇 2023-09.
STANDS_FOR = "stands_for"
# Sums of 万元 with two decimals each, added up: beyond the sixth decimal there is only noise.
DECIMALS = 6

REDUCE: Mapping[Operation, Callable[[pd.Series], float]] = MappingProxyType({
    Operation.SUM: lambda numbers: round(float(numbers.sum()), DECIMALS),
    Operation.MIN: lambda numbers: float(numbers.min()),
    Operation.MAX: lambda numbers: float(numbers.max()),
})  # fmt: skip


def made(arithmetic: Arithmetic, rows: Rows, stands_for: Sequence[str] | None = None) -> Made:
    """A figure made of the rows of some tables; `stands_for` goes with the rows of the only one."""
    if stands_for is not None:
        rows = {name: frame.assign(**{STANDS_FOR: list(stands_for)}) for name, frame in rows.items()}
    terms = arithmetic.terms(rows)
    places = tuple(RowsOf(name, _places(frame)) for name, frame in rows.items())
    return Made(arithmetic, terms, arithmetic.value(terms), places, None if stands_for is None else tuple(stands_for))


def _places(frame: pd.DataFrame) -> np.ndarray:
    """Which rows of the table these are; nobody may change it, for a cache shares it between threads."""
    places = frame.index.to_numpy(dtype=np.int32, copy=True)
    places.setflags(write=False)
    return places


def _only(rows: Rows) -> pd.DataFrame:
    (frame,) = rows.values()
    return frame


@dataclass(frozen=True)
class Single:
    """One operation over one column, or over the rows themselves."""

    formula: str
    operation: Operation
    columns: tuple[str, ...] = ()
    name: str = ""  # what is counted, where it is no column

    def terms(self, rows: Rows) -> tuple[Term, ...]:
        """The one term."""
        frame = _only(rows)
        if self.operation is Operation.COUNT:
            value = float(len(frame))
        elif self.operation is Operation.DISTINCT:
            value = float(frame[self.columns[0]].nunique())
        elif self.operation is not Operation.SUM and frame.empty:
            return ()
        else:
            value = REDUCE[self.operation](frame[self.columns[0]])
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

    def terms(self, rows: Rows) -> tuple[Term, ...]:
        """Part and whole, and the share where there is a whole."""
        frame = _only(rows)
        own = frame if self.only is None else frame[frame[self.only[0]] == self.only[1]]
        about = self.only[1] if self.only else ""
        part, whole = (REDUCE[Operation.SUM](column) for column in (own[self.part], frame[self.whole]))
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

    def terms(self, rows: Rows) -> tuple[Term, ...]:
        """A sum for each village, and the least of them."""
        by = ["town", "village"]
        sums = rows[self.table].groupby(by)[self.column].sum().to_dict()
        listed = list(rows[self.villages][by].itertuples(index=False, name=None))
        terms = [
            Term(self.column, Operation.SUM, round(float(sums.get(place, 0.0)), DECIMALS), "".join(place))
            for place in listed
        ]
        least = [Term(self.column, Operation.MIN, min(term.value for term in terms))] if terms else []
        return (*terms, *least)

    def value(self, terms: Sequence[Term]) -> float | None:
        """The least; None without a village."""
        return terms[-1].value if terms else None
