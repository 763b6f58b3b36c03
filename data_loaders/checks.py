"""Is a tidy table believable: ranges, choices, keys, one number against another, this delivery against the last.

Rules within a table are built from its schema and run by pandera; rules that need other tables or the
stored edition follow. May import: `schema`, `findings`, `headers`, `tidy`.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache

import pandas as pd
import pandera.pandas as pa

from data_loaders.findings import Finding, Source, listed
from data_loaders.headers import Header
from data_loaders.schema import FINISHED_STAGES, UNFINISHED_STAGES, Column, Table
from data_loaders.tidy import DTYPES, NUMBERS

FULL = 100.0
# Days that have happened; a plan may name days to come.
PAST_DATES = ("as_of", "actual_finish", "done_on", "accepted_on", "handed_over_on", "assigned_on")
# 任务数 of these tables together make a target of the plan, whose row names the table as its 对象.
PLANNED_TOTALS = ("courtyards", "toilets")


@cache
def pandera_schema(table: Table) -> pa.DataFrameSchema:
    """The schema's declarations as pandera checks: types, ranges, choices."""
    return pa.DataFrameSchema({column.name: _pandera_column(column) for column in table.columns}, strict=True)


def _pandera_column(column: Column) -> pa.Column:
    checks = []
    if column.at_least is not None:
        checks.append(pa.Check.ge(column.at_least))
    if column.at_most is not None:
        checks.append(pa.Check.le(column.at_most))
    if column.choices:
        checks.append(pa.Check.isin(list(column.choices)))
    return pa.Column(DTYPES[column.kind], checks, nullable=not column.required)


def check_table(frame: pd.DataFrame, source: Source, header: Header, today: date) -> list[Finding]:
    """Findings within one table; `frame` is typed, its index the file's row numbers."""
    return [
        *_declared(frame, source, header),
        *_orders(frame, source, header),
        *_future(frame, source, header, today),
        *_stages(frame, source, header),
        *_after_snapshot(frame, source, header),
        *_handover(frame, source, header),
    ]


def _declared(frame: pd.DataFrame, source: Source, header: Header) -> list[Finding]:
    """Failures of the pandera schema, in the words of the catalogue."""
    try:
        pandera_schema(header.table).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
    else:
        return []
    findings = []
    for case in cases.itertuples():
        if case.check == "not_nullable":
            continue  # blank cells were named while tidying
        column = header.table.column(case.column)
        value = _plain(case.failure_case)
        slots = {"row": int(case.index), "column": header.text(column.name), "text": value}
        if column.kind in NUMBERS and column.at_least == 0 and float(case.failure_case) < 0:
            findings.append(source.finding("cell_negative", **slots))
        else:
            low, high = _bound(column.at_least), _bound(column.at_most)
            findings.append(source.finding("cell_out_of_range", low=low, high=high, **slots))
    return findings


def _bound(bound: float | None) -> str:
    return "不限" if bound is None else f"{bound:g}"


def _plain(value: object) -> str:
    if isinstance(value, int | float):
        return f"{float(value):.6f}".rstrip("0").rstrip(".")
    return str(value)


def _orders(frame: pd.DataFrame, source: Source, header: Header) -> list[Finding]:
    """完成 above 任务, 验收 above 完成, 拨付 above 安排."""
    findings = []
    for smaller, larger in header.table.never_above:
        over = frame[frame[smaller].gt(frame[larger]).fillna(False).astype(bool)]
        for row, small, large in zip(over.index, over[smaller], over[larger], strict=True):
            findings.append(
                source.finding(
                    "above", row=int(row), column=header.text(smaller), smaller=header.text(smaller),
                    small=_plain(small), larger=header.text(larger), large=_plain(large),
                )  # fmt: skip
            )
    return findings


def _future(frame: pd.DataFrame, source: Source, header: Header, today: date) -> list[Finding]:
    return [
        source.finding("date_future", row=int(row), column=header.text(name), date=day.date())
        for name in PAST_DATES
        if name in frame
        for row, day in frame[name][frame[name] > pd.Timestamp(today)].items()
    ]


def _stages(frame: pd.DataFrame, source: Source, header: Header) -> list[Finding]:
    """A finished stage below 100 %, an unfinished one at 100 % or with a day of completion."""
    if "stage" not in frame:
        return []
    finished = frame["stage"].isin(FINISHED_STAGES)
    at_odds = (finished & frame["progress"].lt(FULL)) | (frame["stage"].isin(UNFINISHED_STAGES) & frame["progress"].ge(FULL))  # fmt: skip
    findings = [
        source.finding(
            "stage_progress", row=int(row), column=header.text("progress"),
            stage=frame.at[row, "stage"], progress=_plain(frame.at[row, "progress"]),
        )  # fmt: skip
        for row in frame.index[at_odds.fillna(False).astype(bool)]
    ]
    early = frame["stage"].isin(UNFINISHED_STAGES) & frame["actual_finish"].notna()
    return findings + [
        source.finding("finish_before_stage", row=int(row), column=header.text("actual_finish"), stage=frame.at[row, "stage"])
        for row in frame.index[early]
    ]


def _after_snapshot(frame: pd.DataFrame, source: Source, header: Header) -> list[Finding]:
    """Things said to have happened after the day the row speaks for."""
    if "as_of" not in frame:
        return []
    return [
        source.finding(
            "date_after_snapshot", row=int(row), column=header.text(name), date=day.date(), as_of=frame.at[row, "as_of"].date()
        )
        for name in PAST_DATES
        if name in frame and name != "as_of"
        for row, day in frame[name][frame[name] > frame["as_of"]].items()
    ]


