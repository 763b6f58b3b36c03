"""Is a tidy table believable: ranges, keys, one number against another, this delivery against the last.

Rules within a table are what its schema declares; rules that need other tables or the stored edition follow.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from data_loaders import plan_words
from data_loaders.checking import magnitudes
from data_loaders.checking.timeline import Timeline
from data_loaders.findings import Finding, Source, listed, once_each, one_by_one
from data_loaders.reading.distinct import combined
from data_loaders.schema import FINISHED_STAGES, UNFINISHED_STAGES, Column, Table
from data_loaders.tidying.cells import squeezed
from data_loaders.tidying.headers import Header
from data_loaders.tidying.nearness import LIKELY_THE_SAME, closeness, nearest_name
from data_loaders.typed_frames import told_apart

FULL = 100.0
# So many rows, and all, with a part above its whole are two headers exchanged.
THROUGHOUT = 3
# Codes up to so many times their number are counted in an array, wider ones are made closer first.
SPARSE = 8
# Columns that number a thing, and may number two by mistake: 1, 2, 3 in each town.
NUMBERED = ("project_id", "site_id")
# Days that have happened; a plan may name days to come.
PAST_DATES = ("as_of", "actual_finish", "done_on", "accepted_on", "handed_over_on", "assigned_on")
# 任务数 of these tables together make a target of the plan, whose row names the table as its 对象.
PLANNED_TOTALS = ("courtyards", "toilets")


def check_table(frame: pd.DataFrame, source: Source, header: Header, today: date) -> list[Finding]:
    """Findings within one table; `frame` is typed, its index the file's row numbers."""
    amounts = magnitudes.within(frame, source, header)
    # Amounts in two units are above one another in every row, which is told once.
    orders = [] if any(said.code == "columns_hundredfold" for said in amounts) else _orders(frame, source, header)
    return [
        *_declared(frame, source, header),
        *orders,
        *_future(frame, source, header, today),
        *_stages(frame, source, header),
        *_after_snapshot(frame, source, header),
        *_handover(frame, source, header),
        *amounts,
    ]


def _declared(frame: pd.DataFrame, source: Source, header: Header) -> list[Finding]:
    """Numbers below or above what the schema says a column can hold."""
    findings = []
    for column in header.table.stored:
        for bound, beyond in ((column.at_least, pd.Series.lt), (column.at_most, pd.Series.gt)):
            if bound is not None and (far := beyond(frame[column.name], bound).fillna(False).astype(bool)).any():
                findings += one_by_one(
                    source,
                    list(frame.loc[far, column.name].items()),
                    lambda case, column=column: _out_of_range(case[0], case[1], column, source, header),  # type: ignore[misc]
                )
    return findings


def _out_of_range(row: int, value: float, column: Column, source: Source, header: Header) -> Finding:
    place: dict[str, Any] = {"row": int(row), "column": header.text(column.name), "text": _plain(value)}
    if column.at_least == 0 and value < 0:
        return source.finding("cell_negative", **place)
    return source.finding("cell_out_of_range", low=_bound(column.at_least), high=_bound(column.at_most), **place)


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
        names: dict[str, Any] = {
            "column": header.text(smaller),
            "smaller": header.text(smaller),
            "larger": header.text(larger),
        }
        filled = int((frame[smaller].notna() & frame[larger].notna()).sum())
        if len(over) == filled >= THROUGHOUT:
            findings.append(source.finding("columns_exchanged", **names))
            continue
        findings += one_by_one(
            source,
            list(zip(over.index, over[smaller], over[larger], strict=True)),
            lambda case, names=names: source.finding(  # type: ignore[misc]
                "above", row=int(case[0]), small=_plain(case[1]), large=_plain(case[2]), **names
            ),
        )
    return findings


def _future(frame: pd.DataFrame, source: Source, header: Header, today: date) -> list[Finding]:
    findings = []
    for name in PAST_DATES:
        if name in frame:
            late = frame[name][frame[name] > pd.Timestamp(today)]
            findings += once_each(
                source,
                [(int(row), day) for row, day in late.items()],
                lambda row, late=late, name=name: source.finding(  # type: ignore[misc]
                    "date_future", row=row, column=header.text(name), date=late[row].date()
                ),
            )
    return findings


def _stages(frame: pd.DataFrame, source: Source, header: Header) -> list[Finding]:
    """A finished stage below 100 %, an unfinished one at 100 % or with a day of completion."""
    if "stage" not in frame:
        return []
    finished = frame["stage"].isin(FINISHED_STAGES)
    at_odds = (finished & frame["progress"].lt(FULL)) | (frame["stage"].isin(UNFINISHED_STAGES) & frame["progress"].ge(FULL))  # fmt: skip
    findings = [
        source.finding(
            "stage_progress",
            row=int(row),
            column=header.text("progress"),
            stage=frame.at[row, "stage"],
            progress=_plain(frame.at[row, "progress"]),
        )
        for row in frame.index[at_odds.fillna(False).astype(bool)]
    ]
    early = frame["stage"].isin(UNFINISHED_STAGES) & frame["actual_finish"].notna()
    return findings + [
        source.finding(
            "finish_before_stage", row=int(row), column=header.text("actual_finish"), stage=frame.at[row, "stage"]
        )
        for row in frame.index[early]
    ]


