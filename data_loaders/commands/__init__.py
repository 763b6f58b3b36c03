"""What `python -m data_loaders` can be told to do, one module a command: its words, its options, and what it does.

A module is imported when its command is called, so that a short answer waits for no library that it does without.
"""

import argparse
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from data_loaders.findings import LEVEL_WORDS, Finding
from data_loaders.store import OFFICE

DONE, REFUSED, USAGE = 0, 1, 2


class Answer(NamedTuple):
    """What a command says, as JSON and in words, and its exit code."""

    as_json: dict
    words: Sequence[str] = ()
    code: int = DONE


def refusal(findings: Sequence[Finding]) -> Answer:
    """Why nothing was done."""
    return Answer({"publishable": False, "findings": plain(findings), "tables": []}, sentences(findings), REFUSED)


def plain(findings: Iterable[Finding]) -> list[dict]:
    """Findings as plain values."""
    return [finding.as_json() for finding in findings]


def sentences(findings: Iterable[Finding]) -> list[str]:
    """Findings as a person reads them."""
    return [f"[{LEVEL_WORDS[finding.level]}] {finding.sentence}" for finding in findings]


def add_json(parser: argparse.ArgumentParser) -> None:
    """The option that every command with an answer has."""
    parser.add_argument("--json", action="store_true", help="用 JSON 回答 · answer in JSON")


def add_by(parser: argparse.ArgumentParser) -> None:
    """Who does it."""
    parser.add_argument(
        "--by",
        default=OFFICE,
        metavar="NAME",
        help=f"显示的发布人，默认{OFFICE} · whom readers are shown; {OFFICE} by default",
    )
