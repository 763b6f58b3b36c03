"""Publishing while processes are killed, while two publish at once, and on a disk that takes no more."""

import multiprocessing
import signal
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from data_loaders.delivering import reference
from data_loaders.findings import Refused
from data_loaders.store.editions import open_store
from tests.soak.killed_publishers import batch, soak

resource = pytest.importorskip("resource", reason="SIGKILL and file size limits are POSIX's")

# Half of a small Parquet file: every write of an edition is cut off in the middle.
FULL_AFTER_BYTES = 1000


def test_publish_backup_recover_and_inbox_killed_at_any_moment_lose_nothing_and_leave_nothing_half(
    tmp_path: Path,
) -> None:
    watch = soak(tmp_path, kills=4)
    assert watch.wrong == []
    assert watch.editions > 3


def publish_on_a_full_disk(uri: str, answer: Connection) -> None:
    """Try to publish where no file may grow further; tells the codes of the refusal."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (FULL_AFTER_BYTES, FULL_AFTER_BYTES))
    try:
        open_store(uri).publish(batch(2), by="测试")
    except Refused as refused:
        answer.send([finding.sentence for finding in refused.findings])
    else:
        answer.send(["published"])


def test_on_a_full_disk_the_old_edition_stands_and_later_publishing_goes_on(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"))
    store.publish(batch(1), by="测试", shipped=reference.tables())
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    publisher = context.Process(target=publish_on_a_full_disk, args=(store.uri, theirs))
    publisher.start()
    (said,) = ours.recv()
    publisher.join()
    assert "不能写入" in said and "原有版本不受影响" in said
    assert [edition.number for edition in store.editions()] == [1]
    assert store.edition().table("toilets")["done"].tolist() == [1]
    assert store.publish(batch(3), by="测试", shipped=reference.tables()).number == 2
    assert store.edition().table("toilets")["done"].tolist() == [3]
