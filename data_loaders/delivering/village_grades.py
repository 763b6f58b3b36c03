"""Which 帮扶级别 the plan asks about and the village list does not give, and the list for somebody to fill.

The plan that ships names only some of the key villages and no grade of any, so that nobody may guess.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from data_loaders.findings import Finding, Source
from data_loaders.schema import VILLAGES

FLOOR_RULE = "village_floor"


@dataclass(frozen=True)
class Ungraded:
    """The grades that no village has though the plan has a floor for them, and the village list as it stands."""

    grades: tuple[str, ...]
    floors: tuple[str, ...]  # titles of the figures that stay 未报
    villages: pd.DataFrame = field(compare=False)

    @cached_property
    def workbook(self) -> bytes:
        """The village list with a list of grades to choose from in every row; made for who asks, which is not every publication."""
        from data_loaders.delivering.templates import village_list  # its library takes a while, and few ask

        return village_list(self.villages)

    @property
    def finding(self) -> Finding:
        """What is said of it wherever something is published."""
        source = Source(VILLAGES.title, table=VILLAGES.name)
        return source.finding("grades_missing", grades="、".join(self.grades), floors="、".join(self.floors))


def ungraded(table: Callable[[str], pd.DataFrame]) -> Ungraded | None:
    """What the village list of an edition lacks (`table` reads its tables); None when every grade has a village.

    The plan of the newest year counts.
    """
    plan, villages = table("plan_obligations"), table("villages")
    floors = plan[(plan["year"] == plan["year"].max()) & (plan["rule"] == FLOOR_RULE)]
    lacking = floors[~floors["subject"].isin(villages["grade"].dropna())]
    if lacking.empty:
        return None
    return Ungraded(tuple(lacking["subject"]), tuple(lacking["title"]), villages)
