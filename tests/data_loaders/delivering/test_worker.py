"""What a file does to the process that reads it: memory, time, a crash; nobody else notices."""

import multiprocessing
import os
import sys
import threading
import time
from functools import partial
from pathlib import Path

import psutil
import pytest

from data_loaders import allowance
from data_loaders.allowance import MEGABYTE, Allowance
from data_loaders.delivering.worker import Crashed, Worker
from data_loaders.findings import Finding, Refused
from tests.patience import SECONDS as SOON


@pytest.fixture(scope="module")
def worker():
    with Worker() as process:
        yield process


def stopped(worker: Worker, work, *arguments) -> Finding:
    """The finding of the file that ended the process."""
    with pytest.raises(Refused) as refused:
        worker.submit(work, *arguments).result(SOON)
    (finding,) = refused.value.findings
    return finding


def read(work, *arguments, seconds: float = 1.0) -> object:
    allowance.SECONDS = seconds  # in the process that reads; eight would only make the test longer
    with Allowance("表.xlsx", b"PK"):
        return work(*arguments)


def take_memory() -> None:
    taken = []
    while True:
        taken.append(b"x" * MEGABYTE)


def twice(seconds: float) -> None:
    """Read the same file in two parts, each of which is allowed."""
    allowance.SECONDS = 1.0
    whole = Allowance("表.xlsx", b"PK")
    for _ in range(2):
        with whole:
            burn(seconds)


def burn(seconds: float) -> None:
    began = time.process_time()
    while time.process_time() - began < seconds:
        pass


def out_of_memory() -> None:
    raise MemoryError


def test_work_gives_its_result_and_its_errors(worker: Worker) -> None:
    assert worker.submit(len, "abc").result(SOON) == 3
    assert worker.submit(int, "ff", base=16).result(SOON) == 255
    with pytest.raises(ValueError, match="no number"):
        worker.submit(int, "no number").result(SOON)


def test_a_prepared_process_is_there_before_its_first_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_STORE", "s3://set/since/the/first/process")
    before, until = multiprocessing.active_children(), time.monotonic() + SOON
    with Worker() as worker:
        worker.prepare()
        while not (begun := [child for child in multiprocessing.active_children() if child not in before]):
            assert time.monotonic() < until, "nothing was started"
            time.sleep(0.01)
        assert worker.submit(os.getpid).result(SOON) == begun[0].pid
        assert worker.submit(os.getenv, "DASHBOARD_STORE").result(SOON) == os.environ["DASHBOARD_STORE"]


def test_a_file_that_takes_the_memory_is_stopped_below_a_gigabyte_and_refused(worker: Worker) -> None:
    pid = worker.submit(os.getpid).result(SOON)
    process, peak, over = psutil.Process(pid), [0], threading.Event()

    def look() -> None:
        while not over.wait(0.005) and process.is_running():
            try:
                peak[0] = max(peak[0], process.memory_info().rss)
            except psutil.Error:
                return

    idle = process.memory_info().rss
    watching = threading.Thread(target=look)
    watching.start()
    finding = stopped(worker, partial(read, seconds=60.0), take_memory)  # a busy machine gives memory slowly
    over.set()
    watching.join()
    assert (finding.code, finding.file) == ("file_too_costly", "表.xlsx") and "内存" in finding.message
    assert 500 * MEGABYTE < peak[0] - idle < 1_024 * MEGABYTE


def test_a_file_that_takes_the_time_is_stopped_and_refused(worker: Worker) -> None:
    finding = stopped(worker, read, burn, 15.0)  # which ends, so that the test does where nobody stops it
    assert (finding.code, finding.file) == ("file_too_costly", "表.xlsx") and "时间" in finding.message


def test_the_parts_of_a_file_share_one_allowance(worker: Worker) -> None:
    assert "时间" in stopped(worker, twice, 0.8).message


def test_a_file_that_crashes_its_reader_is_refused(worker: Worker) -> None:
    finding = stopped(worker, read, os.abort)
    assert (finding.code, finding.file) == ("file_damaged", "表.xlsx")


def test_memory_that_there_is_not_and_depth_are_findings_too(worker: Worker) -> None:
    assert stopped(worker, read, out_of_memory).code == "file_too_costly"
    assert stopped(worker, read, fall).code == "file_damaged"


def fall() -> None:
    fall()


def test_the_next_work_is_done_by_a_new_process_and_who_waits_loses_nothing(worker: Worker) -> None:
    before = worker.submit(os.getpid).result(SOON)
    bomb, waiting = worker.submit(read, os.abort), worker.submit(len, "abc")
    with pytest.raises(Refused):
        bomb.result(SOON)
    assert waiting.result(SOON) == 3
    assert worker.submit(os.getpid).result(SOON) != before


def test_work_that_reads_no_file_is_not_stopped_and_its_crash_blames_none(worker: Worker) -> None:
    worker.submit(read, len, "abc").result(SOON)
    worker.submit(burn, 1.5).result(SOON)
    with pytest.raises(Crashed):
        worker.submit(os.abort).result(SOON)


def test_the_process_ends_with_the_one_it_works_for(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "import os, time\nfrom data_loaders.delivering.worker import Worker\n"
        "if __name__ == '__main__':\n    worker = Worker()  # one that nobody holds would end by itself\n"
        "    print(worker.submit(os.getpid).result(), flush=True)\n    time.sleep(60)\n"
    )
    with psutil.Popen([sys.executable, str(script)], stdout=-1, env=os.environ | {"PYTHONPATH": os.getcwd()}) as parent:
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    assert not psutil.wait_procs([child], timeout=SOON)[1]


def test_forgetting_ends_the_process_after_the_work_at_hand() -> None:
    """All that its memory may still hold of a refused file ends with it."""
    with Worker() as worker:
        process = psutil.Process(worker.submit(os.getpid).result(SOON))
        at_hand = worker.submit(burn, 0.2)
        worker.forget()
        at_hand.result(SOON)
        assert not psutil.wait_procs([process], timeout=SOON)[1]
        assert worker.submit(os.getpid).result(SOON) != process.pid


@pytest.mark.parametrize(
    ("begin", "size", "memory", "seconds"),
    [
        (b"PK", 3, 750, 9), (b"PK", 22, 3_600, 66), (b"PK", 200, 4_000, 600), (b"PAR1", 5, 850, 15),
        ("镇,村".encode(), 3, 750, 9), ("镇,村".encode(), 30, 777, 17.1), ("镇,村".encode(), 200, 947, 68.1), (b"", 0, 750, 9),
    ],
)  # fmt: skip
def test_plain_text_gets_hardly_more_for_its_size_and_what_is_packed_does(
    begin: bytes, size: int, memory: int, seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = multiprocessing.Array("d", 2, lock=False)
    monkeypatch.setattr(allowance, "_limits", told)
    monkeypatch.setattr(allowance, "_name", multiprocessing.Array("c", 2_048, lock=False))
    content = begin.ljust(size * MEGABYTE)
    before, began = allowance.resident(os.getpid()), time.process_time()
    with Allowance("表", content):
        assert told[0] - before == pytest.approx(memory * MEGABYTE, abs=30 * MEGABYTE)
        assert told[1] - began == pytest.approx(seconds, abs=1)