def _handover(frame: pd.DataFrame, source: Source, header: Header) -> list[Finding]:
    if "handed_over_on" not in frame:
        return []
    early = frame["handed_over_on"] < frame["accepted_on"]
    return [
        source.finding("handover_before_acceptance", row=int(row), column=header.text("handed_over_on"))
        for row in frame.index[early]
    ]


def without_duplicates(frame: pd.DataFrame, source: Source, table: Table) -> tuple[pd.DataFrame, list[Finding]]:
    """Rows with the same key: identical ones are counted once, different ones refuse the file."""
    key = list(table.key)
    same_key = frame.duplicated(key, keep=False) & frame[key].notna().all(axis=1)
    if not same_key.any():
        return frame, []
    repeated = frame.duplicated(keep="first") & same_key
    findings = []
    if repeated.any():
        rows = list(frame.index[repeated])
        findings.append(source.finding("rows_duplicate", count=len(rows), rows=listed(rows)))
    kept = frame[~repeated]
    for row in kept.index[kept.duplicated(key, keep="first")]:
        first = kept.index[(kept[key] == kept.loc[row, key]).all(axis=1)][0]
        words = "、".join(_key_word(kept.at[row, name]) for name in key)
        findings.append(source.finding("rows_conflict", row=int(row), other=int(first), key=words))
    return kept, findings


def _key_word(value: object) -> str:
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value)


def check_against_stored(
    frame: pd.DataFrame, source: Source, header: Header, stored: pd.DataFrame | None
) -> list[Finding]:
    """Cumulative values that fell and places that vanished since the snapshot before (stored or in the same file)."""
    table = header.table
    if not table.is_snapshot:
        return []
    identity = [name for name in table.key if name != "as_of"]
    earlier = frame if stored is None or stored.empty else pd.concat([stored, frame])
    findings = []
    for day, rows in frame.groupby("as_of"):
        before = earlier[earlier["as_of"] < day]
        if before.empty:
            continue
        previous_day = before["as_of"].max()
        previous = before[before["as_of"] == previous_day].drop_duplicates(identity, keep="last")
        findings += _falls(rows, previous, identity, source, header, previous_day)
        findings += _vanished(rows, previous, source, header)
    return findings


def _falls(rows, previous, identity, source, header, previous_day) -> list[Finding]:
    joined = rows.reset_index(names="row").merge(previous, on=identity, suffixes=("", "_before"))
    findings = []
    for column in header.table.columns:
        if not column.cumulative:
            continue
        fell = joined[(joined[column.name] < joined[f"{column.name}_before"]).fillna(False).astype(bool)]
        for case in fell.to_dict("records"):
            remark = case.get("remark")
            slots = {
                "what": "、".join(str(case[name]) for name in identity if name not in ("town",)),
                "before": _plain(case[f"{column.name}_before"]), "before_date": previous_day.date(),
                "after": _plain(case[column.name]),
            }  # fmt: skip
            code = "fell_remarked" if isinstance(remark, str) else "fell"
            place = {"row": int(case["row"]), "column": header.text(column.name)}
            findings.append(source.finding(code, **place, **slots, remark=remark))
    return findings


def _vanished(rows, previous, source, header) -> list[Finding]:
    """Villages of a delivered town that the snapshot before still had; counted tables only."""
    if not {"town", "village", "planned"} <= set(rows.columns):
        return []
    delivered = previous[previous["town"].isin(rows["town"])]
    now = set(zip(rows["town"], rows["village"], strict=True))
    gone = [f"{town}{village}" for town, village in zip(delivered["town"], delivered["village"], strict=True) if (town, village) not in now]  # fmt: skip
    return [source.finding("places_missing", places=listed(gone))] if gone else []


def check_against_plan(
    frame: pd.DataFrame, source: Source, header: Header, tables: Mapping[str, pd.DataFrame]
) -> list[Finding]:
    """任务数 that do not add up to the plan's target, ids that the plan does not know."""
    obligations = tables.get("plan_obligations")
    if obligations is None or obligations.empty:
        return []
    table = header.table
    findings = []
    if table.name in PLANNED_TOTALS:
        target = obligations.loc[obligations["subject"] == table.name, ["year", "target"]]
        by_year = dict(zip(target["year"], target["target"], strict=True))
        for day, rows in frame.groupby("as_of"):
            planned, summed = by_year.get(day.year), rows["planned"].sum()
            if planned is not None and summed != planned:
                slots = {"summed": _plain(summed), "planned": _plain(planned)}
                findings.append(source.finding("plan_total_differs", column=header.text("planned"), **slots))
    for name in ("duty_id", "indicator_id"):
        if table.has(name) and table.key[0 if name == "duty_id" else 1] == name:
            unknown = frame[~frame[name].isin(obligations["id"])]
            findings += [
                source.finding("reference_unknown", row=int(row), column=header.text(name), text=text)
                for row, text in unknown[name].items()
            ]
    if table.name == "tasks" and (plan_tasks := tables.get("plan_tasks")) is not None:
        unknown = frame[~frame["number"].isin(plan_tasks["number"])]
        findings += [
            source.finding("reference_unknown", row=int(row), column=header.text("number"), text=text)
            for row, text in unknown["number"].items()
        ]
    return list(dict.fromkeys(findings))
