"""What judges, changed in one place at a time, and the tests of its room must notice: `python -m tests.mutations.judging`.

A place is a comparison, a number or truth value, or an and/or. A sample of them, the same for the same `--seed`, takes
from every module alike; `--only` narrows it to modules whose path holds a word. About half an hour for 120, one after
another (on Linux). 1 when fewer than 95 in 100 are noticed; those that change nothing (EQUIVALENT) do not count.
"""

import argparse
import ast
import importlib
import os
import random
import re
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, NoReturn

import pytest

from tests.mutations import ROOT, SECONDS_AT_MOST, copied, replaced, say

# Module → where its tests are: the first stop at the first that fails, then the rest of the room.
MEASURES, WORDING = "tests/briefing/measures", "tests/briefing/wording"
ROOM = {
    "briefing/status.py": ("tests/briefing/test_status.py", MEASURES),
    **{
        f"briefing/measures/{name}.py": (f"{MEASURES}/test_{tests or name}.py", MEASURES)
        for name, tests in {
            "attention": "", "bounds": "", "changes": "comparison", "comparison": "", "counted": "", "duties": "", "funds": "", "indicators": "",
            "made": "", "map_layers": "", "reported": "", "schedule": "", "sites": "counted", "snapshots": "",
            "tasks_and_actions": "", "village_history": "", "villages": "",
        }.items()
    },
    "briefing/wording/standings.py": (f"{WORDING}/test_standings.py", WORDING),
    "briefing/wording/owed.py": (f"{WORDING}/test_owed.py", WORDING),
    "data_loaders/frequencies.py": ("tests/data_loaders/test_plan_words.py", f"{MEASURES}/test_duties.py", MEASURES),
    "data_loaders/plan_rules.py": ("tests/data_loaders/test_plan_rules.py", "tests/data_loaders/test_plan_words.py", MEASURES),
}  # fmt: skip
# Changes that nobody could notice: module, the line, what is changed into what → why.
EQUIVALENT: dict[tuple[str, str, str], str] = {
    ("briefing/status.py", "Status.OVERDUE: 5,", "5 → 6"): "only the order counts, and it is the last",
    (
        "briefing/measures/tasks_and_actions.py",
        "order = {ActStatus.OVERDUE: 0, ActStatus.NOT_DUE: 1, ActStatus.DONE: 2}", "2 → 3",
    ): "only the order counts, and it is the last",
}  # fmt: skip
OTHER = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "in": "not in", "not in": "in",
    "is": "is not", "is not": "is", "and": "or", "or": "and", "True": "False", "False": "True",
}  # fmt: skip
OPERATOR = re.compile(rb"<=|>=|==|!=|<|>|\bnot\s+in\b|\bis\s+not\b|\bin\b|\bis\b|\band\b|\bor\b")
OURS = frozenset({"briefing", "data_loaders", "geo", "sample_data", "tests"})
ENOUGH = 0.95


class Change(NamedTuple):
    """One place of a module, in bytes, and what stands there instead."""

    file: str
    begin: int
    end: int
    line: str
    number: int
    old: str
    new: str

    @property
    def name(self) -> str:
        """Where, and what for what."""
        return f"{self.file}:{self.number} `{self.old}` → `{self.new}`"

    @property
    def why_not(self) -> str:
        """Why nobody could notice it; empty where somebody must."""
        return EQUIVALENT.get((self.file, self.line, f"{self.old} → {self.new}"), "")


def changes(file: str, text: str) -> list[Change]:
    """Every single change of a module, in the order of its text."""
    source, starts = text.encode(), [0]
    for line in source.split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)

    def at(line: int, column: int) -> int:
        return starts[line - 1] + column

    def spots(node: ast.AST) -> Iterator[tuple[int, int]]:
        if isinstance(node, ast.Constant) and isinstance(node.value, bool | int | float):
            yield at(node.lineno, node.col_offset), at(node.end_lineno or 0, node.end_col_offset or 0)
        sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
        sides = node.values if isinstance(node, ast.BoolOp) else sides
        for left, right in pairwise(sides):
            between = at(left.end_lineno or 0, left.end_col_offset or 0), at(right.lineno, right.col_offset)
            if found := OPERATOR.search(source, *between):
                yield found.span()

    def change(begin: int, end: int) -> Change:
        old, number = " ".join(source[begin:end].decode().split()), source.count(b"\n", 0, begin) + 1
        new = OTHER.get(old) or str(ast.literal_eval(old) + 1)
        return Change(file, begin, end, text.split("\n")[number - 1].strip(), number, old, new)

    return sorted(change(*spot) for node in _judging(ast.parse(text)) for spot in spots(node))


def _judging(node: ast.AST) -> Iterator[ast.AST]:
    """A syntax tree without what says how a class is made: its decorators, and its fields' repr=False."""
    yield node
    for child in ast.iter_child_nodes(node):
        made = (
            child in getattr(node, "decorator_list", ()) or getattr(getattr(child, "func", None), "id", "") == "field"
        )
        if not made:
            yield from _judging(child)


def sampled(seed: int, number: int, only: str = "") -> list[Change]:
    """So many changes, from every module alike."""
    order, found = random.Random(seed), []
    for file in ROOM:
        own = changes(file, (ROOT / file).read_text(encoding="utf-8"))
        found += [(turn, change) for turn, change in enumerate(order.sample(own, len(own))) if only in file]
    return sorted(change for _, change in sorted(found, key=lambda pair: pair[0])[:number])


def is_noticed(root: Path, change: Change) -> bool:
    """Whether any test of the room fails, or has not ended in time, with a change in the repository at `root`."""
    sound = (root / change.file).read_bytes()
    with replaced(root / change.file, sound[: change.begin] + change.new.encode() + sound[change.end :]):
        return not all(passes(root, tests) for tests in ROOM[change.file])


def passes(root: Path, *tests: str) -> bool:
    """Whether all tests of some files and folders pass in the repository at `root`, in a child that has read the libraries."""
    child = os.fork()
    if not child:
        signal.alarm(SECONDS_AT_MOST)
        _run(root, tests)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _run(root: Path, tests: Sequence[str]) -> NoReturn:
    """Run tests up to the first that fails, with the modules of the product and the tests read anew from `root`."""
    for name in [name for name in sys.modules if name.partition(".")[0] in OURS]:
        del sys.modules[name]
    os.chdir(root)
    sys.path[0] = str(root)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # they take longer than tests
    options = ["-x", "-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
    code = 1
    try:
        code = pytest.main([*options, *tests])
    finally:
        os._exit(code)


def main() -> int:
    """Print each change that no test notices as soon as it is known, and how many of how many were."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutations.judging", description=__doc__)
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--number", type=int, default=120)
    parser.add_argument("--only", default="", metavar="WORD")
    asked = parser.parse_args()
    if hasattr(os, "nice"):
        os.nice(10)
    chosen = [change for change in sampled(asked.seed, asked.number, asked.only) if not change.why_not]
    missed = 0
    importlib.import_module("briefing.__main__")  # the libraries that it imports are read once for all
    with tempfile.TemporaryDirectory() as folder:
        root = copied(Path(folder))
        rooms = sorted({test for change in chosen for test in ROOM[change.file]})
        if not passes(root, *rooms):
            parser.exit(2, "the tests fail as the product is\n")
        for change in chosen:
            noticed = is_noticed(root, change)
            missed += not noticed
            if not noticed:
                say(f"{change.name}: {change.line}")
    say(f"{len(chosen) - missed} of {len(chosen)} make a test fail")
    return 0 if len(chosen) - missed >= ENOUGH * len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main())
