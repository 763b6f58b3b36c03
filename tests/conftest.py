"""What every test leaves as it found it, and what is made cheap for all."""

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

# No deadlines: what is slow may be the machine. A test that needs more examples, or dear ones fewer, says so.
settings.register_profile("suite", deadline=None, max_examples=60)
settings.load_profile("suite")

# What takes longest comes first, so that the processes that share the suite end together.
LONGEST = ("browser", "pages", "briefing", "data_loaders", "security")


def pytest_configure(config: pytest.Config) -> None:
    """All processes of a run share a folder; a run within a test, of a product that was changed, has its own."""
    if not hasattr(config, "workerinput"):
        room = tempfile.mkdtemp(prefix="shared_")
        config.add_cleanup(lambda: shutil.rmtree(room, ignore_errors=True))
        os.environ[shared.FOLDER] = room


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the rooms of tests into the order of LONGEST; inside a room they stay as they are."""
    items.sort(key=lambda item: (*(f"tests/{room}/" in item.nodeid for room in LONGEST),), reverse=True)


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
