"""After a refusal for personal data the process that read the file is gone, with all that its memory held."""

import os
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import streamlit as st

from data_loaders.delivering.intake import Drop
from data_loaders.store.accounts import Account, Role
from data_loaders.store.editions import open_store
from pages.desk import beside, progress
from tests.patience import SECONDS as SOON


@pytest.fixture
def desk_process() -> Iterator[psutil.Process]:
    """The process that the desk has its files read in."""
    st.cache_resource.clear()
    with beside.worker() as worker:
        yield psutil.Process(worker.submit(os.getpid).result(SOON))
    st.cache_resource.clear()


def test_the_process_that_read_a_refused_file_ends_and_that_of_another_stays(
    desk_process: psutil.Process, tmp_path: Path
) -> None:
    store = open_store(str(tmp_path / "store"))
    for remark, refused in (("属实", False), ("138" + "7071" + "2345", True)):
        content = f"镇,村,任务数,完成数,备注\n潭东镇,龙井村,12,9,{remark}\n".encode()
        drops = [Drop("户厕_2023-10.csv", content)]
        said = progress.checked(Account("王", Role.ADMINISTRATOR), store, drops).findings
        assert refused == ("personal_data" in {finding.code for finding in said})
        assert refused == (not psutil.wait_procs([desk_process], timeout=SOON if refused else 0)[1])
