"""A file of a million rows: reading, checking and publishing it, against pyarrow's own CSV reader and Parquet writer."""

import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from pyarrow import csv, parquet

from data_loaders.delivering import reference
from data_loaders.delivering.intake import Drop
from data_loaders.delivering.publish import publish
from data_loaders.store.editions import Store, open_store

ROWS = 1_000_000
ROUNDS = 3
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


def ingest(folder: Path) -> tuple[float, float]:
    """Seconds that ours and pyarrow's take for the same file; the median of several rounds in turn."""
    path = folder / "定期履职记录.csv"
    write(path)
    ours, theirs = [], []
    for at in range(ROUNDS):
        ours.append(_published(open_store(str(folder / f"store-{at}")), path))
        started = time.perf_counter()
        parquet.write_table(csv.read_csv(path), folder / f"plain-{at}.parquet")
        theirs.append(time.perf_counter() - started)
    return median(ours), median(theirs)


def remembered(folder: Path) -> tuple[float, float]:
    """Seconds for a ledger under a layout that was confirmed, and for the same under our own headers; medians in turn."""
    plain, office = folder / "定期履职记录.csv", folder / "履职台账.csv"
    write(plain)
    write(office, header=OFFICE_HEADER)
    few = folder / "履职台账-1.csv"
    write(few, 3000, OFFICE_HEADER)
    ours, theirs = [], []
    for at in range(ROUNDS):
        explained = open_store(str(folder / f"explained-{at}"))
        first = publish(explained, [replace(Drop.of(few), accepts_layout=True)], by="基准")
        if first.edition is None:
            raise RuntimeError(first.findings[0].sentence)
        ours.append(_published(explained, office))
        theirs.append(_published(open_store(str(folder / f"declared-{at}")), plain))
    return median(ours), median(theirs)


def _published(store: Store, path: Path) -> float:
    started = time.perf_counter()
    outcome = publish(store, [Drop.of(path)], by="基准")
    if outcome.edition is None:
        raise RuntimeError(outcome.findings[0].sentence)
    return time.perf_counter() - started
