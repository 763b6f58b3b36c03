"""A Parquet file's footer is read as Arrow reads it, and a damaged one ends no process."""

import datetime
import io
import re

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data_loaders.findings import Refused
from data_loaders.reading import footer, read_bytes


def written(columns: dict, **how) -> bytes:
    content = io.BytesIO()
    pq.write_table(pa.table(columns), content, **how)
    return content.getvalue()


LEDGER = {
    "镇": ["潭东镇", "潭口镇", None, "潭东镇"],
    "任务数": [12, 3, -4, 2**40],
    "完成率": [0.5, 0.25, 1.0, None],
    "办结": [True, None, False, True],
    "截至日期": [datetime.date(2023, 9, 30)] * 4,
}


def test_sizes_and_bounds_are_those_that_arrow_tells():
    content = written(LEDGER, row_group_size=3)
    metadata = pq.ParquetFile(pa.BufferReader(content)).metadata
    told = [group.column(at) for group in map(metadata.row_group, range(2)) for at in range(group.num_columns)]
    found = list(footer.chunks(content))
    assert [chunk.unpacked for chunk in found] == [column.total_uncompressed_size for column in told]
    for chunk, column in zip(found[:3], told[:3], strict=True):
        assert {str(column.statistics.min), str(column.statistics.max)} == {*chunk.bounds}
    assert any("1099511627776" in chunk.bounds for chunk in found)


def test_a_footer_that_lost_any_byte_is_read_or_refused():
    content = written({"任务数": [1, 2]})
    length = int.from_bytes(content[-8:-4], "little")
    codes = set()
    for at in range(len(content) - 8 - length, len(content) - 4):
        try:
            read_bytes("户厕.parquet", content[:at] + b"\0" + content[at + 1 :])
        except Refused as refused:
            codes |= {finding.code for finding in refused.findings}
    assert "file_damaged" in codes


@pytest.mark.parametrize(
    "told",
    [
        b"\x16" + b"\xff" * 40,  # a number that does not end
        b"\x1c" * 60,  # structures within structures
        b"\x19\xfc" + b"\xff" * 8 + b"\x01",  # a list longer than the file
        b"\x18\x7f",  # a text that ends behind it
        b"\x1e\x00",  # a kind that nobody has
    ],
)
def test_a_footer_of_nonsense_is_damaged(told):
    with pytest.raises(ValueError, match=re.compile("footer|number|value|kind")):
        list(footer.chunks(b"PAR1" + told + len(told).to_bytes(4, "little") + b"PAR1"))


def test_a_footer_that_is_longer_than_its_file_or_than_any_is_damaged():
    for length in (99, 2**31):
        with pytest.raises(ValueError, match="too long"):
            list(footer.chunks(b"PAR1" + length.to_bytes(4, "little") + b"PAR1"))
