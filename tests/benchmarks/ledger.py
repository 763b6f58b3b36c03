"""Large files: reading, checking and publishing them, against the bare readers."""

import csv as written
import io
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

import python_calamine as calamine
import xlsxwriter
from pyarrow import csv, parquet

from data_loaders.delivering import reference
from data_loaders.delivering.intake import Drop
from data_loaders.delivering.publish import publish
from data_loaders.store.editions import Store, open_store

ROWS, ROWS_OF_WORKBOOK = 1_000_000, 200_000
ROUNDS = 3
ROUNDS_OF_LAYOUTS = 9  # a tenth is less than what two rounds of a busy machine differ by
FIRST_DAY = date(2021, 1, 1)
HEADER = "事项编号,完成日期,单位,次数,说明"
OFFICE_HEADER = "事项代码,开展时间,履职单位,场次,履职内容"  # the same in an office's words


def write(path: Path, rows: int = ROWS, header: str = HEADER) -> None:
    """A duty ledger of so many acts, no two of one duty by one village on the same day, each in words of its own."""
    duties = [f"D{number:02d}" for number in range(1, 31)]
    villages = reference.tables()["villages"]
    units = list(villages["town"] + villages["village"])
    days = [str(FIRST_DAY + timedelta(days=at)) for at in range(rows // len(duties) // len(units) + 1)]
    with path.open("w", encoding="utf-8") as file:
        file.write(header + "\n")
        for at in range(rows):
            day, unit = days[at // len(duties) // len(units)], units[at // len(duties) % len(units)]
            file.write(f"{duties[at % len(duties)]},{day},{unit},1,第{at}次\n")


class Took(NamedTuple):
    """What a piece of work took."""

    wall: float
    cpu: float


def ingest(folder: Path) -> tuple[Took, Took]:
    """Seconds that ours and pyarrow's take for the same file of a million rows."""
    path = folder / "定期履职记录.csv"
    write(path)
    return _in_turn(folder, path, lambda: parquet.write_table(csv.read_csv(path), folder / "plain.parquet"))


def workbook(folder: Path) -> tuple[Took, Took]:
    """Seconds that ours and calamine alone take for the same workbook of two hundred thousand rows."""
    path, rows = folder / "定期履职记录.xlsx", folder / "200000.csv"
    write(rows, ROWS_OF_WORKBOOK)
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("定期履职记录")
    with rows.open(encoding="utf-8") as file:
        for at, row in enumerate(written.reader(file)):
            sheet.write_row(at, 0, [int(cell) if cell == "1" else cell for cell in row])
    book.close()
    return _in_turn(folder, path, lambda: _read_alone(path))


def _read_alone(path: Path) -> None:
    calamine.CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes())).get_sheet_by_index(0).to_python()


def _in_turn(folder: Path, path: Path, theirs: Callable[[], None]) -> tuple[Took, Took]:
    """Publishing a file into a new store, and another work; the medians of several rounds."""
    ours, others = [], []
    for at in range(ROUNDS):
        store = open_store(str(folder / f"store-{path.suffix}-{at}"))
        ours.append(_took(partial(_published, store, path)))
        others.append(_took(theirs))
    return _median(ours), _median(others)


def _median(rounds: list[Took]) -> Took:
    return Took(median(took.wall for took in rounds), median(took.cpu for took in rounds))


def _took(work: Callable[[], object]) -> Took:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Took(time.perf_counter() - wall, time.process_time() - cpu)


def remembered(folder: Path) -> tuple[float, float]:
    """Seconds for a ledger under a layout that was confirmed, and for the same under our own headers; medians in turn."""
    plain, office = folder / "定期履职记录.csv", folder / "履职台账.csv"
    write(plain)
    write(office, header=OFFICE_HEADER)
    ours: list[float] = []
    theirs: list[float] = []
    for at in range(ROUNDS_OF_LAYOUTS):
        for path, header, took in ((office, OFFICE_HEADER, ours), (plain, HEADER, theirs)):
            store = open_store(str(folder / f"{path.stem}-{at}"))  # both hold a few rows before: a delivery is merged
            few = folder / f"{path.stem}-1.csv"
            write(few, 3000, header)
            first = publish(store, [replace(Drop.of(few), accepts_layout=True)], by="基准")
            if first.edition is None:
                raise RuntimeError(first.findings[0].sentence)
            took.append(_published(store, path))
    return median(ours), median(theirs)


def _published(store: Store, path: Path) -> float:
    started = time.perf_counter()
    outcome = publish(store, [Drop.of(path)], by="基准")
    if outcome.edition is None:
        raise RuntimeError(outcome.findings[0].sentence)
    return time.perf_counter() - started
