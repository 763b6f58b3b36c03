"""A server under measurement, and what it has used so far."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from tests.browser.harness import free_port

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120
MEGABYTE = 2**20


@dataclass
class Served:
    """A running server: ours or that of a page beside it."""

    name: str
    url: str
    process: psutil.Process

    def cpu(self) -> float:
        """Seconds of CPU used since its start, by the server's own process."""
        used = self.process.cpu_times()
        return used.user + used.system

    def memory(self) -> float:
        """Megabytes that are its own."""
        return self.process.memory_full_info().uss / MEGABYTE


def serving(
    name: str, script: str | Path, environment: Mapping[str, str], *, folder: Path = ROOT
) -> AbstractContextManager[Served]:
    """A Streamlit server of a script; `folder` decides whose settings it reads."""
    port = free_port()
    command = ["streamlit", "run", str(script), "--server.port", str(port)]
    quiet = ["--server.headless", "true", "--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none"]
    return listening(name, [*command, *quiet], port, environment, folder=folder, answers="_stcore/health")


@contextmanager
def listening(
    name: str, module: list[str], port: int, environment: Mapping[str, str], *, folder: Path = ROOT, answers: str = ""
) -> Iterator[Served]:
    """A server that a Python module starts at a port, from the moment that it answers at a path until the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", *module], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**environment, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])},
    )  # fmt: skip
    served = Served(name, f"http://localhost:{port}", psutil.Process(process.pid))
    try:
        _wait(f"{served.url}/{answers}")
        yield served
    finally:
        process.terminate()
        process.wait()


def _wait(address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"nothing answers at {address}")
