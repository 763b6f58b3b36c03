"""A long carousel, run by hand: does the browser or the server grow?

    .venv/bin/python -m tests.soak.carousel [--minutes 15] [--seconds 3]

Serves the sample from a store of its own, lets one present-mode window go round, and writes once a minute what is
alive after a garbage collection: JS heap, DOM nodes, listeners, and the server's resident memory. Exit code 1 when
the second half of the run holds more than LIMIT times what the first half held. Reads /proc, so it runs on Linux.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.browser.harness import PROJECTOR, ROOT, launch, open_screen, running_server

LIMIT = 1.1
SETTLING = 3  # readings in which caches fill
MEGABYTE = 1e6
METRICS = {"JSHeapUsedSize": "JS heap MB", "Nodes": "nodes", "JSEventListeners": "listeners"}
SHOWN = "() => document.querySelector('#root .present')?.dataset.screen ?? ''"


def soak(minutes: float, seconds: float) -> list[dict[str, float]]:
    """One reading a minute of a carousel that turns every so many seconds."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        seeded = os.environ | {"DASHBOARD_STORE": str(store)}
        subprocess.run([sys.executable, "-m", "sample_data"], cwd=ROOT, env=seeded, check=True)
        with running_server(store, Path(folder) / "log") as server, sync_playwright() as playwright:
            page = launch(playwright).new_context(viewport=PROJECTOR).new_page()
            screen = open_screen(page, f"{server.url}/overview?present=1&carousel={seconds:g}")
            session = page.context.new_cdp_session(page)
            session.send("Performance.enable")
            readings = []
            end = time.monotonic() + minutes * 60
            while time.monotonic() < end:
                turns = turns_in_a_minute(page)
                readings.append({"turns": turns} | alive(session) | {"server MB": resident(server.pid)})
                sys.stdout.write("  ".join(f"{name} {value:.1f}" for name, value in readings[-1].items()) + "\n")
                sys.stdout.flush()
            if screen.errors or screen.outside:
                raise AssertionError((screen.errors, screen.outside))
            return readings


def turns_in_a_minute(page: Page) -> int:
    """How often the screen changed."""
    started, name, turns = time.monotonic(), page.evaluate(SHOWN), 0
    while time.monotonic() - started < 60:
        page.wait_for_timeout(250)
        now = page.evaluate(SHOWN)
        turns += now != name
        name = now
    return turns


def alive(session: CDPSession) -> dict[str, float]:
    """What the page holds after a garbage collection."""
    session.send("HeapProfiler.collectGarbage")
    metrics = {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
    metrics["JSHeapUsedSize"] /= MEGABYTE
    return {title: metrics[name] for name, title in METRICS.items()}


def resident(pid: int) -> float:
    """Resident memory of a process in MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE


def grown(readings: list[dict[str, float]]) -> dict[str, float]:
    """What the second half holds more than LIMIT times of."""
    settled = readings[SETTLING:]
    first, second = settled[: len(settled) // 2], settled[len(settled) // 2 :]
    ratios = {
        name: median(one[name] for one in second) / median(one[name] for one in first)
        for name in (*METRICS.values(), "server MB")
    }
    return {name: ratio for name, ratio in ratios.items() if ratio > LIMIT}


def main() -> int:
    """Run, and judge."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--seconds", type=float, default=3)
    options = parser.parse_args()
    found = grown(soak(options.minutes, options.seconds))
    sys.stdout.write(f"grows: {found}\n" if found else "nothing grows\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
