"""Real files as offices write them, for tests: rows of cells → CSV, XLSX, XLS or Parquet in a folder, and their reading."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd
import xlwt
from openpyxl import Workbook

from data_loaders.delivering import reference
from data_loaders.delivering.intake import Batch, Drop, take
from data_loaders.findings import Finding

# No test reads the clock: what lies after this day is in the future.
TODAY = date(2024, 1, 31)

Row = list[object]

HOUSEHOLDS_HEADER = ["截至日期", "镇", "村", "任务数", "完成数", "验收数", "备注"]
HOUSEHOLDS = [
    ["2023-10-31", "潭东镇", "龙井村", 30, 20, 10, None],
    ["2023-10-31", "潭东镇", "上坝村", 20, 15, 5, None],
    ["2023-10-31", "潭东镇", "东坑村", 10, 10, 10, None],
    ["2023-10-31", "潭口镇", "龙塘村", 25, 5, 0, None],
    ["2023-10-31", "潭口镇", "南街居委会", 15, 12, 8, None],
]
HOUSEHOLD_TOTALS = {"任务数": 100, "完成数": 62, "验收数": 33}


def households() -> list[Row]:
    """Header and five villages, a fresh copy: 100 planned, 62 done, 33 accepted; row n of the file is place n - 1."""
    return [list(HOUSEHOLDS_HEADER), *(list(row) for row in HOUSEHOLDS)]


def without(rows: list[Row], *headers: str) -> list[Row]:
    """The rows without the columns of these headers; the first row is the header."""
    kept = [place for place, header in enumerate(rows[0]) if header not in headers]
    return [[row[place] for place in kept] for row in rows]


def with_cell(rows: list[Row], row: int, header: str, value: object) -> list[Row]:
    """The rows with one cell changed; `row` counts from 1, as the person who opens the file sees it."""
    rows[row - 1][rows[0].index(header)] = value
    return rows


@dataclass(frozen=True)
class Office:
    """Somebody who writes files into a folder and drops them."""

    folder: Path

    def csv(self, name: str, rows: Iterable[Row], *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
        """A delimited text file; None is written as nothing."""
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter).writerows(rows)
        return self.bytes(name, text.getvalue().encode(encoding))

    def bytes(self, name: str, content: bytes) -> Path:
        """A file of exactly these bytes."""
        path = self.folder / name
        path.write_bytes(content)
        return path

    def xlsx(
        self, name: str, rows: Iterable[Row] | dict[str, Iterable[Row]], edit: Callable = lambda workbook: None
    ) -> Path:
        """A workbook of one sheet, or of several by name; `edit` may merge, hide and format before it is saved."""
        sheets = rows if isinstance(rows, dict) else {"Sheet1": rows}
        workbook = Workbook()
        workbook.remove(workbook.active)
        for title, lines in sheets.items():
            sheet = workbook.create_sheet(title)
            for line in lines:
                sheet.append(line)
        edit(workbook)
        workbook.save(self.folder / name)
        return self.folder / name

    def xls(self, name: str, rows: Iterable[Row]) -> Path:
        """A true BIFF workbook."""
        workbook = xlwt.Workbook()
        sheet = workbook.add_sheet("Sheet1")
        for i, line in enumerate(rows):
            for j, cell in enumerate(line):
                if cell is not None:
                    sheet.write(i, j, cell)
        workbook.save(str(self.folder / name))
        return self.folder / name

    def parquet(self, name: str, rows: list[Row]) -> Path:
        """A Parquet file as pandas writes it; the first row gives the column names."""
        pd.DataFrame(rows[1:], columns=rows[0]).to_parquet(self.folder / name)
        return self.folder / name


@cache
def shipped() -> dict[str, pd.DataFrame]:
    """The shipped plan and villages, to be read only."""
    return reference.tables()


def check(*paths: Path, as_of: date | None = None, known: dict[str, pd.DataFrame] | None = None) -> Batch:
    """What becomes of dropped files, next to the shipped plan and villages or to `known` on top of them."""
    return take([Drop.of(path) for path in paths], shipped() | (known or {}), as_of=as_of, today=TODAY)


def codes(batch: Batch) -> set[str]:
    """The codes of everything that was said."""
    return {finding.code for finding in batch.findings}


def errors(batch: Batch) -> list[tuple[str, int | None, str | None]]:
    """(code, row, column) of every error."""
    return [(finding.code, finding.row, finding.column) for finding in batch.findings if finding.level == "error"]


def finding(batch: Batch, code: str) -> Finding:
    """The one finding of a code; fails when there is none or more."""
    (found,) = [finding for finding in batch.findings if finding.code == code]
    return found


def totals(batch: Batch) -> dict[str, float]:
    """The totals of the one table that was read; fails when there is none or more, or the batch was refused."""
    assert batch.publishable, [finding.sentence for finding in batch.findings if finding.level == "error"]
    (table,) = batch.tables()
    return table["totals"]


def days(batch: Batch) -> set[str]:
    """The 截至日期 of everything that was read."""
    assert batch.publishable, [finding.sentence for finding in batch.findings if finding.level == "error"]
    return {table["as_of"] for table in batch.tables()}
