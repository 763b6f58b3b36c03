"""`publish`: files become one edition, or none does."""

import argparse

from data_loaders.commands import Answer
from data_loaders.commands.check import add_delivery
from data_loaders.delivering import worker

HELP = "把文件发布成一版，或一个也不发布 · make files one edition, or none"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Those of `check`, and a note."""
    parser.set_defaults(run=run)
    add_delivery(parser)
    parser.add_argument("--note", default="", help="随这一版留的说明 · a note kept with the edition")


def run(options: argparse.Namespace) -> Answer:
    """As `check`: in a process of their own."""
    return worker.by_name("data_loaders.commands.delivery", "published", options).result()
