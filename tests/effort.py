"""What work costs, counted in pieces of other work: a slow or busy machine makes both dearer, and no test fails for it."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

_TEXT = "镇村1234567890," * 200_000
_TURNED = {ord("1"): "一"}


class Effort:
    """What was spent inside a `with spent()`: `pieces` of the work that `_piece` does, a third of a second of an idle core."""

    pieces: float


@contextmanager
def spent() -> Iterator[Effort]:
    """Count the processor time of what stands inside, of this process only."""
    effort = Effort()
    before = _piece()
    began = time.process_time()
    yield effort
    seconds = time.process_time() - began
    effort.pieces = seconds / max(before, _piece())


def _piece() -> float:
    """The seconds of the processor that going through three megabytes of text takes here and now."""
    began = time.process_time()
    _TEXT.translate(_TURNED)
    re.findall(r"\d+", _TEXT)
    sum(len(part) for part in _TEXT.split(","))
    return time.process_time() - began
