"""A reader that crashes takes nobody with it."""

import os

import pytest

from data_loaders.findings import Refused, Source
from data_loaders.reading import columnar
from data_loaders.reading.apart import Crashed, apart


def test_work_done_apart_gives_its_result_and_its_errors():
    assert apart(len, "abc") == 3
    with pytest.raises(ValueError):
        apart(int, "no number")


def test_a_crash_is_told_and_the_next_work_is_done():
    with pytest.raises(Crashed):
        apart(os.abort)
    assert apart(len, "abc") == 3


def test_a_parquet_file_that_aborts_its_reader_is_refused(monkeypatch):
    monkeypatch.setattr(columnar, "try_reading", os._exit)
    monkeypatch.setattr(columnar, "apart", lambda work, *_: apart(work, 1))
    with pytest.raises(Refused) as refused:
        columnar.read_columnar(b"PAR1 and so on PAR1", Source("表.parquet"))
    assert refused.value.findings[0].code == "file_damaged"
