"""Amounts of money in another unit than their header says: told from the column, its neighbour and the month before.

Nobody can see from a number that 850000 are 元; that it is a hundredfold of what stands beside it, everybody can. A row
that says so in its 备注 is believed.
"""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from data_loaders.checking.timeline import Timeline
from data_loaders.findings import Finding, Source, one_by_one
from data_loaders.schema import Column, Kind
from data_loaders.tidying.headers import Header

# In 万元. Half a project of a village and more is never 1 亿元; nor is it 500 元.
IMPLAUSIBLE, LEAST = 10_000, 0.05
# A single project may be a hundredfold of the usual one; of 1 000 万元 and more, it is 元 under a header of 万元.
HUNDREDFOLD, LARGE = 100, 1_000
# Of what was arranged a small share may be paid, but not a thousandth of all of it.
THOUSANDFOLD, SEVERAL = 1_000, 3


def within(frame: pd.DataFrame, source: Source, header: Header) -> list[Finding]:
    """What the amounts of a sheet say of one another; `frame` is typed, its index the file's row numbers."""
    findings: list[Finding] = []
    columns = list(_amounts(header))
    if len(columns) > 1 and (said := _beside(frame, source, header, *columns[:2])):
        return [said]
    for column in columns:  # a row in another unit is told once, not for each of its amounts
        told = {finding.row for finding in findings if finding.row is not None}
        findings += [said for said in _column(frame, source, header, column) if said.row not in told]
    return findings


def _amounts(header: Header) -> Iterator[Column]:
    return (c for c in header.table.columns if c.kind is Kind.MONEY and c.required and c.name in header.cells)


def _positive(frame: pd.DataFrame, column: Column) -> pd.Series:
    """The amounts above zero in rows without a 备注 to believe."""
    amounts = frame[column.name].dropna().astype(float)
    amounts = amounts[amounts > 0]
    return amounts[frame["remark"].reindex(amounts.index).isna()] if "remark" in frame else amounts


def _column(frame: pd.DataFrame, source: Source, header: Header, column: Column) -> list[Finding]:
    text = header.text(column.name)
    everything = frame[column.name].dropna().astype(float)
    usual = float(everything[everything > 0].median()) if (everything > 0).any() else 0.0
    doubtful = _positive(frame, column)
    if len(doubtful) == (everything > 0).sum() and usual and not LEAST <= usual < IMPLAUSIBLE:
        larger = usual >= IMPLAUSIBLE
        slots: dict[str, Any] = {"amount": _plain(doubtful.max() if larger else usual), "header": column.header}
        return [source.finding("amounts_implausible" if larger else "amounts_tiny", column=text, **slots)]
    bound = LARGE if not column.cumulative else IMPLAUSIBLE  # what was paid begins small
    high = doubtful[(doubtful >= HUNDREDFOLD * usual) & (doubtful >= bound)]
    low = doubtful[(doubtful * THOUSANDFOLD <= usual) & (doubtful < LEAST)]
    return [
        *_each("amount_implausible", high, high / usual, source, text),
        *_each("amount_tiny", low, usual / low, source, text),
    ]


def _each(code: str, amounts: pd.Series, times: pd.Series, source: Source, text: str) -> list[Finding]:
    return one_by_one(
        source,
        list(zip(amounts.index, amounts, times, strict=True)),
        lambda case: source.finding(
            code, row=int(case[0]), column=text, amount=_plain(case[1]), times=f"{case[2]:.0f}"
        ),
    )


def _beside(frame: pd.DataFrame, source: Source, header: Header, whole: Column, part: Column) -> Finding | None:
    """One column in 元 beside the other in 万元."""
    shares = (_positive(frame, part) / _positive(frame, whole)).dropna()
    if len(shares) < SEVERAL or 1 / THOUSANDFOLD < (usual := float(shares.median())) < HUNDREDFOLD:
        return None
    return source.finding(
        "columns_hundredfold", column=header.text(part.name), other=header.text(whole.name),
        times=f"{max(usual, 1 / usual):.0f}", more="大" if usual > 1 else "小",
    )  # fmt: skip


def against_earlier(timeline: Timeline, source: Source, header: Header) -> list[Finding]:
    """Amounts a hundredfold, or a hundredth, of the same project's on its day before."""
    findings = []
    now, then = timeline.pairs
    for column in _amounts(header):
        values, text = timeline.values(column.name), header.text(column.name)
        known = (values[now] > 0) & (values[then] > 0) & timeline.rows["remark"].isna().to_numpy()[now]
        times = values[now[known]] / values[then[known]]
        is_odd = (times >= HUNDREDFOLD) | (times <= 1 / HUNDREDFOLD)
        odd = list(zip(now[known][is_odd].tolist(), then[known][is_odd].tolist(), strict=True))
        if len(odd) >= SEVERAL and 2 * len(odd) > len(times):
            findings.append(_jumped("amounts_jumped", odd[0], timeline, column, source, text, count=len(odd)))
        elif not column.cumulative:  # what was paid may begin with a deposit
            findings += one_by_one(
                source,
                odd,
                lambda pair, column=column, text=text: _jumped("amount_jumped", pair, timeline, column, source, text),  # type: ignore[misc]
            )
    return findings


def _jumped(
    code: str, pair: tuple[int, int], timeline: Timeline, column: Column, source: Source, text: str, **more: int
) -> Finding:
    now, then = pair
    return source.finding(
        code, row=int(timeline.rows.index[now]), column=text, after=_plain(timeline.cell(column.name, now)),
        before=_plain(timeline.cell(column.name, then)), before_date=timeline.cell("as_of", then).date(), **more,
    )  # fmt: skip


def _plain(value: object) -> str:
    return f"{float(str(value)):.6f}".rstrip("0").rstrip(".")
