"""Command line: is this boundary file good? `python -m geo check FILE [--json]`.

Exit codes: 0 publishable, 1 refused, 2 usage.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from data_loaders import boundaries
from data_loaders.findings import LEVEL_WORDS, Finding, Source, publishable, verdict
from data_loaders.reading import display_name
from data_loaders.schema import BOUNDARIES
from data_loaders.store import open_store
from geo.report import Report

PUBLISHABLE, REFUSED = 0, 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # a Windows console may default to another code page
    try:
        content = options.file.read_bytes()
    except OSError as error:
        options.parser.error(f"cannot read {options.file}: {error.strerror}")
    source = Source(display_name(options.file.name), table=BOUNDARIES.name)
    answer, findings = boundaries.check(source, options.file.name, content, _tables())
    sys.stdout.write(_as_json(answer, findings) if options.json else _as_words(answer, findings))
    return PUBLISHABLE if publishable(findings) else REFUSED


def _tables() -> Mapping[str, pd.DataFrame]:
    """The village list and boundaries that the next real edition would build on."""
    return open_store().known_tables(sample=False)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m geo", description="Check boundary files.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="read and check a boundary file, change nothing")
    check.add_argument("file", type=Path, metavar="FILE")
    check.add_argument("--json", action="store_true", help="answer in JSON")
    check.set_defaults(parser=check)
    return parser


def _as_json(answer: Report, findings: Sequence[Finding]) -> str:
    whole = answer.as_json() | {"publishable": publishable(findings)} | {"findings": [finding.as_json() for finding in findings]}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _as_words(answer: Report, findings: Sequence[Finding]) -> str:
    lines = [f"[{LEVEL_WORDS[finding.level]}] {finding.sentence}" for finding in findings]
    area = f"{answer.area_m2 / 1e6:.2f} 平方公里"
    lines.append(f"坐标系 {answer.crs or '不明'}，图形 {answer.features} 个，认出 {answer.matched} 个村，面积 {area}")
    lines.append(verdict(findings))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
