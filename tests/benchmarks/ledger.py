"""A file of a million rows: reading, checking and publishing it, against pyarrow's own CSV reader and Parquet writer."""

import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from pyarrow import csv, parquet

from data_loaders.delivering import reference
from data_loaders.delivering.intake import Drop
from data_loaders.delivering.publish import publish
from data_loaders.store.editions import open_store

ROWS = 1_000_000
ROUNDS = 3
FIRST_DAY = date(2021, 1, 1)
HEADER = "事项编号,完成日期,单位,次数,说明"


def write(path: Path, rows: int = ROWS) -> None:
    """A duty ledger of so many acts, no two of one duty by one village on the same day, each in words of its own."""
    duties = [f"D{number:02d}" for number in range(1, 31)]
    villages = reference.tables()["villages"]
    units = list(villages["town"] + villages["village"])
    days = [str(FIRST_DAY + timedelta(days=at)) for at in range(rows // len(duties) // len(units) + 1)]
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER + "\n")
        for at in range(rows):
            day, unit = days[at // len(duties) // len(units)], units[at // len(duties) % len(units)]
            file.write(f"{duties[at % len(duties)]},{day},{unit},1,第{at}次\n")


def ingest(folder: Path) -> tuple[float, float]:
    """Seconds that ours and pyarrow's take for the same file; the median of several rounds in turn."""
    path = folder / "定期履职记录.csv"
    write(path)
    ours, theirs = [], []
    for at in range(ROUNDS):
        started = time.perf_counter()
        outcome = publish(open_store(str(folder / f"store-{at}")), [Drop.of(path)], by="基准")
        ours.append(time.perf_counter() - started)
        if outcome.edition is None:
            raise RuntimeError(outcome.findings[0].sentence)
        started = time.perf_counter()
        parquet.write_table(csv.read_csv(path), folder / f"plain-{at}.parquet")
        theirs.append(time.perf_counter() - started)
    return median(ours), median(theirs)
