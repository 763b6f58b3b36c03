"""What every test leaves as it found it, and what is made cheap for all."""

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from hypothesis import settings

from data_loaders.store import accounts
from tests import shared

# Nothing is left over while tests are collected, and looking for it takes a second in every process.
gc.disable()
UNSEEN = 10_000  # new objects before they are looked through, in place of 700

# No deadlines: what is slow may be the machine. A test that needs more examples, or dear ones fewer, says so.
settings.register_profile("suite", deadline=None, max_examples=60)
settings.load_profile("suite")

# What takes longest comes first, so that the processes that share the suite end together.
LONGEST = ("pages", "briefing", "data_loaders", "security")
# Over so much of the suite files in a browser are spread: those wait for half of their time, and others compute meanwhile.
SPREAD = 0.75


def pytest_configure(config: pytest.Config) -> None:
    """All processes of a run share a folder; a run within a test, of a product that was changed, has its own."""
    if not hasattr(config, "workerinput"):
        room = tempfile.mkdtemp(prefix="shared_")
        config.add_cleanup(lambda: shutil.rmtree(room, ignore_errors=True))
        os.environ[shared.FOLDER] = room


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files of tests into an order in which all cores have something to do to the end; none is torn apart."""
    files: dict[str, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.nodeid.split("::")[0], []).append(item)
    in_browser = [name for name in files if name.startswith("tests/browser/")]
    in_browser.sort(key=lambda name: len(files[name]), reverse=True)
    others = sorted(files.keys() - set(in_browser), key=_how_late)
    place = {name: float(at) for at, name in enumerate(others)}
    step = SPREAD * len(others) / max(1, len(in_browser))
    place |= {name: at * step - 0.5 for at, name in enumerate(in_browser)}
    items[:] = [item for name in sorted(place, key=place.__getitem__) for item in files[name]]


def _how_late(name: str) -> tuple[int, str]:
    """Where a file stands in the suite: whole programs and processes are tested beside the rooms, and first of all."""
    _, room, *deeper = name.split("/")
    if not deeper:
        return -1, name
    return (LONGEST.index(room) if room in LONGEST else len(LONGEST)), name


def pytest_collection_finish() -> None:
    """What was imported and collected stays: nobody need look through it for what is left over."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(UNSEEN)
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def own_hasher() -> Iterator[PasswordHasher]:
    """The product's own hasher, in place of which tests use a cheap one: a third of a second for every password adds up."""
    with pytest.MonkeyPatch.context() as patch:
        own = accounts._HASHER
        patch.setattr(accounts, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield own


@pytest.fixture(scope="session", autouse=True)
def no_components_of_others() -> Iterator[None]:
    """Each AppTest would read what all installed packages say of themselves, for components: most of a second for none."""
    with pytest.MonkeyPatch.context() as patch:
        if "streamlit.testing.v1" in sys.modules:
            patch.setattr("streamlit.components.v2.manifest_scanner.scan_component_manifests", list)
        yield


@pytest.fixture(autouse=True)
def main_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """AppTest leaves the page it ran as the main module, and a process spawned by a later test would begin by running it."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
