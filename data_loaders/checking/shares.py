"""Shares that were not written in percent: 0.994 among 99.3, or 993."""

import pandas as pd

from data_loaders.findings import Finding, Source
from data_loaders.tidying.headers import Header

# As near to a hundredth of what is usual an indicator comes only when it was written as a fraction.
LIKE_A_HUNDREDTH = (0.8, 1.25)
WHOLE = 100


def check_shares(
    frame: pd.DataFrame, source: Source, header: Header, earlier: pd.DataFrame, obligations: pd.DataFrame | None
) -> list[Finding]:
    """Values of indicators that are a hundredth of what the same one has elsewhere, last year or as the plan's target,
    and shares of more than all. A row that says so in its 备注 is believed.
    """
    if header.table.name != "indicators":
        return []
    usual = _usual(pd.concat([earlier, frame], ignore_index=True), obligations)
    shares = set() if obligations is None else _shares(obligations)
    doubtful = frame[frame["remark"].isna()].dropna(subset=["value"])
    said = [
        _fraction(row, float(value), float(usual.get(indicator, 0)), source, header)
        if value <= WHOLE or indicator not in shares
        else source.finding("value_above_hundred", row=int(row), column=header.text("value"), value=f"{value:g}")
        for row, indicator, value in zip(doubtful.index, doubtful["indicator_id"], doubtful["value"], strict=True)
    ]
    return [finding for finding in said if finding]


def _fraction(row: int, value: float, other: float, source: Source, header: Header) -> Finding | None:
    low, high = LIKE_A_HUNDREDTH
    if not 0 < value <= 1 or not low * other <= value * 100 <= high * other:
        return None
    slots = {"value": f"{value:g}", "other": f"{other:g}", "scaled": f"{value * 100:g}"}
    return source.finding("value_like_fraction", row=int(row), column=header.text("value"), **slots)


def _shares(obligations: pd.DataFrame) -> set[str]:
    """The indicators that count parts of a whole: in percent, and no growth."""
    is_growth = obligations["title"].str.contains("增|提高|比上年|同比").fillna(False).astype(bool)
    return set(obligations.loc[(obligations["unit"] == "%") & ~is_growth, "id"])


def _usual(reported: pd.DataFrame, obligations: pd.DataFrame | None) -> pd.Series:
    """Of each indicator the middle of what is reported in percent; where nothing is, the target that is to be reached."""
    values = reported[["indicator_id", "value"]]
    bases = reported[["indicator_id", "base"]].rename(columns={"base": "value"})
    everything = pd.concat([values, bases]).dropna().astype({"value": float})
    usual = everything[everything["value"] > 1].groupby("indicator_id")["value"].median()
    if obligations is None:
        return usual
    shares = obligations[(obligations["unit"] == "%") & (obligations["rule"] == "indicator_at_least")]
    targets = shares.dropna(subset="target").drop_duplicates("id", keep="last").set_index("id")["target"].astype(float)
    return usual.combine_first(targets)
