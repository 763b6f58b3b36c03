"""Measure, and print a Markdown table: `python -m tests.benchmarks [PART …]`. About a quarter of an hour for all.

`soak` (an hour) and `editions` (a quarter of one; WATCH_SECONDS and MAP_SECONDS make it shorter) run only when named.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import psutil
import streamlit

from tests.benchmarks.parts import PARTS, USUAL, Place
from tests.benchmarks.served import ROOT

GIBIBYTE = 2**30
HEAD = "| measure | ours | against | ratio |\n|---|--:|--:|--:|"


def machine() -> str:
    """The day and the machine, as the line above the table."""
    memory = psutil.virtual_memory().total / GIBIBYTE
    versions = f"Python {platform.python_version()}, streamlit {streamlit.__version__}"
    return f"{date.today()}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, {versions}"


def main() -> None:
    """Print the rows of the parts asked for as a Markdown table, each as soon as it is known."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; default: all but soak and editions"
    )
    asked = parser.parse_args().parts or USUAL
    if unknown := set(asked) - set(PARTS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    say(f"{machine()}\n\n{HEAD}")
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder), Path(folder) / "store")
        subprocess.run([sys.executable, "-m", "sample_data"], cwd=ROOT, env=place.environment(), check=True)
        for name in asked:
            for row in PARTS[name](place):
                say(str(row))


def say(line: str) -> None:
    """A line now, not when a buffer is full."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
