"""The sample edition, published once in a process and copied for each test that writes: checking its sixty files takes seconds."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest

from data_loaders.store.editions import STORE_VARIABLE
from sample_data.__main__ import main


@cache
def sample_store() -> Path:
    """A store as the first start leaves it, to be read only."""
    room = tempfile.mkdtemp(prefix="sample_")
    atexit.register(shutil.rmtree, room, ignore_errors=True)
    folder = Path(room) / "store"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(STORE_VARIABLE, str(folder))
        assert main() == 0
    return folder


def copied_to(folder: Path) -> Path:
    """A store of one's own with the same content."""
    return shutil.copytree(sample_store(), folder)
