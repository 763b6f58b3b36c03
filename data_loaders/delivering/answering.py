"""填报: what a unit filled in on its page, as rows of ledgers; a draft until the office publishes it.

    found = examine_filled(store, unit, [Filled(What.DUTY, {…})])      # the guard and the checks of a file
    drafts.save(store, who, unit, [one.as_saved for one in …], on)
    release(store, stamps, on=newest, by="区农办")                      # all of them one edition

Several units share a task: its row says who says what, the unit that leads first. What a ledger said of it before goes
on standing until the leading unit speaks. 本期无变化 is the last period's rows for the new day, each saying so.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd

from data_loaders import origins
from data_loaders.checking import corrected, rest
from data_loaders.delivering import shared_tasks
from data_loaders.delivering.intake import SAMPLE_MARK, Batch, Delivery, Drop
from data_loaders.delivering.intake.answers import AND, Answer, answered
from data_loaders.delivering.intake.typed_rows import as_file
from data_loaders.delivering.publish import Outcome, examine, publish_batch, rows_of_town
from data_loaders.findings import Finding, Source, worst_first
from data_loaders.origins import Plain
from data_loaders.schema import ACTIONS, DUTIES, PROGRESS_TABLES, TABLES, TASKS, UNCHANGED_SINCE, Table
from data_loaders.store import drafts as kept_drafts
from data_loaders.store.drafts import STAMPS, Draft, State
from data_loaders.store.editions import Edition, Overtaken, Store
from data_loaders.typed_frames import empty_frame

FILE = "填报"
SHOWN = 10  # differences of one thing
# The ledgers for which a unit may say so; a task says it by its text.
UNCHANGEABLE = tuple(table for table in PROGRESS_TABLES if UNCHANGED_SINCE in table.kept)


class What(StrEnum):
    """What can be filled in."""

    TASK = "task"
    DUTY = "duty"
    ACTION = "action"
    UNCHANGED = "unchanged"


# What tells a thing from the others of its kind.
_THING = {
    What.TASK: ("number", "as_of"), What.DUTY: ("duty_id", "done_on", "unit"), What.ACTION: ("number",),
    What.UNCHANGED: ("table", "as_of"),
}  # fmt: skip


@dataclass(frozen=True)
class Filled:
    """One thing that a unit filled in, as plain values; days are text."""

    what: What
    told: Mapping[str, Plain]

    @property
    def as_saved(self) -> tuple[str, str, Mapping[str, Plain]]:
        """What it is, what tells it from others of its kind, and its values."""
        return self.what.value, " ".join(str(self.told[name]) for name in _THING[self.what]), self.told


def task(day: date, number: int, text: str, status: str, *, units: Sequence[str], lead: str | None, problem: str = "", next_step: str = "", unchanged: bool = False) -> Filled:  # fmt: skip
    """The progress of a task by one of its `units`; `lead` is the one whose word on the status counts."""
    told: dict[str, Plain] = {
        "as_of": day.isoformat(), "number": number, "progress_text": text, "status": status, "problem": problem,
        "next_step": next_step, "units": AND.join(units), "lead": lead, "unchanged": unchanged,
    }  # fmt: skip
    return Filled(What.TASK, told)


def duty(duty_id: str, done_on: date, unit: str, times: int = 1, detail: str = "") -> Filled:
    """A duty that was done."""
    told: dict[str, Plain] = {
        "duty_id": duty_id,
        "done_on": done_on.isoformat(),
        "unit": unit,
        "times": times,
        "detail": detail,
    }
    return Filled(What.DUTY, told)


def reply(number: str, words: str, done_on: date | None = None) -> Filled:
    """How an assigned thing stands."""
    return Filled(What.ACTION, {"number": number, "words": words, "done_on": done_on.isoformat() if done_on else None})


def no_change(table: Table, day: date) -> Filled:
    """本期无变化 of a ledger on a day."""
    return Filled(What.UNCHANGED, {"table": table.name, "as_of": day.isoformat()})


@dataclass(frozen=True)
class _Now:
    """What is filled in now is put on top of: the newest edition, and what was published of drafts before."""

    newest: Edition
    editions: Mapping[int, Edition]
    live: tuple[Draft, ...]  # published, or among those that are to be

    @classmethod
    def of(cls, store: Store, chosen: Sequence[Draft] = ()) -> "_Now":
        editions = store.editions()
        known = [one for one in kept_drafts.drafts(store, editions) if one.state is State.PUBLISHED]
        return cls(store.edition(), {one.number: one for one in editions}, (*known, *chosen))


def examine_filled(store: Store, unit: str, things: Iterable[Filled]) -> Batch:
    """What a unit fills in, checked as a file is, before anything of it is kept. EmptyStore before the first edition."""
    on = store.edition().number
    return batch_of(store, [_unsaved(unit, one, on) for one in things])


def _unsaved(unit: str, thing: Filled, on: int) -> Draft:
    what, name, values = thing.as_saved
    return Draft("", datetime.now(UTC), "", unit, what, name, on, values, State.WAITING)


def waiting(store: Store) -> list[Draft]:
    """What the office has not published yet, oldest first."""
    return [one for one in kept_drafts.drafts(store) if one.state is State.WAITING]


def batch_of(store: Store, chosen: Sequence[Draft]) -> Batch:
    """What publishing some drafts would deliver, one file for the units that say something of the same rows."""
    now = _Now.of(store, chosen)
    made = [*_task_rows(now, chosen), *_duty_rows(chosen), *_action_rows(now, chosen), *_unchanged_rows(now, chosen)]
    drops: dict[tuple[str, Table], list[_Made]] = {}
    for one in made:
        drops.setdefault((AND.join(one.units), one.table), []).append(one)
    deliveries: list[Delivery] = []
    findings = list(_of_nothing(now, chosen, made))
    for (units, table), own in drops.items():
        batch = _examined(store, now.newest, f"{units}{FILE}", table, own)
        deliveries += batch.deliveries
        findings += batch.findings
    placed = [replace(one, frame=origins.of_file(one.frame, at)) for at, one in enumerate(deliveries)]
    return Batch(tuple(placed), tuple(worst_first(dict.fromkeys(findings))))


def _of_nothing(now: _Now, chosen: Sequence[Draft], made: Sequence["_Made"]) -> Iterator[Finding]:
    """That a draft is about what the newest edition does not hold."""
    used = [id(one) for row in made for one in row.drafts]
    for one in chosen:
        if id(one) not in used and one.what == What.UNCHANGED:
            table = TABLES[str(one.told["table"])]
            source = Source(f"{one.unit}{FILE}", table=table.name)
            yield source.finding("nothing_before", whose=table.title, day=one.told["as_of"])
        elif id(one) not in used:
            yield Source(f"{one.unit}{FILE}").finding("reference_unknown", text=one.thing)


@dataclass(frozen=True)
class _Made:
    """A row of a table that drafts make: what a file of ours holds, what only the store keeps, and whose drafts it were."""

    table: Table
    cells: Mapping[str, object]
    drafts: tuple[Draft, ...]
    kept: Mapping[str, object]

    @classmethod
    def of(cls, table: Table, cells: Mapping[str, object], drafts: Sequence[Draft], **kept: object) -> "_Made":
        """A row of these drafts."""
        return cls(table, cells, tuple(drafts), kept)

    @property
    def units(self) -> tuple[str, ...]:
        """Whose they were."""
        return tuple(dict.fromkeys(one.unit for one in self.drafts))

    @property
    def name(self) -> str:
        """What a row is called, for who never saw a file."""
        return " ".join(str(origins.plain(self.cells[name])) for name in self.table.identity)


def _examined(store: Store, newest: Edition, name: str, table: Table, made: Sequence[_Made]) -> Batch:
    rows = [_marked(one.cells) if newest.sample else one.cells for one in made]
    drop = Drop(f"{name}.csv", as_file(table, rows), table=table.name, confirmed=frozenset({rest.KEEP, corrected.UNDO}))
    batch = examine(store, [drop], sample=newest.sample)
    kept = {key: one.kept for key, one in zip(_keys(rows, table), made, strict=True)}
    stamps = tuple(dict.fromkeys(draft.stamp for one in made for draft in one.drafts))
    deliveries = [
        replace(one, frame=_with_kept(one.frame, table, kept), drafts=stamps, source=replace(one.source, file=name))
        for one in batch.deliveries
    ]
    own_doing = ("percent_sign",)  # the cells carry it so that no share is taken for a fraction
    said = (_named(one, name, made) for one in batch.findings if one.code not in own_doing)
    return Batch(tuple(deliveries), tuple(said))


def _named(finding: Finding, file: str, made: Sequence[_Made]) -> Finding:
    """A finding about what was filled in, where nobody sees row numbers, by what the row is called."""
    at = None if finding.row is None else finding.row - 2
    row = made[at].name if at is not None and 0 <= at < len(made) else ""
    return replace(finding, file=file, row=None, column=f"{row} {finding.column or ''}".strip() or None)


def _marked(cells: Mapping[str, object]) -> dict[str, object]:
    remark = cells.get("remark")
    return {**cells, "remark": remark if isinstance(remark, str) else SAMPLE_MARK}


def _keys(rows: Sequence[Mapping[str, object]], table: Table) -> list[tuple[str, ...]]:
    return [tuple(origins.key_word(row[name]) for name in table.key) for row in rows]


def _with_kept(frame: pd.DataFrame, table: Table, kept: Mapping[tuple[str, ...], Mapping[str, object]]) -> pd.DataFrame:
    """The rows with what no file can hold."""
    names = {name for own in kept.values() for name in own}
    keys = origins.keys(frame, table)
    return frame.assign(**{name: [kept.get(key, {}).get(name) for key in keys] for name in names})


def _of(chosen: Iterable[Draft], what: What) -> list[Draft]:
    return [one for one in chosen if one.what == what]


def _task_rows(now: _Now, chosen: Sequence[Draft]) -> Iterator[_Made]:
    """A task on a day: what its units say, the leading one first, and a ledger's words until that one speaks."""
    by_row: dict[tuple[int, str], list[Draft]] = {}
    for one in _of(chosen, What.TASK):
        by_row.setdefault((int(str(one.told["number"])), str(one.told["as_of"])), []).append(one)
    for (number, day), own in by_row.items():
        told, live = own[-1].told, _of(now.live, What.TASK)
        units, lead = str(told["units"]).split(AND), told["lead"]
        row = shared_tasks.row_of(number, date.fromisoformat(day), units, lead, live, now.newest, now.editions)
        yield _Made.of(TASKS, row, own)


