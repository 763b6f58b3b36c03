"""Spoiled files of every kind that a reader takes, a few in each run; `readers.py` beside this goes on for hours."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_loaders.delivering import reference
from data_loaders.delivering.intake import Drop, take
from data_loaders.delivering.worker import Worker
from data_loaders.findings import Refused
from tests.data_loaders.dropping import TODAY
from tests.fuzz.files import good_files, spoiled

KINDS = ["户厕.csv", "户厕-gbk.csv", "户厕.xlsx", "户厕.xls", "户厕.parquet", "户厕.html",
         "界线.geojson", "界线.kml", "界线.kmz", "界线.gpkg", "界线.zip"]  # fmt: skip
SPLICES = [b"", b"\0", b"\xff" * 8, b"<", b"&#x110000;", b"-1", b"9" * 40, b"1e999", b"NaN", b"null", b"[[[[", b'"', b"\n" * 50,
           "合计".encode(), "潭东镇".encode("gbk"), b"A1:XFD1048576", b"/../", b"2958466", b"%s%n", b"\xed\xa0\x80"]  # fmt: skip


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return good_files(tmp_path_factory.mktemp("good"))


@pytest.fixture(scope="module")
def worker():
    """As at every door: a spoiled Parquet may abort Arrow, which must end neither the server nor these tests."""
    with Worker() as process:
        yield process


def answer(drop: Drop) -> tuple[bool, int, int]:
    """Whether a file may be published, and how many deliveries and findings it gives."""
    batch = take([drop], reference.tables(), today=TODAY)
    return batch.publishable, len(batch.deliveries), len(batch.findings)


def answer_beside(worker: Worker, drop: Drop) -> tuple[bool, int, int]:
    """The same from the process beside, which may have ended over it."""
    try:
        return worker.submit(answer, drop).result()
    except Refused as refused:
        return False, 0, len(refused.findings)


@pytest.mark.parametrize("name", KINDS)
def test_the_good_file_of_every_kind_is_read(files: dict[str, bytes], name: str) -> None:
    batch = take([Drop(name, files[name])], reference.tables(), today=TODAY)
    assert batch.publishable and batch.deliveries, [finding.sentence for finding in batch.findings]


def test_every_kind_is_tried(files: dict[str, bytes]) -> None:
    assert sorted(files) == sorted(KINDS)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data(), name=st.sampled_from(KINDS))
def test_a_spoiled_file_of_any_kind_is_answered_with_findings(
    files: dict[str, bytes], worker: Worker, data: st.DataObject, name: str
) -> None:
    def below(limit: int) -> int:
        return data.draw(st.integers(0, limit - 1))

    def spoil(content: bytes) -> bytes:
        for _ in range(1 + below(3)):
            begin = below(len(content) + 1)
            end = min(len(content), begin + data.draw(st.sampled_from([0, 1, 4, 64, 100_000])))
            content = content[:begin] + data.draw(st.sampled_from(SPLICES)) + content[end:]
        return content

    publishable, deliveries, findings = answer_beside(worker, Drop(name, spoiled(files[name], spoil, below)))
    assert publishable == bool(deliveries) or findings


def test_a_workbook_part_whose_own_header_is_spoiled_is_refused(files: dict[str, bytes]) -> None:
    """Found by spoiling: the copy that is read goes by the directory, Python's reader looks at the header too."""
    content = files["户厕.xlsx"]
    begin = content.rindex(b"PK\x03\x04")
    batch = take(
        [Drop("户厕.xlsx", content[:begin] + b"PK\x03\x05" + content[begin + 4 :])], reference.tables(), today=TODAY
    )
    assert [finding.code for finding in batch.findings if finding.level == "error"] == ["file_damaged"]
