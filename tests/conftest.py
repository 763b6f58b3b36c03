"""What every test leaves as it found it."""

import sys

import pytest


@pytest.fixture(autouse=True)
def main_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """AppTest leaves the page it ran as the main module, and a process spawned by a later test would begin by running it."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
