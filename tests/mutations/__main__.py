"""Break every promise, or the ones named, and see that its tests fail: `python -m tests.mutations [NAME …]`.

About an hour for all. First the tests must pass as the product is; 1 when a test does not bite.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.mutations import PASSED, copied, mutations, run_tests, say, verdict


def main() -> int:
    """Print a Markdown table, each row as soon as it is known."""
    known = {mutation.name: mutation for mutation in mutations()}
    parser = argparse.ArgumentParser(prog="python -m tests.mutations", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(known)}; default: all")
    asked = parser.parse_args().names or list(known)
    if unknown := set(asked) - set(known):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    if hasattr(os, "nice"):
        os.nice(5)
    unbitten = 0
    with tempfile.TemporaryDirectory() as folder:
        root = copied(Path(folder))
        unmutated = run_tests(root, dict.fromkeys(test for name in asked for test in known[name].tests))
        say("| mutation | its tests | s |\n|---|---|--:|")
        for name in asked:
            began = time.monotonic()
            wrong = {test: state for test in known[name].tests if (state := unmutated[test]) != PASSED}
            if wrong:
                told = f"without it: {worded(wrong)}"
            else:
                wrong = verdict(root, known[name])
                told = worded(wrong) or "fail"
            unbitten += bool(wrong)
            say(f"| {name} | {told} | {time.monotonic() - began:.0f} |")
    say(f"\n{len(asked) - unbitten} of {len(asked)} make their tests fail")
    return 1 if unbitten else 0


def worded(states: dict[str, str]) -> str:
    """Which tests did what: `test_x` passed, …"""
    return ", ".join(f"`{test}` {state}" for test, state in states.items())


if __name__ == "__main__":
    sys.exit(main())
