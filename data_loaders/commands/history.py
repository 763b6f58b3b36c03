"""`history`: which editions there are."""

import argparse

from data_loaders.clock import CHINA
from data_loaders.commands import Answer, add_json
from data_loaders.commands.stored import stored
from data_loaders.store.editions import open_store

HELP = "列出各版 · list the editions"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing but the form of the answer."""
    parser.set_defaults(run=run)
    add_json(parser)


@stored
def run(options: argparse.Namespace) -> Answer:
    """A line an edition, oldest first."""
    editions = open_store().editions()
    words = [
        f"第 {edition.number} 版  {edition.published_at.astimezone(CHINA):%Y-%m-%d %H:%M}  {edition.by}  "
        f"{'示例数据  ' if edition.sample else ''}{edition.note}  {len(edition.files)} 个文件"
        for edition in editions
    ]
    return Answer({"editions": [edition.as_json() for edition in editions]}, words or ["库中还没有数据"])
