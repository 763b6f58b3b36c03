"""Documents of other counties: how much of what each asks is found, how much of that is exact, how much is invented."""

import pytest

from data_loaders.planning.draft import Draft, Drafted
from data_loaders.planning.drafting import draft_from
from data_loaders.planning.sentences.asked import as_number
from tests.data_loaders.planning.fresh_counties import FRESH, Fresh
from tests.data_loaders.planning.writing import word

FOUND, EXACT, INVENTED = 0.95, 0.98, 0.02
_WORDS = {"not_below_last_year": "不低于上年", "not_above_last_year": "不高于上年", "growth": "高于上年"}


def drafted(fresh: Fresh) -> Draft:
    """A document as the reader sees it: a .docx where there is more than one block, else a text."""
    if len(fresh.blocks) > 1:
        return draft_from(f"{fresh.name}.docx", word(*fresh.blocks), fresh.year)
    return draft_from(f"{fresh.name}.txt", str(fresh.blocks[0]).encode(), fresh.year)


def said(row: Drafted) -> str:
    """What a row asks, in the words of the lists."""
    asked = row.asked
    number = None if asked.target is None else f"{as_number(asked.target)}{asked.unit}"
    if asked.kind == "duty":
        return f"{asked.frequency} {number}" if number else str(asked.frequency)
    if number is None:
        return _WORDS[asked.comparison or ""]
    sign = "≤" if asked.comparison == "at_most" else "+" if asked.comparison == "growth" and number[0] != "-" else ""
    day = f" →{asked.deadline:%m-%d}" if asked.deadline and f"{asked.deadline:%m-%d}" != "12-31" else ""
    levels = ", ".join(f"{on:%m-%d} {as_number(level)}" for on, level in asked.milestones)
    return f"{sign}{number}{day}" + (f" [{levels}]" if levels else "")


def compared(fresh: Fresh) -> tuple[int, list[str], list[str], list[str]]:
    """How many are asked; which of them are not found, which are found otherwise, which rows nobody asked for."""
    rows = list(drafted(fresh).obligations)
    lines = [line.split("|") for line in fresh.asked.strip().splitlines()]
    missing, other = [], []
    for words, want, whose in ([cell.strip() for cell in line] for line in lines):
        near = [row for row in rows if words in row.quote]
        right = [row for row in near if said(row) in want.split(" / ")]
        if not near:
            missing.append(f"{words}")
            continue
        row = (right or sorted(near, key=lambda one: -len(set(one.asked.title) & set(words))))[0]
        rows.remove(row)
        owners = "、".join(row.owners.units)
        if said(row) not in want.split(" / ") or (whose and owners != whose):
            other.append(f"{words}: {said(row)} {owners}, not {want} {whose}")
    invented = [f"{row.asked.title}: {said(row)}" for row in rows if not any(one in row.quote for one in fresh.either)]
    return len(lines), missing, other, invented


@pytest.mark.parametrize("fresh", FRESH, ids=lambda fresh: fresh.name[:4])
def test_what_another_county_s_plan_asks_is_found_as_it_stands_and_nothing_is_invented(fresh):
    asked, missing, other, invented = compared(fresh)
    found = asked - len(missing)
    assert found >= FOUND * asked, missing
    assert found - len(other) >= EXACT * found, other
    assert len(invented) <= INVENTED * asked, invented
