"""Make a real bundle, install it where no index can be reached, serve it and ask whether it is well. By hand:

    .venv/bin/python -m tests.soak.offline_install [FOLDER]

Takes some minutes and about a gigabyte below FOLDER (a new temporary folder by default).
"""

import sys
import tempfile
import time
from pathlib import Path
from subprocess import Popen, check_call
from urllib.error import URLError
from urllib.request import urlopen

import start
from tests.browser.harness import free_port
from tests.test_bundle import offline_environment

MOST_SECONDS = 900


def main(folder: Path) -> int:
    """0 when the server of the installed bundle says ok."""
    check_call([sys.executable, "start.py", "bundle", str(folder)], cwd=start.ROOT)
    port = free_port()
    environment = offline_environment(DASHBOARD_STORE=str(folder.parent / "store"))
    with Popen([sys.executable, "start.py", "--port", str(port)], cwd=folder, env=environment) as server:
        try:
            started = time.monotonic()
            is_well = wait_until_well(f"http://127.0.0.1:{port}/_stcore/health", server)
            sys.stdout.write(f"{'ok' if is_well else 'FAILED'} after {time.monotonic() - started:.0f} s\n")
            return 0 if is_well else 1
        finally:
            server.terminate()


def wait_until_well(url: str, server: Popen) -> bool:
    """Whether the server answers ok before it ends or MOST_SECONDS are over."""
    deadline = time.monotonic() + MOST_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(url, timeout=5) as answer:
                return answer.read().strip() == b"ok"
        except (URLError, OSError):
            time.sleep(1)
    return False


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(Path(given[0]) if given else Path(tempfile.mkdtemp()) / "bundle"))
