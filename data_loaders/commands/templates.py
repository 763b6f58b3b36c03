"""`templates`: a blank workbook for every table."""

import argparse
from pathlib import Path

from data_loaders.commands import Answer, add_json
from data_loaders.commands.stored import stored
from data_loaders.delivering.templates import lists, write_templates
from data_loaders.store.editions import open_store

HELP = "写出每张台账的模板 · write a template workbook for every table"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The folder to write to."""
    parser.set_defaults(run=run)
    parser.add_argument("folder", type=Path, metavar="DIR")
    add_json(parser)


@stored
def run(options: argparse.Namespace) -> Answer:
    """The names of the files."""
    names = [path.name for path in write_templates(options.folder, lists(open_store()))]
    return Answer({"files": names}, names)
