"""One month in every format is one table: the sample's files, and random tables built from the schema."""

import csv
import io
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_loaders.delivering import reference
from data_loaders.delivering.intake import Drop, take
from data_loaders.schema import DROP_TABLES, TABLES, Column, Kind, Table
from tests.data_loaders.dropping import TODAY, Office, households

SAMPLES = sorted((Path(__file__).parents[3] / "sample_data" / "csv").glob("*.csv"))
NEWEST = {path.stem.partition("_")[0]: path for path in SAMPLES}
FORMATS = (
    "utf-8",
    "utf-8-sig",
    "gb18030",
    "utf-16",
    "tabs",
    "semicolons",
    "xlsx",
    "typed xlsx",
    "xls",
    "parquet",
    "typed parquet",
)


def written(office: Office, name: str, rows: list[list], form: str) -> Path:
    """The rows, texts all of them, in one of the formats; typed ones hold numbers and dates as such."""
    if form in ("tabs", "semicolons"):
        return office.csv(f"{name}.csv", rows, delimiter={"tabs": "\t", "semicolons": ";"}[form])
    if "xls" not in form and "parquet" not in form:
        return office.csv(f"{name}.csv", rows, encoding=form)
    rows = [rows[0], *([typed(cell) if form.startswith("typed") else cell or None for cell in row] for row in rows[1:])]
    kind = form.split()[-1]
    return getattr(office, kind)(f"{name}.{kind}", rows)


def typed(cell: str) -> object:
    """A text as the cell a spreadsheet would make of it."""
    if not cell:
        return None
    try:
        return datetime.fromisoformat(cell) if cell.count("-") == 2 else float(cell)
    except ValueError:
        return cell


def frames(path: Path) -> dict[str, pd.DataFrame]:
    batch = take([Drop.of(path)], reference.tables(), today=TODAY)
    assert batch.publishable, [finding.sentence for finding in batch.findings]
    return batch.frames()


@pytest.mark.parametrize("sample", NEWEST.values(), ids=lambda path: path.stem)
def test_the_sample_s_month_is_the_same_table_in_every_format(tmp_path, sample):
    rows = list(csv.reader(io.StringIO(sample.read_text(encoding="utf-8-sig"))))
    plain = [form for form in FORMATS if not form.startswith("typed")]
    ((name, expected),) = frames(sample).items()
    for form in plain:
        (found,) = frames(written(Office(tmp_path), sample.stem, rows, form)).values()
        pd.testing.assert_frame_equal(found, expected, obj=f"{name} as {form}")


@pytest.mark.parametrize("form", FORMATS)
def test_numbers_and_dates_as_such_are_the_same_as_their_texts(tmp_path, form):
    rows = [["" if cell is None else str(cell) for cell in row] for row in households()]
    (expected,) = frames(Office(tmp_path).csv("户厕.csv", rows)).values()
    (found,) = frames(written(Office(tmp_path), "户厕", rows, form)).values()
    pd.testing.assert_frame_equal(found, expected)


def test_rare_characters_of_place_names_survive_gb18030(tmp_path):
    rows = [["截至日期", "站点名称", "镇", "村", "阶段"], ["2023-10-31", "㘵下𡌛站", "潭口镇", "坳上村", "在建"]]
    (found,) = frames(Office(tmp_path).csv("污水站.csv", rows, encoding="gb18030")).values()
    assert list(found["name"]) == ["㘵下𡌛站"]


# Letters and characters that tidying leaves alone; never a word for nothing, a total, a formula or a person's number.
NAMES = st.text("甲丙戊庚壬木火土金水东南西北abcxyz", min_size=2, max_size=8)
PLACES = list(reference.villages()[["town", "village"]].itertuples(index=False, name=None))
DAYS = st.dates(date(2023, 1, 1), TODAY)


def cells(column: Column) -> st.SearchStrategy[str]:
    """Valid cells of a column, as text."""
    low = 0 if column.at_least is None else column.at_least
    numbers = st.integers(int(low), int(min(column.at_most or low + 900, low + 900)))
    by_kind = {
        Kind.TEXT: NAMES,
        Kind.WHOLE: numbers.map(str),
        Kind.NUMBER: numbers.map(lambda number: f"{number}.5" if column.at_most is None else str(number)),
        Kind.MONEY: numbers.map(lambda number: f"{number}.25"),
        Kind.PERCENT: st.integers(2, 100).map(str),
        Kind.DATE: DAYS.map(date.isoformat),
        Kind.CHOICE: st.sampled_from(list(column.choices) or [""]),
        Kind.FLAG: st.sampled_from(["是", "否"]),
    }
    filled = by_kind[column.kind]
    return filled if column.required else st.one_of(st.just(""), filled)


def valid_row(draw, table: Table, number: int) -> dict[str, str]:
    row = {column.name: draw(cells(column)) for column in table.columns}
    if table.has("town"):
        row["town"], row["village"] = PLACES[number]
    if table.has("code"):
        row["code"] = f"{360702000000 + number}"
    if table.has("as_of"):
        row["as_of"] = "2023-10-31"
    obligations, tasks = (reference.tables()[name] for name in ("plan_obligations", "plan_tasks"))
    known = {"duty_id": obligations["id"], "indicator_id": obligations["id"]} | (
        {"number": tasks["number"]} if table.name == "tasks" else {}
    )
    for name, ids in known.items():
        if table.has(name):
            row[name] = str(ids.iloc[number % len(ids)])
    if table.name == "tasks" and row["title"]:  # a name says which task is meant, so it is the plan's
        row["title"] = str(tasks["title"].iloc[number % len(tasks)])
    for name in table.key:
        if table.column(name).kind is Kind.TEXT and name not in ("town", "village", "unit", *known):
            row[name] = f"{row[name]}{number:02d}"  # the key is unique
    if table.name in ("plan_milestones", "plan_tasks"):
        row["id" if table.has("id") else "number"] = str(number + 1)
    if table.name == "plan_obligations":  # their words are declared, see test_plan_words
        row |= {"rule": draw(st.sampled_from(["indicator_at_least", "disbursed_share"])), "frequency": "每月"}
        row["review"] = "accepted"  # what nobody has looked at is refused
    for smaller, larger in table.never_above:
        row[smaller] = (
            "" if not row[smaller] else str(min(float(row[smaller]), float(row[larger] or 0))).removesuffix(".0")
        )
    return row


@st.composite
def valid_tables(draw, table: Table) -> list[list[str]]:
    """Header and rows of a table nobody can object to."""
    count = draw(st.integers(1, 6))
    rows = [valid_row(draw, table, number) for number in range(count)]
    return [[column.title for column in table.columns], *([row[name] for name in table.names] for row in rows)]


@pytest.mark.parametrize("table", DROP_TABLES, ids=lambda table: table.name)
@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_any_valid_table_reads_back_equal_from_every_format(tmp_path, table, data):
    rows = data.draw(valid_tables(table))
    name = f"{table.title}_2023-10"
    (expected,) = frames(written(Office(tmp_path), name, rows, "utf-8")).values()
    assert len(expected) == len(rows) - 1
    for column in TABLES[table.name].columns:
        if column.kind is Kind.TEXT and column.name not in ("unit", "id"):
            given_texts = [row[table.names.index(column.name)] for row in rows[1:]]
            assert [text or None for text in given_texts] == [
                None if pd.isna(text) else text for text in expected[column.name]
            ]
    for form in ("gb18030", "xlsx", "parquet"):
        (found,) = frames(written(Office(tmp_path), name, rows, form)).values()
        pd.testing.assert_frame_equal(found, expected, obj=f"{table.name} as {form}")
