"""`restore`: an old edition is shown again, as a new one."""

import argparse

from data_loaders.commands import Answer, add_by, add_json
from data_loaders.commands.stored import stored, who
from data_loaders.store import audit
from data_loaders.store.audit import Action
from data_loaders.store.editions import open_store

HELP = "把旧的一版重新发布 · publish an old edition again"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which edition, and who does it."""
    parser.set_defaults(run=run)
    parser.add_argument("number", type=int)
    add_by(parser)
    add_json(parser)


@stored
def run(options: argparse.Namespace) -> Answer:
    """The number that the old edition has now."""
    store = open_store()
    edition = store.restore(options.number, by=options.by)
    audit.remember_if_possible(store, who(options), Action.RESTORED, str(edition.number), str(options.number))
    return Answer(edition.as_json(), [f"第 {options.number} 版已恢复为第 {edition.number} 版"])
