"""Command line: is this boundary file good? `python -m geo check FILE [--json]`.

Exit codes: 0 publishable, 1 refused, 2 usage.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from data_loaders.allowance import Allowance
from data_loaders.checking import boundaries
from data_loaders.delivering import reference, worker
from data_loaders.delivering.intake import Drop
from data_loaders.findings import LEVEL_WORDS, Finding, Refused, Source, publishable, verdict
from data_loaders.reading import display_name
from data_loaders.schema import BOUNDARIES
from data_loaders.store.editions import open_store
from geo.report import NOTHING_READ, Report

PUBLISHABLE, REFUSED = 0, 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # typed as any text stream; a Windows console may default to another code page
    try:
        answer, findings = worker.of_command().submit(_checked, Drop.of(options.file), _tables()).result()
    except Refused as refused:
        if any(finding.code == "file_missing" for finding in refused.findings):
            options.parser.error(f"cannot read {options.file}")
        answer, findings = NOTHING_READ, refused.findings
    sys.stdout.write(_as_json(answer, findings) if options.json else _as_words(answer, findings))
    return PUBLISHABLE if _is_publishable(findings) else REFUSED


def _is_publishable(findings: Sequence[Finding]) -> bool:
    """Whether the file would be published as it is: a question that nobody has answered stops it there too."""
    return publishable(findings) and not any(finding.asks for finding in findings)


def _checked(drop: Drop, tables: Mapping[str, pd.DataFrame]) -> tuple[Report, list[Finding]]:
    shown = display_name(drop.name)
    with Allowance(shown, drop.content):
        answer, findings = boundaries.check(
            Source(shown, table=BOUNDARIES.name), drop.name, drop.content, tables, reference.tables()
        )
    return replace(answer, frame=None, attributes=None), findings


def _tables() -> Mapping[str, pd.DataFrame]:
    """The village list and boundaries that the next real edition would build on."""
    return open_store().known_tables(sample=False, shipped=reference.tables())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m geo", description="检查界线文件 · Check boundary files.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser(
        "check", help="读取和检查界线文件，什么也不改 · read and check a boundary file, change nothing"
    )
    check.add_argument("file", type=Path, metavar="FILE")
    check.add_argument("--json", action="store_true", help="用 JSON 回答 · answer in JSON")
    check.set_defaults(parser=check)
    return parser


def _as_json(answer: Report, findings: Sequence[Finding]) -> str:
    whole = (
        answer.as_json()
        | {"publishable": _is_publishable(findings)}
        | {"findings": [finding.as_json() for finding in findings]}
    )
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _as_words(answer: Report, findings: Sequence[Finding]) -> str:
    lines = [f"[{LEVEL_WORDS[finding.level]}] {finding.sentence}" for finding in findings]
    area = f"{answer.area_m2 / 1e6:.2f} 平方公里"
    lines.append(f"坐标系 {answer.crs or '不明'}，图形 {answer.features} 个，认出 {answer.matched} 个村，面积 {area}")
    lines.append(verdict(findings))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
