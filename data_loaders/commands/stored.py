"""What the commands that use the store share: what is said when it is empty or cannot be used, and who did it."""

import argparse
import getpass
from collections.abc import Callable
from functools import wraps

from deltalake.exceptions import DeltaError

from data_loaders.commands import REFUSED, Answer, refusal
from data_loaders.findings import Source
from data_loaders.store import OFFICE
from data_loaders.store.editions import EmptyStore, open_store

Run = Callable[[argparse.Namespace], Answer]


def stored(run: Run) -> Run:
    """A command whose answer says so where the store is empty, full, read-only or no store."""

    @wraps(run)
    def answered(options: argparse.Namespace) -> Answer:
        try:
            return run(options)
        except EmptyStore:
            return Answer({"editions": []}, ["库中还没有数据"], REFUSED)
        except (OSError, DeltaError) as error:
            place = str(getattr(error, "filename", None) or open_store().uri)
            return refusal([Source(place).finding("place_unusable", reason=type(error).__name__)])

    return answered


def who(options: argparse.Namespace) -> str:
    """Whom the audit names: who was said to do it, else who is logged in at this machine."""
    return options.by if options.by != OFFICE else getpass.getuser()
