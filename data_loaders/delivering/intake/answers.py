"""What a unit answers to a thing that a meeting assigned to it, whichever way the answer comes: in the browser, in a 回执."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from data_loaders.schema import ACTIONS

AND = "、"  # between the units of a thing


@dataclass(frozen=True)
class Answer:
    """What a unit says of a thing that was assigned to it, and the day on which it was done, if it was."""

    number: str
    unit: str
    words: str
    done_on: date | None = None


def answered(row: Mapping[str, object], answer: Answer) -> dict[str, object]:
    """The stored row of an assigned thing with the answer of a unit to it: what `ACTIONS` holds, and who has answered.

    It is closed by the unit that owns it alone; of a thing of several units the office says when it is done.
    """
    alone = row["owner"] == answer.unit
    done = f"已于{answer.done_on.isoformat()}办结" if answer.done_on and not alone else ""
    own = "，".join(part for part in (done, answer.words.strip()) if part)
    before = row["detail"] if isinstance(row["detail"], str) else ""
    detail = "；".join(part for part in (before, own if alone else f"{answer.unit}：{own}") if part)
    units = [*(str(row["answered"]).split(AND) if isinstance(row["answered"], str) else ()), answer.unit]
    closed = {"done_on": pd.Timestamp(answer.done_on)} if alone and answer.done_on else {}
    plain = {name: row[name] for name in ACTIONS.names}
    return plain | {"detail": detail, "answered": AND.join(dict.fromkeys(units))} | closed
