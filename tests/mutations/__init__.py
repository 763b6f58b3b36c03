"""Promises broken on purpose: `mutations.toml` breaks each promise of SECURITY.md and docs/faults.md in one place, and
the tests that the documents name for it must fail then. By hand all of them: `python -m tests.mutations [NAME …]`.
"""

import ast
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests import patience

ROOT = Path(__file__).resolve().parents[2]
TABLE = Path(__file__).with_name("mutations.toml")
DOCUMENTS = (ROOT / "SECURITY.md", ROOT / "docs" / "faults.md")
NAMED_TEST = re.compile(r"`(tests/[\w/]+\.py::test_\w+)`")
# What is not the product stays where it is; what tests leave behind, wherever it lies.
NOT_COPIED_AT_TOP = {".git", ".venv", "store", "inbox", "logs", "bundle", "wheels"}
NOT_COPIED = {"__pycache__", ".pytest_cache", ".ruff_cache", ".hypothesis"}
# A test that fails so has met a program that no longer runs, not a broken promise.
NO_PROGRAM = ("SyntaxError", "IndentationError", "ImportError", "ModuleNotFoundError", "NameError", "UnboundLocalError")
SECONDS_AT_MOST = 600  # for each test; those that wait for a browser take long when they fail
PASSED, FAILED, BROKEN, SKIPPED, ABSENT = "passed", "failed", "broken", "skipped", "absent"


@dataclass(frozen=True)
class Mutation:
    """One broken promise: what `file` says once is replaced, and every one of `tests` must fail.

    A test may be narrowed to one of its parameters, as pytest writes it: …::test_x[a].
    """

    name: str
    file: str
    find: str
    replace: str
    tests: tuple[str, ...]
    quick: bool = False  # also tried in the suite

    @property
    def promised(self) -> set[str]:
        """The tests as the documents name them."""
        return {test.partition("[")[0] for test in self.tests}


def mutations() -> list[Mutation]:
    """The whole table, in its order."""
    rows = tomllib.loads(TABLE.read_text(encoding="utf-8"))["mutation"]
    return [Mutation(**row | {"tests": tuple(row["tests"])}) for row in rows]


def promises() -> list[tuple[str, set[str]]]:
    """Each row of the documents' tables that names tests, and those tests."""
    lines = [
        line for path in DOCUMENTS for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("|")
    ]
    return [(line, tests) for line in lines if (tests := set(NAMED_TEST.findall(line)))]


def places(text: str, find: str) -> list[tuple[int, int]]:
    """Begin and end of everything in a text that reads like `find`, however it is spaced and broken into lines."""
    words = re.findall(r"\w+|[^\w\s]", find)
    pattern = r"\s*".join(("" if word not in ")]}" else r"(?:,\s*)?") + re.escape(word) for word in words)
    return [match.span() for match in re.finditer(pattern, text)]


def mutated(text: str, mutation: Mutation) -> str:
    """The file's text with its promise broken. ValueError when the place is not there exactly once."""
    found = places(text, mutation.find)
    if len(found) != 1:
        raise ValueError(f"{mutation.name}: {len(found)} places in {mutation.file} instead of one")
    ((begin, end),) = found
    return text[:begin] + mutation.replace + text[end:]


@contextmanager
def applied(root: Path, mutation: Mutation) -> Iterator[None]:
    """The repository at `root` with one promise broken, for as long as it takes."""
    path = root / mutation.file
    broken = mutated(path.read_text(encoding="utf-8"), mutation)
    if path.suffix == ".py":
        ast.parse(broken, mutation.file)
    with replaced(path, broken.encode()):
        yield


@contextmanager
def replaced(path: Path, content: bytes) -> Iterator[None]:
    """A file with another content, for as long as it takes."""
    sound = path.read_bytes()
    path.write_bytes(content)
    try:
        yield
    finally:
        path.write_bytes(sound)


def copied(folder: Path) -> Path:
    """The repository as it lies here, in a folder of its own; its modules are compiled once and known by content, for
    a mutation may have the size and the second of what it replaces.
    """

    def left_out(place: str, names: list[str]) -> set[str]:
        return set(names) & (NOT_COPIED | (NOT_COPIED_AT_TOP if Path(place) == ROOT else set()))

    copy = folder / "copy"
    shutil.copytree(ROOT, copy, ignore=left_out)
    command = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "checked-hash", "."]
    subprocess.run(command, cwd=copy, check=True)
    return copy


def run_tests(root: Path, tests: Iterable[str]) -> dict[str, str]:
    """Test → PASSED, FAILED, BROKEN (the program, or what the test needs), SKIPPED or ABSENT, in the repository at `root`.

    Of a test with parameters one that fails is enough.
    """
    tests, report = list(tests), root / "report.xml"
    report.unlink(missing_ok=True)
    options = ["-q", "-p", "no:cacheprovider", f"--junitxml={report}"]
    environment = os.environ | {
        "PYTHONDONTWRITEBYTECODE": "1",
        patience.VARIABLE: "90",  # most are to fail
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }  # plugins take longer than tests
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", *options, *tests], cwd=root, env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        process.wait(timeout=SECONDS_AT_MOST * len(tests))
    except subprocess.TimeoutExpired:
        _end_with_children(process)
        return dict.fromkeys(tests, "hangs")
    cases = ElementTree.parse(report).iter("testcase") if report.is_file() else ()
    seen = [(f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name')}", _state(case)) for case in cases]
    return {test: _worst(state for case, state in seen if test in (case, case.partition("[")[0])) for test in tests}


def _end_with_children(process: subprocess.Popen) -> None:
    """A test that hangs has servers and browsers of its own."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def _state(case: ElementTree.Element) -> str:
    if case.find("error") is not None:
        return BROKEN
    if case.find("skipped") is not None:
        return SKIPPED
    failure = case.find("failure")
    if failure is None:
        return PASSED
    return BROKEN if (failure.get("message") or "").startswith(NO_PROGRAM) else FAILED


def _worst(states: Iterable[str]) -> str:
    """What a test with parameters comes to: a failure counts before all else."""
    met = set(states)
    return next((state for state in (FAILED, BROKEN, PASSED, SKIPPED) if state in met), ABSENT)


def verdict(root: Path, mutation: Mutation) -> dict[str, str]:
    """The tests that did not fail as they must with this promise broken, and what they did instead; none is success."""
    with applied(root, mutation):
        return {test: state for test, state in run_tests(root, mutation.tests).items() if state != FAILED}


def say(line: str) -> None:
    """A line now, not when a buffer is full."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
