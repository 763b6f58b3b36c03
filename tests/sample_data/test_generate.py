"""The sample files: the same every time, and the same as the generator says."""

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data_loaders import schema
from sample_data import generate, plan

CSV_FILES = sorted((generate.HERE / "csv").glob("*.csv"))
PARQUET_FILES = sorted((generate.HERE / "parquet").glob("*.parquet"))
MONTHLY = ("sites", "stations", "courtyards", "toilets", "funds", "tasks")
TITLES = {table.title: table for table in schema.DROP_TABLES}


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fresh")
    generate.write(folder)
    return folder


def table_of(path):
    return TITLES[path.stem.split("_")[0]]


def test_generating_twice_gives_the_same_bytes(fresh, tmp_path):
    for again in generate.write(tmp_path):
        assert again.read_bytes() == (fresh / again.relative_to(tmp_path)).read_bytes(), again.name


def test_the_committed_files_are_what_the_generator_writes(fresh):
    assert [path.name for path in CSV_FILES] == sorted(path.name for path in (fresh / "csv").iterdir())
    assert [path.name for path in PARQUET_FILES] == sorted(path.name for path in (fresh / "parquet").iterdir())
    for path in CSV_FILES:
        assert path.read_bytes() == (fresh / "csv" / path.name).read_bytes(), f"{path.name}: run sample_data.generate"
    for path in PARQUET_FILES:
        # Tables, not bytes: the writer's version is part of a Parquet file.
        assert pq.read_table(path).equals(pq.read_table(fresh / "parquet" / path.name)), path.name


def test_csv_and_parquet_hold_the_same():
    assert [path.stem for path in CSV_FILES] == [path.stem for path in PARQUET_FILES]
    for csv, parquet in zip(CSV_FILES, PARQUET_FILES, strict=True):
        as_csv = pd.read_parquet(parquet).to_csv(index=False, lineterminator="\n", float_format="%.10g")
        assert as_csv == csv.read_text(encoding="utf-8-sig"), csv.name


def test_csv_opens_right_in_excel():
    for path in CSV_FILES:
        assert path.read_bytes().startswith(b"\xef\xbb\xbf"), path.name


def test_headers_are_those_of_the_templates():
    for path in PARQUET_FILES:
        expected = [column.title for column in table_of(path).columns]
        assert pq.read_schema(path).names == expected
        assert list(pd.read_csv(path.parents[1] / "csv" / f"{path.stem}.csv", nrows=0).columns) == expected


def test_parquet_columns_are_typed_even_when_empty():
    types = {"date": pa.date32(), "whole": pa.int64(), **dict.fromkeys(("number", "money", "percent"), pa.float64())}
    for path in PARQUET_FILES:
        fields = pq.read_schema(path)
        for column in table_of(path).columns:
            assert fields.field(column.title).type == types.get(column.kind, pa.string()), (path.name, column.title)


def test_every_month_end_has_every_monthly_table():
    expected = {(name, as_of.isoformat()) for name in MONTHLY for as_of in plan.MONTH_ENDS}
    expected |= {("indicators", day) for day in ("2023-03-31", "2023-06-30", "2023-09-30")}
    expected |= {("villages", None), ("duties", None), ("actions", None)}
    assert set(generate.tables()) == expected
    assert [as_of.isoformat() for as_of in plan.MONTH_ENDS][:2] == ["2023-01-31", "2023-02-28"]


def test_a_snapshot_speaks_for_its_own_day():
    for (name, as_of), frame in generate.tables().items():
        if as_of:
            assert {day.isoformat() for day in frame["as_of"]} == {as_of}, name


def test_a_folder_on_the_command_line_is_written_to(tmp_path, capsys):
    generate.main([str(tmp_path / "elsewhere")])
    assert len(list((tmp_path / "elsewhere").rglob("*.*"))) == len(CSV_FILES) + len(PARQUET_FILES)
    assert "files written" in capsys.readouterr().out
