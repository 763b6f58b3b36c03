"""Template workbooks for clerks, made from the schema: headers, lists to choose from, an example row, an explanation.

With the lists of an edition a template offers its villages, and the task ledger carries its tasks.
"""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from data_loaders.delivering import reference
from data_loaders.findings import Refused
from data_loaders.schema import DROP_TABLES, TASKS, TOWN, VILLAGE, VILLAGES, Column, Kind, Table
from data_loaders.store.editions import EmptyStore, Store
from data_loaders.tidying.rows import EXAMPLE_MARK, EXPLANATION_SHEET

EXAMPLE_REMARK = f"{EXAMPLE_MARK}，不计入，可以删除"
# Lists and formats reach this far down; more rows can be filled, just without the list.
PREPARED_ROWS = 1000
REQUIRED_FILL = PatternFill("solid", start_color="FFF2CC")
OPTIONAL_FILL = PatternFill("solid", start_color="E7EEF4")
NUMBER_FORMATS = {Kind.TEXT: "@", Kind.DATE: "yyyy-mm-dd", Kind.MONEY: "#,##0.00"}
KIND_WORDS = {
    Kind.TEXT: "文本", Kind.WHOLE: "整数", Kind.NUMBER: "数字", Kind.MONEY: "金额", Kind.PERCENT: "百分数，填 0 到 100",
    Kind.DATE: "日期，如 2023-09-30", Kind.CHOICE: "从列表选择", Kind.FLAG: "是或否",
}  # fmt: skip
NARROWEST, WIDEST = 10, 60
# Beside the explanation: a column of the towns, and two of the villages with their towns.
TOWNS_AT, OF_TOWN_AT, VILLAGES_AT = "H", "J", "K"


@dataclass(frozen=True)
class Lists:
    """What templates offer and carry: (town, village), and (number, title) of the tasks."""

    villages: tuple[tuple[str, str], ...] = ()
    tasks: tuple[tuple[int, str], ...] = ()

    @property
    def towns(self) -> list[str]:
        """The towns, in the order of the villages."""
        return list(dict.fromkeys(town for town, _ in self.villages))


def lists(store: Store) -> Lists:
    """Those of the newest edition; the shipped ones where there is none, or where it cannot be read."""
    try:
        edition = store.edition()
        rows = {name: edition.table(name) for name in ("villages", "plan_tasks")}
    except (EmptyStore, Refused):
        rows = reference.tables()
    villages, tasks = rows["villages"].sort_values("town", kind="stable"), rows["plan_tasks"]
    tasks = tasks[tasks["year"] == tasks["year"].max()].sort_values("number")
    return Lists(
        tuple(villages[["town", "village"]].itertuples(index=False, name=None)),
        tuple((int(number), title) for number, title in zip(tasks["number"], tasks["title"], strict=True)),
    )


def write_templates(folder: Path, known: Lists = Lists()) -> list[Path]:
    """One workbook for every table that is dropped as a grid, named by its title; returns the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for table in DROP_TABLES:
        path = folder / f"{table.title}_模板.xlsx"
        template(table, known).save(path)
        paths.append(path)
    return paths


def template(table: Table, known: Lists = Lists()) -> Workbook:
    """The template of one table: a sheet to fill and a sheet that explains every column."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = table.title
    for position, column in enumerate(table.columns, start=1):
        _prepare_column(sheet, position, column, known)
    sheet.freeze_panes = "A2"
    explained = workbook.create_sheet(EXPLANATION_SHEET)
    _explain(explained, table)
    if known.villages and table.has(TOWN.name) and table is not VILLAGES:
        _offer_places(sheet, explained, table, known)
    if table is TASKS:
        _print_tasks(sheet, known)
    return workbook


