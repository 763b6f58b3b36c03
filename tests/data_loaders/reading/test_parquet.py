"""Parquet: plain values come back, anything else is refused before it is read."""

import datetime
import decimal
import io

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_loaders.findings import Refused
from data_loaders.reading import limits, read_bytes

DAY = datetime.date(2023, 9, 30)


def written(table, **options):
    file = io.BytesIO()
    pq.write_table(table, file, **options)
    return file.getvalue()


def rows(content):
    (grid,) = read_bytes("a.parquet", content).grids
    return grid.cells.to_numpy().tolist()


def refusal(content):
    with pytest.raises(Refused) as refused:
        read_bytes("a.parquet", content)
    return refused.value.findings[0]


values = st.one_of(
    st.none(), st.text(min_size=1, max_size=9).filter(lambda text: "\ud800" > max(text) or min(text) > "\udfff")
)
columns = st.lists(st.tuples(values, values), min_size=1, max_size=9)


@settings(deadline=None)
@given(table=columns)
def test_any_texts_come_back_as_they_were_written(table):
    content = written(pa.table({"镇": pa.array([a for a, _ in table]).cast(pa.string()), "数": [1] * len(table)}))
    assert rows(content) == [["镇", "数"], *[[a, 1] for a, _ in table]]


@pytest.mark.parametrize(
    ("array", "expected"),
    [
        (pa.array([decimal.Decimal("1.50"), decimal.Decimal("2.00")]), [1.5, 2]),
        (pa.array([DAY, None]), [DAY, None]),
        (pa.array([datetime.datetime(2023, 9, 30, 8), None]), [datetime.datetime(2023, 9, 30, 8), None]),
        (pa.array([1_696_032_000_000_000_123], pa.timestamp("ns", "UTC")), [datetime.datetime(2023, 9, 30, 8)]),
        (pa.array(["完工", "在建", None, "完工"]).dictionary_encode(), ["完工", "在建", None, "完工"]),
        (pa.array([1.5, float("nan"), None]), [1.5, None, None]),
        (pa.array([1, None, 3]), [1, None, 3]),
        (pa.array([True, None, False]), [True, None, False]),
        (pa.array(["", "a"]), [None, "a"]),
        (pa.array(["甲", "乙"], pa.large_string()), ["甲", "乙"]),
        (pa.array([datetime.time(8, 5)]), ["08:05:00"]),
    ],
)
def test_values_keep_their_kinds(array, expected):
    found = [row[1] for row in rows(written(pa.table({"编号": range(len(expected)), "x": array})))[1:]]
    assert found == expected and [type(value) for value in found] == [type(value) for value in expected]


def test_the_header_is_row_one():
    (grid,) = read_bytes("a.parquet", written(pa.table({"镇": ["潭东镇"]}))).grids
    assert list(grid.cells.index) == [1, 2]


def test_the_index_that_pandas_wrote_is_left_out():
    file = io.BytesIO()
    pd.DataFrame({"镇": ["潭东镇"]}, index=[5]).to_parquet(file)
    assert rows(file.getvalue()) == [["镇"], ["潭东镇"]]


def test_several_row_groups_are_one_table():
    assert len(rows(written(pa.table({"镇": ["潭东镇", "潭口镇"] * 50}), row_group_size=7))) == 101


def test_header_only_is_one_row():
    assert rows(written(pa.table({"镇": pa.array([], pa.string())}))) == [["镇"]]


@pytest.mark.parametrize(
    ("array", "kind"),
    [
        (pa.array([[1]]), "list"),
        (pa.array([{"a": 1}]), "struct"),
        (pa.array([b"\x00\xff"]), "binary"),
        (pa.array([1], pa.duration("s")), "duration"),
        (pa.ExtensionArray.from_storage(pa.uuid(), pa.array([b"0" * 16], pa.binary(16))), "extension"),
    ],
)
def test_unusual_types_are_refused(array, kind):
    finding = refusal(written(pa.table({"x": array})))
    assert finding.code == "parquet_extension_type" and kind in finding.message


def test_an_unknown_extension_is_refused_and_not_named():
    field = pa.field("x", pa.int64(), metadata={"ARROW:extension:name": "evil.13800138000"})
    finding = refusal(written(pa.table([[1]], schema=pa.schema([field]))))
    assert finding.code == "parquet_extension_type" and "evil" not in finding.message


def test_many_rows_in_few_bytes_are_refused():
    assert refusal(written(pa.table({"x": pa.nulls(limits.ROWS + 1, pa.int8())}))).code == "file_too_long"


def test_a_long_text_repeated_a_million_times_is_refused():
    texts = pa.DictionaryArray.from_arrays(pa.array([0] * 100_000, pa.int32()), ["x" * 30_000])
    assert refusal(written(pa.table({"x": texts}))).code == "file_bomb"


def test_a_huge_page_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(limits, "PARQUET_CHUNK_BYTES", limits.MEGABYTE)
    texts = pa.table({"x": [f"{i:04}" * 500 for i in range(1000)]})
    assert refusal(written(texts, compression="zstd", use_dictionary=False)).code == "file_bomb"


def test_too_many_columns_are_refused():
    assert refusal(written(pa.table({f"c{i}": [1] for i in range(501)}))).code == "file_too_wide"


def test_half_a_file_is_damaged():
    content = written(pa.table({"镇": ["潭东镇"] * 99}))
    assert refusal(content[: len(content) // 2]).code == "file_damaged"
    assert refusal(content[:40] + b"\xff" * 40 + content[80:]).code == "file_damaged"
