"""Template workbooks for clerks, made from the schema: headers, lists to choose from, an example row, an explanation."""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from data_loaders.schema import DROP_TABLES, Column, Kind, Table
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


def write_templates(folder: Path) -> list[Path]:
    """One workbook for every table that is dropped as a grid, named by its title; returns the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for table in DROP_TABLES:
        path = folder / f"{table.title}_模板.xlsx"
        template(table).save(path)
        paths.append(path)
    return paths


def template(table: Table) -> Workbook:
    """The template of one table: a sheet to fill and a sheet that explains every column."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = table.title
    for position, column in enumerate(table.columns, start=1):
        _prepare_column(sheet, position, column)
    sheet.freeze_panes = "A2"
    _explain(workbook.create_sheet(EXPLANATION_SHEET), table)
    return workbook


def _prepare_column(sheet: Worksheet, position: int, column: Column) -> None:
    head = sheet.cell(1, position, column.title)
    head.font = Font(bold=True)
    head.fill = REQUIRED_FILL if column.required else OPTIONAL_FILL
    head.alignment = Alignment(horizontal="center", wrap_text=True)
    sheet.cell(2, position, EXAMPLE_REMARK if column.name == "remark" else _example(column))
    letter = get_column_letter(position)
    sheet.column_dimensions[letter].width = min(WIDEST, max(NARROWEST, 2 * len(column.title) + 2))
    for row in range(2, PREPARED_ROWS + 1):
        sheet.cell(row, position).number_format = NUMBER_FORMATS.get(column.kind, "General")
    if choices := _choices(column):
        rule = DataValidation("list", formula1=f'"{",".join(choices)}"', allow_blank=not column.required)
        rule.error, rule.errorTitle = f"请选择：{'、'.join(choices)}", column.header
        sheet.add_data_validation(rule)
        rule.add(f"{letter}2:{letter}{PREPARED_ROWS}")


def _choices(column: Column) -> list[str]:
    return ["是", "否"] if column.kind is Kind.FLAG else list(column.words)


def _example(column: Column) -> str | float | None:
    if column.example and column.kind in (Kind.WHOLE, Kind.NUMBER, Kind.MONEY, Kind.PERCENT):
        return float(column.example)
    return column.example or None


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
