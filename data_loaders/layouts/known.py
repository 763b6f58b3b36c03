"""What proposing may know beside the sheet itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from data_loaders.tidying.gazetteer import Gazetteer


@dataclass(frozen=True)
class Known:
    """What proposing may know beside the sheet: places, the plan's indicators, duties and tasks by name, a day given."""

    gazetteer: Gazetteer
    indicators: Mapping[str, str] = field(default_factory=dict)  # title → id
    duties: Mapping[str, str] = field(default_factory=dict)
    tasks: Mapping[str, str] = field(default_factory=dict)  # title → number
    has_day: bool = False

    @classmethod
    def of(cls, tables: Mapping[str, pd.DataFrame], gazetteer: Gazetteer, *, has_day: bool) -> "Known":
        """From the plan tables of the edition or batch."""
        obligations, tasks = tables.get("plan_obligations"), tables.get("plan_tasks")
        names: dict[str, dict[str, str]] = {"indicator": {}, "duty": {}, "target": {}}
        if obligations is not None:
            for kind, title, number in zip(obligations["kind"], obligations["title"], obligations["id"], strict=True):
                names.setdefault(str(kind), {})[str(title)] = str(number)
        numbers = {} if tasks is None else {str(row.title): str(row.number) for row in tasks[["title", "number"]].itertuples()}  # fmt: skip
        counted = {title: number for title, number in names["target"].items() if number in ("T10", "T11")}
        return cls(gazetteer, names["indicator"] | counted, names["duty"], numbers, has_day)
