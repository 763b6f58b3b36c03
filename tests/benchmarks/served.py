"""A server under measurement, and what it has used so far."""

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
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
    """A running server: ours or the stock page's."""

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


@contextmanager
def serving(name: str, script: str | Path, environment: Mapping[str, str], *, folder: Path = ROOT) -> Iterator[Served]:
    """A Streamlit server of a script; `folder` decides whose settings it reads."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    quiet = ["--server.headless", "true", "--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none"]
    process = subprocess.Popen(
        [*command, *quiet], cwd=folder, env={**environment, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    served = Served(name, f"http://localhost:{port}", psutil.Process(process.pid))
    try:
        _wait(served)
        yield served
    finally:
        process.terminate()
        process.wait()


def _wait(served: Served) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urlopen(f"{served.url}/_stcore/health", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"{served.name} did not start")