def village_list(villages: pd.DataFrame) -> bytes:
    """The template of the village list with these villages in it."""
    workbook = template(VILLAGES)
    for row, village in enumerate(villages.to_dict("records"), start=2):
        for position, column in enumerate(VILLAGES.columns, start=1):
            value = village[column.name]
            workbook[VILLAGES.title].cell(row, position).value = None if pd.isna(value) else value
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def _offer_places(sheet: Worksheet, explained: Worksheet, table: Table, known: Lists) -> None:
    """Towns to choose from, and of a chosen town its villages; other words may be written, the reader knows more of them."""
    villages = [*known.villages]
    for letter, title, cells in (
        (TOWNS_AT, f"{TOWN.header}（可选）", known.towns),
        (OF_TOWN_AT, TOWN.header, [town for town, _ in villages]),
        (VILLAGES_AT, f"{VILLAGE.header}（可选）", [village for _, village in villages]),
    ):
        explained.column_dimensions[letter].width = 18
        for row, text in enumerate((title, *cells), start=2):
            explained[f"{letter}{row}"] = text
    towns = _range(TOWNS_AT, len(known.towns))
    _offer(sheet, table, TOWN.name, towns)
    if table.has(VILLAGE.name):
        town = f"${_letter(table, TOWN.name)}2"
        of_town, all_ = _range(OF_TOWN_AT, len(villages)), _range(VILLAGES_AT, len(villages))
        first = f"MATCH({town},{of_town},0)-1"
        own = f"OFFSET('{EXPLANATION_SHEET}'!${VILLAGES_AT}$3,{first},0,COUNTIF({of_town},{town}),1)"
        _offer(sheet, table, VILLAGE.name, f"IF(COUNTIF({of_town},{town})=0,{all_},{own})")


def _offer(sheet: Worksheet, table: Table, name: str, choices: str) -> None:
    rule = DataValidation("list", formula1=choices, allow_blank=True, showErrorMessage=False)
    sheet.add_data_validation(rule)
    letter = _letter(table, name)
    rule.add(f"{letter}2:{letter}{PREPARED_ROWS}")


def _range(letter: str, count: int) -> str:
    return f"'{EXPLANATION_SHEET}'!${letter}$3:${letter}${count + 2}"


def _letter(table: Table, name: str) -> str:
    return get_column_letter(table.names.index(name) + 1)


def _print_tasks(sheet: Worksheet, known: Lists) -> None:
    """Number and title of every task, for the clerk to fill the rest; a row that stays as printed is not counted."""
    number, title = (_letter(TASKS, name) for name in TASKS.printed)
    for row, (own_number, own_title) in enumerate(known.tasks, start=3):
        sheet[f"{number}{row}"], sheet[f"{title}{row}"] = own_number, own_title
    if known.tasks:
        sheet.column_dimensions[title].width = WIDEST


def _prepare_column(sheet: Worksheet, position: int, column: Column, known: Lists) -> None:
    head = sheet.cell(1, position, column.title)
    head.font = Font(bold=True)
    head.fill = REQUIRED_FILL if column.required else OPTIONAL_FILL
    head.alignment = Alignment(horizontal="center", wrap_text=True)
    sheet.cell(2, position, EXAMPLE_REMARK if column.name == "remark" else _example(column, known))
    letter = get_column_letter(position)
    sheet.column_dimensions[letter].width = min(WIDEST, max(NARROWEST, 2 * len(column.title) + 2))
    for row in range(2, PREPARED_ROWS + 1):
        sheet.cell(row, position).number_format = NUMBER_FORMATS.get(column.kind, "General")
    if choices := _choices(column):
        rule = DataValidation("list", formula1=f'"{",".join(choices)}"', allow_blank=not column.required)
        rule.showErrorMessage = column.kind is not Kind.TEXT
        rule.error, rule.errorTitle = f"请选择：{'、'.join(choices)}", column.header
        sheet.add_data_validation(rule)
        rule.add(f"{letter}2:{letter}{PREPARED_ROWS}")


def _choices(column: Column) -> list[str]:
    return ["是", "否"] if column.kind is Kind.FLAG else list(column.words)


def _example(column: Column, known: Lists) -> str | float | None:
    """What the example row holds; its places are of the district whose villages are known."""
    if column.example and column.kind in (Kind.WHOLE, Kind.NUMBER, Kind.MONEY, Kind.PERCENT):
        return float(column.example)
    example = column.example
    for town, village in known.villages[:1]:
        example = example.replace(TOWN.example, town).replace(VILLAGE.example, village)
    return example or None


def _explain(sheet: Worksheet, table: Table) -> None:
    """What a row is, and for every column its meaning, form and other accepted names."""
    sheet.append([f"{table.title}：每行是{table.one_row_is}"])
    sheet["A1"].font = Font(bold=True)
    sheet.append(["列名", "必填", "填写内容", "形式", "可用的其他列名"])
    for column in table.columns:
        form = "、".join(_choices(column)) or KIND_WORDS[column.kind]
        sheet.append(
            [column.title, "必填" if column.required else "选填", column.meaning, form, "、".join(column.aliases)]
        )
    for letter, width in zip("ABCDE", (18, 8, 40, 30, 60), strict=True):
        sheet.column_dimensions[letter].width = width
