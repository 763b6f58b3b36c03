"""Shares written as fractions where the indicator counts in percent: 0.994 among 99.3."""

import pandas as pd

from data_loaders.findings import Finding, Source
from data_loaders.tidying.headers import Header

# As near to a hundredth of what is usual an indicator comes only when it was written as a fraction.
LIKE_A_HUNDREDTH = (0.8, 1.25)


def like_fractions(
    frame: pd.DataFrame, source: Source, header: Header, earlier: pd.DataFrame, obligations: pd.DataFrame | None
) -> list[Finding]:
    """Values of indicators that are a hundredth of what the same one has elsewhere, last year or as the plan's target.

    A row that says so in its 备注 is believed.
    """
    if header.table.name != "indicators":
        return []
    usual = _usual(pd.concat([earlier, frame], ignore_index=True), obligations)
    low, high = LIKE_A_HUNDREDTH
    findings = []
    doubtful = frame[frame["remark"].isna()]
    for row, indicator, value in zip(doubtful.index, doubtful["indicator_id"], doubtful["value"], strict=True):
        if pd.isna(value) or not 0 < value <= 1 or indicator not in usual.index:
            continue
        other = float(usual[indicator])
        if low * other <= value * 100 <= high * other:
            slots = {"value": f"{value:g}", "other": f"{other:g}", "scaled": f"{value * 100:g}"}
            findings.append(source.finding("value_like_fraction", row=int(row), column=header.text("value"), **slots))
    return findings


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
