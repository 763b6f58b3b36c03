"""Command line of the store; `commands` says what each command does.

Exit codes: 0 done or publishable, 1 refused, 2 usage.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import cast

from data_loaders.commands import refusal
from data_loaders.findings import Refused

COMMANDS = (
    "check", "publish", "plan", "history", "restore", "templates", "backup", "recover", "user", "layouts", "inbox",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    options = _parser(arguments[:1]).parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        cast(TextIOWrapper, stream).reconfigure(encoding="utf-8")  # a Windows console may default to another code page
    try:
        answer = options.run(options)
    except Refused as refused:
        answer = refusal(refused.findings)
    if options.json:
        sys.stdout.write(json.dumps(answer.as_json, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in answer.words)
    return answer.code


def _parser(asked: Sequence[str] = ()) -> argparse.ArgumentParser:
    """The command line of the commands that are asked for; of all of them where none of those is."""
    parser = argparse.ArgumentParser(
        prog="python -m data_loaders", description="检查和发布台账 · Check and publish dropped files."
    )
    parser.set_defaults(json=False)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name in [name for name in asked if name in COMMANDS] or COMMANDS:
        command = import_module(f"data_loaders.commands.{name}")
        command.arguments(commands.add_parser(name, help=command.HELP))
    return parser


if __name__ == "__main__":
    sys.exit(main())
