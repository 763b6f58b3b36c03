"""`recover`: a backup fills an empty store."""

import argparse
from pathlib import Path

from data_loaders.commands import Answer, add_json
from data_loaders.commands.backup import amount, kept
from data_loaders.commands.stored import stored
from data_loaders.store.backup import recover
from data_loaders.store.editions import open_store

HELP = "从备份恢复到空的存放位置 · fill an empty store from a backup"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file to read."""
    parser.set_defaults(run=run)
    parser.add_argument("file", type=Path, metavar="FILE")
    add_json(parser)


@stored
def run(options: argparse.Namespace) -> Answer:
    """What came back."""
    contents = recover(open_store(), options.file)
    return Answer(kept(contents), [f"已恢复 {contents.made_at} 的备份：{amount(contents)}"])
