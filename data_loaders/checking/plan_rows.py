"""Plans at the door, and records against them: a word that the product does not know, and an act that meets no duty, are
said, never lost without a sign."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from data_loaders import frequencies, plan_rules, plan_words
from data_loaders.findings import SAID_AT_MOST, Finding, Source, listed, one_by_one
from data_loaders.frequencies import ANY_TIME, FREQUENCIES, Period, Year
from data_loaders.plan_rules import RULES, Owing, Rule
from data_loaders.plan_words import SETTINGS
from data_loaders.schema import PLAN_OBLIGATIONS
from data_loaders.tidying.headers import Header
from data_loaders.typed_frames import told_apart

DUTY_RULE = "recorded"
EPOCH = 1970  # from which NumPy counts years
SUBJECT = PLAN_OBLIGATIONS.column("subject")


def check_plan(
    frame: pd.DataFrame, source: Source, header: Header, tables: Mapping[str, pd.DataFrame]
) -> list[Finding]:
    """What is to be said about the words of a plan table, and about records of duties; nothing about other tables.

    `tables` holds the village list and the plan as they would stand with the batch.
    """
    check = {"plan_settings": _settings, "plan_obligations": _obligations, "duties": _acts}.get(header.table.name)
    return check(frame, source, header, tables) if check else []


@dataclass(frozen=True)
class _Names:
    """What the plan and the village list of a year name."""

    year: Year
    units: tuple[str, ...]
    departments: tuple[str, ...]
    villages: tuple[str, ...]
    whole_words: frozenset[str]

    @classmethod
    def of(cls, tables: Mapping[str, pd.DataFrame], year: int) -> "_Names":
        settings: dict[str, str] = {}
        if (rows := tables.get("plan_settings")) is not None:
            settings = dict(rows.loc[rows["year"] == year, ["name", "value"]].itertuples(index=False))
        listing = tables.get("villages")
        towns, villages = ((), ()) if listing is None else (listing["town"], listing["town"] + listing["village"])
        return cls(
            Year(year, plan_words.VACATION.of(settings), plan_words.TERM_ENDS.of(settings)),
            plan_words.UNITS.of(settings) or tuple(dict.fromkeys(towns)),
            plan_words.DEPARTMENTS.of(settings),
            tuple(villages),
            plan_words.WHOLE_WORDS | {plan_words.whole_word(settings)},
        )

    def owing(self, row) -> Owing:
        """Who owes a duty of the plan."""
        return plan_rules.owing(
            _parts(row.scope), _parts(row.responsible), units=self.units, departments=self.departments,
            villages=self.villages, whole_words=self.whole_words,
        )  # fmt: skip


def _parts(text: object) -> tuple[str, ...]:
    return plan_words.several(text) if isinstance(text, str) and text.strip(" ;；") else ()


def _settings(frame: pd.DataFrame, source: Source, header: Header, tables) -> list[Finding]:
    """Settings that cannot be understood, and names that no setting has."""
    findings = []
    for row in frame[["year", "name", "value"]].itertuples():
        setting = SETTINGS.get(row.name)
        if setting is None:
            slots = {"name": row.name, "known": "、".join(SETTINGS)}
            findings.append(source.finding("setting_unknown", row=int(row.Index), column=header.text("name"), **slots))
        elif not _is_understood(setting.read, row.value):
            slots = {"name": row.name, "text": row.value, "form": setting.form}
            findings.append(
                source.finding("setting_unreadable", row=int(row.Index), column=header.text("value"), **slots)
            )
        elif setting is plan_words.NOT_CONCERNED:
            units = _Names.of(tables, row.year).units
            for unit in sorted({unit for unit, _ in setting.read(row.value)} - set(units)):
                slots = {"name": row.name, "unit": unit, "units": "、".join(units)}
                findings.append(
                    source.finding("setting_unit_unknown", row=int(row.Index), column=header.text("value"), **slots)
                )
    return findings


def _is_understood(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


def _obligations(frame: pd.DataFrame, source: Source, header: Header, tables) -> list[Finding]:
    """Rules, 对象, 范围 and 频次 that the product does not know, or that give nothing to do in the year."""
    names = {year: _Names.of(tables, int(year)) for year in frame["year"].dropna().unique()}
    listing = tables.get("villages")
    lacking = [source.finding("village_list_missing")] if listing is None or listing.empty else []
    waiting = frame[frame["review"] == "open"]
    if not waiting.empty:
        titles = listed([f"{row.id} {row.title}" for row in waiting.itertuples()])
        slots = {"count": len(waiting), "titles": titles}
        lacking.append(
            source.finding("plan_unreviewed", row=int(str(waiting.index[0])), column=header.text("review"), **slots)
        )
    return lacking + [
        source.finding(code, row=int(row.Index), column=header.text(column), **slots)
        for row in frame.itertuples()
        for code, column, slots in _wrong_words(row, names[row.year])
    ]


def _wrong_words(row, names: _Names) -> Iterable[tuple[str, str, dict[str, str]]]:
    """(code, column, words of the message) for everything in one obligation that is not declared."""
    rule = RULES[row.rule]
    subject = row.subject if isinstance(row.subject, str) else ""
    if not plan_rules.takes_subject(rule, subject):
        yield (
            "plan_word_unknown",
            "subject",
            {"text": subject, "choices": "、".join(map(SUBJECT.written, rule.subjects)) or "如 1个月"},
        )
    scope, choices = _parts(row.scope), "、".join([*rule.scope, *([rule.names] if rule.names else [])])
    if rule.needs_scope and not scope:
        yield "plan_word_unknown", "scope", {"text": "", "choices": choices}
    elif unknown := [word for word in scope if not _may_hold(rule, word, row, names)]:
        yield "plan_scope_unknown", "scope", {"text": ";".join(unknown), "choices": choices}
    elif rule.name == DUTY_RULE and not names.owing(row).units:
        yield "plan_scope_empty", "scope", {"text": row.scope}
    yield from _wrong_frequency(row, rule, names)


def _may_hold(rule: Rule, word: str, row, names: _Names) -> bool:
    """Whether a part of 范围 is a word of the rule, or a name of the kind it takes."""
    if word in rule.scope or (plan_rules.WHOLE in rule.scope and word in names.whole_words):
        return True
    known = {
        plan_rules.STATION_NAMES: {word},
        plan_rules.PLACE_NAMES: names.villages,
        plan_rules.UNIT_NAMES: (*names.units, *names.villages, *names.departments, *_parts(row.responsible)),
    }
    return word in known.get(rule.names, ())


def _wrong_frequency(row, rule: Rule, names: _Names) -> Iterable[tuple[str, str, dict[str, str]]]:
    text = row.frequency if isinstance(row.frequency, str) else ""
    duty = rule.name == DUTY_RULE
    if not (frequencies.is_known(text) or (not duty and text in ("", ANY_TIME))):
        choices = "、".join(frequency.word for frequency in FREQUENCIES)
        yield "plan_word_unknown", "frequency", {"text": text, "choices": choices}
    elif duty and not frequencies.periods(text, names.year):
        yield "plan_periods_none", "frequency", {"text": text}


def _acts(frame: pd.DataFrame, source: Source, header: Header, tables) -> list[Finding]:
    """Records that meet no obligation: of a unit that does not owe the duty, on a day of no due period."""
    plan = tables.get("plan_obligations")
    if plan is None or plan.empty:
        return []
    findings, strangers, untimely = [], _Cases(), _Cases()
    duties, ids = told_apart(frame["duty_id"])
    units, unit_names = told_apart(frame["unit"])
    unit_names = [plan_rules.unit_name(name) for name in unit_names]
    number_of = {name: number for number, name in enumerate(ids)}
    days = frame["done_on"].to_numpy()
    dated = np.flatnonzero(~np.isnat(days))  # those without a day are in no year
    years = days[dated].astype("datetime64[Y]").astype(np.int64) + EPOCH
    for year, places in _grouped(years):
        rows = dated[places]
        held = plan_words.in_force(plan[plan["year"] == year], date(year, 12, 31))
        own = held[held["rule"] == DUTY_RULE]
        if own.empty:
            findings.append(source.finding("year_unplanned", column=header.text("done_on"), year=year))
            continue
        names, of_duty = _Names.of(tables, year), dict(_grouped(duties[rows]))
        for duty in own.itertuples():
            if (number := number_of.get(duty.id)) in of_duty:
                acts, owing = rows[of_duty[number]], names.owing(duty)
                acting, title = frozenset(owing.acting), f"{duty.id} {duty.title}"
                is_owing = np.array([*(name in acting for name in unit_names), True], dtype=bool)[units[acts]]
                who = listed([name for name in owing.acting if name not in names.whole_words])
                strangers.add(frame["unit"], acts[~is_owing], title, who)
                periods = frequencies.periods(str(duty.frequency), names.year)
                late = acts[is_owing][~_are_due(days[acts[is_owing]], periods)]
                untimely.add(frame["done_on"], late, title, listed([period.label for period in periods]))
    return [
        *findings,
        *one_by_one(
            source,
            strangers.first,
            lambda case: source.finding(
                "duty_not_owed", row=case[0], column=header.text("unit"), unit=case[1], duty=case[2], units=case[3]
            ),
            among=strangers.number,
        ),
        *one_by_one(
            source,
            untimely.first,
            lambda case: source.finding(
                "duty_not_due", row=case[0], column=header.text("done_on"), date=case[1].date(), duty=case[2],
                periods=case[3],
            ),
            among=untimely.number,
        ),
    ]  # fmt: skip


@dataclass
class _Cases:
    """The first rows of a kind, as many as are told one by one, each with what is told of it; and how many there are."""

    first: list[tuple] = field(default_factory=list)
    number: int = 0

    def add(self, cells: pd.Series, places: np.ndarray, *told: str) -> None:
        """More rows, by their places in the column whose cells are meant."""
        self.number += len(places)
        first = cells.iloc[places[: max(0, SAID_AT_MOST - len(self.first))]]
        self.first += [(int(row), cell, *told) for row, cell in first.items()]


def _are_due(days: np.ndarray, periods: Sequence[Period]) -> np.ndarray:
    """Which of the days lie in one of the periods."""
    due = np.zeros(len(days), dtype=bool)
    for period in periods:
        due |= (days >= np.datetime64(period.first_day)) & (days <= np.datetime64(period.due_on))
    return due


def _grouped(numbers: np.ndarray) -> list[tuple[int, np.ndarray]]:
    """Each different number in order, with the places where it stands."""
    if not len(numbers):
        return []
    least = numbers.min()
    near = (numbers - least).astype(np.min_scalar_type(int(numbers.max() - least)))  # few of them are sorted faster
    order = np.argsort(near, kind="stable")
    first = np.concatenate([[0], np.flatnonzero(np.diff(near[order])) + 1])
    return list(zip(numbers[order[first]].tolist(), np.split(order, first[1:]), strict=True))
