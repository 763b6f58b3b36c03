"""Writes the sample deliveries: `python -m sample_data.generate [FOLDER]`.

The same plan and seed give the same files, byte for byte.
"""

import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data_loaders import schema
from data_loaders.schema import Kind, Table
from sample_data import actions, duties, funds, households, indicators, plan, sites, tasks, villages

HERE = Path(__file__).parent
# Ten digits write every amount here in full and 120 instead of 120.0.
NUMBER_FORMAT = "%.10g"
FLAG_WORDS = {True: "是", False: "否"}
FLOATS = (Kind.NUMBER, Kind.MONEY, Kind.PERCENT)

TableKey = tuple[str, str | None]  # (table name, 截至日期 or None)

SNAPSHOTS = {
    schema.SITES.name: sites.rows,
    schema.STATIONS.name: sites.station_rows,
    schema.COURTYARDS.name: lambda as_of: households.rows(households.COURTYARDS, as_of),
    schema.TOILETS.name: lambda as_of: households.rows(households.TOILETS, as_of),
    schema.FUNDS.name: funds.rows,
    schema.TASKS.name: tasks.rows,
    schema.INDICATORS.name: indicators.rows,
}
ONCE = {schema.VILLAGES.name: villages.rows, schema.DUTIES.name: duties.rows, schema.ACTIONS.name: actions.rows}


def frame_of(table: Table, rows: list[dict]) -> pd.DataFrame:
    """Rows as a typed frame with every column of the table, labelled as sample."""
    frame = pd.DataFrame(rows, columns=list(table.names))
    frame["remark"] = [remark if isinstance(remark, str) else plan.SAMPLE_LABEL for remark in frame["remark"]]
    return frame.astype({column.name: dtype_of(column.kind) for column in table.columns})


def dtype_of(kind: Kind) -> str:
    """How a kind is held in memory; days stay `datetime.date`."""
    if kind in FLOATS:
        return "float64"
    return {Kind.WHOLE: "Int64", Kind.FLAG: "bool", Kind.DATE: "object"}.get(kind, "str")


def tables() -> dict[TableKey, pd.DataFrame]:
    """Every delivery under (table name, its 截至日期 as 2023-09-30 or None), with inside column names."""
    delivered: dict[TableKey, pd.DataFrame] = {
        (name, None): frame_of(schema.TABLES[name], rows()) for name, rows in ONCE.items()
    }
    for name, rows_on in SNAPSHOTS.items():
        for as_of in plan.MONTH_ENDS:
            if rows := rows_on(as_of):
                delivered[name, as_of.isoformat()] = frame_of(schema.TABLES[name], rows)
    return delivered


def in_file(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame as a file holds it: Chinese headers, 是 and 否."""
    flags = [column.name for column in table.columns if column.kind is Kind.FLAG]
    words = frame.assign(**{flag: frame[flag].map(FLAG_WORDS) for flag in flags})
    return words.rename(columns={column.name: column.title for column in table.columns})


def arrow_schema(table: Table) -> pa.Schema:
    """The Parquet types of a table, also for columns that are empty in the sample."""
    types = {Kind.DATE: pa.date32(), Kind.WHOLE: pa.int64(), **dict.fromkeys(FLOATS, pa.float64())}
    return pa.schema([(column.title, types.get(column.kind, pa.string())) for column in table.columns])


def file_stem(table: Table, as_of: str | None) -> str:
    """户厕问题整改台账_2023-09, or 村庄名录 for what is delivered once."""
    return f"{table.title}_{date.fromisoformat(as_of):%Y-%m}" if as_of else table.title


def write(folder: Path) -> list[Path]:
    """All deliveries below `folder`, as csv/….csv and parquet/….parquet; returns the files written."""
    for kind in ("csv", "parquet"):
        (folder / kind).mkdir(parents=True, exist_ok=True)
    written = []
    for (name, as_of), frame in tables().items():
        table = schema.TABLES[name]
        stem, content = file_stem(table, as_of), in_file(table, frame)
        csv, parquet = folder / "csv" / f"{stem}.csv", folder / "parquet" / f"{stem}.parquet"
        # The byte-order mark lets Excel open the Chinese right.
        content.to_csv(csv, index=False, encoding="utf-8-sig", lineterminator="\n", float_format=NUMBER_FORMAT)
        pq.write_table(pa.Table.from_pandas(content, schema=arrow_schema(table), preserve_index=False), parquet)
        written += [csv, parquet]
    return written


def main(arguments: list[str]) -> None:
    """Rewrite the sample files, in this folder unless another is named."""
    folder = Path(arguments[0]) if arguments else HERE
    sys.stdout.write(f"{len(write(folder))} files written to {folder}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
