"""A draft → plan tables as people edit and drop them: four CSV files, or one workbook with the sentences beside."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from data_loaders.frequencies import ANY_TIME, FREQUENCIES
from data_loaders.plan_rules import BY_HAND, SCOPES, WHOLE
from data_loaders.plan_words import whole_word
from data_loaders.planning.draft import Draft, Drafted
from data_loaders.planning.rules import BY_LEDGER, plan_frequency, plan_kind
from data_loaders.planning.sentences.amounts import in_ones
from data_loaders.planning.sentences.asked import Asked, as_number
from data_loaders.planning.sentences.owners import Owners
from data_loaders.planning.sentences.titles import unit_of
from data_loaders.schema import PLAN_MILESTONES, PLAN_OBLIGATIONS, PLAN_SETTINGS, PLAN_TASKS, Column, Kind, Table

UNKNOWN_OWNER = "待填写"
# Columns of the workbook that no table has: a reviewer reads them, the door leaves them out and says so.
SENTENCE, PLACE, CERTAINTY = "原句", "出处", "把握"
REVIEW_SHEET, UNREAD_SHEET = "待答问题", "未用"
_WIDTHS = {SENTENCE: 60, "名称": 28, "任务": 28, "责任单位": 36, "备注": 40}

_COUNTED = {"courtyards": "个", "toilets": "户"}

Rows = list[dict[str, object]]
PlanRows = dict[Table, Rows]


def plan_rows(draft: Draft) -> dict[Table, Rows]:
    """Table → its rows, inside name → value; the plan's own units stand in for 各镇 nowhere: units stay as written."""
    return {
        PLAN_SETTINGS: [{"year": draft.year, "name": name, "value": value} for name, value in plan_settings(draft).items()],
        PLAN_OBLIGATIONS: [_obligation(draft.year, row) for row in draft.obligations],
        PLAN_MILESTONES: [
            {"year": draft.year, "id": row.id, "due_on": day.isoformat(), "rate": as_number(rate)}
            for row in draft.obligations
            for day, rate in _milestones(row, draft.year)
        ],
        PLAN_TASKS: [
            {
                "year": draft.year, "number": task.number, "part": max(task.part, 1), "clause": task.clause or "附表", "title": task.title, "requirement": task.requirement,
                "deadline": task.deadline or "全年", "responsible": _units(task.owners), "remark": task.mended,
            }
            for task in draft.tasks
        ],
    }  # fmt: skip


def plan_settings(draft: Draft) -> dict[str, str]:
    """The settings a document tells, and the departments among its units; what a reviewer said or emptied holds."""
    towns = set(draft.settings.get("镇和管理处", "").split(";"))
    owners = [row.owners for row in draft.obligations] + [row.owners for row in draft.tasks]
    units = dict.fromkeys(unit for own in owners for unit in own.units)
    departments = [
        unit
        for unit in units
        if unit not in towns and not unit.startswith(("各", "全")) and not unit.endswith(("镇", "乡", "村"))
    ]
    return {name: value for name, value in ({"行业部门": ";".join(departments)} | draft.settings).items() if value}


def _milestones(row: Drafted, year: int):
    """The shares by day that the table of milestones holds; a level that is no share of the whole is none."""
    if row.rule.rule == "disbursed_share" and not row.asked.milestones and row.asked.target is not None:
        return ((row.asked.deadline or date(year, 12, 31), row.asked.target),)
    stones = row.asked.milestones if all(0 <= rate <= 100 for _, rate in row.asked.milestones) else ()
    last = row.asked.deadline or date(year, 12, 31)
    if stones and plan_kind(row.asked, row.rule.rule) == "target" and stones[-1][0] < last and stones[-1][1] < 100:
        return (*stones, (last, 100))  # the whole of what is counted is owed in the end
    return stones


def _obligation(year: int, row: Drafted) -> dict[str, object]:
    asked = row.asked
    target: float | int | None = as_number(asked.target)
    unit = asked.unit or "次"
    if asked.each and row.rule.rule == "places_covered":
        target, unit = as_number(asked.places), "个村" if "村" in asked.each else "个单位"
    elif row.rule.rule == "places_done" and unit == "%":  # how many: the ledger lists them
        target, unit = None, _COUNTED[row.rule.subject]
    elif row.rule.rule in BY_LEDGER and target is not None:  # ledgers count single ones
        count, unit = in_ones(target, unit)
        target = as_number(count)
    if row.rule.rule == "grown_by":
        target, unit = None, _grown_unit(asked)
    elif row.rule.rule == "handed_over_within":
        target, unit = 0, "个"
    elif row.rule.rule == "village_floor":
        unit = f"{unit}/村"
    return {
        "year": year, "id": row.id, "kind": plan_kind(asked, row.rule.rule), "title": asked.title, "clause": row.clause or "全文",
        "tasks": ";".join(map(str, row.tasks)), "target": target, "unit": unit, "rule": row.rule.rule, "subject": row.rule.subject,
        "scope": row.rule.scope, "deadline": asked.deadline.isoformat() if asked.deadline else None,
        "frequency": ANY_TIME if asked.kind == "deadline" else _frequency(row), "responsible": _units(row.owners),
        "review": "open", "remark": "；".join([*([f"其中：{asked.shares}"] if asked.shares else []), *row.questions]), SENTENCE: row.sentence, PLACE: row.place, CERTAINTY: row.certainty,
    }  # fmt: skip


