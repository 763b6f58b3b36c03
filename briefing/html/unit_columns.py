"""Which units get a column of their own in a table where there are too many for all."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

# So many fit a projector; a county has three units or ten, a prefecture two hundred.
AT_MOST = 6


class Column(NamedTuple):
    """One column and the units that it speaks for."""

    name: str
    units: frozenset[str]


def unit_columns(units: Sequence[str], trouble: Mapping[str, int]) -> list[Column]:
    """One column a unit, in the order of the plan; where they are too many, those with most trouble and all the rest."""
    if len(units) <= AT_MOST:
        return [Column(unit, frozenset({unit})) for unit in units]
    worst = set(sorted(units, key=lambda unit: -trouble.get(unit, 0))[: AT_MOST - 1])
    rest = frozenset(units) - worst
    own = [Column(unit, frozenset({unit})) for unit in units if unit in worst]
    return [*own, Column(f"其余 {len(rest)} 个", rest)]
