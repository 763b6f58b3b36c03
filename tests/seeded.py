"""The sample edition, published once in a run and copied for each test that writes: checking its sixty files takes seconds."""

import shutil
from functools import cache
from pathlib import Path

import pytest

from data_loaders.store.editions import STORE_VARIABLE
from sample_data.__main__ import main
from tests.shared import made_once


@cache
def sample_store() -> Path:
    """A store as the first start leaves it, to be read only."""
    return made_once("sample", _publish) / "store"


def _publish(room: Path) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(STORE_VARIABLE, str(room / "store"))
        assert main() == 0


def copied_to(folder: Path) -> Path:
    """A store of one's own with the same content."""
    return shutil.copytree(sample_store(), folder)
