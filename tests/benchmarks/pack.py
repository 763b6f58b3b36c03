"""The whole pack of an edition, browser pictures aside, against computing the briefing itself."""

import time
from statistics import median

from briefing.compose import compose
from briefing.exports import FORMATS
from briefing.measures.village_shapes import land_of
from data_loaders.store.editions import Edition

ROUNDS = 3
PACKED = [name for name, kind in FORMATS.items() if not kind.needs_browser]


def pack(edition: Edition) -> tuple[float, float]:
    """Seconds of CPU for all documents, and for the briefing they are made of; after one round to warm up."""
    briefing, land = compose(edition), land_of(edition)
    documents, briefings = [], []
    for at in range(ROUNDS + 1):
        started = time.process_time()
        compose(edition)
        between = time.process_time()
        for name in PACKED:
            FORMATS[name].make(briefing, land)
        if at:
            briefings.append(between - started)
            documents.append(time.process_time() - between)
    return median(documents), median(briefings)