def _frequency(row: Drafted) -> str | None:
    """How often, as the plan says it; what is reported by hand whenever it happens."""
    if not row.asked.frequency:
        return None
    return ANY_TIME if row.rule.rule == BY_HAND else plan_frequency(row.asked.frequency)


def _grown_unit(asked: Asked) -> str:
    """The unit of what grows: a growth in percent says nothing of it, one in 百分点 is of a rate, one in 亩 of 亩."""
    if "百分点" in asked.unit:
        return "%"
    return unit_of(re.sub("[增降]幅$", "", asked.title)) if asked.unit == "%" else asked.unit


def _units(owners: Owners) -> str:
    return ";".join(owners.units) or UNKNOWN_OWNER


def plan_of_year(tables: Mapping[str, pd.DataFrame], year: int) -> PlanRows:
    """What a store holds of a year's plan, as a later document may change it."""
    changing = (PLAN_SETTINGS, PLAN_OBLIGATIONS, PLAN_MILESTONES)
    own = {table: tables[table.name] for table in changing}
    return {table: _stored_rows(frame[frame["year"] == year], table) for table, frame in own.items()}


def _stored_rows(frame: pd.DataFrame, table: Table) -> Rows:
    """The rows of a stored plan table as a draft has them: days as text, nothing where nothing stands."""
    return [
        {name: _plain(row[name]) for name in table.names}
        for row in frame[list(table.names)].astype(object).to_dict("records")
    ]


def _plain(value: object) -> object:
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return as_number(value) if isinstance(value, float) else value


def _written(column: Column, value: object) -> object:
    return column.written(value) if isinstance(value, str) else value


def _grid(table: Table, rows: Rows, more: tuple[str, ...] = ()) -> list[list[object]]:
    header: list[object] = [*(column.title for column in table.columns), *more]
    return [
        header,
        *(
            [*(_written(column, row.get(column.name)) for column in table.columns), *(row.get(name) for name in more)]
            for row in rows
        ),
    ]


def as_csv(table: Table, rows: Rows) -> bytes:
    """One plan table as the office's CSV: UTF-8 with BOM."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(
        [["" if cell is None else cell for cell in row] for row in _grid(table, rows)]
    )
    return text.getvalue().encode("utf-8-sig")


def as_workbook(draft: Draft, rows: Mapping[Table, Rows] | None = None) -> bytes:
    """The draft as a workbook to edit and drop; `rows` after a review, else as drafted."""
    book = Workbook()
    book.remove(book.active)
    for table, body in (rows or plan_rows(draft)).items():
        more = (SENTENCE, PLACE, CERTAINTY) if table is PLAN_OBLIGATIONS else ()
        _sheet(book, table.title, _grid(table, body, more))
        _offer(book[table.title], table, len(body) + 1, whole_word(draft.settings))
    _sheet(book, REVIEW_SHEET, [["问题"], *[[question] for question in draft.questions]])
    _sheet(book, UNREAD_SHEET, [["没有用上的句子", PLACE], *[[each.sentence, each.place] for each in draft.unread]])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _sheet(book: Workbook, title: str, grid: Sequence[Sequence[object]]) -> None:
    sheet = book.create_sheet(title)
    for row in grid:
        sheet.append([_safe(cell) for cell in row])
        for cell in sheet[sheet.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, str):
                cell.data_type = "s"  # a document's words are never a formula
    for position, name in enumerate(grid[0], 1):
        sheet.cell(1, position).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(position)].width = _WIDTHS.get(
            str(name), 14 if len(grid[0]) > 2 else 80
        )
    sheet.freeze_panes = "A2"


# What 范围 and 频次 are chosen from; both may be other words, too.
OFFERED = {"scope": tuple("、".join(SCOPES).split("、")), "frequency": tuple(each.word for each in FREQUENCIES)}


def offered(column: str, whole: str) -> tuple[str, ...]:
    """The words that a column of 计划指标 is chosen from, in the plan's own word for the whole district."""
    return tuple(whole if word == WHOLE else word for word in OFFERED[column])


def _offer(sheet: Worksheet, table: Table, last: int, whole: str) -> None:
    """A list to choose from in every column that takes one of a few words."""
    for place, column in enumerate(table.columns, 1):
        if words := column.words or (offered(column.name, whole) if column.name in OFFERED else ()):
            rule = DataValidation("list", formula1=f'"{",".join(words)}"', allow_blank=not column.required)
            rule.showErrorMessage = column.kind is not Kind.TEXT
            sheet.add_data_validation(rule)
            rule.add(f"{get_column_letter(place)}2:{get_column_letter(place)}{max(last, 2)}")


def _safe(value: object) -> object:
    """Control characters, which a workbook cannot hold, left out."""
    return "".join(letter for letter in value if letter >= " " or letter == "\n") if isinstance(value, str) else value


def write_plan(draft: Draft, folder: Path, rows: Mapping[Table, Rows] | None = None) -> list[Path]:
    """The plan tables as CSV, and the workbook, as drafted or as `rows`; a table without rows is left out. Returns the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = rows or plan_rows(draft)
    contents = {f"{table.title}.csv": as_csv(table, body) for table, body in rows.items() if body}
    contents[f"{draft.year}年计划草稿.xlsx"] = as_workbook(draft, rows)
    paths = [folder / name for name in contents]
    for path, content in zip(paths, contents.values(), strict=True):
        path.write_bytes(content)
    return paths