def _after_snapshot(frame: pd.DataFrame, source: Source, header: Header) -> list[Finding]:
    """Things said to have happened after the day the row speaks for."""
    if "as_of" not in frame:
        return []
    return [
        source.finding(
            "date_after_snapshot",
            row=int(row),
            column=header.text(name),
            date=day.date(),
            as_of=frame.at[row, "as_of"].date(),
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
    same_key = _share_key(frame, key)
    if not same_key.any():
        return frame, _same_numbers(frame, source, table)
    repeated = frame.duplicated(keep="first") & same_key
    findings = []
    if repeated.any():
        rows = list(frame.index[repeated])
        findings.append(source.finding("rows_duplicate", count=len(rows), rows=listed(map(source.row, rows))))
    kept = frame[~repeated]
    same = kept[_share_key(kept, key)]
    first = same.index.to_series().groupby([same[name] for name in key]).transform("first")
    conflicts = [(int(row), int(other)) for row, other in first.items() if row != other]
    findings += one_by_one(source, conflicts, lambda case: _conflict(kept, *case, source, table))
    return kept, findings if conflicts else [*findings, *_same_numbers(kept, source, table)]


def _same_numbers(frame: pd.DataFrame, source: Source, table: Table) -> list[Finding]:
    """Projects of other names and places under one number, which their sources of money keep apart in the key alone."""
    if not table.has("project_id"):
        return []
    number, header = ["as_of", "project_id"], table.column("project_id").header
    shared = _share_key(frame, number)
    if not shared.any():
        return []
    told = frame[shared].dropna(subset=["project", "village"])
    first = told.index.to_series().groupby([told[name] for name in number]).transform("first")
    firsts = told.loc[first]
    is_other = (told["project"].to_numpy() != firsts["project"].to_numpy()) & (
        told["village"].to_numpy() != firsts["village"].to_numpy()
    )
    return one_by_one(
        source,
        list(zip(told.index[is_other], first[is_other], strict=True)),
        lambda case: source.finding(
            "identity_unclear", row=int(case[0]), column=header, other=source.row(int(case[1])), header=header,
            key=_key_word(told.at[case[0], "project_id"]),
        ),
    )  # fmt: skip


def _conflict(frame: pd.DataFrame, row: int, other: int, source: Source, table: Table) -> Finding:
    """Two rows under one key: written twice, or two things under one number."""
    key = "、".join(_key_word(frame.at[row, name]) for name in table.key)
    number = next((name for name in table.key if name in NUMBERED), None)
    apart = [name for name in ("village", "project") if table.has(name)]
    if number and all(_differ(frame.at[row, name], frame.at[other, name]) for name in apart):
        header = table.column(number).header
        return source.finding(
            "identity_unclear", row=row, column=header, other=source.row(other), key=key, header=header
        )
    return source.finding("rows_conflict", row=row, other=source.row(other), key=key)


def _differ(one: object, other: object) -> bool:
    return isinstance(one, str) and isinstance(other, str) and one != other


def _share_key(frame: pd.DataFrame, key: list[str]) -> np.ndarray:
    """Rows whose key another row has too; one with a blank in it is no key."""
    coded = [told_apart(frame[name]) for name in key]
    codes = combined([codes + 1 for codes, _ in coded], [len(different) + 1 for _, different in coded])
    whole = np.logical_and.reduce([codes >= 0 for codes, _ in coded])
    if len(codes) and codes.max() > SPARSE * len(codes):
        codes = pd.factorize(codes)[0]
    return whole & (np.bincount(codes)[codes] > 1)


def _key_word(value: object) -> str:
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value)


def check_against_earlier(frame: pd.DataFrame, source: Source, header: Header, earlier: pd.DataFrame) -> list[Finding]:
    """Cumulative values that fell since the snapshot before, amounts a hundredfold of it.

    `earlier` is what the store and the other files of the batch hold; the file's own earlier days count too.
    """
    table = header.table
    if not table.is_snapshot or not {"town", "village"} <= set(table.names):
        return []
    timeline = Timeline.of(frame, earlier, table)
    findings = magnitudes.against_earlier(timeline, source, header)
    for day in timeline.days:
        findings += _falls(timeline, day, source, header)
    return findings


def _falls(timeline: Timeline, day: pd.Timestamp, source: Source, header: Header) -> list[Finding]:
    """Each row of a day against the newest of its own before; towns do not deliver on the same days."""
    findings = []
    for column in header.table.columns:
        if column.cumulative:
            findings += one_by_one(
                source,
                timeline.fallen(day, column.name),
                lambda case, name=column.name: _fall(case[0], case[1], name, timeline, source, header),  # type: ignore[misc]
            )
    return findings


def _fall(now: int, then: int, name: str, timeline: Timeline, source: Source, header: Header) -> Finding:
    slots: dict[str, Any] = {
        "what": "、".join(str(timeline.cell(part, now)) for part in timeline.identity if part != "town"),
        "before": _plain(timeline.cell(name, then)), "before_date": timeline.cell("as_of", then).date(),
        "after": _plain(timeline.cell(name, now)),
    }  # fmt: skip
    place: dict[str, Any] = {"row": int(timeline.rows.index[now]), "column": header.text(name)}
    if isinstance(remark := timeline.cell("remark", now), str):
        return source.finding("fell_remarked", remark=remark, **place, **slots)
    return source.finding("fell", **place, **slots)


def check_against_plan(
    frame: pd.DataFrame, source: Source, header: Header, tables: Mapping[str, pd.DataFrame], whole: pd.DataFrame
) -> list[Finding]:
    """任务数 that do not add up to the plan's target, ids that the plan does not know.

    `whole` is the table as it would stand with the whole batch, for a town's file is no plan.
    """
    obligations = tables.get("plan_obligations")
    if obligations is None or obligations.empty:
        return []
    newest = frame["as_of"].max() if header.table.is_snapshot and frame["as_of"].notna().any() else None
    held = obligations if newest is None else plan_words.in_force(obligations, newest.date())
    findings = _planned_totals(frame, source, header, held, whole)
    if header.table.is_snapshot:
        years = sorted(set(frame["as_of"].dropna().dt.year) - set(obligations["year"]))
        findings += [source.finding("year_unplanned", column=header.text("as_of"), year=year) for year in years]
    for name, known in (("duty_id", obligations["id"]), ("indicator_id", obligations["id"])):
        if header.table.has(name):
            findings += _unknown_references(frame, name, known, source, header)
    if header.table.name == "tasks" and (plan_tasks := tables.get("plan_tasks")) is not None:
        findings += _unknown_references(frame, "number", plan_tasks["number"], source, header)
        findings += _named_otherwise(frame, plan_tasks, source, header)
    return findings


def _named_otherwise(frame: pd.DataFrame, plan_tasks: pd.DataFrame, source: Source, header: Header) -> list[Finding]:
    """Tasks whose name is that of another number of the plan: somebody numbered them anew, and the progress would be of that one."""
    titles = {str(row.title): str(row.number) for row in plan_tasks[["title", "number"]].itertuples()}
    own = {number: title for title, number in titles.items()}
    told = frame[["number", "title"]].dropna()
    cases = []
    for row, number, title in zip(told.index, told["number"].map(str), told["title"], strict=True):
        meant = nearest_name(title, titles)
        if meant not in (None, number) and closeness(squeezed(title), squeezed(own.get(number, ""))) < LIKELY_THE_SAME:
            cases.append((row, title, number, own.get(number, "计划没有"), meant))
    return one_by_one(
        source,
        cases,
        lambda case: source.finding(
            "task_named_otherwise", row=int(case[0]), column=header.text("number"), title=case[1], number=case[2],
            planned=case[3], meant=case[4],
        ),
    )  # fmt: skip


def _planned_totals(
    frame: pd.DataFrame, source: Source, header: Header, obligations: pd.DataFrame, whole: pd.DataFrame
) -> list[Finding]:
    if header.table.name not in PLANNED_TOTALS:
        return []
    target = obligations.loc[obligations["subject"] == header.table.name, ["year", "target"]].dropna()
    by_year = dict(zip(target["year"], target["target"], strict=True))
    findings = []
    by_town = whole.groupby(["town", "as_of"], as_index=False)["planned"].sum()
    for day in frame["as_of"].dropna().unique():
        taken = by_town[(by_town["as_of"] <= day) & (by_town["as_of"].dt.year == day.year)]
        newest = taken[
            taken["as_of"] == taken.groupby("town")["as_of"].transform("max")
        ]  # towns report on their own days
        planned, summed = by_year.get(day.year), newest["planned"].sum()
        if planned is not None and summed != planned:
            slots: dict[str, Any] = {"summed": _plain(summed), "planned": _plain(planned)}
            findings.append(source.finding("plan_total_differs", column=header.text("planned"), **slots))
    return list(dict.fromkeys(findings))


def _unknown_references(
    frame: pd.DataFrame, name: str, known: pd.Series, source: Source, header: Header
) -> list[Finding]:
    unknown = frame[name][~frame[name].isin(known)].dropna()
    return one_by_one(
        source,
        list(unknown.items()),
        lambda case: source.finding("reference_unknown", row=int(case[0]), column=header.text(name), text=case[1]),
    )
