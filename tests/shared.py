"""What all processes of a run use is made by the first that asks for it."""

import atexit
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tests.patience import SECONDS

FOLDER = "SHARED_BY_TESTS"  # the environment's name for the folder of a run; a process of its own has one of its own


@cache
def _folder() -> Path:
    if FOLDER in os.environ:
        return Path(os.environ[FOLDER])
    room = tempfile.mkdtemp(prefix="shared_")
    atexit.register(shutil.rmtree, room, ignore_errors=True)
    return Path(room)


def made_once(name: str, make: Callable[[Path], object]) -> Path:
    """A folder, to be read only, that `make` has filled in this process or another; who comes meanwhile waits."""
    room = _folder() / name
    done = room / "done"
    try:
        room.mkdir()
    except FileExistsError:
        until = time.monotonic() + SECONDS
        while not done.exists():
            assert time.monotonic() < until, f"nobody finished {name}"
            time.sleep(0.1)
    else:
        make(room)
        done.touch()
    return room