def _duty_rows(chosen: Sequence[Draft]) -> Iterator[_Made]:
    for one in _of(chosen, What.DUTY):
        yield _Made.of(DUTIES, one.told, [one])


def _action_rows(now: _Now, chosen: Sequence[Draft]) -> Iterator[_Made]:
    """An assigned thing with all that its units answer, one after the other."""
    stored = {row["action_id"]: row for row in _records(now.newest, ACTIONS)}
    by_number: dict[str, list[Draft]] = {}
    for one in _of(chosen, What.ACTION):
        by_number.setdefault(str(one.told["number"]), []).append(one)
    for number, own in by_number.items():
        row = stored.get(number)
        if row is None:
            continue  # it was taken out meanwhile, which `changed` says
        for one in own:
            row = row | answered(row, Answer(number, one.unit, str(one.told["words"]), _day(one.told["done_on"])))
        yield _Made.of(ACTIONS, {name: row[name] for name in ACTIONS.names}, own, answered=row["answered"])


def _records(edition: Edition, table: Table) -> list[dict[str, Any]]:
    rows = edition.table(table.name).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def _day(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None


def _unchanged_rows(now: _Now, chosen: Sequence[Draft]) -> Iterator[_Made]:
    """The last period's rows for the new day, each with where it came from and since when nothing has changed."""
    for one in _of(chosen, What.UNCHANGED):
        table, day = TABLES[str(one.told["table"])], pd.Timestamp(str(one.told["as_of"]))
        rows = last_rows(now.newest, table, one.unit, day.date())
        since = rows["unchanged_since"].fillna(rows["as_of"])
        for row in rows.assign(unchanged_since=since, as_of=day).to_dict("records"):
            kept = {name: row[name] for name in ("unchanged_since", *origins.NAMES)}
            yield _Made.of(table, {name: row[name] for name in table.names}, [one], **kept)


def last_rows(edition: Edition, table: Table, unit: str, day: date) -> pd.DataFrame:
    """What stands of a unit in a ledger before a day for which it has not spoken: of each reporter its newest rows.

    A town's are those of the town; a unit that is none speaks for the whole ledger.
    """
    frame = edition.table(table.name)
    own = rows_of_town(frame, table, unit) if unit in town_names(edition) else frame
    if own is None or own.empty:
        return empty_frame(table)
    newest = own.groupby(list(table.reporter), dropna=False)["as_of"].transform("max")
    rows = own[(own["as_of"] == newest) & (newest < pd.Timestamp(day)) & (newest.dt.year == day.year)]
    ended = {one.reporter: one.as_of for one in edition.endings if one.table == table.name and not one.thing}
    over = [ended.get(tuple(reporter), date.min) >= stamp.date() for *reporter, stamp in rows[[*table.reporter, "as_of"]].itertuples(index=False)]  # fmt: skip
    return rows[~np.array(over, dtype=bool)]


def newest_days(edition: Edition) -> dict[str, dict[str, date]]:
    """Ledger → town → the newest day for which it has spoken, with figures or by 本期无."""
    found: dict[str, dict[str, date]] = {}
    for table in UNCHANGEABLE:
        whose = "town" if table.has("town") else "unit"
        days = edition.table(table.name).groupby(whose)["as_of"].max()
        found[table.name] = {str(town): stamp.date() for town, stamp in days.items()}
    for one in edition.endings:
        if not one.thing and one.table in found:
            spoken = found[one.table].get(one.reporter[0], date.min)
            found[one.table][one.reporter[0]] = max(spoken, one.as_of)
    return found


def town_names(edition: Edition) -> list[str]:
    """The towns that report by themselves."""
    return list(dict.fromkeys(edition.table("villages")["town"]))


def changed(store: Store, chosen: Sequence[Draft]) -> dict[str, str]:
    """Stamp → what has changed of a thing since its draft was begun, in words; nothing for what stands as it was."""
    editions = {one.number: one for one in store.editions()}
    newest = store.edition()
    found = {}
    for one in chosen:
        begun = editions.get(one.on)
        if begun is not None and begun.number != newest.number and (words := _changed(one, begun, newest, editions)):
            found[one.stamp] = words
    return found


def _changed(one: Draft, begun: Edition, newest: Edition, editions: Mapping[int, Edition]) -> str:
    table = _table(one)
    before, after = (_seen(one, edition) for edition in (begun, newest))
    if one.what == What.TASK and _is_of_drafts(one, newest, editions):
        return ""
    differences = []
    for key in dict.fromkeys([*before, *after]):
        old, new = before.get(key, {}), after.get(key, {})
        if not new:
            differences.append("这一项已经不在了")
        differences += [f"{column.header} {old.get(column.name) or '空'} → {new[column.name] or '空'}" for column in table.columns if new and old.get(column.name) != new[column.name]]  # fmt: skip
    return f"填报时是第{begun.number}版，现在有变化：{'；'.join(differences[:SHOWN])}" if differences else ""


def _table(one: Draft) -> Table:
    return {What.TASK: TASKS, What.DUTY: DUTIES, What.ACTION: ACTIONS}.get(What(one.what)) or TABLES[
        str(one.told["table"])
    ]


def _seen(one: Draft, edition: Edition) -> dict[tuple[str, ...], dict[str, Plain]]:
    """What an edition says of the thing of a draft, row by row."""
    told, table = one.told, _table(one)
    rows = edition.table(table.name)
    match What(one.what):
        case What.UNCHANGED:
            own = last_rows(edition, table, one.unit, date.fromisoformat(str(told["as_of"])))
        case What.TASK:
            own = rows[rows["number"] == told["number"]].sort_values("as_of").tail(1)
        case What.ACTION:
            own = rows[rows["action_id"] == told["number"]]
        case What.DUTY:
            done = rows["done_on"] == pd.Timestamp(str(told["done_on"]))
            own = rows[(rows["duty_id"] == told["duty_id"]) & (rows["unit"] == told["unit"]) & done]
    names = [column.name for column in table.columns]
    plain = [{name: origins.plain(row[name]) for name in names} for row in own.to_dict("records")]
    return dict(zip(origins.keys(own, table), plain, strict=True))


def _is_of_drafts(one: Draft, newest: Edition, editions: Mapping[int, Edition]) -> bool:
    """Whether the newest row of a task was put together from drafts: another unit's words are no change of this one's."""
    rows = newest.table(TASKS.name)
    own = rows[rows["number"] == one.told["number"]].sort_values("as_of").tail(1)
    return any(STAMPS in shared_tasks.file_of(row, editions) for row in own.to_dict("records"))


def release(store: Store, stamps: Iterable[str], *, on: int, by: str) -> Outcome:
    """Waiting drafts become one edition. Overtaken when there is a newer edition than the one they were compared with,
    or somebody has published, replaced or taken back one of them.
    """
    wanted = set(stamps)
    newest = store.edition()
    chosen = [one for one in waiting(store) if one.stamp in wanted]
    if newest.number != on or len(chosen) < len(wanted):
        raise Overtaken
    batch = batch_of(store, chosen)
    return publish_batch(store, batch, by=by, note=note_of(chosen), sample=newest.sample, on=on)


def note_of(chosen: Sequence[Draft]) -> str:
    """填报：潭口镇 5 项、区财政局 1 项."""
    units = dict.fromkeys(one.unit for one in chosen)
    told = [f"{unit} {sum(one.unit == unit for one in chosen)} 项" for unit in units]
    return f"{FILE}：{AND.join(told)}"
