"""Which of the plan's names a text means: the same, one inside the other, or nearly so."""

import re
from collections.abc import Mapping

from rapidfuzz import fuzz

from data_loaders.tidying.cells import squeezed
from data_loaders.tidying.headers import normalised, without_unit

LIKELY_THE_SAME = 80


def nearest_name(text: str, known: Mapping[str, str]) -> str | None:
    """The id of the plan's item whose title a text names; None when none is near, or two are equally so."""
    plain = re.sub(r"\(.*?\)", "", without_unit(normalised(text))[0])
    if len(plain) < 3:
        return None
    scored = sorted(((closeness(plain, squeezed(title)), number) for title, number in known.items()), reverse=True)
    if not scored or scored[0][0] < LIKELY_THE_SAME:
        return None
    return scored[0][1] if len(scored) == 1 or scored[0][0] - scored[1][0] >= 4 else None


def closeness(text: str, title: str) -> float:
    """How near two names are: 200 the same, from 80 on likely the same."""
    if text == title:
        return 200
    if len(text) >= 4 and (text in title or title in text):
        return 90 + 10 * min(len(text), len(title)) / max(len(text), len(title))
    return max(
        fuzz.ratio(text, title), 0.92 * fuzz.partial_ratio(text, title) if min(len(text), len(title)) >= 5 else 0
    )
