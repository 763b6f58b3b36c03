"""What was assigned at several meetings, each of which begins to number with 1: two things, and not one that changed."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from data_loaders.delivering.intake.batches import Delivery
from data_loaders.findings import Finding
from data_loaders.schema import ACTIONS
from data_loaders.tidying import headers

Read = list[tuple[headers.Header | None, Delivery]]


def told_apart(read: Read, known: Mapping[str, pd.DataFrame]) -> tuple[Read, list[Finding]]:
    """The deliveries, their numbers behind the day of the meeting where those stand for other things of another meeting."""
    before = [known[ACTIONS.name]] if ACTIONS.name in known else []
    found: Read = []
    said = []
    for header, delivery in read:
        if delivery.table is ACTIONS and header is not None:
            if others := _of_other_meetings(delivery.frame, before):
                frame = delivery.frame.assign(action_id=_behind_their_day(delivery.frame))
                said.append(delivery.source.finding("actions_numbered", column=header.text("action_id"), numbers="、".join(others), first=frame["action_id"].iloc[0]))  # fmt: skip
                delivery = replace(delivery, frame=frame)
            before.append(delivery.frame)
        found.append((header, delivery))
    return found, said


def _of_other_meetings(frame: pd.DataFrame, before: list[pd.DataFrame]) -> list[str]:
    """The plain numbers that stand for something else of another day; none where one of them stands for the same."""
    own = frame.loc[frame["action_id"].str.fullmatch(r"\d{1,3}", na=False), ["action_id", "assigned_on", "item"]]
    known = [one[["action_id", "assigned_on", "item"]] for one in before if not one.empty]
    if own.empty or not known:
        return []
    both = own.merge(pd.concat(known), on="action_id", suffixes=("", "_before"))
    same = (both["assigned_on"] == both["assigned_on_before"]) | (both["item"] == both["item_before"])
    return [] if same.any() else list(dict.fromkeys(both["action_id"]))


def _behind_their_day(frame: pd.DataFrame) -> pd.Series:
    days = frame["assigned_on"].dt.strftime("%Y-%m-%d")
    return (days + "-" + frame["action_id"]).fillna(frame["action_id"])
