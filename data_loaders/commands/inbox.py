"""`inbox`: what is dropped into a folder is published, until somebody stops it."""

import argparse
import sys
from pathlib import Path

from data_loaders import events
from data_loaders.commands import USAGE, Answer
from data_loaders.commands.stored import stored
from data_loaders.delivering.inbox import (
    INBOX_VARIABLE,
    QUIET_VARIABLE,
    Inbox,
    configured_folder,
    configured_quiet,
    quiet_seconds,
)
from data_loaders.store.editions import open_store

HELP = f"自动发布收件夹里的文件，直到停止 · publish what is dropped into {INBOX_VARIABLE}, until stopped"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The folder, and when a file in it is whole."""
    parser.set_defaults(run=run)
    parser.add_argument("folder", nargs="?", type=Path, default=configured_folder(), metavar="DIR")
    parser.add_argument(
        "--quiet", type=quiet_seconds, metavar="SECONDS",
        help=f"多少秒没人写才算放好，默认 {QUIET_VARIABLE} 或 60 · a file is whole when nobody wrote to it for so long; {QUIET_VARIABLE} or 60 by default",
    )  # fmt: skip


@stored
def run(options: argparse.Namespace) -> Answer:
    """Watches, and says why it cannot."""
    if options.folder is None:
        sys.stderr.write(f"请给出目录，或设置 {INBOX_VARIABLE}\n")
        return Answer({}, code=USAGE)
    try:
        quiet = configured_quiet() if options.quiet is None else options.quiet
    except ValueError:
        sys.stderr.write(f"{QUIET_VARIABLE} 要写秒数，例如 60\n")
        return Answer({}, code=USAGE)
    events.begin("inbox")
    Inbox(options.folder, open_store(), quiet).watch()
    return Answer({})
