"""A task that several units share, told in one row: who says what, the unit that leads first.

What a ledger said of it before goes on standing until the leading unit speaks; a unit that has nothing new since an
earlier day stands with that day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from data_loaders import origins
from data_loaders.origins import Plain
from data_loaders.schema import TASKS
from data_loaders.store.drafts import STAMPS, Draft
from data_loaders.store.editions import Edition

Editions = Mapping[int, Edition]  # by number
NO_CHANGE = "本期无变化"
# How far a task is, the least first.
_STAGES = tuple(TASKS.column("status").choices)


@dataclass(frozen=True)
class _Said:
    """What one unit, or a ledger before, says of a task on a day."""

    unit: str
    day: date
    told: Mapping[str, Any]


def row_of(
    number: int,
    day: date,
    units: Sequence[str],
    lead: Plain,
    live: Iterable[Draft],
    newest: Edition,
    editions: Editions,
) -> dict[str, object]:
    """A task on a day: what its units say in their published or chosen drafts (`live`), the leading one first, and a
    ledger's words until that one speaks.
    """
    base = _base_of(number, day, newest, editions)
    since = (base.day, base.told["from_edition"]) if base else (date.min, 0)
    said: dict[str, _Said] = {}
    for one in live:
        spoke = date.fromisoformat(str(one.told["as_of"]))
        is_newer = (spoke, one.edition or newest.number + 1) > since
        if one.told["number"] == number and is_newer and said.get(one.unit, _NOBODY).day <= spoke <= day:
            said[one.unit] = _Said(one.unit, spoke, one.told)
    ordered = [said[unit] for unit in dict.fromkeys([*units, *said]) if unit in said]
    if base and not (lead in said or units == [*said]):
        ordered = [base, *ordered]
    return {
        "as_of": day.isoformat(), "number": number, "status": _status(ordered, units, lead),
        **{name: _together(ordered, name, day, alone=len(units) == 1) for name in ("progress_text", "problem", "next_step")},
    }  # fmt: skip


_NOBODY = _Said("", date.min, {})


def _base_of(number: int, day: date, newest: Edition, editions: Editions) -> _Said | None:
    """What a ledger said of a task last, or somebody corrected; not what was put together from drafts."""
    rows = newest.table(TASKS.name)
    own = rows[(rows["number"] == number) & (rows["as_of"] <= pd.Timestamp(day)) & (rows["as_of"].dt.year == day.year)]
    own = own.sort_values("as_of", ascending=False)
    corrected = {one.key for edition in editions.values() for one in origins.corrections_of(edition.files)}
    for row, key in zip(own.to_dict("records"), origins.keys(own, TASKS), strict=True):
        if STAMPS not in file_of(row, editions) or key in corrected:
            made = 0 if pd.isna(row["from_edition"]) else int(row["from_edition"])
            return _Said(
                "", row["as_of"].date(), {str(name): cell for name, cell in row.items()} | {"from_edition": made}
            )
    return None


def file_of(row: Mapping, editions: Editions) -> Mapping:
    """The file that first brought a row, as its edition keeps it; empty where nobody knows."""
    edition, place = (None if pd.isna(row[name]) else int(row[name]) for name in ("from_edition", "from_file"))
    made = editions.get(edition) if edition is not None else None
    return made.files[place] if made and place is not None else {}


def _status(said: Sequence[_Said], units: Sequence[str], lead: object) -> str:
    """The leading unit's word, or the ledger's; of units that share a task the least far, done when all have said so."""
    for one in said:
        if one.unit in (lead, ""):
            return str(one.told["status"])
    least = min(_STAGES.index(str(one.told["status"])) for one in said)
    everybody = {one.unit for one in said} >= set(units)
    return _STAGES[least if everybody else min(least, len(_STAGES) - 2)]


def _together(said: Sequence[_Said], name: str, day: date, *, alone: bool) -> str:
    """潭口镇：已完成 3 户；潭东镇：…（9月30日），each with its day where that is an earlier one."""
    parts = []
    for one in said:
        words = one.told.get(name)
        if not isinstance(words, str) or not words.strip():
            continue
        same = f"（{NO_CHANGE}）" if one.told.get("unchanged") is True and name == "progress_text" else ""
        older = f"（{one.day.month}月{one.day.day}日）" if one.day < day else ""
        whose = "" if alone or not one.unit else f"{one.unit}："
        parts.append(f"{whose}{words.strip()}{same}{older}")
    return "；".join(parts)
